"""Every page, wide and narrow, in all three languages: axe finds nothing, nothing sticks out, the console is silent."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT

AXE = ROOT / ".build" / "axe.min.js"
SCREENS = ROOT / ".build" / "screens"
SIZES = ((1280, 900), (320, 800))
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_OF_SIRI = {
    "oversikt": "", "plan": "plan/", "nytt-mal": "plan/mal/nytt/", "nytt-tiltak": "plan/tiltak/nytt/", "ramme": "plan/ramme/",
    "krise": "plan/krise/", "versjon": "plan/versjon/1/", "henvendelser": "henvendelser/", "behov": "behov/", "tilbud": "tilbud/",
    "kartlegging": "kartlegging/", "livsomrader": "kartlegging/ny/livsomrader/", "journal": "journal/", "notat": "journal/notat/ny/",
    "moter": "moter/", "nytt-mote": "moter/nytt/", "folk": "team/", "samtykke": "samtykke/", "sykehus": "sykehus/",
    "hvem-har-sett": "hvem-har-sett/",
}  # fmt: skip
_OTHERS = {
    "min-dag": "/",
    "personer": "/personer/",
    "hvem-ringer-jeg": "/hvem-ringer-jeg/?q=angst",
    "ny-henvendelse": "/henvendelser/ny/",
    "konto": "/konto/",
    "nodtilgang": "/nodtilgang/",
}


def read_in(page: Page, code: str) -> None:
    """Choose the language by its button."""
    page.goto("/konto/")
    page.get_by_role("button", name=LANGUAGES[code], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", code)


def faults(page: Page, name: str, code: str) -> list[str]:
    """What is wrong with this page, at both widths; a picture of each is left in .build/screens."""
    found = []
    if page.locator("html").get_attribute("lang") != code:
        found.append("lang is not the reader's language")
    page.evaluate(AXE.read_text())
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=SCREENS / f"{name}-{width}-{code}.png", full_page=True)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} pixels wide at {width}")
        if width != 320 and code != "nb":
            continue  # the words are looked at where they have least room; what axe reads besides is the same page
        told = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)["violations"]
        found += [f"{width}: {one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in told]
    return [f"{name} in {code}: {fault}" for fault in found]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_is_clean(visit, code):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page = visit("Ingunn Austad")
    page.goto("/personer/")
    siri = page.get_by_role("link", name="Siri Haugen").first.get_attribute("href")
    read_in(page, code)
    found = []
    for name, address in (_OTHERS | {name: siri + own for name, own in _OF_SIRI.items()} | _deeper(page, siri)).items():
        answer = page.goto(address)
        assert answer.ok, (address, answer.status)
        found += faults(page, name, code)
    read_in(page, "nb")
    assert not found, "\n".join(found)


def _deeper(page: Page, siri: str) -> dict[str, str]:
    """Pages whose address is a link on another page: one meeting, one evaluation, one goal, one enquiry."""
    pages = {
        "mote": (siri + "moter/", "a[href^='/moter/']"), "evaluer": (siri + "plan/", "a[href$='/evaluer/']"),
        "mal": (siri + "plan/", "a[href^='/mal/']:not([href$='/evaluer/'])"),
        "henvendelse": (siri + "henvendelser/", "main a[href^='/henvendelser/']"),
    }  # fmt: skip
    found = {}
    for name, (address, link) in pages.items():
        page.goto(address)
        found[name] = page.locator(link).first.get_attribute("href")
    return found


def test_signing_in_is_clean(visit):
    SCREENS.mkdir(parents=True, exist_ok=True)
    page = visit(None)
    found = []
    for code, name in LANGUAGES.items():
        page.goto("/logg-inn/")
        page.get_by_role("button", name=name, exact=True).click()
        found += faults(page, "logg-inn", code)
    assert not found, "\n".join(found)


def test_what_is_not_there_says_so_cleanly(visit):
    page = visit("Ingunn Austad")
    answer = page.goto("/personer/00000000-0000-4000-8000-000000000000/")
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Vi fant ikke siden")).to_be_visible()
    found = faults(page, "ikke-her", "nb")
    assert not found, "\n".join(found)


def test_the_residents_own_pages_are_clean(visit):
    page = visit("Siri Haugen")
    found = faults(page, "min-plan", "nb")
    page.goto("/")
    for address in [link.get_attribute("href") for link in page.locator("main a[href^='/']").all()][:12]:
        if page.goto(address.split("#")[0]).headers.get("content-type", "").startswith("text/html"):
            found += faults(page, "min" + address.split("#")[0].replace("/", "-")[:60], "nb")
    assert not found, "\n".join(found)
