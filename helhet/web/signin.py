"""Signing in: a password and a second factor; in a demo, as any of the cast."""

from base64 import b32encode

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_otp import devices_for_user, match_token
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from helhet.access import actions, queries
from helhet.organisation.rules import N_

from .forms import Form

_BACKEND = "helhet.web.backend.Accounts"
_ROLE_OF_CAST = {"staff": N_("ansatt"), "partner": N_("samarbeidspartner"), "person": N_("innbygger")}


class SignInForm(Form):
    """Name and password."""

    username = forms.CharField(label=N_("Brukernavn"), widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label=N_("Passord"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class CodeForm(Form):
    """The code from the telephone, or one of the written-down ones."""

    code = forms.CharField(
        label=N_("Kode"), help_text=N_("Seks sifre fra kodeappen, eller en av engangskodene du fikk."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip


def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then the code. In a demo the cast stands beside."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if account is None:
            form.add_error(None, gettext("Brukernavn eller passord er feil, eller kontoen er stengt i et kvarter etter fem feil."))
        elif not any(devices_for_user(account)):
            _begin(request, account)
            return redirect("second-factor")
        else:
            request.session["waiting"] = {"account": str(account.pk), "next": _next(request)}
            return redirect("sign-in-code")
    away = request.GET.get("grunn") == "borte"
    cast = queries.cast_accounts() if settings.DEMO else []
    return render(request, "frame/sign_in.html", {"form": form, "cast": cast, "away": away, "roles": _ROLE_OF_CAST})


def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second factor."""
    waiting = request.session.get("waiting")
    account = queries.account_of(waiting["account"]) if waiting else None
    if account is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(account, form.cleaned_data["code"].replace(" ", ""))
        if device is not None:
            onward = waiting["next"]
            _begin(request, account)
            otp_login(request, device)
            return redirect(onward)
        form.add_error("code", gettext("Koden stemmer ikke, eller den er brukt. Vent på neste kode og prøv igjen."))
    return render(request, "frame/sign_in_code.html", {"form": form})


def _begin(request: HttpRequest, account: object) -> None:
    login(request, account, backend=_BACKEND)
    request.session.pop("waiting", None)


def _next(request: HttpRequest) -> str:
    onward = request.GET.get("neste", "")
    return onward if url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}) else reverse("my-day")


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Be one of the cast. Exists in a demo only."""
    account = queries.account_of(request.POST.get("account")) if settings.DEMO else None
    if account is None:
        raise Http404
    logout(request)
    _begin(request, account)
    return redirect("my-day")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("sign-in")


def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the code app, and get eight written-down codes for the day the telephone is lost."""
    account = request.user
    device = TOTPDevice.objects.filter(user=account, confirmed=True).first()
    if device is None:
        return _set_up(request)
    left = StaticToken.objects.filter(device__user=account).count()
    return render(request, "frame/second_factor.html", {"has": True, "left": left})


def _set_up(request: HttpRequest) -> HttpResponse:
    account = request.user
    device, _ = TOTPDevice.objects.get_or_create(user=account, confirmed=False, defaults={"name": "kodeapp"})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"].replace(" ", "")):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            otp_login(request, device)
            return render(request, "frame/second_factor.html", {"has": True, "codes": _new_codes(account)})
        form.add_error("code", gettext("Koden stemmer ikke. Sjekk at klokka på telefonen går riktig."))
    return render(
        request,
        "frame/second_factor.html",
        {"form": form, "url": device.config_url, "key": b32encode(device.bin_key).decode()},
    )


def _new_codes(account: object) -> list[str]:
    device, _ = StaticDevice.objects.get_or_create(user=account, name="engangskoder")
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(8)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def my_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, my language, my second factor, sign out."""
    return render(request, "frame/my_account.html", {"has_factor": any(devices_for_user(request.user))})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on; remembered on the account."""
    code = request.POST.get("language", "")
    onward = request.POST.get("neste", "")
    response = redirect(onward if url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}) else "my-day")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=31_536_000,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
        if request.actor is not None:
            actions.choose_language(code, by=request.actor)
    return response


def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: up, and nothing else."""
    return HttpResponse("ok", content_type="text/plain")
