"""Notices with a clock: written down, answered once, kept from those who need not know, and judged by the same days."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from helhet.access.policy import NotVisible
from helhet.cases import actions, queries
from helhet.cases.models import Notice, ProtectedNotice
from helhet.cases.rules.notices import NOTICES, NoticeKind
from helhet.organisation.rules import Refused
from helhet.oversight import live
from helhet.oversight.due import due
from tests.siri import coordinated

TODAY = date(2026, 11, 10)


@pytest.fixture
def person(house, as_) -> Any:
    return coordinated(house, as_("ingunn")).person


def _noted(person: Any, by: Any, kind: str, on: date = TODAY) -> Any:
    return actions.note_notice(person.pk, kind=kind, on=on, party="DPS Solvang", words="Ber om vurdering.", by=by)


def test_a_referral_says_by_when_it_must_be_answered(person, as_) -> None:
    assert _noted(person, as_("ingunn"), NoticeKind.REFERRAL).answer_by == date(2026, 11, 24)


def test_what_came_of_it_is_written_once(person, as_) -> None:
    made = _noted(person, as_("ingunn"), NoticeKind.REFERRAL, TODAY - timedelta(days=3))
    actions.answer_notice(made, answer="accepted", answered_on=TODAY, by=as_("ingunn"))
    with pytest.raises(Refused):
        actions.answer_notice(made, answer="rejected", answered_on=TODAY, by=as_("ingunn"))
    assert Notice.objects.get().answer == "accepted"


def test_everything_that_is_wrong_is_said_at_once(person, as_) -> None:
    with pytest.raises(Refused) as refused:
        actions.note_notice(person.pk, kind="", on=TODAY + timedelta(days=1), party=" ", words="", by=as_("ingunn"))
    assert [fault.field for fault in refused.value.faults] == ["kind", "on", "party", "words"]


def test_an_answer_of_another_kind_of_notice_is_refused(person, as_) -> None:
    made = _noted(person, as_("ingunn"), NoticeKind.RECORD)
    with pytest.raises(Refused):
        actions.answer_notice(made, answer="lapsed", answered_on=TODAY, by=as_("ingunn"))


def test_a_decision_carried_out_begins_the_clock_of_the_stay(person, as_) -> None:
    made = _noted(person, as_("ingunn"), NoticeKind.COERCION, TODAY - timedelta(days=10))
    actions.answer_notice(made, answer="carried_out", answered_on=TODAY - timedelta(days=1), by=as_("ingunn"))
    stay = ProtectedNotice.objects.get(kind=NoticeKind.RETAINED)
    assert (stay.on, stay.answer_by) == (date(2026, 11, 9), date(2027, 2, 9))


@pytest.mark.parametrize("kind", [NoticeKind.CONCERN, NoticeKind.MISUSE, NoticeKind.COERCION])
def test_the_coordinator_sees_what_is_protected_and_the_coordinating_unit_does_not(person, as_, opening_for, kind) -> None:
    _noted(person, as_("ingunn"), kind)
    assert queries.protected_notices_of(opening_for("ingunn"), person.pk)
    for other in ("jan", "liv"):
        assert not queries.protected_notices_of(opening_for(other), person.pk)


def test_a_neighbour_writes_nothing(person, as_) -> None:
    for kind in (NoticeKind.REFERRAL, NoticeKind.CONCERN):
        with pytest.raises(NotVisible):
            _noted(person, as_("liv"), kind)


def test_every_notice_that_waits_for_an_answer_has_its_day() -> None:
    assert [kind for kind, one in NOTICES.items() if bool(one.answers) != bool(one.limit)] == []


def test_the_page_takes_one_in_and_its_answer(person, browse) -> None:
    page = browse("ingunn")
    where = f"/personer/{person.pk}/meldinger/"
    sent = {"gjor": "note", "rad": "", "kind": "record", "on": "2026-11-09", "party": "Siri", "words": "Vil se journalen."}
    assert page.post(where, sent).status_code == 302
    shown = page.get(where).content.decode()
    assert "Vil se journalen." in shown
    assert "9. desember 2026" in shown
    made = Notice.objects.get()
    assert page.post(where, {"gjor": "answer", "rad": str(made.pk), "answer": "shown", "answered_on": "2026-11-10"}).status_code == 302
    assert "Ingen venter på svar." in page.get(where).content.decode()


def test_the_protected_page_is_not_there_for_the_others(person, browse) -> None:
    where = f"/personer/{person.pk}/skjermet/"
    assert browse("ingunn").get(where).status_code == 200
    assert browse("liv").get(where).status_code == 404


def test_a_digital_decision_is_told_of_again(house, as_) -> None:
    case = coordinated(house, as_("ingunn"))
    made = actions.decide(
        case.case, legal_basis="hol-3-2-6a", decider=case.person.municipality, content="To besøk.", reasons="Behov.", her_view="Bra.",
        by=as_("kari"),
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.tell_again(made, by=as_("ingunn"))
    actions.send_digitally(made, by=as_("ingunn"))
    actions.tell_again(made, by=as_("ingunn"))
    actions.note_opened(made, by=as_("ingunn"))
    assert (made.digital_on, made.told_again_on, made.opened_on) == (TODAY, TODAY, TODAY)


def _verdicts(person: Any, *criteria: str) -> list[tuple[str, str, Any, str]]:
    found = live.verdicts(TODAY, None, today=TODAY, persons=[person.pk])
    return sorted((one["criterion"], one["state"], one["by"], one["step"]) for one in found if one["criterion"] in criteria)


def test_the_live_record_is_judged_by_what_was_written_down(person, as_) -> None:
    by = as_("ingunn")
    _noted(person, by, NoticeKind.RECORD, date(2026, 10, 11))
    _noted(person, by, NoticeKind.REFERRAL, date(2026, 10, 26))
    concern = _noted(person, by, NoticeKind.CONCERN, date(2026, 10, 19))
    assert _verdicts(person, "IN-1", "VE-10", "PÅ-4") == [
        ("IN-1", "due", date(2026, 11, 10), "show_record"),
        ("PÅ-4", "breached", date(2026, 11, 9), "ask_for_answer"),
        ("VE-10", "breached", date(2026, 11, 9), "ask_for_answer"),
    ]
    actions.answer_notice(concern, answer="confirmed", answered_on=TODAY, by=by)
    assert _verdicts(person, "PÅ-4") == [("PÅ-4", "late", None, None)]
    closed = _noted(person, by, NoticeKind.CONCERN_CLOSED, date(2026, 10, 30))
    assert _verdicts(person, "PÅ-4a") == [("PÅ-4a", "due", date(2026, 11, 20), "ask_for_feedback")]
    actions.answer_notice(closed, answer="feedback", answered_on=TODAY, by=by)
    assert _verdicts(person, "PÅ-4a") == [("PÅ-4a", "met", None, None)]


def test_child_welfares_investigation_is_asked_about_and_its_end_begins_the_clock_of_the_feedback(person, as_, opening_for) -> None:
    by = as_("ingunn")
    concern = _noted(person, by, NoticeKind.CONCERN, date(2026, 10, 1))
    actions.answer_notice(concern, answer="investigated", answered_on=date(2026, 10, 12), by=by)
    (asked,) = [one for one in queries.due(opening_for("ingunn"), [person.pk]) if one.kind == "protected"]
    assert asked.by == date(2027, 1, 10)
    assert not [one for one in queries.due(opening_for("liv"), [person.pk]) if one.kind == "protected"]
    begun = next(one for one in queries.protected_notices_of(opening_for("ingunn"), person.pk) if one.kind == NoticeKind.CONCERN_OPEN)
    actions.answer_notice(begun, answer="ended", answered_on=date(2026, 11, 2), by=by)
    assert not [one for one in queries.due(opening_for("ingunn"), [person.pk]) if one.kind == "protected"]
    assert _verdicts(person, "PÅ-4a") == [("PÅ-4a", "due", date(2026, 11, 23), "ask_for_feedback")]


def test_an_investigation_from_before_it_was_asked_about_is_asked_about_too(person, as_, opening_for) -> None:
    concern = _noted(person, as_("ingunn"), NoticeKind.CONCERN, date(2026, 10, 1))
    ProtectedNotice.objects.filter(pk=concern.pk).update(answer="investigated", answered_on=date(2026, 10, 12))
    import_module("helhet.cases.migrations.0010_concern_open").still_open(apps, None)
    begun = next(one for one in queries.protected_notices_of(opening_for("ingunn"), person.pk) if one.kind == NoticeKind.CONCERN_OPEN)
    assert (begun.on, begun.answered_on, begun.party) == (date(2026, 10, 12), None, concern.party)


def test_her_worker_reads_what_waits_and_others_read_nothing_of_what_is_protected(person, as_, opening_for) -> None:
    _noted(person, as_("ingunn"), NoticeKind.RECORD, date(2026, 10, 11))
    _noted(person, as_("ingunn"), NoticeKind.CONCERN, date(2026, 10, 19))

    def kinds(name: str) -> set[str]:
        return {one.kind for one in due(opening_for(name), [person.pk])} & {"notice", "protected"}

    assert kinds("ingunn") == {"notice", "protected"}
    assert kinds("liv") == set()
