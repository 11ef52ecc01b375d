"""What holds for every page: headers, language, idle sign-out, who is asking, and the log written before anything is shown."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from helhet.access.log import Opening
from helhet.access.policy import NotVisible
from helhet.access.queries import actor_for

from . import clock

_logger = logging.getLogger("helhet.log")
Handler = Callable[[HttpRequest], HttpResponse]

# Pages for those who are not signed in. Everything else asks first (a guard test walks all URLs).
PUBLIC = frozenset(
    {
        "sign-in", "sign-in-code", "sign-in-as", "sign-in-link", "language", "print-size", "health",
        # What a share link opens asks for its code instead; a printed version says only whether it is the newest.
        "shared", "shared-manifest", "shared-file", "shared-answer", "paper-version",
        # What help there is, and whom to ring: about services, and about nobody.
        "treatment", "treatment-in",
        # A tablet that a worker has handed over: it asks two questions of whoever holds it.
        "unnamed-answer",
    }
)  # fmt: skip

# With a password for once, then with a password and no second factor yet (a demo asks for neither).
BEFORE_PASSWORD = PUBLIC | {"change-password", "sign-out"}
BEFORE_CODE = PUBLIC | {"second-factor", "sign-out"}

# An inspector reads what was drawn for her and nothing else: to her, no other page exists.
FOR_INSPECTORS = PUBLIC | {
    "my-day", "my-account", "change-password", "second-factor", "sign-out", "draft", "inspections", "inspection", "inspection-case",
    "inspection-case-pdf", "inspection-finding", "inspection-report", "inspection-report-pdf",
}  # fmt: skip

# A user council reads the sums: to it, no page that could hold a person exists.
FOR_COUNCILS = PUBLIC | {"my-day", "my-account", "change-password", "second-factor", "sign-out", "experiences"}
ONLY_FOR = {"inspector": FOR_INSPECTORS, "council": FOR_COUNCILS}

_CSP = "; ".join(
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "manifest-src 'self'",
    ]
)  # fmt: skip


def headers(get_response: Handler) -> Handler:
    """A strict content policy, and nothing about a person kept in a cache."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", _CSP)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response

    return handle


def language(get_response: Handler) -> Handler:
    """The language chosen on this machine, or brought here at sign-in from the account or its municipality; else bokmål."""

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            response = get_response(request)
        response.setdefault("Content-Language", code)
        return response

    return handle


def idle(get_response: Handler) -> Handler:
    """Sign out who has been away from the desk; the session is touched once a minute, not on every page.

    What is typed after that is still kept as her draft: nothing is shown for it, and only she sees it when she is back.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, seen = int(clock.now().timestamp()), request.session.get("seen", 0)
            if seen and now - seen > settings.IDLE_MINUTES * 60:
                if _name_of(request) == "draft":
                    return get_response(request)
                logout(request)
                return _to_sign_in(request, grunn="borte")
            if not 0 <= now - seen < 60:
                request.session["seen"] = now
        return get_response(request)

    return handle


def _to_sign_in(request: HttpRequest, **why: str) -> HttpResponse:
    """Sign in, and come back to the page: the one asked for, or the one whose form was sent."""
    onward = request.get_full_path() if request.method in ("GET", "HEAD") else _from_page(request)
    url = f"{reverse('sign-in')}?{urlencode({**why, 'neste': onward} if onward else why)}"
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _from_page(request: HttpRequest) -> str:
    """The page of our own that this was sent from."""
    where = urlsplit(request.headers.get("Referer", ""))
    return urlunsplit(("", "", where.path, where.query, "")) if where.netloc == request.get_host() else ""


def who_asks(get_response: Handler) -> Handler:
    """Give the view its actor and opening; seal the opening before the page leaves; turn «not visible» into 404."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = request.opening = None
        name = _name_of(request)
        if request.user.is_authenticated:
            request.actor = actor_for(request.user, at=clock.now())
            request.opening = Opening(request.actor, page=name or "")
            if first := _must_first(request, name):
                return redirect(first)
            if name not in ONLY_FOR.get(request.actor.kind, {name}):
                return not_found(request)
        elif name not in PUBLIC and not request.path.startswith(settings.STATIC_URL):
            return _to_sign_in(request)
        response = get_response(request)
        return _sealed(request, response)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # What was opened before the refusal, or before it broke, has not been shown.
        request.opening = None
        if isinstance(exception, NotVisible | Http404):
            return not_found(request, exception)
        return None

    handle.process_exception = process_exception  # type: ignore[attr-defined]  # Django looks for it on the function
    return handle


def _must_first(request: HttpRequest, name: str | None) -> str:
    """The page this account must pass before any other."""
    if settings.DEMO:
        return ""
    if request.user.password_until is not None:
        return "" if name in BEFORE_PASSWORD else "change-password"
    if request.session.get("by_link"):  # the link was in her hand and the code in her ear: both factors were asked for
        return ""
    return "" if request.user.is_verified() or name in BEFORE_CODE else "second-factor"


def _name_of(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None


def _sealed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Write the log; if that cannot be done, nothing of the page is shown."""
    if request.opening is not None:
        try:
            request.opening.seal()
        except Exception:  # whatever it was, the answer is the same: show nothing
            _logger.exception("The access log could not be written; the page was held back")
            return render(request, "frame/no_log.html", status=503)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """«Vi fant ikke siden», the same for what is not there and for what is not for you."""
    return render(request, "frame/not_found.html", status=404)


def form_too_old(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The form's token does not hold: most often the page was open while somebody signed in elsewhere in the browser."""
    return render(request, "frame/form_too_old.html", {"back": _from_page(request)}, status=403)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was asked makes no sense to us, and may not be repeated back."""
    return render(request, "frame/not_understood.html", status=400)


_PLAINLY_BROKEN = (
    "<!doctype html><html lang=nb><title>Helhet</title><h1>Noe gikk galt hos oss</h1><p>Ingenting du skrev, er sendt. Prøv igjen om litt."
)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke: said plainly, with nothing of what was asked; without the frame, when that is what broke."""
    try:
        return render(request, "frame/failed.html", status=500)
    except Exception:  # the database may be what is gone
        _logger.exception("The page that says something broke, broke")
        return HttpResponse(_PLAINLY_BROKEN, status=500)
