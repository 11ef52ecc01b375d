"""How what a message says is kept beside its original bytes, as plain JSON, and read back."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from .messages import Letter, Moment, Number, Patient, Reason


def kept(letter: Letter) -> dict[str, Any]:
    """What is kept of a message, for showing it and for telling the stay anew."""
    return {
        "patient": _patient(letter.patient) if letter.patient else None,
        "moments": {name: [one.at.isoformat(), one.exact, one.estimate] for name, one in letter.moments.items()},
        "ward": letter.ward, "telephone": letter.telephone, "conversation": letter.conversation, "discharged_to": letter.discharged_to,
        "medicines": letter.has_medicines, "fields": list(letter.fields),
    }  # fmt: skip


def _patient(patient: Patient) -> dict[str, Any]:
    return {
        "given": patient.given, "family": patient.family, "born": patient.born.isoformat() if patient.born else "",
        "telephone": patient.telephone, "numbers": [[one.kind, one.value, one.national] for one in patient.numbers],
    }  # fmt: skip


def patient_in(content: Mapping[str, Any]) -> Patient | None:
    """Whom a kept message says it is about."""
    found = content.get("patient")
    if not found:
        return None
    numbers = tuple(Number(*one) for one in found["numbers"])
    born = date.fromisoformat(found["born"]) if found["born"] else None
    return Patient(found["given"], found["family"], born, numbers, found["telephone"])


def moments_in(content: Mapping[str, Any]) -> dict[str, Moment]:
    """When what a kept message tells of happened."""
    return {name: Moment(datetime.fromisoformat(at), exact, estimate) for name, (at, exact, estimate) in content.get("moments", {}).items()}


def reasons_kept(reasons: Iterator[Reason] | list[Reason]) -> list[dict[str, Any]]:
    """The reasons as they are kept, in the words they are translated from."""
    return [{"said": one.said, "code": one.code, "values": dict(one.values)} for one in reasons]


def reasons_in(found: list[dict[str, Any]]) -> list[Reason]:
    """The reasons that were kept."""
    return [Reason(**one) for one in found]
