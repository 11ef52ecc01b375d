"""A figure about the municipality opens, for those who lead there, to the agreements, units, workers, events and reviews behind it."""

import re

import pytest

from helhet.demo import setesdal
from helhet.demo.telling import Teller
from helhet.oversight import months
from helhet.oversight.behind import KINDS
from helhet.oversight.criteria import OF_MUNICIPALITIES
from tests.reading import words_of

BYGLAND, VALLE = "4220", "4221"
PAGE = "/internkontroll/"


@pytest.fixture
def october(house, now) -> str:
    """A month with the four municipalities' agreements and years, counted."""
    setesdal.tell_house(Teller(house, now))
    months.keep_month(now.date().replace(month=10, day=31), at=now, today=now.date())
    return "2026-10-31"


def opened(browse, key: str, day: str, criterion: str, number: str = BYGLAND) -> str:
    client = browse(key)
    client.cookies["django_language"] = "nb"
    answer = client.get(PAGE, {"dag": day, "krav": criterion, "kommune": number})
    assert answer.status_code == 200, criterion
    return answer.content.decode().split('id="apnet"')[1].split("</section>")[0]


def links(page: str) -> list[str]:
    [rows] = re.findall(r"Det tallet er regnet av</h3>(.*?)</ul>", page, re.DOTALL)
    return re.findall(r'class="hh-name" href="([^"]+)"', rows)


def test_every_duty_of_a_municipality_says_what_it_is_counted_from() -> None:
    assert set(KINDS) == {one.id for one in OF_MUNICIPALITIES}


@pytest.mark.parametrize("criterion", sorted(KINDS))
def test_a_figure_opens_and_every_row_leads_to_a_page_that_is_there(october, browse, criterion: str) -> None:
    for key in ("tone", "kjersti", "marit"):
        client = browse(key)
        number = {"tone": BYGLAND, "kjersti": VALLE, "marit": "4219"}[key]
        page = opened(browse, key, october, criterion, number)
        assert "Det tallet er regnet av" in page, key
        for url in links(page):
            assert client.get(url).status_code == 200, (key, url)


def test_an_agreement_stands_with_what_is_missing_and_its_page(october, browse) -> None:
    page = opened(browse, "tone", october, "AV-2a")
    assert len(links(page)) > 1
    assert all("/samarbeid/avtaler/" in url for url in links(page))
    said = words_of(page)
    assert "Ikke gått gjennom" in said
    assert "Bygland" in said


def test_a_row_of_a_municipality_one_does_not_lead_is_not_there(october, browse) -> None:
    assert "Det tallet er regnet av" not in opened(browse, "marit", october, "AV-2a", BYGLAND)
    whole = browse("marit").get(PAGE, {"dag": october, "krav": "KO-4"}).content.decode()
    assert all("Bygland" not in row for row in re.findall(r'<li>\s*<(?:a|span) class="hh-name".*?</li>', whole, re.DOTALL))


def test_the_rows_say_which_day_they_are_of(october, browse) -> None:
    assert "Slik det står i dag" in words_of(opened(browse, "tone", october, "KO-4"))
    assert "Slik det er skrevet ned nå om den dagen." in words_of(opened(browse, "tone", october, "LE-1"))
