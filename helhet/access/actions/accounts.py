"""Accounts and what belongs to them: drafts, language, and the limit on tries."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from helhet.access.models import Account, Draft
from helhet.access.policy import Actor


@transaction.atomic
def keep_draft(form: str, fields: dict[str, object], *, by: Actor) -> None:
    """Keep what somebody is typing."""
    Draft.objects.update_or_create(account_id=by.key, form=form, defaults={"fields": fields, "at": by.at})


def drop_draft(form: str, *, by: Actor) -> None:
    """The form was sent: the draft goes."""
    Draft.objects.filter(account_id=by.key, form=form).delete()


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


def note_failure(account: Account, *, at: Any) -> None:
    """A wrong password: after five, the account is shut for a quarter of an hour."""
    account.failures += 1
    if account.failures >= 5:
        account.failures, account.shut_until = 0, at + timedelta(minutes=15)
    account.save(update_fields=["failures", "shut_until"])


def note_success(account: Account) -> None:
    """A right password and code: the count starts anew."""
    Account.objects.filter(pk=account.pk).filter(~Q(failures=0) | Q(shut_until__isnull=False)).update(failures=0, shut_until=None)
