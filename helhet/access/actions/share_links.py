"""Share links: she lets somebody without an account read what she has chosen, by a link and a code, until she takes it back."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from helhet.access import log, share_keys
from helhet.access.models import CareRelation, Consent, ShareLink
from helhet.access.policy import OSLO, Actor, NotVisible, require_write, sees
from helhet.access.rules import LINK_DAYS, SHORTEST_PASSCODE, ConsentKind, Part, Purpose, Role, guessable
from helhet.access.share_links import link_actor
from helhet.organisation.rules import N_, Fault, refuse_if_any

from .consents import consent, consent_faults, day_faults, withdraw
from .emergency import note_reading
from .giving_way import begins_at
from .relations import begin_relation, end_now

_BYTES = 32


class WrongPasscode(Exception):
    """The code does not hold; so many tries are left in the link's whole life."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


@transaction.atomic
def share_by_link(
    person_id: UUID, *, to_words: str, parts: Iterable[Part], purpose: str, how: str, given_by: str, until: date, passcode: str,
    language: str, by: Actor, capacity_basis: str = "", since: date | None = None,
) -> ShareLink:  # fmt: skip
    """Make a link to these parts for whom she says, from now or a later day until this one; a consent and a relation like any other."""
    require_write(by, person_id, Part.CONSENT)
    parts = list(parts)
    # Whom it is for is asked for once: by the link's own words.
    kinds = consent_faults(ConsentKind.SHARING, parts, to=True)
    refuse_if_any([*_link_faults(to_words, until, passcode, by), *day_faults(since, until, by), *kinds])
    made = consent(
        person_id, kind=ConsentKind.SHARING, how=how, by=by, given_by=given_by, parts=parts, purpose=purpose, since=since,
        until=until, to_words=to_words, capacity_basis=capacity_basis,
    )  # fmt: skip
    return _make(made, language=language, by=by, passcode=passcode)


@transaction.atomic
def make_card(person_id: UUID, *, to_words: str, purpose: str, how: str, given_by: str, language: str, by: Actor) -> ShareLink:
    """Make her crisis card: a link to the crisis plan alone, without a code, for a year. The card before it is dead."""
    require_write(by, person_id, Part.CONSENT)
    for earlier in ShareLink.objects.filter(person_id=person_id, card=True, consent__withdrawn_at=None).select_related("consent"):
        withdraw(earlier.consent, by=by)
    made = consent(
        person_id, kind=ConsentKind.SHARING, how=how, by=by, given_by=given_by, parts=[Part.CRISIS], purpose=purpose,
        until=by.on + timedelta(days=LINK_DAYS), to_words=to_words,
    )  # fmt: skip
    return _make(made, language=language, by=by, card=True)


def _make(made: Consent, *, language: str, by: Actor, card: bool = False, passcode: str = "") -> ShareLink:
    assert made.until
    salt = secrets.token_hex(_BYTES)
    link = ShareLink.objects.create(
        person_id=made.person_id, consent=made, made_at=by.at, made_by=by.name, language=language, salt=salt, card=card,
        passcode="" if card else make_password(passcode.strip()), address_hash=share_keys.hash_of(share_keys.address_of(salt)),
        expires_at=datetime.combine(made.until + timedelta(days=1), time(), OSLO),
    )  # fmt: skip
    log.did(N_("laget nødkort") if card else N_("laget lenke"), link, by=by, note=made.to_words)
    begin_relation(
        made.person_id, role=Role.SHARE_LINK, ground=N_("samtykke"), by=by, share_link=link, consent=made, since=begins_at(made, by),
        until=link.expires_at,
    )  # fmt: skip
    return link


def _link_faults(to_words: str, until: date, passcode: str, by: Actor) -> Iterable[Fault]:
    if not to_words.strip():
        yield Fault("to_words", N_("Skriv hvem som får lenken."))
    if until > by.on + timedelta(days=LINK_DAYS):
        yield Fault("until", N_("En lenke kan vare i høyst et år. Lag heller en ny når den trengs."))
    if guessable(passcode):
        yield Fault("passcode", N_("Velg en kode på minst {count} tegn som ikke er lett å gjette."), {"count": SHORTEST_PASSCODE})


def open_link(address: str, *, passcode: str, reader: str, at: datetime) -> Actor:
    """Whoever holds this link and its code, as an actor. Raises `WrongPasscode`, or `NotVisible` for a link that opens nothing now.

    A crisis card has no code, and she is told of it. A try is taken before the code is looked at, so that many at once get no more
    tries than one after the other.
    """
    link = ShareLink.objects.filter(address_hash=share_keys.hash_of(address)).select_related("consent").first()
    # Under another outside key the link is as if it had never been.
    if link is None or share_keys.address_of(link.salt) != address:
        raise NotVisible
    actor = link_actor(link, reader=reader, at=at)
    if not sees(actor, link.person_id, Part.PERSON):
        raise NotVisible
    if link.card:
        note_reading(link.person_id, link=link, reader=reader.strip(), by=actor)
        return actor
    if not _take_a_try(link):
        raise NotVisible
    if not check_password(passcode.strip(), link.passcode):
        raise WrongPasscode(_wrong(link, actor))
    ShareLink.objects.filter(pk=link.pk).update(tries_left=F("tries_left") + 1)
    return actor


def _take_a_try(link: ShareLink) -> bool:
    return bool(ShareLink.objects.filter(pk=link.pk, tries_left__gt=0).update(tries_left=F("tries_left") - 1))


@transaction.atomic
def _wrong(link: ShareLink, actor: Actor) -> int:
    """A wrong code stands in her log; the last one shuts the link, and she is told."""
    link.refresh_from_db(fields=["tries_left"])
    told = [_entry(link, actor, N_("skrev feil kode"))]
    if not link.tries_left:
        told.append(_entry(link, actor, N_("lenken er stengt etter for mange feil")))
        link.closed_at = actor.at
        link.save(update_fields=["closed_at"])
    log.append(told)
    if not link.tries_left:
        end_now(CareRelation.objects.filter(share_link=link), reason="koden ble skrevet feil for mange ganger", by=actor)
    return link.tries_left


def _entry(link: ShareLink, actor: Actor, verb: str) -> log.LogEntry:
    return log.entry(
        actor, link.person_id, Purpose.COORDINATION, verb, [(ShareLink.document, str(link.pk))], role=Role.SHARE_LINK, ground=N_("samtykke")
    )
