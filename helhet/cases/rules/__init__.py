"""From the first call to a closed case: legal bases, clocks, offers, triage and when there must be a coordinator.

`Due` is what every room says when something must be done: what, about whom, by when, why, and the rule behind it.
Paragraphs are from the domain reference (law as of 2 July 2026); each carries its full name, as residents read it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from helhet.organisation.rules import N_, Fault

from .decisions import COMPLAINT_DAYS as COMPLAINT_DAYS
from .decisions import LEGAL_BASES as LEGAL_BASES
from .decisions import NO_BASIS as NO_BASIS
from .decisions import NOTIFY_DAYS as NOTIFY_DAYS
from .decisions import OFFER_ANSWER_DAYS as OFFER_ANSWER_DAYS
from .decisions import TOLD_POINTS as TOLD_POINTS
from .decisions import LegalBasis as LegalBasis
from .decisions import complaint_limit as complaint_limit
from .decisions import needs_decision as needs_decision


@dataclass(frozen=True)
class Due:
    """Something to do about a person by a day. `what` and `why` are bokmål sentences with `{names}` filled from `values`."""

    person_id: UUID
    what: str
    by: date | None  # None: at once
    why: str
    rule: str
    kind: str  # which page does it: see web.due
    row: UUID
    values: Mapping[str, object] = field(default_factory=dict)
    gentle: bool = False  # a question to ask when it suits her, never late

    def state(self, on: date) -> str:
        """over, soon (within three days) or calm."""
        if self.gentle:
            return "calm"
        if self.by is None or self.by < on:
            return "over"
        return "soon" if self.by <= on + timedelta(days=3) else "calm"


class Result(StrEnum):
    """What statsforvalteren came to on a complaint."""

    STOOD = "stood"
    CHANGED = "changed"
    BACK = "back"
    DISMISSED = "dismissed"


RESULT_NAMES = {
    Result.STOOD: N_("Vedtaket står"),
    Result.CHANGED: N_("Vedtaket er endret"),
    Result.BACK: N_("Vedtaket er opphevet, og kommunen ser på saken igjen"),
    Result.DISMISSED: N_("Klagen er avvist"),
}

TIMELINE = 12  # as many as a person's page tells of, from each room


@dataclass(frozen=True)
class Happened:
    """Something that happened with a person, for her time line: when, a sentence with `{names}`, and the row it stands on."""

    at: datetime
    what: str
    row: object
    values: Mapping[str, object] = field(default_factory=dict)
    words: str = ""  # what was said, in the words it was said in
    big: bool = False


def add_month(on: date) -> date:
    """The same day next month, or the last day of a shorter month."""
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    for day in range(on.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, on.day)


def day_faults(on: date, field: str, *, since: date, today: date) -> Iterable[Fault]:
    """Why something cannot have happened on this day: not come yet, or before what it follows from. Noted later is no fault."""
    if on > today:
        yield Fault(field, N_("Dagen er ikke kommet ennå."))
    elif on < since:
        yield Fault(field, N_("Dagen er for tidlig: det kan ikke ha skjedd da."))


NOTED_AFTER = timedelta(days=366)  # how long after something happened it may still be written down as having happened then


def reply_due(received_on: date) -> date:
    """An answer, or word of when it comes, within one month of receipt (forvaltningsloven § 11 a)."""
    return add_month(received_on)


class Channel(StrEnum):
    """How an enquiry came."""

    TELEPHONE = "telephone"
    VISIT = "visit"
    LETTER = "letter"
    MESSAGE = "message"
    OWN = "own"
    IMPORT = "import"
    MOVED = "moved"


CHANNEL_NAMES = {
    Channel.TELEPHONE: N_("Telefon"),
    Channel.VISIT: N_("Besøk"),
    Channel.LETTER: N_("Brev"),
    Channel.MESSAGE: N_("Melding"),
    Channel.OWN: N_("Personen selv, på nett"),
    Channel.IMPORT: N_("Fra tidligere liste"),
    Channel.MOVED: N_("Flyttet hit"),
}


class FromWhom(StrEnum):
    """Who made contact."""

    PERSON = "person"
    KIN = "kin"
    GP = "gp"
    NAV = "nav"
    HOSPITAL = "hospital"
    OTHER = "other"


FROM_NAMES = {
    FromWhom.PERSON: N_("Personen selv"),
    FromWhom.KIN: N_("Pårørende"),
    FromWhom.GP: N_("Fastlege"),
    FromWhom.NAV: N_("NAV"),
    FromWhom.HOSPITAL: N_("Sykehus"),
    FromWhom.OTHER: N_("Andre"),
}


class Urgency(StrEnum):
    """When an answer is needed."""

    DAYS = "days"
    TODAY = "today"
    NOW = "now"


URGENCY_NAMES = {Urgency.DAYS: N_("Kan vente noen dager"), Urgency.TODAY: N_("I dag"), Urgency.NOW: N_("Nå")}


class ChildrenAnswer(StrEnum):
    """What was said about children when the enquiry came; asking her herself comes after."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


CHILDREN_NAMES = {ChildrenAnswer.YES: N_("Ja"), ChildrenAnswer.NO: N_("Nei"), ChildrenAnswer.UNKNOWN: N_("Vet ikke")}


class Reply(StrEnum):
    """The kinds of reply (forvaltningsloven § 11 a)."""

    FINAL = "final"
    PRELIMINARY = "preliminary"


REPLY_NAMES = {Reply.PRELIMINARY: N_("Foreløpig svar: si når svaret kommer"), Reply.FINAL: N_("Svar")}


class ReplyHow(StrEnum):
    """How a reply reaches whoever asked."""

    TOLD = "told"
    LETTER = "letter"
    READS = "reads"


REPLY_HOW_NAMES = {
    ReplyHow.TOLD: N_("Sagt på telefon eller ansikt til ansikt"),
    ReplyHow.LETTER: N_("Sendt som brev"),
    ReplyHow.READS: N_("Personen leser det her, på Min plan"),
}


class LifeArea(StrEnum):
    """The eight life areas (levekårsområder), plus the children."""

    HOUSING = "housing"
    ACTIVITY = "activity"
    ECONOMY = "economy"
    PHYSICAL = "physical"
    MENTAL = "mental"
    SUBSTANCE = "substance"
    SOCIAL = "social"
    NETWORK = "network"
    CHILDREN = "children"


LIFE_AREA_NAMES = {
    LifeArea.HOUSING: N_("Bolig"),
    LifeArea.ACTIVITY: N_("Aktivitet"),
    LifeArea.ECONOMY: N_("Økonomi"),
    LifeArea.PHYSICAL: N_("Fysisk helse"),
    LifeArea.MENTAL: N_("Psykisk helse"),
    LifeArea.SUBSTANCE: N_("Rusmidler"),
    LifeArea.SOCIAL: N_("Sosialt"),
    LifeArea.NETWORK: N_("Nettverk"),
    LifeArea.CHILDREN: N_("Barn og familie"),
}
EIGHT_LIFE_AREAS = tuple(area for area in LifeArea if area != LifeArea.CHILDREN)

PATHWAY_NAMES = {
    1: N_("Hovedforløp 1: milde og kortvarige vansker"),
    2: N_("Hovedforløp 2: kortvarige alvorlige eller langvarige mildere vansker"),
    3: N_("Hovedforløp 3: alvorlige og langvarige vansker"),
}


class OfferOf(StrEnum):
    """What must be offered, and offered again."""

    PLAN = "plan"
    COORDINATOR = "coordinator"
    CHILD_COORDINATOR = "child_coordinator"
    CRISIS_PLAN = "crisis_plan"
    KIN_SUPPORT = "kin_support"


OFFER_NAMES = {
    OfferOf.PLAN: N_("individuell plan"),
    OfferOf.COORDINATOR: N_("koordinator"),
    OfferOf.CHILD_COORDINATOR: N_("barnekoordinator"),
    OfferOf.CRISIS_PLAN: N_("krise- og mestringsplan"),
    OfferOf.KIN_SUPPORT: N_("støtte til pårørende"),
}
OFFER_RULES = {
    OfferOf.PLAN: N_("helse- og omsorgstjenesteloven § 7-1"),
    OfferOf.COORDINATOR: N_("helse- og omsorgstjenesteloven § 7-2, også når personen ikke vil ha plan"),
    OfferOf.CHILD_COORDINATOR: N_("helse- og omsorgstjenesteloven § 7-2 a"),
    OfferOf.CRISIS_PLAN: N_("nasjonal veileder for psykisk helse- og rusarbeid, hovedforløp 3"),
    OfferOf.KIN_SUPPORT: N_("helse- og omsorgstjenesteloven § 3-6"),
}


class Answer(StrEnum):
    """Her answer to an offer."""

    YES = "yes"
    NO = "no"
    LATER = "later"


ANSWER_NAMES = {Answer.YES: N_("ja"), Answer.NO: N_("nei"), Answer.LATER: N_("ikke nå")}


def offer_again(answer: Answer, *, answered_on: date) -> date | None:
    """When to ask again, unless she names a day: a year after a no, three months after «ikke nå» (local targets)."""
    days = {Answer.NO: 365, Answer.LATER: 90}.get(answer)
    return answered_on + timedelta(days=days) if days else None


def offers_owed(needs: Iterable[tuple[bool, bool]]) -> tuple[OfferOf, ...]:
    """Plan and coordinator are owed to whom needs long-term *and* coordinated services; `needs` are (long-term, coordinated)."""
    return (OfferOf.PLAN, OfferOf.COORDINATOR) if any(long and coordinated for long, coordinated in needs) else ()


class CloseReason(StrEnum):
    """Why a case is closed."""

    GOALS_MET = "goals_met"
    OWN_WISH = "own_wish"
    MOVED = "moved"
    OTHER_SERVICE = "other_service"
    NO_CONTACT = "no_contact"
    DECEASED = "deceased"
    NOT_OURS = "not_ours"


CLOSE_REASON_NAMES = {
    CloseReason.GOALS_MET: N_("målene er nådd"),
    CloseReason.OWN_WISH: N_("etter eget ønske"),
    CloseReason.MOVED: N_("flyttet"),
    CloseReason.OTHER_SERVICE: N_("får hjelp et annet sted"),
    CloseReason.NO_CONTACT: N_("vi får ikke kontakt"),
    CloseReason.DECEASED: N_("død"),
    CloseReason.NOT_OURS: N_("hører ikke til hos oss, hjulpet videre"),
}


@dataclass(frozen=True)
class Span:
    """A period of coordinating; `until` None is still running."""

    since: datetime
    until: datetime | None


def days_without(spans: Sequence[Span], *, since: datetime, at: datetime) -> list[tuple[datetime, datetime]]:
    """The gaps between `since` and `at` when nobody was coordinator or deputy (KO-1: must be none)."""
    gaps: list[tuple[datetime, datetime]] = []
    covered = since
    for span in sorted(spans, key=lambda s: s.since):
        if span.since > covered:
            gaps.append((covered, min(span.since, at)))
        covered = max(covered, span.until or at)
        if covered >= at:
            return gaps
    return [*gaps, (covered, at)]


@dataclass(frozen=True)
class Rung:
    """A service that triage may choose: its level of care, the pathways it is for, whom it serves, and whether it has room."""

    key: UUID
    level: int
    pathways: frozenset[int]
    has_room: bool


def lowest_that_helps(services: Iterable[Rung], *, pathway: int | None = None) -> list[Rung]:
    """BEON: the services (for this pathway), lowest level of care first, those with room before those without."""
    return sorted((s for s in services if pathway is None or pathway in s.pathways), key=lambda s: (not s.has_room, s.level))
