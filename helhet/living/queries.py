"""Where she lives and has lived, what she needs, what she was warned of, what she does; and what is due of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from helhet.access.log import Opening
from helhet.access.policy import Actor
from helhet.access.questions import Only, asks
from helhet.cases.rules import Due
from helhet.organisation.rules import N_

from . import rules
from .models import Activity, EvictionWarning, Housing, HousingNeed


@dataclass(frozen=True)
class Living:
    """Everything about home and days: what holds now first."""

    now: Housing | None
    before: list[Housing]
    needs: list[HousingNeed]
    past_needs: list[HousingNeed]
    warnings: list[EvictionWarning]
    activities: list[Activity]
    past_activities: list[Activity]


def living_of(opening: Opening, person_id: UUID) -> Living:
    """Her home and her days, as this actor may see them."""
    homes = opening.all(Housing.objects.filter(person_id=person_id).order_by("-since", "-at"))
    needs = opening.all(HousingNeed.objects.filter(person_id=person_id).order_by("since", "at"))
    warnings = opening.all(EvictionWarning.objects.filter(person_id=person_id).order_by("-warned_on", "-at"))
    activities = opening.all(Activity.objects.filter(person_id=person_id).order_by("since", "at"))
    return Living(
        next((one for one in homes if one.until is None), None), [one for one in homes if one.until],
        [one for one in needs if one.ended_on is None], [one for one in needs if one.ended_on], warnings,
        [one for one in activities if one.until is None], [one for one in activities if one.until],
    )  # fmt: skip


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Warnings of eviction nobody has dealt with."""
    return [
        Due(
            row["about"], N_("varslet utkastelse: snakk med utleier"), rules.eviction_due(row["warned_on"], row["by_day"]),
            N_("{from_whom} varslet {warned} om at boligen kan gå tapt."), N_("boligsosialloven § 6; tre dager er et lokalt mål"),
            "eviction", row["pk"], {"from_whom": row["from_whom"], "warned": row["warned_on"]},
        )
        for row in opening.ask(_unsettled, None if person_ids is None else list(person_ids))
    ]  # fmt: skip


@asks(EvictionWarning, "warned_on", "by_day", "from_whom")
def _unsettled(actor: Actor, only: Only) -> QuerySet:
    return EvictionWarning.objects.filter(only("person"), settled_on=None)


# What `due` asks about the persons it is given, for a page that asks everything at once (`Opening.ask_ahead`).
DUE = (_unsettled,)
