"""Who is around a person and why: the team, the coordinator, consent and objection, emergency access."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access import readings
from helhet.access.deciding import WITHHELD_NAMES
from helhet.access.log import Opening
from helhet.access.policy import NotVisible, may_write, sees
from helhet.access.rules import (
    CONSENT_NAMES,
    COORDINATING_ROLES,
    EMERGENCY_HOURS,
    PART_NAMES,
    ROLE_NAMES,
    SHAREABLE,
    TEAM_ROLES,
    ConsentKind,
    Part,
    Role,
)
from helhet.cases import actions as case_actions
from helhet.cases import queries as cases
from helhet.cases.rules import OfferOf, Span, days_without
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.people import actions as people

from . import age
from .doors import need
from .forms import ON_HER_PAGE, Choices, Day, Form, ManyChoices, Words, in_her_voice
from .person import around
from .sheet import Sheet, one_of, pick


def colleague_options(request: HttpRequest) -> list[tuple[str, str]]:
    """The colleagues to choose among, with title and place."""
    return [(str(s.pk), f"{s.name}, {s.title}, {s.municipality.name}") for s in organisation.colleagues(request.actor)]


def colleague(request: HttpRequest, key: str) -> Any:
    """The chosen colleague. Raises `NotVisible` for anybody else."""
    return one_of(organisation.colleagues(request.actor), key)


class CoordinatorForm(Form):
    """Who, and why when there was another."""

    staff = forms.ChoiceField(label=N_("Hvem?"))
    reason = forms.CharField(label=N_("Hvorfor byttes koordinatoren?"), max_length=200, widget=Words(2, hers=False))
    address_how = forms.CharField(
        label=N_("Får koordinatoren vite adressen?"), required=False, max_length=200,
        help_text=N_("Adressen er beskyttet. Skriv hvordan personen sa ja, eller la feltet stå tomt."),
    )  # fmt: skip


class LetInForm(Form):
    """A colleague into the team."""

    staff = forms.ChoiceField(label=N_("Hvem?"))
    role = forms.ChoiceField(
        label=N_("Som hva?"), choices=[(r, ROLE_NAMES[r]) for r in TEAM_ROLES], initial=Role.TEAM_MEMBER, widget=Choices
    )  # fmt: skip
    function = forms.CharField(label=N_("Hva skal den nye hjelpe med?"), required=False, max_length=120, help_text=N_("Med vanlige ord"))


class PartnerInForm(Form):
    """Somebody outside into the team, as a telephone to ring; what they may see is a consent of its own."""

    member = forms.ChoiceField(label=N_("Hvem?"))
    function = forms.CharField(label=N_("Hva hjelper de med?"), required=False, max_length=120, help_text=N_("Med vanlige ord"))


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=N_("Hvorfor?"), max_length=200)


class AddressForm(Form):
    """The person's yes."""

    how = forms.CharField(label=N_("Hvordan sa personen ja?"), max_length=200)


class AwayForm(Form):
    """The coordinator is away."""

    since = forms.DateField(label=N_("Første dag borte"), widget=Day())
    until = forms.DateField(label=N_("Siste dag borte"), widget=Day())
    deputy = forms.ChoiceField(label=N_("Hvem er stedfortreder?"))


def team(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The people around the person, with telephone; let somebody in, end, appoint and replace."""
    page = around(request, person_id, "team")
    person, sheet = page["person"], Sheet(request)
    found = relations.team_of(request.opening, person.pk)
    page |= _team_forms(request, sheet, person, found) if may_write(request.actor, person.pk, Part.PERSON) else {}
    if sheet.did("no_address", **_team_deeds(request, person, found)):
        return redirect("person-team", person.pk)
    return render(request, "person/team_page.html", page | _coordinated(request.opening, person, found) | {"team": found, "sheet": sheet})


def _team_forms(request: HttpRequest, sheet: Sheet, person: Any, found: list[Any]) -> dict[str, Any]:
    people_here = colleague_options(request)
    made: dict[str, Any] = {}
    for name, role in (("coordinator", Role.COORDINATOR), ("child_coordinator", Role.CHILD_COORDINATOR)):
        form = made[f"{name}_form"] = sheet.form(name, CoordinatorForm)
        pick(form, "staff", people_here)
        if role not in _roles(found):
            del form.fields["reason"]
        if not person.grade:
            del form.fields["address_how"]
        made[f"{name}_end"] = sheet.form(f"end_{name}", ReasonForm)
    made["let_in"], made["partner_in"] = sheet.form("let_in", LetInForm), sheet.form("partner_in", PartnerInForm)
    pick(made["let_in"], "staff", people_here)
    pick(made["partner_in"], "member", [(str(m.pk), f"{m.name}, {m.title}, {m.partner.name}") for m in _members(person, request)])
    made["away"] = sheet.form("away", AwayForm)
    pick(made["away"], "deputy", people_here)
    for one in found:
        one.may_end = one.role not in (*COORDINATING_ROLES, Role.DEPUTY)
        one.end_form = sheet.form("end", ReasonForm, one.pk) if one.may_end else None
        one.address_form = sheet.form("address", AddressForm, one.pk) if person.grade and one.staff_id else None
    return made | {"writable": True}


def _roles(found: list[Any]) -> dict[str, Any]:
    """Everybody in the team by each role they hold."""
    return {relation.role: relation for one in found for relation in (one, *one.also)}


def _members(person: Any, request: HttpRequest) -> list[Any]:
    return list(organisation.members_serving(_within_reach(person, request)))


def _within_reach(person: Any, request: HttpRequest) -> set[str]:
    """Where whoever asks works, with those they work together with: nothing to choose among tells where the person lives."""
    return organisation.together_with(request.actor.municipality_numbers) if request.actor.is_staff else {person.municipality_id}


def _team_deeds(request: HttpRequest, person: Any, found: list[Any]) -> dict[str, Any]:
    by, key = request.actor, person.pk

    def appoint(role: Role) -> Any:
        def deed(data: dict[str, Any], row: str) -> None:
            does = case_actions.replace if "reason" in data else case_actions.appoint
            does(key, role=role, by=by, **data | {"staff": colleague(request, data["staff"])})

        return deed

    def let_in(data: dict[str, Any], row: str) -> None:
        staff = colleague(request, data["staff"])
        access.open_relation(
            key, role=Role(data["role"]), ground=N_("helsepersonelloven § 25"), staff=staff, function=data["function"] or staff.title, by=by
        )  # fmt: skip

    def partner_in(data: dict[str, Any], row: str) -> None:
        member = one_of(_members(person, request), data["member"])
        ground = N_("kontaktinformasjon, uten innsyn")
        access.open_relation(key, role=Role.PARTNER, ground=ground, partner_member=member, function=data["function"] or member.title, by=by)

    def away(data: dict[str, Any], row: str) -> None:
        staff = _roles(found)[Role.COORDINATOR].staff
        count = case_actions.away(staff, by=by, **data | {"deputy": colleague(request, data["deputy"])})
        messages.success(request, gettext("Fraværet er lagt inn. Stedfortrederen har overtatt for alle {count}.").format(count=count))

    return {
        "coordinator": appoint(Role.COORDINATOR), "child_coordinator": appoint(Role.CHILD_COORDINATOR),
        "end_coordinator": lambda data, row: case_actions.step_down(key, by=by, **data),
        "end_child_coordinator": lambda data, row: case_actions.step_down(key, role=Role.CHILD_COORDINATOR, by=by, **data),
        "let_in": let_in, "partner_in": partner_in, "away": away,
        "end": lambda data, row: access.end_relation(one_of(found, row), by=by, **data),
        "address": lambda data, row: access.let_see_address(one_of(found, row), by=by, **data),
        "no_address": lambda data, row: access.stop_seeing_address(one_of(found, row), by=by),
    }  # fmt: skip


def _coordinated(opening: Opening, person: Any, found: list[Any]) -> dict[str, Any]:
    """Who coordinates now, everybody who has, and the days when nobody did."""
    periods = relations.coordinating(opening, person.pk)
    mine = [p for p in periods if p.role in (Role.COORDINATOR, Role.DEPUTY) and p.since <= opening.actor.at]
    begins = [p.since for p in mine]
    gaps = days_without([Span(p.since, p.until) for p in mine], since=min(begins), at=opening.actor.at) if begins else []
    now = _roles(found)
    someone = now.keys() & {Role.COORDINATOR, Role.DEPUTY}
    return {
        "coordinator": now.get(Role.COORDINATOR), "child_coordinator": now.get(Role.CHILD_COORDINATOR), "deputy": now.get(Role.DEPUTY),
        "periods": sorted(_told(periods, gaps, opening.actor.at), key=lambda one: one["since"], reverse=True),
        "said_yes": None if someone else cases.said_yes_to(opening, person.pk, OfferOf.COORDINATOR),
    }  # fmt: skip


def _told(periods: list[Any], gaps: list[tuple[datetime, datetime]], at: datetime) -> list[dict[str, Any]]:
    spans = [{"since": p.since, "until": p.until, "relation": p} for p in periods]
    return spans + [{"since": since, "until": None if until >= at else until, "relation": None} for since, until in gaps]


class ShareForm(Form):
    """A yes to sharing, in her own choice of parts."""

    to = forms.ChoiceField(label=N_("Hvem deles det med?"))
    parts = forms.MultipleChoiceField(
        label=N_("Hva får de se?"), choices=[(part, PART_NAMES[part]) for part in SHAREABLE], widget=ManyChoices,
        help_text=N_("De får også se navn og telefon. Journalen deles aldri på denne måten."),
    )  # fmt: skip
    purpose = forms.CharField(label=N_("Hvorfor deles det?"), max_length=200)
    how = forms.CharField(label=N_("Hvordan sa personen ja?"), max_length=60, help_text=N_("For eksempel: muntlig i samtale, på papir"))
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
    kept = relations.kept_from_parents(opening, person.pk)
    for one in (*given, *closed, *kept):
        one.holder = _whom(one, hide_place=page["hide_place"])
    page |= _consent_forms(request, sheet, person) if may_write(request.actor, person.pk, Part.CONSENT) else {}
    page |= age.section(request, sheet, person)
    for one in given:
        one.is_theirs = request.actor.kind == "person" and age.is_theirs(page, one)
    emergencies, read = _emergencies(request, sheet, person.pk)
    if sheet.did(
        "withdraw",
        "lift",
        withhold=lambda data, row: age.withhold(request, page["near"], data),
        told=lambda data, row: access.told_of_reading(one_of(read, row), by=request.actor, **data),
        **_consent_deeds(request, person, given, [*closed, *kept], emergencies),
    ):
        return redirect("person-consent", person.pk) if sees(request.actor, person.pk, Part.PERSON) else redirect("persons")
    return render(
        request, "person/consent.html",
        page | {
            "given": [one for one in given if one.runs(request.actor.on)], "sheet": sheet,
            "ended": [one for one in given if not one.runs(request.actor.on)],
            "closed": closed, "kept": age.by_parent(kept), "sights": relations.who_can_see(opening, person.pk), "emergencies": emergencies,
            "card_read": [one for one in read if one.link_id],
            "part_names": PART_NAMES, "kind_names": CONSENT_NAMES, "withheld_names": WITHHELD_NAMES, "own": request.actor.kind == "person",
        },
    )  # fmt: skip


def _whom(one: Any, *, hide_place: bool) -> str:
    """Whom a yes or a no is about, by name; a unit's own name tells where the person lives."""
    if hide_place and getattr(one, "unit", None):
        return gettext("en enhet")
    named = (
        getattr(one, kind, None)
        for kind in ("to_partner_member", "to_partner", "to_next_of_kin", "staff", "unit", "partner", "next_of_kin")
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
    for member in _members(person, request):
        whole = (f"partner:{member.partner.pk}", gettext("alle hos {name}").format(name=member.partner.name))
        group = partners.setdefault(member.partner.name, [whole])
        group.append((f"member:{member.pk}", f"{member.name}, {member.title}"))
    pick(share, "to", [option for group in partners.values() for option in group])
    against = sheet.form("object", ObjectForm)
    if own:
        in_her_voice(against, words=N_("Vil du si noe om det?"))
    pick(against, "against", [(f"{kind}:{row.pk}", name) for kind, row, name in _against(request, person)] + [("all:", gettext("alle"))])
    return {"share": share, "object": against, "writable": True}


def _against(request: HttpRequest, person: Any) -> list[tuple[str, Any, str]]:
    """Whom the person may close to: workers, units and partners within reach."""
    numbers = _within_reach(person, request)
    staff = [("staff", s, f"{s.name}, {s.title}") for s in organisation.staff_serving(numbers, on=request.actor.on)]
    units = [("unit", u, u.name) for u in organisation.units_serving(numbers)]
    partners = {m.partner.pk: ("partner", m.partner, m.partner.name) for m in _members(person, request)}
    return [*staff, *units, *partners.values()]


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
        members = _members(person, request)
        to = one_of(members, key) if kind == "member" else one_of([m.partner for m in members], key)
        parts = [Part(part) for part in data.pop("parts")]
        said = {"how": ON_HER_PAGE, "given_by": person.name} | data
        access.consent(person.pk, kind=ConsentKind.SHARING, to=to, parts=parts, by=by, **said)
        messages.success(request, gettext("{name} kan se det nå.").format(name=to.name))

    def object_to(data: dict[str, Any], row: str) -> None:
        kind, _, key = data["against"].partition(":")
        holder = {} if kind == "all" else {kind: one_of([r for k, r, _ in _against(request, person) if k == kind], key)}
        part = Part(data["of_part"]) if data["of_part"] else None
        access.object_to(person.pk, of_part=part, words=data["words"], by=by, **holder)

    def withdraw(data: dict[str, Any], row: str) -> None:
        one = one_of(given, row)
        access.withdraw(one, by=by)
        if one.kind == ConsentKind.SHARING:
            messages.success(request, gettext("{name} kan ikke lenger se det.").format(name=one.holder))

    return {
        "share": share, "object": object_to,
        "withdraw": withdraw,
        "lift": lambda data, row: access.lift(one_of(closed, row), by=by),
        "review": lambda data, row: access.review_emergency(one_of(emergencies, row), by=by, **data),
    }  # fmt: skip


class EmergencyForm(Form):
    """The whole number, and why it cannot wait."""

    identifier = forms.CharField(
        label=N_("Hele fødselsnummeret, D-nummeret eller hjelpenummeret"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    reason = forms.CharField(label=N_("Hvorfor kan det ikke vente?"), widget=Words(3, hers=False))


def emergency(request: HttpRequest) -> HttpResponse:
    """Open a record in an emergency: by the whole number, with a weighty reason, seen by her and looked through after."""
    if request.actor.staff_id is None:
        raise NotVisible
    sheet = Sheet(request)
    form = sheet.form("emergency", EmergencyForm)
    if sheet.did(emergency=lambda data, row: people.emergency(number=data["identifier"], reason=data["reason"], by=request.actor)):
        return redirect("person", sheet.result.pk)
    until = request.actor.at + timedelta(hours=EMERGENCY_HOURS)
    return render(request, "person/emergency.html", {"form": form, "until": until, "place": "persons"})
