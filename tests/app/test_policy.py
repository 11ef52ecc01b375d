"""One expression decides: compiled or built anew, for a list or for one row, it says the same."""

import itertools
from collections.abc import Iterator
from datetime import timedelta

import pytest

from helhet.access import actions as access
from helhet.access import compiled
from helhet.access.models import Account
from helhet.access.policy import Actor, grants, may_write, visible
from helhet.access.queries import _memberships, account_of
from helhet.access.rules import READS, Part, Purpose, Role
from helhet.access.share_links import link_actor
from helhet.people import actions as people
from helhet.people.models import Person
from tests.soak import SOAK


@pytest.fixture
def several(house, as_):
    """Persons with every kind of relation, consent and objection around them."""
    by, made = as_("ingunn"), []
    for number, name in enumerate(("Aud", "Berit", "Cato", "Dag", "Eva")):
        person = people.make_known(people.NewPerson(house.municipalities["bygland"], name, "Dalen"), unit=house.units["bygland"], by=by)
        made.append(person)
        if number % 2:
            access.begin_relation(person.pk, role=Role.COORDINATOR, ground="x", by=by, staff=house.staff["ingunn"])
    access.consent(made[0].pk, kind="sharing", how="Muntlig", given_by="Aud", parts=["plan"], to=house.partners["nav"], by=by)
    access.begin_relation(made[1].pk, role=Role.PERSON, ground="eget", by=by, herself=True)
    access.begin_relation(made[2].pk, role=Role.TEAM_MEMBER, ground="x", by=by, staff=house.staff["hanne"], until=by.at + timedelta(days=1))
    access.object_to(made[3].pk, staff=house.staff["ingunn"], by=by)
    access.object_to(made[4].pk, unit=house.units["bygland"], of_part=Part.JOURNAL, by=by)
    return made


def actors(as_, several) -> list[Actor]:
    """The cast, now and the day after tomorrow; a person herself; and somebody who is nobody."""
    now = as_("ingunn").at
    cast = [as_(key) for key in ("ingunn", "tone", "hanne", "olav", "liv", "sissel")] + [as_("hanne", now + timedelta(days=2))]
    link = access.share_by_link(
        several[2].pk, to_words="Legen", parts=[Part.PLAN], purpose="x", how="x", given_by="Cato", until=now.date(), passcode="hest og høy",
        language="nb", by=as_("ingunn"),
    )  # fmt: skip
    by_link = [link_actor(link, reader="x", at=at) for at in (now, now + timedelta(days=2))]
    return [*cast, *by_link, Actor("person", "k", "Berit", "", now, person_id=several[1].pk), Actor("staff", "k", "Ingen", "", now)]


def questions(asking: list[Actor]) -> Iterator[tuple[Actor, Purpose, Part, bool]]:
    """The first of each kind of actor is asked everything; who is like another, a third each, and everything at night."""
    kinds = set()
    for number, actor in enumerate(asking):
        step = 1 if SOAK or actor.kind not in kinds else 3
        kinds.add(actor.kind)
        yield from ((actor, *one) for one in [*itertools.product(Purpose, Part, (False, True))][number % step :: step])


@pytest.mark.soaked("the compiled statement is held against the written rule on both, cell by cell (test_matrix.py)")
def test_the_compiled_statement_says_what_the_expression_says(as_, several) -> None:
    seen = 0
    for actor, purpose, part, to_write in questions(actors(as_, several)):
        rows = Person.objects.all()
        rows.model.part, kept = part, rows.model.part
        try:
            found = set(visible(rows, actor, purpose, to_write=to_write).values_list("pk", flat=True))
        finally:
            rows.model.part = kept
        built = set(grants(actor, purpose, part, to_write=to_write).values_list("person_id", flat=True))
        assert found == built, (actor.name, purpose, part, to_write)
        seen += len(found)
    assert seen > 100, "the matrix must not be empty"


def test_the_list_and_the_single_row_cannot_disagree(as_, several) -> None:
    for actor in actors(as_, several):
        for part in Part:
            listed = set(grants(actor, Purpose.COORDINATION, part, to_write=True).values_list("person_id", flat=True))
            for person in several:
                assert may_write(actor, person.pk, part, Purpose.COORDINATION) == (person.pk in listed)


def test_who_has_no_relation_sees_nothing_for_any_purpose(as_, several) -> None:
    for key, purpose, part in itertools.product(("liv", "olav"), Purpose, Part):
        if key == "olav" and part in READS[Role.COORDINATING_UNIT]:
            continue  # Olav is also in the coordinating unit
        assert not grants(as_(key), purpose, part).exists()


def test_an_objection_closes_now_and_a_named_part_closes_only_that(as_, several, house) -> None:
    ingunn, kari = as_("ingunn"), as_("kari")
    assert not grants(ingunn, Purpose.COORDINATION, Part.PLAN).filter(person_id=several[3].pk).exists()
    assert grants(kari, Purpose.COORDINATION, Part.PLAN).filter(person_id=several[3].pk).exists()
    assert not grants(kari, Purpose.CARE, Part.JOURNAL).filter(person_id=several[4].pk).exists()
    assert grants(kari, Purpose.CARE, Part.MAPPING).filter(person_id=several[4].pk).exists()


def test_what_nobodys_access_decides_is_asked_by_kept_statements_as_plainly(house, as_) -> None:
    """Accounts and their units, on days and for workers other than those it was compiled for."""
    staff, on = list(house.staff.values()), as_("ingunn").on
    for days, worker in itertools.product((0, -3650, 3650), staff):
        day = on + timedelta(days=days)
        plain = _memberships(compiled.nobody, worker.pk, day)
        assert sorted(compiled.rows(_memberships, staff=worker.pk, on=day)) == sorted(plain)
    assert any(compiled.rows(_memberships, staff=worker.pk, on=on) for worker in staff)
    accounts = list(Account.objects.filter(is_active=True))
    assert [account_of(one.pk) for one in accounts] == accounts
    assert account_of(staff[0].pk) is None
