"""Actions towards a goal: who does what, how, how much, by when."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.plans import rules
from helhet.plans.actions.frame import require_open, touch
from helhet.plans.models import Action, Goal, Plan

_CHANGEABLE = frozenset({"what", "how", "extent", "when", "due", "state", "granted", "legal_basis", "decision_id"})


def _faults(what: str, responsible: rules.Responsible | None) -> Iterable[Fault]:
    if not what.strip():
        yield Fault("what", N_("Skriv hva som skal gjøres."))
    if responsible is None or not responsible.name.strip():
        yield Fault("responsible", N_("Velg hvem som gjør det."))


@transaction.atomic
def add_action(plan: Plan, *, what: str, responsible: rules.Responsible, by: Actor, goal: Goal | None = None, how: str = "",
               extent: str = "", when: str = "", due: date | None = None, granted: str = rules.Granted.NOTHING, legal_basis: str = "",
               decision_id: UUID | None = None, state: str = rules.ActionState.AGREED,
               from_meeting: UUID | None = None) -> Action:  # fmt: skip
    """Add an action; one that a meeting decided carries the meeting's key, and is the decision itself."""
    require_open(plan, by=by)
    refuse_if_any(_faults(what, responsible))
    action = Action.objects.create(
        plan=plan, goal=goal, what=what.strip(), how=how.strip(), extent=extent.strip(), responsible_kind=responsible.kind,
        responsible_staff_id=responsible.staff_id, responsible_partner_id=responsible.partner_member_id,
        responsible_name=responsible.name, when=when.strip(), due=due, state=state, granted=granted, legal_basis=legal_basis,
        decision_id=decision_id, from_meeting=from_meeting, since=by.on,
    )  # fmt: skip
    touch(plan, by=by)
    log.did(N_("la til tiltak"), action, by=by)
    return action


_WORDS: Mapping[str, Mapping[Any, str]] = {"state": rules.ACTION_STATE_NAMES, "granted": rules.GRANTED_NAMES}


@transaction.atomic
def change_action(action: Action, *, by: Actor, responsible: rules.Responsible | None = None, seen: Mapping[str, str] | None = None,
                  **fields: Any) -> None:  # fmt: skip
    """Change an action; what it was is kept. `seen` is what stood when the page was opened (`rules.changed_by_me`)."""
    require_open(action.plan, by=by)
    assert fields.keys() <= _CHANGEABLE
    action.refresh_from_db(from_queryset=Action.objects.select_for_update())
    mine = fields | ({"responsible": responsible.name} if responsible else {})
    now = {name: getattr(action, name) for name in fields} | {"responsible": action.responsible_name}
    fields = rules.changed_by_me(seen, now, mine, _WORDS)
    if fields.pop("responsible", None) is None:
        responsible = None
    if responsible:
        fields |= {
            "responsible_kind": responsible.kind, "responsible_name": responsible.name,
            "responsible_staff_id": responsible.staff_id, "responsible_partner_id": responsible.partner_member_id,
        }  # fmt: skip
    refuse_if_any(_faults(fields.get("what", action.what), responsible or rules.Responsible("", action.responsible_name)))
    if fields.get("state") == rules.ActionState.DONE and action.done_on is None:
        fields["done_on"] = by.on
    was = {name: getattr(action, name) for name, value in fields.items() if getattr(action, name) != value}
    if not was:
        return
    for name, value in fields.items():
        setattr(action, name, value)
    action.save(update_fields=[name.removesuffix("_id") for name in fields])
    touch(action.plan, by=by)
    log.did(N_("endret tiltak"), action, by=by, was=was)
