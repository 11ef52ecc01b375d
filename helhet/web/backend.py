"""Finding the account behind a session or a password. Where an OIDC login (a later issue) will stand beside the password."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from helhet.access import actions, queries

from . import clock


class Accounts(ModelBackend):
    """Passwords with a limit on tries; a shut account and an unknown name answer as a wrong password does, after as long."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: object
    ) -> AbstractBaseUser | None:
        account = queries.account_named(username or "")
        at = clock.now()
        if account is None:
            queries.spend_a_password_check(password or "")
            return None
        right = account.check_password(password or "")
        if account.shut_until and account.shut_until > at:
            return None
        too_late = account.password_until is not None and account.password_until < at
        if not right or not account.is_active or too_late:
            actions.note_failure(account, at=at)
            return None
        actions.note_success(account)
        return account

    def get_user(self, user_id: object) -> AbstractBaseUser | None:
        return queries.account_of(user_id)
