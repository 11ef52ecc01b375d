"""Agreements: who may keep them, what stands when something new is said, and what the record tells of them."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from helhet.cooperation import actions, queries
from helhet.cooperation.models import AgreementReview, ClauseStep
from helhet.demo.setesdal import tell_house
from helhet.demo.telling import Teller
from helhet.deviations import actions as deviations
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import Refused
from helhet.oversight import dialogue, yearly
from helhet.oversight.criteria import OF_MUNICIPALITIES
from helhet.oversight.verdicts import judge
from helhet.record.engines import ON, TABLES, Question
from tests.conftest import NOW, settled

TODAY = date(2026, 11, 10)


@pytest.fixture(scope="module")
def _told(stays):
    tell_house(Teller(stays, NOW))
    settled()
    return stays


@pytest.fixture
def told(_told, db):
    """The house with its agreements; each test's own rows are rolled back."""
    return _told


def _hospital(as_):
    return next(one for one in queries.agreements(as_("ingunn")) if one.kind == "hospital")


def test_everybody_who_works_there_sees_what_is_agreed_and_the_neighbour_does_not(told, as_) -> None:
    assert len(queries.agreements(as_("gunnhild"))) == 4
    assert queries.agreements(as_("liv")) == []
    assert queries.agreement(as_("liv"), _hospital(as_).pk) is None


def test_signed_is_not_followed_up(told, as_) -> None:
    standing = _hospital(as_).standing
    assert (standing.points, standing.lacking, standing.signed_only, standing.followed) == (13, 1, 6, 3)


def test_a_new_agreement_with_the_hospital_has_the_points_of_the_law(house, as_) -> None:
    made = actions.keep_agreement(None, kind="hospital", name="Ny", valid_from=TODAY, adopted={"4220": None}, by=as_("tone"))
    assert [one.point for one in made.clauses.all()] == [str(n) for n in range(1, 14)]
    assert made.review_on == date(2027, 11, 10)


def test_who_is_in_charge_of_no_party_may_not_write(told, as_) -> None:
    found = _hospital(as_)
    for who in ("ingunn", "liv"):
        with pytest.raises(Refused):
            actions.review(found, on=TODAY, who="Noen", found="Noe", next_on=None, by=as_(who))
    with pytest.raises(Refused):
        actions.keep_agreement(None, kind="gp", name="Vår", valid_from=TODAY, adopted={"4220": None}, by=as_("liv"))


def test_who_owns_a_point_says_how_far_it_has_come_and_nothing_else(told, as_) -> None:
    found = next(one for one in _hospital(as_).clauses.all() if one.point == "6")
    actions.take_step(found, state="in_routine", on=TODAY, note="", by=as_("hanne"))
    with pytest.raises(Refused):
        actions.take_step(found, state="agreed", on=TODAY, note="", by=as_("ingunn"))
    with pytest.raises(Refused):
        actions.keep_clause(found, agreement=found.agreement, words="Annet", owner=None, by=as_("hanne"))
    assert [step.state for step in ClauseStep.objects.filter(clause=found)] == ["agreed", "in_routine"]


def test_every_fault_of_a_step_is_said_at_once(told, as_) -> None:
    found = next(one for one in _hospital(as_).clauses.all() if one.point == "5")
    with pytest.raises(Refused) as refused:
        actions.take_step(found, state="followed_up", on=TODAY - timedelta(days=900), note=" ", by=as_("tone"))
    assert {fault.field for fault in refused.value.faults} == {"on", "note"}


def test_only_what_is_in_routine_is_followed_up(told, as_) -> None:
    """Else a point that is signed and nothing more would count as looked after the day somebody looked."""
    found = next(one for one in _hospital(as_).clauses.all() if one.point == "6")
    with pytest.raises(Refused) as refused:
        actions.take_step(found, state="followed_up", on=TODAY, note="Ingen bruker det.", by=as_("hanne"))
    assert [fault.field for fault in refused.value.faults] == ["state"]
    actions.take_step(found, state="in_routine", on=TODAY, note="", by=as_("hanne"))
    actions.take_step(found, state="followed_up", on=TODAY, note="Det virker.", by=as_("hanne"))


def test_what_was_said_stands_whoever_asks_the_database(told) -> None:
    for rows in (ClauseStep.objects.all(), AgreementReview.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(by_name="En annen")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.first().delete()


def _verdicts() -> dict[tuple[str, str], str]:
    asked = Question(judge(TABLES, TODAY, OF_MUNICIPALITIES, day=ON))
    rows = asked.ask(on=TODAY)
    assert all(row["person"] is None for row in rows)
    return {(row["criterion"], row["municipality"]): row["state"] for row in rows if row["criterion"] not in ("KO-4b", "AV-2a", "AV-2b")}


def test_the_live_record_is_judged_municipality_by_municipality(told) -> None:
    found = _verdicts()
    assert found["KO-4", "4220"] == "met"
    assert found["KO-4", "4224"] == "breached"  # Åseral has none
    assert found["KO-4a", "4219"] == "met"
    assert found["AV-1", "4222"] == "met"
    assert found["AV-1a", "4222"] == "met"
    assert found["AV-1", "4224"] == "cannot"
    assert found["AV-2", "4220"] == "breached"  # children and young people
    assert found["AV-3", "4220"] == "breached"  # the last of the nine points
    assert found["AV-3", "4224"] == "not_applicable"
    assert found["LE-1", "4220"] == "breached"  # two letters had no words
    assert found["LE-1", "4219"] == "cannot"
    assert (found["BO-1", "4221"], found["BO-1", "4222"]) == ("met", "cannot")
    assert (found["LE-3", "4219"], found["LE-3a", "4219"], found["LE-3b", "4219"]) == ("met", "met", "due")


def test_the_facts_of_the_dialogue_meeting_name_nobody_and_tell_no_small_number(told, as_) -> None:
    half = dialogue.last_half(as_("tone").on)
    assert (half, half.before, half.before.before) == (dialogue.Half(2026, 1), dialogue.Half(2025, 2), dialogue.Half(2025, 1))
    places, facts = dialogue.facts(as_("tone"), half)
    assert [one.pk for one in places] == ["4219", "4220", "4221", "4222"]
    assert len(facts) == len(dialogue.FACTS)
    assert dialogue.facts(as_("ingunn"), half)[0] == []
    with pytest.raises(ValueError, match="has not been"):
        dialogue.facts(as_("tone"), dialogue.Half(2026, 2))


def test_the_yearly_review_says_what_is_there_and_what_is_missing(told, as_) -> None:
    place = next(one for one in in_charge_of(as_("tone")) if one.pk == "4222")
    letters = {one.letter: one for one in yearly.prepared(as_("tone"), place, 2026)}
    assert list(letters) == list("abcdefg")
    assert [one.says for one in letters["b"].missing] == ["Behovet for boliger er ikke talt det siste året."]
    assert letters["c"].found
    assert any("er ikke gått gjennom" in one.says for one in letters["e"].missing)


def _review(as_, place: str, year: int) -> dict[str, yearly.Prepared]:
    municipality = next(one for one in in_charge_of(as_("tone")) if one.pk == place)
    return {one.letter: one for one in yearly.prepared(as_("tone"), municipality, year)}


def test_the_review_of_a_year_that_is_over_knows_nothing_that_came_after_it(told, as_) -> None:
    """Dwellings counted and a routine gone through in 2026 do not stand as evidence in 2025's review; 2025's own count does."""
    for year, number in ((2025, 3), (2026, 9)):
        place = next(one for one in in_charge_of(as_("tone")) if one.pk == "4222")
        actions.count_dwellings(place, on=date(year, 5, 4), ordinary=number, adapted=0, words="", by=as_("tone"))
    told = _review(as_, "4222", 2025)
    assert [one.values["ordinary"] for one in told["b"].found] == [3]
    assert [one.values["year"] for one in told["b"].found] == [2025]
    assert not told["c"].found, "the routine was gone through on 14 January 2026"
    assert [one.values["year"] for one in told["c"].missing] == [2026]
    assert any("slik de er skrevet nå" in one.says for one in told["a"].found)
    assert [one.values["ordinary"] for one in _review(as_, "4222", 2026)["b"].found] == [9]
    assert not any("slik de er skrevet nå" in one.says for one in _review(as_, "4222", 2026)["a"].found)


def test_words_about_experience_are_missing_until_they_are_written(told, as_) -> None:
    place = next(one for one in in_charge_of(as_("tone")) if one.pk == "4219")
    assert any(one.says.startswith("Skriv hva brukerne") for one in _review(as_, "4219", 2026)["g"].missing)
    deviations.write_year(place, year=2026, words={"g": "Åpningstiden ble flyttet etter det brukerne sa."}, by=as_("tone"))
    assert not any(one.says.startswith("Skriv hva brukerne") for one in _review(as_, "4219", 2026)["g"].missing)
