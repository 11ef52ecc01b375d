"""Who has looked: her own log day by day; the looks that were drawn for control, and the reviews that stand beside her log."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Q

from .log import Opening
from .models import LogEntry, LogReview
from .policy import OSLO, Actor, NotVisible, reasons, sees
from .questions import Only, asks
from .rules import LOOK_SETTLED, SEEN, TAKEN_OUT, LookFinding, Part, Purpose, Role


@dataclass
class Look:
    """What one reader saw and did in one day, newest first: the log as she reads it. A reading in an emergency stands apart."""

    readings: list[LogEntry]
    emergency: bool = False
    opened: bool = False  # on the page: she has asked about one of its lines

    @property
    def newest(self) -> LogEntry:
        """The newest of its lines."""
        return self.readings[0]

    @property
    def day(self) -> date:
        """The day in Norway."""
        return self.newest.at.astimezone(OSLO).date()

    @property
    def role(self) -> str:
        """The nearest of what the reader is to her, by any of the lines."""
        return min((one.role for one in self.readings if one.role), key=list(Role).index, default="")

    @property
    def times(self) -> int:
        """How many times something was read: what is opened at one instant is one page."""
        return len({one.at for one in self.readings if one.verb == SEEN})

    @property
    def doings(self) -> dict[str, dict[str, None]]:
        """What was done, reading too, in the verbs of the log: each with its documents."""
        found: dict[str, dict[str, None]] = {}
        for one in self.readings:
            found.setdefault(one.verb, {}).update(one.kinds)
        return found

    @property
    def kinds(self) -> dict[str, None]:
        """The documents, of every line."""
        return {kind: None for kinds in self.doings.values() for kind in kinds}

    @property
    def read(self) -> dict[str, None]:
        """The documents that were read."""
        return self.doings.get(SEEN, {})

    @property
    def did(self) -> list[str]:
        """What was done beside reading."""
        return [verb for verb in self.doings if verb != SEEN]


@dataclass(frozen=True)
class HerLog:
    """Some of her log: every reading in an emergency, these days by reader, and the newest of the days before them."""

    emergencies: list[Look]
    days: list[Look]
    older: date | None

    @property
    def readings(self) -> list[LogEntry]:
        """Every line of it."""
        return [one for look in (*self.emergencies, *self.days) for one in look.readings]


_UNSETTLED = ~Q(finding__in=LOOK_SETTLED)
_UNTOLD = Q(finding=LookFinding.WRONG, told_on=None)
_IN_EMERGENCY = Q(purpose=Purpose.EMERGENCY) | Q(role=Role.EMERGENCY)


def who_has_looked(
    opening: Opening, person_ids: list[UUID], *, until: date | None = None, enough: int | None = None, but: str = ""
) -> HerLog:
    """Her log by day and reader, newest first: whole days, up to `until`, of `enough` lines; all without it. The reading is logged too.

    `but` leaves out one reader's own. Readings in an emergency are never left for another page.
    """
    actor = opening.actor
    purpose = Purpose.OWN if actor.kind in ("person", "representative") else Purpose.COORDINATION
    allowed = reasons(actor, purpose, Part.LOG).filter(person_id__in=person_ids).values_list("person_id", flat=True)
    if not (keys := set(allowed)):
        raise NotVisible
    for key in keys:
        opening.remember(key, Part.LOG, "tilgangslogg", key)
    rows = LogEntry.objects.filter(_others(but), person_id__in=person_ids).order_by("-at", "-number")
    plain = rows.exclude(_IN_EMERGENCY)
    if until and until < date.max:
        plain = plain.filter(at__lt=_begins(until + timedelta(days=1)))
    older = None
    if enough and (last := plain.values_list("at", flat=True)[enough - 1 : enough].first()):
        first_day = _begins(last.astimezone(OSLO).date())
        before = plain.filter(at__lt=first_day).values_list("at", flat=True).first()
        older = before and before.astimezone(OSLO).date()
        plain = plain.filter(at__gte=first_day)
    return HerLog(_by_reader(rows.filter(_IN_EMERGENCY), emergency=True), _by_reader(plain), older)


def _others(but: str) -> Q:
    return ~Q(actor_key=but) if but else Q()


def _begins(on: date) -> datetime:
    return datetime.combine(on, time.min, OSLO)


def look_at(opening: Opening, person_ids: list[UUID], entry_id: UUID) -> LogEntry:
    """One line of the person's own log, to ask about. Raises `NotVisible` for a line of somebody else's."""
    allowed = [key for key in person_ids if sees(opening.actor, key, Part.LOG)]
    found = LogEntry.objects.filter(person_id__in=allowed, pk=entry_id).first()
    if found is None:
        raise NotVisible
    opening.remember(found.person_id, Part.LOG, "tilgangslogg", found.person_id)
    return found


def _by_reader(rows: models.QuerySet[LogEntry], *, emergency: bool = False) -> list[Look]:
    """Each reader's lines of each day, the newest day first; what she read herself stands last in its day."""
    looks: dict[tuple[date, str, str], Look] = {}
    for one in rows.iterator(chunk_size=2000):
        same = (one.at.astimezone(OSLO).date(), one.actor_key, one.actor_name)
        looks.setdefault(same, Look([], emergency)).readings.append(one)
    return sorted(looks.values(), key=lambda look: (-look.day.toordinal(), look.newest.actor_kind == "person"))


def looks_since(opening: Opening, person_ids: list[UUID], since: datetime, *, but: str = "") -> tuple[int, int]:
    """How many openings, by how many (`but` this one), since then: a count that names nobody."""
    rows = LogEntry.objects.filter(_others(but), person_id__in=person_ids, at__gte=since)
    found = rows.aggregate(count=models.Count("id"), people=models.Count("actor_key", distinct=True))
    return found["count"], found["people"]


def taken_out(opening: Opening, person_ids: list[UUID], since: datetime) -> list[LogEntry]:
    """The times since then that a worker took out everything about her, newest first: she is told."""
    allowed = [key for key in person_ids if sees(opening.actor, key, Part.LOG)]
    rows = LogEntry.objects.filter(person_id__in=allowed, verb=TAKEN_OUT, at__gte=since).order_by("-at", "number")
    # One entry for each purpose that the parts are opened for: told once.
    found = list({(one.at, one.actor_key): one for one in rows}.values())
    for one in found:
        opening.remember(one.person_id, Part.LOG, "tilgangslogg", one.person_id)
    return found


@asks(LogReview, "drawn_at", "finding")
def waiting(actor: Actor, only: Only) -> models.QuerySet:
    """Looks that were drawn and nobody has settled."""
    return LogReview.objects.filter(_UNSETTLED, only("person"))


@asks(LogReview, "reviewed_at")
def untold(actor: Actor, only: Only) -> models.QuerySet:
    """Looks there was no need for, which nobody has told the person and the authority of."""
    return LogReview.objects.filter(_UNTOLD, only("person"))


def drawn(opening: Opening, *, limit: int = 60) -> list[LogReview]:
    """What this coordinating unit has drawn: what is to be told of first, then what waits, each with its log `line`."""
    if not opening.actor.coordinating_unit_ids:
        raise NotVisible
    rows = LogReview.objects.select_related("person").order_by("reviewed_at", "-drawn_at", "pk")
    open_ = opening.all(rows.filter(_UNTOLD)) + opening.all(rows.filter(_UNSETTLED))
    done = opening.all(rows.exclude(_UNTOLD | _UNSETTLED).order_by("-reviewed_at", "pk"), limit=limit)
    for row in [*open_, *done]:
        opening.remember(row.person_id, row.person.part, row.person.document, row.person_id)
    return _with_lines([*open_, *done])


def _with_lines(rows: list[LogReview]) -> list[LogReview]:
    lines = LogEntry.objects.in_bulk([row.entry for row in rows])
    for row in rows:
        row.line = lines[row.entry]
    return rows


def reviewed(opening: Opening, person_id: UUID, *, lines: set[UUID]) -> dict[UUID, LogReview]:
    """The reviews of these lines of her log, by line."""
    rows = LogReview.objects.filter(person_id=person_id).exclude(reviewed_at=None)
    # A log may be longer than a statement has room for; the reviews of it are few.
    shown = [key for key, entry in rows.values_list("pk", "entry") if entry in lines]
    return {row.entry: row for row in opening.all(rows.filter(pk__in=shown))} if shown else {}
