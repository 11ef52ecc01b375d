"""Beginning: what the operator puts in place by command, before there is anybody to sign in.

Who belongs to which unit is changed here and nowhere else. A membership opens records, and the coordinating unit must not be able
to let itself into them.
"""

import csv
from collections.abc import Collection, Iterable, Sequence
from datetime import time, timedelta
from pathlib import Path

from django.db import transaction

from helhet.organisation.models import AnswerPoint, CoOperation, Membership, Municipality, OpeningHours, Partner, Staff, Unit
from helhet.organisation.queries import coordinating_unit
from helhet.organisation.rules import N_, Fault, LegalForm, PartnerKind, refuse_if_any
from helhet.organisation.rules.acting import Keeper
from helhet.organisation.rules.keeping import name_faults, read_telephone, staff_faults

_FILE = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"


@transaction.atomic
def load_municipalities() -> int:
    """All of Norway's municipalities, from the file that ships with the product; run again after a new division. Returns how many."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Municipality(
                number=row["number"], name=row["name"], language_form=row["language"], county=row["county"],
                population=int(row["population"]) if row["population"] else None,
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
    Municipality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["name", "language_form", "county", "population"],
    )
    return len(rows)


@transaction.atomic
def take_part(words: Collection[str]) -> list[Municipality]:
    """These municipalities, by number or name, use Helhet from now on; again changes nothing."""
    found = {word: _named(word) for word in words}
    refuse_if_any(
        Fault("municipality", N_("Ingen kommune har nummer eller navn «{word}»."), {"word": w}) for w, m in found.items() if not m
    )
    rows = [one for one in dict.fromkeys(found.values()) if one]
    Municipality.objects.filter(pk__in=[one.pk for one in rows]).update(takes_part=True)
    return rows


def _named(word: str) -> Municipality | None:
    rows = Municipality.objects.all()
    return rows.filter(number=word).first() or rows.filter(name__iexact=word).first()


@transaction.atomic
def co_operate(
    name: str, *, legal_form: LegalForm, members: Collection[Municipality], host: Municipality | None, by: Keeper
) -> CoOperation:  # fmt: skip
    """Municipalities do a thing together, in one of the forms of kommuneloven; of the same name again changes nothing."""
    faults = [*name_faults({"cooperation": name}, "cooperation")]
    if legal_form == LegalForm.HOST and host not in members:
        faults.append(Fault("host", N_("Vertskommunen må være en av kommunene.")))
    if len(members) < 2:
        faults.append(Fault("members", N_("Et samarbeid er mellom minst to kommuner.")))
    refuse_if_any(faults)
    made, _ = CoOperation.objects.get_or_create(
        name=name, until=None, defaults={"legal_form": legal_form, "host": host if legal_form == LegalForm.HOST else None, "since": by.on}
    )
    made.members.add(*members)
    return made


@transaction.atomic
def add_unit(
    name: str, *, municipality: Municipality, by: Keeper, serves: Collection[Municipality] = (), is_coordinating_unit: bool = False,
    telephone: str = "",
) -> Unit:  # fmt: skip
    """A unit that staff belong to, and the municipalities it serves; the same name in the same municipality again changes nothing."""
    number, faults = read_telephone(telephone), [*name_faults({"unit": name}, "unit")]
    if isinstance(number, Fault):
        faults.append(number)
    if is_coordinating_unit:
        faults += _another_coordinates(name, [municipality, *serves])
    refuse_if_any(faults)
    unit, _ = Unit.objects.get_or_create(
        name=name.strip(), municipality=municipality,
        defaults={"is_coordinating_unit": is_coordinating_unit, "telephone": number, "changed_at": by.at, "changed_by": by.name},
    )  # fmt: skip
    unit.serves.add(municipality, *serves)
    return unit


def _another_coordinates(name: str, municipalities: Iterable[Municipality]) -> Iterable[Fault]:
    """A municipality has one coordinating unit (helse- og omsorgstjenesteloven § 7-3)."""
    for one in dict.fromkeys(municipalities):
        there = coordinating_unit(one.pk)
        if there and there.name != name.strip():
            said = N_("{municipality} har alt en koordinerende enhet: {unit}. Skriv det navnet, eller velg andre kommuner.")
            yield Fault("unit", said, {"municipality": one.name, "unit": there.name})


# What anybody in Norway may ring: (name, what for, words people search by, number, order).
_NATIONAL = (
    ("Legevakten", "Når det ikke kan vente. Fare for liv: 113.", "akutt krise lege lækjar natt helg selvmord", "116117", 60),
    ("Fare for liv", "Ambulanse", "akutt liv overdose selvmord", "113", 70),
)


@transaction.atomic
def add_national_numbers(municipalities: Sequence[Municipality], *, by: Keeper) -> None:
    """The two numbers that are answered day and night everywhere, so that no page is without them; again changes nothing."""
    for name, helps_with, topics, number, order in _NATIONAL:
        who = {"changed_at": by.at, "changed_by": by.name}
        partner, _ = Partner.objects.get_or_create(
            kind=PartnerKind.EMERGENCY, telephone=number, defaults={"name": name, **who}
        )  # fmt: skip
        point, new = AnswerPoint.objects.get_or_create(
            partner=partner, telephone=number, defaults={"name": name, "helps_with": helps_with, "topics": topics, "order": order, **who}
        )
        if new:
            OpeningHours.objects.create(point=point, weekdays="0123456", opens=time(0), closes=time(0), on_holidays=True)
        partner.serves.add(*municipalities)
        point.serves.add(*municipalities)


@transaction.atomic
def employ(
    name: str, *, title: str, municipality: Municipality, units: Iterable[Unit], by: Keeper, telephone: str = "", email: str = "",
    hpr_number: str = "",
) -> Staff:  # fmt: skip
    """Somebody works here: by the title residents know, in these units from this day. By the same name again: in these units too."""
    known = Staff.objects.filter(name__iexact=name.strip(), municipality=municipality).first()
    refuse_if_any(
        staff_faults(name=name, title=title, telephone=telephone, email=email, hpr_number=hpr_number, is_known=known is not None)
    )  # fmt: skip
    staff = known or Staff.objects.create(
        name=name.strip(), title=title.strip(), municipality=municipality, telephone=str(read_telephone(telephone)), email=email,
        hpr_number=hpr_number, changed_at=by.at, changed_by=by.name,
    )  # fmt: skip
    for unit in units:
        if not Membership.objects.exclude(until__lt=by.on).filter(staff=staff, unit=unit).exists():
            Membership.objects.create(staff=staff, unit=unit, since=by.on)
    return staff


@transaction.atomic
def leave(staff: Staff, *, units: Iterable[Unit] | None = None, by: Keeper) -> int:
    """She no longer belongs to these units (to any, when none are named), from this day. Returns how many."""
    rows = Membership.objects.exclude(until__lt=by.on).filter(staff=staff)
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    gone = rows.filter(since__gte=by.on).delete()[0]
    return gone + rows.update(until=by.on - timedelta(days=1))
