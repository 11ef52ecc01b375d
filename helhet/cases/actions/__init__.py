"""What happens with an enquiry, a case, an offer, a decision, and who coordinates."""

from .casework import answer_offer, change_pathway, close, leaving, meet_need, note_need, offer
from .coordinator import appoint, away, back, replace, step_down
from .decisions import complain, decide, forward_complaint, note_result, notify_decision, uphold_complaint
from .enquiries import NewEnquiry, ask_for_help, help_on, register, reply, take, triage

__all__ = [
    "NewEnquiry", "answer_offer", "appoint", "ask_for_help", "away", "back", "change_pathway", "close", "complain", "decide",
    "forward_complaint", "help_on", "leaving", "meet_need", "note_need", "note_result", "notify_decision", "offer", "register",
    "replace", "reply", "step_down", "take", "triage", "uphold_complaint",
]  # fmt: skip
