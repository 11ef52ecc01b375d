"""Emergency access: a short care relation with a weighty reason, bounded in tries, looked through afterwards, and told to her."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.models import CareRelation, EmergencyReading, EmergencyTry, ShareLink
from helhet.access.policy import OSLO, Actor, NotVisible, require_write
from helhet.access.rules import EMERGENCY_HOURS, EMERGENCY_TRIES, SHORTEST_REASON, Part, Purpose, Role
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any


@transaction.atomic
def note_emergency_try(*, by: Actor) -> None:
    """Count a try at emergency access, whatever comes of it; too many in an hour are refused."""
    tried = EmergencyTry.objects.filter(account_id=by.key, at__gt=by.at - timedelta(hours=1)).count()
    if tried >= EMERGENCY_TRIES:
        raise Refused(
            Fault(
                "number",
                N_("Du har prøvd {count} ganger den siste timen. Vent litt, eller ring koordinerende enhet."),
                {"count": tried},
            )
        )
    EmergencyTry.objects.create(account_id=by.key, at=by.at)


def reason_faults(reason: str) -> list[Fault]:
    """What a weighty reason must hold before a record is opened in an emergency."""
    if len(reason.strip()) >= SHORTEST_REASON:
        return []
    return [Fault("reason", N_("Skriv hvorfor det ikke kan vente, med minst {count} tegn."), {"count": SHORTEST_REASON})]


@transaction.atomic
def open_emergency(person_id: UUID, *, reason: str, by: Actor) -> CareRelation:
    """Emergency access for a day, with a weighty reason she will read. Only for staff of a municipality the person belongs to.

    The policy knows no exception: this writes a short care relation. Every one is reviewed (LO-1).
    """
    refuse_if_any(reason_faults(reason))
    if not by.staff_id:
        raise NotVisible
    relation = CareRelation.objects.create(
        person_id=person_id, role=Role.EMERGENCY, staff_id=by.staff_id, ground=N_("helsepersonelloven § 29: tungtveiende grunner"),
        reason=reason.strip(), since=by.at, until=by.at + timedelta(hours=EMERGENCY_HOURS), opened_by=by.name,
    )  # fmt: skip
    log.did(N_("nødtilgang"), relation, by=by, note=reason.strip(), purpose=Purpose.EMERGENCY)
    note_reading(person_id, relation=relation, reader=", ".join(filter(None, [by.name, by.organisation])), by=by)
    return relation


def note_reading(
    person_id: UUID, *, reader: str, by: Actor, relation: CareRelation | None = None, link: ShareLink | None = None
) -> None:  # fmt: skip
    """Note that somebody read in an emergency, so that she is told: by the same card and reader once, until she has been."""
    same = EmergencyReading.objects.filter(person_id=person_id, link=link, reader=reader, told_on=None)
    if link is None or not same.exists():
        EmergencyReading.objects.create(person_id=person_id, relation=relation, link=link, at=by.at, reader=reader)


@transaction.atomic
def told_of_reading(reading: EmergencyReading, *, on: date, how: str, by: Actor) -> None:
    """She has been told of a reading in an emergency: on her own page, or by one of us, on this day and in this way."""
    require_write(by, reading.person_id, Part.CONSENT)
    now = EmergencyReading.objects.select_for_update().get(pk=reading.pk)
    refuse_if_any(
        ([] if how.strip() else [Fault("how", N_("Skriv hvordan det ble sagt."))])
        + ([Fault("on", N_("Dagen er ikke kommet ennå."))] if on > by.on else [])
        + ([Fault("on", N_("Det var før noen leste."))] if on < now.at.astimezone(OSLO).date() else [])
        + ([Fault("how", N_("Det er alt sagt."))] if now.told_on else [])
    )
    now.told_on, now.told_how, now.told_by = on, how.strip(), by.name
    now.save(update_fields=["told_on", "told_how", "told_by"])
    log.did(N_("fortalte om lesing i nød"), now, by=by, was={"told_on": None}, note=how.strip())


@transaction.atomic
def review_emergency(relation: CareRelation, *, words: str, by: Actor) -> None:
    """Somebody else looks through an emergency access and says what she found (pasientjournalloven § 22)."""
    require_write(by, relation.person_id, Part.CONSENT)
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv hva du fant: var grunnen god nok?"))])
        + ([Fault("words", N_("Du kan ikke gå gjennom din egen nødtilgang."))] if relation.staff_id == by.staff_id else [])
        + ([Fault("words", N_("Den er alt gått gjennom."))] if relation.reviewed_at else [])
    )
    relation.reviewed_at, relation.reviewed_by, relation.review = by.at, by.name, words.strip()
    relation.save(update_fields=["reviewed_at", "reviewed_by", "review"])
    log.did(N_("gikk gjennom nødtilgang"), relation, by=by, was={"reviewed_at": None})
