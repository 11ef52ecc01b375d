"""Signing in for real, with no demo: password, second factor, limits, leaving, idle desks, language, and nothing given away."""

import re
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from helhet.access import actions, register
from helhet.access import queries as access
from helhet.access.models import Account, Draft
from helhet.web import clock
from tests.conftest import NOW

PASSWORD = "fire gule kyr i Valle"
NEW = "sju blå hester i Bykle"
SIGN_IN, CODE, DAY = "/logg-inn/", "/logg-inn/kode/", "/"


@pytest.fixture(autouse=True)
def _for_real(settings, house) -> None:
    settings.DEMO = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; how often it is asked is what is tested
    account = Account.objects.get(username="tone")
    account.set_password(PASSWORD)
    account.language = "nb"
    account.save()


@pytest.fixture
def later(monkeypatch):
    """`later(minutes=16)`: so much later than the beginning."""

    def move(**given: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**given))

    return move


@pytest.fixture
def phone(monkeypatch):
    """Tone's telephone with the code app set up; `phone.code()` gives the next code, half a minute on."""
    device = TOTPDevice.objects.create(user=Account.objects.get(username="tone"), confirmed=True, name="kodeapp")
    now = SimpleNamespace(at=1_700_000_000.0)
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", SimpleNamespace(time=lambda: now.at))

    def code(held=device) -> str:
        now.at += 30
        shown = totp(held.bin_key, t0=0)
        return f"{shown:06d}"

    monkeypatch.setattr("django_otp.oath.time", lambda: now.at)
    return SimpleNamespace(code=code, device=device)


def _password(client: Client, password: str = PASSWORD, username: str = "tone", onward: str = "", **more):
    return client.post(f"{SIGN_IN}{onward}", {"username": username, "password": password}, **more)


def _in(phone, client: Client | None = None, onward: str = "") -> Client:
    client = client or Client()
    assert _password(client, onward=onward)["Location"] == CODE
    assert client.post(CODE, {"code": phone.code()}).status_code == 302
    return client


def _is_in(client: Client) -> bool:
    return client.get(reverse("my-account")).status_code == 200


# ── the first time ──


def test_a_password_alone_leads_to_the_second_factor_and_nowhere_else() -> None:
    client = Client()
    assert _password(client).status_code == 302
    for name in ("my-day", "persons", "my-account", "whom-to-ring", "change-password", "enquiry-new"):
        assert client.get(reverse(name))["Location"] == reverse("second-factor"), name


def test_the_code_app_is_set_up_with_a_picture_a_key_and_eight_written_down_codes(phone) -> None:
    phone.device.delete()
    client = Client()
    _password(client)
    page = client.get(reverse("second-factor")).content.decode()
    assert "<svg" in page
    assert "Nøkkel:" in page
    waiting = TOTPDevice.objects.get(confirmed=False)
    wrong = client.post(reverse("second-factor"), {"code": "000000"}).content.decode()
    assert "Koden stemmer ikke" in wrong
    waiting.refresh_from_db()
    waiting.throttle_reset()
    done = client.post(reverse("second-factor"), {"code": phone.code(waiting)}).content.decode()
    codes = list(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == 8
    assert all(code in done for code in codes)
    assert not any(code in client.get(reverse("second-factor")).content.decode() for code in codes)
    assert _is_in(client)


def test_a_key_being_set_up_is_shown_in_no_other_session() -> None:
    keys = set()
    for client in (Client(), Client()):
        _password(client)
        client.get(reverse("second-factor"))
        keys.add(client.session["factor"])
    assert len(keys) == 2


def test_a_session_from_before_the_second_factor_cannot_replace_it(phone) -> None:
    phone.device.delete()
    thief, tone = Client(), Client()
    _password(thief)
    _password(tone)
    tone.get(reverse("second-factor"))
    tone.post(reverse("second-factor"), {"code": phone.code(TOTPDevice.objects.get())})
    assert thief.get(reverse("second-factor"), {"ny": "1"})["Location"] == SIGN_IN
    assert TOTPDevice.objects.filter(confirmed=True).count() == 1


# ── every time after ──


def test_the_code_is_asked_for_and_lets_in(phone) -> None:
    client = Client()
    _password(client)
    assert client.get(DAY).status_code == 302
    assert client.post(CODE, {"code": phone.code()})["Location"] == DAY
    assert _is_in(client)


def test_a_code_works_once(phone) -> None:
    code = phone.code()
    for client, right in ((Client(), True), (Client(), False)):
        _password(client)
        answer = client.post(CODE, {"code": code})
        assert (answer.status_code == 302) is right
        phone.device.refresh_from_db()
        phone.device.throttle_reset()


def test_a_written_down_code_works_once_and_the_code_app_never_makes_it_wait(phone) -> None:
    first = _in(phone)
    token = _codes(first, phone)[0]
    for _ in range(4):
        _in(phone)
    for right in (True, False):
        client = Client()
        _password(client)
        assert (client.post(CODE, {"code": f" {token.upper()} "}).status_code == 302) is right


def _codes(client: Client, phone) -> list[str]:
    client.post(reverse("second-factor"), {"gjor": "codes"})
    return list(StaticToken.objects.values_list("token", flat=True))


def test_new_codes_end_the_old_ones(phone) -> None:
    client = _in(phone)
    assert not set(_codes(client, phone)) & set(_codes(client, phone))


def test_another_telephone_takes_over_when_it_is_ready(phone) -> None:
    client = _in(phone)
    client.get(reverse("second-factor"), {"ny": "1"})
    assert _in(phone), "the old one works until then"
    waiting = TOTPDevice.objects.get(confirmed=False)
    assert client.post(f"{reverse('second-factor')}?ny=1", {"code": phone.code(waiting)}).status_code == 200
    assert list(TOTPDevice.objects.filter(user__username="tone")) == [waiting]
    assert _is_in(client)


def test_the_code_is_given_within_ten_minutes_of_the_password(phone, later) -> None:
    client = Client()
    _password(client)
    later(minutes=11)
    assert client.post(CODE, {"code": phone.code()})["Location"] == SIGN_IN


def test_the_code_page_is_nothing_to_whom_has_given_no_password() -> None:
    assert Client().get(CODE)["Location"] == SIGN_IN


# ── what is not given away ──


def _said(answer) -> str:
    main = answer.content.decode().split("<main")[1]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main).replace("tone", "").replace("nobody", "")


def test_an_unknown_name_a_wrong_password_and_a_shut_account_are_answered_alike(later) -> None:
    unknown = _said(_password(Client(), username="nobody"))
    wrong = _said(_password(Client(), "feil passord"))
    for _ in range(5):
        _password(Client(), "feil passord")
    shut = _said(_password(Client()))
    assert "Brukernavn eller passord er feil" in unknown
    assert unknown == wrong == shut


def test_five_wrong_passwords_shut_the_account_for_a_quarter_of_an_hour(later) -> None:
    for _ in range(5):
        _password(Client(), "feil passord")
    assert _password(Client()).status_code == 200
    later(minutes=16)
    assert _password(Client()).status_code == 302


def test_a_right_password_starts_the_count_anew() -> None:
    for _ in range(3):
        for _ in range(4):
            _password(Client(), "feil passord")
        assert _password(Client()).status_code == 302


@pytest.mark.parametrize(("username", "password"), [("tone", "feil"), ("tone", PASSWORD), ("nobody", "feil"), ("ingunn", "feil")])
def test_every_answer_costs_one_password_check(username: str, password: str) -> None:
    """A name that does not exist, and one with no password, are answered after as long as any other."""
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as checks:
        _password(Client(), password, username)
    assert checks.call_count == 1


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"]
)
def test_nobody_is_sent_on_to_a_page_that_is_not_ours(phone, onward: str) -> None:
    client = Client()
    client.post(f"{SIGN_IN}?neste={onward}", {"username": "tone", "password": PASSWORD})
    assert client.post(CODE, {"code": phone.code()})["Location"] == DAY
    changed = client.post(reverse("language"), {"language": "nn", "neste": onward})
    assert changed["Location"] == DAY


def test_somebody_is_sent_on_to_the_page_she_asked_for(phone) -> None:
    client = Client()
    asked = client.get("/personer/?q=a")
    assert asked["Location"] == "/logg-inn/?neste=%2Fpersoner%2F%3Fq%3Da"
    client.post(asked["Location"], {"username": "tone", "password": PASSWORD})
    assert client.post(CODE, {"code": phone.code()})["Location"] == "/personer/?q=a"


def test_the_session_has_a_new_key_after_each_step(phone) -> None:
    client = Client()
    client.post(reverse("language"), {"language": "nb"})
    keys = [client.session.session_key]
    _password(client)
    keys.append(client.session.session_key)
    client.post(CODE, {"code": phone.code()})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3


def test_to_be_one_of_the_cast_is_for_a_demo_only(house) -> None:
    tone = Account.objects.get(username="tone")
    assert Client().post(reverse("sign-in-as"), {"account": str(tone.pk)}).status_code == 404
    assert "Logg inn som" not in Client().get(SIGN_IN).content.decode()


def test_an_account_that_is_closed_is_out_on_the_next_page(phone) -> None:
    client = _in(phone)
    actions.close_account(Account.objects.get(username="tone"), by=register.operator("kai", at=NOW))
    assert not _is_in(client)
    assert _password(Client()).status_code == 200


# ── passwords ──


def _change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    return client.post(reverse("change-password"), {"old": old, "new": new, "again": new if again is None else again})


def test_a_new_password_ends_the_sessions_elsewhere_and_not_this_one(phone) -> None:
    here, elsewhere = _in(phone), _in(phone)
    assert _change(here)["Location"] == reverse("my-account")
    assert _is_in(here)
    assert not _is_in(elsewhere)
    assert _password(Client()).status_code == 200
    assert _password(Client(), NEW)["Location"] == CODE


def test_every_fault_in_a_new_password_is_said_at_once(phone) -> None:
    text = _change(_in(phone), old="feil", new="kort", again="ulik").content.decode()
    for said in ("Dette er ikke passordet du har nå.", "Passordet er for kort.", "De to er ikke like."):
        assert said in text
    assert _password(Client())["Location"] == CODE


@pytest.mark.parametrize(
    ("new", "said"), [("passordpassord1", None), ("password1234567", None), ("123456789012", None), (PASSWORD, "et annet enn")]
)
def test_a_password_is_not_the_one_there_is_nor_one_that_many_use(phone, new: str, said: str | None) -> None:
    answer = _change(_in(phone), new=new)
    if said:
        assert said in answer.content.decode()
    elif answer.status_code == 200:
        assert "Dette passordet bruker mange" in answer.content.decode()


def test_a_password_for_once_leads_to_choosing_ones_own_and_nowhere_else(phone) -> None:
    given = actions.password_for_once(Account.objects.get(username="tone"), by=register.operator("kai", at=NOW))
    client = Client()
    _password(client, given)
    client.post(CODE, {"code": phone.code()})
    assert client.get(DAY)["Location"] == reverse("change-password")
    assert client.get(reverse("second-factor"))["Location"] == reverse("change-password")
    assert client.post(reverse("change-password"), {"new": NEW, "again": NEW})["Location"] == DAY
    assert _is_in(client)
    assert _password(Client(), given).status_code == 200


def test_a_password_for_once_waits_a_week(later) -> None:
    given = actions.password_for_once(Account.objects.get(username="tone"), by=register.operator("kai", at=NOW))
    later(days=8)
    assert _password(Client(), given).status_code == 200


# ── leaving the desk ──


def test_an_idle_desk_is_signed_out_and_comes_back_to_the_page(phone, later, settings) -> None:
    client = _in(phone)
    _is_in(client)
    later(minutes=settings.IDLE_MINUTES + 1)
    answer = client.get("/personer/?q=a")
    assert answer["Location"] == "/logg-inn/?grunn=borte&neste=%2Fpersoner%2F%3Fq%3Da"
    assert "Det du skrev, ligger i kladden." in client.get(answer["Location"]).content.decode()
    assert not _is_in(client)


def test_a_form_sent_from_an_idle_desk_comes_back_to_the_form(phone, later) -> None:
    client = _in(phone)
    _is_in(client)
    later(minutes=30)
    answer = client.post("/henvendelser/ny/", {"name": "x"}, headers={"referer": "http://testserver/henvendelser/ny/"})
    assert answer["Location"] == "/logg-inn/?grunn=borte&neste=%2Fhenvendelser%2Fny%2F"


def test_what_is_typed_at_an_idle_desk_is_kept_and_signs_nobody_in_again(phone, later) -> None:
    client = _in(phone)
    _is_in(client)
    later(minutes=30)
    assert client.post(reverse("draft"), {"kladd": "enquiry-new", "words": "Ho orkar ikkje meir."}).status_code == 204
    assert Draft.objects.get().fields == {"words": "Ho orkar ikkje meir."}
    assert not _is_in(client)


def test_reading_counts_as_being_there(phone, later) -> None:
    client = _in(phone)
    for minutes in (0, 15, 30, 45):
        later(minutes=minutes)
        assert _is_in(client)


def test_leaving_ends_the_session_and_only_a_button_leaves(phone) -> None:
    client = _in(phone)
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out"))["Location"] == SIGN_IN
    assert not _is_in(client)


# ── language ──


def test_the_language_comes_along_to_a_new_machine(phone) -> None:
    _in(phone).post(reverse("language"), {"language": "nn"})
    elsewhere = _in(phone)
    assert elsewhere.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "nn"
    assert elsewhere.get(reverse("my-account"))["Content-Language"] == "nn"


def test_the_language_chosen_before_signing_in_is_hers_from_now_on(phone) -> None:
    client = Client()
    client.post(reverse("language"), {"language": "en"})
    assert client.get(SIGN_IN)["Content-Language"] == "en"
    _in(phone, client)
    account = access.account_named("tone")
    assert account
    assert account.language == "en"


def test_a_first_sign_in_meets_the_language_of_the_municipality() -> None:
    Account.objects.filter(username="olav").update(language="", password=Account.objects.get(username="tone").password)
    client = Client()
    _password(client, username="olav")
    first = client.get(reverse("second-factor"))
    assert first["Content-Language"] == "nn"
    assert '<html lang="nn">' in first.content.decode()


def test_one_of_the_cast_meets_her_own_language_at_once_whoever_used_the_machine_before(settings) -> None:
    settings.DEMO = True
    client = Client()
    for name, code in (("olav", "nn"), ("marit", "nb"), ("olav", "nn")):  # Valle writes nynorsk; Evje og Hornnes is neutral
        client.post(reverse("sign-in-as"), {"account": str(Account.objects.get(username=name).pk)})
        assert client.get(DAY)["Content-Language"] == code


def test_a_language_chosen_later_stands_above_the_municipalitys(phone) -> None:
    Account.objects.filter(username="tone").update(language="")
    client = _in(phone)
    assert client.get(DAY)["Content-Language"] == "nn", "Tone works in Bygland"
    client.post(reverse("language"), {"language": "nb"})
    assert client.get(DAY)["Content-Language"] == "nb"
    assert _in(phone).get(DAY)["Content-Language"] == "nb"


def test_the_page_for_the_code_speaks_her_language_already(phone) -> None:
    Account.objects.filter(username="tone").update(language="nn")
    client = Client()
    _password(client)
    assert client.get(CODE)["Content-Language"] == "nn"


def test_a_language_we_do_not_speak_changes_nothing() -> None:
    client = Client()
    client.post(reverse("language"), {"language": "xx"})
    assert client.get(SIGN_IN)["Content-Language"] == "nb"
