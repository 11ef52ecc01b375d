"""`make bench`, the part on what-if: a service of Setesdal's size, five years, a thousand futures; beside SimPy and Ciw on the same model.

The model is one that all three can hold: arrivals of one kind, four steps, each with places of its own, and no change. The answers are
compared in the same run, with each other and with Erlang's formula for the first step, and the run fails when they differ by more than
four standard errors. Then the scenario of the guide, with everything, against the bar.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numba
import numpy as np
import queues

from helhet.capacity import scenario
from helhet.capacity.compared import answer
from helhet.capacity.model import DAYS_A_YEAR, Flow, Length, Model, Pool, Step, Stretch
from helhet.capacity.outcomes import run

BAR_SECONDS, AIM = 2.0, 50
WARM, DAYS = 365.25, 5 * DAYS_A_YEAR
FILE = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "scenarios" / "ruskonsulenten.toml"
STEPS = ("first", "mapping", "follow_up", "group")


def model() -> Model:
    """Forty newcomers a year and about sixty who are helped at a time."""
    steps = (
        Step("first", Length(14.0), "first"), Step("mapping", Length(28.0), "mapping"), Step("follow_up", Length(480.0), "follow_up"),
        Step("group", Length(90.0), "group"),
    )  # fmt: skip
    pools = (Pool("first", 2.0), Pool("mapping", 4.0), Pool("follow_up", 60.0), Pool("group", 8.0))
    routes = {"first": (("mapping", 1.0),), "mapping": (("follow_up", 1.0),), "follow_up": (("group", 0.4),)}
    return Model(DAYS, steps, pools, (Flow("all", 40.0, "first", routes),))


def main() -> None:
    """Run ours, run the others, compare, and hold against the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--theirs", type=int, default=200, help="replications of SimPy and Ciw; their time for a thousand is reckoned from it"
    )
    given = parser.parse_args()
    print(f"\nwhat-if: {os.cpu_count()} cores, NumPy {np.__version__}, Numba {numba.__version__}", flush=True)
    took, means = _ours(1)
    _ours(2)
    for name, waits in (("SimPy", queues.simpy_waits), ("Ciw", queues.ciw_waits)):
        _theirs(name, waits, given.theirs, took, means)
    _guide()


def _ours(workers: int) -> tuple[float, dict[str, tuple[float, float]]]:
    run(model(), [Stretch(WARM, DAYS)], replications=125)
    took, cpu, found = _quickest(lambda: run(model(), [Stretch(WARM, DAYS)], replications=1000, workers=workers))
    means = {}
    for step in STEPS:
        waited = found.of(step).waited
        waited = waited[np.isfinite(waited)]
        means[step] = (float(waited.mean()), float(waited.std(ddof=1) / np.sqrt(waited.size)))
    of_cpu = f"{cpu:.2f} s of processor"
    print(f"  helhet, {workers} thread(s): 1,000 replications of five years in {took:.2f} s by the clock, {of_cpu}", flush=True)
    return cpu, means


def _quickest(ask: Callable[[], Any], times: int = 3) -> tuple[float, float, Any]:
    """By the clock and by the processor, children included: others may use the machine."""
    best, least, found = float("inf"), float("inf"), None
    for _ in range(times):
        began, used = time.perf_counter(), _used()
        found = ask()
        best, least = min(best, time.perf_counter() - began), min(least, _used() - used)
    return best, least, found


def _used() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _theirs(
    name: str, waits: Callable[[Model, int], dict[str, list[tuple[float, float]]]], many: int, ours: float,
    means: dict[str, tuple[float, float]],
) -> None:  # fmt: skip
    try:
        waits(model(), 0)
    except ImportError:
        print(f"  {name} is not installed: not compared")
        return
    began = time.process_time()
    found = [waits(model(), seed) for seed in range(1, many + 1)]
    took = (time.process_time() - began) / many * 1000
    print(f"  {name}: {took:.1f} s of processor for as many, {took / ours:.0f} × ours (aim {AIM} × SimPy)")
    for step in STEPS:
        each = [
            statistics.mean(wait for asked, wait in one[step] if asked >= WARM) for one in found if any(a >= WARM for a, _ in one[step])
        ]
        mean, error = statistics.mean(each), statistics.stdev(each) / len(each) ** 0.5
        apart = abs(mean - means[step][0]) / (np.hypot(error, means[step][1]) or 1.0)
        erlang = f", Erlang {queues.erlang_c(40 / DAYS_A_YEAR, 14.0, 2):.2f}" if step == "first" else ""
        print(f"    {step:10} waits {mean:.2f} ± {error:.2f} days; ours {means[step][0]:.2f} ± {means[step][1]:.2f}{erlang}")
        if apart > 4:
            raise SystemExit(f"{name} and ours differ on {step}: {apart:.1f} standard errors")


def _guide() -> None:
    asked = scenario.read(FILE)
    for workers in (1, 2):
        took, _, _ = _quickest(partial(answer, asked, workers=workers), 2)
        each = took / len(asked.choices)
        held = "within" if each < BAR_SECONDS else "OVER"
        print(f"  the guide's scenario, {workers} thread(s): {each:.2f} s a choice, all counted (bar {BAR_SECONDS:g} s: {held})")


if __name__ == "__main__":
    main()
