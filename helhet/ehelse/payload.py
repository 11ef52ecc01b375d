"""What the professional content says that we act on: the kind, the moments of the stay, the ward, and files sent along."""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from helhet.handover.rules import NEW, OSLO, Kind, Moment
from helhet.organisation.rules import N_

from .head import Head, payloads, read_moment, read_tel
from .shapes import PO
from .xml import BASE64, FK1, MH, Element, code, local, namespace, text

_LOGISTICS = {
    "MeldingInnlagtPasient": Kind.ADMITTED,
    "MeldingUtskrivningsklarPasient": Kind.READY,
    "AvmeldingUtskrivningsklarPasient": Kind.WITHDRAWN,
    "MeldingOmUtskrevetPasient": Kind.DISCHARGED,
    "OrienteringOmDod": Kind.DEATH,
}
_SERIES = {
    f"{PO}HelseopplysningerVedSoknad/": Kind.HEALTH,
    f"{PO}TverrfagligEpikrise/": Kind.DISCHARGE_REPORT,
    f"{PO}MedisinskeOpplysninger/": Kind.MEDICAL,
    f"{PO}Innleggelsesrapport/": Kind.ADMISSION_REPORT,
    f"{PO}HelseopplysningerTilLege/": Kind.TO_DOCTOR,
    f"{PO}OrienteringOmTjenestetilbud/": Kind.SERVICES,
    "http://www.kith.no/xmlstds/dialog/": Kind.DIALOGUE,
    "http://www.kith.no/xmlstds/epikrise/": Kind.DISCHARGE_LETTER,
}
_EVENTS = {"1": "admitted", "3": "ready", "2": "happened", "4": "happened", "13": "happened"}  # code list 9121
_NOTICE = ("1", "2.16.578.1.12.4.1.1.9140")  # content «Varsel om innlagt pasient»
_MEDICINES = frozenset({"Legemiddelinfo", "Medication"})  # in the care series and in the discharge letter


def kind_of(payload: Element) -> Kind:
    """What the message is, by its content's namespace and element."""
    found = namespace(payload)
    if found.startswith(f"{PO}Pasientlogistikk/"):
        return next((_LOGISTICS[local(child)] for child in payload if local(child) in _LOGISTICS), Kind.UNKNOWN)
    kind = next((kind for start, kind in _SERIES.items() if found.startswith(start)), Kind.UNKNOWN)
    return Kind.NOTICE if kind == Kind.HEALTH and _is_notice(payload) else kind


def _is_notice(payload: Element) -> bool:
    return any((one.get("V"), one.get("S")) == _NOTICE for one in payload.iter("{*}TypeInnhold"))


def status_of(payload: Element) -> str:
    """New, changed, or a cancellation (code list 7309)."""
    found = next(payload.iter("{*}Forsendelsesstatus"), None)
    return (found.get("V") or NEW) if found is not None else NEW


def moments_of(payload: Element, kind: Kind) -> dict[str, Moment]:
    """When what it tells of happened, by what it was: `admitted`, `ready`, or `happened` for the message's own event."""
    found: dict[str, Moment] = {}
    own = "admitted" if kind == Kind.ADMITTED else "ready" if kind == Kind.READY else "happened"
    for event in payload.iter("{*}TidsfestetHendelse"):
        moment = event.find("{*}TidspunktForHendelse")
        name = _EVENTS.get(code(event, "{*}Hendelsekode")[0], own)
        at = read_when(moment.get("V", ""), estimate=text(event, "{*}Anslag") in ("true", "1")) if moment is not None else None
        if at:
            found.setdefault(name, at)
    if kind == Kind.DISCHARGED and "happened" in found and _is_dead(payload):
        found["died"] = found["happened"]
    return found


def _is_dead(payload: Element) -> bool:
    """Discharged as dead (code list 8431)."""
    return any(one.get("V") in ("2", "3") for one in payload.iter("{*}Uttilstand"))


def read_when(value: str, *, estimate: bool = False) -> Moment | None:
    """A moment as sent: with a time of day, or a day, month or year only."""
    value = value.strip()
    if "T" in value:
        at = read_moment(value)
        return Moment(at.astimezone(UTC), True, estimate) if at else None
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            day = datetime.strptime(re.sub(r"(Z|[+-]\d\d:\d\d)$", "", value), form).replace(tzinfo=OSLO)
        except ValueError:
            continue
        return Moment(day.astimezone(UTC), False, estimate or form != "%Y-%m-%d")
    return None


def ward_of(payload: Element) -> tuple[str, str]:
    """The ward to ring, by name and telephone."""
    for unit in payload.iter("{*}Kontaktenhet"):
        telephone = next((found for one in unit.iter(f"{FK1}TeleAddress") if (found := read_tel(one.get("V", "")))), "")
        return text(unit, f"{FK1}OrganisationName"), telephone
    return "", ""


def discharged_to(payload: Element) -> str:
    """Where she was discharged to, in the sender's words."""
    found = next(payload.iter("{*}UtTil"), None)
    return (found.get("DN") or "").strip() if found is not None else ""


def has_medicines(payload: Element) -> bool:
    """True when a list of medicines came along."""
    return any(local(one) in _MEDICINES for one in payload.iter())


def attachments_of(head: Head) -> Iterator[tuple[str, str, bytes]]:
    """Files sent inside the message: name, media type, content. One that cannot be decoded stays in the original only."""
    for document in head.documents:
        for held in document.iterfind(f"{MH}RefDoc/{MH}Content/{BASE64}"):
            try:
                content = base64.b64decode("".join((held.text or "").split()), validate=True)
            except (binascii.Error, ValueError):
                continue
            name = text(document, f"{MH}RefDoc/{MH}Description") or N_("Vedlegg")
            yield name, text(document, f"{MH}RefDoc/{MH}MimeType"), content


def first(head: Head) -> Element | None:
    """The content that decides what the message is."""
    return next(payloads(head), None)
