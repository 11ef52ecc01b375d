"""The policy turned round says the same as the policy: everybody, every part."""

from datetime import timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries
from helhet.access.policy import parts_seen
from helhet.access.rules import Part, Role
from helhet.cases import actions as cases
from helhet.organisation.models import Membership
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from tests.siri import account_for, coordinated, shares, with_address


@pytest.fixture
def siri(house, as_):
    """Coordinated by Ingunn, followed by Torbjørn, plan shared with Sissel."""
    found = coordinated(house, as_("ingunn"))
    access.open_relation(
        found.person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff["torbjorn"], by=as_("ingunn")
    )
    shares(found.person, house, as_("ingunn"), Part.PLAN, Part.CRISIS)
    return found.person


def agree(house, as_, opening_for, person) -> None:
    """For every member of the cast: the sights hold exactly the parts that the policy gives."""
    sights = {sight.key: set(sight.parts) for sight in queries.who_can_see(opening_for("tone"), person.pk)}
    for key, worker in house.staff.items():
        assert sights.get(worker.pk, set()) == set(parts_seen(as_(key), person.pk)), key
    member = house.members["sissel"]
    assert sights.get(member.pk, set()) == set(parts_seen(as_("sissel"), person.pk))


def test_everybody_sees_the_parts_the_policy_gives(siri, house, as_, opening_for) -> None:
    agree(house, as_, opening_for, siri)


@pytest.mark.parametrize("part", [None, Part.JOURNAL, Part.PERSON, Part.ADDRESS])
@pytest.mark.parametrize("against", ["staff", "unit", "partner"])
def test_also_when_she_has_closed_something(siri, house, as_, opening_for, against, part) -> None:
    holder = {"staff": house.staff["torbjorn"], "unit": house.units["bygland"], "partner": house.partners["nav"]}[against]
    access.object_to(siri.pk, of_part=part, by=as_("ingunn"), **{against: holder})
    agree(house, as_, opening_for, siri)


def test_also_with_a_protected_address(siri, house, as_, opening_for) -> None:
    with_address(siri, as_("ingunn"))
    relation = next(one for one in queries.team_of(opening_for("tone"), siri.pk) if one.role == Role.COORDINATOR)
    agree(house, as_, opening_for, siri)
    access.let_see_address(relation, how="sa ja i samtale", by=as_("tone"))
    agree(house, as_, opening_for, siri)
    assert Part.ADDRESS in parts_seen(as_("ingunn"), siri.pk)
    assert Part.ADDRESS not in parts_seen(as_("kari"), siri.pk)


def test_also_in_an_emergency_and_after_it(siri, house, as_, opening_for, now) -> None:
    people.add_identifier(siri, "02848812393", by=as_("ingunn"))
    people.emergency(number="02848812393", reason="Funnet livløs ved elva, ambulansen spør.", by=as_("hanne"))
    agree(house, as_, opening_for, siri)
    later = now + timedelta(hours=25)
    assert not parts_seen(as_("hanne", later), siri.pk)


def test_members_of_a_unit_stand_there_by_name_with_the_unit_as_reason(siri, opening_for) -> None:
    kari = next(sight for sight in queries.who_can_see(opening_for("tone"), siri.pk) if sight.name == "Kari Byglandsfjord")
    assert [reason.through for reason in kari.reasons] == ["Psykisk helse og rus, Bygland"]


def test_whoever_has_left_every_unit_sees_nothing(siri, house, as_, opening_for, now) -> None:
    Membership.objects.filter(staff=house.staff["torbjorn"]).update(until=now.date() - timedelta(days=1))
    assert not parts_seen(as_("torbjorn"), siri.pk)
    agree(house, as_, opening_for, siri)


def test_a_partner_given_the_plan_sees_the_crisis_plan_only_when_given_that_too(siri, house, as_) -> None:
    assert parts_seen(as_("sissel"), siri.pk) == {Part.PERSON, Part.PLAN, Part.CRISIS}
    shares(siri, house, as_("ingunn"), Part.PLAN)
    assert parts_seen(as_("sissel"), siri.pk) == {Part.PERSON, Part.PLAN}


def test_a_partner_sees_neither_her_family_nor_what_she_has_closed(siri, as_, opening_for) -> None:
    people.name_next_of_kin(siri, name="Anne Haugen", relation="søster", by=as_("ingunn"))
    access.object_to(siri.pk, of_part=Part.JOURNAL, staff=None, by=as_("ingunn"))
    from_nav = opening_for("sissel")
    assert queries.consents_of(from_nav, siri.pk) == []
    assert queries.objections_of(from_nav, siri.pk) == []


def test_consent_withdrawn_closes_at_the_next_request(siri, as_, opening_for) -> None:
    given = queries.consents_of(opening_for("ingunn"), siri.pk)[0]
    access.withdraw(given, by=as_("ingunn"))
    assert not parts_seen(as_("sissel"), siri.pk)


def test_a_consent_ends_after_its_last_day(siri, house, as_, now) -> None:
    access.consent(
        siri.pk, kind="sharing", how="muntlig", given_by="Siri Haugen", to=house.members["anders"], parts=[Part.PLAN], purpose="samarbeid",
        until=now.date(), by=as_("ingunn"),
    )  # fmt: skip
    account = access.new_account("anders", password=None, partner_member=house.members["anders"])
    assert Part.PLAN in parts_seen(queries.actor_for(queries.account_of(account.pk), at=now), siri.pk)
    assert not parts_seen(queries.actor_for(queries.account_of(account.pk), at=now + timedelta(days=1)), siri.pk)


def test_she_cannot_be_closed_to_everybody_so_that_nobody_can_help(siri, as_, opening_for) -> None:
    with pytest.raises(Refused):
        access.object_to(siri.pk, by=as_("ingunn"))
    assert queries.objections_of(opening_for("ingunn"), siri.pk) == []
    account_for(siri, as_("ingunn"))
    access.object_to(siri.pk, by=as_("ingunn"))
    assert not parts_seen(as_("ingunn"), siri.pk)


def test_an_objection_against_a_named_worker_closes_at_once_and_opens_again(siri, house, as_, opening_for) -> None:
    access.object_to(siri.pk, staff=house.staff["ingunn"], words="Vi kjenner hverandre.", by=as_("tone"))
    assert not parts_seen(as_("ingunn"), siri.pk)
    access.lift(queries.objections_of(opening_for("tone"), siri.pk)[0], by=as_("tone"))
    assert parts_seen(as_("ingunn"), siri.pk)


def test_nobody_is_let_in_whom_she_has_closed_out(siri, house, as_) -> None:
    access.object_to(siri.pk, staff=house.staff["hanne"], by=as_("ingunn"))
    with pytest.raises(Refused, match="sperret for Hanne"):
        access.open_relation(siri.pk, role=Role.TEAM_MEMBER, ground="", staff=house.staff["hanne"], by=as_("ingunn"))
    with pytest.raises(Refused, match="sperret for Hanne"):
        cases.replace(siri.pk, staff=house.staff["hanne"], reason="bytte", by=as_("ingunn"))


def test_the_neighbours_nurse_is_no_colleague(siri, house, as_) -> None:
    with pytest.raises(Refused, match="samarbeider"):
        access.open_relation(siri.pk, role=Role.TEAM_MEMBER, ground="", staff=house.staff["liv"], by=as_("ingunn"))
