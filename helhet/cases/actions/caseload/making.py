"""Rows about somebody new: the person, her address and next of kin, an enquiry answered long ago, the case, and who helps.

What a list says happened, happened on the list's day; who opened the record, and when, is the reading of the list.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from helhet.access import actions as access
from helhet.access import log
from helhet.access.added import add
from helhet.access.each import Each
from helhet.access.policy import OSLO, Actor, NotVisible, authorship
from helhet.access.rules import Role
from helhet.cases.actions.coordinator import appoint_each
from helhet.cases.models import Case, Enquiry, EnquiryReply, ListedRow, Offer, Pathway
from helhet.cases.rules import Answer, Channel, OfferOf, Reply, ReplyHow, offer_again
from helhet.cases.rules.caseload import ListedPerson, Planned
from helhet.organisation.models import Municipality, PartnerMember, ServiceOffered, Staff, Unit
from helhet.organisation.rules import N_, Refused
from helhet.people import actions as people

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


Chosen = Mapping[UUID, Step]  # by the person's key: each is done for all of them together


def make(steps: Iterable[Step], *, municipality: Municipality, coordinating: Unit, by: Actor) -> dict[int, Refused | NotVisible]:
    """Everybody new, with all that her row says, each thing for all of them together; by row, what was refused.

    Whose case is closed is known to the coordinating unit alone.
    """
    steps = list(steps)
    known = people.make_all_known(
        [(_new(one.one, municipality), coordinating if one.one.closed else one.service.unit) for one in steps], by=by
    )  # fmt: skip
    chosen = {person.pk: step for person, step in zip(known, steps, strict=True)}
    refused: dict[UUID, Refused | NotVisible] = {}
    for write in (_addresses, add_kin, open_cases, gather_team, note_offers, _remember_in(municipality)):
        refused |= write({key: step for key, step in chosen.items() if key not in refused}, by=by).refused
    return {chosen[key].one.row: why for key, why in refused.items()}


def _new(one: ListedPerson, municipality: Municipality) -> people.NewPerson:
    return people.NewPerson(
        municipality, one.given, one.family, one.born, one.telephone, language=one.language or municipality.language,
        interpreter=one.interpreter, grade=one.grade, identifiers=(one.number,) if one.number else (),
    )  # fmt: skip


def _addresses(chosen: Chosen, *, by: Actor) -> Each:
    said = {key: step.one.address for key, step in chosen.items() if step.one.address}
    return people.set_addresses({key: (one.street, one.postcode, one.place) for key, one in said.items()}, by=by)


def add_kin(chosen: Chosen, *, by: Actor) -> Each:
    """Next of kin as the list has it: whether she chose this one herself is for her to say."""
    said = {key: step.one.kin for key, step in chosen.items() if step.one.kin}
    return people.name_each_next_of_kin(
        {
            key: {"name": kin.name, "relation": kin.relation, "telephone": kin.telephone, "chosen_by_person": False}
            for key, kin in said.items()
        },
        by=by,
    )


def _noon(on: date, by: Actor) -> datetime:
    """An instant on that day, for what a list knows only the day of."""
    return min(datetime.combine(on, time(12), OSLO), by.at)


def open_cases(chosen: Chosen, *, by: Actor) -> Each:
    """The enquiry that once came, answered and settled when the help began, and the case, open or closed."""
    enquiries = {key: _enquiry(key, step, by) for key, step in chosen.items()}
    add(enquiries.values())
    add(_reply(enquiries[key], by) for key in chosen)
    cases = {key: _case(key, step, enquiries[key], by) for key, step in chosen.items()}
    add(cases.values())
    pathways = {
        key: Pathway(case=cases[key], number=step.one.pathway, since=cases[key].opened_on, reason=SAID_BY_LIST, **authorship(by))
        for key, step in chosen.items() if step.one.pathway
    }  # fmt: skip
    add(pathways.values())
    for key, case in cases.items():
        log.did(N_("registrerte henvendelse"), enquiries[key], by=by)
        log.did(N_("åpnet sak"), case, by=by)
        if key in pathways:
            log.did(N_("hovedforløp"), pathways[key], by=by)
    return Each(made=dict(cases))


def _opened(one: ListedPerson, by: Actor) -> date:
    return one.started or one.referred or one.closed or by.on


def _enquiry(person_id: UUID, step: Step, by: Actor) -> Enquiry:
    one, opened = step.one, _opened(step.one, by)
    words = one.text if step.doctor or not one.gp else f"{one.text}\nFastlege: {one.gp}"
    return Enquiry(
        person_id=person_id, unit_id=step.service.unit_id, channel=Channel.IMPORT, from_whom=one.from_whom, words=words,
        children=one.children, received_at=_noon(one.referred or opened, by), registered_by=by.name, settled_at=_noon(opened, by),
    )  # fmt: skip


def _reply(enquiry: Enquiry, by: Actor) -> EnquiryReply:
    answered = authorship(by) | {"at": enquiry.settled_at}
    return EnquiryReply(enquiry=enquiry, kind=Reply.FINAL, how=ReplyHow.TOLD, text=ALREADY_HELPED, **answered)


def _case(person_id: UUID, step: Step, enquiry: Enquiry, by: Actor) -> Case:
    one = step.one
    return Case(
        person_id=person_id, enquiry=enquiry, service=step.service, unit_id=step.service.unit_id, opened_on=_opened(one, by),
        reason=WHY_HERE, closed_on=one.closed, close_reason=one.close_reason or "", close_words=SAID_BY_LIST if one.closed else "",
    )  # fmt: skip


def gather_team(chosen: Chosen, *, by: Actor) -> Each:
    """Coordinator, contact and GP as the list names them, around those whose case is open."""
    each = Each()
    open_now = {key: step for key, step in chosen.items() if not step.one.closed}
    for write, named in (
        (coordinate, {key: step.coordinator for key, step in open_now.items() if step.coordinator}),
        (let_in, {key: step.contact for key, step in open_now.items() if step.contact and step.contact != step.coordinator}),
        (name_doctor, {key: step.doctor for key, step in open_now.items() if step.doctor}),
    ):
        each.refused |= write({key: who for key, who in named.items() if key not in each.refused}, by=by).refused
    return each


def coordinate(chosen: Mapping[UUID, Staff], *, by: Actor) -> Each:
    """She has a coordinator, so she was offered one and said yes."""
    each = appoint_each(chosen, by=by)
    _offered(dict.fromkeys(each.made, Answer.YES), OfferOf.COORDINATOR, by)
    return each


def let_in(chosen: Mapping[UUID, Staff], *, by: Actor) -> Each:
    """Her contact in the service."""
    ground = N_("helsepersonelloven § 25")
    return access.open_relations({key: {"role": Role.CONTACT, "ground": ground, "staff": staff} for key, staff in chosen.items()}, by=by)


def name_doctor(chosen: Mapping[UUID, PartnerMember], *, by: Actor) -> Each:
    """Her GP stands in the team, and sees nothing before she has said yes."""
    return access.open_relations(
        {
            key: {"role": Role.PARTNER, "ground": NO_ACCESS, "partner_member": doctor, "function": doctor.title}
            for key, doctor in chosen.items()
        },
        by=by,
    )


def note_offers(chosen: Chosen, *, by: Actor) -> Each:
    """That a plan was offered, and what she answered; the plan itself is begun with her, on its own page."""
    said = {key: step.one.plan for key, step in chosen.items() if step.one.plan and not step.one.closed}
    _offered({key: None if plan == Planned.OFFERED else Answer(plan) for key, plan in said.items()}, OfferOf.PLAN, by)
    return Each()


def _offered(answers: Mapping[UUID, Answer | None], of: OfferOf, by: Actor) -> None:
    """An offer that was made and answered before the list was read; when, nobody has written down."""
    made = [
        Offer(
            person_id=key, of=of, how=SAID_BY_LIST, offered_on=by.on, answer=answer or "", answered_on=by.on if answer else None,
            again_on=offer_again(answer, answered_on=by.on) if answer else None, **authorship(by),
        )
        for key, answer in answers.items()
    ]  # fmt: skip
    add(made)
    for one in made:
        log.did(N_("tilbød"), one, by=by)


def remember(chosen: Chosen, municipality: Municipality, *, by: Actor) -> Each:
    """Keep the fingerprints of each row."""
    rows = {key: ListedRow(person_id=key, key=row_key(step.one, municipality), read_at=by.at) for key, step in chosen.items()}
    for key, row in rows.items():
        row.said = prints(row, chosen[key].one.facts())
    add(rows.values())
    for key, row in rows.items():
        log.did(N_("lest fra liste"), row, by=by, note=f"rad {chosen[key].one.row}")
    return Each(made=dict(rows))


def _remember_in(municipality: Municipality) -> Callable[..., Each]:
    return lambda chosen, *, by: remember(chosen, municipality, by=by)
