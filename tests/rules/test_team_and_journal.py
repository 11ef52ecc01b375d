"""Meetings, tasks and notes as plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhet.journal.rules import NoteKind, Signed, seal_of, usual_kind
from helhet.organisation.rules import Fault
from helhet.team.calendar import calendar_file
from helhet.team.rules import Appointment, escalates_on, minutes_due, on_open_desks, read_video
from tests.oracle.said import said

NOON = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)  # twelve in Norway
MEETING = Appointment(uuid4(), NOON, 60, "Poliklinikken, Byglandsfjord; 2. etasje", "https://video.kommune.example/rom/7", 1, False, NOON)
SIGNED = Signed("health", date(2026, 11, 10), "Samtale", "Vi snakket om søvn.\nSiri vil vente.", None, "konto", "Ingunn Austad", NOON)


@pytest.mark.parametrize(
    "link", ["https://video.kommune.example/rom/7", " https://join.nhn.example/a?b=c#d ", "https://a.example:443/x", ""]
)
def test_a_video_link_is_taken(link: str) -> None:
    assert read_video(link) == link.strip()


@pytest.mark.parametrize(
    "link",
    [
        "http://video.kommune.example/rom", "javascript:alert(1)", "video.kommune.example/rom", "https://localhost/rom",
        "https://kommune.example@ondskap.example/", "https://kommune.example:8443/", "https://kommune.example/a b", "https://",
        "https://kommune.example:x/", "https://kommune.example/\\evil", "https://[::1]/", "ftp://kommune.example/",
        "https://a.example/" + "x" * 200,
    ],
)  # fmt: skip
def test_a_link_that_may_lead_elsewhere_is_refused_with_what_to_do(link: str) -> None:
    found = read_video(link)
    assert isinstance(found, Fault)
    assert "https://" in found.reason


@given(st.text(max_size=80))
def test_no_text_makes_the_link_reader_fail(text: str) -> None:
    read_video(text)
    read_video(f"https://{text}")


def test_a_calendar_file_reads_back_as_it_was_written() -> None:
    calendar = icalendar.Calendar.from_ical(calendar_file(MEETING, summary="Møte"))
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == f"{MEETING.key}@helhet"
    assert event["DTSTART"].params["TZID"] == "Europe/Oslo"
    assert event["DTSTART"].dt == NOON
    assert event["DTSTART"].dt.hour == 12
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 3600
    assert (event["SEQUENCE"], event["STATUS"], event["SUMMARY"]) == (1, "CONFIRMED", "Møte")
    assert event["LOCATION"] == MEETING.place
    assert event["CLASS"] == "PRIVATE"
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Oslo"


def test_a_cancelled_meeting_takes_itself_out_of_the_calendar() -> None:
    calendar = icalendar.Calendar.from_ical(calendar_file(replace(MEETING, cancelled=True, sequence=2), summary="Møte"))
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_summer_and_winter_time_both_stand_at_the_hour_on_the_wall() -> None:
    for starts in (datetime(2026, 7, 1, 10, 0, tzinfo=UTC), datetime(2026, 12, 1, 11, 0, tzinfo=UTC)):
        text = calendar_file(replace(MEETING, starts_at=starts), summary="Møte").decode()
        assert f"DTSTART;TZID=Europe/Oslo:{starts:%Y%m%d}T120000" in text


@pytest.mark.parametrize(
    ("text", "stands"),
    [("Poliklinikken", True), ("Hjemme hos Siri", False), ("haugen 3", False), ("https://v.example/siri-haugen", False), ("Sirius", True)],
)
def test_what_names_her_does_not_lie_open_on_desks(text: str, stands: bool) -> None:
    assert bool(on_open_desks(text, ["Siri", "Haugen"])) is stands


def test_days_are_counted_from_the_day_it_should_be_done() -> None:
    assert escalates_on(date(2026, 11, 10), after_days=3) == date(2026, 11, 13)
    assert minutes_due(date(2026, 11, 3)) == date(2026, 11, 10)
    note = {"kind": "health", "on": date(2026, 11, 8), "written_on": date(2026, 11, 8)}
    assert said("DO-1", "2026-11-09", note=[note]) == "due by 2026-11-10: sign"


def test_the_kind_of_a_note_follows_the_legal_basis() -> None:
    assert usual_kind([]) == NoteKind.HEALTH
    assert usual_kind(["hol-3-2-4", "hol-3-2-6b"]) == NoteKind.HEALTH
    assert usual_kind(["hol-3-2-6b"]) == usual_kind(["bosl-6", "sotjl-17"]) == NoteKind.SERVICE


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Vi snakket om søvn.\nSiri vil ikke vente."}, {"heading": "Telefon"}, {"on": date(2026, 11, 9)}, {"kind": "service"},
        {"by_name": "En annen"}, {"corrects": uuid4()}, {"signed_at": datetime(2026, 11, 19, 11, 1, tzinfo=UTC)},
    ],
)  # fmt: skip
def test_a_seal_holds_for_what_was_signed_and_for_nothing_else(change: dict) -> None:
    assert seal_of(SIGNED, key="k") == seal_of(replace(SIGNED), key="k")
    assert seal_of(replace(SIGNED, **change), key="k") != seal_of(SIGNED, key="k")
    assert seal_of(SIGNED, key="another") != seal_of(SIGNED, key="k")
