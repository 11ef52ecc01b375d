"""Behandling hos oss: open to anyone, in three languages, about services and about nobody."""

import pytest
from django.urls import reverse

from helhet.access.log import LogEntry
from helhet.demo.setesdal.services import offers
from helhet.demo.telling import Teller
from helhet.organisation import actions
from helhet.organisation.models import ServiceOffered, Staff
from helhet.organisation.rules import Refused
from tests.conftest import NOW, settled
from tests.reading import words_of


@pytest.fixture(scope="module")
def _told(_learned):
    offers(Teller(_learned, NOW))
    settled()
    return _learned


@pytest.fixture
def told(_told, db):
    """What help there is, by whom; each test's own rows are rolled back."""
    return _told


def test_anybody_reads_what_help_there_is_by_whom_and_where_to_ring(told, client) -> None:
    assert "Valle" in words_of(client.get(reverse("treatment")))
    text = words_of(client.get(reverse("treatment-in", args=["4221"])))
    for said in ("Inntil seks samtaler om det som er vanskelig nå.", "Hvem du møter: erfaringskonsulent, psykolog, ruskonsulent",
                 "andre som har vært i det samme",
                 "Heia behandlingssenter, kommunen betaler", "samtaler som hjelper deg å endre noe du strever med",
                 "Ring 400"):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize(("language", "said"), [("nn", "Inntil seks samtalar om det som er vanskeleg no."), ("en", "Up to six talks")])
def test_it_is_read_in_ones_own_language(told, client, language: str, said: str) -> None:
    client.cookies["django_language"] = language
    client.post(reverse("language"), {"language": language, "neste": "/"})
    assert said in words_of(client.get(reverse("treatment-in", args=["4221"])))


def test_no_name_of_a_worker_is_told_and_nothing_is_logged(told, client) -> None:
    for number in ("4219", "4220", "4221", "4222"):
        text = words_of(client.get(reverse("treatment-in", args=[number])))
        assert not [one.name for one in Staff.objects.all() if one.name in text.replace("Ring 400 00 100 , Koordinerende enhet", "")]
    assert not LogEntry.objects.exists()


def test_a_municipality_without_services_is_not_there(told, client) -> None:
    for number in ("4224", "9999", "x"):
        assert client.get(reverse("treatment-in", args=[number])).status_code == 404


def test_what_is_laid_down_is_no_longer_offered(told, client) -> None:
    ServiceOffered.objects.filter(name="Møteplassen").update(until="2026-11-09")
    assert "Vi lager mat" not in words_of(client.get(reverse("treatment-in", args=["4221"])))


def test_what_is_bought_says_from_whom(told, as_, browse) -> None:
    one = ServiceOffered.objects.get(name="Møteplassen")
    with pytest.raises(Refused, match="Velg hvem det er kjøpt av"):
        actions.keep_service(
            one, unit=one.unit, serves=["4220"], name=one.name, pathways="1", legal_basis="none", provided="bought", supplier=None,
            by=as_("tone"),
        )  # fmt: skip
    page = browse("tone").get(reverse("service", args=[one.pk])).content.decode()
    assert "Kom innom tirsdag" in page
