"""Taking messages in, telling stays anew, answering the hospital, and settling what could not be tied by itself."""

from .addresses import listen_at
from .answering import answer, note_contact, note_points, take
from .receiving import Parcel, Received, receive
from .settling import mark_read, register, set_aside, tie

__all__ = [
    "Parcel", "Received", "answer", "listen_at", "mark_read", "note_contact", "note_points", "receive", "register", "set_aside", "take",
    "tie",
]  # fmt: skip
