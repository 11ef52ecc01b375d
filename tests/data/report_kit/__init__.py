"""The test kit of the national report: a small invented municipality, and the right answer for every cell that is counted."""

import json
import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from helhet.record import schema
from helhet.record.snapshot import is_number, stored, writing
from helhet.statistics.facts import WORK_YEARS

HERE = Path(__file__).parent
NUMBER, ELSEWHERE = "9999", "9998"
_USUAL = {schema.KEY: "", schema.YES: False, schema.COUNT: 0, schema.DAY: date(2020, 1, 1), schema.MOMENT: datetime(2020, 1, 1, tzinfo=UTC)}


def given() -> dict[str, list[dict[str, Any]]]:
    """The municipality's rows by table, as the file has them."""
    with (HERE / "municipality.toml").open("rb") as file:
        found: dict[str, list[dict[str, Any]]] = tomllib.load(file)
    return found


def work_years() -> dict[str, list[dict[str, Any]]]:
    """The shares of its posts."""
    with (HERE / "posts.toml").open("rb") as file:
        return {NUMBER: tomllib.load(file)["share"]}


def answers(group: str) -> dict[str, Any]:
    """The right answer for every counted cell of this group's form, work years exactly."""
    with (HERE / "answers.toml").open("rb") as file:
        found = tomllib.load(file, parse_float=Decimal)[group]
    return {key: Decimal(value) if isinstance(value, str) else value for key, value in found.items()}


def write(place: Path) -> Path:
    """The municipality as a snapshot, so that the report is made of it as of any other."""
    rows = given()
    with writing(place, day=date(2026, 11, 10)) as made:
        for number in (NUMBER, ELSEWHERE):
            made.municipality(number)
            for table, some in rows.items():
                here = [_row(table, one) for one in some if one.get("municipality", NUMBER) == number]
                if here:
                    made.write(table, pa.Table.from_pylist(here, schema=stored(table)))
    (place / WORK_YEARS).write_text(json.dumps(work_years()), encoding="utf-8")
    return place


def _row(table: str, given: dict[str, Any]) -> dict[str, Any]:
    row = {one.name: None if one.optional else _USUAL[one.type] for one in schema.TABLES[table].columns}
    row |= {"municipality": NUMBER} | given
    keys = [one.name for one in schema.TABLES[table].columns if is_number(table, one)]
    return row | {name: _key(row[name]) for name in keys if row[name] is not None}


def _key(word: str) -> int:
    return int.from_bytes(word.encode()[:7].ljust(7, b"\0"))
