"""Posts: added, changed, resized, ended; what they are aimed at, who holds them, who pays, who shares them.

Only who leads in the municipality that employs may write. What was is never written over: a row ends and another begins, and each
change stands in the post's own history. Nothing here is about a person who gets help, so nothing is in the log of access.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models, transaction

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
    Staff,
    Unit,
)
from helhet.organisation.queries import led_by
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules import posts as rules
from helhet.organisation.rules.acting import Leader
from helhet.organisation.rules.keeping import name_faults

Row = PostShare | PostHolder | Funding
ROWS: dict[str, type[Row]] = {"share": PostShare, "holder": PostHolder, "funding": Funding}


def not_hers(by: Leader, employer: Municipality) -> list[Fault]:
    """Only who leads in the employing municipality writes."""
    theirs = employer.pk in {one.pk for one in led_by(by)}
    return [] if theirs else [Fault("", N_("Stillinger i {place} endres av den som leder der."), {"place": employer.name})]


def _said(value: Any) -> Any:
    """A value as the history keeps it."""
    return getattr(value, "name", None) or str(value) if isinstance(value, models.Model | Decimal | date) else value


def wrote(post: Post, verb: str, *, by: Leader, was: Mapping[str, Any] | None = None, became: Mapping[str, Any] | None = None) -> None:
    """Keep the post, and write in its history what was done."""
    post.changed_at, post.changed_by = by.at, by.name
    post.save()
    PostChange.objects.create(
        post=post, at=by.at, by_name=by.name, verb=verb, was={k: _said(v) for k, v in (was or {}).items() if v not in (None, "")},
        became={k: _said(v) for k, v in (became or {}).items() if v not in (None, "")},
    )  # fmt: skip


def _what_faults(fields: Mapping[str, Any]) -> Iterable[Fault]:
    yield from name_faults(dict(fields), "title")
    if fields.get("education") not in rules.EDUCATION_NAMES:
        yield Fault("education", N_("Velg utdanning."))
    kostra = fields.get("kostra", "")
    if kostra and not re.fullmatch(r"[0-9]{3}", kostra):
        yield Fault("kostra", N_("En KOSTRA-funksjon har tre sifre."))


def _cost_faults(cost: Decimal | None) -> Iterable[Fault]:
    if cost is not None and (cost < 0 or cost != cost.quantize(rules.CENT)):
        yield Fault("yearly_cost", N_("Skriv kostnaden i kroner, med høyst to desimaler."))


@transaction.atomic
def add_post(
    *, employer: Municipality, title: str, education: str, percent: Decimal, since: date, by: Leader, until: date | None = None,
    unit: Unit | None = None, lived_experience: bool = False, kostra: str = "", yearly_cost: Decimal | None = None,
) -> Post:  # fmt: skip
    """A post begins, of this size."""
    what = {"title": title, "education": education, "kostra": kostra}
    refuse_if_any([
        *not_hers(by, employer), *_what_faults(what), *rules.percent_faults("percent", percent), *rules.period_faults(since, until),
        *_cost_faults(yearly_cost),
    ])  # fmt: skip
    post = Post.objects.create(
        employer=employer, unit=unit, lived_experience=lived_experience, since=since, until=until,
        **{name: value.strip() for name, value in what.items()},
    )  # fmt: skip
    PostSize.objects.create(post=post, percent=percent, yearly_cost=yearly_cost, since=since, until=until)
    wrote(post, "added", by=by, became=what | {"percent": percent, "since": since, "until": until, "yearly_cost": yearly_cost})
    return post


@transaction.atomic
def change_post(
    post: Post, *, title: str, education: str, unit: Unit | None, lived_experience: bool, kostra: str, by: Leader
) -> Post:  # fmt: skip
    """What a post is called, asks for and belongs to."""
    fields = {"title": title.strip(), "education": education, "unit": unit, "lived_experience": lived_experience, "kostra": kostra}
    refuse_if_any([*not_hers(by, post.employer), *_what_faults(fields)])
    was = {name: getattr(post, name) for name, value in fields.items() if getattr(post, name) != value}
    for name, value in fields.items():
        setattr(post, name, value)
    if was:
        wrote(post, "changed", by=by, was=was, became={name: fields[name] for name in was})
    return post


@transaction.atomic
def resize_post(post: Post, *, percent: Decimal, yearly_cost: Decimal | None, since: date, by: Leader) -> PostSize:
    """From this day it is of another size, or costs something else."""
    post = locked(post)
    known = list(post.sizes.all())
    last = known[-1]
    wrong = [*not_hers(by, post.employer), *rules.percent_faults("percent", percent), *_cost_faults(yearly_cost)]
    wrong += [*_inside(post, since, None)]
    if since <= last.since:
        wrong.append(Fault("since", N_("Den forrige størrelsen gjelder fra {day}. Velg en dag etter."), {"day": last.since}))
    elif not wrong:
        cut = [*(one.span() for one in known[:-1]), rules.Span(last.percent, last.since, since - timedelta(days=1))]
        ceiling = [*cut, rules.Span(percent, since, post.until)]
        wrong += _over(post, ceiling, {name: [one.span() for one in _counted(post, name)] for name in ROWS}, "percent")
    refuse_if_any(wrong)
    last.until = since - timedelta(days=1)
    last.save(update_fields=["until"])
    made = PostSize.objects.create(post=post, percent=percent, yearly_cost=yearly_cost, since=since, until=post.until)
    was = {"percent": last.percent, "yearly_cost": last.yearly_cost}
    wrote(post, "resized", by=by, was=was, became={"percent": percent, "yearly_cost": yearly_cost, "since": since})
    return made


@transaction.atomic
def end_post(post: Post, *, on: date, by: Leader) -> Post:
    """Its last day; whatever it was aimed at, who held it and who paid ends with it.

    A later day prolongs the post as it was; who holds it then and who pays must be said anew.
    """
    post = locked(post)
    wrong = not_hers(by, post.employer)
    rows = [*post.sizes.all(), *post.shares.all(), *post.holders.all(), *post.funding.all(), *post.sharings.all()]
    if on < post.since:
        wrong.append(Fault("on", N_("Stillingen begynner først {day}."), {"day": post.since}))
    elif any(one.since > on for one in rows):
        wrong.append(Fault("on", N_("Noe i stillingen begynner først etter denne dagen. Ta det bort først.")))
    refuse_if_any(wrong)
    was, before = {"until": post.until}, post.until
    post.until = on
    for one in rows:
        prolonged = before is not None and one.until == before < on and isinstance(one, PostSize | PostShare | Sharing)
        if one.until is None or one.until > on or prolonged:
            one.until = on
            one.save(update_fields=["until"])
    wrote(post, "ended", by=by, was=was, became={"until": on})
    return post


def locked(post: Post) -> Post:
    """Two who write at once do not together count a year twice."""
    return Post.objects.select_for_update(of=("self",)).select_related("employer").get(pk=post.pk)


def _inside(post: Post, since: object, until: object) -> Iterable[Fault]:
    """A row of a post lies within the post's own days."""
    if isinstance(since, date) and since < post.since:
        yield Fault("since", N_("Stillingen begynner først {day}."), {"day": post.since})
    if post.until and ((isinstance(since, date) and since > post.until) or (isinstance(until, date) and until > post.until)):
        yield Fault("until", N_("Stillingen slutter {day}."), {"day": post.until})


_TOO_MUCH = {
    "share": N_("Fra {day} blir mer enn hele stillingen rettet mot noen. Samme årsverk telles ikke to ganger."),
    "holder": N_("Fra {day} blir mer enn hele stillingen besatt. Er det en vikar, si det."),
    "funding": N_("Fra {day} blir mer enn hele stillingen betalt."),
}


def _counted(post: Post, name: str) -> list[Row]:
    """The rows that may not add up to more than the post; a stand-in is there beside somebody."""
    rows: list[Row] = list(ROWS[name].objects.filter(post=post))
    return [one for one in rows if not getattr(one, "stands_in", False)]


def _over(post: Post, ceiling: list[rules.Span], spans: Mapping[str, list[rules.Span]], field: str) -> list[Fault]:
    found = ((name, rules.first_over(some, ceiling)) for name, some in spans.items())
    return [Fault(field, _TOO_MUCH[name], {"day": day}) for name, day in found if day]


def _row_faults(post: Post, name: str, percent: Decimal, since: date, until: date | None, by: Leader, beside: bool = False) -> list[Fault]:
    """What must hold of any share of a post: hers to write, a share, inside the post, and not more than there is."""
    wrong = [*not_hers(by, post.employer), *rules.percent_faults("percent", percent), *rules.period_faults(since, until)]
    wrong += _inside(post, since, until)
    if not wrong and not beside:
        spans = [*(one.span() for one in _counted(post, name)), rules.Span(percent, since, until or post.until)]
        wrong += _over(post, [one.span() for one in post.sizes.all()], {name: spans}, "percent")
    return wrong


@transaction.atomic
def aim(
    post: Post, *, age_group: str, problem: str, area: str, percent: Decimal, since: date, by: Leader, until: date | None = None,
    why: str = "",
) -> PostShare:  # fmt: skip
    """A share of the post is aimed at these; who judged it so, and why, stands with it."""
    post = locked(post)
    refuse_if_any([*_row_faults(post, "share", percent, since, until, by), *rules.aim_faults(age_group, problem, area)])
    made = PostShare.objects.create(
        post=post, age_group=age_group, problem=problem, area=area, percent=percent, since=since, until=until or post.until,
        why=why.strip(), judged_by=by.name, judged_on=by.on,
    )  # fmt: skip
    said = {"age_group": age_group, "problem": problem, "area": area, "percent": percent, "since": since, "until": made.until}
    wrote(post, "aimed", by=by, became=said | {"why": made.why})
    return made


@transaction.atomic
def hold(
    post: Post, *, percent: Decimal, since: date, by: Leader, staff: Staff | None = None, name: str = "", until: date | None = None,
    stands_in: bool = False,
) -> PostHolder:  # fmt: skip
    """Somebody holds a share of the post. Nobody holds more than one whole work year, whichever municipalities it is in."""
    post = locked(post)
    wrong = _row_faults(post, "holder", percent, since, until, by, beside=stands_in)
    if bool(staff) == bool(name.strip()):
        wrong.append(Fault("name", N_("Velg hvem som har stillingen, eller skriv navnet.")))
    elif staff and not wrong:
        wrong += _twice(staff, rules.Span(percent, since, until or post.until))
    refuse_if_any(wrong)
    made = PostHolder.objects.create(
        post=post, staff=staff, name="" if staff else name.strip(), percent=percent, since=since, until=until or post.until,
        stands_in=stands_in,
    )  # fmt: skip
    wrote(post, "held", by=by, became={"name": made.who, "percent": percent, "since": since, "until": made.until, "stands_in": stands_in})
    return made


def _twice(staff: Staff, span: rules.Span) -> Iterable[Fault]:
    """One worker is at most one work year, added over every post in every municipality."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    held = PostHolder.objects.filter(staff=staff).select_related("post__employer")
    day = rules.first_over([*(one.span() for one in held), span], [rules.Span(rules.WHOLE, date.min)])
    if day:
        places = sorted({one.post.employer.name for one in held if one.span().runs(day)})
        said = N_("{name} har fra {day} mer enn én hel stilling til sammen. Se stillingene i {places}.")
        yield Fault("percent", said, {"name": staff.name, "day": day, "places": ", ".join(places) or "–"})


@transaction.atomic
def fund(
    post: Post, *, source: str, percent: Decimal, since: date, by: Leader, name: str = "", until: date | None = None, note: str = ""
) -> Funding:  # fmt: skip
    """Somebody pays for a share of the post, until a day when the money ends."""
    post = locked(post)
    wrong = _row_faults(post, "funding", percent, since, until, by)
    if source not in rules.SOURCE_NAMES:
        wrong.append(Fault("source", N_("Velg hvem som betaler.")))
    elif source == rules.Source.STATE and not name.strip():
        wrong.append(Fault("name", N_("Skriv navnet på tilskuddet.")))
    refuse_if_any(wrong)
    made = Funding.objects.create(
        post=post, source=source, name=name.strip(), percent=percent, since=since, until=until or post.until, note=note.strip()
    )
    wrote(post, "funded", by=by, became={"source": source, "name": made.name, "percent": percent, "since": since, "until": made.until})
    return made


@transaction.atomic
def share(
    post: Post, *, key: str, weights: Mapping[Municipality, Decimal | None], since: date, by: Leader, agreed_in: str = ""
) -> Sharing:  # fmt: skip
    """From this day several municipalities share the post by a key; what they shared it by until then ends the day before."""
    post = locked(post)
    given = {one.pk: weight for one, weight in weights.items()}
    wrong = [*not_hers(by, post.employer), *rules.weight_faults(key, given, post.employer_id), *rules.period_faults(since, None)]
    wrong += _inside(post, since, None)
    last = post.sharings.last()
    if last and since <= last.since:
        wrong.append(Fault("since", N_("Det som er avtalt nå, gjelder fra {day}. Velg en dag etter."), {"day": last.since}))
    refuse_if_any(wrong)
    if last and (last.until is None or last.until >= since):
        last.until = since - timedelta(days=1)
        last.save(update_fields=["until"])
    made = Sharing.objects.create(post=post, key=key, since=since, until=post.until, agreed_in=agreed_in.strip())
    SharingPart.objects.bulk_create(
        SharingPart(sharing=made, municipality=one, percent=weight if key in (rules.SharingKey.AGREED, rules.SharingKey.USE) else None)
        for one, weight in weights.items()
    )
    names = ", ".join(sorted(one.name for one in weights))
    wrote(post, "shared", by=by, became={"key": key, "members": names, "since": since, "agreed_in": agreed_in})
    return made


@transaction.atomic
def end_row(post: Post, *, kind: str, key: UUID, on: date, by: Leader) -> None:
    """What a share was aimed at, who held it or who paid for it, ends on this day; it may be put off, if the post still has room."""
    post = locked(post)
    row = _row(post, kind, key)
    wrong = [*not_hers(by, post.employer), *_inside(post, None, on)]
    if on < row.since:
        wrong.append(Fault("on", N_("Siste dag er før første dag.")))
    elif not wrong and not getattr(row, "stands_in", False):
        others = [one.span() for one in _counted(post, kind) if one.pk != row.pk]
        spans = {kind: [*others, rules.Span(row.percent, row.since, on)]}
        wrong += _over(post, [one.span() for one in post.sizes.all()], spans, "on")
    refuse_if_any(wrong)
    was, row.until = {"until": row.until}, on
    row.save(update_fields=["until"])
    wrote(post, f"{kind}_ended", by=by, was=was | _named(row), became={"until": on})


@transaction.atomic
def take_back(post: Post, *, kind: str, key: UUID, why: str, by: Leader) -> None:
    """A row that was written by mistake goes; the history keeps what it said, and why it was wrong."""
    post = locked(post)
    row = _row(post, kind, key)
    refuse_if_any([*not_hers(by, post.employer), *name_faults({"why": why}, "why")])
    was = {"percent": row.percent, "since": row.since, "until": row.until} | _named(row)
    row.delete()
    wrote(post, "taken_back", by=by, was=was, became={"why": why.strip()})


def _row(post: Post, kind: str, key: UUID) -> Row:
    row: Row = ROWS[kind].objects.get(post=post, pk=key)
    return row


def _named(row: Row) -> dict[str, Any]:
    """What a row is, for the history."""
    if isinstance(row, PostHolder):
        return {"name": row.who}
    return {"area": row.area, "age_group": row.age_group} if isinstance(row, PostShare) else {"source": row.source, "name": row.name}
