"""A message as a person reads it: every field with its name in plain words and coded values by their text.

Names of elements are Norwegian in the care series and only need their æ, ø and å back; the shared parts are English and
stand in a table. What is in nobody's table is still shown, under its own name: nothing a sender wrote is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from helhet.organisation.rules import N_

from .head import Head, Party, read_tel
from .shapes import is_moment
from .xml import BASE64, MH, Element, local, text

Field = dict[str, Any]  # label, value, kind (text, code, moment, yes, tel), and the fields under it

_LABELS = {
    "OrganisationName": N_("Virksomhet"), "Organisation": N_("Avdeling"), "HealthcareProfessional": N_("Helsepersonell"),
    "TypeHealthcareProfessional": N_("Yrke"), "RoleToPatient": N_("Rolle overfor pasienten"), "DateOfBirth": N_("Født"),
    "Sex": N_("Kjønn"), "Nationality": N_("Statsborgerskap"), "Id": N_("Nummer"), "TypeOrganisation": N_("Type virksomhet"),
    "TeleAddress": N_("Telefon"), "TelecomAddress": N_("Telefon"), "StreetAdr": N_("Gate"), "PostalCode": N_("Postnummer"),
    "City": N_("Poststed"), "Postbox": N_("Postboks"), "County": N_("Kommune"), "Country": N_("Land"),
    "Forsendelsesstatus": N_("Status"), "Hendelsekode": N_("Hva som skjer"), "BeskrivelseAvHendelse": N_("Beskrivelse"),
    "TidspunktForHendelse": N_("Når"), "Anslag": N_("Er et anslag"), "StedHendelse": N_("Sted"), "StedForHendelse": N_("Sted"),
    "TidsfestetHendelse": N_("Hendelse"), "UtTil": N_("Utskrevet til"), "Uttilstand": N_("Tilstand ved utskriving"),
    "Kontaktenhet": N_("Kontaktenhet"), "TilknyttetEnhet": N_("Tilknyttet enhet"), "AnsvarForRapport": N_("Ansvar for rapporten"),
    "InformasjonOmForsendelsen": N_("Om forsendelsen"), "ParorendeForesatt": N_("Pårørende eller foresatt"),
    "TekstNotatInnhold": N_("Notat"), "Heading": N_("Overskrift"), "Comment": N_("Kommentar"), "Medication": N_("Legemiddel"),
    "Diagnosis": N_("Diagnose"), "Description": N_("Beskrivelse"), "Place": N_("Sted"), "Name": N_("Navn"),
}  # fmt: skip
_LETTERS = {
    "parorende": "pårørende", "sporsmal": "spørsmål", "sprak": "språk", "foresporsel": "forespørsel", "foresp": "forespørsel",
    "paa": "på", "maal": "mål", "maaloppnaaelse": "måloppnåelse", "funksjonsnivaa": "funksjonsnivå", "funksjonsniva": "funksjonsnivå",
    "fodselsar": "fødselsår", "mindrearig": "mindreårig", "bruksomrade": "bruksområde", "utfort": "utført", "horsel": "hørsel",
    "horselsvikt": "hørselssvikt", "fravarende": "fraværende", "fraversassistent": "fraværsassistent", "soknad": "søknad",
    "egensoknad": "egen søknad", "overforing": "overføring", "oppnaadd": "oppnådd", "sarskilte": "særskilte", "onsket": "ønsket",
    "onske": "ønske", "formal": "formål", "gjennomforing": "gjennomføring", "dos": "dosering", "adm": "administrering", "legemiddeladm": "legemiddelhåndtering",  # noqa: E501
    "ipl": "IPLOS", "epj": "EPJ",
}  # fmt: skip
# Texts of the codes we act on, for senders that leave them out.
_TEXTS = {
    "9121": {"1": N_("Pasient innlagt"), "2": N_("Pasient utskrevet"), "3": N_("Pasient utskrivningsklar"),
             "4": N_("Avmelding av utskrivningsklar pasient"), "13": N_("Pasienten er død")},
    "8431": {"1": N_("Som levende"), "2": N_("Som død"), "3": N_("Selvmord")},
    "9034": {"6": N_("Fastlege"), "9": N_("Primærkontakt"), "19": N_("Kontaktlege")},
    "Forsendelsesstatus": {"N": N_("Ny"), "E": N_("Endring"), "C": N_("Kansellering")},
    "Sex": {"0": N_("Ikke kjent"), "1": N_("Mann"), "2": N_("Kvinne"), "9": N_("Ikke spesifisert")},
}  # fmt: skip
_NUMBERS = {
    "FNR": N_("Fødselsnummer"), "DNR": N_("D-nummer"), "HNR": N_("Hjelpenummer"), "FHN": N_("Felles hjelpenummer"), "DUF": N_("DUF-nummer"),
    "HPR": N_("HPR-nummer"), "HER": N_("HER-id"), "ENH": N_("Organisasjonsnummer"),
    "LAV": N_("Lokalt nummer"), "LIN": N_("Lokalt nummer"),
}  # fmt: skip
_NAME_PARTS = ("GivenName", "MiddleName", "FamilyName")
_ADDRESS_PARTS = ("StreetAdr", "Postbox", "PostalCode", "City")


def fields_of(head: Head, root: Element) -> tuple[Field, ...]:
    """The whole message in sections, as it is kept and shown: whom it is about and what it says before who wrote to whom."""
    info = root.find(f"{MH}MsgInfo")
    patient = info.find(f"{MH}Patient") if info is not None else None
    sections = [_section(N_("Pasienten"), list(_children(patient)) if patient is not None else [])]
    for document in head.documents:
        attached = document.find(f"{MH}RefDoc/{MH}Content/{BASE64}") is not None
        sections.append(_section(N_("Vedlegg") if attached else N_("Innhold"), list(_document(document))))
    sections += [_section(N_("Avsender"), _party(head.sender)), _section(N_("Mottaker"), _party(head.receiver))]
    sections += [_section(N_("Kopimottaker"), _party(one)) for one in head.copies]
    sections.append(_section(N_("Meldingen"), _about(head)))
    return tuple(one for one in sections if one["fields"])


def _section(label: str, fields: list[Field]) -> Field:
    return {"label": label, "value": "", "kind": "section", "fields": fields}


def _field(label: str, value: str, kind: str = "text") -> Field:
    return {"label": label, "value": value, "kind": kind, "fields": []}


def _about(head: Head) -> list[Field]:
    rows = [(N_("Type"), head.type_name or head.type_code, "text"), (N_("Sendt"), head.sent_text, "moment")]
    rows += [(N_("Meldingens nummer"), head.msg_id, "text"), (N_("Viser til melding"), head.parent, "text")]
    return [_field(label, value, kind) for label, value, kind in rows if value]


def _party(party: Party) -> list[Field]:
    rows = []
    for place, (name, numbers) in enumerate(zip(party.names, party.idents, strict=True)):
        is_person = name == party.person and place == len(party.names) - 1
        who = _field(N_("Helsepersonell") if is_person else N_("Avdeling") if place else N_("Virksomhet"), name)
        who["fields"] = [_field(_NUMBERS.get(kind, said or kind), number) for number, kind, said in numbers]
        rows.append(who)
    return rows


def _document(document: Element) -> Iterator[Field]:
    """A document's own particulars, then its content."""
    for path in ("ContentDescription", "Annotation", f"RefDoc/{MH}Description"):
        if words := text(document, f"{MH}{path}"):
            yield _field(_label(path.rpartition("}")[2]), words)
    for element in document.iterfind(f"{MH}RefDoc/{MH}Content/*"):
        if element.tag == BASE64:
            yield _field(N_("Filtype"), text(document, f"{MH}RefDoc/{MH}MimeType"))
        else:
            yield from _children(element)


def _children(element: Element) -> Iterator[Field]:
    """Everything under an element; names and addresses gathered to one line, numbers by their kind."""
    name = " ".join(filter(None, (text(element, f"{{*}}{part}") for part in _NAME_PARTS)))
    if name:
        yield _field(N_("Navn"), name)
    for child in element:
        found = local(child)
        if found in _NAME_PARTS and name:
            continue
        if found == "Ident":
            yield _ident(child)
        elif found == "Address":
            yield from _address(child)
        elif found == "TeleCom":
            yield from _telephone(child)
        else:
            yield from _one(child)


def _ident(element: Element) -> Field:
    kind = element.find("{*}TypeId")
    code = kind.get("V", "") if kind is not None else ""
    said = kind.get("DN", "") if kind is not None else ""
    return _field(_NUMBERS.get(code, said or code or N_("Nummer")), text(element, "{*}Id"))


def _address(element: Element) -> Iterator[Field]:
    street, box, code, city = (text(element, f"{{*}}{part}") for part in _ADDRESS_PARTS)
    words = ", ".join(filter(None, (street, box, f"{code} {city}".strip())))
    if words:
        yield _field(N_("Adresse"), words)
    for child in element:
        if local(child) not in (*_ADDRESS_PARTS, "Type"):
            yield from _one(child)


def _telephone(element: Element) -> Iterator[Field]:
    kind = element.find("{*}TypeTelecom")
    for address in element.iter("{*}TeleAddress"):
        value = address.get("V", "")
        label = kind.get("DN") if kind is not None else ""
        yield _field(label or N_("Telefon"), read_tel(value) or value, "tel" if read_tel(value) else "text")


def _one(element: Element) -> Iterator[Field]:
    """One element: its value, and what stands under it. Empty ones are left out."""
    if len(element):
        under = list(_children(element))
        if under:
            yield {**_field(_label(local(element)), ""), "fields": under}
        return
    value, kind = _value(element)
    if value:
        yield _field(_label(local(element)), value, kind)


def _value(element: Element) -> tuple[str, str]:
    words, code = (element.text or "").strip(), element.get("V", "").strip()
    if words in ("true", "false"):
        return words, "yes"
    if words:
        return words, "moment" if len(words) >= len("2026-11-10") and is_moment(words) else "text"
    if element.get("U"):
        return f"{code} {element.get('U')}", "text"
    if said := " ".join(filter(None, (element.get("DN", "").strip(), element.get("OT", "").strip()))):
        return said, "text"
    if code and is_moment(code) and len(code) > 3:
        return code, "moment"
    known = _TEXTS.get(element.get("S", "").rpartition(".")[2]) or _TEXTS.get(local(element), {})
    return (known[code], "code") if code in known else (code, "unknown-code" if element.get("S") else "text")


def _label(name: str) -> str:
    """The name in plain words: from the table, else split where a capital stands."""
    if name in _LABELS:
        return _LABELS[name]
    words = [_LETTERS.get(word.lower(), word.lower()) for word in re.findall(r"[A-ZÆØÅ]+(?![a-zæøå])|[A-ZÆØÅ]?[a-zæøå]+|\d+", name)]
    return " ".join(words).capitalize() or name
