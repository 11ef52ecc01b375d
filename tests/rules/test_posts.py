"""What must hold of posts: nothing is counted twice, and what is divided adds up to the last cent."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from helhet.organisation.rules import posts as rules
from helhet.organisation.rules.posts import Span

DAY = date(2026, 1, 1)
SETESDAL = {"4219": Decimal(3967), "4220": Decimal(1180), "4221": Decimal(1205), "4222": Decimal(1011)}

weights = some.dictionaries(some.text("0123456789", min_size=4, max_size=4), some.decimals(0, 100_000, places=3), min_size=1).filter(
    lambda one: any(one.values())
)
money = some.decimals(0, 99_999_999, places=2)
days = some.dates(date(2020, 1, 1), date(2030, 12, 31))
spans = some.lists(
    some.builds(
        lambda percent, since, length: Span(percent, since, since + timedelta(days=length) if length else None),
        some.decimals(1, 100, places=2), days, some.integers(0, 900),
    ), max_size=6,
)  # fmt: skip


@given(money, weights)
def test_what_is_divided_adds_up_exactly_and_nobody_gets_less_than_nothing(whole, given_weights) -> None:
    parts = rules.divide(whole, given_weights)
    assert sum(parts.values()) == whole
    assert all(part >= 0 for part in parts.values())
    assert parts.keys() == given_weights.keys()


@given(money, weights, some.randoms())
def test_the_order_they_are_named_in_changes_nothing(whole, given_weights, chance) -> None:
    shuffled = list(given_weights.items())
    chance.shuffle(shuffled)
    assert rules.divide(whole, dict(shuffled)) == rules.divide(whole, given_weights)


@given(money, weights)
def test_each_part_is_within_a_cent_of_the_exact_one(whole, given_weights) -> None:
    every = sum(given_weights.values())
    for key, part in rules.divide(whole, given_weights).items():
        assert abs(part - whole * given_weights[key] / every) < rules.CENT


@given(money, weights, some.integers(2, 1000))
def test_only_the_proportion_of_the_weights_counts(whole, given_weights, times) -> None:
    assert rules.divide(whole, {key: weight * times for key, weight in given_weights.items()}) == rules.divide(whole, given_weights)


@given(money, weights)
def test_who_weighs_nothing_pays_nothing(whole, given_weights) -> None:
    parts = rules.divide(whole, given_weights)
    assert all(parts[key] == 0 for key, weight in given_weights.items() if not weight)


def test_setesdal_shares_a_hundred_thousand_kroner_by_inhabitants() -> None:
    parts = rules.divide(Decimal("100000.00"), SETESDAL)
    assert [str(part) for part in parts.values()] == ["53877.49", "16026.08", "16365.61", "13730.82"]


def test_the_odd_oere_goes_to_the_lower_number_when_all_weigh_the_same() -> None:
    assert rules.divide(Decimal("100.01"), dict.fromkeys(("4222", "4220", "4221", "4219"), Decimal(1))) == {
        "4222": Decimal("25.00"), "4220": Decimal("25.00"), "4221": Decimal("25.00"), "4219": Decimal("25.01"),
    }  # fmt: skip


@given(spans, spans)
def test_the_first_day_over_is_the_first_of_every_day(posts, ceilings) -> None:
    known = [one.since for one in posts + ceilings] or [DAY]
    first, last = min(known) - timedelta(days=1), max(known) + timedelta(days=901)
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    naive = next((on for on in every if rules.total(posts, on) > rules.total(ceilings, on)), None)
    assert rules.first_over(posts, ceilings) == naive


def test_money_that_is_followed_by_other_money_does_not_end() -> None:
    size = [Span(Decimal(100), DAY)]
    grant, own = Span(Decimal(60), DAY, date(2026, 12, 31)), Span(Decimal(40), DAY)
    assert rules.unpaid_from(date(2026, 12, 31), [grant, own], size) == rules.Ending(Decimal(60), date(2027, 1, 1))
    after = Span(Decimal(50), date(2027, 1, 1))
    assert rules.unpaid_from(date(2026, 12, 31), [grant, own, after], size).percent == 10


def test_money_that_ends_with_the_post_leaves_nobody_unpaid() -> None:
    ends = date(2026, 12, 31)
    assert rules.unpaid_from(ends, [Span(Decimal(100), DAY, ends)], [Span(Decimal(100), DAY, ends)]).percent == 0
