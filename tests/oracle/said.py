"""One criterion's verdict on a small record, in words, for the drawn tables."""

from datetime import date
from functools import lru_cache
from typing import Any

from helhet.oversight.criteria import ALL
from helhet.oversight.rules import Criterion
from helhet.oversight.verdicts import judge
from helhet.record.engines import ON, TABLES
from helhet.record.memory import Program
from helhet.record.schema import TABLES as SCHEMA

from .records import whole

PERSON = {"person": "p", "municipality": "4222", "known_since": date(2019, 6, 1), "language": "nb"}


@lru_cache
def _program(criterion: Criterion, past: bool) -> tuple[tuple[str, ...], Program]:
    """Each criterion is made ready once, in memory: tests/oracle/test_memory.py holds that against DuckDB."""
    day = criterion.since or date(2020, 1, 1)
    asked = judge(TABLES, day, [criterion], as_of=date.max if past else day, day=ON)
    return asked.columns, Program(asked)


def said(criterion: str, on: str, *, as_of: str = "", known_since: str = "2019-06-01", **tables: list[dict[str, Any]]) -> str:
    """The verdict in words; rows are about one person, and get keys in the order they stand."""
    records = {"person": [PERSON | {"known_since": date.fromisoformat(known_since)} | tables.pop("person", [{}])[0]]}
    for name, rows in tables.items():
        records[name] = [{"person": "p", "municipality": "4222", "id": f"{name}-{place}"} | row for place, row in enumerate(rows)]
    day = date.fromisoformat(on)
    chosen = next((one for one in ALL if one.id == criterion and one.in_force(day)), None)
    if chosen is None:
        return "not judged"
    columns, program = _program(chosen, bool(as_of) and day < date.fromisoformat(as_of))
    given = {name: [tuple(whole(name, row)[one] for one in SCHEMA[name].names) for row in records.get(name, [])] for name in SCHEMA}
    return "; ".join(_words(dict(zip(columns, row, strict=True))) for row in program(given, day)[0]) or "not judged"


def _words(row: dict[str, Any]) -> str:
    again = f", again by {row['by']}" if row["by"] else ""
    told = {
        "met": f"met{again}",
        "late": f"done {row['late']} days late{again}",
        "due": f"due by {row['by']}: {row['step']}",
        "breached": f"breached since {row['since']}: {row['step']}",
        "not_applicable": "not applicable",
        "cannot": f"cannot: {row['missing']}",
    }
    return told[row["state"]]
