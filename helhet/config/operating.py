"""What the operator's commands share: who runs them, and how they say no."""

import os
import pwd
from collections.abc import Iterable, Mapping

from django.core.management.base import CommandError
from django.utils.translation import gettext, ngettext

from helhet.access.policy import Actor
from helhet.access.register import operator
from helhet.organisation.rules import Fault
from helhet.web import clock


def operator_now() -> Actor:
    """Whoever sits at this command line: the name she logged in to the server with, also after sudo."""
    try:
        login = os.getlogin()
    except OSError:  # a timer or a container has no terminal
        try:
            login = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            login = str(os.getuid())
    return operator(login, at=clock.now())


def sentence(fault: Fault) -> str:
    """What is wrong, in the language that is spoken now."""
    return gettext(fault.reason).format(**fault.values)


def refusal(faults: Iterable[Fault], options: Mapping[str, str]) -> CommandError:
    """Every fault on a line of its own, after the option it is about."""
    found = list(dict.fromkeys((options.get(fault.field, ""), sentence(fault)) for fault in faults))
    head = ngettext("Ingenting er endret. Én ting må rettes:", "Ingenting er endret. {count} ting må rettes:", len(found))
    lines = [f"  {option}: {said}" if option else f"  {said}" for option, said in found]
    return CommandError("\n".join([head.format(count=len(found)), *lines]), returncode=1)


def told_once(username: str, password: str) -> Iterable[str]:
    """The lines that give an account's password for once, and what happens at sign-in."""
    yield gettext("Brukernavn:     {username}").format(username=username)
    yield gettext("Engangspassord: {password}").format(password=password)
    yield gettext("Det vises bare nå og virker i sju dager. Ved første innlogging velges et eget passord, og kodeappen settes opp.")
