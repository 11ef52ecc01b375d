"""What is asked when a meeting is called, moved, held and written up, and when a task is given."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext

from helhet.access import queries as access
from helhet.access.policy import OSLO
from helhet.access.rules import Part
from helhet.organisation.rules import N_
from helhet.people import queries as people
from helhet.team import rules

from .forms import Choices, Clock, Day, Form, ManyChoices, SharedForm, Words
from .person import team_to_choose, tells

_LONG = {30: N_("30 minutter"), 45: N_("45 minutter"), 60: N_("Én time"), 90: N_("Halvannen time"), 120: N_("To timer")}
_VIDEO_HELP = N_("Fra kommunens egen videotjeneste. Lenken begynner med https://.")
_DAYS = {0: N_("Samme dag"), 3: N_("Tre dager"), 7: N_("En uke"), 14: N_("To uker")}


class _When(Form):
    """A day, a time and how long."""

    on = forms.DateField(label=N_("Dag"), widget=Day())
    at = forms.TimeField(label=N_("Klokken"), widget=Clock())
    minutes_long = forms.TypedChoiceField(label=N_("Hvor lenge?"), choices=_LONG.items(), coerce=int, initial=60, widget=Choices)


def instant(data: dict[str, Any]) -> datetime:
    """When it begins, in Norway."""
    return datetime.combine(data["on"], data["at"], OSLO)


class MeetingForm(_When):
    """Call a meeting."""

    kind = forms.ChoiceField(label=N_("Hva slags møte?"), choices=rules.MEETING_NAMES.items(), initial="group", widget=Choices)
    place = forms.CharField(label=N_("Sted"), required=False, max_length=120)
    video = forms.CharField(label=N_("Lenke til videomøte"), required=False, max_length=200, help_text=_VIDEO_HELP)
    invited = forms.MultipleChoiceField(label=N_("Hvem inviteres?"), required=False, widget=ManyChoices)
    others = forms.CharField(
        label=N_("Andre"), required=False, widget=Words(2, hers=False), help_text=N_("Én på hver linje: navn, rolle. Avtal det først.")
    )
    agenda = forms.CharField(label=N_("Det personen vil snakke om"), required=False, widget=Words(2))
    field_order = ("kind", "on", "at", "minutes_long", "place", "video", "invited", "others", "agenda")


class InviteForm(Form):
    """Invite more people."""

    invited = forms.MultipleChoiceField(label=N_("Hvem inviteres?"), required=False, widget=ManyChoices)
    others = forms.CharField(
        label=N_("Andre"), required=False, widget=Words(2, hers=False), help_text=N_("Én på hver linje: navn, rolle. Avtal det først.")
    )


class AgendaForm(Form):
    """One thing to talk about."""

    words = forms.CharField(label=N_("Hva skal det snakkes om?"), widget=Words(2), max_length=500)
    whose = forms.ChoiceField(
        label=N_("Hvem vil snakke om det?"),
        choices=[("hers", N_("Personen selv")), ("ours", N_("En av oss"))],
        initial="hers",
        widget=Choices,
    )


class MoveForm(_When):
    """Another time or place."""

    place = forms.CharField(label=N_("Sted"), required=False, max_length=120)
    video = forms.CharField(label=N_("Lenke til videomøte"), required=False, max_length=200, help_text=_VIDEO_HELP)
    reason = forms.CharField(label=N_("Hvorfor flyttes det?"), max_length=200)


class CancelForm(Form):
    """No meeting after all."""

    reason = forms.CharField(label=N_("Hvorfor avlyses det?"), max_length=200)


class HoldForm(Form):
    """Who came; a yes or no and a reason for each one invited."""

    def ask_about(self, attendances: list[Any]) -> None:
        """Add the questions, one pair for each."""
        for one in attendances:
            came = forms.ChoiceField(
                label=one.name, choices=[("yes", gettext("Kom")), ("no", gettext("Kom ikke"))], widget=Choices,
                initial={True: "yes", False: "no"}.get(one.present, "yes" if one.answer != rules.Coming.NO else "no"),
            )  # fmt: skip
            label = gettext("Grunn, hvis {first} ikke kom").format(first=one.name.split(" ")[0])
            reason = forms.CharField(
                label=label, required=False, max_length=200, initial=one.absent_reason,
                widget=forms.TextInput(attrs={"class": "ds-input"}),
            )  # fmt: skip
            self.fields[f"came_{one.pk}"], self.fields[f"reason_{one.pk}"] = came, reason

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields for each one, for the template."""
        keys = [name.removeprefix("came_") for name in self.fields if name.startswith("came_")]
        return [(self[f"came_{key}"], self[f"reason_{key}"]) for key in keys]


def who_came(data: dict[str, Any], attendances: list[Any]) -> dict[str, Any]:
    """Who came, and why the others did not."""
    said = {one.pk: data[f"came_{one.pk}"] for one in attendances}
    absent = {key: data[f"reason_{key}"] for key, answer in said.items() if answer == "no"}
    return {"came": {key for key, answer in said.items() if answer == "yes"}, "absent": absent}


class DecideForm(Form):
    """What the meeting decided: an action in the plan, or a task."""

    becomes = forms.ChoiceField(
        label=N_("Beslutningen er"),
        choices=[("action", N_("Et tiltak i planen")), ("task", N_("En oppgave for en av oss"))],
        widget=Choices,
    )
    what = forms.CharField(label=N_("Hva skal gjøres?"), widget=Words(2, hers=False))
    to = forms.ChoiceField(label=N_("Hvem gjør det?"))
    due = forms.DateField(label=N_("Innen"), required=False, widget=Day(), help_text=N_("En oppgave trenger en dag."))
    goal = forms.ChoiceField(label=N_("Hvilket mål?"), required=False, help_text=N_("For tiltak i planen."))
    how = forms.CharField(label=N_("Hvordan?"), required=False, widget=Words(2, hers=False), help_text=N_("For tiltak i planen."))
    extent = forms.CharField(
        label=N_("Hvor mye?"), required=False, max_length=120, help_text=N_("For tiltak i planen, for eksempel: to dager i uken")
    )

    def clean(self) -> dict[str, Any]:
        """A task has a day; an action may have one."""
        data: dict[str, Any] = super().clean()
        if data.get("becomes", "task") == "task" and not data.get("due") and "due" not in self.errors:
            self.add_error("due", gettext("Skriv hvilken dag oppgaven skal være gjort."))
        return data


class MinutesForm(SharedForm):
    """The minutes' text."""

    summary = forms.CharField(label=N_("Referat"), required=False, widget=Words(6, hers=False))


class OpenMinutesForm(Form):
    """Take shared minutes back."""

    reason = forms.CharField(label=N_("Hva skal rettes?"), max_length=200)


class TaskForm(Form):
    """What, who, by when, and whose it becomes when nobody has done it."""

    what = forms.CharField(label=N_("Hva skal gjøres?"), widget=Words(2, hers=False))
    to = forms.ChoiceField(label=N_("Hvem gjør det?"))
    due = forms.DateField(label=N_("Innen"), widget=Day())
    escalates_to = forms.ChoiceField(label=N_("Hvem følger opp hvis det ikke blir gjort?"), required=False)
    escalate_after_days = forms.TypedChoiceField(
        label=N_("Hvor lenge etter fristen?"), choices=_DAYS.items(), coerce=int, initial=rules.ESCALATE_AFTER_DAYS, widget=Choices
    )


class FinishForm(Form):
    """It is done."""

    words = forms.CharField(label=N_("Hvordan gikk det?"), required=False, widget=Words(2, hers=False))


class PostponeForm(Form):
    """Another day."""

    due = forms.DateField(label=N_("Ny frist"), widget=Day())
    reason = forms.CharField(label=N_("Hvorfor?"), max_length=200)


class DropForm(Form):
    """It shall not be done."""

    reason = forms.CharField(label=N_("Hvorfor skal det ikke gjøres?"), max_length=200)


def around_her(request: HttpRequest, page: dict[str, Any]) -> dict[str, rules.Who]:
    """Who may be invited, by a key for the form: the one who asks, the team with or without accounts, next of kin."""
    found: dict[str, rules.Who] = {}
    if request.actor.staff_id:
        found[f"staff:{request.actor.staff_id}"] = rules.Who(request.actor.name, staff_id=request.actor.staff_id)
    for one in team_to_choose(request, page):
        if one.staff:
            found[f"staff:{one.staff_id}"] = rules.Who(one.staff.name, one.function or one.staff.title, staff_id=one.staff_id)
        else:
            found |= _partner(one)
    for kin in tells(page, people.kin_of(request.opening, page["person"].pk)):
        found[f"kin:{kin.pk}"] = rules.Who(kin.name, kin.relation, next_of_kin_id=kin.pk)
    return found


def _partner(one: Any) -> dict[str, rules.Who]:
    member = one.partner_member
    function = f"{one.function or member.title}, {member.partner.name}"
    return {f"partner:{member.pk}": rules.Who(member.name, function, partner_member_id=member.pk)}


def _colleagues(request: HttpRequest, person_id: UUID) -> Iterable[Any]:
    return access.staff_around(request.actor, person_id, Part.TASKS)


def who_may_do(request: HttpRequest, page: dict[str, Any]) -> dict[str, rules.Who]:
    """Who may be given a task: colleagues who can open the record, and partners in the team."""
    person_id = page["person"].pk
    found = {f"staff:{one.pk}": rules.Who(one.name, one.title, staff_id=one.pk) for one in _colleagues(request, person_id)}
    for one in team_to_choose(request, page, partners=True):
        found |= _partner(one)
    return found


def read_others(text: str) -> list[rules.Who]:
    """«Navn, rolle», one a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:20]
    return [rules.Who(name.strip()[:120], function.strip()[:120]) for name, _, function in (line.partition(",") for line in lines)]
