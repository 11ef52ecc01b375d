"""How a history is told: the product's own actions, each at its own instant and by somebody, as the record would have grown.

Nothing here writes a row of its own: what the demo shows is what the actions leave, logged, sealed and by name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from helhet.access import actions as access
from helhet.access import looks
from helhet.access import queries as access_queries
from helhet.access.log import Opening
from helhet.access.policy import Actor
from helhet.access.rules import ConsentKind, Part, Role
from helhet.cases import actions as cases
from helhet.cases.rules import Channel, FromWhom, Reply
from helhet.ehelse.receive import take_in
from helhet.handover.models import IncomingMessage
from helhet.handover.rules import Kind, Outcome
from helhet.journal import actions as journal
from helhet.mapping import actions as mapping
from helhet.mapping import queries as instruments
from helhet.mapping.rules import LIFE_AREAS, AnsweredBy
from helhet.people import actions as people
from helhet.people import queries as people_queries
from helhet.plans import queries as plans_queries
from helhet.plans.rules import Responsible
from helhet.team import actions as team
from helhet.team.rules import Who

from . import hospital
from .cast import House
from .days import Days

_DAILY_CARE = "helsepersonelloven § 25"


class Teller:
    """The house and its clock, with each cast member as an actor at the instant of what is told."""

    def __init__(self, house: House, now: datetime) -> None:
        self.house = house
        self.days = Days(now)
        self._known: dict[str, Actor] = {}
        self._forms: dict[tuple[str, str], Any] = {}

    def by(self, key: str, at: datetime) -> Actor:
        """This cast member then. The house is the same all through the demo's past, so that she is looked up once."""
        if key not in self._known:
            self._known[key] = self.house.actor(key, at)
        return replace(self._known[key], at=at)

    def opening(self, key: str, at: datetime, page: str) -> Opening:
        """What this cast member's page opened with then."""
        return Opening(self.by(key, at), page=page)

    def form(self, name: str, language: str) -> Any:
        """The instrument of this name in use, read once."""
        if (name, language) not in self._forms:
            self._forms[name, language] = instruments.instrument_named(name, language)
        return self._forms[name, language]

    def who(self, key: str) -> Who:
        """A cast member as somebody to invite or give a task."""
        if key in self.house.staff:
            staff = self.house.staff[key]
            return Who(staff.name, staff.title, staff_id=staff.pk)
        member = self.house.members[key]
        return Who(member.name, member.title, partner_member_id=member.pk)

    def does(self, key: str) -> Responsible:
        """A cast member as the one who does something in a plan."""
        who = self.who(key)
        return Responsible("staff" if who.staff_id else "partner", who.name, who.staff_id, who.partner_member_id)


@dataclass(frozen=True)
class Asked:
    """Somebody asks for help: what is told at the one door."""

    name: str
    words: str
    municipality: str
    at: datetime
    by: str
    born: str = ""
    telephone: str = ""
    from_whom: str = FromWhom.PERSON
    channel: str = Channel.TELEPHONE
    urgency: str = "days"
    children: str = "unknown"
    language: str = "nb"
    interpreter: str = ""
    may_call: str = "yes"


def asks(teller: Teller, asked: Asked, *, taken_by: str = "") -> Any:
    """Register it in the municipality's own unit; `taken_by` takes it a little later. Returns the enquiry."""
    by = teller.by(asked.by, asked.at)
    new = cases.NewEnquiry(
        name=asked.name, words=asked.words, unit=teller.house.units[asked.municipality],
        municipality_number=teller.house.municipalities[asked.municipality].number, from_whom=asked.from_whom, channel=asked.channel,
        born=asked.born, telephone=asked.telephone, may_call=asked.may_call, urgency=asked.urgency, children=asked.children,
        language=asked.language, interpreter=asked.interpreter,
    )  # fmt: skip
    enquiry = cases.register(new, by=by)
    if taken_by:
        cases.take(enquiry, by=teller.by(taken_by, asked.at))
    return enquiry


def answered(teller: Teller, enquiry: Any, *, service: str, pathway: int, reason: str, reply: str, at: datetime, by: str) -> Any:
    """Reply and find the service. Returns the case."""
    actor = teller.by(by, at)
    place = next(key for key, one in teller.house.municipalities.items() if one.pk == enquiry.person.municipality_id)
    cases.reply(enquiry, kind=Reply.FINAL, text=reply, by=actor)
    return cases.triage(enquiry, service=teller.house.services[service, place], pathway=pathway, reason=reason, by=actor)


def offered(teller: Teller, person_id: UUID, *, of: str, how: str, answer: str, at: datetime, by: str, words: str = "",
            again_on: date | None = None) -> Any:  # fmt: skip
    """Offer something and note the answer at once."""
    actor = teller.by(by, at)
    made = cases.offer(person_id, of=of, how=how, by=actor)
    cases.answer_offer(made, answer=answer, words=words, again_on=again_on, by=actor)
    return made


def joins(teller: Teller, person_id: UUID, key: str, *, at: datetime, by: str, role: Role = Role.TEAM_MEMBER, function: str = "") -> Any:
    """Let a colleague into the team."""
    staff = teller.house.staff[key]
    return access.open_relation(
        person_id, role=role, ground=_DAILY_CARE, staff=staff, function=function or staff.title, by=teller.by(by, at)
    )


def shares(teller: Teller, person: Any, partner: str, *, parts: Iterable[Part], how: str, at: datetime, by: str,
           until: date | None = None) -> Any:  # fmt: skip
    """She says yes to sharing these parts with a partner."""
    return access.consent(
        person.pk, kind=ConsentKind.SHARING, how=how, given_by=person.name, parts=parts, to=teller.house.partners[partner], until=until,
        purpose="samarbeid om planen", by=teller.by(by, at),
    )  # fmt: skip


def meets(teller: Teller, person: Any, kind: str, *, at: datetime, by: str, minutes: int = 45, note: tuple[str, str] | None = None,
          signed: bool = True, place: str = "", with_whom: str = "", words: str = "") -> Any:  # fmt: skip
    """A contact, with a note of it if there is one."""
    actor = teller.by(by, at)
    contact = journal.note_contact(
        person.pk, kind=kind, started_at=at, minutes=minutes, place=place, with_whom=with_whom, words=words, by=actor
    )
    if note:
        draft = journal.begin_note(person.pk, kind="health", on=actor.on, heading=note[0], text=note[1], contact=contact, by=actor)
        if signed:
            journal.sign(draft, by=actor)
    return contact


def happens(teller: Teller, person: Any, kind: str, *, at: datetime, by: str, words: str = "") -> Any:
    """An overdose, or naloxone given or handed out."""
    return journal.note_event(person.pk, kind=kind, happened_at=at, words=words, by=teller.by(by, at))


def maps(teller: Teller, person: Any, levels: Mapping[str, int], *, at: datetime, by: str, words: Mapping[str, str] | None = None,
         answered_by: str = AnsweredBy.TOGETHER, instrument: str = LIFE_AREAS) -> Any:  # fmt: skip
    """Life areas (or another instrument) answered with her, in her language."""
    actor = teller.by(by, at)
    answers: dict[str, object] = {area: str(level) for area, level in levels.items()}
    answers |= {f"{area}-words": text for area, text in (words or {}).items()}
    form = teller.form(instrument, person.language)
    return mapping.respond(person.pk, instrument=form, answers=answers, answered_by=answered_by, on=actor.on, by=actor)


def looked(teller: Teller, person: Any, key: str, *, at: datetime, page: str = "person") -> None:
    """Somebody opens her page, or her plan: what was shown stands in her log."""
    opening = teller.opening(key, at, page)
    people_queries.open_person(opening, person.pk)
    if page == "plan":
        plans_queries.open_plan(opening, person)
    else:
        people_queries.what_matters(opening, person.pk)
        access_queries.team_of(opening, person.pk)
    opening.seal()


def asks_about(teller: Teller, person: Any, key: str, *, by: str, at: datetime) -> Any:
    """She reads her log and asks about this cast member's newest look. Returns the question."""
    opening = teller.opening(by, at, "who-has-looked")
    found = looks.who_has_looked(opening, people_queries.merged_with(person.pk))
    opening.seal()
    name = teller.by(key, at).name
    look = next(one for one in found.readings if one.actor_name == name)
    return team.ask_about_look(person.pk, look=look, regarding=f"{look.actor_name}, {look.organisation}", by=teller.by(by, at))


def lives_at(teller: Teller, person: Any, street: str, postcode: str, place: str, *, at: datetime, by: str) -> None:
    """Note where she lives."""
    people.set_address(person, street=street, postcode=postcode, place=place, by=teller.by(by, at))


def hospital_says(teller: Teller, person: Any, number: str, kind: Kind, *, at: datetime, ward: str, moments: Mapping[str, datetime],
                  telephone: str = "40000170") -> Any:  # fmt: skip
    """A message from the hospital about her, received as any other file. Returns the message, with its admission."""
    unit = teller.house.units["ke"]
    sent = hospital.Message(kind, at, person.given, person.family, number, ward, telephone, (unit.name, unit.her_id), moments)
    line = take_in(f"{sent.key}.xml", bytes(sent), at=at)
    assert line.outcome == Outcome.ACCEPTED, line.reasons
    message = IncomingMessage.objects.select_related("admission").get(msg_id=sent.key)
    return message
