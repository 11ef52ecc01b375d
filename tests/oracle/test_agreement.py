"""The criteria on DuckDB, the same in memory, and the same duties in plain Python, agree about every subject of records drawn by a seed."""

from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from helhet.oversight.criteria import ALL, OF_PERSONS
from helhet.oversight.verdicts import COLUMNS, judge
from helhet.oversight.wording import WORDINGS, wording
from helhet.record.dialects import on_day, statement
from helhet.record.engines import ON, TABLES
from helhet.record.memory import Program
from helhet.record.schema import TABLES as SCHEMA
from tests.soak import SOAK

from .evaluator import Evaluator
from .records import drawn_records, duck, loaded, whole

DAYS = (date(2026, 11, 10), date(2026, 12, 31))
Told = dict[tuple[str, str], tuple[Any, ...]]


@lru_cache
def _judged() -> Any:
    """Every criterion at once, made once: the same law is in force on all the days."""
    assert len({tuple(one.id for one in ALL if one.in_force(on)) for on in DAYS}) == 1
    return judge(TABLES, DAYS[0], day=ON)


@lru_cache
def _statement() -> str:
    return statement(_judged(), ON)


@lru_cache
def _program() -> Program:
    return Program(_judged())


def _verdicts(on: date, records: Any) -> Told:
    connection = duck()
    loaded(connection, records)
    return _told(connection.con.execute(on_day(_statement(), on)).fetchall())


def _in_memory(on: date, records: Any) -> Told:
    tables = {
        name: [tuple(whole(name, row)[one] for one in table.names) for row in records.get(name, [])] for name, table in SCHEMA.items()
    }  # fmt: skip
    return _told(row for rows in _program()(tables, on) for row in rows)


def _told(rows: Any) -> Told:
    """The verdicts by criterion and subject: state, by, since, days late, what is missing."""
    told = (dict(zip(COLUMNS, row, strict=True)) for row in rows)
    return {(one["criterion"], one["subject"]): tuple(one[name] for name in ("state", "by", "since", "late", "missing")) for one in told}


@pytest.mark.parametrize("on", DAYS, ids=str)
@settings(max_examples=12 if SOAK else 4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), persons=st.integers(1, 60))
def test_three_evaluators_agree(on: date, seed: int, persons: int) -> None:
    note(f"drawn_records({seed}, {persons}, {on!r})")
    records = drawn_records(seed, persons, on)
    expected = Evaluator(records, on).verdicts()
    assert _verdicts(on, records) == expected
    assert _in_memory(on, records) == expected


def test_every_state_of_every_criterion_is_drawn() -> None:
    """What the drawn records never show is not held up against anything."""
    on = DAYS[0]
    seen: dict[str, set[str]] = {}
    for seed in (1, 2):
        for (criterion, _), verdict in _in_memory(on, drawn_records(seed, 300, on)).items():
            seen.setdefault(criterion, set()).add(verdict[0])
    assert set(seen) == {one.id for one in ALL if one.in_force(on)}
    few = {"VE-9", "KO-4"}
    assert {key: states for key, states in seen.items() if len(states) < 3 and key not in few} == {}


def test_every_step_that_can_be_asked_for_has_words_or_its_duty_says_why_not() -> None:
    steps: set[tuple[str, str]] = set()
    at = {name: COLUMNS.index(name) for name in ("criterion", "step", "by")}
    for seed in (1, 2, 3):
        records = drawn_records(seed, 200, DAYS[0])
        tables = {name: [tuple(whole(name, row)[one] for one in table.names) for row in records[name]] for name, table in SCHEMA.items()}
        rows = (row for found in _program()(tables, DAYS[0]) for row in found)
        steps |= {(row[at["criterion"]], row[at["step"]] or "") for row in rows if row[at["by"]]}
    duties = {one.id: one for one in OF_PERSONS if one.in_force(DAYS[0])}
    asked = {(key, step) for key, step in steps if key in duties}
    assert not [key for key in set(duties) - {key for key, _ in asked} if not duties[key].silent], "a duty nobody is drawn to wait for"
    assert sorted(f"{key} {step}" for key, step in asked if not (duties[key].silent or wording(key, step))) == []
    assert [key for key, one in duties.items() if one.silent and key in WORDINGS] == [], "silent, and has words"


def test_one_person_is_judged_alike_alone_and_among_others() -> None:
    on = DAYS[0]
    records = drawn_records(2, 20, on)
    expected = Evaluator(records, on).verdicts()
    connection = duck()
    everybody = loaded(connection, records)
    # Filtered at their base, so that nothing is grouped that is not hers.
    hers = {name: table.filter(table.person == "p7") if "person" in table.columns else table for name, table in everybody.items()}
    found = {}
    some = [one for one in ALL if one.id in ("IP-1", "KO-1", "VE-1", "PÅ-1", "UT-3", "IP-7b")]
    for row in judge(hers, on, some).to_pyarrow().to_pylist():
        found[row["criterion"], row["subject"]] = (row["state"], row["by"], row["since"], row["late"], row["missing"])
        assert row["person"] == "p7"
    assert found
    assert all(expected[key] == verdict for key, verdict in found.items())
