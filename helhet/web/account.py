"""My account: who I am here, my password, my second factor."""

from base64 import b32encode
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django_otp import devices_for_user
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from helhet.access import actions
from helhet.organisation.rules import N_

from .forms import Form, carried_out
from .signin import CodeForm

_CODES = 8


def my_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, my language, my password, my second factor, sign out."""
    page = {"has_factor": any(devices_for_user(request.user)), "may_keep": bool(request.actor.coordinating_unit_ids)}
    return render(request, "frame/my_account.html", page)


def _password(label: str, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=500, strip=False, widget=widget, **more)


class PasswordForm(Form):
    """A new password, and the one there is."""

    old = _password(N_("Passordet du har nå"), "current-password")
    new = _password(N_("Nytt passord"), "new-password", help_text=N_("Minst tolv tegn. Noen ord etter hverandre er lette å huske."))
    again = _password(N_("Nytt passord en gang til"), "new-password")


def change_password(request: HttpRequest) -> HttpResponse:
    """Choose a password; whoever came in with one for once chooses before anything else."""
    account, for_once = request.user, request.user.password_until is not None
    form = PasswordForm(request.POST or None)
    if for_once:
        del form.fields["old"]
    if carried_out(form, request, lambda data: actions.choose_password(account, **{"old": None} | data)):
        update_session_auth_hash(request, account)
        messages.success(request, gettext("Passordet er byttet. Andre steder er du logget ut."))
        return redirect("my-day" if for_once else "my-account")
    return render(request, "frame/change_password.html", {"form": form, "for_once": for_once})


def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the code app, and get eight written-down codes; later, another telephone or new codes."""
    account, deed = request.user, request.POST.get("gjor", "")
    has = TOTPDevice.objects.filter(user=account, confirmed=True).exists()
    if has and not account.is_verified() and not settings.DEMO:
        # This session began before there was a second factor, and must pass it as any other.
        logout(request)
        return redirect("sign-in")
    if not has or request.GET.get("ny"):
        return _set_up(request)
    if deed == "codes":
        return render(request, "frame/second_factor.html", {"codes": _new_codes(account)})
    left = StaticToken.objects.filter(device__user=account).count()
    return render(request, "frame/second_factor.html", {"has": True, "left": left})


def _set_up(request: HttpRequest) -> HttpResponse:
    account, device = request.user, _waiting_device(request)
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = gettext("Seks sifre fra kodeappen.")
    if request.method == "POST" and form.is_valid():
        if device.verify_token("".join(form.cleaned_data["code"].split())):
            TOTPDevice.objects.filter(user=account).exclude(pk=device.pk).delete()
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            del request.session["factor"]
            request.session.cycle_key()
            otp_login(request, device)
            return render(request, "frame/second_factor.html", {"codes": _new_codes(account)})
        form.add_error("code", gettext("Koden stemmer ikke. Sjekk at klokka på telefonen går riktig, og vent på neste kode."))
    page = {"form": form, "url": device.config_url, "key": _in_fours(b32encode(device.bin_key).decode())}
    return render(request, "frame/second_factor.html", page)


def _in_fours(key: str) -> str:
    """As somebody reads it from one screen and types it on another; the apps pass over the spaces."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def _waiting_device(request: HttpRequest) -> TOTPDevice:
    """The app being set up in this session; its key is shown in no other."""
    waiting = TOTPDevice.objects.filter(user=request.user, confirmed=False)
    device = waiting.filter(pk=request.session.get("factor")).first() or waiting.create(user=request.user, confirmed=False, name="kodeapp")
    request.session["factor"] = device.pk
    return device


def _new_codes(account: object) -> list[str]:
    device, _ = StaticDevice.objects.get_or_create(user=account, name="engangskoder")
    device.token_set.all().delete()
    device.throttle_reset()
    codes = [StaticToken.random_token() for _ in range(_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
