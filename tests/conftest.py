"""The cast, in place for every test that asks for it; and a clock that stands still."""

import gc
import os
from collections.abc import Iterator
from datetime import datetime

import hypothesis
import pytest
from django.db import connection, transaction
from django.test import Client

from helhet.access import queries as access
from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.demo import cast
from helhet.demo.setesdal import posts as demo_posts
from helhet.demo.telling import Teller
from helhet.mapping import actions as mapping
from helhet.web import clock
from tests import kept
from tests.soak import SOAK

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=OSLO)
# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("helhet", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("helhet")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--other-database`: the suite has run on one, and runs again on the other."""
    parser.addoption("--other-database", action="store_true", help="leave out what asks no database, or says that it cannot differ")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "one_database(why): what it holds is the same on any database")
    config.addinivalue_line("markers", "soaked(why): run again on the other database by make soak, and its like by make test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What stands for a whole module is told by one worker; and what cannot differ is not run again on the other database.

    Run on both: what rules, queries and actions say (tests/app), and every address of the product, opened by those who may and by those
    who may not (tests/guards). A page (tests/pages) asks through those queries and actions, and is opened by the guards: what it
    looks like and where it leads are the same on either. So are journeys in a browser, and whatever asks no database at all.
    """
    for item in items:
        if "stays" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if config.getoption("--other-database"):
        alone = {"one_database"} if SOAK else {"one_database", "soaked"}
        left_out = [item for item in items if not _asks_a_database(item) or _is_page(item) or any(map(item.get_closest_marker, alone))]
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """What is here when the tests begin stays until they end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_unconfigure() -> None:
    """At the end all of it may go: libraries count what is left of theirs."""
    gc.unfreeze()


def _is_page(item: pytest.Item) -> bool:
    return "pages" in item.path.parts


def _asks_a_database(item: pytest.Item) -> bool:
    return "db" in item.fixturenames or "stays" in item.fixturenames or item.get_closest_marker("django_db") is not None


def settled() -> None:
    """What a module has told hangs together; and PostgreSQL, which counts only what is committed, knows how much of it there is."""
    connection.check_constraints()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.DEMO = settings.SIGN_IN_LINKS = True


@pytest.fixture
def now() -> datetime:
    """Tuesday 10 November 2026, nine in the morning."""
    return NOW


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """This worker's database: every table, as the migrations make them."""
    with kept.database(connection, os.environ.get("PYTEST_XDIST_WORKER", ""), django_db_blocker.unblock):
        yield


@pytest.fixture(scope="session")
def _built(django_db_setup, django_db_blocker) -> cast.House:
    """Setesdal, built once for all tests; each test's own rows are rolled back."""
    with django_db_blocker.unblock():
        mapping.load_shipped()
        return cast.build_house()


@pytest.fixture(scope="module")
def stays(_built, django_db_blocker) -> Iterator[cast.House]:
    """The house for a module's own fixture: what it tells there stands until the module's last test, and is then taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _staffed(stays) -> cast.House:
    demo_posts.staffs(Teller(stays, NOW))
    settled()
    return stays


@pytest.fixture
def staffed(_staffed, db) -> cast.House:
    """The house with its posts: who is paid for what, by whom and until when."""
    return _staffed


@pytest.fixture(scope="module")
def _learned(_staffed) -> cast.House:
    demo_posts.learns(Teller(_staffed, NOW))
    settled()
    return _staffed


@pytest.fixture
def learned(_learned, db) -> cast.House:
    """The same, with what they can, and what they have learned."""
    return _learned


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
