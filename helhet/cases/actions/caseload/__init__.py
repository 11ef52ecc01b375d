"""Taking in a list the municipality kept before: all of it in one transaction, or none of it.

`known` finds whose row it is, `place` what it names, `making` writes somebody new, `updating` somebody known.
Each change goes through the same actions as on the pages, and stands in the log by the coordinating unit's machine.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import transaction

from helhet.access.policy import Actor
from helhet.cases.models import ListedRow
from helhet.cases.rules.caseload import Field, Finding, ListedPerson, Planned, Reading
from helhet.organisation.models import Municipality, ServiceOffered, Staff
from helhet.organisation.rules import N_, Fault, Refused

from .known import Known, unchanged
from .making import Step, make
from .place import Place
from .updating import bring_up_to_date

Progress = Callable[[int, int], None]
Said = tuple[Field, Fault]

__all__ = ["Outcome", "service_named", "take_in"]


@dataclass(frozen=True)
class Outcome:
    """What came of a list. With faults nothing was written, and new, changed and unchanged are none."""

    rows: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    services: Counter[str] = field(default_factory=Counter)  # of the new, by name
    plans: int = 0  # of the new, who have said yes to a plan that is not written here yet
    no_day: int = 0  # of the new, whose help has no first day in the list
    no_pathway: int = 0


def service_named(name: str, *, municipality: Municipality, by: Actor) -> ServiceOffered | Fault:
    """The service to use for every row that names none."""
    return Place(municipality, by=by).service_named(name)


@transaction.atomic
def take_in(
    reading: Reading, *, municipality: Municipality, by: Actor, service: ServiceOffered | None = None, dry_run: bool = False,
    progress: Progress = lambda done, of: None,
) -> Outcome:  # fmt: skip
    """Write every row, or none when one is refused; a dry run does all of it and takes it back, so that it tells the same."""
    known = Known(municipality, by=by)
    steps, faults = _prepare(reading, known, Place(municipality, by=by), service)
    if faults := sorted([*reading.faults, *faults], key=reading.columns.place):
        return Outcome(reading.rows, faults=tuple(faults), notes=reading.notes)
    written = _write(steps, reading, known, municipality, by, progress)
    if written.faults or dry_run:
        transaction.set_rollback(True)
    return replace(Outcome(reading.rows), faults=written.faults, notes=reading.notes) if written.faults else written


_DOCTOR = N_("Fastlegen står ikke blant samarbeidspartnerne i Helhet. Navnet er lagt i henvendelsen.")
_TWICE = N_("Raden er om samme person som rad {row}. Slå dem sammen til én.")


def _prepare(reading: Reading, known: Known, place: Place, service: ServiceOffered | None) -> tuple[list[Step], list[Finding]]:
    """Whose each row is and what it names; everything that cannot be found. A row that was not understood is nobody's yet."""
    steps: list[Step] = []
    faults: list[Finding] = []
    seen: dict[UUID, int] = {}
    wrong = {one.row for one in reading.faults}
    for one in reading.persons:
        person_id, where, fault = known.find(one) if one.row not in wrong else (None, Field.NAME, None)
        said = [(where, fault)] if fault else []
        if person_id and seen.setdefault(person_id, one.row) != one.row:
            said.append((where, Fault("twice", _TWICE, {"row": seen[person_id]})))
        step = _named(one, person_id, place, service, said)
        faults += [Finding(one.row, reading.columns.head(column), fault) for column, fault in said]
        steps += [step] if step else []
    return steps, faults


def _named(one: ListedPerson, person_id: UUID | None, place: Place, service: ServiceOffered | None, said: list[Said]) -> Step | None:
    """The row with the service and workers it names, or what it names that is not here (added to `said`)."""
    found = place.service_for(one, service)
    workers = {where: place.worker(name) for where, name in ((Field.COORDINATOR, one.coordinator), (Field.CONTACT, one.contact)) if name}
    if isinstance(found, Fault):
        said.append((Field(found.field), found))
    said += [(where, worker) for where, worker in workers.items() if isinstance(worker, Fault)]
    if said or isinstance(found, Fault):
        return None
    coordinator, contact = (w if isinstance(w := workers.get(one), Staff) else None for one in (Field.COORDINATOR, Field.CONTACT))
    return Step(one, person_id, found, coordinator, contact, place.doctor(one.gp))


def _write(steps: list[Step], reading: Reading, known: Known, municipality: Municipality, by: Actor, progress: Progress) -> Outcome:
    """Row by row; one that an action refuses is taken back alone, so that the rest can tell what is wrong with them too."""
    faults: list[Finding] = []
    notes = list(reading.notes)
    count: Counter[str] = Counter()
    services: Counter[str] = Counter()
    for done, step in enumerate(steps, 1):
        one, row = step.one, known.rows.get(step.person_id) if step.person_id else None
        try:
            with transaction.atomic():
                count[_kind(step, row)] += 1
                if step.person_id is None:
                    make(step, municipality=municipality, by=by)
                    notes += [Finding(one.row, reading.columns.head(Field.GP), Fault("gp", _DOCTOR))] if one.gp and not step.doctor else []
                    services[step.service.name] += 1
                elif not unchanged(row, one):
                    said = bring_up_to_date(step, row, municipality=municipality, by=by)
                    notes += [Finding(one.row, reading.columns.head(where), fault) for where, fault in said]
        except Refused as refused:
            faults += [Finding(one.row, "", fault) for fault in refused.faults]
        progress(done, len(steps))
    new = [step.one for step in steps if step.person_id is None]
    return Outcome(
        reading.rows, count["new"], count["changed"], count["unchanged"], tuple(faults), tuple(notes), services,
        plans=sum(one.plan == Planned.YES for one in new),
        no_day=sum(not (one.started or one.referred or one.closed) for one in new),
        no_pathway=sum(not one.pathway for one in new),
    )  # fmt: skip


def _kind(step: Step, row: ListedRow | None) -> str:
    if step.person_id is None:
        return "new"
    return "unchanged" if unchanged(row, step.one) else "changed"
