"""The nation's published figures: a growth that was written is held against its own table, and the directorate's slip is found."""

from decimal import Decimal

from helhet.statistics import national


def test_the_table_gives_another_growth_than_was_written_of_it() -> None:
    """17.2 per cent was written of all; the same table gives 18.9, and 17.2 is the adults'."""
    [slip] = [one for one in national.claims() if not one.holds]
    assert (slip.of, slip.since, slip.until) == ("total", 2016, 2020)
    assert (slip.said, slip.gives, slip.true_of) == (Decimal("17.2"), Decimal("18.9"), "adults")


def test_every_year_has_its_source_and_sums_to_what_was_published() -> None:
    totals = {2016: 13_936, 2017: 14_633, 2018: 15_894, 2019: 16_399, 2020: 16_569, 2022: 17_074, 2023: 17_436}
    assert {one.year: one.total for one in national.years()} == totals
    assert all(one.source for one in national.years())


def test_growth_of_the_children() -> None:
    assert national.growth("children", 2022, 2023) == Decimal("5.5")
    assert national.growth("adults", 2022, 2023) == Decimal("1.2")
