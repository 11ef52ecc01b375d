"""Beginning: what the operator puts in place by command, before there is anybody to sign in.

Who belongs to which unit is changed here and nowhere else. A membership opens records, and the coordinating unit must not be able
to let itself into them.
"""

import csv
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from helhet.organisation.models import CoOperation, Membership, Municipality, Staff, Unit
from helhet.organisation.rules import N_, Fault, LegalForm, refuse_if_any
from helhet.organisation.rules.keeping import name_faults, number_faults, read_telephone

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
def co_operate(name: str, *, legal_form: LegalForm, members: Collection[Municipality], host: Municipality | None, on: date) -> CoOperation:
    """Municipalities do a thing together, in one of the forms of kommuneloven; of the same name again changes nothing."""
    faults = []
    if legal_form == LegalForm.HOST and host not in members:
        faults.append(Fault("host", N_("Vertskommunen må være en av kommunene.")))
    if len(members) < 2:
        faults.append(Fault("members", N_("Et samarbeid er mellom minst to kommuner.")))
    refuse_if_any(faults)
    made, _ = CoOperation.objects.get_or_create(
        name=name, until=None, defaults={"legal_form": legal_form, "host": host if legal_form == LegalForm.HOST else None, "since": on}
    )
    made.members.add(*members)
    return made


@transaction.atomic
def add_unit(
    name: str, *, municipality: Municipality, serves: Collection[Municipality] = (), is_coordinating_unit: bool = False, her_id: str = "",
    telephone: str = "",
) -> Unit:  # fmt: skip
    """A unit that staff belong to, and the municipalities it serves; the same name in the same municipality again changes nothing."""
    number = read_telephone(telephone)
    refuse_if_any(
        [*name_faults({"name": name}, "name"), *number_faults(her_id=her_id), *([number] if isinstance(number, Fault) else [])]
    )  # fmt: skip
    unit, _ = Unit.objects.get_or_create(
        name=name.strip(), municipality=municipality,
        defaults={"is_coordinating_unit": is_coordinating_unit, "her_id": her_id, "telephone": number},
    )  # fmt: skip
    unit.serves.add(municipality, *serves)
    return unit


@transaction.atomic
def employ(
    name: str, *, title: str, municipality: Municipality, units: Iterable[Unit], on: date, telephone: str = "", email: str = ""
) -> Staff:
    """Somebody works here: by the title residents know, in these units from this day. By the same name again: in these units too."""
    number = read_telephone(telephone)
    known = Staff.objects.filter(name__iexact=name.strip(), municipality=municipality).first()
    needed = () if known else ("title",)
    faults = [*name_faults({"name": name, "title": title}, "name", *needed), *([number] if isinstance(number, Fault) else [])]
    refuse_if_any(faults)
    staff = known or Staff.objects.create(
        name=name.strip(), title=title.strip(), municipality=municipality, telephone=number, email=email
    )  # fmt: skip
    for unit in units:
        if not Membership.objects.exclude(until__lt=on).filter(staff=staff, unit=unit).exists():
            Membership.objects.create(staff=staff, unit=unit, since=on)
    return staff


@transaction.atomic
def leave(staff: Staff, *, units: Iterable[Unit] | None = None, on: date) -> int:
    """She no longer belongs to these units (to any, when none are named), from this day. Returns how many."""
    rows = Membership.objects.exclude(until__lt=on).filter(staff=staff)
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    gone = rows.filter(since__gte=on).delete()[0]
    return gone + rows.update(until=on - timedelta(days=1))
