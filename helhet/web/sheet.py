"""A page with several forms: at most one of them is sent, and only that one is bound, checked and done."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext

from helhet.access.policy import NotVisible

from .forms import Choices, Form, carried_out, kept

_BUTTONS = 6

Deed = Callable[[dict[str, Any], str], object]


class Sheet:
    """The forms of one page. Which was sent stands in `gjor`, and which row it is about in `rad` (templates/ui/sheet.html)."""

    def __init__(self, request: HttpRequest, draft: str = "") -> None:
        self.request = request
        self.draft = draft
        self.sent = request.POST.get("gjor", "") if request.method == "POST" else ""
        self.row = request.POST.get("rad", "")
        self._bound: Form | None = None
        # What was refused when only a button was pressed: it has no form of its own to stand in.
        self.refusal: Form | None = None
        self.result: Any = None

    def form(self, deed: str, kind: type[Form], row: object = "", **kwargs: Any) -> Form:
        """The form that does this (to this row): as it was sent, else as it was last typed when the page keeps drafts, else empty."""
        kwargs["auto_id"] = f"id_{deed}_{row}_%s" if row else f"id_{deed}_%s"
        is_sent = (deed, str(row)) == (self.sent, self.row)
        if is_sent:
            made = kind(self.request.POST, files=self.request.FILES, **kwargs) if self.request.FILES else kind(self.request.POST, **kwargs)
            self._bound = made
        elif self.draft and not row and self.request.method == "GET":
            made = kept(kind, self.request, f"{deed}:{self.draft}", **kwargs)
        else:
            made = kind(**kwargs)
        made.deed, made.row = deed, str(row)
        made.draft = f"{deed}:{self.draft}" if self.draft and not row else ""
        return made

    def did(self, *pressed: str, **deeds: Deed) -> bool:
        """Do what was sent, if its form holds; what the domain refuses stands in the form. True when it is done.

        `pressed` are the deeds that are a button alone; any other without its form was not offered on this page.
        """
        if self.sent not in deeds:
            return False
        deed, form = deeds[self.sent], self._bound
        if form is None and self.sent not in pressed:
            raise NotVisible
        # A button alone has no form for a refusal to stand in.
        asked = form if form is not None else Form({})
        if carried_out(asked, self.request, lambda data: deed(data, self.row)):
            self.result = asked.result
            return True
        if form is None:
            self.refusal = asked
        return False


def one_of(rows: Iterable[Any], key: str) -> Any:
    """The row with this key among those this actor was given. Raises `NotVisible`."""
    for row in rows:
        if str(row.pk) == key:
            return row
    raise NotVisible


def pick(form: Form, name: str, options: Sequence[tuple[str, str]]) -> None:
    """Fill a choice: few are visible buttons, many are a list with nothing chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    few = len(options) <= _BUTTONS
    field.widget = Choices() if few else forms.Select(attrs={"class": "ds-input"})
    field.widget.is_required = field.required
    if few:
        field.choices = list(options)
    else:
        field.choices = [("", gettext("Velg")), *options]
