"""A share link from making to taking back, read by a client that knows the public standard only; and what it must never open."""

import json
import re
from copy import copy
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from helhet.access import actions as access
from helhet.access.log import verify
from helhet.access.models import CareRelation, LogEntry, ShareLink
from helhet.access.queries import who_can_see
from helhet.access.rules import LINK_TRIES, Part, Role, guessable
from helhet.access.share_links import links_of
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from helhet.plans import actions as plans
from helhet.plans.models import Action, CrisisStep, ReaderAnswer, Version
from helhet.plans.rules import Responsible
from helhet.web import clock
from tests import shlink
from tests.conftest import NOW, settled
from tests.reading import words_of
from tests.siri import account_for, coordinated

CODE = "hest og høy"
WORDS = "Jeg vil <b>hente</b> Emma på skolen."


@pytest.fixture(autouse=True)
def _quick(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def _siri(stays):
    """Siri with a plan of one goal and one action, a line in her crisis plan, and a way in of her own."""
    by = stays.actor("ingunn", NOW)
    person = coordinated(stays, by).person
    plan = plans.begin(person.pk, consent_how="Muntlig", given_by="Siri Haugen", by=by)
    goal = plans.add_goal(plan, words=WORDS, by=by)
    plans.add_action(plan, goal=goal, what="Skrive til skolen", responsible=Responsible("staff", "Ingunn Austad"), by=by)
    crisis = plans.begin_under(plan, kind="crisis", by=by)
    plans.write_crisis_step(crisis, zone="red", kind="helps", words="Ring Anne", by=by)
    account_for(person, by)
    settled()
    return person


@pytest.fixture
def siri(_siri, db):
    """The same for each test, whose own rows are rolled back."""
    return copy(_siri)


def form(**changed: Any) -> dict[str, Any]:
    """The form as she fills it in."""
    filled = {
        "gjor": "share", "to_words": "Fastlegen min", "parts": ["plan"], "purpose": "så legen vet hva vi gjør", "until": "2026-12-01",
        "passcode": CODE, "language": "nb", "how": "muntlig", "given_by": "Siri Haugen",
    }  # fmt: skip
    return filled | changed


@pytest.fixture
def given(siri, browse):
    """`given(parts=[…])`: she makes a link on her own page, and the address as it is shown there."""

    def shown(client: Client) -> list[str]:
        page = client.get(reverse("shares", args=[siri.pk])).content.decode()
        return [unescape(one) for one in re.findall(r"<textarea[^>]*>(http[^<]+)</textarea>", page)]

    def make(who: str = "siri", **changed: Any) -> str:
        client = browse(who)
        before = shown(client)
        answer = client.post(reverse("shares", args=[siri.pk]), form(**changed))
        assert answer.status_code == 302, answer.content.decode()
        (made,) = set(shown(client)) - set(before)
        return made

    return make


def web(method: str, address: str, body: dict[str, Any] | None) -> tuple[int, str, bytes]:
    """Over the wire, as far as the reader knows; nobody is signed in."""
    client, path = Client(enforce_csrf_checks=True), address.removeprefix("http://testserver")
    answer = client.get(path) if method == "GET" else client.post(path, json.dumps(body), content_type="application/json")
    assert answer.get("Access-Control-Allow-Origin") == "*" or answer.status_code == 404
    return answer.status_code, answer["Content-Type"], answer.content


def opened(link: str, passcode: str = CODE, **given: Any) -> dict[str, Any]:
    """The one file of the link."""
    ((kind, bundle),) = shlink.files(link, web, recipient="Dr. Signe Homme", passcode=passcode, **given)
    assert kind == "application/fhir+json"
    return bundle


def refused(link: str, passcode: str = CODE) -> tuple[int, dict[str, Any]]:
    with pytest.raises(shlink.Refused) as told:
        opened(link, passcode)
    return told.value.status, told.value.said


def kinds(bundle: dict[str, Any]) -> set[str]:
    return {entry["resource"]["resourceType"] for entry in bundle["entry"]}


# ── what a reader gets ──


REQUIRED = {
    "Composition": {"status", "type", "date", "author", "title"}, "Patient": {"name"}, "CarePlan": {"status", "intent", "subject"},
    "Goal": {"lifecycleStatus", "description", "subject"}, "CareTeam": {"participant"}, "Observation": {"status", "code"},
    "Appointment": {"status", "participant"}, "Task": {"status", "intent"}, "Consent": {"status", "scope", "category", "policyRule"},
}  # fmt: skip


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["reference"]} if isinstance(value.get("reference"), str) else set()
        return own.union(*(references(one) for one in value.values()))
    return set().union(*(references(one) for one in value)) if isinstance(value, list) else set()


def test_another_makers_reader_gets_a_whole_fhir_document(given) -> None:
    link = given(parts=["plan", "crisis", "meetings", "tasks", "mapping"])
    assert link.startswith("http://testserver/delt/nb/#shlink:/")
    payload = shlink.read(link)
    assert payload.flag == "LP"
    assert payload.exp
    bundle = opened(link)
    rows = [entry["resource"] for entry in bundle["entry"]]
    assert (bundle["resourceType"], bundle["type"], rows[0]["resourceType"]) == ("Bundle", "document", "Composition")
    assert bundle["identifier"]["value"]
    assert bundle["timestamp"]
    for row in rows:
        assert REQUIRED[row["resourceType"]] <= row.keys(), row["resourceType"]
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    assert references(bundle) <= set(addresses)
    for section in rows[0]["section"]:
        assert section["text"]["div"].startswith('<div xmlns="http://www.w3.org/1999/xhtml">')
        assert section["title"]
    assert {"Patient", "CarePlan", "Goal", "CareTeam", "Consent"} <= kinds(bundle)


def test_her_words_come_whole_and_escaped(given) -> None:
    bundle = opened(given())
    goal = next(one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Goal")
    assert goal["description"]["text"] == WORDS
    assert "Jeg vil &lt;b&gt;hente&lt;/b&gt; Emma" in bundle["entry"][0]["resource"]["section"][0]["text"]["div"]


def test_exactly_the_parts_she_chose_and_never_an_address_or_a_number(given) -> None:
    only_plan = json.dumps(opened(given()), ensure_ascii=False)
    assert "Skrive til skolen" in only_plan
    assert "Ring Anne" not in only_plan
    only_crisis = json.dumps(opened(given(parts=["crisis"])), ensure_ascii=False)
    assert "Ring Anne" in only_crisis
    assert "Skrive til skolen" not in only_crisis
    assert not {"address", "telecom", "identifier"} & opened(given())["entry"][1]["resource"].keys()


def test_with_a_strictly_protected_address_nobody_who_helps_is_named(given, siri, as_, browse) -> None:
    for grade, named in (("fortrolig", True), ("strengt", False)):
        people.change(siri, grade=grade, by=as_("ingunn"))
        said = json.dumps(opened(given(parts=["plan", "tasks"])), ensure_ascii=False)
        assert "Skrive til skolen" in said
        assert ("Ingunn" in said) is named
        page = browse("siri").get(reverse("shares", args=[siri.pk])).content.decode()
        assert ("Hvem som hjelper, er ikke med" in page) is not named


def test_what_is_read_is_as_it_stands_now(given, siri, as_) -> None:
    link = given()
    opened(link)
    action = Action.objects.get(plan__person=siri)
    plans.change_action(action, what="Ringe skolen", by=as_("ingunn"))
    assert "Ringe skolen" in json.dumps(opened(link))


def test_it_is_in_the_language_she_chose(given) -> None:
    assert opened(given(language="en"))["entry"][0]["resource"]["section"][0]["title"] == "The plan"


def test_a_reader_that_wants_it_small_gets_a_ticket_that_is_worth_no_more_than_the_link(given, siri, as_, opening_for, monkeypatch) -> None:
    link = given()
    assert opened(link, longest=100) == opened(link) or kinds(opened(link, longest=100)) == kinds(opened(link))
    payload = shlink.read(link)
    _, _, body = web("POST", payload.url, {"recipient": "x", "passcode": CODE, "embeddedLengthMax": 10})
    ticket = json.loads(body)["files"][0]["location"]
    assert web("GET", ticket, None)[0] == 200
    access.withdraw(links_of(opening_for("ingunn"), siri.pk)[0].consent, by=as_("ingunn"))
    assert web("GET", ticket, None)[0] == 404
    assert web("GET", ticket[:-3] + "xx/", None)[0] == 404


# ── her log, and what is kept ──


def test_each_reading_and_each_wrong_code_stands_in_her_log_with_its_ground(given, siri) -> None:
    link = given()
    refused(link, "feil kode")
    opened(link)
    read = LogEntry.objects.filter(person_id=siri.pk, actor_kind="link").order_by("number")
    assert [one.verb for one in read] == ["skrev feil kode", "sett"]
    seen = read[1]
    assert (seen.actor_name, seen.organisation, seen.role, seen.ground) == ("Fastlegen min", "«Dr. Signe Homme»", "share_link", "samtykke")
    assert {"plan", "mål", "tiltak", "person"} <= {kind for kind, _ in seen.documents}
    assert "kriseplan" not in {kind for kind, _ in seen.documents}
    assert list(verify()) == []


def test_she_reads_of_it_in_her_log(given, siri, browse) -> None:
    opened(given())
    page = words_of(browse("siri").get(reverse("who-has-looked", args=[siri.pk])))
    assert "Fastlegen min" in page
    assert "leser med lenke, «Dr. Signe Homme»" in page


def test_if_the_log_cannot_be_written_nothing_is_sent(given, monkeypatch) -> None:
    link = given()
    monkeypatch.setattr("helhet.access.log.append", lambda entries: 1 / 0)
    payload = shlink.read(link)
    answer = Client().post(payload.url, json.dumps({"recipient": "x", "passcode": CODE}), content_type="application/json")
    assert answer.status_code == 503
    assert b"embedded" not in answer.content


def test_neither_address_nor_key_nor_code_is_kept(given, siri, settings) -> None:
    link = given()
    payload, row = shlink.read(link), ShareLink.objects.get(person=siri)
    kept = json.dumps(list(ShareLink.objects.values()), default=str)
    address = payload.url.split("/")[-2]
    assert len(shlink.plain(address)) == 32
    assert address not in kept
    assert payload.key.hex() not in kept
    assert CODE not in kept
    assert row.passcode != CODE
    settings.SHARE_KEY = "another"
    assert refused(link) == (404, {})


# ── the crisis card ──


@pytest.fixture
def card(siri, browse):
    """`card()`: she makes her crisis card on its page, and the address it holds."""

    def make() -> str:
        client, page = browse("siri"), reverse("crisis-card", args=[siri.pk])
        assert client.post(page, {"gjor": "make"}).status_code == 302
        return unescape(re.search(r"<textarea[^>]*>(http[^<]+)</textarea>", client.get(page).content.decode())[1])

    return make


def test_the_card_opens_the_crisis_plan_alone_without_a_code_and_she_is_told_once_until_she_has_seen_it(siri, card, browse) -> None:
    link = card()
    assert shlink.read(link).flag == "L"
    for _ in range(2):
        told = json.dumps(opened(link, ""), ensure_ascii=False)
        assert "Ring Anne" in told
        assert "Skrive til skolen" not in told
    front = browse("siri").get("/").content.decode()
    assert front.count("Noen leste nødkortet ditt") == 1
    assert "Dr. Signe Homme, 10. november 2026" in front
    row = re.search(r'value="seen"><input type="hidden" name="rad" value="([^"]+)"', front)[1]
    assert browse("siri").post("/", {"gjor": "seen", "rad": row}).status_code == 302
    assert "Noen leste nødkortet ditt" not in browse("siri").get("/").content.decode()
    assert "Dr. Signe Homme" in words_of(browse("siri").get(reverse("crisis-card", args=[siri.pk])))
    opened(link, "")
    assert "Noen leste nødkortet ditt" in browse("siri").get("/").content.decode()
    assert list(verify()) == []


def test_a_card_taken_back_or_replaced_is_dead_and_none_is_made_without_a_crisis_plan(siri, card, browse, as_) -> None:
    page, first = reverse("crisis-card", args=[siri.pk]), card()
    second = card()
    assert refused(first, "") == (404, {})
    opened(second, "")
    assert browse("siri").post(page, {"gjor": "withdraw"}).status_code == 302
    assert refused(second, "") == (404, {})
    assert browse("siri").post(page, {"gjor": "print"})["Content-Type"].startswith("text/html")
    CrisisStep.objects.filter(plan__person=siri).update(until=NOW)
    assert "må skrives først" in browse("siri").get(page).content.decode()
    browse("siri").post(page, {"gjor": "make"})
    assert ShareLink.objects.filter(person=siri).count() == 2
    for key in ("liv", "sissel"):
        assert browse(key).get(page).status_code == browse(key).post(page, {"gjor": "make"}).status_code == 404


def test_the_card_is_printed_with_her_name_and_nothing_of_the_plan(siri, card, browse) -> None:
    card()
    paper = browse("ingunn").post(reverse("crisis-card", args=[siri.pk]), {"gjor": "print"})
    text = re.sub(r"\s+", " ", PdfReader(BytesIO(paper.content)).pages[0].extract_text())
    assert "Siri Haugen" in text
    assert "Du trenger ingen kode." in text
    assert "Ring Anne" not in text


# ── what stops it ──


def test_taken_back_it_is_gone_on_the_next_request(given, siri, browse) -> None:
    link = given()
    opened(link)
    row = ShareLink.objects.get(person=siri)
    answer = browse("siri").post(reverse("shares", args=[siri.pk]), {"gjor": "withdraw", "rad": str(row.pk)})
    assert answer.status_code == 302
    assert refused(link) == (404, {})
    assert "Trukket tilbake" in browse("siri").get(reverse("shares", args=[siri.pk])).content.decode()


def test_past_its_day_it_is_gone_and_on_its_last_day_it_is_not(given, monkeypatch, now) -> None:
    link = given(until="2026-11-20")
    monkeypatch.setattr(clock, "now", lambda: now.replace(day=20, hour=23))
    opened(link)
    monkeypatch.setattr(clock, "now", lambda: now.replace(day=21, hour=0))
    assert refused(link) == (404, {})


def test_before_its_first_day_it_is_dead_and_the_page_says_when_it_opens(given, siri, browse, monkeypatch, now) -> None:
    link = given(since="2026-11-20")
    assert "Åpner 20. november 2026" in browse("siri").get(reverse("shares", args=[siri.pk])).content.decode()
    assert refused(link)[0] == 404
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=10))
    assert "CarePlan" in kinds(opened(link))


def test_an_objection_to_all_closes_it_too_and_to_a_part_closes_that(given, siri, as_) -> None:
    link = given(parts=["plan", "crisis"])
    access.object_to(siri.pk, of_part=Part.CRISIS, by=as_("ingunn"))
    assert "Ring Anne" not in json.dumps(opened(link))
    access.object_to(siri.pk, of_part=Part.PERSON, by=as_("siri"))
    assert refused(link) == (404, {})


def test_wrong_codes_are_bounded_in_the_links_whole_life_and_she_is_told(given, siri, browse) -> None:
    link = given()
    for left in range(LINK_TRIES - 1, 1, -1):
        assert refused(link, "feil") == (401, {"remainingAttempts": left})
    opened(link)  # the right code costs no try, and gives none back
    assert refused(link, "feil") == (401, {"remainingAttempts": 1})
    assert refused(link, "") == (401, {"remainingAttempts": 0})
    assert refused(link) == (404, {})
    assert ShareLink.objects.get(person=siri).closed_at
    assert not CareRelation.objects.filter(person=siri, role=Role.SHARE_LINK, until=None).exists()
    assert "lenken er stengt etter for mange feil" in LogEntry.objects.filter(person_id=siri.pk).values_list("verb", flat=True)
    assert "Lenken til Fastlegen min er stengt." in browse("siri").get("/").content.decode()
    assert list(verify()) == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"recipient": ""}', b'{"recipient": 1}', b'{"recipient": "x", "passcode": {}}', b"\xff", b"[" * 9000]
)
def test_what_makes_no_sense_opens_nothing(given, body: bytes) -> None:
    payload = shlink.read(given())
    for path in (payload.url, payload.url.removesuffix("m") + "svar"):
        assert Client().post(path, body, content_type="application/json").status_code in (400, 401)


def test_an_address_nobody_was_given_is_not_there(siri) -> None:
    body = json.dumps({"recipient": "x", "passcode": CODE})
    for name in ("shared-manifest", "shared-answer"):
        assert Client().post(reverse(name, args=["A" * 43]), body, content_type="application/json").status_code == 404


# ── making one ──


def test_a_link_needs_whom_what_when_and_a_code_that_is_not_guessed(siri, browse, as_) -> None:
    for changed in ({"passcode": "123456"}, {"passcode": "aaaaaaaa"}, {"passcode": "kort"}, {"to_words": " "}, {"parts": []},
                    {"parts": ["journal"]}, {"until": "2028-01-01"}, {"until": "2026-11-01"}):  # fmt: skip
        answer = browse("siri").post(reverse("shares", args=[siri.pk]), form(**changed))
        assert answer.status_code == 200, changed
    with pytest.raises(Refused):
        access.share_by_link(
            siri.pk, to_words="x", parts=[Part.JOURNAL], purpose="x", how="x", given_by="x", until=as_("tone").on, passcode=CODE,
            language="nb", by=as_("ingunn"),
        )  # fmt: skip
    assert not ShareLink.objects.exists()
    assert not guessable(CODE)


def test_her_coordinator_makes_one_with_her_and_it_stands_who_said_yes(siri, given, opening_for) -> None:
    opened(given("ingunn", how="muntlig hos henne"))
    consent = links_of(opening_for("ingunn"), siri.pk)[0].consent
    assert (consent.given_by, consent.how, consent.noted_by) == ("Siri Haugen", "muntlig hos henne", "Ingunn Austad")


def test_a_link_stands_among_those_who_can_see_with_exactly_its_parts(siri, given, opening_for, browse) -> None:
    given(parts=["plan"])
    sight = next(one for one in who_can_see(opening_for("ingunn"), siri.pk) if one.name == "Fastlegen min")
    assert set(sight.parts) == {Part.PERSON, Part.PLAN}
    assert sight.has_account
    assert "Fastlegen min, med lenke" in browse("ingunn").get(reverse("person-consent", args=[siri.pk])).content.decode()


def test_a_new_link_takes_nothing_from_the_old_ones(given, siri) -> None:
    first = given(to_words="Fastlegen")
    access_to_both = [first, given(to_words="Anne")]
    for link in access_to_both:
        opened(link)


def test_the_neighbours_nurse_finds_nothing_to_see_make_or_take_back(siri, given, browse) -> None:
    link = given()
    path, row = reverse("shares", args=[siri.pk]), ShareLink.objects.get()
    assert browse("liv").get(path).status_code == 404
    assert browse("liv").post(path, form()).status_code == 404
    assert browse("liv").post(path, {"gjor": "withdraw", "rad": str(row.pk)}).status_code == 404
    opened(link)
    assert ShareLink.objects.count() == 1


def test_another_persons_link_cannot_be_taken_back_from_this_page(siri, given, house, as_, browse) -> None:
    other = coordinated(house, as_("ingunn"), name="Aud Dalen", born="01.01.1970").person
    given()
    row = ShareLink.objects.get()
    assert browse("ingunn").post(reverse("shares", args=[other.pk]), {"gjor": "withdraw", "rad": str(row.pk)}).status_code == 404
    assert ShareLink.objects.get().consent.withdrawn_at is None


# ── the reader's page ──


@pytest.mark.parametrize(("language", "heading"), [("nb", "Delt med deg"), ("nn", "Delt med deg"), ("en", "Shared with you")])
def test_the_reading_page_knows_nothing_and_says_whom_to_ring_without_javascript(house, language: str, heading: str) -> None:
    answer = Client().get(reverse("shared", args=[language]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f">{heading}</h1>" in page
    assert "data-plain" in page
    assert 'href="tel:' in page
    assert f'<html lang="{language}">' in page
    assert answer["Content-Language"] == language
    assert not answer.cookies


def test_there_is_no_reading_page_in_a_language_we_do_not_have(house) -> None:
    assert Client().get("/delt/tlh/").status_code == 404


# ── answers ──


def answers(link: str, **changed: Any) -> tuple[int, dict[str, Any]]:
    body = {"recipient": "Signe Homme", "passcode": CODE, "kind": "read", "called": "Signe Homme", "calledAs": "fastlege"} | changed
    path = shlink.read(link).url.removesuffix("m") + "svar"
    answer = Client(enforce_csrf_checks=True).post(path, json.dumps(body), content_type="application/json")
    return answer.status_code, json.loads(answer.content) if answer.status_code != 404 else {}


def test_an_answer_reaches_the_coordinator_unconfirmed_and_changes_nothing(given, siri, browse, as_) -> None:
    link, action = given(), Action.objects.get(plan__person=siri)
    key = next(
        activity["id"] for one in opened(link)["entry"] if one["resource"]["resourceType"] == "CarePlan"
        for activity in one["resource"]["activity"]
    )  # fmt: skip
    assert key == str(action.pk)
    assert answers(link, kind="will", action=key, willBy="2026-11-17", words="Ringer skolen <i>selv</i>.") == (201, {})
    action.refresh_from_db()
    assert action.due is None
    assert "Signe Homme, fastlege, har svart på det som er delt." in unescape(browse("ingunn").get("/").content.decode())
    path = reverse("shares", args=[siri.pk])
    page = browse("ingunn").get(path).content.decode()
    assert "Ikke bekreftet ennå" in page
    assert "Ringer skolen &lt;i&gt;selv&lt;/i&gt;." in page
    row = ReaderAnswer.objects.get()
    browse("ingunn").post(path, {"gjor": "found", "rad": str(row.pk), "confirmed": "ja", "words": "Ringte legekontoret."})
    page = browse("siri").get(path).content.decode()
    assert "Bekreftet av Ingunn Austad 10. november 2026." in unescape(page)
    assert "har svart på det som er delt" not in unescape(browse("ingunn").get("/").content.decode())


def test_an_answer_must_say_who_and_what(given, siri, house, as_) -> None:
    link = given()
    other = coordinated(house, as_("ingunn"), name="Aud Dalen", born="01.01.1970").person
    plan = plans.begin(other.pk, consent_how="Muntlig", given_by="Aud", by=as_("ingunn"))
    hidden = plans.add_action(plan, goal=None, what="Skjult", responsible=Responsible("staff", "Ingunn Austad"), by=as_("ingunn"))
    for changed in ({"called": ""}, {"calledAs": ""}, {"kind": "x"}, {"kind": "wrong"}, {"kind": "will"}, {"words": "x" * 2001},
                    {"kind": "will", "action": str(hidden.pk), "willBy": "2026-11-17"},
                    {"kind": "will", "action": str(Action.objects.get(plan__person=siri).pk), "willBy": "2026-11-01"},
                    {"kind": "will", "action": str(uuid4()), "willBy": "2026-11-17"}):  # fmt: skip
        status, said = answers(link, **changed)
        assert status == 422, changed
        assert said["faults"][0]["reason"]
    assert not ReaderAnswer.objects.exists()


def test_no_answer_without_the_code_nor_by_a_link_that_is_gone(given, siri, opening_for, as_) -> None:
    link = given()
    assert answers(link, passcode="feil")[0] == 401
    access.withdraw(links_of(opening_for("ingunn"), siri.pk)[0].consent, by=as_("ingunn"))
    assert answers(link)[0] == 404
    assert not ReaderAnswer.objects.exists()


def test_answers_that_wait_are_bounded(given) -> None:
    link = given()
    assert [answers(link)[0] for _ in range(21)] == [201] * 20 + [422]


# ── paper ──


def test_a_printed_version_is_the_newest_until_there_is_a_newer_and_says_nothing_else(siri, as_) -> None:
    by = as_("ingunn")
    plan = Action.objects.get(plan__person=siri).plan
    first = plans.settle(plan, by=by)

    def said(mark: str) -> str:
        answer = Client().get(reverse("paper-version", args=[mark]))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Siri" not in page
        assert "Haugen" not in page
        return re.search(r"<h1[^>]*>([^<]+)</h1>", page)[1].strip()

    assert said(first.mark) == "Papiret er det nyeste"
    plans.add_goal(plan, words="Ri igjen", by=by)
    second = plans.settle(plan, by=by)
    assert (said(first.mark), said(second.mark)) == ("Papiret er ikke det nyeste", "Papiret er det nyeste")
    assert said("A" * 22) == "Vi kjenner ikke dette papiret"
    assert LogEntry.objects.filter(page="paper-version").count() == 0
    plans.end(plan, reason="Ferdig", by=by)
    assert said(second.mark) == "Papiret er ikke det nyeste"


def test_the_mark_is_on_the_paper_with_its_address_in_words(siri, as_, browse, monkeypatch) -> None:
    plans.settle(Action.objects.get(plan__person=siri).plan, by=as_("ingunn"))
    printed: list[str] = []
    monkeypatch.setattr("helhet.web.paper.pdf", lambda html: printed.append(html) or b"%PDF")
    browse("ingunn").get(reverse("plan-pdf", args=[siri.pk, 1]))
    address = f"http://testserver/papir/{Version.objects.get().mark}/"
    assert address in printed[0]
    assert 'class="hh-qr"' in printed[0]


def test_a_link_is_dead_a_year_from_now_at_the_latest(siri, as_) -> None:
    with pytest.raises(Refused):
        access.share_by_link(
            siri.pk, to_words="x", parts=[Part.PLAN], purpose="x", how="x", given_by="x", until=as_("tone").on + timedelta(days=366),
            passcode=CODE, language="nb", by=as_("ingunn"),
        )  # fmt: skip
