"""The questions of a file: types, answers to choose, bounds, conditions."""

import re
from decimal import Decimal
from typing import Any

from helhet.organisation.rules import N_

from .place import Place, exact
from .questionnaire import Condition, Item, Kind, Operator, Option

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
LEAST = "http://hl7.org/fhir/StructureDefinition/minValue"
MOST = "http://hl7.org/fhir/StructureDefinition/maxValue"

_ITEM = frozenset({
    "id", "extension", "linkId", "definition", "code", "prefix", "text", "type", "enableWhen", "enableBehavior", "required",
    "maxLength", "answerOption", "item",
})  # fmt: skip
_OPTION = frozenset({"id", "extension", "valueCoding"})
_CODING = frozenset({"id", "extension", "system", "version", "code", "display", "userSelected"})
_ANSWERS = ("answerBoolean", "answerDecimal", "answerInteger", "answerCoding", "answerString")
_CONDITION = frozenset({"id", "extension", "question", "operator", *_ANSWERS})
_EXTENSION = frozenset({"id", "url", "valueDecimal", "valueInteger"})
_LINK = re.compile(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*")
# What the page around the questions calls its own fields.
_TAKEN = frozenset({"on", "words", "answered_by", "part", "kladd", "csrfmiddlewaretoken"})
_MOST_ITEMS, _MOST_OPTIONS, _DEEPEST = 200, 50, 5


def read_items(top: Place) -> tuple[Item, ...]:
    """Every item of the file, with faults noted."""
    seen: dict[str, Item] = {}
    items = _items(top, seen, 1)
    if not any(one.is_question for one in seen.values()):
        top.fault("item", N_("Skjemaet har ingen spørsmål."))
    if len(seen) > _MOST_ITEMS:
        top.fault("item", N_("Skjemaet har {count} ledd. Det kan ha {most}."), count=len(seen), most=_MOST_ITEMS)
    return items


def _items(around: Place, seen: dict[str, Item], depth: int) -> tuple[Item, ...]:
    if depth > _DEEPEST and around.held.get("item"):
        around.fault("item", N_("Grupper kan stå i hverandre i {most} nivåer."), most=_DEEPEST)
        return ()
    return tuple(_item(place, seen, depth) for place in around.each("item", _ITEM, most=_MOST_ITEMS))


def _item(place: Place, seen: dict[str, Item], depth: int) -> Item:
    link = place.text("linkId", longest=40, form=_LINK, told=N_("Bare bokstaver a–z, tall, punktum og bindestrek."))
    if link in seen:
        place.fault("linkId", N_("«{link}» er brukt før. Hvert ledd skal ha sin egen linkId."), link=link)
    if link in _TAKEN:
        place.fault("linkId", N_("«{link}» er Helhets eget navn. Velg et annet."), link=link)
    named = place.one_of("type", [kind.value for kind in Kind])
    kind = Kind(named) if named else Kind.DISPLAY
    options = _options(place, kind) if named else ()
    low, high = _bounds(place, kind)
    item = Item(
        link=link, kind=kind, text=place.text("text", longest=1000), prefix=place.text("prefix", longest=20, required=False),
        required=place.truth("required"), options=options, conditions=_conditions(place, seen),
        any_condition=_any(place), low=low, high=high, longest=place.whole("maxLength", default=4000, low=1, high=4000),
    )  # fmt: skip
    if link:
        seen.setdefault(link, item)
    return _with_inner(item, place, seen, depth)


def _with_inner(item: Item, place: Place, seen: dict[str, Item], depth: int) -> Item:
    """A group holds items; nothing else does."""
    inner = _items(place, seen, depth + 1)
    if inner and item.kind != Kind.GROUP:
        place.fault("item", N_("Bare en gruppe (type «group») kan ha ledd under seg."))
    if not inner and item.kind == Kind.GROUP:
        place.fault("item", N_("Gruppen er tom. Legg inn spørsmål, eller ta den bort."))
    if item.required and not item.is_question:
        place.fault("required", N_("Bare et spørsmål kan måtte besvares."))
    return Item(**{name: getattr(item, name) for name in item.__dataclass_fields__ if name != "items"}, items=inner)


def _options(place: Place, kind: Kind) -> tuple[Option, ...]:
    found = [_option(one) for one in place.each("answerOption", _OPTION, most=_MOST_OPTIONS)]
    if kind != Kind.CHOICE and found:
        place.fault("answerOption", N_("Bare type «choice» har svar å velge blant."))
    if kind == Kind.CHOICE and len(found) < 2:
        place.fault("answerOption", N_("Gi minst to svar å velge blant."))
    codes = [one.code for one in found if one.code]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        place.fault("answerOption", N_("Koden «{code}» er brukt to ganger. Hvert svar skal ha sin egen."), code=code)
    return tuple(found)


def _option(place: Place) -> Option:
    coding = place.inner("valueCoding", _CODING)
    if "valueCoding" not in place.held:
        place.fault("valueCoding", N_("Mangler. Et svar skrives som valueCoding med code og display."))
        return Option("", "", None)
    code = coding.text("code", longest=40, form=_CODE, told=N_("Bare bokstaver a–z, tall, punktum og bindestrek."))
    ordinals = [number for where in (place, coding) if (number := _extension(where, ORDINAL)) is not None]
    return Option(code, coding.text("display", longest=200), ordinals[0] if ordinals else None)


def _extension(place: Place, url: str) -> Decimal | None:
    """The number under an extension of this url, on this element; other extensions are let be."""
    for index, one in enumerate(place.list("extension", most=20)):
        if not isinstance(one, dict) or one.get("url") != url:
            continue
        found = Place(place.story, f"{place.to('extension')}[{index}]", one, _EXTENSION)
        key = "valueInteger" if "valueInteger" in one else "valueDecimal"
        return found.number(key)
    return None


def _bounds(place: Place, kind: Kind) -> tuple[Decimal | None, Decimal | None]:
    low, high = _extension(place, LEAST), _extension(place, MOST)
    if (low, high) != (None, None) and kind not in (Kind.INTEGER, Kind.DECIMAL):
        place.fault("extension", N_("Bare tall (integer, decimal) har minste og største verdi."))
    if low is not None and high is not None and low > high:
        place.fault("extension", N_("Minste verdi er større enn største."))
    return low, high


def _any(place: Place) -> bool:
    several = len(place.list("enableWhen", most=20)) > 1
    if several and "enableBehavior" not in place.held:
        place.fault("enableBehavior", N_("Med flere betingelser må det stå «all» eller «any»."))
        return False
    return place.one_of("enableBehavior", ("all", "any"), default="all") == "any"


def _conditions(place: Place, seen: dict[str, Item]) -> tuple[Condition, ...]:
    found = [_condition(one, seen) for one in place.each("enableWhen", _CONDITION, most=20)]
    return tuple(one for one in found if one)


def _condition(place: Place, seen: dict[str, Item]) -> Condition | None:
    link = place.text("question", longest=40)
    operator = place.one_of("operator", [one.value for one in Operator])
    asked = seen.get(link)
    if link and (asked is None or not asked.is_question):
        place.fault(
            "question", N_("Finner ikke spørsmålet «{link}» før dette. En betingelse viser til et spørsmål som kommer før."), link=link
        )
    if asked is None or not operator or not asked.is_question:
        return None
    answer = _condition_answer(place, asked, Operator(operator))
    return None if answer is None else Condition(link, Operator(operator), answer)


def _condition_answer(place: Place, asked: Item, operator: Operator) -> Any:
    """The answer the condition waits for, of the kind that the question takes."""
    given = [key for key in _ANSWERS if key in place.held]
    wanted = _wanted(asked, operator)
    if given != [wanted]:
        place.fault(wanted, N_("Betingelsen skal ha {wanted}, og bare det."), wanted=wanted)
        return None
    if operator in (Operator.MORE, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST) and asked.kind not in (Kind.INTEGER, Kind.DECIMAL):
        place.fault("operator", N_("Større og mindre enn gjelder bare for tall."))
        return None
    value = place.held[wanted]
    if wanted == "answerBoolean":
        return place.truth(wanted)
    if wanted == "answerCoding":
        code = place.inner(wanted, _CODING).text("code", longest=40)
        if code and asked.option(code) is None:
            place.fault(wanted, N_("Spørsmålet har ikke svaret «{code}»."), code=code)
        return code
    if wanted == "answerString":
        return place.text(wanted, longest=200)
    return value if exact(value) is not None else place.number(wanted)


def _wanted(asked: Item, operator: Operator) -> str:
    if operator == Operator.EXISTS:
        return "answerBoolean"
    return {
        Kind.BOOLEAN: "answerBoolean", Kind.CHOICE: "answerCoding", Kind.INTEGER: "answerInteger", Kind.DECIMAL: "answerDecimal",
    }.get(asked.kind, "answerString")  # fmt: skip
