"""A row about somebody new: the person, her address and next of kin, an enquiry answered long ago, the case, and who helps.

What a list says happened, happened on the list's day; who opened the record, and when, is the reading of the list.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import OSLO, Actor, authorship
from helhet.access.rules import Role
from helhet.cases.actions.coordinator import appoint
from helhet.cases.models import Case, Enquiry, ListedRow, Offer, Pathway
from helhet.cases.rules import Answer, Channel, OfferOf, Reply, offer_again
from helhet.cases.rules.caseload import ListedPerson, Planned
from helhet.organisation.models import Municipality, PartnerMember, ServiceOffered, Staff, Unit
from helhet.organisation.rules import N_
from helhet.people import actions as people
from helhet.people.models import Person

from .known import prints, row_key

SAID_BY_LIST = N_("Sto i kommunens liste fra før.")
WHY_HERE = N_("Fikk hjelp her da kommunens liste ble lest inn.")
ALREADY_HELPED = N_("Hjelpen var i gang før listen ble lest inn.")
NO_ACCESS = N_("ingen innsyn uten samtykke")


@dataclass(frozen=True)
class Step:
    """A row ready to be written: whom it is about (nobody yet known: new), and the service and workers it names."""

    one: ListedPerson
    person_id: UUID | None
    service: ServiceOffered
    coordinator: Staff | None
    contact: Staff | None
    doctor: PartnerMember | None


def make(step: Step, *, municipality: Municipality, coordinating: Unit, by: Actor) -> None:
    """Somebody new, with all that the row says; whose case is closed is known to the coordinating unit alone."""
    one = step.one
    new = people.NewPerson(
        municipality, one.given, one.family, one.born, one.telephone, language=one.language or municipality.language,
        interpreter=one.interpreter, grade=one.grade, identifiers=(one.number,) if one.number else (),
    )  # fmt: skip
    person = people.make_known(new, unit=coordinating if one.closed else step.service.unit, by=by)
    if one.address:
        people.set_address(person, street=one.address.street, postcode=one.address.postcode, place=one.address.place, by=by)
    if one.kin:
        add_kin(person, one, by=by)
    open_case(person, step, by=by)
    if not one.closed:
        gather_team(person.pk, step, by=by)
        note_offers(person.pk, one, by=by)
    remember(person, one, municipality, by=by)


def add_kin(person: Person, one: ListedPerson, *, by: Actor) -> None:
    """Next of kin as the list has it: whether she chose this one herself is for her to say."""
    assert one.kin is not None
    people.name_next_of_kin(
        person, name=one.kin.name, relation=one.kin.relation, telephone=one.kin.telephone, chosen_by_person=False, by=by
    )  # fmt: skip


def _noon(on: date, by: Actor) -> datetime:
    """An instant on that day, for what a list knows only the day of."""
    return min(datetime.combine(on, time(12), OSLO), by.at)


def open_case(person: Person, step: Step, *, by: Actor) -> Case:
    """The enquiry that once came, answered and settled when the help began, and the case, open or closed."""
    one = step.one
    opened = one.started or one.referred or one.closed or by.on
    words = one.text if step.doctor or not one.gp else f"{one.text}\nFastlege: {one.gp}"
    enquiry = Enquiry.objects.create(
        person=person, unit_id=step.service.unit_id, channel=Channel.IMPORT, from_whom=one.from_whom, words=words, children=one.children,
        received_at=_noon(one.referred or opened, by), registered_by=by.name, reply_kind=Reply.FINAL, reply=ALREADY_HELPED,
        replied_at=_noon(opened, by), settled_at=_noon(opened, by),
    )  # fmt: skip
    log.did(N_("registrerte henvendelse"), enquiry, by=by)
    case = Case.objects.create(
        person=person, enquiry=enquiry, service=step.service, unit_id=step.service.unit_id, opened_on=opened, reason=WHY_HERE,
        closed_on=one.closed, close_reason=one.close_reason or "", close_words=SAID_BY_LIST if one.closed else "",
    )  # fmt: skip
    log.did(N_("åpnet sak"), case, by=by)
    if one.pathway:
        pathway = Pathway.objects.create(case=case, number=one.pathway, since=opened, reason=SAID_BY_LIST, **authorship(by))
        log.did(N_("hovedforløp"), pathway, by=by)
    return case


def gather_team(person_id: UUID, step: Step, *, by: Actor) -> None:
    """Coordinator, contact and GP as the list names them."""
    if step.coordinator:
        coordinate(person_id, step.coordinator, by=by)
    if step.contact and step.contact != step.coordinator:
        let_in(person_id, step.contact, by=by)
    if step.doctor:
        name_doctor(person_id, step.doctor, by=by)


def coordinate(person_id: UUID, staff: Staff, *, by: Actor) -> None:
    """She has a coordinator, so she was offered one and said yes."""
    appoint(person_id, staff=staff, by=by)
    _offered(person_id, OfferOf.COORDINATOR, Answer.YES, by)


def let_in(person_id: UUID, staff: Staff, *, by: Actor) -> None:
    """Her contact in the service."""
    access.open_relation(person_id, role=Role.CONTACT, ground=N_("helsepersonelloven § 25"), by=by, staff=staff)


def name_doctor(person_id: UUID, doctor: PartnerMember, *, by: Actor) -> None:
    """Her GP stands in the team, and sees nothing before she has said yes."""
    access.open_relation(person_id, role=Role.PARTNER, ground=NO_ACCESS, by=by, partner_member=doctor, function=doctor.title)


def note_offers(person_id: UUID, one: ListedPerson, *, by: Actor) -> None:
    """That a plan was offered, and what she answered; the plan itself is begun with her, on its own page."""
    if one.plan:
        _offered(person_id, OfferOf.PLAN, None if one.plan == Planned.OFFERED else Answer(one.plan), by)


def _offered(person_id: UUID, of: OfferOf, answer: Answer | None, by: Actor) -> None:
    """An offer that was made and answered before the list was read; when, nobody has written down."""
    made = Offer.objects.create(
        person_id=person_id, of=of, how=SAID_BY_LIST, offered_on=by.on, answer=answer or "", answered_on=by.on if answer else None,
        again_on=offer_again(answer, answered_on=by.on) if answer else None, **authorship(by),
    )  # fmt: skip
    log.did(N_("tilbød"), made, by=by)


def remember(person: Person, one: ListedPerson, municipality: Municipality, *, by: Actor) -> None:
    """Keep the fingerprints of the row."""
    row = ListedRow(person=person, key=row_key(one, municipality), read_at=by.at)
    row.said = prints(row, one.facts())
    row.save()
    log.did(N_("lest fra liste"), row, by=by, note=f"rad {one.row}")
