"""The action plan: what municipalities decided to do together, who answers, what it costs, and how far it has come."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from helhet.cooperation import actions, queries
from helhet.cooperation.models import ActionPlan, PlanMeasure, PlanStep
from helhet.cooperation.rules import is_late, plan_standing
from helhet.demo.setesdal.together import plans_ahead
from helhet.demo.telling import Teller
from helhet.organisation.rules import Refused
from tests.conftest import NOW, settled
from tests.reading import words_of

TODAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def _plan(stays):
    plans_ahead(Teller(stays, NOW))
    settled()
    return ActionPlan.objects.get()


@pytest.fixture
def plan(_plan, db):
    """The demo's own; each test's own rows are rolled back."""
    return _plan


def test_a_plan_stands_by_what_is_done_late_and_paid() -> None:
    past, ahead = date(2026, 11, 9), date(2026, 11, 11)
    rows = [("done", past, Decimal(10)), ("begun", past, None), ("planned", ahead, Decimal("5.50")), ("dropped", past, Decimal(99))]
    found = plan_standing(rows, on=TODAY)
    assert (found.measures, found.done, found.begun, found.late, found.money) == (3, 1, 1, 1, Decimal("15.50"))
    assert not is_late("dropped", past, on=TODAY)
    assert not is_late("begun", None, on=TODAY)


def test_everybody_in_the_four_reads_it_and_the_neighbour_does_not(plan, as_) -> None:
    for who in ("gunnhild", "ingunn", "marit"):
        assert [one.pk for one in queries.action_plans(as_(who))] == [plan.pk]
    assert queries.action_plans(as_("liv")) == []
    assert queries.action_plan(as_("liv"), plan.pk) is None
    assert queries.measure(as_("liv"), PlanMeasure.objects.first().pk) is None


def test_only_those_in_charge_write_and_who_answers_says_how_far(plan, as_) -> None:
    one = PlanMeasure.objects.get(words="To fra hver kommune hospiterer på DPS")
    for who in ("ingunn", "liv", "hanne"):
        with pytest.raises(Refused):
            actions.keep_goal(None, plan=plan, words="Nytt", by=as_(who))
        with pytest.raises(Refused):
            actions.keep_measure(one, goal=one.goal, words="Annet", by=as_(who))
    actions.follow_measure(one, state="done", on=TODAY, note="Alle fire.", by=as_("hanne"))
    with pytest.raises(Refused):
        actions.follow_measure(one, state="begun", on=TODAY, note="", by=as_("ingunn"))
    assert [step.state for step in PlanStep.objects.filter(measure=one)] == ["begun", "done"]


def test_every_fault_is_said_at_once(house, plan, as_) -> None:
    with pytest.raises(Refused) as refused:
        actions.keep_plan(None, cooperation=None, municipality=None, name=" ", since=TODAY, until=date(2026, 1, 1), by=as_("tone"))
    assert {fault.field for fault in refused.value.faults} == {"name", "until", "whose"}
    with pytest.raises(Refused):
        actions.keep_plan(
            None, cooperation=None, municipality=house.municipalities["valle"], name="Vår", since=TODAY, until=TODAY, by=as_("marit")
        )
    one = PlanMeasure.objects.first()
    with pytest.raises(Refused) as refused:
        actions.follow_measure(one, state="dropped", on=date(2020, 1, 1), note=" ", by=as_("tone"))
    assert {fault.field for fault in refused.value.faults} == {"on", "note"}


def test_what_was_said_stands_whoever_asks_the_database(plan) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanStep.objects.update(by_name="En annen")
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanStep.objects.first().delete()


def test_a_plan_is_written_followed_and_reported_on_its_pages(house, browse) -> None:
    marit = browse("marit")
    given = {"gjor": "plan", "whose": "4219", "name": "Rusplan Evje", "since": "2026-01-01", "until": "2027-12-31", "adopted_on": ""}
    answer = marit.post(reverse("action-plan-new"), given)
    url = answer["Location"]
    made = ActionPlan.objects.get(name="Rusplan Evje")
    assert url == reverse("action-plan", args=[made.pk])
    assert marit.post(url, {"gjor": "goal", "words": "Færre overdoser"}).status_code == 302
    assert 'value="KO-1"' in marit.get(f"{url}?krav=KO-1&ord=Koordinator").content.decode()
    measure = {"gjor": "measure", "goal": str(made.goals.get().pk), "words": "Nalokson i boligen", "owner": str(house.staff["jan"].pk),
               "due": "2026-10-01", "money": "12 000,50", "paid_by": "kommunen", "criterion": "KO-1"}  # fmt: skip
    assert marit.post(url, measure).status_code == 302
    one = PlanMeasure.objects.get(words="Nalokson i boligen")
    assert (one.money, one.criterion) == (Decimal("12000.50"), "KO-1")
    text = words_of(marit.get(url))
    assert "0 av 1 tiltak er gjort, 0 er i gang." in text
    assert "Ett tiltak er over tiden." in text
    step = {"gjor": "follow", "state": "done", "on": "2026-11-10", "note": "Sprayen henger på vaktrommet."}
    assert browse("jan").post(reverse("action-plan-measure", args=[one.pk]), step).status_code == 302
    assert "Sprayen henger på vaktrommet." in words_of(marit.get(url))
    assert marit.get(reverse("action-plan-pdf", args=[made.pk])).content.startswith(b"%PDF")
    for who in ("liv", "ingunn", "sissel"):
        for name, key in (
            ("action-plan", made.pk),
            ("action-plan-edit", made.pk),
            ("action-plan-pdf", made.pk),
            ("action-plan-measure", one.pk),
        ):
            assert browse(who).get(reverse(name, args=[key])).status_code == 404, (who, name)
        assert browse(who).post(url, {"gjor": "goal", "words": "X"}).status_code == 404


def test_a_measure_is_not_due_before_its_plan_begins(plan, as_) -> None:
    goal = PlanMeasure.objects.first().goal
    with pytest.raises(Refused) as refused:
        actions.keep_measure(None, goal=goal, words="Nytt", due=plan.since - timedelta(days=1), money=Decimal(-1), by=as_("tone"))
    assert {fault.field for fault in refused.value.faults} == {"due", "money"}
    assert actions.keep_measure(None, goal=goal, words="Nytt", due=plan.since, by=as_("tone")).due == plan.since
