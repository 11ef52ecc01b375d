"""Somebody who is known rings again: those who already may write about her put it where it belongs, and nobody else is told."""

import pytest

from helhet.access.models import CareRelation, Change, LogEntry
from helhet.access.policy import NotVisible
from helhet.cases import actions, queries
from helhet.cases.models import Enquiry
from helhet.organisation.rules import Refused
from helhet.people.models import Identifier, Person
from tests.reading import words_of

TOLD = {
    "from_whom": "person", "channel": "telephone", "name": "Siri Haugen", "born": "02.04.1988", "telephone": "", "may_call": "yes",
    "municipality": "4220", "words": "Det er tungt igjen.", "urgency": "days", "children": "unknown", "language": "nb",
    "person_knows": "yes",
}  # fmt: skip


@pytest.fixture
def her(house, as_) -> Person:
    """Siri rang for the first time, and Ingunn took it."""
    new = actions.NewEnquiry(
        name="Siri Haugen", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number="4220", born="02.04.1988",
        telephone="400 00 138",
    )  # fmt: skip
    first = actions.register(new, by=as_("ingunn"))
    actions.take(first, by=as_("ingunn"))
    return first.person


def _send(browse, who: str, **more: str):
    return browse(who).post("/henvendelser/ny/", TOLD | more)


def test_her_coordinator_is_asked_and_puts_it_in_her_record(her, browse) -> None:
    before = set(LogEntry.objects.values_list("pk", flat=True))
    asked = _send(browse, "ingunn")
    said = words_of(asked.content.decode())
    assert "Er det en av disse?" in said
    assert "Siri Haugen, født 2. april 1988, 400 00 138 (samme navn og fødselsdato)" in said
    assert Enquiry.objects.count() == 1, "nothing is written before she has answered"
    shown = [entry for entry in LogEntry.objects.exclude(pk__in=before) if entry.person_id == her.pk]
    assert ["person", str(her.pk)] in shown[0].documents
    answer = _send(browse, "ingunn", known=str(her.pk))
    assert (Person.objects.count(), Enquiry.objects.filter(person=her).count()) == (1, 2)
    assert answer["Location"] == f"/henvendelser/{Enquiry.objects.get(words=TOLD['words']).pk}/"


def test_she_may_say_that_it_is_another_with_the_same_name(her, browse) -> None:
    _send(browse, "ingunn", known="no")
    assert (Person.objects.count(), Enquiry.objects.filter(person=her).count()) == (2, 1)


def test_whoever_may_not_see_her_is_asked_nothing_and_makes_a_new_record(her, browse) -> None:
    answer = _send(browse, "gunnhild")
    assert (answer.status_code, Person.objects.count()) == (302, 2)
    assert Enquiry.objects.filter(person=her).count() == 1


def test_her_key_helps_nobody_who_may_not_write_about_her(her, house, as_, browse) -> None:
    new = actions.NewEnquiry(name="Siri Haugen", words="Hjelp", unit=house.units["ke"], municipality_number="4220")
    with pytest.raises(NotVisible):
        actions.register(new, known=her, by=as_("gunnhild"))
    _send(browse, "gunnhild", known=str(her.pk))
    assert Enquiry.objects.filter(person=her).count() == 1


def test_a_choice_that_was_not_offered_is_asked_again(her, browse) -> None:
    for answer in ("", "nonsense", "00000000-0000-0000-0000-000000000001"):
        assert "Er det en av disse?" in words_of(_send(browse, "ingunn", known=answer).content.decode())
    assert Enquiry.objects.count() == 1


def test_what_was_said_fills_what_was_blank_and_writes_over_nothing(her, house, as_) -> None:
    by = as_("ingunn")
    number = "02848812393"
    new = actions.NewEnquiry(
        name="Siri Anne Haugen", words="Igjen.", unit=house.units["bygland"], municipality_number="4220", born=number,
        telephone="400 00 139", may_call="no", interpreter="arabisk",
    )  # fmt: skip
    actions.register(new, known=her, by=by)
    her.refresh_from_db()
    assert (her.given, her.telephone, her.may_call, her.interpreter) == ("Siri", "40000138", "no", "arabisk")
    assert Identifier.objects.get(person=her).value == number
    said = Change.objects.filter(person=her, kind="person").latest("at")
    assert (said.was["given"], said.was["telephone"]) == ("Siri Anne", "40000139")
    actions.register(new, known=her, by=by)
    assert Identifier.objects.filter(person=her).count() == 1


def test_no_other_unit_learns_of_her_and_the_coordinating_unit_does_as_when_she_asks_herself(her, house, as_) -> None:
    by = as_("ingunn")
    CareRelation.objects.filter(person=her, staff=None).update(until=by.at)
    for unit, begun in (("bygland", 0), ("ke", 1)):
        new = actions.NewEnquiry(name="Siri Haugen", words="Igjen.", unit=house.units[unit], municipality_number="4220")
        actions.register(new, known=her, by=by)
        assert CareRelation.objects.filter(person=her, unit=house.units[unit], until=None).count() == begun, unit


def test_it_stands_on_the_day_of_whoever_helps_her(her, house, as_, opening_for) -> None:
    new = actions.NewEnquiry(name="Siri Haugen", words="Igjen.", unit=house.units["bygland"], municipality_number="4220")
    made = actions.register(new, known=her, by=as_("ingunn"))
    assert made in queries.inbox(opening_for("ingunn"))


def test_not_across_municipalities(her, house, as_) -> None:
    new = actions.NewEnquiry(name="Siri Haugen", words="Igjen.", unit=house.units["ke"], municipality_number="4221")
    with pytest.raises(Refused, match="annen kommune"):
        actions.register(new, known=her, by=as_("ingunn"))
