"""Hers in fact, on a telephone and by keyboard alone: she comes in, writes a goal, lets NAV see, shares with her doctor, takes it back."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.keys import press, reach, write

NARROW = {"width": 320, "height": 640}
GOAL = "Synge i kor igjen."
ADDRESS = "https://koret.example/" + "oving-" * 60  # a word longer than any telephone is wide
CODE = "stall og skog"
DOCTOR = "Fastlegen min"


def way_in(visit) -> tuple[str, str]:
    """Ingunn makes the link and the code, with Siri beside her."""
    page = visit("Ingunn Austad")
    page.goto("/personer/")
    page.get_by_role("link", name="Siri Haugen").first.click()
    page.get_by_role("link", name="Folk og tilgang").click()
    page.get_by_role("link", name="Innlogging").click()
    page.get_by_text("Vi er sammen nå").click()
    page.get_by_role("button", name="Lag lenke og kode").click()
    code = "".join(page.locator("strong.hh-key").inner_text().split())
    return page.locator("a.hh-key").get_attribute("href"), code


@pytest.fixture
def siri(visit) -> Page:
    """Siri, in by the link and the code."""
    link, code = way_in(visit)
    page = visit(None)
    page.set_viewport_size(NARROW)
    page.goto(link)
    write(page, page.get_by_label("Kode"), code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hei, Siri")).to_be_visible()
    return page


def home(page: Page) -> None:
    """Her own front page, by the menu."""
    press(page, page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Min plan"))
    expect(page.get_by_role("heading", name="Hei, Siri")).to_be_visible()


def fits(page: Page) -> bool:
    """Nothing on it is wider than the telephone."""
    return page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def doctors_link(page: Page) -> Locator:
    return page.locator("li[data-doc^='delt lenke']").filter(has_text=DOCTOR)


def adds_a_goal(page: Page) -> None:
    press(page, page.get_by_role("link", name="Skriv et nytt mål"))
    expect(page.get_by_label("Faglig formulering")).to_have_count(0)
    write(page, page.get_by_label("Målet ditt, med dine egne ord"), f"{GOAL} {ADDRESS}")
    press(page, page.get_by_role("button", name="Lagre målet"))
    expect(page.get_by_text(f"«{GOAL} {ADDRESS}»").first).to_be_visible()
    assert fits(page)


def lets_nav_see(page: Page) -> None:
    press(page, page.get_by_role("link", name="Endre hvem som får se"))
    press(page, page.locator("summary", has_text="Del noe med noen"))
    reach(page, page.get_by_label("Hvem vil du dele med?"))
    page.keyboard.type("alle hos NAV")
    asked = page.get_by_role("group", name="Hva skal de få se?")
    press(page, asked.get_by_label("Planen", exact=True), "Space")
    press(page, asked.get_by_label("Møter", exact=True), "Space")
    press(page, asked.get_by_label("Oppgaver", exact=True), "Space")
    write(page, page.get_by_label("Hvorfor deler du?"), "jeg vil ha arbeid")
    press(page, page.get_by_role("button", name="Del", exact=True))
    expect(page.get_by_role("status").filter(has_text="NAV Setesdal kan se det nå.")).to_be_visible()
    given = page.locator("li", has=page.get_by_text("Alle hos NAV Setesdal"))
    expect(given).to_contain_text(re.compile(r"Kan se:\s+planen, møter, oppgaver"))


def shares_with_her_doctor(page: Page) -> str:
    press(page, page.get_by_role("link", name="Del planen med noen"))
    expect(page.get_by_role("heading", name="Delt med lenke")).to_be_visible()
    if not page.get_by_label("Hvem får lenken?").is_visible():
        press(page, page.locator("summary", has_text="Lag en ny lenke"))
    write(page, page.get_by_label("Hvem får lenken?"), DOCTOR)
    press(page, page.get_by_role("group", name="Hva får de se?").get_by_label("Planen", exact=True), "Space")
    write(page, page.get_by_label("Hvorfor deler du?"), "så legen vet hva vi gjør")
    write(page, page.get_by_label("Kode", exact=True), CODE)
    press(page, page.get_by_role("button", name="Lag lenken"))
    press(page, doctors_link(page).locator("summary"))
    return doctors_link(page).get_by_role("textbox", name="Lenken").input_value()


def doctor_reads(page: Page, link: str) -> None:
    """In any browser, with nothing to install: from the link to the plan."""
    began = time.monotonic()
    page.goto(link)
    write(page, page.get_by_label("Navnet ditt, og hvor du arbeider"), "Signe Homme, legekontoret")
    write(page, page.get_by_label("Koden", exact=True), CODE)
    page.keyboard.press("Enter")
    expect(page.get_by_text(GOAL).first).to_be_visible()
    assert time.monotonic() - began < 60


def test_by_keyboard_on_a_telephone_from_the_link_in_to_the_log(visit, siri):
    adds_a_goal(siri)
    home(siri)
    assert fits(siri)
    lets_nav_see(siri)
    home(siri)
    link, doctor = shares_with_her_doctor(siri), visit(None)
    doctor.set_viewport_size(NARROW)
    doctor_reads(doctor, link)
    assert fits(doctor)

    press(siri, siri.get_by_role("button", name=f"Trekk tilbake lenken til {DOCTOR}"))
    expect(doctors_link(siri)).to_contain_text("Trukket tilbake")
    # The doctor's page still stands open, with the plan on it: its next request is its last.
    write(doctor, doctor.get_by_label("Du svarer som"), "fastlege")
    press(doctor, doctor.get_by_role("button", name="Send svaret"))
    expect(doctor.get_by_role("alert").filter(has_text="Lenken virker ikke lenger.")).to_be_visible()
    expect(doctor.get_by_text(GOAL)).to_have_count(0)
    expect(doctor.get_by_text("Siri")).to_have_count(0)
    assert "Siri" not in doctor.title()

    sissel = visit("Sissel Heistad")
    sissel.get_by_role("link", name="Møter, Siri Haugen").click()
    expect(sissel.get_by_role("link", name=re.compile("Ansvarsgruppe")).first).to_be_visible()

    home(siri)
    press(siri, siri.get_by_role("link", name="Se alle, og spør om noe er galt"))
    expect(siri.get_by_role("link", name="Regn over at ingen linje er endret")).to_be_visible()
    shut = siri.locator(".hh-look:not([open]) > summary")
    while shut.count():
        press(siri, shut.first)
    said = siri.locator("main").inner_text()
    for step in (
        "Laget innloggingslenke", "Logget inn med lenke", "La til mål", "planen, møter, oppgaver med NAV Setesdal", "Laget lenke",
        "Signe Homme, legekontoret", "Trakk samtykke",
    ):  # fmt: skip
        assert step in said, step
