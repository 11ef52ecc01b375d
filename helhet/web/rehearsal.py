"""What the domain refuses in a form that is not whole: asked without writing, so that every fault is told at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, time
from itertools import islice
from traceback import walk_tb
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest

from helhet.access.log import Opening
from helhet.organisation.rules import Fault, Refused

# What may be said to a database without anything being changed by it.
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")
_TRIES = 6
_WORDS = "Dette er ikke skrevet ennå, men blir det."
_EARLY_AND_LATE: dict[type[forms.Field], tuple[Any, Any]] = {
    forms.DateField: (date(1900, 1, 1), date(2149, 12, 31)),
    forms.TimeField: (time(0, 0), time(23, 59)),
}

Deed = Callable[[dict[str, Any]], object]


class _WouldWrite(Exception):
    """The domain had nothing against it, and began to write."""


def faults_beside(form: forms.Form, deed: Deed, request: HttpRequest, beside: Iterable[forms.Form] = ()) -> tuple[Fault, ...]:
    """What the domain refuses in the answers that hold, whatever those that are missing or cannot be read turn out to be.

    The deed is tried with different answers in their place, in the forms `beside` too, and stops before it writes anything; what is
    refused every time is told.
    """
    sent = [form, *beside]
    holes = [{name: list(islice(_stand_ins(one, name), _TRIES)) for name in one.fields if name not in _held(one)} for one in sent]
    answers = [values for one in holes for values in one.values()]
    found: list[tuple[Fault, ...]] = []
    for turn in range(max(map(len, answers), default=1) if all(answers) else 0):
        with ExitStack() as trying:
            trying.enter_context(_nothing_kept(request))
            for one, there in zip(sent, holes, strict=True):
                trying.enter_context(_as_if_whole(one, {name: values[turn % len(values)] for name, values in there.items()}))
            found.append(_refused(deed, dict(form.cleaned_data)))
    always = [fault for fault in found[0] if all(fault in again for again in found)] if found else []
    return tuple(fault for fault in always if fault.field in form.fields and fault.field not in form.errors)


def _refused(deed: Deed, answers: dict[str, Any]) -> tuple[Fault, ...]:
    try:
        with transaction.atomic(), connection.execute_wrapper(_only_reading):
            deed(answers)
    except Refused as refused:
        return refused.faults
    except _WouldWrite as stopped:
        _put_back(stopped)
    except Exception:  # A deed may take for given what only a form that holds has; whole, it is carried out for real.
        pass
    return ()


@contextmanager
def _nothing_kept(request: HttpRequest) -> Iterator[None]:
    """What a deed opens is shown to nobody, and what it says of something that stood so already is not said: it was not done."""
    to_her, opening = messages.get_messages(request), getattr(request, "opening", None)
    request._messages = default_storage(request)
    request.opening = Opening(opening.actor, page=opening.page) if opening else None
    try:
        yield
    finally:
        request._messages, request.opening = to_her, opening


def _held(form: forms.Form) -> dict[str, Any]:
    """The answers that hold; a question that has not been put yet has none."""
    return getattr(form, "cleaned_data", {})


@contextmanager
def _as_if_whole(form: forms.Form, stand_ins: dict[str, Any]) -> Iterator[None]:
    """Every answer of the form, in its order, for as long as the deed is tried."""
    holds = _held(form)
    form.cleaned_data = {name: (holds | stand_ins)[name] for name in form.fields}
    try:
        yield
    finally:
        form.cleaned_data = holds


def _stand_ins(form: forms.Form, name: str) -> Iterator[Any]:
    """Answers that could stand where there is none: the choices, the ends of what may be said, some words."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        many = isinstance(field, forms.MultipleChoiceField)
        yield from (field.clean([key] if many else key) for key in _keys(field.choices))
    elif isinstance(field, forms.IntegerField):
        least, most = getattr(field, "min_value", None), getattr(field, "max_value", None)
        yield from map(field.to_python, (0 if least is None else least, 10**6 if most is None else most))
    elif type(field) in _EARLY_AND_LATE:
        yield from _EARLY_AND_LATE[type(field)]
    elif isinstance(field, forms.BooleanField):
        yield True
    elif isinstance(field, forms.CharField):
        yield _WORDS if form.has_error(name, "required") else str(form[name].value())


def _keys(choices: Any) -> Iterator[Any]:
    """The keys of what may be chosen, in groups or not; to choose nothing is no choice."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _keys(label)
        elif key not in ("", None):
            yield key


def _put_back(stopped: _WouldWrite) -> None:
    """The row that was to be saved is again as the database has it: the page that comes back shows what is."""
    for frame, _ in walk_tb(stopped.__traceback__):
        row = frame.f_locals.get("self")
        if frame.f_code is Model.save_base.__code__ and row is not None and not row._state.adding:
            row.refresh_from_db()


def _only_reading(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
    if not sql.lstrip().upper().startswith(_READS):
        raise _WouldWrite
    return execute(sql, params, many, context)
