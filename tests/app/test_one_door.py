"""From the call to a case: registered, taken, answered, triaged."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from helhet.access.log import LogEntry, Opening, verify
from helhet.access.policy import OSLO
from helhet.cases import actions, queries, rules
from helhet.organisation.models import ServiceOffered
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people import queries as people
from helhet.record import live, schema
from tests.siri import account_for


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    """An instant in Norway."""
    return datetime(year, month, day, hour, tzinfo=OSLO)


@pytest.fixture
def enquiry(house, as_):
    """Even Lien's doctor rang."""
    new = actions.NewEnquiry(
        name="Even Lien", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number="4220", born="14.03.1992",
        from_whom="gp", telephone="400 00 138",
    )  # fmt: skip
    return actions.register(new, by=as_("ingunn"))


def test_it_is_registered_with_who_how_and_when(enquiry) -> None:
    assert (enquiry.person.given, enquiry.person.family, enquiry.person.born) == ("Even", "Lien", date(1992, 3, 14))
    assert enquiry.person.telephone == "40000138"


def test_every_fault_is_listed_and_nothing_is_written(house, as_) -> None:
    new = actions.NewEnquiry(name=" ", words="", unit=house.units["bygland"], municipality_number="4222", born="31.02.1992", telephone="12")
    with pytest.raises(Refused) as refused:
        actions.register(new, by=as_("ingunn"))
    assert {fault.field for fault in refused.value.faults} == {"name", "words", "municipality", "born", "telephone"}
    assert not LogEntry.objects.exists()


def test_the_unit_and_the_coordinating_unit_see_it_and_the_neighbour_does_not(enquiry, opening_for) -> None:
    for key, seen in (("ingunn", 1), ("tone", 1), ("gunnhild", 0), ("liv", 0)):
        assert len(people.list_persons(opening_for(key))) == seen, key


def test_triage_opens_a_case_at_the_lowest_level_that_helps(enquiry, house, as_, opening_for) -> None:
    services = queries.services_for("4220", pathway=2, actor=as_("ingunn"))
    assert [s.level_of_care for s in services] == sorted(s.level_of_care for s in services)
    actions.take(enquiry, by=as_("ingunn"))
    case = actions.triage(enquiry, service=services[1], pathway=2, reason="Trenger noen å snakke med ukentlig.", by=as_("ingunn"))
    assert case.opened_on == date(2026, 11, 10)
    opening = opening_for("ingunn")
    due = duties(opening)
    assert {one.kind for one in due} == {"enquiry", "children"}
    assert next(one for one in due if one.kind == "enquiry").by == rules.reply_due(date(2026, 11, 10))
    opening.seal()
    assert list(verify()) == []


def test_before_a_pathway_is_chosen_the_lowest_level_stands_first_and_what_is_full_stands_last(enquiry, house, as_) -> None:
    full = ServiceOffered.objects.create(
        unit=house.units["bygland"], name="Fullt", level_of_care=1, pathways="1", legal_basis="none", capacity=0,
    )  # fmt: skip
    full.serves.set(["4220"])
    services = queries.services_for("4220", actor=as_("ingunn"))
    assert [s.level_of_care for s in services[:-1]] == sorted(s.level_of_care for s in services[:-1])
    assert len({frozenset(s.pathways) for s in services}) > 1
    assert services[-1] == full
    assert [s.has_room for s in services] == [True] * (len(services) - 1) + [False]


def test_the_answer_does_not_take_the_place_of_word_of_when_it_comes(enquiry, as_, opening_for) -> None:
    """Received 10 November, word on the 12th that the answer comes by the 20th of December, answered on the 16th of December."""
    first = as_("ingunn", at(2026, 11, 12))
    actions.reply(
        enquiry, kind=rules.Reply.PRELIMINARY, text="Vi ser på det.", expected_on=date(2026, 12, 20), delay_reason="Ferie", by=first
    )  # fmt: skip
    last = as_("ingunn", at(2026, 12, 16))
    actions.help_on(enquiry, to="Fastlegen tar det.", by=last)
    replies = queries.replies_to(Opening(as_("tone", at(2026, 12, 16))), enquiry)
    assert [(one.kind, one.text, one.expected_on) for one in replies] == [
        ("preliminary", "Vi ser på det.", date(2026, 12, 20)), ("final", "Fastlegen tar det.", None),
    ]  # fmt: skip
    columns = [column.name for column in schema.TABLES["enquiry"].columns]
    (row,) = (dict(zip(columns, told, strict=True)) for told in live.rows("enquiry"))
    assert (row["replied_on"], row["reply_kind"]) == (date(2026, 11, 12), "preliminary"), "the month is kept by the first answer"
    assert (row["expected_on"], row["settled_on"]) == (date(2026, 12, 20), date(2026, 12, 16))
    assert row["sent_on"]


def test_a_letter_that_lay_over_the_weekend_came_on_the_day_it_came(house, as_) -> None:
    new = actions.NewEnquiry("Even Lien", "Hjelp", house.units["bygland"], "4220", channel="letter", received_on=date(2026, 11, 6))
    made = actions.register(new, by=as_("ingunn"))
    assert made.received_at == at(2026, 11, 6, 12)
    for wrong in (date(2026, 11, 11), date(2024, 11, 1)):
        with pytest.raises(Refused) as refused:
            actions.register(replace(new, received_on=wrong), by=as_("ingunn"))
        assert [fault.field for fault in refused.value.faults] == ["received_on"]


def test_an_answer_left_for_her_to_read_needs_somebody_who_can(enquiry, as_) -> None:
    said = {"kind": rules.Reply.FINAL, "text": "Kom på tirsdag.", "how": rules.ReplyHow.READS}
    with pytest.raises(Refused) as refused:
        actions.reply(enquiry, by=as_("ingunn"), **said)
    assert [fault.field for fault in refused.value.faults] == ["how"]
    account_for(enquiry.person, as_("ingunn"))
    assert actions.reply(enquiry, by=as_("ingunn"), **said).how == "reads"
