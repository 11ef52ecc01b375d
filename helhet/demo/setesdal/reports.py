"""The national report in Setesdal: last year sent by all four, this year as far as each has come. All invented."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from helhet.access.policy import OSLO
from helhet.demo import cast
from helhet.demo.telling import Teller
from helhet.statistics import actions, facts, queries
from helhet.statistics.rules import Real, State

_GROUPS = ("adults", "children")
# What the record does not hold, answered by those it was put to: the same in both years unless said otherwise.
_ANSWERS = {
    "acute": "no", "web": "yes", "rph": "no", "demand-mental": "more", "demand-substance": "same", "offer-1": "good", "offer-2": "medium",
    "offer-3": "medium", "staffing-change": "yes", "staffing-what": "Erfaringskonsulent, og én felles telefon.", "fact": "no",
    "street": "no", "street-contacts": "14", "matters": "great", "lived-role": "Likeperson på Møteplassen, og med i ansvarsgrupper.",
    "suicide-routine": "yes", "bereaved": "yes", "overdose": "yes", "violence-overview": "no", "abuse-overview": "no", "refugees": "yes",
    "digital": "no", "napha-contact": "contact", "napha-how": ["web", "network"], "korus-contact": "used",
    "korus-how": ["training", "guidance"],
    "korus-satisfied": "very", "rvts-contact": "used", "rvts-satisfied": "satisfied", "sanks-contact": "heard", "specialist-work": "medium",
}  # fmt: skip
_TENTH = Decimal("0.1")
_HOUSING = {"housing-mental": "good", "housing-substance": "poor", "husbanken": "some", "bought": "no"}


@facts.while_the_record_stands()
def report_nationally(teller: Teller) -> None:
    """Two years of forms, each answer by somebody on a day."""
    year = teller.days.today.year
    _choose(teller, year - 1)
    for number in cast.SETESDAL.values():
        for group in _GROUPS:
            _send_last_year(teller, number, year - 1, group)
    bygland, evje, valle, bykle = (cast.SETESDAL[key] for key in ("bygland", "evje", "valle", "bykle"))
    for number in (bygland, valle):
        for group in _GROUPS:
            _answer(teller, number, year, group, _at(year, 5, 19), "kjersti")
            _send(teller, number, year, group, _at(year, 6, 3))
    spring, june = _at(year, 6, 24), _at(year, 6, 30)
    _move(teller, bygland, year, "adults", spring, State.QUERIED, "SINTEF ringte: oppfølging i hjemmet er lavere enn i fjor.")
    _answer(teller, evje, year, "adults", _at(year, 5, 28), "marit", _HOUSING)
    _move(teller, evje, year, "adults", _at(year, 6, 2), State.WORK_YEARS_GIVEN, by="marit")
    _answer(teller, evje, year, "children", june, "marit", {"children-help": "great"})
    _move(teller, bykle, year, "children", june, State.CONFIRMED)


def _choose(teller: Teller, year: int) -> None:
    by = teller.by("kjersti", _at(year, 4, 10))
    why = "Avtalt mellom de fire i ledermøtet: da teller ingen den samme stillingen to ganger."
    for number in cast.SETESDAL.values():
        actions.choose(number, key="shared", way="own_part", since_year=year, why=why, by=by)


def _send_last_year(teller: Teller, number: str, year: int, group: str) -> None:
    _answer(teller, number, year, group, _at(year, 5, 20), "kjersti", _HOUSING)
    if group == "adults" and number == cast.SETESDAL["bygland"]:
        _as_whole_posts(teller, number, year, group)
    _send(teller, number, year, group, _at(year, 6, 10))


def _as_whole_posts(teller: Teller, number: str, year: int, group: str) -> None:
    """Last year two posts were counted whole, by hand: this year's figure is lower, and the work is the same."""
    by, key = teller.by("kjersti", _at(year, 5, 21)), {"year": year, "group": group}
    found = queries.report(by, number, year, group)
    for row in ("wy-home", "wy-higher", "wy-both"):
        value = found.cells[row].value
        assert isinstance(value, Decimal)
        actions.answer(number, **key, row=row, value=str(value + 4 * _TENTH), why="Hele stillingen til vernepleieren er tatt med.", by=by)


def _answer(teller: Teller, number: str, year: int, group: str, at: datetime, key: str, more: dict[str, Any] | None = None) -> None:
    by = teller.by(key, at)
    known = queries.form_of(year, group)
    given = (more or {}) if group == "children" and key == "marit" else {**_ANSWERS, **(more or {})}
    for row, value in given.items():
        if known.row(row):
            actions.answer(number, year=year, group=group, row=row, value=value, by=by)


def _send(teller: Teller, number: str, year: int, group: str, at: datetime) -> None:
    by = teller.by("kjersti", at)
    for one in queries.report(by, number, year, group).open_jumps:
        real = Real.METHOD if one.row.id in ("wy-home", "wy-higher", "wy-both") else Real.REAL
        why = (
            "I fjor tok vi med hele stillingen til vernepleieren. I år bare det som gjelder psykisk helse og rus."
            if real == Real.METHOD
            else ""
        )
        actions.say_of_jump(number, year=year, group=group, row=one.row.id, real=real, why=why, by=by)
    _move(teller, number, year, group, at, State.WORK_YEARS_GIVEN)
    _move(teller, number, year, group, at, State.DELIVERED)


def _move(teller: Teller, number: str, year: int, group: str, at: datetime, to: State, note: str = "", by: str = "kjersti") -> None:
    actions.move(number, year=year, group=group, to=to, note=note, by=teller.by(by, at))


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 15, tzinfo=OSLO)
