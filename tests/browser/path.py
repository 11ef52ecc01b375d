"""The page of one resident, and the first steps of her path, which more than one journey takes."""

import re

from playwright.sync_api import Locator, Page, expect


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
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()


def asks_for_help(path: Path) -> None:
    path.follow("Ny henvendelse")
    path.choose("Hvem tar kontakt?", "Fastlege")
    path.write(Navn_på="Nora Strand", Født="14.03.1992", Telefon="400 00 138", Hva_ber="Jeg sover ikke. Jeg vil tilbake på jobb.")
    path.press("Registrer")
    path.sees("Henvendelsen er registrert.")
    path.sees("«Jeg sover ikke. Jeg vil tilbake på jobb.»")
    path.sees("Svar eller foreløpig svar innen 10. desember.")
    path.press("Ta saken")
    path.sees("Ingunn Austad har den.")


def is_given_a_service(path: Path) -> None:
    path.page.get_by_text("Skriv svar eller foreløpig svar").click()
    path.choose("Hva slags svar?", "Foreløpig svar: si når svaret kommer")
    path.write(Svaret="Hei Nora. Vi ringer deg denne uken.", Svaret_kommer="2026-11-17", Hvorfor_det_tar="Vi snakker med fastlegen først.")
    path.press("Lagre svaret")
    path.sees("Hei Nora. Vi ringer deg denne uken.")
    path.page.get_by_label(re.compile("Hovedforløp 2")).check()
    path.page.get_by_label(re.compile("Samtaler hos psykolog")).check()
    path.write(Hvorfor_dette="Trenger utredning. Korte samtaler er prøvd.")
    path.press("Åpne sak")
    path.sees("Avklart 10. november.")


def is_offered_plan_and_coordinator(path: Path) -> None:
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


def gets_a_coordinator(path: Path) -> None:
    path.follow("Oppnevn koordinator")
    is_given_kari(path)


def is_given_kari(path: Path) -> None:
    path.pick(path.page.locator("select[name=staff]").first, "Kari Byglandsfjord")
    path.page.get_by_role("button", name="Oppnevn", exact=True).click()
    path.sees("Kari Byglandsfjord er koordinator, siden ")
