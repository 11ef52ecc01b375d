"""What happens with a plan: begun, written in, evaluated, disagreed on, settled as a version, ended."""

from .answers import answer_by_link, settle_answer
from .frame import begin, begin_under, consent_anew, end, frame, settle
from .goals import add_goal, choose, end_goal, evaluate, set_goal, write_goal
from .sides import answer_disagreement, disagree, remove_crisis_step, settled, write_crisis_notes, write_crisis_step
from .steps import add_action, change_action

__all__ = [
    "add_action", "add_goal", "answer_by_link", "answer_disagreement", "begin", "begin_under", "change_action", "choose", "consent_anew",
    "disagree", "end", "end_goal", "evaluate", "frame", "remove_crisis_step", "set_goal", "settle", "settle_answer", "settled",
    "write_crisis_notes", "write_crisis_step", "write_goal",
]  # fmt: skip
