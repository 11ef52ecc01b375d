"""Her plan as pages, the day and paper need it."""

from .content import content_of, crisis_content_of
from .due import crisis_plans, due, goals, plans, promised
from .pages import (
    Crisis,
    Shown,
    goals_in_short,
    individual_plan,
    open_action,
    open_crisis,
    open_crisis_step,
    open_crisis_version,
    open_disagreement,
    open_goal,
    open_plan,
    open_version,
    open_wording,
    said_lately,
    steps_of,
    timeline,
)
from .sharing import answers_of, crisis_to_read, plan_to_read, printed

__all__ = [
    "answers_of",
    "Crisis",
    "Shown",
    "content_of",
    "crisis_content_of",
    "crisis_plans",
    "crisis_to_read",
    "due",
    "goals",
    "goals_in_short",
    "individual_plan",
    "open_action",
    "open_crisis",
    "open_crisis_step",
    "open_crisis_version",
    "open_disagreement",
    "open_goal",
    "open_plan",
    "open_version",
    "open_wording",
    "plan_to_read",
    "plans",
    "printed",
    "promised",
    "said_lately",
    "steps_of",
    "timeline",
]
