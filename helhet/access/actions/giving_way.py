"""A new yes to the same takes over: now, or on its first day. Withdrawn before that day, what it would have replaced holds after all."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from helhet.access import log
from helhet.access.models import CareRelation, Consent
from helhet.access.policy import OSLO, Actor
from helhet.organisation.rules import N_

from .relations import end_now

SHARES_NOW = "deler nå"
_REPLACED = "nytt samtykke til den samme"
_AFTER_ALL = "det som skulle ta over, er trukket"


def begins_at(given: Consent, by: Actor) -> datetime:
    """The instant what this consent opens is opened: now, or when its first day begins."""
    return first_instant(given.since) if given.is_coming(by.on) and given.since else by.at


def first_instant(day: date) -> datetime:
    """When this day begins in Norway."""
    return datetime.combine(day, time(), OSLO)


def takes_over(made: Consent, same: QuerySet[Consent], *, by: Actor) -> None:
    """The new yes takes over on its first day for what stands of `same`; what would begin on that day or later never does."""
    earlier = same.filter(withdrawn_at=None).exclude(pk=made.pk).order_by("given_at", "pk")
    for old in earlier:
        if not made.is_coming(by.on) or (made.since and old.since and old.since >= made.since):
            take_back(old, reason=_REPLACED, by=by)
    # Read again: what has just been taken back may have let another hold longer.
    for old in earlier.all():
        _gives_way(old, made, by)


def _gives_way(old: Consent, made: Consent, by: Actor) -> None:
    assert made.since is not None
    last = made.since - timedelta(days=1)
    if old.until is not None and old.until <= last:
        return
    was = {"until": old.until, "until_before": old.until_before, "gives_way_to_id": old.gives_way_to_id}
    old.until, old.until_before, old.gives_way_to = last, old.until, made
    old.save(update_fields=["until", "until_before", "gives_way_to"])
    log.did(N_("endret"), old, by=by, was=was, note=_REPLACED)
    # A relation with an end of its own keeps it: the consent closes it on its last day.
    end_now(CareRelation.objects.filter(consent=old, until=None), reason=_REPLACED, by=by, at=first_instant(made.since))


def take_back(given: Consent, *, reason: str, by: Actor) -> list[Consent]:
    """It holds no more from this instant, nor what it opened. Had it not begun, what it would have replaced is answered: that holds on."""
    if given.withdrawn_at:
        return []
    was_coming = given.is_coming(by.on)
    given.withdrawn_at = by.at
    given.save(update_fields=["withdrawn_at"])
    log.did(N_("trakk samtykke"), given, by=by, was={"withdrawn_at": None}, note=reason)
    end_now(CareRelation.objects.filter(Q(until=None) | Q(until__gt=by.at), consent=given), reason=reason, by=by)
    return _hold_after_all(given, by) if was_coming else []


def _hold_after_all(given: Consent, by: Actor) -> list[Consent]:
    assert given.since is not None
    # Asked of the database: whoever holds `given` may have read it before another yes was given.
    next_one = Consent.objects.filter(pk__in=Consent.objects.filter(pk=given.pk).values("gives_way_to"), withdrawn_at=None).first()
    held = list(Consent.objects.filter(gives_way_to=given, withdrawn_at=None).order_by("given_at", "pk"))
    let_in = CareRelation.objects.filter(consent=given).exclude(partner_member=None).values("partner_member")
    ended = Q(consent__in=held, end_reason=_REPLACED) | Q(consent=None, end_reason=SHARES_NOW, partner_member__in=let_in)
    for relation in list(CareRelation.objects.filter(ended, person_id=given.person_id, until=first_instant(given.since))):
        was = {"until": relation.until, "end_reason": relation.end_reason}
        relation.until, relation.end_reason = None, ""
        relation.save(update_fields=["until", "end_reason"])
        log.did(N_("åpnet tilgang"), relation, by=by, was=was, note=_AFTER_ALL)
    for old in held:
        was = {"until": old.until, "until_before": old.until_before, "gives_way_to_id": old.gives_way_to_id}
        old.until, old.until_before, old.gives_way_to = old.until_before, None, None
        old.save(update_fields=["until", "until_before", "gives_way_to"])
        log.did(N_("endret"), old, by=by, was=was, note=_AFTER_ALL)
        if next_one:
            _gives_way(old, next_one, by)
    return held
