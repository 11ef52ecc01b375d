"""What is typed is kept at every keystroke: there after a reload and in another browser, gone once it is sent."""

import re

from playwright.sync_api import expect

WORDS = "Jeg sover ikke. Jeg vil"


def _typed(page):
    expect(page.get_by_label("Navn på den det gjelder")).to_have_value("Nora Kladd")
    expect(page.get_by_label("Hva ber personen om?")).to_have_value(WORDS)
    expect(page.get_by_label("Fastlege")).to_be_checked()


def _there(page, words: str) -> None:
    """The server has it: what is sent while a page is left arrives beside the next page, and on a busy machine after it."""
    for _ in range(50):
        if words in page.request.get("/henvendelser/ny/").text():
            return
        page.wait_for_timeout(100)


def test_an_enquiry_half_typed_is_there_again_and_gone_when_sent(visit):
    page = visit("Ingunn Austad")
    page.goto("/henvendelser/ny/")
    page.get_by_text("Fastlege", exact=True).click()
    page.get_by_label("Navn på den det gjelder").press_sequentially("Nora Kladd")
    page.get_by_label("Hva ber personen om?").press_sequentially(WORDS)
    expect(page.get_by_text("Kladden er lagret.")).to_be_visible()
    page.reload()
    _typed(page)

    # The last letters before the page is left go along too.
    page.get_by_role("textbox", name="Telefon").press_sequentially("400 00 139")
    page.goto("/")
    _there(page, "400 00 139")
    page.goto("/henvendelser/ny/")
    _typed(page)
    expect(page.get_by_role("textbox", name="Telefon")).to_have_value("400 00 139")

    elsewhere = visit("Ingunn Austad")
    elsewhere.goto("/henvendelser/ny/")
    _typed(elsewhere)
    elsewhere.get_by_role("button", name="Registrer").click()
    expect(elsewhere).to_have_url(re.compile("/henvendelser/[0-9a-f-]{36}/"))
    elsewhere.goto("/henvendelser/ny/")
    expect(elsewhere.get_by_label("Navn på den det gjelder")).to_have_value("")


def test_nobody_else_sees_a_draft(visit):
    page = visit("Kari Byglandsfjord")
    page.goto("/henvendelser/ny/")
    page.get_by_label("Navn på den det gjelder").fill("Nora Kladd")
    expect(page.get_by_text("Kladden er lagret.")).to_be_visible()
    other = visit("Olav Rygnestad")
    other.goto("/henvendelser/ny/")
    expect(other.get_by_label("Navn på den det gjelder")).to_have_value("")


def test_who_goes_back_from_what_was_sent_finds_an_empty_form_and_makes_no_second(visit):
    page = visit("Siri Haugen")
    page.get_by_role("link", name="Nytt mål").first.click()
    words = page.get_by_label("Målet ditt, med dine egne ord")
    words.fill("Jeg vil gå ned til elva hver dag.")
    page.get_by_role("button", name="Lagre").click()
    page.wait_for_url("**/plan/")
    page.go_back()
    expect(words).to_have_value("")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Dette må fylles ut.", exact=True)).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Jeg vil gå ned til elva hver dag.")).to_have_count(1)
