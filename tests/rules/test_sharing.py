"""What leaves a municipality, attacked over years, municipalities and overlapping groups: no count under five is known. Files refused."""

import ast
import dataclasses
import re
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helhet.statistics import alike, comparison, sharing, signing
from helhet.statistics.alike import By
from helhet.statistics.comparison import Stands
from helhet.statistics.sharing import INDICATORS, Band, Practised, Shared, banded
from helhet.web import charts

UNDER = set(range(5))
Told = tuple[Any, ...]


def not_known(possible: set[int], ruled_out: int = 0) -> bool:
    """A count that can be known to be under five can still be everything from nought to four (or all but one of these)."""
    return max(possible) >= 5 or len(UNDER - possible) <= ruled_out


def attack(
    worlds: Iterable[Any], told: Callable[[Any], Told], sought: Callable[[Any], tuple[int, ...]], ruled_out: int = 0
) -> None:  # fmt: skip
    """Whoever knows the method puts all worlds that are told alike together, and asks what each sought count can be."""
    alike: dict[Told, list[set[int]]] = {}
    for world in worlds:
        found = sought(world)
        possible = alike.setdefault(told(world), [set() for _ in found])
        for one, value in zip(possible, found, strict=True):
            one.add(value)
    assert alike
    for said, possible in alike.items():
        assert all(not_known(one, ruled_out) for one in possible), (said, possible)


def test_one_municipality_and_one_indicator() -> None:
    worlds = ((count, of) for of in range(80) for count in range(of + 1))
    attack(worlds, lambda w: (banded(w[0]), banded(w[1])), lambda w: (w[0], w[1] - w[0], w[1]))


def test_two_years_subtracted_when_nobody_left() -> None:
    """Who also knows that nobody left can rule out one of the five, and no more: the count, the new in it and the new beside it."""
    each = [(count, of) for of in range(20) for count in range(of + 1)]
    worlds = ((*one, *two) for one in each for two in each if two[0] >= one[0] and two[1] - two[0] >= one[1] - one[0])
    attack(worlds, lambda w: tuple(map(banded, w)), lambda w: (w[0], w[2] - w[0], w[3] - w[1], w[3] - w[1] - (w[2] - w[0])), ruled_out=1)


def test_two_years_subtracted_when_some_came_and_some_left() -> None:
    worlds = ((a, b, left) for a in range(25) for b in range(25) for left in range(a + 1) if b - a + left >= 0)
    attack(worlds, lambda w: (banded(w[0]), banded(w[1])), lambda w: (w[0], w[2], w[1] - w[0] + w[2]))


def partitions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in partitions(total - first, parts - 1))


def test_two_overlapping_groups() -> None:
    """In both, in one of them, in the other, in neither: each is sought, and only the two groups and the whole are told."""
    worlds = (one for total in range(30) for one in partitions(total, 4))
    attack(worlds, lambda w: (banded(w[0] + w[1]), banded(w[0] + w[2]), banded(sum(w))), lambda w: w)


def test_three_overlapping_groups() -> None:
    def told(w: tuple[int, ...]) -> Told:
        groups = [sum(many for place, many in enumerate(w) if place >> group & 1) for group in range(3)]
        return (*map(banded, groups), banded(sum(w)))

    attack((one for total in range(10) for one in partitions(total, 8)), told, lambda w: w)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=6))
def test_municipalities_beside_each_other_add_nothing(cells: list[tuple[int, int]]) -> None:
    """No file tells of several together, so that there is no sum to subtract from: each count is its band, whatever the others say."""
    files = [one_shared(str(4200 + n), min(a, b), max(a, b)) for n, (a, b) in enumerate(cells)]
    for one, (a, b) in zip(files, cells, strict=True):
        count, of = one.indicators["kin"]
        assert (count, of) == (banded(min(a, b)), banded(max(a, b)))
    with pytest.raises(TypeError):
        sharing.shared(number=["4219", "4220"], **{})  # type: ignore[arg-type, call-arg]


def test_no_two_indicators_stand_in_a_known_relation() -> None:
    """One that holds another, or two that make up a third, would be worked out: «with both» is not shared beside «with mental»."""
    assert {one.of for one in INDICATORS.values()} == {"users"}
    assert not {"pathway-1", "pathway-2", "with-both", "users-year", "plan-declined"} & INDICATORS.keys()


# ── no row about a person ───────────────────────────────────────────────────

HERE = Path(sharing.__file__).parent


def test_the_exporter_knows_nobody() -> None:
    """It imports neither the record nor a model, so that it has nothing to write but the numbers it is handed; rules are plain Python."""
    for name in ("sharing.py", "signing.py", "comparison.py"):
        tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
        inside = {f"{'.' * node.level}{node.module or ''}" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        allowed = ("helhet.organisation.rules", "helhet.organisation.rules.competence", "helhet.record.disclosure", ".sharing")
        assert not [one for one in inside if one.startswith(("helhet", ".", "django")) and one not in allowed], name


def test_no_type_that_is_written_can_hold_one() -> None:
    hints = typing.get_type_hints(Shared)
    assert hints.keys() == {one.name for one in dataclasses.fields(Shared)}
    held = {str(hint) for hint in hints.values()}
    assert not [hint for hint in held if "Any" in hint or "object" in hint or "UUID" in hint], held
    written = sharing.content_of(one_shared("4220", 7, 41))
    leaves = list(_leaves(written))
    assert all(isinstance(one, int | str) for one in leaves)
    assert {one for one in leaves if isinstance(one, str)} == {"aggregate", "4220", "Bygland", "adults"}


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    else:
        yield value


def test_a_count_that_is_no_band_cannot_be_made() -> None:
    for wrong in (3, -5, True, 7, "5"):
        with pytest.raises(ValueError, match="begins no band"):
            Band(wrong)  # type: ignore[arg-type]


# ── files ───────────────────────────────────────────────────────────────────


def one_shared(number: str = "4220", count: int = 7, of: int = 41, year: int = 2026) -> Shared:
    return sharing.shared(
        number=number, name="Bygland", population=1150, year=year, group="adults", counts={"users": of, "kin": count, "stays": 2},
        tenths={"wy-service": 43, "wy-home": 10},
    )  # fmt: skip


def test_a_file_says_what_was_shared_and_nothing_else() -> None:
    signed = signing.opened(signing.sign(sharing.content_of(one_shared()), "secret"))
    found, faults = sharing.read_shared(signed.content)
    assert (found, faults) == (one_shared(), [])
    assert set(one_shared().indicators) == {"kin"}
    assert one_shared().tenths == {"wy-service": 43}
    assert signed.key == signing.public_key("secret")


def test_a_file_that_was_changed_or_signed_by_another_is_refused() -> None:
    file = signing.sign(sharing.content_of(one_shared()), "secret")
    other = signing.sign(sharing.content_of(one_shared()), "other")
    mixed = file.replace(signing.public_key("secret").encode(), signing.public_key("other").encode())
    for wrong in (file.replace(b'"from": 5', b'"from": 0'), file.replace(b"1150", b"1151"), mixed, b"{}", b"[1]", b"\xff", other[:-40]):
        with pytest.raises(signing.Unsigned):
            signing.opened(wrong)
    more = file.replace(b'"content"', b'"persons": [], "content"')
    with pytest.raises(signing.Unsigned, match="mer enn"):
        signing.opened(more)


def test_a_cell_under_the_limit_refuses_the_whole_file_and_every_fault_is_named() -> None:
    content = sharing.content_of(one_shared())
    content["indicators"] = {
        "kin": {"from": 3, "of_from": 40}, "coordinator": {"from": 10, "of_from": 5}, "crisis-plan": {"count": 2}, "names": {},
    }  # fmt: skip
    content |= {"persons": ["Siri"], "work_years_in_tenths": {"wy-home": 3, "wy-service": 1.5}, "group": "all"}
    found, faults = sharing.read_shared(content)
    told = "\n".join(map(str, faults))
    assert found is None
    for fault in (
        "«kin» er fortalt nøyaktigere", "«coordinator» er flere enn", "«crisis-plan» er ikke fortalt", "«names» er ikke noe",
        "«persons», som ingen", "«wy-home» er ikke", "«wy-service» er ikke", "hvilket år",
    ):  # fmt: skip
        assert fault in told, f"{fault} not in\n{told}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"year": 10**30}, "«year» kan ikke være 1000"),
        ({"year": 26}, "«year» kan ikke være 26"),
        ({"municipality": {"number": "4220", "name": "Bygland", "population": 10**30}}, "«population» kan ikke være 1000"),
        ({"municipality": {"number": "4220", "name": "Bygland", "population": 30}}, "«kin» er av flere enn som bor i kommunen"),
        ({"work_years_in_tenths": {"wy-service": 10**40}}, "«wy-service» kan ikke være 1000"),
    ],
)
def test_a_number_that_cannot_be_is_refused_before_anything_is_kept(change: dict[str, Any], said: str) -> None:
    found, faults = sharing.read_shared(sharing.content_of(one_shared()) | change)
    assert found is None
    [fault] = map(str, faults)
    assert said in fault


def test_a_municipality_whose_inhabitants_are_not_known_is_read() -> None:
    content = sharing.content_of(one_shared())
    assert not sharing.read_shared(content | {"municipality": {**content["municipality"], "population": 0}})[1]


def test_a_practice_is_words_and_nothing_else() -> None:
    one = Practised("4219", "Evje og Hornnes", "routine", "Pårørende spørres", "Vi spør i første samtale.", "kin")
    assert sharing.read_practice(sharing.practice_content(one)) == (one, [])
    wrong = sharing.practice_content(one) | {"practice": "person", "words": " ", "rows": [1]}
    _, faults = sharing.read_practice(wrong)
    assert "«rows»" in str(faults[0])


@pytest.mark.parametrize("number", ["01819012345", "018190 12345", "01.81.90-12345", "018190\u00a0123 45", "018190\n12345"])
def test_a_practice_with_an_identity_number_is_refused(number: str) -> None:
    one = Practised("4219", "Evje og Hornnes", "letter", "Innkalling", f"Det gjelder {number}, som bor her.")
    made, faults = sharing.read_practice(sharing.practice_content(one))
    assert made is None
    assert "fødselsnummer" in str(faults[0])


@pytest.mark.parametrize(
    "words", ["Ring 400 00 100 eller 38 00 00 00.", "Loven av 2011-06-24-30.", "2023 2024 2025", "Org.nr. 123 456 789."]
)
def test_a_practice_may_hold_other_numbers(words: str) -> None:
    one = Practised("4219", "Evje og Hornnes", "letter", "Innkalling", words)
    assert sharing.read_practice(sharing.practice_content(one)) == (one, [])


# ── comparison ──────────────────────────────────────────────────────────────


def test_a_funnel_says_what_chance_explains_and_ranks_nobody() -> None:
    files = [one_shared(str(4000 + n), 20, 100) for n in range(8)]
    files += [one_shared("4990", 1, 9), one_shared("4991", 160, 200), one_shared("4992", 2, 300)]
    [funnel] = comparison.funnels(files)
    stands = {dot.shared.number: dot.stands for dot in funnel.dots}
    assert (stands["4990"], stands["4991"], stands["4992"]) == (Stands.INSIDE, Stands.ABOVE, Stands.BELOW)
    assert [dot.shared.number for dot in funnel.dots] == [one.number for one in files]
    low, inner, _, high = funnel.lines(9)
    assert low <= inner <= funnel.mean <= high


def test_those_that_lie_on_each_other_are_one_dot_with_all_their_names() -> None:
    [found] = comparison.funnels([one_shared(str(4000 + n), 20, 100) for n in range(8)] + [one_shared("4990", 40, 100)])
    drawn = charts.funnel(found, {"4003"})
    assert found.dots[-1].stands != Stands.INSIDE, "so she is named too"
    names = [", ".join(dot.shared.name for dot in found.dots if (dot.shared.number == "4990") == alone) for alone in (False, True)]
    assert all(drawn.count(f">{one}<") == 1 for one in names), names


def test_in_a_small_picture_the_names_are_ours_and_of_those_who_stand_out() -> None:
    [found] = comparison.funnels([dataclasses.replace(one_shared(str(4000 + n), 20 + 5 * n, 100), name=f"place {n}") for n in range(3)])
    assert {dot.stands for dot in found.dots} == {Stands.INSIDE}
    drawn = charts.funnel(found, {"4001"})
    assert [dot.shared.name in drawn for dot in found.dots] == [dot.shared.number == "4001" for dot in found.dots]


@pytest.mark.parametrize("drawn", [
    lambda: charts.funnel(comparison.funnels([one_shared(str(4000 + n), 20, 100 + 90 * n) for n in range(4)])[0], {"4000"}),
    lambda: charts.over_years(((2016, 26.7), (2023, 31.8))),
    lambda: charts.profile((charts.Two("Psykisk helse", 65, 81, 35, 47), charts.Two("Rusmidler", 31, 46, 21, 36))),
])  # fmt: skip
def test_a_chart_is_no_wider_than_the_narrowest_screen(drawn: Callable[[], str]) -> None:
    [width] = re.findall(r'<svg[^>]* width="([\d.]+)"', drawn())
    assert float(width) <= 320 - 2 * 10


# ── refused together, and alike ─────────────────────────────────────────────


def test_two_municipalities_are_no_funnel() -> None:
    assert comparison.funnels([one_shared("4000"), one_shared("4001")]) == []


def test_two_of_the_same_year_or_two_keys_are_refused() -> None:
    one = one_shared()
    assert len(comparison.faults_together([("a", one, "k"), ("b", one, "k")])) == 1
    assert len(comparison.faults_together([("a", one, "k"), ("b", one_shared(year=2025), "other")])) == 1


def alike_to_first(files, *by, centrality=None):
    return [one.number for one in alike.like_some(files[:1], files[1:], by, centrality)]


def test_alike_in_size_is_by_the_groups_of_national_reports() -> None:
    files = [dataclasses.replace(one_shared(str(n)), population=population) for n, population in enumerate((900, 1_999, 2_000, 60_000))]
    assert alike_to_first(files, By.SIZE) == ["1"]
    assert alike_to_first(files) == ["1", "2", "3"], "in nothing, all are"
    assert len(alike.SIZE_NAMES) == len(alike.SIZES) + 1


def test_alike_in_centrality_is_by_a_class_that_somebody_publishes_and_nobody_is_while_it_is_not_known() -> None:
    files = [one_shared(str(n)) for n in range(4)]
    told = alike.Centrality("Statistisk sentralbyrå", {"0": 6, "1": 6, "2": 5})
    assert alike_to_first(files, By.CENTRALITY, centrality=told) == ["1"], "3 is in no class"
    assert alike_to_first(files, By.CENTRALITY) == []


def test_alike_in_need_is_by_those_in_main_pathway_3_as_far_as_the_bands_tell() -> None:
    def place(number, many, population):
        return dataclasses.replace(one_shared(number), population=population, indicators={"pathway-3": (banded(many), banded(90))})

    files = [place("0", 12, 2_000), place("1", 60, 10_000), place("2", 45, 2_000), place("3", 3, 900), one_shared("4")]
    assert (round(alike.severity_of(files[0]).low), round(alike.severity_of(files[0]).high)) == (50, 70)
    assert alike_to_first(files, By.NEED) == ["1"], "2 has much more, 3 too few to say, and 4 has not told"
    assert alike_to_first(files, By.NEED, By.SIZE) == []
