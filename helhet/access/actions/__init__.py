"""Opening and ending access: relations, consent, objection, emergency access; accounts; drafts."""

from .accounts import choose_language, drop_draft, keep_draft, move_account, new_account, note_failure, note_success
from .consents import consent, lift, object_to, withdraw
from .emergency import note_emergency_try, open_emergency, reason_faults, review_emergency
from .relations import (
    begin_relation,
    caseload_of,
    closed_out,
    colleague_faults,
    coordinates_for,
    end_now,
    end_relation,
    holder_faults,
    let_in,
    let_see_address,
    open_relation,
    relations_for,
    stop_seeing_address,
)

__all__ = [
    "begin_relation",
    "caseload_of",
    "choose_language",
    "closed_out",
    "colleague_faults",
    "consent",
    "coordinates_for",
    "drop_draft",
    "end_now",
    "end_relation",
    "holder_faults",
    "keep_draft",
    "let_in",
    "let_see_address",
    "lift",
    "move_account",
    "new_account",
    "note_emergency_try",
    "note_failure",
    "note_success",
    "object_to",
    "open_emergency",
    "open_relation",
    "reason_faults",
    "relations_for",
    "review_emergency",
    "stop_seeing_address",
    "withdraw",
]
