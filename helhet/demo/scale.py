"""Many generated persons for measuring speed: rows written in bulk, shaped as the product's own actions leave them.

Not for looking at: the stories of Setesdal are in `story.py`. One coordinator has about forty persons, one unit ten staff.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from helhet.access.in_bulk import consents_in_bulk, relations_in_bulk
from helhet.access.policy import OSLO
from helhet.cases.models import Case, Enquiry, Need, Offer, Pathway
from helhet.demo.cast import House
from helhet.journal.models import Contact
from helhet.organisation.models import Membership, Municipality, ServiceOffered, Staff, Unit
from helhet.people.models import Person
from helhet.plans.models import Action, Evaluation, Goal, Plan, Wording

_EACH = 40  # persons a coordinator
_STAFF_A_UNIT = 10


def staff_for(count: int, house: House) -> list[Staff]:
    """So many coordinators, ten to a unit, in municipalities beyond the cast's own."""
    units = -(-count // _STAFF_A_UNIT)
    taken = {m.number for m in house.municipalities.values()}
    places = list(Municipality.objects.exclude(number__in=taken)[:units])
    made: list[Staff] = []
    for number, place in enumerate(places):
        unit = Unit.objects.create(name=f"Psykisk helse og rus, {place.name}", municipality=place)
        unit.serves.set([place])
        service = ServiceOffered.objects.create(name="Oppfølging", unit=unit, level_of_care=3, pathways="123", legal_basis="hol-3-2-4")
        service.serves.set([place])
        workers = [
            Staff(name=f"Ansatt {number}-{n}", title="sykepleier", municipality=place, telephone="40009999")
            for n in range(min(_STAFF_A_UNIT, count - len(made)))
        ]
        Staff.objects.bulk_create(workers)
        Membership.objects.bulk_create(Membership(staff=worker, unit=unit, since=date(2020, 1, 1)) for worker in workers)
        made += workers
    return made


def fill(persons: int, *, house: House, on: date, seed: int = 1) -> Iterator[int]:
    """Write this many persons with case, needs, offers, plan, goals, evaluations and contacts; yields how many are written so far."""
    chance = random.Random(seed)
    done = 0
    for worker in staff_for(-(-persons // _EACH), house):
        count = min(_EACH, persons - done)
        with transaction.atomic():
            _caseload(worker, count, on, chance)
        done += count
        yield done


def _caseload(worker: Staff, count: int, on: date, chance: random.Random) -> None:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=OSLO) - timedelta(days=300)
    unit = worker.units.get()
    service = unit.services.get()
    by: dict[str, Any] = {"at": at, "by_kind": "staff", "by_key": "scale", "by_name": worker.name}
    people = Person.objects.bulk_create(
        Person(
            municipality_id=worker.municipality_id, given=f"Person{chance.randrange(10**6)}", family=f"Etternavn{chance.randrange(10**4)}",
            born=on - timedelta(days=chance.randrange(7000, 30000)), telephone="40008888", known_since=at,
        )
        for _ in range(count)
    )  # fmt: skip
    relations_in_bulk([p.pk for p in people], at=at, unit=unit, coordinator=worker)
    _case_rows(people, service, unit, on, by, chance)
    _plan_rows(people, worker, on, by, chance)
    Contact.objects.bulk_create(
        Contact(person=p, kind="talk", started_at=at + timedelta(days=30 * n), minutes=45, **by) for p in people for n in range(9)
    )


def _case_rows(people: list[Person], service: ServiceOffered, unit: Unit, on: date, by: dict[str, Any], chance: random.Random) -> None:
    opened = on - timedelta(days=300)
    enquiries = Enquiry.objects.bulk_create(
        Enquiry(
            person=p, unit=unit, channel="telephone", from_whom="gp", received_at=by["at"], registered_by=by["by_name"], words="Hjelp.",
            replied_at=by["at"], reply_kind="final", settled_at=by["at"],
        )
        for p in people
    )  # fmt: skip
    cases = Case.objects.bulk_create(
        Case(person=p, enquiry=e, service=service, unit=unit, opened_on=opened, reason="Trenger oppfølging.")
        for p, e in zip(people, enquiries, strict=True)
    )
    Pathway.objects.bulk_create(Pathway(case=c, number=chance.choice([1, 2, 3]), since=opened, **by) for c in cases)
    Need.objects.bulk_create(
        Need(person=p, life_area="mental", words="Behov", long_term=True, coordinated=True, since=opened, **by) for p in people
    )
    Offer.objects.bulk_create(
        Offer(person=p, of=of, offered_on=opened, how="Samtale", answer="yes", answered_on=opened, **by)
        for p in people
        for of in ("plan", "coordinator")
    )


def _plan_rows(people: list[Person], worker: Staff, on: date, by: dict[str, Any], chance: random.Random) -> None:
    consents = consents_in_bulk([p.pk for p in people], at=by["at"])
    plans = Plan.objects.bulk_create(
        Plan(
            person=p, kind="individual", state="active", since=on - timedelta(days=250), until=on + timedelta(days=200),
            review_on=on + timedelta(days=chance.randrange(10, 200)), consent=c, changed_at=by["at"], changed_by=worker.name,
        )
        for p, c in zip(people, consents, strict=True)
    )  # fmt: skip
    goals = Goal.objects.bulk_create(
        Goal(plan=plan, number=n, words=f"Et mål nummer {n}", since=on - timedelta(days=250)) for plan in plans for n in (1, 2, 3)
    )
    Wording.objects.bulk_create(
        Wording(
            goal=g,
            fields={"words": g.words, "professional": "", "strengths": "", "scale": []},
            based_on=0,
            state="chosen",
            revision=1,
            **by,
        )
        for g in goals
    )
    Action.objects.bulk_create(
        Action(
            plan_id=g.plan_id, goal=g, what="Tur hver dag", how="Sammen", extent="hver dag", responsible_kind="staff",
            responsible_staff=worker, responsible_name=worker.name, state="ongoing", since=on - timedelta(days=200),
        )
        for g in goals for _ in range(2)
    )  # fmt: skip
    Evaluation.objects.bulk_create(
        Evaluation(
            goal=g, on=on - timedelta(days=chance.randrange(1, 60) + 56 * n), said_by="person", said_by_name="Person",
            outcome=chance.randrange(-2, 3), **by,
        )
        for g in goals for n in range(3)
    )  # fmt: skip
