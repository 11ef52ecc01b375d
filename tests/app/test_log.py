"""The log: written before anything is shown, one chain a person, and a changed row is found."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from helhet.access import log
from helhet.access.log import LogEntry, Opening, verify
from helhet.people import actions as people
from helhet.people import queries
from helhet.people.models import Person
from tests.siri import coordinated


@pytest.fixture
def three(house, as_):
    """Three persons in Bygland."""
    return [
        people.make_known(people.NewPerson(house.municipalities["bygland"], name, "Dalen"), unit=house.units["bygland"], by=as_("ingunn"))
        for name in ("Aud", "Berit", "Cato")
    ]


def _tamper(sql: str, *args: object) -> None:
    """Change the log as somebody with the database's own password could: the guard is taken away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE access_logentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER access_logentry_no_update")
            cursor.execute("DROP TRIGGER access_logentry_no_delete")
        cursor.execute(sql, args)


def test_a_page_of_three_persons_writes_one_entry_each_in_few_statements(three, opening_for, django_assert_max_num_queries) -> None:
    before = LogEntry.objects.count()
    opening = opening_for("ingunn")
    queries.list_persons(opening)
    with django_assert_max_num_queries(9):
        opening.seal()
    assert LogEntry.objects.count() == before + 3
    newest = LogEntry.objects.order_by("-number").first()
    assert (newest.actor_name, newest.purpose, newest.role, newest.ground) == (
        "Ingunn Austad", "coordination", "service_unit", "helsepersonelloven § 25",
    )  # fmt: skip
    assert newest.documents == [["person", str(newest.person_id)]]


def test_the_documents_logged_are_the_documents_opened(three, opening_for) -> None:
    opening = opening_for("ingunn")
    queries.open_person(opening, three[0].pk)
    queries.kin_of(opening, three[0].pk)
    opened = len(opening.documents)
    opening.seal()
    assert sum(len(entry.documents) for entry in LogEntry.objects.filter(verb="sett")) == opened == 1


def test_of_what_is_weighed_only_what_is_drawn_is_logged(three, opening_for) -> None:
    opening = opening_for("ingunn")
    with opening.weighing():
        found = queries.list_persons(opening)
    assert opening.documents == []
    assert opening.show_of(found[1]["pk"]) == "person"
    assert opening.documents == [(found[1]["pk"], "person", str(found[1]["pk"]))]
    opening.seal()
    newest = LogEntry.objects.filter(verb="sett").order_by("pk").last()
    assert (newest.person_id, newest.role, newest.documents) == (found[1]["pk"], "service_unit", [["person", str(found[1]["pk"])]])


def test_what_was_never_fetched_is_not_drawn(three, opening_for) -> None:
    opening = opening_for("ingunn")
    queries.open_person(opening, three[0].pk)
    assert opening.show_of(three[0].pk) == "person"
    with pytest.raises(LookupError):
        opening.show_of(three[1].pk)


def test_sealing_twice_writes_once(three, opening_for) -> None:
    opening = opening_for("ingunn")
    queries.open_person(opening, three[0].pk)
    opening.seal()
    count = LogEntry.objects.count()
    opening.seal()
    assert LogEntry.objects.count() == count


def test_the_database_itself_refuses_to_change_or_remove_an_entry(three) -> None:
    entry = LogEntry.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).update(actor_name="En annen")
    with pytest.raises(DatabaseError), transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("UPDATE access_logentry SET actor_name = 'En annen' WHERE number = 2", "changed after"),
        ("UPDATE access_logentry SET documents = '[]' WHERE number = 1", "changed after"),
        ("DELETE FROM access_logentry WHERE number = 2", "missing"),
        ("DELETE FROM access_logentry WHERE number = 1", "missing"),
        ("DELETE FROM access_logentry", "the whole chain is gone"),
    ],
)
def test_a_changed_or_removed_entry_is_found(three, sql: str, reason: str) -> None:
    assert list(verify()) == []
    _tamper(sql)
    assert any(reason in broken.reason for broken in verify())


def test_a_chain_cut_at_its_end_is_found(three) -> None:
    last = LogEntry.objects.filter(person_id=three[0].pk).order_by("-number").first()
    _tamper(
        "DELETE FROM access_logentry WHERE person_id = %s AND number = %s",
        last.person_id.hex if connection.vendor == "sqlite" else last.person_id,
        last.number,
    )
    assert [broken.person_id for broken in verify()] == [three[0].pk]


def test_without_the_key_nobody_forges_a_chain(three, settings) -> None:
    entry = LogEntry.objects.first()
    right = log.seal_of(entry)
    settings.LOG_KEY = "another key"
    assert log.seal_of(entry) != right


def test_the_command_says_so_and_ends_with_one(three) -> None:
    out = StringIO()
    call_command("verify-log", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"chains": 3, "entries": LogEntry.objects.count(), "broken": 0}
    _tamper("UPDATE access_logentry SET note = 'x' WHERE number = 1")
    with pytest.raises(SystemExit, match="1"):
        call_command("verify-log", stdout=out)
    assert "was changed after it was written" in out.getvalue()


def test_a_log_that_cannot_be_written_shows_nothing(three, browse, monkeypatch) -> None:
    client = browse("ingunn")
    assert "Dalen" in client.get("/personer/").content.decode()

    def full(entries: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(log, "append", full)
    answer = client.get("/personer/")
    assert answer.status_code == 503
    assert "Dalen" not in answer.content.decode()


def test_nothing_is_logged_of_what_was_refused(three, as_) -> None:
    opening = Opening(as_("liv"))
    assert queries.list_persons(opening) == []
    count = LogEntry.objects.count()
    opening.seal()
    assert LogEntry.objects.count() == count


def test_of_several_reasons_the_log_says_the_one_held_in_her_own_name(house, as_) -> None:
    known = coordinated(house, as_("ingunn"))
    opening = Opening(as_("ingunn"), page="person")
    opening.one(Person.objects.filter(pk=known.person.pk))
    opening.seal()
    newest = LogEntry.objects.filter(person_id=known.person.pk).order_by("-number").first()
    assert newest is not None
    assert newest.role in ("coordinator", "contact")
