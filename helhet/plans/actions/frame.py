"""The plan itself: begun with her consent, framed, settled as a numbered version, ended."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import ConsentKind, Part
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.plans import rules
from helhet.plans.models import Plan, Version
from helhet.plans.queries import content_of


@transaction.atomic
def begin(person_id: UUID, *, consent_how: str, given_by: str, by: Actor, since: date | None = None, until: date | None = None) -> Plan:
    """Begin her individual plan. It cannot be made without her consent (forskrift om individuell plan § 5), noted here."""
    require_write(by, person_id, Part.PLAN)
    refuse_if_any(_begin_faults(person_id, consent_how, since, until))
    given = access.consent(person_id, kind=ConsentKind.PLAN, how=consent_how.strip(), given_by=given_by, by=by)
    plan = Plan.objects.create(
        person_id=person_id, kind=rules.Kind.INDIVIDUAL, state=rules.State.ACTIVE, since=since or by.on, until=until, consent=given,
        changed_at=by.at, changed_by=by.name,
    )  # fmt: skip
    # What she has for when it is hard goes on with the new plan.
    Plan.objects.filter(person_id=person_id, kind=rules.Kind.CRISIS).exclude(state=rules.State.ENDED).update(parent=plan)
    log.did(N_("begynte planen"), plan, by=by)
    return plan


def _begin_faults(person_id: UUID, how: str, since: date | None, until: date | None) -> Iterable[Fault]:
    if not how.strip():
        yield Fault("consent_how", N_("Skriv hvordan samtykket ble gitt. Uten samtykke kan planen ikke lages."))
    if since and until and until <= since:
        yield Fault("until", N_("Planen slutter før den begynner."))
    running = Plan.objects.filter(person_id=person_id, kind=rules.Kind.INDIVIDUAL).exclude(state=rules.State.ENDED)
    if running.exists():
        yield Fault("consent_how", N_("Det finnes alt en individuell plan. Det skal bare være én."))


@transaction.atomic
def begin_under(parent: Plan, *, kind: str, by: Actor, title: str = "", owner_name: str = "") -> Plan:
    """Begin a plan that hangs under the individual plan: treatment, crisis, activity at NAV, discharge, housing."""
    require_open(parent, by=by)
    refuse_if_any(_under_faults(parent, kind))
    plan = Plan.objects.create(
        person_id=parent.person_id, kind=kind, parent=parent, state=rules.State.ACTIVE, since=by.on, title=title, owner_name=owner_name,
        changed_at=by.at, changed_by=by.name,
    )  # fmt: skip
    log.did(N_("begynte delplan"), plan, by=by)
    return plan


def _under_faults(parent: Plan, kind: str) -> Iterable[Fault]:
    if kind not in rules.KIND_NAMES or kind == rules.Kind.INDIVIDUAL:
        yield Fault("kind", N_("Velg hva slags plan."))
    running = Plan.objects.filter(person_id=parent.person_id, kind=rules.Kind.CRISIS).exclude(state=rules.State.ENDED)
    if kind == rules.Kind.CRISIS and running.exists():
        yield Fault("kind", N_("Det finnes alt en krise- og mestringsplan. Skriv i den."))


def require_open(plan: Plan, *, by: Actor) -> None:
    """The plan is hers to have made: refuse when she has withdrawn her consent to it, or it is ended."""
    require_write(by, plan.person_id, _part_of(plan))
    if plan.state == rules.State.ENDED:
        raise Refused(Fault("plan", N_("Planen er avsluttet.")))
    if plan.kind == rules.Kind.INDIVIDUAL and (plan.consent is None or plan.consent.withdrawn_at):
        raise Refused(Fault("plan", N_("Samtykket til planen er trukket. Planen står som den var til personen samtykker på nytt.")))


def _part_of(plan: Plan) -> Part:
    return Part.CRISIS if plan.kind == rules.Kind.CRISIS else Part.PLAN


def touch(plan: Plan, *, by: Actor) -> None:
    """Note that the plan was changed, and by whom; what was changed stands in the log."""
    Plan.objects.filter(pk=plan.pk).update(changed_at=by.at, changed_by=by.name)
    plan.changed_at, plan.changed_by = by.at, by.name


@transaction.atomic
def frame(plan: Plan, *, by: Actor, seen: Mapping[str, str] | None = None, **fields: Any) -> None:
    """Change what a plan as a whole says: period, review, strengths; of the individual plan also what its ten points ask.

    `seen` is what stood when the page was opened (`rules.changed_by_me`).
    """
    require_open(plan, by=by)
    assert fields.keys() <= rules.frame_of(plan.kind)
    plan.refresh_from_db(from_queryset=Plan.objects.select_for_update())
    fields = rules.changed_by_me(seen, {name: getattr(plan, name) for name in fields}, fields, {"relatives_asked": rules.RELATIVES})
    since, until = fields.get("since", plan.since), fields.get("until", plan.until)
    refuse_if_any([Fault("until", N_("Planen slutter før den begynner."))] if until and until <= since else [])
    was = {name: getattr(plan, name) for name, value in fields.items() if getattr(plan, name) != value}
    if not was:
        return
    for name, value in fields.items():
        setattr(plan, name, value)
    if "main_responsible" in was:
        plan.main_responsible_since = by.on
    plan.save(update_fields=[*fields, "main_responsible_since"])
    touch(plan, by=by)
    log.did(N_("endret planen"), plan, by=by, was=was)


@transaction.atomic
def consent_anew(plan: Plan, *, consent_how: str, given_by: str, by: Actor) -> None:
    """She consents again after having withdrawn: the plan opens where it stood."""
    require_write(by, plan.person_id, Part.PLAN)
    refuse_if_any(_anew_faults(plan, consent_how))
    was = {"consent_id": plan.consent_id}
    plan.consent = access.consent(plan.person_id, kind=ConsentKind.PLAN, how=consent_how.strip(), given_by=given_by, by=by)
    plan.save(update_fields=["consent"])
    touch(plan, by=by)
    log.did(N_("samtykket på nytt"), plan, by=by, was=was)


def _anew_faults(plan: Plan, how: str) -> Iterable[Fault]:
    if plan.state == rules.State.ENDED:
        yield Fault("consent_how", N_("Planen er avsluttet."))
    if plan.consent and not plan.consent.withdrawn_at:
        yield Fault("consent_how", N_("Samtykket til planen gjelder."))
    if not how.strip():
        yield Fault("consent_how", N_("Skriv hvordan samtykket ble gitt."))


@transaction.atomic
def settle(plan: Plan, *, by: Actor, together_with: str = "") -> Version:
    """Make what stands now a numbered version: what is printed and handed out. Unchanged since the last one, that one is kept."""
    require_write(by, plan.person_id, _part_of(plan))
    fresh = Plan.objects.select_related("person__municipality", "consent").get(pk=plan.pk)
    content = content_of(fresh, by=by)
    newest = Version.objects.filter(plan=plan).order_by("-number").first()
    if newest and newest.content == content:
        return newest
    # A number is never used twice of a person's plans of a kind: the paper of an earlier plan is told from that of this one.
    before = Version.objects.filter(plan__person=plan.person_id, plan__kind=plan.kind).aggregate(last=Max("number"))["last"]
    number = (before or 0) + 1
    made = Version.objects.create(plan=plan, number=number, together_with=together_with.strip(), content=content, **authorship(by))
    Plan.objects.filter(pk=plan.pk).update(version=number)
    plan.version = number
    log.did(N_("ferdig versjon"), made, by=by)
    return made


@transaction.atomic
def end(plan: Plan, *, reason: str, by: Actor, words: str = "") -> None:
    """The plan is ended, with the reason and how she sees it; it stands readable, and is printed as ended.

    Plans under it end with it. The crisis and mastery plan does not: it is needed whatever becomes of the plan it hung under.
    """
    require_write(by, plan.person_id, Part.PLAN)
    refuse_if_any(_end_faults(plan, reason))
    under = Plan.objects.filter(parent=plan).exclude(kind=rules.Kind.CRISIS).exclude(state=rules.State.ENDED)
    for one in under:
        end(one, reason=reason, by=by)
    was = {"state": plan.state}
    plan.state, plan.ended_on, plan.ended_reason, plan.ended_words = rules.State.ENDED, by.on, reason.strip(), words.strip()
    plan.save(update_fields=["state", "ended_on", "ended_reason", "ended_words"])
    touch(plan, by=by)
    log.did(N_("avsluttet planen"), plan, by=by, was=was)
    settle(plan, by=by)


def _end_faults(plan: Plan, reason: str) -> Iterable[Fault]:
    if plan.state == rules.State.ENDED:
        yield Fault("reason", N_("Planen er avsluttet alt."))
    if not reason.strip():
        yield Fault("reason", N_("Skriv hvorfor planen avsluttes."))
