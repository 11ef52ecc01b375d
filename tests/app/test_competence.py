"""Competence: what is needed against who has it, today and when somebody leaves; and learning with who took part."""

from datetime import date

import pytest

from helhet.organisation import actions
from helhet.organisation.models import CompetenceHeld, Learning, Membership, Post
from helhet.organisation.queries import competence as queries
from helhet.organisation.rules import Refused
from helhet.organisation.rules.competence import Has, standing

TODAY = date(2026, 11, 10)
FOUR = ["4219", "4220", "4221", "4222"]


def _need(key: str, name: str = "", on: date = TODAY):
    return next(one for one in queries.needs(FOUR, on=on) if (one.key, one.name) == (key, name)).standing


def test_too_few_are_found_today_and_the_day_after_somebodys_last() -> None:
    has = [Has("A", date(2026, 12, 31)), Has("B", date(2027, 1, 31)), Has("C", date(2026, 1, 1))]
    assert standing(1, has, on=TODAY).short_from == date(2027, 2, 1)
    assert standing(2, has, on=TODAY).short_from == date(2027, 1, 1)
    assert standing(3, has, on=TODAY).is_short
    assert standing(0, [], on=TODAY).short_from is None
    assert standing(1, [Has("A")], on=TODAY).short_from is None


def test_one_of_each_is_needed_until_the_municipality_says_otherwise(learned, as_) -> None:
    assert _need("violence")["4219"].needed == 1
    assert not _need("violence")["4219"].is_short
    assert _need("violence")["4222"].is_short
    actions.need_competence(learned.municipalities["bykle"], key="violence", how_many=0, by=as_("tone"))
    assert not _need("violence")["4222"].is_short
    actions.need_competence(learned.municipalities["valle"], name="Samisk språk", how_many=1, by=as_("tone"))
    assert _need("", "Samisk språk")["4221"].is_short
    assert not _need("", "Samisk språk")["4219"].is_short


def test_who_works_for_all_four_counts_in_all_four(learned) -> None:
    assert {number for number, one in _need("cbt_mi").items() if "Hanne Lie Mosdal" in {has.who for has in one.has}} == set(FOUR)


def test_when_a_post_ends_what_its_holder_knew_goes_with_her(learned, as_) -> None:
    actions.end_post(Post.objects.get(title="Psykolog"), on=date(2026, 12, 31), by=as_("kjersti"))
    found = _need("psychoeducation")["4219"]
    assert (found.short_from, found.left_then) == (date(2027, 1, 1), 0)
    assert _need("psychoeducation")["4220"].short_from is None  # Ingunn stays


def test_when_somebody_leaves_her_unit_she_is_counted_to_her_last_day(learned) -> None:
    Membership.objects.filter(staff=learned.staff["gunnhild"]).update(until=date(2026, 11, 30))
    assert _need("children")["4222"].short_from == date(2026, 12, 1)


def test_learning_gives_the_competence_to_everybody_who_took_part(house, as_) -> None:
    who = [house.staff["kari"], house.staff["olav"]]
    made = actions.note_learning(who, on=TODAY, kind="course", what="Sinne", key="violence", gives=True, by=as_("tone"))
    assert {part.staff for part in made.parts.all()} == set(who)
    held = CompetenceHeld.objects.filter(staff__in=who, key="violence")
    assert {one.staff for one in held} == set(who)
    actions.note_learning(who, on=TODAY, kind="course", what="En gang til", key="violence", gives=True, by=as_("tone"))
    assert held.count() == 2
    assert queries.trained_in_coordinating([one.pk for one in who], since=date(2026, 1, 1), until=TODAY) == set()


def test_who_neither_leads_nor_coordinates_writes_nothing(house, as_) -> None:
    given = {"on": TODAY, "kind": "course", "what": "Nytt kurs"}
    for who, of in (("ingunn", "ingunn"), ("liv", "ingunn"), ("marit", "ingunn"), ("tone", "liv")):
        with pytest.raises(Refused):
            actions.note_learning([house.staff[of]], by=as_(who), **given)
        with pytest.raises(Refused):
            actions.give_competence(house.staff[of], key="relation", since=TODAY, by=as_(who))
    with pytest.raises(Refused):
        actions.need_competence(house.municipalities["valle"], key="relation", how_many=2, by=as_("marit"))
    assert not Learning.objects.filter(what="Nytt kurs").exists()


def test_every_fault_of_a_learning_is_said_at_once(house, as_) -> None:
    with pytest.raises(Refused) as refused:
        actions.note_learning([], on=date(2027, 1, 1), kind="x", what=" ", key="x", centre="x", by=as_("tone"))
    assert {fault.field for fault in refused.value.faults} == {"staff", "on", "kind", "what", "key", "centre"}


def test_only_who_has_used_a_centre_says_whether_it_was_good(house, as_) -> None:
    place = house.municipalities["evje"]
    with pytest.raises(Refused):
        actions.know_centre(place, centre="korus", known="heard", content="yes", by=as_("marit"))
    actions.know_centre(place, centre="korus", known="used", content="yes", by=as_("marit"))
    assert queries.centres(["4219"])["korus"]["4219"].known == "used"


def test_a_competence_lapses_and_what_was_stands(learned, as_) -> None:
    held = CompetenceHeld.objects.get(staff=learned.staff["gunnhild"], key="children")
    actions.end_competence(held, on=date(2026, 11, 9), by=as_("tone"))
    assert _need("children")["4222"].is_short
    assert not _need("children", on=date(2026, 11, 9))["4222"].is_short
