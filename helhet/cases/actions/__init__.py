"""What happens with an enquiry, a case, an offer, a decision, and who coordinates."""

from .bought import buy_care, end_bought, look_at_bought
from .casework import answer_offer, change_pathway, close, leaving, meet_need, note_need, offer
from .coordinator import appoint, away, back, replace, step_down
from .decisions import (
    complain,
    decide,
    forward_complaint,
    note_opened,
    note_result,
    notify_decision,
    say_how_to_complain,
    send_digitally,
    tell_again,
    uphold_complaint,
)
from .enquiries import NewEnquiry, ask_for_child, ask_for_help, ask_for_kin, help_on, register, reply, take, triage
from .moving import move_enquiry, move_with_record, move_without_record
from .notices import AnyNotice, answer_notice, ask_about_record, note_notice

__all__ = [
    "AnyNotice", "NewEnquiry", "answer_notice", "answer_offer", "appoint", "ask_about_record", "ask_for_child", "ask_for_help",
    "ask_for_kin", "away", "back", "buy_care", "change_pathway", "close", "complain", "decide", "end_bought", "forward_complaint",
    "help_on", "leaving", "look_at_bought", "meet_need", "move_enquiry", "move_with_record", "move_without_record", "note_need",
    "note_notice", "note_opened", "note_result", "notify_decision", "offer", "register", "replace", "reply", "say_how_to_complain",
    "send_digitally", "step_down", "take", "tell_again", "triage", "uphold_complaint",
]  # fmt: skip
