"""From «this is due» to the page where it is done: one kind, one place, one button."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from helhet.access import queries as access
from helhet.access.log import Opening
from helhet.access.questions import Asked, Question
from helhet.access.rules import Part
from helhet.cases import queries as cases
from helhet.cases.rules import Due
from helhet.handover import queries as handover
from helhet.journal import queries as journal
from helhet.living import queries as living
from helhet.mapping import queries as mapping
from helhet.organisation.rules import N_
from helhet.oversight import due as oversight
from helhet.plans import queries as plans
from helhet.team import queries as team

# kind → (url name, what fills it, button). `row` is the row's own key; `person` the person's; nothing fills a page of several persons.
PLACES: dict[str, tuple[str, str, str]] = {
    "enquiry": ("enquiry", "row", N_("Skriv svar")),
    "triage": ("enquiry", "row", N_("Avklar")),
    "decision-new": ("decisions", "person", N_("Fatt vedtak")),
    "kin": ("person-kin", "person", N_("Avklar")),
    "meeting-new": ("meeting-new", "person", N_("Kall inn")),
    "offer": ("person-offers", "person", N_("Spør")),
    "child": ("person-children", "person", N_("Følg opp")),
    "children": ("person-children", "person", N_("Avklar")),
    "decision": ("decisions", "person", N_("Gi beskjed")),
    "notice": ("notices", "person", N_("Skriv svaret")),
    "notice-new": ("notices", "person", N_("Skriv ned")),
    "of-age": ("notices", "person", N_("Skriv at det er sagt")),
    "protected": ("protected-notices", "person", N_("Se meldingen")),
    "bought": ("bought", "person", N_("Se på det")),
    "complain": ("decisions", "person", N_("Se vedtaket")),
    "complaint": ("decisions", "person", N_("Se klagen")),
    "emergency": ("person-consent", "person", N_("Se gjennom")),
    "look": ("log-review", "", N_("Se på oppslaget")),
    "mandate": ("person-kin", "person", N_("Vurder på nytt")),
    "reading": ("person-consent", "person", N_("Skriv at det er sagt")),
    "coordinator": ("person-team", "person", N_("Finn koordinator")),
    "goal": ("evaluate", "row", N_("Evaluer")),
    "plan": ("plan", "person", N_("Se planen")),
    "action": ("plan", "person", N_("Se tiltaket")),
    "task": ("task", "row", N_("Se oppgaven")),
    "thread": ("thread", "row", N_("Svar")),
    "minutes": ("meeting", "row", N_("Skriv referat")),
    "eviction": ("person-living", "person", N_("Se varselet")),
    "mapping": ("mapping", "person", N_("Kartlegg")),
    "note": ("note", "row", N_("Signer")),
    "admission": ("admission", "row", N_("Svar nå")),
    "stay-ask": ("admission", "row", N_("Se innleggelsen")),
    "consent": ("person-consent", "person", N_("Se samtykkene")),
    "access": ("person-team", "person", N_("Se hvem som har tilgang")),
    "adapt": ("person-edit", "person", N_("Skriv det")),
    "stay": ("admission", "row", N_("Ta ansvar")),
    "letter": ("message", "row", N_("Les")),
    "message": ("message", "row", N_("Finn hvem")),
    "answer": ("shares", "person", N_("Les svaret")),
    "contact": ("journal", "person", N_("Skriv kontakt")),
    "event": ("contact-new", "person", N_("Skriv kontakt")),
}


# What is done on the page of her enquiries, cases and decisions.
CASEWORK = frozenset(
    {
        "enquiry",
        "triage",
        "offer",
        "decision",
        "decision-new",
        "bought",
        "complaint",
        "coordinator",
        "notice",
        "notice-new",
        "of-age",
        "protected",
        "reading",
        "thread",
    }
)


# The part of the record a page opens, where it is another than the one the line stands on.
_OPENS = {
    "consent": Part.CONSENT,
    "adapt": Part.CASE,
    "contact": Part.JOURNAL,
    "mandate": Part.KIN,
    "meeting-new": Part.MEETINGS,
    "note": Part.JOURNAL,
}
# What she does herself in her own record.
_HERS = frozenset({"goal", "plan", "action", "task"})


@dataclass(frozen=True)
class Line:
    """A due line as the page shows it."""

    due: Due
    state: str
    url: str
    button: str
    name: str


# Everybody with something due; on somebody's own day, enquiries and tasks are asked for otherwise.
_ROOMS = (cases, plans, mapping, journal, living, team, handover)
_OF_DAY = (plans, mapping, journal, living, handover)


def _looks(opening: Opening) -> tuple[Question, ...]:
    """What is asked for the coordinating unit alone."""
    return cases.LOOKS if opening.actor.coordinating_unit_ids else ()


def asked_of(opening: Opening, person_ids: list[UUID] | None) -> list[Asked]:
    """What `everything` will ask of the rooms about these persons, for a page that asks it all at once."""
    every = [one for room in _ROOMS for one in room.DUE]
    return [(one, person_ids) for one in (*every, *_looks(opening))]


def everything(opening: Opening, person_ids: Iterable[UUID] | None, *, quiet: bool = True) -> list[Due]:
    """What the law asks for (what can wait for a good moment too, with `quiet`) and what every room has agreed about these persons."""
    persons = None if person_ids is None else list(person_ids)
    # Much is asked to find the few lines that are drawn: a line's row is shown with the line.
    with opening.weighing():
        duties = oversight.due(opening, persons, quiet=quiet and opening.actor.is_staff)
        found = duties + [one for room in _ROOMS for one in room.due(opening, persons)]
        found += cases.looks_due(opening, persons)
    return _within_reach(opening, _once(found))


def of_day(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    """The same for somebody's day: her own tasks, minutes and drafts are on it whoever answers for the person, a colleague's are not."""
    persons = None if person_ids is None else list(person_ids)
    with opening.weighing():
        found = _of_day(opening, persons)
    return _within_reach(opening, _once(found))


def _of_day(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    answered_for = persons
    if persons is not None and opening.actor.coordinating_unit_ids:
        # Whom nobody coordinates is the coordinating unit's at once, whoever else works with her.
        answered_for = [*persons, *(one for one in cases.without_coordinator(opening) if one not in persons)]
    opening.ask_ahead([
        *((one, answered_for) for one in cases.DUE), *((one, persons) for room in _OF_DAY for one in room.DUE),
        *((one, None) for one in (*_looks(opening), *team.OF_DAY, *cases.OF_DAY, *journal.OF_DAY)),
    ])  # fmt: skip
    found = oversight.due(opening, answered_for) + cases.due(opening, answered_for)
    if persons is not None:
        found += [one for one in oversight.due(opening, journal.drafted(opening) - set(answered_for or ())) if one.kind == "note"]
    found += [one for room in _OF_DAY for one in room.due(opening, persons)]
    return found + team.due(opening) + cases.looks_due(opening)


def _once(found: list[Due]) -> list[Due]:
    """Of a duty and what was agreed about the same thing, the duty, which comes first."""
    known: set[tuple[UUID, str, object]] = set()
    kept = []
    for one in found:
        same = (one.person_id, one.kind, one.values.get("of"))
        if one.kind not in ("coordinator", "offer") or same not in known:
            kept.append(one)
        known.add(same)
    return kept


def _within_reach(opening: Opening, found: list[Due]) -> list[Due]:
    """Only what this actor can do something about: on a page that opens for her."""
    if not opening.actor.is_staff:
        return [one for one in found if one.kind in _HERS]
    open_to = {
        part: access.whose_part_is_open(opening.actor, part, {one.person_id for one in found if _OPENS.get(one.kind) == part})
        for part in {_OPENS[one.kind] for one in found if one.kind in _OPENS}
    }
    return [one for one in found if one.kind not in _OPENS or one.person_id in open_to[_OPENS[one.kind]]]


def near(found: Iterable[Due], *, until: date, on: date) -> list[Due]:
    """What is due by this day, most pressing first: today's, then what is a day from today on either side, and so on.

    What has lain for years is no more urgent than what a resident waits for this week, and would push it out of sight.
    """
    pressing = [one for one in found if one.by is None or one.by <= until]
    return sorted(pressing, key=lambda one: (one.state(on) == "calm", _away(one, on), str(one.person_id), one.what))


def _away(one: Due, on: date) -> int:
    return abs((on - one.by).days) if one.by else 0


def lines(found: Iterable[Due], names: Mapping[UUID, Any], *, on: date) -> list[Line]:
    """The due lines, the most pressing first (see `near`)."""
    made = [_line(one, names, on) for one in found]
    return sorted(made, key=lambda line: (line.state == "calm", _away(line.due, on), line.name, line.due.what))


def _line(one: Due, names: Mapping[UUID, Any], on: date) -> Line:
    place, by, button = PLACES[one.kind]
    filled = {"person": [one.person_id], "row": [one.row], "": []}[by]
    person = names.get(one.person_id)
    return Line(one, one.state(on), reverse(place, args=filled), button, person.name if person else "")
