"""Opening and ending access: relations, consent, objection, emergency access; accounts; drafts."""

from .accounts import (
    choose_language,
    choose_password,
    drop_draft,
    keep_draft,
    move_account,
    new_account,
    note_failure,
    note_success,
)
from .consents import consent, lift, object_to, withdraw
from .emergency import note_emergency_try, open_emergency, reason_faults, review_emergency
from .inspections import begin_inspection, closed_to_inspection, end_inspection
from .letting_in import LetIn, close_account, let_in_partner, let_in_worker, move, password_for_once
from .links import WayIn, link_is_open, make_link, use_link
from .log_review import draw_looks, review_look
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
from .share_links import WrongPasscode, open_link, share_by_link

__all__ = [
    "LetIn",
    "WayIn",
    "WrongPasscode",
    "begin_inspection",
    "begin_relation",
    "caseload_of",
    "choose_language",
    "choose_password",
    "close_account",
    "closed_out",
    "closed_to_inspection",
    "colleague_faults",
    "consent",
    "coordinates_for",
    "draw_looks",
    "drop_draft",
    "end_inspection",
    "end_now",
    "end_relation",
    "holder_faults",
    "keep_draft",
    "let_in",
    "let_in_partner",
    "let_in_worker",
    "let_see_address",
    "lift",
    "link_is_open",
    "make_link",
    "move",
    "move_account",
    "new_account",
    "note_emergency_try",
    "note_failure",
    "note_success",
    "object_to",
    "open_emergency",
    "open_link",
    "open_relation",
    "password_for_once",
    "reason_faults",
    "relations_for",
    "review_emergency",
    "review_look",
    "share_by_link",
    "stop_seeing_address",
    "use_link",
    "withdraw",
]
