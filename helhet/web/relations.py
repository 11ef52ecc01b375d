"""Who is around a person and why: the team, the coordinator, emergency access."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access.log import Opening
from helhet.access.policy import NotVisible, may_write
from helhet.access.rules import (
    COORDINATING_ROLES,
    EMERGENCY_HOURS,
    ROLE_NAMES,
    TEAM_ROLES,
    Part,
    Role,
)
from helhet.cases import actions as case_actions
from helhet.cases import queries as cases
from helhet.cases.rules import OfferOf, Span, days_without
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.people import actions as people

from .forms import Choices, Day, Form, Words
from .keeping import say_whom
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
    pick(
        made["partner_in"], "member", [(str(m.pk), f"{m.name}, {m.title}, {m.partner.name}") for m in members_within_reach(person, request)]
    )
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


def members_within_reach(person: Any, request: HttpRequest) -> list[Any]:
    """The members of partners whoever asks may choose among."""
    return list(organisation.members_serving(numbers_within_reach(person, request)))


def numbers_within_reach(person: Any, request: HttpRequest) -> set[str]:
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
        member = one_of(members_within_reach(person, request), data["member"])
        ground = N_("kontaktinformasjon, uten innsyn")
        access.open_relation(key, role=Role.PARTNER, ground=ground, partner_member=member, function=data["function"] or member.title, by=by)

    def away(data: dict[str, Any], row: str) -> None:
        staff = _roles(found)[Role.COORDINATOR].staff
        deputy = colleague(request, data["deputy"])
        say_whom(request, case_actions.away(staff, by=by, **data | {"deputy": deputy}), deputy.name)

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
