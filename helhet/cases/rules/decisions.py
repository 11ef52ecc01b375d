"""The paragraph a service or a decision stands on, and what follows from it: a formal decision, and the limit for a complaint."""

from dataclasses import dataclass
from datetime import date, timedelta

from helhet.organisation.rules import N_

# What the notice of a decision says of how to complain (forvaltningsloven § 27, third ledd).
TOLD_POINTS = {
    "a": N_("At personen kan klage"),
    "b": N_("Når fristen går ut"),
    "c": N_("Hvem klagen sendes til, og hvem som avgjør den"),
    "d": N_("Hvordan en klager, og at en kan få hjelp"),
    "e": N_("At personen kan se papirene i saken"),
}


# Local targets where the law gives no day (a municipality may set its own in issue 3); each due line says that it is one.
OFFER_ANSWER_DAYS = 14
NOTIFY_DAYS = 3
COMPLAINT_DAYS = 14


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
        LegalBasis(
            "hol-3-2a",
            N_("plass i sykehjem, eller i bolig med heldøgns tjenester"),
            N_("helse- og omsorgstjenesteloven § 3-2 a"),
            True,
            4,
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
