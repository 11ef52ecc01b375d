"""Who moves is asked: the record follows when she wants it, with nobody a day without; and an enquiry finds whom it is about."""

import pytest

from helhet.access import actions as access
from helhet.access.log import verify
from helhet.access.models import CareRelation, Change, LogEntry
from helhet.access.policy import NotVisible, sees
from helhet.access.rules import Part, Role
from helhet.cases import actions, queries
from helhet.cases.models import Case, Enquiry
from helhet.organisation.models import Membership, Unit
from helhet.organisation.rules import Refused
from helhet.people.models import Person
from helhet.people.queries import merged_with
from tests.siri import account_for, coordinated, known, shares

SAID = "I samtale i dag. Hun vil at alt følger med."
WORDS = "Jeg vil ha noen å snakke med i Valle også."


@pytest.fixture
def siri(house, as_):
    """Siri in Bygland, coordinated by Ingunn, with Kari in the team and the plan shared with NAV; she reads it herself."""
    found = coordinated(house, as_("ingunn"))
    access.open_relation(found.person.pk, role=Role.TEAM_MEMBER, ground="hpl § 25", staff=house.staff["kari"], by=as_("ingunn"))
    access.open_relation(found.person.pk, role=Role.TEAM_MEMBER, ground="hpl § 25", staff=house.staff["torbjorn"], by=as_("ingunn"))
    shares(found.person, house, as_("ingunn"))
    account_for(found.person, as_("ingunn"))
    return found.person


@pytest.fixture
def of_her_own(house):
    """Valle has a coordinating unit of its own, with Olav alone in it."""
    house.units["ke"].serves.remove(house.municipalities["valle"])
    unit = Unit.objects.create(name="Koordinerende enhet Valle", municipality=house.municipalities["valle"], is_coordinating_unit=True)
    unit.serves.add(house.municipalities["valle"])
    return unit


def move(siri, house, by, **more):
    given = {"to": house.municipalities["valle"], "said": SAID, "words": WORDS}
    return actions.move_with_record(siri, by=by, **given | more)


def running(siri) -> set[tuple[str, str]]:
    rows = CareRelation.objects.filter(person=siri, until=None).select_related("staff", "unit", "partner_member")
    return {(one.role, str((one.staff or one.unit or one.partner_member or siri).name)) for one in rows}


def test_the_new_place_has_an_enquiry_and_the_old_has_left_but_for_her_coordinator(siri, of_her_own, house, as_) -> None:
    enquiry = move(siri, house, as_("ingunn"))
    siri.refresh_from_db()
    assert (siri.municipality.name, enquiry.unit, enquiry.words) == ("Valle", of_her_own, WORDS)
    assert running(siri) == {
        ("coordinator", "Ingunn Austad"), ("coordinating_unit", "Koordinerende enhet Valle"), ("person", "Siri Haugen"),
        ("partner", "Sissel Heistad"), ("team_member", "Torbjørn Frøysnes"),
    }  # fmt: skip
    closed = Case.objects.get(person=siri)
    assert (closed.close_reason, closed.close_words, closed.closed_on) == ("moved", "Valle", as_("ingunn").on)
    assert not sees(as_("kari"), siri.pk, Part.PERSON)
    assert not sees(as_("tone"), siri.pk, Part.PERSON)
    assert list(verify(merged_with(siri.pk))) == []


def test_the_new_place_replaces_the_coordinator_and_takes_the_case(siri, of_her_own, house, as_) -> None:
    enquiry = move(siri, house, as_("ingunn"))
    Membership.objects.create(staff=house.staff["olav"], unit=of_her_own, since=as_("ingunn").on)
    olav = as_("olav")
    actions.take(enquiry, by=olav)
    actions.triage(enquiry, service=house.services["Korte samtaler", "valle"], pathway=2, reason="Samtaler er nok nå.", by=olav)
    actions.replace(siri.pk, staff=house.staff["olav"], reason="Flyttet til Valle", by=olav)
    assert not sees(as_("ingunn"), siri.pk, Part.PERSON)
    assert ("coordinator", "Olav Rygnestad") in running(siri)


def test_a_service_that_both_places_share_goes_on(house, as_) -> None:
    by = as_("ingunn")
    siri = known(house, by).person
    again = actions.register(actions.NewEnquiry("Siri Haugen", "Rus", house.units["bygland"], "4220"), by=by, known=siri)
    shared = house.services["Oppfølging rus", "bygland"]
    actions.triage(again, service=shared, pathway=2, reason="Trenger mer enn samtaler.", by=by)
    move(siri, house, by)
    open_cases = {case.service.name: case.closed_on is None for case in Case.objects.filter(person=siri)}
    assert open_cases == {"Korte samtaler": False, "Oppfølging rus": True}


def test_she_says_no_and_nothing_follows(siri, house, as_) -> None:
    actions.move_without_record(siri, said="Hun vil begynne på nytt.", by=as_("ingunn"))
    siri.refresh_from_db()
    assert siri.municipality.name == "Bygland"
    assert {role for role, _ in running(siri)} == {"coordinating_unit", "person"}
    assert Enquiry.objects.filter(person=siri).count() == 1
    assert Case.objects.get(person=siri).close_reason == "moved"
    assert LogEntry.objects.filter(person_id=siri.pk, note="Hun vil begynne på nytt.").exists()


def test_nothing_is_moved_unasked_nor_to_a_place_that_takes_nobody_in(siri, house, as_) -> None:
    with pytest.raises(Refused) as refused:
        move(siri, house, as_("ingunn"), said=" ", words="", to=house.municipalities["aaseral"])
    assert [fault.field for fault in refused.value.faults] == ["said", "to", "words"]
    with pytest.raises(Refused):
        move(siri, house, as_("ingunn"), to=house.municipalities["bygland"])
    with pytest.raises(NotVisible):
        move(siri, house, as_("liv"))
    siri.refresh_from_db()
    assert siri.municipality.name == "Bygland"


# ── an enquiry in the wrong record ──


def test_a_place_she_has_closed_out_gets_nothing_before_she_opens_it(siri, of_her_own, house, as_) -> None:
    closed = access.object_to(siri.pk, municipality=house.municipalities["valle"], by=as_("ingunn"))
    with pytest.raises(Refused, match="sperret for Valle"):
        move(siri, house, as_("ingunn"))
    assert Case.objects.get(person=siri).closed_on is None
    access.lift(closed, by=as_("ingunn"))
    assert move(siri, house, as_("ingunn")).unit == of_her_own


@pytest.fixture
def wrong(siri, house, as_):
    """A call about another Siri, written in hers."""
    new = actions.NewEnquiry("Siri Haugen", "Jeg drikker for mye.", house.units["bygland"], "4220", telephone="40000177")
    return actions.register(new, by=as_("ingunn"), known=siri)


def test_it_moves_to_a_new_record_and_neither_tells_of_the_other(wrong, siri, as_) -> None:
    actions.move_enquiry(wrong, name="Siri Lie", born="", telephone="40000177", by=as_("ingunn"))
    wrong.refresh_from_db()
    other = wrong.person
    assert (other.name, other.telephone, other.municipality_id) == ("Siri Lie", "40000177", "4220")
    assert Enquiry.objects.filter(person=siri).count() == 1
    for one, another in ((siri, other), (other, siri)):
        told = [str(entry.documents) + entry.note for entry in LogEntry.objects.filter(person_id=one.pk)]
        told += [str(change.was) + str(change.became) for change in Change.objects.filter(person_id=one.pk)]
        assert not any(str(another.pk) in words or another.name in words for words in told)


def test_it_moves_to_one_who_is_known_and_goes_on_there(wrong, siri, house, as_, opening_for) -> None:
    other = known(house, as_("ingunn"), name="Siri Lie", born="05.06.1990").person
    actions.take(wrong, by=as_("ingunn"))
    actions.move_enquiry(wrong, name="Siri Lie", born="", telephone="", known=other, by=as_("ingunn"))
    assert "Jeg drikker for mye." in {one.words for one in queries.enquiries_of(opening_for("ingunn"), other.pk)}
    actions.triage(wrong, service=house.services["Korte samtaler", "bygland"], pathway=1, reason="Samtaler er nok.", by=as_("ingunn"))
    assert Case.objects.filter(person=other).count() == 2


def test_one_that_is_settled_stays_and_so_does_one_that_is_nobodys_to_write(wrong, siri, house, as_) -> None:
    with pytest.raises(NotVisible):
        actions.move_enquiry(wrong, name="Siri Lie", born="", telephone="", by=as_("liv"))
    with pytest.raises(Refused):
        actions.move_enquiry(wrong, name="", born="99", telephone="", by=as_("ingunn"))
    actions.help_on(wrong, to="Fastlegen", by=as_("ingunn"))
    with pytest.raises(Refused):
        actions.move_enquiry(wrong, name="Siri Lie", born="", telephone="", by=as_("ingunn"))
    assert Person.objects.count() == 1
