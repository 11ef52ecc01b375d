"""A meeting until it is held: called, the agenda hers first, answered, moved, cancelled."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from helhet.access import log
from helhet.access.policy import OSLO, Actor, NotVisible, authorship, require_write
from helhet.access.rules import Part, Purpose
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.people.models import Person
from helhet.team.actions.around import outsiders
from helhet.team.models import AgendaItem, Attendance, Meeting
from helhet.team.rules import LONGEST_MINUTES, MEETING_NAMES, Coming, MeetingState, Who, read_video


def require_coordinating(by: Actor, person_id: UUID) -> None:
    """Calling, holding and following up are our duty: the person herself and her partners speak, but do not run the meeting."""
    require_write(by, person_id, Part.MEETINGS, Purpose.COORDINATION)


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, held until this change is through."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


@transaction.atomic
def call(person_id: UUID, *, kind: str, starts_at: datetime, by: Actor, minutes_long: int = 60, place: str = "", video: str = "",
         invited: Iterable[Who] = (), agenda: str = "") -> Meeting:  # fmt: skip
    """Call a meeting with a place, a video link of the municipality's own service, or both. She is always invited, and first."""
    require_coordinating(by, person_id)
    link = read_video(video)
    invited = list(invited)
    refuse_if_any([*_call_faults(kind, starts_at, minutes_long, place, link, by), *_strangers(person_id, invited, by)])
    meeting = Meeting.objects.create(
        person_id=person_id, kind=kind, starts_at=starts_at, minutes_long=minutes_long, place=place.strip(), video=link,
        called_at=by.at, called_by=by.name, called_by_staff_id=by.staff_id,
    )  # fmt: skip
    Attendance.objects.create(meeting=meeting, name=Person.objects.get(pk=person_id).name, herself=True)
    log.did(N_("kalte inn"), meeting, by=by, note=", ".join(_put_down(meeting, invited)))
    if agenda.strip():
        say_agenda(meeting, words=agenda, hers=True, by=by)
    return meeting


def _call_faults(kind: str, starts_at: datetime, minutes_long: int, place: str, link: str | Fault, by: Actor) -> Iterable[Fault]:
    if kind not in MEETING_NAMES:
        yield Fault("kind", N_("Velg hva slags møte."))
    yield from _time_faults(starts_at, minutes_long, by)
    if isinstance(link, Fault):
        yield link
    elif not place.strip() and not link:
        yield Fault("place", N_("Skriv et sted, eller lim inn lenken til videomøtet."))


def _strangers(person_id: UUID, invited: Iterable[Who], by: Actor) -> Iterable[Fault]:
    return outsiders(person_id, invited, part=Part.MEETINGS, field="invited", by=by)


def _time_faults(starts_at: datetime, minutes_long: int, by: Actor) -> Iterable[Fault]:
    # A meeting that came about the same day is called when it is written up.
    if starts_at.astimezone(OSLO).date() < by.on:
        yield Fault("on", N_("Dagen er alt gått. Velg i dag eller en senere dag."))
    elif starts_at > by.at + timedelta(days=730):
        yield Fault("on", N_("Møtet er mer enn to år fram i tid. Sjekk årstallet."))
    if not 5 <= minutes_long <= LONGEST_MINUTES:
        yield Fault("minutes_long", N_("Skriv hvor mange minutter møtet varer, fra 5 til {most}."), {"most": LONGEST_MINUTES})


@transaction.atomic
def invite(meeting: Meeting, invited: Iterable[Who], *, by: Actor) -> None:
    """Invite more people; who is invited already is not invited twice."""
    require_coordinating(by, meeting.person_id)
    invited = list(invited)
    _refuse_unless_called(locked(meeting))
    refuse_if_any(_strangers(meeting.person_id, invited, by))
    if names := _put_down(meeting, invited):
        log.did(N_("inviterte"), meeting, by=by, note=", ".join(names))


def _put_down(meeting: Meeting, invited: Iterable[Who]) -> list[str]:
    """Write up those not invited before; returns their names."""
    there = {_same(row) for row in Attendance.objects.filter(meeting=meeting)}
    made = []
    for who in invited:
        if _same(who) not in there:
            there.add(_same(who))
            made.append(
                Attendance(
                    number=len(there) - 1,
                    meeting=meeting, name=who.name, function=who.function, staff_id=who.staff_id,
                    partner_member_id=who.partner_member_id, next_of_kin_id=who.next_of_kin_id,
                )
            )  # fmt: skip
    Attendance.objects.bulk_create(made)
    return [one.name for one in made]


def _same(one: Who | Attendance) -> object:
    """What makes two invitations one: the same colleague, partner or kin, or else the same name."""
    return one.staff_id or one.partner_member_id or one.next_of_kin_id or one.name


def _refuse_unless_called(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise Refused(Fault("meeting", N_("Møtet er avlyst.")))
    if meeting.state == MeetingState.HELD:
        raise Refused(Fault("meeting", N_("Møtet er alt holdt.")))


@transaction.atomic
def say_agenda(meeting: Meeting, *, words: str, by: Actor, hers: bool = False) -> AgendaItem:
    """Put something on the agenda of a coming meeting. What she says comes first, whether she writes it or somebody does for her."""
    require_write(by, meeting.person_id, Part.MEETINGS)
    refuse_if_any([] if words.strip() else [Fault("words", N_("Skriv hva det skal snakkes om."))])
    meeting = locked(meeting)
    _refuse_unless_called(meeting)
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    made = AgendaItem.objects.create(
        meeting=meeting, words=words.strip(), hers=hers or by.kind == "person", number=last + 1, **authorship(by)
    )
    log.did(N_("satte på dagsorden"), made, by=by)
    return made


@transaction.atomic
def answer(attendance: Attendance, *, coming: str, by: Actor) -> None:
    """Note whether somebody comes: her own answer, or one given by telephone."""
    own = attendance.herself and by.kind == "person"
    require_write(by, attendance.meeting.person_id, Part.MEETINGS, None if own else Purpose.COORDINATION)
    if coming not in tuple(Coming):
        raise NotVisible
    _refuse_unless_called(locked(attendance.meeting))
    was = {"answer": attendance.answer}
    attendance.answer, attendance.answered_at = coming, by.at
    attendance.save(update_fields=["answer", "answered_at"])
    log.did(N_("svarte på innkalling"), attendance, by=by, was=was)


@transaction.atomic
def move(meeting: Meeting, *, starts_at: datetime, reason: str, by: Actor, minutes_long: int | None = None, place: str | None = None,
         video: str | None = None) -> None:  # fmt: skip
    """Move a meeting in time or place, with the reason; answers given to the old time are asked for again."""
    require_coordinating(by, meeting.person_id)
    now = locked(meeting)
    _refuse_unless_called(now)
    minutes_long, place = minutes_long or now.minutes_long, now.place if place is None else place.strip()
    link = read_video(now.video if video is None else video)
    refuse_if_any([*_call_faults(now.kind, starts_at, minutes_long, place, link, by), *_reason_faults(reason)])
    was = {"starts_at": now.starts_at, "minutes_long": now.minutes_long, "place": now.place, "video": now.video}
    if starts_at != now.starts_at:
        was["moved_from"] = now.moved_from
        now.moved_from = now.starts_at
        Attendance.objects.filter(meeting=now).update(answer="", answered_at=None)
    now.starts_at, now.minutes_long, now.place, now.video = starts_at, minutes_long, place, str(link)
    now.moved_reason, now.sequence = reason.strip(), now.sequence + 1
    now.save(update_fields=["starts_at", "minutes_long", "place", "video", "moved_from", "moved_reason", "sequence"])
    log.did(N_("flyttet møtet"), now, by=by, was=was, note=now.moved_reason)
    meeting.refresh_from_db()


def _reason_faults(reason: str) -> Iterable[Fault]:
    if not reason.strip():
        yield Fault("reason", N_("Skriv hvorfor, så de som er invitert, forstår."))


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Actor) -> None:
    """Call the meeting off, with the reason; calendars that took it in take it out by the next number."""
    require_coordinating(by, meeting.person_id)
    refuse_if_any(_reason_faults(reason))
    now = locked(meeting)
    _refuse_unless_called(now)
    now.state, now.cancel_reason, now.sequence = MeetingState.CANCELLED, reason.strip(), now.sequence + 1
    now.save(update_fields=["state", "cancel_reason", "sequence"])
    log.did(N_("avlyste møtet"), now, by=by, was={"state": MeetingState.CALLED.value}, note=now.cancel_reason)
    meeting.refresh_from_db()
