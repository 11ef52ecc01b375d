"""What is done in an inspection: the leader opens and ends it and answers; the inspector draws, and writes what she found."""

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access.policy import OSLO, Actor, NotVisible
from helhet.cooperation.rules import without_persons
from helhet.organisation.models import Partner, PartnerMember
from helhet.organisation.queries import led_by
from helhet.organisation.rules import N_, Fault, PartnerKind, refuse_if_any
from helhet.oversight.criteria import ALL, OF_PERSONS
from helhet.oversight.law import cited
from helhet.oversight.models import DirectorsComment, Engagement, Finding, Measure, Sample, SampledCase, Yardstick

from . import queries
from .rules import CONCLUSION_NAMES, METHOD, Conclusion, Inspector, Scope, drawn, inspector_faults, sample_faults, scope_faults


def _require_leads(by: Actor, number: str) -> None:
    """Raises `NotVisible` to whoever does not lead in this municipality."""
    if number not in {one.pk for one in led_by(by)}:
        raise NotVisible


def _require_inspects(engagement: Engagement, by: Actor) -> Engagement:
    """Raises `NotVisible` to everybody but the inspector, while it runs."""
    if by.kind != "inspector":
        raise NotVisible
    return queries.engagement_for(by, engagement.pk)


@transaction.atomic
def open_engagement(municipality_number: str, *, scope: Scope, inspector: Inspector, criteria: Collection[str], by: Actor) -> Engagement:
    """Open an inspection for a named inspector. Nobody's record is open by this: that comes with the sample."""
    _require_leads(by, municipality_number)
    known = {one.id: one for one in ALL}
    strange = [key for key in criteria if key not in known]
    refuse_if_any(
        [
            *scope_faults(scope, on=by.on),
            *inspector_faults(inspector),
            *(Fault("criteria", N_("Kravet {key} finnes ikke."), {"key": key}) for key in strange),
        ]
    )
    made = Engagement.objects.create(
        municipality_id=municipality_number, inspector=_written_down(inspector), title=scope.title.strip(), ground=scope.ground.strip(),
        period_from=scope.period_from, period_until=scope.period_until, access_from=scope.access_from, access_until=scope.access_until,
        most_cases=scope.most_cases, at=by.at, by_name=by.name,
    )  # fmt: skip
    Yardstick.objects.bulk_create(
        Yardstick(engagement=made, number=number, criterion=key, text=known[key].title, source=", ".join(cited(known[key].basis)))
        for number, key in enumerate(dict.fromkeys(criteria), start=1)
    )
    return made


def _written_down(inspector: Inspector) -> PartnerMember:
    """The inspector's row: she serves no municipality, so that she stands in no list of those to share with or to ring."""
    place, _ = Partner.objects.get_or_create(kind=PartnerKind.INSPECTOR, name=inspector.organisation.strip())
    named = {"partner": place, "name": inspector.name.strip(), "until": None}
    found: PartnerMember = PartnerMember.objects.filter(**named).first() or PartnerMember.objects.create(
        **named, title=inspector.title.strip()
    )
    return found


@transaction.atomic
def add_yardstick(engagement: Engagement, *, text: str, source: str, by: Actor) -> Yardstick:
    """A criterion in the inspector's own words, with where it stands."""
    engagement = _require_inspects(engagement, by)
    refuse_if_any(
        ([] if text.strip() else [Fault("text", N_("Skriv kravet."))])
        + ([] if source.strip() else [Fault("source", N_("Skriv hvor kravet står."))])
    )
    last = max((one.number for one in engagement.yardsticks.all()), default=0)
    return Yardstick.objects.create(engagement=engagement, number=last + 1, text=text.strip(), source=source.strip())


@transaction.atomic
def draw(engagement: Engagement, *, seed: str, size: int, by: Actor, by_state_of: str = "") -> Sample:
    """Draw the records to read, once: the same seed and the same frame give the same sample. It opens exactly these, until it ends."""
    engagement = _require_inspects(engagement, by)
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    if Sample.objects.filter(engagement=engagement).exists():
        refuse_if_any([Fault("seed", N_("Utvalget er trukket. Det trekkes bare én gang."))])
    of_persons = {one.id for one in OF_PERSONS}
    if by_state_of and by_state_of not in {one.criterion for one in engagement.yardsticks.all()} & of_persons:
        refuse_if_any([Fault("by_state_of", N_("Velg ett av kravene i tilsynet."))])
    frame = queries.frame_of(engagement, actor=by, by_state_of=by_state_of)
    refuse_if_any(sample_faults(seed, size, most=engagement.most_cases, frame=len(frame.members)))
    taken = drawn(list(frame.members), seed=seed.strip(), size=size)
    relations = access.begin_inspection(
        [frame.members[one] for one in taken], member=engagement.inspector, ground=engagement.ground,
        until=_end_of(engagement.access_until), by=by,
    )  # fmt: skip
    SampledCase.objects.bulk_create(
        SampledCase(
            engagement=engagement, person_id=frame.members[one], relation=relations[frame.members[one]], number=number,
            pseudonym=one.pseudonym, state=one.state,
        )
        for number, one in enumerate(taken, start=1)
    )  # fmt: skip
    listed = sorted([one.pseudonym, one.state] for one in frame.members)
    return Sample.objects.create(
        engagement=engagement, seed=seed.strip(), size=len(taken), by_state_of=by_state_of, method=METHOD, frame=listed,
        left_out=frame.left_out, at=by.at, by_name=by.name,
    )  # fmt: skip


def _end_of(day: date) -> datetime:
    """The first moment after this day."""
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time(), OSLO)


@transaction.atomic
def write_finding(
    engagement: Engagement, *, yardstick: UUID, cases: Collection[int], description: str, evidence: str, conclusion: str, by: Actor
) -> Finding:
    """What the inspector found about one criterion. It stays as it is written; another view is another finding."""
    engagement = _require_inspects(engagement, by)
    about = next((one for one in engagement.yardsticks.all() if one.pk == yardstick), None)
    sample = Sample.objects.filter(engagement=engagement).first()
    strange = sorted(set(cases) - set(range(1, (sample.size if sample else 0) + 1)))
    refuse_if_any(
        ([] if about else [Fault("yardstick", N_("Velg ett av kravene i tilsynet."))])
        + ([] if description.strip() else [Fault("description", N_("Skriv hva du fant."))])
        + ([] if conclusion in CONCLUSION_NAMES else [Fault("conclusion", N_("Velg en konklusjon."))])
        + ([Fault("cases", N_("Sak {number} er ikke i utvalget."), {"number": strange[0]})] if strange else [])
        + [*without_persons(description=description, evidence=evidence)]
    )
    return Finding.objects.create(
        engagement=engagement, yardstick=about, cases=sorted(set(cases)), description=description.strip(), evidence=evidence.strip(),
        conclusion=Conclusion(conclusion), at=by.at, by_name=by.name,
    )  # fmt: skip


@transaction.atomic
def comment(finding: Finding, *, words: str, signed_by: str, by: Actor) -> DirectorsComment:
    """The municipal director's comment, written in by whoever leads there; it stays as it is written."""
    _require_leads(by, finding.engagement.municipality_id)
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv kommentaren."))])
        + ([] if signed_by.strip() else [Fault("signed_by", N_("Skriv hvem som kommenterer for kommunen."))])
        + ([Fault("words", N_("Funnet er kommentert."))] if DirectorsComment.objects.filter(finding=finding).exists() else [])
        + [*without_persons(words=words)]
    )
    return DirectorsComment.objects.create(finding=finding, words=words.strip(), signed_by=signed_by.strip(), at=by.at, by_name=by.name)


@transaction.atomic
def plan_measure(finding: Finding, *, words: str, who: str, by_day: date, by: Actor) -> Measure:
    """What the municipality will do about it, who, and by which day."""
    _require_leads(by, finding.engagement.municipality_id)
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv hva som skal gjøres."))])
        + ([] if who.strip() else [Fault("who", N_("Skriv hvem som gjør det."))])
        + ([Fault("by_day", N_("Velg i dag eller senere."))] if by_day < by.on else [])
        + [*without_persons(words=words)]
    )
    return Measure.objects.create(finding=finding, words=words.strip(), who=who.strip(), by_day=by_day, at=by.at, by_name=by.name)


@transaction.atomic
def finish_measure(measure: Measure, *, words: str, by: Actor) -> None:
    """It is done, and what came of it."""
    _require_leads(by, measure.finding.engagement.municipality_id)
    refuse_if_any(
        ([] if words.strip() else [Fault("words", N_("Skriv hva som kom ut av det."))])
        + ([Fault("words", N_("Tiltaket er alt gjort."))] if measure.done_on else [])
        + [*without_persons(words=words)]
    )
    measure.done_on, measure.done_words, measure.done_by = by.on, words.strip(), by.name
    measure.save(update_fields=["done_on", "done_words", "done_by"])


@transaction.atomic
def end_engagement(engagement: Engagement, *, reason: str, by: Actor) -> None:
    """Over before its day: the leader withdraws it, or the inspector is finished. What it opened is closed on the next request."""
    engagement = queries.engagement_for(by, engagement.pk)
    refuse_if_any(
        ([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor."))])
        + ([Fault("reason", N_("Tilsynet er alt avsluttet."))] if engagement.ended_at else [])
    )
    engagement.ended_at, engagement.ended_by, engagement.end_reason = by.at, by.name, reason.strip()
    engagement.save(update_fields=["ended_at", "ended_by", "end_reason"])
    opened = SampledCase.objects.filter(engagement=engagement).values_list("relation_id", flat=True)
    access.end_inspection(list(opened), reason=reason.strip(), by=by)
