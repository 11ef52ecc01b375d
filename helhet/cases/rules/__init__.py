"""From the first call to a closed case: legal bases, clocks, offers, triage and when there must be a coordinator.

`Due` is what every room says when something must be done: what, about whom, by when, why, and the rule behind it.
Paragraphs are from the domain reference (law as of 2 July 2026); each carries its full name, as residents read it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from helhet.organisation.rules import N_


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


# What the notice of a decision says of how to complain (forvaltningsloven § 27, third ledd).
TOLD_POINTS = {
    "a": N_("At personen kan klage"),
    "b": N_("Når fristen går ut"),
    "c": N_("Hvem klagen sendes til, og hvem som avgjør den"),
    "d": N_("Hvordan en klager, og at en kan få hjelp"),
    "e": N_("At personen kan se papirene i saken"),
}


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


@dataclass(frozen=True)
class LegalBasis:
    """The paragraph a service or decision stands on, and what follows from it."""

    key: str
    name: str
    paragraph: str
    needs_decision: bool  # a formal written decision (pbrl § 2-7; fvl ch. IV-V)
    complaint_weeks: int  # four under pbrl § 7-5, three under fvl § 29
    only_if_longer_than_days: int = 0


NO_BASIS = "none"  # an open offer that nobody needs a decision for
LEGAL_BASES: dict[str, LegalBasis] = {
    basis.key: basis
    for basis in (
        LegalBasis(
            "hol-3-2-4",
            N_("behandling og samtaler"),
            N_("helse- og omsorgstjenesteloven § 3-2 første ledd nr. 4"),
            False,
            4,
        ),
        LegalBasis("hol-3-2-5", N_("rehabilitering"), N_("helse- og omsorgstjenesteloven § 3-2 første ledd nr. 5"), False, 4),
        LegalBasis(
            "hol-3-2-6a",
            N_("helsetjenester i hjemmet"),
            N_("helse- og omsorgstjenesteloven § 3-2 første ledd nr. 6 bokstav a"),
            True,
            4,
            14,
        ),
        LegalBasis(
            "hol-3-2-6b",
            N_("personlig assistanse og støttekontakt"),
            N_("helse- og omsorgstjenesteloven § 3-2 første ledd nr. 6 bokstav b"),
            True,
            4,
            14,
        ),
        LegalBasis(
            "hol-3-2-6c",
            N_("plass i institusjon"),
            N_("helse- og omsorgstjenesteloven § 3-2 første ledd nr. 6 bokstav c"),
            True,
            4,
            14,
        ),
        LegalBasis("hol-3-6", N_("pårørendestøtte"), N_("helse- og omsorgstjenesteloven § 3-6"), True, 4, 14),
        LegalBasis("hol-3-8", N_("brukerstyrt personlig assistanse"), N_("helse- og omsorgstjenesteloven § 3-8"), True, 4, 14),
        LegalBasis("hol-7-1", N_("individuell plan"), N_("helse- og omsorgstjenesteloven § 7-1"), False, 4),
        LegalBasis("hol-7-2", N_("koordinator"), N_("helse- og omsorgstjenesteloven § 7-2"), False, 4),
        LegalBasis("sotjl-17", N_("råd og veiledning"), N_("sosialtjenesteloven § 17"), True, 3),
        LegalBasis("sotjl-27", N_("midlertidig botilbud"), N_("sosialtjenesteloven § 27"), True, 3),
        LegalBasis("bosl-6", N_("hjelp til bolig"), N_("boligsosialloven § 6"), True, 3),
        LegalBasis(NO_BASIS, N_("åpent tilbud uten vedtak"), N_("uten lovfestet vedtak"), False, 4),
    )
}


def needs_decision(basis: LegalBasis, *, expected_days: int | None) -> bool:
    """True when a formal decision must be made; some bases only for help expected to last more than two weeks."""
    if not basis.needs_decision:
        return False
    return expected_days is None or expected_days > basis.only_if_longer_than_days


def complaint_limit(basis: LegalBasis, *, notified_on: date) -> date:
    """The last day to complain: four weeks (pasient- og brukerrettighetsloven § 7-5) or three (forvaltningsloven § 29)."""
    return notified_on + timedelta(weeks=basis.complaint_weeks)


def add_month(on: date) -> date:
    """The same day next month, or the last day of a shorter month."""
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    for day in range(on.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, on.day)


# Local targets where the law gives no day (a municipality may set its own in issue 3); each due line says that it is one.
OFFER_ANSWER_DAYS = 14
NOTIFY_DAYS = 3
COMPLAINT_DAYS = 14


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
    ReplyHow.TOLD: N_("Jeg sier det, på telefon eller ansikt til ansikt"),
    ReplyHow.LETTER: N_("Jeg sender det som brev"),
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


def lowest_that_helps(services: Iterable[Rung], *, pathway: int) -> list[Rung]:
    """BEON: the services for this pathway, lowest level of care first, those with room before those without."""
    return sorted((s for s in services if pathway in s.pathways), key=lambda s: (not s.has_room, s.level))
