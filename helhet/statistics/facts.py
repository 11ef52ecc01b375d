"""What a report is worked out from, fetched: the live database or a snapshot, for one municipality on one day."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pyarrow.parquet as pq

from helhet.organisation.models import OpeningHours, Partner, ServiceOffered
from helhet.organisation.rules import LevelOfCare, PartnerKind
from helhet.record import engines, schema
from helhet.record.snapshot import Manifest, read
from helhet.record.whole import Broken

from .cells import Facts
from .frame import frame
from .work import Work, by_choices

WORK_YEARS = "work-years.json"  # beside a snapshot's manifest: it holds no person, and no table of the record holds it
_EVENING = time(16)


@cache
def _question() -> engines.Question:
    return engines.Question(frame(engines.TABLES, engines.ON))


Found = TypeVar("Found")
_Known = tuple[list[dict[str, Any]], dict[str, bool | None]]
_kept: ContextVar[dict[tuple[str, date], Any] | None] = ContextVar("kept", default=None)


@contextmanager
def while_the_record_stands() -> Iterator[None]:
    """While many reports are written and nothing else: whom a municipality helped on a day, what it had and its posts are fetched once."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(what: str, on: date, ask: Callable[[], Found]) -> Found:
    """What is asked about a day, and kept while the record stands."""
    kept = _kept.get()
    if kept is None:
        return ask()
    if (what, on) not in kept:
        kept[what, on] = ask()
    found: Found = kept[what, on]
    return found


def live(number: str, on: date, work: Iterable[Work], chosen: Mapping[str, str]) -> Facts:
    """Of the live database, with the shares of posts as organisation has them."""
    persons, place = once(number, on, lambda: _live(number, on))
    return Facts(number, on, persons, by_choices(work, number, chosen), place)


def _live(number: str, on: date) -> _Known:
    house, agreements = (_dicts(name, engines.rows_in(name, number)) for name in ("house", "agreement"))
    # The frame looks at the contacts of a year; two days are for leap years.
    known = _question().ask_in(number, on=on, contacts_since=on - timedelta(days=367))
    return known, {**of_record(house, agreements, on), **_of_organisation(number, on)}


def of_snapshot(directory: Path, number: str, on: date, chosen: Mapping[str, str]) -> Facts:
    """Of a snapshot. What only the live house knows (opening hours, partners) is not known there, and is asked."""
    shot = engines.snapshot(directory)
    everybody = shot.ask(frame(engines.TABLES, engines.ON), on=on)
    house, agreements = (_of_files(directory, shot.manifest, name, number) for name in ("house", "agreement"))
    work = work_of(directory, number)
    counted = None if work is None else by_choices(work, number, chosen)
    return Facts(number, on, [one for one in everybody if one["municipality"] == number], counted, of_record(house, agreements, on))


def manifest_of(directory: Path) -> Manifest:
    """What a snapshot holds. Raises `Broken` with the name of what is missing or changed."""
    return read(directory)


def work_of(directory: Path, number: str) -> list[Work] | None:
    """The shares of posts written beside a snapshot; None when there are none. Raises `Broken` when they cannot be read."""
    path = directory / WORK_YEARS
    if not path.is_file():
        return None
    try:
        rows = json.loads(path.read_text(encoding="utf-8")).get(number, [])
        return [Work(**{**one, "percent": Decimal(one["percent"]), "vacant": Decimal(one.get("vacant", 0))}) for one in rows]
    except (ValueError, TypeError, KeyError, ArithmeticError) as wrong:
        raise Broken(path, f"the shares of posts cannot be read: {wrong}") from None


def _of_files(directory: Path, manifest: Manifest, table: str, number: str) -> list[dict[str, Any]]:
    files = [one.file for one in manifest.files if one.table == table]
    rows = (row for file in files for row in pq.ParquetFile(directory / file).read().to_pylist())
    return [row for row in rows if row["municipality"] == number]


def _dicts(table: str, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(schema.TABLES[table].names, row, strict=True)) for row in rows]


# ── what the municipality has ───────────────────────────────────────────────


def of_record(house: list[dict[str, Any]], agreements: list[dict[str, Any]], on: date) -> dict[str, bool | None]:
    """What the record's own tables say of it."""
    found: dict[str, bool | None] = {}
    if house:
        one = house[0]
        found = {
            "coordinating_unit": one["coordinating_unit"], "unit_answers": one["unit_answers"], "routine": one["routine_on"] is not None,
        }  # fmt: skip
    running = [one for one in agreements if one["since"] <= on and (one["until"] is None or one["until"] >= on)]
    if house or agreements:
        kinds = {one["kind"] for one in running}
        found |= {f"agreement_{kind}": kind in kinds for kind in ("hospital", "municipalities", "nav", "gp")}
        found["users_in_agreement"] = any(one["users_took_part"] == "yes" for one in running)
    return found


def _of_organisation(number: str, on: date) -> dict[str, bool | None]:
    hours = OpeningHours.objects.filter(point__serves=number, point__partner=None)
    # A line that answers day and night is no service that keeps open in the evening.
    by_day = [one for one in hours if one.opens != one.closes]
    partners = set(Partner.objects.filter(serves=number).values_list("kind", flat=True))
    services = ServiceOffered.objects.filter(serves=number).exclude(until__lt=on)
    levels = set(services.values_list("level_of_care", flat=True))
    return {
        "evening": any(set(one.weekdays) & set("01234") and (one.closes > _EVENING or one.closes < one.opens) for one in by_day),
        "weekend": any(set(one.weekdays) & set("56") for one in by_day),
        "user_council": PartnerKind.COUNCIL in partners, "police": PartnerKind.POLICE in partners,
        "volunteers": PartnerKind.VOLUNTARY in partners, "meeting_place": LevelOfCare.SELF_HELP in levels,
        "low_threshold": LevelOfCare.LOW_THRESHOLD in levels, "housing_with_staff": LevelOfCare.HOUSING in levels,
    }  # fmt: skip
