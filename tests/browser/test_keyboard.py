"""The keyboard alone is enough: past the menu in one press, where one is can be seen, an enquiry filled and sent."""

from playwright.sync_api import expect

FOCUS_SEEN = """() => {
  const look = getComputedStyle(document.activeElement);
  return (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none';
}"""


def test_the_first_tab_leads_past_the_menu_and_focus_is_seen(visit):
    page = visit("Ingunn Austad")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hopp til innhold")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#innhold")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#innhold') !== null")
        assert page.evaluate(FOCUS_SEEN), page.evaluate("document.activeElement.outerHTML")


def _tab_to(page, field, most=20):
    for _ in range(most):
        if field.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {field}")


def test_an_enquiry_is_filled_and_sent_by_keyboard(visit):
    page = visit("Ingunn Austad")
    page.goto("/henvendelser/ny/")
    _tab_to(page, page.get_by_label("Personen selv"))
    page.keyboard.press("ArrowRight")
    _tab_to(page, page.get_by_label("Navn på den det gjelder"))
    page.keyboard.type("Nora Tastatur")
    _tab_to(page, page.get_by_label("Hva ber personen om?"))
    page.keyboard.type("Jeg vil ha noen å snakke med.")
    _tab_to(page, page.get_by_role("button", name="Registrer"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Nora Tastatur")).to_be_visible()
