"""Every address that holds a person, walked as those who must not see her; and what is shown held against what was logged."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse

from helhet.access.log import LogEntry
from helhet.cases import actions as cases
from helhet.demo.setesdal import looks_back
from helhet.demo.stories import odd_arne, siri
from helhet.demo.telling import Teller
from helhet.deviations import actions as deviations
from helhet.plans import actions as plans
from helhet.web.middleware import PUBLIC
from tests.conftest import NOW, settled

# What fills each part of an address: the model, and how to find the row about the person. A new part must be added here.
ROWS = {
    "person_id": ("people.Person", {}),
    "enquiry_id": ("cases.Enquiry", {}),
    "case_id": ("cases.Case", {}),
    "goal_id": ("plans.Goal", {"ended_on": None}),
    "action_id": ("plans.Action", {}),
    "plan_id": ("plans.Plan", {"kind": "treatment"}),
    "step_id": ("plans.CrisisStep", {"until": None}),
    "wording_id": ("plans.Wording", {"state": "waiting"}),
    "row_id": ("plans.Disagreement", {}),
    "meeting_id": ("team.Meeting", {}),
    "task_id": ("team.Task", {}),
    "thread_id": ("team.Thread", {}),
    "note_id": ("journal.Note", {}),
    "response_id": ("mapping.Response", {}),
    "deviation_id": ("deviations.Concerned", {}),
    "hard_case_id": ("deviations.HardCase", {}),
    "admission_id": ("handover.Admission", {}),
    "message_id": ("handover.IncomingMessage", {}),
    "attachment_id": ("handover.Attachment", {}),
}
PLAIN: dict[str, Any] = {
    "token": "x", "number": 1, "year": 2026, "instrument": "livsomrader", "name": "livsomrader", "group": "adults", "row": "wy-home",
}  # fmt: skip
# None of the two has been sent a file; tests/pages/test_handover_pages.py opens one.
NOBODY_HAS = {"message-attachment"}


def doors() -> list[tuple[str, list[str]]]:
    """Every named address with the parts it takes."""
    found: list[tuple[str, list[str]]] = []

    def walk(patterns: list[Any]) -> None:
        for one in patterns:
            if isinstance(one, URLPattern):
                found.append((one.name or "", list(one.pattern.converters)))
            else:
                walk(one.url_patterns)

    walk(get_resolver().url_patterns)
    return found


ABOUT_SOMEBODY = [(name, parts) for name, parts in doors() if any(part in ROWS for part in parts)]


def of_person(model: Any, person: Any) -> Any:
    """The rows of this model about her."""
    path = model.person_path
    return model._base_manager.filter(**{path if path == "pk" else f"{path}_id": person.pk})


@pytest.fixture(scope="module")
def _world(stays) -> dict[str, Any]:
    """Siri with every kind of document there is an address for, and Odd Arne in hospital."""
    teller = Teller(stays, NOW)
    person, other = siri(teller), odd_arne(teller)
    plan = apps.get_model("plans.Plan")._base_manager.get(person=person, kind="individual")
    goal = apps.get_model("plans.Goal")._base_manager.filter(plan=plan, ended_on=None).first()
    base = goal.revision
    plans.write_goal(goal, based_on=base, words="Slik vil jeg ha det.", by=stays.actor("ingunn", NOW))
    plans.write_goal(goal, based_on=base, words="Nei, slik vil jeg ha det.", by=stays.actor("hanne", NOW))
    if not apps.get_model("team.Task")._base_manager.filter(person=person).exists():
        cases.note_need(person.pk, life_area="social", words="Følge", long_term=True, coordinated=True, by=stays.actor("ingunn", NOW))
    deviations.report(
        what="Varselet ble liggende.", area="outside", seriousness="could", happened_on=NOW.date(), unit=stays.units["bygland"],
        person_id=person.pk, by=stays.actor("ingunn", NOW),
    )  # fmt: skip
    looks_back(teller, person)
    settled()
    return {"siri": person, "odd": other}


@pytest.fixture
def world(_world, db) -> dict[str, Any]:
    """The same for each test, whose own rows are rolled back."""
    return _world


def address(name: str, parts: list[str], world: dict[str, Any]) -> str | None:
    """The address filled in with rows about Siri, or Odd Arne where she has none; None when neither has one."""
    for person in (world["siri"], world["odd"]):
        given: dict[str, Any] = {}
        for part in parts:
            if part in PLAIN:
                given[part] = PLAIN[part]
                continue
            assert part in ROWS, f"{name}: say in ROWS what fills <{part}>"
            model, which = ROWS[part]
            row = of_person(apps.get_model(model), person).filter(**which).first()
            if row is None:
                break
            given[part] = row.pk
        else:
            onward = f"?med={world['odd'].pk}" if name == "merge" else ""
            return reverse(name, kwargs=given) + onward
    return None


def test_every_address_asks_who_you_are_first(client, db) -> None:
    for name, parts in doors():
        if name in PUBLIC or not name:
            continue
        given = {part: PLAIN.get(part) or uuid4() for part in parts}
        answer = client.get(reverse(name, kwargs=given))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/logg-inn/"), name


def test_who_has_no_relation_gets_404_everywhere(world, browse) -> None:
    walked = 0
    for key in ("liv", "gunnhild"):  # the neighbour municipality's nurse; a worker in Bykle who has nothing with these two
        client = browse(key)
        for name, parts in ABOUT_SOMEBODY:
            path = address(name, parts, world)
            if path is None:
                continue
            for answer in (client.get(path), client.post(path, {"gjor": "x", "words": "x", "reason": "x"})):
                assert answer.status_code in (404, 405), f"{key} got {answer.status_code} on {name}"
                assert "Haugen" not in answer.content.decode(errors="ignore"), name
            walked += 1
    assert walked > 60


def test_what_is_not_there_looks_as_what_is_not_for_you(world, browse) -> None:
    client = browse("liv")
    there = client.get(reverse("person", args=[world["siri"].pk]))
    nowhere = client.get(reverse("person", args=[uuid4()]))
    token = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+|/personer/[0-9a-f-]+/')
    assert there.status_code == nowhere.status_code == 404
    assert token.sub("", there.content.decode()) == token.sub("", nowhere.content.decode())


_SHOWN = re.compile(r'data-doc="([^":]+):([0-9a-f-]{36})"')


def test_every_address_opens_for_her_coordinator_and_what_is_shown_is_logged(world, browse) -> None:
    client, opened, missing = browse("ingunn"), 0, []
    for name, parts in ABOUT_SOMEBODY:
        path = address(name, parts, world)
        if path is None:
            missing.append(name)
            continue
        newest = {e.pk for e in LogEntry.objects.all()}
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 405), f"{name}: {answer.status_code}"
        if answer.status_code == 405 or not answer["Content-Type"].startswith("text/html"):
            continue
        logged = {tuple(doc) for e in LogEntry.objects.exclude(pk__in=newest) for doc in e.documents}
        shown = set(_SHOWN.findall(answer.content.decode()))
        assert shown, f"{name} shows nothing it marks"
        assert shown <= logged, f"{name} shows what it does not log: {sorted(shown - logged)[:3]}"
        opened += 1
    assert set(missing) <= NOBODY_HAS, f"no row to open these with: {missing}"
    assert opened > 30


@pytest.mark.parametrize("name", ["persons", "who-has-looked"])
def test_a_list_logs_exactly_what_it_shows(world, browse, name: str) -> None:
    newest = {e.pk for e in LogEntry.objects.all()}
    args = [] if name == "persons" else [world["siri"].pk]
    shown = set(_SHOWN.findall(browse("ingunn").get(reverse(name, args=args)).content.decode()))
    logged = [tuple(doc) for e in LogEntry.objects.exclude(pk__in=newest) for doc in e.documents]
    assert len(logged) == len(shown)
    assert set(logged) == shown
