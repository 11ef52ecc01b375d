"""Ours to say about a stay: who follows it up, and the answer to the hospital."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, require_write
from helhet.access.rules import Part
from helhet.handover.models import Admission
from helhet.handover.rules import NO_POINTS, READY_POINTS, Answer, answer_faults
from helhet.organisation.rules import N_, Fault, refuse_if_any

_OURS = ("answer", "answered_at", "answered_by", "receive_on", "met_by", "obstacle", "too_early", "owner_id")


@transaction.atomic
def take(admission: Admission, *, by: Actor) -> None:
    """One of us follows this stay up, from notice until the person is home."""
    require_write(by, admission.person_id, Part.HANDOVER)
    if by.staff_id is None:
        raise NotVisible
    was = {"owner_id": admission.owner_id}
    admission.owner_id = by.staff_id
    admission.save(update_fields=["owner"])
    log.did(N_("tok ansvar for hjemkomsten"), admission, by=by, was=was)


@transaction.atomic
def answer(
    admission: Admission, *, answer: str, by: Actor, receive_on: date | None = None, met_by: str = "", obstacle: str = "",
    too_early: bool = False,
) -> None:  # fmt: skip
    """Our answer whether the municipality can receive (utskrivningsklarforskriften § 11), as it is given to the hospital.

    May be given anew when things change; what it was is kept. Whoever answers follows the stay up, if nobody did.
    """
    require_write(by, admission.person_id, Part.HANDOVER)
    faults = list(answer_faults(answer, receive_on=receive_on, met_by=met_by, obstacle=obstacle, on=by.on))
    if not admission.is_ready:
        faults.append(Fault("answer", N_("Sykehuset har ikke meldt utskrivningsklar nå, så det er ikke noe å svare på.")))
    refuse_if_any(faults)
    was = {name: getattr(admission, name) for name in _OURS}
    admission.answer, admission.answered_at, admission.answered_by = answer, by.at, by.name
    admission.receive_on = by.on if answer == Answer.TODAY else receive_on if answer == Answer.FROM_DAY else None
    admission.met_by = met_by.strip() if answer != Answer.NOT_YET else ""
    admission.obstacle = obstacle.strip() if answer == Answer.NOT_YET else ""
    admission.too_early = too_early
    admission.owner_id = admission.owner_id or by.staff_id
    admission.save(update_fields=[name.removesuffix("_id") for name in _OURS])
    log.did(N_("svarte sykehuset"), admission, by=by, was=was)


@transaction.atomic
def note_contact(admission: Admission, *, name: str, by: Actor) -> None:
    """Who answers for her in the hospital, as we were told today (spesialisthelsetjenesteloven §§ 2-5 a, 2-5 c)."""
    require_write(by, admission.person_id, Part.HANDOVER)
    refuse_if_any([] if name.strip() else [Fault("name", N_("Skriv hvem det er."))])
    was = {"contact_name": admission.contact_name, "contact_on": admission.contact_on}
    admission.contact_name, admission.contact_on = name.strip()[:120], admission.contact_on or by.on
    admission.save(update_fields=["contact_name", "contact_on"])
    log.did(N_("skrev hvem som er kontakt på sykehuset"), admission, by=by, was=was)


@transaction.atomic
def note_points(admission: Admission, *, points: Collection[str], by: Actor) -> None:
    """Which of the points of § 9 the hospital says are assessed; none is an answer too."""
    require_write(by, admission.person_id, Part.HANDOVER)
    refuse_if_any([] if admission.ready_at else [Fault("points", N_("Sykehuset har ikke meldt utskrivningsklar."))])
    was = {"ready_points": admission.ready_points}
    admission.ready_points = "".join(letter for letter in READY_POINTS if letter in points) or NO_POINTS
    admission.save(update_fields=["ready_points"])
    log.did(N_("skrev hva sykehuset har vurdert"), admission, by=by, was=was)
