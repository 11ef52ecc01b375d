"""Synthetic posts: as many work years as a municipality of its size has, scaled so that the nation has what was reported for 2023.

They hold no person. Beside a snapshot's tables they are a file of their own (`statistics.facts.WORK_YEARS`); live they are posts.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from helhet.statistics.facts import WORK_YEARS

from .world import assumed, figures

Shares = Mapping[str, float]


def write_posts(directory: Path, numbers: list[str], populations: Mapping[str, int], *, seed: int) -> None:
    """The shares of posts in these municipalities, beside the snapshot."""
    scaled = work_years(populations, seed=seed)
    drawn = {number: posts_of(number, scaled[number], seed=seed) for number in numbers if number}
    (directory / WORK_YEARS).write_text(json.dumps(drawn, ensure_ascii=False), encoding="utf-8")


def work_years(populations: Mapping[str, int], *, seed: int) -> dict[str, tuple[float, float]]:
    """Work years for adults and for children in every municipality: fewer by inhabitant the larger it is, and the nation's own sum."""
    raw = {number: (_drawn(number, people, seed, 0), _drawn(number, people, seed, 1)) for number, people in populations.items()}
    nation = (figures()["work_years"]["adults"], figures()["work_years"]["children"])
    sums = [sum(pair[of] for pair in raw.values()) for of in (0, 1)]
    return {number: (pair[0] * nation[0] / sums[0], pair[1] * nation[1] / sums[1]) for number, pair in raw.items()}


def _drawn(number: str, people: int, seed: int, of: int) -> float:
    rates: list[list[float]] = assumed("work_years", "by_size")
    most, rate, spread = next(one for one in rates if people < one[0])
    chance = np.random.default_rng([seed, int(number), of])
    return people / 10_000 * rate * float(chance.lognormal(-spread * spread / 2, spread))


def posts_of(number: str, years: tuple[float, float], *, seed: int) -> list[dict[str, Any]]:
    """The posts these work years are spread over: each whole, or a share aimed at one thing."""
    chance = np.random.default_rng([seed, int(number), 2])
    found: list[dict[str, Any]] = []
    for group, whole in zip(("adults", "children"), years, strict=True):
        left = round(whole * 100)
        while left > 0:
            size = min(left, int(chance.choice([100, 100, 80, 60, 50, 20])))
            left -= size
            found.append(_share(chance, group, size, f"{number}-{group}-{len(found)}"))
    return found


def _share(chance: np.random.Generator, group: str, size: int, key: str) -> dict[str, Any]:
    areas, education = assumed("work_years", group), assumed("work_years", f"{group}_education")
    problem = {"mental": 0.5, "substance": 0.2, "both": 0.3} if group == "adults" else {"mental": 0.85, "substance": 0.05, "both": 0.1}
    return {
        "post": key, "title": "", "percent": str(Decimal(size)), "age_group": group, "problem": _one(chance, problem),
        "area": _one(chance, areas), "education": _one(chance, education), "lived_experience": bool(chance.random() < 0.01),
        "shared": bool(chance.random() < 0.03),
    }  # fmt: skip


def _one(chance: np.random.Generator, shares: Shares) -> str:
    words = sorted(shares)
    weights = np.array([shares[word] for word in words])
    return str(chance.choice(words, p=weights / weights.sum()))
