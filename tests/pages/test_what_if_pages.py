"""«Hva om»: the leader asks what happens when money ends, and takes one page to the council; nobody else finds it."""

import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.management import call_command
from django.http import QueryDict
from pypdf import PdfReader

from helhet.capacity.observed import Sums
from helhet.organisation.models import Post
from helhet.oversight import actions
from helhet.web import what_if_duties, what_if_model, what_if_posts
from tests.reading import words_of

ON = date(2026, 11, 10)
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
    alone = what_if_posts.Part(rus, rus.percent, date(2027, 1, 1), ("4221",))
    together = what_if_posts.Part(rus, rus.percent, date(2027, 1, 1), ("4219", "4220", "4221", "4222"))
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
    ending = what_if_posts.Part(leader, Decimal(50), date(2027, 1, 1), ("4219",))
    assert ending.work_years == pytest.approx(0.2), "40 of her 100 is with people"
    assert ending.cost == 505_000


TOGETHER = "hva=lag&kommuner=4219&kommuner=4220&kommuner=4221&kommuner=4222"
EACH = {
    "hva=sykehus&fra=2027-01-01&kortere=30": ("Hva skjer når opphold på sykehus blir kortere?", "kommer folk hjem 30 prosent tidligere"),
    "hva=rekkefolge&fra=2027-01-01&nok=40": ("Hva skjer når alle begynner med lettere hjelp?", "for 40 av 100 er det nok"),
    "hva=stengt&fra=2027-03-01&igjen=0": ("Hva skjer når tjenesten stenger i tre måneder?", "Fra 1. mars 2027 til 31. mai 2027"),
    TOGETHER: ("Hva skjer når flere kommuner deler et lag?", "Det gjelder Evje og Hornnes, Bygland, Valle, Bykle."),
}


@pytest.fixture
def quick(monkeypatch):
    """Few futures, where what is told matters more than how sure it is."""
    monkeypatch.setattr(what_if_model, "asked", lambda *given, whole=what_if_model.asked, **more: replace(whole(*given), replications=250))


def waits_of(page):
    """The days waited in each choice, as the table tells them."""
    return [int(one) for one in re.findall(r'<th scope="row">[^<]+</th>\s*<td class="hh-num">(\d+)\s', page.split("hh-duties")[0])]


@pytest.mark.parametrize("asked", EACH)
def test_each_question_is_answered_on_the_page_and_on_one_sheet(browse, posts, many, quick, asked):
    kjersti = browse("kjersti")
    page = kjersti.get(f"/hva-om/svar/?{asked}").content.decode()
    text, (title, lead) = words_of(page), EACH[asked]
    assert title in text
    assert lead in text
    assert len(waits_of(page)) == 2
    assert "Plikter som blir brutt, ganger i året" in text
    read = PdfReader(io.BytesIO(kjersti.get(f"/hva-om/svar.pdf?{asked}").content))
    assert len(read.pages) == 1
    assert title in " ".join(read.pages[0].extract_text().split())
    assert "Hva som tipper svaret" in kjersti.get(f"/hva-om/grunnlag/?{asked}").content.decode()


ENDS = "hva=penger&kilde={source}"
BESIDE = "hva=sykehus&fra=2027-01-01&kortere=30&og-hva=rekkefolge&og-fra=2027-06-01&og-nok=40"
TWICE = "hva=sykehus&fra=2027-01-01&kortere=30&og-hva=sykehus&og-fra=2027-06-01&og-kortere=30"
SOME = "hva=lag&kommuner=4219&kommuner=4221"


@pytest.mark.parametrize("asked", [*EACH, ENDS, BESIDE, TWICE, SOME])
def test_a_question_goes_to_the_command_line_as_a_file_and_is_answered_the_same(
    browse, posts, many, quick, asked, tmp_path, monkeypatch, now, capsys
):
    monkeypatch.setattr("helhet.web.clock.now", lambda: now)
    kjersti = browse("kjersti")
    asks = kjersti.get("/hva-om/").content.decode()
    asked = asked.format(source=unescape(re.search(r'name="kilde"[^>]*value="([^"]+)"', asks).group(1)))
    on_page = waits_of(kjersti.get(f"/hva-om/svar/?{asked}").content.decode())
    assert f"/hva-om/svar.toml?{QueryDict(asked).urlencode()}" in unescape(kjersti.get(f"/hva-om/grunnlag/?{asked}").content.decode())
    given = kjersti.get(f"/hva-om/svar.toml?{asked}")
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.toml"', given["Content-Disposition"])
    path = tmp_path / "question.toml"
    path.write_bytes(given.content)
    call_command("capacity", "run", str(path), "--json")
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    waits = [one["middle"] for one in said if (one.get("step"), one.get("figure")) == ("first", "waited")]
    assert [round(one) for one in waits] == on_page
    told = kjersti.session["what-if"]["figures"]
    exact = [round(one["middle"], 4) for _, kind, figure, one in told if (kind, figure) == ("first", "waited")]
    assert waits == exact, "to the last decimal that is told"


def test_a_question_that_cannot_be_answered_makes_no_file(browse, posts):
    page = browse("kjersti").get("/hva-om/svar.toml?hva=sykehus&fra=2027-01-01&kortere=30")
    assert page["Content-Type"].startswith("text/html")
    assert "for lite å si noe ut fra" in page.content.decode()


def test_a_team_that_is_shared_waits_less_and_one_that_is_closed_waits_more(browse, posts, many, quick):
    kjersti = browse("kjersti")
    apart, together = waits_of(kjersti.get(f"/hva-om/svar/?{TOGETHER}").content.decode())
    assert apart > together
    open_, closed = waits_of(kjersti.get("/hva-om/svar/?hva=stengt&fra=2027-03-01&igjen=0").content.decode())
    assert closed > open_


def test_money_that_ends_takes_every_post_it_pays_for(browse, posts, many, quick):
    kjersti = browse("kjersti")
    asks = kjersti.get("/hva-om/").content.decode()
    source = unescape(re.search(r'name="kilde"[^>]*value="([^"]+)"', asks).group(1))
    page = kjersti.get("/hva-om/svar/", {"hva": "penger", "kilde": source}).content.decode()
    text = words_of(page)
    assert f"Hva skjer når pengene tar slutt? {source}" in text
    assert "Å ta det pengene betaler for, inn i budsjettet for 2027." in text
    assert len(waits_of(page)) == 3


def test_two_questions_are_held_up_against_each_other_with_the_same_people(browse, posts, many, quick):
    kjersti = browse("kjersti")
    first = "hva=stengt&fra=2027-03-01&igjen=0"
    assert f"{first}&og=1" in unescape(kjersti.get(f"/hva-om/svar/?{first}").content.decode())
    asks = kjersti.get(f"/hva-om/svar/?{first}&og=1").content.decode()
    assert "Hva vil du holde det opp mot?" in asks
    assert '<input type="hidden" name="igjen" value="0">' in asks
    assert 'value="lag"' not in asks, "a shared team is asked of another service"
    page = kjersti.get(f"/hva-om/svar/?{first}&og-hva=rekkefolge&og-fra=2027-01-01&og-nok=40").content.decode()
    text = words_of(page)
    assert "To valg mot hverandre" in text
    assert len(waits_of(page)) == 3
    assert "framskrivinge" in text.lower()
    assert "«Lettere hjelp først» gir kortere ventetid enn «Stengt i tre måneder»" in text or "skiller ikke sikkert mellom" in text
    wrong = kjersti.get(f"/hva-om/svar/?{first}&og-hva=rekkefolge&og-fra=2020-01-01&og-nok=40").content.decode()
    assert "Velg en dag som ikke er over." in wrong
    assert '<input type="hidden" name="igjen" value="0">' in wrong, "the first question is not lost"
    assert kjersti.get(f"/hva-om/svar.pdf?{first}&og-hva=rekkefolge&og-fra=2020-01-01&og-nok=40").status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("hva=lag&kommuner=4219", "Velg to, tre eller fire kommuner."),
        ("hva=sykehus&fra=2027-01-01&kortere=120", "mindre enn eller lik 90"),
        ("hva=rekkefolge&fra=2027-01-01&nok=-1", "større enn eller lik 0"),
        ("hva=stengt&fra=2026-01-01&igjen=0", "Velg en dag som ikke er over."),
    ],
)
def test_what_cannot_be_asked_of_the_other_questions_is_said_beside_it(browse, posts, asked, said):
    kjersti = browse("kjersti")
    assert said in kjersti.get(f"/hva-om/svar/?{asked}").content.decode()
    assert kjersti.get(f"/hva-om/svar.pdf?{asked}").status_code == 404
    assert kjersti.get("/hva-om/svar/?hva=noe").status_code == 404


def duties_of(page):
    """How often each duty is broken in each choice: the ones in the middle, by the duty's name."""
    table = page.split("hh-duties", 1)[1].split("</table>", 1)[0]
    rows = re.findall(r'<th scope="row">([^<(]+) \([^<]*</th>(.*?)</tr>', table, re.S)
    return {name: [int(one) for one in re.findall(r'hh-num">(\d+) <span class="hh-quiet">\(\d+–\d+\)', cells)] for name, cells in rows}


def test_a_post_that_ends_breaks_duties_and_what_the_service_costs_has_a_range(browse, posts, many, quick):
    kjersti = browse("kjersti")
    page = kjersti.get(address(kjersti.get("/hva-om/").content.decode())).content.decode()
    goes_on, half, ends = duties_of(page)["Svar på henvendelsen"]
    assert goes_on < half < ends
    text = words_of(page)
    assert re.search(r"«60 prosent slutter» koster \d+ tusen kroner mindre i året enn «60 prosent fortsetter» \(fra \d+ til \d+\)", text)
    assert "Andre plikter følger ikke av hvem som venter, og er ikke framskrevet." in text


def test_three_months_closed_breaks_contact_and_evaluation_for_everybody_who_is_helped(browse, posts, many, quick):
    kjersti = browse("kjersti")
    asked = "/hva-om/svar/?hva=stengt&fra=2027-03-01&igjen=0"
    closed = duties_of(kjersti.get(asked).content.decode())
    for name in ("Kontakt med koordinatoren", "Evaluering av målene i planen"):
        _, shut = closed[name]
        assert 12 <= shut <= 20, "some eighty are helped, once in five years"
    half = kjersti.get(asked.replace("igjen=0", "igjen=60")).content.decode()
    assert "Evaluering av målene i planen" not in duties_of(half), "thirty-six days are less than fifty-six"
    grounds = kjersti.get(asked.replace("/svar/", "/grunnlag/")).content.decode()
    assert "Plikter vi ikke kan framskrive" in grounds
    assert "Planen har samtykke" in grounds.split("Plikter vi ikke kan framskrive", 1)[1]
    assert "(KO-2)" not in grounds.split("Plikter vi ikke kan framskrive", 1)[1], "it can"


def test_a_municipalitys_own_time_for_a_duty_counts_and_the_longest_where_they_differ(staffed, as_):
    actions.set_target("4219", key="contact_within", days=60, months=0, since=ON, by=as_("kjersti"))
    of = {numbers: dict(what_if_duties.times(numbers, ON))["KO-2"].days for numbers in (("4219",), ("4219", "4220"))}
    assert of == {("4219",): 60, ("4219", "4220"): 90}
