"""A row of her record in words: what each field is called, and its value as people say it. For the copy she reads."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext

from helhet.access.policy import record_models
from helhet.access.rules import DOCUMENT_NAMES, PART_NAMES, ROLE_NAMES
from helhet.access.whole import copied
from helhet.cases.rules import LEGAL_BASES, LIFE_AREA_NAMES, TOLD_POINTS
from helhet.handover.rules import READY_POINTS
from helhet.organisation.rules import N_
from helhet.oversight.rules import STATE_NAMES
from helhet.people.rules import GRADE_NAMES, IDENTIFIER_NAMES
from helhet.plans.rules import GRANTED_NAMES, RELATIVES, SAID_BY_NAMES

from .field_names import FIELD_NAMES, FOR_MACHINES
from .mapping_form import answered
from .templatetags.helhet import day_year, field_value, last_day, number

Say = Callable[[Any], str]


def _of(names: Mapping[Any, str]) -> Say:
    return lambda value: gettext(names.get(value, value))


def _each_of(names: Mapping[str, str]) -> Say:
    return lambda value: ", ".join(gettext(names[letter]) for letter in value if letter in names)


# What is kept as a word of the code, and has another on paper: by field, or by document and field.
_WORDED: dict[str, Say] = {
    "of_part": _of({"": N_("alt"), **PART_NAMES}),
    "role": _of(ROLE_NAMES),
    "grade": _of(GRADE_NAMES),
    "identifikator.kind": _of(IDENTIFIER_NAMES),
    "legal_basis": lambda value: gettext(LEGAL_BASES[value].paragraph) if value in LEGAL_BASES else value,
    "life_area": _of(LIFE_AREA_NAMES),
    "skår.name": _of(LIFE_AREA_NAMES),
    "relatives_asked": _of(RELATIVES),
    "granted": _of(GRANTED_NAMES),
    "said_by": _of(SAID_BY_NAMES),
    "told_points": _each_of(TOLD_POINTS),
    "ready_points": _each_of(READY_POINTS),
    "tilsynssak.state": _of(STATE_NAMES),
}
_GOES_WITHOUT_SAYING = {"granted": "none"}
# What a row on the same paper is called where another row is about it.
CALLED_BY: dict[str, Say] = {
    "goal": lambda row: str(row.words),
    "plan": lambda row: gettext(row.get_kind_display()),
    "meeting": lambda row: day_year(row.starts_at),
    "action": lambda row: str(row.what),
    "enquiry": lambda row: day_year(row.received_at),
    "case": lambda row: day_year(row.opened_on),
    "decision": lambda row: day_year(row.opened_on),
    "response": lambda row: f"{row.instrument.title}, {day_year(row.on)}",
    "bought": lambda row: str(row.purpose),
    "next_of_kin": lambda row: str(row.name),
    "link": lambda row: str(row.name),
    "share_link": lambda row: str(row.name),
    "admission": lambda row: day_year(row.admitted_at),
    "corrects": lambda row: day_year(row.on),
}
# Of a field that is one of ours and one of a partner's, or a name and who it is, the name is enough.
_OURS = {"responsible_staff": "responsible_name", "responsible_partner": "responsible_name", "called_by_staff": "called_by"}
# The day that stands over a row: when it was written, or what the row is about happened. Other days stand with their names.
_OVER = frozenset(
    {"at", "on", "since", "made_at", "given_at", "opened_on", "received_at", "received_on", "started_at", "starts_at", "admitted_at",
     "happened_at", "known_since", "sent_at"}
)  # fmt: skip
_SAME_DAY = frozenset({"at", "on", "since"})
_ENDS = frozenset({"until", "expires_at"})
# Who wrote it stands last: what was written is what she looks for.
_LAST = frozenset({"by_name", "opened_by", "noted_by", "made_by", "registered_by", "changed_by"})
# In a field of several, what kind of thing stands beside the words.
_SAYS_WHAT_KIND = frozenset({"kind", "type", "zone", "key", "mark"})
_A_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?$")
# What tells which municipality helps her: not for whoever may not know where she lives.
_PLACES = frozenset({"municipality", "unit", "partner"})
_TELLS_PLACE = frozenset({"main_responsible", "place"})
_ON_A_LINE = 100  # so many letters of short answers stand on one line


def on_paper(row: Any, opened: Mapping[UUID, Any], *, hide_place: bool = False) -> dict[str, Any]:
    """A row in words: the day over it, and its lines, the short ones together. `opened` is every row on the same paper, by key."""
    if row.document == "endring":
        return _change(row, hide_place=hide_place)
    over = next((field for field in row._meta.concrete_fields if field.name in _OVER and getattr(row, field.attname)), None)
    when = getattr(row, over.attname) if over else None
    # The same day is not said twice; another thing that was done that day is.
    told = [
        (field.name, words)
        for field, words in _told(row)
        if field is not over and not (field.name in _SAME_DAY and words == day_year(when)) and not (hide_place and _tells_place(field))
    ]
    told.sort(key=lambda one: one[0] in _LAST)
    lines = [*_belongs_to(row, opened), *_parts(row), *(_line(row.document, name, words) for name, words in told)]
    return {"row": row, "when": when, "said": list(_joined(lines))}


def _tells_place(field: Any) -> bool:
    return field.name in _TELLS_PLACE or (field.is_relation and field.related_model._meta.model_name in _PLACES)


def _belongs_to(row: Any, opened: Mapping[UUID, Any]) -> Iterator[str]:
    """Which goal, meeting or other row on the same paper it is about."""
    for field in row._meta.concrete_fields:
        about = opened.get(getattr(row, field.attname)) if field.name in CALLED_BY else None
        if about is not None and (called := CALLED_BY[field.name](about)):
            yield _line(row.document, field.name, called)


def _parts(row: Any) -> list[str]:
    """What a consent opens, which is kept in rows of its own beside it."""
    opened = [gettext(PART_NAMES[one.part]) for one in row.parts.all()] if row.document == "samtykke" else []
    return [gettext("Gjelder {parts}").format(parts=", ".join(opened))] if opened else []


def _told(row: Any) -> Iterator[tuple[Any, str]]:
    """Each field that says something, with its words."""
    for field in copied(row):
        value = getattr(row, field.attname)
        # Nothing was said where no is kept; zero is an answer.
        if field.primary_key or _left_out(row, field) or value is False or value in ("", None, [], {}):
            continue
        if _GOES_WITHOUT_SAYING.get(field.name) == value:
            continue
        if words := _in_words(row.document, field, value, row).strip():
            yield field, words


def _left_out(row: Any, field: Any) -> bool:
    if field.name in FOR_MACHINES or f"{row.document}.{field.name}" in FOR_MACHINES:
        return True
    return bool(field.name in _OURS and getattr(row, _OURS[field.name])) or hasattr(field.related_model, "person_path")


def _in_words(document: str, field: Any, value: Any, row: Any = None) -> str:
    """A field's value as people say it: a choice by its word, a day as it is written, yes for what is so."""
    if say := _WORDED.get(f"{document}.{field.name}", _WORDED.get(field.name)):
        return say(value)
    if field.choices:
        return gettext(str(dict(field.flatchoices).get(value, value)))
    if field.is_relation:
        other = getattr(row, field.name, None)
        return str(getattr(other, "title" if field.name == "instrument" else "name", ""))
    if document == "kartlegging" and field.name == "answers" and row is not None:
        return _answers(row)
    kind = field.get_internal_type()
    if kind == "JSONField":
        return ". ".join(words.strip().rstrip(".") for words in _words_in(value))
    if kind in ("DateField", "DateTimeField"):
        as_day = (date if kind == "DateField" else datetime).fromisoformat(value) if isinstance(value, str) else value
        # What ends at midnight has the day before as its last.
        return day_year(last_day(as_day) if kind == "DateTimeField" and field.name in _ENDS else as_day)
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nei")
    if isinstance(value, int | Decimal):
        return number(Decimal(value))
    return gettext(value) if isinstance(value, str) and value else ""


def _answers(row: Any) -> str:
    """What was answered to each question, as the page of the mapping shows it."""
    told = (one for _, questions in answered(row.instrument.questionnaire, row.answers) for one in questions)
    return "".join(f"\n{item.text} {', '.join(filter(None, dict.fromkeys(said)))}" for item, *said in told)


def _line(document: str, name: str, words: str) -> str:
    called = FIELD_NAMES.get(f"{document}.{name}", FIELD_NAMES.get(name, ""))
    return gettext("{name}: {words}").format(name=gettext(called), words=words) if called else words


def _joined(lines: list[str]) -> Iterator[str]:
    """What is short stands together on a line, as in a sentence; what is long, or has lines of its own, stands alone."""
    together = ""
    for line in lines:
        if together and ("\n" in line or len(together) + len(line) > _ON_A_LINE):
            yield together
            together = ""
        together = f"{together} · {line}" if together else line
    if together:
        yield together


def _change(row: Any, *, hide_place: bool) -> dict[str, Any]:
    """What was changed, by whom, and the words before and after; a key to another table is no word."""
    model = next((one for one in record_models() if one.document == row.kind), None)
    fields = {name: field for field in copied(model) for name in (field.name, field.attname)} if model else {}

    def told(side: dict[str, Any]) -> str:
        shown = {name: value for name, value in side.items() if not (hide_place and name in _TELLS_PLACE)}
        return ". ".join(filter(None, (_changed(row.kind, fields.get(name), name, value) for name, value in shown.items())))

    beside = [(gettext("Før: {words}"), told(row.was)), (gettext("Etter: {words}"), told(row.became))]
    said = [f"{capfirst(gettext(DOCUMENT_NAMES[row.kind]))}, {row.by}", *(text.format(words=words) for text, words in beside if words)]
    return {"row": row, "when": row.at, "said": said}


def _changed(document: str, field: Any, name: str, value: Any) -> str:
    if value in ("", None) or isinstance(value, bool) or name == "person_id" or name in FOR_MACHINES:
        return ""
    if field is None:
        return ", ".join(_words_in(value))
    if field.is_relation or f"{document}.{name}" in FOR_MACHINES:
        return ""
    return _line(document, field.name, _in_words(document, field, value))


def _words_in(value: Any) -> list[str]:
    """What is written in a field of several: words and days, and no word of the code."""
    if isinstance(value, dict) and "label" in value:
        return [_labelled(value), *_words_in(value["fields"])]
    if isinstance(value, dict) and "fields" in value:
        return _words_in(value["fields"])  # a message: what it said, field by field, has all that was read out of it
    if isinstance(value, dict):
        return [word for key, one in value.items() if key not in _SAYS_WHAT_KIND for word in _words_in(one)]
    if isinstance(value, list):
        return [word for one in value for word in _words_in(one)]
    if not isinstance(value, str) or value in ("", "true", "false"):
        return []
    return [_day_in(value) if _A_DAY.match(value) else value]


def _labelled(field: dict[str, Any]) -> str:
    """A field of a message, as its own page shows it; one that only holds others is their heading."""
    called = gettext(field["label"])
    return gettext("{name}: {words}").format(name=called, words=field_value(field)) if field["value"] else called


def _day_in(text: str) -> str:
    """The day a kept value tells, as people write it; words that only begin like a day stay as they are."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return day_year(found if found.tzinfo else found.date())
