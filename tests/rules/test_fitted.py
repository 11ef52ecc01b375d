"""Of a service whose truth is known, the model finds it again as often as it says; what is unfinished is neither left out nor over."""

from collections import Counter
from dataclasses import replace
from datetime import date
from math import log, log1p, sqrt
from random import Random
from statistics import NormalDist

import pytest

from helhet.capacity import fitting
from helhet.capacity.model import DAYS_A_YEAR, Duty, Stretch
from helhet.capacity.observed import Waits
from helhet.capacity.outcomes import Told, run
from helhet.capacity.service import FIRST, RECEIVED
from tests.lived import Truth, lived, summed
from tests.soak import SOAK

FIRST_SEED, MANY, WORK_YEARS, STATED = 2026, 200 if SOAK else 40, 12.0, 0.8
MONTH = DAYS_A_YEAR / 12
TRIED, ESTIMATED = ("newcomers", "persons", "waited"), ("length", "a_year")


def is_within(truth, mean, unsure):
    """Whether eight of ten means like this one would have the truth nearer than it is."""
    sigma = sqrt(log1p(unsure**2))
    return abs(log(truth / mean) + sigma**2 / 2) < NormalDist().inv_cdf((1 + STATED) / 2) * sigma


def _of_the_year(made, truth, everybody):
    """Which of what the council reads (duties broken, days in hospital that are paid) came inside its range, and broken at all."""
    times = {"VE-1": MONTH - made.service.lag, "UT-4": 1.0}
    duties = (Duty("VE-1", times["VE-1"], (FIRST,)), Duty("UT-4", times["UT-4"], (RECEIVED,)))
    service = replace(made.service, years=1.0, duties=duties)
    found = run(service.model(), [Stretch(0.0, service.days)], replications=200, seed=5)
    home = [one for one in everybody if not one.pathway]
    came = {
        "VE-1": _late([one for one in everybody if one.pathway], MONTH, truth.lag), "UT-4": _late(home, 1.0, 0),
        "hospital days": sum(max(min(0 if one.met is None else one.met, 0) - max(one.asked, -365.0), 0) for one in home),
    }  # fmt: skip
    told = {key: Told.of(found.broken[key, 0]) for key in times} | {"hospital days": Told.of(found.of(RECEIVED).days_waited)}
    for key, one in told.items():
        if one.low <= came[key] <= one.high:
            yield key
        if came[key] and one.high:
            yield f"{key} foreseen"
        if came[key]:
            yield f"{key} came"


def _late(everybody, days, lag):
    """How many had not been met when their time was out, in the year."""
    return sum(-365 < one.asked + days <= 0 and (one.met is None or one.met + lag > one.asked + days) for one in everybody)


@pytest.fixture(scope="module")
def held():
    """How many of the figures of services that were lived are inside their ranges."""
    found = Counter()
    for seed in range(FIRST_SEED, FIRST_SEED + MANY):
        chance = Random(seed)
        truth = Truth.drawn(chance, WORK_YEARS * fitting.nation()["hours"]["of_work_year"])
        everybody = lived(truth, chance)
        before, now = (summed(everybody, truth, on) for on in (-365.0, 0.0))
        made = fitting.fitted(before, fitting.Staffing(WORK_YEARS, 0.0, 7000), date(2025, 11, 1), 5.0)
        found.update(one.what for one in fitting.tried(made, now) if one.held)
        found.update(_of_the_year(made, truth, everybody))
        lengths = {one.key: one.length for one in made.service.steps}
        for place, pathway in enumerate(fitting.PATHWAYS):
            length, flow = lengths[f"{fitting.STAY}_{pathway}"], made.service.flows[place]
            found["length"] += is_within(truth.days[place], length.mean, length.unsure)
            found["a_year"] += is_within(truth.a_year[place], flow.a_year, flow.unsure)
    print(f"seeds {FIRST_SEED} to {FIRST_SEED + MANY - 1}: {dict(found)} of {MANY}, estimates of {MANY * 3}")
    return found


@pytest.mark.parametrize("what", [*TRIED, *ESTIMATED])
def test_a_range_of_eight_in_ten_holds_about_eight_in_ten(held, what):
    """Within three standard errors below what is stated. Above it may be by a tenth more: a range that is too wide promises too little."""
    many = MANY * (3 if what in ESTIMATED else 1)
    error = sqrt(STATED * (1 - STATED) / many)
    assert STATED - 3 * error < held[what] / many < STATED + 3 * error + 0.1, f"first seed {FIRST_SEED}"


@pytest.mark.parametrize("what", ["VE-1", "UT-4", "hospital days"])
def test_what_is_told_of_duties_and_of_the_cost_holds_as_often_as_it_says(held, what):
    """Counts that are mostly nought are inside their range oftener than eight in ten: so what came must also have been foreseen."""
    error = sqrt(STATED * (1 - STATED) / MANY)
    assert held[what] / MANY > STATED - 3 * error, f"first seed {FIRST_SEED}"
    assert held[f"{what} came"] > MANY // 20
    assert held[f"{what} foreseen"] >= STATED * held[f"{what} came"]


def test_a_wait_that_is_not_over_is_neither_left_out_nor_taken_for_over():
    waits = Waits((2, 4, 4, 30), (1, 4, 90, 200))
    assert waits.so_far == 335 / 8, "also the longest"
    assert Waits((1, 2, 3, 4)).met_by(0.25) == 1
    assert waits.met_by(0.5) == 30, "of seven with us on day 2, one is met; of six on day 4, two; of three on day 30, one"
    assert waits.met_by(0.25) == 4
    assert waits.met_by(0.9) is None, "so many never are"


def test_where_half_are_not_met_the_wait_is_longer_than_of_those_who_are():
    days = [3, 5, 6, 8, 9] * 4
    alone, with_them = (fitting._lag_and_wait(Waits(tuple(sorted(days)), unmet)) for unmet in ((), (100,) * 20))
    assert alone == (5, 6.2)
    assert with_them == (6, 53.1)
    assert fitting._lag_and_wait(Waits((60,) * 20))[0] == 14, "what is beyond the usual is a queue"
