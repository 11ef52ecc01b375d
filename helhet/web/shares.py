"""Her share links: made by her, or by her coordinator with her, and taken back with one press; and what readers answered."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from helhet.access import actions as access
from helhet.access import share_keys, share_links
from helhet.access.policy import may_write
from helhet.access.rules import LINK_TRIES, PART_NAMES, SHAREABLE, Part
from helhet.organisation.rules import N_
from helhet.people.rules import Grade
from helhet.plans import actions as plan_actions
from helhet.plans import queries as plans
from helhet.plans.rules import ANSWER_NAMES

from .doors import need
from .forms import ON_HER_PAGE, Choices, Day, Form, ManyChoices, in_her_voice
from .person import around
from .sheet import Sheet, one_of

_USUAL_DAYS = 30


class LinkForm(Form):
    """To whom, what, until when, and the code that is told by another way than the link."""

    to_words = forms.CharField(label=N_("Hvem får lenken?"), max_length=120, help_text=N_("For eksempel: fastlegen min, Valle legekontor"))
    parts = forms.MultipleChoiceField(
        label=N_("Hva får de se?"), choices=[(part, PART_NAMES[part]) for part in SHAREABLE], widget=ManyChoices,
        help_text=N_("De får også se navnet og hvem som er i teamet. Journalen deles aldri på denne måten."),
    )  # fmt: skip
    purpose = forms.CharField(label=N_("Hvorfor deles det?"), max_length=200)
    since = forms.DateField(label=N_("Fra og med"), required=False, widget=Day(), help_text=N_("Uten dato gjelder det fra nå."))
    until = forms.DateField(label=N_("Til og med"), widget=Day())
    passcode = forms.CharField(
        label=N_("Kode"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=N_("Minst seks tegn. Si koden på telefon eller ansikt til ansikt, ikke sammen med lenken. Vi kan ikke vise den igjen."),
    )  # fmt: skip
    language = forms.ChoiceField(label=N_("Språket leseren får"), choices=settings.LANGUAGES, widget=Choices)
    how = forms.CharField(label=N_("Hvordan sa personen ja?"), max_length=60, help_text=N_("For eksempel: muntlig i samtale, på papir"))
    given_by = forms.CharField(
        label=N_("Hvem samtykket?"), max_length=120, help_text=N_("Personen selv, eller den som har rett til det på personens vegne.")
    )  # fmt: skip


class FoundForm(Form):
    """What whoever asked the reader found out."""

    words = forms.CharField(label=N_("Hva fant du ut?"), required=False, max_length=400)
    confirmed = forms.ChoiceField(
        label=N_("Kom svaret fra den som står der?"), widget=Choices,
        choices=[("ja", N_("Ja, det er bekreftet")), ("nei", N_("Nei, eller det er ikke noe å gjøre"))],
    )  # fmt: skip


def shares(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The links there are, a new one, and the answers that have come."""
    page = around(request, person_id, "team")
    person, sheet, opening = page["person"], Sheet(request), request.opening
    need(page, Part.CONSENT)
    found, answers = share_links.links_of(opening, person.pk), plans.answers_of(opening, person.pk)
    page |= _forms(request, sheet, person, answers)
    if sheet.did("withdraw", **_deeds(request, person, found, answers)):
        return redirect("shares", person.pk)
    for one in found:
        one.coming = one.consent.is_coming(request.actor.on)
        one.url = address(request, one) if (one.opens or one.coming) and page["writable"] else ""
    return render(
        request, "person/shares.html",
        page | {"links": found, "answers": answers, "sheet": sheet, "part_names": PART_NAMES, "answer_names": ANSWER_NAMES,
                "tries": LINK_TRIES},
    )  # fmt: skip


def address(request: HttpRequest, link: Any) -> str:
    """The link as it is given away: our reading page, and after the fragment mark what no browser sends to us."""
    manifest = request.build_absolute_uri(reverse("shared-manifest", args=[share_keys.address_of(link.salt)]))
    reader = request.build_absolute_uri(reverse("shared", args=[link.language]))
    return f"{reader}#{share_keys.link(link.salt, manifest=manifest, expires_at=link.expires_at, label='Helhet', card=link.card)}"


def _forms(request: HttpRequest, sheet: Sheet, person: Any, answers: list[Any]) -> dict[str, Any]:
    hers = request.actor.kind == "person"
    writable = may_write(request.actor, person.pk, Part.CONSENT)
    for one in answers:
        asks = request.actor.is_staff and one.settled_at is None and may_write(request.actor, person.pk, Part.PLAN)
        one.found_form = sheet.form("found", FoundForm, one.pk) if asks else None
    if not writable:
        return {"writable": False}
    until = request.actor.on + timedelta(days=_USUAL_DAYS)
    form = sheet.form("share", LinkForm, initial={"given_by": person.name, "until": until, "language": person.language})
    if person.grade == Grade.STRICT:
        form.fields["parts"].help_text = gettext(
            "De får også se navnet. Hvem som hjelper, er ikke med: det kan fortelle hvor personen bor. Journalen deles aldri slik."
        )
    if hers:
        in_her_voice(form, "how", "given_by", purpose=N_("Hvorfor deler du?"))
    return {"writable": True, "share": form}


def _deeds(request: HttpRequest, person: Any, found: list[Any], answers: list[Any]) -> dict[str, Any]:
    by = request.actor

    def share(data: dict[str, Any], row: str) -> None:
        said = {"how": ON_HER_PAGE, "given_by": person.name} | data
        access.share_by_link(person.pk, by=by, **said | {"parts": [Part(part) for part in data["parts"]]})

    def found_out(data: dict[str, Any], row: str) -> None:
        plan_actions.settle_answer(one_of(answers, row), confirmed=data["confirmed"] == "ja", words=data["words"], by=by)

    return {"share": share, "found": found_out, "withdraw": lambda data, row: access.withdraw(one_of(found, row).consent, by=by)}
