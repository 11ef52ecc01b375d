"""One word for one thing: what the code names has its row in GLOSSARY.md, with the word that the pages and the log use."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest
from django.apps import apps

from helhet.access import rules as access
from helhet.cases import rules as cases
from helhet.oversight import rules as oversight
from helhet.web.terms import TERMS

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["code", "bokmål", "nynorsk", "FHIR R4", "law", "avoid"]


def sections() -> dict[str, list[dict[str, str]]]:
    """The rows under each heading, by column."""
    found: dict[str, list[dict[str, str]]] = {}
    for part in re.split(r"^## ", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines() if line.startswith("|")]
        assert lines[0] == COLUMNS, f"The table under «{heading}» has other columns."
        found[heading] = [dict(zip(COLUMNS, line, strict=True)) for line in lines[2:]]
    return found


SECTIONS = sections()


def row(code: str, rows: list[dict[str, str]]) -> dict[str, str]:
    found = [one for one in rows if one["code"] == f"`{code}`"]
    assert len(found) == 1, f"GLOSSARY.md has {len(found)} rows for `{code}`. It needs one, with its word in bokmål and nynorsk."
    return found[0]


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if model.__module__.startswith("helhet.")], ids=lambda m: m.__name__
)
def test_every_table_has_its_word(model: type) -> None:
    found = row(model.__name__, [one for rows in SECTIONS.values() for one in rows])
    document = getattr(model, "document", "")
    assert re.search(rf"(^|\W){re.escape(document)}", found["bokmål"]), f"The log calls it «{document}»; the glossary does not."


@pytest.mark.parametrize(
    ("heading", "choices", "names"),
    [
        ("Roles", access.Role, access.ROLE_NAMES),
        ("Parts of a record", access.Part, access.PART_NAMES),
        ("Purposes", access.Purpose, access.PURPOSE_NAMES),
        ("Offers", cases.OfferOf, cases.OFFER_NAMES),
        ("Life areas", cases.LifeArea, cases.LIFE_AREA_NAMES),
        ("Verdicts", oversight.State, oversight.STATE_NAMES),
    ],
)
def test_every_choice_has_the_word_that_pages_use(heading: str, choices: type[StrEnum], names: Mapping[StrEnum, str]) -> None:
    for one in choices:
        assert row(one, SECTIONS[heading])["bokmål"] == names[one]
    assert len(SECTIONS[heading]) == len(choices), f"«{heading}» has a row for something that is gone."


def test_every_row_is_said_in_both_norwegian_languages() -> None:
    for rows in SECTIONS.values():
        assert not [one["code"] for one in rows if not (one["bokmål"] and one["nynorsk"])]


def test_no_table_is_listed_that_does_not_exist() -> None:
    tables = {model.__name__ for model in apps.get_models()}
    listed = {code for rows in SECTIONS.values() for one in rows for code in re.findall(r"`([A-Z]\w+)`", one["code"])}
    assert not listed - tables


def test_the_words_explained_to_residents_are_the_glossarys_own() -> None:
    known = " ".join(one["bokmål"].lower() for rows in SECTIONS.values() for one in rows)
    for word, says in TERMS.values():
        assert re.search(rf"(^|\W){re.escape(word)}", known), f"«{word}» is explained on a page, and has no row in GLOSSARY.md."
        assert says.endswith("."), word
