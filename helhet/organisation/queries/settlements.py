"""Settlements of shared posts, and what one would begin with: the days, the cost and what others paid. No person data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from helhet.organisation.models import Post, Settlement, Sharing
from helhet.organisation.rules import posts as rules
from helhet.organisation.rules import settlement

from . import Leads, led_by
from .posts import weights_of


@dataclass(frozen=True)
class Suggested:
    """What the rows of the post come to in a period, and the sharing that ran then."""

    since: date
    until: date
    cost: Decimal
    income: Decimal
    sharing: Sharing | None


def settlements_of(post: Post) -> list[Settlement]:
    """A post's settlements, newest first, each with its parts."""
    return list(Settlement.objects.filter(post=post).select_related("replaces").prefetch_related("parts__municipality"))


def standing(post: Post, *, since: date, until: date) -> Settlement | None:
    """The settlement of just these days that nothing has replaced."""
    return Settlement.objects.filter(post=post, since=since, until=until, replaced_by=None).first()


def settlement_of(leader: Leads, key: UUID) -> Settlement | None:
    """One settlement, for those who lead where the post is employed and in those that share it."""
    mine = [one.pk for one in led_by(leader)]
    rows = Settlement.objects.filter(pk=key).select_related("post__employer", "replaces").prefetch_related("parts__municipality")
    found = rows.first()
    if found is None or not {found.post.employer_id, *(part.municipality_id for part in found.parts.all())} & set(mine):
        return None
    return found


def sharings_between(post: Post, since: date, until: date) -> list[Sharing]:
    """The keys a post was shared by in a period."""
    return [one for one in post.sharings.all() if one.since <= until and (one.until is None or one.until >= since)]


def suggested(post: Post, *, since: date, until: date) -> Suggested:
    """What a settlement of this period begins with; the accounts decide."""
    sizes = [one for one in post.sizes.all() if one.yearly_cost is not None]
    costs = [settlement.Cost(one.yearly_cost or Decimal(0), one.since, one.until) for one in sizes]
    others = [one.span() for one in post.funding.all() if one.source != rules.Source.OWN]
    paid = [cost for one in sizes for cost in settlement.paid_by_others(_within(others, one.span()), one.percent, one.yearly_cost)]
    sharings = sharings_between(post, since, until)
    cost, income = (settlement.cost_of(some, since=since, until=until) for some in (costs, paid))
    return Suggested(since, until, cost, min(income, cost), sharings[0] if len(sharings) == 1 else None)


def _within(spans: Iterable[rules.Span], size: rules.Span) -> list[rules.Span]:
    """The same money, inside the days of one size."""
    found = []
    for one in spans:
        ends = [day for day in (one.until, size.until) if day]
        since, until = max(one.since, size.since), min(ends) if ends else None
        if until is None or since <= until:
            found.append(rules.Span(one.percent, since, until))
    return found


def weights_said(sharing: Sharing) -> dict[str, tuple[Decimal, str]]:
    """What each municipality weighs by a key that is not use, and how the sheet tells it."""
    names = {rules.SharingKey.INHABITANTS: "{:f}", rules.SharingKey.AGREED: "{:f} %", rules.SharingKey.EQUAL: "1"}
    return {key: (weight, names[rules.SharingKey(sharing.key)].format(weight.normalize())) for key, weight in weights_of(sharing).items()}
