"""Mapping, home, FACT, groups and the specialists: told apart where there are events enough, and help lasts no longer for it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from helhet.capacity import fitting, parted
from helhet.capacity.changes import LowestFirst, SharedTeam
from helhet.capacity.fitting import Similar, Staffing
from helhet.capacity.model import DAYS_A_YEAR, Flow, Length, Model, Step, Stretch
from helhet.capacity.observed import FACT, GROUP, HOME, SPECIALIST, Sums
from helhet.capacity.outcomes import run
from helhet.capacity.service import FIRST
from helhet.capacity.steps import MAPPING, Steps, Told, followed, told_by

ON = date(2026, 11, 1)


def sums(**counts):
    """Sums by what they are of; a pair is how many and the total. Of `_lived` those who are through and those who are not."""
    many, total = {}, {}
    for what, value in counts.items():
        of, days = value if isinstance(value, tuple) else (value, 0)
        many[what, "u", 1, 0], total[what, "u", 1, 0] = of, days
    return Sums(many, total)


def test_a_step_that_is_begun_often_is_told_apart_and_one_that_is_not_is_named():
    seen = sums(helped=(100, 36_525), fact_began=20, fact_lived=(20, 1200), specialist_began=4, mapping_of=40, mapping_done=(30, 600))
    told = told_by(seen, Sums())
    assert set(told.told) == {MAPPING, FACT}
    assert set(told.too_few) == {HOME, GROUP, SPECIALIST}
    assert told.told[FACT].often == pytest.approx(20 / 100, rel=0.2), "twenty times in a hundred years of help"
    assert told.told[FACT].length.mean == pytest.approx(60, rel=0.2)
    assert told.share(MAPPING) == pytest.approx(0.75, abs=0.05)


def test_few_of_our_own_are_drawn_towards_similar_municipalities_and_none_of_theirs_leaves_ours():
    ours = sums(helped=(10, 3_652), fact_began=1, fact_lived=(1, 30))
    theirs = sums(helped=(500, 365_250), fact_began=500, fact_lived=(500, 100_000))
    assert FACT not in told_by(ours, Sums()).told
    drawn = told_by(ours, theirs).told[FACT]
    assert 0.2 < drawn.often < 0.5, "ours is 0.1 of ten years, theirs 0.5 of a thousand"
    assert 100 < drawn.length.mean < 200
    many = sums(helped=(1000, 365_250), fact_began=100, fact_lived=(100, 3_000))
    assert told_by(many, theirs).told[FACT].often == pytest.approx(0.1, rel=0.1)


def test_newcomers_are_drawn_towards_similar_ones_when_there_are_some():
    ours = Sums({("present", "u", 1, 4): 60, ("opened", "u", 1, 0): 12}, {("present", "u", 1, 4): 0, ("opened", "u", 1, 0): 0})
    busy = Similar(Sums({("opened", "u", 1, 0): 900}, {("opened", "u", 1, 0): 0}), 60_000)
    alone, beside = (fitting.fitted(ours, Staffing(4.0, 1.0, 4000), ON, 1.0, one).service.flows[0].a_year for one in (Similar(), busy))
    assert beside > alone
    assert 12 < beside < 60


def test_help_lasts_as_long_whatever_she_has_been_to_beside_it():
    usual, whole = Step("follow_up_1", Length(400.0), "", kind="follow_up"), 40.0
    beside = {FACT: Told(FACT, 0.5, Length(100.0), 1.0), GROUP: Told(GROUP, 1.0, Length(4000.0), 1.0)}
    those = followed(usual, Steps(beside), 1)
    period = 40 * DAYS_A_YEAR
    model = Model(period, those.steps, (), (Flow("1", whole, usual.key, those.routes),))
    found = run(model, [Stretch(20 * DAYS_A_YEAR, period)], replications=125)
    there = {kind: float(np.mean(found.of(kind).in_it)) for kind in ("follow_up", FACT, GROUP)}
    assert sum(there.values()) == pytest.approx(whole * 400 / DAYS_A_YEAR, rel=0.02), "as many are helped as without (Little)"
    assert there[GROUP] < there["follow_up"] * 4, "who is in a group for ten years still leaves when help is over"


def made(work_years=4.0):
    """A service of sixty persons."""
    return whole_made(work_years).service


def whole_made(work_years=4.0):
    """The same, and what it stands on."""
    many = {("opened", "u", one, 0): 13 for one in (1, 2, 3)} | {("present", "u", one, 4): 20 for one in (1, 2, 3)}
    many |= {("waited", "", 0, days): 5 for days in (5, 7, 8, 9, 14)}
    return fitting.fitted(Sums(many, dict.fromkeys(many, 0)), Staffing(work_years, 3_600_000, 7363), ON, 2.0)


def test_a_service_divided_has_the_same_people_and_work_and_one_team_of_it_waits_as_before():
    whole = made()
    apart = parted.by_municipality(whole, {"4219": (30, 2.0), "4220": (20, 1.0), "4221": (10, 1.0)})
    assert not apart.model().faults()
    assert sum(apart.work_years.values()) == pytest.approx(4.0)
    assert len(apart.present) == len(whole.present)
    assert sum(one.flow.endswith("@4221") for one in apart.present) == 10
    assert sum(one.a_year for one in apart.flows) == pytest.approx(sum(one.a_year for one in whole.flows))
    joined = SharedTeam(tuple(apart.work_years), "team").made(apart.model(), apart)
    stretch = [Stretch(0.0, whole.days)]
    waits = [np.nanmedian(run(one, stretch, replications=500).of(FIRST).waited) for one in (whole.model(), joined, apart.model())]
    assert waits[1] == pytest.approx(waits[0], rel=0.35, abs=1.0)
    assert waits[2] > waits[1], "where one has time and another has not, somebody waits"


def test_who_does_not_share_is_left_out_with_its_people_and_its_work():
    """Two of three share: their part of those who come and are there, and the work years that are theirs."""
    whole = made()
    two = parted.by_municipality(whole, {"4219": (30, 2.0), "4220": (20, 1.0)}, people=60)
    assert sum(two.work_years.values()) == pytest.approx(3.0)
    assert len(two.present) == pytest.approx(50, abs=1)
    assert sum(one.a_year for one in two.flows) == pytest.approx(sum(one.a_year for one in whole.flows) * 50 / 60)


def test_each_by_itself_waits_as_people_have_waited_and_one_team_of_them_waits_less():
    """What was seen is the wait as it is divided today. A division is not laid on top of it."""
    found, each = whole_made(), {"4219": (30, 2.0), "4220": (20, 1.0), "4221": (10, 1.0)}
    apart = fitting.divided(found, lambda whole: parted.by_municipality(whole, each))
    joined = SharedTeam(tuple(apart.work_years), "team").made(apart.model(), apart)
    first_year = [Stretch(0.0, DAYS_A_YEAR)]
    alone, together = (np.nanmedian(run(one, first_year, replications=500).of(FIRST).waited) for one in (apart.model(), joined))
    assert alone + found.grounds.lag == pytest.approx(found.grounds.waited, rel=0.15), "the wait that was seen"
    assert together < alone


def test_a_lighter_step_after_another_sends_on_those_it_is_not_enough_for():
    service = replace(made(), steps=(*made().steps, Step("light", Length(30.0), "team", 0.1)))
    change = LowestFirst("1", "light", 0.4, after=FIRST)
    assert not list(change.faults(service))
    [flow] = [one for one in change.made(service.model(), service).flows if one.key == "1"]
    assert flow.entry == FIRST
    assert flow.routes[FIRST] == (("light", 1.0),)
    assert flow.routes["light"] == (("follow_up_1", pytest.approx(0.6)),)
    assert [key for key, _ in LowestFirst("1", "light", 0.4, after="nothing").faults(service)] == ["after"]
