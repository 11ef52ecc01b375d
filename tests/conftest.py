"""The cast, in place for every test that asks for it; and a clock that stands still."""

from datetime import datetime

import pytest
from django.test import Client

from helhet.access import queries as access
from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.demo import cast
from helhet.mapping import actions as mapping
from helhet.web import clock

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=OSLO)


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.DEMO = True


@pytest.fixture
def now() -> datetime:
    """Tuesday 10 November 2026, nine in the morning."""
    return NOW


@pytest.fixture(scope="session")
def _built(django_db_setup, django_db_blocker) -> cast.House:
    """Setesdal, built once for all tests; each test's own rows are rolled back."""
    with django_db_blocker.unblock():
        mapping.load_shipped()
        return cast.build_house()


@pytest.fixture
def house(_built, db) -> cast.House:
    """Setesdal's municipalities, units, staff, partners and telephones; nobody who gets help yet."""
    return _built


@pytest.fixture
def as_(house, now):
    """`as_("ingunn")`: that cast member as an actor now (or `at=` another instant)."""

    def actor(key: str, at: datetime = now) -> Actor:
        return house.actor(key, at)

    return actor


@pytest.fixture
def opening_for(as_):
    """`opening_for("ingunn")`: what that cast member's page would open with."""

    def opening(key: str, at: datetime = NOW) -> Opening:
        return Opening(as_(key, at), page="test")

    return opening


@pytest.fixture
def browse(house):
    """`browse("ingunn")`: a signed-in client for that cast member."""

    def client(key: str) -> Client:
        account = access.account_named(key)
        made = Client()
        made.force_login(account, backend="helhet.web.backend.Accounts")
        return made

    return client
