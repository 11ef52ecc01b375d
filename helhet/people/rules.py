"""Who a person is: identifiers of every kind with their check digits, ages, and when the question of children is due."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stdnum.no import fodselsnummer

from helhet.organisation.rules import N_, Fault
from helhet.organisation.rules.keeping import read_telephone as read_telephone  # an office's number is read as a person's


class IdentifierKind(StrEnum):
    """The kinds of identifier, with their place in the national object identifiers (FHIR no-basis)."""

    FNR = "fnr"
    DNR = "dnr"
    FHN = "fhn"
    DUF = "duf"


IDENTIFIER_NAMES = {
    IdentifierKind.FNR: N_("fødselsnummer"),
    IdentifierKind.DNR: N_("D-nummer"),
    IdentifierKind.FHN: N_("felles hjelpenummer"),
    IdentifierKind.DUF: N_("DUF-nummer"),
}


class NumberEnd(StrEnum):
    """Why a number is hers no longer: she got another, or it never was hers."""

    REPLACED = "replaced"
    WRONG = "wrong"


NUMBER_END_NAMES = {
    NumberEnd.REPLACED: N_("Personen har fått et annet nummer"),
    NumberEnd.WRONG: N_("Nummeret var feil"),
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
    if not re.fullmatch(r"[0-9]+", value):
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
            if len(match["y"]) == 2:
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


class ChildOutcome(StrEnum):
    """What came of following up a child."""

    FINE = "fine"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    DECLINED = "declined"


CHILD_OUTCOME_NAMES = {
    ChildOutcome.FINE: N_("barnet trenger ikke mer nå"),
    ChildOutcome.HERE: N_("barnet følges opp videre av oss"),
    ChildOutcome.ELSEWHERE: N_("barnet får hjelp av andre"),
    ChildOutcome.DECLINED: N_("barnet eller familien ville ikke"),
}

# How near somebody is in the network drawn with her.
CLOSENESS_NAMES = {1: N_("nær"), 2: N_("jevnlig"), 3: N_("sjelden"), 4: N_("vil ikke ha kontakt")}
MOST_TIES = 12


@dataclass(frozen=True)
class Placed:
    """Where somebody stands in the network drawing, in whole units of the picture: node, label, and the middle of the line."""

    x: int
    y: int
    radius: int
    label: str
    label_x: int
    label_y: int
    anchor: str
    middle_x: int
    middle_y: int


DRAWING = (340, 310)
CENTRE = (170, 152)
RINGS = {1: 66, 2: 104, 3: 130, 4: 130}  # closeness → how far from her; whom she wants no contact with stands outermost
_SIZES = {1: 17, 2: 14, 3: 12, 4: 12}
_HER_SIZE = 24
_LONGEST_LABEL = 16
_Box = tuple[float, float, float, float]


def draw_network(ties: Sequence[tuple[str, str, int]]) -> list[Placed]:
    """Place (name, who, closeness) on three rings around her: evenly round the circle, near and far mixed, no node on another.

    Labels stand above, below or beside, wherever they cover least. The same ties always give the same drawing.
    """
    count = len(ties)
    turns = _turns(count)
    nodes = []
    for turn, (_, _, closeness) in zip(turns, ties, strict=True):
        angle = math.tau * turn / count - math.pi * 3 / 4
        size = _SIZES[closeness] if count <= 8 else round(_SIZES[closeness] * 0.75)
        nodes.append((CENTRE[0] + RINGS[closeness] * math.cos(angle), CENTRE[1] + RINGS[closeness] * math.sin(angle), size))
    taken: list[_Box] = [(x - r, y - r, x + r, y + r) for x, y, r in [*nodes, (*CENTRE, _HER_SIZE)]]
    placed = []
    for (x, y, size), (name, who, _) in zip(nodes, ties, strict=True):
        label = _label(name, who)
        left, top, anchor, box = min(_label_places(x, y, size, label), key=lambda place: _covered(place[3], taken))
        taken.append(box)
        middle = (round((x + CENTRE[0]) / 2), round((y + CENTRE[1]) / 2))
        placed.append(Placed(round(x), round(y), size, label, round(left), round(top), anchor, *middle))
    return placed


def _turns(count: int) -> list[int]:
    """The slot round the circle that each takes: neighbours in the list stand far apart in the drawing."""
    step = next((n for n in range(max(2, round(count * 0.382)), count) if math.gcd(n, count) == 1), 1)
    return [place * step % count for place in range(count)]


def _label(name: str, who: str) -> str:
    both = f"{name}, {who}" if who else name
    short = both if len(both) <= _LONGEST_LABEL else name
    return short if len(short) <= _LONGEST_LABEL else short[: _LONGEST_LABEL - 1].rstrip() + "…"


def _label_places(x: float, y: float, size: int, label: str) -> list[tuple[float, float, str, _Box]]:
    """Below and above, then to the outer and the inner side; kept inside the picture."""
    width = 6.8 * len(label)
    inside = min(max(x, width / 2 + 2), DRAWING[0] - width / 2 - 2)
    below = (inside, y + size + 13, "middle", (inside - width / 2, y + size + 2, inside + width / 2, y + size + 16))
    above = (inside, y - size - 5, "middle", (inside - width / 2, y - size - 16, inside + width / 2, y - size - 2))
    right = (x + size + 4, y + 4, "start", (x + size + 4, y - 8, x + size + 4 + width, y + 7))
    left = (x - size - 4, y + 4, "end", (x - size - 4 - width, y - 8, x - size - 4, y + 7))
    upright = [below, above] if y >= CENTRE[1] else [above, below]
    return upright + ([right, left] if x >= CENTRE[0] else [left, right])


def _covered(box: _Box, taken: Sequence[_Box]) -> float:
    """How much of what is there already a label would cover, and how much of it would fall outside."""

    def overlap(a: _Box, b: _Box) -> float:
        return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))

    whole = (box[2] - box[0]) * (box[3] - box[1])
    outside = whole - overlap(box, (0, 0, *DRAWING))
    return 4 * outside + sum(overlap(box, other) for other in taken)
