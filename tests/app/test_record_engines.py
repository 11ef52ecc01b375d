"""One expression, everywhere it is asked: live in memory, live in DuckDB, and in DuckDB on a snapshot; the same rows from each."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helhet.cases import actions as cases
from helhet.demo.stories import odd_arne, siri
from helhet.demo.telling import Teller
from helhet.record import engines, memory, schema
from helhet.record.engines import ON, TABLES, Question, Tables, snapshot
from helhet.record.snapshot import take
from tests.conftest import NOW, settled
from tests.siri import known

TODAY = date(2026, 11, 10)


def unanswered(tables: Tables) -> ir.Table:
    """Offers nobody has answered in fourteen days."""
    offer = tables["offer"]
    since = offer.offered_on + ibis.interval(days=14)
    waiting = offer.filter(offer.offered_on <= ON, offer.answered_on.isnull() | (offer.answered_on > ON), since < ON)
    return waiting.select("person", "id", due=since, days=ON.delta(waiting.offered_on, unit="day"))


def coordinated(tables: Tables) -> ir.Table:
    """For each person with coordinated needs on the day: whether she has a coordinator, and how many other needs; joins and groups."""
    need, coordination = tables["need"], tables["coordination"]
    of = need.filter(need.since <= ON, need.met_on.isnull() | (need.met_on >= ON)).group_by("person").aggregate(
        needs=ibis._.count(), first=ibis._.since.min(), coordinated=ibis._.coordinated.any()
    )  # fmt: skip
    running = coordination.filter(
        coordination.role == "coordinator", coordination.since <= ON, coordination.until.isnull() | (coordination.until >= ON)
    )  # fmt: skip
    has = running.select("person").distinct()
    joined = of.left_join(has, of.person == has.person)
    return joined.select(of.person, of.needs, of.first, of.coordinated, has_coordinator=has.person.notnull())


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


@pytest.fixture
def waiting(house, as_, now) -> Any:
    """Rung in, and offered a plan twenty days ago; she has not answered."""
    case = known(house, as_("ingunn", now - timedelta(days=30)))
    cases.offer(case.person.pk, of="plan", how="Muntlig", by=as_("ingunn", now - timedelta(days=20)))
    return case.person


def test_an_offer_unanswered_is_found_on_the_day_it_is_too_late_and_not_before(waiting) -> None:
    asked = Question(unanswered(TABLES))
    offered = TODAY - timedelta(days=20)
    assert asked.ask(on=offered + timedelta(days=14), persons=[waiting.pk]) == []
    [found] = asked.ask(on=offered + timedelta(days=15), persons=[waiting.pk])
    assert found["person"] == waiting.pk.hex
    assert found["due"] == offered + timedelta(days=14)
    assert found["days"] == 15


def test_only_those_asked_about_are_answered_about(waiting, told) -> None:
    asked = Question(unanswered(TABLES))
    other = told[0].pk
    assert asked.ask(on=TODAY, persons=[]) == []
    assert asked.ask(on=TODAY, persons=[other, uuid4()]) == []
    assert asked.ask(on=TODAY, persons=[other, waiting.pk]) == asked.ask(on=TODAY, persons=[waiting.pk]) == asked.ask(on=TODAY)


def test_several_asked_together_are_answered_one_after_the_other(waiting, told) -> None:
    def people(tables: Tables, known: bool) -> ir.Table:
        person = tables["person"]
        return person.filter((person.known_since <= ON) == known).select(
            "person", "born_year", said=ibis.literal("5 % known" if known else "new")
        )

    both = people(TABLES, True), people(TABLES, False)
    persons = [waiting.pk, *(one.pk for one in told)]
    for days in (0, 200):
        on = TODAY - timedelta(days=days)
        apart = [row for one in both for row in Question(one).ask(on=on, persons=persons)]
        assert sorted(map(str, Question(*both).ask(on=on, persons=persons))) == sorted(map(str, apart))
        assert len(apart) == 3


def test_a_question_is_made_ready_once_and_reads_its_tables_in_one_statement(waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Question(coordinated(TABLES)).ready()
    monkeypatch.setattr(memory, "Program", lambda *_: pytest.fail("made anew"))
    with CaptureQueriesContext(connection) as seen:
        asked.ask(on=TODAY + timedelta(days=1), persons=[uuid4()])
    assert (len(seen), len(asked.uses)) == (1, 2)


def test_of_a_few_persons_only_what_an_answer_comes_from_is_read() -> None:
    reads = dict(Question(coordinated(TABLES)).reads)
    assert reads == {"coordination": {"person", "role", "since", "until"}, "need": {"person", "since", "met_on", "coordinated"}}
    assert dict(Question(coordinated(TABLES).select("person", "needs")).reads)["need"] == {"person", "since", "met_on"}


@pytest.mark.parametrize("asked", [unanswered, coordinated])
def test_a_snapshot_says_what_the_live_database_says(asked: Callable[[Tables], ir.Table], told, waiting, tmp_path: Path) -> None:
    take(tmp_path / "shot", day=TODAY, progress=lambda _: None)
    tables = snapshot(tmp_path / "shot")

    def without_keys(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(str({name: value for name, value in row.items() if name not in ("person", "id")}) for row in rows)

    for days in (0, 100, 200, 300, 400):
        on = TODAY - timedelta(days=days)
        live = Question(asked(TABLES)).ask(on=on)
        assert without_keys(live) == without_keys(tables.ask(asked(tables), on=on))
    assert Question(asked(TABLES)).ask(on=TODAY)


@pytest.mark.parametrize("asked", [unanswered, coordinated])
def test_few_persons_are_answered_as_many_are(asked: Callable[[Tables], ir.Table], told, waiting, monkeypatch) -> None:
    question = Question(asked(TABLES))
    persons = [waiting.pk, *(one.pk for one in told)]
    for days in (0, 100, 200, 300, 400):
        on = TODAY - timedelta(days=days)
        monkeypatch.setattr(engines, "FEW", 100)
        few = question.ask(on=on, persons=persons)
        monkeypatch.setattr(engines, "FEW", 0)
        assert sorted(map(str, few)) == sorted(map(str, question.ask(on=on, persons=persons)))


def test_every_table_can_be_asked_whole(told, tmp_path: Path) -> None:
    take(tmp_path / "shot", day=TODAY, progress=lambda _: None)
    tables = snapshot(tmp_path / "shot")
    assert set(tables) == set(schema.TABLES)
    for name, table in TABLES.items():
        live = Question(table).ask(on=TODAY)
        assert len(live) == len(tables.ask(tables[name], on=TODAY)), name
        days = [
            column.name for column in schema.TABLES[name].columns if column.type in (schema.DAY, schema.MOMENT, schema.YES, schema.COUNT)
        ]

        def plain(rows: list[dict[str, Any]], days: list[str] = days) -> list[str]:
            return sorted(str([row[day] for day in days]) for row in rows)

        assert plain(live) == plain(tables.ask(tables[name], on=TODAY)), name


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"), ("2026-05-15", 3, "2026-08-15"),
     ("2024-02-29", 12, "2025-02-28"), ("2026-12-31", 2, "2027-02-28")],
)  # fmt: skip
def test_months_are_added_alike_everywhere(day: str, months: int, found: str, waiting, tmp_path: Path) -> None:
    take(tmp_path / "shot", day=TODAY, progress=lambda _: None)

    def shifted(tables: Tables) -> ir.Table:
        interval = ibis.interval(months=abs(months))
        return tables["person"].select(then=ON + interval if months > 0 else ON - interval, weeks=ON - ibis.interval(weeks=2))

    on = date.fromisoformat(day)
    tables = snapshot(tmp_path / "shot")
    expected = {"then": date.fromisoformat(found), "weeks": on - timedelta(days=14)}
    assert Question(shifted(TABLES)).ask(on=on, persons=[waiting.pk]) == [expected]
    assert tables.ask(shifted(tables), on=on)[0] == expected


def test_postgresql_plans_a_question_about_one_person_once_a_connection(told) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL plans a statement each time it is sent")
    question = Question(unanswered(TABLES), unanswered(TABLES))

    def planned() -> set[tuple[Any, ...]]:
        which = "statement LIKE '%%json_build_array%%'"
        asked = f"SELECT name, prepare_time, cardinality(parameter_types) FROM pg_prepared_statements WHERE {which}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(asked, [])
            return set(cursor.fetchall())

    first = question.ask(on=TODAY, persons=[told[0].pk])
    known = planned()
    assert {open_values for *_, open_values in known} == {1}, "the persons and nothing else"
    assert first == question.ask(on=TODAY, persons=[told[0].pk])
    assert question.ask(on=TODAY, persons=[told[1].pk]) == [row for row in question.ask(on=TODAY) if row["person"] == told[1].pk.hex] * 2
    assert planned() == known
