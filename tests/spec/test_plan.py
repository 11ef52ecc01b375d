"""The plan.

When a goal is looked at again, what it means to be on the way, and what happens when two write at once.
"""

from datetime import date

from helhet.plans import rules
from tests.drawn import day, drawn


@drawn
def test_a_goal_is_looked_at_again(since: str, last: str, every_days: str, agreed: str, again: str) -> None:
    """The day agreed with her if it is still ahead of the last look, else the agreed number of days.

    | since | last | every days | agreed | again |
    | --- | --- | --- | --- | --- |
    | 2026-09-01 | – | 56 | – | 2026-10-27 |
    | 2026-09-01 | 2026-10-27 | 56 | – | 2026-12-22 |
    | 2026-09-01 | 2026-10-27 | 56 | 2026-11-17 | 2026-11-17 |
    | 2026-09-01 | 2026-10-27 | 56 | 2026-10-01 | 2026-12-22 |
    """
    found = rules.look_again(since=day(since), last=day(last), every_days=int(every_days), agreed=day(agreed))
    assert found == day(again)


@drawn
def test_the_day_agreed_last_holds(looks: str, agreed: str) -> None:
    """Each look with the day agreed then: the later look's day holds, also when the earlier one agreed on a later day.

    | looks | agreed |
    | --- | --- |
    | – | – |
    | 2026-10-20 to – | – |
    | 2026-09-20 to 2026-11-20, 2026-10-20 to – | 2026-11-20 |
    | 2026-09-20 to 2026-11-20, 2026-10-20 to 2026-11-01 | 2026-11-01 |
    """
    told = [one.split(" to ") for one in looks.split(", ") if one != "–"]
    assert rules.agreed_last((date.fromisoformat(on), day(until)) for on, until in told) == day(agreed)


@drawn
def test_attainment_is_fifty_when_all_went_as_expected(outcomes: str, score: str) -> None:
    """Goal attainment scaling (Kiresuk and Sherman 1968), with equal weights and a correlation of 0.3. Outcomes go from −2 to +2.

    | outcomes | score |
    | --- | --- |
    | 0 | 50.0 |
    | 0 0 0 | 50.0 |
    | 1 | 60.0 |
    | -2 | 30.0 |
    | 1 1 | 62.4 |
    | 1 -1 | 50.0 |
    """
    found = rules.attainment([(1, int(one)) for one in outcomes.split()])
    assert found is not None
    assert f"{found:.1f}" == score


@drawn
def test_two_who_write_at_once_are_joined_when_they_wrote_in_different_places(base: str, theirs: str, mine: str, stands: str) -> None:
    """Each cell is the goal in her words / the professional's wording. «both are kept» means that a person must choose.

    | base | theirs | mine | stands |
    | --- | --- | --- | --- |
    | sleep / – | sleep / insomnia | sleep all night / – | sleep all night / insomnia |
    | sleep / – | sleep at night / – | sleep all night / – | both are kept |
    | sleep / – | sleep at night / – | sleep at night / – | sleep at night / – |
    | sleep / – | sleep / – | sleep / insomnia | sleep / insomnia |
    """
    joined = rules.join_texts(_texts(base), _texts(theirs), _texts(mine))
    assert ("both are kept" if joined is None else " / ".join(joined.values())) == stands


def _texts(cell: str) -> dict[str, str]:
    return dict(zip(("words", "professional"), cell.split(" / "), strict=True))
