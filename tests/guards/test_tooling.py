"""The tooling does what its commands promise: catalogues, throw-away server, style sheets, locks, the final count."""

import gettext
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import check
import chromium
import messages
import postgres
import pytest
import styles
import suite

ROOT = check.ROOT


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with strings in Python and in a template."""
    (tmp_path / "helhet" / "web" / "templates").mkdir(parents=True)
    (tmp_path / "helhet" / "rules.py").write_text('A = N_("Fra {kilde}")\nB = f"{_(\'I en f-streng\')}"\n')
    (tmp_path / "helhet" / "web" / "templates" / "side.html").write_text(
        "<h1>{% translate 'Hei' %}</h1>{% include 'x' with a=_('Ja «ø»') only %}\n"
        "  {% blocktranslate count n=x trimmed %}\n  {{ n }} sak\n"
        "  {% plural %}\n  {{ n }} saker{% endblocktranslate %}\n"
        "{% translate 'Lukk' context 'verb' %} it's {{ p|default:_('Ingen') }}"
    )
    return tmp_path / "helhet"


@pytest.fixture
def catalogue(package: Path) -> Path:
    path = package / "locale" / "nn" / "LC_MESSAGES" / "django.po"
    messages.update(path, messages.extract_texts(package), "nn")
    return path


def faults(catalogue: Path) -> list[str]:
    return list(messages.check(catalogue, messages.extract_texts(catalogue.parents[3])))


def translate(catalogue: Path) -> None:
    """Say everything in the same words, so that nothing is missing."""
    text = catalogue.read_text()
    text = text.replace('msgstr[0] ""', 'msgstr[0] "%(n)s sak"').replace('msgstr[1] ""', 'msgstr[1] "%(n)s saker"')
    head, _, body = text.partition("\n\n")
    catalogue.write_text(head + "\n\n" + re.sub(r'msgid "(.+)"\nmsgstr ""', r'msgid "\1"\nmsgstr "\1"', body))


def test_strings_are_found_in_python_and_in_templates(package: Path) -> None:
    assert set(messages.extract_texts(package)) == {
        (None, "Fra {kilde}"),
        (None, "I en f-streng"),
        (None, "Hei"),
        (None, "Ja «ø»"),
        (None, "%(n)s sak"),
        ("verb", "Lukk"),
        (None, "Ingen"),
    }


def test_a_gap_is_found(catalogue: Path) -> None:
    assert len(faults(catalogue)) == 7
    translate(catalogue)
    assert faults(catalogue) == []
    catalogue.write_text(catalogue.read_text().replace('msgstr "Hei"', 'msgstr ""'))
    assert faults(catalogue) == ["helhet/locale/nn/LC_MESSAGES/django.po: «Hei» (helhet/web/templates/side.html) is not translated."]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgstr "Fra {kilde}"', 'msgstr "Frå {kjelde}"', "they must be {kilde}"),
        ('msgstr[1] "%(n)s saker"', 'msgstr[1] "saker"', "they must be %(n)s"),
        ('msgstr "Hei"', 'msgstr "“Hei”"', "has “ or ” in its translation"),
        ('msgid "Hei"', '#, fuzzy\nmsgid "Hei"', "is marked fuzzy"),
        ('msgid "Hei"', 'msgid "Gammel"', "stands nowhere in the code any more"),
        ('msgid "Hei"', 'msgid "Gammel"', "is not in the catalogue"),
    ],
)
def test_each_fault_is_named(catalogue: Path, old: str, new: str, said: str) -> None:
    translate(catalogue)
    catalogue.write_text(catalogue.read_text().replace(old, new))
    assert any(said in fault for fault in faults(catalogue))


def test_updating_keeps_what_is_translated_and_drops_what_is_gone(package: Path, catalogue: Path) -> None:
    translate(catalogue)
    before = catalogue.read_text()
    (package / "rules.py").write_text("")
    messages.update(catalogue, messages.extract_texts(package), "nn")
    assert 'msgstr "Hei"' in catalogue.read_text()
    assert "kilde" not in catalogue.read_text()
    (package / "rules.py").write_text('A = N_("Fra {kilde}")\nB = f"{_(\'I en f-streng\')}"\n')
    messages.update(catalogue, messages.extract_texts(package), "nn")
    translate(catalogue)
    assert catalogue.read_text() == before


def test_a_compiled_catalogue_is_read_by_gettext(catalogue: Path) -> None:
    catalogue.write_text(catalogue.read_text().replace('msgid "Hei"\nmsgstr ""', 'msgid "Hei"\nmsgstr "Hei på deg"'))
    messages.compile_catalogue(catalogue)
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Hei") == "Hei på deg"


def test_a_translated_f_string_is_refused(package: Path) -> None:
    (package / "rules.py").write_text('A = _(f"Hei {name}")')
    with pytest.raises(SystemExit, match="translates an f-string"):
        messages.extract_texts(package)


def test_the_throw_away_server_is_stopped_and_removed_when_the_command_fails() -> None:
    says = (
        "import os, re, sys, pathlib, urllib.parse as u; "
        "home = u.unquote(re.search('@([^/]+)', os.environ['HELHET_DATABASE_URL'])[1]); "
        "print(home, pathlib.Path(home, 'data', 'postmaster.pid').read_text().split()[0]); sys.exit(7)"
    )
    command = [sys.executable, str(ROOT / "scripts" / "postgres.py"), "run", "--", sys.executable, "-c", says]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 7, done.stderr
    home, process = done.stdout.split()
    assert not Path(home).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)


def test_a_machine_without_a_server_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_system_directories", lambda: iter(()))
    with pytest.raises(SystemExit, match="Install PostgreSQL"):
        postgres.find_binaries("system")


def test_every_icon_a_template_asks_for_is_fetched() -> None:
    asked = {
        name: path.name
        for path in (ROOT / "helhet").rglob("*.html")
        for name in re.findall(r"""\{% icon ["'](\w+)["']""", path.read_text(encoding="utf-8"))
    }
    assert not {name: where for name, where in asked.items() if name not in styles.ICONS}
    drawn = json.loads((styles.VENDOR / "icons.json").read_text())
    assert set(drawn) == set(styles.ICONS)
    assert all(inner.startswith("<path") for inner in drawn.values())


def test_every_vendor_file_a_template_links_is_built() -> None:
    linked = {
        name
        for path in (ROOT / "helhet").rglob("*.html")
        for name in re.findall(r"""\{% static ["'](vendor/[^"']+)["']""", path.read_text(encoding="utf-8"))
    }
    assert not [name for name in linked if not (styles.VENDOR.parent / name).exists()]


def test_style_sheets_fetch_nothing_from_elsewhere() -> None:
    for sheet in styles.VENDOR.glob("*.css"):
        for address in re.findall(r"""url\(["']?([^"')]+)""", sheet.read_text()):
            assert address.startswith("data:") or (styles.VENDOR / address).exists(), f"{sheet.name}: {address}"


def test_paper_has_one_font_file_a_family() -> None:
    families = re.findall(r"font-family: '(.+?)'", (styles.VENDOR / "print-fonts.css").read_text())
    assert sorted(families) == ["Inter Variable", "Inter Variable Ext", "Newsreader Variable", "Newsreader Variable Ext"]


def test_lock_files_pin_everything_and_name_no_host() -> None:
    python = (ROOT / "requirements.lock").read_text()
    assert all(re.fullmatch(r"#.*|[\w.\[\]-]+==[\w.]+", line) for line in python.splitlines())
    pins = json.loads((styles.PINS / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pins.values())
    assert "://" not in (styles.PINS / "package-lock.json").read_text()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {_name(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]}
    locked = {_name(line) for line in (ROOT / "requirements.lock").read_text().splitlines() if line[0] != "#"}
    assert not asked - locked, "Run make lock."


def _name(requirement: str) -> str:
    """The package's name as PyPI compares them."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def test_make_lists_every_command() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, env=_without_make()).stdout
    commands = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert commands
    assert set(re.findall(r"^make (\w+)", listed, re.MULTILINE)) == set(commands[1].split())


def _without_make() -> dict[str, str]:
    """The environment without what an outer `make test` tells an inner make."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


def test_the_types_of_every_rules_module_are_checked() -> None:
    without_django = {str(path.relative_to(ROOT)) for path in (ROOT / "helhet").glob("*/rules.py")}
    assert without_django
    assert without_django <= set(check.rules())


def test_a_failed_check_is_reported_and_the_others_still_run(capsys: pytest.CaptureFixture[str]) -> None:
    bad = [sys.executable, "-c", "import sys; sys.exit('here is the fault')"]
    good = [sys.executable, "-c", "pass"]
    assert check.run({"first": bad, "second": good}) == ["first"]
    said = capsys.readouterr().out
    assert "here is the fault" in said
    assert re.search(r"second +ok", said)


def test_the_browser_is_the_one_that_was_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HELHET_CHROMIUM", str(tmp_path / "none"))
    assert chromium.find() is None
    assert chromium.main() == 1


@pytest.mark.parametrize(
    ("asked", "status", "said"), [("--help", 0, "Everything that CI checks"), ("tests/rules", 2, "unrecognized arguments")]
)
def test_the_whole_suite_begins_only_when_it_is_asked_for_plainly(asked: str, status: int, said: str) -> None:
    command = [sys.executable, "scripts/suite.py", asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == status
    assert said in done.stdout + done.stderr
    assert "— checks" not in done.stdout


def test_the_last_line_counts_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "report.xml"
    file.write_text(
        '<testsuites><testsuite><testcase classname="a" name="b"/>'
        '<testcase classname="a" name="c"><failure/></testcase>'
        '<testcase classname="a" name="d"><skipped message="no screen"/></testcase></testsuite></testsuites>'
    )
    assert suite.report([suite.count("SQLite", file), suite.Result("browser", passed=4)], []) == 1
    said = capsys.readouterr().out
    assert "skipped (SQLite) a::d: no screen" in said
    assert said.endswith("\n5 passed, 1 failed, 1 skipped\n")


@pytest.mark.parametrize(
    ("result", "faults", "status"),
    [
        (suite.Result("SQLite", passed=2), [], 0),
        (suite.Result("SQLite", trouble="no test ran"), [], 1),
        (suite.Result("SQLite", passed=2), ["check: lint failed"], 1),
    ],
)
def test_whatever_went_wrong_fails_the_run(result: suite.Result, faults: list[str], status: int) -> None:
    assert suite.report([result], faults) == status
