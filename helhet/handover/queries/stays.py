"""Stays in hospital: who waits for our answer, one stay with its clocks and what is not ready, and her stays one after another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.questions import Only, asks
from helhet.cases.models import Need
from helhet.cases.rules import TIMELINE, Happened, LifeArea
from helhet.handover import rules
from helhet.handover.models import Admission, IncomingMessage
from helhet.handover.rules import KIND_NAMES, OF_STAY, WITH_MEDICINES, Kind, Notice
from helhet.organisation.rules import N_
from helhet.people import queries as people
from helhet.plans import queries as plans
from helhet.team.models import Meeting
from helhet.team.rules import MeetingState

RUNNING = Q(discharged_at=None, died_at=None, cancelled_at=None)
READY = RUNNING & Q(ready_at__isnull=False, ready_withdrawn_at=None)
UNANSWERED = Q(answered_at=None) | Q(answered_at__lt=F("ready_at"))


def waiting(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Admission]:
    """Stays declared ready that we have not answered, the longest first, each with how long it has `waited` and its `person`."""
    found = opening.ask(_waiting, None if person_ids is None else list(person_ids))
    for one in found:
        opening.remember(one.person_id, one.person.part, one.person.document, one.person_id)
        one.waited = opening.actor.at - one.ready_at
    return found


@asks(Admission)
def _waiting(actor: Actor, only: Only) -> QuerySet:
    return Admission.objects.filter(READY, UNANSWERED, only("person")).select_related("person__municipality").order_by("ready_at")


def open_admission(opening: Opening, admission_id: UUID) -> Admission:
    """One stay, with `waited` while it waits for our answer."""
    found: Admission = opening.one(Admission.objects.filter(pk=admission_id).select_related("person__municipality", "owner"))
    found.waited = opening.actor.at - found.ready_at if found.is_ready and not found.is_answered else None
    return found


def admissions_of(opening: Opening, person_id: UUID) -> list[Admission]:
    """Her stays, the newest first."""
    return opening.all(Admission.objects.filter(person_id=person_id).select_related("owner").order_by("-notified_at"))


def messages_of(opening: Opening, person_id: UUID, *, admission: Admission | None = None) -> list[IncomingMessage]:
    """The messages about her (of one stay), the newest first, each knowing whether it was `taken_back`."""
    rows = IncomingMessage.objects.filter(person_id=person_id)
    if admission:
        rows = rows.filter(admission=admission)
    taken_back = Exists(IncomingMessage.objects.filter(cancels=OuterRef("pk")))
    return opening.all(rows.defer("original", "receipt").annotate(taken_back=taken_back).order_by("-sent_at", "-received_at"))


@dataclass(frozen=True)
class Clocks:
    """The four clocks of a stay."""

    notice: Notice
    notice_hours: int | None
    meeting: Meeting | None
    waited: timedelta | None
    days: int
    pays_from: date | None


def clocks(opening: Opening, admission: Admission) -> Clocks:
    """The notice, the meeting before discharge, our answer, and what the stay has cost (§§ 8, 9, 11 and 13)."""
    exact = admission.admitted_exact
    hours = None
    if admission.admitted_at and exact:
        hours = max(int((admission.notified_at - admission.admitted_at).total_seconds() // 3600), 0)
    ended = admission.ended_at or admission.ready_withdrawn_at
    answered = admission.is_answered
    days = rules.days_to_pay(
        admission.ready_on, answer=admission.answer if answered else "", receive_on=admission.receive_on if answered else None,
        ended_on=_on(ended), on=opening.actor.on,
    )  # fmt: skip
    return Clocks(
        rules.notice(admission.admitted_at, exact=exact, notified=admission.notified_at), hours, _meeting(opening, admission),
        admission.waited, days, admission.ready_on,
    )  # fmt: skip


def _on(at: datetime | None) -> date | None:
    return at.astimezone(OSLO).date() if at else None


def _meeting(opening: Opening, admission: Admission) -> Meeting | None:
    """The newest meeting since admission, held or called (§ 9, third ledd: planning together before discharge)."""
    began = admission.admitted_at or admission.notified_at
    rows = Meeting.objects.filter(person_id=admission.person_id, starts_at__gte=began).exclude(state=MeetingState.CANCELLED)
    if admission.ended_at:
        rows = rows.filter(starts_at__lte=admission.ended_at)
    return next(iter(opening.all(rows.order_by("-starts_at"), limit=1)), None)


@dataclass(frozen=True)
class Readiness:
    """One thing that must be in place before somebody comes home: a sentence with `{names}`, and whether it is."""

    name: str
    is_in_place: bool
    said: str
    values: dict[str, Any]
    row: UUID | None = None  # what tells it, when it is a row of her record


def readiness(opening: Opening, admission: Admission) -> list[Readiness]:
    """What the record can tell of being ready for home, what is not in place first: medicines, crisis plan, first contact, housing."""
    person_id = admission.person_id
    with opening.weighing():
        found = [_medicines(opening, admission), _crisis(opening, person_id), _contact(admission), *_housing(opening, person_id)]
        found += _children(opening, person_id)
    return sorted(found, key=lambda one: one.is_in_place)


def _medicines(opening: Opening, admission: Admission) -> Readiness:
    since = admission.admitted_at or admission.notified_at
    rows = _still_holding(IncomingMessage.objects.filter(person_id=admission.person_id, sent_at__gte=since, kind__in=WITH_MEDICINES))
    found = next((one for one in opening.all(rows.defer("original", "receipt").order_by("-sent_at")) if one.content.get("medicines")), None)
    if found is None:
        return Readiness(N_("Legemidler"), False, N_("Sykehuset har ikke sendt listen"), {})
    return Readiness(N_("Legemidler"), True, N_("Listen kom {on}"), {"on": _on(found.sent_at)}, found.pk)


def _crisis(opening: Opening, person_id: UUID) -> Readiness:
    crisis = plans.crisis_in_short(opening, person_id)
    if crisis is None:
        return Readiness(N_("Kriseplan"), False, N_("Er ikke laget"), {})
    changed = _on(crisis["changed"]) or crisis["since"]
    lately = (opening.actor.on - changed).days <= _CRISIS_DAYS
    said = N_("Sist endret {on}") if lately else N_("Sist endret {on}. Må ses på.")
    return Readiness(N_("Kriseplan"), lately, said, {"on": changed}, crisis["pk"])


_CRISIS_DAYS = 365


def _contact(admission: Admission) -> Readiness:
    if admission.is_answered and admission.met_by:
        return Readiness(N_("Første kontakt hjemme"), True, "{who}, {on}", {"who": admission.met_by, "on": admission.receive_on})
    return Readiness(N_("Første kontakt hjemme"), False, N_("Hvem og når er ikke avtalt"), {})


def _housing(opening: Opening, person_id: UUID) -> Iterable[Readiness]:
    """Only when a need is on record: the lack of one is no proof of a home."""
    rows = Need.objects.filter(person_id=person_id, met_on=None, life_area=LifeArea.HOUSING).order_by("-since")
    if need := next(iter(opening.all(rows, limit=1)), None):
        yield Readiness(N_("Bolig"), False, "{words}", {"words": need.words}, need.pk)


def _children(opening: Opening, person_id: UUID) -> Iterable[Readiness]:
    children, _ = people.children_of(opening, person_id)
    for child in children:
        name = N_("{who} er informert") if child.informed_on else N_("{who} vet det kanskje ikke")
        yield Readiness(N_("Barn"), bool(child.informed_on), name, {"who": child.first_name}, child.pk)


def _still_holding(rows: QuerySet[IncomingMessage]) -> QuerySet[IncomingMessage]:
    taken_back = IncomingMessage.objects.filter(cancels=OuterRef("pk"))
    return rows.filter(~Exists(taken_back)).exclude(status=rules.CANCELLATION)


def timeline(opening: Opening, person_id: UUID) -> list[Happened]:
    """Stays and the messages that tell of no stay, newest first, for her page."""
    stays, letters = (opening.ask(question, [person_id]) for question in (_newest_stays, _newest_letters))
    found = [one for stay in stays for one in _stay_happened(stay)]
    found += [
        Happened(one.sent_at or one.received_at, N_("{what} fra {sender}"), one, {"what": KIND_NAMES[Kind(one.kind)], "sender": one.sender})
        for one in letters
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


@asks(Admission, limit=TIMELINE)
def _newest_stays(actor: Actor, only: Only) -> QuerySet:
    return Admission.objects.filter(only("person"), cancelled_at=None).order_by("-notified_at")


@asks(IncomingMessage, limit=TIMELINE)
def _newest_letters(actor: Actor, only: Only) -> QuerySet:
    rows = _still_holding(IncomingMessage.objects.filter(only("person")).exclude(kind__in=sorted(OF_STAY - {Kind.DEATH})))
    return rows.defer("original", "receipt", "content").order_by("-received_at")


def _stay_happened(stay: Admission) -> Iterable[Happened]:
    yield Happened(stay.admitted_at or stay.notified_at, N_("Innlagt på {hospital}"), stay, {"hospital": stay.hospital}, big=True)
    if stay.discharged_at:
        yield Happened(stay.discharged_at, N_("Utskrevet fra {hospital}"), stay, {"hospital": stay.hospital}, big=True)


# What the person's page asks about her, for a page that asks everything at once (`Opening.ask_ahead`).
OF_PERSON = (_newest_stays, _newest_letters)
# What somebody's day asks, likewise about nobody in particular.
OF_DAY = (_waiting,)
