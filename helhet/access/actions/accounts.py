"""Accounts and what belongs to them: drafts, language, passwords, and the limit on tries."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from helhet.access.models import Account, Draft, SentForm
from helhet.access.policy import Actor
from helhet.organisation.rules import N_, Fault, refuse_if_any

TRIES, SHUT_FOR = 5, timedelta(minutes=15)
# Longer than anybody is signed in, and a page from before she signed in sends nothing.
_REMEMBERED = timedelta(days=2)


@transaction.atomic
def keep_draft(form: str, fields: dict[str, object], *, by: Actor) -> None:
    """Keep what somebody is typing."""
    Draft.objects.update_or_create(account_id=by.key, form=form, defaults={"fields": fields, "at": by.at})


def drop_draft(form: str, *, by: Actor) -> None:
    """The form was sent: the draft goes."""
    Draft.objects.filter(account_id=by.key, form=form).delete()


def send_once(mark: str, *, by: Actor) -> bool:
    """Note that a form is sent from the page with this mark; False when it was before. Of one page at the same time, only one is first."""
    SentForm.objects.filter(account_id=by.key, at__lt=by.at - _REMEMBERED).delete()
    return SentForm.objects.get_or_create(account_id=by.key, mark=mark, defaults={"at": by.at})[1]


def not_sent(mark: str, *, by: Actor) -> None:
    """What was sent was refused, or came to nothing: it may be sent from there again."""
    SentForm.objects.filter(account_id=by.key, mark=mark).delete()


def move_account(person_id: UUID, *, to: UUID) -> None:
    """Her sign-in follows when two records are joined: for `people.actions.merge`."""
    Account.objects.filter(person_id=person_id).update(person_id=to)


def choose_language(language: str, *, by: Actor) -> None:
    """Remember the language somebody reads in."""
    Account.objects.filter(pk=by.key).update(language=language)


def new_account(username: str, *, password: str | None, **who: Any) -> Account:
    """An account for one of staff, a partner's member, a person or her representative; without a password only a demo lets it in."""
    account = Account(username=username, **who)
    account.set_password(password)
    account.save()
    return account


@transaction.atomic
def choose_password(account: Account, *, new: str, again: str, old: str | None) -> None:
    """Somebody chooses her own password; `old` is None when she came in with a password for once. Sessions elsewhere end."""
    refuse_if_any(_password_faults(account, new, again, old))
    account.set_password(new)
    account.password_until = None
    account.save(update_fields=["password", "password_until"])


_WEAK = {
    "password_too_short": N_("Passordet er for kort. Bruk minst tolv tegn, gjerne noen ord etter hverandre."),
    "password_too_common": N_("Dette passordet bruker mange. Velg et annet."),
    "password_too_similar": N_("Passordet ligner for mye på brukernavnet."),
}


def _password_faults(account: Account, new: str, again: str, old: str | None) -> Iterable[Fault]:
    if old is not None and not account.check_password(old):
        yield Fault("old", N_("Dette er ikke passordet du har nå."))
    if account.check_password(new):
        yield Fault("new", N_("Det nye passordet må være et annet enn det du har."))
    try:
        validate_password(new, account)
    except ValidationError as weak:
        yield from (Fault("new", _WEAK[one.code]) for one in weak.error_list if one.code in _WEAK)
    if new != again:
        yield Fault("again", N_("De to er ikke like. Skriv det nye passordet en gang til."))


@transaction.atomic
def note_failure(account: Account, *, at: datetime) -> None:
    """A wrong password: after five, the account is shut for a quarter of an hour. Counted in the database, for tries at once."""
    Account.objects.filter(pk=account.pk).update(failures=F("failures") + 1)
    Account.objects.filter(pk=account.pk, failures__gte=TRIES).update(failures=0, shut_until=at + SHUT_FOR)


def note_success(account: Account) -> None:
    """A right password and code: the count starts anew."""
    Account.objects.filter(pk=account.pk).filter(~Q(failures=0) | Q(shut_until__isnull=False)).update(failures=0, shut_until=None)
