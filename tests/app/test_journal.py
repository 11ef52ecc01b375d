"""Notes drafted, signed and corrected; contacts; and nobody else's drafts."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from helhet.access import actions as access
from helhet.access.log import LogEntry, verify
from helhet.access.policy import NotVisible
from helhet.access.rules import Part
from helhet.cases import actions as cases
from helhet.journal import actions, queries, rules
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people import actions as people

TEXT = {
    "kind": "health",
    "on": date(2026, 11, 10),
    "heading": "Samtale om søvn",
    "text": "Siri sover 3–4 timer.\r\nHun vil vente med kurs.",
}


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, whom Ingunn coordinates for."""
    new = people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen", date(1988, 4, 2), "40000114")
    person = people.make_known(new, unit=house.units["bygland"], by=as_("ingunn"))
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=as_("ingunn"))
    return person


@pytest.fixture
def note(siri, as_):
    """Ingunn's signed note."""
    made = actions.begin_note(siri.pk, by=as_("ingunn"), **TEXT)
    actions.sign(made, by=as_("ingunn"))
    return made


def test_a_draft_is_seen_by_its_writer_alone_until_it_is_signed(siri, as_, opening_for) -> None:
    draft = actions.begin_note(siri.pk, by=as_("ingunn"), **TEXT)
    assert [one.pk for one in queries.drafts_of(opening_for("ingunn"), siri.pk)] == [draft.pk]
    assert queries.journal(opening_for("kari"), siri.pk).rows == []
    for key in ("kari", "tone", "gunnhild", "liv"):
        with pytest.raises(NotVisible):
            queries.open_note(opening_for(key), draft.pk)
    actions.sign(draft, by=as_("ingunn"))
    assert queries.open_note(opening_for("kari"), draft.pk).text == TEXT["text"]


def test_only_who_may_see_the_journal_sees_what_is_signed(note, opening_for) -> None:
    for key in ("tone", "gunnhild", "liv", "sissel"):
        assert queries.journal(opening_for(key), note.person_id).rows == []
        with pytest.raises(NotVisible):
            queries.open_note(opening_for(key), note.pk)


def test_nobody_writes_on_or_signs_anothers_draft(siri, as_) -> None:
    draft = actions.begin_note(siri.pk, by=as_("ingunn"), **TEXT)
    for key in ("kari", "liv"):
        with pytest.raises(NotVisible):
            actions.sign(draft, by=as_(key))
        with pytest.raises(NotVisible):
            actions.write_note(draft, by=as_(key), **TEXT)


def test_every_fault_in_a_note_is_listed_and_nothing_is_written(siri, as_, opening_for) -> None:
    with pytest.raises(Refused) as refused:
        actions.begin_note(siri.pk, kind="x", on=date(2026, 11, 11), heading=" ", text="", by=as_("ingunn"))
    assert {fault.field for fault in refused.value.faults} == {"kind", "on", "heading", "text"}
    assert queries.drafts_of(opening_for("ingunn"), siri.pk) == []


def test_signing_twice_signs_once(siri, as_) -> None:
    draft = actions.begin_note(siri.pk, by=as_("ingunn"), **TEXT)
    same = queries.Note.objects.get(pk=draft.pk)  # the same draft, open in another window
    actions.sign(draft, by=as_("ingunn"))
    seal, signed_at = draft.digest, draft.signed_at
    later = as_("ingunn", as_("ingunn").at + timedelta(minutes=1))
    with pytest.raises(Refused, match="Skriv en rettelse"):
        actions.sign(same, by=later)
    with pytest.raises(Refused, match="Skriv en rettelse"):
        actions.write_note(same, by=later, **TEXT | {"text": "Noe annet"})
    with pytest.raises(Refused, match="Skriv en rettelse"):
        actions.discard(same, by=later)
    draft.refresh_from_db()
    assert (draft.digest, draft.signed_at, draft.holds) == (seal, signed_at, True)
    assert LogEntry.objects.filter(person_id=siri.pk, verb="signerte").count() == 1
    assert list(verify()) == []


@pytest.mark.parametrize(
    "change",
    [
        "text = 'x'",
        "heading = 'x'",
        "\"on\" = '2026-11-01'",
        "signed_at = NULL, digest = ''",
        "by_name = 'x'",
        "digest = 'x'",
        "kind = 'service'",
    ],
)
def test_the_database_itself_refuses_to_change_a_signed_note(note, change: str) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_note SET {change}")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_note")
    note.refresh_from_db()
    assert note.holds


def test_a_draft_may_be_changed_and_thrown_away(siri, as_, opening_for) -> None:
    contact = actions.note_contact(siri.pk, kind="talk", started_at=as_("ingunn").at, by=as_("ingunn"))
    draft = actions.begin_note(siri.pk, by=as_("ingunn"), contact=contact, **TEXT)
    actions.write_note(draft, by=as_("ingunn"), **TEXT | {"heading": "Kort samtale"})
    assert draft.heading == "Kort samtale"
    actions.discard(draft, by=as_("ingunn"))
    assert queries.drafts_of(opening_for("ingunn"), siri.pk) == []
    assert queries.open_contact(opening_for("ingunn"), contact.pk).note_id is None


def test_what_was_changed_past_the_guards_is_seen(note, opening_for) -> None:
    """Whoever may drop a trigger can change the row, but not the seal: the key is outside the database."""
    past = {
        "sqlite": ["DROP TRIGGER journal_note_no_update"],
        "postgresql": ["SET CONSTRAINTS ALL IMMEDIATE", "ALTER TABLE journal_note DISABLE TRIGGER USER"],
    }
    with connection.cursor() as cursor:
        for statement in [*past[connection.vendor], "UPDATE journal_note SET text = 'Siri sover godt.'"]:
            cursor.execute(statement)
    assert not queries.open_note(opening_for("ingunn"), note.pk).holds
    assert not queries.journal(opening_for("ingunn"), note.person_id).rows[0].holds


def test_a_correction_is_a_new_note_and_both_are_shown(note, as_, opening_for) -> None:
    correction = actions.begin_note(note.person_id, by=as_("kari"), corrects=note, **TEXT | {"text": "Siri sover 5–6 timer."})
    assert queries.open_note(opening_for("ingunn"), note.pk).corrected_by == []
    actions.sign(correction, by=as_("kari", as_("kari").at + timedelta(minutes=5)))
    was = queries.open_note(opening_for("ingunn"), note.pk)
    assert was.text == TEXT["text"]
    assert [one.pk for one in was.corrected_by] == [correction.pk]
    assert queries.open_note(opening_for("ingunn"), correction.pk).was.pk == note.pk
    assert [row.pk for row in queries.journal(opening_for("ingunn"), note.person_id).rows] == [correction.pk, note.pk]


def test_only_a_signed_note_about_her_can_be_corrected(siri, note, house, as_) -> None:
    draft = actions.begin_note(siri.pk, by=as_("ingunn"), **TEXT)
    other = people.make_known(people.NewPerson(house.municipalities["bygland"], "Even"), unit=house.units["bygland"], by=as_("ingunn"))
    for person, corrects in ((siri.pk, draft), (other.pk, note)):
        with pytest.raises(Refused, match="kan rettes"):
            actions.begin_note(person, by=as_("ingunn"), corrects=corrects, **TEXT)


def test_joining_two_records_moves_the_note_and_its_seal_still_holds(note, siri, house, as_, opening_for) -> None:
    kept = people.make_known(
        people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen"), unit=house.units["bygland"], by=as_("ingunn")
    )
    cases.step_down(siri.pk, reason="slås sammen", by=as_("ingunn"))
    people.merge(kept, siri, by=as_("ingunn"), reason="samme person")
    moved = queries.open_note(opening_for("ingunn"), note.pk)
    assert (moved.person_id, moved.holds) == (kept.pk, True)


def test_a_contact_is_noted_and_stands_in_the_journal(siri, note, as_, opening_for) -> None:
    at = as_("ingunn").at
    actions.note_contact(
        siri.pk,
        kind="telephone",
        started_at=at - timedelta(days=1),
        minutes=20,
        with_whom="Anne",
        words="Anne henter Emma.",
        by=as_("ingunn"),
    )
    page = queries.journal(opening_for("kari"), siri.pk)
    assert [row.document for row in page.rows] == ["notat", "kontakt"]
    assert [row.document for row in queries.journal(opening_for("kari"), siri.pk, show=rules.Show.CONTACTS).rows] == ["kontakt"]
    assert [row.document for row in queries.journal(opening_for("kari"), siri.pk, show=rules.Show.NOTES).rows] == ["notat"]
    assert [one.row.document for one in queries.timeline(opening_for("kari"), siri.pk)] == ["notat", "kontakt"]
    assert queries.timeline(opening_for("liv"), siri.pk) == []


def test_a_contact_that_cannot_have_been_is_refused_with_every_fault(siri, as_) -> None:
    with pytest.raises(Refused) as refused:
        actions.note_contact(siri.pk, kind="x", started_at=as_("ingunn").at + timedelta(hours=1), minutes=0, by=as_("ingunn"))
    assert {fault.field for fault in refused.value.faults} == {"kind", "on", "minutes"}


def test_where_they_met_stands_nowhere_when_her_address_is_protected(siri, as_, opening_for) -> None:
    made = actions.note_contact(siri.pk, kind="home_visit", started_at=as_("ingunn").at, place="Bygdevegen 3", by=as_("ingunn"))
    people.change(siri, grade="fortrolig", by=as_("ingunn"))
    assert queries.open_contact(opening_for("ingunn"), made.pk).place == ""
    assert queries.journal(opening_for("ingunn"), siri.pk).rows[0].place == ""
    with pytest.raises(Refused, match="avtalt med personen"):
        actions.note_contact(siri.pk, kind="talk", started_at=as_("ingunn").at, place="Kafeen", by=as_("ingunn"))


def test_the_journal_comes_page_by_page_newest_first(siri, as_, opening_for) -> None:
    for days in range(rules.PAGE_SIZE + 3):
        actions.note_contact(siri.pk, kind="talk", started_at=as_("ingunn").at - timedelta(days=days), by=as_("ingunn"))
    first, second = (queries.journal(opening_for("ingunn"), siri.pk, number=number) for number in (1, 2))
    assert (len(first.rows), first.more, len(second.rows), second.more) == (rules.PAGE_SIZE, True, 3, False)
    days = [row.started_at for row in first.rows + second.rows]
    assert days == sorted(days, reverse=True)


def test_a_page_of_the_journal_logs_what_it_shows_and_no_more(siri, note, as_, opening_for) -> None:
    actions.begin_note(siri.pk, by=as_("kari"), **TEXT)
    actions.note_contact(siri.pk, kind="talk", started_at=as_("ingunn").at, by=as_("ingunn"))
    opening = opening_for("ingunn")
    page = queries.journal(opening, siri.pk)
    assert {(kind, key) for _, kind, key in opening.documents} == {(row.document, str(row.pk)) for row in page.rows}
    opening.seal()
    entry = LogEntry.objects.filter(person_id=siri.pk).order_by("-number").first()
    assert (entry.purpose, len(entry.documents)) == ("care", 2)


def notes(opening, persons=None) -> list:
    return [one for one in duties(opening, persons) if one.kind == "note"]


def test_a_draft_left_two_days_waits_for_its_writers_signature(siri, as_, opening_for) -> None:
    later = as_("ingunn").at + timedelta(days=3)
    actions.begin_note(siri.pk, by=as_("ingunn"), **TEXT)
    actions.begin_note(siri.pk, by=as_("ingunn", later), **TEXT)
    (waits,) = notes(opening_for("ingunn", later))
    assert (waits.by, waits.state(date(2026, 11, 13))) == (date(2026, 11, 12), "over")
    assert waits.rule == "helsepersonelloven § 39, helsepersonelloven § 40; dagen er vårt eget mål"
    assert len(notes(opening_for("ingunn", later), [siri.pk])) == 1
    assert notes(opening_for("kari", later)) == notes(opening_for("liv", later), [siri.pk]) == []


def test_a_note_begins_as_the_kind_the_services_say(siri, house, as_) -> None:
    assert queries.usual_kind(as_("ingunn"), siri.pk) == rules.NoteKind.HEALTH
    enquiry = cases.register(cases.NewEnquiry("Even Lien", "Hjelp til bolig", house.units["bygland"], "4220"), by=as_("ingunn"))
    cases.triage(enquiry, service=house.services["Møteplassen", "bygland"], pathway=1, reason="Vil treffe folk.", by=as_("ingunn"))
    assert queries.usual_kind(as_("ingunn"), enquiry.person_id) == rules.NoteKind.SERVICE


def test_closing_the_journal_to_a_colleague_closes_it(note, house, as_, opening_for) -> None:
    access.object_to(note.person_id, staff=house.staff["kari"], of_part=Part.JOURNAL, by=as_("ingunn"))
    assert queries.journal(opening_for("kari"), note.person_id).rows == []
    assert isinstance(queries.open_note(opening_for("ingunn"), note.pk).signed_at, datetime)


def _to_follow_up(opening, person) -> list:
    return [one for one in queries.due(opening, [person.pk]) if one.kind == "event"]


def test_after_an_overdose_somebody_talks_with_her_within_three_days_and_a_contact_settles_it(siri, as_, opening_for, now) -> None:
    by = as_("ingunn")
    actions.note_event(siri.pk, kind="naloxone_out", happened_at=now - timedelta(days=9), by=by)
    assert not _to_follow_up(opening_for("ingunn"), siri)
    actions.note_event(siri.pk, kind="overdose", happened_at=now - timedelta(days=2, hours=1), words="Funnet på badet.", by=by)
    actions.note_event(siri.pk, kind="naloxone_given", happened_at=now - timedelta(days=2), by=by)
    (due,) = _to_follow_up(opening_for("ingunn"), siri)
    assert (due.by, due.values["event"], due.state(now.date())) == (date(2026, 11, 11), "Nalokson gitt", "soon")
    assert not _to_follow_up(opening_for("tone"), siri)  # the coordinating unit never sees the journal
    actions.note_contact(siri.pk, kind="not_met", started_at=now - timedelta(hours=3), by=by)
    assert _to_follow_up(opening_for("ingunn"), siri)
    actions.note_contact(siri.pk, kind="telephone", started_at=now - timedelta(hours=2), by=by)
    assert not _to_follow_up(opening_for("ingunn"), siri)


def test_events_stand_in_the_journal_and_on_her_time_line_and_nowhere_a_crowd_looks(siri, as_, opening_for, now, browse) -> None:
    page = f"/personer/{siri.pk}/journal/hendelse/"
    sent = {"kind": "overdose", "on": "2026-11-09", "at": "23:10", "words": "Naboen ringte 113."}
    assert browse("ingunn").post(page, sent | {"kind": "x"}).status_code == 200
    assert "Tiden er ikke kommet ennå." in browse("ingunn").post(page, sent | {"on": "2026-11-11"}).content.decode()
    assert browse("ingunn").post(page, sent).status_code == 302
    for shown in (f"/personer/{siri.pk}/journal/", f"/personer/{siri.pk}/journal/?vis=hendelse"):
        assert "Naboen ringte 113." in browse("ingunn").get(shown).content.decode()
    assert "Naboen ringte 113." not in browse("ingunn").get(f"/personer/{siri.pk}/journal/?vis=notat").content.decode()
    assert "Overdose" in [one.what for one in queries.timeline(opening_for("ingunn"), siri.pk)]
    for front in ("/", f"/personer/{siri.pk}/"):
        assert "snakk med personen etter det som skjedde" in browse("ingunn").get(front).content.decode().lower()
    assert "Overdose" not in browse("ingunn").get("/tavle/").content.decode()
    assert LogEntry.objects.filter(person_id=siri.pk, verb="noterte hendelse").count() == 1
    access.object_to(siri.pk, of_part=Part.JOURNAL, by=as_("ingunn"))
    assert not _to_follow_up(opening_for("ingunn"), siri)
    for key in ("liv", "tone"):
        assert browse(key).get(page).status_code == browse(key).post(page, sent).status_code == 404
