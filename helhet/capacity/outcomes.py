"""What became of it: waiting, caseload, unserved and broken deadlines, of each replication, and told as a range.

A wait that is not over on the last day counts as far as it has come, so a figure of a service that drowns is rather too small.
"""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from .draws import BLOCK, Drawn, Floats, drawn
from .model import Model, Stretch
from .network import FIGURES, Figures, kinds_of, network_of, people_of

# A range holds eight of ten replications.
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Told:
    """A figure as it is told: the one in the middle, and from where to where eight of ten are."""

    middle: float
    low: float
    high: float
    # How far the middle may be from what endlessly many replications would give (one standard error).
    error: float = 0.0

    @classmethod
    def of(cls, figures: Floats) -> "Told | None":
        """None when no replication has the figure."""
        known = figures[np.isfinite(figures)]
        if not known.size:
            return None
        low, middle, high = np.quantile(known, (LOW, 0.5, HIGH))
        spread = float(known.std(ddof=1)) if known.size > 1 else 0.0
        return cls(float(middle), float(low), float(high), 1.2533 * spread / np.sqrt(known.size))


@dataclass(frozen=True)
class Outcome:
    """A model run: the figures of each kind of step in each stretch, how many came by each flow, and how often each duty was broken."""

    figures: Mapping[tuple[str, int], Figures]
    came: Mapping[tuple[str, int], Floats] = field(default_factory=dict)
    broken: Mapping[tuple[str, int], Floats] = field(default_factory=dict)

    def of(self, kind: str, stretch: int = 0) -> Figures:
        """The figures of this kind of step."""
        return self.figures[kind, stretch]


def run(model: Model, stretches: Collection[Stretch], *, replications: int = 1000, seed: int = 1, workers: int = 1) -> Outcome:
    """The model run, and what became of it in each stretch."""
    return run_all([model], stretches, replications=replications, seed=seed, workers=workers)[0]


def run_all(
    models: Sequence[Model], stretches: Collection[Stretch], *, replications: int = 1000, seed: int = 1, workers: int = 1
) -> list[Outcome]:
    """Several models run with the same people, by so many threads. The same answer whatever their number."""
    if faults := [fault for model in models for fault in model.faults()]:
        raise ValueError("; ".join(faults))
    asked, blocks = tuple(stretches), range(-(-replications // BLOCK))
    with ThreadPoolExecutor(workers) as threads:
        told = list(threads.map(lambda block: _block(models, asked, block, seed), blocks))
    return [_joined([parts[place] for parts in told]) for place in range(len(models))]


_Part = tuple[dict[tuple[str, int], Figures], dict[tuple[str, int], Floats], dict[tuple[str, int], Floats]]


def _block(models: Sequence[Model], stretches: tuple[Stretch, ...], block: int, seed: int) -> list[_Part]:
    """A block of replications in every model. What is left to chance is drawn once, where models have the same people."""
    from . import loop  # noqa: PLC0415  (a second to load, and only some pages run anything)

    made: Drawn | None = None
    told: list[_Part] = []
    for place, model in enumerate(models):
        if made is None or not model.same_people(models[place - 1]):
            made = drawn(model, block, seed)
        kinds = kinds_of(model)
        sums = np.zeros((BLOCK, len(kinds), len(stretches), len(FIGURES)))
        broken = np.zeros((BLOCK, len(model.duties), len(stretches)))
        loop.run(network_of(model, stretches), people_of(made), sums, broken)
        figures = {
            (kind, number): _figures(sums[:, place, number], stretch)
            for place, kind in enumerate(kinds) for number, stretch in enumerate(stretches)
        }  # fmt: skip
        duties = {
            (duty.key, number): broken[:, place, number].copy()
            for place, duty in enumerate(model.duties)
            for number in range(len(stretches))
        }
        told.append((figures, _came(model, made, stretches), duties))
    return told


def _figures(sums: Floats, stretch: Stretch) -> Figures:
    """The sums of each replication as they are told: waits on average, and how many at a time."""
    told = dict(zip(FIGURES, np.ascontiguousarray(sums.T), strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        told["waited"] /= told["asked"]
        told["late"] /= told["asked"]
    told["in_it"] /= stretch.until - stretch.since
    return Figures(**told)


def _joined(parts: Sequence[_Part]) -> Outcome:
    figures = {key: Figures.joined([told[key] for told, _, _ in parts]) for key in parts[0][0]}
    came, broken = ({key: np.concatenate([part[which][key] for part in parts]) for key in parts[0][which]} for which in (1, 2))
    return Outcome(figures, came, broken)


def _came(model: Model, made: Drawn, stretches: tuple[Stretch, ...]) -> dict[tuple[str, int], Floats]:
    """How many came by each flow."""
    there, came = len(model.present), {}
    for place, flow in enumerate(model.flows):
        entered = made.entered[:, there:][:, made.flow[there:] == place]
        for number, one in enumerate(stretches):
            came[flow.key, number] = ((entered >= one.since) & (entered < one.until)).sum(axis=1).astype(float)
    return came
