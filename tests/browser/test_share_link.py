"""She shares her plan by a link on her telephone; the doctor opens it in any browser, reads and answers; she takes it back."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_pages_are_clean import faults

NARROW = {"width": 320, "height": 640}
CODE = "stall og skog"


def links(page: Page) -> Locator:
    """The links on her own page."""
    return page.locator("li[data-doc^='delt lenke']")


def make(page: Page, to: str) -> str:
    """A link by the form on her own page; the address that is shown."""
    page.goto("/")
    page.get_by_role("link", name="Del planen med noen").click()
    summary = page.locator("summary", has_text="Lag en ny lenke")
    if not page.get_by_label("Hvem får lenken?").is_visible():
        summary.click()
    page.get_by_label("Hvem får lenken?").fill(to)
    page.get_by_label("Planen", exact=True).check()
    page.get_by_label("Hvorfor deler du?").fill("så legen vet hva vi gjør")
    page.get_by_label("Kode", exact=True).fill(CODE)
    page.get_by_role("button", name="Lag lenken").click()
    row = links(page).filter(has_text=to)
    row.get_by_text("Vis lenken").click()
    expect(row.locator("svg.hh-qr")).to_be_visible()
    return row.get_by_role("textbox", name="Lenken").input_value()


def test_from_her_telephone_to_the_doctors_and_back(visit):
    siri, doctor, ingunn = visit("Siri Haugen"), visit(None), visit("Ingunn Austad")
    for page in (siri, doctor):
        page.set_viewport_size(NARROW)
    link = make(siri, "Doktor Homme")

    doctor.goto(link)
    assert not faults(doctor, "delt", "nb")
    doctor.set_viewport_size(NARROW)
    doctor.get_by_label("Navnet ditt, og hvor du arbeider").fill("Signe Homme, legekontoret")
    doctor.get_by_label("Koden", exact=True).fill("feil kode")
    doctor.get_by_role("button", name="Åpne").click()
    expect(doctor.get_by_role("alert").filter(has_text="Koden er feil. Du har 4 forsøk igjen.")).to_be_visible()
    doctor.get_by_label("Koden", exact=True).fill(CODE)
    doctor.keyboard.press("Enter")
    heading = doctor.get_by_role("heading", name="Siri Haugen har delt dette")
    expect(heading).to_be_focused()
    expect(doctor.get_by_role("heading", name="Planen", exact=True)).to_be_visible()
    expect(doctor.locator("blockquote").first).to_contain_text("«")
    assert not faults(doctor, "delt-lest", "nb")
    doctor.set_viewport_size(NARROW)

    doctor.get_by_label("Jeg gjør et tiltak").check()
    doctor.get_by_label("Hvilket tiltak?").select_option(index=0)
    doctor.get_by_label("Innen").fill("2026-11-20")
    doctor.get_by_label("Du svarer som").fill("fastlege")
    doctor.get_by_role("button", name="Send svaret").click()
    expect(doctor.get_by_role("status").filter(has_text="Svaret er sendt.")).to_be_visible()
    ingunn.goto("/?vis=alt")
    ingunn.get_by_text("Signe Homme, legekontoret, fastlege, har svart på det som er delt.").wait_for()

    row = links(siri).filter(has_text="Doktor Homme")
    row.get_by_role("button", name="Trekk tilbake").click()
    expect(links(siri).filter(has_text="Doktor Homme")).to_contain_text("Trukket tilbake")
    doctor.reload()
    doctor.get_by_label("Navnet ditt, og hvor du arbeider").fill("Signe Homme")
    doctor.get_by_label("Koden", exact=True).fill(CODE)
    doctor.get_by_role("button", name="Åpne").click()
    expect(doctor.get_by_role("alert").filter(has_text="Lenken virker ikke lenger.")).to_be_visible()
    expect(doctor.get_by_text("Siri Haugen")).to_have_count(0)

    siri.get_by_role("link", name="Hvem har sett?").click()
    expect(siri.get_by_role("link", name="Regn over at ingen linje er endret")).to_be_visible()
    shut = siri.locator(".hh-look:not([open]) > summary")
    while shut.count():
        shut.first.click()
    said = siri.locator("main").inner_text()
    for step in ("Laget lenke", "Skrev feil kode", "Svarte", "Trakk samtykke"):
        assert re.search(step, said), step


def test_without_javascript_it_says_what_to_do(visit):
    page = visit(None, java_script_enabled=False)
    page.goto("/delt/nb/#shlink:/eyJ1cmwiOiJ4In0")
    expect(page.get_by_text("Be den som ga deg lenken, om å få det på papir")).to_be_visible()
    expect(page.locator("a[href^='tel:']").first).to_be_visible()


def test_a_link_that_is_none_shows_nothing(visit):
    page = visit(None)
    for mark in ("", "#", "#shlink:/", "#shlink:/aaaa", "#shlink:/eyJ1cmwiOiJodHRwczovL2VsbGVycy5leGFtcGxlL20iLCJrZXkiOiJ4In0"):
        page.goto("about:blank")
        page.goto(f"/delt/nb/{mark}")
        expect(page.get_by_role("alert").filter(has_text="Lenken virker ikke lenger.")).to_be_visible()
        expect(page.get_by_role("button", name="Åpne")).to_be_hidden()
