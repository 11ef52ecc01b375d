"""The board: somebody put on it, followed more or less closely, taken off; and a short meeting, person by person, ended with one line."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, require_write
from helhet.access.rules import Part, Purpose
from helhet.organisation.models import Municipality, Staff, Unit
from helhet.organisation.queries import colleagues
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.people.models import Person
from helhet.team.models import BoardMeeting, BoardTurn, OnBoard, Task
from helhet.team.rules import FORGOTTEN_AFTER, LONGEST_BOARD, board_faults, minutes_faults


@transaction.atomic
def put_on_board(person_id: UUID, *, level: int, why_kind: str, why: str, by: Actor) -> OnBoard:
    """From now on the team follows her more closely, and why. She can read it."""
    require_write(by, person_id, Part.CASE, Purpose.COORDINATION)
    faults = list(board_faults(level, why_kind, why))
    if OnBoard.objects.filter(person_id=person_id, until=None).exists():
        faults.append(Fault("", N_("Personen står alt på tavlen.")))
    refuse_if_any(faults)
    place = OnBoard.objects.create(
        person_id=person_id, level=level, level_since=by.on, why_kind=why_kind, why=why.strip(), since=by.on, **authorship(by)
    )
    log.did(N_("satte på tavlen"), place, by=by)
    return place


def _running(place: OnBoard) -> OnBoard:
    """The place as it stands now, held until this change is through; who is off the board is put on anew."""
    now = OnBoard.objects.select_for_update().get(pk=place.pk)
    refuse_if_any([Fault("", N_("Noen har alt tatt personen av tavlen."))] if now.until else [])
    return now


@transaction.atomic
def follow(place: OnBoard, *, level: int, why_kind: str, why: str, by: Actor) -> None:
    """More or less closely than before, or for another reason; what it was is kept."""
    require_write(by, place.person_id, Part.CASE, Purpose.COORDINATION)
    now = _running(place)
    refuse_if_any(board_faults(level, why_kind, why))
    was = {"level": now.level, "level_since": now.level_since, "why_kind": now.why_kind, "why": now.why}
    if level != now.level:
        now.level_since = by.on
    now.level, now.why_kind, now.why = level, why_kind, why.strip()
    if was == {"level": now.level, "level_since": now.level_since, "why_kind": now.why_kind, "why": now.why}:
        return
    now.save(update_fields=["level", "level_since", "why_kind", "why"])
    log.did(N_("endret plassen på tavlen"), now, by=by, was=was)
    place.refresh_from_db()


@transaction.atomic
def take_off_board(place: OnBoard, *, reason: str, by: Actor) -> None:
    """She is followed as everybody else again, and why."""
    require_write(by, place.person_id, Part.CASE, Purpose.COORDINATION)
    refuse_if_any([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor det ikke trengs lenger."))])
    now = _running(place)
    now.until, now.until_reason = by.on, reason.strip()[:200]
    now.save(update_fields=["until", "until_reason"])
    log.did(N_("tok av tavlen"), now, by=by, was={"until": None}, note=now.until_reason)
    place.refresh_from_db()


@transaction.atomic
def begin_board_meeting(
    municipality: Municipality | None, *, minutes_long: int, present: Collection[UUID], by: Actor
) -> BoardMeeting:  # fmt: skip
    """Begin a meeting at the board with those who are there. One that was forgotten is over by then."""
    unit = _unit_of(by)
    there = {one.pk: one for one in colleagues(by)}
    refuse_if_any(_begin_faults(minutes_long, present, there))
    for old in BoardMeeting.objects.select_for_update().filter(begun_by_id=by.staff_id, ended_at=None):
        refuse_if_any([Fault("", N_("Du har alt et tavlemøte i gang."))] if old.begun_at > by.at - FORGOTTEN_AFTER else [])
        _close(old, min(by.at, old.begun_at + FORGOTTEN_AFTER), "")
    meeting = BoardMeeting.objects.create(
        unit=unit, municipality=municipality, begun_at=by.at, begun_by_id=by.staff_id, minutes_long=minutes_long
    )
    meeting.present.set(there[key] for key in present)
    return meeting


def _unit_of(by: Actor) -> Unit:
    """Whose meeting it is: the unit of whoever begins it, her service before the coordinating unit."""
    found = Unit.objects.filter(pk__in=by.unit_ids).order_by("is_coordinating_unit", "name").first()
    if found is None or by.staff_id is None:
        raise NotVisible
    return found


def _begin_faults(minutes_long: int, present: Iterable[UUID], there: Collection[UUID]) -> Iterable[Fault]:
    if not 5 <= minutes_long <= LONGEST_BOARD:
        yield Fault("minutes_long", N_("Skriv hvor mange minutter møtet varer, fra 5 til {most}."), {"most": LONGEST_BOARD})
    if set(present) - set(there):
        yield Fault("present", N_("Velg blant dem som jobber her."))


@transaction.atomic
def take_up(person_id: UUID, *, meeting: BoardMeeting, by: Actor) -> None:
    """She has been spoken of in this meeting; said twice, it is said once."""
    require_write(by, person_id, Part.CASE, Purpose.COORDINATION)
    refuse_if_any(_ended(meeting, by))
    if not OnBoard.objects.filter(person_id=person_id, until=None).exists():
        raise NotVisible
    if not BoardTurn.objects.filter(meeting=meeting, person_id=person_id).exists():
        turn = BoardTurn.objects.create(meeting=meeting, person_id=person_id, **authorship(by))
        log.did(N_("snakket om på tavlemøtet"), turn, by=by)


def _ended(meeting: BoardMeeting, by: Actor) -> Iterable[Fault]:
    if meeting.ended_at or meeting.begun_by_id != by.staff_id:
        yield Fault("", N_("Møtet er avsluttet."))


@transaction.atomic
def end_board_meeting(meeting: BoardMeeting, *, words: str, by: Actor) -> None:
    """The meeting is over: one line that names nobody. What was agreed stands as tasks."""
    now = BoardMeeting.objects.select_for_update().get(pk=meeting.pk)
    refuse_if_any(_ended(now, by))
    named = Person.objects.filter(pk__in=BoardTurn.objects.filter(meeting=now).values("person"))
    names = [name for pair in named.values_list("given", "family") for name in pair if name]
    refuse_if_any(minutes_faults(words, names))
    _close(now, by.at, words.strip())
    meeting.refresh_from_db()


def _close(meeting: BoardMeeting, at: datetime, words: str) -> None:
    there = Staff.objects.filter(pk__in=[meeting.begun_by_id, *meeting.present.values_list("pk", flat=True)])
    turns = BoardTurn.objects.filter(meeting=meeting)
    agreed = Task.objects.filter(person__in=turns.values("person"), at__gte=meeting.begun_at, at__lte=at)
    names = [*there.values_list("name", flat=True)]
    meeting.ended_at, meeting.words = at, words
    meeting.gone_through, meeting.agreed = turns.count(), agreed.filter(by_name__in=names).count()
    meeting.save(update_fields=["ended_at", "words", "gone_through", "agreed"])
