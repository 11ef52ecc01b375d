"""The engine of «Hva om» against what is known: Erlang's formulas, queues in a row, and an independent simulator."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import queues

from helhet.capacity import parted
from helhet.capacity.changes import SharedTeam
from helhet.capacity.model import DAYS_A_YEAR, Closure, Duty, Flow, Length, Model, Pool, Present, Shape, Shorter, Step, Stretch
from helhet.capacity.network import hours_of
from helhet.capacity.outcomes import Told, run
from helhet.capacity.service import Service

WARM, DAYS = 600.0, 2400.0
SETTLED = [Stretch(WARM, DAYS - 200)]


def one_step(a_day=0.24, length=None, places=3.0, **flow):
    """Somebody comes, is helped in one step, and leaves."""
    length = length or Length(10.0)
    return Model(DAYS, (Step("a", length, "p"),), (Pool("p", places),), (Flow("f", a_day * DAYS_A_YEAR, "a", **flow),))


def settled(model):
    """A thousand replications, when the start is forgotten."""
    return run(model, SETTLED, replications=1000, seed=3)


def wait(told, kind="a"):
    """Mean and standard error, over replications, of the wait."""
    waited = told.of(kind).waited
    return waited.mean(), waited.std(ddof=1) / np.sqrt(waited.size)


def holds(found, theory, slack=0.0):
    """Within three standard errors."""
    mean, error = found
    assert abs(mean - theory) < 3 * error + slack * theory, (mean, error, theory)
    assert error < 0.05 * theory + 0.02, "too few replications to say anything"


@pytest.mark.parametrize(("a_day", "places"), [(0.05, 1), (0.14, 2), (0.24, 3), (0.8, 10)])
def test_one_queue_with_several_to_serve_it_waits_as_erlang_says(a_day, places):
    holds(wait(settled(one_step(a_day, places=float(places)))), queues.erlang_c(a_day, 10.0, places), slack=0.01)


@pytest.mark.parametrize("length", [Length(10.0, Shape.FIXED), Length(10.0, Shape.LOGNORMAL, 0.7), Length(10.0, Shape.LOGNORMAL, 1.3)])
def test_one_who_serves_waits_by_the_spread_of_lengths_as_pollaczek_and_khinchine_say(length):
    holds(wait(settled(one_step(0.06, length, 1.0))), queues.pollaczek_khinchine(0.06, length), slack=0.02)


@pytest.mark.parametrize("length", [Length(10.0, Shape.FIXED), Length(10.0, Shape.LOGNORMAL, 1.0), Length(10.0, Shape.LOGNORMAL, 1.3)])
def test_several_who_serve_and_any_spread_of_lengths_are_near_the_known_approximation(length):
    holds(wait(settled(one_step(0.24, length))), queues.allen_cunneen(0.24, length, 3), slack=0.06)


def test_queues_in_a_row_each_wait_as_if_they_were_alone():
    """Burke: what leaves M/M/c comes as evenly as what entered."""
    steps = (Step("a", Length(10.0), "p"), Step("b", Length(6.0), "q"), Step("c", Length(30.0)))
    routes = {"a": (("b", 1.0),), "b": (("c", 1.0),)}
    model = Model(DAYS, steps, (Pool("p", 3.0), Pool("q", 2.0)), (Flow("f", 0.24 * DAYS_A_YEAR, "a", routes),))
    told = settled(model)
    holds(wait(told, "a"), queues.erlang_c(0.24, 10.0, 3), slack=0.01)
    holds(wait(told, "b"), queues.erlang_c(0.24, 6.0, 2), slack=0.01)
    assert told.of("c").in_it.mean() == pytest.approx(0.24 * 30, rel=0.02), "Little: how many there are"


def test_who_comes_back_waits_as_jackson_says():
    model = one_step(0.12, routes={"a": (("a", 0.5),)})
    holds(wait(settled(model)), queues.erlang_c(0.24, 10.0, 3), slack=0.02)


def test_the_share_who_give_up_is_erlangs_too():
    found = run(one_step(0.3, patience=20.0), SETTLED, seed=3).of("a")
    shares = found.gave_up.sum() / found.asked.sum()
    assert shares == pytest.approx(queues.erlang_a(0.3, 10.0, 3, 20.0), rel=0.03)


def test_an_independent_simulator_gives_the_same():
    ciw = pytest.importorskip("ciw", reason="Ciw is not installed")
    assert ciw
    length = Length(10.0, Shape.LOGNORMAL, 1.3)
    steps = (Step("a", length, "p"), Step("b", Length(6.0, Shape.FIXED), "q"), Step("c", Length(300.0), "r"))
    pools = (Pool("p", 3.0), Pool("q", 2.0), Pool("r", 62.0))
    model = Model(DAYS, steps, pools, (Flow("f", 0.24 * DAYS_A_YEAR, "a", {"a": (("b", 0.8),), "b": (("c", 1.0),)}),))
    theirs = [queues.ciw_waits(model, seed) for seed in range(25)]
    told = settled(model)
    for kind in ("a", "b", "c"):
        each = np.array([np.mean([wait for asked, wait in one[kind] if WARM <= asked < DAYS - 200]) for one in theirs])
        ours, error = wait(told, kind)
        assert abs(ours - each.mean()) < 3 * np.hypot(error, each.std(ddof=1) / 5), kind


WHOSE = ("4219", "4220", "4221")


def shared(lengths, a_day=(0.12, 0.08, 0.04), each=1.0):
    """Three municipalities with a team of so many each, which then becomes one."""
    whole = one_step(sum(a_day), places=3 * each)
    service = Service(date(2026, 1, 1), DAYS / DAYS_A_YEAR, {"p": 3 * each}, {"p": 1.0}, whole.steps, whole.flows)
    apart = parted.by_municipality(service, {key: (many, each) for key, many in zip(WHOSE, a_day, strict=True)})
    of = dict(zip((parted.name("a", key) for key in WHOSE), lengths, strict=True))
    apart = replace(apart, steps=tuple(replace(step, length=of[step.key], kind="") for step in apart.steps))
    return apart.model(), SharedTeam(tuple(apart.work_years), "p").made(apart.model(), apart)


def test_a_shared_team_serves_the_queues_of_all_as_one_as_erlang_says():
    """Each by itself is M/M/2 with its own people; together they are M/M/6 with everybody's, and nobody is held to her own posts."""
    a_day = (0.15, 0.12, 0.09)
    apart, together = (settled(model) for model in shared([Length(10.0)] * 3, a_day, each=2.0))
    for key, own in zip(WHOSE, a_day, strict=True):
        holds(wait(apart, parted.name("a", key)), queues.erlang_c(own, 10.0, 2), slack=0.03)
        holds(wait(together, parted.name("a", key)), queues.erlang_c(sum(a_day), 10.0, 6), slack=0.03)


def test_a_shared_team_with_people_of_different_lengths_waits_as_in_an_independent_simulator():
    pytest.importorskip("ciw", reason="Ciw is not installed")
    _, together = shared([Length(6.0), Length(10.0, Shape.FIXED), Length(18.0, Shape.LOGNORMAL, 1.2)])
    told, theirs = settled(together), [queues.ciw_shared(together, seed) for seed in range(25)]
    for key in (parted.name("a", one) for one in WHOSE):
        each = np.array([np.mean([wait for asked, wait in one[key] if WARM <= asked < DAYS - 200]) for one in theirs])
        ours, error = wait(told, key)
        assert abs(ours - each.mean()) < 3 * np.hypot(error, each.std(ddof=1) / 5), key


@pytest.mark.parametrize("than", [0.0, 5.0, 20.0])
def test_a_duty_is_broken_as_often_as_erlang_says_that_people_wait_longer_than_its_time(than):
    told = settled(replace(one_step(), duties=(Duty("d", than, ("a",)),)))
    found = told.broken["d", 0] / (SETTLED[0].until - SETTLED[0].since)
    error = found.std(ddof=1) / np.sqrt(found.size)
    theory = 0.24 * queues.erlang_c_longer(0.24, 10.0, 3, than)
    assert abs(found.mean() - theory) < 3 * error + 0.02 * theory


def test_a_duty_is_broken_for_each_who_stands_still_longer_than_its_time_and_for_nobody_when_it_opens_sooner():
    closed = replace(one_step(length=Length(300.0), places=200.0), pools=(Pool("p", 200.0, closures=(Closure(1000.0, 1060.0),)),))
    short, long = (replace(closed, duties=(Duty("d", days, standing=("a",)),)) for days in (59.0, 61.0))
    when = [Stretch(0.0, 1059.0), Stretch(1059.0, 1059.5), Stretch(999.0, 1000.0)]
    told = run(short, when, replications=250, seed=3)
    assert not told.broken["d", 0].any(), "the time is out after 59 days"
    assert (told.broken["d", 1] == np.round(told.of("a", 2).in_it_at_last)).all(), "everybody who is in it then"
    assert not run(long, when, replications=250, seed=3).broken["d", 1].any()


def test_the_same_seed_gives_the_same_answer_also_when_more_replications_are_asked_for():
    model = one_step()
    few, again, many = (run(model, SETTLED, replications=many, seed=9).of("a").waited for many in (250, 250, 500))
    assert (few == again).all()
    assert (few == many[:250]).all()
    assert not (few == run(model, SETTLED, replications=250, seed=10).of("a").waited).any()


def test_two_scenarios_have_the_same_people_so_that_a_small_difference_is_seen():
    model = one_step()
    less = replace(model, pools=(Pool("p", 2.9999),))
    a, b = run(model, SETTLED, replications=250).of("a"), run(replace(model, pools=(Pool("p", 4.0),)), SETTLED, replications=250).of("a")
    assert (a.asked == b.asked).all()
    assert (b.waited <= a.waited + 1e-6).all(), "more hours make nobody wait longer, in any replication"
    assert (run(less, SETTLED, replications=250).of("a").waited > a.waited).all(), "two places are not three"


def test_the_loop_says_the_same_where_nothing_is_made_machine_code():
    """It is plain Python: whoever wants to follow it step by step, may."""
    asked = (
        "from helhet.capacity.model import *; from helhet.capacity.outcomes import run\n"
        "fixed = Length(4.0, Shape.FIXED)\n"
        "steps = (Step('a', Length(9.0), 'p', 2.0, within=5.0), Step('b', fixed, 'p', place=-1), Step('c', Length(30.0)))\n"
        "flow = Flow('f', 60.0, 'a', {'a': (('b', 0.7), ('c', 0.2))}, patience=40.0)\n"
        "pools = (Pool('p', 6.0, ((100.0, -2.0),), (Closure(150.0, 180.0, 0.5),)),)\n"
        "there = (Present('f', 'a', 5.0), Present('f', 'b', 3.0, waiting=True), Present('f', 'c', 80.0))\n"
        "told = run(Model(300.0, steps, pools, (flow,), there), [Stretch(0.0, 120.0), Stretch(120.0, 300.0)], replications=1)\n"
        "print([[float(one.sum()) for one in vars(told.of(kind, part)).values()] for kind in 'abc' for part in (0, 1)])"
    )
    compiled, plain = (
        subprocess.run([sys.executable, "-c", asked], env=os.environ | more, capture_output=True, check=True).stdout
        for more in ({}, {"NUMBA_DISABLE_JIT": "1"})
    )
    assert compiled == plain
    assert compiled.count(b"[") == 7


# ── what changes ────────────────────────────────────────────────────────────


def test_hours_that_end_stop_new_ones_and_send_nobody_away():
    model = one_step(0.24, Length(300.0, Shape.FIXED), 80.0)
    ends = replace(model, pools=(Pool("p", 80.0, ((1000.0, -60.0),)),))
    before, after = (run(one, [Stretch(990.0, 1000.0), Stretch(1000.0, 1010.0)], replications=250) for one in (model, ends))
    assert (before.of("a", 0).in_it == after.of("a", 0).in_it).all()
    assert after.of("a", 1).in_it.mean() > 65, "those who were there are still there ten days later"
    assert after.of("a", 1).began.sum() == 0


def test_a_closure_stops_the_step_and_time_stands_still_for_those_in_it():
    model = Model(1000.0, (Step("a", Length(100.0, Shape.FIXED), "p"),), (Pool("p", 5.0, closures=(Closure(50.0, 140.0),)),),
                  (Flow("f", 0.0, "a"),), (Present("f", "a", 0.0), Present("f", "a", 30.0)))  # fmt: skip
    told = run(model, [Stretch(0.0, day) for day in (159.0, 161.0, 189.0, 191.0)], replications=125)
    assert [told.of("a", number).in_it_at_last.mean() for number in range(4)] == [2, 1, 1, 0]


def test_hours_of_a_pool_are_told_day_by_day():
    pool = Pool("p", 40.0, ((100.0, -15.0), (200.0, 5.0)), (Closure(150.0, 240.0, 0.5),))
    assert hours_of(pool, 1000.0) == [(0.0, 40.0), (100.0, 25.0), (150.0, 12.5), (200.0, 15.0), (240.0, 30.0)]


def test_whoever_stands_first_in_the_order_goes_first():
    steps = (Step("late", Length(10.0), "p", place=1), Step("soon", Length(10.0), "p", place=0))
    flows = (Flow("x", 0.12 * DAYS_A_YEAR, "late"), Flow("y", 0.12 * DAYS_A_YEAR, "soon"))
    told = run(Model(DAYS, steps, (Pool("p", 3.0),), flows), SETTLED, replications=250)
    assert told.of("soon").waited.mean() < 0.5 * told.of("late").waited.mean()
    whole = (told.of("soon").waited.mean() + told.of("late").waited.mean()) / 2
    assert whole == pytest.approx(queues.erlang_c(0.24, 10.0, 3), rel=0.08), "the order moves waiting, it does not remove it"


def test_a_step_that_takes_more_hours_is_let_in_when_there_are_so_many():
    steps = (Step("big", Length(20.0), "p", 3.0), Step("small", Length(20.0), "p", 1.0))
    flows = (Flow("x", 20.0, "big"), Flow("y", 20.0, "small"))
    told = run(Model(DAYS, steps, (Pool("p", 6.0),), flows), SETTLED, replications=250)
    hours = 3 * told.of("big").in_it + told.of("small").in_it
    assert hours.max() <= 6
    assert hours.mean() == pytest.approx(40 / DAYS_A_YEAR * 20 * 2, rel=0.05)


def test_who_was_there_the_first_day_has_the_rest_of_a_stay():
    length = Length(200.0, Shape.LOGNORMAL, 1.0)
    model = Model(2000.0, (Step("a", length, "p"),), (Pool("p", 50.0),), (Flow("f", 0.0, "a"),),
                  tuple(Present("f", "a", 400.0) for _ in range(20)))  # fmt: skip
    told = run(model, [Stretch(0.0, day) for day in (1.0, 100.0)], replications=250)
    chance = np.random.default_rng(5)
    stays = 200 * np.exp(length.sigma * chance.standard_normal(400_000) - length.sigma**2 / 2)
    there = (stays > 500).sum() / (stays > 400).sum()
    assert told.of("a", 1).in_it_at_last.mean() / 20 == pytest.approx(there, abs=0.02)


def test_nobody_waits_for_a_step_that_takes_no_hours_from_a_pool():
    model = Model(100.0, (Step("a", Length(10.0)),), (), (Flow("f", 60.0, "a"),), (Present("f", "a", 80.0, waiting=True),) * 3)
    told = run(model, [Stretch(0.0, 100.0)], replications=125).of("a")
    assert (told.waited == 0).all()
    assert (told.waiting_at_last == 0).all()


def test_stays_that_are_cut_come_as_more_of_the_next_step():
    steps = (Step("ward", Length(40.0, Shape.FIXED)), Step("home", Length(60.0, Shape.FIXED), "p"))
    model = Model(DAYS, steps, (Pool("p", 99.0),), (Flow("f", 36.525, "ward", {"ward": (("home", 1.0),)}),))
    shorter = replace(model, shorter=(Shorter("ward", 0.25, moved=0.5),))
    one, other = (run(some, SETTLED, replications=250) for some in (model, shorter))
    assert other.of("ward").in_it.mean() == pytest.approx(0.75 * one.of("ward").in_it.mean(), rel=0.02)
    assert other.of("home").in_it.mean() == pytest.approx(65 / 60 * one.of("home").in_it.mean(), rel=0.02)


def test_more_come_in_some_months_and_a_flow_can_grow():
    season = (3.0,) + (1.0,) * 10 + (0.0,)
    model = Model(5 * DAYS_A_YEAR, (Step("a", Length(1.0)),), (), (Flow("f", 120.0, "a", season=season, growth=0.1),))
    months = [Stretch(DAYS_A_YEAR / 12 * month, DAYS_A_YEAR / 12 * (month + 1)) for month in (0, 1, 11, 12)]
    told = run(model, months, replications=500)
    first, second, twelfth, again = (told.came["f", number].mean() for number in range(4))
    assert first == pytest.approx(3 * 120 / 13, rel=0.03)
    assert second == pytest.approx(120 / 13, rel=0.05)
    assert twelfth == 0
    assert again / first == pytest.approx(1.1, rel=0.04)


def test_being_unsure_of_how_many_come_widens_the_range():
    known, unsure = (run(one_step(0.2, unsure=by), SETTLED, replications=500).of("a").waited for by in (0.0, 0.25))
    narrow, wide = Told.of(known), Told.of(unsure)
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_a_model_that_is_none_is_refused_whole_with_every_fault():
    model = Model(0.0, (Step("a", Length(-1.0), "nowhere"),), (), (Flow("f", -3.0, "b", {"a": (("c", 2.0),)}),))
    with pytest.raises(ValueError, match="no days") as refused:
        run(model, SETTLED)
    for word in ("no pool nowhere", "above nothing", "no step b", "below what it can be", "shares that are 1 at most"):
        assert word in str(refused.value)
