"""The mapping pages: asked together, saved one area at a time, corrected, and closed to those who have no reason to look."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from helhet.access import queries as access
from helhet.access.log import LogEntry, verify
from helhet.cases import actions as cases
from helhet.cases import queries as case_queries
from helhet.cases.rules import EIGHT_LIFE_AREAS
from helhet.mapping import actions, queries
from helhet.mapping.models import Response
from helhet.plans import actions as plans
from tests.data.instruments import as_bytes, choice, file, worded
from tests.reading import words_of


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, in Ingunn's service on main pathway 3."""
    new = cases.NewEnquiry(name="Siri Haugen", words="Hester.", unit=house.units["bygland"], municipality_number="4220")
    enquiry = cases.register(new, by=as_("ingunn"))
    cases.take(enquiry, by=as_("ingunn"))
    service = case_queries.services_for("4220", pathway=3, actor=as_("ingunn"))[-1]
    cases.triage(enquiry, service=service, pathway=3, reason="Trenger noen over tid.", by=as_("ingunn"))
    return enquiry.person


@pytest.fixture
def ingunn(siri, browse):
    """Ingunn, signed in."""
    return browse("ingunn")


def _url(person, *steps: object) -> str:
    return "/".join(["/personer", str(person.pk), "kartlegging", *map(str, steps), ""])


def _answer(siri, as_, name: str, answers: dict, on: date = date(2026, 11, 3), by: str = "person", **more):
    instrument = queries.instrument_named(name, "nb")
    return actions.respond(siri.pk, instrument=instrument, answers=answers, answered_by=by, on=on, by=as_("ingunn"), **more)


def _shown(html: str) -> set[str]:
    return set(re.findall(r'data-doc="([^"]+)"', html))


def test_an_empty_page_says_so_and_asks_only_if_it_can_lead_to_help(siri, ingunn) -> None:
    html = ingunn.get(_url(siri)).content.decode()
    assert "Ingen har sett på livsområdene sammen med Siri ennå." in html
    assert "Kartlegg bare når det kan føre til hjelp" in html
    assert "I hovedforløp 3 snakker vi alltid om det" in html
    assert "PHQ-9" in html.split("Skjemaer uten tekst")[1]


def test_resources_are_asked_before_anything_that_is_hard(siri, ingunn) -> None:
    html = ingunn.get(_url(siri, "ny", "livsomrader")).content.decode()
    assert 0 < html.index("Hva er du god på?") < html.index("Hvordan bor du?") < html.index("Hva vil du begynne med?")
    assert html.count('type="radio" name="housing"') == 11


def test_the_plan_does_not_ask_again_what_she_has_said_is_good(siri, ingunn, browse, as_) -> None:
    """The frame asks for what she is good at, as mapping does: what she said there stands beside it, for whoever may read mapping."""
    made = _answer(siri, as_, "livsomrader", {"good-at": "Hester, og å fikse motorer", "housing": "3"})
    plans.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    html = ingunn.get(reverse("plan-frame", args=[siri.pk])).content.decode()
    assert html.index("Hester, og å fikse motorer") < html.index('name="strengths"')
    assert f"kartlegging:{made.pk}" in _shown(html)
    tone = browse("tone").get(reverse("plan-frame", args=[siri.pk]))
    assert "Hester" not in tone.content.decode()


def test_the_questions_are_in_her_language_or_the_one_chosen(siri, ingunn) -> None:
    siri.language = "nn"
    siri.save()
    assert "Korleis bur du?" in ingunn.get(_url(siri, "ny", "livsomrader")).content.decode()
    assert "How do you live?" in ingunn.get(_url(siri, "ny", "livsomrader") + "?sprak=en").content.decode()


def test_one_area_is_saved_and_the_rest_of_the_draft_is_kept(siri, ingunn, as_) -> None:
    typed = {"answered_by": "together", "on": "2026-11-10", "housing": "2", "housing-words": "Sofaen hos en venn", "good-at": "Hester"}
    answer = ingunn.post(_url(siri, "ny", "livsomrader"), typed | {"part": "area-housing"})
    made = Response.objects.get()
    assert made.answers == {"housing": "2", "housing-words": "Sofaen hos en venn"}
    assert answer.url == f"{_url(siri, 'ny', 'livsomrader')}?lagret={made.pk}#area-housing"
    kept = access.draft_of(as_("ingunn"), f"kartlegging:{siri.pk}:livsomrader")
    assert kept == {"answered_by": "together", "on": "2026-11-10", "good-at": "Hester"}
    html = ingunn.get(answer.url).content.decode()
    assert "Bolig er lagret." in html
    assert "Hester</textarea>" in html
    assert "Bolig er 2. Er dette noe Siri vil ha hjelp til?" in html


def test_everything_saved_leads_to_what_was_answered(siri, ingunn, as_) -> None:
    actions.add_instrument(as_bytes(worded("phq-9")))
    typed = {"answered_by": "person", "on": "2026-11-09", "words": "Det hjalp å skrive."} | {str(n): "1" for n in range(1, 10)}
    html = ingunn.post(_url(siri, "ny", "phq-9"), typed, follow=True).content.decode()
    assert "Kartleggingen er lagret." in html
    assert "9. november 2026, Siri selv" in html
    assert "Sum: 9" in words_of(html)
    assert "noen plager" in html
    assert "Det hjalp å skrive." in html
    assert access.draft_of(as_("ingunn"), f"kartlegging:{siri.pk}:phq-9") == {}


def test_question_nine_calls_for_a_conversation_and_says_nothing_more(siri, ingunn, as_) -> None:
    actions.add_instrument(as_bytes(worded("phq-9")))
    none = _answer(siri, as_, "phq-9", {str(n): "0" for n in range(1, 10)})
    some = _answer(siri, as_, "phq-9", {str(n): "0" for n in range(1, 9)} | {"9": "1"})
    assert "Snakk med Siri om dette nå." not in ingunn.get(_url(siri, none.pk)).content.decode()
    html = ingunn.get(_url(siri, some.pk)).content.decode()
    assert html.count("Snakk med Siri om dette nå.") == 1
    assert not re.search(r"risiko|alvorlig|data-color=\"(danger|warning|success)", html)


def test_faults_are_shown_together_and_nothing_typed_is_lost(siri, ingunn) -> None:
    held = file(choice("1", range(3), required=True), {"linkId": "t", "type": "text", "text": "Om t", "maxLength": 5})
    actions.add_instrument(as_bytes(held))
    html = ingunn.post(_url(siri, "ny", "eksempel"), {"answered_by": "together", "on": "2026-11-11", "t": "altfor langt"}).content.decode()
    for reason in ("Svar på dette spørsmålet.", "Dagen har ikke vært ennå.", "Det er plass til 5."):
        assert reason in html
    assert "altfor langt</textarea>" in html
    assert not Response.objects.exists()


def test_what_she_said_before_stands_beside_the_question(siri, ingunn, as_) -> None:
    made = _answer(siri, as_, "livsomrader", {"housing": "8", "housing-words": "Trygt, eget", "likes": "Være ute tidlig"})
    html = ingunn.get(_url(siri, "ny", "livsomrader")).content.decode()
    assert "«Være ute tidlig»" in html
    assert re.search("8 Bor greit.*?«Trygt, eget».*?3. november 2026, Siri selv", words_of(html))
    assert f"kartlegging:{made.pk}" in _shown(html)


def test_answers_are_corrected_by_new_ones(siri, ingunn, as_) -> None:
    wrong = _answer(siri, as_, "stigen", {"now": "1"})
    url = f"{_url(siri, 'ny', 'stigen')}?retter={wrong.pk}"
    html = ingunn.get(url).content.decode()
    assert "Du retter svarene fra 3. november 2026." in html
    assert 'value="1" checked' in html
    shown = ingunn.post(url, {"answered_by": "person", "on": "2026-11-03", "now": "7"}, follow=True).content.decode()
    assert '<b class="hh-num">7</b>' in shown
    assert "Disse svarene er rettet." in ingunn.get(_url(siri, wrong.pk)).content.decode()
    assert Response.objects.count() == 2


def test_change_over_time_is_drawn_with_words_and_tabled(siri, ingunn, as_) -> None:
    for on, value in ((date(2026, 1, 12), "2"), (date(2026, 11, 3), "6")):
        _answer(siri, as_, "stigen", {"now": value}, on)
    html = ingunn.get(_url(siri)).content.decode()
    assert '<desc id="stigen-1-d">12. januar 2026: 2. 3. november 2026: 6. </desc>' in html
    assert html.count("<circle") == 2
    assert re.search(r"<table.*12. januar 2026", html, re.DOTALL)
    points = re.search(r'points="([^"]+)"', html)
    assert points
    assert re.fullmatch(r"\d+,\d+ \d+,\d+", points[1])


def test_the_life_areas_are_drawn_by_attributes_and_said_in_words(siri, ingunn, as_) -> None:
    _answer(siri, as_, "livsomrader", {"housing": "7", "economy": "3"}, date(2026, 1, 12))
    _answer(siri, as_, "livsomrader", {"housing": "8", "housing-words": "Trygt, eget", "economy": "3"})
    html = ingunn.get(_url(siri)).content.decode()
    assert 'class="now" x="0" y="4" width="80%"' in html
    assert 'class="was" x="70%"' in html
    assert "12. januar 2026: 7 av 10." in html
    assert "Siris egne svar, 0–10. Søylen er 3. november. Streken er 12. januar 2026." in " ".join(html.split())
    assert "style=" not in html


@pytest.mark.parametrize(
    "page",
    [
        "",
        "ny/livsomrader/",
        "ny/livsomrader/?lagret={areas}",
        "ny/stigen/",
        "ny/stigen/?retter={ladder}",
        "{areas}/",
        "{ladder}/",
        "{wrong}/",
    ],
)
def test_what_is_shown_is_what_was_logged(page: str, siri, ingunn, as_) -> None:
    _answer(siri, as_, "livsomrader", {"good-at": "Hester", "housing": "7"}, date(2026, 1, 12))
    areas = _answer(siri, as_, "livsomrader", dict.fromkeys(EIGHT_LIFE_AREAS, "3"))
    wrong = _answer(siri, as_, "stigen", {"now": "9"})
    _answer(siri, as_, "stigen", {"now": "5"}, corrects=wrong)
    ladder = _answer(siri, as_, "stigen", {"now": "4"})
    before = LogEntry.objects.filter(person_id=siri.pk).count()
    html = ingunn.get(_url(siri) + page.format(areas=areas.pk, wrong=wrong.pk, ladder=ladder.pk)).content.decode()
    logged = {f"{kind}:{key}" for entry in LogEntry.objects.filter(person_id=siri.pk, number__gt=before) for kind, key in entry.documents}
    assert _shown(html) == logged
    assert list(verify()) == []


@pytest.mark.parametrize("key", ["liv", "gunnhild", "tone"])
def test_whoever_has_no_reason_to_see_it_finds_nothing(key: str, siri, as_, browse) -> None:
    made = _answer(siri, as_, "stigen", {"now": "4"})
    client = browse(key)
    for steps in ((), ("ny", "stigen"), (made.pk,)):
        assert client.get(_url(siri, *steps)).status_code == 404
    assert client.post(_url(siri, "ny", "stigen"), {"answered_by": "together", "on": "2026-11-10", "now": "4"}).status_code == 404
    assert Response.objects.count() == 1


def test_what_is_not_there_is_not_found(siri, ingunn, as_, house) -> None:
    made = _answer(siri, as_, "stigen", {"now": "4"})
    enquiry = cases.register(
        cases.NewEnquiry(name="Even Lien", words="Søvn.", unit=house.units["bygland"], municipality_number="4220"), by=as_("ingunn")
    )
    for steps in (("ny", "phq-9"), ("ny", "finnes-ikke"), (uuid4(),)):
        assert ingunn.get(_url(siri, *steps)).status_code == 404
    assert ingunn.get(_url(enquiry.person, made.pk)).status_code == 404
    for query in ("retter=x", f"retter={uuid4()}", "lagret=x"):
        assert ingunn.get(f"{_url(siri, 'ny', 'stigen')}?{query}").status_code == 404
    assert ingunn.get(f"{_url(enquiry.person, 'ny', 'stigen')}?retter={made.pk}").status_code == 404
