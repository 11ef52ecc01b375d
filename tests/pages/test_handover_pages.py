"""The stay and the messages as they are used: answered, found out, downloaded; and nothing there for whoever has no reason to look."""

import re
from datetime import date

import pytest
from django.test import Client

from helhet.access import actions as access
from helhet.access.log import LogEntry
from helhet.access.rules import Role
from helhet.handover import queries
from helhet.handover.models import Admission, Attachment, IncomingMessage
from helhet.people import actions as people
from helhet.people.models import Identifier, Person
from helhet.plans import actions as plans
from helhet.plans.rules import Kind
from tests.sent import ANOTHER, HELP_NUMBER, ODD_ARNE, Sent, local, make_known, take_in

READY = Sent(kind="ready", msg_id="m-2", sent="2026-11-10T08:08:00+01:00", words="Sover. Bedre stemningsleie.")


@pytest.fixture
def odd_arne(house, as_) -> Person:
    person = make_known(house)
    people.name_next_of_kin(person, name="Bjørg Lauvdal", relation="søster", telephone="40000144", by=as_("ingunn"))
    people.say_what_matters(person, "Jeg vil hjem til hunden.", by=as_("ingunn"))
    return person


@pytest.fixture
def page(odd_arne) -> str:
    """The stay's address, ready since 52 minutes."""
    take_in(Sent(), READY)
    return f"/overforing/{Admission.objects.get().pk}/"


@pytest.fixture
def unknown(house) -> IncomingMessage:
    """An admission of somebody known here by another number than the hospital used."""
    if not Person.objects.exists():
        make_known(house)
    take_in(Sent(number=HELP_NUMBER, number_type="HNR", given="Odd", born="1969-09-14", words="Lagt inn fra legevakt.", msg_id="m-7"))
    return IncomingMessage.objects.get(person=None)


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_the_page_says_how_long_they_have_waited_what_is_not_ready_and_whom_to_ring(page, browse) -> None:
    text = body(browse("ingunn").get(page))
    for words in (
        "Kan Odd Arne komme hjem?", "Sørlandet sykehus, Avdeling 4B, meldte utskrivningsklar i dag kl. 08.08.", "Har ventet 52 minutter",
        "Varslet oss etter 19 timer, innen fristen på 24", "0 døgn", "«Jeg vil hjem til hunden.»", "Sover. Bedre stemningsleie.",
        "Tre ting er ikke klare", "Sykehuset har ikke sendt listen", "Bjørg Lauvdal", "400 00 170",
        "Helhet sender ikke svaret til sykehuset.", "utskrivningsklarforskriften",
    ):  # fmt: skip
        assert words in text, words


def test_a_crisis_plan_begun_and_still_empty_counts_from_the_day_it_was_begun(odd_arne, page, as_, browse) -> None:
    plan = plans.begin(odd_arne.pk, consent_how="Muntlig", given_by="Odd Arne", by=as_("ingunn"))
    plans.begin_under(plan, kind=Kind.CRISIS, by=as_("ingunn"))
    assert "Sist endret 10. november" in body(browse("ingunn").get(page))


def test_yes_from_a_day_is_written_down_and_can_be_given_anew(page, browse) -> None:
    ingunn = browse("ingunn")
    answer = {"answer": "from_day", "receive_on": "2026-11-11", "met_by": "Ingunn, kl. 12.00", "met_today": "Ingunn"}
    assert ingunn.post(page, answer).url == page
    text = body(ingunn.get(page))
    for words in ("Odd Arne kan komme hjem 11. november", "Ja, fra en bestemt dag", "1 døgn", "Ingunn, kl. 12.00", "Gi et nytt svar"):
        assert words in text, words
    ingunn.post(page, {"answer": "not_yet", "obstacle": "Ingen bolig", "too_early": "on"})
    text = body(browse("tone").get(page))
    for words in ("Odd Arne kan ikke komme hjem ennå", "Ingen bolig", "Vi mener utskrivingen er for tidlig."):
        assert words in text, words


def test_yes_today_asks_only_who_meets(page, browse) -> None:
    ingunn = browse("ingunn")
    text = body(ingunn.post(page, {"answer": "today", "met_today": ""}))
    assert "Skriv hvem som møter personen hjemme." in text
    ingunn.post(page, {"answer": "today", "met_today": "Kari"})
    assert "Odd Arne kan komme hjem i dag" in body(ingunn.get(page))


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(page, browse) -> None:
    text = body(browse("ingunn").post(page, {"answer": "from_day", "receive_on": "2026-11-09", "met_by": "Ingunn"}))
    assert "Dagen er før i dag." in text
    assert 'value="2026-11-09"' in text
    assert not Admission.objects.get().answer


def test_somebody_takes_the_stay_on(page, browse) -> None:
    browse("ingunn").post(page, {"gjor": "take"})
    assert Admission.objects.get().owner.name == "Ingunn Austad"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "Odd Arne er innlagt"),
        ([READY, Sent(kind="withdrawn", msg_id="m-3", sent="2026-11-10T08:30:00+01:00")], "Odd Arne er ikke klar likevel"),
        ([Sent(kind="discharged", msg_id="m-4", sent="2026-11-10T08:40:00+01:00")], "Odd Arne er utskrevet"),
        ([Sent(kind="death", msg_id="m-5", sent="2026-11-10T08:40:00+01:00", at="2026-11-09")], "Odd Arne er død"),
        ([Sent(msg_id="m-6", refers_to="m-1", status="C")], "Meldingen om innleggelse er trukket"),
    ],
)
def test_the_heading_says_how_it_stands(odd_arne, browse, more, words) -> None:
    take_in(Sent(), *more)
    text = body(browse("ingunn").get(f"/overforing/{Admission.objects.get().pk}/"))
    assert words in text
    assert "Skriv ned svaret" not in text


def test_her_stays_and_messages_stand_on_her_own_tab_and_on_her_time_line(page, odd_arne, browse) -> None:
    ingunn = browse("ingunn")
    text = body(ingunn.get(f"/personer/{odd_arne.pk}/sykehus/"))
    assert page in text
    assert "Melding om utskrivningsklar pasient" in text
    overview = body(ingunn.get(f"/personer/{odd_arne.pk}/"))
    assert "Innlagt på Sørlandet sykehus" in overview
    assert "svar sykehuset: når kan vi ta imot?" in overview


def test_my_day_begins_with_the_hospital_that_waits(page, browse) -> None:
    text = body(browse("tone").get("/"))
    assert "Har ventet i 52 minutter" in text
    assert page in text
    assert "svar sykehuset: når kan vi ta imot?" not in text, "what stands on top is not asked for twice"


def test_a_message_is_shown_field_by_field_and_read(house, browse) -> None:
    make_known(house)
    take_in(Sent(kind="death", words="Sovnet stille inn.", at="2026-11-09"))
    message = IncomingMessage.objects.get()
    url = f"/meldinger/{message.pk}/"
    text = body(browse("ingunn").get(url))
    for words in ("Orientering om dødsfall", "Pasienten er død", "Sovnet stille inn.", "9. november 2026", ODD_ARNE, "Avdeling 4B"):
        assert words in text, words
    assert browse("ingunn").post(url, {"gjor": "read"}).url == url
    assert "Lest av Ingunn Austad 10. november 2026" in body(browse("tone").get(url))


def test_the_file_is_downloaded_as_it_came_and_never_shown(page, browse) -> None:
    message = IncomingMessage.objects.get(msg_id="m-2")
    answer = browse("ingunn").get(f"/meldinger/{message.pk}/original/")
    assert answer.content == bytes(READY)
    assert answer["Content-Disposition"] == 'attachment; filename="2.xml"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert answer["Cache-Control"] == "no-store"


def test_a_file_inside_a_message_is_downloaded_under_a_harmless_name(house, browse) -> None:
    make_known(house)
    attached = (
        '<Document><RefDoc><MsgType V="A"/><MimeType>application/pdf</MimeType><Description>../EKG "æ"\r\n</Description><Content>'
        '<Base64Container xmlns="http://www.kith.no/xmlstds/base64container">JVBERg==</Base64Container></Content></RefDoc></Document></MsgHead>'
    )
    take_in(Sent().text().replace("</MsgHead>", attached).encode())
    found = Attachment.objects.get()
    answer = browse("ingunn").get(f"/meldinger/{found.message_id}/vedlegg/{found.pk}/")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF", "application/octet-stream")
    assert re.fullmatch(r'attachment; filename="[\w.-]+\.pdf"', answer["Content-Disposition"])
    assert browse("liv").get(f"/meldinger/{found.message_id}/vedlegg/{found.pk}/").status_code == 404


def test_an_unknown_person_is_suggested_and_confirmed_and_the_number_is_kept(unknown, browse) -> None:
    tone, url = browse("tone"), f"/meldinger/{unknown.pk}/"
    assert url in body(tone.get("/meldinger/"))
    text = body(tone.get(url))
    assert "Én vi kjenner, kan være den samme." in text
    assert "samme navn og fødselsdato" in text
    person = Person.objects.get()
    assert not Admission.objects.exists()
    assert tone.post(url, {"gjor": "tie", "person": str(person.pk), "keep_numbers": "on"}).url == url
    assert Admission.objects.get().person == person
    assert Identifier.objects.filter(person=person, value=HELP_NUMBER).exists()
    assert "Ingen meldinger venter" in body(tone.get("/meldinger/"))
    assert tone.post(url, {"gjor": "tie", "person": str(person.pk)}).status_code == 404


def test_what_was_unknown_when_a_message_came_is_told_as_past(unknown, browse) -> None:
    url = f"/meldinger/{unknown.pk}/"
    assert "Da meldingen kom:" not in browse("tone").get(url).content.decode()
    browse("tone").post(url, {"gjor": "aside", "why": "Bor i en annen kommune."})
    assert "Da meldingen kom:" in browse("tone").get(url).content.decode()


def test_somebody_new_is_registered_from_what_the_message_says(house, browse) -> None:
    take_in(Sent(number=ANOTHER, given="Per", family="Vik"))
    message = IncomingMessage.objects.get()
    tone, url = browse("tone"), f"/meldinger/{message.pk}/"
    assert "Ingen vi kjenner, ligner nok" in body(tone.get(url))
    assert tone.post(url, {"gjor": "register"}).status_code == 200
    assert not Person.objects.exists()
    assert tone.post(url, {"gjor": "register", "municipality": "4222"}).url == url
    person = Person.objects.get()
    assert (person.given, person.family, person.born, person.municipality_id) == ("Per", "Vik", date(1977, 1, 3), "4222")
    assert Admission.objects.get().person == person
    assert browse("gunnhild").get(url).status_code == 404


def test_a_message_that_is_not_ours_is_put_aside_with_the_reason(unknown, browse) -> None:
    tone, url = browse("tone"), f"/meldinger/{unknown.pk}/"
    assert tone.post(url, {"gjor": "aside", "why": ""}).status_code == 200
    assert not IncomingMessage.objects.get().settled
    tone.post(url, {"gjor": "aside", "why": "Bor i Kristiansand"})
    assert "Bor i Kristiansand" in body(tone.get(url))
    assert "Ingen meldinger venter" in body(tone.get("/meldinger/"))


def test_a_search_finds_only_those_the_unit_may_see(unknown, house, browse) -> None:
    text = body(browse("tone").get(f"/meldinger/{unknown.pk}/?q=Lauvdal"))
    assert text.count("Odd Arne Lauvdal") == 1  # suggested already, not listed twice


def test_a_cancelled_message_says_so_and_stays_readable(page, browse) -> None:
    take_in(Sent(kind="ready", msg_id="m-9", refers_to="m-2", status="C", sent="2026-11-10T08:20:00+01:00"))
    cancelled, cancellation = IncomingMessage.objects.get(msg_id="m-2"), IncomingMessage.objects.get(msg_id="m-9")
    ingunn = browse("ingunn")
    text = body(ingunn.get(f"/meldinger/{cancelled.pk}/"))
    assert "Avsenderen har kansellert denne meldingen 10. november 2026." in text
    assert "Sover. Bedre stemningsleie." in text
    assert f"/meldinger/{cancelled.pk}/" in body(ingunn.get(f"/meldinger/{cancellation.pk}/"))


def test_on_the_desk_what_the_sender_took_back_waits_for_nobody(house, browse) -> None:
    take_in(Sent(number=ANOTHER), Sent(number=ANOTHER, msg_id="m-9", refers_to="m-1", status="C", sent="2026-10-29T15:00:00+01:00"))
    page = browse("tone").get("/meldinger/").content.decode()
    assert "avsenderen har tatt den tilbake" in page
    assert "noen må finne hvem det er" not in page


def test_a_copy_is_shown_as_one(house, browse) -> None:
    make_known(house)
    take_in(Sent(to="99999", copy_to="8094120"))
    assert "Vi har fått den til orientering." in body(browse("ingunn").get(f"/meldinger/{IncomingMessage.objects.get().pk}/"))


def _pages(message: IncomingMessage) -> list[str]:
    found = [f"/meldinger/{message.pk}/", f"/meldinger/{message.pk}/original/"]
    return [*found, f"/overforing/{message.admission_id}/"] if message.admission_id else found


def test_nobody_without_a_reason_sees_that_anything_is_there(page, unknown, browse, house) -> None:
    for message in IncomingMessage.objects.all():
        seen_by = {"tone", "ingunn"} if message.person_id else {"tone"}
        for key in ("tone", "ingunn", "gunnhild", "liv"):
            for url in _pages(message):
                status = browse(key).get(url).status_code
                assert status == (200 if key in seen_by else 404), (key, url)
    for key in ("gunnhild", "liv"):
        assert "Lauvdal" not in body(browse(key).get("/meldinger/"))


def test_who_may_not_write_cannot_settle_a_message_or_answer(page, unknown, browse) -> None:
    person = Person.objects.first()
    assert browse("ingunn").post(f"/meldinger/{unknown.pk}/", {"gjor": "tie", "person": str(person.pk)}).status_code == 404
    assert browse("liv").post(page, {"answer": "today", "met_today": "Liv"}).status_code == 404
    assert not Admission.objects.filter(answered_at__isnull=False).exists()


def test_the_person_reads_her_own_and_answers_nothing_for_the_municipality(page, odd_arne, as_) -> None:
    by = as_("ingunn")
    access.begin_relation(odd_arne.pk, role=Role.PERSON, ground="egen journal", herself=True, by=by)
    account = access.new_account("odd-arne", password=None, person=odd_arne)
    her = Client()
    her.force_login(account, backend="helhet.web.backend.Accounts")
    assert "Skriv ned svaret" not in body(her.get(page))
    assert her.post(page, {"answer": "today", "met_today": "Jeg"}).status_code == 404


def test_what_is_shown_is_what_is_logged(page, unknown, browse) -> None:
    known = IncomingMessage.objects.get(msg_id="m-2")
    for key, url in [
        ("ingunn", page),
        ("ingunn", f"/meldinger/{known.pk}/"),
        ("tone", f"/meldinger/{unknown.pk}/"),
        ("tone", "/meldinger/"),
    ]:
        before = set(LogEntry.objects.values_list("pk", flat=True))
        shown = set(re.findall(r'data-doc="([^"]+):([^":]+)"', body(browse(key).get(url))))
        entries = LogEntry.objects.exclude(pk__in=before)
        logged = {(kind, row) for entry in entries for kind, row in entry.documents}
        assert shown
        assert shown <= logged, (url, shown - logged)


def test_reading_a_message_about_nobody_yet_is_logged_all_the_same(unknown, browse) -> None:
    browse("tone").get(f"/meldinger/{unknown.pk}/")
    entry = LogEntry.objects.get(person_id=unknown.pk)
    assert (entry.actor_name, entry.documents) == ("Tone Rysstad", [["melding", str(unknown.pk)]])


def test_no_page_offers_a_message_that_came_later_than_it_says(house, opening_for) -> None:
    make_known(house)
    take_in(Sent(kind="ready", sent="2026-11-10T23:00:00+01:00"))  # the sender's clock runs ahead
    (waits,) = queries.waiting(opening_for("tone"))
    assert waits.ready_at == local(2026, 11, 10, 9)
