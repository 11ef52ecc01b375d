"""Ordinary looks are drawn and gone through by the coordinating unit, and she sees that it was done."""

from datetime import timedelta

import pytest

from helhet.access import actions, looks
from helhet.access.models import LogEntry, LogReview
from helhet.access.policy import NotVisible
from helhet.access.rules import SAMPLE_OF_LOOKS
from helhet.cases import queries as cases
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


def test_a_look_that_must_be_explained_waits_until_the_explanation_is_weighed(siri, as_, opening_for) -> None:
    actions.draw_looks(by=as_("tone"))
    row = looks.drawn(opening_for("tone"))[0]
    actions.review_look(row, finding="ask", words="Ingunn spørres.", by=as_("tone"))
    assert row.pk in {one["pk"] for one in opening_for("tone").ask(looks.waiting, None)}
    actions.review_look(row, finding="fine", by=as_("tone"))
    assert row.pk not in {one["pk"] for one in opening_for("tone").ask(looks.waiting, None)}
    with pytest.raises(Refused):
        actions.review_look(row, finding="wrong", words="Likevel.", by=as_("tone"))


def _wrong(as_, opening_for) -> LogReview:
    actions.draw_looks(by=as_("tone"))
    row = looks.drawn(opening_for("tone"))[0]
    actions.review_look(row, finding="wrong", words="Ingunn hadde fri.", by=as_("tone"))
    return row


def test_a_look_there_was_no_need_for_is_on_the_day_with_its_72_hours_until_it_is_told(siri, as_, opening_for) -> None:
    row = _wrong(as_, opening_for)
    found = as_("tone").on
    [line] = [one for one in cases.looks_due(opening_for("tone")) if one.row == row.pk]
    assert (line.by, line.rule) == (found + timedelta(days=3), "personvernforordningen artikkel 33 og 34: 72 timer")
    assert cases.looks_due(opening_for("ingunn")) == []
    actions.tell_of_wrong_look(row, told_on=found, told_how="På telefon", authority_words="Ingunn så bare navnet.", by=as_("tone"))
    assert row.pk not in {one.row for one in cases.looks_due(opening_for("tone"))}
    hers = looks.reviewed(opening_for("siri"), siri.pk, lines={row.entry})[row.entry]
    assert (hers.told_on, hers.told_how, hers.authority_on) == (found, "På telefon", None)
    assert LogEntry.objects.filter(person_id=siri.pk, verb="skrev at det er sagt fra om et oppslag").count() == 1


def test_every_fault_of_the_telling_is_said_at_once_and_it_is_told_once(siri, as_, opening_for) -> None:
    row, tone = _wrong(as_, opening_for), as_("tone")
    with pytest.raises(Refused) as refused:
        actions.tell_of_wrong_look(row, told_on=tone.on - timedelta(days=1), told_how=" ", by=tone)
    assert [fault.field for fault in refused.value.faults] == ["told_on", "told_how", "authority_words"]
    with pytest.raises(Refused) as refused:
        actions.tell_of_wrong_look(row, told_on=tone.on, told_how="Brev", authority_on=tone.on + timedelta(days=1), by=tone)
    assert [fault.field for fault in refused.value.faults] == ["authority_on"]
    actions.tell_of_wrong_look(row, told_on=tone.on, told_how="Brev", authority_on=tone.on, by=tone)
    with pytest.raises(Refused, match="alt skrevet"):
        actions.tell_of_wrong_look(row, told_on=tone.on, told_how="Brev", authority_on=tone.on, by=tone)


def test_what_there_was_reason_for_is_told_of_to_nobody_and_only_the_unit_tells(siri, as_, opening_for) -> None:
    row = _wrong(as_, opening_for)
    fine = next(one for one in looks.drawn(opening_for("tone")) if one.pk != row.pk)
    actions.review_look(fine, finding="fine", by=as_("tone"))
    said = {"told_on": as_("tone").on, "told_how": "Brev", "authority_on": as_("tone").on}
    with pytest.raises(NotVisible):
        actions.tell_of_wrong_look(fine, by=as_("tone"), **said)
    for key in ("ingunn", "liv", "siri", "sissel"):
        with pytest.raises(NotVisible):
            actions.tell_of_wrong_look(row, by=as_(key), **said)


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
