"""The duties at discharge and in what is written, judged.

The hospital and we; notes, consent, objections and access. `–` is nothing.
"""

from typing import Any

from tests.drawn import day, drawn, yes
from tests.oracle.said import said


def _some(*rows: dict[str, Any], when: str) -> list[dict[str, Any]]:
    return [] if when == "–" else list(rows)


def _number(cell: str) -> int | None:
    return None if cell == "–" else int(cell)


@drawn
def test_ut_2_the_points_are_assessed(points: str, judged: str, verdict: str) -> None:
    """Utskrivningsklarforskriften § 9: five points, and three more for mental health and addiction.

    Declared ready 2026-11-09; known as they stand on the day the record is taken out, 2026-11-10.

    | points | judged | verdict |
    | --- | --- | --- |
    | – | 2026-11-10 | cannot: points |
    | 0 | 2026-11-10 | breached since 2026-11-10: dialogue |
    | 7 | 2026-11-10 | breached since 2026-11-10: dialogue |
    | 8 | 2026-11-10 | met |
    | 8 | 2026-11-09 | cannot: today_only |
    """
    stay = {"notified_on": day("2026-11-01"), "told_ready_on": day("2026-11-09"), "ready_points": _number(points)}
    assert said("UT-2", judged, as_of="2026-11-10", stay=[stay]) == verdict


@drawn
def test_ut_4_no_day_is_paid_for(
    minutes: str, answer: str, answered: str, receive: str, withdrawn: str, home: str, judged: str, verdict: str
) -> None:
    """Utskrivningsklarforskriften § 13: how many days late is how many are paid for. Ready, and told so, 2026-11-09.

    Nothing is paid when the hospital's notice of admission came after more than 24 hours (1440 minutes).

    | minutes | answer | answered | receive | withdrawn | home | judged | verdict |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 60 | – | – | – | – | – | 2026-11-09 | due by 2026-11-09: receive |
    | 60 | – | – | – | – | – | 2026-11-10 | breached since 2026-11-10: receive |
    | 60 | – | – | – | – | – | 2026-11-12 | breached since 2026-11-10: receive |
    | 60 | from_day | 2026-11-09 | 2026-11-10 | – | – | 2026-11-10 | done 1 days late |
    | 60 | today | 2026-11-09 | 2026-11-09 | – | – | 2026-11-12 | met |
    | 60 | from_day | 2026-11-09 | 2026-11-11 | – | – | 2026-11-12 | done 2 days late |
    | 60 | from_day | 2026-11-09 | 2026-11-13 | – | – | 2026-11-12 | breached since 2026-11-10: receive |
    | 60 | not_yet | 2026-11-09 | – | – | 2026-11-12 | 2026-11-12 | done 3 days late |
    | 60 | from_day | 2026-11-09 | 2026-11-13 | – | 2026-11-10 | 2026-11-20 | done 1 days late |
    | 60 | – | – | – | 2026-11-10 | – | 2026-11-12 | not applicable |
    | 1441 | – | – | – | – | – | 2026-11-12 | not applicable |
    | 1440 | – | – | – | – | – | 2026-11-12 | breached since 2026-11-10: receive |
    """
    stay = {
        "notified_on": day("2026-11-01"), "told_ready_on": day("2026-11-09"), "ready_on": day("2026-11-09"),
        "notice_minutes": _number(minutes), "answer": answer, "answered_on": day(answered), "receive_on": day(receive),
        "withdrawn_on": day(withdrawn), "discharged_on": day(home),
    }  # fmt: skip
    assert said("UT-4", judged, stay=[stay]) == verdict


@drawn
def test_ut_5_the_discharge_letter_has_come(home: str, letter: str, judged: str, verdict: str) -> None:
    """Utskrivningsklarforskriften § 12 second ledd; for mental health and substance use since 2019. A week is a local target.

    | home | letter | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-10 | not judged |
    | 2026-11-03 | – | 2026-11-10 | due by 2026-11-10: dialogue |
    | 2026-11-03 | – | 2026-11-11 | breached since 2026-11-11: dialogue |
    | 2026-11-03 | 2026-11-10 | 2026-11-11 | met |
    | 2026-11-03 | 2026-11-02 | 2026-11-11 | met |
    | 2026-11-03 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2018-12-30 | – | 2018-12-31 | not judged |
    """
    stay = {"notified_on": day("2018-12-01"), "discharged_on": day(home), "letter_on": day(letter)}
    assert said("UT-5", judged, known_since="2018-01-01", stay=[stay]) == verdict


@drawn
def test_lm_1_somebody_is_there_the_first_days(home: str, contact: str, judged: str, verdict: str) -> None:
    """A local target: two days. The national guide asks for contact, the law gives no day.

    | home | contact | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-11-08 | – | 2026-11-10 | due by 2026-11-10: contact |
    | 2026-11-08 | – | 2026-11-11 | breached since 2026-11-11: contact |
    | 2026-11-08 | 2026-11-07 | 2026-11-11 | breached since 2026-11-11: contact |
    | 2026-11-08 | 2026-11-08 | 2026-11-11 | met |
    | 2026-11-08 | 2026-11-10 | 2026-11-11 | met |
    | 2026-11-08 | 2026-11-11 | 2026-11-11 | done 1 days late |
    | 2026-11-08 | 2026-11-12 | 2026-11-12 | done 2 days late |
    """
    stay = {"notified_on": day("2026-11-01"), "discharged_on": day(home)}
    assert said("LM-1", judged, stay=[stay], contact=_some({"on": day(contact)}, when=contact)) == verdict


@drawn
def test_do_1_what_is_written_is_signed(written: str, signed: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven §§ 39 and 40: without undue delay. Two days are a local target.

    | written | signed | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-11-08 | – | 2026-11-10 | due by 2026-11-10: sign |
    | 2026-11-08 | – | 2026-11-11 | breached since 2026-11-11: sign |
    | 2026-11-08 | 2026-11-10 | 2026-11-11 | met |
    | 2026-11-08 | 2026-11-12 | 2026-11-12 | done 2 days late |
    """
    assert said("DO-1", judged, note=[{"written_on": day(written), "signed_on": day(signed)}]) == verdict


@drawn
def test_do_2_health_care_is_journaled_and_other_services_are_not(basis: str, closed: str, kind: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 39; forskrift 16. desember 2011 nr. 1393 § 2. By the services she had on the day the note tells of.

    The service was opened 2026-10-01; the note tells of 2026-11-09 and was written that day.

    | basis | closed | kind | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | – | health | 2026-11-10 | cannot: no_service |
    | hol-3-2-4 | – | health | 2026-11-10 | met |
    | hol-3-2-4 | – | service | 2026-11-09 | due by 2026-11-09: right_kind |
    | hol-3-2-4 | – | service | 2026-11-10 | breached since 2026-11-10: right_kind |
    | hol-3-2-6b | – | health | 2026-11-10 | breached since 2026-11-10: right_kind |
    | hol-3-2-6b | – | service | 2026-11-10 | met |
    | sotjl-17 | – | service | 2026-11-10 | met |
    | none | – | health | 2026-11-10 | met |
    | hol-7-2 | – | service | 2026-11-10 | met |
    | hol-3-2-4 | 2026-11-08 | health | 2026-11-10 | cannot: no_service |
    | hol-3-2-4 | 2026-11-09 | health | 2026-11-10 | met |
    """
    case = {"legal_basis": basis, "opened_on": day("2026-10-01"), "closed_on": day(closed)}
    note = {"kind": kind, "on": day("2026-11-09"), "written_on": day("2026-11-09")}
    assert said("DO-2", judged, case=_some(case, when=basis), note=[note]) == verdict


@drawn
def test_do_3_what_is_signed_stands(signed: str, changed: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 42, pasientjournalforskriften § 15: a correction is a new note.

    | signed | changed | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-10 | not judged |
    | 2026-11-01 | – | 2026-11-10 | met |
    | 2026-11-01 | 2026-11-11 | 2026-11-10 | met |
    | 2026-11-01 | 2026-11-10 | 2026-11-10 | breached since 2026-11-10: look_into |
    """
    note = {"written_on": day("2026-11-01"), "signed_on": day(signed), "changed_on": day(changed)}
    assert said("DO-3", judged, note=[note]) == verdict


@drawn
def test_ts_3_an_objection_says_what_it_closes(against: str, noted: str, until: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 29 as amended from 1 July 2026, pasientjournalloven § 17. From 2026-06-01.

    | against | noted | until | judged | verdict |
    | --- | --- | --- | --- | --- |
    | staff | yes | – | 2026-06-30 | not judged |
    | staff | yes | – | 2026-07-01 | met |
    | everybody | yes | – | 2026-11-10 | met |
    | – | yes | – | 2026-11-10 | breached since 2026-06-02: note_objection |
    | staff | no | – | 2026-11-10 | breached since 2026-06-02: note_objection |
    | staff | no | 2026-11-09 | 2026-11-10 | not judged |
    """
    row = {"since": day("2026-06-01"), "until": day(until), "against": against.strip("–"), "noted": yes(noted)}
    assert said("TS-3", judged, objection=[row]) == verdict


@drawn
def test_ts_4_a_consent_to_share_says_what_for(kind: str, purpose: str, until: str, withdrawn: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 22. Given 2026-11-09.

    | kind | purpose | until | withdrawn | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | plan | no | – | – | 2026-11-10 | not judged |
    | sharing | no | – | – | 2026-11-09 | due by 2026-11-09: purpose |
    | sharing | no | – | – | 2026-11-10 | breached since 2026-11-10: purpose |
    | sharing | yes | – | – | 2026-11-10 | met |
    | sharing | no | – | 2026-11-10 | 2026-11-10 | not applicable |
    | sharing | no | 2026-11-09 | – | 2026-11-10 | not judged |
    """
    row = {"kind": kind, "given_on": day("2026-11-09"), "until": day(until), "withdrawn_on": day(withdrawn), "has_purpose": yes(purpose)}
    assert said("TS-4", judged, consent=[row]) == verdict


@drawn
def test_lo_1_emergency_access_is_looked_through(emergency: str, opened: str, reviewed: str, judged: str, verdict: str) -> None:
    """Pasientjournalloven § 22: every one. Three days are a local target.

    | emergency | opened | reviewed | judged | verdict |
    | --- | --- | --- | --- | --- |
    | no | 2026-11-01 | – | 2026-11-10 | not judged |
    | yes | 2026-11-07 | – | 2026-11-10 | due by 2026-11-10: review |
    | yes | 2026-11-07 | – | 2026-11-11 | breached since 2026-11-11: review |
    | yes | 2026-11-07 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | yes | 2026-11-07 | 2026-11-10 | 2026-11-11 | met |
    """
    row = {"emergency": yes(emergency), "since": day(opened), "until": day(opened), "reviewed_on": day(reviewed)}
    assert said("LO-1", judged, access=[row]) == verdict


@drawn
def test_lo_2_who_has_left_sees_nothing(left: str, until: str, judged: str, verdict: str) -> None:
    """Pasientjournalforskriften § 13. The access is from 2026-01-01.

    | left | until | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-10 | met |
    | 2026-11-10 | – | 2026-11-10 | met |
    | 2026-11-09 | – | 2026-11-10 | breached since 2026-11-10: end_access |
    | 2026-11-09 | 2026-11-09 | 2026-11-10 | not judged |
    """
    row = {"staff": "s", "since": day("2026-01-01"), "until": day(until), "staff_left_on": day(left)}
    assert said("LO-2", judged, access=[row]) == verdict
