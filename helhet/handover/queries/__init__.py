"""Stays in hospital and the messages they came by: the pages, the coordinating unit's desk, addresses, and what is due."""

from .desk import (
    Addressee,
    Suggestion,
    addressee,
    addresses,
    desk,
    municipalities_of,
    open_attachment,
    open_message,
    original,
    settled,
    suggestions,
    unresolved,
)
from .due import DUE, due, in_hospital, stays
from .stays import OF_DAY, OF_PERSON, Clocks, Readiness, admissions_of, clocks, messages_of, open_admission, readiness, timeline, waiting

__all__ = [
    "DUE", "OF_DAY", "OF_PERSON", "Addressee", "Clocks", "Readiness", "Suggestion", "addressee", "addresses", "admissions_of", "clocks",
    "desk", "due", "in_hospital", "messages_of",
    "municipalities_of", "open_admission", "open_attachment", "open_message", "original", "readiness", "settled", "stays", "suggestions",
    "timeline", "unresolved", "waiting",
]  # fmt: skip
