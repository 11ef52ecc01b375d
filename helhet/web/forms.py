"""How a form looks and answers: one field template for all, drafts kept, the domain's faults put where they belong."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from helhet.access import actions, queries
from helhet.organisation.rules import N_, Fault, InLanguages, Meanwhile, Refused, as_seen

from .rehearsal import faults_beside
from .templatetags.helhet import spoken

_FIRST_YEAR, _LAST_YEAR = 1890, 2150
_ROOM = 2**31 - 1
# How she said yes, when she did it here herself (kept as it was said, like every «how»).
ON_HER_PAGE = "på egen side"


class Renderer(TemplatesSetting):
    """Designsystemet's field around Django's own widgets (templates/ui/field.html)."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/form.html"


class Choices(forms.RadioSelect):
    """Up to six choices as visible buttons rather than a list."""

    template_name = "ui/choices.html"
    option_template_name = "ui/choice.html"


class Ladder(Choices):
    """Eleven steps from 0 to 10, two rows of them on a telephone."""

    template_name = "ui/ladder.html"


class ManyChoices(forms.CheckboxSelectMultiple):
    """The same where several may be chosen."""

    template_name = "ui/choices.html"
    option_template_name = "ui/choice.html"


class Day(forms.DateInput):
    """A day by the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Clock(forms.TimeInput):
    """A time of day by the browser's own picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class Words(forms.Textarea):
    """Room for the person's own words: set in their own type."""

    def __init__(self, rows: int = 3, *, hers: bool = True) -> None:
        super().__init__(attrs={"rows": rows, "class": "ds-input hh-say" if hers else "ds-input"})


class Form(forms.Form):
    """A form whose text is in bokmål msgids, translated when shown, and whose draft is kept under `draft`."""

    use_required_attribute = True
    draft: str = ""
    result: Any = None
    sent_before: bool = False
    base_fields: dict[str, forms.Field]
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            _dress(field)

    def take(self, refused: Refused) -> None:
        """Put what the domain refused at the fields it named; what names no field here stands at the top."""
        for fault in refused.faults:
            self.add_error(fault.field if fault.field in self.fields else None, said(fault))


class SharedForm(Form):
    """A form over what several write: what stood when its page was opened goes with it, so that nobody's word is written over unseen.

    Begin it with `beside(values)`. What another has changed meanwhile is told at the field; sent once more, what was read is known.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> dict[str, str] | None:
        """What stood, by field; None when nothing was said of it."""
        try:
            told = json.loads(self.cleaned_data["seen"])
        except ValueError:
            return None
        return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else None

    def take(self, refused: Refused) -> None:
        """The same, and what stands now is seen from here on."""
        super().take(refused)
        now = {fault.field: fault.stands for fault in refused.faults if isinstance(fault, Meanwhile)}
        if now:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = json.dumps({**(self.cleaned_data.get("seen") or {}), **now})


def beside(values: Mapping[str, Any]) -> dict[str, Any]:
    """The starting values of a shared form, and the same as what was seen."""
    return {**values, "seen": json.dumps({name: as_seen(value) for name, value in values.items()})}


def said(fault: Fault) -> str:
    """A fault in the reader's language, and what it holds: other faults, words of a file, figures with decimals."""
    return gettext(fault.reason).format(**{name: _value(one) for name, one in fault.values.items()})


def _value(one: object) -> object:
    if isinstance(one, Fault):
        return said(one)
    if isinstance(one, InLanguages):
        return spoken(one)
    return number_format(one) if isinstance(one, Decimal) else one


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if files else []


class FilesField(forms.FileField):
    """One file or several, chosen together."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each as a file alone is cleaned."""
        return [super(FilesField, self).clean(one, initial) for one in data or [None]]


def _dress(field: forms.Field) -> None:
    """Give the widget its class, and its text in the reader's language."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        field.choices = [(value, capfirst(gettext(str(label))) if label else "") for value, label in field.choices]
    for name in ("label", "help_text"):
        if text := getattr(field, name):
            setattr(field, name, gettext(str(text)))
    if not isinstance(field.widget, Choices | ManyChoices | forms.CheckboxInput) or isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs.setdefault("class", "ds-input")
    field.error_messages["required"] = gettext("Dette må fylles ut.")
    field.error_messages["invalid_choice"] = gettext("Velg en av mulighetene her.")
    if isinstance(field, forms.DateField):
        field.validators.append(_within_living_memory)
    elif isinstance(field, forms.IntegerField):
        field.validators.append(_holds)


def _within_living_memory(day: date) -> None:
    """A year typed wrong is asked for again: no deadline can be reckoned from the last day that a calendar has."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        said = gettext("Se på årstallet: det må være mellom {first} og {last}.")
        raise forms.ValidationError(said.format(first=_FIRST_YEAR, last=_LAST_YEAR))


def _holds(number: float | Decimal) -> None:
    """A number that a database has room for."""
    if not -_ROOM <= number <= _ROOM:
        raise forms.ValidationError(gettext("Tallet er for stort."))


def in_her_voice(form: Form, *not_asked: str, **labels: str) -> Form:
    """The form as she meets it herself: her own questions, and nothing that only somebody who writes for her is asked."""
    for name in not_asked:
        del form.fields[name]
    for name, label in labels.items():
        form.fields[name].label = gettext(label)
    return form


def kept(form: type[Form], request: HttpRequest, draft: str, **kwargs: Any) -> Form:
    """The form as sent, or as it was last typed: the draft wins over the starting values."""
    if request.method == "POST":
        made = form(request.POST, **kwargs)
    else:
        initial = {**kwargs.pop("initial", {}), **queries.draft_of(request.actor, draft)}
        made = form(initial=initial, **kwargs)
    made.draft = draft
    return made


def sent(form: Form, request: HttpRequest) -> None:
    """The form did its work: its draft goes."""
    actions.drop_draft(form.draft, by=request.actor)


_SENT_BEFORE = N_(
    "Se etter der det skal stå. Vil du endre det, gjør du det der. Er dette noe nytt, eller står det ikke der, så send en gang til."
)


class _SentBefore(Refused):
    """The same page sent the same form before."""


def _once(request: HttpRequest, deed: Callable[[], object]) -> object:
    """Do what one page sends once, also when it is pressed twice or come back to. Raises `Refused` the second time.

    A paper is fetched from a page that stays open, and may be fetched again.
    """
    mark = _mark_of(request)
    if mark and not actions.send_once(mark, by=request.actor):
        raise _SentBefore(Fault("", _SENT_BEFORE))
    stands = False
    try:
        made = deed()
        stands = not isinstance(made, HttpResponse)
    finally:
        if mark and not stands:
            actions.not_sent(mark, by=request.actor)
    return made


def _mark_of(request: HttpRequest) -> str:
    """Which form of which page: a page is known by its token against forgery, which is written in another way each time one is made."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    if not token or not request.user.is_authenticated:
        return ""
    which = "\n".join([token, request.path, request.POST.get("gjor", ""), request.POST.get("rad", "")])
    return sha256(which.encode()).hexdigest()[:40]


def carried_out(form: Form, request: HttpRequest, deed: Callable[[dict[str, Any]], object], *, beside: Iterable[Form] = ()) -> bool:
    """Do what a sent form asks for: the deed is given its answers. True when it is done; `form.result` is what the deed gave.

    What the form finds wrong and what the domain refuses stand in the form, told together. `beside` are the forms sent with
    it. When it is done, its draft is no longer needed, and the page it stood on does not send it again.
    """
    if request.method != "POST":
        return False
    others = list(beside)
    if not all([form.is_valid(), *(one.is_valid() for one in others)]):
        form.take(Refused(*faults_beside(form, deed, request, others)))
        return False
    try:
        form.result = _once(request, lambda: deed(dict(form.cleaned_data)))
    except Refused as refused:
        form.sent_before = isinstance(refused, _SentBefore)
        form.take(refused)
        return False
    if form.draft:
        sent(form, request)
    return True
