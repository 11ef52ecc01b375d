"""A real server with a house of its own, and a real Chromium; what a page says wrong in the console fails the test."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import URLError

import chromium
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests import kept
from tests.kept import CLOCK

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
expect.set_options(timeout=40_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def told_house(place: Path) -> dict[str, str]:
    """A house of its own in this folder, and the environment a server for it is started with."""
    shutil.copytree(kept.house(), place, dirs_exist_ok=True)
    return kept.demo_environment(place)


@contextmanager
def served(own: dict[str, str], *, at: str = CLOCK) -> Iterator[str]:
    """The address of a server for that house, whose clock begins here and runs on."""
    port = _free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    said = Path(own["HELHET_DATA_DIR"]) / "server.log"
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=own | {"HELHET_CLOCK": at}, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address, said)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo: Tuesday 10 November 2026, nine in the morning, and running on."""
    with served(told_house(tmp_path_factory.mktemp("helhet"))) as address:
        yield address


@pytest.fixture(scope="module")
def own_house(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A house whose clock the journey moves."""
    return told_house(tmp_path_factory.mktemp("own"))


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait(process: subprocess.Popen, address: str, log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/helse/", timeout=2).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The server did not answer.\n{log.read_text()}")


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium. For these tests only: a running Playwright and Django's database do not go together in one process."""
    path = chromium.find() or shutil.which("chromium")
    assert path, "No Chromium: run scripts/chromium.py, or set HELHET_CHROMIUM."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[flag for flag in chromium.FLAGS if flag != "--headless"])
        yield started
        started.close()


@pytest.fixture
def visit(visit_at: Callable[..., Page], server: str) -> Callable[..., Page]:
    """`visit("ingunn")`: a browser of that cast member's own, signed in, at 1280 pixels. `visit(None)`: nobody yet."""
    return partial(visit_at, server)


@pytest.fixture
def visit_at(browser: Browser) -> Iterator[Callable[..., Page]]:
    """The same at any server's address."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def visitor(server: str, who: str | None, **options: object) -> Page:
        context = browser.new_context(
            base_url=server, viewport={"width": 1280, "height": 900}, timezone_id="Europe/Oslo", locale="nb-NO", **options
        )
        context.set_default_timeout(60_000)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if _is_wrong(said, page) else None)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        if who:
            become(page, who)
        return page

    yield visitor
    for context in opened:
        context.close()
    assert not wrong, "\n".join(wrong)


def _is_wrong(said: ConsoleMessage, page: Page) -> bool:
    """An error or a warning; but that a page itself is not there, or a share link's code is wrong, is for the test to say."""
    refused = ("404" in said.text and said.location["url"] == page.url) or "/delt/" in said.location["url"]
    return said.type in ("error", "warning") and not refused


def become(page: Page, name: str) -> None:
    """Sign in as one of the cast by the one press the demo offers."""
    page.goto("/logg-inn/")
    page.get_by_role("button", name=f"Logg inn som {name}").click()
    page.wait_for_url("**/")
