"""What a person has said yes and no to, and who can see now, and why."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access import readings, sights
from helhet.access.deciding import WITHHELD_NAMES
from helhet.access.policy import may_write, sees
from helhet.access.rules import CONSENT_NAMES, PART_NAMES, SHAREABLE, ConsentKind, Part
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_

from . import age
from .doors import need
from .forms import ON_HER_PAGE, Choices, Day, Form, ManyChoices, Words, in_her_voice
from .person import around
from .relations import members_within_reach, numbers_within_reach
from .sheet import Sheet, one_of, pick
from .templatetags.helhet import day_year


class ShareForm(Form):
    """A yes to sharing, in her own choice of parts."""

    to = forms.ChoiceField(label=N_("Hvem deles det med?"))
    parts = forms.MultipleChoiceField(
        label=N_("Hva får de se?"), choices=[(part, PART_NAMES[part]) for part in SHAREABLE], widget=ManyChoices,
        help_text=N_("De får også se navn og telefon. Journalen deles aldri på denne måten."),
    )  # fmt: skip
    purpose = forms.CharField(label=N_("Hvorfor deles det?"), max_length=200)
    how = forms.CharField(label=N_("Hvordan sa personen ja?"), max_length=60, help_text=N_("For eksempel: muntlig i samtale, på papir"))
    since = forms.DateField(label=N_("Fra og med"), required=False, widget=Day(), help_text=N_("Uten dato gjelder det fra nå."))
    until = forms.DateField(label=N_("Til og med"), required=False, widget=Day(), help_text=N_("Uten dato gjelder det til det trekkes."))
    given_by = forms.CharField(
        label=N_("Hvem samtykket?"), max_length=120, help_text=N_("Personen selv, eller den som har rett til det på personens vegne.")
    )  # fmt: skip
    capacity_basis = forms.CharField(label=N_("Hvis en annen samtykket: med hvilken rett?"), required=False, max_length=200)


class ObjectForm(Form):
    """A no: to somebody, or everybody; the whole, or a part."""

    against = forms.ChoiceField(label=N_("Hvem skal ikke kunne se?"))
    of_part = forms.ChoiceField(
        label=N_("Hva gjelder det?"), required=False, choices=[("", N_("alt")), *PART_NAMES.items()], widget=Choices, initial=""
    )  # fmt: skip
    since = forms.DateField(label=N_("Fra og med"), required=False, widget=Day(), help_text=N_("Uten dato gjelder det fra nå."))
    until = forms.DateField(label=N_("Til og med"), required=False, widget=Day(), help_text=N_("Uten dato gjelder det til det oppheves."))
    words = forms.CharField(label=N_("Personens egne ord"), required=False, widget=Words(2))


class ToldForm(Form):
    """When and how she was told."""

    on = forms.DateField(label=N_("Når ble det sagt?"), widget=Day())
    how = forms.CharField(label=N_("Hvordan ble det sagt?"), max_length=200, help_text=N_("For eksempel: på telefon, hjemme, i brev"))


class ReviewForm(Form):
    """Was the reason good enough?"""

    words = forms.CharField(label=N_("Var det grunn god nok til å åpne?"), widget=Words(2, hers=False))


def consent(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What she has said yes and no to, and who can see now, and why."""
    page = around(request, person_id, "team")
    person, sheet, opening = page["person"], Sheet(request), request.opening
    need(page, Part.CONSENT)
    given, closed = relations.consents_of(opening, person.pk), relations.objections_of(opening, person.pk)
    coming, kept = sights.closed_from_later(opening, person.pk), relations.kept_from_parents(opening, person.pk)
    said: list[Any] = [*given, *closed, *coming, *kept]
    for each in said:
        each.holder = _whom(each, hide_place=page["hide_place"])
    page |= _consent_forms(request, sheet, person) if may_write(request.actor, person.pk, Part.CONSENT) else {}
    page |= age.section(request, sheet, person)
    for one in given:
        one.is_theirs = request.actor.kind == "person" and age.is_theirs(page, one)
        one.coming = one.is_coming(request.actor.on)
    for each in coming:
        each.coming = True
    emergencies, read = _emergencies(request, sheet, person.pk)
    if sheet.did(
        "withdraw",
        "lift",
        withhold=lambda data, row: age.withhold(request, page["near"], data),
        told=lambda data, row: access.told_of_reading(one_of(read, row), by=request.actor, **data),
        **_consent_deeds(request, person, given, [*closed, *coming, *kept], emergencies),
    ):
        return redirect("person-consent", person.pk) if sees(request.actor, person.pk, Part.PERSON) else redirect("persons")
    return render(
        request, "person/consent.html",
        page | {
            "given": [one for one in given if not one.is_over(request.actor.on)], "sheet": sheet,
            "ended": [one for one in given if one.is_over(request.actor.on)],
            "closed": closed, "all_closed": [*closed, *coming], "kept": age.by_parent(kept),
            "sights": relations.who_can_see(opening, person.pk), "emergencies": emergencies,
            "card_read": [one for one in read if one.link_id],
            "part_names": PART_NAMES, "kind_names": CONSENT_NAMES, "withheld_names": WITHHELD_NAMES, "own": request.actor.kind == "person",
        },
    )  # fmt: skip


def _whom(one: Any, *, hide_place: bool) -> str:
    """Whom a yes or a no is about, by name; a unit's, a municipality's or a partner's tells where the person lives."""
    if hide_place and getattr(one, "unit", None):
        return gettext("en enhet")
    if hide_place and getattr(one, "municipality", None):
        return gettext("en hel kommune")
    if hide_place and (getattr(one, "to_partner", None) or getattr(one, "partner", None)):
        return gettext("en samarbeidspartner")
    named = (
        getattr(one, kind, None)
        for kind in ("to_partner_member", "to_partner", "to_next_of_kin", "staff", "unit", "municipality", "partner", "next_of_kin")
    )
    holder = next((found for found in named if found), None)
    if holder is not None:
        return str(holder.name)
    kind = getattr(one, "kind", "")
    return getattr(one, "to_words", "") or (gettext(CONSENT_NAMES[ConsentKind(kind)]) if kind else gettext("alle"))


def _consent_forms(request: HttpRequest, sheet: Sheet, person: Any) -> dict[str, Any]:
    own = request.actor.kind == "person"
    # Who acts for her says yes in a name of their own.
    given_by = request.actor.name if request.actor.kind == "representative" else person.name
    share = sheet.form("share", ShareForm, initial={"given_by": given_by})
    if own:
        in_her_voice(
            share, "how", "given_by", "capacity_basis", to=N_("Hvem vil du dele med?"), parts=N_("Hva skal de få se?"),
            purpose=N_("Hvorfor deler du?"),
        )  # fmt: skip
    partners: dict[str, list[tuple[str, str]]] = {}
    for member in members_within_reach(person, request):
        whole = (f"partner:{member.partner.pk}", gettext("alle hos {name}").format(name=member.partner.name))
        group = partners.setdefault(member.partner.name, [whole])
        group.append((f"member:{member.pk}", f"{member.name}, {member.title}"))
    pick(share, "to", [option for group in partners.values() for option in group])
    against = sheet.form("object", ObjectForm)
    if own:
        in_her_voice(against, words=N_("Vil du si noe om det?"))
    pick(against, "against", [(f"{kind}:{row.pk}", name) for kind, row, name in _against(request, person)] + [("all:", gettext("alle"))])
    return {"share": share, "object": against, "writable": True}


def _withdrawn(one: Any, given: list[Any], stands: list[Any], *, was_coming: bool, on: date) -> str:
    """What withdrawing this did, where another yes to the same holds or is coming: she is not to think that all is shut."""
    if stands:
        return gettext("Det nye er trukket. Det som gjelder nå for {name}, gjelder fortsatt.").format(name=one.holder)
    same = ("kind", "to_partner_id", "to_partner_member_id", "to_next_of_kin_id", "to_words")
    coming = [
        each for each in given if each is not one and each.is_coming(on) and all(getattr(each, key) == getattr(one, key) for key in same)
    ]
    if coming and one.kind in (ConsentKind.SHARING, ConsentKind.MANDATE):
        told = gettext("Trukket for {name}. Det nye gjelder fra {day}. Trekk det også hvis det ikke skal gjelde.")
        return told.format(name=one.holder, day=day_year(min(each.since for each in coming)))
    if one.kind != ConsentKind.SHARING:
        return ""
    return (gettext("{name} får ikke se det likevel.") if was_coming else gettext("{name} kan ikke lenger se det.")).format(name=one.holder)


def _against(request: HttpRequest, person: Any) -> list[tuple[str, Any, str]]:
    """Whom the person may close to: workers, units, whole municipalities and partners within reach."""
    numbers = numbers_within_reach(person, request)
    staff = [("staff", s, f"{s.name}, {s.title}") for s in organisation.staff_serving(numbers, on=request.actor.on)]
    units = [("unit", u, u.name) for u in organisation.units_serving(numbers)]
    towns = [
        ("municipality", one, gettext("alle som arbeider for {name}").format(name=one.name))
        for one in organisation.municipalities_behind(numbers)
    ]
    partners = {m.partner.pk: ("partner", m.partner, m.partner.name) for m in members_within_reach(person, request)}
    return [*staff, *units, *towns, *partners.values()]


def _emergencies(request: HttpRequest, sheet: Sheet, person_id: UUID) -> tuple[list[Any], list[Any]]:
    """Each emergency access with its reading, and every reading, with the forms that are this actor's to fill in."""
    found, read = relations.emergencies_of(request.opening, person_id), readings.readings_of(request.opening, person_id)
    tells = request.actor.is_staff and may_write(request.actor, person_id, Part.CONSENT)
    for one in read:
        one.told_form = sheet.form("told", ToldForm, one.pk, initial={"on": request.actor.on}) if tells and not one.told_on else None
    by_relation = {one.relation_id: one for one in read}
    for one in found:
        one.reading = by_relation.get(one.pk)
        mine = bool(request.actor.coordinating_unit_ids) and one.staff_id != request.actor.staff_id
        one.review_form = sheet.form("review", ReviewForm, one.pk) if mine and not one.reviewed_at else None
    return found, read


def _consent_deeds(request: HttpRequest, person: Any, given: list[Any], closed: list[Any], emergencies: list[Any]) -> dict[str, Any]:
    by = request.actor

    def share(data: dict[str, Any], row: str) -> None:
        kind, _, key = data.pop("to").partition(":")
        members = members_within_reach(person, request)
        to = one_of(members, key) if kind == "member" else one_of([m.partner for m in members], key)
        parts = [Part(part) for part in data.pop("parts")]
        said = {"how": ON_HER_PAGE, "given_by": person.name} | data
        given = access.consent(person.pk, kind=ConsentKind.SHARING, to=to, parts=parts, by=by, **said)
        told = gettext("{name} kan se det fra {day}.") if given.is_coming(by.on) else gettext("{name} kan se det nå.")
        messages.success(request, told.format(name=to.name, day=day_year(given.since) if given.since else ""))

    def object_to(data: dict[str, Any], row: str) -> None:
        kind, _, key = data["against"].partition(":")
        holder = {} if kind == "all" else {kind: one_of([r for k, r, _ in _against(request, person) if k == kind], key)}
        part = Part(data["of_part"]) if data["of_part"] else None
        days = {"since": data["since"], "until": data["until"]}
        access.object_to(person.pk, of_part=part, words=data["words"], by=by, **days, **holder)

    def withdraw(data: dict[str, Any], row: str) -> None:
        one = one_of(given, row)
        was_coming = one.is_coming(by.on)
        stands = access.withdraw(one, by=by)
        if said := _withdrawn(one, given, stands, was_coming=was_coming, on=by.on):
            messages.success(request, said)

    return {
        "share": share, "object": object_to,
        "withdraw": withdraw,
        "lift": lambda data, row: access.lift(one_of(closed, row), by=by),
        "review": lambda data, row: access.review_emergency(one_of(emergencies, row), by=by, **data),
    }  # fmt: skip
