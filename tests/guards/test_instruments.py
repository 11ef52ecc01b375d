"""Every definition that ships: whole, in three languages, our own words or no words at all."""

import json
import re

import pytest

from helhet.cases.rules import EIGHT_LIFE_AREAS
from helhet.mapping import rules
from helhet.mapping.rules.questionnaire import Kind, Questionnaire, ScoringKind
from helhet.mapping.rules.reading import differs, parse, read
from tests.data.instruments import SHIPPED

FILES = sorted(SHIPPED.glob("*.json"))
STRUCTURES = {"phq-9": 10, "gad-7": 7, "audit": 10, "audit-c": 3, "dudit": 11, "who-5": 5}
OWN = {"livsomrader", "stigen", "bedring", "trygghet"}
# No colour and no diagnosis is computed: these words may stand in no definition.
NEVER = re.compile(
    r"\b(rød|raud|red|gul|yellow|grønn|grøn|green|høy risiko|high risk|depresjon|depression|angstlidelse|avhengighet|dependence)\b",
    re.IGNORECASE,
)


def _form(name: str, language: str) -> Questionnaire:
    held = parse((SHIPPED / f"{name}.{language}.json").read_bytes())
    assert isinstance(held, dict)
    return read(held)[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_definition_has_no_fault(path) -> None:
    held = parse(path.read_bytes())
    assert isinstance(held, dict), str(held)
    form, faults = read(held)
    assert [f"{fault.field}: {fault}" for fault in faults] == []
    assert path.stem == f"{form.name}.{form.language}"
    assert not NEVER.search(json.dumps(held, ensure_ascii=False))


def test_each_ships_in_three_languages() -> None:
    assert {path.stem for path in FILES} == {f"{name}.{code}" for name in OWN | STRUCTURES.keys() for code in ("nb", "nn", "en")}


@pytest.mark.parametrize("name", sorted(OWN | STRUCTURES.keys()))
def test_the_three_languages_ask_and_count_alike(name: str) -> None:
    first = _form(name, "nb")
    for code in ("nn", "en"):
        other = _form(name, code)
        assert other.version == first.version
        assert differs(other, first, same_version=True) == []


@pytest.mark.parametrize(("name", "count"), STRUCTURES.items())
def test_a_licensed_form_ships_without_its_wording(name: str, count: int) -> None:
    for code, word in (("nb", "Spørsmål"), ("nn", "Spørsmål"), ("en", "Question")):
        form = _form(name, code)
        assert form.is_structure
        assert [item.text for item in form.questions] == [f"{word} {place}" for place in range(1, count + 1)]
        assert all(option.display == option.code for item in form.questions for option in item.options)


@pytest.mark.parametrize("name", sorted(OWN))
def test_our_own_say_something_of_their_own_in_each_language(name: str) -> None:
    texts = {code: [item.text for item, _ in _form(name, code).walk()] for code in ("nb", "nn", "en")}
    same = [one for one, *others in zip(*texts.values(), strict=True) if set(others) == {one}]
    assert same == []
    assert texts["nb"] != texts["nn"]


def test_the_life_areas_are_the_eight_with_words_beside_each() -> None:
    form = _form("livsomrader", "nb")
    links = [item.link for item in form.questions]
    assert [link for link in links if link in set(EIGHT_LIFE_AREAS)] == list(EIGHT_LIFE_AREAS)
    for area in EIGHT_LIFE_AREAS:
        item = form.question(area)
        assert item is not None
        assert [option.code for option in item.options] == [str(value) for value in range(11)]
        assert area + rules.WORDS in links


def test_the_talk_about_safety_has_no_number() -> None:
    form = _form(rules.SAFETY, "nb")
    assert form.scorings == ()
    assert {item.kind for item in form.questions} == {"text"}


DOCS = SHIPPED.parents[2] / "docs" / "reference" / "instrument-file.md"


def test_the_file_shown_in_the_documentation_is_taken() -> None:
    found = re.search(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    held = parse(found[1].encode())
    assert isinstance(held, dict)
    assert read(held)[1] == []


def test_every_key_and_kind_we_read_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    scoring = {"name", "title", "kind", "items", "range", "multiplier", "table", "missing", "cut_offs", "note"}
    for word in {*Kind, *ScoringKind, *scoring, "by_part", "prompts", "structure", "enableWhen", "ordinalValue", "minValue", "maxValue"}:
        assert f"`{word}`" in text or f'"{word}"' in text or f"/{word}`" in text, word
