"""Where she lives, what she needs, an eviction warned of and dealt with, and what she does with her days: written down, and ended."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import Part, Purpose
from helhet.organisation.rules import N_, Fault, refuse_if_any

from . import rules
from .models import Activity, EvictionWarning, Housing, HousingNeed


@transaction.atomic
def note_housing(
    person_id: UUID, *, situation: str, since: date, by: Actor, suited: str = rules.Said.UNKNOWN, secure: str = rules.Said.UNKNOWN,
    words: str = "",
) -> Housing:  # fmt: skip
    """She lives so from this day; where she lived before, ends the day before."""
    require_write(by, person_id, Part.CASE, Purpose.COORDINATION)
    last = Housing.objects.select_for_update().filter(person_id=person_id, until=None).first()
    refuse_if_any(
        [*rules.housing_faults(situation, since, on=by.on, last=last.since if last else None), *_said_faults(suited=suited, secure=secure)]
    )
    if last:
        last.until = max(last.since, since - timedelta(days=1))
        last.save(update_fields=["until"])
        log.did(N_("flyttet fra"), last, by=by, was={"until": None})
    made = Housing.objects.create(
        person_id=person_id, situation=situation, since=since, suited=suited, secure=secure, words=words.strip(), **authorship(by)
    )
    log.did(N_("noterte bolig"), made, by=by)
    return made


def _said_faults(**said: str) -> Iterable[Fault]:
    for name, value in said.items():
        if value not in rules.SAID_NAMES:
            yield Fault(name, N_("Velg ja, nei eller vet ikke."))


@transaction.atomic
def note_housing_need(
    person_id: UUID, *, kind: str, by: Actor, since: date | None = None, queued_on: date | None = None, words: str = ""
) -> HousingNeed:  # fmt: skip
    """She needs this of a home; `queued_on` is the day she was put in the queue for it."""
    require_write(by, person_id, Part.CASE, Purpose.COORDINATION)
    begins = since or by.on
    faults = [*rules.past_faults(begins, on=by.on)]
    if queued_on:
        faults += rules.past_faults(queued_on, on=by.on, field="queued_on")
    if kind not in rules.NEED_NAMES:
        faults.append(Fault("kind", N_("Velg hva personen trenger.")))
    elif HousingNeed.objects.filter(person_id=person_id, kind=kind, ended_on=None).exists():
        faults.append(Fault("kind", N_("Dette behovet står her alt.")))
    refuse_if_any(faults)
    made = HousingNeed.objects.create(
        person_id=person_id, kind=kind, words=words.strip(), since=begins, queued_on=queued_on, **authorship(by)
    )  # fmt: skip
    log.did(N_("noterte boligbehov"), made, by=by)
    return made


@transaction.atomic
def end_housing_need(need: HousingNeed, *, met: bool, reason: str, on: date, by: Actor) -> None:
    """She got it, or it is a need no longer, and why."""
    require_write(by, need.person_id, Part.CASE, Purpose.COORDINATION)
    now = HousingNeed.objects.select_for_update().get(pk=need.pk)
    faults = [*rules.past_faults(on, on=by.on, field="on")]
    if now.ended_on:
        faults.append(Fault("", N_("Behovet er alt avsluttet.")))
    if on < now.since:
        faults.append(Fault("on", N_("Dagen er før behovet ble sett.")))
    if not met and not reason.strip():
        faults.append(Fault("reason", N_("Skriv hvorfor det ikke trengs lenger.")))
    refuse_if_any(faults)
    now.ended_on, now.met, now.ended_reason = on, met, reason.strip()
    now.save(update_fields=["ended_on", "met", "ended_reason"])
    log.did(N_("avsluttet boligbehov"), now, by=by, was={"ended_on": None}, note=now.ended_reason)
    need.refresh_from_db()


@transaction.atomic
def warn_of_eviction(
    person_id: UUID, *, warned_on: date, from_whom: str, by: Actor, by_day: date | None = None, words: str = ""
) -> EvictionWarning:  # fmt: skip
    """She has been warned that she may lose her home."""
    require_write(by, person_id, Part.CASE, Purpose.COORDINATION)
    refuse_if_any(rules.eviction_faults(warned_on, by_day, from_whom, on=by.on))
    made = EvictionWarning.objects.create(
        person_id=person_id, warned_on=warned_on, by_day=by_day, from_whom=from_whom.strip(), words=words.strip(), **authorship(by)
    )
    log.did(N_("noterte varsel om utkastelse"), made, by=by)
    return made


@transaction.atomic
def settle_eviction(warning: EvictionWarning, *, outcome: str, on: date, by: Actor, words: str = "") -> None:
    """What came of the warning."""
    require_write(by, warning.person_id, Part.CASE, Purpose.COORDINATION)
    now = EvictionWarning.objects.select_for_update().get(pk=warning.pk)
    faults = [*rules.past_faults(on, on=by.on, field="on")]
    if outcome not in rules.OUTCOME_NAMES:
        faults.append(Fault("outcome", N_("Velg hvordan det gikk.")))
    if now.settled_on:
        faults.append(Fault("", N_("Det er alt skrevet hvordan det gikk.")))
    elif on < now.warned_on:
        faults.append(Fault("on", N_("Dagen er før varselet kom.")))
    refuse_if_any(faults)
    now.outcome, now.settled_on, now.settled_words = outcome, on, words.strip()[:240]
    now.save(update_fields=["outcome", "settled_on", "settled_words"])
    log.did(N_("skrev hvordan det gikk med varselet"), now, by=by, was={"settled_on": None})
    warning.refresh_from_db()


@transaction.atomic
def begin_activity(
    person_id: UUID, *, kind: str, since: date, by: Actor, what: str = "", hours: int | None = None, ips: bool = False, words: str = ""
) -> Activity:  # fmt: skip
    """She does this with her days, from a day on."""
    require_write(by, person_id, Part.PLAN, None if by.kind == "person" else Purpose.COORDINATION)
    refuse_if_any(rules.activity_faults(kind, hours, what, since, on=by.on))
    made = Activity.objects.create(
        person_id=person_id, kind=kind, what=what.strip(), hours=hours, ips=ips, since=since, words=words.strip(), **authorship(by)
    )
    log.did(N_("noterte aktivitet"), made, by=by)
    return made


def _going_on(activity: Activity, by: Actor) -> Activity:
    """The activity as it stands now, held until this change is through."""
    require_write(by, activity.person_id, Part.PLAN, None if by.kind == "person" else Purpose.COORDINATION)
    now = Activity.objects.select_for_update().get(pk=activity.pk)
    refuse_if_any([Fault("", N_("Aktiviteten er alt avsluttet."))] if now.until else [])
    return now


@transaction.atomic
def say_satisfaction(activity: Activity, *, satisfaction: int, by: Actor, words: str = "") -> None:
    """How satisfied she is with it, 0 to 10, in her own answer; what she said before is kept."""
    now = _going_on(activity, by)
    refuse_if_any(rules.satisfaction_faults(satisfaction))
    was = {"satisfaction": now.satisfaction, "satisfied_on": now.satisfied_on, "words": now.words}
    now.satisfaction, now.satisfied_on, now.words = satisfaction, by.on, words.strip() or now.words
    now.save(update_fields=["satisfaction", "satisfied_on", "words"])
    log.did(N_("sa hvor fornøyd"), now, by=by, was=was)
    activity.refresh_from_db()


@transaction.atomic
def end_activity(activity: Activity, *, on: date, reason: str, by: Actor) -> None:
    """She does it no longer, and why."""
    now = _going_on(activity, by)
    faults = [*rules.past_faults(on, on=by.on, field="on")]
    if on < now.since:
        faults.append(Fault("on", N_("Dagen er før det begynte.")))
    refuse_if_any(faults)
    now.until, now.until_reason = on, reason.strip()[:200]
    now.save(update_fields=["until", "until_reason"])
    log.did(N_("avsluttet aktivitet"), now, by=by, was={"until": None}, note=now.until_reason)
    activity.refresh_from_db()
