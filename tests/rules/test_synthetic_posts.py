"""Synthetic posts: the nation has the work years that were reported, small municipalities more by inhabitant; seeds repeat."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from helhet.demo.synth.nation import populations
from helhet.demo.synth.posts import work_years, write_posts
from helhet.statistics.facts import WORK_YEARS, work_of
from helhet.statistics.work import years


def test_the_nation_has_what_was_reported_for_2023() -> None:
    drawn = work_years(populations(), seed=1)
    adults, children = (sum(pair[of] for pair in drawn.values()) for of in (0, 1))
    assert adults == pytest.approx(13_445, rel=0.01)
    assert children == pytest.approx(3_991, rel=0.01)


def test_the_smallest_have_more_for_each_inhabitant_than_the_largest() -> None:
    people = populations()
    drawn = work_years(people, seed=1)

    def rate(numbers: list[str]) -> float:
        return sum(sum(drawn[one]) for one in numbers) / sum(people[one] for one in numbers) * 10_000

    small, large = [one for one in people if 0 < people[one] < 2_000], [one for one in people if people[one] >= 50_000]
    assert rate(small) > 1.5 * rate(large)
    assert 20 < rate(large) < 40


def test_what_is_written_sums_to_what_was_drawn_and_is_the_same_again(tmp_path: Path) -> None:
    people = populations()
    adults, children = work_years(people, seed=3)["4219"]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_posts(tmp_path / name, ["4219", ""], people, seed=3)
    found = work_of(tmp_path / "a", "4219")
    assert found is not None
    for group, whole in (("adults", adults), ("children", children)):
        assert abs(years([one for one in found if one.age_group == group]) - Decimal(whole)) < Decimal("0.01")
    assert (tmp_path / "a" / WORK_YEARS).read_bytes() == (tmp_path / "b" / WORK_YEARS).read_bytes()
    assert set(json.loads((tmp_path / "a" / WORK_YEARS).read_text())) == {"4219"}
