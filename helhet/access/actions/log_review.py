"""Ordinary looks are sampled and looked through, and that it was done is itself recorded (pasientjournalloven § 22).

A look there was no need for is told to the person, and to the authority (personvernforordningen articles 33 and 34).
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from helhet.access import log
from helhet.access.models import LogEntry, LogReview
from helhet.access.policy import OSLO, Actor, NotVisible, reasons, require_write
from helhet.access.rules import LOOK_FINDING_NAMES, LOOK_SETTLED, SAMPLE_DAYS, SAMPLE_OF_LOOKS, SEEN, LookFinding, Part, Purpose
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any


@transaction.atomic
def draw_looks(*, by: Actor) -> int:
    """Draw some of the last month's looks by others, by a seed that is kept: nobody picks, and the same draw can be made again."""
    if not by.coordinating_unit_ids:
        raise NotVisible
    seed = f"{by.on.isoformat()}:{min(str(key) for key in by.coordinating_unit_ids)}"
    found = sorted(_drawable(by), key=lambda row: hashlib.sha256(f"{seed}:{row[0]}".encode()).digest())[:SAMPLE_OF_LOOKS]
    if not found:
        raise Refused(Fault("", N_("Det er ingen oppslag å trekke blant nå.")))
    for entry, person in found:
        row = LogReview.objects.create(person_id=person, entry=entry, seed=seed, drawn_at=by.at, drawn_by=by.name)
        log.did(N_("trukket ut til kontroll"), row, by=by)
    return len(found)


def _drawable(by: Actor) -> list[tuple[Any, Any]]:
    """Looks by colleagues the last month, about those whose log this unit may read, not drawn before."""
    persons = reasons(by, Purpose.COORDINATION, Part.LOG).values("person_id")
    rows = LogEntry.objects.filter(person_id__in=persons, at__gte=by.at - timedelta(days=SAMPLE_DAYS), actor_kind="staff", verb=SEEN)
    rows = rows.exclude(actor_key=by.key).exclude(purpose=Purpose.EMERGENCY)
    return list(rows.exclude(pk__in=LogReview.objects.values("entry")).values_list("pk", "person_id"))


@transaction.atomic
def review_look(row: LogReview, *, finding: str, by: Actor, words: str = "") -> None:
    """Say what was found: another than the one who looked, with a word wherever something is not in order.

    It is said once, but for a look that must be explained: it waits until the explanation is weighed.
    """
    now = _for_control(row, by)
    refuse_if_any(_faults(now, finding, words, by))
    was = now.finding
    now.finding, now.words, now.reviewed_at, now.reviewed_by = finding, words.strip(), by.at, by.name
    now.save(update_fields=["finding", "words", "reviewed_at", "reviewed_by"])
    log.did(N_("kontrollerte et oppslag"), now, by=by, was={"finding": was}, note=LOOK_FINDING_NAMES[LookFinding(finding)])


@transaction.atomic
def tell_of_wrong_look(
    row: LogReview, *, told_on: date, told_how: str, by: Actor, authority_on: date | None = None, authority_words: str = ""
) -> None:  # fmt: skip
    """There was no need to look: when and how the person was told, and the day the authority was, or why it was not. Said once."""
    now = _for_control(row, by)
    refuse_if_any([*_telling_faults(now, told_on, told_how, authority_on, authority_words, by.on)])
    now.told_on, now.told_how = told_on, told_how.strip()
    now.authority_on, now.authority_words = authority_on, authority_words.strip()
    now.save(update_fields=["told_on", "told_how", "authority_on", "authority_words"])
    log.did(N_("skrev at det er sagt fra om et oppslag"), now, by=by, was={"told_on": None})


def _telling_faults(
    row: LogReview, told_on: date, told_how: str, authority_on: date | None, authority_words: str, on: date
) -> Iterator[Fault]:  # fmt: skip
    if row.finding != LookFinding.WRONG or row.reviewed_at is None:
        raise NotVisible
    if row.told_on:
        yield Fault("told_on", N_("Det er alt skrevet at det er sagt fra."))
    found = row.reviewed_at.astimezone(OSLO).date()
    for field, day in (("told_on", told_on), ("authority_on", authority_on)):
        if day and not found <= day <= on:
            yield Fault(field, N_("Dagen må være fra {found}, da dere fant det, til i dag."), {"found": found})
    if not told_how.strip():
        yield Fault("told_how", N_("Skriv hvordan personen fikk vite det."))
    if not (authority_on or authority_words.strip()):
        why = N_("Er det ikke meldt til Datatilsynet, skriv hvorfor det ikke er fare for rettighetene til personen.")
        yield Fault("authority_words", why)


def _for_control(row: LogReview, by: Actor) -> LogReview:
    """The review as it stands now, for the coordinating unit alone."""
    require_write(by, row.person_id, Part.CONSENT)
    if not by.coordinating_unit_ids:
        raise NotVisible
    return LogReview.objects.select_for_update().get(pk=row.pk)


def _faults(row: LogReview, finding: str, words: str, by: Actor) -> list[Fault]:
    if finding not in LOOK_FINDING_NAMES:
        return [Fault("finding", N_("Velg hva du fant."))]
    faults = []
    if finding != LookFinding.FINE and not words.strip():
        faults.append(Fault("words", N_("Skriv hva som ikke er i orden, og hva du gjør med det.")))
    if row.finding in LOOK_SETTLED:
        faults.append(Fault("finding", N_("Den er alt gått gjennom.")))
    if LogEntry.objects.filter(pk=row.entry, actor_key=by.key).exists():
        faults.append(Fault("finding", N_("Du kan ikke kontrollere ditt eget oppslag.")))
    return faults
