"""Rows as FHIR R4 resources: the elements that R4 requires, and what she has shared; no number, no address, no journal."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext

from helhet.access.rules import PART_NAMES, ROLE_NAMES, Part, Role
from helhet.plans import rules as plans

Resource = dict[str, Any]

_ACTIVITY = {
    plans.ActionState.NOT_ASKED: "not-started", plans.ActionState.AGREED: "scheduled", plans.ActionState.ONGOING: "in-progress",
    plans.ActionState.WAITING: "on-hold", plans.ActionState.DONE: "completed", plans.ActionState.STOPPED: "stopped",
}  # fmt: skip
_PLAN = {
    plans.State.DRAFT: "draft", plans.State.ACTIVE: "active", plans.State.PAUSED: "on-hold", plans.State.ENDED: "completed",
}  # fmt: skip


def to(key: UUID | str) -> dict[str, str]:
    """A reference to another resource of the same bundle."""
    return {"reference": f"urn:uuid:{key}"}


def patient(person: Any) -> Resource:
    """Who it is about: name and birth date, to know her by."""
    made: Resource = {"resourceType": "Patient", "id": str(person.pk), "name": [{"text": person.name}]}
    if person.born:
        made["birthDate"] = person.born.isoformat()
    return made


def care_plan(plan: Any, person: Any, goals: Iterable[Any], actions: Iterable[Any]) -> Resource:
    """A plan with what is done; each activity has the key of its action, for a reader who answers."""
    made: Resource = {
        "resourceType": "CarePlan", "id": str(plan.pk), "status": _PLAN[plans.State(plan.state)], "intent": "plan",
        "subject": to(person.pk), "title": gettext(plans.KIND_NAMES[plans.Kind(plan.kind)]), "period": {"start": plan.since.isoformat()},
    }  # fmt: skip
    if plan.until:
        made["period"]["end"] = plan.until.isoformat()
    if found := [to(goal.pk) for goal in goals]:
        made["goal"] = found
    if found := [_activity(one) for one in actions]:
        made["activity"] = found
    return made


def _activity(action: Any) -> Resource:
    detail: Resource = {"status": _ACTIVITY[plans.ActionState(action.state)], "description": action.what}
    if action.goal_id:
        detail["goal"] = [to(action.goal_id)]
    if action.responsible_name:
        detail["performer"] = [{"display": action.responsible_name}]
    if when := action.when or (action.due.isoformat() if action.due else ""):
        detail["scheduledString"] = when
    return {"id": str(action.pk), "detail": detail}


def goal(row: Any, person: Any) -> Resource:
    """A goal in her words."""
    made: Resource = {
        "resourceType": "Goal", "id": str(row.pk), "lifecycleStatus": "active", "description": {"text": row.words},
        "subject": to(person.pk), "startDate": row.since.isoformat(),
    }  # fmt: skip
    if row.now:
        words = f": {row.now.words}" if row.now.words else ""
        made["note"] = [{"text": f"{gettext(plans.OUTCOME_NAMES[row.now.outcome])}{words}", "time": row.now.on.isoformat()}]
    return made


def crisis_plan(crisis: Any, person: Any) -> Resource:
    """The crisis and mastery plan: each line an activity, in its zone."""
    lines = [(zone, step) for _, zone, kinds in crisis.zones for _, _, steps in kinds for step in steps]
    made: Resource = {
        "resourceType": "CarePlan", "id": str(crisis.key), "status": "active", "intent": "plan", "subject": to(person.pk),
        "title": gettext(plans.KIND_NAMES[plans.Kind.CRISIS]),
    }  # fmt: skip
    found = [
        {"detail": {"status": "scheduled", "description": f"{gettext(zone)}: {step.words} {step.telephone}".strip()}}
        for zone, step in lines
    ]
    return made | ({"activity": found} if found else {})


def care_team(key: UUID, team: Iterable[Any], person: Any) -> Resource:
    """Who is around her, as names to ring."""
    return {
        "resourceType": "CareTeam", "id": str(key), "status": "active", "subject": to(person.pk),
        "participant": [_participant(one) for one in team],
    }  # fmt: skip


def _participant(relation: Any) -> Resource:
    who = relation.staff or relation.partner_member
    role = relation.function if relation.function and relation.role == Role.PARTNER else gettext(ROLE_NAMES[Role(relation.role)])
    return {"role": [{"text": role}], "member": {"display": who.name}}


def life_area(area: Any, person: Any) -> Resource:
    """How one life area is, 0 to 10."""
    return {
        "resourceType": "Observation", "id": str(uuid5(area.now.pk, area.key)), "status": "final", "code": {"text": gettext(area.name)},
        "subject": to(person.pk), "effectiveDateTime": area.now.on.isoformat(), "valueInteger": int(area.now.value),
    }  # fmt: skip


def appointment(meeting: Any, person: Any) -> Resource:
    """The next meeting: what and when. Where it is, is for those who are asked to come."""
    return {
        "resourceType": "Appointment", "id": str(meeting.pk), "status": "booked", "description": gettext(meeting.get_kind_display()),
        "start": meeting.starts_at.isoformat(), "end": (meeting.starts_at + timedelta(minutes=meeting.minutes_long)).isoformat(),
        "participant": [{"actor": to(person.pk), "status": "accepted"}],
    }  # fmt: skip


def task(row: Any, person: Any) -> Resource:
    """A task about her."""
    made: Resource = {
        "resourceType": "Task", "id": str(row.pk), "status": "in-progress", "intent": "plan", "description": row.what, "for": to(person.pk),
    }  # fmt: skip
    if row.responsible_name:
        made["owner"] = {"display": row.responsible_name}
    if row.due:
        made["restriction"] = {"period": {"end": row.due.isoformat()}}
    return made


def consent(link: Any, parts: Iterable[Part], person: Any) -> Resource:
    """What she has said yes to: these parts, for this, until then; nothing may be shared onward by it."""
    code = "http://terminology.hl7.org/CodeSystem"
    since = link.consent.since or link.consent.given_at
    return {
        "resourceType": "Consent", "id": str(link.consent_id), "status": "active", "patient": to(person.pk),
        "dateTime": link.consent.given_at.isoformat(), "scope": {"coding": [{"system": f"{code}/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        # R4's own codes are of other countries' laws; where none of them fits it asks for words.
        "policyRule": {"text": gettext("helsepersonelloven § 22")},
        "provision": {
            "type": "permit", "period": {"start": since.isoformat(), "end": link.expires_at.isoformat()},
            "code": [{"text": gettext(PART_NAMES[part])} for part in parts],
        },
    }  # fmt: skip
