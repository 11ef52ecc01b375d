"""A way in for once: one use, half an hour, five tries; whoever makes it and whatever comes of it stands in her log."""

from datetime import timedelta

import pytest

from helhet.access import actions, queries
from helhet.access.log import verify
from helhet.access.models import Account, LogEntry, SignInLink
from helhet.access.policy import NotVisible
from helhet.access.rules import SIGN_IN_MINUTES, SIGN_IN_TRIES
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from tests.siri import account_for, coordinated


@pytest.fixture
def siri(house, as_):
    return coordinated(house, as_("ingunn")).person


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def _verbs(person) -> list[str]:
    return list(LogEntry.objects.filter(person_id=person.pk).order_by("number").values_list("verb", flat=True))


def test_the_first_link_gives_her_an_account_and_lets_her_in_once(siri, as_, now) -> None:
    made = actions.make_link(siri, channel="met", by=as_("ingunn"))
    account = actions.use_link(made.token, code=made.code, at=now)
    assert account == Account.objects.get(person=siri)
    assert queries.actor_for(account, at=now).person_id == siri.pk
    assert actions.use_link(made.token, code=made.code, at=now) is None
    assert _verbs(siri)[-2:] == ["laget innloggingslenke", "logget inn med lenke"]
    assert list(verify()) == []


def test_neither_the_link_nor_the_code_is_kept(siri, as_) -> None:
    made = actions.make_link(siri, channel="met", by=as_("ingunn"))
    kept = str(SignInLink.objects.values().get())
    assert made.token not in kept
    assert made.code not in kept


def test_it_is_too_old_after_half_an_hour(siri, as_, now) -> None:
    made = actions.make_link(siri, channel="met", by=as_("ingunn"))
    assert actions.sign_in_tries_left(made.token, at=now + timedelta(minutes=SIGN_IN_MINUTES - 1))
    late = now + timedelta(minutes=SIGN_IN_MINUTES)
    assert not actions.sign_in_tries_left(made.token, at=late)
    assert actions.use_link(made.token, code=made.code, at=late) is None


def test_five_wrong_codes_close_it_and_she_is_told(siri, as_, now) -> None:
    made = actions.make_link(siri, channel="met", by=as_("ingunn"))
    for _ in range(SIGN_IN_TRIES):
        assert actions.use_link(made.token, code=_wrong(made.code), at=now) is None
    assert actions.use_link(made.token, code=made.code, at=now) is None
    assert _verbs(siri)[-2:] == ["skrev feil kode", "innloggingslenke stengt"]


def test_a_new_one_ends_the_one_before(siri, as_, now) -> None:
    first = actions.make_link(siri, channel="met", by=as_("ingunn"))
    second = actions.make_link(siri, channel="called", by=as_("ingunn"))
    assert actions.use_link(first.token, code=first.code, at=now) is None
    assert actions.use_link(second.token, code=second.code, at=now) is not None


def test_a_closed_account_is_not_opened_by_it(siri, as_, now) -> None:
    account = account_for(siri, as_("ingunn"))
    made = actions.make_link(siri, channel="met", by=as_("ingunn"))
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert actions.use_link(made.token, code=made.code, at=now) is None


def test_only_who_helps_her_makes_one_and_knows_how_she_was_known(siri, as_) -> None:
    account_for(siri, as_("ingunn"))
    for key in ("liv", "siri", "sissel"):
        with pytest.raises(NotVisible):
            actions.make_link(siri, channel="met", by=as_(key))
    people.change(siri, telephone="", by=as_("ingunn"))
    for channel in ("called", "", "epost"):
        with pytest.raises(Refused):
            actions.make_link(siri, channel=channel, by=as_("ingunn"))
    assert not SignInLink.objects.exists()
