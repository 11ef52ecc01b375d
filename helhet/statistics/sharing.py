"""What may leave a municipality: a file of bands and of figures about posts, signed, in which no row about a person can stand.

A count of persons is told in a band of five (0–4, 5–9 …), and so is the number it is of. Only one municipality stands in a file, and only
indicators that are in no known relation to each other (none holds another, no two make up a third). So whatever is subtracted, over
years, municipalities or groups, a count that can be known to be under five can still be everything from nought to four
(docs/explanation/comparison.md; tests/rules/test_sharing.py attacks it). This module knows numbers and words, and nobody.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeGuard

from helhet.organisation.rules import N_, Fault
from helhet.organisation.rules.competence import named_faults
from helhet.record.disclosure import FIVE

FORMAT = 1
_LONGEST_NAME = 100
AGGREGATE, PRACTICE = "aggregate", "practice"


@dataclass(frozen=True)
class Band:
    """A count of persons as it may leave: one of five numbers, and nothing says which."""

    low: int

    def __post_init__(self) -> None:
        if not isinstance(self.low, int) or isinstance(self.low, bool) or self.low < 0 or self.low % FIVE:
            raise ValueError(f"{self.low!r} begins no band of {FIVE}")

    @property
    def high(self) -> int:
        """The most it can be."""
        return self.low + FIVE - 1

    @property
    def middle(self) -> int:
        """The middle of it."""
        return self.low + FIVE // 2

    def __str__(self) -> str:
        return f"{self.low}–{self.high}"


def banded(count: int) -> Band:
    """The band a count is told in."""
    return Band(count // FIVE * FIVE)


@dataclass(frozen=True)
class Indicator:
    """A share of those who are helped that municipalities compare: which row of the form, of which."""

    key: str
    of: str
    says: str


INDICATORS: Mapping[str, Indicator] = {
    one.key: one
    for one in (
        Indicator("individual-plan", "users", N_("har individuell plan")),
        Indicator("coordinator", "users", N_("har koordinator")),
        Indicator("core-group", "users", N_("har hatt ansvarsgruppemøte i året")),
        Indicator("crisis-plan", "users", N_("har krise- og mestringsplan")),
        Indicator("kin", "users", N_("har valgt en pårørende")),
        Indicator("pathway-3", "users", N_("er i hovedforløp 3")),
    )
}
# Of posts and not of persons: told with one decimal, for each ten thousand inhabitants where they are compared.
OF_POSTS: Mapping[str, str] = {
    "wy-service": N_("årsverk"), "wy-specialist": N_("årsverk psykologspesialist"), "wy-psychologist": N_("årsverk psykolog"),
}  # fmt: skip


@dataclass(frozen=True)
class Shared:
    """What one municipality shares of one year: the indicators as bands, and its work years in tenths."""

    number: str
    name: str
    population: int
    year: int
    group: str
    indicators: Mapping[str, tuple[Band, Band]]  # how many, of how many
    tenths: Mapping[str, int]


def shared(
    *, number: str, name: str, population: int, year: int, group: str, counts: Mapping[str, int], tenths: Mapping[str, int]
) -> Shared:
    """What may be told of a municipality's counts; of those it does not know, nothing is told."""
    known = {one.key: (counts[one.key], counts[one.of]) for one in INDICATORS.values() if {one.key, one.of} <= counts.keys()}
    told = {key: (banded(count), banded(of)) for key, (count, of) in known.items()}
    return Shared(number, name, population, year, group, told, {key: tenths[key] for key in OF_POSTS if key in tenths})


def content_of(one: Shared) -> dict[str, Any]:
    """The same as it is written."""
    return {
        "format": FORMAT, "kind": AGGREGATE, "municipality": {"number": one.number, "name": one.name, "population": one.population},
        "year": one.year, "group": one.group,
        "indicators": {key: {"from": count.low, "of_from": of.low} for key, (count, of) in sorted(one.indicators.items())},
        "work_years_in_tenths": dict(sorted(one.tenths.items())),
    }  # fmt: skip


def read_shared(content: Any) -> tuple[Shared | None, list[Fault]]:
    """What a file's content says, or everything that is wrong with it."""
    faults = list(_faults(content))
    if faults:
        return None, faults
    place = content["municipality"]
    told = {key: (Band(one["from"]), Band(one["of_from"])) for key, one in content["indicators"].items()}
    return Shared(
        place["number"], place["name"], place["population"], content["year"], content["group"], told, content["work_years_in_tenths"]
    ), []  # fmt: skip


_KEYS = {"format", "kind", "municipality", "year", "group", "indicators", "work_years_in_tenths"}


def _faults(content: Any) -> Iterator[Fault]:
    if not isinstance(content, Mapping) or content.get("kind") != AGGREGATE or content.get("format") != FORMAT:
        yield _wrong(N_("Det er ingen fil med tall av dette slaget."))
        return
    for name in sorted(content.keys() - _KEYS):
        yield _wrong(N_("Den har med «{name}», som ingen slik fil har."), name=name)
    place, live_there = content.get("municipality"), 0
    if not isinstance(place, Mapping) or place.keys() != {"number", "name", "population"} or not _is_name(place["name"]):
        yield _wrong(N_("Den sier ikke hvilken kommune den er fra, og bare det."))
    elif not _is_number(place["number"]):
        yield _wrong(_NO_NUMBER, name=place["number"])
    elif not _is_count(place["population"]):
        yield _wrong(N_("Innbyggertallet er ikke et tall."))
    elif place["population"] > _MOST_PEOPLE:
        yield _wrong(_CANNOT_BE, name="population", value=place["population"])
    else:
        live_there = place["population"]
    year = content.get("year")
    if not _is_count(year) or content.get("group") not in ("adults", "children"):
        yield _wrong(N_("Den sier ikke hvilket år og hvilken gruppe den gjelder."))
    elif year not in _YEARS:
        yield _wrong(_CANNOT_BE, name="year", value=year)
    yield from _indicator_faults(content.get("indicators"), live_there or _MOST_PEOPLE)
    tenths = content.get("work_years_in_tenths")
    for key, value in tenths.items() if isinstance(tenths, Mapping) else [("work_years_in_tenths", None)]:
        if key not in OF_POSTS or not _is_count(value):
            yield _wrong(N_("«{name}» er ikke et tall for stillinger."), name=key)
        elif value > _MOST_TENTHS:
            yield _wrong(_CANNOT_BE, name=key, value=value)


def _indicator_faults(given: Any, live_there: int) -> Iterator[Fault]:
    if not isinstance(given, Mapping):
        yield _wrong(N_("Den har ingen tall om hjelpen."))
        return
    for key, one in given.items():
        if key not in INDICATORS:
            yield _wrong(N_("«{name}» er ikke noe som deles."), name=key)
        elif not isinstance(one, Mapping) or one.keys() != {"from", "of_from"}:
            yield _wrong(N_("«{name}» er ikke fortalt i intervaller på fem."), name=key)
        elif not all(_is_count(value) and value % FIVE == 0 for value in one.values()):
            yield _wrong(N_("«{name}» er fortalt nøyaktigere enn i intervaller på fem: et tall under grensen kan regnes ut."), name=key)
        elif one["from"] > one["of_from"]:
            yield _wrong(N_("«{name}» er flere enn det er av."), name=key)
        elif one["of_from"] > live_there:
            yield _wrong(N_("«{name}» er av flere enn som bor i kommunen."), name=key)


def _wrong(reason: str, **values: object) -> Fault:
    return Fault("file", reason, values)


_CANNOT_BE = N_("«{name}» kan ikke være {value}.")
_YEARS, _MOST_PEOPLE, _MOST_TENTHS = range(2007, 2201), 10_000_000, 1_000_000
_NO_NUMBER = N_("«{name}» er ikke et kommunenummer.")


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 4 and value.isascii() and value.isdecimal()


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_NAME


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


# ── practices ───────────────────────────────────────────────────────────────

KIND_NAMES = {
    "routine": N_("rutine"), "clause": N_("punkt i en avtale"), "letter": N_("brevmal"), "competence": N_("kompetanseplan"),
    "form": N_("skjema"),
}  # fmt: skip
_LONGEST, _LONGEST_OWN = 20_000, 120
# Six digits as a birth date is written and five more, however they are parted.
_IDENTITY = re.compile(r"(?<!\d)\d{2}[\s.]?\d{2}[\s.]?\d{2}[\s.\-–]{0,3}\d{3}[\s.]?\d{2}(?!\d)")
_NAMES_SOMEBODY = N_("Det står et tall som ser ut som et fødselsnummer. Ta det bort: en praksis gjelder ingen enkeltperson.")


@dataclass(frozen=True)
class Wanted:
    """A line of a competence plan: a competence (a key we know, or a name of the municipality's own), and how many workers need it."""

    key: str
    name: str
    how_many: int


@dataclass(frozen=True)
class Practised:
    """A practice as it is shared: what it is, in words, from whom, which indicator it may explain; a plan's lines, a form's questions."""

    number: str
    name: str
    kind: str
    title: str
    words: str
    indicator: str = ""
    wanted: tuple[Wanted, ...] = ()
    # A form as the mapping keeps it: a FHIR Questionnaire.
    questionnaire: Mapping[str, Any] = field(default_factory=dict)


def practice_content(one: Practised) -> dict[str, Any]:
    """The same as it is written; only a competence plan has lines, and only a form has questions."""
    written = {"format": FORMAT, **asdict(one), "practice": one.kind, "kind": PRACTICE}
    lines, questions = written.pop("wanted"), written.pop("questionnaire")
    return written | ({"wanted": list(lines)} if lines else {}) | ({"questionnaire": questions} if questions else {})


def read_practice(content: Any) -> tuple[Practised | None, list[Fault]]:
    """What a file's content says, or everything that is wrong with it."""
    if not isinstance(content, Mapping) or content.get("kind") != PRACTICE or content.get("format") != FORMAT:
        return None, [_wrong(N_("Det er ingen fil med en praksis av dette slaget."))]
    faults = [_wrong(N_("Den har med «{name}», som ingen slik fil har."), name=name) for name in sorted(content.keys() - _PRACTICE_KEYS)]
    given = {name: content.get(name) for name in ("number", "name", "title", "words", "indicator", "practice")}
    words = {name: value for name, value in given.items() if isinstance(value, str)}
    faults += [_wrong(N_("«{name}» er ikke ord."), name=name) for name in sorted(given.keys() - words.keys())]
    if faults:
        return None, faults
    faults += [_wrong(N_("«{name}» er tomt."), name=name) for name in ("number", "name", "title", "words") if not words[name].strip()]
    if words["number"] and not _is_number(words["number"]):
        faults.append(_wrong(_NO_NUMBER, name=words["number"]))
    if words["practice"] not in KIND_NAMES:
        faults.append(_wrong(N_("«{name}» er ingen slags praksis."), name=words["practice"]))
    if words["indicator"] and words["indicator"] not in INDICATORS:
        faults.append(_wrong(N_("«{name}» er ikke noe som sammenlignes."), name=words["indicator"]))
    if any(_IDENTITY.search(words[name]) for name in ("title", "words")):
        faults.append(_wrong(_NAMES_SOMEBODY))
    if len(words["words"]) > _LONGEST or len(words["title"]) > 160 or len(words["name"]) > _LONGEST_NAME:
        faults.append(_wrong(N_("Den er lenger enn en praksis kan være.")))
    faults += _wanted_faults(content.get("wanted", []), words["practice"])
    faults += _questionnaire_faults(content.get("questionnaire", {}), words["practice"])
    if faults:
        return None, faults
    lines = tuple(Wanted(**line) for line in content.get("wanted", []))
    return Practised(
        words["number"], words["name"], words["practice"], words["title"], words["words"], words["indicator"], lines,
        content.get("questionnaire", {}),
    ), []  # fmt: skip


_PRACTICE_KEYS = {"format", "kind", "number", "name", "practice", "title", "words", "indicator", "wanted", "questionnaire"}
_PLAN, _MOST_LINES, _MOST_WORKERS = "competence", 60, 99
FORM = "form"


def _wanted_faults(given: Any, kind: str) -> list[Fault]:
    """Everything that is wrong with the lines of a competence plan."""
    if not isinstance(given, list) or (given and kind != _PLAN) or len(given) > _MOST_LINES:
        return [_wrong(N_("Bare en kompetanseplan har linjer, og høyst 60."))]
    if not all(_is_line(one) for one in given):
        return [_wrong(N_("En linje i kompetanseplanen sier ikke hvilken kompetanse det er, og hvor mange som trengs."))]
    if len({(one["key"], one["name"]) for one in given}) < len(given):
        return [_wrong(N_("En kompetanse står to ganger i kompetanseplanen."))]
    return [_wrong(_NAMES_SOMEBODY)] if any(_IDENTITY.search(one["name"]) for one in given) else []


def _questionnaire_faults(given: Any, kind: str) -> list[Fault]:
    """What is wrong with the questions of a form, before they are read as one."""
    if not isinstance(given, Mapping) or (given and kind != FORM):
        return [_wrong(N_("Bare et skjema har spørsmål."))]
    return [_wrong(_NAMES_SOMEBODY)] if any(_IDENTITY.search(one) for one in _words_in(given)) else []


def _words_in(given: Any) -> Iterator[str]:
    left = [given]
    while left:
        one = left.pop()
        left += one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else []
        if isinstance(one, str):
            yield one


def _is_line(one: Any) -> bool:
    if not isinstance(one, Mapping) or one.keys() != {"key", "name", "how_many"}:
        return False
    key, name, many = one["key"], one["name"], one["how_many"]
    if not isinstance(key, str) or not isinstance(name, str) or not _is_count(many) or many > _MOST_WORKERS:
        return False
    return not list(named_faults(key, name)) and name == name.strip() and len(name) <= _LONGEST_OWN


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: the same content gives the same."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
