"""The board's pages: plain rows in a pinned number of statements, a row by itself, and nothing for those who follow nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helhet.access import actions as access
from helhet.access.log import LogEntry
from helhet.access.rules import Role
from helhet.cases import actions as cases
from helhet.cases.queries import services_for
from helhet.people import actions as people
from helhet.team import actions

BOARD, MOST = "/tavle/", 60


@pytest.fixture
def persons(house, as_):
    """Twelve in Bygland on the board."""
    by, made = as_("ingunn"), []
    for number in range(12):
        new = people.NewPerson(house.municipalities["bygland"], f"Gunn{number}", "Li")
        person = people.make_known(new, unit=house.units["bygland"], by=by)
        access.open_relation(person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff["torbjorn"], by=by)
        made.append(person)
    return made


def put(persons, as_) -> None:
    for person in persons:
        actions.put_on_board(person.pk, level=2, why_kind="lasting", why="Trenger mye nå", by=as_("ingunn"))


def asked(client) -> int:
    client.get(BOARD)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(BOARD).status_code == 200
    return len(seen)


def test_it_asks_as_little_for_twelve_as_for_three(persons, as_, browse) -> None:
    client = browse("torbjorn")
    put(persons[:3], as_)
    few = asked(client)
    put(persons[3:], as_)
    assert asked(client) == few
    assert few <= MOST


def test_each_who_is_shown_has_it_in_her_log_and_others_are_not_touched(persons, as_, browse) -> None:
    put(persons[:5], as_)
    before = {entry.pk for entry in LogEntry.objects.all()}
    page = browse("torbjorn").get(BOARD).content.decode()
    new = LogEntry.objects.exclude(pk__in=before)
    assert {entry.person_id for entry in new} == {person.pk for person in persons[:5]}
    assert "Gunn0" not in page
    assert page.count("GL") >= 5


def test_who_was_there_stands_in_the_log(persons, house, as_, browse) -> None:
    put(persons[:1], as_)
    actions.begin_board_meeting(None, minutes_long=15, present=[house.staff["hanne"].pk], by=as_("torbjorn"))
    browse("torbjorn").get(BOARD)
    assert LogEntry.objects.filter(person_id=persons[0].pk, verb="sett").latest("number").note == "Tavlemøte, Hanne Lie Mosdal"


@pytest.mark.parametrize("key", ["sissel", "hilde", "aslaug"])
def test_it_is_for_those_who_work_here(persons, as_, browse, key: str) -> None:
    put(persons[:1], as_)
    assert browse(key).get(BOARD).status_code == 404
    assert browse(key).get(f"/personer/{persons[0].pk}/tavle/").status_code == 404


def test_who_is_new_and_not_on_it_is_suggested_and_logged(persons, house, as_, browse) -> None:
    put(persons[:1], as_)
    page = browse("torbjorn").get(BOARD).content.decode()
    assert "Bør noen snakke om dem?" not in page
    enquiry = cases.register(
        cases.NewEnquiry(name="Even Lien", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number="4220"),
        by=as_("ingunn"),
    )  # fmt: skip
    cases.take(enquiry, by=as_("ingunn"))
    service = services_for("4220", pathway=2, actor=as_("ingunn"))[0]
    cases.triage(enquiry, service=service, pathway=2, reason="Trenger noen å snakke med.", by=as_("ingunn"))
    page = browse("ingunn").get(BOARD).content.decode()
    assert "Bør noen snakke om dem?" in page
    assert "EL" in page
    assert "Even" not in page
    assert LogEntry.objects.filter(person_id=enquiry.person_id, verb="sett", page="board").exists()


def test_a_neighbour_sees_an_empty_board(persons, as_, browse) -> None:
    put(persons[:1], as_)
    page = browse("liv").get(BOARD).content.decode()
    assert "GL" not in page
    for answer in (
        browse("liv").get(f"/personer/{persons[0].pk}/tavle/", headers={"HX-Request": "true"}),
        browse("liv").post(f"/personer/{persons[0].pk}/tavle/", {"gjor": "turn"}),
        browse("liv").post(f"/personer/{persons[0].pk}/tavle/", {"gjor": "off", "reason": "x"}),
    ):
        assert answer.status_code == 404


def test_a_row_by_itself_keeps_what_was_wrong(persons, as_, browse) -> None:
    put(persons[:1], as_)
    address, client = f"/personer/{persons[0].pk}/tavle/", browse("torbjorn")
    htmx = {"HX-Request": "true"}
    wrong = client.post(address, {"gjor": "place", "level": "1", "why_kind": "life", "why": "Overdose"}, headers=htmx).content.decode()
    assert "hører til i journalen" in wrong
    right = client.post(address, {"gjor": "place", "level": "1", "why_kind": "life", "why": "Ringes daglig"}, headers=htmx).content.decode()
    assert 'data-level="1"' in right
    assert client.post(address, {"gjor": "off", "reason": "Går bra"}, headers=htmx).content == b""
    assert client.get(address, headers=htmx).status_code == 404
    assert client.get(address).status_code == 200
