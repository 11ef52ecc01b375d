"""The duties to answer and decide, judged.

From enquiry to complaint, and what somebody waits for an answer to; the day before and after each limit. `–` is nothing.
"""

from typing import Any

from tests.drawn import day, drawn, yes
from tests.oracle.said import said


def _some(*rows: dict[str, Any], when: str) -> list[dict[str, Any]]:
    return [] if when == "–" else list(rows)


@drawn
def test_ve_1a_what_was_promised_is_settled(replied: str, expected: str, settled: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven § 11 a. Received 2026-10-10; a promised day counts, else a month.

    | replied | expected | settled | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | – | – | 2026-11-11 | not applicable |
    | 2026-10-12 | – | – | 2026-11-10 | due by 2026-11-10: triage |
    | 2026-10-12 | – | – | 2026-11-11 | breached since 2026-11-11: triage |
    | 2026-10-12 | 2026-11-20 | – | 2026-11-20 | due by 2026-11-20: triage |
    | 2026-10-12 | 2026-11-20 | – | 2026-11-21 | breached since 2026-11-21: triage |
    | 2026-10-12 | 2026-11-20 | 2026-11-21 | 2026-11-30 | done 1 days late |
    | 2026-10-12 | 2026-11-20 | 2026-11-20 | 2026-11-30 | met |
    """
    enquiry = {"received_on": day("2026-10-10"), "replied_on": day(replied), "expected_on": day(expected), "settled_on": day(settled)}
    assert said("VE-1a", judged, enquiry=[enquiry]) == verdict


@drawn
def test_ve_2_a_service_has_its_decision(basis: str, closed: str, same: str, decided: str, judged: str, verdict: str) -> None:
    """Pasient- og brukerrettighetsloven § 2-7: help at home, assistance, institution and for kin, when it lasts more than two weeks.

    Opened 2026-10-27; `same` is the paragraph of the decision.

    | basis | closed | same | decided | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | hol-3-2-4 | – | – | – | 2026-11-11 | not judged |
    | none | – | – | – | 2026-11-11 | not judged |
    | hol-3-2-6a | – | – | – | 2026-11-10 | due by 2026-11-10: decide |
    | hol-3-2-6a | – | – | – | 2026-11-11 | breached since 2026-11-11: decide |
    | hol-3-2-6b | – | hol-3-2-6a | 2026-11-01 | 2026-11-11 | breached since 2026-11-11: decide |
    | hol-3-2-6b | – | hol-3-2-6b | 2026-11-10 | 2026-11-11 | met |
    | hol-3-6 | – | hol-3-6 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | hol-3-2-6c | 2026-11-05 | – | – | 2026-11-11 | not judged |
    | sotjl-27 | – | – | – | 2026-11-11 | breached since 2026-11-11: decide |
    """
    case = {"legal_basis": basis, "opened_on": day("2026-10-27"), "closed_on": day(closed)}
    decision = _some({"legal_basis": same, "decided_on": day(decided)}, when=decided)
    assert said("VE-2", judged, case=[case], decision=decision) == verdict


@drawn
def test_ve_2_who_was_helped_before_may_have_had_it_before(known: str, decided: str, judged: str, verdict: str) -> None:
    """The service began 2026-01-01, and is known here from `known` on: a decision made later may be a newer one than the first.

    | known | decided | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-01-02 | – | 2026-11-10 | cannot: decided_before |
    | 2026-01-02 | 2026-10-01 | 2026-11-10 | met |
    | 2026-01-01 | 2026-10-01 | 2026-11-10 | done 259 days late |
    """
    case = {"legal_basis": "hol-3-2-6a", "opened_on": day("2026-01-01")}
    decision = _some({"legal_basis": "hol-3-2-6a", "decided_on": day(decided)}, when=decided)
    assert said("VE-2", judged, known_since=known, case=[case], decision=decision) == verdict


@drawn
def test_ve_3_she_is_told_of_the_decision(decided: str, told: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven § 27. Three days are a local target.

    | decided | told | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-11-07 | – | 2026-11-10 | due by 2026-11-10: notify |
    | 2026-11-07 | – | 2026-11-11 | breached since 2026-11-11: notify |
    | 2026-11-07 | 2026-11-10 | 2026-11-11 | met |
    | 2026-11-07 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2026-11-07 | – | 2026-11-06 | not judged |
    """
    assert said("VE-3", judged, decision=[{"decided_on": day(decided), "notified_on": day(told)}]) == verdict


@drawn
def test_ve_3a_a_decision_says_why(reasons: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven § 25: with the decision, made 2026-11-09.

    | reasons | judged | verdict |
    | --- | --- | --- |
    | no | 2026-11-09 | due by 2026-11-09: reasons |
    | no | 2026-11-10 | breached since 2026-11-10: reasons |
    | yes | 2026-11-10 | met |
    """
    assert said("VE-3a", judged, as_of="2026-11-11", decision=[{"decided_on": day("2026-11-09"), "has_reasons": yes(reasons)}]) == verdict


@drawn
def test_bm_1_a_decision_says_what_she_thinks(her_view: str, judged: str, verdict: str) -> None:
    """Pasient- og brukerrettighetsloven § 3-1: great weight on her view. The decision was made 2026-11-09.

    | her view | judged | verdict |
    | --- | --- | --- |
    | no | 2026-11-09 | due by 2026-11-09: her_view |
    | no | 2026-11-10 | breached since 2026-11-10: her_view |
    | yes | 2026-11-10 | met |
    """
    assert said("BM-1", judged, as_of="2026-11-11", decision=[{"decided_on": day("2026-11-09"), "has_her_view": yes(her_view)}]) == verdict


@drawn
def test_ve_3b_she_is_told_how_to_complain(told: str, points: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven § 27 third ledd: the right, the limit, to whom, how, and that she may see the papers. Known as it stands today.

    | told | points | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-10 | not judged |
    | 2026-11-10 | – | 2026-11-10 | cannot: told_points |
    | 2026-11-10 | 4 | 2026-11-10 | due by 2026-11-10: say_how_to_complain |
    | 2026-11-10 | 4 | 2026-11-11 | breached since 2026-11-11: say_how_to_complain |
    | 2026-11-10 | 5 | 2026-11-11 | met |
    | 2026-11-10 | 5 | 2026-11-09 | not judged |
    """
    decision = {"decided_on": day("2026-11-09"), "notified_on": day(told), "told_points": None if points == "–" else int(points)}
    assert said("VE-3b", judged, decision=[decision]) == verdict


@drawn
def test_ve_5a_the_limit_is_as_long_as_the_law_gives(basis: str, told: str, until: str, judged: str, verdict: str) -> None:
    """Pasient- og brukerrettighetsloven § 7-5 gives four weeks from the notice; forvaltningsloven § 29 three.

    | basis | told | until | judged | verdict |
    | --- | --- | --- | --- | --- |
    | hol-3-2-6a | 2026-10-01 | 2026-10-29 | 2026-11-10 | met |
    | hol-3-2-6a | 2026-10-01 | 2026-10-28 | 2026-11-10 | breached since 2026-10-02: lengthen_limit |
    | hol-3-2-6a | 2026-10-01 | 2026-10-28 | 2026-10-01 | due by 2026-10-01: lengthen_limit |
    | sotjl-27 | 2026-10-01 | 2026-10-22 | 2026-11-10 | met |
    | bosl-6 | 2026-10-01 | 2026-10-21 | 2026-11-10 | breached since 2026-10-02: lengthen_limit |
    | hol-3-2-6a | – | – | 2026-11-10 | not judged |
    """
    decision = {
        "legal_basis": basis, "decided_on": day("2026-09-30"), "notified_on": day(told), "complaint_until": day(until),
    }  # fmt: skip
    assert said("VE-5a", judged, decision=[decision]) == verdict


@drawn
def test_ve_5_a_complaint_goes_on(received: str, sent: str, settled: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven § 33: as soon as it is made ready. Two weeks are a local target; what she gets here need not go on.

    | received | sent | settled | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-10-27 | – | – | 2026-11-10 | due by 2026-11-10: forward |
    | 2026-10-27 | – | – | 2026-11-11 | breached since 2026-11-11: forward |
    | 2026-10-27 | 2026-11-10 | – | 2026-11-11 | met |
    | 2026-10-27 | – | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2026-10-27 | 2026-11-14 | 2026-11-12 | 2026-11-20 | done 2 days late |
    """
    complaint = {"received_on": day(received), "forwarded_on": day(sent), "settled_here_on": day(settled)}
    assert said("VE-5", judged, complaint=[complaint]) == verdict


@drawn
def test_ve_5b_what_statsforvalteren_came_to_is_written_down(sent: str, answered: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven § 11 a gives no day: three months, when we ask, are a local target.

    | sent | answered | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-10 | not judged |
    | 2026-08-10 | – | 2026-11-10 | due by 2026-11-10: ask_governor |
    | 2026-08-10 | – | 2026-11-11 | breached since 2026-11-11: ask_governor |
    | 2026-08-10 | 2026-11-10 | 2026-11-11 | met |
    | 2026-08-10 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2026-08-10 | 2026-11-12 | 2026-11-11 | breached since 2026-11-11: ask_governor |
    """
    complaint = {"received_on": day("2026-08-01"), "forwarded_on": day(sent), "result_on": day(answered)}
    assert said("VE-5b", judged, complaint=[complaint]) == verdict


@drawn
def test_ve_9_who_came_to_the_wrong_place_is_helped_on(sent_on: str, settled: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven §§ 11 and 11 d. Received 2026-10-10; a month is a local target. Known only once it has been sent on.

    | sent on | settled | judged | verdict |
    | --- | --- | --- | --- |
    | no | 2026-10-12 | 2026-11-10 | not judged |
    | yes | 2026-10-12 | 2026-10-11 | not judged |
    | yes | 2026-11-10 | 2026-11-10 | met |
    | yes | 2026-11-12 | 2026-11-12 | done 2 days late |
    """
    enquiry = {"received_on": day("2026-10-10"), "sent_on": yes(sent_on), "settled_on": day(settled)}
    assert said("VE-9", judged, enquiry=[enquiry]) == verdict


@drawn
def test_ve_10_a_referral_is_answered(by: str, answered: str, answer: str, judged: str, verdict: str) -> None:
    """Pasient- og brukerrettighetsloven § 2-2 a: within ten working days. Sent 2026-10-27; the day stands with it.

    | by | answered | answer | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-11-10 | – | – | 2026-11-10 | due by 2026-11-10: ask_for_answer |
    | 2026-11-10 | – | – | 2026-11-11 | breached since 2026-11-11: ask_for_answer |
    | 2026-11-10 | 2026-11-10 | accepted | 2026-11-11 | met |
    | 2026-11-10 | 2026-11-12 | rejected | 2026-11-12 | done 2 days late |
    | 2026-11-10 | 2026-11-12 | withdrawn | 2026-11-12 | not applicable |
    | 2026-11-10 | 2026-11-12 | withdrawn | 2026-11-11 | breached since 2026-11-11: ask_for_answer |
    | – | – | – | 2026-11-11 | cannot: no_day |
    """
    notice = {"kind": "referral", "on": day("2026-10-27"), "answer_by": day(by), "answered_on": day(answered), "answer": answer}
    assert said("VE-10", judged, notice=[notice]) == verdict


@drawn
def test_ve_11_an_unopened_digital_decision_is_told_of_again(sent: str, opened: str, again: str, judged: str, verdict: str) -> None:
    """EForvaltningsforskriften § 8: not opened within a week, she is told again, the day after at the latest.

    | sent | opened | again | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | – | – | 2026-11-10 | not judged |
    | 2026-11-03 | – | – | 2026-11-11 | due by 2026-11-11: tell_again |
    | 2026-11-03 | – | – | 2026-11-12 | breached since 2026-11-12: tell_again |
    | 2026-11-03 | 2026-11-04 | – | 2026-11-11 | met |
    | 2026-11-03 | – | 2026-11-11 | 2026-11-11 | met |
    | 2026-11-03 | 2026-11-20 | 2026-11-12 | 2026-11-30 | done 1 days late |
    """
    decision = {"decided_on": day("2026-11-03"), "digital_on": day(sent), "opened_on": day(opened), "told_again_on": day(again)}
    assert said("VE-11", judged, decision=[decision]) == verdict


@drawn
def test_bo_2_who_asks_for_housing_gets_a_decision(asked: str, basis: str, decided: str, withdrawn: str, judged: str, verdict: str) -> None:
    """Boligsosialloven §§ 6 and 7, in force 1 July 2023. A month is a local target; only a decision made after the asking counts.

    | asked | basis | decided | withdrawn | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | 2026-10-10 | – | – | – | 2026-11-10 | due by 2026-11-10: decide_housing |
    | 2026-10-10 | – | – | – | 2026-11-11 | breached since 2026-11-11: decide_housing |
    | 2026-10-10 | bosl-6 | 2026-11-10 | – | 2026-11-11 | met |
    | 2026-10-10 | bosl-6 | 2026-11-12 | – | 2026-11-12 | done 2 days late |
    | 2026-10-10 | sotjl-27 | 2026-11-01 | – | 2026-11-11 | breached since 2026-11-11: decide_housing |
    | 2026-10-10 | bosl-6 | 2026-10-09 | – | 2026-11-11 | breached since 2026-11-11: decide_housing |
    | 2026-10-10 | – | – | 2026-11-01 | 2026-11-11 | not applicable |
    | 2023-06-30 | – | – | – | 2023-06-30 | not judged |
    | 2023-06-30 | – | – | – | 2023-07-01 | due by 2023-07-30: decide_housing |
    """
    answer = "–" if withdrawn == "–" else "withdrawn"
    notice = {"kind": "housing", "on": day(asked), "answered_on": day(withdrawn), "answer": answer}
    decision = _some({"legal_basis": basis, "decided_on": day(decided)}, when=decided)
    assert said("BO-2", judged, notice=[notice], decision=decision) == verdict


@drawn
def test_in_1_who_asks_for_her_record_sees_it(asked: str, answered: str, answer: str, judged: str, verdict: str) -> None:
    """Pasient- og brukerrettighetsloven § 5-1, pasientjournalloven § 18. Thirty days; a refusal with its reason is an answer too.

    | asked | answered | answer | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-10-11 | – | – | 2026-11-10 | due by 2026-11-10: show_record |
    | 2026-10-11 | – | – | 2026-11-11 | breached since 2026-11-11: show_record |
    | 2026-10-11 | 2026-11-10 | shown | 2026-11-11 | met |
    | 2026-10-11 | 2026-11-12 | refused | 2026-11-12 | done 2 days late |
    | 2026-10-11 | 2026-11-01 | withdrawn | 2026-11-11 | not applicable |
    """
    notice = {"kind": "record", "on": day(asked), "answered_on": day(answered), "answer": answer}
    assert said("IN-1", judged, notice=[notice]) == verdict


@drawn
def test_bm_2_what_she_has_been_told_is_noted(opened: str, first: str, last: str, judged: str, verdict: str) -> None:
    """Pasient- og brukerrettighetsloven §§ 3-2 and 3-5. A month and a year are local targets.

    | opened | first | last | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | – | – | 2026-11-10 | not applicable |
    | 2026-10-10 | – | – | 2026-11-10 | due by 2026-11-10: inform |
    | 2026-10-10 | – | – | 2026-11-11 | breached since 2026-11-11: inform |
    | 2026-10-10 | 2026-11-12 | – | 2026-11-12 | done 2 days late, again by 2027-11-12 |
    | 2025-10-10 | 2025-11-10 | – | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-10-10 | 2025-11-10 | – | 2026-11-11 | breached since 2026-11-11: inform |
    | 2024-10-10 | 2025-01-10 | 2025-12-10 | 2026-11-11 | met, again by 2026-12-10 |
    """
    noted = [{"kind": "informed", "on": day(one)} for one in (first, last) if one != "–"]
    assert said("BM-2", judged, case=_some({"opened_on": day(opened)}, when=opened), notice=noted) == verdict
