"""Ordinary looks are sampled and looked through, and that it was done is itself recorded (pasientjournalloven § 22)."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction

from helhet.access import log
from helhet.access.models import LogEntry, LogReview
from helhet.access.policy import Actor, NotVisible, reasons, require_write
from helhet.access.rules import LOOK_FINDING_NAMES, SAMPLE_DAYS, SAMPLE_OF_LOOKS, SEEN, LookFinding, Part, Purpose
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
    """Say what was found, once: another than the one who looked, with a word wherever something is not in order."""
    require_write(by, row.person_id, Part.CONSENT)
    if not by.coordinating_unit_ids:
        raise NotVisible
    now = LogReview.objects.select_for_update().get(pk=row.pk)
    refuse_if_any(_faults(now, finding, words, by))
    now.finding, now.words, now.reviewed_at, now.reviewed_by = finding, words.strip(), by.at, by.name
    now.save(update_fields=["finding", "words", "reviewed_at", "reviewed_by"])
    log.did(N_("kontrollerte et oppslag"), now, by=by, was={"finding": ""}, note=LOOK_FINDING_NAMES[LookFinding(finding)])


def _faults(row: LogReview, finding: str, words: str, by: Actor) -> list[Fault]:
    if finding not in LOOK_FINDING_NAMES:
        return [Fault("finding", N_("Velg hva du fant."))]
    faults = []
    if finding != LookFinding.FINE and not words.strip():
        faults.append(Fault("words", N_("Skriv hva som ikke er i orden, og hva du gjør med det.")))
    if row.reviewed_at:
        faults.append(Fault("finding", N_("Den er alt gått gjennom.")))
    if LogEntry.objects.filter(pk=row.entry, actor_key=by.key).exists():
        faults.append(Fault("finding", N_("Du kan ikke kontrollere ditt eget oppslag.")))
    return faults
