"""What is known of the whole of somebody's situation: the life areas gone through with her, bodily health among them."""

from typing import Any

from helhet.mapping.rules import LIFE_AREAS
from helhet.organisation.rules import N_

from .days import asked_again
from .rules import Criterion, Day, Holder, Length, Tables, Target, Targets

MAP_WITHIN = Target("life_areas_mapped_within", N_("livsområdene er gått gjennom innen"), Length(months=3))
MAP_AGAIN = Target("life_areas_mapped_again", N_("livsområdene gås gjennom igjen etter"), Length(months=12))


def life_areas_are_mapped(tables: Tables, on: Day, targets: Targets) -> Any:
    """LK-1: who gets help has gone through the eight life areas, bodily health among them, and does so again."""
    rows = tables["response"]
    rows = rows.filter((rows.instrument == LIFE_AREAS) & (rows["on"] <= on))
    return asked_again(tables, on, rows, within=targets[MAP_WITHIN.key], again=targets[MAP_AGAIN.key], step="map")


CRITERIA = (
    Criterion(
        "LK-1",
        N_("Livsområdene er kartlagt, også fysisk helse"),
        ("agreed",),
        Holder.MUNICIPALITY,
        N_("personer som får hjelp"),
        N_("tre måneder etter at hjelpen begynte, og hvert år"),
        N_("kartleggingen av livsområdene"),
        ("person", "case", "response"),
        life_areas_are_mapped,
        targets=(MAP_WITHIN, MAP_AGAIN),
        silent="the room of mapping asks for it itself, sooner than this (mapping.queries.due)",
    ),
)
