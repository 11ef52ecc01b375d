"""Keeping units, staff, partners, telephones and services right: verbs for a coordinating unit.

Nothing here is about a person who gets help, so nothing is in the log of access; each row says who changed it last and when.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction

from helhet.organisation.models import AnswerPoint, Kept, OpeningHours, Partner, PartnerMember, ServiceOffered, Staff, Unit
from helhet.organisation.queries.keeping import kept_by
from helhet.organisation.rules import N_, Fault, Hours, Provided, refuse_if_any
from helhet.organisation.rules.acting import Keeper
from helhet.organisation.rules.keeping import hours_faults, name_faults, number_faults, read_telephone


@transaction.atomic
def keep_partner(partner: Partner | None, *, serves: Collection[str], by: Keeper, **fields: str) -> Partner:
    """A partner outside: kind, name, telephone, HER-id, organisation number, note, and the municipalities it serves."""
    numbers = {name: fields.get(name, "") for name in ("her_id", "organisation_number")}
    _refuse(by, _served(partner), serves, fields, [*name_faults(fields, "kind", "name"), *number_faults(**numbers)])
    return _write(partner or Partner(), fields, by, serves)


@transaction.atomic
def keep_member(member: PartnerMember | None, *, partner: Partner, by: Keeper, **fields: Any) -> PartnerMember:
    """A named person at a partner, until a day when she leaves."""
    _refuse(by, _served(partner), None, fields, name_faults(fields, "name", "title"))
    return _write(member or PartnerMember(partner=partner), fields, by)


@transaction.atomic
def keep_unit(unit: Unit, *, by: Keeper, **fields: Any) -> Unit:
    """A unit's name, telephone, address and routine. Whom it serves and who belongs to it, the operator changes."""
    _refuse(by, _served(unit), None, fields, [*name_faults(fields, "name"), *number_faults(her_id=fields.get("her_id", ""))])
    return _write(unit, fields, by)


@transaction.atomic
def keep_staff(staff: Staff, *, by: Keeper, **fields: str) -> Staff:
    """A worker's title, telephone, e-mail and HPR number."""
    faults = [*name_faults(fields, "name", "title"), *number_faults(hpr_number=fields.get("hpr_number", ""))]
    served = Unit.objects.filter(memberships__staff=staff).values_list("serves", flat=True)
    _refuse(by, set(served), None, fields, faults)
    return _write(staff, fields, by)


@transaction.atomic
def keep_service(service: ServiceOffered | None, *, unit: Unit, serves: Collection[str], by: Keeper, **fields: Any) -> ServiceOffered:
    """A service that exists: what triage may choose, with level of care, pathways and legal basis."""
    wrong = [*name_faults(fields, "name", "pathways", "legal_basis")]
    if fields.get("provided") in (Provided.BOUGHT, Provided.VOLUNTARY) and not fields.get("supplier"):
        wrong.append(
            Fault("supplier", N_("Velg hvem det er kjøpt av, eller hvem de frivillige er. Skriv dem først inn som samarbeidspartner."))
        )
    _refuse(by, _served(unit), serves, fields, wrong)
    return _write(service or ServiceOffered(), fields | {"unit": unit}, by, serves)


@transaction.atomic
def keep_point(
    point: AnswerPoint | None,
    *,
    hours: Sequence[Hours],
    serves: Collection[str],
    by: Keeper,
    of: Staff | Unit | Partner | None,
    **fields: Any,
) -> AnswerPoint:
    """A telephone somebody answers: about what, when, for which municipalities, and whose it is."""
    wrong = [*name_faults(fields, "name", "helps_with", "telephone")]
    for one in hours:
        wrong += hours_faults(one.weekdays, one.opens, one.closes, weeks=one.weeks, first=one.first)
    _refuse(by, _served(point), serves, fields, wrong)
    owners = {name: of if isinstance(of, kind) else None for name, kind in (("staff", Staff), ("unit", Unit), ("partner", Partner))}
    made = _write(point or AnswerPoint(), fields | owners, by, serves)
    made.hours.all().delete()
    OpeningHours.objects.bulk_create(_as_row(made, one) for one in hours)
    return made


def _as_row(point: AnswerPoint, one: Hours) -> OpeningHours:
    return OpeningHours(
        point=point, weekdays="".join(str(day) for day in sorted(one.weekdays)), opens=one.opens, closes=one.closes, weeks=one.weeks,
        first=one.first, on_holidays=one.on_holidays, place=one.place,
    )  # fmt: skip


@transaction.atomic
def end_point(point: AnswerPoint, *, by: Keeper) -> None:
    """Nobody answers this telephone any more."""
    _refuse(by, _served(point), None, {}, ())
    point.delete()


def _served(row: Any) -> set[str] | None:
    """The municipalities a row serves before it is changed; none at all for a new one."""
    return set(row.serves.values_list("pk", flat=True)) if row is not None else None


def _refuse(by: Keeper, served: set[str] | None, serves: Collection[str] | None, fields: dict[str, Any], faults: Iterable[Fault]) -> None:
    """Every fault at once: not hers to change, no municipality chosen, a number that cannot be rung, and the action's own."""
    mine = {one.pk for one in kept_by(by)}
    found = [*faults]
    if not mine or (served is not None and not served & mine):
        found.append(Fault("", N_("Dette er det en annen koordinerende enhet som holder orden på.")))
    if serves is not None and not set(serves) & mine:
        found.append(Fault("serves", N_("Velg minst én kommune.")))
    number = read_telephone(fields.get("telephone", ""))
    if isinstance(number, Fault):
        found.append(number)
    refuse_if_any(found)


def _write(row: Any, fields: dict[str, Any], by: Keeper, serves: Collection[str] | None = None) -> Any:
    """Set the fields, and who did it; the municipalities of others that the row serves are left as they are."""
    assert isinstance(row, Kept)
    for name, value in fields.items():
        setattr(row, name, read_telephone(value) if name == "telephone" else value.strip() if isinstance(value, str) else value)
    row.changed_at, row.changed_by = by.at, by.name
    row.save()
    if serves is not None:
        mine = {one.pk for one in kept_by(by)}
        row.serves.remove(*(mine - set(serves)))
        row.serves.add(*(mine & set(serves)))
    return row
