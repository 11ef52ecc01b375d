"""Answers held against the questionnaire they answer: every fault at once, and the values as they are kept.

Kept as JSON: a choice by its code, a whole number as a number, a decimal as text (exact), yes/no as true/false, words as
text. What is not answered is not there.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from helhet.organisation.rules import N_, Fault

from .questionnaire import Condition, Item, Kind, Operator, Questionnaire

Value = str | int | bool
Answers = Mapping[str, Value]

# The form speaks her language, whatever the page around it speaks.
YES_NO = {"nb": ("Ja", "Nei"), "nn": ("Ja", "Nei"), "en": ("Yes", "No")}
_TRUTH = {"true": True, "false": False}
_DIGITS = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,6})?")


def check(form: Questionnaire, raw: Mapping[str, object]) -> tuple[dict[str, Value], list[Fault]]:
    """The answers as they are kept, and everything that is wrong with them; a blank answer is no answer."""
    given = {link: value for link, value in raw.items() if value is not None and str(value).strip() != ""}
    known = {item.link: item for item in form.questions}
    faults = [Fault(link, N_("Skjemaet har ikke noe spørsmål «{link}»."), {"link": link}) for link in given if link not in known]
    answers: dict[str, Value] = {}
    for link, item in known.items():
        if link in given:
            read = _read(item, given[link])
            if isinstance(read, Fault):
                faults.append(read)
            else:
                answers[link] = read
    refused = {fault.field for fault in faults}
    faults += [fault for fault in _fits(form, answers) if fault.field not in refused]
    return answers, faults


def _fits(form: Questionnaire, answers: Answers) -> Iterator[Fault]:
    """Questions that must be answered and are not; answers to questions that do not apply."""
    applying = applies(form, answers)
    for item in form.questions:
        if item.link in answers and item.link not in applying:
            yield Fault(item.link, N_("Spørsmålet gjelder ikke, ut fra svarene før. Ta bort svaret, eller rett det som kom før."))
        if item.required and item.link in applying and item.link not in answers:
            yield Fault(item.link, N_("Svar på dette spørsmålet."))


def _read(item: Item, raw: object) -> Value | Fault:
    if item.kind == Kind.CHOICE:
        option = item.option(str(raw))
        return option.code if option else Fault(item.link, N_("Velg ett av svarene."))
    if item.kind == Kind.BOOLEAN:
        found = raw if isinstance(raw, bool) else _TRUTH.get(str(raw))
        return Fault(item.link, N_("Velg ja eller nei.")) if found is None else found
    if item.kind == Kind.TEXT:
        return _text(item, str(raw))
    return _number(item, str(raw).strip())


def _text(item: Item, raw: str) -> str | Fault:
    text = raw.strip()
    if len(text) > item.longest:
        return Fault(item.link, N_("Teksten er på {count} tegn. Det er plass til {most}."), {"count": len(text), "most": item.longest})
    if "\x00" in text:
        return Fault(item.link, N_("Teksten har et tegn som ikke kan lagres. Skriv den på nytt."))
    return text


def _number(item: Item, raw: str) -> Value | Fault:
    if item.kind == Kind.INTEGER:
        number = Decimal(raw) if _DIGITS.fullmatch(raw) else None
    else:
        number = Decimal(raw.replace(",", ".")) if _DECIMAL.fullmatch(raw) else None
    if number is None:
        return Fault(item.link, N_("Skriv et helt tall.") if item.kind == Kind.INTEGER else N_("Skriv et tall, for eksempel 3,5."))
    if (item.low is not None and number < item.low) or (item.high is not None and number > item.high):
        return Fault(item.link, N_("Tallet skal være fra {low} til {high}."), {"low": _shown(item.low), "high": _shown(item.high)})
    return int(number) if item.kind == Kind.INTEGER else str(number)


def _shown(number: Decimal | None) -> str:
    return "…" if number is None else f"{number:f}".replace(".", ",")


def applies(form: Questionnaire, answers: Answers) -> set[str]:
    """The questions that apply, given the answers: their own conditions and those of the groups around them hold."""
    questions = {item.link: item for item in form.questions}
    return {
        item.link for item, around in form.walk()
        if item.is_question and all(_holds(one, questions, answers) for one in (*around, item))
    }  # fmt: skip


def _holds(item: Item, questions: Mapping[str, Item], answers: Answers) -> bool:
    if not item.conditions:
        return True
    held = [_true(one, questions.get(one.question), answers) for one in item.conditions]
    return any(held) if item.any_condition else all(held)


def _true(condition: Condition, question: Item | None, answers: Answers) -> bool:
    answered = condition.question in answers
    if condition.operator == Operator.EXISTS:
        return answered == bool(condition.answer)
    if not answered or question is None:
        return False
    given = answers[condition.question]
    if question.kind not in (Kind.INTEGER, Kind.DECIMAL):
        return (given == condition.answer) == (condition.operator == Operator.EQUAL)
    return _compares(Decimal(str(given)), condition.operator, Decimal(str(condition.answer)))


def _compares(given: Decimal, operator: Operator, asked: Decimal) -> bool:
    return {
        Operator.EQUAL: given == asked, Operator.NOT_EQUAL: given != asked, Operator.MORE: given > asked,
        Operator.LESS: given < asked, Operator.AT_LEAST: given >= asked, Operator.AT_MOST: given <= asked,
    }[operator]  # fmt: skip


def said(item: Item, value: object, language: str) -> str:
    """The answer as people read it, in the form's language: what the option says, yes or no, the number with a comma, the words."""
    if item.kind == Kind.CHOICE:
        option = item.option(value)
        return option.display if option else str(value)
    if item.kind == Kind.BOOLEAN:
        yes, no = YES_NO[language]
        return yes if value else no
    return str(value).replace(".", ",") if item.kind == Kind.DECIMAL else str(value)


def counts_for(item: Item, value: object) -> Decimal | None:
    """The number an answer counts for, if it counts."""
    if item.kind == Kind.CHOICE:
        option = item.option(value)
        return option.ordinal if option else None
    if item.kind == Kind.BOOLEAN:
        return Decimal(bool(value))
    try:
        return Decimal(str(value)) if item.kind in (Kind.INTEGER, Kind.DECIMAL) else None
    except InvalidOperation:
        return None


_WHEN = {
    Operator.EQUAL: "«{question}»: {answer}", Operator.NOT_EQUAL: N_("«{question}»: noe annet enn {answer}"),
    Operator.MORE: N_("«{question}»: mer enn {answer}"), Operator.LESS: N_("«{question}»: mindre enn {answer}"),
    Operator.AT_LEAST: N_("«{question}»: {answer} eller mer"), Operator.AT_MOST: N_("«{question}»: {answer} eller mindre"),
}  # fmt: skip


def told(condition: Condition, form: Questionnaire) -> Fault | None:
    """When the question applies, as a sentence with its values."""
    question = form.question(condition.question)
    if question is None:
        return None
    if condition.operator == Operator.EXISTS:
        reason = N_("«{question}»: er besvart") if condition.answer else N_("«{question}»: er ikke besvart")
        return Fault(condition.question, reason, {"question": question.text})
    answer = said(question, condition.answer, form.language)
    return Fault(condition.question, _WHEN[condition.operator], {"question": question.text, "answer": answer})
