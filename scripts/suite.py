"""Everything that CI checks: the checks, then the tests on SQLite, on PostgreSQL and in a real browser.

What runs on PostgreSQL too is what could differ there: tests/conftest.py says which that is (`--other-database`).
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import check
import chromium
import pango
import postgres

PYTEST = [check.PYTHON, "-m", "pytest"]
WORKERS = ["-n", "2", "--dist", "loadgroup"]
# Those are the same on either, or ask no database (tests/conftest.py).
NOT_AGAIN = [f"--ignore=tests/{folder}" for folder in ("pages", "browser", "rules", "oracle")]
NO_TESTS = 5  # pytest's exit status when it collected nothing


@dataclass
class Result:
    """How one part went: counts, the reason of each skipped test, and what went wrong beside the tests."""

    name: str
    seconds: float = 0
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    trouble: str = ""

    def __str__(self) -> str:
        counts = f"{self.passed:5} passed {self.failed:4} failed {len(self.skipped):4} skipped"
        return f"{self.name:12} {counts}  in {self.seconds:.0f} s" + (f"  {self.trouble}" if self.trouble else "")


def main() -> int:
    """Run every part even when one fails, so that one look tells everything."""
    argparse.ArgumentParser(description=__doc__, epilog="It takes no arguments: one file of tests is run by `pytest FILE`.").parse_args()
    print("— checks", flush=True)
    with _postgres() as url, ThreadPoolExecutor(1) as fetching:
        # What a bare machine lacks is fetched meanwhile, one after the other: a package manager serves one at a time.
        paper, window = fetching.submit(pango.main), fetching.submit(chromium.main)
        # What the tests begin with is made meanwhile; whoever needs it before it is ready waits for it.
        with subprocess.Popen([check.PYTHON, "tests/kept.py"], cwd=check.ROOT, env={**check.ENVIRONMENT, **url}):
            faults = [f"check: {name} failed" for name in check.run(check.checks())]
            if paper.result():
                faults.append("pango: tests of printed plans cannot pass without it")
            results = [pytest("SQLite", ["-m", "not browser", *WORKERS])]
        with ThreadPoolExecutor(2) as beside:
            # A browser waits for its server, and PostgreSQL's client for its own: together they leave no core idle.
            parts = [beside.submit(other_database, url), beside.submit(browser, window)]
        results += [part.result() for part in parts]
    return report(results, faults)


@contextmanager
def _postgres() -> Iterator[dict[str, str]]:
    """The environment of a throw-away PostgreSQL; empty when this machine has none, and says why."""
    try:
        binaries = postgres.find_binaries()
    except SystemExit as none:
        print(none, flush=True)
        yield {}
        return
    with postgres.server(binaries) as url:
        yield {"HELHET_DATABASE_URL": url}


def other_database(url: dict[str, str]) -> Result:
    """What could differ on PostgreSQL; without a server it fails rather than goes missing."""
    if not url:
        return Result("PostgreSQL", trouble="no server")
    return pytest("PostgreSQL", ["-m", "not browser", "--other-database", *NOT_AGAIN, *WORKERS], environment=url)


def browser(window: Future[int]) -> Result:
    """The journeys, on SQLite; without a browser they fail rather than go missing."""
    if window.result():
        return Result("browser", trouble="no browser")
    found = {"HELHET_CHROMIUM": str(chromium.find())}
    return pytest("browser", ["-m", "browser", "tests/browser", *WORKERS], environment=found, said_last=True)


def pytest(name: str, options: list[str], *, environment: dict[str, str] | None = None, said_last: bool = False) -> Result:
    """Run one part and count it from pytest's own report; what it says stands together at its end, if another speaks meanwhile."""
    print(f"\n— {name}{' begins' if said_last else ''}", flush=True)
    file = check.DATA / f"{name.lower()}.xml"
    began = time.monotonic()
    command = [*PYTEST, *options, f"--junit-xml={file}"]
    out, err = (subprocess.PIPE, subprocess.STDOUT) if said_last else (None, None)
    there = {**check.ENVIRONMENT, **(environment or {})}
    done = subprocess.run(command, cwd=check.ROOT, env=there, text=True, stdout=out, stderr=err)
    if said_last:
        print(f"\n— {name}\n{done.stdout}", flush=True)
    status = done.returncode
    result = count(name, file)
    result.seconds = time.monotonic() - began
    if status == NO_TESTS or not (result.passed or result.failed):
        result.trouble = "no test ran"
    elif status:
        result.trouble = f"pytest ended with status {status}"
    return result


def count(name: str, file: Path) -> Result:
    """Add up a report in the JUnit format."""
    result = Result(name)
    if not file.exists():
        return result
    # Our own pytest wrote this file a moment ago.
    for case in ElementTree.parse(file).iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        elif skipped is not None:
            result.skipped.append(f"{case.get('classname')}::{case.get('name')}: {skipped.get('message')}")
        else:
            result.passed += 1
    return result


def report(results: list[Result], faults: list[str]) -> int:
    """Say what ran, what did not and why; the last line is the one that runners look for."""
    print("\n— what ran", *results, sep="\n")
    for result in results:
        print(
            *(f"skipped ({result.name}) {reason}" for reason in result.skipped),
            sep="\n",
            end="\n" if result.skipped else "",
        )
    print(*faults, sep="\n", end="\n" if faults else "")
    passed, failed = sum(result.passed for result in results), sum(result.failed for result in results)
    print(f"{passed} passed, {failed} failed, {sum(len(result.skipped) for result in results)} skipped", flush=True)
    return 1 if failed or faults or any(result.trouble for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
