"""Meetings with her and those around her: called, held, with a decision that is a task, and minutes shared."""

from datetime import datetime, timedelta
from typing import Any

from helhet.access import log
from helhet.team import actions as team
from helhet.team import queries

from .history import History

_TASK_DAYS = 12


def around_the_plan(history: History, begun: int) -> None:
    """One meeting held, and for some one to come."""
    chance, late = history.chance, history.is_late("minutes")
    held = chance.randrange(9, 14) if late else chance.randrange(15, 70)
    if begun > held + 14:
        starts = history.days.worked(held, 13)
        history.on(held + 11, lambda at: _calls(history, starts, at))
        history.at(starts + timedelta(hours=1), lambda at: _holds(history, at, shared=not late), opens=True)
    if chance.random() < 0.4:
        coming = history.days.coming(chance.randrange(3, 40), chance.randrange(9, 14))
        history.on(chance.randrange(1, 6), lambda at: _calls(history, coming, at))


def _calls(history: History, starts: datetime, at: datetime) -> None:
    keys = sorted({history.worker, *history.sketch.team, *(["sissel"] if "nav" in history.sketch.shares else [])})
    history.meeting = team.call(
        history.person.pk, kind="group", starts_at=starts, place=history.ours("place"), invited=[history.teller.who(key) for key in keys],
        agenda=history.words.said("agenda"), by=history.by(at),
    )  # fmt: skip


def _holds(history: History, at: datetime, *, shared: bool) -> None:
    opening = history.teller.opening(history.worker, at, "meeting")
    rows = queries.open_meeting(opening, history.meeting.pk).attendances
    opening.seal()
    with log.together():
        _writes(history, rows, at, shared=shared)


def _writes(history: History, rows: list[Any], at: datetime, *, shared: bool) -> None:
    by, meeting = history.by(at), history.meeting
    absent = {rows[-1].pk: history.ours("absent")} if len(rows) > 3 and history.chance.random() < 0.4 else {}
    team.hold(meeting, came={row.pk for row in rows} - set(absent), absent=absent, by=by)
    _decides(history, meeting, at)
    team.write_minutes(meeting, summary=history.ours("summary"), by=by)
    if shared:
        team.share_minutes(meeting, by=by)


def _decides(history: History, meeting: Any, at: datetime) -> None:
    """A decision is a task; done by its day, unless it has slipped."""
    due = (at + timedelta(days=_TASK_DAYS)).date()
    decision = team.decide_task(meeting, what=history.ours("task"), to=history.teller.who(history.worker), due=due, by=history.by(at))
    done = at + timedelta(days=history.chance.randrange(2, _TASK_DAYS))
    if done < history.days.now and not history.is_late("task"):
        history.at(done, lambda then: team.finish(decision.task, words=history.ours("done"), by=history.by(then)))
