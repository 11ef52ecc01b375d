"""The reference pages, made from the code they describe: written anew, or with --check compared.

`docs/reference/dependencies.md`, `instrument-file.md` and `logging.md` are written by hand; every other page there is made here.
"""

import argparse
import ast
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helhet.config.settings")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

django.setup()

from django.core.management import load_command_class  # noqa: E402
from django.core.management.base import BaseCommand  # noqa: E402
from pages import first_line, page, table  # noqa: E402
from reference_record import record_page, record_tables_page  # noqa: E402
from reference_report import report_form_page  # noqa: E402

from helhet.access import rules as access  # noqa: E402
from helhet.access import stated  # noqa: E402
from helhet.config.variables import VARIABLES  # noqa: E402
from helhet.oversight.criteria import OF_PERSONS  # noqa: E402
from helhet.oversight.wording import WORDINGS, rule_of  # noqa: E402
from helhet.web import due as places  # noqa: E402

PAGES = ROOT / "docs" / "reference"
SPEC = ROOT / "tests" / "spec"


# ── settings ────────────────────────────────────────────────────────────────


def settings_page() -> str:
    """Every environment variable."""
    rows = ((f"`{name}`", one.decides, f"`{one.default}`" if one.default else one.otherwise) for name, one in VARIABLES.items())
    return page(
        "Settings", "helhet/config/variables.py",
        "An installation is configured by environment variables. A `.env` file in the working directory is read too; what the environment "
        "says wins. A variable that is set to nothing counts as not set.",
        table(["variable", "what it decides", "when not set"], rows),
    )  # fmt: skip


# ── who may see what ────────────────────────────────────────────────────────


def access_page() -> str:
    """Role by part, purpose by role, and why each part is usually opened."""
    parts, roles = list(access.Part), list(access.Role)
    rights = (
        [f"{access.ROLE_NAMES[role]} (`{role}`)", *(_right(role, part) for part in parts)] for role in roles
    )  # fmt: skip
    purposes = (
        [
            f"{access.PURPOSE_NAMES[purpose]} (`{purpose}`)",
            ", ".join(f"`{r}`" for r in roles if r in access.SERVES[purpose]) or "nobody yet",
        ]
        for purpose in access.Purpose
    )
    usual = ([f"{access.PART_NAMES[part]} (`{part}`)", f"`{access.usual_purpose(part)}`"] for part in parts)
    return page(
        "Who may see and write what", "helhet/access/rules.py",
        "A role is what a care relation makes its holder in one person's record. R: reads, W: writes too, –: neither. "
        "[Access](../explanation/access.md) says how the tables are used.",
        table(["role", *(f"`{part}`" for part in parts)], rights),
        "A right in the table is a ceiling. It is narrowed, in the same query, by:\n\n"
        "- **the consent** behind a `partner` or a link, and **the mandate** behind a `representative`: only the parts it names, from "
        "its first day until it ends or is withdrawn;\n"
        "- **an objection**: what the person has closed to this worker, unit, municipality or partner, or to all but herself, and "
        "what is kept from this parent ([who decides](spec/who-decides.md)); "
        "emergency access goes past it, with a reason she will read;\n"
        "- **a protected address**: only relations that are marked to see it, and herself;\n"
        f"- **time**: the relation must run at this instant; emergency access ends after {access.EMERGENCY_HOURS} hours.",
        "`helhet/access/stated.py` states the same in plain Python, and `tests/app/test_matrix.py` holds the policy against it: every "
        "role, time, yes, no and address, for every part and purpose, to see and to write.",
        "## What narrows it, role by role",
        "What each role still sees for its usual purpose. A cell says what is left of the table above.",
        table(["role", *(name for name, _ in _NARROWED)], ([f"`{role}`", *(_left(role, one) for _, one in _NARROWED)] for role in roles)),
        "## Every way in",
        "What an address asks of its reader: parts to see, then parts to write in. Lists, search, calendar, files and counts hold only "
        "rows that passed the same question. `tests/guards/test_ways.py` walks them as everybody, and looks for words of closed parts.",
        table(["needs", "addresses"], _ways()),
        "## Purposes",
        table(["purpose", "roles that open a record for it"], purposes),
        "## Why a part is usually opened",
        "The person herself and her representative always open for `own`.",
        table(["part", "purpose"], usual),
    )  # fmt: skip


_PLAN_ONLY = frozenset({access.Part.PLAN})
_SOME_DAY = date(2026, 11, 10)
_NARROWED: list[tuple[str, dict[str, Any]]] = [
    ("she has closed the plan to this one", {"noes": [stated.No(of_part=access.Part.PLAN)]}),
    ("she has closed everything to this one", {"noes": [stated.No()]}),
    ("her address is protected", {"protected": True}),
    ("her yes is to the plan", {"yes": stated.Yes(_PLAN_ONLY)}),
    ("her yes is taken back, over, or for a later day", {"yes": stated.Yes(_PLAN_ONLY, withdrawn=True)}),
    ("the relation is over", {"runs": False}),
]


def _left(role: access.Role, narrowed: dict[str, Any]) -> str:
    """The parts this role still sees, said against all it can see."""
    if "yes" in narrowed and role not in access.BY_CONSENT:
        return "the same"
    yes = narrowed.get("yes", stated.Yes(frozenset(access.Part)))
    held = [stated.Held(role, runs=narrowed.get("runs", True), yes=yes)]
    asked = {name: narrowed[name] for name in ("noes", "protected") if name in narrowed}
    seen = {
        part for part in access.Part
        if any(stated.may(held, part, purpose, on=_SOME_DAY, **asked) for purpose in access.Purpose)
    }  # fmt: skip
    gone = access.READS[role] - seen
    if not gone:
        return "the same"
    if not seen:
        return "nothing"
    few, said = (seen, "only ") if len(seen) <= len(gone) else (gone, "all but ")
    return said + ", ".join(f"`{part}`" for part in access.Part if part in few)


def _ways() -> Iterator[tuple[str, str]]:
    """What each address needs, as the test that walks them has it."""
    tree = ast.parse((ROOT / "tests" / "guards" / "test_ways.py").read_text(encoding="utf-8"))
    needs: dict[str, str] = next(
        ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "NEEDS"
    )
    for need in sorted(set(needs.values())):
        yield f"`{need}`", ", ".join(f"`{name}`" for name, said in sorted(needs.items()) if said == need)


def _right(role: access.Role, part: access.Part) -> str:
    if part in access.WRITES[role]:
        return "RW"
    return "R" if part in access.READS[role] else "–"


# ── commands ────────────────────────────────────────────────────────────────


def commands_page() -> str:
    """Every command of our own, as `--help` tells it."""
    parts = [part for name, command in our_commands().items() for part in _command(name, command)]
    return page(
        "Commands", "the management commands",
        "Exit status: 0 done, 1 faults in the input, 2 wrong usage. With `--json`, where there is one, standard output holds one JSON "
        "value a line and nothing else; progress goes to standard error.",
        *parts,
    )  # fmt: skip


def our_commands() -> dict[str, BaseCommand]:
    """The commands in this package, by name."""
    files = sorted((ROOT / "helhet").glob("*/management/commands/*.py"), key=lambda path: path.stem)
    return {path.stem: load_command_class(f"helhet.{path.parents[2].name}", path.stem) for path in files if path.stem[0] != "_"}


_COMMON = {action.dest for action in BaseCommand().create_parser("helhet", "any")._actions}


def _command(name: str, command: BaseCommand) -> Iterator[str]:
    yield f"## helhet {name}"
    yield inspect.cleandoc(str(command.help))
    yield from _arguments(command.create_parser("helhet", name), name)


def _arguments(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    """The arguments of a command, then each command under it (`messages receive`)."""
    own = [action for action in parser._actions if action.dest not in _COMMON]
    under = [action for action in own if isinstance(action, argparse._SubParsersAction)]
    if rows := [(f"`{_spelling(action)}`", _explained(action)) for action in own if action not in under]:
        yield table(["argument", "what it is"], rows)
    for action in under:
        helps = {choice.dest: choice.help for choice in action._choices_actions}
        for verb, child in action.choices.items():
            yield f"### helhet {name} {verb}"
            yield _as_sentence(child.description or helps.get(verb))
            yield from _arguments(child, f"{name} {verb}")


def _spelling(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return f"[{value}]" if action.nargs in ("?", "*") else value
    return f"{action.option_strings[-1]} {value}".strip()


def _explained(action: argparse.Action) -> str:
    choices = f"One of {', '.join(f'`{one}`' for one in action.choices)}." if action.choices else ""
    default = "" if action.default in (None, False, [], argparse.SUPPRESS) else f"Default: `{action.default}`."
    return " ".join(text for text in (_as_sentence(action.help), choices, default) if text)


def _as_sentence(text: str | None) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""


# ── actions ─────────────────────────────────────────────────────────────────


def actions_page() -> str:
    """Every action, in the words of its docstring, with the words it leaves in the log."""
    files = sorted([*(ROOT / "helhet").glob("*/actions.py"), *(ROOT / "helhet").glob("*/actions/**/*.py")])
    rows: dict[str, list[tuple[str, ...]]] = {}
    for file in files:
        functions = [node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
        acts = [one for one in functions if one.name[0] != "_" and (_is_atomic(one) or _log_words(one))]
        app = file.relative_to(ROOT / "helhet").parts[0]
        rows.setdefault(app, []).extend((f"`{one.name}`", first_line(ast.get_docstring(one)), _log_words(one)) for one in acts)
    parts = [part for app, found in rows.items() if found for part in (f"## {app}", table(["action", "what happens", "in the log"], found))]
    return page(
        "Actions", "helhet/*/actions",
        "Everything that can happen to a record, one action each. Each asks first whether `by` may, refuses with every fault at once, and "
        "is logged in its own transaction. The last column is what the person reads in *Hvem har sett*; an action without words there "
        "calls one that has.",
        *parts,
    )  # fmt: skip


def _is_atomic(function: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def _log_words(function: ast.FunctionDef) -> str:
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call) and ast.unparse(node.func) in ("log.did", "did"))
    said = (word for call in calls for word in _sentences(call.args[0], function, None))
    return ", ".join(f"«{word}»" for word in dict.fromkeys(said))


# ── what falls due ──────────────────────────────────────────────────────────


def due_page() -> str:
    """Every thing that falls due, with its reason and the rule behind it, read from the calls that make them."""
    files = sorted([*(ROOT / "helhet").glob("*/queries.py"), *(ROOT / "helhet").glob("*/queries/*.py")])
    agreed = [row for file in files for row in _dues(file)]
    silent = [(f"{one.id}: {one.title}", one.silent) for one in OF_PERSONS if one.silent]
    return page(
        "What falls due", "helhet/oversight/wording.py, the calls of Due in helhet/*/queries.py and helhet/web/due.py",
        "Each line on *Min dag* and on a person's page is one of these. The sentences are the product's own, in bokmål.",
        "## What the duties ask for", table(["kind", "what", "why", "rule", "button"], sorted(_duties())),
        "## What no line asks for", table(["duty", "why not"], silent),
        "## What was agreed", table(["kind", "what", "why", "rule", "button"], sorted(agreed)),
    )  # fmt: skip


def _duties() -> Iterator[tuple[str, ...]]:
    for criterion in OF_PERSONS:
        for said in WORDINGS.get(criterion.id, {}).values():
            why = " / ".join(one for one in (said.why, said.again) if one)
            yield f"`{said.kind}`", said.what, why, rule_of(criterion), places.PLACES[said.kind][2]


_DUE = ("person_id", "what", "by", "why", "rule", "kind", "row", "values")


def _dues(file: Path) -> Iterator[tuple[str, ...]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Due", "rules.Due")):
            given = dict(zip(_DUE, call.args, strict=False)) | {one.arg: one.value for one in call.keywords if one.arg}
            said = {name: list(dict.fromkeys(_sentences(given[name], function, module))) for name in ("what", "why", "rule", "kind")}
            for kind in said["kind"]:
                button = places.PLACES[kind][2] if kind in places.PLACES else ""
                yield f"`{kind}`", *(" / ".join(said[name]) for name in ("what", "why", "rule")), button


def _sentences(node: ast.AST, function: ast.FunctionDef, module: object) -> Iterator[str]:
    """The sentences an expression may give: written there, in a variable of the function, or in a table of the rules."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and node.value:
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _sentences(node.body, function, module)
        yield from _sentences(node.orelse, function, module)
    elif isinstance(node, ast.Call):
        yield from (text for argument in node.args for text in _sentences(argument, function, module))
    elif isinstance(node, ast.Subscript):
        found = _value(node.value, module)
        yield from (str(value) for value in found.values()) if isinstance(found, dict) else ()
    elif isinstance(node, ast.Name | ast.Attribute):
        assigned = [
            one.value for one in ast.walk(function) if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == ast.unparse(node)
        ]
        for value in assigned:
            yield from _sentences(value, function, module)
        found = None if assigned else _value(node, module)
        if isinstance(found, str):
            yield found


def _value(node: ast.AST, module: object) -> Any:
    """What a dotted name means in the module, or None."""
    found: Any = module
    for step in ast.unparse(node).split("."):
        found = getattr(found, step, None)
    return found


# ── the rules as drawn tables ───────────────────────────────────────────────


def spec_pages() -> dict[str, str]:
    """A page for each module of tests/spec: its docstring, and each test's name with the table the test is run from."""
    pages, contents = {}, []
    for file in sorted(SPEC.glob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        title, _, rest = inspect.cleandoc(ast.get_docstring(tree) or file.stem).partition("\n")
        tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        parts = [part for test in tests for part in _test(test)]
        name = f"{file.stem.removeprefix('test_').replace('_', '-')}.md"
        pages[f"spec/{name}"] = page(title.rstrip("."), f"tests/spec/{file.name}", *([rest.strip()] if rest.strip() else []), *parts)
        contents.append(f"- [{title.rstrip('.')}]({name})")
    if pages:
        said = "The rules as small tables. Each table is also a test: what stands here is what the product does."
        pages["spec/README.md"] = page("The rules, drawn", "tests/spec", said, "\n".join(contents))
    return pages


_CRITERION = re.compile(r"^([a-zå]{2}) (\d+[a-z]?) ")


def _test(test: ast.FunctionDef) -> Iterator[str]:
    heading = test.name.removeprefix("test_").replace("_", " ")
    heading = _CRITERION.sub(lambda named: f"{named[1].upper()}-{named[2]}: ", heading)
    yield f"## {heading[0].upper()}{heading[1:]}"
    yield inspect.cleandoc(ast.get_docstring(test) or "")


# ── writing ─────────────────────────────────────────────────────────────────

MAKES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "access-matrix.md": access_page,
    "commands.md": commands_page,
    "actions.md": actions_page,
    "due.md": due_page,
    "record.md": record_page,
    "record-tables.md": record_tables_page,
    "report-form.md": report_form_page,
}


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with --check name those that no longer say what the code does."""
    parser = argparse.ArgumentParser(description=first_line(__doc__))
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 when a page is out of date")
    check = parser.parse_args(arguments).check
    pages = {name: make() for name, make in MAKES.items()} | spec_pages()
    old = [name for name, text in pages.items() if not _is(PAGES / name, text)]
    gone = [path for path in (PAGES / "spec").glob("*.md") if f"spec/{path.name}" not in pages]
    if check:
        for name in old:
            print(f"docs/reference/{name} is out of date. Run make fix.")
        for path in gone:
            print(f"docs/reference/spec/{path.name} describes rules that are gone. Run make fix.")
        return 1 if old or gone else 0
    for name in old:
        (PAGES / name).parent.mkdir(parents=True, exist_ok=True)
        (PAGES / name).write_text(pages[name], encoding="utf-8")
    for path in gone:
        path.unlink()
    print(f"{len(pages)} reference pages, {len(old) + len(gone)} changed.")
    return 0


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
