"""What a municipality has before anybody asks for help: its units, who works there, and what its coordinating unit has in place."""

import numpy as np

from .columns import NONE
from .world import World, assumed


def units(world: World, size: int) -> int:
    """The coordinating unit and those that give the services: how many there are."""
    count = 1 + -(-size // assumed("persons_each", "unit"))
    world.units = world.keys("unit", count)
    answers = world.some("unit_answers", count)
    world.put("unit", count, {
        "id": world.units, "municipality": world.number, "coordinating": np.arange(count) == 0, "answers": answers,
    })  # fmt: skip
    gone_through = np.where(world.some("routine", 1), world.on - world.chance.integers(20, 900, 1), NONE)
    looked = np.where(world.some("log_looked_through", 1), world.on - world.chance.integers(3, 500, 1), NONE)
    world.house = {"municipality": world.number, "coordinating_unit": True, "unit_answers": answers[:1], "routine_on": gone_through,
                   "log_looked_on": looked}  # fmt: skip
    return count


def workers(world: World, size: int) -> None:
    """Who works there: a quarter have left, and those who stay have taken over after them."""
    count = max(1, -(-size // assumed("persons_each", "worker")))
    world.workers = world.keys("staff", count)
    left = np.where(world.some("worker_left", count), world.within(np.full(count, world.first), np.full(count, world.on)), NONE)
    left[0] = NONE
    world.left, world.staying = left, np.flatnonzero(left == NONE)
    if world.number:
        last = np.where(left == NONE, world.on, left)
        trained = np.maximum(last - world.chance.integers(10, 900, count), world.first)
        trained = np.where(world.some("worker_trained", count), trained, NONE)
        world.put("worker", count, {"staff": world.workers, "municipality": world.number, "trained_on": trained})
