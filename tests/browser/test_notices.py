"""A referral written down, waited for and answered, as a worker does it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect


def test_a_referral_is_written_down_and_answered(visit: Callable[..., Page]) -> None:
    page = visit("Ingunn")
    page.goto("/personer/")
    page.get_by_role("link", name=re.compile("Siri")).first.click()
    page.get_by_role("link", name="Henvendelser").first.click()
    page.get_by_role("link", name="Meldinger og krav").click()
    page.get_by_label("Hva gjelder det?").select_option(label="Henvisning til spesialisthelsetjenesten")
    page.get_by_label("Hvilken dag?").fill("2026-10-26")
    page.get_by_label("Hvem er den andre?").fill("DPS Solvang")
    page.get_by_label("Hva står det?").fill("Ber om vurdering av behandling.")
    page.get_by_role("button", name="Skriv ned").click()
    expect(page.get_by_text("Svaret skulle ha kommet 9. november 2026.")).to_be_visible()
    _seen(page, "waiting")
    page.get_by_text("Skriv hva som kom ut av det").click()
    page.get_by_text("har rett til hjelp der").click()
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.get_by_text("Ingen venter på svar.")).to_be_visible()
    page.get_by_role("link", name="Skjermede meldinger").click()
    expect(page.get_by_role("heading", name="Skjermede meldinger")).to_be_visible()
    _seen(page, "protected")


def _seen(page: Page, name: str) -> None:
    """No page is wider than a small telephone; a picture for whoever asks for one."""
    if folder := os.environ.get("HELHET_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-320.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
