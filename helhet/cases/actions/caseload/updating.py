"""A row about somebody known: the list changes what it has itself said before, and fills what is blank.

What somebody has written here since stands, and that is told. An empty cell takes nothing away.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import Actor, require_write
from helhet.access.rules import Part, Role
from helhet.cases.actions.casework import change_pathway, close
from helhet.cases.actions.coordinator import replace
from helhet.cases.models import Case, ListedRow, Offer, Pathway
from helhet.cases.rules import OfferOf
from helhet.cases.rules.caseload import Field, ListedPerson, fold
from helhet.organisation.models import Municipality
from helhet.organisation.rules import N_, Fault
from helhet.people import actions as people
from helhet.people.models import Address, NextOfKin, Person

from . import making
from .known import fingerprint, prints
from .making import Step

STANDS = N_("Helhet sier noe annet enn listen. Det som står i Helhet, er ikke endret.")
ON_HER_PAGE = N_("Endringen er ikke tatt inn. Rett det på personens side i Helhet.")
ENDED_BEFORE = N_("Dagen er før saken ble åpnet i Helhet. Saken er ikke avsluttet; gjør det på personens side.")
GRADED = N_("Adressen er gradert i Helhet og er ikke tatt inn.")

Note = tuple[Field, Fault]


@dataclass
class _Update:
    """One person's row, and what it said the last time."""

    person: Person
    step: Step
    row: ListedRow | None
    by: Actor

    @property
    def one(self) -> ListedPerson:
        return self.step.one

    def may_set(self, field: Field, current: str) -> bool:
        """True when nothing stands here, or what stands is what the list last said."""
        return not current or (self.row is not None and self.row.said.get(field) == fingerprint(self.row.pk, field, current))


def bring_up_to_date(step: Step, row: ListedRow | None, *, municipality: Municipality, by: Actor) -> list[Note]:
    """Write what is new in a row about somebody known; returns what was left as it stood, and why."""
    person = Person.objects.visible_to(by, to_write=True).get(pk=step.person_id)
    require_write(by, person.pk, Part.CASE)  # who cannot see her case must not open another
    update = _Update(person, step, row, by)
    facts = step.one.facts()
    new = [field for field, value in facts.items() if row is None or row.said.get(field) != fingerprint(row.pk, field, value)]
    notes = list(_who_she_is(update, new))
    if not Case.objects.visible_to(by).filter(person=person).exists():
        notes += _first_case(update)
        new = [field for field in new if field not in _WITH_THE_CASE]
    for field in new:
        if field in _WRITERS:
            notes += _WRITERS[field](update)
        elif field not in _SIMPLE:
            notes.append((field, Fault(field, ON_HER_PAGE)))
    if row is None:
        making.remember({person.pk: step}, municipality, by=by)
    else:
        row.said, row.read_at = {**row.said, **prints(row, facts)}, by.at
        row.save(update_fields=["said", "read_at"])
        log.did(N_("lest fra liste"), row, by=by, note=f"rad {step.one.row}")
    return notes


# ── who she is ──────────────────────────────────────────────────────────────

_SIMPLE = (Field.NAME, Field.BORN, Field.TELEPHONE, Field.GRADE, Field.LANGUAGE, Field.INTERPRETER)


def _who_she_is(update: _Update, new: list[Field]) -> Iterator[Note]:
    one, person = update.one, update.person
    stands = {
        Field.NAME: f"{person.given}|{person.family}", Field.BORN: str(person.born or ""), Field.TELEPHONE: person.telephone,
        Field.GRADE: person.grade, Field.LANGUAGE: person.language, Field.INTERPRETER: person.interpreter,
    }  # fmt: skip
    says: dict[Field, dict[str, object]] = {
        Field.NAME: {"given": one.given, "family": one.family}, Field.BORN: {"born": one.born}, Field.GRADE: {"grade": str(one.grade)},
        Field.TELEPHONE: {"telephone": one.telephone}, Field.LANGUAGE: {"language": one.language},
        Field.INTERPRETER: {"interpreter": one.interpreter},
    }  # fmt: skip
    changes: dict[str, object] = {}
    for field in (field for field in _SIMPLE if field in new):
        current = "" if stands[field] == "|" else stands[field]
        if current == one.facts()[field]:
            continue
        if update.may_set(field, current):
            changes |= says[field]
        else:
            yield field, Fault(field, STANDS)
    if changes:
        people.change(person, by=update.by, **changes)


def _number(update: _Update) -> Iterator[Note]:
    assert update.one.number is not None
    people.add_identifier(update.person, update.one.number.value, by=update.by)
    yield from ()


def _address(update: _Update) -> Iterator[Note]:
    address = update.one.address
    assert address is not None
    if update.person.grade:
        yield Field.STREET, Fault(Field.STREET, GRADED)
        return
    old = Address.objects.visible_to(update.by).filter(person=update.person, until=None).first()
    stands = f"{old.street}|{old.postcode}|{old.place}" if old else ""
    if stands == update.one.facts()[Field.STREET]:
        return
    if not update.may_set(Field.STREET, stands):
        yield Field.STREET, Fault(Field.STREET, STANDS)
        return
    people.set_address(update.person, street=address.street, postcode=address.postcode, place=address.place, by=update.by)


def _kin(update: _Update) -> Iterator[Note]:
    said = update.one.kin
    assert said is not None
    there = [
        kin for kin in NextOfKin.objects.visible_to(update.by).filter(person=update.person, until=None) if fold(kin.name) == fold(said.name)
    ]
    if not there:
        making.add_kin({update.person.pk: update.step}, by=update.by).only()
        return
    kin = there[0]
    stands = f"{kin.name}|{kin.relation}|{kin.telephone}"
    if stands == update.one.facts()[Field.KIN]:
        return
    if update.may_set(Field.KIN, stands) or not (kin.relation or kin.telephone):
        people.change_next_of_kin(kin, by=update.by, relation=said.relation, telephone=said.telephone)
    else:
        yield Field.KIN, Fault(Field.KIN, STANDS)


# ── the help she has ────────────────────────────────────────────────────────

_WITH_THE_CASE = (
    Field.CHILDREN, Field.GP, Field.COORDINATOR, Field.CONTACT, Field.PLAN, Field.PATHWAY, Field.SERVICE, Field.REFERRED, Field.STARTED,
    Field.CLOSED, Field.REMARK,
)  # fmt: skip


def _first_case(update: _Update) -> Iterator[Note]:
    """Somebody who was known by an enquiry alone gets her case from the list."""
    making.open_cases({update.person.pk: update.step}, by=update.by)
    if update.one.closed:
        return
    unit = update.step.service.unit
    if not unit.is_coordinating_unit:
        access.begin_relation(update.person.pk, role=Role.SERVICE_UNIT, ground=N_("helsepersonelloven § 25"), by=update.by, unit=unit)
    for write in (_coordinator, _contact, _doctor, _plan):
        yield from write(update)


def _coordinator(update: _Update) -> Iterator[Note]:
    staff = update.step.coordinator
    if not staff or update.one.closed or not _is_open(update):
        return
    running = access.relations_for(update.by, update.person.pk).filter(role=Role.COORDINATOR, until=None).select_related("staff").first()
    if running is None:
        making.coordinate({update.person.pk: staff}, by=update.by).only()
    elif running.staff_id == staff.pk:
        return
    elif update.may_set(Field.COORDINATOR, fold(running.staff.name)):
        replace(update.person.pk, staff=staff, reason=making.SAID_BY_LIST, by=update.by)
    else:
        yield Field.COORDINATOR, Fault(Field.COORDINATOR, STANDS)


def _contact(update: _Update) -> Iterator[Note]:
    staff = update.step.contact
    if not staff or update.one.closed or not _is_open(update):
        return
    running = access.relations_for(update.by, update.person.pk).filter(until=None, staff__isnull=False).select_related("staff")
    if any(one.staff_id == staff.pk for one in running):
        return
    earlier = [one for one in running if one.role == Role.CONTACT and update.may_set(Field.CONTACT, fold(one.staff.name))]
    making.let_in({update.person.pk: staff}, by=update.by).only()
    access.end_now(earlier, reason=making.SAID_BY_LIST, by=update.by)
    yield from ()


def _doctor(update: _Update) -> Iterator[Note]:
    doctor = update.step.doctor
    if doctor is None:
        if update.one.gp and update.row:
            yield Field.GP, Fault(Field.GP, ON_HER_PAGE)
    elif not access.relations_for(update.by, update.person.pk).filter(until=None, partner_member=doctor).exists():
        making.name_doctor({update.person.pk: doctor}, by=update.by).only()


def _plan(update: _Update) -> Iterator[Note]:
    if not update.one.plan:
        return
    newest = Offer.objects.visible_to(update.by).filter(person=update.person, of=OfferOf.PLAN).order_by("-offered_on", "-at").first()
    if newest is None or newest.by_key == update.by.key:
        making.note_offers({update.person.pk: update.step}, by=update.by)
    elif newest.answer != update.one.plan:
        yield Field.PLAN, Fault(Field.PLAN, STANDS)


def _is_open(update: _Update) -> bool:
    return Case.objects.visible_to(update.by).filter(person=update.person, closed_on=None).exists()


def _open_case(update: _Update) -> Case | None:
    """Her one open case; of two, the list does not say which."""
    found = list(Case.objects.visible_to(update.by, to_write=True).filter(person=update.person, closed_on=None)[:2])
    return found[0] if len(found) == 1 else None


def _pathway(update: _Update) -> Iterator[Note]:
    case, number = _open_case(update), update.one.pathway
    newest = Pathway.objects.visible_to(update.by).filter(case=case).order_by("-since", "-at").first() if case else None
    if newest and newest.number == number:
        return
    if case and number and update.may_set(Field.PATHWAY, str(newest.number) if newest else ""):
        change_pathway(case, number=number, reason=making.SAID_BY_LIST, by=update.by)
    else:
        yield Field.PATHWAY, Fault(Field.PATHWAY, STANDS)


def _closing(update: _Update) -> Iterator[Note]:
    case, one = _open_case(update), update.one
    if case and one.closed and one.closed < case.opened_on:
        yield Field.CLOSED, Fault(Field.CLOSED, ENDED_BEFORE)
    elif case and one.closed and one.close_reason:
        close(case, reason=one.close_reason, words=making.SAID_BY_LIST, on=one.closed, by=update.by)
    elif _is_open(update):
        yield Field.CLOSED, Fault(Field.CLOSED, ON_HER_PAGE)


_WRITERS: dict[Field, Callable[[_Update], Iterator[Note]]] = {
    Field.NUMBER: _number, Field.STREET: _address, Field.KIN: _kin, Field.COORDINATOR: _coordinator, Field.CONTACT: _contact,
    Field.GP: _doctor, Field.PLAN: _plan, Field.PATHWAY: _pathway, Field.CLOSED: _closing,
}  # fmt: skip
