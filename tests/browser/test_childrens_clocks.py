"""The clocks of children as next of kin and of a concern report (PÅ-1 to PÅ-4a): each is seen due, then over, then gone when it is done."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import served
from tests.browser.path import Path, asks_for_help, is_given_a_service
from tests.kept import CLOCK

ASKED = "spør om det er barn eller søsken"
AGAIN = rf"26\. nov\. 2027\s+{ASKED}"
TALK = "snakk med Ola"
SETTLE = "avklar om Ola kan følges opp"
SENT = "spør om barnevernet har fått meldingen"
CLOSED = "spør barnevernet hva undersøkelsen kom til"
DUE, OVER = re.compile("^(calm|soon)$"), "over"


def test_each_clock_is_seen_due_over_and_met(own_house, visit_at):
    with served(own_house, at=CLOCK) as address:
        path = Path(visit_at(address, "Ingunn Austad"))
        asks_for_help(path)
        is_given_a_service(path)
        hers = re.search(r"/personer/[0-9a-f-]{36}/", path.page.content())[0]
        _stands(path, hers, due=[ASKED])
    with served(own_house, at="2026-11-26T09:00:00+01:00") as address:
        path = Path(visit_at(address, "Ingunn Austad"))
        _stands(path, hers, over=[ASKED])
        _has_a_child(path, hers)
        _sends_a_concern(path, hers, "Bekymringsmelding til barnevernet", "2026-11-26")
        _stands(path, hers, due=[TALK, SETTLE, SENT, AGAIN])
    with served(own_house, at="2026-12-30T09:00:00+01:00") as address:
        path = Path(visit_at(address, "Ingunn Austad"))
        _stands(path, hers, over=[TALK, SETTLE, SENT])
        _is_followed_up(path, hers, Barnet_ble="2026-12-29", Hvordan="I samtale", Av_hvem="Ingunn Austad")
        _is_agreed_about(path, hers)
        _is_answered(path, hers, "Bekreftet mottatt", "2026-12-30")
        _stands(path, hers, gone=[TALK, SETTLE, SENT])
        _is_followed_up(path, hers, Har_barnet_mistet="2026-12-30")
        _sends_a_concern(path, hers, "Barnevernets undersøkelse er avsluttet", "2026-12-30")
        _stands(path, hers, due=[TALK, CLOSED])
    with served(own_house, at="2027-01-25T09:00:00+01:00") as address:
        path = Path(visit_at(address, "Ingunn Austad"))
        _stands(path, hers, over=[TALK, CLOSED])
        _is_followed_up(path, hers, Barnet_ble="2027-01-22", Hvordan="I samtale", Av_hvem="Ingunn Austad")
        _is_answered(path, hers, "Tilbakemelding fått", "2027-01-22")
        _stands(path, hers, gone=[TALK, CLOSED])


def _stands(path: Path, hers: str, *, due=(), over=(), gone=()) -> None:
    path.page.goto(hers)
    for words, state in [*((one, DUE) for one in due), *((one, OVER) for one in over)]:
        expect(path.page.locator(".hh-due", has_text=re.compile(words, re.IGNORECASE))).to_have_attribute("data-state", state)
    for words in gone:
        expect(path.page.locator(".hh-due", has_text=re.compile(words, re.IGNORECASE))).to_have_count(0)


def _has_a_child(path: Path, hers: str) -> None:
    path.page.goto(f"{hers}barn/")
    path.choose("Har du barn eller søsken under 18 år, eller venter du barn?", "Ja, barn")
    path.press("Skriv ned svaret")
    path.page.get_by_text("Skriv inn et barn").first.click()
    path.write(Fornavn="Ola", Hvem_er_barnet="sønn", Fødselsår="2016")
    path.page.get_by_role("button", name="Lagre").filter(visible=True).last.click()
    path.sees("Ola")


def _sends_a_concern(path: Path, hers: str, kind: str, on: str) -> None:
    path.page.goto(f"{hers}skjermet/")
    path.page.get_by_label("Hva gjelder det?").select_option(label=kind)
    path.write(Hvilken_dag=on, Hva_står="Ola har vært alene.")
    path.write(Hvem_er_den="Barneverntjenesten")
    path.press("Skriv ned")
    path.page.wait_for_load_state()


def _is_followed_up(path: Path, hers: str, **said: str) -> None:
    path.page.goto(f"{hers}barn/")
    path.page.get_by_text("Skriv hva som er gjort").click()
    path.write(**said)
    path.page.get_by_role("button", name="Lagre").filter(visible=True).first.click()
    path.page.wait_for_load_state()


def _is_agreed_about(path: Path, hers: str) -> None:
    path.page.goto(f"{hers}barn/")
    path.page.get_by_text("Samtykke til oppfølging").click()
    path.write(Hvordan_sa="Ja, i samtale")
    path.page.get_by_role("button", name="Lagre").filter(visible=True).first.click()
    path.page.wait_for_load_state()


def _is_answered(path: Path, hers: str, answer: str, on: str) -> None:
    path.page.goto(f"{hers}skjermet/")
    path.page.get_by_text("Skriv hva som kom ut av det").first.click()
    path.page.get_by_text(re.compile(rf"^\s*{answer}\s*$", re.IGNORECASE)).filter(visible=True).first.click()
    path.page.get_by_label(re.compile("^Hvilken dag")).filter(visible=True).first.fill(on)
    path.page.get_by_role("button", name="Lagre").filter(visible=True).first.click()
    path.page.wait_for_load_state()
