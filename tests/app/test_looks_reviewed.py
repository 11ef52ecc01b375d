"""Ordinary looks are drawn and gone through by the coordinating unit, and she sees that it was done."""

import pytest

from helhet.access import actions, looks
from helhet.access.models import LogEntry, LogReview
from helhet.access.policy import NotVisible
from helhet.access.rules import SAMPLE_OF_LOOKS
from helhet.organisation.rules import Refused
from helhet.people import queries as people
from tests.siri import account_for, coordinated


@pytest.fixture
def siri(house, as_, opening_for):
    """Siri, whose page Ingunn has opened eight times and Tone once."""
    by = as_("ingunn")
    person = coordinated(house, by).person
    account_for(person, by)
    actions.begin_relation(person.pk, role="coordinating_unit", ground="§ 7-3", by=by, unit=house.units["ke"])
    for key in ("ingunn",) * 8 + ("tone",):
        opening = opening_for(key)
        people.open_person(opening, person.pk)
        opening.seal()
    return person


def test_some_are_drawn_by_a_seed_never_twice_and_never_ones_own(siri, as_) -> None:
    assert actions.draw_looks(by=as_("tone")) == SAMPLE_OF_LOOKS
    assert actions.draw_looks(by=as_("tone")) == 8 - SAMPLE_OF_LOOKS
    with pytest.raises(Refused):
        actions.draw_looks(by=as_("tone"))
    drawn = LogEntry.objects.filter(pk__in=LogReview.objects.values("entry"))
    assert {one.actor_name for one in drawn} == {"Ingunn Austad"}
    assert LogReview.objects.count() == 8


def test_what_was_found_is_recorded_and_stands_beside_her_log(siri, as_, opening_for) -> None:
    actions.draw_looks(by=as_("tone"))
    first, second = looks.drawn(opening_for("tone"))[:2]
    actions.review_look(first, finding="fine", by=as_("tone"))
    with pytest.raises(Refused):
        actions.review_look(second, finding="wrong", by=as_("tone"))
    actions.review_look(second, finding="wrong", words="Ingunn har fri denne dagen. Siri er ringt.", by=as_("tone"))
    with pytest.raises(Refused):
        actions.review_look(second, finding="fine", by=as_("tone"))
    hers = looks.reviewed(opening_for("siri"), siri.pk, lines={first.entry, second.entry})
    assert {hers[first.entry].finding, hers[second.entry].finding} == {"fine", "wrong"}
    assert LogEntry.objects.filter(person_id=siri.pk, verb="kontrollerte et oppslag").count() == 2


def test_nobody_goes_through_her_own_looks(siri, as_, opening_for) -> None:
    actions.draw_looks(by=as_("olav"))
    actions.draw_looks(by=as_("olav"))
    own = next(row for row in looks.drawn(opening_for("tone")) if row.line.actor_name == "Tone Rysstad")
    with pytest.raises(Refused):
        actions.review_look(own, finding="fine", by=as_("tone"))
    actions.review_look(own, finding="fine", by=as_("olav"))


def test_it_is_the_coordinating_units_alone(siri, as_, opening_for) -> None:
    actions.draw_looks(by=as_("tone"))
    row = looks.drawn(opening_for("tone"))[0]
    for key in ("ingunn", "liv", "siri", "sissel"):
        with pytest.raises(NotVisible):
            actions.draw_looks(by=as_(key))
        with pytest.raises(NotVisible):
            looks.drawn(opening_for(key))
        with pytest.raises(NotVisible):
            actions.review_look(row, finding="fine", by=as_(key))
