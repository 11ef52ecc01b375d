"""What happens with an enquiry, a case, an offer, a decision, and who coordinates."""

from .casework import (
    answer_offer,
    change_pathway,
    close,
    complain,
    decide,
    forward_complaint,
    meet_need,
    note_need,
    notify_decision,
    offer,
)
from .coordinator import appoint, away, replace, step_down
from .enquiries import NewEnquiry, help_on, register, reply, take, triage

__all__ = [
    "NewEnquiry", "answer_offer", "appoint", "away", "change_pathway", "close", "complain", "decide", "forward_complaint", "help_on",
    "meet_need", "note_need", "notify_decision", "offer", "register", "replace", "reply", "step_down", "take", "triage",
]  # fmt: skip
