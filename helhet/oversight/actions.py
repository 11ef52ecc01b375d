"""What a leader does: sets a local target from a day on, notes a next step, and says when it is done. Nothing here is about a person."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from helhet.access.policy import NotVisible
from helhet.organisation.queries import led_by
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules.acting import Leader

from .criteria import ALL
from .models import NextStep, TargetSet
from .rules import Target

LONGEST = 1_000  # days


def all_targets() -> dict[str, Target]:
    """Every target a municipality may set, by key."""
    return {target.key: target for one in ALL for target in one.targets}


def _require_leads(by: Leader, numbers: Collection[str]) -> None:
    if not numbers or not set(numbers) <= {one.pk for one in led_by(by)}:
        raise NotVisible


@transaction.atomic
def set_target(municipality_number: str, *, key: str, days: int, months: int, since: date, by: Leader, why: str = "") -> TargetSet:
    """From a day on, this municipality holds itself to this length. A day that has been keeps what held."""
    _require_leads(by, [municipality_number])
    if key not in all_targets():
        raise NotVisible
    faults = []
    if days < 0 or months < 0 or not days + months:
        faults.append(Fault("days", N_("Skriv hvor lang tid: dager, måneder eller begge.")))
    if days > LONGEST or months > LONGEST // 28:
        faults.append(Fault("days", N_("Det er lenger enn et mål kan være. Skriv høyst {most} dager."), {"most": LONGEST}))
    if since < by.on:
        faults.append(Fault("since", N_("Velg i dag eller senere. Dager som har vært, bedømmes etter målet som gjaldt da.")))
    refuse_if_any(faults)
    return TargetSet.objects.create(
        municipality_id=municipality_number, key=key, days=days, months=months, since=since, why=why, at=by.at, by_name=by.name
    )


@transaction.atomic
def note_step(
    numbers: Collection[str], *, words: str, who: str, by_day: date, by: Leader, criterion: str = "", asks: bool = False
) -> NextStep:
    """What is to be done about it, by whom and by which day; with `asks`, those who work there are asked on their day."""
    _require_leads(by, numbers)
    refuse_if_any([] if by_day >= by.on else [Fault("by_day", N_("Velg i dag eller en dag som kommer."))])
    step = NextStep.objects.create(words=words, who=who, by_day=by_day, criterion=criterion, asks=asks, at=by.at, by_name=by.name)
    step.municipalities.set(sorted(numbers))
    return step


@transaction.atomic
def finish_step(step: NextStep, *, by: Leader) -> NextStep:
    """It is done."""
    if not {one.pk for one in step.municipalities.all()} & {one.pk for one in led_by(by)}:
        raise NotVisible
    step.done_on, step.done_by = by.on, by.name
    step.save(update_fields=["done_on", "done_by"])
    return step
