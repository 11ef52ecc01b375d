"""How we do it here, to be read by everybody who works here: what is in use, and since when. Who leads writes it (`comparison`)."""

from django.http import HttpRequest, HttpResponse

from helhet.organisation.queries import led_by
from helhet.statistics import exchange
from helhet.statistics.sharing import KIND_NAMES

from . import doors, improving


def how_we_do(request: HttpRequest) -> HttpResponse:
    """Routines, templates and the rest that is in use where she works; a draft is not."""
    by = doors.worker(request)
    page = {"practices": exchange.in_use(by), "kinds": KIND_NAMES, "leads": bool(led_by(by))}
    return improving.page(request, "cooperation/how_we_do.html", "how-we-do", **page)
