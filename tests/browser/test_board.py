"""A meeting at the board by keyboard alone: thirty persons gone through, tasks given, a level changed, and each one's log tells it."""

from playwright.sync_api import expect

from tests.browser.test_keyboard import _tab_to
from tests.browser.test_pages_are_clean import faults

MANY = 30


def _chosen(page):
    return page.locator(".hh-row[aria-current] .hh-letters")


def test_thirty_are_gone_through_by_keyboard_and_each_can_read_it(visit):
    page = visit("Torbjørn Frøysnes")
    page.goto("/tavle/mote/")
    _tab_to(page, page.get_by_role("button", name="Begynn", exact=True), most=60)
    page.keyboard.press("Enter")
    expect(page.locator("[data-left]")).to_be_visible()
    rows = page.locator("li.hh-row")
    whole = rows.count()
    assert whole >= MANY
    persons = [row.split("/")[2] for row in rows.evaluate_all("all => all.map(one => one.dataset.row)")]
    expect(page.locator("[data-gone-count]")).to_have_text("0")

    page.keyboard.press("ArrowDown")
    expect(_chosen(page)).to_be_focused()
    page.keyboard.press("o")
    expect(page.get_by_label("Hvem gjør hva?")).to_be_focused()
    page.keyboard.type("Torbjørn ringer for å høre hvordan det går")  # o, n, s and digits are only letters while a field has focus
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("ringer for å høre hvordan det går")
    expect(_chosen(page)).to_be_focused()

    page.keyboard.press("2")
    expect(page.get_by_label("Hvorfor?")).to_be_focused()
    page.keyboard.type("Overdose i går")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Det som hendte, hører til i journalen.")
    expect(page.get_by_label("Hvorfor?")).to_be_focused()
    page.keyboard.type("Ringes hver dag ut uken")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Ringes hver dag ut uken")
    expect(rows.first.locator("strong").first).to_have_text("Flere ganger i uken")

    for _ in range(whole):
        page.keyboard.press("ArrowDown")
    end = page.get_by_role("link", name="Avslutt møtet")
    expect(end).to_be_focused()
    expect(page.locator("[data-gone-count]")).to_have_text(str(whole))
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_label("Én linje om møtet"))
    page.keyboard.type("Rolig uke.")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{whole} ble gjennomgått")).to_be_visible()
    expect(page.get_by_role("heading", name="Tavlemøter før")).to_be_visible()
    for person in persons:
        page.goto(f"/personer/{person}/hvem-har-sett/")
        log = page.locator("main")
        expect(log).to_contain_text("Snakket om på tavlemøtet: tavlemøtene")
        expect(log).to_contain_text("plassen på tavlen")


def test_the_whole_board_is_clean_wide_and_narrow(visit):
    page = visit("Torbjørn Frøysnes")
    page.goto("/tavle/")
    found = faults(page, "tavle", "nb")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    expect(page.get_by_label("Hvorfor?")).to_be_focused()
    found += faults(page, "tavle-skjema", "nb")
    page.keyboard.press("Escape")
    expect(page.locator(".hh-row-form")).to_have_count(0)
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Tavlen er skjult")).to_be_visible()
    found += faults(page, "tavle-skjult", "nb")
    assert not found, "\n".join(found)


def test_single_keys_can_be_turned_off(visit):
    page = visit("Torbjørn Frøysnes")
    page.goto("/tavle/")
    page.get_by_role("button", name="Slå av tastene").click()
    page.locator(".hh-letters").first.focus()
    page.keyboard.press("s")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="Tavle", exact=True)).to_be_visible()
    expect(page.locator(".hh-row-form")).to_have_count(0)
    page.get_by_role("button", name="Slå på taster").click()
    page.locator(".hh-letters").first.focus()
    page.keyboard.press("o")
    expect(page.get_by_label("Hvem gjør hva?")).to_be_focused()


def test_everything_can_be_done_without_javascript(visit):
    page = visit("Torbjørn Frøysnes", java_script_enabled=False)
    page.goto("/tavle/")
    page.locator("[data-do=task]").first.click()
    page.get_by_label("Hvem gjør hva?").fill("Torbjørn drar innom")
    page.get_by_role("button", name="Gi oppgaven").click()
    expect(page.locator("li.hh-row").filter(has_text="drar innom")).to_have_count(1)
    page.get_by_role("link", name="Begynn tavlemøte").click()
    page.get_by_role("button", name="Begynn", exact=True).click()
    page.get_by_role("button", name="er gjennomgått").first.click()
    expect(page.locator("[data-gone-count]")).to_have_text("1")
    page.get_by_role("link", name="Avslutt møtet").click()
    page.get_by_role("button", name="Avslutt møtet").click()
    expect(page.get_by_role("link", name="Begynn tavlemøte")).to_be_visible()
