"""When her answer has fallen: below what she usually says, or low twice; never from one answer alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhet.voice.rules import Drop, alliance_drop, drop_words


@pytest.mark.parametrize(
    ("answers", "drop"),
    [
        ([], None),
        ([2], None),
        ([8, 4], None),  # one answer is nothing usual
        ([8, 8, 6], Drop(6, usual=8)),
        ([8, 8, 7], None),
        ([8, 8, 8, 4], Drop(4, usual=8)),
        ([1, 1, 9, 9, 9, 7], Drop(7, usual=9)),  # of the three before, and no older
        ([7, 8, 8, 6], None),  # the mean is 7⅔, and six is not two below
        ([6, 6, 6, 6], None),  # who always says six has not fallen
        ([4, 4], Drop(4, before=4)),
        ([9, 4, 3], Drop(3, usual=7)),
        ([5, 4], None),
        ([3, 5], None),
    ],
)
def test_the_newest_answer_is_held_against_her_own(answers: list[int], drop: Drop | None) -> None:
    assert alliance_drop(answers) == drop


@given(st.lists(st.integers(0, 10), max_size=8))
def test_a_rise_is_no_fall_and_the_words_hold_what_she_said(answers: list[int]) -> None:
    drop = alliance_drop(answers)
    if drop is None:
        return
    assert drop.last == answers[-1]
    assert drop.last < 5 or drop.last <= max(answers[-4:-1]) - 2
    words, values = drop_words(drop)
    assert str(drop.last) in words.format(first="Siri", **values)
