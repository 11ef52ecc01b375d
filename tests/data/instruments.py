"""Questionnaire files to test with. All wording is invented; no official item text stands anywhere."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SHIPPED = Path(__file__).resolve().parents[2] / "helhet" / "mapping" / "definitions"


def option(code: str, ordinal: float | None = None) -> dict[str, Any]:
    """One answer to choose."""
    extension = {} if ordinal is None else {"extension": [{"url": ORDINAL, "valueDecimal": ordinal}]}
    return {**extension, "valueCoding": {"code": code, "display": f"svar {code}"}}


def choice(link: str, ordinals: Iterable[float], **more: Any) -> dict[str, Any]:
    """A question with an answer for each of these numbers."""
    return {"linkId": link, "type": "choice", "text": f"Om {link}", "answerOption": [option(str(o), o) for o in ordinals], **more}


def number(link: str, low: float, high: float, kind: str = "decimal") -> dict[str, Any]:
    """A number between two bounds."""
    ends = [("minValue", low), ("maxValue", high)]
    extension = [{"url": f"http://hl7.org/fhir/StructureDefinition/{name}", "valueDecimal": value} for name, value in ends]
    return {"linkId": link, "type": kind, "text": f"Om {link}", "extension": extension}


def file(*items: dict[str, Any], scoring: Iterable[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
    """A whole file with these questions and scores."""
    return {
        "resourceType": "Questionnaire", "url": "urn:eksempel", "name": "eksempel", "version": "1", "language": "nb", "status": "active",
        "title": "Eksempel", "copyright": "Oppdiktet.", "item": list(items), "helhet": {"scoring": list(scoring)}, **more,
    }  # fmt: skip


def total(links: Iterable[str], low: float, high: float, **more: Any) -> dict[str, Any]:
    """The sum of these questions."""
    return {"name": "total", "title": "Sum", "kind": "sum", "items": list(links), "range": [low, high], **more}


def worded(name: str, language: str = "nb", version: str = "eksempel-1") -> dict[str, Any]:
    """A shipped structure with invented wording, as a municipality would fill it in."""
    held: dict[str, Any] = json.loads((SHIPPED / f"{name}.{language}.json").read_text(encoding="utf-8"))
    held.update(version=version, status="active", copyright="Oppdiktet ordlyd til prøve.")
    del held["helhet"]["structure"]
    for item in held["item"]:
        item["text"] = f"Oppdiktet setning {item['linkId']}"
        for one in item["answerOption"]:
            one["valueCoding"]["display"] = f"oppdiktet svar {one['valueCoding']['code']}"
    return held


def as_bytes(held: object) -> bytes:
    """As it would stand on disk."""
    return json.dumps(held, ensure_ascii=False).encode()
