"""The documents keep up with the code: what an installation, a developer or a municipality looks up is there and is true."""

import re
import tomllib
from pathlib import Path

import pytest
import reference
from django.conf import settings

from helhet.config.variables import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *DOCS.rglob("*.md"),
        *(ROOT / place / "README.md" for place in ("helhet/organisation/data", "tests/data/report_kit")),
    ]
)
DECISIONS = sorted((DOCS / "adr").glob("*.md"))


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_every_variable_the_product_reads_is_explained() -> None:
    read = {found for file in (ROOT / "helhet").rglob("*.py") for found in re.findall(r"HELHET_[A-Z_]+[A-Z]", file.read_text())}
    assert read == set(VARIABLES)
    told = (DOCS / "reference" / "settings.md").read_text()
    assert not [variable for variable in VARIABLES if f"`{variable}`" not in told]


def test_only_the_table_of_variables_reads_the_environment() -> None:
    files = [name(file) for file in (ROOT / "helhet").rglob("*.py") if re.search(r"getenv|environ\.get|environ\[", file.read_text())]
    assert files == ["helhet/config/variables.py"]


def test_a_reference_page_that_no_longer_tells_the_truth_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(reference, "PAGES", tmp_path)
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0
    (tmp_path / "due.md").write_text("Nothing is due.")
    (tmp_path / "spec" / "gone.md").write_text("A rule we had.")
    assert reference.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "due.md is out of date" in said
    assert "gone.md describes rules that are gone" in said


def test_every_command_is_explained() -> None:
    told = (DOCS / "reference" / "commands.md").read_text()
    assert not [command for command in reference.our_commands() if f"## helhet {command}\n" not in told]


def test_every_dependency_says_what_it_does_for_us() -> None:
    told = (DOCS / "reference" / "dependencies.md").read_text().lower()
    wanted = [re.split(r"[\[<>=!~; ]", line)[0] for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]
    assert not [package for package in wanted if f"| {package.lower()} |" not in told]
    listed = re.findall(r"^\| ([\w.-]+) \|", told.split("## fetched")[0], re.MULTILINE)
    assert not set(listed) - {package.lower() for package in wanted} - {"package", "---"}, "A dependency is listed that we no longer have."


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert not [link for link in links if not (page.parent / link.split("#")[0]).exists()]


@pytest.mark.parametrize("page", DECISIONS, ids=name)
def test_a_decision_is_short_and_tells_its_price(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z0-9-]+\.md$", page.name)
    assert not re.match(r"# \d", text), "The number stands in the file's name, not in the heading."
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Price"]
    assert len(text.split()) <= 400


def test_decisions_are_numbered_in_order() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_readme_is_one_screen_with_a_picture_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert "](docs/picture.png)" in text
    assert "make demo" in text
    assert "make test" in text


def test_the_description_for_catalogues_agrees_with_the_project() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert 'publiccodeYmlVersion: "0.4"' in text
    assert f"license: {PROJECT['license']}" in text
    assert f'softwareVersion: "{PROJECT["version"]}"' in text
    assert re.findall(r"^    - (\w\w)$", text.split("availableLanguages:")[1], re.MULTILINE) == [code for code, _ in settings.LANGUAGES]
    for short in re.findall(r"shortDescription: >-\n\s+(.+)\n", text):
        assert len(short) <= 150


def test_the_licence_is_the_whole_one() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.split("\n")[0].strip() == "GNU AFFERO GENERAL PUBLIC LICENSE"
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_newest_version_is_told_of() -> None:
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_page_holds_an_emoji_or_a_note_to_do_later(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]", text)
    assert not re.search(r"\b(TODO|TBD|FIXME|XXX)\b", text)
