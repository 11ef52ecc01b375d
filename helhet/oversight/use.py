"""How much each municipality used a shared post: the contacts of those who held it, counted without persons and told in fives."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncDate

from helhet.access.policy import OSLO, Actor
from helhet.access.queries import written_as
from helhet.journal.models import Contact
from helhet.organisation.queries import led_by
from helhet.organisation.rules.settlement import begun_fives
from helhet.people.rules import Grade
from helhet.record.disclosure import coarse


def use_of(
    actor: Actor, staff: Collection[UUID], numbers: Collection[str], *, since: date, until: date
) -> dict[str, tuple[Decimal, str]]:  # fmt: skip
    """What each of these municipalities weighs in begun fives of contacts, and how that is told: «10–14».

    The weight says no more than what is told, so that nobody works a count under five out from the kroner. For leaders only; who has a
    strictly protected address is in no count, nor is where she lives.
    """
    if not led_by(actor):
        return {}
    day = TruncDate("started_at", tzinfo=OSLO)
    rows = Contact.objects.annotate(day=day).filter(day__range=(since, until), by_kind="staff", person__municipality__in=list(numbers))
    rows = rows.filter(by_key__in=written_as(actor, staff)).exclude(person__grade=Grade.STRICT)
    found = dict(rows.order_by().values_list("person__municipality").annotate(n=Count("pk")))
    told = {number: coarse(found.get(number, 0)) for number in numbers}
    return {number: (Decimal(begun_fives(one.low)), str(one)) for number, one in told.items()}
