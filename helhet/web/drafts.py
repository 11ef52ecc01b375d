"""The draft of a form, kept at every keystroke."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from helhet.access import actions

_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "kladd", "password", "code"})
_LONGEST = 60_000


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed under the form's name; only its writer ever sees it."""
    form = request.POST.get("kladd", "")[:120]
    fields = {name: values if len(values) > 1 else values[0] for name, values in request.POST.lists() if name not in _NOT_KEPT}
    if not form or sum(len(str(value)) for value in fields.values()) > _LONGEST:
        return HttpResponse(status=413)
    actions.keep_draft(form, fields, by=request.actor)
    return HttpResponse(status=204)
