"""Mapping.

How answers become numbers, whose answer stands, and when to ask again.
"""

import json
from datetime import date
from decimal import Decimal
from uuid import uuid4

from helhet.mapping import rules
from helhet.mapping.rules.reading import read
from helhet.mapping.rules.scoring import conversations, scores
from tests.data.instruments import SHIPPED, choice, file, number, total, worded
from tests.drawn import day, drawn


def _form(held):
    form, faults = read(held)
    assert not faults, [f"{fault.field}: {fault}" for fault in faults]
    return form


def _answers(cell: str) -> dict[str, str]:
    """`2 1 – 3` are the answers to questions 1, 2, 3, 4; the third is not answered."""
    return {str(place): code for place, code in enumerate(cell.split(), start=1) if code != "–"}


@drawn
def test_a_shipped_structure_counts_as_its_form_does(form: str, answers: str, score: str, words: str, talk: str) -> None:
    """Codes as answered. `–` is not answered: then there is no score. *Talk* is the question that calls for a conversation now.

    | form | answers | score | words | talk |
    | --- | --- | --- | --- | --- |
    | phq-9 | 0 0 0 0 0 0 0 0 0 | 0 | Få plager | – |
    | phq-9 | 1 1 1 1 1 0 0 0 0 | 5 | Noen plager | – |
    | phq-9 | 0 0 0 0 0 0 0 0 1 | 1 | Få plager | 9 |
    | phq-9 | 3 3 3 3 3 3 3 3 3 | 27 | Svært mange plager | 9 |
    | phq-9 | 3 3 3 3 3 3 3 3 – | – | – | – |
    | gad-7 | 2 2 2 2 2 0 0 | 10 | En del plager | – |
    | who-5 | 5 5 5 5 5 | 100 | Trivsel over den lave grensen | – |
    | who-5 | 3 3 3 3 0 | 48 | Lav trivsel | – |
    | who-5 | 1 1 1 2 2 | 28 | Svært lav trivsel | – |
    | audit | 1 1 1 1 1 1 1 0 0 0 | 7 | Ved grensen som brukes for kvinner (6) eller over | – |
    | audit | 4 4 4 4 4 4 4 4 4 4 | 40 | Svært langt over grensene | – |
    | audit | 0 0 0 0 0 0 0 0 2 4 | 6 | Ved grensen som brukes for kvinner (6) eller over | – |
    | audit-c | 1 2 1 | 4 | Ved grensen som brukes for menn (4) eller over | – |
    | dudit | 1 0 0 0 0 0 0 0 0 0 0 | 1 | Under grensene som brukes | – |
    | dudit | 4 4 4 4 4 4 4 4 4 4 4 | 44 | Langt over grensene | – |
    """
    made = _form(worded(form))
    found = scores(made, _answers(answers)).get("total")
    assert (f"{found.normalize():f}" if found is not None else "–") == score
    assert (made.scorings[0].words(found) if found is not None else "–") == words
    assert (" ".join(one.question for one in conversations(made, _answers(answers))) or "–") == talk


@drawn
def test_a_score_is_made_as_it_is_declared(kind: str, multiplier: str, may_miss: str, missing_as: str, answers: str, score: str) -> None:
    """Four questions answered 0 to 4. When more are unanswered than the score allows, there is no score rather than a guess.

    | kind | multiplier | may miss | missing as | answers | score |
    | --- | --- | --- | --- | --- | --- |
    | sum | – | 0 | – | 1 2 3 4 | 10 |
    | sum | – | 0 | – | 1 2 3 – | – |
    | sum | – | 1 | mean | 1 2 3 – | 8 |
    | sum | – | 1 | zero | 1 2 3 – | 6 |
    | sum | – | 1 | mean | 1 2 – – | – |
    | sum | – | 3 | mean | – – – – | – |
    | mean | – | 0 | – | 1 2 3 4 | 2.5 |
    | mean | – | 1 | mean | 1 1 2 – | 1.333 |
    | mean | – | 1 | zero | 1 1 2 – | 1 |
    | times | 4 | 0 | – | 1 2 3 4 | 40 |
    | times | 2.5 | 1 | mean | 4 4 4 – | 40 |
    """
    ends = {"sum": (0, 16), "mean": (0, 4), "times": (0, 16 * float(multiplier) if multiplier != "–" else 0)}[kind]
    missing = {"allow": int(may_miss)} | ({"as": missing_as} if missing_as != "–" else {})
    more = {"multiplier": float(multiplier)} if multiplier != "–" else {}
    declared = total("1234", *ends) | {"kind": kind, "missing": missing} | more
    found = scores(_form(file(*(choice(link, range(5)) for link in "1234"), scoring=[declared])), _answers(answers)).get("total")
    assert (f"{found.normalize():f}" if found is not None else "–") == score


@drawn
def test_a_question_that_does_not_apply_counts_nothing(first: str, second: str, score: str) -> None:
    """The second question applies only when the first is more than 0; otherwise it need not be answered and adds nothing.

    | first | second | score |
    | --- | --- | --- |
    | 0 | – | 0 |
    | 2 | 3 | 5 |
    | 2 | – | – |
    """
    only = {"enableWhen": [{"question": "1", "operator": "!=", "answerCoding": {"code": "0"}}]}
    form = _form(file(choice("1", range(5)), choice("2", range(5), **only), scoring=[total("12", 0, 8)]))
    found = scores(form, _answers(f"{first} {second}")).get("total")
    assert (f"{found.normalize():f}" if found is not None else "–") == score


@drawn
def test_a_sum_is_looked_up_in_a_table(answer: str, value: str) -> None:
    """Kind `map`: what a form's own table says of each sum.

    | answer | value |
    | --- | --- |
    | 0 | 35 |
    | 1 | 42.5 |
    | 2 | 61 |
    """
    declared = total(["1"], 35, 61) | {"kind": "map", "table": {"0": 35, "1": 42.5, "2": 61}}
    assert scores(_form(file(choice("1", range(3)), scoring=[declared])), {"1": answer})["total"] == Decimal(value)


@drawn
def test_a_total_typed_in_stands_as_typed(typed: str, score: str) -> None:
    """A licensed paper form is filled in on paper; only its total is kept, to a tenth.

    | typed | score |
    | --- | --- |
    | 27.4 | 27.4 |
    | 40 | 40 |
    """
    form = _form(file(number("sum", 0, 40), scoring=[total(["sum"], 0, 40)]))
    assert scores(form, {"sum": typed})["total"] == Decimal(score)


@drawn
def test_her_own_answer_stands_before_a_judgement(answers: str, now: str, before: str) -> None:
    """Newest first, as (month and day, value, who answered). A worker's judgement stands only where she has not answered.

    | answers | now | before |
    | --- | --- | --- |
    | 11-03 8 person, 01-12 7 person | 8 | 7 |
    | 11-05 2 worker, 11-03 8 person, 01-12 7 together | 8 | 7 |
    | 11-05 2 worker, 01-12 4 worker | 2 | 4 |
    | 11-03 8 person, 11-03 6 person, 01-12 7 person | 8 | 7 |
    | 11-03 8 person | 8 | – |
    """
    given = []
    for one in answers.split(", "):
        on, value, who = one.split()
        given.append(rules.Given(uuid4(), value, "", "", "nb", date.fromisoformat(f"2026-{on}"), who, "Ingunn Austad"))
    found = rules.now_and_before(given)
    assert tuple(one.value if one else "–" for one in found) == (now, before)


@drawn
def test_life_areas_are_looked_at_within_a_month_and_again_after_half_a_year(opened: str, due: str, looked: str, again: str) -> None:
    """Local targets, not law: thirty days from when help began, and a question after 180 days.

    | opened | due | looked | again |
    | --- | --- | --- | --- |
    | 2026-10-01 | 2026-10-31 | 2026-10-20 | 2027-04-18 |
    | 2026-02-10 | 2026-03-12 | 2026-03-12 | 2026-09-08 |
    """
    assert rules.mapping_due(date.fromisoformat(opened)) == day(due)
    assert rules.look_again(date.fromisoformat(looked)) == day(again)


def test_the_eight_life_areas_ask_what_is_good_first() -> None:
    """Resources come before problems: the first four questions are what she is good at, likes, has been helped by, and who matters."""
    form = _form(json.loads((SHIPPED / "livsomrader.nb.json").read_text(encoding="utf-8")))
    assert tuple(item.link for item in form.questions[:4]) == rules.RESOURCES
