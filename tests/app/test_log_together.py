"""Much done in one transaction is logged together: the same entries as one by one, or none."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from helhet.access import log
from helhet.cases import actions
from helhet.organisation.rules import Refused
from helhet.people import actions as people

LogEntry, Change = apps.get_model("access", "LogEntry"), apps.get_model("access", "Change")


@pytest.fixture
def even(house, as_):
    """Even Lien, who rang."""
    new = actions.NewEnquiry(name="Even Lien", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number="4220")
    return actions.register(new, by=as_("ingunn")).person


def deeds(person: Any, as_: Any) -> None:
    """Three changes by two."""
    people.change(person, telephone="40000138", by=as_("ingunn"))
    people.set_address(person, street="Heimvegen 4", postcode="4745", place="Bygland", by=as_("ingunn"))
    people.change(person, telephone="40000139", by=as_("tone"))


def told(person: Any, after: int) -> list[tuple[object, ...]]:
    """What the log and the history have of them."""
    entries = LogEntry.objects.filter(person_id=person.pk, number__gt=after).order_by("number")
    changes = Change.objects.filter(person_id=person.pk).values_list("by", "was", "became")
    return [*entries.values_list("actor_name", "role", "ground", "purpose", "verb", "note"), *sorted(changes, key=str)]


def test_together_says_the_same_as_one_by_one(even, as_) -> None:
    count = LogEntry.objects.filter(person_id=even.pk).count()
    with transaction.atomic():
        deeds(even, as_)
        one_by_one = told(even, count)
        transaction.set_rollback(True)
    even.refresh_from_db()
    with transaction.atomic(), log.together():
        deeds(even, as_)
        assert LogEntry.objects.filter(person_id=even.pk).count() == count
    assert told(even, count) == one_by_one
    assert len(one_by_one) == 5
    assert list(log.verify()) == []


def _broken_off(person: Any, as_: Any) -> None:
    with transaction.atomic(), log.together():
        deeds(person, as_)
        people.change(person, telephone="1", by=as_("ingunn"))


def test_when_it_breaks_nothing_is_logged_and_the_next_is_logged_at_once(even, as_) -> None:
    count = LogEntry.objects.count()
    with pytest.raises(Refused):
        _broken_off(even, as_)
    assert LogEntry.objects.count() == count
    even.refresh_from_db()
    people.change(even, telephone="40000140", by=as_("ingunn"))
    assert LogEntry.objects.count() == count + 1
