"""The set of criteria is fit to be used; and a criterion that is not is told why in a sentence."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from helhet.oversight.criteria import ALL, OF_PERSONS
from helhet.oversight.due import FACTS
from helhet.oversight.rules import faults_in
from helhet.oversight.wording import WORDINGS
from helhet.record.schema import TABLES
from helhet.web.due import PLACES

SPEC = Path(__file__).resolve().parents[1] / "spec"
LOCALE = Path(__file__).resolve().parents[2] / "helhet" / "locale"


def _in_every_catalogue(text: str) -> bool:
    return all((found := catalogue.get(text)) and found.string for catalogue in CATALOGUES)


CATALOGUES = [read_po(path.open("rb")) for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))]
IP_7 = next(one for one in ALL if one.id == "IP-7")


def test_the_criteria_have_no_faults() -> None:
    assert [str(fault) for fault in faults_in(ALL, translated=_in_every_catalogue)] == []


def test_every_duty_about_a_person_is_drawn_as_a_table() -> None:
    drawn = "".join(path.read_text(encoding="utf-8") for path in SPEC.glob("test_duties*.py"))
    assert [one.id for one in ALL if one.about == "person" and f'said("{one.id}"' not in drawn] == []


def test_every_duty_about_a_person_has_words_that_lead_to_its_page_or_says_why_it_has_none() -> None:
    assert [one.id for one in OF_PERSONS if bool(one.silent) == (one.id in WORDINGS)] == []
    every = [(key, said) for key, steps in WORDINGS.items() for said in steps.values()]
    assert [key for key, said in every if said.kind not in PLACES or said.facts not in FACTS] == []
    assert set(WORDINGS) <= {one.id for one in OF_PERSONS}


def test_the_criteria_ask_for_tables_that_exist() -> None:
    assert {name for one in ALL for name in one.needs} <= set(TABLES)


@pytest.mark.parametrize(
    ("criteria", "reason"),
    [
        (
            [IP_7, replace(IP_7, since=date(2027, 1, 1))],
            "IP-7 has two versions for the same days: end one the day before the other begins.",
        ),
        ([replace(IP_7, basis=("IPF § 99",))], "IP-7 stands on IPF § 99, which oversight/law.py does not know."),
        ([replace(IP_7, since=date(2022, 7, 31))], "IP-7 is older than IPF § 9: it cannot begin before 2022-08-01."),
        ([replace(IP_7, until=date(2020, 1, 1))], "IP-7 ends before it begins."),
        ([replace(IP_7, title="Noe ingen har oversatt")], "IP-7 says «Noe ingen har oversatt», which is not in every catalogue."),
    ],
)
def test_a_criterion_that_is_wrong_says_why(criteria: list, reason: str) -> None:
    assert [str(fault) for fault in faults_in(criteria, translated=_in_every_catalogue)] == [reason]


def test_two_versions_may_follow_each_other() -> None:
    earlier, later = replace(IP_7, until=date(2026, 12, 31)), replace(IP_7, since=date(2027, 1, 1))
    assert faults_in([later, earlier], translated=_in_every_catalogue) == []
