"""The criteria on DuckDB, and the same duties in plain Python, agree about every subject of records drawn by a seed."""

from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from helhet.oversight.criteria import ALL
from helhet.oversight.verdicts import judge, of_person

from .evaluator import Evaluator
from .records import drawn_records, duck, loaded

DAYS = (date(2026, 11, 10), date(2026, 12, 31))


@lru_cache
def _statements(on: date) -> tuple[Any, dict[str, str]]:
    """A database with the tables, and each criterion as one statement over them."""
    connection = duck()
    tables = loaded(connection, {})
    return connection, {key: str(ibis.to_sql(table, dialect="duckdb")) for key, table in judge(tables, on).items()}


def _verdicts(on: date, records: Any) -> dict[tuple[str, str], tuple[Any, ...]]:
    connection, statements = _statements(on)
    loaded(connection, records)
    asked = 'SELECT criterion, subject, state, "by", since, late, missing FROM ({})'
    rows = (row for statement in statements.values() for row in connection.con.execute(asked.format(statement)).fetchall())
    return {(row[0], row[1]): row[2:] for row in rows}


@pytest.mark.parametrize("on", DAYS, ids=str)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), persons=st.integers(1, 60))
def test_two_evaluators_agree(on: date, seed: int, persons: int) -> None:
    note(f"drawn_records({seed}, {persons}, {on!r})")
    records = drawn_records(seed, persons, on)
    assert _verdicts(on, records) == Evaluator(records, on).verdicts()


def test_every_state_of_every_criterion_is_drawn() -> None:
    """What the drawn records never show is not held up against anything."""
    on = DAYS[0]
    seen: dict[str, set[str]] = {}
    for (criterion, _), verdict in _verdicts(on, drawn_records(1, 300, on)).items():
        seen.setdefault(criterion, set()).add(verdict[0])
    assert set(seen) == {one.id for one in ALL if one.in_force(on)}
    few = {"UT-1", "VE-9", "KO-4"}
    assert {key: states for key, states in seen.items() if len(states) < 3 and key not in few} == {}


def test_one_person_is_judged_alike_alone_and_among_others() -> None:
    on = DAYS[0]
    records = drawn_records(2, 20, on)
    expected = Evaluator(records, on).verdicts()
    connection = duck()
    hers = of_person(loaded(connection, records), "p7")
    found = {}
    for criterion, table in judge(hers, on, [one for one in ALL if one.id in ("IP-1", "KO-1", "VE-1", "PÅ-1", "UT-3", "IP-7b")]).items():
        for row in table.to_pyarrow().to_pylist():
            found[criterion, row["subject"]] = (row["state"], row["by"], row["since"], row["late"], row["missing"])
            assert row["person"] == "p7"
    assert found
    assert all(expected[key] == verdict for key, verdict in found.items())
