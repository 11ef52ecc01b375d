"""From the call to a service that exists: register, take, reply, triage, or help on to whoever it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import OSLO, Actor, NotVisible, authorship, own_record, require_write
from helhet.access.rules import Part, Role
from helhet.cases.models import Case, Enquiry, EnquiryReply, Pathway
from helhet.cases.rules import REPLY_HOW_NAMES, URGENCY_NAMES, Channel, ChildrenAnswer, FromWhom, Reply, ReplyHow, Urgency
from helhet.organisation import queries as organisation
from helhet.organisation.models import ServiceOffered, Staff, Unit
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.people import actions as people
from helhet.people.models import Child, NextOfKin, Person
from helhet.people.rules import Identifier, read_birth, read_telephone, split_name

from .casework import leaving

_LONG_AGO = timedelta(days=366)


@dataclass(frozen=True)
class NewEnquiry:
    """The twelve things asked at the one door, and two that follow when it is about another or came before today.

    Only name and wish must be filled in.
    """

    name: str
    words: str
    unit: Unit | None
    municipality_number: str
    from_whom: str = FromWhom.PERSON
    caller: str = ""  # name and telephone of whoever asked on her behalf
    channel: str = Channel.TELEPHONE
    born: str = ""
    telephone: str = ""
    may_call: str = "yes"
    urgency: str = Urgency.DAYS
    children: str = ChildrenAnswer.UNKNOWN
    language: str = "nb"
    interpreter: str = ""
    person_knows: bool = True
    taken_by: Staff | None = None
    received_on: date | None = None  # when it came before today: a letter that lay over the weekend


@transaction.atomic
def register(new: NewEnquiry, *, by: Actor, known: Person | None = None) -> Enquiry:
    """Write down an enquiry; a new record is made for whom it is about, so that nothing is told of who is known already.

    `known` is her record, when whoever takes the call may write in it already and says that it is she: then the enquiry stands there.
    """
    person = known_for(known, new, by=by) if known else made_known(new, by=by)
    enquiry = Enquiry.objects.create(
        person=person, unit=new.unit, channel=new.channel, from_whom=new.from_whom, caller=new.caller.strip(),
        received_at=_received(new, by), registered_by=by.name, words=new.words.strip(), urgency=new.urgency, children=new.children,
        person_knows=new.person_knows,
        taken_by=new.taken_by, taken_at=by.at if new.taken_by else None,
    )  # fmt: skip
    log.did(N_("registrerte henvendelse"), enquiry, by=by)
    if new.taken_by:
        access.begin_relation(person.pk, role=Role.CONTACT, ground=N_("helsepersonelloven § 25"), by=by, staff=new.taken_by)
    return enquiry


def _received(new: NewEnquiry, by: Actor) -> datetime:
    """The instant it came; of an earlier day only the day is known. The month for an answer runs from here (forvaltningsloven § 11 a)."""
    return by.at if new.received_on in (None, by.on) else datetime.combine(new.received_on, time(12), OSLO)


def made_known(new: NewEnquiry, *, by: Actor) -> Person:
    """A new record of whom the enquiry is about."""
    faults, born, numbers, telephone = _read(new, by.on)
    refuse_if_any(faults)
    assert new.unit is not None
    given, family = split_name(new.name)
    municipality = new.unit.serves.get(pk=new.municipality_number)
    return people.make_known(
        people.NewPerson(municipality, given, family, born, telephone, new.may_call, new.language, new.interpreter, identifiers=numbers),
        unit=new.unit, by=by,
    )  # fmt: skip


def known_for(person: Person, new: NewEnquiry, *, by: Actor) -> Person:
    """Her own record: the coordinating unit is let in as when she asks herself, and no other unit that did not know of her."""
    faults, born, numbers, telephone = _read(new, by.on)
    refuse_if_any(faults)
    assert new.unit is not None
    require_write(by, person.pk, Part.CASE)
    if person.municipality_id != new.municipality_number:
        raise Refused(Fault("municipality", N_("Personen er registrert i en annen kommune.")))
    given, family = split_name(new.name)
    people.told_again(
        person, given=given, family=family, born=born, telephone=telephone, may_call=new.may_call, interpreter=new.interpreter,
        identifiers=numbers, by=by,
    )  # fmt: skip
    if new.unit.is_coordinating_unit:
        ground = N_("helse- og omsorgstjenesteloven § 7-3")
        access.begin_relation(person.pk, role=Role.COORDINATING_UNIT, ground=ground, by=by, unit=new.unit)
    return person


@transaction.atomic
def ask_for_kin(kin: NextOfKin, *, words: str, by: Actor) -> Enquiry:
    """Somebody near asks for help of their own: an enquiry and a record apart from hers, and nothing in either leads to the other.

    Helse- og omsorgstjenesteloven § 3-6, pasient- og brukerrettighetsloven § 2-8: they may ask for a decision. The coordinating unit
    takes it from here; that it was passed on stands in her log, and what was said does not.
    """
    unit, municipality = _taken_in_at(kin.person_id, by)
    gone = [Fault("words", N_("Personen er ikke lenger pårørende her."))] if kin.until else []
    refuse_if_any([*_passed_on_faults(unit, words), *gone])
    log.did(N_("hjalp pårørende til egen sak"), kin, by=by)
    return register(NewEnquiry(kin.name, words, unit, municipality, telephone=kin.telephone), by=by)


@transaction.atomic
def ask_for_child(child: Child, *, name: str, words: str, by: Actor, born: str = "") -> Enquiry:
    """A child as next of kin gets a record of its own: as little as those who follow it up need, and nothing in it leads to the parent's.

    Who follows the child up sees the child, and who helps the parent does not see what is written there (helsepersonelloven §§ 10 a, 21).
    The parent has said yes, or it stands why it was not practical to ask (§ 28).
    """
    unit, municipality = _taken_in_at(child.person_id, by)
    child = Child.objects.select_for_update().get(pk=child.pk)  # pressed twice, it is given once
    agreed = child.no_consent_reason or (child.consent and child.consent.runs(by.on))
    ask_first = [] if agreed else [Fault("words", N_("Avklar først samtykket til at barnet følges opp. Det gjør du like over."))]
    given = [Fault("words", N_("Barnet har fått en egen sak."))] if child.own_record_on else []
    refuse_if_any([*_passed_on_faults(unit, words), *ask_first, *given])
    people.note_own_record(child, by=by)
    knows = child.informed_on is not None
    return register(NewEnquiry(name, words, unit, municipality, born=born, from_whom=FromWhom.OTHER, person_knows=knows), by=by)


def _taken_in_at(person_id: UUID, by: Actor) -> tuple[Unit | None, str]:
    """The coordinating unit that takes in somebody near to her, and the municipality; for those of us who write there."""
    require_write(by, person_id, Part.KIN)
    if not by.is_staff:
        raise NotVisible
    municipality = Person.objects.values_list("municipality_id", flat=True).get(pk=person_id)
    return organisation.coordinating_unit(municipality), municipality


def _passed_on_faults(unit: Unit | None, words: str) -> Iterable[Fault]:
    if unit is None:
        yield Fault("words", N_("Kommunen har ingen som tar imot her. Ring kommunen."))
    if not words.strip():
        yield Fault("words", N_("Skriv hva det bes om, med egne ord."))


def _read(new: NewEnquiry, on: date) -> tuple[list[Fault], date | None, tuple[Identifier, ...], str]:
    born: date | None = None
    numbers: tuple[Identifier, ...] = ()
    faults = list(_missing(new))
    if new.received_on and not on - _LONG_AGO <= new.received_on <= on:
        faults.append(Fault("received_on", N_("Skriv dagen det kom: i dag eller tidligere, ikke mer enn et år siden.")))
    if new.born.strip():
        read = read_birth(new.born, on=on)
        if isinstance(read, Fault):
            faults.append(read)
        elif isinstance(read, Identifier):
            born, numbers = read.born, (read,)
        else:
            born = read
    telephone = read_telephone(new.telephone)
    if isinstance(telephone, Fault):
        faults.append(telephone)
        telephone = ""
    return faults, born, numbers, telephone


def _missing(new: NewEnquiry) -> Iterable[Fault]:
    if new.caller.strip() and new.from_whom == FromWhom.PERSON:
        yield Fault("caller", N_("Du har skrevet hvem som tok kontakt for personen. Velg hvem det er øverst, eller ta det bort."))
    if not new.name.strip():
        yield Fault("name", N_("Skriv navnet, eller det personen vil kalles."))
    if not new.words.strip():
        yield Fault("words", N_("Skriv hva personen ber om."))
    if new.unit is None or not new.unit.serves.filter(pk=new.municipality_number).exists():
        yield Fault(
            "municipality",
            N_("Denne enheten tar ikke imot for den kommunen. Velg en annen, eller bruk «Hvem ringer jeg?»."),
        )


@transaction.atomic
def take(enquiry: Enquiry, *, by: Actor, staff: Staff | None = None) -> None:
    """Somebody takes it: she becomes the contact, and is the one the person may ring."""
    require_write(by, enquiry.person_id, Part.CASE)
    taker_id = staff.pk if staff else by.staff_id
    if taker_id is None:
        raise NotVisible
    refuse_if_any(access.holder_faults(enquiry.person_id, by=by, staff=staff) if staff else [])
    was = {"taken_by_id": enquiry.taken_by_id}
    enquiry.taken_by_id, enquiry.taken_at = taker_id, by.at
    enquiry.save(update_fields=["taken_by", "taken_at"])
    log.did(N_("tok henvendelsen"), enquiry, by=by, was=was)
    access.begin_relation(enquiry.person_id, role=Role.CONTACT, ground=N_("helsepersonelloven § 25"), by=by, staff_id=taker_id)


@transaction.atomic
def reply(
    enquiry: Enquiry, *, kind: Reply, text: str, by: Actor, how: ReplyHow = ReplyHow.TOLD, expected_on: date | None = None,
    delay_reason: str = "",
) -> EnquiryReply:  # fmt: skip
    """Answer, or say when the answer comes and why it takes time (forvaltningsloven § 11 a). What was answered before stands."""
    require_write(by, enquiry.person_id, Part.CASE)
    refuse_if_any([*_reply_faults(kind, text, expected_on, delay_reason, by.on), *_how_faults(enquiry, how, by)])
    later = {"expected_on": expected_on, "delay_reason": delay_reason.strip()} if kind == Reply.PRELIMINARY else {}
    made = EnquiryReply.objects.create(enquiry=enquiry, kind=kind, how=how, text=text.strip(), **later, **authorship(by))
    log.did(N_("svarte"), made, by=by)
    return made


def _how_faults(enquiry: Enquiry, how: str, by: Actor) -> Iterable[Fault]:
    if how not in REPLY_HOW_NAMES:
        yield Fault("how", N_("Velg hvordan personen får svaret."))
    if how == ReplyHow.READS and not access.reads_herself(enquiry.person_id, by=by):
        yield Fault("how", N_("Personen har ingen innlogging. Ring, eller send det som brev."))


def _reply_faults(kind: Reply, text: str, expected_on: date | None, delay_reason: str, on: date) -> Iterable[Fault]:
    if not text.strip():
        yield Fault("text", N_("Skriv svaret."))
    if kind == Reply.PRELIMINARY:
        if expected_on is None or expected_on < on:
            yield Fault("expected_on", N_("Skriv hvilken dag svaret kommer, fra i dag av."))
        if not delay_reason.strip():
            yield Fault("delay_reason", N_("Skriv hvorfor svaret tar tid."))


@transaction.atomic
def triage(enquiry: Enquiry, *, service: ServiceOffered, pathway: int, reason: str, by: Actor) -> Case:
    """Open a case in a service that exists, at the lowest level of care that helps, with the reason (BEON)."""
    require_write(by, enquiry.person_id, Part.CASE)
    refuse_if_any(_triage_faults(enquiry, service, pathway, reason))
    case = Case.objects.create(
        person_id=enquiry.person_id,
        enquiry=enquiry,
        service=service,
        unit_id=service.unit_id,
        opened_on=by.on,
        reason=reason.strip(),
    )
    log.did(N_("åpnet sak"), case, by=by)
    log.did(
        N_("hovedforløp"),
        Pathway.objects.create(case=case, number=pathway, since=by.on, reason=reason.strip(), **authorship(by)),
        by=by,
    )
    if service.unit_id != enquiry.unit_id:
        ground = N_("helsepersonelloven § 25")
        access.begin_relation(enquiry.person_id, role=Role.SERVICE_UNIT, ground=ground, by=by, unit_id=service.unit_id)
    _settle(enquiry, by)
    return case


def _triage_faults(enquiry: Enquiry, service: ServiceOffered, pathway: int, reason: str) -> Iterable[Fault]:
    if enquiry.settled_at:
        yield Fault("service", N_("Henvendelsen er alt avklart."))
    if not service.serves.filter(pk=enquiry.person.municipality_id).exists():
        yield Fault("service", N_("Tilbudet finnes ikke i kommunen personen bor i."))
    if str(pathway) not in service.pathways:
        yield Fault("service", N_("Tilbudet er ikke for dette hovedforløpet."))
    if not reason.strip():
        yield Fault("reason", N_("Skriv hvorfor dette tilbudet, og hvorfor et lavere nivå ikke er nok."))


@transaction.atomic
def help_on(enquiry: Enquiry, *, to: str, by: Actor) -> None:
    """It belongs elsewhere: say where she was helped on to (forvaltningsloven § 11, fourth ledd), and settle it."""
    require_write(by, enquiry.person_id, Part.CASE)
    refuse_if_any(
        ([] if to.strip() else [Fault("to", N_("Skriv hvor personen er hjulpet videre."))])
        + ([Fault("to", N_("Henvendelsen er alt avklart."))] if enquiry.settled_at else [])
    )
    reply(enquiry, kind=Reply.FINAL, text=to, by=by)
    _settle(enquiry, by)
    access.end_now(leaving(enquiry.person_id, by=by), reason=N_("hjulpet videre"), by=by)


@transaction.atomic
def ask_for_help(*, words: str, by: Actor, urgency: str = Urgency.DAYS) -> Enquiry:
    """The person asks for help herself, in her own record: the coordinating unit of where she lives gets it, as with any other call."""
    person = Person.objects.select_related("municipality").get(pk=own_record(by))
    unit = organisation.coordinating_unit(person.municipality_id)
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv hva du vil ha hjelp til."))])
        + ([] if urgency in URGENCY_NAMES else [Fault("urgency", N_("Velg når du trenger svar."))])
        + ([] if unit else [Fault("words", N_("Kommunen har ingen som tar imot her. Ring kommunen."))])
    )
    assert unit is not None
    enquiry = Enquiry.objects.create(
        person=person, unit=unit, channel=Channel.OWN, from_whom=FromWhom.PERSON, received_at=by.at, registered_by=by.name,
        words=words.strip(), urgency=urgency,
    )  # fmt: skip
    log.did(N_("ba om hjelp"), enquiry, by=by)
    ground = "helse- og omsorgstjenesteloven § 7-3"
    access.begin_relation(person.pk, role=Role.COORDINATING_UNIT, ground=ground, by=by, unit=unit)
    return enquiry


def _settle(enquiry: Enquiry, by: Actor) -> None:
    enquiry.settled_at = by.at
    enquiry.save(update_fields=["settled_at"])
    log.did(N_("avklarte henvendelsen"), enquiry, by=by)
