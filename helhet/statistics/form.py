"""The form of a year as a file (docs/reference/report-form.md): read whole, or refused with every fault named. A new year is a new file.

A file holds our own short wording of what the national form asks, never the form's text; its unit, its answer form, and how it is worked
out or whom it is put to. `helhet/statistics/forms` holds the years we ship; HELHET_DATA_DIR/forms what an installation adds.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from .derivations import DERIVATIONS, where_faults
from .rules import UNITS, Answer, Asked, Group, Jump, MeasuredIn

SHIPPED = Path(__file__).parent / "forms"
LANGUAGES = ("nb", "nn", "en")
_CHOSEN = (Answer.CHOICE, Answer.MANY)

Words = Mapping[str, str]


class Faulty(Exception):
    """A form file is refused whole: where it is, and everything that is wrong with it."""

    def __init__(self, place: str, faults: Iterable[str]) -> None:
        self.place, self.faults = place, tuple(faults)
        super().__init__(f"{place}: " + "; ".join(self.faults))


@dataclass(frozen=True)
class Row:
    """One question of the form: a cell of the report."""

    id: str
    says: Words
    answer: Answer
    unit: MeasuredIn | None = None
    derive: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    ask: Asked | None = None
    total_of: tuple[str, ...] = ()
    options: Mapping[str, Words] = field(default_factory=dict)
    was: str = ""
    computable: bool = False
    note: Words = field(default_factory=dict)

    @property
    def made_here(self) -> bool:
        """It is worked out, not asked."""
        return bool(self.derive or self.total_of)


@dataclass(frozen=True)
class Section:
    """A part of the form, as its chapters stand."""

    id: str
    title: Words
    rows: tuple[Row, ...]
    intro: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Agreement:
    """Two rows that must be the same sum: the work counted by service and by education."""

    rows: tuple[str, str]
    says: Words


@dataclass(frozen=True)
class Form:
    """A year's form for a group."""

    year: int
    group: Group
    week: int
    persons: Mapping[str, Any]
    jump: Jump
    sections: tuple[Section, ...]
    agreements: tuple[Agreement, ...]
    sources: tuple[Mapping[str, str], ...]
    assumption: Words
    break_: Words
    place: str = ""

    @property
    def key(self) -> str:
        """The year and the group, as files are named."""
        return f"{self.year}-{self.group}"

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row in order."""
        return tuple(row for section in self.sections for row in section.rows)

    def row(self, key: str) -> Row | None:
        """The row with this id."""
        return next((one for one in self.rows if one.id == key), None)


def read(path: Path) -> Form:
    """The form in this file. Raises `Faulty` with everything that is wrong."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as wrong:
        raise Faulty(path.name, [str(wrong)]) from None
    return made(given, path.name)


def made(given: Mapping[str, Any], place: str) -> Form:
    """The form of what a file holds. Raises `Faulty` with everything that is wrong."""
    rows = [row for section in _list(given, "section") for row in _expanded(section)]
    faults = [*_frame_faults(given), *_row_faults(rows), *_agreement_faults(given, rows)]
    if faults:
        raise Faulty(place, faults)
    head = given["form"]
    jump = given.get("jump", {})
    asked_about = Jump(jump.get("percent", 10), Decimal(str(jump.get("least", 1))), jump.get("least_count", 5))
    return Form(
        year=head["year"], group=Group(head["group"]), week=head["week"], persons=head.get("persons", {}), place=place,
        jump=asked_about, sources=tuple(head.get("sources", ())),
        assumption=head.get("assumption", {}), break_=head.get("break", {}),
        sections=tuple(_section(one) for one in given["section"]),
        agreements=tuple(Agreement((one["rows"][0], one["rows"][1]), one["says"]) for one in _list(given, "agrees")),
    )  # fmt: skip


def _section(given: Mapping[str, Any]) -> Section:
    rows = tuple(_row(one) for one in _expanded(given))
    return Section(given["id"], given["title"], rows, given.get("intro", {}))


def _row(given: Mapping[str, Any]) -> Row:
    derive = dict(given.get("derive", {}))
    return Row(
        id=given["id"], says=given["says"], answer=Answer(given["answer"]), unit=MeasuredIn(given["unit"]) if "unit" in given else None,
        derive=derive.pop("name", ""), given=derive,
        ask=Asked(given["ask"]) if "ask" in given else None, total_of=tuple(given.get("total_of", ())), options=given.get("options", {}),
        was=given.get("was", given["id"]), computable=given.get("computable", "derive" in given), note=given.get("note", {}),
    )  # fmt: skip


def _list(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = given.get(name, [])
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _expanded(section: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a section; one that is asked of each of a list stands there once for each, with its name in the words."""
    for one in _list(section, "each") or [{}]:
        for row in _list(section, "row"):
            yield _named(dict(row), str(one.get("id", "")), str(one.get("name", "")))


def _named(row: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    if key and isinstance(row.get("says"), Mapping):
        row["id"] = f"{key}-{row.get('id', '')}"
        row["says"] = {language: str(words).replace("{each}", name) for language, words in row["says"].items()}
    return row


# ── what is wrong with a file ───────────────────────────────────────────────

_ROW_KEYS = {"id", "says", "answer", "unit", "derive", "ask", "total_of", "options", "was", "computable", "note"}


def _frame_faults(given: Mapping[str, Any]) -> Iterator[str]:
    head = given.get("form")
    if not isinstance(head, Mapping):
        yield "the file has no [form]"
        head = {}
    if not isinstance(head.get("year"), int) or not 2000 <= head.get("year", 0) <= 2200:
        yield "[form] year: write the year the form is of"
    if head.get("group") not in set(Group):
        yield f"[form] group: «{head.get('group')}» is none of {', '.join(Group)}"
    if not isinstance(head.get("week"), int) or not 1 <= head.get("week", 0) <= 53:
        yield "[form] week: write the week that is representative unless a municipality chooses another"
    yield from (f"[form] persons: {fault}" for fault in where_faults(head.get("persons", {})))
    sources = head.get("sources", [])
    for one in sources if isinstance(sources, list) else [sources]:
        yield from (f"[form] {fault}" for fault in _words_faults("sources", one))
    for name in sorted(given.keys() - {"form", "jump", "section", "agrees"}):
        yield f"the file has «{name}», which nothing reads"
    sections = _list(given, "section")
    if not sections:
        yield "the file has no [[section]]"
    yield from _twice("section", [str(one.get("id", "")) for one in sections])
    for one in sections:
        yield from (f"section «{one.get('id', '')}»: {fault}" for fault in _words_faults("title", one.get("title")))


def _words_faults(name: str, words: Any) -> Iterator[str]:
    if not isinstance(words, Mapping):
        yield f"«{name}» has no words"
        return
    lacking = [language for language in LANGUAGES if not str(words.get(language, "")).strip()]
    if lacking:
        yield f"«{name}» is not said in {', '.join(lacking)}"


def _twice(what: str, keys: list[str]) -> Iterator[str]:
    for key in sorted({one for one in keys if keys.count(one) > 1}):
        yield f"{what} «{key}» is there twice"
    if "" in keys:
        yield f"a {what} has no id"


def _row_faults(rows: list[dict[str, Any]]) -> Iterator[str]:
    keys = [str(one.get("id", "")) for one in rows]
    yield from _twice("row", keys)
    for one in rows:
        yield from (f"row «{one.get('id', '')}»: {fault}" for fault in _one_row(one, rows))


def _one_row(row: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[str]:
    yield from _words_faults("says", row.get("says"))
    for name in sorted(row.keys() - _ROW_KEYS):
        yield f"«{name}» is nothing a row has"
    if row.get("answer") not in set(Answer):
        yield f"«{row.get('answer')}» is no answer form; there are {', '.join(Answer)}"
        return
    answer = Answer(row["answer"])
    yield from _options_faults(answer, row.get("options"))
    yield from _unit_faults(answer, row)
    ways = [name for name in ("derive", "ask", "total_of") if name in row]
    if not ways or ("total_of" in ways and len(ways) > 1):
        yield "say how it is worked out (derive), whom to ask (ask), or which rows it is the sum of (total_of)"
    if "ask" in row and row["ask"] not in set(Asked):
        yield f"«{row['ask']}» is nobody to ask; there are {', '.join(Asked)}"
    if "derive" in row:
        yield from _derive_faults(row["derive"], answer)
    if "total_of" in row:
        yield from _total_faults(row, rows, answer)


def _options_faults(answer: Answer, options: Any) -> Iterator[str]:
    if answer in _CHOSEN and not (isinstance(options, Mapping) and options):
        yield "there is nothing to choose among"
    if answer not in _CHOSEN and options is not None:
        yield f"an answer of the form «{answer}» has no options"
    for key, words in options.items() if isinstance(options, Mapping) else ():
        yield from _words_faults(f"option {key}", words)


def _unit_faults(answer: Answer, row: Mapping[str, Any]) -> Iterator[str]:
    given, units = row.get("unit"), UNITS.get(answer, ())
    if given is None and units:
        yield f"say what it is a number of (unit): {', '.join(units)}"
    elif given is not None and given not in units:
        yield f"an answer of the form «{answer}» is no number of «{given}»" + (f"; there are {', '.join(units)}" if units else "")
    elif isinstance(row.get("derive"), Mapping) and row["derive"].get("name") == "persons" and given != MeasuredIn.PERSONS:
        yield "persons are counted, and the unit says otherwise"


def _derive_faults(derive: Any, answer: Answer) -> Iterator[str]:
    if not isinstance(derive, Mapping) or "name" not in derive:
        yield "«derive» names no derivation"
        return
    found = DERIVATIONS.get(str(derive["name"]))
    if found is None:
        yield f"there is no derivation «{derive['name']}»; there are {', '.join(DERIVATIONS)}"
        return
    yield from found.check({name: value for name, value in derive.items() if name != "name"}, answer)


def _total_faults(row: dict[str, Any], rows: list[dict[str, Any]], answer: Answer) -> Iterator[str]:
    by_id = {str(one.get("id", "")): one for one in rows}
    if not isinstance(row["total_of"], list) or len(row["total_of"]) < 2:
        yield "a sum is of at least two rows"
        return
    yield from _twice("part", [str(one) for one in row["total_of"]])
    for key in row["total_of"]:
        part = by_id.get(key)
        if part is None:
            yield f"the sum refers to «{key}», which is no row"
        elif (part.get("answer"), part.get("unit")) != (answer, row.get("unit")):
            yield f"the sum refers to «{key}», which is answered otherwise"
        elif "total_of" in part:
            yield f"the sum refers to «{key}», which is a sum itself"


def _agreement_faults(given: Mapping[str, Any], rows: list[dict[str, Any]]) -> Iterator[str]:
    sums = {str(one.get("id", "")) for one in rows if "total_of" in one}
    for one in _list(given, "agrees"):
        named = one.get("rows")
        if not isinstance(named, list) or len(named) != 2:
            yield "[[agrees]] is of two rows"
            continue
        yield from (f"[[agrees]] refers to «{key}», which is no sum" for key in named if key not in sums)
        yield from (f"[[agrees]]: {fault}" for fault in _words_faults("says", one.get("says")))
