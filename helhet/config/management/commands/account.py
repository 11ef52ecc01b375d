"""`helhet account add|list|reset|move|close`: who can sign in, and to which units they belong."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext

from helhet.access import actions, register
from helhet.access.policy import OSLO
from helhet.config.operating import operator_now, refusal, told_once
from helhet.organisation import queries as organisation
from helhet.organisation.rules import Refused
from helhet.web import clock

# The option that each field of a fault is about.
_OPTIONS = {
    "username": "USERNAME", "name": "--name", "title": "--title", "municipality": "--municipality", "unit": "--unit", "leaves": "--leave",
    "partner": "--partner", "telephone": "--telephone", "email": "--email", "hpr_number": "--hpr-number",
}  # fmt: skip


class Command(BaseCommand):
    """Exit status 0 when it is done, 1 when it was refused, 2 when the command was wrong."""

    help = "Give those who work here an account, list accounts, give a new password for once, change units, or close one."

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="does", required=True, metavar="add|list|reset|move|close")
        self._add_arguments(
            does.add_parser("add", help="an account for one of staff, or for somebody at a partner; prints a password once")
        )
        rows = does.add_parser("list", help="every account of staff and partners; residents' stand in no list")
        rows.add_argument("--history", action="store_true", help="what was done to each, when and by whom")
        rows.add_argument("--json", action="store_true", help="one line of JSON an account, always with the history")
        again = does.add_parser("reset", help="a new password for once; the one before it, and open sessions, end")
        again.add_argument("username")
        again.add_argument("--lost-telephone", action="store_true", help="take away the code app and the written-down codes too")
        moved = does.add_parser("move", help="begin in units and leave others, from today")
        moved.add_argument("username")
        moved.add_argument("--join", action="append", default=[], metavar="UNIT", help="the name of a unit to begin in")
        moved.add_argument("--leave", action="append", default=[], metavar="UNIT", help="the name of a unit to leave")
        closed = does.add_parser("close", help="nobody signs in by it any more, and its holder has left every unit")
        closed.add_argument("username")

    def _add_arguments(self, one: CommandParser) -> None:
        one.add_argument("username", help="what she signs in with; her e-mail address will do")
        one.add_argument("--name", default="", help="her whole name, as residents know it")
        one.add_argument("--title", default="", help="the title residents know, as psykiatrisk sykepleier")
        one.add_argument("--municipality", default="", metavar="N", help="the municipality that employs her, by number or name")
        one.add_argument("--unit", action="append", default=[], metavar="NAME", help="a unit she belongs to; say it again for another")
        one.add_argument("--partner", default="", metavar="NAME", help="the partner she works for, instead of municipality, title and unit")
        one.add_argument("--telephone", default="", help="her telephone at work")
        one.add_argument("--email", default="", help="her e-mail address at work")
        one.add_argument("--hpr-number", default="", metavar="NUMBER", help="her number in the register of health personnel")
        one.add_argument("--language", default="", choices=["nb", "nn", "en"], help="what she reads; otherwise the municipality's language")

    def handle(self, *args: Any, **options: Any) -> None:
        place = organisation.taking_part(options["municipality"]) if options.get("municipality") else None
        with translation.override(place.language if place else "nb"):
            try:
                getattr(self, f"_{options['does']}")(options)
            except Refused as refused:
                raise refusal(refused.faults, _OPTIONS) from None

    def _add(self, options: dict[str, Any]) -> None:
        given = {name: options[name] for name in ("name", "language")}
        if options["partner"]:
            done = actions.let_in_partner(options["username"], partner=options["partner"], by=operator_now(), **given)
        else:
            given |= {name: options[name] for name in ("title", "municipality", "telephone", "email", "hpr_number")}
            done = actions.let_in_worker(options["username"], units=options["unit"], by=operator_now(), **given)
        said = gettext("{name} har fått konto.").format(name=done.account.who)
        self.stdout.write("\n".join([said, *told_once(done.account.username, done.password)]))

    def _list(self, options: dict[str, Any]) -> None:
        for account in register.accounts_of_workers(operator_now()):
            if options["json"]:
                self.stdout.write(json.dumps(_as_json(account), ensure_ascii=False))
            else:
                self.stdout.write("\n".join([_line(account), *(_history(account) if options["history"] else ())]))

    def _reset(self, options: dict[str, Any]) -> None:
        account = _named(options["username"])
        password = actions.password_for_once(account, by=operator_now(), lost_telephone=options["lost_telephone"])
        said = gettext("{name} har fått nytt passord.").format(name=account.who)
        self.stdout.write("\n".join([said, *told_once(account.username, password)]))

    def _move(self, options: dict[str, Any]) -> None:
        account = _named(options["username"])
        actions.move(account, joins=options["join"], leaves=options["leave"], by=operator_now())
        self.stdout.write(gettext("{name} er flyttet.").format(name=account.who))

    def _close(self, options: dict[str, Any]) -> None:
        account = _named(options["username"])
        actions.close_account(account, by=operator_now())
        said = gettext("Kontoen til {name} er stengt. Står noen uten koordinator nå, ser koordinerende enhet det på Min dag.")
        self.stdout.write(said.format(name=account.who))


def _named(username: str) -> Any:
    account = register.worker_account(username)
    if account is None:
        raise CommandError(gettext("Ingen her har brukernavnet «{username}».").format(username=username), returncode=1)
    return account


def _line(account: Any) -> str:
    where = ", ".join(account.units) or (account.partner_member.partner.name if account.partner_member else "–")
    return f"{account.username:24} {account.who:28} {_state(account):22} {where}"


def _state(account: Any) -> str:
    if not account.is_active:
        return gettext("stengt")
    if account.password_until:
        late = account.password_until < clock.now()
        return gettext("engangspassord utløpt") if late else gettext("ikke logget inn ennå")
    return gettext("i bruk")


def _history(account: Any) -> Iterator[str]:
    for one in account.changes:
        note = f": {one.note}" if one.note else ""
        yield f"    {one.at.astimezone(OSLO):%Y-%m-%d %H:%M} {one.verb}{note} ({one.by_name})"


def _as_json(account: Any) -> dict[str, object]:
    done = [{"at": one.at.astimezone(OSLO).isoformat(), "what": one.verb, "note": one.note, "by": one.by_name} for one in account.changes]
    return {
        "username": account.username, "name": account.who, "what": account.what, "open": account.is_active, "units": account.units,
        "language": account.language or None, "history": done,
    }  # fmt: skip
