"""What is known of the whole of somebody's situation: bodily health, asked of with the other life areas."""

from typing import Any

from helhet.mapping.rules import LIFE_AREAS, MAPPED_WITHIN_DAYS
from helhet.organisation.rules import N_

from .days import asked_again
from .rules import Criterion, Day, Holder, Length, Tables, Target, Targets

MAP_WITHIN = Target("physical_mapped_within", N_("fysisk helse er kartlagt innen"), Length(MAPPED_WITHIN_DAYS))
MAP_AGAIN = Target("physical_mapped_again", N_("fysisk helse kartlegges igjen etter"), Length(months=12))


def bodily_health_is_mapped(tables: Tables, on: Day, targets: Targets) -> Any:
    """LM-2: who gets help has been asked of her bodily health with the other life areas, and is asked again."""
    rows = tables["response"]
    rows = rows.filter((rows.instrument == LIFE_AREAS) & rows.physical & (rows["on"] <= on))
    return asked_again(tables, on, rows, within=targets[MAP_WITHIN.key], again=targets[MAP_AGAIN.key], step="map")


CRITERIA = (
    Criterion(
        "LM-2",
        N_("Fysisk helse er kartlagt"),
        ("agreed",),
        Holder.MUNICIPALITY,
        N_("personer som får hjelp"),
        N_("en måned etter at hjelpen begynte, og hvert år"),
        N_("kartleggingen av livsområdene, med svar om fysisk helse"),
        ("person", "case", "response"),
        bodily_health_is_mapped,
        targets=(MAP_WITHIN, MAP_AGAIN),
        silent="mapping asks for it itself, gently, and sooner than this (mapping.queries.due)",
    ),
)
