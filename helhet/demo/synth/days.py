"""What happens from day to day: contacts, notes, meetings, answers to instruments, and stays in hospital."""

from typing import Any

import numpy as np

from helhet.journal.rules import HEALTH_CARE

from .columns import NONE, Keys, Numbers, Words
from .helped import Helped
from .people import BASES, GROUPS, People, Services
from .world import World, assumed, each

CONTACTS = ("talk", "home_visit", "telephone", "video", "message", "along", "partner", "not_met")
INSTRUMENTS = ("livsomrader", "stigen", "bedring", "audit", "dudit", "phq-9", "gad-7", "who-5")


def _happened(world: World, rows: Services, what: str) -> tuple[Numbers, Numbers]:
    """Of which service, and which day: so many a year while a service runs, in the order of days for each."""
    rate = np.array(assumed("a_year", what))[rows.pathway]
    of, _ = each(world.times(rate, rows.last - rows.opened))
    on = world.within(rows.opened[of], rows.last[of])
    order = np.lexsort((on, of))
    return of, on[order]


def contacts(world: World, rows: Services) -> None:
    """Contacts, and the notes of about half of them."""
    service, on = _happened(world, rows, "contacts")
    of = rows.of[service]
    kinds = world.one_of(CONTACTS, (0.34, 0.2, 0.2, 0.02, 0.08, 0.05, 0.06, 0.05), len(of))
    world.tell("contact", of, kind=kinds, on=on, minutes=world.chance.choice([15, 30, 45, 60, 90], size=len(of)))
    noted = world.yes(assumed("shares", "notes"), len(of))
    keys = world.keys("note", int(noted.sum()))
    notes = np.zeros(len(of), dtype=np.uint64)
    notes[noted] = keys.numbers
    world.beside("contact", note=Keys(notes))
    of, on = of[noted], on[noted]
    signed = world.done(on + np.minimum(world.days_after(0.5, 0.8, len(of)), 4), late_by=3)
    health = np.isin(np.array(BASES), sorted(HEALTH_CARE))[world.basis[service[noted]]]
    wrong = world.yes(assumed("shares", "wrong_journal"), len(of))
    kind = Words(("health", "service"), (health == wrong).astype(np.int64))
    rewritten = world.yes(assumed("elsewhere", "note_changed"), len(of)) & (signed != NONE) & world.elsewhere
    changed = np.where(rewritten, world.past(signed + 20), NONE)
    world.tell("note", of, id=keys, kind=kind, on=on, written_on=on, signed_on=signed, changed_on=changed)


def meetings(world: World, rows: Services) -> None:
    """Meetings with her and those around her; her practitioner is asked to some."""
    service, on = _happened(world, rows, "meetings")
    of = rows.of[service]
    size = len(of)
    invited, gp = world.yes(0.95, size), world.yes(0.4, size)
    kind = world.one_of(("group", "cooperation", "discharge", "network"), (0.55, 0.28, 0.08, 0.09), size)
    world.tell(
        "meeting", of, kind=kind, on=on, held=True, person_invited=invited, person_came=np.where(invited, world.yes(0.9, size), NONE),
        gp_invited=gp, gp_answered=np.where(gp, world.yes(0.7, size), NONE),
        school_invited=world.yes(0.03, size), minutes_shared_on=world.done(on + 6),
    )  # fmt: skip
    service, on = _happened(world, rows, "responses")
    of = rows.of[service]
    shares = (0.35, 0.15, 0.1, 0.12, 0.06, 0.1, 0.06, 0.06)
    by = world.one_of(("person", "together", "worker"), (0.4, 0.45, 0.15), len(of))
    world.tell("response", of, instrument=world.one_of(INSTRUMENTS, shares, len(of)), on=on, answered_by=by)


def stays(world: World, people: People, life: Helped) -> None:
    """Stays in hospital with their notices and answers; a moment is a number of minutes, and a day in Norway one of UTC at noon."""
    rate = np.array([assumed("stays", name) for name in GROUPS])[people.group]
    of, _ = each(world.times(rate, life.last - life.first))
    admitted = world.within(life.first[of], life.last[of])
    size = len(of)
    hour = world.chance.integers(6, 20, size) * 60
    notice = np.where(world.yes(0.83, size), world.days_after(420, 0.6, size), 1000 + world.days_after(1300, 0.6, size))
    at = admitted * 1440 + hour
    notified = _before_night(np.minimum(at + notice, world.on * 1440 + 20 * 60))
    of_day = world.past(notified // 1440 + 1 + world.days_after(13, 0.8, size))
    told = {"admitted_at": at, "notified_at": notified, "admitted_on": admitted, "notified_on": notified // 1440,
            "notice_minutes": notified - at}  # fmt: skip
    exact = world.yes(0.93, size)
    told["notice_minutes"] = np.where(exact, told["notice_minutes"], NONE)
    named = world.yes(0.8, size)
    told["contact_on"], told["contact_by"] = world.past(np.where(named, admitted + 1, NONE)), admitted + 3
    told["ready_points"] = np.where(of_day == NONE, NONE, world.chance.choice([3, 4, 5, 5, 5, 5, 5, 5, 5, 5], size=size))
    world.tell("stay", of, admitted_exact=exact, **told, **_ready(world, of_day, size))


def _before_night(moments: Numbers) -> Numbers:
    """The same day in Norway as in UTC: what would be sent after 22 is sent then."""
    return np.minimum(moments, moments // 1440 * 1440 + 22 * 60 - 1)


def _ready(world: World, ready: Numbers, size: int) -> dict[str, Any]:
    """Declared ready, answered, taken home, and the letter after."""
    at = np.where(ready == NONE, NONE, ready * 1440 + 10 * 60)
    taken_back = (ready != NONE) & world.yes(0.03, size)
    answered = np.where(taken_back, NONE, world.done(ready + np.minimum(world.days_after(0.6, 0.6, size), 3), late_by=2))
    answered = np.where(ready == NONE, NONE, answered)
    waits = (ready > world.on - 40) & world.yes(assumed("shares", "still_waits"), size)
    answered = np.where(waits & world.yes(0.3, size), NONE, answered)
    home = np.where((ready == NONE) | taken_back | waits, NONE, world.past(ready + np.minimum(world.days_after(1.4, 0.8, size), 40)))
    letter = np.where(home == NONE, NONE, world.done(home + np.minimum(world.days_after(2.2, 0.9, size), 30)))
    later = np.where(home == NONE, 2, np.minimum(np.maximum(home - ready, 0), 2))
    answer = Words(("today", "from_day", "not_yet"), np.where(answered == NONE, -1, later))
    return {
        "ready_at": at, "ready_on": ready, "told_ready_on": ready, "answer": answer, "too_early": world.yes(0.08, size),
        "ready_withdrawn_at": np.where(taken_back, at + 300, NONE), "withdrawn_on": np.where(taken_back, ready, NONE),
        "answered_at": np.where(answered == NONE, NONE, answered * 1440 + 13 * 60), "answered_on": answered,
        "receive_on": np.where(answered == NONE, NONE, home), "discharged_on": home,
        "discharged_at": np.where(home == NONE, NONE, home * 1440 + 12 * 60), "letter_on": letter,
    }  # fmt: skip


def emergencies(world: World, people: People, life: Helped) -> None:
    """Somebody opened the record in an emergency, and somebody else looked through it."""
    who = np.flatnonzero(world.yes(assumed("shares", "emergency"), people.size))
    since = world.within(life.first[who], life.last[who])
    worker = world.at_work(since)
    world.tell(
        "access", who, role="emergency", since=since, until=since + 1, staff=world.workers.of(worker), staff_left_on=world.left[worker],
        emergency=True, reviewed_on=world.done(since + 1),
    )  # fmt: skip
