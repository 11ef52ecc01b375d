"""What the payload's schema demands, declared: each element's children in order, how many, and what a leaf may hold.

The official schemas are not shipped; a test holds these rules against them where they are at hand. *Pasientlogistikk* is
declared whole, in both versions, since we act on it. Other payloads are kept and shown, and only what every sending in the
care series has in common is demanded of them.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from helhet.handover.rules import Reason
from helhet.organisation.rules import N_

from .xml import FK1, Element, local, namespace

PO = "http://www.kith.no/xmlstds/po/"
COMPONENTS = {f"{PO}poKomponent/2009-06-30": "1.5", f"{PO}poKomponent/2012-04-01": "1.6"}
LOGISTICS = {f"{PO}Pasientlogistikk/2009-06-30": "1.5", f"{PO}Pasientlogistikk/2012-04-01": "1.6"}

# name → children: `?` none or one, `*` any number, `+` one or more, `|` one of.
_HEAD = "InformasjonOmForsendelsen TilleggsopplysningPasient? ParorendeForesatt* TilknyttetEnhet* KontaktpersonHelsepersonell* AnsvarForRapport* SendtDokument*"  # noqa: E501
_PERSON = "FamilyName? MiddleName? GivenName? DateOfBirth? Sex? Nationality? Ident* Address? TeleCom*"
_WORKER = _PERSON.replace("FamilyName", "TypeHealthcareProfessional? RoleToPatient? FamilyName").replace("Ident*", "Ident+")
_ORGANISATION = "TypeOrganisation? OrganisationName Ident+ Address? TeleCom* Organisation?"
SHAPES = {
    "Pasientlogistikk": f"{_HEAD} (OrienteringOmDod|MeldingOmUtskrevetPasient|MeldingUtskrivningsklarPasient|AvmeldingUtskrivningsklarPasient|MeldingInnlagtPasient)",  # noqa: E501
    "MeldingInnlagtPasient": "TidsfestetHendelse",
    "OrienteringOmDod": "TidsfestetHendelse",
    "AvmeldingUtskrivningsklarPasient": "TidsfestetHendelse+",
    "MeldingUtskrivningsklarPasient": "TidsfestetHendelse+",
    "MeldingOmUtskrevetPasient": "UtskrevetTil TidsfestetHendelse InfoInformasjonGitt?",
    "InformasjonOmForsendelsen": "Forsendelsesstatus ForbeholdOmVideresending? SvarPaaForesporsel? Foresporsel?",
    "Foresporsel": "TypeForesp Formål? Hastegrad? TypeJournalinfo? Sporsmal? Begrunnelse? FraDato? TilDato? RefDokIdForesp?",
    "TilleggsopplysningPasient": "SivilStatus? BorAlene? Sprak?",
    "ParorendeForesatt": "Slektskap? Omsorgsfunksjon? FodselsarMindrearigParorende? Referanseperson Merknad?",
    "TilknyttetEnhet": "Kontaktenhet Merknad?",
    "KontaktpersonHelsepersonell": "Kontaktperson Merknad?",
    "AnsvarForRapport": "AnsvarligRapport GodkjentDato? TypeRelasjon? Merknad?",
    "SendtDokument": "Opplysning JaNei DatoSendt? TypeMottaker? NavnMottaker? Merknad?",
    "TidsfestetHendelse": "Hendelsekode? BeskrivelseAvHendelse? TidspunktForHendelse Anslag Merknad? StedForHendelse?",
    "StedForHendelse": "StedHendelse",
    "UtskrevetTil": "Uttilstand? UtTil Merknad?",
    "InfoInformasjonGitt": "InformasjonGitt+",
    "InformasjonGitt": "TypeInformasjon? BeskrivelseInformasjon? MuntligInformasjon? InformasjonGittTil InformasjonGittDato InformasjonGittAv",  # noqa: E501
    "Referanseperson": _PERSON, "InformasjonGittTil": _PERSON,
    "Kontaktperson": _WORKER, "AnsvarligRapport": _WORKER, "InformasjonGittAv": _WORKER,
    "Kontaktenhet": _ORGANISATION, "Organisation": _ORGANISATION,
    "Ident": "Id TypeId",
    "Address": "Type? StreetAdr? PostalCode? City? Postbox? County? Country?",
    "TeleCom": "TypeTelecom? TeleAddress",
}  # fmt: skip
# Version 1.5 asks for a little more, and lacks one element.
_OLDER = {
    "InformasjonGitt": SHAPES["InformasjonGitt"].replace("MuntligInformasjon?", "MuntligInformasjon"),
    "ParorendeForesatt": SHAPES["ParorendeForesatt"].replace("FodselsarMindrearigParorende? ", ""),
}


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A simple code names no code list (CS); a full one does (CV).
_SIMPLE_CODES = _names(
    "Forsendelsesstatus Hastegrad SivilStatus Sprak Slektskap Omsorgsfunksjon TypeHealthcareProfessional Sex Nationality Type County "
    "Country TypeTelecom"
)
_CODES = _names(
    "TypeForesp Formål TypeJournalinfo TypeRelasjon Opplysning TypeMottaker Hendelsekode Uttilstand UtTil TypeInformasjon RoleToPatient "
    "TypeOrganisation TypeId"
)
_ADDRESSES = frozenset({"TeleAddress"})
_BOOLEANS = _names("ForbeholdOmVideresending SvarPaaForesporsel BorAlene JaNei Anslag MuntligInformasjon")
_DATES = _names("FraDato TilDato GodkjentDato DatoSendt InformasjonGittDato DateOfBirth")
_MOMENTS = frozenset({"TidspunktForHendelse"})
_YEARS = frozenset({"FodselsarMindrearigParorende"})

_ATTRIBUTES = {
    **dict.fromkeys(_MOMENTS | _ADDRESSES, frozenset({"V"})),
    **dict.fromkeys(_SIMPLE_CODES, frozenset({"V", "DN"})),
    **dict.fromkeys(_CODES, frozenset({"V", "S", "DN", "OT"})),
}

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_OID = re.compile(r"(\d+\.?)*\d+")
_ZONE = r"(Z|[+-]\d\d:\d\d)?"
_DATE = re.compile(rf"-?\d{{4,}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]){_ZONE}")
_TIME = re.compile(rf"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?{_ZONE}")
_DATE_TIME = re.compile(rf"-?\d{{4,}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?{_ZONE}")
_YEAR = re.compile(rf"-?\d{{4,}}{_ZONE}")
_YEAR_MONTH = re.compile(rf"-?\d{{4,}}-(0[1-9]|1[0-2]){_ZONE}")


def faults(payload: Element) -> Iterator[Reason]:
    """Every place where the payload breaks its schema, named by element: never by what it holds."""
    if namespace(payload) in LOGISTICS:
        yield from _walk(payload, LOGISTICS[namespace(payload)])
    elif _is_care_series(payload):
        sending = next((child for child in payload if local(child) == "InformasjonOmForsendelsen"), None)
        if sending is None:
            yield _missing("InformasjonOmForsendelsen", local(payload))
        else:
            yield from _walk(sending, COMPONENTS.get(namespace(sending), "1.6"))


def _is_care_series(payload: Element) -> bool:
    return namespace(payload).startswith(PO)


def _walk(element: Element, version: str) -> Iterator[Reason]:
    name = local(element)
    shape = _OLDER.get(name, SHAPES[name]) if version == "1.5" else SHAPES[name]
    children = [child for child in element if isinstance(child.tag, str)]
    wrong = next((child for child in children if not _belongs(child, element)), None)
    if wrong is not None:
        yield Reason(N_("Elementet {name} under {under} har feil navnerom."), "T02", {"name": local(wrong), "under": name})
        return
    names = [local(child) for child in children]
    if not _pattern(shape).fullmatch("".join(f"{one} " for one in names)):
        yield from _explain(shape, names, name)
        return
    if _stray(element):
        yield Reason(N_("{name} har innhold som ikke hører til der."), "T02", {"name": name})
    if (element.text or "").strip() or any((child.tail or "").strip() for child in children):
        yield Reason(N_("{name} har tekst der det ikke skal være tekst."), "T02", {"name": name})
    for child in children:
        yield from _walk(child, version) if local(child) in SHAPES else _leaf(child)


def _belongs(child: Element, parent: Element) -> bool:
    """A child stands in the namespace the schema gives it: the message's own, the care components', or the shared one."""
    found = namespace(child)
    if f"{{{namespace(parent)}}}" == FK1 or local(parent) in _SHARED:
        return f"{{{found}}}" == FK1
    if local(child) in _OWN:
        return found == namespace(parent)
    return found in COMPONENTS


_SHARED = _names("Referanseperson InformasjonGittTil Kontaktperson AnsvarligRapport InformasjonGittAv Kontaktenhet")
_OWN = frozenset(re.findall(r"\w+", SHAPES["Pasientlogistikk"].partition("(")[2]))


@lru_cache(maxsize=128)
def _pattern(shape: str) -> re.Pattern[str]:
    """The shape as a pattern over the children's names, each followed by a space."""
    made = re.sub(r"([\w]+)([?*+]?)", lambda found: f"(?:{found[1]} ){found[2]}", shape)
    return re.compile(made.replace(" (?:", "(?:").replace(" (", "("))


def _explain(shape: str, names: list[str], under: str) -> Iterator[Reason]:
    """What is wrong, in the order a person would look: missing, unknown, too many, else the order."""
    known = set(re.findall(r"\w+", shape))
    required = [one for one in re.findall(r"\w+[?*+]?", shape.partition("(")[0]) if one[-1] not in "?*"]
    missing = [one.rstrip("+") for one in required if one.rstrip("+") not in names]
    if missing:
        yield from (_missing(one, under) for one in missing)
    elif unknown := [one for one in names if one not in known]:
        yield Reason(N_("{name} skal ikke stå under {under}."), "T02", {"name": unknown[0], "under": under})
    else:
        yield Reason(N_("Det som står under {under}, er feil i antall eller rekkefølge."), "T02", {"under": under})


def _missing(name: str, under: str) -> Reason:
    return Reason(N_("{name} mangler under {under}."), "T02", {"name": name, "under": under})


def _leaf(element: Element) -> Iterator[Reason]:
    """A leaf holds what its type says; codes and moments stand in attributes, the rest is text."""
    name, words = local(element), (element.text or "").strip()
    if len(element):
        yield Reason(N_("{name} skal ikke ha noe under seg."), "T02", {"name": name})
    elif name in _ATTRIBUTES:
        yield from _attributes(element, name, words)
    elif _stray(element):
        yield Reason(N_("{name} har innhold som ikke hører til der."), "T02", {"name": name})
    elif not _text_holds(name, words):
        yield Reason(N_("{name} mangler innhold, eller har innhold av feil slag."), "T02", {"name": name})


def _stray(element: Element) -> bool:
    """An attribute where there is to be none; the schema language's own stand anywhere."""
    return any(not str(one).startswith(_XSI) for one in element.attrib)


def _attributes(element: Element, name: str, words: str) -> Iterator[Reason]:
    value, system = element.get("V"), element.get("S", "0")
    stray = {one for one in element.attrib if not str(one).startswith(_XSI)} - _ATTRIBUTES[name]
    if words or stray or not _OID.fullmatch(" ".join(system.split())):
        yield Reason(N_("{name} har innhold som ikke hører til der."), "T02", {"name": name})
    elif name in _MOMENTS and value is not None and not is_moment(value.strip()):
        yield Reason(N_("{name} har ikke et tidspunkt vi kan lese."), "T02", {"name": name})


def _text_holds(name: str, words: str) -> bool:
    if name in _BOOLEANS:
        return words in ("true", "false", "1", "0")
    if name in _DATES:
        return bool(_DATE.fullmatch(words)) and _is_on_the_calendar(words)
    return bool(_YEAR.fullmatch(words)) if name in _YEARS else True


def is_moment(value: str) -> bool:
    """True for a date and time, a date, a year, a year and month, or a time of day."""
    if _DATE_TIME.fullmatch(value) or _DATE.fullmatch(value):
        return _is_on_the_calendar(value)
    return any(form.fullmatch(value) for form in (_YEAR, _YEAR_MONTH, _TIME))


def _is_on_the_calendar(value: str) -> bool:
    """No 31 February."""
    try:
        return bool(date.fromisoformat(value[:10]))
    except ValueError:
        return False
