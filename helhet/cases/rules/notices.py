"""Notices with a clock: what others tell us or ask of us, and what we send, each with who must answer, by when and how.

Paragraphs are from the domain reference (law as of 2 July 2026). A day the law does not give is a local target, and says so.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helhet.organisation.rules import N_, Fault, add_working_days

from . import add_month

REFERRAL_WORKING_DAYS = 10  # pasient- og brukerrettighetsloven § 2-2 a
CONFIRM_DAYS = 21  # barnevernsloven § 13-3: after the report was sent, and again after the investigation is closed
RECORD_DAYS = 30
ASK_AGAIN_DAYS = 90  # a local target: by then we ask child welfare whether its investigation is over


class NoticeKind(StrEnum):
    """What a notice is about."""

    NEED_NAV = "need_nav"
    NEED_CHILD_WELFARE = "need_child_welfare"
    NEED_HOSPITAL = "need_hospital"
    NEED_TOLD = "need_told"
    DISPUTE = "dispute"
    REFERRAL = "referral"
    HOUSING = "housing"
    RECORD = "record"
    CORRECTION = "correction"
    INFORMED = "informed"
    COMES_OF_AGE = "comes_of_age"
    COMPETENCE = "competence"
    # Those that few may see.
    CONCERN = "concern"
    CONCERN_OPEN = "concern_open"
    CONCERN_CLOSED = "concern_closed"
    MISUSE = "misuse"
    COERCION = "coercion"
    COERCION_PREGNANT = "coercion_pregnant"
    RETAINED = "retained"


PROTECTED_KINDS = frozenset(
    {NoticeKind.CONCERN, NoticeKind.CONCERN_OPEN, NoticeKind.CONCERN_CLOSED, NoticeKind.MISUSE, NoticeKind.COERCION,
     NoticeKind.COERCION_PREGNANT, NoticeKind.RETAINED}
)  # fmt: skip


# What she asks for herself, in her own record.
HER_OWN_KINDS = (NoticeKind.CORRECTION, NoticeKind.RECORD)


class NoticeAnswer(StrEnum):
    """What came of it."""

    STARTED = "started"
    HANDED_OVER = "handed_over"
    NOT_NEEDED = "not_needed"
    DECIDED = "decided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SHOWN = "shown"
    REFUSED = "refused"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    INVESTIGATED = "investigated"
    FEEDBACK = "feedback"
    TOLD = "told"
    CARRIED_OUT = "carried_out"
    LAPSED = "lapsed"
    REVIEWED = "reviewed"
    ENDED = "ended"


NOTICE_ANSWER_NAMES = {
    NoticeAnswer.STARTED: N_("planen er begynt"),
    NoticeAnswer.HANDED_OVER: N_("det er avtalt at en annen tjeneste begynner"),
    NoticeAnswer.NOT_NEEDED: N_("vurdert: det trengs ikke plan"),
    NoticeAnswer.DECIDED: N_("kommunen har avgjort det"),
    NoticeAnswer.ACCEPTED: N_("har rett til hjelp der"),
    NoticeAnswer.REJECTED: N_("avslått"),
    NoticeAnswer.WITHDRAWN: N_("trukket"),
    NoticeAnswer.SHOWN: N_("vist"),
    NoticeAnswer.REFUSED: N_("avslått, med grunn"),
    NoticeAnswer.CORRECTED: N_("rettet"),
    NoticeAnswer.CONFIRMED: N_("bekreftet mottatt"),
    NoticeAnswer.INVESTIGATED: N_("bekreftet mottatt, undersøkelse er startet"),
    NoticeAnswer.FEEDBACK: N_("tilbakemelding fått"),
    NoticeAnswer.TOLD: N_("den som meldte fra, har fått svar"),
    NoticeAnswer.CARRIED_OUT: N_("satt i verk"),
    NoticeAnswer.LAPSED: N_("falt bort"),
    NoticeAnswer.REVIEWED: N_("vurdert på nytt, fortsetter"),
    NoticeAnswer.ENDED: N_("avsluttet"),
}

_NEED = (NoticeAnswer.STARTED, NoticeAnswer.HANDED_OVER, NoticeAnswer.NOT_NEEDED)
Limit = Callable[[date], date]


@dataclass(frozen=True)
class NoticeRule:
    """One kind of notice: its name, who the other side is, what may come of it (nothing: it is only noted), the day and the rule."""

    name: str
    party: str
    answers: tuple[NoticeAnswer, ...]
    limit: Limit | None
    rule: str


def _days(number: int) -> Limit:
    return lambda on: on + timedelta(days=number)


def _three_months(on: date) -> date:
    year, month = divmod(on.year * 12 + on.month + 2, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


_TO_OTHERS, _FROM_OTHERS = N_("Til hvem?"), N_("Fra hvem?")
_IPF_6, _10_2 = N_("forskrift om individuell plan § 6"), N_("helse- og omsorgstjenesteloven § 10-2")

NOTICES: dict[NoticeKind, NoticeRule] = {
    NoticeKind.NEED_NAV: NoticeRule(N_("NAV melder om behov for plan"), _FROM_OTHERS, _NEED, add_month, _IPF_6),
    NoticeKind.NEED_CHILD_WELFARE: NoticeRule(N_("Barnevernet melder om behov for plan"), _FROM_OTHERS, _NEED, add_month, _IPF_6),
    NoticeKind.NEED_HOSPITAL: NoticeRule(
        N_("Sykehuset melder om behov for plan eller koordinator"), _FROM_OTHERS, _NEED, _days(14),
        N_("forskrift om individuell plan § 8"),
    ),
    NoticeKind.NEED_TOLD: NoticeRule(
        N_("Vi melder om behov for plan eller koordinator"), _TO_OTHERS, (), None, N_("helsepersonelloven § 38 a"),
    ),
    NoticeKind.DISPUTE: NoticeRule(
        N_("Uenighet om hvem som skal samordne"), N_("Mellom hvem?"), (NoticeAnswer.DECIDED, NoticeAnswer.WITHDRAWN), _days(14),
        N_("helse- og omsorgstjenesteloven § 3-4"),
    ),
    NoticeKind.REFERRAL: NoticeRule(
        N_("Henvisning til spesialisthelsetjenesten"), _TO_OTHERS,
        (NoticeAnswer.ACCEPTED, NoticeAnswer.REJECTED, NoticeAnswer.WITHDRAWN),
        lambda on: add_working_days(on, REFERRAL_WORKING_DAYS), N_("pasient- og brukerrettighetsloven § 2-2 a"),
    ),
    NoticeKind.HOUSING: NoticeRule(
        N_("Ber om hjelp til bolig"), _FROM_OTHERS, (NoticeAnswer.WITHDRAWN,), add_month, N_("boligsosialloven §§ 6 og 7"),
    ),
    NoticeKind.RECORD: NoticeRule(
        N_("Ber om å se journalen sin"), _FROM_OTHERS, (NoticeAnswer.SHOWN, NoticeAnswer.REFUSED, NoticeAnswer.WITHDRAWN),
        _days(RECORD_DAYS), N_("pasient- og brukerrettighetsloven § 5-1"),
    ),
    NoticeKind.CORRECTION: NoticeRule(
        N_("Ber om at noe rettes"), _FROM_OTHERS, (NoticeAnswer.CORRECTED, NoticeAnswer.REFUSED, NoticeAnswer.WITHDRAWN),
        _days(RECORD_DAYS), N_("helsepersonelloven §§ 42 til 44 og personvernforordningen artikkel 12 og 16"),
    ),
    NoticeKind.INFORMED: NoticeRule(
        N_("Informasjon gitt og forstått"), N_("Til hvem?"), (), None, N_("pasient- og brukerrettighetsloven §§ 3-2 og 3-5"),
    ),
    NoticeKind.COMES_OF_AGE: NoticeRule(
        N_("Sagt hva som endrer seg ved 16 eller 18 år"), N_("Til hvem?"), (), None,
        N_("pasient- og brukerrettighetsloven §§ 3-4, 4-3 og 4-4"),
    ),
    NoticeKind.COMPETENCE: NoticeRule(
        N_("Avgjort: uten beslutningskompetanse"), N_("Av hvem?"), (NoticeAnswer.SHOWN,), _days(3),
        N_("pasient- og brukerrettighetsloven § 4-3"),
    ),
    NoticeKind.CONCERN: NoticeRule(
        N_("Bekymringsmelding til barnevernet"), _TO_OTHERS, (NoticeAnswer.CONFIRMED, NoticeAnswer.INVESTIGATED),
        _days(CONFIRM_DAYS), N_("helsepersonelloven § 33; barnevernsloven § 13-3"),
    ),
    NoticeKind.CONCERN_OPEN: NoticeRule(
        N_("Barnevernet undersøker"), _FROM_OTHERS, (NoticeAnswer.ENDED,), _days(ASK_AGAIN_DAYS),
        N_("vårt eget mål, så tilbakemeldingen kan ventes (barnevernsloven § 13-3)"),
    ),
    NoticeKind.CONCERN_CLOSED: NoticeRule(
        N_("Barnevernets undersøkelse er avsluttet"), _FROM_OTHERS, (NoticeAnswer.FEEDBACK,), _days(CONFIRM_DAYS),
        N_("barnevernsloven § 13-3"),
    ),
    NoticeKind.MISUSE: NoticeRule(
        N_("Pårørende melder om omfattende rusbruk"), _FROM_OTHERS, (NoticeAnswer.TOLD, NoticeAnswer.WITHDRAWN), add_month,
        N_("helse- og omsorgstjenesteloven § 10-1"),
    ),
    NoticeKind.COERCION: NoticeRule(
        N_("Vedtak om tilbakehold"), N_("Av hvem?"), (NoticeAnswer.CARRIED_OUT, NoticeAnswer.LAPSED), _days(42), _10_2,
    ),
    NoticeKind.COERCION_PREGNANT: NoticeRule(
        N_("Vedtak om tilbakehold av en som er gravid"), N_("Av hvem?"), (NoticeAnswer.CARRIED_OUT, NoticeAnswer.LAPSED), _days(14),
        N_("helse- og omsorgstjenesteloven § 10-3"),
    ),
    NoticeKind.RETAINED: NoticeRule(
        N_("Holdes tilbake i institusjon"), N_("Hvor?"), (NoticeAnswer.REVIEWED, NoticeAnswer.ENDED), _three_months,
        N_("helse- og omsorgstjenesteloven §§ 10-2 og 10-3"),
    ),
}  # fmt: skip
NOTICE_NAMES = {kind: one.name for kind, one in NOTICES.items()}


def notice_faults(kind: str, *, day: date, party: str, words: str, on: date) -> Iterable[Fault]:
    """What is missing in a notice, all of it at once."""
    if kind not in NOTICES:
        yield Fault("kind", N_("Velg hva det gjelder."))
    if day > on:
        yield Fault("on", N_("Dagen er ikke kommet ennå."))
    if not party.strip():
        yield Fault("party", N_("Skriv hvem den andre er."))
    if not words.strip():
        yield Fault("words", N_("Skriv kort hva det gjelder."))


def notice_answer_faults(kind: str, answer: str, *, noted: date, day: date, answered: date | None, on: date) -> Iterable[Fault]:
    """What is wrong with what came of it."""
    if answer not in NOTICES[NoticeKind(kind)].answers:
        yield Fault("answer", N_("Velg hva som kom ut av det."))
    if answered:
        yield Fault("answer", N_("Det er alt skrevet hva som kom ut av det."))
    if day > on:
        yield Fault("answered_on", N_("Dagen er ikke kommet ennå."))
    if day < noted:
        yield Fault("answered_on", N_("Dagen er før meldingen."))
