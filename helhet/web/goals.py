"""Goals and actions: written together, evaluated, and both texts kept when two write at once."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.rules import Part
from helhet.cases import queries as cases
from helhet.cases.rules import LEGAL_BASES, LIFE_AREA_NAMES
from helhet.organisation.rules import N_
from helhet.people import queries as people
from helhet.plans import actions, queries, rules

from .forms import Choices, Day, Form, SharedForm, Words, beside, carried_out, in_her_voice, kept
from .person import around, team_to_choose, tells
from .plans import plan_of
from .templatetags.helhet import day_year, plan_url, said

_WEEKS = {28: N_("Hver fjerde uke"), 56: N_("Hver åttende uke"), 91: N_("Hvert kvartal"), 182: N_("Hvert halvår")}
_SETTINGS = ("life_area", "importance", "look_again_days")
_STEP_LABELS = (N_("Mye dårligere"), N_("Litt dårligere"), N_("Som ventet"), N_("Litt bedre"), N_("Mye bedre"))


class GoalForm(SharedForm):
    """What she wants, in her words; the professional's wording beside; five steps for those who use them."""

    words = forms.CharField(label=N_("Målet, med personens egne ord"), widget=Words(2))
    professional = forms.CharField(label=N_("Faglig formulering"), required=False, widget=Words(2, hers=False))
    strengths = forms.CharField(label=N_("Det som kan hjelpe på veien"), required=False, widget=Words(2))
    life_area = forms.ChoiceField(label=N_("Livsområde"), required=False, choices=LIFE_AREA_NAMES.items(), widget=Choices)
    importance = forms.TypedChoiceField(
        label=N_("Hvor viktig er det for personen?"), coerce=int, empty_value=None, required=False, choices=rules.IMPORTANCE_NAMES.items(),
        widget=Choices,
    )  # fmt: skip
    look_again_days = forms.TypedChoiceField(
        label=N_("Når ser dere på målet?"), coerce=int, choices=_WEEKS.items(), initial=rules.LOOK_AGAIN_DAYS, widget=Choices
    )
    step_0 = forms.CharField(label=_STEP_LABELS[0], required=False, max_length=80)
    step_1 = forms.CharField(label=_STEP_LABELS[1], required=False, max_length=80)
    step_2 = forms.CharField(label=_STEP_LABELS[2], required=False, max_length=80)
    step_3 = forms.CharField(label=_STEP_LABELS[3], required=False, max_length=80)
    step_4 = forms.CharField(label=_STEP_LABELS[4], required=False, max_length=80)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def texts(self) -> dict[str, Any]:
        """The texts as the domain takes them."""
        data = self.cleaned_data
        steps = [data[f"step_{n}"].strip() for n in range(5)]
        said = {name: data[name] for name in ("words", "professional", "strengths") if name in data}
        return said | {"scale": steps if any(steps) else []}

    @property
    def settings(self) -> dict[str, Any]:
        """What is not text, as far as it was asked."""
        return {name: self.cleaned_data[name] for name in _SETTINGS if name in self.cleaned_data}

    @property
    def steps(self) -> list[Any]:
        """The five step fields, for the template."""
        return [self[f"step_{n}"] for n in range(5)]


def _initial(goal: Any) -> dict[str, Any]:
    own = {f"step_{n}": text for n, text in enumerate(goal.scale)} if goal.scale else {}
    named = {name: getattr(goal, name) for name in ("words", "professional", "strengths")}
    return {**named, **own, **beside({name: getattr(goal, name) for name in _SETTINGS}), "based_on": goal.revision}


def _asked(request: HttpRequest, form: Form) -> Form:
    """Herself is asked for less, and as herself."""
    if request.actor.kind != "person":
        return form
    return in_her_voice(
        form, "professional", "life_area", words=N_("Målet ditt, med dine egne ord"), importance=N_("Hvor viktig er det for deg?"),
        look_again_days=N_("Når vil du se på målet igjen?"),
    )  # fmt: skip


def new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A new goal."""
    page = around(request, person_id, "plan")
    plan = plan_of(request, page, _plan_key(request))
    form = _asked(request, kept(GoalForm, request, f"goal-new:{plan.pk}"))
    if carried_out(form, request, lambda data: actions.add_goal(plan, by=request.actor, **form.settings, **form.texts)):
        return redirect(plan_url("plan", plan))
    return render(request, "plans/goal_form.html", page | {"plan": plan, "form": form, "heading": gettext("Nytt mål")})


def _plan_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("plan", ""))
    except ValueError:
        return None


def goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Write a goal anew. When somebody else wrote the same meanwhile, both texts are kept and shown."""
    found = queries.open_goal(request.opening, goal_id)
    page = around(request, found.plan.person_id, "plan")
    tells(page, [found])
    form = _asked(request, kept(GoalForm, request, f"goal:{found.pk}", initial=_initial(found)))

    def write(data: dict[str, Any]) -> Any:
        actions.set_goal(found, by=request.actor, seen=data["seen"], **form.settings)
        return actions.write_goal(found, based_on=data["based_on"] or found.revision, by=request.actor, **form.texts)

    if carried_out(form, request, write):
        waits = form.result.state == "waiting"
        return redirect("wording", form.result.pk) if waits else redirect(plan_url("plan", found.plan))
    written = queries.wordings_of(request.opening, found)
    return render(
        request, "plans/goal_form.html",
        page | {"plan": found.plan, "form": form, "goal": found, "wordings": written, "heading": gettext("Målet")},
    )  # fmt: skip


_CHOICES = {"keep": N_("Det som står"), "other": N_("Den andre teksten"), "both": N_("En ny tekst, skrevet av begge")}
_NAMES = {
    "words": N_("Målet"), "professional": N_("Faglig formulering"), "strengths": N_("Det som kan hjelpe på veien"),
    "scale": N_("Fem trinn med egne ord"),
}  # fmt: skip


class ChooseForm(Form):
    """What shall stand of each text that two have written."""

    def __init__(self, *args: Any, differ: list[tuple[str, Any, Any]], **kwargs: Any) -> None:
        for name, standing, other in differ:
            self._ask(name, standing, other)
        super().__init__(*args, **kwargs)
        self.differ = differ

    def _ask(self, name: str, standing: Any, other: Any) -> None:
        # The five steps are chosen whole: half of one scale and half of another measures nothing.
        choices = [(key, text) for key, text in _CHOICES.items() if key != "both" or name != "scale"]
        own = {f"choice_{name}": forms.ChoiceField(label=N_("Hva skal stå?"), widget=forms.RadioSelect, choices=choices)}
        if name != "scale":
            both = "\n".join(filter(None, [standing, other]))
            own[f"text_{name}"] = forms.CharField(label=N_("Den nye teksten"), required=False, initial=both, widget=Words(3))
        self.base_fields = {**self.base_fields, **own}

    @property
    def asked(self) -> list[tuple[str, Any, Any, list[Any]]]:
        """Each text that differs: its name, what stands, what waits, and the fields that ask about it."""
        return [
            (
                _NAMES[name],
                _as_text(standing),
                _as_text(other),
                [self[key] for key in (f"choice_{name}", f"text_{name}") if key in self.fields],
            )
            for name, standing, other in self.differ
        ]

    @property
    def texts(self) -> dict[str, Any]:
        """What shall stand instead of what stands, by field."""
        data = self.cleaned_data
        said = {name: (data[f"choice_{name}"], other) for name, _, other in self.differ}
        return {name: other if choice == "other" else data[f"text_{name}"] for name, (choice, other) in said.items() if choice != "keep"}


def _as_text(told: Any) -> str:
    return " · ".join(told) if isinstance(told, list) else told


def wording(request: HttpRequest, wording_id: UUID) -> HttpResponse:
    """Two wrote at once: both texts side by side, and a person chooses."""
    found = queries.open_wording(request.opening, wording_id)
    page = around(request, found.goal.plan.person_id, "plan")
    form = kept(ChooseForm, request, f"wording:{found.pk}", differ=queries.contested(request.opening, found))
    if carried_out(form, request, lambda data: actions.choose(found, texts=form.texts, by=request.actor)):
        return redirect(plan_url("plan", found.goal.plan))
    return render(request, "plans/wording.html", page | {"wording": found, "form": form})


class EvaluateForm(Form):
    """How it goes, on a scale she understands."""

    outcome = forms.TypedChoiceField(label=N_("Hvordan går det?"), coerce=int, widget=forms.RadioSelect)
    said_by = forms.ChoiceField(label=N_("Hvem sier det?"), choices=rules.SAID_BY_NAMES.items(), initial="person", widget=Choices)
    relative = forms.CharField(
        label=N_("Hvem av de pårørende?"), help_text=N_("Når en pårørende sier det."), required=False, max_length=120
    )
    words = forms.CharField(label=N_("Med egne ord"), required=False, widget=Words(3))
    what_helped = forms.CharField(label=N_("Hva hjalp?"), required=False, widget=Words(2))
    next_step = forms.CharField(label=N_("Hva er neste steg?"), required=False, widget=Words(2, hers=False))
    with_whom = forms.CharField(label=N_("Sammen med"), required=False, max_length=160)
    look_again_on = forms.DateField(label=N_("Da ser vi på målet igjen"), required=False, widget=Day())

    def clean(self) -> dict[str, Any]:
        """What a relative says stands under the relative's name, not under that of whoever wrote it down."""
        data = self.cleaned_data
        if data.get("said_by") == rules.SaidBy.RELATIVE and not data.get("relative", "").strip():
            self.add_error("relative", gettext("Skriv hvem av de pårørende som sier det."))
        return data


def _steps(goal: Any) -> list[tuple[int, str]]:
    """The five steps in our words, with her own beside where the goal has a scale."""
    own = goal.scale or [""] * 5
    return [(level, ": ".join(filter(None, [gettext(rules.OUTCOME_NAMES[level]), own[level + 2]]))) for level in range(-2, 3)]


def evaluate(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Say how it goes with a goal: she alone, or together."""
    found = queries.open_goal(request.opening, goal_id)
    page = around(request, found.plan.person_id, "plan")
    own = request.actor.kind == "person"
    form = kept(EvaluateForm, request, f"evaluate:{found.pk}")
    form.fields["outcome"].choices = _steps(found)
    if own:
        for name in ("said_by", "relative", "next_step", "with_whom"):
            del form.fields[name]

    def evaluate(data: dict[str, Any]) -> None:
        relative, said_by = data.pop("relative", "").strip(), data.pop("said_by", "person")
        name = {"person": page["person"].first, "relative": relative}.get(said_by, request.actor.name)
        actions.evaluate(found, said_by=said_by, said_by_name=name, by=request.actor, **data)

    if carried_out(form, request, evaluate):
        messages.success(request, gettext("Takk. Det står i planen nå."))
        return redirect("my-day") if own else redirect(plan_url("plan", found.plan))
    last = queries.last_said_of(request.opening, found)
    return render(request, "plans/evaluate.html", page | {"form": form, "goal": found, "last": last, "own": own})


class EndForm(Form):
    """How it went."""

    words = forms.CharField(label=N_("Hvordan gikk det, med personens egne ord?"), required=False, widget=Words(3))


def end(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """The goal is reached, or is no longer hers: it is asked about no more, and can be read."""
    found = queries.open_goal(request.opening, goal_id)
    page = around(request, found.plan.person_id, "plan")
    form = kept(EndForm, request, f"goal-end:{found.pk}")
    if request.actor.kind == "person":
        in_her_voice(form, words=N_("Hvordan gikk det, med dine egne ord?"))
    if carried_out(form, request, lambda data: actions.end_goal(found, by=request.actor, **data)):
        messages.success(request, gettext("Målet er avsluttet. Det står under planen, med det dere skrev."))
        return redirect(plan_url("plan", found.plan))
    tells(page, [found])
    heading = gettext("Avslutt målet «{words}»").format(words=found.words)
    return render(
        request, "plans/form.html", page | {"plan": found.plan, "form": form, "heading": heading, "button": gettext("Avslutt målet")}
    )


class ActionForm(SharedForm):
    """Who does what, how, how much, by when."""

    what = forms.CharField(label=N_("Hva skal gjøres?"), widget=Words(2, hers=False))
    responsible = forms.ChoiceField(label=N_("Hvem gjør det?"))
    goal = forms.ChoiceField(label=N_("Hvilket mål?"), required=False)
    how = forms.CharField(label=N_("Hvordan?"), required=False, widget=Words(2, hers=False))
    extent = forms.CharField(label=N_("Hvor mye?"), help_text=N_("For eksempel: to dager i uken"), required=False, max_length=120)
    when = forms.CharField(label=N_("Når?"), help_text=N_("For eksempel: hver dag, annenhver tirsdag"), required=False, max_length=120)
    due = forms.DateField(label=N_("Senest"), required=False, widget=Day())
    state = forms.ChoiceField(label=N_("Status"), choices=rules.ACTION_STATE_NAMES.items(), initial="agreed", widget=Choices)
    granted = forms.ChoiceField(
        label=N_("Trengs det et vedtak?"),
        help_text=N_("Et ønske er ikke et vedtak."),
        choices=rules.GRANTED_NAMES.items(),
        initial="none",
        widget=Choices,
    )
    decision_id = forms.ChoiceField(label=N_("Hvilket vedtak?"), help_text=N_("Når det er vedtatt."), required=False)

    def clean_decision_id(self) -> UUID | None:
        """The key of a decision about her, or none."""
        return UUID(self.cleaned_data["decision_id"]) if self.cleaned_data["decision_id"] else None


def responsible_choices(request: HttpRequest, page: dict[str, Any]) -> dict[str, rules.Responsible]:
    """Whom an action can stand on: the person herself, her kin, and the team, by a key for the form."""
    person = page["person"]
    found = {"person": rules.Responsible("person", person.first)}
    for kin in tells(page, people.kin_of(request.opening, person.pk)):
        found[f"kin:{kin.pk}"] = rules.Responsible("kin", f"{kin.name}, {kin.relation.lower()}")
    for one in team_to_choose(request, page):
        if one.staff:
            found[f"staff:{one.staff_id}"] = rules.Responsible("staff", one.staff.name, staff_id=one.staff_id)
        else:
            name = f"{one.partner_member.name}, {one.partner_member.partner.name}"
            found[f"partner:{one.partner_member_id}"] = rules.Responsible("partner", name, partner_member_id=one.partner_member_id)
    return found


def action_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A new action."""
    page = around(request, person_id, "plan")
    plan = plan_of(request, page, _plan_key(request))
    who = responsible_choices(request, page)
    form = kept(ActionForm, request, f"action-new:{plan.pk}", initial={"goal": request.GET.get("mal", "")})
    goals = _fill(form, who, tells(page, queries.goals_of(request.opening, plan)))
    _pick_decision(form, request, page)

    def add(data: dict[str, Any]) -> None:
        chosen, goal_key, _ = who[data.pop("responsible")], data.pop("goal"), data.pop("seen")
        actions.add_action(plan, responsible=chosen, goal=goals.get(goal_key), by=request.actor, **data)

    if carried_out(form, request, add):
        return redirect(plan_url("plan", plan))
    heading = gettext("Nytt tiltak")
    return render(request, "plans/form.html", page | {"plan": plan, "form": form, "heading": heading, "button": gettext("Legg til")})


def _pick_decision(form: Form, request: HttpRequest, page: dict[str, Any]) -> None:
    """What has been decided for her, for whoever may see it."""
    with request.opening.weighing():
        found = cases.decisions_of(request.opening, page["person"].pk) if Part.CASE in page["parts"] else []
    tells(page, found)
    if not found:
        del form.fields["decision_id"]
        return
    named = [(str(one.pk), f"{gettext(one.basis.name).capitalize()}, {day_year(one.decided_on)}") for one in found]
    form.fields["decision_id"].choices = [("", gettext("Ingen")), *named]


def _fill(form: Form, who: dict[str, rules.Responsible], found: list[Any]) -> dict[str, Any]:
    goals = {str(one.pk): one for one in found}
    form.fields["responsible"].choices = [(key, one.name) for key, one in who.items()]
    form.fields["goal"].choices = [("", gettext("Hele planen")), *((key, said(one.words)) for key, one in goals.items())]
    return goals


def action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Change an action, or note how it goes with it."""
    found = queries.open_action(request.opening, action_id)
    page = around(request, found.plan.person_id, "plan")
    who = responsible_choices(request, page)
    tells(page, [found])
    now = next((key for key, one in who.items() if one.name == found.responsible_name), "")
    names = ("what", "how", "extent", "when", "due", "state", "granted", "decision_id")
    stands = {name: getattr(found, name) for name in names}
    initial = beside(stands | {"responsible": found.responsible_name}) | {"responsible": now}
    form = kept(ActionForm, request, f"action:{found.pk}", initial=initial)
    del form.fields["goal"]
    _pick_decision(form, request, page)
    form.fields["responsible"].choices = [(key, one.name) for key, one in who.items()]

    def change(data: dict[str, Any]) -> None:
        actions.change_action(found, responsible=who[data.pop("responsible")], by=request.actor, **data)

    if carried_out(form, request, change):
        return redirect(plan_url("plan", found.plan))
    return render(
        request, "plans/form.html",
        page | {"plan": found.plan, "form": form, "heading": gettext("Tiltaket"), "button": gettext("Lagre"), "bases": LEGAL_BASES},
    )  # fmt: skip
