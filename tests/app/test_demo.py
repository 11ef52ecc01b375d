"""The demo: synthetic Setesdal as it is told for everybody, and the command that builds it."""

import itertools
import re
import socket
import time
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Q
from lxml import etree

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.log import LogEntry, Opening, verify
from helhet.access.policy import OSLO, grants
from helhet.access.questions import Question
from helhet.access.rules import Part, Purpose
from helhet.cases.models import Case, Enquiry, Pathway
from helhet.cases.rules import Due
from helhet.demo import build, guide, identity, mark, sketch, stories
from helhet.demo.bank import bank
from helhet.demo.telling import Teller
from helhet.ehelse import xml
from helhet.ehelse.read import read_message
from helhet.handover.models import Admission, IncomingMessage
from helhet.journal.models import Note
from helhet.people import queries as people
from helhet.people.models import Child, Identifier, NextOfKin, Person
from helhet.people.rules import read_identifier
from helhet.plans.models import Goal, Plan, Version
from helhet.web import clock, due
from tests.app.test_messages_read import needs_shared
from tests.conftest import NOW, settled
from tests.sent import SHARED
from tests.soak import SOAK

TODAY = NOW.date()
pytestmark = pytest.mark.xdist_group("demo")  # told once


# ── who they are: nothing here needs a database ──


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert sketch.residents(1, on=TODAY) == sketch.residents(1, on=TODAY)
    assert sketch.residents(1, on=TODAY) != sketch.residents(2, on=TODAY)


@pytest.mark.parametrize("seed", [1, 2, build.SEED])
def test_they_are_shared_out_as_the_national_figures_say(seed: int) -> None:
    found = sketch.residents(seed, on=TODAY)
    told = Counter(one.municipality for one in found)
    assert {key: told[key] + sketch.TOLD[key] for key in sketch.RESIDENTS} == sketch.RESIDENTS
    assert sum(sketch.RESIDENTS.values()) == 90
    shares = Counter(one.group for one in found)
    assert all(abs(shares[group] / len(found) - share) < 0.02 for group, share in sketch.GROUPS.items())
    assert 0.20 <= sum(bool(one.children) for one in found) / len(found) <= 0.25
    assert 0.15 <= sum(one.plan == "yes" for one in found) / len(found) <= 0.35
    assert all(18 <= (TODAY - one.born).days / 365.25 < 86 for one in found)
    assert len({(one.given, one.family) for one in found}) == len(found)


def test_valle_writes_nynorsk() -> None:
    of_valle = [one.language for one in sketch.residents(build.SEED, on=TODAY) if one.municipality == "valle"]
    assert of_valle.count("nn") > 0.7 * len(of_valle)


def test_the_bank_has_words_enough_in_both_languages() -> None:
    counts = {name: sum(len(rows) for rows in bank(name).values()) for name in ("goals", "actions", "said", "notes")}
    assert counts["goals"] >= 40
    assert counts["actions"] >= 40
    assert counts["said"] >= 60
    assert counts["notes"] >= 60
    pairs = [(row[0], row[1]) for name in ("goals", "needs", "said", "triage") for rows in bank(name).values() for row in rows]
    assert all(pair[0].strip() and pair[1].strip() for pair in pairs)
    nynorsk = " ".join(text for _, text in pairs)
    assert not re.search(r"\b(jeg|ikke|hvordan|hva|hjem|noen|være)\b", nynorsk, re.IGNORECASE), "bokmål among the nynorsk"


def test_numbers_are_synthetic_and_their_check_digits_hold() -> None:
    for serial in range(60):
        for born in (date(1958, 2, 28), date(1999, 12, 31), date(2004, 7, 1)):
            for make in (identity.national_number, identity.d_number):
                read = read_identifier(make(born, male=bool(serial % 2), serial=serial))
                assert read.synthetic
                assert read.born == born
    assert read_identifier(identity.help_number(serial=3)).kind == "fhn"


# ── the same on any day, and the command ──


@pytest.mark.one_database("days are counted in Python; the same stories are told on both for `told`")
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 0, 20, tzinfo=OSLO),  # Sunday, just past midnight
        datetime(2027, 5, 17, 22, 0, tzinfo=OSLO),  # a public holiday, late
        datetime(2028, 2, 29, 7, 0, tzinfo=OSLO),  # before anybody is at work
    ],
)
def test_the_stories_can_be_told_on_any_day_at_any_hour(house, now: datetime) -> None:
    teller = Teller(house, now)
    for story in stories.EVERYBODY:
        story(teller)
    assert list(verify()) == []
    assert not LogEntry.objects.filter(at__gt=now).exists()


def test_a_database_that_people_use_is_never_opened_as_a_demo(house, db) -> None:
    for fresh in ([], ["--fresh"]):
        with pytest.raises(CommandError, match="is not the demo's"):
            call_command("demo", "--no-serve", *fresh)
    assert access_queries.account_named("ingunn")


def test_only_a_database_with_the_demos_own_mark_and_nothing_else_is_one(house, db) -> None:
    assert mark.is_demo() is False, "the cast alone is no proof"
    mark.mark(TODAY)
    assert (mark.is_demo(), mark.told_on()) == (True, TODAY)
    access.new_account("anne", password="a long enough password", staff=house.staff["ingunn"])
    assert mark.is_demo() is False, "somebody real signs in here"


def test_a_database_that_is_shared_with_something_else_is_no_demo(house, db) -> None:
    mark.mark(TODAY)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE payroll (name varchar(10))")
    assert mark.is_demo() is False
    with pytest.raises(AssertionError):
        mark.empty()


def test_a_telling_that_was_broken_off_is_begun_anew(db, house) -> None:
    mark.begin()
    assert (mark.is_demo(), mark.told_on()) == (True, None)


def test_every_worker_has_the_same_clock(settings, monkeypatch) -> None:
    monkeypatch.undo()  # the suite's own standing clock
    settings.CLOCK = "2026-11-10T09:00:00+01:00"
    settings.CLOCK_BEGAN = time.time() - 60
    assert NOW + timedelta(seconds=60) <= clock.now() < NOW + timedelta(seconds=90)


def test_a_port_in_use_is_said_plainly(db) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="already answers on port"):
            call_command("demo", "--port", str(taken.getsockname()[1]))


# ── what is told ──


# The seventy without a story are told by the same actions as the fifteen who have one.
COUNTS_ALL = pytest.mark.soaked("those without a story of their own are told on SQLite")


@pytest.fixture(scope="module")
def _told(stays) -> list[Person]:
    """Everybody, told once for this module; on the other database, everybody with a story."""
    if connection.vendor == "sqlite" or SOAK:
        everybody = build.tell_everybody(stays, NOW)
    else:
        teller = Teller(stays, NOW)
        everybody = [story(teller) for story in stories.EVERYBODY]
    settled()
    return everybody


@pytest.fixture
def told(_told, db) -> list[Person]:
    """The same for each test, whose own rows are rolled back."""
    return _told


def test_what_the_hospital_said_stands_in_messages_that_came_as_files(told, db) -> None:
    messages = list(IncomingMessage.objects.order_by("sent_at"))
    assert Counter(one.kind for one in messages) == {"admitted": 3, "notice": 2, "ready": 2, "discharged": 1}
    for one in messages:
        reading = read_message(bytes(one.original))
        assert (reading.rejected, reading.reasons, reading.letter.msg_id) == (False, (), one.msg_id)
        assert b'<Status V="1"' in bytes(one.receipt)
    stays = {one.person.family: one for one in Admission.objects.filter(discharged_at=None).select_related("person")}
    assert stays["Lauvdal"].expected_discharge == TODAY + timedelta(days=1)


@needs_shared
def test_the_hospitals_messages_are_what_the_schemas_allow(told) -> None:
    for one in IncomingMessage.objects.all():
        payload = xml.read(bytes(one.original)).find(f".//{xml.MH}Content")[0]
        name = "Helseopplysninger" if one.kind == "notice" else "Pasientlogistikk"
        etree.XMLSchema(etree.parse(str(SHARED / "schemas" / f"{name}-v1.6.xsd"))).assertValid(etree.fromstring(etree.tostring(payload)))


def _named(name: str) -> Person:
    given, _, family = name.rpartition(" ")
    return Person.objects.get(given=given, family=family)


def _due(as_, key: str) -> list[Due]:
    actor = as_(key)
    return due.of_day(Opening(actor), access_queries.answers_for(actor))


@COUNTS_ALL
def test_all_four_municipalities_have_about_as_many_as_their_size_says(told, db) -> None:
    found = Counter(Person.objects.values_list("municipality_id", flat=True))
    assert {number: found[number] for number in ("4219", "4220", "4221", "4222")} == {"4219": 49, "4220": 15, "4221": 15, "4222": 12}
    assert found.total() == 91, "ninety residents, and one of them written down twice"


def test_nobody_is_real(told, db) -> None:
    numbers = Identifier.objects.values_list("kind", "value", "synthetic")
    assert all(synthetic for kind, _, synthetic in numbers if kind in ("fnr", "dnr"))
    assert {value[2] for _, value, _ in numbers} <= {"8", "9"}, "month + 80"
    assert {kind for kind, _, _ in numbers} == {"fnr", "dnr", "fhn"}
    assert Person.objects.exclude(pk__in=Identifier.objects.values("person")).exists()
    telephones = [*Person.objects.values_list("telephone", flat=True), *NextOfKin.objects.values_list("telephone", flat=True)]
    assert all(re.fullmatch(r"40000\d{3}", number) for number in telephones)


@COUNTS_ALL
def test_the_neighbour_sees_nobody_and_each_of_the_others_somebody(told, db, as_) -> None:
    assert people.list_persons(Opening(as_("liv"))) == []
    counts = {key: len(people.list_persons(Opening(as_(key)))) for key in ("ingunn", "olav", "gunnhild", "marit", "torbjorn", "tone")}
    assert counts["tone"] == 91
    assert counts["ingunn"] == 15
    assert 20 <= counts["torbjorn"] < 60
    assert 0 < len(people.list_persons(Opening(as_("sissel")))) < 30


def test_whoever_the_guide_names_can_sign_in(told, db) -> None:
    assert all(access_queries.account_named(username) for username in guide.CAST)


@COUNTS_ALL
def test_what_is_due_for_ingunn_is_what_the_mock_up_shows(told, db, as_) -> None:
    names = dict(Person.objects.values_list("pk", "family"))
    found = {(names[one.person_id], one.kind): one.by for one in _due(as_, "ingunn")}
    assert found["Rike", "task"] == TODAY - timedelta(days=9)
    assert found["Flateland", "goal"] == TODAY - timedelta(days=6)
    assert found["Bø", "children"] == TODAY - timedelta(days=2)
    assert found["Yusuf", "enquiry"] == TODAY + timedelta(days=2)
    assert found["Rike", "offer"] == TODAY + timedelta(days=3)
    assert found["Haugen", "goal"] == TODAY + timedelta(days=3)


@COUNTS_ALL
def test_most_is_in_order(told, db, as_) -> None:
    open_cases = Case.objects.filter(closed_on=None).values("person").distinct().count()
    over = {
        one.person_id
        for key in ("ingunn", "kari", "olav", "gunnhild", "marit", "jan")
        for one in _due(as_, key)
        if one.state(TODAY) == "over"
    }
    assert 5 <= len(over) <= 0.4 * open_cases


@COUNTS_ALL
def test_histories_hang_together(told, db) -> None:
    assert not Enquiry.objects.filter(received_at__gt=NOW).exists()
    assert Enquiry.objects.filter(taken_by=None, settled_at=None).count() >= 1
    pathways = Counter(Pathway.objects.values_list("number", flat=True))
    assert all(pathways[number] > 15 for number in (1, 2, 3))
    assert Goal.objects.values("words").distinct().count() >= 30
    assert Note.objects.values("text").distinct().count() >= 60
    assert Child.objects.count() >= 20
    assert Plan.objects.filter(kind="individual", version__gte=1).count() >= 15
    assert not LogEntry.objects.filter(at__gt=NOW).exists()
    assert set(LogEntry.objects.exclude(verb="sett").values_list("role", flat=True)) > {"coordinator", "contact", "person"}


def test_every_chain_holds(told, db) -> None:
    assert list(verify()) == []
    assert LogEntry.objects.count() > 500


def test_siris_plan_is_at_its_seventh_version_and_lacks_two_points(told, db, as_) -> None:
    siri = _named("Siri Haugen")
    plan = Plan.objects.get(person=siri, kind="individual")
    assert (plan.version, siri.grade) == (7, "fortrolig")
    content = Version.objects.get(plan=plan, number=7).content
    assert len(content["goals"]) == 3
    assert len(content["missing"]) == 2
    opening = Opening(as_("siri"))
    assert people.open_person(opening, siri.pk) == siri
    assert [one.pk for one in opening.all(Person.objects.all())] == [siri.pk]


def test_one_person_is_written_down_twice_and_the_page_can_tell(told, db, as_) -> None:
    first = Person.objects.get(given="Anne-Lise")
    (other, reasons), *rest = people.possible_duplicates(as_("marit"), first)
    assert (other.given, rest) == ("Anne Lise", [])
    assert reasons


def test_the_emergency_in_spring_was_looked_through(told, db, as_) -> None:
    (found,) = access_queries.emergencies_of(Opening(as_("marit")), _named("Mona Strand").pk)
    assert (found.staff.name, found.reviewed_by) == ("Jan Erik Moi", "Marit Hornnes")


def test_a_compiled_question_says_what_plain_django_says(told, db, as_) -> None:
    """Every question of every room, for actors of every shape, at other hours and days than it was compiled at."""
    answered: dict[str, int] = {}
    few = [person.pk for person in told[:25]]
    asked = [(as_(key), None) for key in ("ingunn", "tone", "sissel", "siri")]
    asked += [(as_("ingunn"), few), (as_("tone", NOW + timedelta(days=100)), None)]
    if SOAK:  # others of the same shapes
        asked += [(as_("liv"), None), (as_("sissel"), few), (as_("ingunn", NOW + timedelta(days=100)), None)]
        asked += [(as_(key, NOW + timedelta(hours=11)), None) for key in ("ingunn", "tone")]
    for question, (actor, about) in itertools.product(Question.all, asked):
        persons = about if about is None or not question.of else _some_keys(question)
        built = question.build(actor, lambda path, keys=persons: Q() if keys is None else Q(**{f"{path}__in": keys}))
        plain = list(built) if question.whole else [dict(zip(question.names, row, strict=True)) for row in built]
        name = f"{question.rows.__module__}.{question.rows.__name__}"
        found = question.ask(actor, persons)
        if question.whole:
            assert _by_key(found) == _by_key(plain), (name, actor.name, actor.at)
        else:
            assert sorted(found, key=str) == sorted(plain, key=str), (name, actor.name, actor.at)
        answered[name] = answered.get(name, 0) + len(plain)
    silent = sorted(name for name, count in answered.items() if not count)
    assert len(silent) < len(answered) / 2, f"too many were not tried, since the demo holds nothing that they would find: {silent}"


def test_a_worker_of_one_more_unit_or_none_of_her_own_is_answered_as_by_plain_django(told, db, as_) -> None:
    """Her units stand in places made for more than she has, and a unit of hers never stands in another's place."""
    worker, coordinator = as_("ingunn"), as_("tone")
    extra = [UUID(int=n) for n in range(3)]
    many = [
        replace(worker, staff_id=None),
        replace(worker, unit_ids=worker.unit_ids | {*extra}),
        replace(coordinator, unit_ids=coordinator.coordinating_unit_ids),
        replace(coordinator, unit_ids=coordinator.unit_ids | {*extra}, coordinating_unit_ids=coordinator.coordinating_unit_ids | {*extra}),
    ]
    found = {one.shape: set(access_queries.everybody(one)) for one in many}
    for one in many:
        plain = set(grants(one, Purpose.COORDINATION, Part.PERSON).values_list("person_id", flat=True))
        assert found[one.shape] == plain
        assert plain, "nobody would be found whatever stood in the places"
    assert len(found) == len(many)
    assert worker.shape == replace(worker, unit_ids=worker.unit_ids | {extra[0]}).shape, "one unit and two are asked by the same statement"


def _some_keys(question: Question) -> list[Any]:
    """Keys of the kind this question is asked of, every third of those there are."""
    return list(question.model.objects.order_by("pk").values_list(question.of, flat=True).exclude(**{question.of: None})[::3])


def _by_key(rows: list[Any]) -> dict[object, dict[str, Any]]:
    return {row.pk: _whole(row) for row in rows}


def _whole(row: Any) -> dict[str, Any]:
    """Every column of a row, and of the rows that came with it."""
    joined = {name: _whole(one) for name, one in row._state.fields_cache.items() if one is not None}
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | joined
