"""A file is a questionnaire, or is refused with every fault: where, what, and what to do."""

import copy
import json
from typing import Any

import pytest

from helhet.mapping.rules.answers import check, said
from helhet.mapping.rules.reading import LARGEST, differs, parse, read
from helhet.organisation.rules import Fault
from tests.data.instruments import as_bytes, choice, file, number, option, total, worded

YES_NO = {"linkId": "b", "type": "boolean", "text": "Om b"}
TEXT = {"linkId": "t", "type": "text", "text": "Om t"}


def _file(**change: Any) -> dict[str, Any]:
    return file(choice("1", range(4)), choice("2", range(4)), scoring=[total("12", 0, 6)]) | change


def _with(path: str, value: object) -> dict[str, Any]:
    """The good file with one value put in at a path like `item.0.type`; … takes it away."""
    held: Any = copy.deepcopy(_file())
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = held
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return held


def _faults(held: dict[str, Any]) -> list[str]:
    parsed = parse(as_bytes(held))
    assert isinstance(parsed, dict), str(parsed)
    return [fault.field for fault in read(parsed)[1] if str(fault)]


def test_a_good_file_has_no_fault() -> None:
    assert _faults(_file()) == []


BAD = [
    ("resourceType", "Patient", "resourceType"),
    ("name", "PHQ 9", "name"),
    ("name", ..., "name"),
    ("version", "", "version"),
    ("language", "se", "language"),
    ("status", "retired", "status"),
    ("status", "draft", "status"),
    ("title", "x" * 161, "title"),
    ("copyright", ..., "copyright"),
    ("modifierExtension", [], "modifierExtension"),
    ("item", [], "item"),
    ("item", {}, "item"),
    ("item.0", "1", "item[0]"),
    ("item.0.linkId", "2", "item[1].linkId"),
    ("item.0.linkId", "answered_by", "item[0].linkId"),
    ("item.0.linkId", "words", "item[0].linkId"),
    ("item.0.type", "open-choice", "item[0].type"),
    ("item.0.repeats", True, "item[0].repeats"),
    ("item.0.initial", [], "item[0].initial"),
    ("item.0.answerValueSet", "urn:x", "item[0].answerValueSet"),
    ("item.0.reqired", True, "item[0].reqired"),
    ("item.0.required", "true", "item[0].required"),
    ("item.0.text", ..., "item[0].text"),
    ("item.0.answerOption", [option("0", 0)], "item[0].answerOption"),
    ("item.0.answerOption.1.valueCoding.code", "0", "item[0].answerOption"),
    ("item.0.answerOption.1", {"valueString": "ja"}, "item[0].answerOption[1].valueCoding"),
    ("item.0.answerOption.1.extension.0.valueDecimal", "1", "item[0].answerOption[1].extension[0].valueDecimal"),
    ("item.0.answerOption.1.extension", [], "helhet.scoring[0].items[0]"),
    ("item.0.enableWhen", [{"question": "2", "operator": "=", "answerCoding": {"code": "1"}}], "item[0].enableWhen[0].question"),
    ("item.1.enableWhen", [{"question": "1", "operator": "=", "answerCoding": {"code": "9"}}], "item[1].enableWhen[0].answerCoding"),
    ("item.1.enableWhen", [{"question": "1", "operator": ">", "answerCoding": {"code": "1"}}], "item[1].enableWhen[0].operator"),
    ("item.1.enableWhen", [{"question": "1", "operator": "=", "answerInteger": 1}], "item[1].enableWhen[0].answerCoding"),
    ("item.1.enableWhen", [{"question": "1", "operator": "exists", "answerBoolean": True}] * 2, "item[1].enableBehavior"),
    ("item.1.item", [TEXT], "item[1].item"),
    ("helhet.scoring.0.kind", "median", "helhet.scoring[0].kind"),
    ("helhet.scoring.0.name", "Sum", "helhet.scoring[0].name"),
    ("helhet.scoring.0.items", ["1", "7"], "helhet.scoring[0].items[1]"),
    ("helhet.scoring.0.items", ["1", "1"], "helhet.scoring[0].items[0]"),
    ("helhet.scoring.0.items", [], "helhet.scoring[0].items"),
    ("helhet.scoring.0.range", [0, 8], "helhet.scoring[0].range"),
    ("helhet.scoring.0.range", [6, 0], "helhet.scoring[0].range"),
    ("helhet.scoring.0.multiplier", 4, "helhet.scoring[0].multiplier"),
    ("helhet.scoring.0.missing", {"allow": 2}, "helhet.scoring[0].missing.allow"),
    ("helhet.scoring.0.missing", {"allow": 1, "as": "guess"}, "helhet.scoring[0].missing.as"),
    ("helhet.scoring.0.cut_offs", [{"from": 7, "text": "mye"}], "helhet.scoring[0].cut_offs[0].from"),
    ("helhet.scoring.0.cut_offs", [{"from": 3, "text": "a"}, {"from": 2, "text": "b"}], "helhet.scoring[0].cut_offs[1].from"),
    ("helhet.scoring.0.cut_offs", [{"from": 3, "text": "mye", "colour": "red"}], "helhet.scoring[0].cut_offs[0].colour"),
    ("helhet.scoring.0.colour", "red", "helhet.scoring[0].colour"),
    ("helhet.scoring.0.risk", "high", "helhet.scoring[0].risk"),
    ("helhet.prompts", [{"item": "7", "above": 0}], "helhet.prompts[0].item"),
    ("helhet", None, "helhet"),
]


@pytest.mark.parametrize(("path", "value", "at"), BAD, ids=[f"{path}={str(value)[:20]}" for path, value, _ in BAD])
def test_each_fault_is_named_where_it_is(path: str, value: object, at: str) -> None:
    assert at in _faults(_with(path, value))


def test_every_fault_is_listed_at_once() -> None:
    held = _with("language", "se") | {"title": "", "hei": 1}
    held["item"][0]["type"] = "date"
    assert {"language", "title", "hei", "item[0].type", "helhet.scoring[0].items[0]"} <= set(_faults(held))


def test_a_mean_may_not_stand_for_a_question_of_another_scale() -> None:
    held = file(choice("1", range(5)), choice("2", range(2)), scoring=[total("12", 0, 5, missing={"allow": 1})])
    assert _faults(held) == ["helhet.scoring[0].missing.as"]


def test_a_table_holds_every_sum() -> None:
    declared = total("1", 10, 30) | {"kind": "map", "table": {"0": 10, "2": 30}}
    assert _faults(file(choice("1", range(3)), scoring=[declared])) == ["helhet.scoring[0].table"]


def test_a_form_saved_part_by_part_may_not_insist() -> None:
    held = file({"linkId": "g", "type": "group", "text": "Gruppe", "item": [{**TEXT, "required": True}]}, helhet={"by_part": True})
    assert _faults(held) == ["item «t»"]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"null", b"{", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": 1e999}', b"\xff\xfe{}", b'{"a": "\\u0000"}',
        b'{"a": "\\ud800"}', b'{"\\u0000": 1}', b"[" * 100_000, b'{"a":' * 60 + b"1" + b"}" * 60, b"1" * 5000, b" " * (LARGEST + 1),
    ],
    ids=lambda data: repr(data[:20]),
)  # fmt: skip
def test_what_is_not_a_file_of_ours_is_refused_with_a_reason(data: bytes) -> None:
    found = parse(data)
    assert isinstance(found, Fault)
    assert str(found)


def test_any_file_at_all_is_refused_or_read_and_never_breaks() -> None:
    for held in ({}, {"item": [{"item": [{"item": 3}]}]}, {"item": [{"linkId": 7, "answerOption": 3, "enableWhen": "x", "extension": 1}]}):
        assert _faults(held)


def test_answers_are_checked_all_at_once() -> None:
    only = {"enableWhen": [{"question": "b", "operator": "=", "answerBoolean": True}]}
    form, _ = read(file(choice("1", range(4), required=True), number("n", 0, 40), YES_NO, {**TEXT, **only, "maxLength": 5}))
    answers, faults = check(form, {"1": "9", "n": "41", "b": "false", "t": "kort", "x": "1"})
    assert {fault.field for fault in faults} == {"1", "n", "t", "x"}
    answers, faults = check(form, {"1": "2", "n": "3,5", "b": "true", "t": "kort", "x": " "})
    assert (answers, faults) == ({"1": "2", "n": "3.5", "b": True, "t": "kort"}, [])
    assert [fault.field for fault in check(form, {"b": "true", "t": "altfor langt"})[1]] == ["t", "1"]
    assert [said(item, answers[item.link], "en") for item in form.questions] == ["svar 2", "3,5", "Yes", "kort"]


def test_a_whole_number_is_a_whole_number() -> None:
    form, faults = read(file(number("n", 0, 10, "integer")))
    assert not faults
    assert check(form, {"n": "7"}) == ({"n": 7}, [])
    for wrong in ("7.5", "sju", "11", "-1", "1e1", "٣"):
        assert [fault.field for fault in check(form, {"n": wrong})[1]] == ["n"], wrong


def test_a_filled_in_form_asks_and_counts_as_its_structure() -> None:
    known, _ = read(json.loads(as_bytes(worded("phq-9"))))
    for change, at in (
        (lambda held: held["item"].pop(), "item"),
        (lambda held: held["item"][0].update(linkId="q1"), "item"),
        (lambda held: held["item"][9]["answerOption"].pop(), "item «10»"),
        (lambda held: held["item"][9]["answerOption"][3]["extension"][0].update(valueDecimal=4), "item «10»"),
        (lambda held: held["helhet"]["scoring"][0].update(missing={"allow": 1}), "helhet.scoring"),
        (lambda held: held["helhet"].update(scoring=[]), "helhet.scoring"),
        (lambda held: held["helhet"].update(prompts=[]), "helhet.prompts"),
    ):
        held = worded("phq-9")
        change(held)
        assert at in [fault.field for fault in differs(read(held)[0], known, same_version=False)]
    freely = worded("phq-9")
    freely["item"][0]["required"] = True
    freely["helhet"]["scoring"][0]["cut_offs"] = [{"from": 8, "text": "Mer enn før"}]
    assert differs(read(freely)[0], known, same_version=False) == []
