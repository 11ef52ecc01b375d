"""What she says of the help: who writes it, who sees it, that it stands, who is told that it fell, and the leader who knows no name."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from helhet.access import actions as access
from helhet.access.log import LogEntry, verify
from helhet.access.policy import NotVisible, grants
from helhet.access.rules import Part, Purpose
from helhet.organisation.rules import Refused
from helhet.oversight import experience
from helhet.oversight.models import ExperienceYear
from helhet.people import actions as people
from helhet.record.disclosure import Shown
from helhet.voice import actions, queries
from helhet.voice.models import Feedback, Reply, SaidBy, Saying
from tests.conftest import NOW
from tests.siri import account_for, coordinated, known


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, whom Ingunn coordinates for, and who signs in herself."""
    then = NOW - timedelta(days=400)
    person = coordinated(house, as_("ingunn", then)).person
    account_for(person, as_("ingunn", then))
    return person


def _says(person, as_, *answers: int, key: str = "ingunn") -> None:
    """She answers every tenth day, the last time yesterday."""
    for place, alliance in enumerate(answers):
        at = NOW - timedelta(days=1 + 10 * (len(answers) - 1 - place))
        actions.tell(person.pk, alliance=alliance, by=as_(key, at))


def test_she_answers_herself_and_her_team_reads_it(siri, as_, opening_for) -> None:
    made = actions.tell(siri.pk, life=6, alliance=8, words=" Jeg ble hørt. ", about="contact", about_key=uuid4(), by=as_("siri"))
    assert (made.is_hers, made.words, made.on) == (True, "Jeg ble hørt.", NOW.date())
    assert [one.pk for one in queries.feedback_of(opening_for("kari"), siri.pk)] == [made.pk]
    assert LogEntry.objects.filter(person_id=siri.pk, verb="ga tilbakemelding", actor_kind="person").count() == 1


def test_a_worker_writes_it_down_and_it_stands_that_she_did(siri, as_) -> None:
    made = actions.tell(siri.pk, alliance=5, by=as_("kari"))
    assert not made.is_hers
    assert made.by_name == "Kari Byglandsfjord"
    assert (made.life, made.words) == (None, "")


def test_neither_partner_nor_coordinating_unit_nor_emergency_nor_neighbour_sees_it(siri, house, as_, opening_for) -> None:
    actions.tell(siri.pk, alliance=5, words="Ikke hørt.", by=as_("siri"))
    given = {"kind": "sharing", "how": "Muntlig", "given_by": "Siri", "parts": ["plan", "meetings"]}
    access.consent(siri.pk, to=house.partners["nav"], by=as_("ingunn"), **given)
    access.open_emergency(siri.pk, reason="Livløs i oppgangen, legevakten ringer", by=as_("torbjorn"))
    for key in ("sissel", "tone", "torbjorn", "gunnhild", "liv", "kjersti", "hilde", "aslaug"):
        assert queries.feedback_of(opening_for(key), siri.pk) == []
        assert queries.fallen(opening_for(key), None) == []
        with pytest.raises(NotVisible):
            actions.tell(siri.pk, alliance=1, by=as_(key))


def test_she_closes_it_to_one_worker(siri, house, as_, opening_for) -> None:
    _says(siri, as_, 8, 8, 3)
    access.object_to(siri.pk, staff=house.staff["kari"], of_part=Part.VOICE, words="", by=as_("siri"))
    assert queries.feedback_of(opening_for("kari"), siri.pk) == []
    assert queries.fallen(opening_for("kari"), [siri.pk]) == []
    assert queries.fallen(opening_for("ingunn"), [siri.pk])


def test_nothing_said_is_refused_and_so_is_a_step_off_the_ladder_or_the_same_contact_twice(siri, as_) -> None:
    for wrong in ({}, {"words": "  "}, {"life": 11}, {"alliance": -1}):
        with pytest.raises(Refused):
            actions.tell(siri.pk, by=as_("siri"), **wrong)
    key = uuid4()
    actions.tell(siri.pk, life=3, about="contact", about_key=key, by=as_("siri"))
    with pytest.raises(Refused):
        actions.tell(siri.pk, life=4, about="contact", about_key=key, by=as_("ingunn"))


def test_what_was_said_and_answered_is_changed_by_nobody(siri, as_) -> None:
    actions.tell(siri.pk, alliance=5, by=as_("siri"))
    actions.reply(actions.say(siri.pk, kind="praise", words="Bra.", by=as_("siri")), words="Takk.", by=as_("kjersti"))
    for model, change in ((Feedback, {"alliance": 9}), (Saying, {"words": "x"}), (SaidBy, {"by_name": "x"}), (Reply, {"words": "x"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            model._base_manager.filter(pk__in=model.objects.values("pk"))._raw_delete("default")


def test_two_records_of_one_person_are_joined_with_what_she_said(siri, house, as_, opening_for) -> None:
    other = known(house, as_("ingunn")).person
    actions.tell(other.pk, alliance=5, by=as_("ingunn"))
    people.merge(siri, other, reason="Samme telefon og fødselsdag", by=as_("ingunn"))
    assert len(queries.feedback_of(opening_for("ingunn"), siri.pk)) == 1
    assert not list(verify())


def test_her_team_is_told_that_it_fell_until_she_answers_again(siri, as_, opening_for) -> None:
    _says(siri, as_, 8, 8, 8, 4)
    opening = opening_for("kari")
    (one,) = queries.fallen(opening, [siri.pk])
    assert (one.drop.last, one.drop.usual) == (4, 8)
    assert (opening.documents, len([one.row, *one.before])) == ([], 4)
    actions.tell(siri.pk, alliance=8, by=as_("siri"))
    assert queries.fallen(opening_for("kari"), [siri.pk]) == []


def test_a_fall_of_long_ago_is_not_told(siri, as_, opening_for) -> None:
    for days in (300, 200, 100):
        actions.tell(siri.pk, alliance=9 if days > 100 else 2, by=as_("ingunn", NOW - timedelta(days=days)))
    assert queries.fallen(opening_for("ingunn"), [siri.pk]) == []


def test_the_leader_answers_without_knowing_whose_words_they_are(siri, as_, opening_for) -> None:
    made = actions.say(siri.pk, kind="complaint", words="Timen ble flyttet.", by=as_("siri"))
    assert {field.name for field in Saying._meta.get_fields()} == {"id", "municipality", "unit", "kind", "words", "on", "reply"}
    for key in ("ingunn", "marit", "liv", "siri", "aslaug"):
        assert queries.sayings_to(as_(key)) == []
        with pytest.raises(NotVisible):
            actions.reply(made, words="Nei.", by=as_(key))
    (read,) = queries.sayings_to(as_("kjersti"))
    actions.reply(read, words="Beklager. Vi ringer heretter.", by=as_("kjersti"))
    with pytest.raises(Refused):
        actions.reply(read, words="Og én ting til.", by=as_("kjersti"))
    (hers,) = queries.sayings_of(opening_for("siri"), siri.pk)
    assert hers.saying.reply.words == "Beklager. Vi ringer heretter."
    assert queries.sayings_of(opening_for("ingunn"), siri.pk) == []
    helped = actions.say(siri.pk, kind="praise", words="Sagt på telefon.", by=as_("kari"))
    assert [one.pk for one in queries.sayings_of(opening_for("kari"), siri.pk)] == [helped.pk]
    assert len(queries.sayings_of(opening_for("siri"), siri.pk)) == 2
    assert not list(verify())


def test_a_service_she_never_had_is_not_hers_to_name(siri, house, as_) -> None:
    with pytest.raises(Refused):
        actions.say(siri.pk, kind="praise", words="Bra.", unit_id=house.units["evje"].pk, by=as_("siri"))


def test_a_user_council_holds_nothing_a_relation_could_be_held_by(siri, house, as_) -> None:
    given = {"kind": "sharing", "how": "Muntlig", "given_by": "Siri", "parts": ["plan", "meetings"]}
    access.consent(siri.pk, to=house.members["aslaug"].partner, by=as_("ingunn"), **given)
    aslaug = as_("aslaug")
    assert (aslaug.kind, aslaug.staff_id, aslaug.partner_member_id, aslaug.unit_ids) == ("council", None, None, frozenset())
    assert not any(grants(aslaug, purpose, part).exists() for purpose in Purpose for part in Part)


@pytest.fixture
def a_year(house, as_):
    """Last year in Bygland: twelve answered, six of them low; and one in Valle, where Olav works alone."""
    then = datetime.fromisoformat("2025-05-06T10:00:00+02:00")
    persons = [known(house, as_("ingunn", then), name=f"Nummer {number}").person for number in range(12)]
    for number, person in enumerate(persons):
        actions.tell(person.pk, alliance=3 if number < 6 else 9, life=8, by=as_("ingunn", then + timedelta(days=30)))
    return persons


def test_a_year_is_counted_once_by_service_and_told_as_small_numbers_may_be(a_year, house, as_) -> None:
    experience.keep_year(2025, at=NOW, today=NOW.date())
    lines = {one.unit.pk: one for one in experience.told(["4220", "4221"])}
    bygland, valle = lines[house.units["bygland"].pk], lines[house.units["valle"].pk]
    assert (bygland.alliance.shown, str(bygland.alliance.not_kept), str(bygland.alliance.of)) == (Shown.EXACT, "6", "10–14")
    assert bygland.life.shown == Shown.NONE
    assert valle.one_worker
    with pytest.raises(Refused):
        experience.keep_year(2025, at=NOW, today=NOW.date())
    with pytest.raises(Refused):
        experience.keep_year(2026, at=NOW, today=NOW.date())
    with pytest.raises(DatabaseError), transaction.atomic():
        ExperienceYear.objects.update(alliance_low=0)


def test_somebody_strictly_protected_is_in_no_sum_and_a_person_counts_once(a_year, house, as_) -> None:
    later = datetime.fromisoformat("2025-09-09T10:00:00+02:00")
    actions.tell(a_year[0].pk, alliance=9, by=as_("ingunn", later))
    people.change(a_year[1], grade="strengt", by=as_("ingunn"))
    found = experience.answers_of("alliance", 2025)
    assert sorted(found[a_year[0].pk.hex, house.units["bygland"].pk.hex]) == [3, 9]
    assert len(found) == 11


def test_an_answer_before_the_service_began_is_not_its(siri, house, as_) -> None:
    then = datetime.fromisoformat("2025-05-06T10:00:00+02:00")
    actions.tell(siri.pk, alliance=2, by=as_("ingunn"))
    assert experience.answers_of("alliance", then.year) == {}
