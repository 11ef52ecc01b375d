"""A meeting as a calendar file (RFC 5545): when and where, and nothing that tells whom it is about.

The reader takes the file into a calendar that colleagues, family and suppliers may see. A later SEQUENCE under the same
UID moves the meeting there, and METHOD:CANCEL takes it away (RFC 5546).
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from .rules import Appointment

_OSLO = ZoneInfo("Europe/Oslo")


def calendar_file(meeting: Appointment, *, summary: str) -> bytes:
    """The file's bytes; `summary` is the one word «Møte» in the reader's language."""
    calendar = Calendar()
    calendar.add("prodid", "-//Helhet//Helhet//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled else "PUBLISH")
    calendar.add_component(_event(meeting, summary))
    day = meeting.starts_at.date()
    calendar.add_missing_timezones(first_date=day - timedelta(days=366), last_date=day + timedelta(days=366))
    return bytes(calendar.to_ical())


def _event(meeting: Appointment, summary: str) -> Event:
    starts = meeting.starts_at.astimezone(_OSLO)
    event = Event()
    event.add("uid", f"{meeting.key}@helhet")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.made_at)
    event.add("dtstart", starts)
    event.add("dtend", (meeting.starts_at + timedelta(minutes=meeting.minutes_long)).astimezone(_OSLO))
    event.add("summary", summary)
    # Required by RFC 5546; a worker's name and service would tell what kind of help it is.
    event.add("organizer", f"urn:uuid:{meeting.key}")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.video:
        event.add("url", meeting.video)
    return event
