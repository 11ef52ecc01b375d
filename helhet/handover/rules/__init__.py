"""The rules of the hand-over between hospital and municipality: what a message says, and the stay that messages tell."""

from .keeping import kept, moments_in, patient_in, reasons_in, reasons_kept
from .messages import (
    CANCELLATION,
    CHANGED,
    KIND_NAMES,
    NEW,
    OF_STAY,
    OSLO,
    OUTCOME_NAMES,
    SETTLED_NAMES,
    SHOWN_BY_STAY,
    WITH_MEDICINES,
    Kind,
    Letter,
    Moment,
    Number,
    Outcome,
    Patient,
    Reason,
    Settled,
    is_sure,
)
from .stay import (
    ANSWER_NAMES,
    CONTACT_WITHIN_DAYS,
    NO_POINTS,
    OWNER_WITHIN_WORKING_DAYS,
    READ_WITHIN_WORKING_DAYS,
    READY_POINTS,
    Answer,
    Hospital,
    KnownStay,
    Notice,
    Said,
    Stay,
    answer_faults,
    contact_due,
    days_to_pay,
    notice,
    owner_due,
    read_due,
    tell,
    which_stay,
)

__all__ = [
    "ANSWER_NAMES", "CANCELLATION", "CHANGED", "CONTACT_WITHIN_DAYS", "KIND_NAMES", "NEW", "NO_POINTS", "OF_STAY", "OSLO", "OUTCOME_NAMES",
    "OWNER_WITHIN_WORKING_DAYS", "READY_POINTS", "READ_WITHIN_WORKING_DAYS", "SETTLED_NAMES", "SHOWN_BY_STAY", "WITH_MEDICINES", "Answer",
    "Hospital", "Kind", "KnownStay", "Letter", "Moment", "Notice", "Number", "Outcome", "Patient", "Reason", "Said", "Settled", "Stay",
    "answer_faults", "contact_due", "days_to_pay", "is_sure", "kept", "moments_in", "notice", "owner_due", "patient_in", "read_due",
    "reasons_in", "reasons_kept", "tell", "which_stay",
]  # fmt: skip
