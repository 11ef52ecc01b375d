"""What happened from day to day: contacts with their notes, meetings, answers to instruments, and stays in hospital."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from django.conf import settings

from helhet.access.in_bulk import rows_in_bulk
from helhet.demo.bank import bank
from helhet.demo.hospital import NAME as HOSPITAL
from helhet.demo.synth.columns import NONE, Numbers
from helhet.handover.models import Admission, IncomingMessage
from helhet.handover.rules import READY_POINTS, Kind, Outcome
from helhet.journal.models import Contact, Note
from helhet.journal.rules import Signed, seal_of
from helhet.mapping.models import Instrument, Response, Score
from helhet.mapping.rules import answers as answering
from helhet.mapping.rules import scoring
from helhet.mapping.rules.questionnaire import Item
from helhet.mapping.rules.questionnaire import Kind as ItemKind
from helhet.team.models import Attendance, Meeting

from .drawn import Drawn, objects, said_moments, where
from .home import Home
from .people import Everybody

_SHEETS = 40  # ways an instrument is answered; each response is one of them
_HOURS = (7, 8, 9, 10, 11, 12)


def contacts(drawn: Drawn, everybody: Everybody) -> None:
    """Notes, signed under the log's key as any other, and contacts with the note of each."""
    kinds = drawn.words("contact", "kind")
    _notes(drawn, everybody, kinds)
    who, size, on = drawn.rows("contact", "person"), drawn.size("contact"), drawn.numbers("contact", "on")
    begun = said_moments(on * 1440 + drawn.chance.choice(_HOURS, size) * 60)
    rows_in_bulk(Contact, size, {
        "id": drawn.keys("contact"), "person_id": drawn.whose("contact"), "kind": kinds, "started_at": begun,
        "minutes": drawn.counts("contact", "minutes"), "note_id": drawn.spelled(drawn.beside("contact", "note").astype(np.uint64)),
        **everybody.wrote(who, begun),
    })  # fmt: skip


def _notes(drawn: Drawn, everybody: Everybody, contacts: list[str]) -> None:
    who, size = drawn.rows("note", "person"), drawn.size("note")
    noted = objects(contacts)[drawn.beside("contact", "note") != 0]
    headings, texts = np.empty(size, dtype=object), np.empty(size, dtype=object)
    for kind in sorted(set(noted.tolist())):
        at = np.flatnonzero(noted == kind)
        lines = np.array(bank("notes").get(kind, bank("notes")["telephone"]), dtype=object)
        chosen, start = drawn.chance.integers(0, len(lines), len(at)), 2 * drawn.language[who[at]]
        headings[at], texts[at] = lines[chosen, start], lines[chosen, start + 1]
    told = [text.replace("{first}", first) for text, first in zip(texts.tolist(), everybody.given[who].tolist(), strict=True)]
    written, signed = drawn.mornings("note", "written_on"), drawn.mornings("note", "signed_on", hour=14)
    author = everybody.wrote(who, written)
    kinds, days = drawn.words("note", "kind"), drawn.days("note", "on")
    seals = [
        _seal(kind, on, heading, text, key, name, at) if at else ""
        for kind, on, heading, text, key, name, at in zip(
            kinds, days, headings.tolist(), told, author["by_key"], author["by_name"], signed, strict=True
        )
    ]
    rows_in_bulk(Note, size, {
        "id": drawn.keys("note"), "person_id": drawn.whose("note"), "kind": kinds, "on": days, "heading": headings.tolist(), "text": told,
        "signed_at": signed, "digest": seals, **author,
    })  # fmt: skip


def _seal(kind: str, on: str, heading: str, text: str, key: str, name: str, at: str) -> str:
    signed = Signed(
        kind=kind, on=date.fromisoformat(on), heading=heading, text=text, corrects=None, by_key=key, by_name=name,
        signed_at=datetime.fromisoformat(at).replace(tzinfo=UTC),
    )  # fmt: skip
    return seal_of(signed, key=settings.LOG_KEY)


def meetings(drawn: Drawn, home: Home, everybody: Everybody) -> None:
    """Meetings with who was asked to them and who came."""
    who, size, on = drawn.rows("meeting", "person"), drawn.size("meeting"), drawn.numbers("meeting", "on")
    keys, starts = drawn.keys("meeting"), said_moments(on * 1440 + 11 * 60)
    held = drawn.yes("meeting", "held")
    rows_in_bulk(Meeting, size, {
        "id": keys, "person_id": drawn.whose("meeting"), "kind": drawn.words("meeting", "kind"), "starts_at": starts,
        "place": drawn.said("triage", "place", who), "state": where(held, ["held"] * size, "called"),
        "called_at": said_moments((on - 14) * 1440 + 600), "called_by": everybody.worker_names[who].tolist(),
        "called_by_staff_id": everybody.worker_keys[who].tolist(), "summary": drawn.said("triage", "summary", who),
        "minutes_shared_at": drawn.mornings("meeting", "minutes_shared_on", hour=13),
    })  # fmt: skip
    came = drawn.bits("meeting", "person_came")
    _attend(drawn, keys, drawn.yes("meeting", "person_invited"), 0, {"name": everybody.names[who], "herself": True}, present=came)
    whole = np.ones(size, dtype=bool)
    _attend(drawn, keys, whole, 1, {"name": everybody.worker_names[who], "staff_id": everybody.worker_keys[who]}, present=[1] * size)
    answered = where(drawn.yes("meeting", "gp_answered"), ["coming"] * size)
    gp = {"name": objects(["Marit Fjellbu"] * size), "function": "fastlege", "partner_member_id": home.gp_member}
    _attend(drawn, keys, drawn.yes("meeting", "gp_invited"), 2, gp, answer=answered)
    school = {"name": objects(["Tor Lien"] * size), "function": "rektor", "partner_member_id": home.school_member}
    _attend(drawn, keys, drawn.yes("meeting", "school_invited"), 3, school)
    answered = where(drawn.yes("meeting", "health_answered"), ["coming"] * size)
    health = {"name": objects(["Eva Dahle"] * size), "function": "behandler", "partner_member_id": home.health_member}
    _attend(drawn, keys, drawn.yes("meeting", "health_invited"), 4, health, answer=answered)


def _attend(drawn: Drawn, meetings: list[str | None], here: Numbers, number: int, told: dict[str, Any], **each: list[Any]) -> None:
    size = int(here.sum())
    columns = {**told, **{name: objects(values) for name, values in each.items()}, "meeting_id": objects(meetings)}
    rows_in_bulk(Attendance, size, {
        "id": drawn.new_keys(size), "number": number,
        **{name: values[here].tolist() if isinstance(values, np.ndarray) else values for name, values in columns.items()},
    })  # fmt: skip


def responses(drawn: Drawn, everybody: Everybody, sheets: "Sheets") -> None:
    """Answers to instruments with the scores they give."""
    who, names = drawn.rows("response", "person"), drawn.words("response", "instrument")
    size, keys = len(who), drawn.keys("response")
    chosen = drawn.chance.integers(0, _SHEETS, size).tolist()
    found = [sheets.of(name)[sheet] for name, sheet in zip(names, chosen, strict=True)]
    rows_in_bulk(Response, size, {
        "id": keys, "person_id": drawn.whose("response"), "instrument_id": [str(sheets.keys[name]) for name in names],
        "on": drawn.days("response", "on"), "answers": [text for text, _ in found], "answered_by": drawn.words("response", "answered_by"),
        **everybody.wrote(who, drawn.mornings("response", "on")),
    })  # fmt: skip
    given = [(key, name, value) for key, (_, scores) in zip(keys, found, strict=True) for name, value in scores]
    rows_in_bulk(Score, len(given), {
        "id": drawn.new_keys(len(given)), "response_id": [key for key, _, _ in given], "name": [name for _, name, _ in given],
        "value": [value for _, _, value in given],
    })  # fmt: skip


class Sheets:
    """A few ways each instrument is answered, with the scores: made once, drawn by the seed."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.Generator(np.random.Philox(seed))
        instruments = {one.name: one for one in Instrument.objects.filter(language="nb").order_by("name", "version")}
        self.keys: dict[str, str] = {name: one.pk.hex for name, one in instruments.items()}
        self._made = {name: [self._sheet(one) for _ in range(_SHEETS)] for name, one in instruments.items()}

    def of(self, name: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """The ways this instrument is answered: the answers as they are kept, and each score by name."""
        return self._made[name]

    def _sheet(self, instrument: Instrument) -> tuple[str, list[tuple[str, str]]]:
        form = instrument.questionnaire
        drawn = {item.link: self._answer(item) for item in form.questions if item.kind != ItemKind.TEXT}
        for _ in form.questions:  # what an answer makes apply or not, until it stands
            applying = answering.applies(form, drawn)
            drawn = {link: answer for link, answer in drawn.items() if link in applying}
        return json.dumps(drawn, ensure_ascii=False), [(name, f"{value:.3f}") for name, value in scoring.scores(form, drawn).items()]

    def _answer(self, item: Item) -> str | int | bool:
        if item.kind == ItemKind.CHOICE:
            return item.options[int(self._chance.integers(0, len(item.options)))].code
        if item.kind == ItemKind.BOOLEAN:
            return bool(self._chance.integers(0, 2))
        low, high = item.low or Decimal(0), item.high or Decimal(10)
        number = int(self._chance.integers(int(low), int(high) + 1))
        return number if item.kind == ItemKind.INTEGER else str(number)


def stays(drawn: Drawn, home: Home, everybody: Everybody) -> None:
    """Stays in hospital, and the letter after."""
    who, size = drawn.rows("stay", "person"), drawn.size("stay")
    points = ["" if one is None else "".join(READY_POINTS)[:one] for one in drawn.counts("stay", "ready_points")]
    named, answered = drawn.numbers("stay", "contact_on") != NONE, drawn.numbers("stay", "answered_at") != NONE
    rows_in_bulk(Admission, size, {
        "id": drawn.keys("stay"), "person_id": drawn.whose("stay"), "hospital": HOSPITAL, "ward": "Døgnpost", "telephone": "40000170",
        "admitted_exact": drawn.bits("stay", "admitted_exact"), "answer": drawn.words("stay", "answer"),
        "answered_by": where(answered, everybody.worker_names[who].tolist()), "too_early": drawn.bits("stay", "too_early"),
        "contact_name": where(named, ["Eli Strand, kontaktlege"] * size), "ready_points": points,
        **{name: drawn.moments("stay", name) for name in
           ("admitted_at", "notified_at", "ready_at", "ready_withdrawn_at", "answered_at", "discharged_at")},
        **{name: drawn.days("stay", name) for name in ("ready_on", "receive_on", "contact_on", "contact_by")},
    })  # fmt: skip
    at = np.flatnonzero(drawn.numbers("stay", "letter_on") != NONE)
    came, keys = objects(drawn.mornings("stay", "letter_on"))[at].tolist(), drawn.new_keys(len(at))
    said = {
        "label": "Innhold",
        "value": "",
        "kind": "section",
        "fields": [{"label": "Sammendrag", "value": "Oppdiktet epikrise.", "kind": "text", "fields": []}],
    }
    rows_in_bulk(IncomingMessage, len(at), {
        "id": keys, "unit_id": str(home.units[0]), "person_id": drawn.people[who[at]].tolist(),
        "admission_id": objects(drawn.keys("stay"))[at].tolist(), "file": "oppdiktet.xml", "digest": keys, "original": b"",
        "kind": Kind.DISCHARGE_LETTER, "sent_at": came, "received_at": came, "sender": HOSPITAL, "outcome": Outcome.ACCEPTED,
        "content": {"fields": [said]}, "read_at": came, "read_by": everybody.worker_names[who[at]].tolist(),
    })  # fmt: skip
