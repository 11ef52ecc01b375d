"""The telephones as the rule reads them: whom do I ring about this, now?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from helhet.organisation.models import Absence, AnswerPoint, CoOperation, Municipality, Partner, Staff, Unit
from helhet.organisation.rules import PARTNER_NAMES, PartnerKind
from helhet.organisation.rules.telephone import Answer, Away, Place, Telephone, When, answer, instant, understand
from helhet.organisation.rules.words import words_of

from . import members_of

_FINDS_OTHERS, _STAFF, _UNIT, _PARTNER = 30, 45, 48, 55


def whom_to_ring(text: str, *, home: str, at: datetime, chosen: When | None = None, usual: When = When.NOW) -> Answer:
    """Whom to ring about these words, at this (local) instant; `home` is the municipality when the words name none.

    `chosen` is when, whatever the words say; `usual` is when, if they say nothing.
    """
    question = understand(text, place())
    when = chosen or question.when or usual
    on = instant(when, at).date()
    telephones = telephones_of(question.number or home, on=on)
    return answer(question, telephones, home=home, at=at, when=when, away=away_on(on))


def home_of(staff_id: UUID | None, numbers: Iterable[str]) -> str:
    """The municipality somebody asks from: the one that employs her, else the first she works in."""
    found = Staff.objects.filter(pk=staff_id).values_list("municipality_id", flat=True).first() if staff_id else None
    return found or min(numbers, default="")


def name_of(number: str) -> str:
    """The municipality's name."""
    return Municipality.objects.filter(number=number).values_list("name", flat=True).first() or ""


def place() -> Place:
    """The names that a question may use: municipalities that take part, the region they call themselves, and all the others."""
    rows = list(Municipality.objects.values_list("number", "name", "takes_part"))
    names = {number: name for number, name, takes_part in rows if takes_part}
    known = {word for name in names.values() for word in words_of(name)}
    called = " ".join(CoOperation.objects.filter(until=None).values_list("name", flat=True))
    regions = {word.strip(",.").lower() for word in called.split() if word[0].isupper()} - known
    return Place(names, frozenset(regions), {name.lower(): name for number, name, takes_part in rows if not takes_part})


def telephones_of(number: str, *, on: date) -> list[Telephone]:
    """Every telephone that serves this municipality: those with hours, then workers, units and partners whose number is known."""
    points = list(
        AnswerPoint.objects.filter(serves=number).select_related("staff__municipality", "unit", "partner").prefetch_related("hours")
    )
    found = [_of_point(point, number) for point in points]
    units = list(Unit.objects.filter(serves=number).order_by("name"))
    known = {key for point in points for key in (point.staff_id, point.unit_id, point.partner_id) if key}
    found += [_of_unit(unit, number) for unit in units if unit.telephone and unit.pk not in known]
    found += [_of_staff(one, number) for one in _staff_of(units, on) if one.telephone and one.pk not in known]
    partners = Partner.objects.filter(serves=number).exclude(telephone="")
    found += [_of_partner(partner, number) for partner in partners if partner.pk not in known]
    return found


def _staff_of(units: Iterable[Unit], on: date) -> list[Staff]:
    groups = members_of([unit.pk for unit in units], on=on)
    return list({one.pk: one for group in groups.values() for one in group}.values())


def _of_point(point: AnswerPoint, number: str) -> Telephone:
    partner, unit, staff = point.partner, point.unit, point.staff
    belongs = point.belongs_to or (partner.name if partner else unit.name if unit else staff.municipality.name if staff else "")
    return Telephone(
        point.pk, point.name, point.telephone, point.helps_with, f"{point.topics} {_kind(partner)} {staff.title if staff else ''}",
        "" if belongs in point.name or (staff is None and point.name in belongs) else belongs, frozenset({number}),
        tuple(hours.as_rule() for hours in point.hours.all()), point.order, point.staff_id, point.stands_in_for_id,
        finds_others=bool(unit and unit.is_coordinating_unit), on_duty=bool(partner and partner.kind == PartnerKind.EMERGENCY),
    )  # fmt: skip


def _of_unit(unit: Unit, number: str) -> Telephone:
    finds = unit.is_coordinating_unit
    return Telephone(
        unit.pk, unit.name, unit.telephone, serves=frozenset({number}), order=_FINDS_OTHERS if finds else _UNIT, finds_others=finds,
        topics="koordinator individuell plan" if finds else "",
    )  # fmt: skip


def _of_staff(one: Staff, number: str) -> Telephone:
    return Telephone(
        one.pk, one.name, one.telephone, one.title, one.title, one.municipality.name, frozenset({number}), order=_STAFF, staff=one.pk
    )  # fmt: skip


def _of_partner(partner: Partner, number: str) -> Telephone:
    on_duty = partner.kind == PartnerKind.EMERGENCY
    return Telephone(
        partner.pk, partner.name, partner.telephone, partner.note, _kind(partner), serves=frozenset({number}), order=_PARTNER,
        on_duty=on_duty,
    )  # fmt: skip


def _kind(partner: Partner | None) -> str:
    return PARTNER_NAMES[PartnerKind(partner.kind)] if partner else ""


def away_on(on: date) -> list[Away]:
    """Who is away on this day, and who answers for them: the deputy's own number, or the one of her telephone with hours."""
    rows = list(Absence.objects.filter(since__lte=on, until__gte=on).select_related("deputy"))
    numbers: dict[Any, str] = defaultdict(str)
    for staff, number in AnswerPoint.objects.filter(staff__in=[row.deputy_id for row in rows]).values_list("staff_id", "telephone"):
        numbers[staff] = number
    return [
        Away(row.staff_id, row.since, row.until, row.deputy_id, row.deputy.name, row.deputy.telephone or numbers[row.deputy_id])
        for row in rows
    ]
