"""A fifteen-year-old's own pages, her mother's, and what her coordinator is told of who says yes; told as in the demo."""

import re

import pytest
from django.urls import reverse

from helhet.demo.stories import tuva as tell_tuva
from helhet.demo.telling import Teller
from tests.conftest import NOW


@pytest.fixture(scope="module")
def _tuva(stays):
    """Tuva, whose journal is kept from both her parents."""
    return tell_tuva(Teller(stays, NOW))


@pytest.fixture
def tuva(_tuva, db):
    return _tuva


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_her_page_says_in_plain_words_what_her_age_means_and_what_is_kept(tuva, browse) -> None:
    page = words(browse("tuva").get(reverse("person-consent", args=[tuva.pk])))
    for said in (
        "Du er 15 år",
        "til og med 6. mars 2027",
        "Dette får ikke foreldrene dine vite",
        "Får ikke vite: journalen",
        "Hva betyr ordene her?",
    ):
        assert said in page, said
    assert "Til helsehjelp:" not in page, "who decides, with paragraphs, is for those who help her"


def test_what_her_mother_said_yes_to_has_no_button_on_her_page(tuva, browse) -> None:
    page = browse("tuva").get(reverse("person-consent", args=[tuva.pk])).content.decode()
    assert "Trekk samtykket" not in page
    assert "La det fortelles" in page


def test_she_keeps_one_thing_more_from_her_mother_and_lets_it_be_told_again(tuva, browse) -> None:
    client, path = browse("tuva"), reverse("person-consent", args=[tuva.pk])
    kin = re.search(r'name="kin" value="([^"]+)"[^>]*>\s*(?:<[^>]+>\s*)*Solfrid', client.get(path).content.decode())
    assert kin
    sent = {"gjor": "withhold", "rad": "", "kin": kin[1], "parts": ["mapping"], "words": "Jeg vil si det selv."}
    assert client.post(path, sent).status_code == 302
    page = client.get(path).content.decode()
    assert "Får ikke vite: kartleggingen" in words(client.get(path))
    row = re.search(r'data-doc="sperring:([^"]+)"(?:(?!data-doc).)*?kartleggingen', page, re.DOTALL)
    assert row
    assert client.post(path, {"gjor": "lift", "rad": row[1]}).status_code == 302
    assert "Får ikke vite: kartleggingen" not in words(client.get(path))


def test_her_mothers_page_says_what_it_says_to_every_parent(tuva, browse) -> None:
    client = browse("solfrid")
    page = words(client.get("/"))
    assert "forelder til barn under 16 år" in page.lower()
    assert "siden sier ikke fra når det er slik" in page
    assert "journal" not in page.lower()
    for path in ("journal/", "samtykke/", "hvem-har-sett/"):
        assert client.get(f"/personer/{tuva.pk}/{path}").status_code == 404, path
    assert client.get(f"/personer/{tuva.pk}/plan/").status_code == 200


def test_her_coordinator_is_told_who_says_yes_by_which_law_and_what_not_to_tell(tuva, browse) -> None:
    client = browse("jan")
    page = words(client.get(reverse("person-consent", args=[tuva.pk])))
    for said in ("Til helsehjelp: foreldrene", "§ 4-4", "Det foreldrene ikke får vite, avgjør Tuva selv: journalen"):
        assert said in page, said
    assert "Holdes tilbake: journalen" in words(client.get(reverse("person-kin", args=[tuva.pk])))


def test_her_rights_begin_with_those_of_who_is_young(tuva, browse) -> None:
    assert "Å bli hørt når du er ung" in words(browse("tuva").get(reverse("rights")))


def test_a_neighbours_nurse_finds_nothing(tuva, browse) -> None:
    for name in ("person-consent", "person-kin"):
        assert browse("liv").get(reverse(name, args=[tuva.pk])).status_code == 404


def test_before_she_is_sixteen_her_page_her_mothers_and_the_workers_day_say_what_changes(tuva, browse) -> None:
    hers, mothers = words(browse("tuva").get("/")), words(browse("solfrid").get("/"))
    assert "Du fyller 16 år 7. mars 2027" in hers
    assert "Fra den dagen bestemmer du selv." in hers
    assert "Fra 7. mars 2027 er Tuva 16 år og bestemmer selv. Da stenges denne siden." in mothers
    page = words(browse("jan").get(reverse("person", args=[tuva.pk])))
    assert "ortell hva som endrer seg ved 16 år" in page
