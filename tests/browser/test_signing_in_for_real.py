"""Outside a demo: a password for once, one of her own, the code app, and the next time both; each page on the way is clean."""

import re
import subprocess
import sys
from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, served, told_house
from tests.browser.test_pages_are_clean import faults

WORDS = "heia balder over fjellet"


@pytest.fixture
def real(tmp_path) -> tuple[dict[str, str], str]:
    """An installation that is no demo, and the password for once that Olav has been given."""
    own = {name: value for name, value in told_house(tmp_path).items() if name != "HELHET_DEMO"}
    command = [sys.executable, "manage.py", "account", "reset", "olav"]
    said = subprocess.run(command, cwd=ROOT, env=own, check=True, capture_output=True, text=True).stdout
    return own, re.search(r"Engangspassord: (\S+)", said)[1]


def test_a_worker_signs_in_with_password_and_code(real, visit_at) -> None:
    own, once = real
    with served(own) as address:
        page = visit_at(address, None)
        page.goto("/")
        _gives(page, Brukernavn="olav", Passord=once)
        found = faults(page, "passord", "nb")
        _gives(page, **{"Nytt passord": WORDS, "Nytt passord en gang til": WORDS})
        found += faults(page, "kode", "nb")
        key = "".join(page.locator(".hh-key").inner_text().split())
        _gives(page, Kode=f"{totp(b32decode(key)):06}")
        expect(page.get_by_text("De vises bare nå.")).to_be_visible()
        once_codes = page.locator(".hh-codes li").all_inner_texts()
        found += faults(page, "engangskoder", "nb")
        page.get_by_role("link", name="Jeg har skrevet dem ned").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Olav")
        page.context.clear_cookies()
        page.goto("/")
        _gives(page, Brukernavn="olav", Passord=WORDS)
        expect(page).to_have_url(f"{address}/logg-inn/kode/")
        found += faults(page, "kode ved innlogging", "nb")
        _gives(page, Kode="000000")
        expect(page.locator("#id_code_error")).to_contain_text("Koden stemmer ikke")
        _gives(page, Kode=once_codes[0])
        expect(page.get_by_role("heading", level=1)).to_contain_text("Olav")
    assert not found, "\n".join(found)


def _gives(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
