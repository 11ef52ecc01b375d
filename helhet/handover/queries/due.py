"""What must be done about stays and messages, by when, and by which rule."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.questions import Only, asks
from helhet.cases.rules import Due
from helhet.handover import rules
from helhet.handover.models import Admission, IncomingMessage
from helhet.handover.rules import KIND_NAMES, SHOWN_BY_STAY, Kind, Outcome
from helhet.organisation.rules import N_

from .stays import READY, RUNNING, UNANSWERED

_STILL_FIRST_DAYS = 30  # later it is a missed first contact, for the oversight to find, not something to do today


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Stays that nobody has taken on, and messages nobody has read: local targets. What the law asks is in helhet.oversight."""
    persons = None if person_ids is None else list(person_ids)
    return [one for kind in (_owners, _unread) for one in kind(opening, persons)]


@asks(Admission, "hospital", "notified_at", "ready_at", "discharged_at")
def stays(actor: Actor, only: Only) -> QuerySet:
    """Stays in hospital of these persons."""
    return Admission.objects.filter(only("person"), cancelled_at=None)


def in_hospital(opening: Opening, persons: Collection[UUID] | None = None) -> dict[UUID, dict[str, Any]]:
    """Who is in hospital now, since when, and whether she is declared ready to come home."""
    return {row["about"]: row for row in opening.ask(_in_hospital, persons)}


@asks(Admission, "hospital", "admitted_at", "notified_at", "ready_at", "ready_withdrawn_at")
def _in_hospital(actor: Actor, only: Only) -> QuerySet:
    return Admission.objects.filter(RUNNING, only("person")).order_by("notified_at", "pk")


@asks(Admission, "hospital", "notified_at")
def _without_owner(actor: Actor, only: Only) -> QuerySet:
    return Admission.objects.filter(RUNNING, only("person"), owner=None).exclude(READY & UNANSWERED)


def _owners(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("ta ansvar for hjemkomsten"), rules.owner_due(row["notified_at"]),
            N_("{hospital} varslet om innleggelse {on}. Én av oss følger opp fra første virkedag."),
            N_("utskrivningsklarforskriften § 8; én virkedag er et lokalt mål"), "stay", row["pk"],
            {"hospital": row["hospital"], "on": row["notified_at"].astimezone(OSLO).date()},
        )
        for row in opening.ask(_without_owner, persons)
    ]  # fmt: skip


@asks(IncomingMessage, "kind", "sender", "received_at")
def _not_read(actor: Actor, only: Only) -> QuerySet:
    """A cancellation is read by whoever read what it cancels; a message taken back unread needs no reading."""
    taken_back = IncomingMessage.objects.filter(cancels=OuterRef("pk"))
    rows = IncomingMessage.objects.filter(~Exists(taken_back), only("person"), read_at=None).exclude(kind__in=SHOWN_BY_STAY)
    return rows.exclude(outcome=Outcome.REJECTED).filter(Q(cancels=None) | Q(cancels__read_at__isnull=False))


def _unread(opening: Opening, persons: list[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("les meldingen: {what}"), rules.read_due(row["received_at"]), N_("Kom fra {sender} {on}. Ingen har lest den."),
            N_("lokalt mål: innen én virkedag, ikke lov"), "letter", row["pk"],
            {"what": KIND_NAMES[Kind(row["kind"])], "sender": row["sender"], "on": row["received_at"].astimezone(OSLO).date()},
        )
        for row in opening.ask(_not_read, persons)
    ]  # fmt: skip


# What `due` asks about the persons it is given, for a page that asks everything at once (`Opening.ask_ahead`).
DUE = (_without_owner, _not_read)
