"""What she is asked after a contact: our two questions, or the municipality's own instruments in their place."""

from collections.abc import Iterable
from typing import Any

from django import forms

from helhet.mapping import queries as mapping
from helhet.mapping.rules.after import answered
from helhet.mapping.rules.answers import YES_NO
from helhet.mapping.rules.questionnaire import Item, Kind
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.voice import rules

from .forms import Choices, Form, Ladder, Words

_STEPS = [(str(step), str(step)) for step in range(rules.LOWEST, rules.HIGHEST + 1)]
_SHORT = 3  # characters: steps of a scale, to stand side by side


def _answer(label: str, help_text: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=_STEPS, coerce=int, empty_value=None, required=False, widget=Ladder
    )  # fmt: skip


class FeedbackForm(Form):
    """The two questions and a few words; any of it may be left open."""

    life = _answer(N_("Hvordan er livet nå?"), N_("0 er så dårlig som det kan bli. 10 er så bra som det kan bli."))
    alliance = _answer(N_("Jobbet vi med det som er viktig for deg?"), N_("0 er ikke i det hele tatt. 10 er helt."))
    words = forms.CharField(label=N_("Noe du vil si?"), required=False, widget=Words(3))
    about = forms.ChoiceField(label=N_("Hva gjelder det?"), required=False, widget=Choices)


def form_for(language: str) -> tuple[type[FeedbackForm], list[Any]]:
    """The form in her language, and the instruments that stand in it in place of questions of ours."""
    asked = mapping.asked_after(language)
    if not asked:
        return FeedbackForm, []
    fields: dict[str, Any] = {}
    for one in asked:
        fields |= {question: None for question, _ in one.questionnaire.after}
        fields |= dict(_fields(one.name, one.questionnaire))
    made: type[FeedbackForm] = type("InstrumentFeedbackForm", (FeedbackForm,), dict(fields))
    left = [name for name in made.base_fields if name not in fields]
    made.base_fields = {name: made.base_fields[name] for name in (*(name for name, field in fields.items() if field), *left)}
    return made, asked


def _fields(name: str, questionnaire: Any) -> Iterable[tuple[str, forms.Field]]:
    """Each question as it is worded; what stands before it in the form, a heading or a line to read, stands before it here."""
    before: list[str] = []
    for item, _ in questionnaire.walk():
        if not item.is_question:
            before.append(item.text)
            continue
        yield f"{name}--{item.link}", _field(item, questionnaire.language, " ".join(before))
        before = []


def _field(item: Item, language: str, before: str) -> forms.Field:
    said: dict[str, Any] = {"label": f"{item.prefix} {item.text}".strip(), "help_text": before, "required": False}
    options = [(one.code, one.display) for one in item.options]
    if item.kind == Kind.BOOLEAN:
        options = list(zip(("true", "false"), YES_NO[language], strict=True))
    if options:
        scale = all(len(text) <= _SHORT for _, text in options) and item.kind != Kind.BOOLEAN
        return forms.ChoiceField(choices=options, widget=Ladder if scale else Choices, **said)
    if item.kind == Kind.TEXT:
        return forms.CharField(widget=Words(2), max_length=item.longest, **said)
    return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **said)


def taken(asked: Iterable[Any], data: dict[str, Any]) -> dict[str, Any]:
    """What was sent, as the action takes it: steps on the ladder, words, and the answers in each instrument. Refused with every fault."""
    kept, faults = [], []
    steps: dict[str, int | None] = {}
    for one in asked:
        mark = f"{one.name}--"
        found = answered(one.questionnaire, {key.removeprefix(mark): data.pop(key) for key in list(data) if key.startswith(mark)})
        faults += [Fault(f"{mark}{fault.field}", fault.reason, fault.values) for fault in found.faults]
        steps |= found.steps
        kept += [found.kept] if found.kept else []
    refuse_if_any(faults)
    return data | steps | {"by_instrument": kept}
