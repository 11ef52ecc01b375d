"""Posts as they stand on a day: work years, who holds them, who pays, and what ends when. No person data.

`work_years` is what the national report and the what-if count from: every share of every post once, each municipality with its own
part of what is shared, so that four municipalities added together are the work there is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from helhet.organisation.models import (
    Funding,
    Municipality,
    Post,
    PostChange,
    PostHolder,
    PostShare,
    PostSize,
    Sharing,
    SharingPart,
)
from helhet.organisation.rules import posts as rules

from . import Leads, led_by

_NONE = Decimal(0)


@dataclass(frozen=True)
class PostOn:
    """A post as it stands on a day. Shares are percentage points of a whole work year."""

    post: Post
    on: date
    percent: Decimal
    yearly_cost: Decimal | None
    shares: tuple[PostShare, ...]
    holders: tuple[PostHolder, ...]
    funding: tuple[Funding, ...]
    sharing: Sharing | None
    # What each municipality that shares it weighs; the employer alone when it is not shared.
    weights: Mapping[str, Decimal]

    def divided(self, percent: Decimal) -> dict[str, Decimal]:
        """So much of the post divided between the municipalities that share it, to the last hundredth."""
        return rules.divide(percent, self.weights)

    @property
    def parts(self) -> dict[str, Decimal]:
        """Each municipality's part of the whole post, adding up to 100."""
        return self.divided(rules.WHOLE)

    @property
    def aimed(self) -> Decimal:
        """How much of it is aimed at mental health or substance use."""
        return sum((one.percent for one in self.shares), _NONE)

    @property
    def vacant(self) -> Decimal:
        """How much nobody holds today."""
        return max(self.percent - sum((one.percent for one in self.holders), _NONE), _NONE)

    @property
    def unpaid(self) -> Decimal:
        """How much nobody is written down to pay for."""
        return max(self.percent - sum((one.percent for one in self.funding), _NONE), _NONE)


@dataclass(frozen=True)
class WorkYear:
    """One municipality's part of one share of one post: what the national form counts, in percentage points of a whole work year."""

    municipality: str
    percent: Decimal
    post_id: UUID
    share_id: UUID
    employer: str
    title: str
    unit_id: UUID | None
    education: str
    lived_experience: bool
    age_group: str
    problem: str
    area: str
    # Of `percent`, how much nobody holds.
    vacant: Decimal
    shared: bool
    why: str
    judged_by: str
    judged_on: date

    @property
    def years(self) -> Decimal:
        """The same in work years: 40 is 0.40."""
        return self.percent / 100


@dataclass(frozen=True)
class MoneyEnds:
    """One row of funding that ends, and how much of the post has nobody to pay for it from the day after."""

    post: Post
    funding: Funding
    unpaid: Decimal
    from_day: date
    who: tuple[str, ...]
    parts: Mapping[str, Decimal]


@dataclass(frozen=True)
class Ends:
    """Something that ends: a post, the money for it, or somebody's time in it."""

    kind: str  # post, money, holder
    last: date
    post: Post
    percent: Decimal
    who: tuple[str, ...]
    funding: Funding | None = None


def _concerns(numbers: Iterable[str]) -> Q:
    """Employed by one of them, or shared with one of them."""
    shared = SharingPart.objects.filter(municipality__in=list(numbers)).values("sharing__post")
    return Q(employer__in=list(numbers)) | Q(pk__in=shared)


def _whole(rows: QuerySet[Post]) -> QuerySet[Post]:
    parts = Prefetch("parts", SharingPart.objects.select_related("municipality"))
    return rows.select_related("employer", "unit").prefetch_related(
        "sizes", "shares", Prefetch("holders", PostHolder.objects.select_related("staff")), "funding",
        Prefetch("sharings", Sharing.objects.prefetch_related(parts)),
    )  # fmt: skip


def _running(rows: Iterable[PostSize | PostShare | PostHolder | Funding], on: date) -> list[Any]:
    return [one for one in rows if one.since <= on and (one.until is None or on <= one.until)]


def weights_of(sharing: Sharing) -> dict[str, Decimal]:
    """What each municipality weighs in a shared post.

    By use, until it is counted in a settlement, as it was agreed to begin with, else by inhabitants.
    """
    rows = list(sharing.parts.all())
    agreed = {one.municipality_id: one.percent for one in rows if one.percent is not None}
    if sharing.key != rules.SharingKey.EQUAL and len(agreed) == len(rows) and sum(agreed.values()):
        return agreed
    inhabitants = {one.municipality_id: Decimal(one.municipality.population or 0) for one in rows}
    if sharing.key == rules.SharingKey.EQUAL or not all(inhabitants.values()):
        return {one.municipality_id: Decimal(1) for one in rows}
    return inhabitants


def on_day(post: Post, on: date) -> PostOn:
    """A post (with all its rows fetched) as it stands on this day."""
    sizes, sharings = _running(post.sizes.all(), on), _running(post.sharings.all(), on)
    weights = weights_of(sharings[0]) if sharings else {post.employer_id: rules.WHOLE}
    return PostOn(
        post=post, on=on, percent=sizes[0].percent if sizes else _NONE, yearly_cost=sizes[0].yearly_cost if sizes else None,
        shares=tuple(_running(post.shares.all(), on)), funding=tuple(_running(post.funding.all(), on)),
        holders=tuple(_running(post.holders.all(), on)), sharing=sharings[0] if sharings else None, weights=weights,
    )  # fmt: skip


def posts_on(numbers: Collection[str], *, on: date) -> list[PostOn]:
    """The posts these municipalities employ or share, that exist on this day."""
    rows = _whole(Post.objects.filter(_concerns(numbers), since__lte=on).exclude(until__lt=on)).distinct()
    found = [on_day(post, on) for post in rows]
    return [one for one in found if set(one.weights) & set(numbers)]


def post_of(leader: Leads, key: UUID) -> Post | None:
    """A post that one of the leader's municipalities employs or shares, with all its rows."""
    return _whole(Post.objects.filter(_concerns([one.pk for one in led_by(leader)]), pk=key)).distinct().first()


def history_of(post: Post) -> list[PostChange]:
    """What was done with a post, newest first."""
    return list(PostChange.objects.filter(post=post))


def may_change(leader: Leads, post: Post) -> bool:
    """True for whoever leads in the municipality that employs; those who share it read."""
    return post.employer_id in {one.pk for one in led_by(leader)}


def work_years(numbers: Collection[str], *, on: date) -> list[WorkYear]:
    """Every share of every post on this day, divided between those that share it and nobody counted twice."""
    wanted, found = set(numbers), []
    for one in posts_on(numbers, on=on):
        for share in one.shares:
            each = one.divided(share.percent)
            empty = one.divided((share.percent * one.vacant / one.percent).quantize(rules.CENT)) if one.percent else {}
            found += [_work_year(one, share, number, each[number], empty.get(number, _NONE)) for number in sorted(wanted & set(each))]
    return found


def _work_year(one: PostOn, share: PostShare, number: str, percent: Decimal, vacant: Decimal) -> WorkYear:
    post = one.post
    return WorkYear(
        municipality=number, percent=percent, post_id=post.pk, share_id=share.pk, employer=post.employer_id, title=post.title,
        unit_id=post.unit_id, education=post.education, lived_experience=post.lived_experience,
        age_group=share.age_group, problem=share.problem, area=share.area, vacant=vacant, shared=one.sharing is not None,
        why=share.why, judged_by=share.judged_by, judged_on=share.judged_on,
    )  # fmt: skip


def money_that_ends(numbers: Collection[str], *, since: date, until: date) -> list[MoneyEnds]:
    """The money of these municipalities' posts that ends in the period with nothing in its place, first things first.

    For «which posts lose their money next January»: from the last of December until the day before the last of January.
    """
    ending = Funding.objects.filter(until__range=(since, until)).values("post")
    found = []
    for post in _whole(Post.objects.filter(_concerns(numbers), pk__in=ending).distinct()):
        spans, sizes = [one.span() for one in post.funding.all()], [one.span() for one in post.sizes.all()]
        for last in sorted({one.until for one in post.funding.all() if one.until and since <= one.until <= until}):
            gap, then = rules.unpaid_from(last, spans, sizes), on_day(post, last)
            rows = [one for one in post.funding.all() if one.until == last]
            lacking = gap.percent
            for row in sorted(rows, key=lambda one: -one.percent):
                short, lacking = min(lacking, row.percent), max(lacking - row.percent, _NONE)
                if short and set(then.weights) & set(numbers):
                    found.append(MoneyEnds(post, row, short, gap.from_day, tuple(h.who for h in then.holders), then.parts))
    return sorted(found, key=lambda one: (one.from_day, -one.unpaid, one.post.title))


def ends_next(numbers: Collection[str], *, on: date, days: int) -> list[MoneyEnds]:
    """The money that ends from today on, within so many days."""
    return money_that_ends(numbers, since=on, until=on + timedelta(days=days))


def what_ends(numbers: Collection[str], *, since: date, until: date) -> list[Ends]:
    """What ends in the period, first things first; money and holders that end with their post are the post's end, said once."""
    found = [
        Ends("money", one.from_day - timedelta(days=1), one.post, one.unpaid, one.who, one.funding)
        for one in money_that_ends(numbers, since=since, until=until)
    ]
    holders = PostHolder.objects.filter(until__range=(since, until)).values("post")
    rows = _whole(Post.objects.filter(_concerns(numbers)).filter(Q(until__range=(since, until)) | Q(pk__in=holders)).distinct())
    for post in rows:
        if post.until and since <= post.until <= until:
            then = on_day(post, post.until)
            found.append(Ends("post", post.until, post, then.percent, tuple(one.who for one in then.holders)))
        for one in post.holders.all():
            if one.until and since <= one.until <= until and one.until != post.until and not _goes_on(post, one):
                found.append(Ends("holder", one.until, post, one.percent, (one.who,)))
    return sorted(found, key=lambda one: (one.last, one.post.title, one.kind))


def _goes_on(post: Post, holder: PostHolder) -> bool:
    """She has another row that begins the day after: nothing ends."""
    assert holder.until is not None
    after = holder.until + timedelta(days=1)
    return any(one.since == after and (one.staff_id, one.name) == (holder.staff_id, holder.name) for one in post.holders.all())


def sharing_municipalities(leader: Leads, on: date) -> list[Municipality]:
    """Whom a leader's municipalities may share a post with: those they co-operate with."""
    own = [one.pk for one in led_by(leader)]
    together = Q(cooperations__members__in=own) & (Q(cooperations__until=None) | Q(cooperations__until__gte=on))
    return list(Municipality.objects.filter(together | Q(pk__in=own)).distinct().order_by("number"))
