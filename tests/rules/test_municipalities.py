"""The list of municipalities that ships with Helhet (no database needed)."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "helhet" / "organisation" / "data"
COLUMNS = [
    "number",
    "name",
    "language",
    "county_number",
    "county",
    "population",
    "population_year",
]
COUNTIES = {
    "03": ("Oslo", 1),
    "11": ("Rogaland", 23),
    "15": ("Møre og Romsdal", 27),
    "18": ("Nordland", 41),
    "31": ("Østfold", 12),
    "32": ("Akershus", 21),
    "33": ("Buskerud", 18),
    "34": ("Innlandet", 46),
    "39": ("Vestfold", 6),
    "40": ("Telemark", 17),
    "42": ("Agder", 25),
    "46": ("Vestland", 43),
    "50": ("Trøndelag", 38),
    "55": ("Troms", 21),
    "56": ("Finnmark", 18),
}
SETESDAL = {
    "4219": ("Evje og Hornnes", "nøytral"),
    "4220": ("Bygland", "nn"),
    "4221": ("Valle", "nn"),
    "4222": ("Bykle", "nn"),
}
LANGUAGES = {"nb", "nn", "nøytral", ""}  # empty = unknown


@pytest.fixture(scope="module")
def rows():
    with (DATA / "municipalities.csv").open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def test_exactly_357_with_unique_four_digit_numbers_in_order(rows):
    numbers = [row["number"] for row in rows]
    assert len(numbers) == 357
    assert len(set(numbers)) == 357
    assert all(re.fullmatch(r"[0-9]{4}", number) for number in numbers)
    assert numbers == sorted(numbers)


def test_fifteen_counties_each_with_its_municipalities(rows):
    assert all(row["county_number"] == row["number"][:2] for row in rows)
    names = {(row["county_number"], row["county"]) for row in rows}
    assert names == {(number, name) for number, (name, _) in COUNTIES.items()}
    counted = Counter(row["county_number"] for row in rows)
    assert counted == {number: count for number, (_, count) in COUNTIES.items()}


def test_names_are_filled_and_unique_within_the_county(rows):
    assert all(row["name"] and row["name"] == row["name"].strip() for row in rows)
    # one Norwegian name, without parallel names or a county in brackets
    assert not any(" - " in row["name"] or "(" in row["name"] for row in rows)
    pairs = Counter((row["name"], row["county_number"]) for row in rows)
    assert max(pairs.values()) == 1


def test_setesdal(rows):
    by_number = {row["number"]: row for row in rows}
    found = {n: (by_number[n]["name"], by_number[n]["language"]) for n in SETESDAL}
    assert found == SETESDAL
    assert {by_number[n]["county"] for n in SETESDAL} == {"Agder"}


def test_language_values_and_what_is_unknown(rows):
    assert {row["language"] for row in rows} <= LANGUAGES
    # Tysvær: the sources disagree (see the README beside the data)
    assert [row["number"] for row in rows if not row["language"]] == ["1146"]


def test_population_adds_up_to_the_country_at_the_stated_year(rows):
    assert {row["population_year"] for row in rows} == {"2024"}
    assert all(int(row["population"]) > 0 for row in rows)
    assert sum(int(row["population"]) for row in rows) == 5_550_203  # SSB, 2024-01-01
