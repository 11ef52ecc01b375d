"""The enquiry inbox, one enquiry with what was answered, and those that could not wait."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.questions import Only, asks
from helhet.cases.models import Enquiry, EnquiryReply
from helhet.cases.rules import Due
from helhet.organisation.rules import N_

_REPLIES = EnquiryReply.objects.filter(enquiry=OuterRef("pk"))


def open_enquiry(opening: Opening, enquiry_id: UUID) -> Enquiry:
    """One enquiry with the person it is about."""
    found: Enquiry = opening.one(Enquiry.objects.filter(pk=enquiry_id).select_related("person__municipality", "unit", "taken_by"))
    return found


def replies_to(opening: Opening, enquiry: Enquiry) -> list[EnquiryReply]:
    """What was answered, oldest first."""
    return opening.all(EnquiryReply.objects.filter(enquiry=enquiry).select_related("enquiry").order_by("at", "pk"))


def inbox(opening: Opening) -> list[Enquiry]:
    """Enquiries not yet settled in the units of this actor, the most urgent first."""
    order = {"now": 0, "today": 1, "days": 2}
    return sorted(opening.ask(_inbox), key=lambda e: (e.taken_by_id is not None, order[e.urgency], e.received_at))


@asks(Enquiry)
def _inbox(actor: Actor, only: Only) -> QuerySet:
    return Enquiry.objects.filter(settled_at=None, unit_id__in=actor.unit_ids).select_related("person", "taken_by")


def enquiries_of(opening: Opening, person_id: UUID) -> list[Enquiry]:
    """Every enquiry about this person, newest first, each with its `replies` (oldest first)."""
    found = opening.all(Enquiry.objects.filter(person_id=person_id).select_related("taken_by", "unit").order_by("-received_at"))
    return _with_replies(opening, found)


def _with_replies(opening: Opening, enquiries: list[Enquiry]) -> list[Enquiry]:
    rows = EnquiryReply.objects.filter(enquiry__in=[one.pk for one in enquiries]).select_related("enquiry").order_by("at", "pk")
    replies = opening.all(rows) if enquiries else []
    for one in enquiries:
        one.replies = [reply for reply in replies if reply.enquiry_id == one.pk]
    return enquiries


def urgent(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    """Enquiries that could not wait, and that nobody has answered."""
    return [
        Due(
            row["about"], N_("ta kontakt, det haster"), row["received_at"].astimezone(OSLO).date(),
            N_("Den som ringte, sa at det må svares {when}."), N_("avtale ved henvendelsen, ikke lov"), "enquiry", row["pk"],
            {"when": N_("nå") if row["urgency"] == "now" else N_("i dag")},
        )
        for row in opening.ask(could_not_wait, person_ids)
    ]  # fmt: skip


@asks(Enquiry, "received_at", "urgency")
def could_not_wait(actor: Actor, only: Only) -> QuerySet:
    """Enquiries that could not wait, and that nobody has answered."""
    return Enquiry.objects.filter(~Exists(_REPLIES), only("person"), settled_at=None, urgency__in=["now", "today"])


@asks(Enquiry, "received_at")
def enquiries(actor: Actor, only: Only) -> QuerySet:
    """Enquiries about these persons."""
    return Enquiry.objects.filter(only("person"))


# What somebody's day asks about nobody in particular, for a page that asks everything at once (`Opening.ask_ahead`).
OF_DAY = (_inbox,)
