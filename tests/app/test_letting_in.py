"""A municipality begins: `helhet setup` and `helhet account`, from nothing to somebody signed in, and out again."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from helhet.access import actions, register
from helhet.access import queries as access
from helhet.access.models import Account, AccountChange
from helhet.access.policy import NotVisible
from helhet.cases import actions as cases
from helhet.cases import queries as case_queries
from helhet.organisation import queries as organisation
from helhet.organisation.models import CoOperation, Municipality, Staff, Unit
from tests import siri
from tests.conftest import NOW

KAI = register.operator("kai", at=NOW)
VALLE = "Psykisk helse og rus, Valle"


@pytest.fixture(autouse=True)
def _for_real(settings, house, tmp_path, monkeypatch) -> None:
    settings.DEMO = False
    settings.STATIC_ROOT = tmp_path / "static"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr("helhet.config.operating.os.getlogin", lambda: "kai")


def _run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def _setup(*more: str) -> str:
    """Two municipalities that the cast knows nothing of."""
    return _run(
        "setup", "--municipality", "4022", "--municipality", "Kviteseid", "--cooperation", "Vest-Telemark, psykisk helse", "--form", "host",
        "--host", "4022", "--leader", "Anne Dale", "--username", "anne@example.org", *more,
    )  # fmt: skip


def _password(said: str) -> str:
    (found,) = re.findall(r"(?:\w{4}-){3}\w{4}", said)
    return found


# ── from nothing ──


def test_a_service_of_two_municipalities_is_in_place_after_one_command(house) -> None:
    said = _setup()
    seljord = organisation.taking_part("4022")
    unit = organisation.coordinating_unit("4022")
    assert unit == organisation.coordinating_unit(organisation.taking_part("Kviteseid").number)
    assert unit.name in said
    assert CoOperation.objects.get(host=seljord).members.count() == 2
    assert {one.telephone for one in organisation.emergency_numbers(["4022"])} == {"113", "116117"}
    actor = access.actor_for(Account.objects.get(username="anne@example.org"), at=NOW)
    assert actor.coordinating_unit_ids == {unit.pk}
    assert Staff.objects.get(name="Anne Dale").changed_by == "kai, på serveren"


def test_the_same_setup_again_changes_nothing_and_gives_no_password(house) -> None:
    _setup()
    before = [Unit.objects.count(), CoOperation.objects.count(), Account.objects.count(), AccountChange.objects.count()]
    again = _setup()
    assert not re.search(r"(\w{4}-){3}\w{4}", again)
    assert [Unit.objects.count(), CoOperation.objects.count(), Account.objects.count(), AccountChange.objects.count()] == before


def test_every_fault_of_a_setup_is_said_at_once_and_nothing_is_written(house) -> None:
    before = [Unit.objects.count(), Account.objects.count(), Municipality.objects.filter(takes_part=True).count()]
    with pytest.raises(CommandError) as refused:
        _run(
            "setup", "--municipality", "4022", "--municipality", "Kviteseid", "--form", "host", "--host", "0301", "--telephone", "12",
            "--service-unit", "0301=Enheten", "--leader", "Anne Dale", "--username", "æ", "--email", "anne",
        )  # fmt: skip
    said = str(refused.value)
    for option in ("--cooperation", "--host", "--telephone", "--service-unit", "--username", "--email"):
        assert f"  {option}: " in said, said
    assert refused.value.returncode == 1
    assert [Unit.objects.count(), Account.objects.count(), Municipality.objects.filter(takes_part=True).count()] == before


def test_a_municipality_has_one_coordinating_unit(house) -> None:
    with pytest.raises(CommandError, match="har alt en koordinerende enhet: Koordinerende enhet Setesdal"):
        _run("setup", "--municipality", "4219", "--unit", "En til")


def test_nothing_is_set_up_where_anybody_may_sign_in_as_anybody(settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="HELHET_DEMO"):
        _setup()


# ── accounts ──


def _add(*more: str) -> str:
    return _run(
        "account", "add", "ola", "--name", "Ola Nordbø", "--title", "sosionom", "--municipality", "Valle", "--unit", VALLE.upper(), *more
    )


def test_the_password_for_once_leads_to_ones_own_then_to_the_second_factor_in_the_municipalitys_language() -> None:
    given = _password(_add())
    client = Client()
    client.post("/logg-inn/", {"username": "ola", "password": given})
    first = client.get("/", follow=True)
    assert first.redirect_chain[-1][0] == reverse("change-password")
    assert first["Content-Language"] == "nn"
    client.post(reverse("change-password"), {"new": "sju blå hester i Bykle", "again": "sju blå hester i Bykle"})
    assert client.get("/").headers["Location"] == reverse("second-factor")


def test_the_register_says_who_let_whom_in_and_where_and_never_the_password() -> None:
    given = _password(_add())
    (line,) = AccountChange.objects.all()
    assert (line.account.username, line.verb, line.note, line.by_name, line.at) == ("ola", "opprettet", VALLE, "kai, på serveren", NOW)
    assert given not in str(AccountChange.objects.values())
    assert given not in Account.objects.get(username="ola").password
    for spoil in (lambda: AccountChange.objects.update(by_name="x"), lambda: AccountChange.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_every_fault_of_an_account_is_said_at_once_and_nobody_is_employed() -> None:
    _add()
    before = Staff.objects.count()
    with pytest.raises(CommandError) as refused:
        _run(
            "account", "add", "OLA", "--name", "Per Bø", "--municipality", "4221", "--unit", "Noe", "--telephone", "1", "--email", "x",
            "--hpr-number", "abc",
        )  # fmt: skip
    said = str(refused.value)
    for option in ("USERNAME", "--title", "--unit", "--telephone", "--email", "--hpr-number"):
        assert f"  {option}: " in said, said
    assert VALLE in said, "the names to choose among"
    assert Staff.objects.count() == before


def test_nobody_gets_two_accounts() -> None:
    _add()
    with pytest.raises(CommandError, match="har alt kontoen «ola»"):
        _run("account", "add", "ola2", "--name", "ola nordbø", "--municipality", "4221", "--unit", VALLE)


def test_somebody_at_a_partner_gets_an_account_when_the_coordinating_unit_knows_her() -> None:
    _run("account", "add", "rune", "--name", "Rune Tveit", "--partner", "DPS, poliklinikken")
    assert access.actor_for(Account.objects.get(username="rune"), at=NOW).kind == "partner"
    with pytest.raises(CommandError, match="finnes ikke"):
        _run("account", "add", "berit", "--name", "Berit Bø", "--partner", "DPS, poliklinikken")


def test_a_lost_telephone_takes_the_second_factor_with_it_and_a_forgotten_password_does_not() -> None:
    _add()
    account = Account.objects.get(username="ola")
    TOTPDevice.objects.create(user=account, confirmed=True, name="kodeapp")
    StaticDevice.objects.create(user=account, name="engangskoder")
    old = account.password
    assert _password(_run("account", "reset", "ola"))
    assert TOTPDevice.objects.filter(user=account).exists()
    _run("account", "reset", "ola", "--lost-telephone")
    assert not TOTPDevice.objects.filter(user=account).exists()
    assert not StaticDevice.objects.filter(user=account).exists()
    account.refresh_from_db()
    assert account.password != old
    assert account.password_until


def test_who_moves_sees_by_the_new_unit_at_once_and_no_more_by_the_old() -> None:
    _add()
    _run("account", "move", "ola", "--join", "Felles psykolog og ruskonsulent, Setesdal", "--leave", VALLE)
    actor = access.actor_for(Account.objects.get(username="ola"), at=NOW)
    assert {unit.name for unit in Unit.objects.filter(pk__in=actor.unit_ids)} == {"Felles psykolog og ruskonsulent, Setesdal"}
    with pytest.raises(CommandError, match="hører ikke til"):
        _run("account", "move", "ola", "--leave", VALLE)


def test_who_has_left_signs_in_no_more_and_holds_nothing(house) -> None:
    _run("account", "close", "ingunn")
    account = Account.objects.get(username="ingunn")
    assert not account.is_active
    assert access.actor_for(account, at=NOW).staff_id is None
    for verb in (["close", "ingunn"], ["reset", "ingunn"]):
        with pytest.raises(CommandError, match="stengt"):
            _run("account", *verb)


def test_when_a_coordinator_leaves_the_coordinating_unit_is_told_and_no_list_names_the_resident(house, as_, opening_for) -> None:
    found = siri.coordinated(house, as_("ingunn"))
    made = cases.offer(found.person.pk, of="coordinator", how="muntlig", by=as_("ingunn"))
    cases.answer_offer(made, answer="yes", by=as_("ingunn"))
    siri.account_for(found.person, as_("ingunn"))
    assert case_queries.without_coordinator(opening_for("tone")) == []
    said = _run("account", "close", "ingunn")
    assert case_queries.without_coordinator(opening_for("tone")) == [found.person.pk]
    assert "Siri" not in said + _run("account", "list", "--history")
    with pytest.raises(CommandError, match="Ingen her har brukernavnet"):
        _run("account", "close", "siri")


def test_the_list_names_workers_and_no_resident(house, as_) -> None:
    said = _run("account", "list")
    assert "Ingunn Austad" in said
    rows = [json.loads(line) for line in _run("account", "list", "--json").splitlines()]
    assert {row["username"] for row in rows} >= {"ingunn", "sissel"}


@pytest.mark.parametrize("key", ["tone", "liv"])
def test_only_the_operator_lets_anybody_in(house, as_, key: str) -> None:
    account = Account.objects.get(username="ingunn")
    for deed in (
        lambda: actions.let_in_worker("x1", name="X", title="x", municipality="4221", units=[VALLE], by=as_(key)),
        lambda: actions.let_in_partner("x1", name="Rune Tveit", partner="DPS, poliklinikken", by=as_(key)),
        lambda: actions.password_for_once(account, by=as_(key)),
        lambda: actions.move(account, joins=[VALLE], leaves=[], by=as_(key)),
        lambda: actions.close_account(account, by=as_(key)),
        lambda: register.accounts_of_workers(as_(key)),
    ):
        with pytest.raises(NotVisible):
            deed()
