"""Notices with a clock: written down the day they come or are sent, and what came of them."""

from datetime import date
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, authorship, own_record, require_write
from helhet.cases.models import Notice, ProtectedNotice
from helhet.cases.rules.notices import (
    HER_OWN_KINDS,
    NOTICES,
    PROTECTED_KINDS,
    NoticeAnswer,
    NoticeKind,
    notice_answer_faults,
    notice_faults,
)
from helhet.organisation.rules import N_, Fault, refuse_if_any

AnyNotice = Notice | ProtectedNotice


@transaction.atomic
def note_notice(person_id: UUID, *, kind: str, on: date, party: str, words: str, by: Actor) -> AnyNotice:
    """Write down what was told, asked for or sent, with the day somebody must have answered."""
    model = ProtectedNotice if kind in PROTECTED_KINDS else Notice
    require_write(by, person_id, model.part)
    refuse_if_any(notice_faults(kind, day=on, party=party, words=words, on=by.on))
    return _written(model, person_id, kind, on=on, party=party, words=words, by=by)


@transaction.atomic
def ask_about_record(*, kind: str, words: str, by: Actor) -> AnyNotice:
    """She asks herself for something to be corrected, or to see what she is not shown: it has its clock, and stands with its answer."""
    person_id = own_record(by)
    known = [] if kind in HER_OWN_KINDS else [Fault("kind", N_("Velg hva det gjelder."))]
    refuse_if_any([*known, *([] if words.strip() else [Fault("words", N_("Skriv kort hva det gjelder."))])])
    return _written(Notice, person_id, kind, on=by.on, party=by.name, words=words, by=by)


def _written(model: type[AnyNotice], person_id: UUID, kind: str, *, on: date, party: str, words: str, by: Actor) -> AnyNotice:
    limit = NOTICES[NoticeKind(kind)].limit
    made: AnyNotice = model.objects.create(
        person_id=person_id, kind=kind, on=on, party=party.strip()[:160], words=words.strip(), answer_by=limit(on) if limit else None,
        **authorship(by),
    )  # fmt: skip
    log.did(N_("skrev ned"), made, by=by)
    return made


@transaction.atomic
def answer_notice(notice: AnyNotice, *, answer: str, answered_on: date, by: Actor, words: str = "") -> None:
    """What came of it, once. Some of it has a clock of its own from that day.

    A decision that is carried out, a retention that goes on, an investigation that is begun, and one that is over, with feedback to come.
    """
    require_write(by, notice.person_id, notice.part)
    refuse_if_any(
        notice_answer_faults(
            notice.kind, answer, noted=notice.on, day=answered_on, answered=notice.answered_on, on=by.on,
        )
    )  # fmt: skip
    notice.answer, notice.answered_on, notice.answer_words = answer, answered_on, words.strip()
    notice.save(update_fields=["answer", "answered_on", "answer_words"])
    log.did(N_("skrev hva som kom ut av det"), notice, by=by, was={"answer": "", "answered_on": None, "answer_words": ""})
    if follows := _FOLLOWS.get((NoticeKind(notice.kind), NoticeAnswer(answer))) or _FOLLOWS.get((None, NoticeAnswer(answer))):
        note_notice(notice.person_id, kind=follows, on=answered_on, party=notice.party, words=words or notice.words, by=by)


_FOLLOWS: dict[tuple[NoticeKind | None, NoticeAnswer], NoticeKind] = {
    (None, NoticeAnswer.CARRIED_OUT): NoticeKind.RETAINED,
    (None, NoticeAnswer.REVIEWED): NoticeKind.RETAINED,
    (None, NoticeAnswer.INVESTIGATED): NoticeKind.CONCERN_OPEN,
    (NoticeKind.CONCERN_OPEN, NoticeAnswer.ENDED): NoticeKind.CONCERN_CLOSED,
}
