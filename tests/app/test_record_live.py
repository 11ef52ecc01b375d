"""The live database as the record's tables: every column there is, of its type, and what Siri's story left in them."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from helhet.access.policy import OSLO
from helhet.cases import actions as cases
from helhet.demo.stories import odd_arne, siri
from helhet.demo.telling import Teller
from helhet.people import actions as people
from helhet.plans import actions as plans
from helhet.plans.rules import Responsible
from helhet.record import live, schema
from tests.conftest import NOW, settled
from tests.siri import coordinated, known, with_address

TYPES = {schema.KEY: str, schema.DAY: date, schema.MOMENT: datetime, schema.YES: bool, schema.COUNT: int}


def of(table: str, person: Any) -> list[dict[str, Any]]:
    """The table's rows about her, by column, in the order they were written."""
    only = live.about(table, "pk", person.pk)
    return [dict(zip(schema.TABLES[table].names, row, strict=True)) for row in live.rows(table, only).order_by("pk")]


@pytest.fixture(scope="module")
def _told(stays) -> tuple[Any, Any]:
    """Siri with her year, and Odd Arne in hospital."""
    teller = Teller(stays, NOW)
    told = siri(teller), odd_arne(teller)
    settled()
    return told


@pytest.fixture
def told(_told, db) -> tuple[Any, Any]:
    """The same for each test, whose own rows are rolled back."""
    return _told


def test_every_table_has_a_select(db) -> None:
    assert live.SOURCES.keys() == schema.TABLES.keys()


def test_every_column_is_of_its_type_and_only_the_optional_are_empty(told) -> None:
    met = set()
    for name, table in schema.TABLES.items():
        for row in live.rows(name):
            for column, value in zip(table.columns, row, strict=True):
                if value is None:
                    assert column.optional, f"{name}.{column.name} is empty"
                else:
                    assert type(value) is TYPES[column.type], f"{name}.{column.name} is {value!r}"
                    met.add((name, column.name))
    filled = {name for name, _ in met}
    assert len(filled) > 18, f"the two have nothing in {sorted(schema.TABLES.keys() - filled)}"


def test_no_name_no_telephone_and_no_words_of_hers_are_in_it(told) -> None:
    for name, table in schema.TABLES.items():
        words = [n for n, column in enumerate(table.columns) if column.type == schema.WORD and not column.is_key]
        for row in live.rows(name):
            for n in words:
                said = row[n] or ""
                assert len(said) <= 20, f"{name}.{table.columns[n].name}: {said}"
                assert said == said.lower().replace(" ", "-"), f"{name}.{table.columns[n].name}: {said}"


def test_her_story_stands_in_the_tables_as_it_was_told(told, now) -> None:
    person, _ = told
    key, today = person.pk.hex, now.date()
    [her] = of("person", person)
    assert her == {"person": key, "municipality": "4220", "born_year": 1988, "born_month": 4, "known_since": her["known_since"],
                   "deceased_on": None, "kin_asked_on": None,
                   "language": "nb", "language_changed_on": None, "interpreter": False,
                   "adapted": her["adapted"], "adapted_changed_on": None}  # fmt: skip
    [enquiry] = of("enquiry", person)
    assert enquiry["received_on"] == her["known_since"] == today - timedelta(days=316)
    assert enquiry["reply_kind"] == "final"
    assert {row["life_area"] for row in of("need", person)} >= {"children", "substance", "activity", "mental"}
    assert {(row["of"], row["answer"]) for row in of("offer", person)} >= {("plan", "yes"), ("coordinator", "yes")}
    [coordinator] = [row for row in of("coordination", person) if row["role"] == "coordinator"]
    assert coordinator["until"] is None
    assert coordinator["staff"] == apps.get_model("organisation.Staff").objects.get(name="Ingunn Austad").pk.hex
    [plan] = [row for row in of("plan", person) if row["kind"] == "individual"]
    assert plan["settled_on"] == plan["since"] == today - timedelta(days=302)
    assert all(plan[name] for name in ("main_responsible", "strengths", "cooperation"))
    goals = {row["id"] for row in of("goal", person) if row["plan_id"] == plan["id"]}
    assert len(goals) >= 3
    assert {row["goal_id"] for row in of("evaluation", person)} <= goals
    [child] = of("child", person)
    assert child["known_on"] == today - timedelta(days=302)
    [kin] = of("kin", person)
    assert (kin["nearest"], kin["scope_said"]) == (True, True)
    assert [row["until"] for row in of("objection", person)] == [None]
    stay = of("stay", person)[0]
    assert (stay["notice_minutes"], stay["answer"]) == (650, "from_day")
    assert stay["discharged_on"] == stay["receive_on"]
    assert of("response", person)[0]["instrument"] == "livsomrader"
    assert not [row for row in of("access", person) if row["role"] == "person"]


def test_who_takes_over_on_a_day_has_it_and_who_handed_over_had_it_until_the_day_before(house, as_, now) -> None:
    case = coordinated(house, as_("ingunn", now - timedelta(days=30)))
    cases.replace(case.person.pk, staff=house.staff["tone"], reason="Hun ønsket det.", by=as_("ingunn"))
    rows = sorted((row["since"], row["until"]) for row in of("coordination", case.person) if row["role"] == "coordinator")
    assert rows == [(date(2026, 10, 11), date(2026, 11, 9)), (date(2026, 11, 10), None)]
    assert all(a[1] < b[0] for a, b in pairwise(rows))


def test_days_are_days_in_norway(house, as_) -> None:
    summer_night = datetime(2026, 7, 1, 0, 30, tzinfo=OSLO)  # 30 June, half past ten, in UTC
    case = known(house, as_("ingunn", summer_night))
    assert of("enquiry", case.person)[0]["received_on"] == date(2026, 7, 1)


def test_a_strictly_protected_address_leaves_neither_municipality_nor_unit(house, as_) -> None:
    case = coordinated(house, as_("ingunn"))
    with_address(case.person, as_("ingunn"), grade="strengt")
    for name, table in schema.TABLES.items():
        if table.about == "person":
            for row in of(name, case.person):
                assert row["municipality"] == row.get("unit", "") == "", name


def test_the_day_of_the_other_view_is_kept(told, as_) -> None:
    person, _ = told
    plan = apps.get_model("plans.Plan").objects.get(person=person, kind="individual")
    row = plans.disagree(plan, about="Dosen", her_words="For lite.", by=as_("ingunn"))
    assert of("disagreement", person)[-1]["answered_on"] is None
    plans.answer_disagreement(row, our_words="Vi tror den er riktig.", by=as_("hanne"))
    assert of("disagreement", person)[-1]["answered_on"] == date(2026, 11, 10)


def test_only_a_relation_that_a_worker_holds_names_one(told) -> None:
    person, _ = told
    for row in of("access", person):
        assert (row["staff"] is None) == (row["role"] in ("partner", "service_unit", "coordinating_unit", "representative"))


def test_one_moment_may_be_asked_for_within_another(told, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as as_a_command:
        as_a_command.setattr(connections["default"], "in_atomic_block", False)  # what began there is not Django's own
        with live.at_one_moment():
            assert list(live.rows("person"))


def test_when_a_plan_was_last_changed_is_known_of_what_it_says_and_of_its_actions(house, as_, now) -> None:
    """So that a day that is over is judged back to it, and no longer (IP-7a, IP-7b, IP-8)."""
    days = {ago: as_("ingunn", now - timedelta(days=ago)) for ago in (60, 50, 40, 30, 20, 10)}
    person = coordinated(house, days[60]).person
    plan = plans.begin(person.pk, consent_how="Muntlig", given_by="Siri", by=days[60])
    goal = plans.add_goal(plan, words="Sove om natta", by=days[60])
    person_does = Responsible("person", "Siri")
    action = plans.add_action(plan, what="Gå tur", responsible=person_does, goal=goal, by=days[60])
    assert _dates(person) == (None, None, None, None)
    plans.frame(plan, strengths="Tålmodig", by=days[50])
    assert _dates(person) == (days[50].on, None, None, None)
    plans.change_action(action, extent="Hver dag", by=days[40])
    plans.frame(plan, review_on=now.date() + timedelta(days=90), by=days[30])
    plans.frame(plan, main_responsible="Psykisk helse", by=days[20])
    plans.set_goal(goal, look_again_days=28, by=days[10])
    assert _dates(person) == (days[40].on, days[30].on, days[20].on, days[10].on)


def test_when_what_others_do_for_the_plan_was_last_changed_is_known(house, as_, now) -> None:
    """So that a day that is over is judged back to it, and no longer (IP-5, IP-9, IP-17)."""
    days = {ago: as_("ingunn", now - timedelta(days=ago)) for ago in (60, 50, 40, 30, 20)}
    person = coordinated(house, days[60]).person
    plan = plans.begin(person.pk, consent_how="Muntlig", given_by="Siri", by=days[60])
    action = plans.add_action(plan, what="Støttekontakt", responsible=Responsible("person", "Siri"), by=days[60])
    assert _others(person) == (None, None, None, None, None)
    plans.frame(plan, pupil=True, by=days[50])
    plans.change_action(action, granted="granted", by=days[40])
    people.change(person, language="so", by=days[30])
    people.change(person, adaptation="Tolk på somali", by=days[20])
    assert _others(person) == (days[50].on, days[40].on, None, days[30].on, days[20].on)


def _others(person) -> tuple[date | None, ...]:
    [plan], [action], [told] = of("plan", person), of("action", person), of("person", person)
    changed = plan["pupil_changed_on"], action["granted_changed_on"], action["decision_changed_on"]
    return *changed, told["language_changed_on"], told["adapted_changed_on"]


def _dates(person) -> tuple[date | None, ...]:
    [plan], [goal] = of("plan", person), of("goal", person)
    return plan["contents_changed_on"], plan["review_changed_on"], plan["main_responsible_on"], goal["look_again_changed_on"]
