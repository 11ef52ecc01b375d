"""Days and states as Ibis expressions, alike on every engine: what has happened by a day, what runs on it, and what comes after."""

from datetime import date
from typing import Any

import ibis

from helhet.record.shared import kept, shared

from .rules import Day, Length, Missing, Tables

FAR = date(9999, 12, 31)


def none(kind: str) -> Any:
    """Nothing, of a type: date, string or boolean."""
    return ibis.null(kind)


def so_far(day: Any, on: Day) -> Any:
    """The day, unless it is later than `on`: then it has not happened."""
    return (day <= on).ifelse(day, none("date"))


def runs(row: Any, on: Day, since: str = "since", until: str = "until") -> Any:
    """True when a state with an inclusive last day is so on this day."""
    return (row[since] <= on) & (row[until].isnull() | (row[until] >= on))


def not_ended(row: Any, on: Day, began: str, ended: str) -> Any:
    """True when it had begun, and the dated end had not happened."""
    return (row[began] <= on) & (row[ended].isnull() | (row[ended] > on))


def after(day: Any, length: Length) -> Any:
    """The last day of a time that begins on `day`."""
    # A month after 31 January is the last of February, to every engine as to cases.rules.add_month.
    later = day + ibis.interval(months=length.months) if length.months else day
    return later + ibis.interval(days=length.days) if length.days else later


def newest(rows: Any, by: str, day: str) -> Any:
    """One row of each `by`: the newest by day, and of the same day that with the greatest key (live keys are in time order)."""
    place = ibis.row_number().over(ibis.window(group_by=by, order_by=[rows[day].desc(), rows.id.desc()]))
    return rows.mutate(place=place).filter(lambda row: row.place == 0).drop("place")


def framed(rows: Any, *, applies: Any = True, **told: Any) -> Any:
    """The columns every frame has, with nothing where nothing is told."""
    kinds = {"due_by": "date", "met_on": "date", "again_by": "date", "missing": "string", "step": "string", "evidence": "string"}
    columns = {name: told.get(name, none(kind)) for name, kind in kinds.items()}
    if isinstance(columns["step"], str):
        columns["step"] = ibis.literal(columns["step"])
    return rows.select(
        "person",
        "municipality",
        subject=told.get("subject", rows.person),
        applies=ibis.literal(applies) if applies is True else applies,
        **columns,
    )


def lacking(reason: Missing) -> Any:
    """The code of what is missing."""
    return ibis.literal(reason.value)


@shared
def persons(tables: Tables, on: Day) -> Any:
    """Everybody, with whether she has an open service now (`open`), has one now or never had any (`served`), and the first open since."""
    cases = tables["case"]
    cases = cases.filter(cases.opened_on <= on)
    is_open = not_ended(cases, on, "opened_on", "closed_on")
    held = cases.group_by("person").agg(first_open=cases.opened_on.min(where=is_open), any_case=cases.opened_on.min())
    person = tables["person"]
    everybody = person.left_join(held, person.person == held.person).select(
        person.person,
        person.municipality,
        person.known_since,
        person.deceased_on,
        held.first_open,
        open=held.first_open.notnull(),
        served=held.first_open.notnull() | held.any_case.isnull(),
    )
    return kept(everybody, "persons")


def asked_again(tables: Tables, on: Day, rows: Any, *, within: Length, again: Length, step: str) -> Any:
    """Whom these rows must be about while she gets help: the first within a time after help began, and again as long after the last."""
    known = rows.group_by("person").agg(last=rows["on"].max(), times=rows.count(), newest=rows.id.max())
    asked = beside(persons(tables, on), known, "last", "times", "newest")
    begins = ibis.greatest(asked.first_open, asked.known_since)
    once = asked.times.fill_null(0) <= 1  # only of the first is it known whether it came in time
    return framed(
        asked,
        applies=asked.open,
        due_by=once.ifelse(after(begins, within), none("date")),
        met_on=asked["last"],
        again_by=after(asked["last"], again),
        step=step,
        evidence=asked.newest,
    )


def beside(rows: Any, more: Any, *names: str) -> Any:
    """The rows with these columns of what is known of the same person, or nothing where nothing is known."""
    return rows.left_join(more, rows.person == more.person).select(rows, *(more[name] for name in names))
