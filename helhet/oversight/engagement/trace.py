"""One drawn record followed from need to evaluation: days and choices, and never her words or anybody's name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from helhet.access.log import Opening
from helhet.cases.models import Case, Need, Offer
from helhet.cases.rules import ANSWER_NAMES, LIFE_AREA_NAMES, OFFER_NAMES, LifeArea
from helhet.organisation.rules import N_
from helhet.oversight.criteria import OF_PERSONS
from helhet.oversight.models import Engagement, SampledCase
from helhet.oversight.rules import MISSING_NAMES, STATE_NAMES, Criterion, Missing, State
from helhet.plans.models import Action, Evaluation, Goal, Plan
from helhet.plans.rules import ACTION_STATE_NAMES, KIND_NAMES, OUTCOME_NAMES, Kind
from helhet.plans.rules import STATE_NAMES as PLAN_STATES

from . import queries

RESPONSIBLE_NAMES = {"person": N_("personen selv"), "kin": N_("pårørende"), "staff": N_("en ansatt"), "partner": N_("en samarbeidspartner")}
SAID_BY_NAMES = {"person": N_("personen"), "relative": N_("pårørende"), "worker": N_("en ansatt")}


@dataclass(frozen=True)
class Step:
    """Something on the way: when, what (in bokmål msgids), and the row it stands in."""

    on: date
    what: str
    more: tuple[str, ...]
    kind: str
    pk: Any
    until: date | None = None
    goal: int | None = None
    ended: str = N_("til")


@dataclass(frozen=True)
class Stage:
    """One of the five stages, with its steps by day; empty when nothing is written down."""

    name: str
    steps: tuple[Step, ...]


def trace(opening: Opening, case: SampledCase) -> list[Stage]:
    """Need → offer → plan → action → evaluation, as far as the record tells: each row through the opening, so that it is logged."""
    person = case.person_id
    rows = opening.plain
    services = rows(Case.objects.filter(person_id=person), "opened_on", "closed_on")
    needs = rows(Need.objects.filter(person_id=person), "life_area", "long_term", "coordinated", "since", "met_on")
    offers = rows(Offer.objects.filter(person_id=person), "of", "offered_on", "answer", "answered_on", "again_on")
    plans = rows(Plan.objects.filter(person_id=person), "kind", "state", "since", "until", "version", "consent__given_at")
    goals = rows(Goal.objects.filter(plan__person_id=person), "number", "life_area", "since", "ended_on")
    actions = rows(Action.objects.filter(plan__person_id=person), "goal__number", "responsible_kind", "state", "since", "due", "done_on")
    said = rows(Evaluation.objects.filter(goal__plan__person_id=person), "goal__number", "on", "said_by", "outcome")
    return [
        _stage(N_("Behov"), [*map(_service, services), *map(_need, needs)]),
        _stage(N_("Tilbud"), map(_offer, offers)),
        _stage(N_("Plan"), [*map(_plan, plans), *map(_goal, goals)]),
        _stage(N_("Tiltak"), map(_action, actions)),
        _stage(N_("Evaluering"), map(_evaluation, said)),
    ]


def _stage(name: str, steps: Any) -> Stage:
    return Stage(name, tuple(sorted(steps, key=lambda one: (one.on, one.kind, str(one.pk)))))


def _service(row: dict[str, Any]) -> Step:
    return Step(row["opened_on"], N_("en tjeneste begynte"), (), Case.document, row["pk"], row["closed_on"])


def _need(row: dict[str, Any]) -> Step:
    how = [N_("langvarig") if row["long_term"] else N_("kortvarig"), *([N_("flere tjenester sammen")] if row["coordinated"] else [])]
    return Step(
        row["since"], LIFE_AREA_NAMES[LifeArea(row["life_area"])], tuple(how), Need.document, row["pk"], row["met_on"], ended=N_("dekket")
    )


def _offer(row: dict[str, Any]) -> Step:
    more = (ANSWER_NAMES[row["answer"]],) if row["answer"] else (N_("ikke besvart"),)
    return Step(row["offered_on"], OFFER_NAMES[row["of"]], more, Offer.document, row["pk"], row["answered_on"], ended=N_("besvart"))


def _plan(row: dict[str, Any]) -> Step:
    settled = N_("avtalt med personen") if row["version"] else N_("ikke avtalt med personen ennå")
    more = [PLAN_STATES[row["state"]], settled]
    if row["kind"] == Kind.INDIVIDUAL:  # the law asks for consent to that one (IPF § 5)
        more.append(N_("med samtykke") if row["consent__given_at"] else N_("uten samtykke"))
    return Step(row["since"], KIND_NAMES[row["kind"]], tuple(more), Plan.document, row["pk"], row["until"])


def _goal(row: dict[str, Any]) -> Step:
    area = (LIFE_AREA_NAMES[LifeArea(row["life_area"])],) if row["life_area"] else ()
    return Step(row["since"], N_("mål"), area, Goal.document, row["pk"], row["ended_on"], row["number"], N_("avsluttet"))


def _action(row: dict[str, Any]) -> Step:
    more = (RESPONSIBLE_NAMES.get(row["responsible_kind"], ""), ACTION_STATE_NAMES[row["state"]])
    ended = N_("gjort") if row["done_on"] else N_("innen")
    what = N_("tiltak til mål") if row["goal__number"] else N_("tiltak")
    return Step(row["since"], what, more, Action.document, row["pk"], row["done_on"] or row["due"], row["goal__number"], ended)


def _evaluation(row: dict[str, Any]) -> Step:
    more = (SAID_BY_NAMES.get(row["said_by"], ""), OUTCOME_NAMES[row["outcome"]])
    return Step(row["on"], N_("evaluering av mål"), more, Evaluation.document, row["pk"], None, row["goal__number"])


# ── what the criteria say of her ────────────────────────────────────────────


@dataclass(frozen=True)
class Verdict:
    """What one criterion says of the case, and the day it stands on."""

    criterion: Criterion
    state: str
    by: date | None
    since: date | None
    late: int
    missing: str

    @property
    def name(self) -> str:
        """The state in bokmål."""
        return STATE_NAMES[State(self.state)]

    @property
    def is_late(self) -> bool:
        """It was done, after its day."""
        return self.state == State.LATE


def verdicts_of(opening: Opening, engagement: Engagement, case: SampledCase) -> list[Verdict]:
    """The engagement's criteria about persons on the case, which has been opened: each is there, also one that does not apply. Logged as
    the case itself."""
    by_id = {one.id: one for one in OF_PERSONS}
    rows = queries.verdicts_on(engagement, [case.person_id], actor=opening.actor)
    opening.remember(case.person_id, case.part, case.document, case.pk)
    made = [Verdict(by_id[row["criterion"]], row["state"], row["by"], row["since"], row["late"], _missing(row["missing"])) for row in rows]
    judged = {one.criterion.id for one in made}
    made += [
        Verdict(by_id[one.criterion], State.NOT_APPLICABLE, None, None, 0, "")
        for one in engagement.yardsticks.all() if one.criterion in by_id.keys() - judged
    ]  # fmt: skip
    return sorted(made, key=lambda one: (one.criterion.id, one.state, one.by or date.max, one.late))


def _missing(code: str | None) -> str:
    return MISSING_NAMES[Missing(code)] if code else ""
