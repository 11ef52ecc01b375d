"""Hvem har sett: who and why first, each reading one press away, every line reachable, and an emergency never folded."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helhet.access import actions, looks
from helhet.access.log import append, entry
from helhet.access.models import LogEntry
from helhet.access.rules import SEEN, Purpose, Role
from tests.conftest import NOW
from tests.reading import words_of
from tests.siri import account_for, coordinated


@pytest.fixture
def siri(house, as_):
    by = as_("ingunn")
    person = coordinated(house, by).person
    account_for(person, by)
    return person


def _read(person, by, *, days: int, a_day: int = 1, verb: str = SEEN) -> None:
    """So many lines a day for so many days back, in one chain."""
    plan = [("plan", str(person.pk))]
    made = [entry(by, person.pk, Purpose.COORDINATION, verb, plan, role=Role.COORDINATOR) for _ in range(days * a_day)]
    for place, one in enumerate(made):
        one.at = NOW - timedelta(days=days - place // a_day, minutes=a_day - place % a_day)
    append(made)


def _page(client, person, query: str = "") -> str:
    return client.get(f"/personer/{person.pk}/hvem-har-sett/{query}").content.decode()


def test_a_day_says_who_and_how_often_in_one_line_and_opens_to_each_reading(siri, as_, browse) -> None:
    _read(siri, as_("ingunn"), days=1, a_day=3)
    page = _page(browse("siri"), siri)
    *_, line = re.findall(r'<details class="hh-look">.*?</details>', page, re.DOTALL)
    summary, _, readings = line.partition("</summary>")
    assert words_of(summary) == "Ingunn Austad, koordinatoren din, Psykisk helse og rus, Bygland Leste planen, 3 ganger."
    asked = re.findall(r'name="gjor" value="ask">\s*<input type="hidden" name="rad" value="([0-9a-f-]{36})"', readings)
    assert len(asked) == 3
    assert asked == re.findall(r'id="linje-([0-9a-f-]{36})"', readings)


def test_every_line_is_reached_by_the_pages_without_a_script_and_none_twice(siri, as_, browse) -> None:
    _read(siri, as_("ingunn"), days=60, a_day=3)
    before = {str(key) for key in LogEntry.objects.filter(person_id=siri.pk).values_list("pk", flat=True)}
    hers, query, seen, pages = browse("siri"), "", [], 0
    while query is not None:
        page = _page(hers, siri, query)
        found = re.findall(r'id="linje-([0-9a-f-]{36})"', page)
        assert len(found) < 60, "a page holds a few days, however long the log"
        seen += found
        pages += 1
        on = re.search(r'href="(\?til=[0-9-]+)"', page)
        query = on and on[1]
    assert pages > 3
    assert before <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_log_of_five_thousand_lines_asks_the_database_no_more_than_a_short_one(siri, as_, opening_for) -> None:
    def asked() -> tuple[looks.HerLog, int]:
        opening = opening_for("siri")
        with CaptureQueriesContext(connection) as asking:
            return looks.who_has_looked(opening, [siri.pk], enough=40), len(asking)

    _read(siri, as_("ingunn"), days=45)
    short, few = asked()
    _read(siri, as_("ingunn"), days=500, a_day=10)
    long, many = asked()
    assert many <= few
    assert len(long.readings) < len(short.readings) + 20
    assert LogEntry.objects.filter(person_id=siri.pk).count() > 5000
    assert long.older is not None


def test_an_emergency_stands_first_and_open_on_every_page_however_old(siri, as_, browse) -> None:
    actions.open_emergency(siri.pk, reason="Legevakten ringer og finner ingen nummer.", by=as_("olav", at=NOW - timedelta(days=200)))
    _read(siri, as_("ingunn"), days=100)
    for query in ("", f"?til={(NOW - timedelta(days=60)).date()}"):
        page = _page(browse("siri"), siri, query)
        first = page.index("Legevakten ringer og finner ingen nummer.")
        assert first < page.index('<details class="hh-look"')
        assert page.count("Legevakten ringer og finner ingen nummer.") == 1
        assert f'value="{LogEntry.objects.get(verb="nødtilgang").pk}"' in page


@pytest.mark.parametrize("asked", ["tull", "0001-01-01", "9999-12-31", "2026-13-40"])
def test_a_day_that_is_none_does_no_harm(siri, browse, asked: str) -> None:
    assert browse("siri").get(f"/personer/{siri.pk}/hvem-har-sett/?til={asked}").status_code == 200


def test_how_many_others_stands_first_and_she_is_not_one_of_them(siri, browse) -> None:
    hers = browse("siri")
    hers.get("/")
    assert "Du selv" in _page(hers, siri)
    assert "Én annen har sett" in words_of(_page(hers, siri))


def test_her_front_page_says_that_a_code_was_wrong_and_not_that_a_stranger_has_read(siri, as_, browse) -> None:
    made = actions.make_link(siri, channel="met", by=as_("ingunn"))
    assert actions.use_link(made.token, code="0" if made.code[0] != "0" else "1", at=NOW) is None
    words = words_of(browse("siri").get("/").content.decode())
    assert "Ukjent, med en innloggingslenke skrev feil kode" in words
    assert "Ukjent, med en innloggingslenke navn" not in words
