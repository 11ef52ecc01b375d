"""The overview of homes, attacked by somebody who has the page, knows how it is made and knows which lines are some of which others."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import product

import pytest

from helhet.oversight.homes import Line, told
from helhet.record.disclosure import FIVE, Range, coarse, narrows_nothing, total

SMALL = {1, 2, 3, 4}
World = tuple[int, ...]


def told_as_before(name: str, places: dict[str, int], old: int, *, within: tuple[Line, ...] = ()) -> Line:
    """How the page was made at first: an exact sum where it narrows none of its own parts, and every line by itself."""
    whole, each = sum(places.values()), {number: coarse(count) for number, count in places.items()}
    exact = narrows_nothing(whole, each.values()) and narrows_nothing(whole, (coarse(old), coarse(whole - old)))
    return Line(name, each, Range(whole, whole) if exact else total(each.values()), coarse(old))


def given_away(
    worlds: Iterable[World], page: Callable[[World], Hashable], secrets: Callable[[World], Iterable[int]]
) -> list[tuple[Hashable, set[int]]]:
    """What is left of each secret to who has read the page, wherever that is something under five and not everything from one to four."""
    left: dict[Hashable, list[set[int]]] = defaultdict(list)
    for world in worlds:
        found, kept = left[page(world)], list(secrets(world))
        found.extend(set() for _ in range(len(kept) - len(found)))
        for some, secret in zip(found, kept, strict=True):
            some.add(secret)
    return [(page, some) for page, found in left.items() for some in found if some & SMALL and not some >= SMALL]


def words(*lines: Line) -> Hashable:
    """The numbers of these lines."""
    return tuple((*line.told, line.everywhere, line.old) for line in lines)


Tell = Callable[..., Line]


def evicted(tell: Tell, world: World) -> Hashable:
    """Those warned of eviction in two municipalities, and those of them who had to go."""
    warned = tell("", dict(zip("pq", world[:2], strict=True)), 0)
    return words(warned, tell("", dict(zip("pq", world[2:], strict=True)), 0, within=(warned,)))


def queued(tell: Tell, world: World) -> Hashable:
    """One municipality: three kinds of dwelling that are needed, and how many of all are in the queue."""
    needs = [tell("", {"p": one}, 0) for one in world[:3]]
    return words(*needs, tell("", {"p": world[3]}, 0, within=tuple(needs)))


def by_age(tell: Tell, world: World) -> Hashable:
    """Three municipalities, and how many of all are sixty-five or over."""
    return words(tell("", dict(zip("pqr", world[:3], strict=True)), world[3]))


def both(tell: Tell, world: World) -> Hashable:
    """Two kinds in one municipality, those in the queue, and the age of all of them: (young, old) of each."""
    (young, old), (other_young, other_old), (in_queue, old_queued) = zip(world[::2], world[1::2], strict=True)
    first, second = tell("", {"p": young + old}, old), tell("", {"p": other_young + other_old}, other_old)
    return words(first, second, tell("", {"p": in_queue + old_queued}, old_queued, within=(first, second)))


def rest(some: int, *whole: int) -> int:
    """Those who are left. Where it is told that nobody is some of them, they are all of them, and of those nothing more is told."""
    return sum(whole) - some if some or total(map(coarse, whole)).high < FIVE else 0


def each_and_the_rest(world: World) -> tuple[int, ...]:
    """The three, those who are some of them, and those who are not."""
    return (*world, rest(world[3], *world[:3]))


# As far as a band goes, so that every world that is told in the same words is here.
THREE = [(*three, some) for three in product(range(10), repeat=3) for some in range(sum(three) + 1)]
LARGER = [(a, b, 0, some) for a, b in product(range(25), repeat=2) for some in range(a + b + 1)]
WARNED = [(*warned, *lost) for warned in product(range(15), repeat=2) for lost in product(*(range(one + 1) for one in warned))]
KINDS = [(young, old) for young in range(10) for old in range(10 - young)]
AGED = [
    (*first, *second, young, old) for first, second in product(KINDS, repeat=2)
    for young in range(first[0] + second[0] + 1) for old in range(first[1] + second[1] + 1)
]  # fmt: skip


@pytest.mark.parametrize("page", [queued, by_age])
def test_lines_told_each_by_itself_gave_a_small_one_away(page: Callable[[Tell, World], Hashable]) -> None:
    """Ten in the queue, of three kinds that are 1–4 each: none of them is one."""
    assert given_away(THREE, lambda world: page(told_as_before, world), each_and_the_rest)


@pytest.mark.parametrize("page", [queued, by_age])
@pytest.mark.parametrize("worlds", [THREE, LARGER])
def test_those_who_are_some_of_others_give_none_of_them_away(page: Callable[[Tell, World], Hashable], worlds: list[World]) -> None:
    assert not given_away(worlds, lambda world: page(told, world), each_and_the_rest)


def test_those_evicted_give_none_of_those_warned_away() -> None:
    found = given_away(
        WARNED,
        lambda world: evicted(told, world),
        lambda world: (*world, *map(rest, world[2:], world[:2])),
    )
    assert not found


def test_age_and_queue_together_give_nobody_away() -> None:
    found = given_away(AGED, lambda world: both(told, world), lambda one: (one[0] + one[1], one[2] + one[3], one[4] + one[5], *one[:4]))
    assert not found


def test_some_of_some_of_others_give_none_of_them_away() -> None:
    """Those who are helped, those of them who need something in one area, and those of these whose need is long."""
    worlds = [(helped, need, long) for helped in range(25) for need in range(helped + 1) for long in range(need + 1)]

    def page(world: World) -> Hashable:
        helped = told("", {"p": world[0]}, 0)
        need = told("", {"p": world[1]}, 0, within=(helped,))
        return words(helped, need, told("", {"p": world[2]}, 0, within=(need,)))

    assert not given_away(worlds, page, lambda world: (*world, rest(world[1], world[0])))


@pytest.mark.parametrize("places", [1, 2, 3])
def test_what_all_come_to_is_what_the_municipalities_add_up_to(places: int) -> None:
    for counts in product((0, 3, FIVE, 14), repeat=places):
        line = told("", {str(place): count for place, count in enumerate(counts)}, 0)
        assert line.everywhere == total(line.places.values())
