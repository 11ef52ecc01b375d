"""Rows, days and verdicts in plain Python: what the second evaluator stands on."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
Records = dict[str, list[Row]]


@dataclass(frozen=True)
class Told:
    """What is known of one subject: whether the duty concerns it, by when, when it was done, and when it must be done again."""

    subject: str
    person: str | None  # None: the duty is a municipality's
    applies: bool = True
    by: date | None = None
    done: date | None = None
    again: date | None = None
    missing: str | None = None


Verdict = tuple[str, date | None, date | None, int, str | None]  # state, by, since, days late, what is missing


def days(day: date, number: int) -> date:
    return day + timedelta(days=number)


def months(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def past(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None


def later(day: date | None, on: date) -> bool:
    return day is not None and day > on


def stands(row: Row, on: date, since: str = "since") -> bool:
    return row[since] <= on and (row["until"] is None or row["until"] >= on)


def begun(row: Row, on: date, since: str, ended: str) -> bool:
    return row[since] <= on and (row[ended] is None or row[ended] > on)


class Asked:
    """All that is known on a day, and what several duties ask of it."""

    def __init__(self, records: Records, on: date) -> None:
        self.records, self.on = records, on
        self.people = {row["person"]: row for row in records["person"]}

    def verdicts(self) -> dict[tuple[str, str], Verdict]:
        """Each criterion's verdict on each subject."""
        found: dict[tuple[str, str], Verdict] = {}
        for name in (name for name in dir(self) if name.startswith("duty_")):
            key = name.removeprefix("duty_").replace("_", "-").replace("PAA", "PÅ")
            for told in getattr(self, name)():
                found[key, told.subject] = self.verdict(told, dead_too=key == "PÅ-3")
        return found

    def verdict(self, told: Told, *, dead_too: bool = False) -> Verdict:
        person, on = self.people[told.person] if told.person else None, self.on
        dead = not dead_too and person is not None and past(person["deceased_on"], on) is not None
        if person and person["known_since"] > on:
            return "cannot", None, None, 0, "before_data"
        if not told.applies:
            return "not_applicable", None, None, 0, None
        if told.missing:
            return "cannot", None, None, 0, told.missing
        if told.done is not None:
            if dead or told.again is None or told.again >= on:
                late = max((told.done - told.by).days, 0) if told.by else 0
                return "late" if late else "met", told.again, None, late, None
            return "breached", told.again, days(told.again, 1), (on - told.again).days, None
        if dead:
            return "not_applicable", None, None, 0, None
        if told.by is None:
            return "cannot", None, None, 0, "no_day"
        if told.by >= on:
            return "due", told.by, None, 0, None
        return "breached", told.by, days(told.by, 1), (on - told.by).days, None

    def of(self, table: str, person: str) -> list[Row]:
        return [row for row in self.records[table] if row["person"] == person]

    # ── what several duties ask ─────────────────────────────────────────────

    def open_since(self, person: str) -> date | None:
        return min((c["opened_on"] for c in self.of("case", person) if begun(c, self.on, "opened_on", "closed_on")), default=None)

    def served(self, person: str) -> bool:
        """She has help now, or nobody has ever opened anything for her."""
        return self.open_since(person) is not None or not any(c["opened_on"] <= self.on for c in self.of("case", person))

    def need_since(self, person: str, *, of_child: bool = False) -> date | None:
        needs = [n for n in self.of("need", person) if n["long_term"] and n["coordinated"] and begun(n, self.on, "since", "met_on")]
        needs = [n for n in needs if n["concerns_child"]] if of_child else needs
        return min((n["since"] for n in needs), default=None)

    def offer(self, person: str, of: str) -> Row | None:
        offers = [o for o in self.of("offer", person) if o["of"] == of and o["offered_on"] <= self.on]
        if not offers:
            return None
        last = max(offers, key=lambda o: (o["offered_on"], o["id"]))
        answered = past(last["answered_on"], self.on)
        answer = last["answer"] if answered and last["answer"] else None
        again = last["again_on"]
        if again is None and answered:
            again = {"no": days(answered, 365), "later": days(answered, 90)}.get(answer or "")
        return {"on": last["offered_on"], "answer": answer, "answered": answered, "get_by": days(last["offered_on"], 14), "again": again}

    def plans(self, *states: str) -> Iterator[Row]:
        for plan in self.records["plan"]:
            if plan["kind"] == "individual" and plan["since"] <= self.on:
                yield plan | {"in_use": self.in_use(plan), "consented": self.consented(plan)}

    def in_use(self, plan: Row) -> bool:
        going = plan["state"] != "ended" or (plan["ended_on"] is not None and plan["ended_on"] > self.on)
        return bool(plan["state"] != "draft" and going)

    def worked_on(self, plan: Row) -> bool:
        return self.in_use(plan) and plan["state"] != "paused" and (self.consented(plan) or self.consented_again(plan))

    def consented_again(self, plan: Row) -> bool:
        return plan["consented_on"] is not None and plan["consented_on"] > self.on

    def consented(self, plan: Row) -> bool:
        return past(plan["consented_on"], self.on) is not None and past(plan["consent_withdrawn_on"], self.on) is None

    def rows(self, table: str, day: str) -> Iterator[Row]:
        yield from (row for row in self.records[table] if row[day] is not None and row[day] <= self.on)
