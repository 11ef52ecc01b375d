"""The catalogues: `compile` them, `check` that nynorsk and English are complete, `update` them from the code.

Bokmål is the language that msgids are written in, so it has no catalogue. Django finds the strings of templates and
Babel those of Python; neither needs the gettext programs.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "helhet"
LANGUAGES = ("nn", "en")
TEMPLATES = (".html", ".txt", ".svg", ".ics")

# The arguments of each call: which are msgid and plural, which is the context (Babel's notation).
_ONE, _MANY, _CONTEXT, _CONTEXT_MANY = (1,), (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(["_", "N_", "gettext", "gettext_lazy", "gettext_noop"], _ONE),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], _MANY),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], _CONTEXT),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], _CONTEXT_MANY),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w*(?:[!:][^{}]*)?\}")

Key = tuple[str | None, str]  # context and msgid


@dataclass
class Text:
    """A string to translate and the files it stands in."""

    forms: tuple[str, ...]
    context: str | None
    files: list[str] = field(default_factory=list)


def main(verb: str) -> int:
    """Do what the verb says for every language; 1 when `check` finds a gap."""
    if verb == "compile":
        for language in LANGUAGES:
            compile_catalogue(po_file(language))
        return 0
    texts = extract_texts(PACKAGE)
    if verb == "update":
        for language in LANGUAGES:
            update(po_file(language), texts, language)
        return 0
    if verb == "check":
        faults = [fault for language in LANGUAGES for fault in check(po_file(language), texts)]
        print(*faults, sep="\n", end="\n" if faults else "")
        print(f"{len(texts)} strings, {len(LANGUAGES)} languages, {len(faults)} faults in the catalogues.")
        return 1 if faults else 0
    raise SystemExit(f"messages: there is no command {verb!r}. Say compile, check or update.")


def po_file(language: str) -> Path:
    """Where a language's catalogue lies."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def extract_texts(package: Path) -> dict[Key, Text]:
    """Every string of the package that is to be translated, in the order of its files."""
    texts: dict[Key, Text] = {}
    for path in sorted(package.rglob("*")):
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
            for forms, context in _strings(path):
                text = texts.setdefault((context, forms[0]), Text(forms, context))
                if len(forms) > len(text.forms):
                    text.forms = forms
                if (name := str(path.relative_to(package.parent))) not in text.files:
                    text.files.append(name)
    return texts


def _strings(path: Path) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """The forms and the context of each string in a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _python_strings(ast.parse(source), path)
        return
    # Django leaves calls of gettext() in a sea of X; without indentation Babel can read each line.
    lines = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _, messages, _, context in extract("python", BytesIO(lines.encode()), KEYWORDS, options={"encoding": "utf-8"}):
        yield (messages if isinstance(messages, tuple) else (messages,)), context


def _python_strings(tree: ast.Module, path: Path) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """As Babel does, but also inside f-strings, and the same on every version of Python."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if places := KEYWORDS.get(_called(node.func)):
            given = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            if any(isinstance(argument, ast.JoinedStr) for argument in node.args[: len(places)]):
                raise SystemExit(
                    f"messages: {path}:{node.lineno} translates an f-string, which no catalogue can hold. "
                    "Translate a plain string with {names} and fill them in afterwards."
                )
            first = 1 if places[0] == (1, "c") else 0
            forms = tuple(value for value in given[first : len(places)] if isinstance(value, str))
            if len(forms) == len(places) - first:
                yield forms, str(given[0]) if first else None


def _called(function: ast.expr) -> str:
    """The last name of what is called: `gettext` in `translation.gettext(…)`."""
    return getattr(function, "id", getattr(function, "attr", ""))


def compile_catalogue(path: Path) -> None:
    """Write the .mo beside the .po, at once and whole, so that a running server never reads half of it."""
    target = path.with_suffix(".mo")
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        write_mo(file, _read(path))
    part.replace(target)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def check(path: Path, texts: dict[Key, Text]) -> Iterator[str]:
    """A sentence for each string that is missing, fuzzy, obsolete or has other placeholders than its msgid."""
    catalogue = _read(path)
    where = path.relative_to(path.parents[4])
    for text in texts.values():
        if reason := _fault(catalogue.get(text.forms[0], text.context), text) or _quoted(catalogue, text):
            yield f"{where}: «{_line(text.forms[0])}» ({text.files[0]}) {reason}"
    obsolete = [str(_first(message.id)) for message in catalogue if message.id and _key(message) not in texts]
    obsolete += [str(_first(message.id)) for message in catalogue.obsolete.values()]
    for msgid in obsolete:
        yield f"{where}: «{_line(msgid)}» stands nowhere in the code any more: run make fix."


def _fault(message: Message | None, text: Text) -> str | None:
    """What is wrong with the translation of a text, if anything."""
    if message is None:
        return "is not in the catalogue: run make fix, then translate it."
    translated = _forms(message.string or "")
    if not all(translated):
        return "is not translated."
    if message.fuzzy:
        return "is marked fuzzy: read it, then take the mark away."
    if len(text.forms) != len(_forms(message.id)):
        return "has got or lost its plural: run make fix, then translate it again."
    allowed = [_placeholders(form) for form in text.forms]
    if wrong := [form for form in translated if _placeholders(form) not in allowed]:
        return f"has other placeholders in its translation «{wrong[0]}»: they must be {', '.join(allowed[-1]) or 'none'}."
    return None


def _quoted(catalogue: Catalog, text: Text) -> str | None:
    """Quotation marks of another language: « » in Norwegian, “ ” in English."""
    foreign = "«»" if catalogue.locale and catalogue.locale.language == "en" else "“”"
    message = catalogue.get(text.forms[0], text.context)
    translated = "".join(_forms(message.string or "")) if message else ""
    return f"has {foreign[0]} or {foreign[1]} in its translation." if any(mark in translated for mark in foreign) else None


def _placeholders(text: str) -> list[str]:
    """The names to be filled in; `{name:%d.%m}` and `{name}` are the same name."""
    return sorted({re.sub(r"[!:].*\}", "}", found) for found in PLACEHOLDER.findall(text.replace("%%", ""))})


def update(path: Path, texts: dict[Key, Text], language: str) -> None:
    """Add what is missing with an empty translation, and take away what is no longer used."""
    old = _read(path) if path.exists() else Catalog(locale=language)
    new = Catalog(locale=language)
    for text in texts.values():
        known = old.get(text.forms[0], text.context)
        keep = known if known and len(_forms(known.id)) == len(text.forms) else None
        new.add(
            text.forms if len(text.forms) > 1 else text.forms[0],
            keep.string if keep else ("", "") if len(text.forms) > 1 else "",
            locations=[(file, 1) for file in text.files],
            flags=[flag for flag in (keep.flags if keep else ()) if flag == "fuzzy"],
            user_comments=keep.user_comments if keep else (),
            context=text.context,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=language).encode())
        # Files without line numbers: a moved line is no change to the catalogue.
        write_po(file, new, width=0, omit_header=True, include_lineno=False)


def _line(text: str) -> str:
    return " ".join(text.split())


def _key(message: Message) -> Key:
    return message.context, _first(message.id)


def _first(forms: str | Iterable[str]) -> str:
    return _forms(forms)[0]


def _forms(text: str | Iterable[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
