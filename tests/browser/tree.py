"""What a screen reader is given of a page: Chromium's own accessibility tree, read in its order."""

from dataclasses import dataclass

from playwright.sync_api import Page

# What can be used must have a name, or it is read as «button», and nobody knows what it does.
USED = frozenset({"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "slider", "tab", "switch"})
LANDMARKS = frozenset({"banner", "navigation", "main", "complementary", "region", "form", "contentinfo"})
_READ = USED | LANDMARKS | {"heading", "status", "alert", "group", "radiogroup", "list", "listitem", "image", "img", "table"}


@dataclass(frozen=True)
class Heard:
    """One thing as it is read: what it is, what it is called, and for a heading its level."""

    role: str
    name: str
    level: int = 0
    node: int = 0


def heard(page: Page) -> list[Heard]:
    """The page as it is read, from the top; the tree is built after the page, so that it is waited for."""
    for _ in range(50):
        found = _heard(page)
        if any(one.role == "main" for one in found):
            break
        page.wait_for_timeout(100)
    return found


def _heard(page: Page) -> list[Heard]:
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[Heard] = []

    def walk(node: dict) -> None:
        role = node.get("role", {}).get("value", "")
        if not node.get("ignored") and role in _READ:
            level = next((one["value"]["value"] for one in node.get("properties", []) if one["name"] == "level"), 0)
            found.append(Heard(role, node.get("name", {}).get("value", "").strip(), level, node.get("backendDOMNodeId", 0)))
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child])

    walk(nodes[0])
    return found


def faults(page: Page) -> list[str]:
    """What somebody who listens would stumble over on this page."""
    read = heard(page)
    wrong = [f"a {one.role} has no name" for one in read if one.role in USED and not one.name]
    wrong += [f"a {one.role} has no name" for one in read if one.role in ("image", "img", "radiogroup") and not one.name]
    levels = [one.level for one in read if one.role == "heading"]
    if levels.count(1) != 1 or levels[0] != 1:
        wrong.append(f"the headings are {levels}: one of the first level, and it comes first")
    wrong += [f"a heading goes from level {one} to {other}" for one, other in zip(levels, levels[1:], strict=False) if other > one + 1]
    wrong += [f"a heading of level {one.level} is empty" for one in read if one.role == "heading" and not one.name]
    marks = [one for one in read if one.role in LANDMARKS]
    if [one.role for one in marks].count("main") != 1:
        wrong.append("there is not one main part")
    for role in ("navigation", "complementary", "region"):
        names = [one.name for one in marks if one.role == role]
        if len(names) > 1 and (len(set(names)) < len(names) or "" in names):
            wrong.append(f"the parts called {role} cannot be told apart: {names}")
    buttons = [one.name for one in read if one.role == "button"]
    wrong += [f"{buttons.count(name)} buttons are called «{name}»" for name in sorted(set(buttons)) if name and buttons.count(name) > 1]
    return wrong + _order(page)


_FOCUSED = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(one =>
    !one.disabled && one.tabIndex >= 0 && one.type !== 'hidden' && one.checkVisibility({checkOpacity: false, checkVisibilityCSS: true}));
  return all.filter(one => one.tabIndex > 0).map(one => one.outerHTML.slice(0, 80));
}"""


def _order(page: Page) -> list[str]:
    """Tab goes as the page is read when nothing has asked for a place of its own in the order."""
    return [f"has a place of its own in the order of Tab: {one}" for one in page.evaluate(_FOCUSED)]


def outline(page: Page) -> list[str]:
    """The headings, as somebody who listens jumps between them."""
    return [one.name for one in heard(page) if one.role == "heading"]


def said(page: Page) -> list[str]:
    """What is read out by itself: receipts and faults."""
    script = "all => all.filter(one => one.checkVisibility()).map(one => one.innerText.trim()).filter(Boolean)"
    found: list[str] = page.eval_on_selector_all("[role=status], [role=alert], [aria-live]", script)
    return found
