"""«Hva om»: the leader asks what happens when money ends, and takes one page to the council; nobody else finds it."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from pypdf import PdfReader

from helhet.capacity.observed import Sums
from helhet.organisation.models import Post
from helhet.web import what_if_model
from tests.reading import words_of

MANY = {("opened", "u", one, 0): 14 for one in (1, 2, 3)} | {("present", "u", one, 4): 28 for one in (1, 2, 3)}
MANY |= {("waited", "", 0, days): 8 for days in (5, 7, 8, 9, 14)}
MANY |= {("opened", "u", one, 1): 12 for one in (1, 2, 3)}


@pytest.fixture
def posts(staffed):
    """The demo's posts."""
    return list(Post.objects.all())


@pytest.fixture
def many(monkeypatch):
    """A record with a whole service in it."""
    monkeypatch.setattr(what_if_model, "sums", lambda numbers, on: Sums(MANY, dict.fromkeys(MANY, 0)))


def address(page, word="Ruskonsulent"):
    """Where the page says one can see what happens, for this post."""
    part = page.split(word, 1)[1]
    return unescape(re.search(r'href="(/hva-om/svar/\?[^"]+)"', part).group(1))


def test_a_leader_sees_what_ends_and_is_one_press_from_what_happens(browse, posts):
    page = browse("kjersti").get("/hva-om/").content.decode()
    assert "Ingen betaler for 60 prosent fra 1. januar 2027." in page
    assert "Torbjørn Frøysnes" in page
    assert "fra=2027-01-01" in address(page)
    assert '/hva-om/"' in browse("kjersti").get("/internkontroll/").content.decode()


def test_the_page_for_the_council_answers_one_question(browse, posts, many):
    kjersti = browse("kjersti")
    asked = address(kjersti.get("/hva-om/").content.decode())
    page = kjersti.get(asked).content.decode()
    text = words_of(page)
    assert "Hva skjer når pengene tar slutt? Ruskonsulent" in text
    assert "Fra 1. januar 2027 er det ikke penger til 60 prosent av stillingen." in text
    assert "80–84 brukere, 40–44 nye siste år" in text, "persons are told in fives"
    assert "5,7 årsverk med brukere i fire kommuner" in text
    assert 'role="img" aria-label="Ventetid i dager: 60 prosent fortsetter' in page
    said = text.split("Kroner i året:")[1].split(".")[0]
    costs = [int(re.sub(r"\D", "", one)) for one in said.split(",")]
    assert sum(costs) == 588_000, "the parts add up to the krone"
    row = r'<td class="hh-num">\s*(\d+)\s*<span class="hh-quiet">\(\d+–\d+\)</span></td>\s*<td class="hh-num">\d+ %'
    waits = [int(one) for one in re.findall(row, page)]
    assert len(waits) == 3
    assert waits == sorted(waits), "less help never makes the wait shorter"
    paper = kjersti.get(asked.replace("/hva-om/svar/", "/hva-om/svar.pdf"))
    read = PdfReader(io.BytesIO(paper.content))
    assert len(read.pages) == 1
    assert "Det vi ber kommunestyret om" in read.pages[0].extract_text()
    grounds = kjersti.get(asked.replace("/hva-om/svar/", "/hva-om/grunnlag/")).content.decode()
    assert "Hva som tipper svaret" in grounds
    waited = r"Vi ville sagt at de nye ventet \d+–\d+ dager på første samtale. De ventet 9. <strong>Det traff.</strong>"
    assert re.search(waited, grounds)


def test_the_paper_tells_the_same_answer_without_running_it_again_until_the_record_or_the_reader_is_another(browse, posts, monkeypatch):
    ran, known = [], Sums(MANY, dict.fromkeys(MANY, 0))
    whole = what_if_model.answer
    monkeypatch.setattr(what_if_model, "answer", lambda asked: ran.append(asked) or whole(replace(asked, replications=125)))
    monkeypatch.setattr(what_if_model, "sums", lambda numbers, on: known)
    kjersti = browse("kjersti")
    asked = address(kjersti.get("/hva-om/").content.decode())
    page = kjersti.get(asked).content.decode()
    what_if_model._fitted.cache_clear()  # another process prints it
    paper = kjersti.get(asked.replace("/hva-om/svar/", "/hva-om/svar.pdf"))
    wait = re.search(r'<td class="hh-num">\s*(\d+)\s*<span class="hh-quiet">', page).group(1)
    assert f"fortsetter {wait} " in " ".join(PdfReader(io.BytesIO(paper.content)).pages[0].extract_text().split())
    assert kjersti.get(asked).content.decode().split("<article", 1)[1] == page.split("<article", 1)[1]
    assert len(ran) == 1
    known = Sums(MANY | {("opened", "u", 1, 0): 15}, dict.fromkeys(MANY, 0) | {("opened", "u", 1, 0): 0})
    assert kjersti.get(asked).status_code == 200
    assert len(ran) == 2, "one more has come"
    browse("kjersti").get(asked)
    assert len(ran) == 3, "whoever signs in anew has nothing kept for her"


def test_who_is_helped_changes_and_how_many_each_has_does_not_and_that_is_said(browse, posts, many, monkeypatch):
    """80 and some are helped by 5.7 work years, 14 to each. With 5.1 fewer are helped; were as many to be, there would be 16 to each."""
    monkeypatch.setattr(what_if_model, "asked", lambda *given, whole=what_if_model.asked: replace(whole(*given), replications=250))
    kjersti = browse("kjersti")
    text = " ".join(re.sub(r"<[^>]+>", " ", kjersti.get(address(kjersti.get("/hva-om/").content.decode())).content.decode()).split())
    table = text.split("Får hjelp samtidig", 1)[1]
    goes_on, half, ends = (int(one) for one in re.findall(r"\d % (\d+) \(\d+–\d+\)", table))
    assert goes_on > half > ends, "hours that are gone help nobody"
    now, then = (float(one.replace(",", ".")) for one in re.findall(r"(\d+,\d|\d+)(?: brukere)? på hvert årsverk", table))
    assert now == pytest.approx(goes_on / 5.7, abs=0.2)
    assert then == pytest.approx(goes_on / 5.1, abs=0.2)
    assert then > now + 1


def test_of_a_shared_post_only_their_part_ends_where_some_of_those_who_share_it_are_asked_for(posts):
    [rus] = [one for one in what_if_model.organisation.posts_on(("4221",), on=date(2026, 10, 31)) if one.post.title == "Ruskonsulent"]
    alone = what_if_model.Ending(rus, rus.percent, date(2027, 1, 1), ("4221",))
    together = what_if_model.Ending(rus, rus.percent, date(2027, 1, 1), ("4219", "4220", "4221", "4222"))
    assert 0 < alone.work_years < 0.5 * together.work_years
    assert alone.work_years < what_if_model.staffing(("4221",), date(2026, 10, 31), 1205).work_years


def test_with_few_persons_it_says_that_it_cannot_say(browse, posts):
    kjersti = browse("kjersti")
    page = kjersti.get(address(kjersti.get("/hva-om/").content.decode())).content.decode()
    assert "Det er for lite å si noe ut fra" in page
    assert "Færre enn 20 personer får hjelp." in page
    assert "<svg role" not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fra=2026-11-10", "Velg en dag som ikke er over."),
        ("fra=2040-01-01", "Så langt frem kan vi ikke se."),
        ("fra=2027-01-01&prosent=101", "mindre enn eller lik 100"),
        ("fra=2027-01-01&prosent=-3", "større enn eller lik"),
        ("fra=i+morgen", "dato"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_it(browse, posts, asked, said):
    [rus] = [one for one in posts if one.title == "Ruskonsulent"]
    page = browse("kjersti").get(f"/hva-om/svar/?stilling={rus.pk}&{asked}")
    assert page.status_code == 200
    assert said in page.content.decode()
    assert browse("kjersti").get(f"/hva-om/svar.pdf?stilling={rus.pk}&{asked}").status_code == 404


def test_only_who_leads_there_finds_it(browse, posts):
    [rus] = [one for one in posts if one.title == "Ruskonsulent"]
    for one in ("liv", "ingunn", "olav", "sissel"):
        for path in ("/hva-om/", f"/hva-om/svar/?stilling={rus.pk}&fra=2027-01-01", "/hva-om/svar.pdf", "/hva-om/grunnlag/"):
            assert browse(one).get(path).status_code == 404, (one, path)


def test_a_post_is_counted_by_what_it_does_with_people(posts):
    staffing = what_if_model.staffing(("4219", "4220", "4221", "4222"), date(2026, 10, 31), 7363)
    assert staffing.work_years == pytest.approx(5.7)
    one = what_if_model.staffing(("4221",), date(2026, 10, 31), 1205)
    assert one.work_years == pytest.approx(0.8 + 1.0 * 1205 / 7363 * 2 + 0.4 / 4, abs=0.01), "her own, and a part of what is shared"


def test_half_of_a_post_takes_half_of_its_people(posts):
    [leader] = [
        one for one in what_if_model.organisation.posts_on(("4219",), on=date(2026, 10, 31)) if one.post.title.startswith("Leder psykisk")
    ]
    ending = what_if_model.Ending(leader, Decimal(50), date(2027, 1, 1), ("4219",))
    assert ending.work_years == pytest.approx(0.2), "40 of her 100 is with people"
    assert ending.cost == 505_000
