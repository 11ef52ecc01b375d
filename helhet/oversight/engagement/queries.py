"""Which engagements somebody may see, who may be drawn, and what was found: the inspector's own while they run, and the leader's."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from helhet.access import actions as access
from helhet.access.log import Opening
from helhet.access.policy import Actor, NotVisible
from helhet.organisation.queries import led_by
from helhet.oversight import live as asked
from helhet.oversight.criteria import OF_MUNICIPALITIES, OF_PERSONS
from helhet.oversight.models import Engagement, Finding, Measure, Sample, SampledCase, Yardstick
from helhet.oversight.published import about_nobody
from helhet.oversight.report.judged import pseudonym, pseudonym_key
from helhet.record import live, schema
from helhet.record.disclosure import FIVE, Range, coarse

from .rules import Framed, worst


def engagements_of(actor: Actor) -> list[Engagement]:
    """What this inspector may work on now, or every engagement of the municipalities this one leads; nothing for anybody else."""
    rows = Engagement.objects.select_related("municipality", "inspector__partner", "sample")
    return list(rows.filter(_may_see(actor)))


def _may_see(actor: Actor) -> Q:
    if actor.kind == "inspector":
        running = Q(access_from__lte=actor.on, access_until__gte=actor.on, ended_at=None)
        return Q(inspector=actor.partner_member_id) & running if actor.partner_member_id else Q(pk__in=[])
    return Q(municipality__in=[one.pk for one in led_by(actor)]) if actor.is_staff else Q(pk__in=[])


def engagement_for(actor: Actor, key: UUID) -> Engagement:
    """The engagement, its criteria, findings and what came of them. Raises `NotVisible`."""
    findings = Finding.objects.select_related("yardstick", "comment").prefetch_related(Prefetch("measures", Measure.objects.all()))
    rows = Engagement.objects.filter(_may_see(actor), pk=key).select_related("municipality", "inspector__partner", "sample")
    found = rows.prefetch_related("yardsticks", Prefetch("findings", findings)).first()
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Drawn:
    """What was drawn: for the inspector as it is; for whoever leads, who may see none of them, through small-number protection."""

    seed: str
    at: datetime
    by_state_of: str
    size: int | None  # None when so few could be drawn that it would tell how many
    of: Range
    left_out: Range
    frame: list[tuple[str, str]]  # keys that name nobody, each with the state it was grouped by: for the inspector alone


def sample_of(engagement: Engagement, *, actor: Actor) -> Drawn | None:
    """What was drawn, if anything was, as this actor may be told of it."""
    engagement_for(actor, engagement.pk)
    sample = Sample.objects.filter(engagement=engagement).first()
    if sample is None:
        return None
    of, left_out = len(sample.frame), sample.left_out
    if actor.kind == "inspector":
        exactly = Range(of, of), Range(left_out, left_out)
        return Drawn(sample.seed, sample.at, sample.by_state_of, sample.size, *exactly, sample.frame)
    size = sample.size if of >= FIVE else None
    return Drawn(sample.seed, sample.at, sample.by_state_of, size, coarse(of), coarse(left_out), [])


def cases_of(opening: Opening, engagement: Engagement) -> list[SampledCase]:
    """The drawn records this inspector may read now, by number."""
    return opening.all(_cases(opening.actor, engagement).order_by("number"))


def case_for(opening: Opening, engagement: Engagement, number: int) -> SampledCase:
    """One of them. Raises `NotVisible`."""
    found: SampledCase = opening.one(_cases(opening.actor, engagement).filter(number=number))
    return found


def _cases(actor: Actor, engagement: Engagement) -> QuerySet[SampledCase]:
    """Working papers are the inspector's: who works with the person reads her record, not this."""
    return SampledCase.objects.filter(engagement=engagement) if actor.kind == "inspector" else SampledCase.objects.none()


def judged_on(engagement: Engagement, *, actor: Actor) -> date:
    """The day verdicts are of: the period's last, or today while it runs."""
    return min(engagement.period_until, actor.on)


def verdicts_on(engagement: Engagement, persons: Collection[UUID], *, actor: Actor, only: str = "") -> list[dict[str, Any]]:
    """What the engagement's criteria say of these persons; asked for by what draws a sample, and by a case that has been opened."""
    keys = {only} if only else {one.criterion for one in Yardstick.objects.filter(engagement=engagement).exclude(criterion="")}
    criteria = [one for one in OF_PERSONS if one.id in keys]
    on = judged_on(engagement, actor=actor)
    return [dict(row) for row in asked.verdicts(on, [engagement.municipality_id], today=actor.on, persons=persons, criteria=criteria)]


@dataclass(frozen=True)
class OfHouse:
    """What a criterion about the municipality itself says: a state, of how many units, agreements or workers, and what is missing."""

    state: str
    many: int
    missing: str = ""


def verdicts_of_house(engagement: Engagement, *, actor: Actor) -> dict[str, list[OfHouse]]:
    """The engagement's criteria about the municipality, its units and agreements, by criterion. A serious event happened to somebody: the
    inspector is told of it, and whoever leads reads it on her own page."""
    engagement_for(actor, engagement.pk)
    keys = {one.criterion for one in engagement.yardsticks.all()}
    chosen = {one.id for one in OF_MUNICIPALITIES if one.id in keys and (actor.kind == "inspector" or about_nobody(one))}
    if not chosen:
        return {}
    rows = asked.of_municipalities(judged_on(engagement, actor=actor), [engagement.municipality_id], today=actor.on)
    counted = Counter((row["criterion"], row["state"], row["missing"] or "") for row in rows if row["criterion"] in chosen)
    found: dict[str, list[OfHouse]] = {key: [] for key in sorted(chosen)}
    for (criterion, state, missing), many in sorted(counted.items()):
        found[criterion].append(OfHouse(state, many, missing))
    return found


@dataclass(frozen=True)
class Frame:
    """Everybody who may be drawn, by a key that names nobody; and how many have closed it. The strictly protected are not even counted."""

    members: dict[Framed, UUID]
    left_out: int


def frame_of(engagement: Engagement, *, actor: Actor, by_state_of: str = "") -> Frame:
    """Those who had a service in the municipality in the period, without those who have closed it or are strictly protected."""
    in_period = _in_period(engagement)
    closed = access.closed_to_inspection(in_period, member=engagement.inspector, at=actor.at)
    there = sorted(in_period - closed)
    states: dict[UUID, set[str]] = {}
    for row in verdicts_on(engagement, there, actor=actor, only=by_state_of) if by_state_of and there else ():
        states.setdefault(UUID(row["person"]), set()).add(row["state"])
    key = pseudonym_key(settings.LOG_KEY, "engagement", engagement.pk.hex)
    members = {Framed(pseudonym(key, one.hex), worst(states.get(one, ())) if by_state_of else ""): one for one in there}
    return Frame(members, len(closed))


def _in_period(engagement: Engagement) -> set[UUID]:
    place = {name: at for at, name in enumerate(schema.CASE.names)}
    rows = live.rows(schema.CASE.name, live.within(schema.CASE.name, engagement.municipality_id))
    return {
        UUID(row[place["person"]]) for row in rows
        if row[place["opened_on"]] <= engagement.period_until
        and (row[place["closed_on"]] is None or row[place["closed_on"]] >= engagement.period_from)
    }  # fmt: skip
