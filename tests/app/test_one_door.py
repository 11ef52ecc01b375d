"""From the call to a case: registered, taken, answered, triaged."""

from datetime import date

import pytest

from helhet.access.log import LogEntry, verify
from helhet.cases import actions, queries, rules
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people import queries as people


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
