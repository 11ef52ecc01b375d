"""Keeping agreements: written in, point by point followed up, looked at each year. Who did it and when stands in every row."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from helhet.organisation.models import CoOperation, Municipality, Partner, Staff
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules.acting import Worker
from helhet.organisation.rules.keeping import name_faults

from . import rules
from .models import (
    ActionPlan,
    Agreement,
    AgreementParty,
    AgreementReview,
    Clause,
    ClauseStep,
    HousingOverview,
    HousingProject,
    OutreachRound,
    PlanGoal,
    PlanMeasure,
    PlanStep,
    ProjectEvent,
    SltMeeting,
)
from .queries import may_follow_measure, may_follow_up, may_keep, may_keep_plan, serves_these

_NOT_YOURS = Fault("", N_("Denne avtalen er det andre som holder orden på."))


@transaction.atomic
def keep_agreement(
    one: Agreement | None, *, adopted: Mapping[str, date | None], by: Worker, partner: Partner | None = None,
    cooperation: CoOperation | None = None, owner: Staff | None = None, **fields: Any,
) -> Agreement:  # fmt: skip
    """An agreement with its parties (municipality to the day its council adopted it). A new one gets the points the law asks for."""
    mine = {m.pk for m in in_charge_of(by)}
    wrong = [*name_faults(fields, "name"), *rules.agreement_faults(fields, on=by.on)]
    if (may_keep(by, one) if one else mine) in (False, set()):
        wrong.append(_NOT_YOURS)
    if not adopted or (one is None and not mine & set(adopted)):
        wrong.append(Fault("parties", N_("Velg minst én kommune.")))
    if any(day and day > by.on for day in adopted.values()):
        wrong.append(Fault("adopted_on", N_("Dagen er ikke kommet ennå.")))
    refuse_if_any(wrong)
    made = one or Agreement(kind=fields["kind"])
    for name, value in {**fields, "partner": partner, "cooperation": cooperation, "owner": owner}.items():
        setattr(made, name, value.strip() if isinstance(value, str) else value)
    if made.review_on is None:
        made.review_on = rules.year_later(made.valid_from)
    made.changed_at, made.changed_by = by.at, by.name
    made.save()
    _set_parties(made, adopted)
    if one is None:
        _begin_clauses(made)
    return made


def _set_parties(made: Agreement, adopted: Mapping[str, date | None]) -> None:
    made.parties.exclude(municipality__in=list(adopted)).delete()
    for number, day in adopted.items():
        AgreementParty.objects.update_or_create(agreement=made, municipality_id=number, defaults={"adopted_on": day})


def _begin_clauses(made: Agreement) -> None:
    points = rules.POINTS[rules.AgreementKind(made.kind)]
    Clause.objects.bulk_create(
        Clause(agreement=made, point=point, order=order, words=words) for order, (point, words) in enumerate(points.items(), 1)
    )


@transaction.atomic
def keep_clause(one: Clause | None, *, agreement: Agreement, words: str, owner: Staff | None, by: Worker) -> Clause:
    """What a point says, in few words, and who answers for it; a new one is the parties' own."""
    wrong = [*name_faults({"words": words}, "words")]
    if not may_keep(by, agreement):
        wrong.append(_NOT_YOURS)
    refuse_if_any(wrong)
    made = one or Clause(agreement=agreement)
    made.words, made.owner, made.changed_at, made.changed_by = words.strip(), owner, by.at, by.name
    made.save()
    return made


@transaction.atomic
def take_step(clause: Clause, *, state: str, on: date, note: str, by: Worker) -> ClauseStep:
    """A point has come so far, from this day. What stood before stands; the new is added."""
    last = ClauseStep.objects.filter(clause=clause).order_by("-on", "-at", "-pk").first()
    wrong = list(rules.state_faults(state, on, note, last=(last.state, last.on) if last else None, on=by.on))
    if not may_follow_up(by, clause):
        wrong.append(_NOT_YOURS)
    refuse_if_any(wrong)
    return ClauseStep.objects.create(clause=clause, state=state, on=on, note=note.strip(), at=by.at, by_name=by.name)


@transaction.atomic
def review(agreement: Agreement, *, on: date, who: str, found: str, next_on: date | None, by: Worker) -> AgreementReview:
    """The parties have looked at the whole agreement; the next time is in a year unless another day is agreed."""
    refuse_if_any(_review_faults(agreement, on, who, found, next_on, by))
    made = AgreementReview.objects.create(agreement=agreement, on=on, who=who.strip(), found=found.strip(), at=by.at, by_name=by.name)
    agreement.review_on = next_on or rules.year_later(on)
    agreement.changed_at, agreement.changed_by = by.at, by.name
    agreement.save(update_fields=["review_on", "changed_at", "changed_by"])
    return made


def _review_faults(agreement: Agreement, on: date, who: str, found: str, next_on: date | None, by: Worker) -> Iterable[Fault]:
    yield from name_faults({"who": who, "found": found}, "who", "found")
    if on > by.on:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if next_on and next_on <= on:
        yield Fault("next_on", N_("Neste gang må være etter denne."))
    if not may_keep(by, agreement):
        yield _NOT_YOURS


@transaction.atomic
def count_dwellings(municipality: Municipality, *, on: date, ordinary: int, adapted: int, words: str, by: Worker) -> HousingOverview:
    """What dwellings the municipality needs, counted on a day. The older counts stand."""
    wrong = (
        []
        if municipality.pk in {m.pk for m in in_charge_of(by)}
        else [Fault("", N_("Denne kommunen er det andre som fører oversikt for."))]
    )
    if on > by.on:
        wrong.append(Fault("on", N_("Dagen er ikke kommet ennå.")))
    refuse_if_any(wrong)
    return HousingOverview.objects.create(
        municipality=municipality, on=on, ordinary=ordinary, adapted=adapted, words=words.strip(), at=by.at, by_name=by.name
    )


@transaction.atomic
def keep_project(
    one: HousingProject | None, *, municipality: Municipality, name: str, dwellings: int, by: Worker, owner: Staff | None = None,
    words: str = "",
) -> HousingProject:  # fmt: skip
    """A housing project as it stands."""
    wrong = [*name_faults({"name": name}, "name")]
    if municipality.pk not in {m.pk for m in in_charge_of(by)}:
        wrong.append(Fault("", N_("Denne kommunen er det andre som fører oversikt for.")))
    if dwellings < 1:
        wrong.append(Fault("dwellings", N_("Skriv minst én bolig.")))
    refuse_if_any(wrong)
    made = one or HousingProject(municipality=municipality)
    made.municipality, made.name, made.dwellings, made.owner, made.words = municipality, name.strip(), dwellings, owner, words.strip()
    made.changed_at, made.changed_by = by.at, by.name
    made.save()
    return made


@transaction.atomic
def add_to_project(project: HousingProject, *, kind: str, on: date, words: str, by: Worker, amount: int | None = None) -> ProjectEvent:
    """Something happened with it: a step, money, a talk with the neighbours. What stood before stands."""
    wrong = list(rules.project_event_faults(kind, on, words, amount, on=by.on))
    if project.municipality_id not in {m.pk for m in in_charge_of(by)}:
        wrong.append(Fault("", N_("Denne kommunen er det andre som fører oversikt for.")))
    refuse_if_any(wrong)
    return ProjectEvent.objects.create(project=project, kind=kind, on=on, words=words.strip(), amount=amount, at=by.at, by_name=by.name)


_NOT_YOUR_PLAN = Fault("", N_("Denne handlingsplanen er det andre som holder orden på."))


@transaction.atomic
def keep_plan(
    one: ActionPlan | None, *, by: Worker, cooperation: CoOperation | None, municipality: Municipality | None, **fields: Any
) -> ActionPlan:  # fmt: skip
    """An action plan: of several municipalities together, or of one."""
    mine = {place.pk for place in in_charge_of(by)}
    theirs = {municipality.pk} if municipality else {place.pk for place in cooperation.members.all()} if cooperation else set()
    wrong = [*name_faults(fields, "name"), *rules.plan_faults(fields)]
    if bool(cooperation) == bool(municipality):
        wrong.append(Fault("whose", N_("Velg hvem planen er for.")))
    elif not mine & theirs or (one is not None and not may_keep_plan(by, one)):
        wrong.append(_NOT_YOUR_PLAN)
    refuse_if_any(wrong)
    made = one or ActionPlan()
    for name, value in {**fields, "cooperation": cooperation, "municipality": municipality}.items():
        setattr(made, name, value.strip() if isinstance(value, str) else value)
    made.changed_at, made.changed_by = by.at, by.name
    made.save()
    return made


@transaction.atomic
def keep_goal(one: PlanGoal | None, *, plan: ActionPlan, words: str, by: Worker) -> PlanGoal:
    """A goal of the plan; a new one comes last."""
    refuse_if_any([*name_faults({"words": words}, "words"), *([] if may_keep_plan(by, plan) else [_NOT_YOUR_PLAN])])
    made = one or PlanGoal(plan=plan, order=plan.goals.count() + 1)
    made.words = words.strip()
    made.save()
    return made


@transaction.atomic
def keep_measure(
    one: PlanMeasure | None, *, goal: PlanGoal, words: str, by: Worker, owner: Staff | None = None, due: date | None = None,
    money: Decimal | None = None, paid_by: str = "", criterion: str = "",
) -> PlanMeasure:  # fmt: skip
    """A measure under a goal, with who answers for it and what it costs."""
    wrong = [*name_faults({"words": words}, "words"), *rules.measure_faults(money, due, plan_since=goal.plan.since)]
    if not may_keep_plan(by, goal.plan):
        wrong.append(_NOT_YOUR_PLAN)
    refuse_if_any(wrong)
    made = one or PlanMeasure(criterion=criterion)
    fields = {"goal": goal, "words": words.strip(), "owner": owner, "due": due, "money": money, "paid_by": paid_by.strip()}
    for name, value in {**fields, "changed_at": by.at, "changed_by": by.name}.items():
        setattr(made, name, value)
    made.save()
    return made


@transaction.atomic
def follow_measure(measure: PlanMeasure, *, state: str, on: date, note: str, by: Worker) -> PlanStep:
    """A measure has come so far. What stood before stands."""
    last = PlanStep.objects.filter(measure=measure).order_by("-on", "-at").first()
    wrong = list(rules.measure_step_faults(state, on, note, last=last.on if last else None, on=by.on))
    if not may_follow_measure(by, measure):
        wrong.append(_NOT_YOUR_PLAN)
    refuse_if_any(wrong)
    return PlanStep.objects.create(measure=measure, state=state, on=on, note=note.strip(), at=by.at, by_name=by.name)


_NOT_YOUR_PLACE = Fault("municipality", N_("Velg en kommune du arbeider i."))


@transaction.atomic
def keep_round(
    one: OutreachRound | None, *, municipality: Municipality, on: date, place: str, hours: Decimal, met: int, by: Worker, new: int = 0,
    young: int = 0, helped_on: int = 0, words: str = "",
) -> OutreachRound:  # fmt: skip
    """A round out among people, counted; nobody is named."""
    some = {"new": new, "young": young, "helped_on": helped_on}
    wrong = [*name_faults({"place": place}, "place"), *rules.round_faults(on=on, hours=hours, met=met, some=some, today=by.on)]
    wrong += rules.without_persons(place=place, words=words)
    if municipality.pk not in serves_these(by) or (one and one.municipality_id not in serves_these(by)):
        wrong.append(_NOT_YOUR_PLACE)
    refuse_if_any(wrong)
    made = one or OutreachRound()
    made.municipality, made.on, made.place, made.hours, made.met, made.words = municipality, on, place.strip(), hours, met, words.strip()
    made.new, made.young, made.helped_on = new, young, helped_on
    made.changed_at, made.changed_by = by.at, by.name
    made.save()
    return made


@transaction.atomic
def keep_slt_meeting(
    one: SltMeeting | None, *, municipality: Municipality, on: date, who: str, about: str, by: Worker, agreed: str = "",
    persons: bool = False, ground: str = "",
) -> SltMeeting:  # fmt: skip
    """A meeting with the police: about places and times. Where persons were talked of, on which ground; not who, and not what."""
    wrong = [*name_faults({"who": who, "about": about}, "who"), *rules.slt_faults(on=on, persons=persons, ground=ground, today=by.on)]
    wrong += rules.without_persons(who=who, about=about, agreed=agreed)
    if municipality.pk not in serves_these(by) or (one and one.municipality_id not in serves_these(by)):
        wrong.append(_NOT_YOUR_PLACE)
    refuse_if_any(wrong)
    made = one or SltMeeting()
    made.municipality, made.on, made.who, made.about, made.agreed, made.ground = (
        municipality, on, who.strip(), about.strip(), agreed.strip(), ground,
    )  # fmt: skip
    made.changed_at, made.changed_by = by.at, by.name
    made.save()
    return made
