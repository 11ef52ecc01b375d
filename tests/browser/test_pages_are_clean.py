"""Every page, wide and narrow, in three languages: axe finds nothing, nothing sticks out, the console is silent.

Nynorsk and English are walked where words have least room, hers in the one and a worker's in the other, and axe reads the pages in bokmål,
at that width: the markup is the same. A page that the coordinator has too, it reads as she sees it, and not once more as her leader does.
`make soak` walks both in both, has axe read every page for everybody at both widths in all three, and leaves a picture of each in
.build/screens for somebody to look at.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT
from tests.soak import SOAK
from tests.walk import kind_of

AXE = ROOT / ".build" / "axe.min.js"
SCREENS = ROOT / ".build" / "screens"
NARROW = 320
SIZES = ((1280, 900), (NARROW, 800))
LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
CAST = {"ingunn": "Ingunn Austad", "siri": "Siri Haugen", "tone": "Tone Rysstad", "sissel": "Sissel Heistad", "hilde": "Hilde Skisland"}
# None of these rules needs what axe would read beforehand on each page: the style sheets as text (an experimental rule's), and sound files.
READ = "rules => axe.run({runOnly: rules, resultTypes: ['violations'], preload: false})"
# Words on one line that are wider than the room they have lie over what stands beside them.
LIES_OVER = """() => [...document.querySelectorAll("main *")].filter(one => {
  const style = getComputedStyle(one), shown = one instanceof HTMLElement && one.clientWidth && style.overflowX === "visible";
  return shown && style.whiteSpace === "nowrap" && one.scrollWidth > one.clientWidth + 1;
}).map(one => one.outerHTML.slice(0, 120))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def read_in(page: Page, code: str) -> None:
    """Choose the language by its button."""
    page.goto("/konto/")
    page.get_by_role("button", name=LANGUAGES[code], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", code)


def faults(page: Page, name: str, code: str, *, read: bool = True) -> list[str]:
    """What is wrong with this page: too wide at either width, or a fault that axe finds, if it is to be read."""
    found = []
    if page.locator("html").get_attribute("lang") != code:
        found.append("lang is not the reader's language")
    whole = SOAK or code == "nb"
    if whole and read and not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    for width, height in SIZES if whole else SIZES[1:]:
        page.set_viewport_size({"width": width, "height": height})
        if SOAK:
            page.screenshot(path=SCREENS / f"{name}-{width}-{code}.png", full_page=True)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} pixels wide at {width}")
        found += [f"{width}: lies over what is beside it: {one}" for one in page.evaluate(LIES_OVER)[:3]]
        if SOAK or (whole and read and width == NARROW):
            told = page.evaluate(READ, RULES)["violations"]
            found += [f"{width}: {one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in told]
    return [f"{name} in {code}: {fault}" for fault in found]


def walked(page: Page, code: str) -> Iterator[str]:
    """Each kind of page that the links lead to, opened."""
    if SOAK or code == "nb":
        page.add_init_script(path=AXE)  # there with each page, instead of being sent to it
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind and kind not in seen:
            seen.add(kind)
            page.goto(address)
            waiting += page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
            yield kind


# One after the other: what the first has, the second's walk knows.
_TOGETHER = pytest.mark.xdist_group("the workers' walks")
BOKMAL = [pytest.param(who, "nb", marks=_TOGETHER if who in ("ingunn", "tone") else ()) for who in CAST]
OTHERS = [(who, code) for who in ("ingunn", "siri") for code in ("nn", "en")]
WALKS = BOKMAL + (OTHERS if SOAK else [("ingunn", "en"), ("siri", "nn")])


@pytest.fixture(scope="module")
def hers() -> set[str]:
    """The pages that axe has read as the coordinator sees them."""
    return set()


@pytest.mark.parametrize(("who", "code"), WALKS)
def test_every_page_is_clean(visit, hers, who, code):
    page = visit(CAST[who])
    read_in(page, code)
    found, seen = [], set()
    for kind in walked(page, code):
        seen.add(kind)
        found += faults(page, f"{who}-{kind}", code, read=SOAK or who != "tone" or kind not in hers)
    if (who, code) == ("ingunn", "nb"):
        hers |= seen
    read_in(page, "nb")
    assert not found, "\n".join(found)


def test_hers_are_clean_in_large_print(visit):
    page = visit(CAST["siri"])
    page.goto("/")
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="Større skrift").click()
    expect(page.get_by_role("button", name="Vanlig skrift")).to_be_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 1.4 * size
    found = [fault for kind in walked(page, "nb") for fault in faults(page, f"siri-{kind}-stor", "nb")]
    page.goto("/")
    page.get_by_role("button", name="Vanlig skrift").click()
    assert not found, "\n".join(found)


def test_signing_in_is_clean(visit):
    page = visit(None)
    found = []
    for code, name in LANGUAGES.items():
        page.goto("/logg-inn/")
        page.get_by_role("button", name=name, exact=True).click()
        found += faults(page, "logg-inn", code)
    assert not found, "\n".join(found)


def test_the_tablet_that_is_handed_over_is_clean(visit):
    page = visit("Marit Hornnes")
    page.goto("/erfaringer/uten-navn/")
    page.get_by_role("button", name="Logg ut og vis spørsmålene").click()
    expect(page.get_by_role("heading", name="Hvordan er det?")).to_be_visible()
    found = []
    for code, name in LANGUAGES.items():
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        found += faults(page, "svar-uten-navn", code)
    assert not found, "\n".join(found)


def test_two_records_side_by_side_are_clean(visit):
    page = visit("Tone Rysstad")
    keys = []
    for name in ("Siri Haugen", "Gerd Rike"):
        page.goto("/personer/")
        page.get_by_role("link", name=name).first.click()
        keys.append(re.search(r"/personer/([0-9a-f-]{36})/", page.url)[1])
    page.goto(f"/personer/{keys[0]}/slaa-sammen/?med={keys[1]}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = faults(page, "merge", "nb")
    assert not found, "\n".join(found)


def test_what_is_not_there_says_so_cleanly(visit):
    page = visit("Ingunn Austad")
    answer = page.goto("/personer/00000000-0000-4000-8000-000000000000/")
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Vi fant ikke siden")).to_be_visible()
    found = faults(page, "ikke-her", "nb")
    assert not found, "\n".join(found)
