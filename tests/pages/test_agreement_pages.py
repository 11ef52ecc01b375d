"""Deviations, agreements, figures for the dialogue meeting and the yearly review, as pages."""

import pytest
from django.urls import reverse

from helhet.access.log import LogEntry
from helhet.cases import actions as cases
from helhet.cooperation.models import Agreement, Clause, HousingOverview
from helhet.demo.setesdal import tell_house
from helhet.demo.telling import Teller
from helhet.deviations.models import Concerned, Deviation, HardCase, YearlyReview
from tests.conftest import NOW, settled
from tests.reading import words_of

FOR_LEADERS = ("dialogue", "dialogue-pdf", "years", "agreement-new")


@pytest.fixture(scope="module")
def _told(stays):
    tell_house(Teller(stays, NOW))
    settled()
    return stays


@pytest.fixture
def told(_told, db):
    """The house with its agreements; each test's own rows are rolled back."""
    return _told


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, whom Ingunn coordinates for."""
    new = cases.NewEnquiry(name="Siri Haugen", words="Hester.", unit=house.units["bygland"], municipality_number="4220")
    person = cases.register(new, by=as_("ingunn")).person
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=as_("tone"))
    return person


REPORT = {"what": "Varselet ble liggende.", "happened_on": "2026-11-09", "area": "outside", "seriousness": "could"}


def _reported() -> Deviation:
    return Deviation.objects.get(what=REPORT["what"])


def test_a_sentence_first_says_what_is_signed_and_not_followed_up(told, browse) -> None:
    text = words_of(browse("ingunn").get(reverse("agreements")))
    assert "punkter er avtalt, men ingen har tatt dem i bruk." in text
    assert "Tre avtaler skulle vært gått gjennom." in text


def test_who_does_not_work_under_an_agreement_finds_none(told, browse) -> None:
    liv, found = browse("liv"), Agreement.objects.get(kind="hospital")
    assert "Ingen avtale er skrevet inn ennå." in words_of(liv.get(reverse("agreements")))
    for name in ("agreement", "agreement-edit", "agreement-review", "clause-new"):
        assert liv.get(reverse(name, args=[found.pk])).status_code == 404
        assert liv.post(reverse(name, args=[found.pk]), {}).status_code == 404 or name == "agreement"
    assert liv.get(reverse("clause", args=[found.clauses.first().pk])).status_code == 404


@pytest.mark.parametrize("name", FOR_LEADERS)
def test_what_is_for_those_in_charge_is_not_there_for_others(told, browse, name: str) -> None:
    assert browse("tone").get(reverse(name)).status_code == 200
    for who in ("ingunn", "liv", "sissel"):
        assert browse(who).get(reverse(name)).status_code == 404, who


def test_an_agreement_is_written_in_reviewed_and_a_point_followed_up(house, browse) -> None:
    tone = browse("tone")
    given = {"kind": "gp", "name": "Med legene", "valid_from": "2026-01-01", "party-4220": "on", "notice_months": "3", "owner": ""}
    assert tone.post(reverse("agreement-new"), given).status_code == 302
    made = Agreement.objects.get(name="Med legene")
    assert tone.post(reverse("clause-new", args=[made.pk]), {"words": "Svar innen en uke", "owner": ""}).status_code == 302
    clause = Clause.objects.get(agreement=made)
    assert "Ingen er fulgt opp det siste året." in words_of(tone.get(reverse("agreement", args=[made.pk])))
    for state in ("in_routine", "followed_up"):
        step = {"gjor": "step", "state": state, "on": "2026-11-01", "note": "Virker."}
        assert tone.post(reverse("clause", args=[clause.pk]), step).status_code == 302
    review = {"on": "2026-11-02", "who": "Alle", "found": "Bra.", "next_on": ""}
    assert tone.post(reverse("agreement-review", args=[made.pk]), review).status_code == 302
    text = words_of(tone.get(reverse("agreement", args=[made.pk])))
    for said in ("Fulgt opp, 1. november 2026", "1 av 1 er fulgt opp det siste året.", "Neste gang 2. november 2027."):
        assert said in text


def test_a_deviation_is_reported_in_one_form_and_stands_in_nobodys_log(house, browse) -> None:
    kari, logged = browse("kari"), LogEntry.objects.count()
    answer = kari.post(reverse("deviation-new"), REPORT | {"unit": str(house.units["bygland"].pk)}, follow=True)
    assert "Meldt. Takk for at du sa fra." in words_of(answer)
    made = _reported()
    assert browse("ingunn").get(reverse("deviation", args=[made.pk])).status_code == 404
    assert LogEntry.objects.count() == logged


def test_a_deviation_about_a_person_is_reported_from_her_page_and_found_there(house, siri, browse) -> None:
    ingunn, url = browse("ingunn"), reverse("person-deviations", args=[siri.pk])
    answer = ingunn.post(url, REPORT | {"unit": str(house.units["bygland"].pk)}, follow=True)
    key = Concerned.objects.get().pk
    assert f'data-doc="avvik:{key}"' in answer.content.decode()
    assert "Varselet ble liggende." in words_of(ingunn.get(url))
    assert "Varselet ble liggende." not in words_of(browse("tone").get(reverse("deviations")))
    for who in ("liv", "gunnhild", "sissel"):
        assert browse(who).get(reverse("deviation", args=[key])).status_code == 404
        assert browse(who).get(url).status_code == 404
        assert browse(who).post(url, REPORT).status_code == 404


def test_a_deviation_is_handled_on_its_page(house, browse, as_) -> None:
    kari, tone = browse("kari"), browse("tone")
    kari.post(reverse("deviation-new"), REPORT | {"unit": str(house.units["bygland"].pk)})
    url = reverse("deviation", args=[_reported().pk])
    measure = {"gjor": "measure", "words": "Vakt.", "owner": str(house.staff["tone"].pk), "due": "2026-11-20"}
    kari.post(url, measure)
    assert not _reported().steps.exists()
    assert tone.post(url, measure).status_code == 302
    assert tone.post(url, {"gjor": "effect", "words": "Virket."}).status_code == 302
    assert tone.post(url, {"gjor": "closed", "words": "Lært."}).status_code == 302
    text = words_of(kari.get(url))
    assert "lukket 10. november 2026" in text
    assert "Vakt." in text


def test_the_clocks_of_a_grave_event_are_met_on_its_page(house, browse) -> None:
    tone = browse("tone")
    tone.post(reverse("deviation-new"), REPORT | {"seriousness": "grave", "known_on": "2026-11-09", "unit": str(house.units["evje"].pk)})
    url = reverse("deviation", args=[_reported().pk])
    assert "Innen 16. november 2026" in words_of(tone.get(url))
    assert tone.post(url, {"gjor": "clock", "rad": "notice", "on": "2026-11-10", "note": "Sendt."}).status_code == 302
    assert "Gjort 10. november 2026, skrevet av Tone Rysstad: Sendt." in words_of(tone.get(url))


def test_a_clock_that_has_run_out_says_so_in_words(house, browse) -> None:
    tone = browse("tone")
    given = {"seriousness": "grave", "happened_on": "2026-10-20", "known_on": "2026-10-20", "unit": str(house.units["evje"].pk)}
    tone.post(reverse("deviation-new"), REPORT | given)
    text = words_of(tone.get(reverse("deviation", args=[_reported().pk])))
    assert "Innen 27. oktober 2026: over fristen" in text
    assert "Innen 20. januar 2027 helse" in text


def test_a_grave_event_is_not_taken_without_the_day_its_clocks_count_from(house, browse) -> None:
    tone, address = browse("tone"), reverse("deviation-new")
    assert "Når fikk dere vite det? Bare ved dødsfall" in words_of(tone.get(address))
    for known, said in (("", "Dette må fylles ut."), ("2026-11-08", "Dagen dere fikk vite det, er fra dagen det skjedde til i dag.")):
        answer = tone.post(address, REPORT | {"seriousness": "grave", "known_on": known, "unit": str(house.units["evje"].pk)})
        assert f"Når fikk dere vite det?: {said}" in words_of(answer)
    assert not Deviation.objects.filter(what=REPORT["what"]).exists()


def test_a_hard_case_is_looked_back_on(siri, browse) -> None:
    ingunn = browse("ingunn")
    given = {"on": "2026-11-10", "partners": "NAV", "learned": "Ring først.", "measure": "Fast telefon."}
    assert ingunn.post(reverse("hard-case-new", args=[siri.pk]), given).status_code == 302
    url = reverse("hard-case", args=[HardCase.objects.get().pk])
    assert ingunn.post(url, {"gjor": "effect", "on": "2026-11-10", "effect": "Ja."}).status_code == 302
    assert "Ja." in words_of(ingunn.get(url))
    assert browse("liv").get(url).status_code == 404


def test_the_year_is_written_dated_and_printed(told, browse) -> None:
    tone, url = browse("tone"), reverse("year", args=["4219", 2026])
    text = words_of(tone.get(url))
    assert "Behovet for boliger er talt" in text
    assert "Vertskommuneavtale om koordinerende enhet" in text
    assert tone.post(url, {"gjor": "words", "a": "Felles enhet.", "b": "Telt."}).status_code == 302
    assert tone.post(url, {"gjor": "dated", "who": "Lederne", "on": "2026-11-10"}).status_code == 302
    assert YearlyReview.objects.get(municipality="4219").letters == "ab"
    housing = {"gjor": "housing", "on": "2026-11-10", "ordinary": "2", "adapted": "1", "words": ""}
    assert tone.post(url, housing).status_code == 302
    assert HousingOverview.objects.filter(municipality="4219", ordinary=2).exists()
    assert tone.get(reverse("year-pdf", args=["4219", 2026])).content.startswith(b"%PDF")
    for who in ("ingunn", "liv"):
        assert browse(who).get(url).status_code == 404
        assert browse(who).post(url, housing).status_code == 404
    assert tone.get(reverse("year", args=["4224", 2026])).status_code == 404


def test_training_and_the_routine_are_kept_where_the_house_is_kept(house, browse) -> None:
    tone, kari = browse("tone"), house.staff["kari"]
    training = {"gjor": "training", "on": "2026-11-01", "kind": "course", "what": "Koordinatorskolen"}
    assert tone.post(reverse("worker", args=[kari.pk]), training).status_code == 302
    assert "Koordinatorskolen" in words_of(tone.get(reverse("worker", args=[kari.pk])))
    unit = house.units["ke"]
    given = {"name": unit.name, "telephone": "", "her_id": unit.her_id, "routine": "Rutinen", "routine_on": "2026-11-01"}
    assert tone.post(reverse("unit", args=[unit.pk]), given).status_code == 302
    assert "routine" not in tone.get(reverse("unit", args=[house.units["valle"].pk])).content.decode()


def test_the_facts_say_which_day_they_are_made_and_that_a_late_entry_can_change_them(told, browse) -> None:
    said = words_of(browse("tone").get(reverse("dialogue")))
    assert "Regnet 10. november 2026 av det som er skrevet inn til da." in said
    assert "kan et tall for et halvår som er over, endre seg" in said
