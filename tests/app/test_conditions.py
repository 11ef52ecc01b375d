"""The eight areas and the escalation plan's indicators: counted from the record, told in ranges, for those who lead, and naming nobody."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from helhet.cases import actions as cases
from helhet.living import actions as living
from helhet.oversight import conditions
from helhet.people import actions as people
from helhet.statistics import national
from helhet.web import charts

TODAY, YEAR_END = date(2026, 11, 10), date(2025, 12, 31)


@pytest.fixture
def residents(house, as_):
    """Seven in Bygland whom Ingunn's unit helps."""
    place, unit = house.municipalities["bygland"], house.units["bygland"]
    return [people.make_known(people.NewPerson(place, f"Per{number}", "Li"), unit=unit, by=as_("ingunn")) for number in range(7)]


def test_the_indicators_are_told_of_those_who_can_be_counted(residents, as_) -> None:
    for number, person in enumerate(residents):
        living.note_housing(person.pk, situation="none" if number < 2 else "rents", since=TODAY, by=as_("ingunn"))
        if number:
            living.begin_activity(person.pk, kind="own", what="Fiske", since=TODAY, by=as_("ingunn"))
        else:
            living.begin_activity(person.pk, kind="none", since=TODAY, by=as_("ingunn"))
    told = conditions.over_years("4220", [YEAR_END, TODAY])
    found = {one.key: [f"{share.count} av {share.of}" for _, share in one.by_day] for one in told}
    assert found["housing"] == ["0 av 0", "1–4 av 6–13"]
    assert found["activity"] == ["0 av 0", "1–9 av 1–13"]
    assert found["participation"] == found["satisfaction"] == ["0 av 0", "0 av 0"]
    assert {one.indicator for one in national.beside()} <= set(found)


def test_a_need_is_told_within_those_who_are_helped(house, residents, as_) -> None:
    for number, person in enumerate(residents):
        cases.note_need(person.pk, life_area="economy", words="Gjeld.", long_term=number < 6, coordinated=number < 6, by=as_("ingunn"))
    told = conditions.profile(["4220"], on=TODAY)
    assert len(told.areas) == 8
    economy = next(area for area in told.areas if area.name == "Økonomi")
    assert economy.need.places["4220"].high <= told.helped.places["4220"].high
    assert economy.long.places["4220"].high <= economy.need.places["4220"].high


def test_the_page_is_for_those_who_lead(house, browse) -> None:
    for key, seen in (("kjersti", 200), ("ingunn", 404), ("olav", 404), ("liv", 404), ("sissel", 404)):
        assert browse(key).get("/rapport/levekar/").status_code == seen, key
    page = browse("kjersti").get("/rapport/levekar/").content.decode()
    assert "Slik det var 31. oktober 2026." in page
    assert "BrukerPlan 2016, helse-stavanger.no" in page
    assert "vi har ikke funnet et publisert tall." in page
    assert "<svg" in page
    assert "style=" not in page.split("<main")[1]


def test_the_same_is_taken_along_on_paper_with_the_drawing(house, browse) -> None:
    assert browse("ingunn").get("/rapport/levekar.pdf").status_code == 404
    paper = PdfReader(io.BytesIO(browse("kjersti").get("/rapport/levekar.pdf").getvalue()))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert text.count("Psykisk helse") >= 2, "in the drawing and in the table"
    assert "Blir det bedre?" in text
    assert "Landet" in text


def test_a_range_is_drawn_from_the_least_to_the_most_it_can_be() -> None:
    drawn = charts.profile((charts.Two("Bolig", 12, 22, 5, 17), charts.Two("<b>", 0, 0, 0, 0)))
    assert "12–22" in drawn
    assert "5–17" in drawn
    assert "<b>" not in drawn, "names are words, whatever stands in them"
