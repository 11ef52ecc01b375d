"""A practice that is a point of an agreement becomes one in an agreement of ours: a draft there, until the parties have agreed on it."""

from django.db import transaction

from helhet.access.policy import NotVisible
from helhet.cooperation import actions, queries
from helhet.cooperation.models import Agreement, Clause
from helhet.organisation.rules.acting import Worker

from .models import Practice
from .queries import place_led

KIND = "clause"


def agreements_for(one: Practice, *, by: Worker) -> list[Agreement]:
    """The municipality's running agreements in which this one may write a point; none when the practice is no point, or stands in one."""
    if one.kind != KIND or one.clause_id:
        return []
    found = [agreement for agreement in queries.agreements(by) if not agreement.is_over and queries.may_keep(by, agreement)]
    return [agreement for agreement in found if one.municipality_id in {party.municipality_id for party in agreement.parties.all()}]


@transaction.atomic
def place(one: Practice, *, agreement: Agreement, words: str, by: Worker) -> Clause:
    """It stands in our agreement, not agreed on yet, with nobody to answer for it; both are said there. Raises `Refused`, `NotVisible`."""
    place_led(by, one.municipality_id)
    # Pressed twice, it stands there once.
    one = Practice.objects.select_for_update().get(pk=one.pk)
    if one.kind != KIND or one.clause_id:
        raise NotVisible
    made = actions.keep_clause(None, agreement=agreement, words=words, owner=None, by=by)
    one.clause = made
    one.save(update_fields=["clause"])
    return made


def behind(clause: Clause) -> Practice | None:
    """The practice a point came from, for whoever may see the point."""
    return Practice.objects.filter(clause=clause).select_related("municipality").first()
