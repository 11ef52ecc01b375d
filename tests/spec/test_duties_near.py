"""The duties to those near her, and what few may see, judged.

Children and next of kin; decision competence, concern for a child, and coercion. `–` is nothing.
"""

from typing import Any

from tests.drawn import day, drawn, yes
from tests.oracle.said import said


def _some(*rows: dict[str, Any], when: str) -> list[dict[str, Any]]:
    return [] if when == "–" else list(rows)


@drawn
def test_på_1a_a_child_is_followed_up(known: str, followed: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 10 a. Thirty days are a local target.

    | known | followed | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-10-11 | – | 2026-10-10 | not judged |
    | 2026-10-11 | – | 2026-11-10 | due by 2026-11-10: follow_up |
    | 2026-10-11 | – | 2026-11-11 | breached since 2026-11-11: follow_up |
    | 2026-10-11 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2026-10-11 | 2026-11-10 | 2026-11-11 | met |
    """
    assert said("PÅ-1a", judged, child=[{"known_on": day(known), "followed_up_on": day(followed)}]) == verdict


@drawn
def test_på_2_the_childs_consent_is_settled(known: str, settled: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 28 as amended from 1 July 2026: consent, or why it could not be had. Thirty days are a local target.

    | known | settled | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-05-01 | – | 2026-06-30 | not judged |
    | 2026-05-01 | – | 2026-07-01 | breached since 2026-06-01: consent |
    | 2026-10-11 | – | 2026-11-10 | due by 2026-11-10: consent |
    | 2026-10-11 | – | 2026-11-11 | breached since 2026-11-11: consent |
    | 2026-10-11 | 2026-11-10 | 2026-11-11 | met |
    """
    assert said("PÅ-2", judged, child=[{"known_on": day(known), "consent_settled_on": day(settled)}]) == verdict


@drawn
def test_på_3_a_child_who_has_lost_somebody_is_followed_up(
    died: str, other: str, followed: str, last: str, judged: str, verdict: str
) -> None:
    """Helsepersonelloven § 10 b. Two weeks are a local target; the duty does not end with the death of whom we helped.

    `other` is the day the child lost somebody else, `followed` and `last` the first and the newest follow-up.

    | died | other | followed | last | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | – | – | – | – | 2026-11-10 | not judged |
    | 2026-10-27 | – | – | – | 2026-11-10 | due by 2026-11-10: follow_up |
    | 2026-10-27 | – | – | – | 2026-11-11 | breached since 2026-11-11: follow_up |
    | 2026-10-27 | – | 2026-11-10 | 2026-11-10 | 2026-11-11 | met |
    | 2026-10-27 | – | 2026-09-01 | 2026-09-01 | 2026-11-11 | breached since 2026-11-11: follow_up |
    | 2026-10-27 | – | 2026-09-01 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | – | 2026-10-27 | – | – | 2026-11-11 | breached since 2026-11-11: follow_up |
    | – | 2026-10-27 | 2026-11-01 | 2026-11-01 | 2026-11-11 | met |
    """
    rows = [{"known_on": day("2026-01-01"), "followed_up_on": day(followed), "last_followed_on": day(last), "bereaved_on": day(other)}]
    assert said("PÅ-3", judged, person=[{"deceased_on": day(died)}], child=rows) == verdict


@drawn
def test_på_6_support_to_kin_is_offered_and_answered(
    heavy: str, offered: str, answer: str, answered: str, judged: str, verdict: str
) -> None:
    """Helse- og omsorgstjenesteloven § 3-6, pasient- og brukerrettighetsloven § 2-8. A month and two weeks are local targets.

    `heavy` is since when one of them has particularly heavy care.

    | heavy | offered | answer | answered | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | – | – | – | – | 2026-11-10 | not judged |
    | 2026-10-10 | – | – | – | 2026-11-10 | due by 2026-11-10: offer |
    | 2026-10-10 | – | – | – | 2026-11-11 | breached since 2026-11-11: offer |
    | 2026-10-10 | 2026-10-27 | – | – | 2026-11-10 | due by 2026-11-10: answer |
    | – | 2026-10-27 | – | – | 2026-11-11 | breached since 2026-11-11: answer |
    | – | 2026-10-27 | yes | 2026-11-10 | 2026-11-11 | met |
    | – | 2025-11-01 | no | 2025-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | – | 2025-11-01 | no | 2025-11-10 | 2026-11-11 | breached since 2026-11-11: again |
    """
    kin = _some({"since": day("2025-01-01"), "heavy_care_on": day(heavy)}, when=heavy)
    offer = {"of": "kin_support", "offered_on": day(offered), "answer": answer.strip("–"), "answered_on": day(answered)}
    assert said("PÅ-6", judged, case=[{"opened_on": day("2025-01-01")}], offer=_some(offer, when=offered), kin=kin) == verdict


@drawn
def test_sa_3_the_nearest_is_whom_she_names(
    named: str, until: str, nearest: str, scope: str, nobody: str, judged: str, verdict: str
) -> None:
    """Pasient- og brukerrettighetsloven § 1-3. Help began 2026-10-11. Thirty days to ask, and to say what may be told, are local targets.

    `nobody` is the day she was asked and named nobody.

    | named | until | nearest | scope | nobody | judged | verdict |
    | --- | --- | --- | --- | --- | --- | --- |
    | – | – | no | no | – | 2026-11-10 | due by 2026-11-10: ask_kin |
    | – | – | no | no | – | 2026-11-11 | breached since 2026-11-11: ask_kin |
    | – | – | no | no | 2026-11-10 | 2026-11-11 | met |
    | 2026-10-11 | – | no | yes | – | 2026-11-11 | breached since 2026-11-11: ask_kin |
    | 2026-10-11 | – | yes | no | – | 2026-11-10 | due by 2026-11-10: scope |
    | 2026-10-11 | – | yes | no | 2026-11-09 | 2026-11-11 | breached since 2026-11-11: scope |
    | 2026-10-11 | – | yes | yes | – | 2026-11-11 | met |
    | 2026-10-11 | 2026-11-09 | yes | yes | – | 2026-11-11 | breached since 2026-11-11: ask_kin |
    """
    kin = {"since": day(named), "until": day(until), "nearest": yes(nearest), "scope_said": yes(scope)}
    person = [{"kin_asked_on": day(nobody)}]
    assert said("SA-3", judged, person=person, case=[{"opened_on": day("2026-10-11")}], kin=_some(kin, when=named)) == verdict


@drawn
def test_lm_2_bodily_health_is_mapped(opened: str, instrument: str, physical: str, mapped: str, judged: str, verdict: str) -> None:
    """Not law: the national guide asks that the whole situation is mapped, bodily health too. Thirty days and a year are local targets.

    `physical` is whether bodily health was answered.

    | opened | instrument | physical | mapped | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | – | – | no | – | 2026-11-10 | not applicable |
    | 2026-10-11 | – | no | – | 2026-11-10 | due by 2026-11-10: map |
    | 2026-10-11 | – | no | – | 2026-11-11 | breached since 2026-11-11: map |
    | 2026-10-11 | stigen | no | 2026-10-20 | 2026-11-11 | breached since 2026-11-11: map |
    | 2026-10-11 | livsomrader | no | 2026-10-20 | 2026-11-11 | breached since 2026-11-11: map |
    | 2026-10-11 | livsomrader | yes | 2026-11-10 | 2026-11-11 | met, again by 2027-11-10 |
    | 2026-10-11 | livsomrader | yes | 2026-11-12 | 2026-11-12 | done 2 days late, again by 2027-11-12 |
    | 2025-10-11 | livsomrader | yes | 2025-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-10-11 | livsomrader | yes | 2025-11-10 | 2026-11-11 | breached since 2026-11-11: map |
    """
    response = _some({"instrument": instrument, "physical": yes(physical), "on": day(mapped)}, when=mapped)
    case = [] if opened == "–" else [{"opened_on": day(opened)}]
    earlier = [{"opened_on": day("2026-01-01"), "closed_on": day("2026-02-01")}]
    assert said("LM-2", judged, case=case or earlier, response=response) == verdict


@drawn
def test_sa_1_lost_competence_is_decided_and_shown(
    by_another: str, withdrawn: str, decided: str, shown: str, judged: str, verdict: str
) -> None:
    """Pasient- og brukerrettighetsloven § 4-3, with these words since 1 June 2026. Three days to show it are a local target.

    `by another` is the day somebody else consented for her.

    | by another | withdrawn | decided | shown | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | – | – | – | – | 2026-11-10 | not judged |
    | 2026-11-09 | – | – | – | 2026-11-09 | due by 2026-11-09: decide_competence |
    | 2026-11-09 | – | – | – | 2026-11-10 | breached since 2026-11-10: decide_competence |
    | 2026-11-01 | 2026-11-09 | – | – | 2026-11-10 | not judged |
    | 2026-11-07 | – | 2026-11-07 | – | 2026-11-10 | due by 2026-11-10: show_competence |
    | 2026-11-07 | – | 2026-11-07 | – | 2026-11-11 | breached since 2026-11-11: show_competence |
    | 2026-11-07 | – | 2026-11-07 | 2026-11-10 | 2026-11-11 | met |
    | – | – | 2026-11-07 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2026-05-01 | – | – | – | 2026-05-31 | not judged |
    | 2026-05-01 | – | – | – | 2026-06-01 | breached since 2026-05-02: decide_competence |
    """
    consent = {"given_on": day(by_another), "withdrawn_on": day(withdrawn), "by_another": True}
    notice = {"kind": "competence", "on": day(decided), "answered_on": day(shown), "answer": "shown"}
    rows = {"consent": _some(consent, when=by_another), "notice": _some(notice, when=decided)}
    assert said("SA-1", judged, **rows) == verdict


@drawn
def test_på_4a_child_welfare_says_what_came_of_it(closed: str, told: str, judged: str, verdict: str) -> None:
    """Barnevernsloven § 13-3: feedback within three weeks after the investigation is closed.

    | closed | told | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-11 | not judged |
    | 2026-10-20 | – | 2026-11-10 | due by 2026-11-10: ask_for_feedback |
    | 2026-10-20 | – | 2026-11-11 | breached since 2026-11-11: ask_for_feedback |
    | 2026-10-20 | 2026-11-10 | 2026-11-11 | met |
    """
    notice = {"kind": "concern_closed", "on": day(closed), "answered_on": day(told), "answer": "feedback"}
    assert said("PÅ-4a", judged, protected_notice=_some(notice, when=closed)) == verdict


@drawn
def test_på_4_child_welfare_confirms_a_concern(sent: str, confirmed: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 33, barnevernsloven §§ 13-2 and 13-3 (in force 1 January 2023): confirmed within three weeks.

    | sent | confirmed | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-10-20 | – | 2026-11-10 | due by 2026-11-10: ask_for_answer |
    | 2026-10-20 | – | 2026-11-11 | breached since 2026-11-11: ask_for_answer |
    | 2026-10-20 | 2026-11-10 | 2026-11-11 | met |
    | 2026-10-20 | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2022-12-31 | – | 2022-12-31 | not judged |
    | 2022-12-31 | – | 2023-01-01 | due by 2023-01-21: ask_for_answer |
    """
    notice = {"kind": "concern", "on": day(sent), "answered_on": day(confirmed), "answer": "confirmed"}
    assert said("PÅ-4", judged, protected_notice=[notice]) == verdict


@drawn
def test_tv_1_whoever_reports_misuse_is_answered(told: str, answered: str, answer: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 10-1: what came of it is told to the relative. A month is a local target.

    | told | answered | answer | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-10-10 | – | – | 2026-11-10 | due by 2026-11-10: answer_notice |
    | 2026-10-10 | – | – | 2026-11-11 | breached since 2026-11-11: answer_notice |
    | 2026-10-10 | 2026-11-10 | told | 2026-11-11 | met |
    | 2026-10-10 | 2026-11-10 | withdrawn | 2026-11-11 | not applicable |
    """
    notice = {"kind": "misuse", "on": day(told), "answered_on": day(answered), "answer": answer}
    assert said("TV-1", judged, protected_notice=[notice]) == verdict


@drawn
def test_tv_1a_a_decision_on_retention_is_carried_out(kind: str, decided: str, done: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven §§ 10-2 and 10-3: void after six weeks, or two when she is pregnant.

    | kind | decided | done | judged | verdict |
    | --- | --- | --- | --- | --- |
    | coercion | 2026-09-29 | – | 2026-11-10 | due by 2026-11-10: carry_out |
    | coercion | 2026-09-29 | – | 2026-11-11 | breached since 2026-11-11: carry_out |
    | coercion_pregnant | 2026-10-27 | – | 2026-11-10 | due by 2026-11-10: carry_out |
    | coercion_pregnant | 2026-10-27 | – | 2026-11-11 | breached since 2026-11-11: carry_out |
    | coercion | 2026-09-29 | 2026-11-10 | 2026-11-11 | met |
    """
    notice = {"kind": kind, "on": day(decided), "answered_on": day(done), "answer": "carried_out"}
    assert said("TV-1a", judged, protected_notice=[notice]) == verdict


@drawn
def test_tv_1b_a_retention_has_three_months(began: str, ended: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven §§ 10-2 and 10-3: at most three months, or looked at again every three months.

    | began | ended | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-08-10 | – | 2026-11-10 | due by 2026-11-10: review_retention |
    | 2026-08-10 | – | 2026-11-11 | breached since 2026-11-11: review_retention |
    | 2026-08-10 | 2026-11-10 | 2026-11-11 | met |
    | 2026-11-30 | – | 2027-02-28 | due by 2027-02-28: review_retention |
    """
    notice = {"kind": "retained", "on": day(began), "answered_on": day(ended), "answer": "ended"}
    assert said("TV-1b", judged, protected_notice=[notice]) == verdict
