"""The duties, judged.

Small histories and what each criterion says of them on a day: whom it concerns, met, due, breached, and what cannot be judged; the day
before and after each limit. `–` is nothing. The word after a colon is what is to be done next, or what is missing.
"""

from typing import Any

from tests.drawn import day, drawn, yes
from tests.oracle.said import said


def _some(*rows: dict[str, Any], when: str) -> list[dict[str, Any]]:
    return [] if when == "–" else list(rows)


@drawn
def test_ve_1_an_enquiry_is_answered_within_a_month(received: str, replied: str, judged: str, verdict: str) -> None:
    """Forvaltningsloven § 11 a. A date after the day judged has not happened yet.

    | received | replied | judged | verdict |
    | --- | --- | --- | --- |
    | 2026-10-10 | – | 2026-11-10 | due by 2026-11-10: reply |
    | 2026-10-10 | – | 2026-11-11 | breached since 2026-11-11: reply |
    | 2026-10-10 | 2026-11-10 | 2026-11-20 | met |
    | 2026-10-10 | 2026-11-12 | 2026-11-20 | done 2 days late |
    | 2026-10-10 | 2026-11-12 | 2026-11-11 | breached since 2026-11-11: reply |
    | 2026-01-31 | – | 2026-02-28 | due by 2026-02-28: reply |
    | 2026-01-31 | – | 2026-03-01 | breached since 2026-03-01: reply |
    | 2026-10-10 | – | 2026-10-09 | not judged |
    """
    enquiry = {"received_on": day(received), "replied_on": day(replied)}
    assert said("VE-1", judged, enquiry=[enquiry]) == verdict


@drawn
def test_ip_1_a_plan_is_made_or_offered_and_declined(
    need: str, offered: str, answer: str, answered: str, plan: str, judged: str, verdict: str
) -> None:
    """Helse- og omsorgstjenesteloven § 7-1. A long-term need of several services. Of a plan that is «ended» the day may be unknown.

    | need | offered | answer | answered | plan | judged | verdict |
    | --- | --- | --- | --- | --- | --- | --- |
    | – | – | – | – | – | 2026-11-10 | not applicable |
    | 2026-10-10 | – | – | – | – | 2026-11-10 | due by 2026-11-10: offer |
    | 2026-10-10 | – | – | – | – | 2026-11-11 | breached since 2026-11-11: offer |
    | 2026-10-10 | 2026-10-27 | – | – | – | 2026-11-10 | due by 2026-11-10: answer |
    | 2026-10-10 | 2026-10-26 | – | – | – | 2026-11-10 | breached since 2026-11-10: answer |
    | 2026-10-10 | 2026-10-26 | yes | 2026-10-26 | – | 2026-11-10 | due by 2026-11-26: begin |
    | 2026-10-10 | 2026-10-26 | yes | 2026-10-26 | 2026-11-01 active | 2026-11-10 | met |
    | 2025-10-10 | 2025-11-10 | no | 2025-11-10 | – | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-10-10 | 2025-11-09 | no | 2025-11-09 | – | 2026-11-10 | breached since 2026-11-10: again |
    | 2026-01-10 | 2026-08-12 | later | 2026-08-12 | – | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-10-10 | – | – | – | 2025-12-01 ended | 2026-11-10 | cannot: plan_ended |
    | 2025-10-10 | – | – | – | 2025-12-01 ended 2026-10-10 | 2026-10-09 | met |
    | 2025-10-10 | – | – | – | 2025-12-01 ended 2026-10-10 | 2026-11-10 | due by 2026-11-10: offer |
    | 2025-10-10 | 2025-11-01 | yes | 2025-11-02 | 2025-12-01 ended 2026-10-10 | 2026-11-11 | breached since 2026-11-11: offer |
    | – | 2025-11-01 | yes | 2025-11-02 | 2025-12-01 ended 2026-10-10 | 2026-11-11 | not applicable |
    | 2025-10-10 | 2026-10-26 | yes | 2026-10-26 | 2025-12-01 ended 2026-10-10 | 2026-11-10 | due by 2026-11-26: begin |
    """
    since, state, ended = f"{plan} – –".split()[:3]
    rows = {
        "need": _some({"long_term": True, "coordinated": True, "since": day(need)}, when=need),
        "offer": _some({"of": "plan", "offered_on": day(offered), "answer": answer.strip("–"), "answered_on": day(answered)}, when=offered),
        "plan": _some({"kind": "individual", "state": state, "since": day(since), "ended_on": day(ended)}, when=since),
    }
    assert said("IP-1", judged, **rows) == verdict


@drawn
def test_ko_1_never_a_day_without_a_coordinator(
    need: str, answer: str, answered: str, since: str, until: str, left: str, judged: str, verdict: str
) -> None:
    """Helse- og omsorgstjenesteloven § 7-2, also for whom wants no plan.

    `until` is the coordinator's last day, `left` when she left the service.

    | need | answer | answered | since | until | left | judged | verdict |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | – | – | – | – | – | – | 2026-11-10 | not applicable |
    | 2026-10-10 | – | – | – | – | – | 2026-11-10 | due by 2026-11-10: offer |
    | 2026-10-10 | – | – | – | – | – | 2026-11-11 | breached since 2026-11-11: offer |
    | 2026-10-10 | yes | 2026-11-10 | – | – | – | 2026-11-10 | due by 2026-11-10: find |
    | 2026-10-10 | yes | 2026-11-10 | – | – | – | 2026-11-11 | breached since 2026-11-11: find |
    | 2026-10-10 | yes | 2026-10-20 | 2026-10-20 | – | – | 2026-11-10 | met |
    | 2026-10-10 | yes | 2026-10-20 | 2026-10-20 | 2026-11-10 | – | 2026-11-10 | met |
    | 2026-10-10 | yes | 2026-10-20 | 2026-10-20 | 2026-11-09 | – | 2026-11-10 | breached since 2026-11-10: find |
    | 2026-10-10 | yes | 2026-10-20 | 2026-10-20 | – | 2026-11-09 | 2026-11-10 | breached since 2026-11-10: find |
    | – | – | – | 2026-10-20 | – | 2026-11-09 | 2026-11-10 | breached since 2026-11-10: find |
    | 2025-10-10 | no | 2026-03-01 | – | – | – | 2026-11-10 | met, again by 2027-03-01 |
    """
    rows = {
        "case": [{"opened_on": day("2025-01-01")}],
        "need": _some({"long_term": True, "coordinated": True, "since": day(need)}, when=need),
        "offer": _some({"of": "coordinator", "offered_on": day(answered), "answer": answer, "answered_on": day(answered)}, when=answered),
        "coordination": _some({"role": "coordinator", "since": day(since), "until": day(until), "staff_left_on": day(left)}, when=since),
    }
    assert said("KO-1", judged, **rows) == verdict


@drawn
def test_ip_2_a_plan_in_use_has_consent(plan: str, consented: str, withdrawn: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 5. The plan was begun 2026-06-01; the record was taken out 2026-11-10.

    Days that are over are judged too. After the state stands the day the plan was ended. Whether a consent stood before the newest
    one was given, is not known.

    | plan | consented | withdrawn | judged | verdict |
    | --- | --- | --- | --- | --- |
    | draft | – | – | 2026-11-10 | not applicable |
    | active | 2026-06-01 | – | 2026-11-10 | met |
    | active | 2026-06-20 | – | 2026-11-10 | met |
    | active | – | – | 2026-11-10 | breached since 2026-06-02: consent |
    | active | 2026-06-01 | 2026-11-10 | 2026-11-10 | due by 2026-11-10: consent |
    | active | 2026-06-01 | 2026-11-09 | 2026-11-10 | breached since 2026-11-10: consent |
    | active | 2026-06-01 | 2026-11-09 | 2026-11-08 | met |
    | active | 2026-06-01 | – | 2026-11-09 | met |
    | active | 2026-09-01 | – | 2026-09-01 | met |
    | active | 2026-09-01 | – | 2026-08-31 | cannot: done_since |
    | active | 2026-06-01 | – | 2026-05-31 | not judged |
    | ended 2026-11-01 | 2026-06-01 | – | 2026-11-01 | not applicable |
    | ended 2026-11-01 | 2026-06-01 | – | 2026-10-31 | met |
    """
    state, ended = f"{plan} –".split()[:2]
    row = {"kind": "individual", "state": state, "since": day("2026-06-01"), "ended_on": day(ended), "consented_on": day(consented)}
    assert said("IP-2", judged, as_of="2026-11-10", plan=[row | {"consent_withdrawn_on": day(withdrawn)}]) == verdict


@drawn
def test_ip_7_there_is_one_plan(first: str, second: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 9. After the state stands the day it was ended; days that are over are judged too.

    | first | second | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-10 | not judged |
    | 2026-06-01 active | – | 2026-11-10 | met |
    | 2026-06-01 ended | 2026-11-01 active | 2026-11-10 | met |
    | 2026-06-01 active | 2026-11-10 draft | 2026-11-10 | due by 2026-11-10: end_one |
    | 2026-06-01 active | 2026-11-09 draft | 2026-11-10 | breached since 2026-11-10: end_one |
    | 2026-06-01 ended 2026-11-10 | 2026-11-01 active | 2026-11-10 | met |
    | 2026-06-01 ended 2026-11-10 | 2026-11-01 active | 2026-11-09 | breached since 2026-11-02: end_one |
    """
    plans = [[*cell.split(), "–"][:3] for cell in (first, second) if cell != "–"]
    rows = [{"kind": "individual", "state": state, "since": day(since), "ended_on": day(ended)} for since, state, ended in plans]
    assert said("IP-7", judged, as_of="2026-11-11", plan=rows) == verdict


@drawn
def test_ip_7b_a_goal_is_evaluated(look_again: str, evaluated: str, plan: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 9. The goal is from 2026-09-01; `look again` is the days agreed, and when they were last changed.

    After each day of evaluation stands the day agreed then for the next. Days that are over are judged too; the plan was begun 2026-06-01.

    | look again | evaluated | plan | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 56 | – | active | 2026-10-27 | due by 2026-10-27: evaluate |
    | 56 | – | active | 2026-10-28 | breached since 2026-10-28: evaluate |
    | 56 | 2026-10-20 | active | 2026-11-10 | met, again by 2026-12-15 |
    | 56 | 2026-10-20 | active | 2026-10-28 | met, again by 2026-12-15 |
    | 56 | 2026-11-20 | active | 2026-10-28 | breached since 2026-10-28: evaluate |
    | 56 | 2026-10-20 to 2026-11-09 | active | 2026-11-10 | breached since 2026-11-10: evaluate |
    | 56 | 2026-10-20 to 2026-11-09 | active | 2026-11-09 | met, again by 2026-11-09 |
    | 56 | 2026-09-20 to 2026-11-20, 2026-10-20 | active | 2026-11-10 | met, again by 2026-11-20 |
    | 56 | 2026-09-20 to 2026-11-20, 2026-10-20 to 2026-11-01 | active | 2026-11-02 | breached since 2026-11-02: evaluate |
    | 56 | 2026-09-20 to 2026-10-09, 2026-10-20 | active | 2026-11-10 | met, again by 2026-12-15 |
    | 56 2026-10-20 | – | active | 2026-10-20 | due by 2026-10-27: evaluate |
    | 56 2026-10-20 | – | active | 2026-10-19 | cannot: done_since |
    | 56 2026-10-20 | 2026-09-20 to 2026-10-25 | active | 2026-10-19 | met, again by 2026-10-25 |
    | 56 | – | paused | 2026-11-10 | not judged |
    | 56 | – | ended 2026-11-01 | 2026-11-01 | not judged |
    | 56 | – | ended 2026-11-01 | 2026-10-31 | breached since 2026-10-28: evaluate |
    """
    state, ended = f"{plan} –".split()[:2]
    row = {"id": "plan-0", "kind": "individual", "state": state, "since": day("2026-06-01"), "ended_on": day(ended)}
    often, changed = f"{look_again} –".split()[:2]
    goal = {"plan_id": "plan-0", "since": day("2026-09-01"), "look_again_days": int(often), "look_again_changed_on": day(changed)}
    looks = [(f"{one} to –".split(" to ")[:2]) for one in evaluated.split(", ") if one != "–"]
    seen = [{"goal_id": "goal-0", "on": day(on), "look_again_on": day(agreed)} for on, agreed in looks]
    rows = {"plan": [row | {"consented_on": day("2026-06-01")}], "goal": [goal], "evaluation": seen}
    assert said("IP-7b", judged, as_of="2026-12-01", **rows) == verdict


@drawn
def test_ip_8_the_plan_has_everything(without: str, judged: str, verdict: str) -> None:
    """Forskrift om individuell plan § 9 third ledd.

    The plan was begun 2026-08-10 and last settled 2026-12-01; what stands after the colon are the letters that are open.
    What it said before the day it was last changed, is not known.

    | without | judged | verdict |
    | --- | --- | --- |
    | – | 2026-11-10 | met |
    | – | 2027-01-10 | met |
    | strengths | 2026-11-10 | due by 2026-11-10: a |
    | strengths | 2026-11-11 | breached since 2026-11-11: a |
    | main_responsible | 2026-11-10 | due by 2026-11-10: c |
    | relatives | 2026-11-10 | due by 2026-11-10: d |
    | action | 2026-11-10 | due by 2026-11-10: d e f |
    | coordination | 2026-11-10 | due by 2026-11-10: c g |
    | review_on | 2026-11-10 | due by 2026-11-10: h |
    | consented_on | 2026-11-10 | due by 2026-11-10: i |
    | cooperation | 2026-11-10 | due by 2026-11-10: j |
    | changed 2026-11-10 | 2026-11-10 | met |
    | changed 2026-11-11 | 2026-11-10 | cannot: done_since |
    """
    began = day("2026-08-10")
    plan: dict[str, Any] = {"id": "plan-0", "kind": "individual", "state": "active", "since": began, "until": day("2027-08-10")}
    plan |= {"review_on": day("2027-02-10"), "consented_on": began, "settled_on": day("2026-12-01")}
    plan |= dict.fromkeys(("main_responsible", "strengths", "relatives", "cooperation"), True)
    tables: dict[str, list[dict[str, Any]]] = {
        "need": [{"since": began}], "access": [{"since": began}], "coordination": [{"role": "coordinator", "since": began}],
        "goal": [{"plan_id": "plan-0", "since": began, "look_again_days": 56}],
        "action": [{"plan_id": "plan-0", "since": began, "responsible": "person", "has_extent": True, "has_how": True}],
    }  # fmt: skip
    tables.pop(without, None)
    plan.pop(without, None)
    plan["contents_changed_on"] = day(without.removeprefix("changed ")) if without.startswith("changed") else None
    assert said("IP-8", judged, plan=[plan], **tables) == verdict


@drawn
def test_på_1_children_are_asked_about(opened: str, known: str, asked: str, judged: str, verdict: str) -> None:
    """Helsepersonelloven § 10 a; two weeks and a year are local targets.

    `known` is the day she became known here, with a list or an enquiry.

    | opened | known | asked | judged | verdict |
    | --- | --- | --- | --- | --- |
    | – | 2026-10-27 | – | 2026-11-10 | not applicable |
    | 2026-10-27 | 2026-10-27 | – | 2026-11-10 | due by 2026-11-10: ask |
    | 2026-10-27 | 2026-10-27 | – | 2026-11-11 | breached since 2026-11-11: ask |
    | 2024-01-01 | 2026-10-27 | – | 2026-11-10 | due by 2026-11-10: ask |
    | 2025-01-01 | 2025-01-01 | 2025-11-10 | 2026-11-10 | done 299 days late, again by 2026-11-10 |
    | 2025-11-01 | 2025-11-01 | 2025-11-10 | 2026-11-11 | breached since 2026-11-11: ask |
    | 2026-10-27 | 2026-10-27 | – | 2026-10-26 | cannot: before_data |
    """
    rows = {"case": _some({"opened_on": day(opened)}, when=opened), "children_asked": _some({"on": day(asked)}, when=asked)}
    assert said("PÅ-1", judged, known_since=known, **rows) == verdict


@drawn
def test_ut_1_the_hospitals_notice_comes_within_a_day(admitted: str, notified: str, minutes: str, judged: str, verdict: str) -> None:
    """Utskrivningsklarforskriften § 8; for mental health and substance use since 2019.

    `minutes` from admission to notice, when the hour is known.

    | admitted | notified | minutes | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-11-08 | 2026-11-09 | 1440 | 2026-11-10 | met |
    | 2026-11-08 | 2026-11-09 | 1441 | 2026-11-10 | done 1 days late |
    | 2026-11-08 | 2026-11-08 | – | 2026-11-10 | met |
    | 2026-11-08 | 2026-11-09 | – | 2026-11-10 | cannot: admitted_hour |
    | 2026-11-06 | 2026-11-09 | – | 2026-11-10 | done 2 days late |
    | – | 2026-11-09 | – | 2026-11-10 | cannot: admitted |
    | 2018-12-30 | 2018-12-30 | 60 | 2018-12-31 | not judged |
    | 2018-12-30 | 2018-12-30 | 60 | 2019-01-01 | met |
    """
    stay = {"admitted_on": day(admitted), "notified_on": day(notified), "notice_minutes": None if minutes == "–" else int(minutes)}
    assert said("UT-1", judged, known_since="2018-01-01", stay=[stay]) == verdict


@drawn
def test_ut_3_the_hospital_is_answered_at_once(told: str, answered: str, withdrawn: str, judged: str, verdict: str) -> None:
    """Utskrivningsklarforskriften § 11: «straks». The same day is the local target.

    | told | answered | withdrawn | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-11-10 | – | – | 2026-11-10 | due by 2026-11-10: answer |
    | 2026-11-10 | – | – | 2026-11-11 | breached since 2026-11-11: answer |
    | 2026-11-09 | 2026-11-09 | – | 2026-11-10 | met |
    | 2026-11-09 | 2026-11-10 | – | 2026-11-10 | done 1 days late |
    | 2026-11-08 | – | 2026-11-09 | 2026-11-10 | not applicable |
    """
    stay = {"told_ready_on": day(told), "answered_on": day(answered), "withdrawn_on": day(withdrawn), "notified_on": day("2026-11-01")}
    assert said("UT-3", judged, stay=[stay]) == verdict


@drawn
def test_a_law_is_not_judged_before_it_came(criterion: str, judged: str, is_judged: str) -> None:
    """The day before and the first day: forskrift om individuell plan, fastlegeforskriften, and helsepersonelloven § 28 as amended.

    | criterion | judged | is judged |
    | --- | --- | --- |
    | IP-7 | 2022-07-31 | no |
    | IP-7 | 2022-08-01 | yes |
    | IP-13 | 2025-12-31 | no |
    | IP-13 | 2026-01-01 | yes |
    | PÅ-2 | 2026-06-30 | no |
    | PÅ-2 | 2026-07-01 | yes |
    """
    plan = {"kind": "individual", "state": "active", "since": day("2022-01-01")}
    found = said(criterion, judged, plan=[plan], child=[{"known_on": day("2022-01-01")}])
    assert (found != "not judged") == yes(is_judged)
