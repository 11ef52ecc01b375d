"""What moves: a resident to another municipality, and an enquiry that was written in the wrong record.

Each municipality is its own data controller, so a resident's record follows her to another one only when she has been asked
and wants it (as pasientjournalloven § 24 has it for a practice that changes hands; who pays and answers for her from then on:
helse- og omsorgstjenesteloven § 11-1). `docs/adr/0037-a-record-follows-when-she-wants-it.md` tells what it costs.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import Actor, require_write
from helhet.access.rules import TEAM_ROLES, Part, Role
from helhet.cases.models import Case, Enquiry
from helhet.cases.rules import Channel, CloseReason, FromWhom
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality, Unit
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.people import actions as people
from helhet.people.models import Person

from .casework import close_now, leaving
from .enquiries import NewEnquiry, known_for, made_known

_COORDINATING = N_("helse- og omsorgstjenesteloven § 7-3")


@transaction.atomic
def move_with_record(person: Person, *, to: Municipality, said: str, words: str, by: Actor) -> Enquiry:
    """She moves, and wants her record to follow: the new municipality's coordinating unit has it, and a call from her to answer.

    `said`: how she was asked and what she answered. `words`: what she wants of the new municipality. Whoever helped her where
    she lived leaves, unless they serve the new place too; her coordinator and deputies stay until they are replaced there, so
    that she is not a day without, and those she has given something herself keep it until she takes it back.
    """
    unit = organisation.coordinating_unit(to.pk)
    refuse_if_any([*_asked(person, said, by), *_place_faults(person, to, unit, words, by)])
    assert unit is not None
    people.change(person, municipality=to, by=by)
    enquiry = Enquiry.objects.create(
        person=person, unit=unit, channel=Channel.MOVED, from_whom=FromWhom.PERSON, received_at=by.at, registered_by=by.name,
        words=words.strip(),
    )  # fmt: skip
    log.did(N_("flyttet, og journalen følger med"), enquiry, by=by, note=said.strip())
    for case in Case.objects.filter(person=person, closed_on=None).exclude(unit__serves=to):
        close_now(case, reason=CloseReason.MOVED, words=to.name, by=by)
    going = [*leaving(person.pk, by=by), *_of_the_old_place(person, to, by)]
    access.begin_relation(person.pk, role=Role.COORDINATING_UNIT, ground=_COORDINATING, by=by, unit=unit)
    access.end_now({one.pk: one for one in going}.values(), reason=N_("flyttet"), by=by)
    return enquiry


@transaction.atomic
def move_without_record(person: Person, *, said: str, by: Actor) -> None:
    """She moves, and does not want her record to follow: it stays and is closed here, and nobody at the new place is told."""
    waiting = Enquiry.objects.filter(person=person, settled_at=None).exists()
    unsettled = [Fault("said", N_("En henvendelse er ikke avklart. Svar på den først."))] if waiting else []
    refuse_if_any([*_asked(person, said, by), *unsettled])
    log.did(N_("flytter, og journalen blir igjen"), person, by=by, note=said.strip())
    cases = list(Case.objects.filter(person=person, closed_on=None))
    for case in cases:
        close_now(case, reason=CloseReason.MOVED, words="", by=by)
    access.end_now(leaving(person.pk, closing=cases[-1] if cases else None, by=by), reason=N_("flyttet"), by=by)


def _asked(person: Person, said: str, by: Actor) -> Iterable[Fault]:
    for part in (Part.PERSON, Part.CASE):
        require_write(by, person.pk, part)
    if not said.strip():
        yield Fault("said", N_("Skriv hvordan det ble spurt, og hva svaret var."))


def _place_faults(person: Person, to: Municipality, unit: Unit | None, words: str, by: Actor) -> Iterable[Fault]:
    if to.pk == person.municipality_id:
        yield Fault("to", N_("Personen bor alt i {name}."), {"name": to.name})
    elif not (to.takes_part and unit):
        yield Fault("to", N_("{name} har ingen som tar imot her. Ring kommunen."), {"name": to.name})
    elif access.is_closed_to_place(person.pk, unit, to, by=by):
        yield Fault("to", N_("Personen har sperret for {name}. Spør om det skal åpnes først."), {"name": to.name})
    if not words.strip():
        yield Fault("words", N_("Skriv hva personen vil ha hjelp til, med egne ord."))


def _of_the_old_place(person: Person, to: Municipality, by: Actor) -> list[Any]:
    """The coordinating unit of where she lived, and those of the team who work for no unit that serves the new place."""
    there = set(Unit.objects.filter(serves=to).values_list("pk", flat=True))
    running = [one for one in access.relations_for(by, person.pk) if one.until is None or one.until > by.at]
    belongs = organisation.units_of([one.staff_id for one in running if one.staff_id], on=by.on)
    units = [one for one in running if one.role == Role.COORDINATING_UNIT and one.unit_id not in there]
    return units + [one for one in running if one.role in TEAM_ROLES and one.staff_id and not belongs.get(one.staff_id, set()) & there]


@transaction.atomic
def move_enquiry(enquiry: Enquiry, *, name: str, born: str, telephone: str, by: Actor, known: Person | None = None) -> Enquiry:
    """The enquiry is about somebody else than whose record it stands in: it moves to hers, known here (`known`) or new.

    Neither log names the other person. What was noted of the wrong person when it was written down stays for whoever moves it to
    look through; who had come in for the enquiry alone leaves.
    """
    require_write(by, enquiry.person_id, Part.CASE)
    was = enquiry.person
    language = enquiry.unit.municipality.language
    new = NewEnquiry(name, enquiry.words, enquiry.unit, was.municipality_id, born=born, telephone=telephone, language=language)
    settled = [Fault("name", N_("Henvendelsen er alt avklart, og kan ikke flyttes."))] if enquiry.settled_at else []
    same = [Fault("name", N_("Henvendelsen står alt hos denne personen."))] if known and known.pk == was.pk else []
    refuse_if_any([*settled, *same])
    person = known_for(known, new, by=by) if known else made_known(new, by=by)
    log.did(N_("tok ut henvendelse som gjaldt en annen"), enquiry, by=by)
    enquiry.person = person
    enquiry.save(update_fields=["person"])
    log.did(N_("flyttet henvendelsen hit"), enquiry, by=by)
    if enquiry.taken_by:
        access.begin_relation(person.pk, role=Role.CONTACT, ground=N_("helsepersonelloven § 25"), by=by, staff=enquiry.taken_by)
    access.end_now(leaving(was.pk, by=by), reason=N_("henvendelsen gjaldt en annen"), by=by)
    return enquiry
