"""A questionnaire as a form: its questions in its own language and order, what was answered before beside each.

What is typed is checked in one place, the action (`mapping.rules.answers.check`), so every field here is plain text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext

from helhet.mapping import rules
from helhet.mapping.rules.answers import YES_NO, said, told
from helhet.mapping.rules.questionnaire import Item, Kind, Option, Questionnaire
from helhet.organisation.rules import N_

from .forms import Choices, Day, Form, Words


class MappingForm(Form):
    """Who answers and when; the questions come from the questionnaire."""

    answered_by = forms.ChoiceField(label=N_("Hvem svarer?"), choices=rules.ANSWERED_BY_NAMES.items(), widget=Choices)
    on = forms.DateField(label=N_("Når?"), widget=Day())
    words = forms.CharField(label=N_("Er det noe mer?"), required=False, max_length=4000, widget=Words(3))


def form_for(form: Questionnaire) -> type[MappingForm]:
    """The form of this questionnaire."""
    fields = {item.link: forms.CharField(label=item.text, required=False) for item in form.questions}
    return type("QuestionnaireForm", (MappingForm,), fields)


@dataclass(frozen=True)
class Asked:
    """One question on the page: the field, the field for words beside it, what she answered last, and the steps of its scale."""

    item: Item
    bound: Any
    words: "Asked | None"
    before: rules.Given | None
    options: tuple[Option, ...]
    levels: list[tuple[str, list[Option]]]
    conditions: list[str]

    @property
    def lines(self) -> int:
        """How much room an answer in words gets."""
        return 2 if self.item.link.endswith(rules.WORDS) else 3


@dataclass
class PartShown:
    """A top-level group (or the questions outside groups): what it is called, what it holds, whether it was just saved."""

    link: str
    title: str
    lines: list[Any] = field(default_factory=list)  # Asked, or an Item that is only read
    is_saved: bool = False


def parts(form: Form, questionnaire: Questionnaire, before: Mapping[str, rules.Given], saved: Any) -> list[PartShown]:
    """The page's parts in order; `saved` is the response that was just kept, if it was one part of this form."""
    found: list[PartShown] = []
    for item, around in questionnaire.walk():
        top = around[0] if around else item
        if not found or (top.kind == Kind.GROUP and found[-1].link != top.link) or (top.kind != Kind.GROUP and found[-1].link):
            found.append(PartShown(top.link, top.text) if top.kind == Kind.GROUP else PartShown("", ""))
        if item is top and item.kind == Kind.GROUP:
            continue
        if not item.is_question:
            found[-1].lines.append(item)
        elif not _beside(item, questionnaire):
            found[-1].lines.append(_asked(form, questionnaire, item, before))
    for part in found:
        links = [line.item.link for line in part.lines if isinstance(line, Asked)]
        part.is_saved = saved is not None and any(link in saved.answers or link + rules.WORDS in saved.answers for link in links)
    return found


def _beside(item: Item, questionnaire: Questionnaire) -> bool:
    """True for the words that stand under the question they belong to."""
    return item.link.endswith(rules.WORDS) and questionnaire.question(item.link.removesuffix(rules.WORDS)) is not None


def _asked(form: Form, questionnaire: Questionnaire, item: Item, before: Mapping[str, rules.Given]) -> Asked:
    words = questionnaire.question(item.link + rules.WORDS)
    options = item.options or (_yes_no(questionnaire.language) if item.kind == Kind.BOOLEAN else ())
    steps = [(text, list(same)) for text, same in groupby(options, key=lambda one: one.display)]
    conditions = [fault for one in item.conditions if (fault := told(one, questionnaire))]
    return Asked(
        item=item, bound=form[item.link], words=_asked(form, questionnaire, words, {}) if words else None, before=before.get(item.link),
        options=options, levels=steps if len(steps) < len(options) else [],
        conditions=[gettext(one.reason).format(**one.values) for one in conditions],
    )  # fmt: skip


def _yes_no(language: str) -> tuple[Option, ...]:
    return tuple(Option(code, text, None) for code, text in zip(("true", "false"), YES_NO[language], strict=True))


def links_of(questionnaire: Questionnaire, part: str) -> set[str]:
    """The questions of one part; of all of them when no part is named."""
    return {
        item.link for item, around in questionnaire.walk() if item.is_question and (not part or any(one.link == part for one in around))
    }


def as_typed(answers: Mapping[str, object]) -> dict[str, str]:
    """Kept answers as they would be typed in the form."""
    return {link: str(value).lower() if isinstance(value, bool) else str(value) for link, value in answers.items()}


def typed(form: Form) -> dict[str, str]:
    """What was typed in the form, field by field, as a draft keeps it."""
    return {name: form.data[name] for name in form.fields if name in form.data}


def answered(questionnaire: Questionnaire, answers: Mapping[str, object]) -> list[tuple[str, list[tuple[Item, str, str, str]]]]:
    """What was answered, part by part: (title, [(question, code of a scale, what it says, words)])."""
    found: dict[str, list[tuple[Item, str, str, str]]] = {}
    for title, item in _answered(questionnaire, answers):
        words = str(answers.get(item.link + rules.WORDS, ""))
        value = answers.get(item.link)
        says = said(item, value, questionnaire.language) if value is not None else ""
        found.setdefault(title, []).append((item, str(value) if item.is_scale and value is not None else "", says, words))
    return list(found.items())


def _answered(questionnaire: Questionnaire, answers: Mapping[str, object]) -> Iterator[tuple[str, Item]]:
    for item, around in questionnaire.walk():
        given = item.link in answers or item.link + rules.WORDS in answers
        if item.is_question and given and not _beside(item, questionnaire):
            yield around[0].text if around else "", item
