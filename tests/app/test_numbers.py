"""A number that is not hers any more: one that was replaced still finds her, one that was wrong never does."""

import pytest

from helhet.access.policy import NotVisible
from helhet.organisation.rules import Refused
from helhet.people import actions, queries
from helhet.people.models import Identifier
from tests.siri import known

HERS = "02848812393"


@pytest.fixture
def siri(house, as_):
    """Siri, known by one number."""
    person = known(house, as_("ingunn")).person
    actions.add_identifier(person, HERS, by=as_("ingunn"))
    return person


def end(siri, by, ended_as: str) -> Identifier:
    number = Identifier.objects.get(person=siri)
    actions.end_identifier(number, ended_as=ended_as, by=by)
    return number


@pytest.mark.parametrize(("ended_as", "found"), [("replaced", 1), ("wrong", 0)])
def test_only_one_that_was_hers_still_finds_her(siri, house, as_, opening_for, ended_as, found) -> None:
    end(siri, as_("ingunn"), ended_as)
    assert len(queries.list_persons(opening_for("ingunn"), search=HERS)) == found
    another = known(house, as_("ingunn"), name="Ida Moen", born=HERS).person
    assert [one.pk for one, _ in queries.possible_duplicates(as_("ingunn"), another)] == [siri.pk] * found


@pytest.mark.parametrize(("ended_as", "opens"), [("replaced", True), ("wrong", False)])
def test_nor_does_a_wrong_one_open_her_record_in_an_emergency(siri, as_, ended_as, opens) -> None:
    end(siri, as_("ingunn"), ended_as)
    given = {"number": HERS, "reason": "Funnet bevisstløs, må vite medisiner", "by": as_("kari")}
    if opens:
        assert actions.emergency(**given).pk == siri.pk
    else:
        with pytest.raises(Refused):
            actions.emergency(**given)


def test_it_stands_with_its_day_and_holds_again_when_it_is_written_again(siri, as_, opening_for) -> None:
    number = end(siri, as_("ingunn"), "wrong")
    assert [(one.value, one.until, one.ended_as) for one in queries.identifiers_of(opening_for("ingunn"), siri.pk)] == [
        (HERS, as_("ingunn").at, "wrong")
    ]
    actions.add_identifier(siri, HERS, by=as_("ingunn"))
    number.refresh_from_db()
    assert (number.until, number.ended_as, Identifier.objects.count()) == (None, "", 1)


def test_it_needs_a_reason_and_somebody_who_may(siri, as_) -> None:
    with pytest.raises(Refused):
        end(siri, as_("ingunn"), "lost")
    with pytest.raises(NotVisible):
        end(siri, as_("liv"), "wrong")
    assert Identifier.objects.get(person=siri).until is None
