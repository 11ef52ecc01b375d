"""Every way in to one person's record, for everybody in every relation: pages, files, calendar, search, links and counts.

What each address needs is written in `NEEDS`, one line for each; who has it, the written rule says (`helhet/access/stated.py`) of the rows
as they stand. An address opens exactly when the rule says so, and whatever opens holds no word of a part that is closed.
"""

import json
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache, partial
from html import escape
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from helhet.access import actions as access
from helhet.access import queries
from helhet.access.log import Opening
from helhet.access.models import CareRelation, Objection
from helhet.access.policy import Actor, purpose_of
from helhet.access.rules import SHAREABLE, ConsentKind, Part, Role
from helhet.access.share_keys import address_of
from helhet.access.share_links import link_actor
from helhet.access.stated import Held, No, Yes, may
from helhet.fhir import bundle
from helhet.people import actions as people
from helhet.web.middleware import PUBLIC
from tests.app.test_matrix import holdings
from tests.guards.test_doors import ABOUT_SOMEBODY, _world, address, doors, of_person, world  # noqa: F401
from tests.soak import SOAK

_PASSCODE = "hest og høy"
_SAYS = ("text/", "application/json", "application/fhir", "application/pdf")
_TELLING = 20  # characters: a shorter text may stand anywhere
_NAMED = ("organisation.Staff", "organisation.PartnerMember", "organisation.Partner", "organisation.AnswerPoint", "organisation.Unit")
PERSON, KIN, CONSENT, CASE, PLAN, CRISIS, MAPPING, JOURNAL, MEETINGS, TASKS, HANDOVER, VOICE, PROTECTED, LOG = (
    part for part in Part if part != Part.ADDRESS
)  # fmt: skip


def facts(actor: Actor, person: Any) -> tuple[list[Held], list[No], bool]:
    """The rows as the written rule takes them."""

    def runs(row: Any) -> bool:
        return row.since <= actor.at and (row.until is None or row.until > actor.at)

    def said(row: CareRelation) -> Yes | None:
        one = row.consent
        return Yes(frozenset(Part(p.part) for p in one.parts.all()), one.since, one.until, one.withdrawn_at is not None) if one else None

    def holder(row: CareRelation) -> Any:
        own = row.staff_id or row.unit_id or row.partner_member_id or row.next_of_kin_id or row.share_link_id
        return row.person_id if row.herself else own

    mine, targets = holdings(actor), {actor.staff_id, actor.partner_id, *actor.unit_ids, *actor.municipality_numbers} - {None}
    relations = CareRelation.objects.filter(person=person).select_related("consent")
    held = [Held(Role(row.role), runs(row), said(row), row.sees_protected_address) for row in relations if holder(row) in mine]
    noes = [
        No(not named or bool(set(named) & targets), Part(row.of_part) if row.of_part else None, runs(row))
        for row in Objection.objects.filter(person=person)
        for named in [[key for key in (row.staff_id, row.unit_id, row.municipality_id, row.partner_id) if key]]
    ]
    return held, noes, bool(person.grade)


def stated(actor: Actor, person: Any, *, to_write: bool = False) -> frozenset[Part]:
    """The parts the written rule gives this actor."""
    held, noes, protected = facts(actor, person)
    return frozenset(
        part for part in Part
        if may(held, part, purpose_of(actor, part), on=actor.on, noes=noes, protected=protected, to_write=to_write)
    )  # fmt: skip


def secrets(person: Any) -> dict[Part, set[str]]:
    """What has been written about her, part by part, as a page would say it: every text of every table, known to that part alone."""
    found: dict[Part, set[str]] = {part: set() for part in Part}
    known = [name for kind in _NAMED for name in apps.get_model(kind)._base_manager.values_list("name", flat=True)]
    for model in apps.get_models():
        if not hasattr(model, "person_path") or not hasattr(model, "part"):
            continue
        names = [one.name for one in model._meta.get_fields() if isinstance(one, models.TextField)]
        for row in of_person(model, person).values_list(*names) if names else ():
            found[model.part] |= {
                text for text in row if isinstance(text, str) and len(text) >= _TELLING and not any(name in text for name in known)
            }
    return {
        part: {escape(_flat(text)) for text in mine if not any(text in there for other, there in found.items() if other != part)}
        for part, mine in found.items()
    }


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


# What each address asks for: the parts to see, after a stroke the parts to write in; «staff» is for those who work here, «own» for them
# and herself.
_FOR = {"staff": ("staff", "machine"), "own": ("staff", "machine", "person")}
NEEDS = {
    "person": "person", "person-team": "person", "person-edit": "person case", "merge": "person / person staff",
    "person-move": "person case / person case staff", "enquiry-other": "person case / case staff",
    "person-everything": "person log / person staff", "person-sign-in": "person / person staff",
    "person-enquiries": "person case", "enquiry": "case", "person-needs": "person case",
    "person-offers": "person case", "decisions": "person case", "notices": "person case", "case": "person case",
    "person-threads": "person case", "thread": "person case", "protected-notices": "person protected", "person-consent": "person consent",
    "shares": "person consent", "person-kin": "person kin", "person-children": "person kin", "network": "person plan",
    "own-words": "person plan", "mapping": "person mapping", "mapping-new": "person mapping / mapping",
    "mapping-response": "person mapping", "journal": "person journal", "note": "person journal", "note-new": "person journal / journal",
    "contact-new": "person journal / journal",
    "event-new": "person journal / journal", "feedback": "person voice", "say": "person voice", "meetings": "person meetings",
    "meeting": "person meetings", "meeting-ics": "meetings", "meeting-minutes": "person meetings", "meeting-minutes-pdf": "meetings",
    "meeting-new": "person meetings / meetings staff", "task": "person tasks",
    "person-tasks": "person tasks", "task-new": "person tasks / tasks staff", "plan": "person plan",
    "plan-frame": "person plan", "plan-anew": "person plan", "plan-end": "person plan", "goal-end": "person plan",
    "goal-new": "person plan", "action-new": "person plan", "disagree": "person plan",
    "crisis": "person crisis", "crisis-settle": "person crisis / crisis", "crisis-pdf": "person plan crisis",
    "crisis-card": "person consent crisis",
    "plan-under-new": "person plan", "plan-under": "person plan", "plan-under-frame": "person plan",
    "plan-under-settle": "person plan", "plan-under-version": "person plan", "plan-under-pdf": "person plan",
    "plan-settle": "person plan", "plan-version": "person plan",
    "plan-pdf": "person plan", "goal": "person plan", "evaluate": "person plan", "wording": "person plan", "action": "person plan",
    "disagreement": "person plan", "crisis-line": "person crisis", "admission": "person handover", "person-stays": "person handover",
    "message": "handover", "message-original": "handover", "message-attachment": "handover", "who-has-looked": "person log",
    "deviation": "person case staff", "person-deviations": "person case staff", "hard-case-new": "person case staff",
    "hard-case": "person case staff", "person-board": "person case own", "person-living": "person case own", "bought": "person case",
}  # fmt: skip
EMPTY = [(name, parts) for name, parts in doors() if name and not parts]


Given = Callable[..., frozenset[Part]]


def opens(name: str, actor: Actor, persons: list[Any], given: Given) -> bool:
    """Whether the rule opens this address about these persons to this actor, whom it gives these parts of each."""
    for_her = all(actor.kind in kinds for word, kinds in _FOR.items() if word in NEEDS[name].split())
    see, write = needed(name)
    return for_her and all(see <= given(one) and write <= given(one, to_write=True) for one in persons)


def needed(name: str) -> tuple[set[Part], set[Part]]:
    """The parts this address shows, and those it writes in."""
    seen, _, written = " ".join(word for word in NEEDS[name].split() if word not in _FOR).partition("/")
    return {Part(part) for part in seen.split()}, {Part(part) for part in written.split()}


def test_every_address_about_a_person_says_what_it_needs() -> None:
    assert {name for name, _ in ABOUT_SOMEBODY} == NEEDS.keys()


def closed_but(*open_to: Part) -> Callable[..., None]:
    """She has closed everything to Ingunn but these."""

    def setup(siri: Any, house: Any, by: Actor) -> None:
        for part in sorted(set(Part) - {PERSON, *open_to}):
            access.object_to(siri.pk, of_part=part, staff=house.staff["ingunn"], by=house.actor("tone", by.at))

    return setup


def shared(*parts: Part, withdrawn: bool = False, until: int | None = None) -> Callable[..., None]:
    """Sissel has been given exactly these, and they may have been taken back or be over."""

    def setup(siri: Any, house: Any, by: Actor) -> None:
        for relation in CareRelation.objects.filter(person=siri, partner_member=house.members["sissel"]):
            access.end_relation(relation, reason="x", by=by)
        ends = by.on + timedelta(days=until) if until is not None else None
        given = access.consent(
            siri.pk, kind=ConsentKind.SHARING, how="x", given_by="Siri", parts=parts, purpose="x", to=house.members["sissel"],
            until=None if until is not None and until < 0 else ends, by=by,
        )  # fmt: skip
        if withdrawn:
            access.withdraw(given, by=by)
        if until is not None and until < 0:
            type(given).objects.filter(pk=given.pk).update(until=ends)

    return setup


def nothing(siri: Any, house: Any, by: Actor) -> None:
    """As the story left it."""


def all_closed(siri: Any, house: Any, by: Actor) -> None:
    access.object_to(siri.pk, by=by)


def town_closed(siri: Any, house: Any, by: Actor) -> None:
    """She has closed everything to whoever works for the municipality."""
    access.object_to(siri.pk, municipality=house.municipalities["bygland"], by=by)


def emergency(siri: Any, house: Any, by: Actor) -> None:
    access.object_to(siri.pk, by=by)
    number = people_number(siri)
    people.emergency(number=number, reason="Funnet livløs ved elva, ambulansen spør.", by=house.actor("hanne", by.at))


def people_number(siri: Any) -> str:
    return str(apps.get_model("people.Identifier")._base_manager.filter(person=siri).first().value)


def represented(siri: Any, house: Any, by: Actor) -> None:
    kin = people.name_next_of_kin(siri, name="Anne Haugen", relation="søster", by=by)
    people.represent(kin, ground="guardian", decided_by="Statsforvalteren", parts=[PLAN, MEETINGS], by=by)
    access.new_account("anne", password=None, next_of_kin=kin)


SITUATIONS: dict[str, tuple[str, Callable[..., None]]] = {
    "the coordinator": ("ingunn", nothing),
    "the coordinator, when all is closed": ("ingunn", all_closed),
    "the coordinator, when the municipality is closed out": ("ingunn", town_closed),
    **{f"the coordinator, when only {part} is open": ("ingunn", closed_but(part)) for part in Part if part != PERSON},
    "the coordinating unit": ("tone", nothing),
    "a colleague in the team": ("hanne", nothing),
    "the service's own": ("kari", nothing),
    "nobody to her": ("liv", nothing),
    "emergency access past her no": ("hanne", emergency),
    "herself": ("siri", nothing),
    "herself, when all is closed": ("siri", all_closed),
    "her representative": ("anne", represented),
    **{f"a partner with {part}": ("sissel", shared(part)) for part in SHAREABLE},
    "a partner whose yes was taken back": ("sissel", shared(*SHAREABLE, withdrawn=True)),
    "a partner whose yes is over": ("sissel", shared(*SHAREABLE, until=-1)),
}


def text_of(answer: Any) -> str:
    """What an answer says, as far as it is text."""
    kind = answer.get("Content-Type", "")
    if answer.streaming:
        return b"".join(answer.streaming_content).decode(errors="ignore")
    return answer.content.decode(errors="ignore") if kind.startswith(_SAYS) else ""


def leaks(text: str, closed: dict[Part, set[str]]) -> list[str]:
    """The words of closed parts that stand in the text."""
    flat = _flat(text)
    return [f"{part}: {said[:60]}" for part, words in closed.items() for said in words if said in flat]


# What differs between situations of one kind is the policy's answer, and every cell of that is asked of both databases
# (tests/app/test_matrix.py): on the other database one of each kind is walked; on this one the others' addresses are those that the open
# part opens, or opens half, since what is shut is shut as in the one. The pages about nobody are read in one of each, and on the other
# database once for each kind of actor.
_LIKE_ANOTHER = pytest.mark.soaked("another situation of its kind is walked on both")
_ONE_OF_EACH = {
    f"the coordinator, when only {Part.JOURNAL} is open", f"a partner with {Part.PLAN}",
    *(name for name in SITUATIONS if " only " not in name and not name.startswith("a partner with")),
}  # fmt: skip
_KINDS_OF_ACTOR = {
    "the coordinating unit", f"the coordinator, when only {Part.JOURNAL} is open", "herself", "her representative",
    f"a partner with {Part.PLAN}",
}  # fmt: skip


def reads_about_nobody(situation: str) -> bool:
    """Whether the pages about nobody are read in this situation."""
    return SOAK or situation in (_ONE_OF_EACH if connection.vendor == "sqlite" else _KINDS_OF_ACTOR)


def _each(names: Iterable[str]) -> list[Any]:
    return [pytest.param(name, marks=() if name in _ONE_OF_EACH else _LIKE_ANOTHER) for name in names]


@pytest.mark.parametrize("situation", _each(SITUATIONS))
def test_an_address_opens_exactly_when_the_rule_says_so(situation, world, house, as_, browse) -> None:  # noqa: F811
    siri, (key, setup) = world["siri"], SITUATIONS[situation]
    setup(siri, house, as_("ingunn"))
    account = queries.account_named(key)
    actor = queries.actor_for(account, at=as_("ingunn").at)
    given = cache(partial(stated, actor))  # to open an address changes nothing of it
    sees = given(siri)
    closed = {part: words for part, words in secrets(siri).items() if part not in sees}
    client, wrong = browse(key), []
    for name, parts in ABOUT_SOMEBODY:
        path = address(name, parts, {"siri": siri, "odd": siri} if name != "merge" else world)
        if path is None:
            continue
        should = opens(name, actor, [*world.values()] if name == "merge" else [siri], given)
        if not (SOAK or should or situation in _ONE_OF_EACH or set().union(*needed(name)) & (sees - {PERSON})):
            continue
        answer = client.get(path)
        if (answer.status_code == 404) == should and answer.status_code != 405:
            wrong.append(f"{name}: {answer.status_code}, and the rule says {should}")
        wrong += [f"{name} leaks {said}" for said in leaks(text_of(answer), closed)]
    for name, _ in EMPTY if reads_about_nobody(situation) else ():
        answer = client.get(reverse(name), {"q": "Haugen"}, follow=True)
        text = text_of(answer)
        wrong += [f"{name} leaks {said}" for said in leaks(text, closed)]
        if PERSON not in sees and "Siri Haugen" in text and name not in PUBLIC:
            wrong.append(f"{name} names her")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", [pytest.param(part, marks=() if part == Part.PLAN else _LIKE_ANOTHER) for part in SHAREABLE])
def test_a_link_opens_what_the_rule_says_and_is_dead_when_taken_back(part, world, as_, client) -> None:  # noqa: F811
    siri, by = world["siri"], as_("ingunn")
    link = access.share_by_link(
        siri.pk,
        to_words="Legen",
        parts=[part],
        purpose="x",
        how="x",
        given_by="Siri",
        until=by.on,
        passcode=_PASSCODE,
        language="nb",
        by=by,
    )
    reader = link_actor(link, reader="Legen", at=by.at)
    sees = stated(reader, siri)
    assert sees == {PERSON, part}
    closed = {one: words for one, words in secrets(siri).items() if one not in sees}
    told = json.dumps(bundle.document(Opening(reader, page="shared")), ensure_ascii=False)
    assert not leaks(told, closed)
    address, asked = reverse("shared-manifest", args=[address_of(link.salt)]), {"recipient": "Legen", "passcode": _PASSCODE}
    assert client.post(address, asked, content_type="application/json").status_code == 200
    access.withdraw(link.consent, by=by)
    assert client.post(address, asked, content_type="application/json").status_code == 404
    assert not stated(reader, siri)
