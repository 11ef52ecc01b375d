"""What a share link opens, as a FHIR R4 document: built when it is asked for, of exactly the parts that are open to whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.utils import translation
from django.utils.translation import gettext

from helhet.access import queries as access
from helhet.access import share_links
from helhet.access.log import Opening
from helhet.access.policy import parts_seen
from helhet.access.rules import PART_NAMES, SHAREABLE, Part
from helhet.mapping import queries as mapping
from helhet.people import queries as people
from helhet.people.rules import Grade
from helhet.plans import queries as plans
from helhet.plans import rules
from helhet.team import queries as team

from . import resources
from .narrative import clock, day, h, listed, p, said, strong, telephone, text

Resource = dict[str, Any]


@dataclass
class _Document:
    """The document as it grows: its sections, and the resources they point to."""

    opening: Opening
    person: Any
    sections: list[Resource] = field(default_factory=list)
    entries: list[Resource] = field(default_factory=list)

    @property
    def names_helpers(self) -> bool:
        """Whether those who help her are named: who they are tells where she lives."""
        return bool(self.person.grade != Grade.STRICT)

    def unname(self, rows: Iterable[Any]) -> None:
        """Take the names of those who are to do these away, where helpers are not named."""
        for one in rows if not self.names_helpers else ():
            one.responsible_name = ""

    def add(self, title: str, words: dict[str, str], *rows: Resource) -> None:
        """A section with its text and its resources."""
        section: Resource = {"title": title, "text": words}
        if rows:
            section["entry"] = [resources.to(row["id"]) for row in rows]
        self.sections.append(section)
        self.entries += rows


def document(opening: Opening) -> Resource:
    """The bundle for whoever reads by this link, in the language she chose for it. Raises `NotVisible` when the link opens nothing now."""
    link = share_links.terms_of(opening.actor)
    with translation.override(opening.actor.language):
        person = people.open_person(opening, share_links.linked_person(opening.actor))
        parts = [part for part in SHAREABLE if part in parts_seen(opening.actor, person.pk)]
        made = _Document(opening, person)
        for part in parts:
            _SECTIONS[part](made)
        if made.names_helpers:
            _team(made)
        _terms(made, link, parts)
        return _bundle(made)


def _bundle(made: _Document) -> Resource:
    now = made.opening.actor.at.isoformat()
    whole: Resource = {
        "resourceType": "Composition", "id": str(uuid4()), "status": "final", "language": made.opening.actor.language,
        "type": {"coding": [{"system": "http://loinc.org", "code": "18776-5"}], "text": gettext("Plan")},
        "subject": resources.to(made.person.pk), "date": now, "author": [resources.to(made.person.pk)],
        "title": gettext("{name} har delt dette").format(name=made.person.name),
        "confidentiality": "R", "section": made.sections,
    }  # fmt: skip
    rows = [whole, resources.patient(made.person), *made.entries]
    return {
        "resourceType": "Bundle", "type": "document", "timestamp": now,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid4()}"},
        "entry": [{"fullUrl": f"urn:uuid:{row['id']}", "resource": row} for row in rows],
    }  # fmt: skip


def _plan(made: _Document) -> None:
    shown = plans.plan_to_read(made.opening, made.person.pk)
    if shown:
        made.unname((*shown.loose, *(one for goal in shown.goals for one in goal.actions)))
    title = gettext("Planen")
    if shown is None:
        made.add(title, text(p(gettext("Det er ingen plan nå."))))
        return
    blocks = []
    for goal in shown.goals:
        blocks += [h(f"{gettext('Mål')} {goal.number}"), said(goal.words)]
        if goal.now:
            blocks.append(p(f"{gettext(rules.OUTCOME_NAMES[goal.now.outcome])}, {day(goal.now.on)}. {goal.now.words}".strip()))
        blocks.append(listed(_action(one) for one in goal.actions))
    if shown.loose:
        blocks += [h(gettext("Gjelder hele planen")), listed(_action(one) for one in shown.loose)]
    actions = [one for goal in shown.goals for one in goal.actions] + shown.loose
    goals = [resources.goal(one, made.person) for one in shown.goals]
    made.add(
        title, text(*(blocks or [p(gettext("Det står ingen mål i planen ennå."))])),
        resources.care_plan(shown.plan, made.person, shown.goals, actions), *goals,
    )  # fmt: skip


def _action(one: Any) -> Any:
    when = one.when or (day(one.due) if one.due else "")
    state = gettext(rules.ACTION_STATE_NAMES[rules.ActionState(one.state)])
    return strong(one.what, ". " + ", ".join(part for part in (one.responsible_name, when, state.lower()) if part) + ".")


def _crisis(made: _Document) -> None:
    crisis = plans.crisis_to_read(made.opening, made.person.pk)
    title = gettext("Når det er vanskelig")
    if crisis is None:
        made.add(title, text(p(gettext("Det er ingen krise- og mestringsplan nå."))))
        return
    blocks = []
    for _, zone, kinds in crisis.zones:
        blocks.append(h(gettext(zone)))
        for _, label, steps in kinds:
            if steps:
                blocks += [p(strong(gettext(label))), listed(f"{step.words} {telephone(step.telephone)}".strip() for step in steps)]
    if crisis.notes:
        for label, words in (
            (gettext("Medisiner"), crisis.notes.medicines), (gettext("Barn og dyr"), crisis.notes.children_and_pets),
            (gettext("Det den som hjelper, bør vite"), crisis.notes.helpers_should_know),
        ):  # fmt: skip
            blocks += [p(strong(label, f": {words}"))] if words else []
    made.add(title, text(*blocks), resources.crisis_plan(crisis, made.person))


def _mapping(made: _Document) -> None:
    areas = [area for area in mapping.life_areas(made.opening, made.person.pk) if area.now]
    lines = [f"{gettext(area.name)}: {now.value} {gettext('av')} 10, {day(now.on)}" for area in areas if (now := area.now)]
    made.add(
        gettext("Slik har livet vært"), text(listed(lines) or p(gettext("Det er ikke spurt om dette ennå."))),
        *(resources.life_area(area, made.person) for area in areas),
    )  # fmt: skip


def _meetings(made: _Document) -> None:
    meeting = team.next_meeting(made.opening, made.person.pk)
    title = gettext("Neste møte")
    if meeting is None:
        made.add(title, text(p(gettext("Ingen møter er avtalt."))))
        return
    when = f"{gettext(meeting.get_kind_display())}, {day(meeting.starts_at)} {gettext('kl.')} {clock(meeting.starts_at)}"
    made.add(title, text(p(when), listed(one.words for one in meeting.agenda)), resources.appointment(meeting, made.person))


def _tasks(made: _Document) -> None:
    found = team.open_tasks_of(made.opening, made.person.pk)
    made.unname(found)
    lines = [
        strong(one.what, "".join(f", {said}" for said in (one.responsible_name, one.due and day(one.due)) if said) + ".") for one in found
    ]
    made.add(
        gettext("Oppgaver"), text(listed(lines) if lines else p(gettext("Ingen oppgaver venter."))),
        *(resources.task(one, made.person) for one in found),
    )  # fmt: skip


def _team(made: _Document) -> None:
    found = access.team_of(made.opening, made.person.pk)
    if not found:
        return
    lines = []
    for relation in found:
        who = relation.staff or relation.partner_member
        role = relation.function or who.title
        lines.append(strong(who.name, f", {role}. {telephone(who.telephone)}".rstrip(". ")))
    title = gettext("Folkene rundt {first}").format(first=made.person.first)
    made.add(title, text(listed(lines)), resources.care_team(_key_of_team(made.person.pk), found, made.person))


def _key_of_team(person_id: UUID) -> UUID:
    """A team is no row of ours: its key follows from hers."""
    return uuid5(NAMESPACE_URL, f"urn:uuid:{person_id}#team")


def _terms(made: _Document, link: Any, parts: list[Part]) -> None:
    names = ", ".join(gettext(PART_NAMES[part]) for part in parts)
    words = gettext("{first} har sagt ja til at {to} ser dette: {parts}. Det gjelder til {until}, og kan stoppes når som helst.")
    filled = words.format(first=made.person.first, to=link.name, parts=names, until=day(link.consent.until or link.expires_at))
    made.add(gettext("Hvem får se"), text(p(filled)), resources.consent(link, parts, made.person))


_SECTIONS = {Part.PLAN: _plan, Part.CRISIS: _crisis, Part.MAPPING: _mapping, Part.MEETINGS: _meetings, Part.TASKS: _tasks}
