"""A coordinator: appointed, away with a deputy, replaced; never a day without."""

from datetime import timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries
from helhet.access.policy import NotVisible, parts_seen
from helhet.access.rules import Role
from helhet.cases import actions
from helhet.cases import queries as cases
from helhet.cases.rules import Span, days_without
from helhet.organisation.models import Absence, Membership
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.web import due as day
from tests.siri import coordinated, known


@pytest.fixture
def siri(house, as_):
    """With a case and no coordinator."""
    return known(house, as_("ingunn")).person


def gaps(opening, person) -> list:
    """When nobody was coordinator or deputy."""
    periods = [one for one in queries.coordinating(opening, person.pk) if one.role in (Role.COORDINATOR, Role.DEPUTY)]
    return days_without([Span(one.since, one.until) for one in periods], since=periods[0].since, at=opening.actor.at)


def test_one_row_is_the_appointment_the_access_and_the_caseload(siri, house, as_, opening_for) -> None:
    assert not parts_seen(as_("gunnhild"), siri.pk)
    actions.appoint(siri.pk, staff=house.staff["gunnhild"], by=as_("ingunn"))
    assert parts_seen(as_("gunnhild"), siri.pk)
    assert queries.coordinator_now(siri.pk, by=as_("tone")).staff == house.staff["gunnhild"]


def test_there_is_one_at_a_time(siri, house, as_) -> None:
    actions.appoint(siri.pk, staff=house.staff["ingunn"], by=as_("ingunn"))
    with pytest.raises(Refused, match="Bytt koordinator"):
        actions.appoint(siri.pk, staff=house.staff["kari"], by=as_("ingunn"))


def test_replaced_without_a_gap(siri, house, as_, opening_for, now) -> None:
    actions.appoint(siri.pk, staff=house.staff["gunnhild"], by=as_("ingunn"))
    later = now + timedelta(days=30)
    actions.replace(siri.pk, staff=house.staff["hanne"], reason="Gunnhild slutter", by=as_("gunnhild", later))
    assert gaps(opening_for("tone", later + timedelta(days=1)), siri) == []
    assert not parts_seen(as_("gunnhild", later), siri.pk)
    assert parts_seen(as_("hanne", later), siri.pk)


def test_a_coordinator_is_not_just_taken_out_of_the_team(siri, house, as_) -> None:
    relation = actions.appoint(siri.pk, staff=house.staff["kari"], by=as_("ingunn"))
    with pytest.raises(Refused, match="Bytt koordinator"):
        access.end_relation(relation, reason="slutter", by=as_("ingunn"))


def test_a_gap_is_named(siri, house, as_, opening_for, now) -> None:
    actions.appoint(siri.pk, staff=house.staff["kari"], by=as_("ingunn"))
    actions.step_down(siri.pk, reason="ville ikke", by=as_("ingunn", now + timedelta(days=2)))
    actions.appoint(siri.pk, staff=house.staff["ingunn"], by=as_("ingunn", now + timedelta(days=5)))
    assert gaps(opening_for("tone", now + timedelta(days=9)), siri) == [(now + timedelta(days=2), now + timedelta(days=5))]


def test_away_the_deputy_covers_every_person_and_the_day_after_the_last_she_is_out(house, as_, opening_for, now) -> None:
    two = [coordinated(house, as_("ingunn"), name=name).person for name in ("Siri Haugen", "Even Lien")]
    by = as_("ingunn")
    count = actions.away(house.staff["ingunn"], since=by.on, until=by.on + timedelta(days=6), deputy=house.staff["hanne"], by=by)
    assert count == 2
    for person in two:
        assert parts_seen(as_("hanne"), person.pk)
        assert queries.coordinator_now(person.pk, by=as_("tone")).role == Role.DEPUTY
        assert not parts_seen(as_("hanne", now + timedelta(days=7)), person.pk)


def test_an_absence_covers_all_or_is_refused(house, as_) -> None:
    coordinated(house, as_("ingunn"))
    coordinated_in_valle = known(house, as_("olav"), place="valle").person
    actions.appoint(coordinated_in_valle.pk, staff=house.staff["ingunn"], by=as_("olav"))
    days = {"since": as_("kari").on, "until": as_("kari").on + timedelta(days=3)}
    with pytest.raises(Refused, match="koordinerende enhet"):
        actions.away(house.staff["ingunn"], deputy=house.staff["hanne"], by=as_("kari"), **days)
    assert not Absence.objects.exists()
    assert actions.away(house.staff["ingunn"], deputy=house.staff["hanne"], by=as_("tone"), **days) == 2


def test_an_absence_is_not_the_neighbours_nurses_to_register(house, as_) -> None:
    with pytest.raises(Refused):
        actions.away(house.staff["ingunn"], since=as_("liv").on, until=as_("liv").on, deputy=house.staff["liv"], by=as_("liv"))


def test_a_deputy_she_has_closed_out_is_refused(house, as_) -> None:
    person = coordinated(house, as_("ingunn")).person
    access.object_to(person.pk, staff=house.staff["hanne"], by=as_("ingunn"))
    by = as_("ingunn")
    with pytest.raises(Refused, match="sperret for Hanne"):
        actions.away(house.staff["ingunn"], since=by.on, until=by.on, deputy=house.staff["hanne"], by=by)


def test_somebody_appointed_while_away_has_a_deputy_at_once(siri, house, as_, opening_for) -> None:
    by = as_("ingunn")
    actions.away(house.staff["kari"], since=by.on, until=by.on + timedelta(days=6), deputy=house.staff["hanne"], by=as_("kari"))
    actions.appoint(siri.pk, staff=house.staff["kari"], by=by)
    assert queries.coordinator_now(siri.pk, by=as_("tone")).staff == house.staff["hanne"]


def test_the_deputy_of_one_who_is_replaced_goes_with_her(house, as_, opening_for) -> None:
    person = coordinated(house, as_("ingunn")).person
    by = as_("ingunn")
    actions.away(house.staff["ingunn"], since=by.on, until=by.on + timedelta(days=6), deputy=house.staff["hanne"], by=by)
    actions.replace(person.pk, staff=house.staff["kari"], reason="sykemeldt lenge", by=as_("tone"))
    assert not parts_seen(as_("hanne"), person.pk)


def said_yes(person, by) -> None:
    offer = actions.offer(person.pk, of="coordinator", how="i samtale", by=by)
    actions.answer_offer(offer, answer="yes", by=by)


def test_whoever_said_yes_and_has_nobody_is_on_the_day_at_once(siri, house, as_, opening_for) -> None:
    said_yes(siri, as_("ingunn"))
    due = [one for one in duties(opening_for("tone"), [siri.pk]) if one.kind == "coordinator"]
    assert [(one.person_id, one.state(as_("tone").on)) for one in due] == [(siri.pk, "soon")]
    assert "Målet vårt" in due[0].why
    actions.appoint(siri.pk, staff=house.staff["kari"], by=as_("ingunn"))
    assert cases.without_coordinator(opening_for("tone")) == []


def test_a_coordinator_who_has_left_the_municipality_is_none(siri, house, as_, opening_for, now) -> None:
    said_yes(siri, as_("ingunn"))
    actions.appoint(siri.pk, staff=house.staff["kari"], by=as_("ingunn"))
    Membership.objects.filter(staff=house.staff["kari"]).update(until=now.date() - timedelta(days=1))
    assert cases.without_coordinator(opening_for("tone")) == [siri.pk]


def find_one_on_day_of(key, house, as_, opening_for, at) -> list:
    """The persons whom this worker's own day says to find a coordinator for."""
    opening = opening_for(key, at)
    return [one.person_id for one in day.of_day(opening, queries.answers_for(opening.actor)) if one.kind == "coordinator"]


@pytest.mark.parametrize("asked_first", [True, False])
@pytest.mark.parametrize("closed_to", ["staff", "unit"])
def test_a_coordinator_she_has_closed_out_is_none_and_the_coordinating_unit_is_told(
    siri, house, as_, opening_for, now, asked_first, closed_to
) -> None:
    if asked_first:
        said_yes(siri, as_("ingunn"))
    actions.appoint(siri.pk, staff=house.staff["kari"], by=as_("ingunn"))
    access.open_relation(siri.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff["torbjorn"], by=as_("ingunn"))
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == []
    against = {"staff": house.staff["kari"]} if closed_to == "staff" else {"unit": house.units["bygland"]}
    access.object_to(siri.pk, **against, by=as_("tone"))
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == [siri.pk]
    assert find_one_on_day_of("gunnhild", house, as_, opening_for, now) == find_one_on_day_of("liv", house, as_, opening_for, now) == []
    actions.replace(siri.pk, staff=house.staff["torbjorn" if closed_to == "unit" else "ingunn"], reason="sperret", by=as_("tone"))
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == []


def test_a_coordinator_who_is_away_with_a_deputy_who_cannot_either_is_none(house, as_, opening_for, now) -> None:
    siri, by = coordinated(house, as_("ingunn")).person, as_("ingunn")
    actions.away(house.staff["ingunn"], since=by.on, until=by.on + timedelta(days=6), deputy=house.staff["hanne"], by=by)
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == []
    access.object_to(siri.pk, staff=house.staff["hanne"], by=as_("tone"))
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == [siri.pk]
    assert find_one_on_day_of("tone", house, as_, opening_for, now + timedelta(days=8)) == []  # she is back


def test_a_coordinator_away_whom_nobody_stands_in_for_is_none(house, as_, opening_for, now) -> None:
    siri, by = coordinated(house, as_("ingunn")).person, as_("ingunn")
    Absence.objects.create(
        staff=house.staff["ingunn"], since=by.on, until=by.on, deputy=house.staff["hanne"], changed_at=by.at, changed_by=by.name
    )  # fmt: skip
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == [siri.pk]


def test_a_coordinator_who_left_is_none_also_when_nobody_asked_first(house, as_, opening_for, now) -> None:
    siri = coordinated(house, as_("ingunn")).person
    Membership.objects.filter(staff=house.staff["ingunn"]).update(until=now.date() - timedelta(days=1))
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == [siri.pk]


def test_when_her_case_is_closed_nobody_need_be_found(house, as_, opening_for, now) -> None:
    siri = coordinated(house, as_("ingunn"))
    actions.close(siri.case, reason="goals_met", words="Ferdig.", by=as_("ingunn"))
    Membership.objects.filter(staff=house.staff["ingunn"]).update(until=now.date() - timedelta(days=1))
    assert find_one_on_day_of("tone", house, as_, opening_for, now) == []


def test_a_later_no_counts(siri, as_, opening_for, now) -> None:
    said_yes(siri, as_("ingunn"))
    later = as_("ingunn", now + timedelta(days=40))
    actions.answer_offer(actions.offer(siri.pk, of="coordinator", how="i samtale", by=later), answer="no", by=later)
    assert cases.without_coordinator(opening_for("tone", later.at)) == []


def test_the_childrens_coordinator_stands_beside_her_own(siri, house, as_, opening_for) -> None:
    actions.appoint(siri.pk, staff=house.staff["ingunn"], by=as_("ingunn"))
    actions.appoint(siri.pk, staff=house.staff["kari"], role=Role.CHILD_COORDINATOR, by=as_("ingunn"))
    with pytest.raises(Refused):
        actions.appoint(siri.pk, staff=house.staff["hanne"], role=Role.CHILD_COORDINATOR, by=as_("ingunn"))
    assert {one.role for one in queries.team_of(opening_for("tone"), siri.pk)} >= {"coordinator", "child_coordinator"}


def test_nobody_without_a_relation_appoints(siri, house, as_) -> None:
    for key in ("liv", "gunnhild", "sissel"):
        with pytest.raises(NotVisible):
            actions.appoint(siri.pk, staff=house.staff["kari"], by=as_(key))


def days_from(by, first: int, last: int) -> dict:
    return {"since": by.on + timedelta(days=first), "until": by.on + timedelta(days=last)}


def coordinating_on(day: int, person, as_, now):
    """Whoever coordinates for her that many days from now."""
    found = queries.coordinator_now(person.pk, by=as_("tone", now + timedelta(days=day)))
    return found and found.staff


def test_a_deputy_who_is_away_in_the_same_days_is_refused(house, as_) -> None:
    coordinated(house, as_("ingunn"))
    by = as_("ingunn")
    actions.away(house.staff["hanne"], **days_from(by, 4, 9), deputy=house.staff["gunnhild"], by=as_("hanne"))
    with pytest.raises(Refused, match="er også borte"):
        actions.away(house.staff["ingunn"], **days_from(by, 2, 4), deputy=house.staff["hanne"], by=by)
    assert not Absence.objects.filter(staff=house.staff["ingunn"]).exists()
    actions.away(house.staff["ingunn"], **days_from(by, 2, 3), deputy=house.staff["hanne"], by=by)


def test_when_the_deputy_goes_away_hers_takes_over_for_those_days(house, as_, now) -> None:
    siri, by = coordinated(house, as_("ingunn")).person, as_("ingunn")
    actions.away(house.staff["ingunn"], **days_from(by, 0, 9), deputy=house.staff["hanne"], by=by)
    assert actions.away(house.staff["hanne"], **days_from(by, 3, 12), deputy=house.staff["gunnhild"], by=as_("tone")) == 1
    assert [coordinating_on(day, siri, as_, now) for day in (1, 5, 11)] == [house.staff[key] for key in ("hanne", "gunnhild", "ingunn")]


@pytest.mark.parametrize("back", ["hanne", "ingunn"])
def test_whoever_is_back_needs_no_deputy_nor_the_deputys_deputy(house, as_, now, back) -> None:
    siri, by = coordinated(house, as_("ingunn")).person, as_("ingunn")
    actions.away(house.staff["ingunn"], **days_from(by, 0, 9), deputy=house.staff["hanne"], by=by)
    actions.away(house.staff["hanne"], **days_from(by, 0, 12), deputy=house.staff["gunnhild"], by=as_("tone"))
    assert coordinating_on(1, siri, as_, now) == house.staff["gunnhild"]
    actions.back(Absence.objects.get(staff=house.staff[back]), by=as_("tone", now + timedelta(days=2)))
    assert coordinating_on(3, siri, as_, now) == house.staff[back]
    assert not parts_seen(as_("gunnhild", now + timedelta(days=3)), siri.pk)
