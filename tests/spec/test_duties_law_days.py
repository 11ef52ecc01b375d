"""The days the law changed: each criterion with a first or last day, judged on both sides of it.

A day before the law came is not judged, and a day after it ended is not: by records drawn in which the duty concerns somebody.
What is not listed was the law on every day this product can judge, as far as was read on 2 July 2026 (`oversight/law.py`).
"""

from datetime import date, timedelta
from functools import lru_cache
from inspect import getdoc
from typing import Any

import pytest

from helhet.oversight.criteria import ALL
from helhet.oversight.law import PARAGRAPHS
from helhet.oversight.verdicts import COLUMNS, judge
from helhet.record.engines import ON, TABLES
from helhet.record.memory import Program
from helhet.record.schema import TABLES as SCHEMA
from tests.drawn import drawn
from tests.oracle.evaluator import Evaluator
from tests.oracle.records import drawn_records, whole

_SEEDS, _PERSONS = range(5, 9), 60
# What is drawn about a day serves every criterion that changed then: one worker draws it.
pytestmark = pytest.mark.xdist_group("law-days")


@lru_cache
def _program(on: date) -> Program:
    """The law as of a day, made ready once for all that is drawn about it."""
    return Program(judge(TABLES, on, day=ON))


@lru_cache
def _judged(on: date) -> set[str]:
    """The criteria that say something else than that they concern nobody, of records drawn about a day."""
    return {criterion for seed in _SEEDS for criterion in _told(seed, on)}


def _told(seed: int, on: date) -> set[str]:
    records: dict[str, Any] = drawn_records(seed, _PERSONS, on)
    tables = {name: [tuple(whole(name, row)[one] for one in table.names) for row in records[name]] for name, table in SCHEMA.items()}
    rows = (dict(zip(COLUMNS, row, strict=True)) for found in _program(on)(tables, on) for row in found)
    return {row["criterion"] for row in rows if row["state"] != "not_applicable"}


@drawn
def test_a_criterion_is_judged_from_the_day_its_law_came_to_the_day_it_ended(
    criterion: str, paragraphs: str, day_before: str, judged_then: str, day_after: str, judged_now: str
) -> None:
    """Every criterion whose law came or went on a day that is known.

    | criterion | paragraphs | day before | judged then | day after | judged now |
    | --- | --- | --- | --- | --- | --- |
    | IP-2 | IPF § 5 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-4 | IPF § 7 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-7 | IPF § 9 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-7a | IPF § 9 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-7b | IPF § 9 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-8 | IPF § 9 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-9 | IPF § 9 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-13 | FLF § 26 | 2025-12-31 | no | 2026-01-01 | yes |
    | IP-13a | FLF § 26 | 2025-12-31 | no | 2026-01-01 | yes |
    | IP-3 | IPF § 6 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-5 | IPF § 7 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-6 | IPF § 8, hol § 7-1 | 2022-07-31 | no | 2022-08-01 | yes |
    | IP-17 | IPF § 4 | 2022-07-31 | no | 2022-08-01 | yes |
    | KO-1 | hol § 7-2, pbrl § 2-5 b, HRK § 16 | 2022-07-31 | no | 2022-08-01 | yes |
    | KO-2 | HRK § 16 | 2022-07-31 | no | 2022-08-01 | yes |
    | BO-2 | bosl § 6, bosl § 7 | 2023-06-30 | no | 2023-07-01 | yes |
    | PÅ-2 | hpl § 28 | 2026-06-30 | no | 2026-07-01 | yes |
    | UT-1 | UKP § 8 | 2018-12-31 | no | 2019-01-01 | yes |
    | UT-2 | UKP § 9 | 2018-12-31 | no | 2019-01-01 | yes |
    | UT-3 | UKP § 11 | 2018-12-31 | no | 2019-01-01 | yes |
    | UT-4 | UKP § 13 | 2018-12-31 | no | 2019-01-01 | yes |
    | UT-5 | UKP § 12 | 2018-12-31 | no | 2019-01-01 | yes |
    | TS-3 | hpl § 29, pbrl § 5-3, pjl § 17 | 2026-06-30 | no | 2026-07-01 | yes |
    | SA-1 | pbrl § 4-3 | 2026-05-31 | no | 2026-06-01 | yes |
    | PÅ-4 | hpl § 33, bvl § 13-2, bvl § 13-3 | 2022-12-31 | no | 2023-01-01 | yes |
    | PÅ-4a | hpl § 33, bvl § 13-3 | 2022-12-31 | no | 2023-01-01 | yes |
    | BM-3 | hol § 3-10, LKF § 7, LKF § 8 | 2016-12-31 | no | 2017-01-01 | yes |
    | LE-1 | LKF § 6, LKF § 8, hol § 3-1 | 2016-12-31 | no | 2017-01-01 | yes |
    | LE-3 | hol § 12-3 a | 2026-06-30 | no | 2026-07-01 | yes |
    | LE-3a | pbrl § 3-2 | 2026-06-30 | no | 2026-07-01 | yes |
    | LE-3b | hol § 12-3 a | 2026-06-30 | no | 2026-07-01 | yes |
    | BO-1 | bosl § 5 | 2023-06-30 | no | 2023-07-01 | yes |
    | AV-1 | hol § 6-1 | 2011-12-31 | no | 2012-01-01 | yes |
    | AV-1a | hol § 6-1 | 2011-12-31 | no | 2012-01-01 | yes |
    | AV-2 | hol § 6-2 | 2011-12-31 | no | 2012-01-01 | yes |
    | AV-2a | hol § 6-5 | 2011-12-31 | no | 2012-01-01 | yes |
    | AV-2b | hol § 6-5 | 2011-12-31 | no | 2012-01-01 | yes |
    | AV-3 | koml § 20-4, koml § 20-2 | 2019-09-30 | no | 2019-10-01 | yes |
    """
    days = {date.fromisoformat(day_before): judged_then, date.fromisoformat(day_after): judged_now}
    assert {on: "yes" if criterion in _judged(on) else "no" for on in days} == days
    assert paragraphs in {", ".join(one.basis) for one in ALL if one.id == criterion}


def test_no_criterion_with_a_first_or_last_day_is_left_out() -> None:
    table = getdoc(test_a_criterion_is_judged_from_the_day_its_law_came_to_the_day_it_ended) or ""
    listed = {tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in table.splitlines() if line.startswith("| ")}
    one_day = timedelta(days=1)
    told = {(one.id, str(one.since - one_day), str(one.since)) for one in ALL if one.since}
    told |= {(one.id, str(one.until), str(one.until + one_day)) for one in ALL if one.until}
    assert told <= {(row[0], row[2], row[4]) for row in listed}
    assert len(listed) == len(told) + 2


def test_a_paragraph_that_changed_dates_every_criterion_that_stands_on_it_alone() -> None:
    """A criterion that stands on an older paragraph too may be older; one that does not, begins when its paragraph did."""
    late = [
        one.id for one in ALL
        if (days := [PARAGRAPHS[key].since for key in one.basis]) and all(days) and (one.since is None or one.since < max(days))
    ]  # fmt: skip
    assert late == []


def test_the_plain_evaluator_agrees_on_both_sides_of_each_of_these_days() -> None:
    """Of the criteria in force then: each evaluator tells of a past day with the past day's rows."""
    for on in sorted({day for one in ALL if one.since for day in (one.since - timedelta(days=1), one.since)}):
        law = {one.id for one in ALL if one.in_force(on)}
        records = drawn_records(_SEEDS[0], 20, on)
        tables = {name: [tuple(whole(name, row)[one] for one in table.names) for row in records[name]] for name, table in SCHEMA.items()}
        rows = (dict(zip(COLUMNS, row, strict=True)) for found in _program(on)(tables, on) for row in found)
        told = {(row["criterion"], row["subject"]): row["state"] for row in rows}
        assert told == {key: verdict[0] for key, verdict in Evaluator(records, on).verdicts().items() if key[0] in law}, on
