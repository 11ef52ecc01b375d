"""A way in for once: made by somebody who helps her, used by her with its code, closed by use, by time and by wrong codes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from helhet.access import log
from helhet.access.deciding import Band, band
from helhet.access.models import Account, CareRelation, SignInLink
from helhet.access.policy import Actor, NotVisible, in_force, require_write
from helhet.access.queries import actor_for
from helhet.access.rules import CHANNEL_NAMES, NEAR_ROLES, SIGN_IN_MINUTES, SIGN_IN_TRIES, LinkChannel, Part, Role
from helhet.organisation.rules import N_, Fault, refuse_if_any

from .accounts import new_account
from .relations import begin_relation

_STRANGER = N_("Ukjent, med en innloggingslenke")


@dataclass(frozen=True)
class WayIn:
    """The link's secret part and the code, shown this once and kept nowhere."""

    token: str
    code: str


@transaction.atomic
def make_link(person: Any, *, channel: str, by: Actor, kin: Any = None) -> WayIn:
    """Somebody who helps her gives her, or who acts for her, a way in for once; the first gives an account. An older link ends.

    Whoever makes it sees the code too, and could use it herself: that is why it is in her log, with by whom and how she was known.
    """
    require_write(by, person.pk, Part.PERSON)
    if not by.is_staff:
        raise NotVisible
    refuse_if_any(_faults(person, kin or person, channel, by))
    account = _account_of(kin, person, by) if kin else Account.objects.filter(person_id=person.pk, is_active=True).first()
    account = account or _account_for(person, by)
    SignInLink.objects.filter(account=account, used_at=None, closed_at=None).update(closed_at=by.at)
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(1_000_000):06d}"
    SignInLink.objects.create(
        account=account, token=_seal(token), code=_code_seal(token, code), channel=channel, made_at=by.at, made_by=by.name,
        until=by.at + timedelta(minutes=SIGN_IN_MINUTES),
    )  # fmt: skip
    log.did(N_("laget innloggingslenke"), person, by=by, note=f"{account.who}: {CHANNEL_NAMES[LinkChannel(channel)]}")
    return WayIn(token, code)


def _faults(person: Any, who: Any, channel: str, by: Actor) -> list[Fault]:
    if channel not in CHANNEL_NAMES:
        return [Fault("channel", N_("Velg hvordan du vet at det er riktig person."))]
    if channel == LinkChannel.CALLED and not who.telephone:
        return [Fault("channel", N_("Det står ikke noe telefonnummer her. Skriv det inn først, eller møt personen."))]
    if who is person and band(person.born, on=by.on) == Band.UNDER_12:
        # Our own choice, and no law's: the child is told by somebody, in words that fit the age.
        return [
            Fault("channel", N_("{first} er under 12 år. Gi lenken til en forelder, og fortell {first} det selv."), {"first": person.first})
        ]
    return [Fault("channel", N_("Personen er død."))] if person.deceased_on else []


def _account_of(kin: Any, person: Any, by: Actor) -> Account:
    """The account of somebody who acts for her now."""
    acts = CareRelation.objects.filter(in_force(by.at), person_id=person.pk, role__in=NEAR_ROLES, next_of_kin_id=kin.pk)
    if not acts.exists():
        raise NotVisible
    found = Account.objects.filter(next_of_kin_id=kin.pk, is_active=True).first()
    return found or new_account(f"representant-{UUID(str(kin.pk)).hex}", password=None, next_of_kin=kin)


def _whose(account: Account) -> Any:
    """The person whose record an account of hers, or of somebody who acts for her, opens."""
    return account.person or account.next_of_kin.person


def _account_for(person: Any, by: Actor) -> Account:
    begin_relation(person.pk, role=Role.PERSON, ground=N_("egen journal"), by=by, herself=True)
    return new_account(f"person-{UUID(str(person.pk)).hex}", password=None, person=person, language=person.language)


def _seal(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_seal(token: str, code: str) -> str:
    return salted_hmac("helhet.sign-in-link", f"{token}:{code}", algorithm="sha256").hexdigest()


def sign_in_tries_left(token: str, *, at: Any) -> int:
    """How many codes may be tried on this link yet: none when there is no such link, or it is used, closed or too old."""
    tried: int | None = _open(token, at).values_list("tries", flat=True).first()
    return 0 if tried is None else SIGN_IN_TRIES - tried


def _open(token: str, at: Any) -> Any:
    return SignInLink.objects.filter(token=_seal(token), used_at=None, closed_at=None, until__gt=at, tries__lt=SIGN_IN_TRIES)


@transaction.atomic
def use_link(token: str, *, code: str, at: Any) -> Account | None:
    """The account, when the code is right and the link open: once. Wrong codes count, stand in her log, and the last one closes it."""
    if not _open(token, at).update(tries=F("tries") + 1):
        return None
    link = (
        SignInLink.objects.select_related("account__person", "account__next_of_kin__person")
        .select_for_update(of=("self",))
        .get(token=_seal(token))
    )
    account: Account = link.account
    if not account.is_active or link.used_at or link.closed_at:
        return None
    if not constant_time_compare(link.code, _code_seal(token, "".join(code.split()))):
        _wrong(link, at)
        return None
    link.used_at = at
    link.save(update_fields=["used_at"])
    log.did(N_("logget inn med lenke"), _whose(account), by=actor_for(account, at=at))
    return account


def _wrong(link: SignInLink, at: Any) -> None:
    stranger = Actor("unknown", "", _STRANGER, "", at)
    log.did(N_("skrev feil kode"), _whose(link.account), by=stranger)
    if link.tries >= SIGN_IN_TRIES:
        link.closed_at = at
        link.save(update_fields=["closed_at"])
        log.did(N_("innloggingslenke stengt"), _whose(link.account), by=stranger)
