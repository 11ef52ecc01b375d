"""What every answer carries, walked over every address: a strict content policy, no caching, no framing; and the cookies."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from helhet.access.models import Account
from tests.guards.test_doors import PLAIN, address, doors
from tests.guards.test_doors import _world as _world
from tests.guards.test_doors import world as world

pytestmark = pytest.mark.one_database("what an answer carries is nothing a database knows of")
OURS = "helhet.web.middleware.headers"
DIRECTIVES = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "font-src": "'self'", "img-src": "'self' data:",
    "connect-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'", "manifest-src": "'self'",
}  # fmt: skip
CARRIED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


def faults(answer: Any) -> list[str]:
    """What an answer lacks, or carries that it should not."""
    found = [f"{name} is {answer.headers.get(name)!r}" for name, value in CARRIED.items() if answer.headers.get(name) != value]
    said = dict(part.strip().partition(" ")[::2] for part in answer.headers.get("Content-Security-Policy", "").split(";"))
    return found + [f"{name} is {said.get(name)!r}" for name, value in DIRECTIVES.items() if said.get(name) != value]


def walk(client: Client, world: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every address, with rows about Siri or Odd Arne where it takes any; by nobody's key where neither has one."""
    for name, parts in doors():
        if name:
            path = _about(name, parts, world) or reverse(name, kwargs={part: PLAIN.get(part) or uuid4() for part in parts})
            yield f"GET {name}", client.get(path)
            yield f"POST {name}", client.post(path, {"gjor": "ingenting"})


def _about(name: str, parts: list[str], world: dict[str, Any]) -> str | None:
    try:
        return address(name, parts, world)
    except AssertionError:  # rows of the organisation, about nobody
        return None


@pytest.mark.parametrize("key", [None, "ingunn", "tone", "liv"])
def test_every_answer_carries_them(world, browse, key: str | None) -> None:
    client = browse(key) if key else Client()
    # A button that signs out would end the walk.
    answers = [(name, answer) for name, answer in walk(client, world) if "sign-out" not in name]
    assert not {name: found for name, answer in answers if (found := faults(answer))}
    assert len(answers) > 150
    assert {200, 302, 404, 405} <= {answer.status_code for _, answer in answers} or key is None


def test_so_do_those_that_say_no(world, browse, monkeypatch) -> None:
    client = browse("ingunn")
    client.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    answers = [
        client.get("/finnes-ikke/"),
        strict.post(reverse("sign-in"), {"username": "x"}),
        client.get("/", headers={"host": "et annet"}),
    ]
    monkeypatch.setattr("helhet.access.log.append", lambda entries: 1 / 0)
    answers.append(client.get(reverse("person", args=[world["siri"].pk])))
    monkeypatch.setattr("helhet.web.my_day.render", lambda *given, **named: 1 / 0)
    answers.append(client.get(reverse("my-day")))
    assert [answer.status_code for answer in answers] == [404, 403, 400, 503, 500]
    assert [faults(answer) for answer in answers] == [[]] * 5


def test_a_page_without_them_is_found(browse, settings) -> None:
    client = browse("ingunn")
    settings.MIDDLEWARE = [one for one in django_settings.MIDDLEWARE if one != OURS]
    found = faults(client.get(reverse("my-account")))
    assert any("Cache-Control" in one for one in found)
    assert any("frame-ancestors" in one for one in found)


@pytest.mark.parametrize("name", ["Content-Security-Policy", *CARRIED])
def test_a_page_that_loosens_one_is_found(browse, monkeypatch, name: str) -> None:
    def loose(*given: object, **named: object) -> HttpResponse:
        return HttpResponse("", headers={name: "public, unsafe-url *"})

    monkeypatch.setattr("helhet.web.account.render", loose)
    assert faults(browse("ingunn").get(reverse("my-account")))


# ── cookies, and the settings behind a proxy ──


@pytest.fixture
def production(tmp_path) -> dict[str, Any]:
    """The settings an installation has with HELHET_HTTPS and HELHET_PROXY, read in a process of its own."""
    wanted = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_PROXY_SSL_HEADER",
        "DEBUG",
        "DEMO",
    ]
    asks = f"import json; from django.conf import settings as s; print(json.dumps({{n: getattr(s, n) for n in {wanted}}}))"
    own = {name: value for name, value in os.environ.items() if not name.startswith("HELHET_")}
    own |= {"HELHET_HTTPS": "1", "HELHET_PROXY": "1", "HELHET_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "helhet.config.settings"}
    done = subprocess.run([sys.executable, "-c", asks], env=own, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_an_installation_behind_https_sends_nothing_in_the_open(production) -> None:
    assert production == {
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"], "DEBUG": False, "DEMO": False,
    }  # fmt: skip


def test_every_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(house, settings, production) -> None:
    for name, value in production.items():
        setattr(settings, name, tuple(value) if isinstance(value, list) else value)
    settings.DEMO = True
    client, by_proxy = Client(), {"x-forwarded-proto": "https"}
    assert client.get("/logg-inn/")["Location"].startswith("https://")
    client.get("/logg-inn/", headers=by_proxy)
    client.post(reverse("sign-in-as"), {"account": str(Account.objects.get(username="olav").pk)}, headers=by_proxy)
    names = {django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME, django_settings.LANGUAGE_COOKIE_NAME}
    assert set(client.cookies) == names
    for name, cookie in client.cookies.items():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax"), name
