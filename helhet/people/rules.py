"""Who a person is: identifiers of every kind with their check digits, ages, and when the question of children is due."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stdnum.no import fodselsnummer

from helhet.organisation.rules import N_, Fault


class IdentifierKind(StrEnum):
    """The kinds of identifier, with their place in the national object identifiers (FHIR no-basis)."""

    FNR = "fnr"
    DNR = "dnr"
    FHN = "fhn"
    DUF = "duf"
    OTHER = "other"


IDENTIFIER_NAMES = {
    IdentifierKind.FNR: N_("fødselsnummer"),
    IdentifierKind.DNR: N_("D-nummer"),
    IdentifierKind.FHN: N_("felles hjelpenummer"),
    IdentifierKind.DUF: N_("DUF-nummer"),
    IdentifierKind.OTHER: N_("annet nummer"),
}


@dataclass(frozen=True)
class Identifier:
    """A number read and checked: what kind it is, the birth date it carries if it does, and whether it is a test number."""

    kind: IdentifierKind
    value: str
    born: date | None
    synthetic: bool


def read_identifier(text: str) -> Identifier | Fault:
    """What this number is, or why it is none: spaces and dots are forgiven, a wrong check digit is not.

    Fødselsnummer and D-number (day + 40); synthetic numbers have month + 80 (Tenor) or + 40 (Dolly); felles hjelpenummer
    begins with 8 or 9; a DUF number has twelve digits.
    """
    value = re.sub(r"[\s.\-]", "", text)
    if not value.isdigit():
        return Fault("identifier", N_("Et personnummer har bare sifre. Sjekk «{text}»."), {"text": text})
    if len(value) == 12:
        return Identifier(IdentifierKind.DUF, value, None, False)
    if len(value) != 11:
        return Fault("identifier", N_("Et fødselsnummer har elleve sifre. Dette har {count}."), {"count": len(value)})
    if not _check_digits_hold(value):
        return Fault("identifier", N_("Kontrollsifrene i fødselsnummeret stemmer ikke. Se etter om to sifre er byttet om."))
    if value[0] in "89":
        return Identifier(IdentifierKind.FHN, value, None, False)
    return _dated(value)


def _check_digits_hold(value: str) -> bool:
    return value[-2] == fodselsnummer.calc_check_digit1(value) and value[-1] == fodselsnummer.calc_check_digit2(value)


def _dated(value: str) -> Identifier | Fault:
    """A number that carries a birth date: undo the additions to day (D-number) and month (synthetic)."""
    day, month = int(value[:2]), int(value[2:4])
    kind = IdentifierKind.DNR if day > 40 else IdentifierKind.FNR
    synthetic = month > 40
    real = f"{day - 40 if day > 40 else day:02}{month - 80 if month > 80 else month - 40 if month > 40 else month:02}{value[4:]}"
    born = _born(real)
    if born is None:
        return Fault("identifier", N_("Fødselsdatoen i nummeret finnes ikke. Sjekk de seks første sifrene."))
    return Identifier(kind, value, born, synthetic)


def _born(value: str) -> date | None:
    """The birth date by the individual number's century ranges (folkeregisterforskriften § 2-2-1)."""
    day, month, year, individual = int(value[:2]), int(value[2:4]), int(value[4:6]), int(value[6:9])
    if individual < 500:
        century = 1900
    elif individual < 750 and year >= 54:
        century = 1800
    elif year < 40:
        century = 2000
    elif individual >= 900:
        century = 1900
    else:
        return None
    try:
        return date(century + year, month, day)
    except ValueError:
        return None


_DATE_FORMS = (
    re.compile(r"(?P<d>\d{1,2})[./\- ](?P<m>\d{1,2})[./\- ](?P<y>\d{4}|\d{2})$"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})$"),
    re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4}|\d{2})$"),
)


def read_birth(text: str, *, on: date) -> date | Identifier | Fault:
    """What was typed in «Født»: a birth date in any Norwegian way, or a whole identity number."""
    text = text.strip()
    if len(re.sub(r"\D", "", text)) >= 9:
        found = read_identifier(text)
        return Fault("born", found.reason, found.values) if isinstance(found, Fault) else found
    for form in _DATE_FORMS:
        if match := form.match(text):
            day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
            if year < 100:
                year += 2000 if year <= on.year % 100 else 1900
            try:
                born = date(year, month, day)
            except ValueError:
                break
            if born <= on and on.year - year < 125:
                return born
            break
    return Fault("born", N_("Skriv fødselsdatoen som 14.03.1992, eller hele fødselsnummeret."))


def age(born: date | None, *, on: date) -> int | None:
    """Whole years on this day, or nothing when the birth date is not known."""
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Grade(StrEnum):
    """How protected an address is (folkeregisterloven § 10-4)."""

    NONE = ""
    CONFIDENTIAL = "fortrolig"
    STRICT = "strengt"


GRADE_NAMES = {Grade.CONFIDENTIAL: N_("Fortrolig adresse"), Grade.STRICT: N_("Strengt fortrolig adresse")}

# Local targets (a municipality may set its own in issue 3): PÅ-1 asks «without undue delay».
CHILDREN_WITHIN_DAYS = 14
CHILDREN_AGAIN_DAYS = 365


def children_due(*, first_helped: date, last_asked: date | None) -> date:
    """When the question whether she has children or young siblings must be asked (helsepersonelloven § 10 a)."""
    if last_asked is None:
        return first_helped + timedelta(days=CHILDREN_WITHIN_DAYS)
    return last_asked + timedelta(days=CHILDREN_AGAIN_DAYS)


def alike(a: tuple[str, str, date | None, str], b: tuple[str, str, date | None, str]) -> Iterator[str]:
    """Why two (given, family, born, telephone) may be one person: each reason in plain words. Names alone are not enough."""
    same_name = plain_name(a[0], a[1]) == plain_name(b[0], b[1])
    if a[2] and a[2] == b[2] and same_name:
        yield N_("samme navn og fødselsdato")
    elif a[2] and a[2] == b[2] and plain_name("", a[1]) == plain_name("", b[1]):
        yield N_("samme etternavn og fødselsdato")
    if a[3] and a[3] == b[3] and same_name:
        yield N_("samme navn og telefon")


def plain_name(given: str, family: str) -> str:
    """A name to compare by: lower case, first given name only, letters only: Anne-Lise Å. Vik and anne lise vik still meet."""
    return re.sub(r"[^a-zæøå]", "", (given.split(" ")[0].split("-")[0] + " " + family).lower())


def split_name(name: str) -> tuple[str, str]:
    """Given and family name: «Etternavn, Fornavn» or the last word as family name."""
    name = " ".join(name.split())
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), family.strip()
    given, _, family = name.rpartition(" ")
    return (given, family) if given else (family, "")


def read_telephone(text: str) -> str | Fault:
    """A number as it is dialled: eight digits (or three to six for short numbers), a foreign one with its plus sign."""
    digits = re.sub(r"[\s().\-]", "", text)
    digits = re.sub(r"^(\+47|0047)", "", digits)
    if not digits or re.fullmatch(r"\d{8}|\d{3,6}|\+\d{6,15}", digits):
        return digits
    return Fault("telephone", N_("Et norsk telefonnummer har åtte sifre. Utenlandske begynner med +."))


class MayCall(StrEnum):
    """Whether it is safe to ring."""

    YES = "yes"
    SMS = "sms"
    NO = "no"


MAY_CALL_NAMES = {MayCall.YES: N_("Ja"), MayCall.SMS: N_("Bare SMS"), MayCall.NO: N_("Nei")}


class ChildrenSaid(StrEnum):
    """Her answer when asked about children and young siblings."""

    YES = "yes"
    SIBLINGS = "siblings"
    NO = "no"
    WILL_NOT_SAY = "will_not_say"


CHILDREN_ASKED_NAMES = {
    ChildrenSaid.YES: N_("Ja, barn"),
    ChildrenSaid.SIBLINGS: N_("Ja, mindreårige søsken"),
    ChildrenSaid.NO: N_("Nei"),
    ChildrenSaid.WILL_NOT_SAY: N_("Vil ikke svare nå"),
}

# How near somebody is in the network drawn with her.
CLOSENESS_NAMES = {1: N_("nær"), 2: N_("jevnlig"), 3: N_("sjelden"), 4: N_("vil ikke ha kontakt")}
MOST_TIES = 12
