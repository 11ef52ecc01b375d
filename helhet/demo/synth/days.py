"""What happens from day to day: contacts, notes, meetings, answers to instruments, and stays in hospital."""

from typing import Any

import numpy as np

from helhet.journal.rules import HEALTH_CARE
from helhet.mapping.rules import LIFE_AREAS

from .columns import NONE, Keys, Numbers, Words
from .helped import Helped
from .people import BASES, GROUPS, People, Services, each_year
from .world import World, assumed, each

_LOST_DAYS = 150  # the last of a service that has lost touch


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
    lost = world.some("lost_touch", len(rows.of))
    seen = ~(lost[service] & (on > rows.last[service] - _LOST_DAYS))
    service, on = service[seen], on[seen]
    of = rows.of[service]
    kinds = world.mix("contacts", len(of))
    world.tell("contact", of, kind=kinds, on=on, minutes=world.chance.choice([15, 30, 45, 60, 90], size=len(of)))
    noted = world.some("notes", len(of))
    keys = world.keys("note", int(noted.sum()))
    notes = np.zeros(len(of), dtype=np.uint64)
    notes[noted] = keys.numbers
    world.beside("contact", note=Keys(notes))
    of, on = of[noted], on[noted]
    signed = world.done(on + world.takes("note_signed", len(of)), late_by=3)
    health = np.isin(np.array(BASES), sorted(HEALTH_CARE))[world.basis[service[noted]]]
    wrong = world.some("wrong_journal", len(of))
    kind = Words(("health", "service"), (health == wrong).astype(np.int64))
    rewritten = world.yes(assumed("elsewhere", "note_changed"), len(of)) & (signed != NONE) & world.elsewhere
    changed = np.where(rewritten, world.past(signed + 20), NONE)
    world.tell("note", of, id=keys, kind=kind, on=on, written_on=on, signed_on=signed, changed_on=changed)


def meetings(world: World, people: People, rows: Services) -> None:
    """Meetings with her and those around her; her practitioner is asked to some."""
    service, on = _happened(world, rows, "meetings")
    of = rows.of[service]
    size = len(of)
    invited, gp = world.some("meeting_person_invited", size), world.some("meeting_gp_invited", size)
    health = world.some("meeting_health_invited", size)
    kind = world.mix("meetings", size)
    world.tell(
        "meeting", of, kind=kind, on=on, held=True, person_invited=invited,
        person_came=np.where(invited, world.some("meeting_person_came", size), NONE),
        gp_invited=gp, gp_answered=np.where(gp, world.some("meeting_gp_answered", size), NONE),
        health_invited=health, health_answered=np.where(health, world.some("meeting_health_answered", size), NONE),
        school_invited=people.pupil[of] & world.some("meeting_school_invited", size), minutes_shared_on=world.done(on + 6),
    )  # fmt: skip
    service, on = _happened(world, rows, "responses")
    of = rows.of[service]
    _answered(world, of, on, world.mix("instruments", len(of)))
    of, on = each_year(world, rows, "mapped")
    _answered(world, of, on, Words((LIFE_AREAS,), np.zeros(len(of), dtype=np.int64)))


def _answered(world: World, of: Numbers, on: Numbers, instrument: Words) -> None:
    physical = np.array([word == LIFE_AREAS for word in instrument.words])[instrument.places]
    world.tell("response", of, instrument=instrument, on=on, answered_by=world.mix("answered_by", len(of)), physical=physical)


def stays(world: World, people: People, life: Helped) -> None:
    """Stays in hospital with their notices and answers; a moment is a number of minutes, and a day in Norway one of UTC at noon."""
    rate = np.array([assumed("stays", name) for name in GROUPS])[people.group]
    of, _ = each(world.times(rate, life.last - life.first))
    admitted = world.within(life.first[of], life.last[of])
    size = len(of)
    hour = world.chance.integers(6, 20, size) * 60
    notice = np.where(world.some("notice_in_time", size), world.days_after(420, 0.6, size), 1000 + world.days_after(1300, 0.6, size))
    at = admitted * 1440 + hour
    notified = _before_night(np.minimum(at + notice, world.on * 1440 + 20 * 60))
    of_day = world.past(notified // 1440 + 1 + world.takes("stay", size))
    told = {"admitted_at": at, "notified_at": notified, "admitted_on": admitted, "notified_on": notified // 1440,
            "notice_minutes": notified - at}  # fmt: skip
    exact = world.some("admitted_hour_said", size)
    told["notice_minutes"] = np.where(exact, told["notice_minutes"], NONE)
    named, said = world.some("hospital_contact_named", size), np.maximum(admitted, notified // 1440) + 1
    told["contact_on"], told["contact_by"] = world.past(np.where(named, said, NONE)), admitted + 3
    told["ready_points"] = np.where(of_day == NONE, NONE, world.chance.choice([4, 6, 8, 8, 8, 8, 8, 8, 8, 8], size=size))
    world.tell("stay", of, admitted_exact=exact, **told, **_ready(world, of_day, size))


def _before_night(moments: Numbers) -> Numbers:
    """The same day in Norway as in UTC: what would be sent after 22 is sent then."""
    return np.minimum(moments, moments // 1440 * 1440 + 22 * 60 - 1)


def _ready(world: World, ready: Numbers, size: int) -> dict[str, Any]:
    """Declared ready, answered, taken home, and the letter after."""
    at = np.where(ready == NONE, NONE, ready * 1440 + 10 * 60)
    taken_back = (ready != NONE) & world.some("ready_taken_back", size)
    answered = np.where(taken_back, NONE, world.done(ready + world.takes("ready_answered", size), late_by=2))
    answered = np.where(ready == NONE, NONE, answered)
    waits = (ready > world.on - 40) & world.some("still_waits", size)
    answered = np.where(waits & world.some("waits_unanswered", size), NONE, answered)
    home = np.where((ready == NONE) | taken_back | waits, NONE, world.past(ready + world.takes("received", size)))
    letter = np.where(home == NONE, NONE, world.done(home + world.takes("letter", size)))
    later = np.where(home == NONE, 2, np.minimum(np.maximum(home - ready, 0), 2))
    answer = Words(("today", "from_day", "not_yet"), np.where(answered == NONE, -1, later))
    return {
        "ready_at": at, "ready_on": ready, "told_ready_on": ready, "answer": answer, "too_early": world.some("ready_too_early", size),
        "ready_withdrawn_at": np.where(taken_back, at + 300, NONE), "withdrawn_on": np.where(taken_back, ready, NONE),
        "answered_at": np.where(answered == NONE, NONE, answered * 1440 + 13 * 60), "answered_on": answered,
        "receive_on": np.where(answered == NONE, NONE, home), "discharged_on": home,
        "discharged_at": np.where(home == NONE, NONE, home * 1440 + 12 * 60), "letter_on": letter,
    }  # fmt: skip


def emergencies(world: World, people: People, life: Helped) -> None:
    """Somebody opened the record in an emergency, and somebody else looked through it."""
    who = np.flatnonzero(world.some("emergency", people.size))
    since = world.within(life.first[who], life.last[who])
    worker = world.at_work(since)
    world.tell(
        "access", who, role="emergency", since=since, until=since + 1, staff=world.workers.of(worker), staff_left_on=world.left[worker],
        emergency=True, reviewed_on=world.done(since + 1),
    )  # fmt: skip
