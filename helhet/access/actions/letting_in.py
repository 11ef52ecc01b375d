"""Letting those who work here in, and out again: the operator's verbs, each with its line in the register of accounts.

An account opens nothing by itself. What its holder sees follows from her units and from whom she helps, so the units are given here too.
"""

import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django_otp import devices_for_user

from helhet.access.models import Account, AccountChange
from helhet.access.policy import Actor
from helhet.access.queries import account_named
from helhet.access.register import require_operator
from helhet.organisation import actions as organisation
from helhet.organisation import queries
from helhet.organisation.models import Municipality, Staff, Unit
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules.keeping import staff_faults

from .accounts import new_account

FOR_ONCE = timedelta(days=7)  # how long a password for once waits to be used
# Letters and digits that are not taken for each other when somebody reads them aloud.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class LetIn:
    """An account, and the password that is shown this once and kept nowhere."""

    account: Account
    password: str


@transaction.atomic
def let_in_worker(
    username: str, *, name: str, title: str, municipality: str, units: Collection[str], by: Actor, telephone: str = "", email: str = "",
    hpr_number: str = "", language: str = "",
) -> LetIn:  # fmt: skip
    """One of staff gets an account: employed in these units from today (by name; municipality by number or name)."""
    require_operator(by)
    place = queries.taking_part(municipality)
    known = Staff.objects.filter(name__iexact=name.strip(), municipality=place).first() if place else None
    found, faults = _units(units, place.pk if place else "")
    faults = [
        *_username_faults(username), *_has_one(known),
        *staff_faults(name=name, title=title, telephone=telephone, email=email, hpr_number=hpr_number, is_known=known is not None),
        *_not_here(municipality, place), *faults,
    ]  # fmt: skip
    refuse_if_any(faults)
    assert place is not None
    staff = organisation.employ(
        name, title=title, municipality=place, units=found, by=by, telephone=telephone, email=email, hpr_number=hpr_number
    )
    account = new_account(username.strip(), password=None, staff=staff, language=language)
    _note(account, "opprettet", by=by, note=", ".join(unit.name for unit in found))
    return LetIn(account, _password_for_once(account, by=by))


@transaction.atomic
def let_in_partner(username: str, *, name: str, partner: str, by: Actor, language: str = "") -> LetIn:
    """A named person at a partner, whom the coordinating unit has written down, gets an account. She sees what residents share, no more."""
    require_operator(by)
    member = queries.partner_member_named(name, partner)
    faults = [*_username_faults(username)]
    if member is None:
        said = N_("{name} hos {partner} finnes ikke. Koordinerende enhet legger inn samarbeidspartnere og folkene deres.")
        faults.append(Fault("partner", said, {"name": name, "partner": partner}))
    elif other := Account.objects.filter(partner_member=member, is_active=True).first():
        faults.append(_already(member.name, other))
    refuse_if_any(faults)
    account = new_account(username.strip(), password=None, partner_member=member, language=language)
    _note(account, "opprettet", by=by, note=partner)
    return LetIn(account, _password_for_once(account, by=by))


@transaction.atomic
def password_for_once(account: Account, *, by: Actor, lost_telephone: bool = False) -> str:
    """A new password that works for a week, and only to choose one's own; the one before it, and open sessions, end.

    With the telephone lost, the code app and the written-down codes end too, and a new one is set up at sign-in.
    """
    require_operator(by)
    if not account.is_active:
        refuse_if_any([Fault("username", N_("Kontoen er stengt. Lag en ny med et annet brukernavn."))])
    if lost_telephone:
        for device in list(devices_for_user(account, confirmed=None)):
            device.delete()
    _note(account, "nytt engangspassord", by=by, note="kodeapp og engangskoder tatt bort" if lost_telephone else "")
    return _password_for_once(account, by=by)


def _password_for_once(account: Account, *, by: Actor) -> str:
    password = "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(4))
    account.set_password(password)
    account.password_until, account.failures, account.shut_until = by.at + FOR_ONCE, 0, None
    account.save(update_fields=["password", "password_until", "failures", "shut_until"])
    return password


@transaction.atomic
def move(account: Account, *, joins: Collection[str], leaves: Collection[str], by: Actor) -> None:
    """One of staff begins in these units and leaves those, from today; what she held through a unit ends with it."""
    require_operator(by)
    staff = account.staff
    if staff is None:
        refuse_if_any([Fault("username", N_("Bare ansatte hører til en enhet."))])
    assert staff is not None
    found, faults = _units(joins, staff.municipality_id) if joins else ([], [])
    now = {unit.name.lower(): unit for unit in Unit.objects.filter(_running(by), memberships__staff=staff)}
    for word in leaves:
        if word.strip().lower() not in now:
            faults.append(Fault("leaves", N_("{name} hører ikke til «{word}»."), {"name": staff.name, "word": word}))
    if not joins and not leaves:
        faults.append(Fault("", N_("Skriv minst én enhet.")))
    refuse_if_any(faults)
    gone = [now[word.strip().lower()] for word in leaves]
    organisation.employ(staff.name, title=staff.title, municipality=staff.municipality, units=found, by=by)
    if gone:
        organisation.leave(staff, units=gone, by=by)
    said = [*(f"inn i {unit.name}" for unit in found), *(f"ut av {unit.name}" for unit in gone)]
    _note(account, "flyttet", by=by, note=", ".join(said))


def _running(by: Actor) -> Q:
    return Q(memberships__since__lte=by.on) & (Q(memberships__until=None) | Q(memberships__until__gte=by.on))


@transaction.atomic
def close_account(account: Account, *, by: Actor) -> None:
    """Nobody signs in by this account any more, and who worked here has left every unit; open sessions end on the next request."""
    require_operator(by)
    if not account.is_active:
        refuse_if_any([Fault("username", N_("Kontoen er stengt fra før."))])
    account.is_active = False
    account.save(update_fields=["is_active"])
    if account.staff:
        organisation.leave(account.staff, by=by)
    _note(account, "stengt", by=by)


def _note(account: Account, verb: str, *, by: Actor, note: str = "") -> None:
    AccountChange.objects.create(account=account, at=by.at, verb=verb, note=note, by_kind=by.kind, by_key=by.key, by_name=by.name)


def _username_faults(username: str) -> Iterable[Fault]:
    username = username.strip()
    if not re.fullmatch(r"[a-zæøåA-ZÆØÅ0-9][\w.@+-]{1,79}", username):
        said = N_("Et brukernavn er to til åtti tegn: bokstaver, tall, punktum, bindestrek eller en e-postadresse.")
        yield Fault("username", said)
    elif account_named(username):
        yield Fault("username", N_("Brukernavnet «{username}» er tatt. Velg et annet."), {"username": username})


def _has_one(staff: Staff | None) -> Iterable[Fault]:
    if staff and (other := Account.objects.filter(staff=staff, is_active=True).first()):
        yield _already(staff.name, other)


def _already(name: str, account: Account) -> Fault:
    said = N_("{name} har alt kontoen «{username}». Er det en annen med samme navn, så skriv navnet med mellomnavn eller bokstav.")
    return Fault("name", said, {"name": name, "username": account.username})


def _not_here(word: str, place: Municipality | None) -> Iterable[Fault]:
    if place is None:
        yield Fault("municipality", N_("Ingen kommune her har nummer eller navn «{word}»."), {"word": word})


def _units(words: Iterable[str], number: str) -> tuple[list[Unit], list[Fault]]:
    """The units of these names that serve the municipality, and what is wrong with the rest."""
    if not number:
        return [], []
    there, found, faults = queries.units_by_name(number), [], []
    for word in words:
        if unit := there.get(word.strip().lower()):
            found.append(unit)
        else:
            names = ", ".join(f"«{one.name}»" for one in there.values()) or "–"
            faults.append(Fault("unit", N_("Ingen enhet heter «{word}». Her er: {names}."), {"word": word, "names": names}))
    if not found and not faults:
        faults.append(Fault("unit", N_("Velg minst én enhet.")))
    return found, faults
