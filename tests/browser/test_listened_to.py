"""Three journeys as somebody who listens walks them: everything has a name and a role, in an order that makes sense; axe is silent."""

from playwright.sync_api import Locator, Page, expect

from tests.browser import tree
from tests.browser.keys import press, reach, write
from tests.browser.test_pages_are_clean import faults as axe
from tests.browser.test_share_link import CODE, NARROW, make


def go(page: Page, wanted: Locator) -> None:
    """Reach it, press, and be on the next page: while it is on its way the one before is still there to be heard."""
    with page.expect_navigation():
        press(page, wanted)


class Walk:
    """A walk through pages, each of them listened to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.set_viewport_size(NARROW)

    def listens(self, where: str) -> list[str]:
        """Hear this page: what is wrong is kept for the end; its headings are the answer."""
        self.page.wait_for_load_state("networkidle")
        self.wrong += [f"{where}: {one}" for one in tree.faults(self.page)]
        self.wrong += axe(self.page, where, "nb")
        self.page.set_viewport_size(NARROW)
        return tree.outline(self.page)

    def ends(self) -> None:
        assert not self.wrong, "\n".join(self.wrong)


def test_she_hears_her_plan_writes_a_goal_and_chooses_who_sees(visit) -> None:
    page = visit("Siri Haugen")
    walk = Walk(page)
    outline = walk.listens("min plan")
    wanted = [
        "Hei, Siri",
        "Målene mine",
        "Neste møte",
        "Folkene mine",
        "Skriv til oss",
        "Hvem har sett planen min?",
        "Hvem får se?",
        "Si fra",
    ]
    assert [one for one in outline if one in wanted] == wanted
    go(page, page.get_by_role("link", name="Skriv et nytt mål"))
    walk.listens("nytt mål")
    go(page, page.get_by_role("button", name="Lagre målet"))
    expect(page.get_by_label("Målet ditt, med dine egne ord")).to_have_attribute("aria-invalid", "true")
    walk.listens("nytt mål, uten ord")
    write(page, page.get_by_label("Målet ditt, med dine egne ord"), "Gå i fjellet")
    go(page, page.get_by_role("button", name="Lagre målet"))
    walk.listens("planen")
    page.goto("/")
    go(page, page.get_by_role("link", name="Endre hvem som får se"))
    assert walk.listens("hvem får se")[:3] == ["Hvem får se?", "Dette har du sagt ja til", "Sperringer"]
    go(page, page.get_by_role("link", name="Hvem har sett?"))
    walk.listens("hvem har sett")
    walk.ends()


def test_her_coordinator_hears_the_day_her_page_and_writes_for_her(visit) -> None:
    page = visit("Ingunn Austad")
    walk = Walk(page)
    walk.listens("min dag")
    go(page, page.get_by_role("link", name="Personer", exact=True))
    walk.listens("personer")
    go(page, page.get_by_role("link", name="Siri Haugen"))
    walk.listens("oversikt")
    go(page, page.get_by_role("link", name="Tilbakemelding"))
    walk.listens("tilbakemelding")
    go(page, page.get_by_role("link", name="Henvendelser"))
    walk.listens("henvendelser")
    go(page, page.get_by_role("link", name="Beskjeder"))
    walk.listens("beskjeder")
    write(page, page.get_by_label("Det Siri vil si"), "Kan vi møtes ute?")
    go(page, page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_role("status").filter(has_text="har fått det du skrev")).to_be_visible()
    walk.listens("beskjeden")
    walk.ends()


def test_her_doctor_hears_what_a_link_opens(visit) -> None:
    link = make(visit("Siri Haugen"), "Legen som lytter")
    page = visit(None)
    walk = Walk(page)
    page.goto(link)
    walk.listens("delt")
    write(page, page.get_by_label("Navnet ditt, og hvor du arbeider"), "Eva Homme, legevakten")
    write(page, page.get_by_label("Koden", exact=True), "feil kode")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Koden er feil.")).to_be_visible()
    assert any("Koden er feil." in one for one in tree.said(page))
    write(page, page.get_by_label("Koden", exact=True), CODE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Siri Haugen har delt dette")).to_be_focused()
    assert walk.listens("lest")[0] == "Siri Haugen har delt dette"
    reach(page, page.get_by_label("Du svarer som"))
    page.keyboard.type("lege på vakt")
    press(page, page.get_by_role("button", name="Send svaret"))
    expect(page.get_by_role("status").filter(has_text="Svaret er sendt.")).to_be_visible()
    walk.listens("svart")
    walk.ends()
