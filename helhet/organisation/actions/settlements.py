"""Settling a shared post: whoever leads where it is employed divides what is left between those that share it, to the øre."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from helhet.organisation.models import Post, Settlement, SettlementPart, Sharing
from helhet.organisation.queries import settlements as queries
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules import settlement as rules
from helhet.organisation.rules.acting import Leader
from helhet.organisation.rules.posts import SharingKey

from .posts import locked, not_hers, wrote


@transaction.atomic
def settle(
    post: Post, *, since: date, until: date, cost: Decimal, income: Decimal, by: Leader, use: Mapping[str, tuple[Decimal, str]],
    note: str = "",
) -> Settlement:  # fmt: skip
    """What each municipality owes for a period. `use` is what each weighs when the key is use, counted by whoever can; and how it is told.

    The sheet stands. One for days that are settled already replaces the one before it, when it is for the same days.
    """
    post = locked(post)
    sharings = queries.sharings_between(post, since, until) if since and until else []
    before = [one for one in queries.settlements_of(post) if not hasattr(one, "replaced_by")]
    again = queries.standing(post, since=since, until=until)
    wrong = [*not_hers(by, post.employer), *rules.money_faults(cost, income), *rules.period_faults(since, until, on=by.on)]
    wrong += _shared_faults(sharings, since, until)
    if any(one.since <= until and since <= one.until and one != again for one in before):
        wrong.append(Fault("since", N_("Noe av perioden er gjort opp før. Velg de samme dagene for å gjøre det om, eller dager etter.")))
    told: Mapping[str, tuple[Decimal, str]] = {}
    if len(sharings) == 1:
        told = _weights(sharings[0], use)
        wrong += rules.weight_faults(sharings[0].key, {key: weight for key, (weight, _) in told.items()})
    refuse_if_any(wrong)
    return _write(post, sharings[0], told, again, by=by, since=since, until=until, cost=cost, income=income, note=note.strip())


def _shared_faults(sharings: list[Sharing], since: date, until: date) -> Iterable[Fault]:
    if not sharings:
        yield Fault("since", N_("Stillingen var ikke delt i denne perioden."))
    elif len(sharings) > 1:
        said = N_("Nøkkelen ble en annen {day}. Gjør opp dagene før og dagene etter hver for seg.")
        yield Fault("since", said, {"day": sharings[1].since})
    elif sharings[0].since > since or (sharings[0].until and sharings[0].until < until):
        yield Fault("since", N_("Stillingen var delt bare i en del av perioden. Velg de dagene."))


def _weights(sharing: Sharing, use: Mapping[str, tuple[Decimal, str]]) -> Mapping[str, tuple[Decimal, str]]:
    if sharing.key != SharingKey.USE:
        return queries.weights_said(sharing)
    return {part.municipality_id: use.get(part.municipality_id, (Decimal(0), "0")) for part in sharing.parts.all()}


def _write(
    post: Post, sharing: Sharing, told: Mapping[str, tuple[Decimal, str]], again: Settlement | None, *, by: Leader, since: date,
    until: date, cost: Decimal, income: Decimal, note: str,
) -> Settlement:  # fmt: skip
    made = Settlement.objects.create(
        post=post, since=since, until=until, key=sharing.key, agreed_in=sharing.agreed_in, cost=cost, income=income, note=note,
        replaces=again, at=by.at, by_name=by.name,
    )  # fmt: skip
    amounts = rules.settle(cost, income, {key: weight for key, (weight, _) in told.items()})
    SettlementPart.objects.bulk_create(
        SettlementPart(settlement=made, municipality_id=key, weight=weight, said=said, amount=amounts[key])
        for key, (weight, said) in told.items()
    )
    wrote(post, "settled", by=by, became={"since": since, "until": until, "cost": cost, "income": income})
    return made
