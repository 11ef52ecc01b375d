"""Print the path of a Chromium to test with, installing Debian's package when there is none and we may."""

import os
import shutil
import sys

from debian import install

# The first has no window to draw its own buttons in, and does with two thirds of the work.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Works as root and on a closed network: nothing that calls home.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The browser named in HELHET_CHROMIUM, else the first on PATH."""
    if named := os.environ.get("HELHET_CHROMIUM"):
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Print the path; 1 and one line on standard error when there is none."""
    if not find() and "HELHET_CHROMIUM" not in os.environ and not install(NAMES[0]):
        install("chromium")
    path = find()
    if path:
        print(path)
        return 0
    print(
        "chromium: no browser found for the browser tests. Install Chromium (Debian: apt-get install chromium), "
        "or set HELHET_CHROMIUM to the path of one.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
