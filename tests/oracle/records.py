"""Records drawn by a seed, in the tables of helhet.record.schema, and the same as DuckDB tables."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import ibis
import pyarrow as pa

from helhet.record.schema import TABLES

Rows = list[dict[str, Any]]
KINDS = {
    "string": pa.string(),
    "date": pa.date32(),
    "timestamp('UTC')": pa.timestamp("us", "UTC"),
    "boolean": pa.bool_(),
    "int64": pa.int64(),
}
USUAL = {
    "string": "",
    "date": date(2020, 1, 1),
    "timestamp('UTC')": datetime.fromisoformat("2020-01-01T00:00:00+00:00"),
    "boolean": False,
    "int64": 0,
}

# Days before the day of judging that stand on an edge of some deadline, and one beside it.
EDGES = (0, 1, 2, 3, 4, 7, 8, 14, 15, 28, 29, 30, 31, 32, 89, 90, 91, 92, 181, 364, 365, 366, 367, 500, -1, -2, -30)
WORDS: dict[str, tuple[Any, ...]] = {
    "answer": ("yes", "no", "later", None),
    "of": ("plan", "coordinator", "child_coordinator", "kin_support"),
    "role": ("coordinator", "deputy", "child_coordinator"),
    "state": ("draft", "active", "active", "paused", "ended"),
    "legal_basis": ("hol-3-2-4", "hol-3-2-6a", "sotjl-17", "bosl-6", "none"),
    "users_took_part": ("yes", "no", ""),
    "against": ("everybody", "staff", ""),
    "language": ("nb", "nn", "so"),
    "instrument": ("livsomrader", "livsomrader", "stigen"),
    "responsible": ("person", "staff"),
    "municipality": ("4222", "4221"),
}


KINDS_OF = {
    "plan": ("individual", "individual", "crisis", "activity"),
    "consent": ("plan", "sharing"),
    "note": ("health", "service"),
    "notice": (
        "need_nav", "need_child_welfare", "need_hospital", "need_told", "dispute", "referral", "housing", "record", "informed",
        "competence",
    ),
    "agreement": ("hospital", "hospital", "municipalities", "nav"),
    "protected_notice": ("concern", "concern_closed", "misuse", "coercion", "coercion_pregnant", "retained"),
}  # fmt: skip


def whole(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with the usual in every column that it does not say anything about."""
    return {c.name: row.get(c.name, None if c.optional else USUAL[c.type]) for c in TABLES[table].columns}


def drawn_records(seed: int, persons: int, on: date) -> dict[str, Rows]:
    """Every table with rows about so many persons; some of it could never happen, which is the point."""
    random = Random(seed)
    records: dict[str, Rows] = {name: [] for name in TABLES}
    for number in range(persons):
        person = f"p{number}"
        records["person"].append(
            _row(random, "person", person, on) | {"known_since": on - timedelta(random.choice((0, 30, 400, 4000, 4000, -3)))}
        )
        for name in (name for name, table in TABLES.items() if table.about == "person" and name != "person"):
            for place in range(random.choice((0, 0, 1, 1, 2, 3))):
                records[name].append(_row(random, name, person, on) | {"id": f"{name}-{number}-{place}"})
    _draw_houses(random, records, min(persons, 60), on)
    _tie(random, records)
    return records


def _draw_houses(random: Random, records: dict[str, Rows], many: int, on: date) -> None:
    """Municipalities with what they have in place, their workers, agreements and serious events."""
    numbers = ("4222", "4221", *(f"h{place}" for place in range(many)))
    records["house"] = [_row(random, "house", "", on) | {"municipality": number} for number in numbers]
    records["worker"] = [_row(random, "worker", "", on) | {"staff": f"staff-{place}"} for place in range(9)]
    for name in ("agreement", "serious_event"):
        records[name] = [_row(random, name, "", on) | {"id": f"{name}-{n}", "municipality": random.choice(numbers)} for n in range(many)]


def _row(random: Random, table: str, person: str, on: date) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in TABLES[table].columns:
        often_none = column.optional and random.random() < 0.5
        row[column.name] = None if often_none else _value(random, table, column.name, column.type, on)
    return row | {"person": person}


def _value(random: Random, table: str, name: str, kind: str, on: date) -> Any:
    if name == "kind" and table in KINDS_OF:
        return random.choice(KINDS_OF[table])
    if table == "stay" and name == "answer":
        return random.choice(("today", "from_day", "not_yet"))
    if "notice" in table and name == "answer":
        return random.choice(("started", "withdrawn"))
    if name == "trained_on":
        return on - timedelta(random.choice((10, 729, 730, 731, 800)))
    if name in WORDS:
        return random.choice([word for word in WORDS[name] if word is not None])
    if kind == "date":
        return on - timedelta(random.choice(EDGES))
    if kind == "int64":
        return {
            "look_again_days": 56,
            "born_year": random.choice((1980, on.year - 18, on.year - 10)),
            "born_month": on.month,
            "ready_points": random.choice((0, 7, 8)),
            "told_points": random.choice((4, 5)),
            "points": 13,
            "points_agreed": random.choice((12, 13)),
            "review_letters": random.choice((5, 7)),
            "notice_minutes": random.choice((60, 1440, 1441)),
        }.get(name, 1)
    return random.random() < 0.6 if kind == "boolean" else USUAL[kind] or f"{name}-{random.randrange(9)}"


def _tie(random: Random, records: dict[str, Rows]) -> None:
    """Rows that belong to other rows get one of the same person's, where there is one."""
    for child, parent in (("goal", "plan"), ("action", "plan"), ("evaluation", "goal"), ("complaint", "decision"), ("action", "decision")):
        for row in records[child]:
            same = [one["id"] for one in records[parent] if one["person"] == row["person"]]
            row[f"{parent}_id"] = random.choice(same) if same else "nowhere"
    of_person = {row["person"]: row["municipality"] for row in records["person"]}
    for rows in records.values():
        for row in rows:
            row["municipality"] = of_person.get(row.get("person", ""), row["municipality"])


def loaded(connection: Any, records: dict[str, Rows]) -> dict[str, Any]:
    """The records as tables on an Ibis connection to DuckDB, in place of those that were there."""
    for name, batch in _arrow(records):
        connection.con.register("arriving", batch)
        connection.con.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM arriving')
        connection.con.unregister("arriving")
    return {name: connection.table(name) for name in TABLES}


def _arrow(records: dict[str, Rows]) -> Iterator[tuple[str, pa.Table]]:
    for name, table in TABLES.items():
        schema = pa.schema([(column.name, KINDS[column.type]) for column in table.columns])
        yield name, pa.Table.from_pylist([whole(name, row) for row in records.get(name, [])], schema=schema)


def duck() -> Any:
    """An empty DuckDB in memory."""
    return ibis.duckdb.connect()
