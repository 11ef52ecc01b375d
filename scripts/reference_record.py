"""The two reference pages of the record: its live tables, and its tables for judging and counting. Django is set up before this is read."""

import inspect
import re
import textwrap
import tokenize
from collections.abc import Iterator
from io import StringIO
from typing import Any

from pages import first_line, page, table

from helhet.access.policy import record_models
from helhet.record import schema as tables


def record_page() -> str:
    """Every table of rows about persons."""
    parts = []
    for app in dict.fromkeys(model._meta.app_label for model in record_models()):
        parts.append(f"## {app}")
        for model in (one for one in record_models() if one._meta.app_label == app):
            parts += _model(model)
    return page(
        "The record", "helhet/*/models.py",
        "Every table of rows about persons. *Document* is what such a row is called in the log; *part* is what opens or closes it; "
        "*person* is the lookup that leads to whom it is about, which is how the access policy filters it.",
        *parts,
    )  # fmt: skip


def _model(model: Any) -> Iterator[str]:
    comments = _comments(model)
    yield f"### {model.__name__}"
    yield f"{first_line(model.__doc__)}\n\nDocument «{model.document}» · part `{model.part}` · person `{model.person_path}`"
    yield table(["field", "kind", ""], ((f"`{one.name}`", _kind(one), comments.get(one.name, "")) for one in model._meta.fields))
    if constraints := [f"`{one.name}`" for one in model._meta.constraints]:
        yield f"Kept by the database: {', '.join(constraints)}."


def _kind(field: Any) -> str:
    if field.is_relation:
        return f"→ {field.related_model.__name__}{', or none' if field.null else ''}"
    kind = {"CharField": "text", "TextField": "text", "SlugField": "text", "UUIDField": "key", "JSONField": "structure",
            "DateField": "day", "DateTimeField": "instant", "BooleanField": "yes or no", "BinaryField": "bytes", "URLField": "address",
            "DecimalField": "number"}.get(type(field).__name__, "number")  # fmt: skip
    choices = f": {', '.join(f'`{value}`' for value, _ in field.choices if value != '')}" if field.choices else ""
    return f"{kind}{choices}{', or none' if field.null else ''}"


def _comments(model: Any) -> dict[str, str]:
    """The comment on a field's line, or on the line above it."""
    found, above, name, last = {}, "", "", 0
    source = textwrap.dedent(inspect.getsource(model))
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.NAME and token.start[1] == 4 and (match := re.match(r"    (\w+) = models\.", token.line)):
            name = match[1]
            if above and last == token.start[0] - 1:
                found[name] = above
            above = ""
        elif token.type == tokenize.COMMENT:
            text = token.string.lstrip("# ")
            if token.line.lstrip().startswith("#"):
                above, last = (f"{above} {text}" if last == token.start[0] - 1 and above else text), token.start[0]
            elif name:
                found[name] = text
    return {field: text for field, text in found.items() if not text.startswith(("noqa", "fmt:", "type:"))}


def record_tables_page() -> str:
    """Every table of the schema: what it is, its columns, and what it cannot tell."""
    parts = [part for one in tables.TABLES.values() for part in _record_table(one)]
    return page(
        "The record's tables", "helhet/record/schema.py",
        f"Version {tables.VERSION}. {first_line(tables.__doc__)} [The record as tables](../explanation/record.md) says where they "
        "come from and how a day is told.",
        "A column's type is as Ibis names it. `optional` columns may be empty; a `key` is a pseudonym in a snapshot.",
        *parts,
    )  # fmt: skip


def _record_table(one: tables.Table) -> Iterator[str]:
    yield f"## {one.name}"
    yield f"{one.meaning[0].upper()}{one.meaning[1:]}.{' ' + one.caveat if one.caveat else ''}"
    yield table(["column", "type", "what it means"], ([f"`{c.name}`", _type_of(c), c.meaning] for c in one.columns))


def _type_of(column: tables.Column) -> str:
    kind = "key" if column.is_key else f"`{column.type}`"
    return f"{kind}, optional" if column.optional else kind
