"""Small numbers, attacked by somebody who has every page and knows how they are made: nothing under five is narrowed below 1–4."""

from collections import defaultdict
from functools import cache
from itertools import product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from helhet.record.disclosure import Part, Range, Shown, Told, added, coarse, tell, tell_in_fives, tell_of_kept, tell_parts, tell_sum

SMALL = {1, 2, 3, 4}
Cell = tuple[int, int]  # not kept, of


one_told, sum_told = cache(tell), cache(tell_sum)  # the same a hundred thousand times


def published(cells: tuple[Cell, ...]) -> tuple[Told, ...]:
    """Everything a page, a month and an export say of one duty: each place, and all together."""
    told = tuple(one_told(*cell) for cell in cells)
    return (*told, sum_told(sum(not_kept for not_kept, _ in cells), told))


def not_narrowed(possible: set[int]) -> bool:
    """What an attacker is left with holds nothing under five, or everything from one to four."""
    return not possible & SMALL or possible >= SMALL


@pytest.mark.parametrize(("places", "most"), [(1, 44), (2, 14), (3, 9)])
def test_whoever_knows_the_method_and_tries_every_table_is_left_with_one_to_four(places: int, most: int) -> None:
    each = [(not_kept, of) for of in range(most + 1) for not_kept in range(of + 1)]
    alike: dict[tuple[Told, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(2 * places)])
    for cells in product(each, repeat=places):
        found = alike[published(cells)]
        for place, (not_kept, of) in enumerate(cells):
            found[2 * place].add(not_kept)
            found[2 * place + 1].add(of - not_kept)
    for told, found in alike.items():
        for place in range(places):
            assert not_narrowed(found[2 * place]), (told, found)
            # That a duty is kept for somebody is as secret as that it is not, when they are few; of too few nothing is said at all.
            assert not_narrowed(found[2 * place + 1]), (told, found)


def options(told: Told) -> set[Cell]:
    """The tables of one place that would be told so."""
    every = ((not_kept, of) for of in range(told.of.low, told.of.high + 1) for not_kept in range(min(of, told.not_kept.high) + 1))
    return {cell for cell in every if tell(*cell) == told}


def left(told: tuple[Told, ...]) -> list[tuple[set[int], set[int]]]:
    """What can stand in each place, solved over the whole row: the sums that can be made before and after it, and the sum that is told."""
    *parts, whole = told
    each = [options(one) for one in parts]
    lows = [{0}]
    for one in each:
        lows.append({total + not_kept for total in lows[-1] for not_kept, _ in one})
    highs = [{0}]
    for one in reversed(each):
        highs.append({total + not_kept for total in highs[-1] for not_kept, _ in one})
    highs.reverse()
    found = []
    for place, one in enumerate(each):
        rest = {before + after for before in lows[place] for after in highs[place + 1]}
        fits = {cell for cell in one if any(whole.not_kept.low <= cell[0] + other <= whole.not_kept.high for other in rest)}
        found.append(({not_kept for not_kept, _ in fits}, {of - not_kept for not_kept, of in fits}))
    return found


CELLS = st.integers(0, 45).flatmap(lambda of: st.tuples(st.one_of(st.integers(0, of), st.integers(0, min(of, 8))), st.just(of)))


@settings(max_examples=300, print_blob=True)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_the_sum_of_the_municipalities_gives_none_of_them_away(cells: list[Cell]) -> None:
    told = published(tuple(cells))
    event(f"the sum is {'exact' if told[-1].not_kept.exact else 'a range'}")
    for (not_kept, of), (possible, kept) in zip(cells, left(told), strict=True):
        assert not_kept in possible
        assert of - not_kept in kept
        assert not_narrowed(possible)
        assert not_narrowed(kept)


@settings(max_examples=100, print_blob=True)
@given(st.lists(CELLS, min_size=2, max_size=4), st.lists(CELLS, min_size=2, max_size=4))
def test_two_months_are_no_more_than_each_of_them(before: list[Cell], now: list[Cell]) -> None:
    """Nobody knows who came and who left in a month: what is told of one month says nothing about the table of another."""
    for cells in (before, now):
        for possible, kept in left(published(tuple(cells))):
            assert not_narrowed(possible)
            assert not_narrowed(kept)


@settings(max_examples=400, print_blob=True)
@given(st.integers(0, 60), st.integers(0, 60))
def test_a_change_of_a_denominator_under_five_is_seen_in_no_more_than_one_step(of: int, later: int) -> None:
    """Denominators are told in fives, so that two duties, or two months, cannot be subtracted to find a few."""
    first, second = coarse(of), coarse(later)
    possible = {b - a for a in range(first.low, first.high + 1) for b in range(second.low, second.high + 1)}
    if of >= 5 and later >= 5:
        assert len(possible) >= 9


@pytest.mark.parametrize("many", [2, 3, 4])
def test_the_parts_of_a_count_cannot_be_worked_out_from_it(many: int) -> None:
    """Of each whole up to 16, every way it can be made of so many reasons, some of which may be none."""
    alike: dict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in range(many)])
    for counts in product(range(17), repeat=many):
        whole = sum(counts)
        if 5 <= whole <= 16:
            parts = tell_parts(tell(whole, whole + 9), {f"why {place}": (count, 40) for place, count in enumerate(counts)})
            for place, count in enumerate(counts):
                alike[whole, tuple(parts)][place].add(count)
    for told, found in alike.items():
        assert all(not_narrowed(possible) for possible in found), (told, found)


@pytest.mark.parametrize(
    ("not_kept", "of", "shown", "told"),
    [
        (0, 0, Shown.NOBODY, "0"), (2, 4, Shown.TOO_FEW, "0–4"), (0, 41, Shown.NONE, "0"), (3, 41, Shown.FEW, "1–4"),
        (6, 41, Shown.EXACT, "6"), (6, 8, Shown.FIVE_OR_MORE, "5–9"), (38, 41, Shown.NEARLY_ALL, "36–44"),
        (41, 41, Shown.NEARLY_ALL, "36–44"),
    ],
)  # fmt: skip
def test_a_count_and_its_complement_are_protected_alike(not_kept: int, of: int, shown: Shown, told: str) -> None:
    found = tell(not_kept, of)
    assert (found.shown, str(found.not_kept)) == (shown, told)


def test_a_sum_gives_way_before_it_gives_a_place_away() -> None:
    few = tell(2, 18)
    assert str(tell_sum(8, [tell(6, 41), few, tell(0, 14)]).not_kept) == "7–10"
    assert str(tell_sum(6 + 5, [tell(6, 41), few, few]).not_kept) == "11", "two of 1–4 that are five together can each be anything"
    assert str(tell_sum(6 + 4, [tell(6, 41), few, few]).not_kept) == "8–14"
    assert str(tell_sum(17, [tell(6, 41), tell(11, 30)]).not_kept) == "17"


def test_reasons_are_counted_where_the_count_does_not_give_them_away() -> None:
    eleven = tell(11, 41)
    assert tell_parts(eleven, {"offer": (6, 210), "begin": (5, 120)}) == [Part("offer", 6, 210), Part("begin", 5, 120)]
    assert tell_parts(eleven, {"offer": (9, 210), "begin": (2, 120)}) == [Part("begin"), Part("offer")]
    assert tell_parts(tell(3, 41), {"offer": (3, 210)}) == []


def test_what_is_no_count_is_refused() -> None:
    for wrong in ((-1, 4), (5, 4)):
        with pytest.raises(ValueError, match="is no count"):
            tell(*wrong)


def test_one_duty_in_fives_and_another_among_those_it_was_kept_for_give_neither_away() -> None:
    """The doctor was invited to so many meetings, and did not answer for so many of them: every way it can be, up to thirty meetings."""
    alike: dict[tuple[Told, Told], list[set[int]]] = defaultdict(lambda: [set(), set(), set(), set()])
    for of in range(31):
        for not_kept in range(of + 1):
            first = tell_in_fives(not_kept, of)
            for also in range(of - not_kept + 1):
                found = alike[first, tell_of_kept(also, first)]
                for place, one in enumerate((not_kept, of - not_kept, also, of - not_kept - also)):
                    found[place].add(one)
    for told, found in alike.items():
        if told[0].of.high <= 29:  # of what is cut off at thirty, not everything was tried
            assert all(map(not_narrowed, found)), (told, found)


def test_what_is_told_in_fives_is_added_and_never_summed() -> None:
    parts = [tell_in_fives(11, 41), tell_in_fives(2, 8), tell_in_fives(0, 3), tell_in_fives(0, 0)]
    assert [(str(one.not_kept), str(one.of)) for one in parts] == [("10–14", "40–44"), ("1–4", "5–9"), ("0–4", "1–4"), ("0", "0")]
    assert added(parts) == Told(Shown.IN_FIVES, Range(11, 22), Range(46, 57))
    assert added([tell_in_fives(0, 0)]).shown == Shown.NOBODY
    assert added([tell_in_fives(0, 7)]).shown == Shown.NONE
    unsaid = tell_of_kept(1, tell_in_fives(2, 6))
    assert unsaid.shown == added([unsaid]).shown == Shown.UNSAID
