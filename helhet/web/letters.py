"""Messages from outside: those nobody is tied to, one message field by field, and the file as it came."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import NotVisible, may_write
from helhet.access.rules import Part
from helhet.handover import actions, queries
from helhet.handover.rules import KIND_NAMES, OUTCOME_NAMES, SETTLED_NAMES, SHOWN_BY_STAY, Outcome, patient_in, reasons_in
from helhet.organisation.rules import N_
from helhet.people import queries as people

from .forms import Form, Words, carried_out
from .person import around


def messages(request: HttpRequest) -> HttpResponse:
    """What the actor's unit must find out whose it is, and what lies there settled."""
    opening = request.opening
    waiting, done = queries.unresolved(opening), queries.settled(opening)
    for one in [*waiting, *done]:
        one.patient = patient_in(one.content)
    return render(
        request, "handover/messages.html",
        {"waiting": waiting, "done": done, "kinds": KIND_NAMES, "outcomes": OUTCOME_NAMES, "settled": SETTLED_NAMES, "place": "day"},
    )  # fmt: skip


class TieForm(Form):
    """Whose it is: a person says so."""

    person = forms.ChoiceField(label=N_("Hvem gjelder meldingen?"), widget=forms.RadioSelect)
    keep_numbers = forms.BooleanField(
        label=N_("Husk nummeret i meldingen, så neste melding finner fram selv"), required=False, initial=True
    )


class RegisterForm(Form):
    """Somebody new, from what the message says."""

    municipality = forms.ChoiceField(label=N_("Bor i"), widget=forms.RadioSelect)


class AsideForm(Form):
    """Not ours."""

    why = forms.CharField(label=N_("Hvorfor er den ikke vår?"), max_length=200, widget=Words(2, hers=False))


def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message: every field, what became of it, and, when nobody is tied to it, finding out who it is about."""
    found = queries.open_message(request.opening, message_id)
    page: dict[str, Any] = around(request, found.person_id, "stays") if found.person_id else {"place": "day"}
    may = bool(found.person_id) and may_write(request.actor, found.person_id, Part.HANDOVER)
    resolving = _resolving(request, found) if not found.person_id and _is_open(found) else {}
    if request.method == "POST" and _done(request, found, resolving, may):
        return redirect("message", found.pk)
    return render(
        request, "handover/message.html",
        page | resolving | {
            "letter": found, "kind": KIND_NAMES[found.kind],
            "needs_reading": may and found.read_at is None and found.kind not in SHOWN_BY_STAY,
            "reasons": reasons_in(found.reasons), "kinds": KIND_NAMES,
            "outcome": OUTCOME_NAMES[Outcome(found.outcome)], "settled": SETTLED_NAMES.get(found.settled),
            "sections": found.content.get("fields", []),
        },
    )  # fmt: skip


def _is_open(found: Any) -> bool:
    waits = found.outcome in (Outcome.UNKNOWN_PERSON, Outcome.UNKNOWN_SERVICE, Outcome.ACCEPTED, Outcome.COPY)
    return waits and not found.settled and not found.taken_back


def _resolving(request: HttpRequest, found: Any) -> dict[str, Any]:
    """Suggestions and search, each person once, and the three forms."""
    opening, search = request.opening, request.GET.get("q", "").strip()[:80]
    suggested = queries.suggestions(opening, found)
    hits = people.list_persons(opening, search=search, limit=20) if search else []
    keys = {str(one.person.pk) for one in suggested}
    choices = [(str(one.person.pk), one.person.name) for one in suggested]
    choices += [(str(row["pk"]), f"{row['given']} {row['family']}") for row in hits if str(row["pk"]) not in keys]
    posted = request.POST.get("person")
    if posted and posted not in dict(choices) and (person := _seen(request, posted)):
        choices.append((posted, person.name))
    places = queries.municipalities_of(request.actor)
    doing = request.POST.get("gjor")
    made = {name: kind(request.POST if doing == name else None) for name, kind in _FORMS.items()}
    made["tie"].fields["person"].choices = choices
    made["register"].fields["municipality"].choices = [(one.pk, one.name) for one in places]
    return {
        "suggested": suggested, "hits": [row for row in hits if str(row["pk"]) not in keys], "search": search, "forms": made,
        "patient": patient_in(found.content), "places": places,
    }  # fmt: skip


_FORMS: dict[str, type[Form]] = {"tie": TieForm, "register": RegisterForm, "aside": AsideForm}


def _seen(request: HttpRequest, key: str) -> Any:
    """The person by key, if this actor may see her; a search is not sent along with the answer."""
    try:
        return people.open_person(request.opening, UUID(key))
    except (ValueError, NotVisible):
        return None


def _done(request: HttpRequest, found: Any, resolving: dict[str, Any], may: bool) -> bool:
    doing = request.POST.get("gjor", "")
    if doing == "read" and may:
        actions.mark_read(found, by=request.actor)
        return True
    form = resolving.get("forms", {}).get(doing)
    if form is None:
        raise NotVisible
    return carried_out(form, request, lambda data: _SETTLE[doing](request, found, data, resolving))


def _tie(request: HttpRequest, found: Any, data: dict[str, Any], resolving: dict[str, Any]) -> None:
    person = people.open_person(request.opening, UUID(data["person"]))
    actions.tie(found, person, keep_numbers=data["keep_numbers"], by=request.actor)
    notes.success(request, gettext("Meldingen er koblet til {name}.").format(name=person.name))


def _register(request: HttpRequest, found: Any, data: dict[str, Any], resolving: dict[str, Any]) -> None:
    place = next(one for one in resolving["places"] if one.pk == data["municipality"])
    person = actions.register(found, municipality=place, by=request.actor)
    notes.success(request, gettext("{name} er registrert, og meldingen er koblet.").format(name=person.name))


def _aside(request: HttpRequest, found: Any, data: dict[str, Any], resolving: dict[str, Any]) -> None:
    actions.set_aside(found, why=data["why"], by=request.actor)
    notes.success(request, gettext("Meldingen er lagt bort."))


_SETTLE: dict[str, Callable[..., None]] = {"tie": _tie, "register": _register, "aside": _aside}


def original(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The file as it came: downloaded, never shown by the browser."""
    file, content = queries.original(request.opening, message_id)
    return _download(content, file, "application/octet-stream")


def attachment(request: HttpRequest, message_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A file that was sent inside a message: downloaded, never shown by the browser."""
    found = queries.open_attachment(request.opening, message_id, attachment_id)
    ending = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt"}.get(found.media_type, "")
    name = found.name if found.name.lower().endswith(ending) else f"{found.name}{ending}"
    return _download(bytes(found.content), name, "application/octet-stream")


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Whatever a stranger called it, the name is letters, digits and a dot."""
    safe = re.sub(r"[^\w.\-]+", "-", name, flags=re.ASCII).strip("-.") or "melding"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{safe[:100]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
