"""A duty is broken, seen, mended and gone; the leader opens the figure; the inspector draws a sample and prints the report."""

import re
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import become, served
from tests.browser.path import Path, asks_for_help, is_given_a_service, is_given_kari, is_offered_plan_and_coordinator
from tests.kept import CLOCK

LATER = "2026-11-24T09:00:00+01:00"
DUTY = "Den som skal ha koordinator, har en hver dag"


def test_a_duty_is_broken_seen_mended_and_proven(own_house, visit_at):
    with served(own_house, at=CLOCK) as address:
        path = Path(visit_at(address, "Ingunn Austad"))
        asks_for_help(path)
        is_given_a_service(path)
        is_offered_plan_and_coordinator(path)
        path.follow("Min dag")
        expect(_on_my_day(path)).to_have_attribute("data-state", "soon")
    with served(own_house, at=LATER) as address:
        path = Path(visit_at(address, "Ingunn Austad"))
        expect(_on_my_day(path)).to_have_attribute("data-state", "over")
        _leader_opens_the_figure(path)
        become(path.page, "Ingunn Austad")
        _on_my_day(path).locator(".do a").first.click()
        is_given_kari(path)
        path.follow("Min dag")
        expect(_on_my_day(path)).to_have_count(0)
        _the_figure_is_gone(path)
        _inspection_is_opened(path)
        _inspector_draws_and_prints(path)


def _on_my_day(path: Path):
    """The line that says she has nobody."""
    return path.page.locator("[data-state]", has_text="finn en koordinator").filter(has_text="Nora")


def _leader_opens_the_figure(path: Path) -> None:
    become(path.page, "Tone Rysstad")
    path.page.goto("/internkontroll/?dag=i-dag")
    path.page.locator("tr", has_text=DUTY).locator("a.hh-cell").first.click()
    path.sees("Nora Strand")


def _the_figure_is_gone(path: Path) -> None:
    become(path.page, "Tone Rysstad")
    path.page.goto("/internkontroll/?dag=i-dag&krav=KO-1&kommune=4220")
    expect(path.page.get_by_text("Nora Strand")).to_have_count(0)


def _inspection_is_opened(path: Path) -> None:
    path.page.goto("/tilsyn/nytt/")
    path.choose("Kommune", "Bygland")
    path.write(
        Hva_gjelder="Koordinator for den som trenger det", Hvilken_lov="kommuneloven § 23-3, forvaltningsrevisjon",
        Hvem_fører="Hilde Skisland", Tittel="forvaltningsrevisor", Fra="Fylkesrevisjonen i Agder",
        Perioden="2025-11-24", Til_og="2026-11-24", Innsyn_fra="2026-11-24", Innsyn_til="2026-12-24", Hvor_mange="5",
    )  # fmt: skip
    path.page.get_by_label(re.compile(r"\(KO-1\)")).check()
    path.press("Åpne")
    path.sees("Tilsynet er åpnet.")


def _inspector_draws_and_prints(path: Path) -> None:
    become(path.page, "Hilde Skisland")
    path.page.goto("/tilsyn/")
    path.follow("Koordinator for den som trenger det")
    path.write(Frø="Bygland 2026", Antall="3")
    path.press("Trekk utvalget")
    path.sees("med frøet «Bygland 2026»")
    path.follow("Sak 1")
    expect(path.page.get_by_text("Nora")).to_have_count(0)
    path.sees(DUTY)
    path.follow("Koordinator for den som trenger det")
    address = path.page.get_by_role("link", name="Rapporten på papir").get_attribute("href")
    paper = path.page.request.get(address)
    assert paper.body().startswith(b"%PDF"), paper.status
    text = " ".join("\n".join(one.extract_text() for one in PdfReader(BytesIO(paper.body())).pages).split())
    for said in ("Bygland 2026", "Den som skal ha koordinator, har ein kvar dag"):  # the municipality writes nynorsk
        assert said in text, (said, text)
    assert "Nora" not in text
