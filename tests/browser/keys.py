"""A person who has only a keyboard: what is wanted is reached with Tab, and pressed."""

from playwright.sync_api import Locator, Page

# Further than anybody would go; what is not met by then is not reached by keyboard.
FURTHEST = 200
IN_FOCUS = "one => one === document.activeElement || one.contains(document.activeElement)"


def reach(page: Page, wanted: Locator) -> None:
    """Tab until it has the focus, past the end and from the top again when it lies behind."""
    wanted.first.wait_for()
    for _ in range(FURTHEST):
        if wanted.first.evaluate(IN_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Reach it, and press."""
    reach(page, wanted)
    page.keyboard.press(key)


def write(page: Page, field: Locator, text: str) -> None:
    """Reach the field, and write in it in place of what stood there."""
    reach(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
