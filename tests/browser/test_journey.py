"""One resident's path, from the first call to an evaluated plan on paper, as the cast walks it in one browser."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import become
from tests.browser.path import Path, asks_for_help, gets_a_coordinator, is_given_a_service, is_offered_plan_and_coordinator

FIRST_GOAL, SECOND_GOAL = "Sove om natta", "Arbeide to dager i uken"
DECISION = "Spørre arbeidsgiveren om en prøvedag"
EVALUATED = "Fem netter denne uken."


def test_one_resident_from_the_first_call_to_a_plan_on_paper(visit):
    path = Path(visit("Ingunn Austad"))
    asks_for_help(path)
    is_given_a_service(path)
    _is_mapped(path)
    is_offered_plan_and_coordinator(path)
    gets_a_coordinator(path)
    _says_who_may_see(path)
    become(path.page, "Kari Byglandsfjord")
    path.follow("Personer")
    path.follow("Nora Strand")
    _has_a_plan(path)
    _meets(path)
    _says_how_it_goes(path)
    _holds_it_on_paper(path)
    _sees_who_has_looked(path)


def _is_mapped(path: Path) -> None:
    path.tab("Kartlegging")
    path.sees("Ingen har sett på livsområdene sammen med Nora ennå.")
    path.follow("Livsområder")
    path.choose("Hvem svarer?", "Sammen")
    part = path.page.locator("section", has=path.page.get_by_role("heading", name="Aktivitet", exact=False)).last
    part.locator("label", has_text=re.compile(r"^\s*3\b")).first.click()
    part.get_by_role("button", name="Lagre bare dette").click()
    path.sees("er lagret. Du kan gå videre, eller ta resten en annen dag.")
    path.tab("Kartlegging")
    path.sees("Livsområdene ble sist sett på 10. november 2026.")


def _says_who_may_see(path: Path) -> None:
    path.follow("Samtykke og sperring")
    path.pick(path.page.get_by_label("Hvem deles det med?"), "Sissel Heistad")
    path.choose("Hva får de se?", "Planen")
    path.choose("Hva får de se?", "Møter")
    path.choose("Hva får de se?", "Oppgaver")
    path.write(Hvorfor_deles="Komme tilbake i arbeid", Hvordan_sa="Muntlig i samtale")
    path.press("Noter samtykket")
    path.sees("Sissel Heistad")
    path.sees("Komme tilbake i arbeid")


def _has_a_plan(path: Path) -> None:
    path.tab("Plan")
    path.sees("Nora har ingen plan ennå")
    path.write(Hvordan_ble_samtykket="Muntlig i samtale")
    path.press("Begynn planen")
    for words in (FIRST_GOAL, SECOND_GOAL):
        path.follow("Nytt mål")
        path.write(Målet="" + words)
        path.press("Lagre målet")
        path.sees(f"«{words}»")
    path.follow("Nytt tiltak til dette målet")
    path.write(Hva_skal="Legge bort telefonen klokka ti", Hvordan="Lader den på kjøkkenet", Hvor_mye="Hver kveld")
    path.pick(path.page.get_by_label("Hvem gjør det?"), "Nora")
    path.press("Legg til")
    expect(path.page.locator("article", has_text=FIRST_GOAL)).to_contain_text("Legge bort telefonen klokka ti")
    expect(path.page.get_by_role("img", name="punkter er med")).to_be_visible()


def _meets(path: Path) -> None:
    path.tab("Møter")
    path.follow("Kall inn til møte")
    path.choose("Hva slags møte?", "Ansvarsgruppe")
    path.write(Dag="2026-11-10", Klokken="09:20", Sted="Kommunehuset, møterom 1", Det_Nora_vil="Kan jeg begynne forsiktig?")
    path.press("Kall inn")
    path.sees("Møtet er kalt inn.")
    path.sees("«Kan jeg begynne forsiktig?»")
    path.press("Lagre hvem som kom")
    path.sees("Møtet er holdt. Referatet er ikke delt ennå.")
    decide = path.page.locator("form", has=path.page.locator("input[name=gjor][value=decide]"))
    decide.get_by_text("Et tiltak i planen", exact=True).click()
    decide.get_by_label("Hva skal gjøres?").fill(DECISION)
    path.pick(decide.get_by_label("Hvem gjør det?"), "Sissel Heistad")
    path.pick(decide.get_by_label(re.compile("^Hvilket mål")), SECOND_GOAL)
    decide.get_by_label(re.compile("^Innen")).fill("2026-11-24")
    path.press("Legg til beslutningen")
    path.sees("tiltak i planen")
    path.page.get_by_role("textbox", name=re.compile("^Referat")).fill("Nora vil prøve én dag først.")
    path.press("Lagre og del referatet")
    path.sees("Referatet er delt.")
    path.tab("Plan")
    expect(path.page.locator("article", has_text=SECOND_GOAL)).to_contain_text(DECISION)


def _says_how_it_goes(path: Path) -> None:
    path.page.locator("article", has_text=FIRST_GOAL).get_by_role("link", name="Evaluer sammen").click()
    path.page.get_by_label(re.compile("Litt bedre enn ventet")).check()
    path.choose("Hvem sier det?", "Personen selv")
    path.write(Med_egne="" + EVALUATED)
    path.press("Lagre")
    path.sees("Takk. Det står i planen nå.")
    expect(path.page.locator("article", has_text=FIRST_GOAL)).to_contain_text(f"Nora: «{EVALUATED}»")


def _holds_it_on_paper(path: Path) -> None:
    path.press("Skriv ut")
    path.sees("Versjon 1")
    path.sees(DECISION)
    for name in ("Åpne som PDF", "Stor skrift"):
        address = path.page.get_by_role("link", name=name).get_attribute("href")
        paper = path.page.request.get(address)
        assert paper.body().startswith(b"%PDF"), (address, paper.status)
        text = " ".join("\n".join(one.extract_text() for one in PdfReader(BytesIO(paper.body())).pages).split())
        for said in (FIRST_GOAL, SECOND_GOAL, DECISION, EVALUATED):
            assert said in text, (said, text)
        assert re.search(r"[Vv]ersjon 1\b", text), text


def _sees_who_has_looked(path: Path) -> None:
    path.page.get_by_role("link", name="Planen", exact=True).first.click()
    path.tab("Hvem har sett?")
    path.sees("Ingunn Austad")
    path.sees("Kari Byglandsfjord")
    hers = path.page.url
    become(path.page, "Liv Åsland")
    with pytest.raises(AssertionError):
        expect(path.page.get_by_text("Nora")).to_be_visible(timeout=200)
    assert path.page.request.get(hers).status == 404
