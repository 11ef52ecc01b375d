"""How long we have.

The days the law gives, and those the service has set for itself.
"""

from helhet.cases import rules
from helhet.organisation.rules import add_working_days
from helhet.people.rules import children_due
from tests.drawn import day, drawn


@drawn
def test_an_enquiry_is_answered_within_a_month(received: str, last_day: str) -> None:
    """An answer, or word of when it comes (forvaltningsloven § 11 a). A shorter month ends on its last day.

    | received | last day |
    | --- | --- |
    | 2026-11-10 | 2026-12-10 |
    | 2026-12-15 | 2027-01-15 |
    | 2027-01-31 | 2027-02-28 |
    | 2028-01-31 | 2028-02-29 |
    | 2026-10-31 | 2026-11-30 |
    """
    assert rules.reply_due(day(received)) == day(last_day)


@drawn
def test_the_limit_for_complaining_follows_the_legal_basis(basis: str, told: str, last_day: str) -> None:
    """Four weeks under pasient- og brukerrettighetsloven § 7-5, three under forvaltningsloven § 29, from the day she was told.

    | basis | told | last day |
    | --- | --- | --- |
    | hol-3-2-6a | 2026-11-10 | 2026-12-08 |
    | hol-7-2 | 2026-11-10 | 2026-12-08 |
    | sotjl-27 | 2026-11-10 | 2026-12-01 |
    | bosl-6 | 2026-11-10 | 2026-12-01 |
    """
    assert rules.complaint_limit(rules.LEGAL_BASES[basis], notified_on=day(told)) == day(last_day)


@drawn
def test_a_no_is_asked_again(answer: str, answered: str, again: str) -> None:
    """A year after a no, three months after «ikke nå», unless she names a day. The product's own targets, not law.

    | answer | answered | again |
    | --- | --- | --- |
    | yes | 2026-11-10 | – |
    | no | 2026-11-10 | 2027-11-10 |
    | later | 2026-11-10 | 2027-02-08 |
    """
    assert rules.offer_again(rules.Answer(answer), answered_on=day(answered)) == day(again)


@drawn
def test_the_question_of_children_is_asked_early_and_every_year(first_helped: str, last_asked: str, due: str) -> None:
    """The law asks for it without undue delay (helsepersonelloven § 10 a); two weeks and a year are the product's own targets.

    | first helped | last asked | due |
    | --- | --- | --- |
    | 2026-11-10 | – | 2026-11-24 |
    | 2025-03-01 | 2026-03-20 | 2027-03-20 |
    """
    found = children_due(first_helped=day(first_helped), last_asked=day(last_asked))
    assert found == day(due)


@drawn
def test_working_days_pass_over_weekends_and_holidays(begins: str, days: str, ends: str) -> None:
    """Norwegian public holidays; 17 May is a Monday in 2027.

    | begins | days | ends |
    | --- | --- | --- |
    | 2026-11-10 | 1 | 2026-11-11 |
    | 2026-11-13 | 1 | 2026-11-16 |
    | 2026-12-23 | 2 | 2026-12-28 |
    | 2027-05-14 | 1 | 2027-05-18 |
    | 2026-11-16 | -1 | 2026-11-13 |
    """
    assert add_working_days(day(begins), int(days)) == day(ends)
