"""The network drawing: nobody stands on another, everybody on the right ring and inside the picture."""

from itertools import combinations
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from helhet.people.rules import CENTRE, CLOSENESS_NAMES, DRAWING, MOST_TIES, RINGS, draw_network

ties = st.lists(
    st.tuples(st.text("abcæøå -", min_size=1, max_size=60), st.text("abc", max_size=20), st.sampled_from(sorted(CLOSENESS_NAMES))),
    max_size=MOST_TIES,
)  # fmt: skip


@settings(deadline=None)
@given(ties)
def test_no_two_stand_on_each_other_or_on_her(drawn) -> None:
    placed = draw_network(drawn)
    for a, b in combinations(placed, 2):
        assert hypot(a.x - b.x, a.y - b.y) > a.radius + b.radius - 1
    for one in placed:
        assert hypot(one.x - CENTRE[0], one.y - CENTRE[1]) > one.radius + 24


@settings(deadline=None)
@given(ties)
def test_each_stands_on_the_ring_of_her_closeness_inside_the_picture(drawn) -> None:
    for (_, _, closeness), one in zip(drawn, draw_network(drawn), strict=True):
        assert abs(hypot(one.x - CENTRE[0], one.y - CENTRE[1]) - RINGS[closeness]) < 1.5
        assert one.radius <= one.x <= DRAWING[0] - one.radius
        assert one.radius <= one.y <= DRAWING[1] - one.radius
        assert 0 < one.label_y < DRAWING[1]


@settings(deadline=None)
@given(ties)
def test_the_same_ties_give_the_same_drawing(drawn) -> None:
    assert draw_network(drawn) == draw_network(list(drawn))


def test_a_label_is_the_name_with_who_it_is_when_there_is_room() -> None:
    labels = [one.label for one in draw_network([("Emma", "datter", 1), ("Kristoffer Aleksander", "onkel", 2)])]
    assert labels == ["Emma, datter", "Kristoffer Alek…"]
