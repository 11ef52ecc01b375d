"""Only those around the person are invited or given a task: anybody else would learn that she gets help."""

from collections.abc import Iterable
from uuid import UUID

from helhet.access.actions import relations_for
from helhet.access.policy import Actor
from helhet.access.queries import in_force, staff_around
from helhet.access.rules import Part
from helhet.organisation.models import Staff
from helhet.organisation.rules import N_, Fault
from helhet.people.models import NextOfKin
from helhet.team.rules import Who


def outsiders(person_id: UUID, named: Iterable[Who], *, part: Part, field: str, by: Actor) -> Iterable[Fault]:
    """A fault for each who is not around her: may not open this part, is not in the team, or not her next of kin."""
    staff = set(staff_around(by, person_id, part).values_list("pk", flat=True))
    partners = set(relations_for(by, person_id).filter(in_force(by.at)).values_list("partner_member_id", flat=True))
    kin = set(NextOfKin.objects.filter(person_id=person_id, until=None).values_list("pk", flat=True))
    for who in named:
        if who.staff_id and who.staff_id not in staff or who.partner_member_id and who.partner_member_id not in partners:
            yield Fault(field, N_("{name} er ikke i teamet. Ta {name} inn i teamet først."), {"name": who.name})
        if who.next_of_kin_id and who.next_of_kin_id not in kin:
            yield Fault(field, N_("{name} er ikke blant de pårørende."), {"name": who.name})


def as_who(staff: Staff) -> Who:
    """A colleague as somebody who can be named."""
    return Who(staff.name, staff.title, staff_id=staff.pk)
