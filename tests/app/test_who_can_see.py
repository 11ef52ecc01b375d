"""The policy turned round says the same as the policy: everybody, every part."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from helhet.access import actions as access
from helhet.access import queries, sights
from helhet.access.models import Objection
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
@pytest.mark.parametrize("against", ["staff", "unit", "municipality", "partner"])
def test_also_when_she_has_closed_something(siri, house, as_, opening_for, against, part) -> None:
    holder = {
        "staff": house.staff["torbjorn"], "unit": house.units["bygland"], "municipality": house.municipalities["valle"],
        "partner": house.partners["nav"],
    }[against]  # fmt: skip
    access.open_relation(siri.pk, role=Role.TEAM_MEMBER, ground="", staff=house.staff["olav"], by=as_("ingunn"))
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


def test_a_consent_opens_on_its_first_day_and_the_one_before_it_holds_until_then(siri, house, as_, opening_for, now) -> None:
    begins = now.date() + timedelta(days=7)
    access.consent(
        siri.pk, kind="sharing", how="muntlig", given_by="Siri Haugen", to=house.members["sissel"], parts=[Part.MEETINGS], purpose="x",
        since=begins, by=as_("ingunn"),
    )  # fmt: skip
    agree(house, as_, opening_for, siri)
    assert parts_seen(as_("sissel"), siri.pk) == {Part.PERSON, Part.PLAN, Part.CRISIS}
    assert parts_seen(as_("sissel", now + timedelta(days=6)), siri.pk) == {Part.PERSON, Part.PLAN, Part.CRISIS}
    assert parts_seen(as_("sissel", now + timedelta(days=7)), siri.pk) == {Part.PERSON, Part.MEETINGS}


def test_a_consent_for_a_later_day_taken_back_never_opens(siri, house, as_, opening_for, now) -> None:
    access.consent(
        siri.pk, kind="sharing", how="muntlig", given_by="Siri Haugen", to=house.members["anders"], parts=[Part.PLAN], purpose="x",
        since=now.date() + timedelta(days=1), by=as_("ingunn"),
    )  # fmt: skip
    access.new_account("anders", password=None, partner_member=house.members["anders"])
    coming = next(one for one in queries.consents_of(opening_for("ingunn"), siri.pk) if one.since)
    access.withdraw(coming, by=as_("ingunn"))
    later = queries.actor_for(queries.account_named("anders"), at=now + timedelta(days=2))
    assert not parts_seen(later, siri.pk)


def _shares(siri, house, by, *parts, to: str = "sissel", since=None, until=None):
    return access.consent(
        siri.pk, kind="sharing", how="muntlig", given_by="Siri Haugen", to=house.members[to], parts=list(parts), purpose="x", since=since,
        until=until, by=by,
    )  # fmt: skip


def _seen(as_, siri, now, *days: int) -> list[set[Part]]:
    return [set(parts_seen(as_("sissel", now + timedelta(days=one)), siri.pk)) - {Part.PERSON} for one in days]


def test_tomorrows_yes_withdrawn_before_it_begins_lets_todays_hold_on_to_its_own_last_day(siri, house, as_, opening_for, now) -> None:
    by, day = as_("ingunn"), now.date()
    _shares(siri, house, by, Part.PLAN, until=day + timedelta(days=30))
    coming = _shares(siri, house, by, Part.MEETINGS, since=day + timedelta(days=7))
    (stands,) = access.withdraw(coming, by=by)
    assert stands.until == day + timedelta(days=30)
    assert _seen(as_, siri, now, 0, 6, 7, 30, 31) == [{Part.PLAN}, {Part.PLAN}, {Part.PLAN}, {Part.PLAN}, set()]
    agree(house, as_, opening_for, siri)
    around = queries.team_of(opening_for("ingunn"), siri.pk)
    assert [one.partner_member.name for one in around if one.partner_member_id].count("Sissel Heistad") == 1


def test_of_three_in_a_row_the_middle_one_withdrawn_lets_the_first_hold_until_the_third(siri, house, as_, now) -> None:
    by, day = as_("ingunn"), now.date()
    _shares(siri, house, by, Part.PLAN)
    middle = _shares(siri, house, by, Part.MEETINGS, since=day + timedelta(days=5))
    last = _shares(siri, house, by, Part.TASKS, since=day + timedelta(days=10))
    access.withdraw(middle, by=by)
    assert _seen(as_, siri, now, 0, 5, 9, 10) == [{Part.PLAN}, {Part.PLAN}, {Part.PLAN}, {Part.TASKS}]
    access.withdraw(last, by=by)
    assert _seen(as_, siri, now, 10, 90) == [{Part.PLAN}, {Part.PLAN}]


def test_a_yes_from_an_earlier_day_takes_the_place_of_the_coming_one_and_todays_holds_until_it(siri, house, as_, now) -> None:
    by, day = as_("ingunn"), now.date()
    _shares(siri, house, by, Part.PLAN)
    _shares(siri, house, by, Part.MEETINGS, since=day + timedelta(days=10))
    _shares(siri, house, by, Part.TASKS, since=day + timedelta(days=5))
    assert _seen(as_, siri, now, 0, 4, 5, 10, 90) == [{Part.PLAN}, {Part.PLAN}, {Part.TASKS}, {Part.TASKS}, {Part.TASKS}]


def test_withdrawn_after_it_has_begun_it_brings_nothing_back(siri, house, as_, now) -> None:
    coming = _shares(siri, house, as_("ingunn"), Part.MEETINGS, since=now.date() + timedelta(days=2))
    assert access.withdraw(coming, by=as_("ingunn", now + timedelta(days=2))) == []
    assert _seen(as_, siri, now, 2, 3) == [set(), set()]


def test_what_she_has_withdrawn_herself_does_not_come_back_with_the_one_that_never_began(siri, house, as_, now) -> None:
    by = as_("ingunn")
    first = _shares(siri, house, by, Part.PLAN)
    coming = _shares(siri, house, by, Part.MEETINGS, since=now.date() + timedelta(days=2))
    access.withdraw(first, by=by)
    assert access.withdraw(coming, by=by) == []
    assert _seen(as_, siri, now, 0, 2, 9) == [set(), set(), set()]


def test_a_telephone_in_the_team_stands_there_again_when_the_yes_that_was_coming_is_withdrawn(siri, house, as_, opening_for, now) -> None:
    by = as_("ingunn")
    access.open_relation(siri.pk, role=Role.PARTNER, ground="samarbeid", partner_member=house.members["anders"], by=by)
    coming = _shares(siri, house, by, Part.PLAN, to="anders", since=now.date() + timedelta(days=2))
    access.withdraw(coming, by=by)
    later = queries.team_of(opening_for("ingunn", now + timedelta(days=3)), siri.pk)
    assert [one.partner_member.name for one in later if one.partner_member_id].count("Anders Kile") == 1


@pytest.mark.parametrize(("since", "until", "wrong"), [(-1, None, "gått"), (3, 2, "før den første dagen"), (None, -1, "før i dag")])
def test_days_that_cannot_be_are_refused(siri, house, as_, now, since, until, wrong) -> None:
    days = {name: now.date() + timedelta(days=one) for name, one in (("since", since), ("until", until)) if one is not None}
    with pytest.raises(Refused, match=wrong):
        access.consent(
            siri.pk, kind="sharing", how="x", given_by="Siri", to=house.members["anders"], parts=[Part.PLAN], purpose="x",
            by=as_("ingunn"), **days,
        )  # fmt: skip


def test_an_objection_closes_on_its_first_day_and_opens_again_after_its_last(siri, house, as_, opening_for, now) -> None:
    day = now.date()
    access.object_to(siri.pk, staff=house.staff["torbjorn"], since=day + timedelta(days=3), until=day + timedelta(days=5), by=as_("ingunn"))
    seen = [bool(parts_seen(as_("torbjorn", now + timedelta(days=one)), siri.pk)) for one in (0, 2, 3, 5, 6)]
    assert seen == [True, True, False, False, True]
    agree(house, as_, opening_for, siri)
    assert queries.objections_of(opening_for("ingunn"), siri.pk) == []
    assert len(sights.closed_from_later(opening_for("ingunn"), siri.pk)) == 1


def test_an_objection_for_a_later_day_lifted_before_it_never_closes(siri, house, as_, opening_for, now) -> None:
    made = access.object_to(siri.pk, staff=house.staff["torbjorn"], since=now.date() + timedelta(days=3), by=as_("ingunn"))
    access.lift(made, by=as_("ingunn"))
    assert sights.closed_from_later(opening_for("ingunn"), siri.pk) == []
    assert parts_seen(as_("torbjorn", now + timedelta(days=4)), siri.pk)


def test_an_objection_that_would_leave_nobody_to_open_is_refused_for_a_later_day_too(siri, as_, now) -> None:
    with pytest.raises(Refused, match="ingen igjen"):
        access.object_to(siri.pk, since=now.date() + timedelta(days=3), by=as_("ingunn"))
    assert not Objection.objects.filter(person=siri).exists()


@pytest.mark.parametrize(("since", "until", "wrong"), [(-1, None, "gått"), (3, 2, "før den første dagen"), (None, -1, "før i dag")])
def test_days_of_an_objection_that_cannot_be_are_refused(siri, house, as_, now, since, until, wrong) -> None:
    days = {name: now.date() + timedelta(days=one) for name, one in (("since", since), ("until", until)) if one is not None}
    with pytest.raises(Refused, match=wrong):
        access.object_to(siri.pk, staff=house.staff["torbjorn"], by=as_("ingunn"), **days)


def test_meetings_and_tasks_are_given_and_closed_apart(siri, house, as_) -> None:
    shares(siri, house, as_("ingunn"), Part.TASKS)
    assert parts_seen(as_("sissel"), siri.pk) == {Part.PERSON, Part.TASKS}
    access.object_to(siri.pk, of_part=Part.MEETINGS, staff=house.staff["torbjorn"], by=as_("ingunn"))
    assert {Part.MEETINGS, Part.TASKS} & parts_seen(as_("torbjorn"), siri.pk) == {Part.TASKS}


def test_who_was_given_meetings_and_tasks_as_one_has_both_after_they_were_parted(siri, house, as_) -> None:
    given = shares(siri, house, as_("ingunn"), Part.PLAN)
    closed = access.object_to(siri.pk, of_part=Part.PLAN, staff=house.staff["torbjorn"], by=as_("ingunn"))
    given.parts.update(part="team")
    Objection.objects.filter(pk=closed.pk).update(of_part="team")
    import_module("helhet.access.migrations.0011_meetings_and_tasks_apart").apart(apps, None)
    assert parts_seen(as_("sissel"), siri.pk) == {Part.PERSON, Part.MEETINGS, Part.TASKS}
    assert not {Part.MEETINGS, Part.TASKS} & parts_seen(as_("torbjorn"), siri.pk)


def test_nobody_who_works_for_a_municipality_she_has_closed_out_is_let_in(siri, house, as_) -> None:
    access.object_to(siri.pk, municipality=house.municipalities["valle"], by=as_("ingunn"))
    with pytest.raises(Refused, match="sperret for Olav"):
        access.open_relation(siri.pk, role=Role.TEAM_MEMBER, ground="", staff=house.staff["olav"], by=as_("ingunn"))


def test_what_is_kept_from_a_parent_leaves_her_coordinator_where_she_is(siri, house, as_, now) -> None:
    kin = people.name_next_of_kin(siri, name="Far Haugen", relation="far", by=as_("ingunn"))
    Objection.objects.create(person=siri, next_of_kin=kin, since=now, noted_by="x")
    assert type(siri).objects.filter(queries.has_running("pk", [Role.COORDINATOR], at=now), pk=siri.pk).exists()


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
