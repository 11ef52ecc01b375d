"""Moving to another municipality, an enquiry in the wrong record, and a number that no longer holds: by the pages."""

import pytest

from helhet.cases.models import Enquiry
from helhet.people import actions as people
from helhet.people.models import Identifier
from tests.reading import words_of
from tests.siri import coordinated, known


@pytest.fixture
def siri(house, as_):
    """Siri in Bygland, coordinated by Ingunn."""
    person = coordinated(house, as_("ingunn")).person
    people.add_identifier(person, "02848812393", by=as_("ingunn"))
    return person


def test_she_moves_with_her_record_and_the_new_place_is_told(siri, browse) -> None:
    page = f"/personer/{siri.pk}/flytting/"
    assert "Flytter til en annen kommune" in words_of(browse("ingunn").get(f"/personer/{siri.pk}/endre/").content.decode())
    offered = browse("ingunn").get(page).content.decode()
    assert [name in offered for name in ("Valle", "Åseral")] == [True, False], "only a place that takes somebody in"
    sent = {"gjor": "follows", "rad": "", "to": "4221", "said": "Ja, i samtale.", "words": "Noen å snakke med."}
    refused = browse("ingunn").post(page, sent | {"said": ""}).content.decode()
    assert "Noen å snakke med." in refused, "what was typed is not lost"
    browse("ingunn").post(page, sent)
    siri.refresh_from_db()
    assert siri.municipality.name == "Valle"
    asked = Enquiry.objects.get(words=sent["words"])
    assert "Noen å snakke med." in words_of(browse("olav").get(f"/henvendelser/{asked.pk}/").content.decode())


def test_she_says_no_and_stays_on_paper_here(siri, browse) -> None:
    browse("ingunn").post(f"/personer/{siri.pk}/flytting/", {"gjor": "stays", "rad": "", "said": "Nei, vil begynne på nytt."})
    siri.refresh_from_db()
    assert siri.municipality.name == "Bygland"
    assert browse("ingunn").get(f"/personer/{siri.pk}/").status_code == 404


def test_where_the_municipality_is_not_told_nobody_can_ask_for_it_here(siri, browse, as_) -> None:
    people.set_address(siri, street="Gate 1", postcode="4745", place="Bygland", by=as_("ingunn"))
    people.change(siri, grade="strengt", by=as_("ingunn"))
    assert browse("ingunn").get(f"/personer/{siri.pk}/flytting/").status_code == 404
    assert "flytting/" not in browse("ingunn").get(f"/personer/{siri.pk}/endre/").content.decode()


def test_an_enquiry_in_the_wrong_record_goes_to_whom_it_is_about(siri, house, browse, as_) -> None:
    other = known(house, as_("ingunn"), name="Siri Lie", born="05.06.1990").person
    call = {"from_whom": "person", "channel": "telephone", "name": "Siri Haugen", "born": "02.04.1988", "telephone": "", "may_call": "yes"}
    more = {"municipality": "4220", "words": "Jeg drikker for mye.", "urgency": "days", "children": "unknown", "language": "nb"}
    browse("ingunn").post("/henvendelser/ny/", call | more | {"person_knows": "yes", "known": str(siri.pk)})
    wrong = Enquiry.objects.get(words=more["words"])
    assert wrong.person == siri
    page = f"/henvendelser/{wrong.pk}/annen/"
    about = {"name": "Siri Lie", "born": "05.06.1990", "telephone": ""}
    asked = words_of(browse("ingunn").post(page, about).content.decode())
    assert "Er det en av disse?" in asked
    assert "trykk «Flytt henvendelsen» en gang til" in asked
    browse("ingunn").post(page, about | {"known": str(other.pk)})
    wrong.refresh_from_db()
    assert wrong.person == other
    assert browse("gunnhild").get(page).status_code == 404


def test_a_number_is_taken_out_and_stands_as_what_it_was(siri, browse) -> None:
    number = Identifier.objects.get(person=siri)
    page = f"/personer/{siri.pk}/endre/"
    browse("ingunn").post(page, {"gjor": "end_number", "rad": str(number.pk), "ended_as": "wrong"})
    said = words_of(browse("ingunn").get(page).content.decode())
    assert "Nummeret var feil, 10. november 2026" in said
    assert "Gjelder ikke" not in said
