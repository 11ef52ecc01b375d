"""Putting instruments in place, and writing down what she answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import Part
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any

from .models import Instrument, Response, Score
from .rules import AnsweredBy
from .rules.answers import check
from .rules.questionnaire import Questionnaire
from .rules.reading import differs, parse, read, untouched
from .rules.scoring import scores

_SHIPPED = Path(__file__).parent / "definitions"


@dataclass(frozen=True)
class Added:
    """An instrument in place, and whether this file put it there."""

    instrument: Instrument
    is_new: bool


@transaction.atomic
def load_shipped() -> int:
    """Put in place the instruments that ship with the product; those already there stay as they are. Returns how many were new."""
    return sum(_add(path.read_bytes()).is_new for path in sorted(_SHIPPED.glob("*.json")))


@transaction.atomic
def add_instrument(data: bytes) -> Added:
    """Put a municipality's own definition file in place, or refuse it whole with every fault.

    The same version again, unchanged, changes nothing; a version is never changed. A newer version takes over from the one
    before, which stays with the answers given to it.
    """
    return _add(data, shipped=False)


def instrument_faults(data: bytes) -> list[Fault]:
    """Everything for which this definition file would be refused now."""
    try:
        _judged(data, shipped=False)
    except Refused as refused:
        return list(refused.faults)
    return []


def _add(data: bytes, *, shipped: bool = True) -> Added:
    form, held, before = _judged(data, shipped=shipped)
    return Added(before, is_new=False) if before else Added(_put(form, held), is_new=True)


def _judged(data: bytes, *, shipped: bool) -> tuple[Questionnaire, dict[str, object], Instrument | None]:
    """What the file says, and the same when it is in place already. Raises `Refused`."""
    held = parse(data)
    if isinstance(held, Fault):
        refuse_if_any([held])
    assert isinstance(held, dict)
    form, faults = read(held)
    before = Instrument.objects.filter(name=form.name, version=form.version, language=form.language).first()
    if before and before.definition == held:
        return form, held, before
    refuse_if_any([*faults, *_faults_beside(form, before, shipped, faults)])
    return form, held, None


def _put(form: Questionnaire, held: dict[str, object]) -> Instrument:
    """The new version is the one in use in its language, unless it is a structure."""
    if not form.is_structure:
        Instrument.objects.filter(name=form.name, language=form.language).update(in_use=False)
    return Instrument.objects.create(
        name=form.name, version=form.version, language=form.language, title=form.title, licence=form.licence, definition=held,
        in_use=not form.is_structure,
    )  # fmt: skip


def _faults_beside(form: Questionnaire, before: Instrument | None, shipped: bool, faults: list[Fault]) -> Iterable[Fault]:
    """What is wrong with it beside what is already in place. Scoring with faults of its own is not compared."""
    if before:
        values = {"name": form.name, "version": form.version, "language": form.language}
        reason = N_(
            "{name}, versjon {version} ({language}), finnes med et annet innhold. En versjon endres aldri: gi filen et nytt versjonsnummer."
        )
        yield Fault("version", reason, values)
        return
    if form.is_structure and not shipped:
        yield Fault("helhet.structure", N_("En struktur kan ikke besvares. Skriv inn skjemaets tekster og ta bort «structure»."))
    scored = not any(fault.field.startswith("helhet") for fault in faults)
    yield from (fault for fault in _unlike(form) if scored or not fault.field.startswith("helhet"))


def _unlike(form: Questionnaire) -> Iterable[Fault]:
    """Where it differs from the same version in another language, and from the structure of its name."""
    others = list(Instrument.objects.filter(name=form.name))
    if twin := next((one for one in others if one.version == form.version), None):
        yield from differs(form, twin.questionnaire, same_version=True)
    structures = [one.questionnaire for one in others if one.questionnaire.is_structure]
    if structures and not form.is_structure:
        yield from differs(form, structures[0], same_version=False)
        mine = [one for one in structures if one.language == form.language]
        yield from untouched(form, mine[0]) if mine else ()


@transaction.atomic
def respond(
    person_id: UUID, *, instrument: Instrument, answers: Mapping[str, object], answered_by: str, on: date, by: Actor, words: str = "",
    corrects: Response | None = None,
) -> Response:  # fmt: skip
    """Keep what was answered, with the scores it gives. Never changed: a correction is a new response that names the old one."""
    require_write(by, person_id, Part.MAPPING)
    kept, faults = check(instrument.questionnaire, answers)
    empty = not faults and not kept and not words.strip()
    refuse_if_any(
        [*faults, *([_NOTHING] if empty else []), *_around_faults(answered_by, on, by), *_use_faults(person_id, instrument, corrects)]
    )
    made = Response.objects.create(
        person_id=person_id, instrument=instrument, on=on, answers=kept, words=words.strip(), answered_by=answered_by, corrects=corrects,
        **authorship(by),
    )  # fmt: skip
    Score.objects.bulk_create(
        Score(response=made, name=name, value=value) for name, value in scores(instrument.questionnaire, kept).items()
    )
    log.did(N_("rettet") if corrects else N_("kartla"), made, by=by)
    return made


_NOTHING = Fault("answers", N_("Ingenting er besvart ennå. Svar på det personen vil, resten kan vente."))


def _around_faults(answered_by: str, on: date, by: Actor) -> Iterable[Fault]:
    if on > by.on:
        yield Fault("on", N_("Dagen har ikke vært ennå."))
    if answered_by not in list(AnsweredBy):
        yield Fault("answered_by", N_("Velg hvem som svarer."))
    elif by.kind == "person" and answered_by != AnsweredBy.PERSON:
        yield Fault("answered_by", N_("Dette er dine egne svar."))


def _use_faults(person_id: UUID, instrument: Instrument, corrects: Response | None) -> Iterable[Fault]:
    if corrects is None:
        if not Instrument.objects.filter(pk=instrument.pk, in_use=True).exists():
            yield Fault("instrument", N_("Skjemaet er ikke i bruk. Velg det som er i bruk nå."))
        return
    if corrects.person_id != person_id or corrects.instrument_id != instrument.pk:
        yield Fault("corrects", N_("Svaret som rettes, er ikke et svar på dette skjemaet."))
    if Response.objects.filter(corrects=corrects).exists():
        yield Fault("corrects", N_("Svaret er alt rettet. Rett det nyeste."))
