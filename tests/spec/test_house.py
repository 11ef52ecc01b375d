"""The municipality as a whole, judged.

What has been agreed, who coordinates, the yearly review, serious events and dwellings: small histories and what each criterion says of
them on a day. `–` is nothing. The word after a colon is what is to be done next, or what is missing.
"""

from tests.drawn import day, drawn, yes
from tests.oracle.said import said

_HOUSE = {"municipality": "4222", "coordinating_unit": True, "unit_answers": True}


@drawn
def test_av_1_the_council_has_adopted_the_agreement_with_the_hospital(
    since: str, until: str, signed: str, adopted: str, judged: str, verdict: str
) -> None:
    """Helse- og omsorgstjenesteloven § 6-1. An agreement nobody has written in cannot be judged.

    | since | until | signed | adopted | judged | verdict |
    | --- | --- | --- | --- | --- | --- |
    | – | – | – | – | 2026-11-10 | cannot: not_entered |
    | 2026-01-01 | – | 2025-12-20 | 2025-12-10 | 2026-11-10 | met |
    | 2026-01-01 | – | 2025-12-20 | 2026-01-11 | 2026-11-10 | done 10 days late |
    | 2026-01-01 | – | 2025-12-20 | – | 2026-11-10 | breached since 2026-01-02: adopt |
    | 2026-01-01 | – | 2025-12-20 | 2026-11-11 | 2026-11-10 | breached since 2026-01-02: adopt |
    | 2026-01-01 | – | – | 2025-12-10 | 2026-01-01 | due by 2026-01-01: adopt |
    | 2026-01-01 | 2026-11-10 | 2025-12-20 | 2025-12-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2026-01-01 | 2026-11-09 | 2025-12-20 | 2025-12-10 | 2026-11-10 | cannot: not_entered |
    """
    row = {"kind": "hospital", "since": day(since), "until": day(until), "signed_on": day(signed), "adopted_on": day(adopted)}
    assert said("AV-1", judged, as_of="2026-11-12", house=[_HOUSE], agreement=[] if since == "–" else [row]) == verdict


@drawn
def test_av_1_of_two_agreements_that_run_the_one_that_began_last_counts(older: str, newer: str, verdict: str) -> None:
    """Judged on 2026-11-10; both are signed, from 2022 and from 2026, and adopted on these days.

    | older | newer | verdict |
    | --- | --- | --- |
    | 2021-12-10 | – | breached since 2026-01-02: adopt |
    | – | 2025-12-10 | met |
    """
    rows = [
        {"kind": "hospital", "since": day(since), "signed_on": day(signed), "adopted_on": day(adopted)}
        for since, signed, adopted in (("2022-01-01", "2021-12-20", older), ("2026-01-01", "2025-12-20", newer))
    ]
    assert said("AV-1", "2026-11-10", house=[_HOUSE], agreement=rows) == verdict


@drawn
def test_av_1a_user_organisations_took_part(users: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 6-1. Judged on 2026-11-10; the agreement runs from 2026-01-01.

    | users | verdict |
    | --- | --- |
    | yes | met |
    | no | breached since 2026-01-02: users |
    | – | cannot: users_said |
    """
    row = {"kind": "hospital", "since": day("2026-01-01"), "users_took_part": users.strip("–")}
    assert said("AV-1a", "2026-11-10", house=[_HOUSE], agreement=[row]) == verdict


@drawn
def test_av_2_every_point_of_the_law_is_agreed(points: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 6-2 has thirteen points. Judged on 2026-11-10; the last was agreed on 2026-01-01.

    | points | verdict |
    | --- | --- |
    | 13 | met |
    | 12 | breached since 2026-01-02: point |
    """
    row = {"kind": "hospital", "since": day("2026-01-01"), "points": 13, "points_agreed": int(points), "agreed_on": day("2026-01-01")}
    assert said("AV-2", "2026-11-10", house=[_HOUSE], agreement=[row]) == verdict


@drawn
def test_av_2a_an_agreement_is_gone_through_every_year(since: str, reviewed: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 6-5. Only the last time is known: it stands for a year, whenever the first was.

    | since | reviewed | judged | verdict |
    | --- | --- | --- | --- |
    | 2025-11-10 | – | 2026-11-10 | due by 2026-11-10: review |
    | 2025-11-10 | – | 2026-11-11 | breached since 2026-11-11: review |
    | 2024-01-01 | 2025-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2024-12-01 | 2025-11-10 | 2026-11-11 | breached since 2026-11-11: review |
    """
    row = {"kind": "nav", "since": day(since), "reviewed_on": day(reviewed)}
    assert said("AV-2a", judged, agreement=[row]) == verdict


@drawn
def test_av_2b_what_is_agreed_is_followed_up(looked: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 6-5. The day the point left alone longest was last looked at.

    | looked | judged | verdict |
    | --- | --- | --- |
    | – | 2026-11-10 | not applicable |
    | 2025-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-11-10 | 2026-11-11 | breached since 2026-11-11: follow_up |
    """
    row = {"kind": "nav", "since": day("2024-01-01"), "looked_on": day(looked)}
    assert said("AV-2b", judged, agreement=[row]) == verdict


@drawn
def test_av_3_the_agreement_with_the_host_is_adopted_and_whole(hosts: str, adopted: str, points: str, verdict: str) -> None:
    """Kommuneloven §§ 20-2 and 20-4 has nine points. Judged on 2026-11-10; signed and in force 2026-01-01.

    | hosts | adopted | points | verdict |
    | --- | --- | --- | --- |
    | – | – | 9 | not applicable |
    | 2019-01-01 | 2026-01-01 | 9 | met |
    | 2019-01-01 | 2026-01-01 | 8 | breached since 2026-01-02: adopt |
    | 2019-01-01 | – | 9 | breached since 2026-01-02: adopt |
    """
    row = {"kind": "municipalities", "since": day("2026-01-01"), "signed_on": day("2026-01-01"), "adopted_on": day(adopted), "points": 9}
    house = _HOUSE | {"hosts_since": day(hosts)}
    assert said("AV-3", "2026-11-10", house=[house], agreement=[row | {"points_agreed": int(points)}]) == verdict


@drawn
def test_ko_4_there_is_a_coordinating_unit_that_answers(unit: str, answers: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 7-3. Judged on 2026-11-10; a unit that is not there has been missing since the law came.

    | unit | answers | verdict |
    | --- | --- | --- |
    | yes | yes | met |
    | yes | no | breached since 2012-01-02: unit |
    | no | no | breached since 2012-01-02: unit |
    """
    house = {"municipality": "4222", "coordinating_unit": yes(unit), "unit_answers": yes(answers)}
    assert said("KO-4", "2026-11-10", house=[house]) == verdict


@drawn
def test_ko_4a_the_routine_is_younger_than_two_years(gone_through: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 7-3; two years are a local target.

    | gone through | judged | verdict |
    | --- | --- | --- |
    | – | 2026-11-10 | cannot: not_entered |
    | 2024-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2024-11-10 | 2026-11-11 | breached since 2026-11-11: routine |
    """
    assert said("KO-4a", judged, house=[_HOUSE | {"routine_on": day(gone_through)}]) == verdict


@drawn
def test_ko_4b_whoever_coordinates_is_trained(began: str, until: str, trained: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 7-3; two years are a local target, also for who has just begun.

    | began | until | trained | judged | verdict |
    | --- | --- | --- | --- | --- |
    | 2026-10-01 | 2026-11-09 | – | 2026-11-10 | not judged |
    | 2024-11-10 | – | – | 2026-11-10 | due by 2026-11-10: train |
    | 2024-11-10 | – | – | 2026-11-11 | breached since 2026-11-11: train |
    | 2025-01-01 | – | 2024-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2023-01-01 | – | 2025-11-10 | 2026-11-10 | met, again by 2027-11-10 |
    | 2025-01-01 | – | 2024-11-10 | 2026-11-11 | breached since 2026-11-11: train |
    """
    held = {"role": "coordinator", "staff": "s", "since": day(began), "until": day(until)}
    worker = {"staff": "s", "trained_on": day(trained)}
    assert said("KO-4b", judged, coordination=[held], worker=[worker]) == verdict


@drawn
def test_bm_3_users_experience_is_collected_and_used(heard: str, told: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 3-10: what the yearly review says of it; once somebody has told, it must say something.

    | heard | told | judged | verdict |
    | --- | --- | --- | --- |
    | – | – | 2026-11-10 | cannot: not_entered |
    | – | 2025-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-01-01 | 2025-11-10 | 2026-11-11 | breached since 2026-11-11: experience |
    | 2025-01-01 | – | 2027-01-01 | due by 2027-01-01: experience |
    | 2025-01-01 | – | 2027-01-02 | breached since 2027-01-02: experience |
    """
    assert said("BM-3", judged, house=[_HOUSE | {"experience_on": day(told), "heard_since": day(heard)}]) == verdict


@drawn
def test_le_1_the_year_is_gone_through_under_every_letter(dated: str, letters: str, judged: str, verdict: str) -> None:
    """Forskrift om ledelse og kvalitetsforbedring §§ 6 and 8.

    | dated | letters | judged | verdict |
    | --- | --- | --- | --- |
    | – | 0 | 2026-11-10 | cannot: not_entered |
    | 2025-11-10 | 7 | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-11-10 | 7 | 2026-11-11 | breached since 2026-11-11: review |
    | 2026-11-01 | 6 | 2026-11-10 | breached since 2026-11-02: review |
    | 2026-11-01 | 7 | 2026-10-31 | cannot: done_since |
    | 2025-11-01 | 7 | 2026-10-31 | met, again by 2026-11-01 |
    """
    house = _HOUSE | {"reviewed_on": day(dated), "review_letters": int(letters) if dated != "–" else None}
    assert said("LE-1", judged, as_of="2026-11-11", house=[house]) == verdict


@drawn
def test_le_3_the_clocks_of_a_serious_event(criterion: str, known: str, done: str, judged: str, verdict: str) -> None:
    """Helse- og omsorgstjenesteloven § 12-3 a, from 1 July 2026; pasient- og brukerrettighetsloven § 3-2.

    | criterion | known | done | judged | verdict |
    | --- | --- | --- | --- | --- |
    | LE-3 | 2026-11-02 | – | 2026-11-09 | due by 2026-11-09: notice |
    | LE-3 | 2026-11-02 | – | 2026-11-10 | breached since 2026-11-10: notice |
    | LE-3 | 2026-11-02 | 2026-11-10 | 2026-11-12 | done 1 days late |
    | LE-3 | 2026-06-30 | – | 2026-11-10 | not applicable |
    | LE-3 | 2026-11-02 | – | 2026-06-30 | not judged |
    | LE-3a | 2026-11-02 | – | 2026-11-12 | due by 2026-11-12: meeting |
    | LE-3a | 2026-11-02 | – | 2026-11-13 | breached since 2026-11-13: meeting |
    | LE-3b | 2026-11-02 | – | 2027-02-02 | due by 2027-02-02: report |
    | LE-3b | 2026-11-02 | – | 2027-02-03 | breached since 2027-02-03: report |
    """
    by = {"notice_by": day("2026-11-09"), "meeting_by": day("2026-11-12"), "report_by": day("2027-02-02")}
    met = {"LE-3": "noticed_on", "LE-3a": "offered_on", "LE-3b": "reported_on"}[criterion]
    assert said(criterion, judged, serious_event=[{"known_on": day(known), met: day(done)} | by]) == verdict


@drawn
def test_lo_1a_the_log_is_looked_through_afterwards(looked: str, judged: str, verdict: str) -> None:
    """Pasientjournalloven § 22: subsequent control; three months between are a local target.

    | looked | judged | verdict |
    | --- | --- | --- |
    | – | 2026-11-10 | cannot: not_entered |
    | 2026-08-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2026-08-10 | 2026-11-11 | breached since 2026-11-11: look_through_log |
    """
    assert said("LO-1a", judged, house=[_HOUSE | {"log_looked_on": day(looked)}]) == verdict


@drawn
def test_bo_1_the_municipality_knows_which_dwellings_are_needed(counted: str, judged: str, verdict: str) -> None:
    """Boligsosialloven § 5; a year is a local target.

    | counted | judged | verdict |
    | --- | --- | --- |
    | – | 2026-11-10 | cannot: not_entered |
    | 2025-11-10 | 2026-11-10 | met, again by 2026-11-10 |
    | 2025-11-10 | 2026-11-11 | breached since 2026-11-11: count |
    | 2025-11-10 | 2023-06-30 | not judged |
    """
    assert said("BO-1", judged, house=[_HOUSE | {"housing_on": day(counted)}]) == verdict
