"""Whatever is answered, a score stays within the range its file declares, and is there exactly when enough is answered."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from helhet.mapping.rules.answers import check
from helhet.mapping.rules.questionnaire import MissingAs, Questionnaire, Scoring, ScoringKind
from helhet.mapping.rules.reading import read
from helhet.mapping.rules.reading_scoring import possible
from helhet.mapping.rules.scoring import score
from tests.data.instruments import choice, file

KINDS = [ScoringKind.SUM, ScoringKind.MEAN, ScoringKind.TIMES]


@st.composite
def forms(draw: st.DrawFn) -> tuple[Questionnaire, Scoring]:
    """A form of one to six questions, some of which need not apply, and a score of them all."""
    same = draw(st.booleans())
    scale = st.lists(st.integers(-3, 6), min_size=2, max_size=5, unique=True)
    first = draw(scale)
    items: list[dict[str, Any]] = []
    for place in range(draw(st.integers(1, 6))):
        only = {}
        if items and draw(st.booleans()):
            code = items[0]["answerOption"][0]["valueCoding"]["code"]
            only = {"enableWhen": [{"question": "q0", "operator": "!=", "answerCoding": {"code": code.replace("-", "m")}}]}
        one = choice(f"q{place}", first if same else draw(scale), **only)
        for option in one["answerOption"]:
            option["valueCoding"]["code"] = option["valueCoding"]["code"].replace("-", "m")
        items.append(one)
    form, faults = read(file(*items))
    assert not faults
    missing_as = draw(st.sampled_from(MissingAs)) if same else MissingAs.ZERO
    kind = draw(st.sampled_from(KINDS))
    multiplier = draw(st.sampled_from(["-2", "4", "0.5"])) if kind == ScoringKind.TIMES else "1"
    one = Scoring(
        "total", "Sum", kind, tuple(item["linkId"] for item in items), Decimal(0), Decimal(1), Decimal(multiplier),
        may_miss=draw(st.integers(0, len(items) - 1)), missing_as=missing_as,
    )  # fmt: skip
    return form, one


@given(forms(), st.data())
def test_a_score_stays_within_its_range(made: tuple[Questionnaire, Scoring], data: st.DataObject) -> None:
    form, one = made
    raw = {
        item.link: data.draw(st.sampled_from(item.options)).code for item in form.questions if data.draw(st.booleans())
    }  # fmt: skip
    answers, faults = check(form, raw)
    for fault in faults:
        answers.pop(fault.field, None)
    found = score(one, form, answers)
    if found is not None:
        conditional = frozenset(item.link for item in form.questions if item.conditions)
        low, high = possible(one, {item.link: item for item in form.questions}, conditional)
        assert low - Decimal("0.001") <= found <= high + Decimal("0.001")
    if len(answers) == len(form.questions):
        assert found is not None
