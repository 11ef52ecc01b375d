"""Who says yes for a child, or for somebody who cannot decide; and what is kept from a parent: a section of the page of who may see."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from helhet.access import actions, say
from helhet.access.deciding import CHILDREN, DECIDER_NAMES, MATTER_NAMES, WITHHELD_NAMES, Band, Withheld, birthday, comes_of_age
from helhet.access.policy import may_write
from helhet.access.rules import KEPT_WITH, PART_NAMES, WITHHOLDABLE, ConsentKind, Part
from helhet.organisation.rules import N_
from helhet.people import queries as people
from helhet.people.rules import age

from .forms import Choices, Form, ManyChoices, Words, in_her_voice
from .person import tells
from .sheet import Sheet, one_of, pick


class WithholdForm(Form):
    """From whom, what, and why."""

    kin = forms.ChoiceField(label=N_("Hvem skal ikke få vite det?"))
    parts = forms.MultipleChoiceField(
        label=N_("Hva skal ikke fortelles?"), choices=[(part, PART_NAMES[part]) for part in WITHHOLDABLE], widget=ManyChoices
    )  # fmt: skip
    ground = forms.ChoiceField(label=N_("Hvorfor?"), choices=WITHHELD_NAMES.items(), widget=Choices, initial=Withheld.HERS)
    words = forms.CharField(
        label=N_("Grunnen, med ord"), widget=Words(2, hers=False),
        help_text=N_("Den som holdes utenfor, ser verken dette eller at noe mangler."),
    )  # fmt: skip


def section(request: HttpRequest, sheet: Sheet, person: Any) -> dict[str, Any]:
    """Who decides for this person now, and the form to keep something from a parent; nothing for a grown person who decides herself."""
    found, own = say.say_of(person.pk, by=request.actor), request.actor.kind == "person"
    if found.age == Band.GROWN and not found.lacking:
        return {"say": None}
    page = {
        "say": found, "years": age(person.born, on=request.actor.on), "matter_names": MATTER_NAMES, "decider_names": DECIDER_NAMES,
        "lacking": [part for part in Part if part in found.lacking], "kept_from_all": [part for part in Part if part in found.kept],
        "is_child": found.age in CHILDREN,
    } | coming(person, on=request.actor.on)  # fmt: skip
    may = may_write(request.actor, person.pk, Part.CONSENT) and (request.actor.is_staff or (own and found.age == Band.UNDER_16))
    near = people.kin_of(request.opening, person.pk) if may and found.age != Band.GROWN else []
    if near:
        page["withhold"] = form = sheet.form("withhold", WithholdForm)
        pick(form, "kin", [(str(one.pk), f"{one.name}, {one.relation}" if one.relation else one.name) for one in tells(page, near)])
        if own:
            in_her_voice(form, "ground", words=N_("Hvorfor?"), kin=N_("Hvem skal ikke få vite det?"))
    return page | {"near": near}


def coming(person: Any, *, on: date) -> dict[str, Any]:
    """That she is soon sixteen or eighteen, and from which day: nothing when she is not."""
    years = comes_of_age(person.born, on=on)
    return {"of_age": years, "of_age_from": birthday(person.born, years)} if years else {}


def withhold(request: HttpRequest, near: list[Any], data: dict[str, Any]) -> None:
    """Keep it from the one who was chosen."""
    kin = one_of(near, data.pop("kin"))
    actions.withhold(kin, by=request.actor, **data)
    messages.success(request, gettext("{name} kan ikke se det nå.").format(name=kin.name))


def by_parent(kept: list[Any]) -> list[list[Any]]:
    """What is kept, parent by parent, with what opens last at the end."""
    found: dict[Any, list[Any]] = {}
    for one in sorted(kept, key=lambda one: (one.of_part in KEPT_WITH, list(Part).index(Part(one.of_part)))):
        one.opens_last = one.of_part in KEPT_WITH
        found.setdefault(one.next_of_kin_id, []).append(one)
    return list(found.values())


def is_theirs(page: dict[str, Any], given: Any) -> bool:
    """Whether this is her parents' yes, while she is a child, and not hers to take back."""
    if not page.get("is_child"):
        return False
    return given.kind == ConsentKind.MANDATE or not page["say"].is_hers(
        ConsentKind(given.kind), [Part(row.part) for row in given.parts.all()]
    )
