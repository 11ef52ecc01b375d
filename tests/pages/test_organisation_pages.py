"""Whom to ring, and the pages that keep it right: what a worker finds, what the coordinating unit changes, what others do not see."""

import re
from datetime import date

import pytest
from django.urls import reverse

from helhet.access import queries as access
from helhet.access.log import LogEntry
from helhet.cases import actions as cases
from helhet.organisation.models import Absence, AnswerPoint, Membership, Municipality, Partner, PartnerMember, Staff, Unit
from tests.reading import words_of

KEPT = [
    "organisation",
    "organisation-staff",
    "organisation-partners",
    "organisation-telephones",
    "partner-new",
    "answer-point-new",
    "service-new",
]


def _ring(client, words: str, **more: str):
    return client.get(reverse("whom-to-ring"), {"q": words, **more})


def _first(answer) -> str:
    return re.search(r'href="tel:([+\d]+)"', re.search(r"<article.*?</article>", answer.content.decode(), re.DOTALL)[0])[1]


# ── whom do I ring? ──


@pytest.mark.parametrize(
    ("who", "words", "number"),
    [
        ("ingunn", "rus bykle", "+4740000151"),
        ("liv", "rus bykle", "+4740000151"),
        ("ingunn", "psykisk helse", "+4740000101"),
        ("olav", "psykisk helse", "+4740000104"),
        ("ingunn", "kordinator evje", "+4740000100"),
        ("ingunn", "fastlege", "+4740000180"),
        ("ingunn", "psykologen", "+4740000152"),
        ("ingunn", "bolig i natt", "116117"),
        ("ingunn", "overdose", "113"),
    ],
)
def test_one_number_is_the_answer_from_where_somebody_works(browse, who: str, words: str, number: str) -> None:
    assert _first(_ring(browse(who), words)) == number


def test_the_answer_says_until_when_and_who_else(browse) -> None:
    text = words_of(_ring(browse("ingunn"), "rus bykle"))
    for said in ("Rus i Bykle, tirsdag kl. 09.00", "Svarer til 15.30.", "Når Torbjørn ikke svarer", "Etter 15.30", "Også om rus i Bykle"):
        assert said in text
    assert "Neste gang i dag 13.00–15.00, Byglandsfjord" in text


def test_the_choice_goes_before_the_words_it_was_made_for(browse) -> None:
    ingunn = browse("ingunn")
    assert 'value="natt" id="nar-natt" checked' in _ring(ingunn, "rus i natt", nar="na").content.decode()
    assert _first(_ring(ingunn, "rus i natt", nar="na", svart="rus i natt")) == "+4740000151"


def test_a_place_outside_is_said_and_not_guessed(browse) -> None:
    assert "Kristiansand er ikke med her. Dette er svaret for Bygland." in words_of(_ring(browse("ingunn"), "rus kristiansand"))
    assert "Ingen telefon som svarer da, er skrevet inn for Åseral" in words_of(_ring(browse("liv"), "rus"))


def test_what_is_typed_is_shown_and_never_run(browse) -> None:
    page = _ring(browse("ingunn"), '"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_page_asks_the_database_little_and_names_nobody_who_gets_help(browse, django_assert_max_num_queries) -> None:
    ingunn = browse("ingunn")
    with django_assert_max_num_queries(20):
        _ring(ingunn, "rus bykle")
    assert not LogEntry.objects.exists()


def test_only_those_who_work_here_may_ask(browse) -> None:
    assert _ring(browse("sissel"), "rus").status_code == 404


# ── who may keep it right ──


@pytest.mark.parametrize("who", ["ingunn", "liv", "sissel", "hanne"])
def test_to_everybody_outside_a_coordinating_unit_there_is_no_such_page(browse, house, who: str) -> None:
    client, lar = browse(who), house.partners["lar"]
    urls = [reverse(name) for name in KEPT] + [
        reverse("partner", args=[lar.pk]), reverse("partner-member-new", args=[lar.pk]), reverse("worker", args=[house.staff["kari"].pk]),
        reverse("unit", args=[house.units["ke"].pk]), reverse("answer-point", args=[AnswerPoint.objects.first().pk]),
    ]  # fmt: skip
    for url in urls:
        assert client.get(url).status_code == 404, url
        assert client.post(url, {}).status_code == 404, url


@pytest.mark.parametrize("name", KEPT)
def test_the_coordinating_unit_sees_its_house(browse, name: str) -> None:
    assert browse("tone").get(reverse(name)).status_code == 200


def test_a_co_operation_says_what_its_form_may_do(browse) -> None:
    text = words_of(browse("tone").get(reverse("organisation")))
    assert "Vertskommunen kan gjøre vedtak for de andre" in text
    assert "Åseral" not in text


def test_another_house_is_not_this_ones_to_change(browse, house) -> None:
    aaseral = Municipality.objects.get(pk="4224")
    theirs = Partner.objects.create(kind="gp", name="Åseral legekontor", telephone="40000190")
    theirs.serves.add(aaseral)
    assert browse("tone").get(reverse("partner", args=[theirs.pk])).status_code == 404
    assert browse("tone").get(reverse("worker", args=[house.staff["liv"].pk])).status_code == 404


# ── changing it ──


def test_every_fault_in_a_partner_is_said_at_once_and_nothing_is_written(browse) -> None:
    before = Partner.objects.count()
    wrong = {
        "kind": "gp",
        "name": "Nytt legekontor",
        "telephone": "12",
        "her_id": "abc",
        "organisation_number": "123456789",
        "serves": ["4220"],
    }
    answer = browse("tone").post(reverse("partner-new"), wrong)
    text = words_of(answer)
    for said in (
        "Et norsk telefonnummer har åtte sifre",
        "En HER-id er bare sifre",
        "Dette er ikke et organisasjonsnummer",
        "Ingenting er lagret ennå",
    ):
        assert said in text
    assert 'value="abc"' in answer.content.decode()
    assert Partner.objects.count() == before


def test_a_partner_is_added_with_who_did_it_and_can_be_rung(browse) -> None:
    tone = browse("tone")
    given = {"kind": "voluntary", "name": "Kirkens bymisjon", "telephone": "400 00 191", "note": "Varmestue", "serves": ["4219", "4222"]}
    assert tone.post(reverse("partner-new"), given).status_code == 302
    made = Partner.objects.get(name="Kirkens bymisjon")
    assert (made.telephone, made.changed_by) == ("40000191", "Tone Rysstad")
    assert set(made.serves.values_list("pk", flat=True)) == {"4219", "4222"}
    assert _first(_ring(tone, "bymisjonen evje")) == "+4740000191"


def test_a_partner_of_two_houses_keeps_the_municipality_that_is_not_ours(browse, house) -> None:
    lar = house.partners["lar"]
    lar.serves.add(Municipality.objects.get(pk="4224"))
    given = {"kind": "lar", "name": lar.name, "telephone": lar.telephone, "serves": ["4220"]}
    assert browse("tone").post(reverse("partner", args=[lar.pk]), given).status_code == 302
    assert set(lar.serves.values_list("pk", flat=True)) == {"4220", "4224"}


def test_a_person_at_a_partner_comes_and_leaves(browse, house) -> None:
    tone, nav = browse("tone"), house.partners["nav"]
    new = {"name": "Knut Brokke", "title": "veileder", "telephone": "40000162"}
    assert tone.post(reverse("partner-member-new", args=[nav.pk]), new).status_code == 302
    made = PartnerMember.objects.get(name="Knut Brokke")
    left = tone.post(reverse("partner-member", args=[nav.pk, made.pk]), new | {"until": "2026-11-01"})
    assert left.status_code == 302
    assert "Knut Brokke" not in words_of(tone.get(reverse("organisation-partners")))


POINT = {
    "name": "Dagkrisesenteret", "telephone": "40000192", "helps_with": "Vold hjemme", "topics": "vold trusler", "serves": ["4220"],
    "order": "20", "of": "", "stands_in_for": "",
}  # fmt: skip


def test_a_telephone_with_hours_is_the_answer_at_once(browse) -> None:
    tone = browse("tone")
    hours = {"t0-weekdays": ["0", "1", "2", "3", "4"], "t0-opens": "08:00", "t0-closes": "16:00"}
    assert tone.post(reverse("answer-point-new"), POINT | hours).status_code == 302
    answer = _ring(tone, "valdsutsatt bygland")
    assert (_first(answer), "Svarer til 16.00." in words_of(answer)) == ("+4740000192", True)


def test_faults_in_the_hours_stand_at_their_line(browse) -> None:
    hours = {
        "t0-opens": "08:00",
        "t1-weekdays": ["1"],
        "t1-opens": "13:00",
        "t1-closes": "15:00",
        "t1-weeks": "on",
        "t1-first": "2026-11-11",
    }
    text = words_of(browse("tone").post(reverse("answer-point-new"), POINT | hours))
    for said in ("Velg minst én dag", "Skriv når det stenger", "Denne dagen er ikke en av ukedagene du har valgt"):
        assert said in text
    assert not AnswerPoint.objects.filter(name="Dagkrisesenteret").exists()


def test_hours_are_shown_as_they_are_and_can_be_taken_away(browse) -> None:
    tone, lar = browse("tone"), AnswerPoint.objects.get(name__startswith="LAR")
    page = tone.get(reverse("answer-point", args=[lar.pk])).content.decode()
    assert 'value="2026-01-06"' in page
    assert 'value="Byglandsfjord"' in page
    assert "annenhver ti. 13.00–15.00, Byglandsfjord" in words_of(tone.get(reverse("organisation-partners")))
    assert tone.post(reverse("answer-point", args=[lar.pk]), {"gjor": "end"}).status_code == 302
    assert not AnswerPoint.objects.filter(pk=lar.pk).exists()


def test_a_service_is_added_with_its_law_and_level(browse, house) -> None:
    given = {
        "name": "Kurs i depresjonsmestring", "unit": str(house.units["bygland"].pk), "level_of_care": "2", "pathways": ["1", "2"],
        "legal_basis": "hol-3-2-4", "capacity": "12", "serves": ["4220"], "provided": "own",
    }  # fmt: skip
    assert browse("tone").post(reverse("service-new"), given).status_code == 302
    assert "Kurs i depresjonsmestring" in words_of(browse("tone").get(reverse("organisation")))


def test_a_unit_gets_its_telephone_and_message_address(browse, house) -> None:
    url = reverse("unit", args=[house.units["valle"].pk])
    assert (
        browse("tone").post(url, {"name": "Psykisk helse og rus, Valle", "telephone": "400 00 120", "her_id": "8094131"}).status_code == 302
    )
    assert Unit.objects.filter(telephone="40000120", her_id="8094131", changed_by="Tone Rysstad").exists()


def test_nobody_is_let_into_a_unit_from_these_pages(browse, house) -> None:
    before, kari = Membership.objects.count(), house.staff["kari"]
    given = {"gjor": "contact", "name": kari.name, "title": kari.title, "telephone": "40000102", "units": str(house.units["ke"].pk)}
    assert browse("tone").post(reverse("worker", args=[kari.pk]), given).status_code == 302
    assert Membership.objects.count() == before


# ── away ──


def _away(client, staff: Staff, deputy: Staff, since: str = "2026-11-09", until: str = "2026-11-20"):
    given = {"gjor": "away", "since": since, "until": until, "deputy": str(deputy.pk)}
    return client.post(reverse("worker", args=[staff.pk]), given, follow=True)


def test_who_is_away_is_never_the_answer_and_her_deputy_is(browse, house) -> None:
    tone = browse("tone")
    assert "Fraværet er lagt inn." in words_of(_away(tone, house.staff["torbjorn"], house.staff["hanne"]))
    answer = _ring(tone, "rus bykle")
    assert _first(answer) == "+4740000152"
    assert "Stedfortreder for Torbjørn Frøysnes, som er borte til og med 20. november." in words_of(answer)
    assert "Torbjørn Frøysnes er borte i dag" in words_of(tone.get(reverse("organisation-staff")))


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, whom Ingunn coordinates for."""
    new = cases.NewEnquiry(name="Siri Haugen", words="Hester.", unit=house.units["bygland"], municipality_number="4220")
    person = cases.register(new, by=as_("ingunn")).person
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=as_("tone"))
    return person


def _coordinates(person, who) -> str:
    found = access.coordinator_now(person.pk, by=who("tone"))
    return found.staff.name


def test_the_deputy_coordinates_meanwhile_and_stops_when_she_is_back(browse, house, siri, as_) -> None:
    tone, ingunn = browse("tone"), house.staff["ingunn"]
    assert "Kari Byglandsfjord koordinerer for 1 person så lenge." in words_of(_away(tone, ingunn, house.staff["kari"]))
    assert _coordinates(siri, as_) == "Kari Byglandsfjord"
    absence = Absence.objects.get(staff=ingunn)
    assert tone.post(reverse("worker", args=[ingunn.pk]), {"gjor": "back", "rad": str(absence.pk)}).status_code == 302
    assert _coordinates(siri, as_) == "Ingunn Austad"
    absence.refresh_from_db()
    assert absence.until == date(2026, 11, 9)
    assert _first(_ring(tone, "psykisk helse")) == "+4740000101"


def test_an_absence_that_never_began_is_taken_away(browse, house, siri, as_) -> None:
    tone, ingunn = browse("tone"), house.staff["ingunn"]
    _away(tone, ingunn, house.staff["kari"], "2026-12-01", "2026-12-05")
    tone.post(reverse("worker", args=[ingunn.pk]), {"gjor": "back", "rad": str(Absence.objects.get().pk)})
    assert not Absence.objects.exists()
    assert _coordinates(siri, as_) == "Ingunn Austad"


def test_an_absence_that_cannot_be_is_refused_with_every_fault(browse, house) -> None:
    ingunn = house.staff["ingunn"]
    text = words_of(_away(browse("tone"), ingunn, house.staff["kari"], "2026-11-20", "2026-11-09"))
    assert "Siste dag er før første dag." in text
    assert "Fraværet er alt over." in text
    assert not Absence.objects.exists()
