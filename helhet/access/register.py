"""The register of accounts: who has been let in, by whom and when. For the operator, who sees nobody's record."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from helhet.organisation.models import Membership

from .models import Account, AccountChange
from .policy import Actor, NotVisible
from .queries import account_named


def operator(login: str, *, at: datetime) -> Actor:
    """Whoever runs a command on the server, by the name she is logged in with there. She has no units, and sees nobody's record."""
    return Actor("operator", f"operator:{login}"[:40], f"{login}, på serveren", "", at)


def require_operator(by: Actor) -> None:
    """For what only the operator does. Raises `NotVisible`."""
    if by.kind != "operator":
        raise NotVisible


def accounts_of_workers(actor: Actor) -> list[Account]:
    """Every account of staff and of partners, with what was done to it: for the operator. Residents' stand in no list."""
    require_operator(actor)
    rows = Account.objects.filter(Q(staff__isnull=False) | Q(partner_member__isnull=False)).order_by("username")
    found = list(rows.select_related("staff__municipality", "partner_member__partner"))
    done: dict[UUID, list[AccountChange]] = {}
    for one in AccountChange.objects.filter(account__in=found).order_by("at"):
        done.setdefault(one.account_id, []).append(one)
    units: dict[UUID, list[str]] = {}
    running = Membership.objects.filter(Q(until=None) | Q(until__gte=actor.on), since__lte=actor.on)
    for staff, unit in running.order_by("unit__name").values_list("staff_id", "unit__name"):
        units.setdefault(staff, []).append(unit)
    for account in found:
        account.changes, account.units = done.get(account.pk, []), units.get(account.staff_id, [])
    return found


def worker_account(username: str) -> Account | None:
    """The account of one of staff or of a partner's member, by its sign-in name."""
    found = account_named(username)
    return found if found and (found.staff_id or found.partner_member_id) else None
