"""The journal as it is used: written, signed, corrected, read by those who give help, and by nobody else."""

import re
from datetime import date, timedelta

import pytest

from helhet.access import actions as access
from helhet.access.log import LogEntry
from helhet.access.rules import ConsentKind, Part, Role
from helhet.cases import actions as cases
from helhet.journal import actions, queries
from helhet.people import actions as people
from tests.reading import words_of

TEXT = {"kind": "health", "on": "2026-11-10", "heading": "Samtale om søvn", "text": "Siri sover lite."}


@pytest.fixture
def siri(house, as_):
    """Siri, whom Ingunn coordinates for, with an account of her own, and a partner with consent to all a partner can get."""
    by = as_("ingunn")
    person = people.make_known(people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen"), unit=house.units["bygland"], by=by)
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=by)
    access.begin_relation(person.pk, role=Role.PERSON, ground="egen journal", herself=True, by=by)
    access.new_account("siri", password=None, person=person)
    access.consent(
        person.pk, kind=ConsentKind.SHARING, how="muntlig", given_by="Siri Haugen", to=house.members["sissel"], purpose="samarbeid",
        parts=[Part.MEETINGS, Part.TASKS, Part.PLAN, Part.MAPPING, Part.CRISIS], by=by,
    )  # fmt: skip
    return person


@pytest.fixture
def note(siri, as_):
    """Ingunn's signed note."""
    made = actions.begin_note(siri.pk, by=as_("ingunn"), **TEXT | {"on": date(2026, 11, 10)})
    actions.sign(made, by=as_("ingunn"))
    return made


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_note_is_drafted_signed_and_corrected_by_hand(siri, browse, opening_for) -> None:
    ingunn, new = browse("ingunn"), f"/personer/{siri.pk}/journal/notat/ny/"
    answer = ingunn.post(new, TEXT | {"gjor": "save"})
    (draft,) = queries.drafts_of(opening_for("ingunn"), siri.pk)
    assert answer.url == f"/notat/{draft.pk}/"
    assert "Siri sover lite." in body(ingunn.get(answer.url))
    ingunn.post(answer.url, TEXT | {"text": "Siri sover bedre.", "gjor": "sign"})
    text = body(browse("kari").get(f"/personer/{siri.pk}/journal/"))
    assert "Siri sover bedre." in text
    assert "Siri sover lite." not in text
    browse("kari").post(f"{new}?retter={draft.pk}", TEXT | {"text": "Siri sover godt.", "gjor": "sign"})
    both = body(ingunn.get(f"/notat/{draft.pk}/"))
    for words in ("Siri sover bedre.", "Siri sover godt.", "Rettet 10. november 2026 av Kari Byglandsfjord"):
        assert words in both, words


def test_what_is_missing_is_said_and_nothing_typed_is_lost(siri, browse, opening_for) -> None:
    text = body(browse("ingunn").post(f"/personer/{siri.pk}/journal/notat/ny/", TEXT | {"on": "2026-12-01", "heading": "", "gjor": "sign"}))
    assert "Ingenting er lagret ennå" in text
    assert "Siri sover lite." in text
    assert queries.drafts_of(opening_for("ingunn"), siri.pk) == []


def test_a_draft_signed_in_another_window_can_become_a_correction(note, browse) -> None:
    text = body(browse("ingunn").post(f"/notat/{note.pk}/", TEXT | {"text": "Skrevet i det andre vinduet.", "gjor": "sign"}))
    assert "Skrevet i det andre vinduet." in text
    assert f"?retter={note.pk}" in text
    note.refresh_from_db()
    assert note.text == "Siri sover lite."


def test_a_contact_is_noted_and_written_about(siri, browse, opening_for) -> None:
    contact = {
        "kind": "telephone",
        "on": "2026-11-09",
        "at": "10:00",
        "minutes": "20",
        "with_whom": "Anne",
        "words": "Anne henter Emma.",
        "place": "",
    }
    answer = browse("ingunn").post(f"/personer/{siri.pk}/journal/kontakt/", contact | {"gjor": "note"})
    assert "Anne henter Emma." in body(browse("ingunn").get(answer.url))
    browse("ingunn").post(answer.url, TEXT | {"gjor": "sign"})
    text = words_of(browse("kari").get(f"/personer/{siri.pk}/journal/"))
    for words in ("Telefon, 20 minutter", "9. november 2026", "kl. 10.00", "med Anne", "Notatet om kontakten"):
        assert words in text, words
    assert "Telefon" not in body(browse("kari").get(f"/personer/{siri.pk}/journal/?vis=notat"))
    assert "Samtale om søvn" not in body(browse("kari").get(f"/personer/{siri.pk}/journal/?vis=kontakt"))


def test_with_a_protected_address_the_place_is_neither_asked_nor_shown(siri, browse, as_) -> None:
    actions.note_contact(siri.pk, kind="home_visit", started_at=as_("ingunn").at, place="Bygdevegen 3", by=as_("ingunn"))
    people.change(siri, grade="fortrolig", by=as_("ingunn"))
    form = body(browse("ingunn").get(f"/personer/{siri.pk}/journal/kontakt/"))
    assert 'name="place"' not in form
    assert "avtalt med Siri" in form
    text = body(browse("ingunn").get(f"/personer/{siri.pk}/journal/"))
    assert "Bygdevegen" not in text
    assert "stedet er avtalt med Siri" in text


def test_the_journal_is_404_for_all_who_do_not_give_help(siri, note, browse, as_) -> None:
    contact = actions.note_contact(siri.pk, kind="talk", started_at=as_("ingunn").at, by=as_("ingunn"))
    own = f"/personer/{siri.pk}/journal/"
    urls = [
        own,
        f"{own}notat/ny/",
        f"{own}kontakt/",
        f"/notat/{note.pk}/",
        f"{own}notat/ny/?kontakt={contact.pk}",
        f"{own}?vis=notat&side=2",
    ]
    for key in ("liv", "gunnhild", "tone", "sissel"):
        client = browse(key)
        for url in urls:
            for answer in (client.get(url), client.post(url, TEXT | {"gjor": "sign"})):
                assert answer.status_code == 404, (key, url)
                assert "søvn" not in answer.content.decode()


def test_she_reads_her_own_journal_and_writes_nothing_in_it(siri, note, browse) -> None:
    text = body(browse("siri").get(f"/personer/{siri.pk}/journal/"))
    assert "Siri sover lite." in text
    assert "Skriv notat" not in text
    assert browse("siri").get(f"/personer/{siri.pk}/journal/notat/ny/").status_code == 404
    assert "Skriv en rettelse" not in body(browse("siri").get(f"/notat/{note.pk}/"))
    assert LogEntry.objects.filter(person_id=siri.pk, purpose="own", page="journal").exists()


def test_anothers_contact_or_note_does_not_open_under_this_person(siri, note, house, browse, as_) -> None:
    even = people.make_known(people.NewPerson(house.municipalities["bygland"], "Even"), unit=house.units["bygland"], by=as_("ingunn"))
    contact = actions.note_contact(even.pk, kind="talk", started_at=as_("ingunn").at, words="Om Even", by=as_("ingunn"))
    assert browse("ingunn").get(f"/personer/{siri.pk}/journal/notat/ny/?kontakt={contact.pk}").status_code == 404
    assert browse("ingunn").get(f"/personer/{even.pk}/journal/notat/ny/?retter={note.pk}").status_code == 404


def test_a_note_changed_behind_our_back_says_so(note, browse, monkeypatch, settings) -> None:
    settings.LOG_KEY = "another key"
    for url in (f"/notat/{note.pk}/", f"/personer/{note.person_id}/journal/"):
        assert "endret utenfor Helhet" in body(browse("ingunn").get(url))


def test_what_the_journal_shows_is_what_the_log_says(siri, note, browse, as_) -> None:
    actions.note_contact(siri.pk, kind="talk", started_at=as_("ingunn").at - timedelta(hours=1), by=as_("ingunn"))
    actions.begin_note(siri.pk, by=as_("kari"), **TEXT | {"on": date(2026, 11, 10)})
    text = body(browse("kari").get(f"/personer/{siri.pk}/journal/"))
    entries = LogEntry.objects.filter(person_id=siri.pk, verb="sett", page="journal")
    logged = {f"{kind}:{key}" for entry in entries for kind, key in entry.documents}
    assert logged == set(re.findall(r'data-doc="([^"]+)"', text))
    assert {entry.purpose for entry in entries} == {"care", "coordination"}
    assert len(entries) == 2


def test_pages_that_do_not_exist_are_empty_not_broken(siri, browse) -> None:
    for tail in ("?side=0", "?side=-1", "?side=99999999", "?side=x", "?vis=x", "?side=7"):
        assert browse("ingunn").get(f"/personer/{siri.pk}/journal/{tail}").status_code == 200, tail
