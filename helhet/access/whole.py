"""Everything the record holds of one person, table by table through the policy: her own copy, with nothing left out by accident.

A worker who takes it out for her gives her what both may see: never more than she would have seen herself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from .log import Opening
from .models import Change, LogEntry
from .policy import NotVisible, about_path, record_models, sees, visible
from .rules import HERS, Part


@dataclass(frozen=True)
class Kind:
    """One kind of document, with every row of it that she may see."""

    document: str
    part: Part
    rows: list[Any]


def everything(opening: Opening, person_id: UUID, *, unfinished: Mapping[str, Q]) -> list[Kind]:
    """Every row about her that she and this actor may see. `unfinished` says, by document, which are not yet written to the end."""
    parts = [part for part in HERS if sees(opening.actor, person_id, part)]
    found, drafts = [], set()
    for model in _hers():
        rows = _about(model, person_id)
        if model.document in unfinished:
            drafts |= set(visible(rows, opening.actor).filter(unfinished[model.document]).values_list("pk", flat=True))
            rows = rows.exclude(unfinished[model.document])
        if model is Change:
            rows = rows.filter(of_part__in=parts)
        found.append(Kind(model.document, model.part, opening.all(rows.order_by("pk"))))
    return [_without(kind, drafts) for kind in found if kind.rows]


def _without(kind: Kind, drafts: set[UUID]) -> Kind:
    """The history of what is not yet finished is not told before it is."""
    return Kind(kind.document, kind.part, [row for row in kind.rows if not (isinstance(row, Change) and row.row in drafts)])


def counted(opening: Opening, person_id: UUID) -> list[tuple[str, int]]:
    """How many there are of each kind: what a copy would hold, without opening it."""
    found = [(model.document, visible(_about(model, person_id), opening.actor).count()) for model in _hers()]
    return [(document, count) for document, count in found if count]


def _hers() -> list[Any]:
    return [model for model in record_models() if model.part in HERS]


def _about(model: Any, person_id: UUID) -> models.QuerySet:
    """The rows about her, with what their path to her and the names in them need."""
    path = model.person_path.rpartition("__")[0]
    beside = [one.name for one in model._meta.concrete_fields if one.is_relation and not hasattr(one.related_model, "person_path")]
    rows: models.QuerySet = model._base_manager.filter(**{about_path(model): person_id})
    return rows.select_related(*filter(None, [path, *beside]))


def copied(row: Any) -> list[Any]:
    """The fields of a row (or of its model) that stand in a copy: all but what lets somebody in (`secrets`)."""
    return [field for field in row._meta.concrete_fields if field.name not in getattr(row, "secrets", ())]


def log_of(opening: Opening, person_ids: list[UUID]) -> list[LogEntry]:
    """Her log, line by line and oldest first. Raises `NotVisible` for whoever may not read it."""
    allowed = [key for key in person_ids if sees(opening.actor, key, Part.LOG)]
    if not allowed:
        raise NotVisible
    for key in allowed:
        opening.remember(key, Part.LOG, "tilgangslogg", key)
    return list(LogEntry.objects.filter(person_id__in=person_ids).order_by("at", "number"))
