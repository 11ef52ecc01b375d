"""A file becomes a questionnaire, or is refused whole with every fault: where, what, and what to do about it.

The file is a FHIR R4 Questionnaire (JSON) with one key of ours, `helhet`, beside FHIR's own: take it away and a plain
Questionnaire is left. `docs/reference/instrument-file.md` says what each element means here. What we cannot honour (answer
value sets, repeats, answers chosen beforehand) is refused rather than passed over, and so is a key nobody knows.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from helhet.organisation.rules import N_, Fault

from .after import read_after
from .place import Place, Story
from .questionnaire import Item, Prompt, Questionnaire, Scoring
from .reading_items import read_items
from .reading_scoring import read_prompts, read_scorings

LARGEST = 512 * 1024  # bytes; the longest questionnaire we know of is a tenth of it
DEEPEST = 24

_FHIR = frozenset({
    "resourceType", "id", "meta", "language", "text", "contained", "extension", "url", "identifier", "version", "name", "title",
    "derivedFrom", "status", "experimental", "subjectType", "date", "publisher", "contact", "description", "useContext",
    "jurisdiction", "purpose", "copyright", "approvalDate", "lastReviewDate", "effectivePeriod", "code", "item", "helhet",
})  # fmt: skip
_OURS = frozenset({"structure", "by_part", "scoring", "prompts", "after"})
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class _Twice(ValueError):
    pass


def parse(data: bytes) -> dict[str, Any] | Fault:
    """The file's JSON object, or the one reason why it is not one."""
    if len(data) > LARGEST:
        return Fault("", N_("Filen er på {size} kB. Den kan være på {most} kB."), {"size": len(data) // 1024, "most": LARGEST // 1024})
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError as wrong:
        return Fault("", N_("Filen er ikke UTF-8 (byte {at}). Lagre den på nytt som UTF-8."), {"at": wrong.start})
    except json.JSONDecodeError as wrong:
        place = {"line": wrong.lineno, "column": wrong.colno}
        return Fault("", N_("Filen er ikke gyldig JSON: linje {line}, tegn {column}. Rett det og prøv igjen."), place)
    except _Twice as wrong:
        return Fault("", N_("«{key}» står to ganger i samme objekt. Behold den ene."), {"key": str(wrong)})
    except (ValueError, RecursionError):
        return Fault("", N_("Filen har et tall eller en dybde som ikke kan leses. Rett det og prøv igjen."))
    if not isinstance(found, dict):
        return Fault("", N_("Filen skal være ett JSON-objekt: et FHIR-skjema (Questionnaire)."))
    return _storable(found, 0) or found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _storable(value: object, depth: int) -> Fault | None:
    """Both databases must be able to keep it: no NUL, no half characters, no endless numbers, no bottomless nesting."""
    if depth > DEEPEST:
        return Fault("", N_("Filen er for dypt bygd opp: mer enn {most} nivåer."), {"most": DEEPEST})
    if isinstance(value, str) and ("\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value)):
        return Fault("", N_("Filen har et tegn som ikke kan lagres, i «{text}»."), {"text": value.encode("ascii", "replace").decode()[:40]})
    if isinstance(value, float) and not math.isfinite(value):
        return Fault("", N_("Filen har et tall som er for stort."))
    inside = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return next((fault for one in inside if (fault := _storable(one, depth + 1))), None)


def read(data: Mapping[str, Any]) -> tuple[Questionnaire, list[Fault]]:
    """The questionnaire in a parsed file, and every fault found in it; with faults it is what could be read, to look for more in."""
    story = Story()
    top = Place(story, "", dict(data), _FHIR)
    if data.get("resourceType") != "Questionnaire":
        story.fault("resourceType", N_("Skal være «Questionnaire»."))
    ours = top.inner("helhet", _OURS)
    head = _head(top, ours)
    items = read_items(top)
    scorings = read_scorings(ours, _by_link(items), _conditional(items))
    prompts = read_prompts(ours, _by_link(items))
    if head["by_part"]:
        _parts_stand_alone(story, items)
    return Questionnaire(items=items, scorings=scorings, prompts=prompts, after=read_after(ours, scorings), **head), story.faults


def _head(top: Place, ours: Place) -> dict[str, Any]:
    is_structure, by_part = ours.truth("structure"), ours.truth("by_part")
    name = top.text("name", longest=40, form=_NAME, told=N_("Bare små bokstaver a–z, tall og bindestrek, for eksempel «phq-9»."))
    version = top.text("version", longest=20, form=_VERSION, told=N_("Bare bokstaver, tall, punktum og bindestrek, for eksempel «2024-1»."))
    language = top.one_of("language", ("nb", "nn", "en"))
    status = top.one_of("status", ("draft", "active", "retired", "unknown"))
    if status and (status == "draft") != is_structure:
        top.fault("status", N_("Skal være «active». (En struktur uten tekst er «draft».)"))
    elif status in ("retired", "unknown"):
        top.fault("status", N_("Et skjema som tas i bruk, har status «active»."))
    return {
        "name": name, "version": version, "language": language, "title": top.text("title", longest=160),
        "licence": top.text("copyright", longest=600), "url": top.text("url", longest=255),
        "description": top.text("description", longest=1000, required=False), "is_structure": is_structure, "by_part": by_part,
    }  # fmt: skip


def _by_link(items: tuple[Item, ...]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in items:
        found |= {item.link: item} | _by_link(item.items)
    return found


def _conditional(items: tuple[Item, ...], inside: bool = False) -> frozenset[str]:
    """The items that need not apply: they, or a group around them, have a condition."""
    found: frozenset[str] = frozenset()
    for item in items:
        may_not = inside or bool(item.conditions)
        found |= _conditional(item.items, may_not) | ({item.link} if may_not else set())
    return found


def _parts_stand_alone(story: Story, items: tuple[Item, ...]) -> None:
    for item in _by_link(items).values():
        if item.required:
            story.fault(f"item «{item.link}»", N_("Et skjema som lagres del for del (by_part), kan ikke ha spørsmål som må besvares."))


def differs(new: Questionnaire, known: Questionnaire, *, same_version: bool) -> list[Fault]:
    """Where this form asks or counts otherwise than the known one of the same name: texts may differ, nothing else.

    Held against a shipped structure, and against the same version in another language (where cut-offs must be alike too).
    """
    return [*_questions_differ(new, known, same_version), *_counts_differ(new, known, same_version)]


def _counts_differ(new: Questionnaire, known: Questionnaire, same_version: bool) -> list[Fault]:
    faults = []
    theirs, ours = ({one.name: one for one in form.scorings} for form in (known, new))
    for name in [*theirs, *(name for name in ours if name not in theirs)]:
        if name not in ours:
            faults.append(
                Fault("helhet.scoring", N_("Skåren «{name}» mangler. Kopier den fra {known}."), {"name": name, "known": _as(known)})
            )
        elif name not in theirs:
            faults.append(
                Fault("helhet.scoring", N_("Skåren «{name}» finnes ikke i {known}. Ta den bort."), {"name": name, "known": _as(known)})
            )
        elif _counted(ours[name], same_version) != _counted(theirs[name], same_version):
            values = {"name": name, "known": _as(known)}
            faults.append(Fault("helhet.scoring", N_("Skåren «{name}» regnes ikke som i {known}. Kopier den derfra."), values))
    if _prompted(new) != _prompted(known):
        faults.append(Fault("helhet.prompts", N_("Skal være som i {known}. Kopier dem derfra."), {"known": _as(known)}))
    if new.by_part != known.by_part:
        faults.append(Fault("helhet.by_part", N_("Skal være som i {known}."), {"known": _as(known)}))
    return faults


def _as(known: Questionnaire) -> str:
    return f"{known.name} {known.version} ({known.language})"


def _questions_differ(new: Questionnaire, known: Questionnaire, same_version: bool) -> list[Fault]:
    faults = []
    theirs, ours = known.questions, new.questions
    if len(theirs) != len(ours):
        faults.append(
            Fault(
                "item",
                N_("Skjemaet har {count} spørsmål. {known} har {wanted}."),
                {"count": len(ours), "wanted": len(theirs), "known": _as(known)},
            )
        )
    for place, (mine, wanted) in enumerate(zip(ours, theirs, strict=False)):
        if mine.link != wanted.link:
            values = {"number": place + 1, "link": mine.link, "wanted": wanted.link, "known": _as(known)}
            faults.append(Fault("item", N_("Spørsmål {number} har linkId «{link}». {known} har «{wanted}»."), values))
        elif _asked(mine, same_version) != _asked(wanted, same_version):
            faults.append(
                Fault(
                    f"item «{mine.link}»",
                    N_("Svarene skal ha type, koder og verdier som i strukturen: {wanted}."),
                    {"wanted": _told(wanted)},
                )
            )
    return faults


def _asked(item: Item, with_conditions: bool) -> tuple[object, ...]:
    """A municipality may ask that questions are answered, or skip those that do not apply; codes and values stay."""
    conditions = sorted((one.question, one.operator, str(one.answer)) for one in item.conditions)
    when = (item.required, conditions, item.any_condition) if with_conditions else ()
    return item.kind, sorted((one.code, one.ordinal or 0) for one in item.options), item.low, item.high, when


def _told(item: Item) -> str:
    return f"{item.kind} " + ", ".join(f"{one.code}={one.ordinal}" for one in item.options) if item.options else str(item.kind)


def _counted(one: Scoring, with_cut_offs: bool) -> tuple[object, ...]:
    cut_offs = [cut.start for cut in one.cut_offs] if with_cut_offs else []
    return one.kind, sorted(one.items), one.multiplier, sorted(one.table), one.low, one.high, one.may_miss, one.missing_as, cut_offs


def _prompted(form: Questionnaire) -> str:
    def told(one: Prompt) -> str:
        return f"{one.question} > {one.above}"

    return ", ".join(sorted(told(one) for one in form.prompts))


def untouched(new: Questionnaire, structure: Questionnaire) -> list[Fault]:
    """The placeholders of a structure that nobody has replaced with the form's own wording."""
    held = {item.link: item for item, _ in structure.walk()}
    faults = []
    for item in new.questions:
        before = held.get(item.link)
        if before is None:
            continue
        if item.text == before.text:
            faults.append(Fault(f"item «{item.link}»", N_("Teksten er fortsatt strukturens. Skriv inn skjemaets egen ordlyd.")))
        if item.options and [one.display for one in item.options] == [one.display for one in before.options]:
            faults.append(Fault(f"item «{item.link}»", N_("Svartekstene er fortsatt strukturens. Skriv inn skjemaets egne.")))
    return faults
