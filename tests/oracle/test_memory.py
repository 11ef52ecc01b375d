"""A few persons' verdicts, worked out in memory, are what DuckDB says of the same records."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from helhet.oversight.verdicts import judge
from helhet.record.engines import ON, TABLES
from helhet.record.memory import Program
from helhet.record.schema import TABLES as SCHEMA

from .records import drawn_records, duck, loaded, whole

TODAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def program() -> Program:
    return Program(*judge(TABLES, TODAY, day=ON).values())


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), persons=st.integers(1, 20))
def test_memory_agrees_with_duckdb(program: Program, seed: int, persons: int) -> None:
    note(f"drawn_records({seed}, {persons}, {TODAY!r})")
    records = drawn_records(seed, persons, TODAY)
    tables = {name: [tuple(whole(name, row)[column] for column in table.names) for row in records[name]] for name, table in SCHEMA.items()}
    judged = judge(loaded(duck(), records), TODAY)
    for (criterion, asked), found in zip(judged.items(), program(tables, TODAY), strict=True):
        expected = [tuple(row.values()) for row in asked.to_pyarrow().to_pylist()]
        assert sorted(map(str, found)) == sorted(map(str, expected)), criterion
