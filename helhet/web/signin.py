"""Signing in: a password and a second factor; in a demo, as any of the cast. And leaving, and the language to read in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST
from django_otp import devices_for_user
from django_otp import login as otp_login
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from helhet.access import actions, queries
from helhet.organisation.rules import N_

from . import clock
from .forms import Form
from .frame import LARGE, PRINT_COOKIE

_BACKEND = "helhet.web.backend.Accounts"
_CODE_WITHIN = 600  # seconds from the password to the code
_FEW_CODES = 3
_A_YEAR = 31_536_000


class SignInForm(Form):
    """Name and password."""

    username = forms.CharField(label=N_("Brukernavn"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=N_("Passord"), max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class CodeForm(Form):
    """The code from the telephone, or one of the written-down ones."""

    code = forms.CharField(
        label=N_("Kode"), max_length=20, help_text=N_("Seks sifre fra kodeappen, eller en av engangskodene du fikk."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none"}),
    )  # fmt: skip


def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then the code. In a demo the cast stands beside."""
    if request.user.is_authenticated and not settings.DEMO:
        return redirect(safe(request, request.GET.get("neste", "")))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if account is not None:
            return _after_password(request, account)
        form.add_error(None, gettext("Brukernavn eller passord er feil, eller kontoen er stengt i et kvarter etter fem feil."))
    away = request.GET.get("grunn") == "borte"
    cast = queries.cast_accounts() if settings.DEMO else []
    return render(request, "frame/sign_in.html", {"form": form, "cast": cast, "away": away})


def _after_password(request: HttpRequest, account: Any) -> HttpResponse:
    """On to the code; with no second factor yet, on to setting one up and to nothing else."""
    onward = safe(request, request.GET.get("neste", ""))
    if not any(devices_for_user(account)):
        return let_in(request, account, onward)
    # The waiting is bound to a key nobody knew before the password was right.
    request.session.cycle_key()
    request.session["waiting"] = {"account": str(account.pk), "next": onward, "at": clock.now().timestamp()}
    response = redirect("sign-in-code")
    _read_in(response, request.session.get("language") or _reads(account), request)
    return response


def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second factor."""
    waiting = request.session.get("waiting")
    in_time = waiting and 0 <= clock.now().timestamp() - waiting["at"] < _CODE_WITHIN
    account = queries.account_of(waiting["account"]) if waiting and in_time else None
    if account is None:
        request.session.pop("waiting", None)
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = _matching(account, form.cleaned_data["code"])
        if device is not None:
            return let_in(request, account, waiting["next"], device)
        form.add_error("code", gettext("Koden stemmer ikke, eller den er brukt. Vent på neste kode og prøv igjen."))
    return render(request, "frame/sign_in_code.html", {"form": form})


def _matching(account: Any, code: str) -> Device | None:
    """The device this code is from. Each is tried only with codes of its own shape: a wrong try makes a device wait longer."""
    code = "".join(code.split()).lower()
    kind = TOTPDevice if len(code) == 6 and code.isdecimal() else StaticDevice
    with transaction.atomic():
        devices = kind.objects.devices_for_user(account, confirmed=True).select_for_update()
        return next((device for device in devices if device.verify_token(code)), None)


def let_in(request: HttpRequest, account: Any, onward: str, device: Device | None = None, *, by_link: bool = False) -> HttpResponse:
    """Begin a session under a new key, in the language she has chosen. A link with its code is both factors at once."""
    chosen = request.session.get("language")
    if request.user.is_authenticated:
        logout(request)
    login(request, account, backend=_BACKEND)
    request.session.pop("waiting", None)
    if by_link:
        request.session["by_link"] = True
    if device is not None:
        otp_login(request, device)
        _tell_codes_left(request, account, device)
    if chosen:
        actions.choose_language(chosen, by=queries.actor_for(account, at=clock.now()))
    response = redirect(onward)
    _read_in(response, chosen or _reads(account), request)
    return response


def _reads(account: Any) -> str:
    """The language she has chosen; the municipality's (her own, for a resident) when she has not."""
    return queries.actor_for(account, at=clock.now()).language


def _tell_codes_left(request: HttpRequest, account: Any, device: Device) -> None:
    left = StaticToken.objects.filter(device__user=account).count()
    if isinstance(device, StaticDevice) and left <= _FEW_CODES:
        text = ngettext("Du har %(left)s engangskode igjen.", "Du har %(left)s engangskoder igjen.", left) % {"left": left}
        messages.warning(request, f"{text} {gettext('Lag nye under «Min konto».')}")


def safe(request: HttpRequest, onward: str) -> str:
    """Where to go on to: an address of our own, else my day."""
    ours = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return onward if ours and onward.startswith("/") else reverse("my-day")


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Be one of the cast. Exists in a demo only."""
    account = queries.account_of(request.POST.get("account")) if settings.DEMO else None
    if account is None:
        raise Http404
    logout(request)
    return let_in(request, account, reverse("my-day"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("sign-in")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on; remembered on the account, or until she has signed in to it."""
    code = request.POST.get("language", "")
    response = redirect(safe(request, request.POST.get("neste", "")))
    if code in dict(settings.LANGUAGES):
        _read_in(response, code, request)
        if request.actor is not None:
            actions.choose_language(code, by=request.actor)
        else:
            request.session["language"] = code
    return response


@require_POST
def print_size(request: HttpRequest) -> HttpResponse:
    """Read in large print from now on, or in ordinary again; it stays on this machine, whoever reads."""
    response = redirect(safe(request, request.POST.get("neste", "")))
    if request.POST.get("skrift") == LARGE:
        _keep(response, PRINT_COOKIE, LARGE, request)
    else:
        response.delete_cookie(PRINT_COOKIE, samesite="Lax")
    return response


def _keep(response: HttpResponse, name: str, value: str, request: HttpRequest) -> None:
    response.set_cookie(name, value, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())


def _read_in(response: HttpResponse, code: str, request: HttpRequest) -> None:
    """Keep the language on this machine too, where the middleware finds it before anybody is known."""
    if code:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, code, request)


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: up, and nothing else."""
    return HttpResponse("ok", content_type="text/plain")
