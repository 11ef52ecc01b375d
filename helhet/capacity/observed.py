"""What the record tells about a service, as sums: who comes, how long they are helped, how much time they are given, how long they wait.

No row of it is about one person, and nothing here is shown as it stands: a model is made of it (`fitting`), and sums are told by fives.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis

# Each sum is of one thing: by unit and main pathway where that matters, and by years, weeks or quarters back from the day.
COLUMNS = ("what", "municipality", "unit", "pathway", "back", "many", "total")
YEAR, QUARTER, WEEK, HALF_YEAR = 365, 91, 7, 182
YEARS_BACK = 5
_LENGTHS_BACK = 3 * YEAR
# Steps that the record tells of by events of their own, by the word before the underscore in what is summed: `fact_began`.
HOME, FACT, GROUP, SPECIALIST = "home", "fact", "group", "specialist"
STEPS = (HOME, FACT, GROUP, SPECIALIST)
_FOLLOW_UP_AT_HOME = "hol-3-2-6a"
# Who is not mapped in so many days, is not mapped as a part of beginning.
_MAPPED_WITHIN = 182
_OF_THEM = ("case", "enquiry", "contact", "stay", "response", "on_board", "activity", "notice")

Tables = Mapping[str, Any]


def asked(tables: Tables, numbers: Collection[str], on: Any) -> list[Any]:
    """The questions, over the record's tables, of these municipalities on a day."""
    of = {name: tables[name].filter(tables[name].municipality.isin(sorted(numbers))) for name in _OF_THEM}
    cases = _with_pathway(of["case"], tables["pathway"], on)
    steps = _steps(of, cases, on)
    waits = _first_met(of["enquiry"], of["contact"], on)
    return [
        *_opened(cases, on), _helped(cases, on), _present(cases, on), _contacts(cases, of["contact"], on),
        _waited(waits, on), _unmet(waits, cases, on), _waiting(waits, cases, on), *_stays(of["stay"], on),
        *_stepped(steps, on), _given(steps, of["contact"], on), *_mapped(cases, of["response"], on),
    ]  # fmt: skip


def _with_pathway(cases: Any, pathways: Any, on: Any) -> Any:
    """Each case with the pathway it has on the day."""
    place = ibis.row_number().over(ibis.window(group_by="case_id", order_by=[pathways.since.desc(), pathways.id.desc()]))
    newest = pathways.filter(pathways.since <= on).mutate(place=place).filter(lambda row: row.place == 0).select("case_id", "number")
    joined = cases.filter(cases.opened_on <= on).left_join(newest, cases.id == newest.case_id)
    return joined.select(
        "person", "municipality", "unit", "opened_on", pathway=joined.number.fill_null(0), basis=joined.legal_basis,
        closed_on=(joined.closed_on <= on).ifelse(joined.closed_on, ibis.null("date")),
    )  # fmt: skip


def _first_met(enquiries: Any, contacts: Any, on: Any) -> Any:
    """Each enquiry of ours, and the day she was first met or talked with after it."""
    # A list taken over from before tells nothing of when anybody asked.
    ours = enquiries.filter((enquiries.received_on <= on) & ~enquiries.sent_on & (enquiries.channel != "import"))
    met = contacts.filter((contacts.on <= on) & ~contacts.kind.isin(["not_met", "partner"])).select("on", who=contacts.person)
    both = ours.left_join(met, (ours.person == met.who) & (met.on >= ours.received_on))
    return both.group_by("id", "person", "municipality", "received_on").agg(met_on=both.on.min())


def _told(rows: Any, what: Any, *, by: Iterable[str] = (), back: Any = 0, total: Any = 0) -> Any:
    """How many rows, and the sum of something, in the columns all have."""
    given = set(by)
    names = {name: rows[name] if name in given else ibis.literal("") for name in ("municipality", "unit")}
    pathway = rows.pathway.cast("int64") if "pathway" in given else ibis.literal(0, "int64")
    shaped = rows.select(
        what=ibis.literal(what) if isinstance(what, str) else what, **names, pathway=pathway, back=_count(back), total=_count(total),
    )  # fmt: skip
    summed = shaped.group_by("what", "municipality", "unit", "pathway", "back").agg(many=shaped.count(), total=shaped.total.sum())
    return summed.select(
        "what", "municipality", "unit", "pathway", "back", many=summed.many.cast("int64"), total=summed.total.cast("int64")
    )


def _count(value: Any) -> Any:
    return ibis.literal(value, "int64") if isinstance(value, int) else value.cast("int64")


def _days(later: Any, earlier: Any) -> Any:
    return later.delta(earlier, unit="day")


def _opened(cases: Any, on: Any) -> list[Any]:
    """New ones by year back, and by month of the year."""
    lately = cases.filter(_days(on, cases.opened_on) < YEARS_BACK * YEAR)
    by = ("municipality", "unit", "pathway")
    return [
        _told(lately, "opened", by=by, back=_days(on, lately.opened_on) // YEAR),
        _told(lately, "month", back=lately.opened_on.month()),
    ]


def _helped(cases: Any, on: Any) -> Any:
    """Of the last years: how many were ended (back 0) and how many were not (back 1), and the days they were helped in them."""
    edge = ibis.literal(_LENGTHS_BACK)
    rows = cases.filter(cases.closed_on.isnull() | (_days(on, cases.closed_on) < edge))
    end = rows.closed_on.fill_null(on)
    days = ibis.least(_days(end, rows.opened_on), edge - _days(on, end))
    return _told(rows, "helped", by=("pathway",), back=rows.closed_on.isnull().cast("int64"), total=days)


def _present(cases: Any, on: Any) -> Any:
    """Who is helped on the day, by unit, pathway and quarters since it began."""
    here = cases.filter(cases.closed_on.isnull())
    return _told(here, "present", by=("municipality", "unit", "pathway"), back=_days(on, here.opened_on) // QUARTER)


def _contacts(cases: Any, contacts: Any, on: Any) -> Any:
    """Minutes given in the last half year to those who are helped on the day."""
    here = cases.filter(cases.closed_on.isnull()).select("pathway", who=cases.person).distinct()
    lately = contacts.filter((contacts.on <= on) & (_days(on, contacts.on) < HALF_YEAR))
    both = lately.inner_join(here, lately.person == here.who)
    return _told(both, "minutes", by=("pathway",), total=both.minutes.fill_null(0))


def _waited(waits: Any, on: Any) -> Any:
    """Days from asking until met, by year back: how many waited so many days stands as total of back, a year being 10,000."""
    met = waits.filter(waits.met_on.notnull() & (_days(on, waits.received_on) < 2 * YEAR))
    return _told(met, "waited", back=_wait(met.received_on, met.met_on, on))


def _wait(since: Any, until: Any, on: Any) -> Any:
    return _days(on, since) // YEAR * 10_000 + _days(until, since)


def _unmet(waits: Any, cases: Any, on: Any) -> Any:
    """Who was never met, in the same way: the days until her service ended, or until now. Who got no service was not waiting for one."""
    edge = ibis.date(9999, 12, 31)
    lately = waits.filter(waits.met_on.isnull() & (_days(on, waits.received_on) < 2 * YEAR)).select("id", "received_on", who=waits.person)
    both = lately.inner_join(cases, (lately.who == cases.person) & (cases.closed_on.fill_null(edge) >= lately.received_on))
    each = both.group_by("id", "received_on").agg(until=both.closed_on.fill_null(on).max())
    return _told(each, "unmet", back=_wait(each.received_on, each.until, on))


def _waiting(waits: Any, cases: Any, on: Any) -> Any:
    """Who has asked in the last year and is not met, but has a service, by unit, pathway and weeks."""
    here = cases.filter(cases.closed_on.isnull()).select("unit", "pathway", who=cases.person).distinct()
    lately = waits.filter(waits.met_on.isnull() & (_days(on, waits.received_on) < YEAR))
    both = lately.inner_join(here, lately.person == here.who)
    return _told(both, "waiting", by=("municipality", "unit", "pathway"), back=_days(on, both.received_on) // WEEK)


def _stays(stays: Any, on: Any) -> list[Any]:
    """Those the hospital has said are ready, by year back, with the days until they came home; and how long they had been there."""
    ready = stays.filter((stays.told_ready_on <= on) & (_days(on, stays.told_ready_on) < _LENGTHS_BACK))
    home = ibis.least(ready.discharged_on.fill_null(on), on)
    whole = ready.filter(ready.admitted_on.notnull())
    return [
        _told(ready, "ready", by=("municipality",), back=_days(on, ready.told_ready_on) // YEAR, total=_days(home, ready.told_ready_on)),
        _told(whole, "ward", total=_days(whole.told_ready_on, whole.admitted_on)),
    ]


# ── steps by events of their own ────────────────────────────────────────────


def _steps(of: Tables, cases: Any, on: Any) -> Any:
    """Each time somebody was in one of `STEPS`: which, who, from when, and until when as it is known on the day.

    Followed up in her own home is a service on that paragraph. On the board is followed closely by the whole team (FACT). A day
    centre is the group the record knows. In the specialist health service she is from being referred; the record knows when they
    have answered.
    """
    board, days, sent = of["on_board"], of["activity"], of["notice"]
    referred = sent.filter((sent.kind == "referral") & ((sent.answer == "accepted") | sent.answered_on.isnull() | (sent.answered_on > on)))
    closely, grouped = board.select(*_SPELL), days.filter(days.kind == "day").select(*_SPELL)
    asked = referred.select("person", since=referred.on, until=referred.answered_on)
    heaviest = cases.group_by("person").agg(pathway=cases.pathway.max())
    spells = [one.mutate(step=ibis.literal(step)) for step, one in ((FACT, closely), (GROUP, grouped), (SPECIALIST, asked))]
    others = ibis.union(*spells).inner_join(heaviest, "person").select("step", "person", "since", "until", "pathway")
    at_home = cases.filter(cases.basis == _FOLLOW_UP_AT_HOME)
    home = at_home.select(step=ibis.literal(HOME), person="person", since="opened_on", until="closed_on", pathway="pathway")
    both = ibis.union(others, home)
    begun = both.filter(both.since <= on)
    return begun.mutate(until=(begun.until <= on).ifelse(begun.until, ibis.null("date")))


_SPELL = ("person", "since", "until")


def _stepped(steps: Any, on: Any) -> list[Any]:
    """How often each began in three years; how many were through and how many not, with their days in it; and who is in it now."""
    edge = ibis.literal(_LENGTHS_BACK)
    began = steps.filter(_days(on, steps.since) < edge)
    lived = steps.filter(steps.until.isnull() | (_days(on, steps.until) < edge))
    end = lived.until.fill_null(on)
    days = ibis.least(_days(end, lived.since), edge - _days(on, end))
    now = steps.filter(steps.until.isnull()).distinct()
    return [
        _told(began, began.step + "_began", by=("pathway",)),
        _told(lived, lived.step + "_lived", by=("pathway",), back=lived.until.isnull().cast("int64"), total=days),
        _told(now, now.step + "_now", by=("pathway",)),
    ]


def _given(steps: Any, contacts: Any, on: Any) -> Any:
    """Minutes given in the last half year to those who are in a step now, since they came to it; the days they were in it are `back`."""
    half = ibis.literal(HALF_YEAR)
    here = steps.filter(steps.until.isnull()).select("step", "since", who=steps.person)
    lately = contacts.filter((contacts.on <= on) & (_days(on, contacts.on) < HALF_YEAR)).select("on", "minutes", about=contacts.person)
    both = here.left_join(lately, (here.who == lately.about) & (lately.on >= here.since))
    each = both.group_by("step", "who", "since").agg(minutes=both.minutes.fill_null(0).sum())
    return _told(each, each.step + "_given", back=ibis.least(_days(on, each.since), half), total=each.minutes)


def _mapped(cases: Any, responses: Any, on: Any) -> list[Any]:
    """Of the services that began in three years, and so long ago that it should be done: how many were mapped, and the days until."""
    ago = _days(on, cases.opened_on)
    lately = cases.filter((ago < _LENGTHS_BACK) & (ago >= _MAPPED_WITHIN)).select("person", "opened_on").distinct()
    asked = responses.filter(responses.on <= on).select("on", who=responses.person)
    both = lately.inner_join(asked, (lately.person == asked.who) & (asked.on >= lately.opened_on))
    soon = both.filter(_days(both.on, both.opened_on) < _MAPPED_WITHIN)
    first = soon.group_by("person", "opened_on").agg(on=soon.on.min())
    return [_told(lately, "mapping_of"), _told(first, "mapping_done", total=_days(first.on, first.opened_on))]


# ── as values ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sums:
    """What was counted: by (what, unit, pathway, back), how many and the total."""

    many: Mapping[tuple[str, str, int, int], int] = field(default_factory=dict)
    total: Mapping[tuple[str, str, int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Sums":
        """The sums, those of several municipalities together."""
        many: dict[tuple[str, str, int, int], int] = {}
        total: dict[tuple[str, str, int, int], int] = {}
        for row in rows:
            key = (row["what"], row["unit"] or "", row["pathway"], row["back"])
            many[key] = many.get(key, 0) + row["many"]
            total[key] = total.get(key, 0) + row["total"]
        return cls(many, total)

    def count(self, what: str, unit: str | None = None, pathway: int | None = None, back: int | None = None) -> int:
        """How many, of all units, pathways or times when none is said."""
        return _sum(self.many, what, unit, pathway, back)

    def sum(self, what: str, unit: str | None = None, pathway: int | None = None, back: int | None = None) -> int:
        """The total, in the same way."""
        return _sum(self.total, what, unit, pathway, back)

    def units(self, what: str) -> list[str]:
        """The units it was counted in."""
        return sorted({key[1] for key in self.many if key[0] == what and key[1]})

    def backs(self, what: str, unit: str, pathway: int) -> list[tuple[int, int]]:
        """(time back, how many) of one unit and pathway."""
        return sorted((key[3], many) for key, many in self.many.items() if key[:3] == (what, unit, pathway))

    def waits(self, year: int) -> "Waits":
        """The waits of the year that ended so many years back."""
        return Waits(self._days("waited", year), self._days("unmet", year))

    def _days(self, what: str, year: int) -> tuple[int, ...]:
        found = ((key[3] % 10_000, many) for key, many in self.many.items() if key[0] == what and key[3] // 10_000 == year)
        return tuple(sorted(days for days, many in found for _ in range(many)))


@dataclass(frozen=True)
class Waits:
    """Days from asking to the first meeting: of those who were met, and so far of those who were not."""

    met: tuple[int, ...] = ()
    unmet: tuple[int, ...] = ()

    @property
    def so_far(self) -> float:
        """Days on average, as far as they have come: nobody's wait is left out because it is long or not over."""
        return sum(self.met + self.unmet) / len(self.met + self.unmet)

    def met_by(self, share: float) -> float | None:
        """The day by which such a share of all would be met (Kaplan and Meier, 1958); None when so many never are."""
        waiting, left = len(self.met) + len(self.unmet), 1.0
        for day, over in sorted([(day, False) for day in self.met] + [(day, True) for day in self.unmet]):
            left, waiting = left * (1.0 if over else 1 - 1 / waiting), waiting - 1
            if left <= 1 - share + 1e-12:
                return float(day)
        return None


def _sum(values: Mapping[tuple[str, str, int, int], int], what: str, unit: str | None, pathway: int | None, back: int | None) -> int:
    wanted = (what, unit, pathway, back)
    return sum(value for key, value in values.items() if all(want is None or want == has for want, has in zip(wanted, key, strict=True)))


def followed(tables: Tables, staff: Collection[str], on: Any) -> Any:
    """How many persons somebody of these is coordinator or deputy for on the day: whom it touches that she stops."""
    rows = tables["coordination"]
    runs = (rows.since <= on) & (rows.until.isnull() | (rows.until >= on)) & rows.staff.isin(sorted(staff))
    return rows.filter(runs & rows.municipality.notnull()).aggregate(many=rows.person.nunique().cast("int64"))
