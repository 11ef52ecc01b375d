"""What follows from a need.

When plan and coordinator are owed, and when help needs a written decision.
"""

from helhet.cases import rules
from tests.drawn import drawn, yes


@drawn
def test_plan_and_coordinator_are_owed_for_a_need_that_is_both_long_term_and_coordinated(
    long_term: str, coordinated: str, owed: str
) -> None:
    """Both must be true of the same need (helse- og omsorgstjenesteloven §§ 7-1 and 7-2).

    | long term | coordinated | owed |
    | --- | --- | --- |
    | yes | yes | plan, coordinator |
    | yes | no | – |
    | no | yes | – |
    | no | no | – |
    """
    found = rules.offers_owed([(yes(long_term), yes(coordinated))])
    assert (", ".join(found) or "–") == owed


def test_two_needs_do_not_add_up_to_one_right() -> None:
    """A long-term need here and a coordinated one there give no right by themselves."""
    assert rules.offers_owed([(True, False), (False, True)]) == ()


@drawn
def test_some_help_needs_a_written_decision(basis: str, expected_days: str, decision: str) -> None:
    """It depends on what the help stands on, and for some on how long it is expected to last (pasient- og brukerrettighetsloven § 2-7).

    `–` under expected days: not known, and then the decision is made.

    | basis | expected days | decision |
    | --- | --- | --- |
    | hol-3-2-4 | – | no |
    | hol-3-2-6a | – | yes |
    | hol-3-2-6a | 14 | no |
    | hol-3-2-6a | 15 | yes |
    | hol-7-1 | – | no |
    | sotjl-27 | 3 | yes |
    | bosl-6 | – | yes |
    | none | – | no |
    """
    days = None if expected_days == "–" else int(expected_days)
    assert rules.needs_decision(rules.LEGAL_BASES[basis], expected_days=days) is yes(decision)
