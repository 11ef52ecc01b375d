"""The house's own rules, walked over every module, model and action."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest
from django.apps import apps
from django.core import checks
from django.db import models

from helhet.access.models import LogEntry
from helhet.access.policy import record_models
from helhet.access.rules import DOCUMENT_NAMES, Part

ROOT = Path(__file__).resolve().parent.parent.parent / "helhet"
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
MODULES = [path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts]
DOMAIN = ("access", "people", "cases", "mapping", "plans", "journal", "voice", "living", "team", "handover", "deviations")

# Functions that are told nothing of who asks, each with its reason.
ASKS_NOBODY = {
    "access.queries": {
        "accounts_of_staff", "account_of", "account_named", "cast_accounts", "spend_a_password_check",  # before there is an actor
        "actor_for", "machine_for", "in_force", "has_running", "is_left_alone", "around_now",  # build actors and expressions
        "roles_of",  # a count that names nobody
    },
    # An instrument holds no person data; a response already opened.
    "mapping.queries": {"in_use", "asked_after", "without_wording", "instrument_named", "languages_of", "every_instrument", "series_of"},
    "people.queries": {"merged_with"},  # the keys of a person already opened
    "team.queries": {"appointment"},  # of a meeting already opened
    "handover.queries": {"addressee"},  # which desk an address leads to: there is no actor before there is a desk
    "deviations.queries": {"lately"},  # a day
    # Of a row already opened; an expression; whether a paper is the newest, which says nothing of whose it is.
    "plans.queries": {"has_plan", "printed"},
}  # fmt: skip


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT.parent))


@cache
def _trees() -> dict[str, ast.Module]:
    """Every module as Python reads it, once."""
    return {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_a_module_is_under_400_lines_and_a_function_under_50() -> None:
    lines = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert not {name: many for name, many in lines.items() if many > 400}, "make each a folder of the same name"
    functions = ((name, node) for name, tree in _trees().items() for node in ast.walk(tree) if isinstance(node, _FUNCTIONS))
    assert not [f"{name}: {node.name} is too long" for name, node in functions if (node.end_lineno or 0) - node.lineno >= 50]


def test_a_module_and_its_public_names_say_what_they_are() -> None:
    silent = []
    for name, tree in _trees().items():
        if tree.body:
            public = (one for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef) and not one.name.startswith("_"))
            silent += [name] * (not ast.get_docstring(tree)) + [f"{name}: {one.name}" for one in public if not ast.get_docstring(one)]
    assert not silent, "these have no docstring"


FORBIDDEN = re.compile(r"\b(audit|lead|ticket|objective|intervention|headcount)\b", re.IGNORECASE)


def test_the_words_the_glossary_avoids_are_not_names() -> None:
    found = []
    for module, tree in _trees().items():
        for node in ast.walk(tree):
            name = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "attr", None)
            if isinstance(name, str) and FORBIDDEN.search(name.replace("_", " ")):
                found.append(f"{module}: {name}")
    assert not found


def test_every_record_knows_its_person_its_part_and_its_word() -> None:
    found = record_models()
    assert len(found) > 30
    for model in found:
        assert model.part in Part
        assert model.document
        assert model.person_path == "pk" or model._meta.get_field(model.person_path.split("__")[0])


def test_no_row_about_a_person_can_be_reached_from_another_by_accident() -> None:
    for model in record_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.OneToOneField) and not field.auto_created:
                assert (field.remote_field.related_name or "").endswith("+") or not hasattr(field.related_model, "person_path"), (
                    f"{model.__name__}.{field.name}"
                )


def test_every_record_is_reached_from_its_person_by_its_path() -> None:
    for model in record_models():
        if model.person_path != "pk":
            model._base_manager.filter(**{f"{model.person_path}__isnull": False}).query  # noqa: B018


def _public(module: object) -> Iterator[FunctionType]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("_") and function.__module__.startswith(getattr(module, "__name__", "")):
            yield function


@pytest.mark.parametrize("app", DOMAIN)
def test_every_query_is_told_who_asks(app: str) -> None:
    module = import_module(f"helhet.{app}.queries")
    for function in _public(module):
        given = inspect.signature(function).parameters
        told = {"opening", "actor", "by"} & given.keys() or "rows" in given
        assert told or function.__name__ in ASKS_NOBODY.get(f"{app}.queries", ()), f"{app}.queries.{function.__name__} is not told who asks"


@pytest.mark.parametrize("app", [app for app in DOMAIN if app != "access"])
def test_every_action_says_by_whom_and_only_by_name(app: str) -> None:
    module = import_module(f"helhet.{app}.actions")
    for function in _public(module):
        given = inspect.signature(function).parameters
        if inspect.unwrap(function).__name__ in (
            "split_name",
            "load_shipped",
            "add_instrument",
            "instrument_faults",
            "require_open",
            "touch",
        ):
            continue
        assert "by" in given, f"{app}.actions.{function.__name__} does not say by whom"
        assert given["by"].kind is inspect.Parameter.KEYWORD_ONLY, f"{app}.actions.{function.__name__}: by= must be named"


def test_no_signals_and_no_save_of_their_own() -> None:
    for model in apps.get_models():
        if model.__module__.startswith("helhet."):
            assert "save" not in vars(model)
            assert "delete" not in vars(model)
    for path in MODULES:
        assert "signals" not in path.read_text(encoding="utf-8"), _name(path)


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_the_log_can_say_what_every_document_is(model: type) -> None:
    assert DOCUMENT_NAMES.get(model.document), f"access/rules.py has no words for «{model.document}» ({model.__name__})."


_A_BLOCK = re.compile(r"<(?:article|blockquote|dd|details|div|dl|dt|fieldset|form|h[1-6]|header|li|nav|ol|p|section|table|td|th|tr|ul)\b")


def test_every_verb_of_the_log_has_room_in_its_column() -> None:
    """SQLite takes one that is too long; PostgreSQL refuses the whole action."""
    room = LogEntry._meta.get_field("verb").max_length
    said = [
        verb.args[0].value
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"did", "did_each"}
        for verb in node.args[:1]
        if isinstance(verb, ast.Call) and isinstance(verb.args[0], ast.Constant)
    ]
    assert len(said) > 100
    assert [verb for verb in said if len(verb) > room] == []


def test_a_long_line_of_a_template_holds_one_sentence() -> None:
    """Whoever changes a page must see its parts: a line longer than a screen holds one block at most, and no line is a page."""
    found = []
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if len(line) > 420 or (len(line) > 160 and len(_A_BLOCK.findall(line)) > 1):
                found.append(f"{_name(path)}:{number}")
    assert not found, "break these lines between the blocks"


def test_whoever_starts_it_is_warned_of_nothing(db) -> None:
    """A warning of ours on every command would teach people to read none."""
    assert [str(one) for one in checks.run_checks(databases=["default"]) if not one.is_silenced()] == []


def test_what_opens_something_is_called_a_secret() -> None:
    """A field that by its name lets somebody in is in no copy of the record."""
    for model in record_models():
        for field in model._meta.concrete_fields:
            if re.search(r"pass|secret|salt|hash|token", field.name):
                assert field.name in getattr(model, "secrets", ()), f"{model.__name__}.{field.name}"
