"""Taking in a list the municipality kept before: all of it in one transaction, or none of it.

`known` finds whose row it is, `place` what it names, `making` writes somebody new, `updating` somebody known.
Each change goes through the same actions as on the pages, and stands in the log by the coordinating unit's machine.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible
from helhet.cases.rules.caseload import TWICE, Field, Finding, ListedPerson, Planned, Reading
from helhet.organisation import queries as organisation
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
    writing = _Writing(reading, known, municipality, by)
    for start in range(0, len(steps), _AT_ONCE):
        with log.together():
            some = steps[start : start + _AT_ONCE]
            writing.write(some)
        for done in range(start + 1, start + len(some) + 1):
            progress(done, len(steps))
    outcome = writing.outcome([step.one for step in steps if step.person_id is None])
    if outcome.faults or dry_run:
        transaction.set_rollback(True)
    return outcome


_AT_ONCE = 250  # rows that are written together
_DOCTOR = N_("Fastlegen står ikke blant samarbeidspartnerne i Helhet. Navnet er lagt i henvendelsen.")
# The same words whatever the reason: that somebody has closed a part is not told in a report.
_NOT_FROM_HERE = N_("Raden kan ikke tas inn fra en liste. Ta den ut av listen, og gjør endringen på personens side.")


def _prepare(reading: Reading, known: Known, place: Place, service: ServiceOffered | None) -> tuple[list[Step], list[Finding]]:
    """Whose each row is and what it names; everything that cannot be found. A row that was not understood is nobody's yet."""
    steps: list[Step] = []
    faults: list[Finding] = []
    seen: dict[UUID, int] = {}
    wrong = {one.row for one in (reading.persons if reading.columns.faults else reading.faults)}
    if place.nothing:
        faults.append(Finding(None, "", place.nothing))
    for one in reading.persons:
        person_id, where, fault = known.find(one) if one.row not in wrong else (None, Field.NAME, None)
        said = [(where, fault)] if fault else []
        if person_id and seen.setdefault(person_id, one.row) != one.row:
            said.append((where, Fault("twice", TWICE, {"row": seen[person_id]})))
        step = _named(one, person_id, place, service, said)
        faults += [Finding(one.row, reading.columns.head(column), fault) for column, fault in said]
        steps += [step] if step else []
    return steps, faults


def _named(one: ListedPerson, person_id: UUID | None, place: Place, service: ServiceOffered | None, said: list[Said]) -> Step | None:
    """The row with the service and workers it names, or what it names that is not here (added to `said`)."""
    found = place.service_for(one, service)
    workers = {where: place.worker(name) for where, name in ((Field.COORDINATOR, one.coordinator), (Field.CONTACT, one.contact)) if name}
    if isinstance(found, Fault) and not place.nothing:
        said.append((Field(found.field), found))
    said += [(where, worker) for where, worker in workers.items() if isinstance(worker, Fault)]
    if said or isinstance(found, Fault):
        return None
    coordinator, contact = (w if isinstance(w := workers.get(one), Staff) else None for one in (Field.COORDINATOR, Field.CONTACT))
    return Step(one, person_id, found, coordinator, contact, place.doctor(one.gp))


class _Writing:
    """Those who are new together, those who are known row by row, and what came of it. What is refused stops nobody else's row, so
    that every row tells what is wrong."""

    def __init__(self, reading: Reading, known: Known, municipality: Municipality, by: Actor) -> None:
        self.reading, self.known, self.municipality, self.by = reading, known, municipality, by
        coordinating = organisation.coordinating_unit(municipality.pk)
        assert coordinating is not None  # the actor is its machine
        self.coordinating = coordinating
        self.faults: list[Finding] = []
        self.notes: list[Finding] = []
        self.count: Counter[str] = Counter()
        self.services: Counter[str] = Counter()

    def write(self, steps: list[Step]) -> None:
        """Some rows."""
        new = [step for step in steps if step.person_id is None]
        self._somebody_new(new)
        for step in steps:
            if step.person_id is not None:
                self._somebody_known(step)

    def _somebody_new(self, steps: list[Step]) -> None:
        self.count["new"] += len(steps)
        refused = make(steps, municipality=self.municipality, coordinating=self.coordinating, by=self.by)
        for step in steps:
            if why := refused.get(step.one.row):
                self._refused(step, why)
                continue
            self.services[step.service.name] += 1
            if step.one.gp and not step.doctor:
                self._note(step, Field.GP, Fault("gp", _DOCTOR))

    def _somebody_known(self, step: Step) -> None:
        assert step.person_id
        row = self.known.rows.get(step.person_id)
        if unchanged(row, step.one):
            self.count["unchanged"] += 1
            return
        if self.known.is_closed(step.person_id):
            self._refused(step, NotVisible())
            return
        self.count["changed"] += 1
        try:
            with transaction.atomic():
                for where, said in bring_up_to_date(step, row, municipality=self.municipality, by=self.by):
                    self._note(step, where, said)
        except (Refused, NotVisible) as why:
            self._refused(step, why)

    def _refused(self, step: Step, why: Refused | NotVisible) -> None:
        faults = why.faults if isinstance(why, Refused) else [Fault("row", _NOT_FROM_HERE)]
        self.faults += [Finding(step.one.row, "", fault) for fault in faults]

    def _note(self, step: Step, where: Field, said: Fault) -> None:
        self.notes.append(Finding(step.one.row, self.reading.columns.head(where), said))

    def outcome(self, new: list[ListedPerson]) -> Outcome:
        """The counts, or the faults alone."""
        faults, notes = (sorted(said, key=lambda one: one.row or 0) for said in (self.faults, self.notes))
        if faults:
            return Outcome(self.reading.rows, faults=tuple(faults), notes=(*self.reading.notes, *notes))
        return Outcome(
            self.reading.rows, self.count["new"], self.count["changed"], self.count["unchanged"], (), (*self.reading.notes, *notes),
            self.services,
            plans=sum(one.plan == Planned.YES for one in new),
            no_day=sum(not (one.started or one.referred or one.closed) for one in new),
            no_pathway=sum(not one.pathway for one in new),
        )  # fmt: skip
