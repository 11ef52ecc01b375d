"""The duties on plan and coordinator, judged.

Those that stand beside the first ones in *The duties, judged*: how the plan is kept, and others' part in it. `–` is nothing.
"""

from typing import Any

from tests.drawn import day, drawn, yes
from tests.oracle.said import said

BEGAN = "2026-08-10"


def _some(*rows: dict[str, Any], when: str) -> list[dict[str, Any]]:
    return [] if when == "–" else list(rows)


def _plan(**more: Any) -> dict[str, Any]:
    """An individual plan in use, with consent, since 10 August 2026."""
    return {"id": "plan-0", "kind": "individual", "state": "active", "since": day(BEGAN), "consented_on": day(BEGAN)} | more


@drawn
def test_ip_4_one_service_is_main_responsible(state: str, main_responsible: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 7, since 1 August 2022. The plan was begun 2026-08-10; thirty days are a local target.

    The day it was last agreed, or taken away, stands with it: what stood before that day is not known.

    | state | main responsible | judged | verdict |
    | --- | --- | --- | --- |
    | draft | no | 2026-11-10 | not applicable |
    | active | no | 2026-09-09 | due by 2026-09-09: frame |
    | active | no | 2026-09-10 | breached since 2026-09-10: frame |
    | active | yes | 2026-11-10 | met |
    | paused | yes | 2026-11-10 | met |
    | active | yes | 2022-07-31 | not judged |
    | active | yes 2026-09-09 | 2026-09-09 | met |
    | active | yes 2026-09-09 | 2026-09-08 | cannot: done_since |
    | active | yes 2026-09-10 | 2026-11-10 | met |
    | active | no 2026-10-01 | 2026-10-01 | breached since 2026-09-10: frame |
    | active | no 2026-10-01 | 2026-09-30 | cannot: done_since |
    """
    has, agreed = f"{main_responsible} –".split()[:2]
    plan = _plan(state=state, main_responsible=yes(has), main_responsible_on=day(agreed))
    assert said("IP-4", judged, plan=[plan]) == verdict


@drawn
def test_ip_7a_the_whole_plan_is_looked_at(settled: str, agreed: str, state: str, consented: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 9: kept up to date. A year after the last time, when no day is agreed, is a local target.

    After the day agreed stands when it was: which day was agreed before, is not known.

    | settled | agreed | state | consented | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | – | – | active | 2026-08-10 | 2027-08-10 | met, again by 2027-08-10 |
    | – | – | active | 2026-08-10 | 2027-08-11 | breached since 2027-08-11: review |
    | 2026-10-01 | – | active | 2026-08-10 | 2026-11-10 | met, again by 2027-10-01 |
    | 2026-10-01 | 2026-11-09 | active | 2026-08-10 | 2026-11-10 | breached since 2026-11-10: review |
    | 2026-10-01 | 2026-11-10 | active | 2026-08-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2026-10-01 | 2026-11-09 | paused | 2026-08-10 | 2026-11-10 | not applicable |
    | 2026-10-01 | 2026-11-09 | active | – | 2026-11-10 | not applicable |
    | 2026-10-01 | 2026-11-20 on 2026-11-10 | active | 2026-08-10 | 2026-11-10 | met, again by 2026-11-20 |
    | 2026-10-01 | 2026-11-20 on 2026-11-10 | active | 2026-08-10 | 2026-11-09 | cannot: done_since |
    | 2026-10-01 | – | active | 2026-11-10 | 2026-11-09 | cannot: done_since |
    | 2026-10-01 | – | ended | 2026-08-10 | 2026-11-10 | not applicable |
    """
    agreed, changed = f"{agreed} on –".split(" on ")[:2]
    plan = _plan(state=state, settled_on=day(settled), review_on=day(agreed), review_changed_on=day(changed), consented_on=day(consented))
    assert said("IP-7a", judged, plan=[plan]) == verdict


@drawn
def test_ip_9_the_plan_suits_her_language(language: str, interpreter: str, adapted: str, changed: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 9 first ledd. The plan was begun 2026-08-10; three months are a local target.

    | language | interpreter | adapted | changed | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | nn | no | no | – | 2026-11-11 | not applicable |
    | so | no | no | – | 2026-11-10 | due by 2026-11-10: adapt |
    | so | no | no | – | 2026-11-11 | breached since 2026-11-11: adapt |
    | nb | yes | no | – | 2026-11-11 | breached since 2026-11-11: adapt |
    | so | yes | yes | – | 2026-11-11 | met |
    | so | yes | yes | adapted 2026-11-12 | 2026-11-11 | cannot: done_since |
    | so | yes | yes | adapted 2026-11-12 | 2026-11-12 | met |
    | nb | no | yes | adapted 2026-11-12 | 2026-11-11 | not applicable |
    | nb | no | no | language 2026-11-12 | 2026-11-11 | cannot: done_since |
    | nb | no | no | language 2026-11-12 | 2026-11-12 | not applicable |
    """
    what, _, when = changed.partition(" ")
    person = {"language": language, "interpreter": yes(interpreter), "adapted": yes(adapted)}
    person |= {f"{what}_changed_on": day(when)} if when else {}
    assert said("IP-9", judged, person=[person], plan=[_plan()]) == verdict


@drawn
def test_ip_13_the_practitioner_is_invited(began: str, invited: str, judged: str, verdict: str) -> None:
    """Fastlegeforskriften § 26 is from 1 January 2026, and nobody is late before it has run a year; once a year is a local target.

    | began | invited | judged | verdict |
    | --- | --- | --- | --- |
    | 2024-01-01 | – | 2025-12-31 | not judged |
    | 2024-01-01 | – | 2026-01-01 | due by 2027-01-01: invite_gp |
    | 2024-01-01 | – | 2027-01-02 | breached since 2027-01-02: invite_gp |
    | 2026-08-10 | – | 2026-11-10 | due by 2027-08-10: invite_gp |
    | 2024-01-01 | 2025-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2024-01-01 | 2025-11-09 | 2026-11-10 | breached since 2026-11-10: invite_gp |
    | 2026-08-10 ended 2026-10-10 | – | 2026-10-09 | due by 2027-08-10: invite_gp |
    | 2026-08-10 ended 2026-10-10 | – | 2026-10-10 | not judged |
    """
    meeting = _some({"on": day(invited), "gp_invited": True}, when=invited)
    began, state, ended = f"{began} active –".split()[:3]
    plan = _plan(since=day(began), state=state, ended_on=day(ended))
    assert said("IP-13", judged, as_of="2027-01-02", plan=[plan], meeting=meeting) == verdict


@drawn
def test_ip_3_a_need_that_others_saw_is_followed(who: str, told: str, answered: str, answer: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 6: NAV, health and child welfare may each begin. A month is a local target.

    | who | told | answered | answer | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | need_nav | 2026-10-10 | – | – | 2026-11-10 | due by 2026-11-10: answer_notice |
    | need_nav | 2026-10-10 | – | – | 2026-11-11 | breached since 2026-11-11: answer_notice |
    | need_child_welfare | 2026-10-10 | 2026-11-10 | handed_over | 2026-11-20 | met |
    | need_child_welfare | 2026-10-10 | 2026-11-12 | started | 2026-11-20 | done 2 days late |
    | need_nav | 2026-10-10 | 2026-11-12 | started | 2026-11-11 | breached since 2026-11-11: answer_notice |
    | need_hospital | 2026-10-10 | – | – | 2026-11-11 | not judged |
    | need_nav | 2022-07-31 | – | – | 2022-07-31 | not judged |
    | need_nav | 2022-07-31 | – | – | 2022-08-01 | due by 2022-08-31: answer_notice |
    """
    notice = {"kind": who, "on": day(told), "answered_on": day(answered), "answer": answer}
    assert said("IP-3", judged, notice=[notice]) == verdict


@drawn
def test_ip_13a_the_practitioner_answers(meeting: str, answered: str, judged: str, verdict: str) -> None:
    """Fastlegeforskriften § 26, for meetings since 1 January 2026. The answer has no day of its own.

    | meeting | answered | judged | verdict |
    | --- | --- | --- | --- |
    | 2025-12-31 | no | 2026-01-01 | not judged |
    | 2025-12-31 | no | 2025-12-31 | not judged |
    | 2026-01-01 | no | 2026-01-01 | due by 2026-01-01: dialogue_gp |
    | 2026-01-01 | no | 2026-01-02 | breached since 2026-01-02: dialogue_gp |
    | 2026-11-09 | no | 2026-11-08 | not judged |
    | 2026-11-09 | yes | 2026-11-10 | met |
    """
    rows = [{"on": day(meeting), "gp_invited": True, "gp_answered": yes(answered)}]
    assert said("IP-13a", judged, meeting=rows) == verdict


@drawn
def test_ip_13b_others_who_treat_her_answer(invited: str, answered: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 4: they take part in the work on the plan. The meeting is on 2026-11-09; the answers have no day of their own.

    | invited | answered | judged | verdict |
    | --- | --- | --- | --- |
    | no | no | 2026-11-10 | not judged |
    | yes | no | 2026-11-08 | not judged |
    | yes | no | 2026-11-09 | due by 2026-11-09: dialogue_others |
    | yes | no | 2026-11-10 | breached since 2026-11-10: dialogue_others |
    | yes | yes | 2026-11-10 | met |
    """
    rows = [{"on": day("2026-11-09"), "health_invited": yes(invited), "health_answered": yes(answered)}]
    assert said("IP-13b", judged, meeting=rows) == verdict


@drawn
def test_ip_5_the_school_is_invited(born: str, pupil: str, changed: str, invited: str, state: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 7 second ledd, for a child's or a pupil's plan, begun 2026-08-10; three months are a local target.

    | born | pupil | changed | invited | state | judged | verdict |
    | --- | --- | --- | --- | --- | --- | --- |
    | 2010-05 | no | – | – | active | 2026-11-10 | due by 2026-11-10: invite_school |
    | 2010-05 | no | – | – | active | 2026-11-11 | breached since 2026-11-11: invite_school |
    | 2010-05 | no | – | 2026-11-12 | active | 2026-11-20 | done 2 days late |
    | 2010-05 | no | – | 2026-09-01 | active | 2026-11-11 | met |
    | 2008-12 | no | – | – | active | 2026-11-30 | breached since 2026-11-11: invite_school |
    | 2008-12 | no | – | – | active | 2026-12-01 | not applicable |
    | – | no | – | – | active | 2026-11-11 | not applicable |
    | 1988-04 | yes | – | – | active | 2026-11-11 | breached since 2026-11-11: invite_school |
    | 1988-04 | yes | – | 2026-09-01 | active | 2026-11-11 | met |
    | 1988-04 | yes | 2026-11-12 | – | active | 2026-11-11 | cannot: done_since |
    | 1988-04 | yes | 2026-11-12 | – | active | 2026-11-12 | breached since 2026-11-11: invite_school |
    | 1988-04 | no | 2026-11-12 | – | active | 2026-11-11 | cannot: done_since |
    | 1988-04 | no | 2026-11-12 | – | active | 2026-11-12 | not applicable |
    | 2010-05 | no | 2026-11-12 | – | active | 2026-11-11 | breached since 2026-11-11: invite_school |
    | 2010-05 | no | – | – | draft | 2026-11-11 | not applicable |
    """
    year, _, month = born.partition("-")
    person = {} if born == "–" else {"born_year": int(year), "born_month": int(month)}
    meeting = _some({"on": day(invited), "school_invited": True}, when=invited)
    plan = _plan(state=state, pupil=yes(pupil), pupil_changed_on=day(changed))
    assert said("IP-5", judged, person=[person], plan=[plan], meeting=meeting) == verdict


@drawn
def test_ip_6_the_hospitals_notice_is_assessed(told: str, answered: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 8 and helse- og omsorgstjenesteloven § 7-1 second ledd. Two weeks are a local target.

    | told | answered | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-10-27 | – | 2026-11-10 | due by 2026-11-10: answer_notice |
    | 2026-10-27 | – | 2026-11-11 | breached since 2026-11-11: answer_notice |
    | 2026-10-27 | 2026-11-10 | 2026-11-11 | met |
    """
    notice = {"kind": "need_hospital", "on": day(told), "answered_on": day(answered), "answer": "not_needed"}
    assert said("IP-6", judged, notice=[notice]) == verdict


@drawn
def test_ip_12_the_coordinating_unit_is_told(need: str, told: str, appointed: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 38 a: «snarest mulig»; a week is a local target. Whoever has appointed a coordinator knows of the need.

    | need | told | appointed | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | – | – | 2026-11-10 | not applicable |
    | 2026-11-03 | – | – | 2026-11-10 | due by 2026-11-10: tell_coordinating_unit |
    | 2026-11-03 | – | – | 2026-11-11 | breached since 2026-11-11: tell_coordinating_unit |
    | 2026-11-03 | 2026-11-10 | – | 2026-11-11 | met |
    | 2026-11-03 | – | 2026-11-10 | 2026-11-11 | met |
    | 2026-11-03 | – | 2026-11-11 | 2026-11-11 | done 1 days late |
    | 2026-11-03 | – | 2026-11-12 | 2026-11-12 | done 2 days late |
    | 2026-11-03 | 2026-11-12 | 2026-11-10 | 2026-11-12 | met |
    """
    rows = {
        "need": _some({"long_term": True, "coordinated": True, "since": day(need)}, when=need),
        "notice": _some({"kind": "need_told", "on": day(told)}, when=told),
        "coordination": _some({"role": "coordinator", "since": day(appointed)}, when=appointed),
    }
    assert said("IP-12", judged, **rows) == verdict


@drawn
def test_ip_14_navs_plan_hangs_under(navs: str, under: str, ours: str, judged: str, verdict: str) -> None:
    """Sosialtjenesteloven §§ 28 and 33, NAV-loven § 15. The individual plan was begun 2026-08-10; a month is a local target.

    | navs | under | ours | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | no | active | 2026-11-10 | not judged |
    | 2026-10-10 active | no | active | 2026-11-10 | due by 2026-11-10: join_plans |
    | 2026-10-10 active | no | active | 2026-11-11 | breached since 2026-11-11: join_plans |
    | 2026-10-10 active | yes | active | 2026-11-11 | met |
    | 2026-01-10 active | no | active | 2026-09-10 | due by 2026-09-10: join_plans |
    | 2026-10-10 ended | no | active | 2026-11-11 | not judged |
    | 2026-10-10 active | no | ended | 2026-11-11 | not judged |
    """
    since, _, state = navs.partition(" ")
    under_it = "plan-0" if yes(under) else None
    other = _some({"id": "plan-1", "kind": "activity", "since": day(since), "state": state, "parent_id": under_it}, when=since)
    assert said("IP-14", judged, plan=[_plan(state=ours), *other]) == verdict


@drawn
def test_ip_17_what_is_granted_is_decided(granted: str, decided: str, changed: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 4: a plan gives no wider right. The action is from 2026-11-01.

    | granted | decided | changed | judged | verdict |
    | --- | --- | --- | --- | --- |
    | no | – | – | 2026-11-10 | not judged |
    | yes | – | – | 2026-11-01 | due by 2026-11-01: find_decision |
    | yes | – | – | 2026-11-02 | breached since 2026-11-02: find_decision |
    | yes | 2026-10-01 | – | 2026-11-10 | met |
    | yes | 2026-11-03 | – | 2026-11-10 | done 2 days late |
    | yes | 2026-11-11 | – | 2026-11-10 | breached since 2026-11-02: find_decision |
    | yes | – | granted 2026-11-05 | 2026-11-04 | cannot: done_since |
    | yes | – | granted 2026-11-05 | 2026-11-05 | due by 2026-11-05: find_decision |
    | yes | – | granted 2026-11-05 | 2026-11-06 | breached since 2026-11-06: find_decision |
    | no | – | granted 2026-11-05 | 2026-11-04 | cannot: done_since |
    | no | – | granted 2026-11-05 | 2026-11-05 | not judged |
    | yes | 2026-10-01 | decision 2026-11-05 | 2026-11-04 | cannot: done_since |
    | yes | 2026-10-01 | decision 2026-11-05 | 2026-11-05 | met |
    """
    what, _, when = changed.partition(" ")
    action = {"since": day("2026-11-01"), "granted": yes(granted), "decision_id": "decision-0"}
    action |= {f"{what}_changed_on": day(when)} if when else {}
    decision = _some({"decided_on": day(decided)}, when=decided)
    assert said("IP-17", judged, action=[action], decision=decision) == verdict


@drawn
def test_ko_2_the_coordinator_is_in_touch(since: str, last: str, judged: str, verdict: str) -> None:
    """Forskrift om habilitering, rehabilitering og koordinator § 16, since 1 August 2022. Ninety days are a local target.

    | since | last | judged | verdict |
    | --- | --- | --- | --- |
    | – | 2026-11-01 | 2026-11-10 | not judged |
    | 2026-08-12 | – | 2026-11-10 | due by 2026-11-10: contact |
    | 2026-08-12 | – | 2026-11-11 | breached since 2026-11-11: contact |
    | 2026-01-01 | 2026-08-12 | 2026-11-10 | met, again by 2026-11-10 |
    | 2026-01-01 | 2026-08-12 | 2026-11-11 | breached since 2026-11-11: contact |
    | 2022-01-01 | 2022-07-01 | 2022-07-31 | not judged |
    | 2022-01-01 | 2022-07-01 | 2022-08-01 | met, again by 2022-09-29 |
    """
    rows = {
        "case": [{"opened_on": day("2021-01-01")}],
        "coordination": _some({"role": "coordinator", "since": day(since)}, when=since),
        "contact": _some({"on": day(last)}, when=last),
    }
    assert said("KO-2", judged, **rows) == verdict


@drawn
def test_ko_3_the_family_is_offered_a_childrens_coordinator_and_has_one(
    need: str, offered: str, answer: str, answered: str, since: str, until: str, judged: str, verdict: str
) -> None:
    """Helse- og omsorgstjenesteloven § 7-2 a. `need` is since when a seriously ill child in the family needs services together for long.

    | need | offered | answer | answered | since | until | judged | verdict |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | – | – | – | – | – | – | 2026-11-10 | not applicable |
    | 2026-10-10 | – | – | – | – | – | 2026-11-10 | due by 2026-11-10: offer |
    | 2026-10-10 | – | – | – | – | – | 2026-11-11 | breached since 2026-11-11: offer |
    | – | 2026-10-27 | – | – | – | – | 2026-11-10 | due by 2026-11-10: answer |
    | – | 2026-10-27 | – | – | – | – | 2026-11-11 | breached since 2026-11-11: answer |
    | – | 2026-10-27 | yes | 2026-11-10 | – | – | 2026-11-10 | due by 2026-11-10: find |
    | – | 2026-10-27 | yes | 2026-11-10 | – | – | 2026-11-11 | breached since 2026-11-11: find |
    | – | 2026-10-27 | yes | 2026-11-10 | 2026-11-10 | – | 2026-11-11 | met |
    | – | 2026-01-27 | yes | 2026-02-10 | 2026-02-10 | 2026-11-09 | 2026-11-10 | breached since 2026-11-10: find |
    | – | 2025-11-10 | no | 2025-11-10 | – | – | 2026-11-10 | met, again by 2026-11-10 |
    """
    offer = {"of": "child_coordinator", "offered_on": day(offered), "answer": answer.strip("–"), "answered_on": day(answered)}
    rows = {
        "case": [{"opened_on": day("2025-01-01")}],
        "need": _some({"long_term": True, "coordinated": True, "concerns_child": True, "since": day(need)}, when=need),
        "offer": _some(offer, when=offered),
        "coordination": _some({"role": "child_coordinator", "since": day(since), "until": day(until)}, when=since),
    }
    assert said("KO-3", judged, **rows) == verdict


@drawn
def test_ko_5_the_hospital_says_who_answers(admitted: str, by: str, told: str, judged: str, verdict: str) -> None:
    """Spesialisthelsetjenesteloven §§ 2-5 a and 2-5 c: by the first working day after admission, which stands with the stay.

    | admitted | by | told | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | – | – | 2026-11-10 | cannot: admitted |
    | 2026-11-06 | 2026-11-09 | – | 2026-11-09 | due by 2026-11-09: ask_hospital |
    | 2026-11-06 | 2026-11-09 | – | 2026-11-10 | breached since 2026-11-10: ask_hospital |
    | 2026-11-06 | 2026-11-09 | 2026-11-09 | 2026-11-10 | met |
    | 2026-11-06 | 2026-11-09 | 2026-11-10 | 2026-11-10 | done 1 days late |
    """
    stay = {"admitted_on": day(admitted), "notified_on": day("2026-11-06"), "contact_by": day(by), "contact_on": day(told)}
    assert said("KO-5", judged, stay=[stay]) == verdict


@drawn
def test_ko_6_the_municipality_decides_who_coordinates(told: str, answered: str, answer: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 3-4. Two weeks are a local target.

    | told | answered | answer | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-10-27 | – | – | 2026-11-10 | due by 2026-11-10: answer_notice |
    | 2026-10-27 | – | – | 2026-11-11 | breached since 2026-11-11: answer_notice |
    | 2026-10-27 | 2026-11-10 | decided | 2026-11-11 | met |
    | 2026-10-27 | 2026-11-10 | withdrawn | 2026-11-11 | not applicable |
    """
    notice = {"kind": "dispute", "on": day(told), "answered_on": day(answered), "answer": answer}
    assert said("KO-6", judged, notice=[notice]) == verdict
