"""One cell at a time: what it says, or the sentence about what is wrong with it. No reason repeats what stood there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from helhet.cases.rules import Answer, ChildrenAnswer, CloseReason, FromWhom
from helhet.organisation.rules import N_, Fault
from helhet.people.rules import Grade, Identifier, read_identifier, read_telephone

from .days import Understood, read_birth_date
from .headers import fold
from .sheet import Cell


def written(cell: Cell) -> str:
    """The cell as text."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else "ja" if cell else "nei"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


_NOTHING = frozenset(
    fold(word) for word in (
        "", "-", "–", "?", ".", "ukjent", "ukjend", "mangler", "manglar", "ingen", "ikke oppgitt", "ikkje oppgitt", "ikkje oppgjeve",
        "vet ikke", "veit ikkje", "har ikke", "har ikkje", "ikke", "ikkje", "na", "n/a", "ikke kjent", "ikkje kjent",
    )
)  # fmt: skip
_YES = frozenset(fold(word) for word in ("ja", "j", "x", "yes", "har", "1", "sant", "true")) | {"✓", "✔", "√"}
_NO = frozenset(fold(word) for word in ("nei", "n", "no", "0", "usant", "false", "ingen", "har ikke", "har ikkje"))


def says_nothing(cell: Cell) -> bool:
    """True for a blank cell and for the words and signs people write instead of leaving it so."""
    text = written(cell)
    return fold(text) in _NOTHING and text not in _YES and not (not fold(text) and any(sign.isalpha() for sign in text))


def _is(cell: Cell, words: frozenset[str]) -> bool:
    text = written(cell)
    return text in words or fold(text) in words


def is_yes(cell: Cell) -> bool:
    """True for «ja» in one of its ways."""
    return _is(cell, _YES)


def is_no(cell: Cell) -> bool:
    """True for «nei» in one of its ways."""
    return _is(cell, _NO)


# ── who ─────────────────────────────────────────────────────────────────────

_NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-]+[^\W\d_]+)*\.?(?:, ?[^\W\d_]+(?:[ '’.\-]+[^\W\d_]+)*\.?)?")
_TWO = re.compile(r"[/&+;\n]|\s(og|samt|med|[-–])\s", re.IGNORECASE)
_SEVERAL = re.compile(r"(fam|familien|familie|ekteparet|søsken|søsknene|syskena|syskenparet|brødrene|søstrene)\b", re.IGNORECASE)
LONGEST_NAME = 80

TWO_NAMES = N_("Det står to navn i cellen. Hver person skal ha sin egen rad.")
PERHAPS_TWO = N_(
    "Det kan stå to navn i cellen. Er det to personer, gi hver sin egen rad. Er det én, skriv fornavn og etternavn i hver sin kolonne."
)


def read_name(cell: Cell, *, whole: bool = False) -> str | Fault:
    """One person's name, or a part of it, as it is written; in a `whole` name wide space may be what stands between two."""
    if whole and sum(" " in part.strip() for part in re.split(" {2,}", written(cell))) > 1:
        return Fault("name", PERHAPS_TWO)
    text = re.sub(" {2,}", " ", written(cell))
    if text.startswith(("=", "+", "@", "-")):
        return Fault("name", N_("Navnet begynner som en formel. Skriv navnet som tekst."))
    if _TWO.search(text) or _SEVERAL.match(text):
        return Fault("name", TWO_NAMES)
    if _two_by_comma(text):
        return Fault("name", PERHAPS_TWO)
    if not _NAME.fullmatch(text):
        return Fault(
            "name", N_("Et navn har bare bokstaver. Flytt tall, parenteser og annet til merknaden. Er raden ikke en person, slett den.")
        )
    return Fault("name", N_("Navnet er lengre enn {most} tegn."), {"most": LONGEST_NAME}) if len(text) > LONGEST_NAME else text


def _two_by_comma(text: str) -> bool:
    """«Kari Vik, Ola Dal» may be two, and so may «Berg Hansen, Anne Lise»; «Vik, Kari Anne» is one, and «Vik, Kari Vik» is not."""
    first, second = (side.split() for side in f"{text},".split(",")[:2])
    return len(second) > 1 and (len(first) > 1 or first[-1:] == second[-1:])


def read_number(cell: Cell, *, born: date | None, on: date) -> Understood[Identifier] | date | Fault:
    """An identity number as a spreadsheet holds it: perhaps a figure, without its first zero, or only its last five digits.

    Six digits are a birth date in the wrong column, and given back as one.
    """
    digits = re.sub(r"[\s.\-]", "", written(cell))
    if re.fullmatch(r"\d[,.]?\d*e\+?\d+", written(cell).replace(" ", ""), re.IGNORECASE):
        return Fault(
            "identifier", N_("Excel har forkortet nummeret, og de siste sifrene er borte. Hent det på nytt i en kolonne med format Tekst.")
        )
    if not digits.isdecimal() or not digits.isascii():
        return Fault("identifier", N_("Nummeret har annet enn sifre. Rett det, eller la cellen stå tom."))
    if len(digits) <= 5 and born:
        return _last_five(digits, born)
    if len(digits) in (6, 8) and isinstance(day := read_birth_date(digits, on=on), date):
        return day
    if len(digits) == 10:
        whole = read_identifier(f"0{digits}")
        if isinstance(whole, Fault):
            return Fault("identifier", N_("Nummeret har ti sifre. Det mangler ett, og det er ikke bare den første nullen."))
        return Understood(
            whole, Fault("identifier", N_("Excel hadde tatt bort den første nullen. Vi satte den på igjen; kontrollsifrene stemmer."))
        )
    found = read_identifier(digits)
    return found if isinstance(found, Fault) else Understood(found)


def _last_five(digits: str, born: date) -> Understood[Identifier] | Fault:
    """The birth date stands in its own column, and the five last digits here: D-numbers add to the day, test numbers to the month."""
    for to_day, to_month in ((0, 0), (40, 0), (0, 80), (40, 80)):
        whole = f"{born.day + to_day:02}{born.month + to_month:02}{born:%y}{digits.zfill(5)}"
        found = read_identifier(whole)
        if isinstance(found, Identifier) and found.born == born:
            return Understood(found)
    return Fault("identifier", N_("Fødselsdatoen og de fem sifrene er ikke et gyldig fødselsnummer sammen. Sjekk begge."))


_BESIDE_NUMBER = re.compile(r"\b(tlf|telefon|mob|mobil|privat|jobb|arb|arbeid|hjem|heim)\b[.:]?", re.IGNORECASE)


def read_telephones(cell: Cell) -> tuple[str, ...] | Fault:
    """The numbers in a cell, in order: there may be two, with a stroke, a word or a new line between."""
    text = _BESIDE_NUMBER.sub(" ", written(cell))
    found = [number for part in re.split(r"[/;,\n]|\bog\b|\beller\b", text) for number in _dialled(part)]
    numbers = [read_telephone(number) for number in found]
    faults = [number for number in numbers if isinstance(number, Fault)]
    return faults[0] if faults else tuple(dict.fromkeys(number for number in numbers if isinstance(number, str)))


def _dialled(text: str) -> Iterator[str]:
    """One number; two of eight digits with only a space between; 47 in front without its plus."""
    digits = re.sub(r"[\s().\-]", "", text)
    if re.fullmatch(r"\d{16}", digits):
        yield from (digits[:8], digits[8:])
    elif re.fullmatch(r"47\d{8}", digits):
        yield digits[2:]
    elif digits:
        yield digits


@dataclass(frozen=True)
class Address:
    """Street, postcode and place."""

    street: str = ""
    postcode: str = ""
    place: str = ""


_WITH_POSTCODE = re.compile(r"(?P<street>.*?)[,\s]*\b(?P<postcode>\d{4})\s+(?P<place>[^\W\d][^\d,]*)", re.DOTALL)


def read_address(street: Cell, postcode: Cell, place: Cell) -> Understood[Address] | Fault:
    """An address in one cell or in three; a postcode has four digits, with the zero that Excel takes away."""
    text, code, note = " ".join(written(street).split()), written(postcode).replace(" ", ""), None
    town = " ".join(written(place).split())
    if not code and (match := _WITH_POSTCODE.fullmatch(text)):
        text, code, town = match["street"], match["postcode"], town or match["place"].strip()
    if code and not town and (match := _WITH_POSTCODE.fullmatch(written(postcode))):
        code, town = match["postcode"], match["place"].strip()
    if re.fullmatch(r"\d{3}", code):
        code, note = f"0{code}", Fault("postcode", N_("Excel hadde tatt bort den første nullen i postnummeret. Vi satte den på igjen."))
    if code and not re.fullmatch(r"\d{4}", code):
        return Fault("postcode", N_("Et postnummer har fire sifre."))
    if not text and not town:
        return Fault("place", N_("Skriv poststedet ved siden av postnummeret."))
    if len(text) > 120 or len(town) > 60:
        return Fault("street", N_("Adressen er for lang. Flytt det som ikke er adresse, til merknaden."))
    return Understood(Address(text, code, town), note)


_STRICT = re.compile(r"\b6\b|strengt")
_CONFIDENTIAL = re.compile(r"\b7\b|fortr[ou]l[ie]g")


def read_grade(cell: Cell) -> Grade | Fault:
    """How an address is protected: kode 6 is strictly confidential, kode 7 confidential (folkeregisterloven § 10-4)."""
    text = written(cell).casefold()
    if says_nothing(cell) or is_no(cell) or text in ("ugradert", "åpen", "open", "vanlig", "vanleg"):
        return Grade.NONE
    if _STRICT.search(text) and not (re.search(r"\b7\b", text)):
        return Grade.STRICT
    if _CONFIDENTIAL.search(text) and not re.search(r"\b6\b", text):
        return Grade.CONFIDENTIAL
    return Fault("grade", N_("Skriv om adressen er «fortrolig» (kode 7) eller «strengt fortrolig» (kode 6)."))


def names_a_grade(cell: Cell) -> bool:
    """True when an address cell holds «kode 6» or «sperret» where an address should be."""
    return re.search(r"\bkode\s*[67]\b|fortrolig|fortruleg|hemmel[ie]g adr|sperr[ae]|skjerm[ae]", written(cell).casefold()) is not None


def read_yes(cell: Cell) -> bool | Fault:
    """Ja or nei, in the ways people tick a box."""
    if says_nothing(cell) or is_no(cell):
        return False
    return True if is_yes(cell) else Fault("yes", N_("Skriv «ja» eller «nei»."))


def read_children(cell: Cell) -> tuple[ChildrenAnswer, str]:
    """Whether she has children, and what more the cell says («2», «Ola 8 år»)."""
    if is_no(cell) or says_nothing(cell):
        return (ChildrenAnswer.NO if is_no(cell) else ChildrenAnswer.UNKNOWN), ""
    return ChildrenAnswer.YES, "" if fold(written(cell)) in ("ja", "j", "x", "har", "yes", "") else written(cell)


# ── around her ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Kin:
    """Somebody near to her, as the list has it."""

    name: str
    relation: str = ""
    telephone: str = ""


_RELATIONS = (
    "mor far mamma pappa foreldre foreldra søster syster bror sønn son datter dotter ektefelle ektemake kone kona mann ektemann samboer "
    "sambuar kjæreste kjærast partner tante onkel bestemor bestefar farmor farfar mormor morfar venn ven venninne venninna nabo niese nevø "
    "barnebarn svigermor svigerfar fostermor fosterfar ekskone eksmann verge"
)
_RELATION = re.compile(rf"\(?\b({'|'.join(_RELATIONS.split())})\b\)?[:,]?", re.IGNORECASE)
_KIN_NUMBER = re.compile(r"(?:\+|00)?\d[\d .\-]{5,}\d")


def read_kin(cell: Cell, relation: Cell, telephone: Cell) -> Kin | Fault | None:
    """Next of kin in one cell, «Anne Vik (mor) 400 00 123», or in three."""
    text = "" if says_nothing(cell) or is_no(cell) else written(cell)
    if not text and says_nothing(relation) and says_nothing(telephone):
        return None
    inside = _KIN_NUMBER.findall(text)
    if len(inside) > 1 or _TWO.search(text):
        return Fault("kin", N_("Det står to pårørende i cellen. La den ene stå, og legg den andre til på personens side etterpå."))
    numbers = read_telephones(" / ".join([written(telephone) if not says_nothing(telephone) else "", *inside]))
    if isinstance(numbers, Fault) or len(numbers) > 1:
        return numbers if isinstance(numbers, Fault) else Fault("telephone", N_("La ett telefonnummer stå for den pårørende."))
    named = _RELATION.search(text)
    kinship = (written(relation) if not says_nothing(relation) else "") or (named[1].lower() if named else "")
    rest = " ".join(_RELATION.sub(" ", _KIN_NUMBER.sub(" ", text)).split()).strip(" ,:;()")
    name = read_name(rest or kinship.capitalize() or None)
    if isinstance(name, Fault):
        return Fault("kin", N_("Skriv navnet på den pårørende, og gjerne slektskap og telefon: «Anne Vik (mor) 400 00 123»."))
    return Kin(name, kinship[:60], numbers[0] if numbers else "")


_HOME_LANGUAGES = {
    "norsk": "",
    "bokmål": "nb",
    "nynorsk": "nn",
    "norsk bokmål": "nb",
    "norsk nynorsk": "nn",
    "nb": "nb",
    "nn": "nn",
    "no": "",
}
_ENGLISH = frozenset({"engelsk", "english", "en"})


def read_language(cell: Cell) -> tuple[str, str]:
    """The language she reads in (nb, nn, en or nothing said), and another language she speaks."""
    text = " ".join(written(cell).casefold().split())
    if says_nothing(cell) or text in _HOME_LANGUAGES:
        return _HOME_LANGUAGES.get(text, ""), ""
    return ("en", "") if text in _ENGLISH else ("", text[:60])


def read_interpreter(cell: Cell, spoken: str) -> str | Fault:
    """The language an interpreter is needed in, or nothing; «ja» needs to know which."""
    text = " ".join(written(cell).casefold().split())
    if says_nothing(cell) or is_no(cell) or text in _HOME_LANGUAGES:
        return ""
    named = re.sub(r"\b(ja|j|tolk|trenger|treng|behov|for|i|på)\b|[,/:;.()\-]", " ", text).split()
    if named or spoken:
        return (" ".join(named) or spoken)[:60]
    return Fault("interpreter", N_("Skriv hvilket språk tolken skal snakke."))


# ── the help ────────────────────────────────────────────────────────────────


class Planned(StrEnum):
    """What the list says of an individual plan."""

    YES = Answer.YES
    NO = Answer.NO
    LATER = Answer.LATER
    OFFERED = "offered"


_PLANNED = {
    Planned.YES: "under arbeid, påbegynt, påbyrja, i gang, igang, aktiv, laget, laga, ferdig, startet, starta, har plan, har ip, evalueres",
    Planned.NO: """takket nei, takka nei, nei takk, ønsker ikke, ønsker ikkje, ønskjer ikkje, vil ikke, vil ikkje, ikke ønsket, ikkje ønskt,
        avslått""",
    Planned.LATER: "ikke nå, ikkje no, senere, seinare, avventer, ventar, vil vente",
    Planned.OFFERED: "tilbudt, tilbode, er tilbudt, har fått tilbud, spurt",
}
_PLANNED_BY = {fold(word): planned for planned, words in _PLANNED.items() for word in words.split(",")}


def read_plan(cell: Cell) -> Planned | Fault | None:
    """«Nei» is only that there is no plan: whether it was offered is not said, so nothing is noted of an offer."""
    if says_nothing(cell) or is_no(cell) or fold(written(cell)) in ("ikkeaktuelt", "ikkjeaktuelt", "uaktuelt"):
        return None
    if is_yes(cell) or isinstance(cell, date):
        return Planned.YES
    return _PLANNED_BY.get(fold(written(cell))) or Fault(
        "plan", N_("Skriv «ja», «nei», «tilbudt», «takket nei» eller «ikke nå». Annet hører til i merknaden.")
    )


_PATHWAY = re.compile(r"(?:hovedforløp|hovudforløp|forløp|hf|nr)?\.?\s*([123]|i{1,3})(?:\s*[:(,\-–].*)?", re.IGNORECASE | re.DOTALL)


def read_pathway(cell: Cell) -> int | Fault | None:
    """Main pathway 1, 2 or 3, also in Roman figures."""
    if says_nothing(cell):
        return None
    match = _PATHWAY.fullmatch(written(cell))
    if not match or re.search(r"\d\s*[-–,]\s*\d", written(cell)):
        return Fault("pathway", N_("Et hovedforløp er 1, 2 eller 3. Skriv ett av dem, eller la cellen stå tom."))
    return int(match[1]) if match[1].isdigit() else len(match[1])


_FROM = {
    FromWhom.PERSON: "selv, sjølv, seg selv, seg sjølv, bruker, brukar, bruker selv, egen, eiga, personen selv, personen sjølv, eget ønske",
    FromWhom.GP: "fastlege, fastlegen, lege, legen, legekontor, legekontoret, legesenter, legevakt",
    FromWhom.NAV: "nav",
    FromWhom.HOSPITAL: """sykehus, sykehuset, sjukehus, sjukehuset, dps, poliklinikk, spesialisthelsetjenesten, spesialisthelsetenesta, bup,
        tsb, lar""",
    FromWhom.KIN: """pårørende, pårørande, mor, far, foreldre, foreldra, familie, familien, søster, syster, bror, ektefelle, samboer,
        sambuar""",
}
_FROM_BY = {fold(word): whom for whom, words in _FROM.items() for word in words.split(",")}


def read_from_whom(cell: Cell) -> FromWhom:
    """Who made contact; what we do not know is somebody else, and stands in the words."""
    words = written(cell).split()
    return _FROM_BY.get(fold(written(cell))) or (_FROM_BY.get(fold(words[0])) if words else None) or FromWhom.OTHER


_CLOSE = {
    CloseReason.MOVED: "flytt",
    CloseReason.DECEASED: "død, avdød, mors",
    CloseReason.GOALS_MET: "mål, ferdig, fullført, utskrevet, utskriven, frisk, klarer seg, klarar seg",
    CloseReason.OWN_WISH: "eget, eige, ønsk, ønskj, selv, sjølv, takket nei, takka nei",
    CloseReason.NO_CONTACT: "kontakt, møter ikke, møter ikkje, uteblitt, svarer ikke, svarar ikkje",
    CloseReason.OTHER_SERVICE: "overført, annet, anna, dps, andre, sykehjem, sjukeheim",
    CloseReason.NOT_OURS: "ikke vår, ikkje vår, avvist, feil",
}


def read_close_reason(cell: Cell) -> CloseReason | Fault:
    """Why a case was closed, from the words people use."""
    text = written(cell).casefold()
    for reason, words in _CLOSE.items():
        if any(re.search(rf"\b{word.strip()}", text) for word in words.split(",")):
            return reason
    return Fault(
        "close_reason",
        N_(
            "Skriv hvorfor saken ble avsluttet: målet nådd, eget ønske, flyttet, hjelp et annet sted, ikke kontakt, død eller ikke vårt. "
            "Skal den ikke være med, slett raden."
        ),
    )
