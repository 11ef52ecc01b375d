"""One resident's path, from the first call to an evaluated plan on paper, as the cast walks it in one browser."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import become

FIRST_GOAL, SECOND_GOAL = "Sove om natta", "Arbeide to dager i uken"
DECISION = "Spørre arbeidsgiveren om en prøvedag"
EVALUATED = "Fem netter denne uken."


class Path:
    """The page of one resident, and the ways about it that everybody takes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heading = lambda name: page.get_by_role("heading", name=name, exact=True).first
        self.press = lambda name: page.get_by_role("button", name=name).click()
        self.follow = lambda name: page.get_by_role("link", name=name).first.click()

    def tab(self, name: str) -> None:
        """One of the tabs under her name."""
        self.page.get_by_role("navigation", name="Nora Strand").get_by_role("link", name=name, exact=True).click()

    def choose(self, question: str, answer: str) -> None:
        """Press the button with this answer under the question."""
        self.page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()

    def write(self, **said: str) -> None:
        """Fill in fields by the start of their label, with _ for a space."""
        for label, text in said.items():
            named = self.page.get_by_label(re.compile("^" + label.replace("_", " ")))
            named.and_(self.page.locator("textarea, input:not([type=radio], [type=checkbox])")).first.fill(text)

    def pick(self, among: Locator, who: str) -> None:
        """Choose the first in the list that begins with this."""
        option = among.locator("option").filter(has_text=re.compile("^\\W*" + who)).first
        among.select_option(value=option.get_attribute("value"))

    def sees(self, text: str) -> None:
        """The page says this, where it can be seen."""
        expect(self.page.get_by_text(text).first).to_be_visible()


def test_one_resident_from_the_first_call_to_a_plan_on_paper(visit):
    path = Path(visit("Ingunn Austad"))
    _asks_for_help(path)
    _is_given_a_service(path)
    _is_mapped(path)
    _is_offered_plan_and_coordinator(path)
    _gets_a_coordinator(path)
    _says_who_may_see(path)
    become(path.page, "Kari Byglandsfjord")
    path.follow("Personer")
    path.follow("Nora Strand")
    _has_a_plan(path)
    _meets(path)
    _says_how_it_goes(path)
    _holds_it_on_paper(path)
    _sees_who_has_looked(path)


def _asks_for_help(path: Path) -> None:
    path.follow("Ny henvendelse")
    path.choose("Hvem tar kontakt?", "Fastlege")
    path.write(Navn_på="Nora Strand", Født="14.03.1992", Telefon="400 00 138", Hva_ber="Jeg sover ikke. Jeg vil tilbake på jobb.")
    path.press("Registrer")
    path.sees("Henvendelsen er registrert.")
    path.sees("«Jeg sover ikke. Jeg vil tilbake på jobb.»")
    path.sees("Svar eller foreløpig svar innen 10. desember.")
    path.press("Ta saken")
    path.sees("Ingunn Austad har den.")


def _is_given_a_service(path: Path) -> None:
    path.page.get_by_text("Skriv svar eller foreløpig svar").click()
    path.choose("Hva slags svar?", "Foreløpig svar: si når svaret kommer")
    path.write(
        Det_du_skriver="Hei Nora. Vi ringer deg denne uken.", Svaret_kommer="2026-11-17", Hvorfor_det_tar="Vi snakker med fastlegen først."
    )
    path.press("Send svaret")
    path.sees("Hei Nora. Vi ringer deg denne uken.")
    path.page.get_by_label(re.compile("Hovedforløp 2")).check()
    path.page.get_by_label(re.compile("Samtaler hos psykolog")).check()
    path.write(Hvorfor_dette="Trenger utredning. Korte samtaler er prøvd.")
    path.press("Åpne sak")
    path.sees("Avklart 10. november.")


def _is_mapped(path: Path) -> None:
    path.tab("Kartlegging")
    path.sees("Ingen har sett på livsområdene sammen med Nora ennå.")
    path.follow("Livsområder")
    path.choose("Hvem svarer?", "Sammen")
    part = path.page.locator("section", has=path.page.get_by_role("heading", name="Aktivitet", exact=False)).last
    part.locator("label", has_text=re.compile("^3")).first.click()
    part.get_by_role("button", name="Lagre bare dette").click()
    path.sees("er lagret. Du kan gå videre, eller ta resten en annen dag.")
    path.tab("Kartlegging")
    path.sees("Livsområdene ble sist sett på 10. november 2026.")


def _is_offered_plan_and_coordinator(path: Path) -> None:
    path.tab("Henvendelser")
    path.follow("Behov")
    path.choose("Hva gjelder det?", "Psykisk helse")
    path.write(Hva_trengs="Sove, og komme i gang igjen.")
    path.choose("Er behovet langvarig?", "Ja")
    path.choose("Må flere tjenester arbeide sammen om det?", "Ja")
    path.press("Lagre")
    path.sees("Da er det rett til tilbud om individuell plan og koordinator.")
    path.follow("Se tilbud og svar")
    for offered in ("Individuell plan", "Koordinator"):
        path.choose("Hva tilbys?", offered)
        path.write(Hvordan_ble_det="I samtale")
        path.press("Skriv ned tilbudet")
        path.sees("Ett tilbud venter på svar.")
        path.choose("Hva svarte personen?", "Ja")
        path.press("Lagre svaret")
        path.sees("Alt som er tilbudt, er besvart.")
    path.sees("Nora sa ja til koordinator, og har ingen nå.")


def _gets_a_coordinator(path: Path) -> None:
    path.follow("Oppnevn koordinator")
    path.pick(path.page.locator("select[name=staff]").first, "Kari Byglandsfjord")
    path.page.get_by_role("button", name="Oppnevn", exact=True).click()
    path.sees("Kari Byglandsfjord er koordinator, siden 10. november 2026.")


def _says_who_may_see(path: Path) -> None:
    path.follow("Samtykke og sperring")
    path.pick(path.page.get_by_label("Hvem deles det med?"), "Sissel Heistad")
    path.choose("Hva får de se?", "Planen")
    path.choose("Hva får de se?", "Møter og oppgaver")
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
