"""What a resident was told, asked for and wrote to us: notices with a clock, and messages; most answered in time, some not yet."""

from datetime import datetime, timedelta

from helhet.cases import actions as cases
from helhet.cases.rules.notices import NoticeKind
from helhet.team import actions as team

from .history import History

_SAID = (
    ("Kan vi møtes på biblioteket neste gang?", "Kan vi møtast på biblioteket neste gong?"),
    ("Jeg rekker ikke bussen før klokka ti. Kan vi ta det senere?", "Eg rekk ikkje bussen før klokka ti. Kan vi ta det seinare?"),
    ("Kan du ringe NAV for meg? Jeg får det ikke til.", "Kan du ringje NAV for meg? Eg får det ikkje til."),
)
_ANSWERED = (
    "Ja, det ordner vi. Jeg ringer deg i morgen.",
    "Ja, det ordnar vi. Eg ringjer deg i morgon.",
)
_INFORMED = (
    "Fortalte om tilbudet, om retten til plan og koordinator, og om hvordan man klager. Det ble forstått.",
    "Fortalde om tilbodet, om retten til plan og koordinator, og om korleis ein klagar. Det vart forstått.",
)
_REFERRED = ("Ber om vurdering av behandling.", "Ber om vurdering av behandling.")
_RECORD = ("Vil lese hva som er skrevet om det siste året.", "Vil lese kva som er skrive om det siste året.")


def notices(history: History) -> None:
    """Told of her rights the first weeks; now and then a referral, and somebody who asks for her record."""
    began = history.sketch.began
    number = history.sketch.number
    if began > 30 and number % 5:
        _noted(history, min(began - 10, 40 + number * 4), NoticeKind.INFORMED, history.person.first, _INFORMED)
    if number % 6 == 0:
        _noted(history, min(began, 60), NoticeKind.REFERRAL, "DPS", _REFERRED, answer="accepted", after=9)
    if number % 17 == 3:
        _noted(history, min(began, 20), NoticeKind.RECORD, history.person.first, _RECORD)


def writes(history: History) -> None:
    """Now and then somebody has a message for the coordinator: written down by whoever heard it, in her words, answered the day after."""
    number, began = history.sketch.number, history.sketch.began
    if began > 40 and number % 6 == 4:
        history.on(min(began - 5, 12 + number % 20), lambda at: _says(history, at))


def _says(history: History, at: datetime) -> None:
    said = team.write_to_us(
        history.person.pk, kind="message", words=history.pick(_SAID[history.sketch.number % len(_SAID)]), by=history.by(at)
    )
    history.at(at + timedelta(days=1), lambda then: team.answer_thread(said, words=history.pick(_ANSWERED), by=history.by(then)))


def _noted(history: History, ago: int, kind: NoticeKind, party: str, words: tuple[str, str], *, answer: str = "", after: int = 0) -> None:
    def happens(at: datetime) -> None:
        by = history.by(at)
        made = cases.note_notice(history.person.pk, kind=kind, on=by.on, party=party, words=history.pick(words), by=by)
        if answer:
            history.on(ago - after, lambda then: _answered(history, made, answer, then))

    history.on(ago, happens)


def _answered(history: History, made: cases.AnyNotice, answer: str, at: datetime) -> None:
    by = history.by(at)
    cases.answer_notice(made, answer=answer, answered_on=by.on, by=by)
