"""What went wrong: where the risk lies, how serious it was, the clocks of a serious event, and the letters of the yearly review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helhet.cases.rules import add_month
from helhet.organisation.rules import N_, Fault, add_working_days


class RiskArea(StrEnum):
    """Where a service may fail (forskrift om ledelse og kvalitetsforbedring § 6 d and e: not least where services meet)."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    PLAN = "plan"
    MEDICINE = "medicine"
    LIFE = "life"
    VIOLENCE = "violence"
    SECRECY = "secrecy"
    PEOPLE = "people"
    HOUSING = "housing"
    OTHER = "other"


AREA_NAMES = {
    RiskArea.OUTSIDE: N_("samhandling med sykehus, fastlege, NAV og andre"),
    RiskArea.INSIDE: N_("samhandling mellom våre egne tjenester"),
    RiskArea.PLAN: N_("plan, koordinator og oppfølging"),
    RiskArea.MEDICINE: N_("legemidler"),
    RiskArea.LIFE: N_("selvmordsfare og overdose"),
    RiskArea.VIOLENCE: N_("vold og trusler"),
    RiskArea.SECRECY: N_("taushetsplikt og tilgang"),
    RiskArea.PEOPLE: N_("bemanning og kompetanse"),
    RiskArea.HOUSING: N_("bolig og omgivelser"),
    RiskArea.OTHER: N_("annet"),
}


class Seriousness(StrEnum):
    """How serious: the last one starts the law's clocks."""

    MINOR = "minor"
    COULD = "could"
    SERIOUS = "serious"
    GRAVE = "grave"


SERIOUSNESS_NAMES = {
    Seriousness.MINOR: N_("lite alvorlig"),
    Seriousness.COULD: N_("kunne blitt alvorlig"),
    Seriousness.SERIOUS: N_("alvorlig"),
    Seriousness.GRAVE: N_("dødsfall eller svært alvorlig skade, uventet"),
}


class Deed(StrEnum):
    """What is done with a deviation."""

    MEASURE = "measure"
    EFFECT = "effect"
    CLOSED = "closed"


DEED_NAMES = {Deed.MEASURE: N_("årsak og tiltak"), Deed.EFFECT: N_("virkningen"), Deed.CLOSED: N_("lukket")}


class Clock(StrEnum):
    """What must follow a serious event, each by its day."""

    NOTICE = "notice"
    MEETING = "meeting"
    REPORT = "report"


CLOCK_NAMES = {
    Clock.NOTICE: N_("Melding til statsforvalteren og Undersøkelseskommisjonen"),
    Clock.MEETING: N_("Tilby møte til personen eller de pårørende"),
    Clock.REPORT: N_("Rapport om hva som skjedde"),
}
FIND_MEASURE, SEE_EFFECT, CLOSE = N_("Finn årsak og tiltak"), N_("Se på om tiltaket virket"), N_("Lukk avviket")
CLOCK_LAW = {
    Clock.NOTICE: N_("helse- og omsorgstjenesteloven § 12-3 a: fem virkedager"),
    Clock.MEETING: N_("pasient- og brukerrettighetsloven § 3-2: ti dager"),
    Clock.REPORT: N_("helse- og omsorgstjenesteloven § 12-3 a: tre måneder"),
}
NOTICE_WORKING_DAYS, MEETING_DAYS, REPORT_MONTHS = 5, 10, 3
CLOCKS_SINCE = date(2026, 7, 1)


@dataclass(frozen=True)
class Clocks:
    """The last day of each clock."""

    notice: date
    meeting: date
    report: date


def clocks(known_on: date) -> Clocks:
    """The three days that follow from the day the service knew of it; working days leave out Norwegian holidays."""
    report = known_on
    for _ in range(REPORT_MONTHS):
        report = add_month(report)
    # A month at a time loses the 31st; the law counts months from the day itself.
    last = add_month(report.replace(day=1)) - timedelta(days=1)
    report = report.replace(day=min(known_on.day, last.day))
    return Clocks(add_working_days(known_on, NOTICE_WORKING_DAYS), known_on + timedelta(days=MEETING_DAYS), report)


class Letter(StrEnum):
    """What the yearly review goes through: the letters of forskrift om ledelse og kvalitetsforbedring § 6, with what §§ 7 to 9 add."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"
    F = "f"
    G = "g"


LETTER_NAMES = {
    Letter.A: N_("Mål, oppgaver og hvem som har ansvaret"),
    Letter.B: N_("Kunnskap nok til å planlegge"),
    Letter.C: N_("Lover, veiledere og rutiner er kjent"),
    Letter.D: N_("Hvor tjenesten kan svikte"),
    Letter.E: N_("Det vi gjør for at det ikke svikter, særlig i samhandlingen"),
    Letter.F: N_("Kompetanse og opplæring"),
    Letter.G: N_("Avvik, klager og brukernes erfaringer"),
}
LETTER_LAW = {
    Letter.A: "§§ 6 a, 7 a", Letter.B: "§ 6 b", Letter.C: "§§ 6 c, 7 d, 9 c", Letter.D: "§§ 6 d, 8 b",
    Letter.E: "§§ 6 e, 8 a, 8 c, 9 a, 9 b", Letter.F: "§§ 6 f, 7 b", Letter.G: "§§ 6 g, 7 e, 8 d, 8 e",
}  # fmt: skip


def report_faults(what: str, area: str, seriousness: str, happened_on: date, known_on: date | None, *, on: date) -> Iterable[Fault]:
    """What a report must say; of a grave one, also when the service knew, since the law's clocks count from that day."""
    if not what.strip():
        yield Fault("what", N_("Skriv kort hva som skjedde."))
    if area not in AREA_NAMES:
        yield Fault("area", N_("Velg hva det gjelder."))
    if seriousness not in SERIOUSNESS_NAMES:
        yield Fault("seriousness", N_("Velg hvor alvorlig det var."))
    if happened_on > on:
        yield Fault("happened_on", N_("Dagen er ikke kommet ennå."))
    if seriousness != Seriousness.GRAVE:
        return
    if known_on is None:
        yield Fault("known_on", N_("Skriv når dere fikk vite det. Fristene regnes fra den dagen."))
    elif not happened_on <= known_on <= on:
        yield Fault("known_on", N_("Dagen dere fikk vite det, er fra dagen det skjedde til i dag."))


def handling_faults(deed: str, words: str, *, has_measure: bool, has_effect: bool, is_closed: bool, open_clocks: int) -> Iterable[Fault]:
    """In order: cause and measure, then its effect, then closed."""
    if is_closed:
        yield Fault("", N_("Avviket er lukket. Skjer det igjen, meld et nytt."))
    if not words.strip():
        yield Fault("words", N_("Dette må fylles ut."))
    if deed == Deed.EFFECT and not has_measure:
        yield Fault("words", N_("Skriv først årsak og tiltak."))
    if deed == Deed.CLOSED and not has_effect:
        yield Fault("words", N_("Se først på om tiltaket virket."))
    if deed == Deed.CLOSED and open_clocks:
        yield Fault("words", N_("Fristene etter en alvorlig hendelse er ikke møtt ennå."))
