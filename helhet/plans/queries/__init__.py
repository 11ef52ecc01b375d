"""Her plan as pages, the day and paper need it."""

from .content import content_of
from .due import due, goals, plans, promised
from .pages import (
    Crisis,
    Shown,
    goals_in_short,
    individual_plan,
    open_action,
    open_crisis,
    open_crisis_step,
    open_disagreement,
    open_goal,
    open_plan,
    open_version,
    open_wording,
    said_lately,
    steps_of,
    timeline,
)

__all__ = [
    "Crisis",
    "Shown",
    "content_of",
    "due",
    "goals",
    "goals_in_short",
    "individual_plan",
    "open_action",
    "open_crisis",
    "open_crisis_step",
    "open_disagreement",
    "open_goal",
    "open_plan",
    "open_version",
    "open_wording",
    "plans",
    "promised",
    "said_lately",
    "steps_of",
    "timeline",
]
