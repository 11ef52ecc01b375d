"""The enquiry inbox, cases with their pathways and needs, offers, decisions and notices; what is due of it all."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import Actor
from helhet.access.questions import Only, asks
from helhet.cases import rules
from helhet.cases.models import BoughtCare, BoughtLook, Case, Complaint, Decision, Need, Notice, Offer, Pathway, ProtectedNotice
from helhet.cases.rules.bought import cost_of
from helhet.organisation.models import ServiceOffered

from .due import DUE as DUE
from .due import LOOKS as LOOKS
from .due import due as due
from .due import looks_due as looks_due
from .due import newest_offers as newest_offers
from .due import without_coordinator as without_coordinator
from .enquiries import OF_DAY as OF_DAY
from .enquiries import enquiries as enquiries
from .enquiries import enquiries_of as enquiries_of
from .enquiries import inbox as inbox
from .enquiries import open_enquiry as open_enquiry
from .enquiries import replies_to as replies_to


def cases_of(opening: Opening, person_id: UUID) -> list[Case]:
    """Her cases, open ones first, each with `pathways` (oldest first)."""
    cases = opening.all(
        Case.objects.filter(person_id=person_id).select_related("service", "unit").order_by(F("closed_on").desc(nulls_first=True))
    )
    pathways = (
        opening.all(Pathway.objects.filter(case__person_id=person_id).select_related("case").order_by("since", "at")) if cases else []
    )
    for case in cases:
        case.pathways = [one for one in pathways if one.case_id == case.pk]
    return cases


def open_case(opening: Opening, case_id: UUID) -> Case:
    """One case with its `pathways` (oldest first)."""
    case: Case = opening.one(Case.objects.filter(pk=case_id).select_related("service", "unit", "enquiry"))
    case.pathways = opening.all(Pathway.objects.filter(case=case).select_related("case").order_by("since", "at"))
    return case


def needs_met(opening: Opening, person_id: UUID) -> list[Need]:
    """Needs that are met or no longer there, newest first."""
    return opening.all(Need.objects.filter(person_id=person_id, met_on__isnull=False).order_by("-met_on", "-at"))


def open_cases(opening: Opening, person_id: UUID) -> list[Case]:
    """Her open cases, the newest first."""
    rows = Case.objects.filter(person_id=person_id, closed_on=None).select_related("service", "unit")
    return opening.all(rows.order_by("-opened_on", "-pk"))


def said_yes_to(opening: Opening, person_id: UUID, of: rules.OfferOf) -> Offer | None:
    """The newest offer of this kind she has said yes to."""
    rows = Offer.objects.filter(person_id=person_id, of=of, answer=rules.Answer.YES).order_by("-offered_on", "-at")
    return next(iter(opening.all(rows.filter(pk=rows.values("pk")[:1]))), None)


def needs_of(opening: Opening, person_id: UUID) -> list[Need]:
    """Needs not yet met."""
    return opening.all(Need.objects.filter(person_id=person_id, met_on=None).order_by("since", "at"))


def offers_of(opening: Opening, person_id: UUID) -> list[Offer]:
    """Every offer with its answer, newest first."""
    return opening.all(Offer.objects.filter(person_id=person_id).order_by("-offered_on", "-at"))


def decisions_of(opening: Opening, person_id: UUID) -> list[Decision]:
    """Decisions with the complaints on them (`complaints`), newest first."""
    decisions = opening.all(Decision.objects.filter(person_id=person_id).select_related("decider").order_by("-decided_on"))
    complaints = opening.all(Complaint.objects.filter(decision__person_id=person_id).select_related("decision")) if decisions else []
    for decision in decisions:
        decision.complaints = [one for one in complaints if one.decision_id == decision.pk]
    return decisions


def services_for(municipality_number: str, *, actor: Actor, pathway: int | None = None) -> list[ServiceOffered]:
    """The services that exist for residents here (on this pathway), each with `has_room`, lowest effective level of care first (BEON)."""
    offered = {
        s.pk: s
        for s in ServiceOffered.objects.filter(Q(until=None) | Q(until__gte=actor.on), serves=municipality_number).select_related("unit")
    }
    in_use = dict.fromkeys(offered, 0)
    for key in Case.objects.filter(service_id__in=offered, closed_on=None).values_list("service_id", flat=True):
        in_use[key] += 1
    for s in offered.values():
        s.has_room = s.capacity is None or in_use[s.pk] < s.capacity
    rungs = [
        rules.Rung(
            s.pk,
            s.level_of_care,
            frozenset(int(p) for p in s.pathways),
            s.has_room,
        )
        for s in offered.values()
    ]
    return [offered[rung.key] for rung in rules.lowest_that_helps(rungs, pathway=pathway)]


def bought_for(opening: Opening, person_id: UUID) -> list[BoughtCare]:
    """What is bought for her, the newest first, each with what it has cost to today and how it was looked at."""
    found = opening.all(BoughtCare.objects.filter(person_id=person_id).select_related("supplier").order_by("-since", "-at"))
    looks = opening.all(BoughtLook.objects.filter(bought__person_id=person_id).select_related("bought").order_by("-on", "-at"))
    on = opening.actor.on
    for one in found:
        one.looks = [look for look in looks if look.bought_id == one.pk]
        one.runs = one.until is None or one.until >= on
        one.cost = cost_of(one.per_day, one.since, one.until, on=on)
    return found


# What a duty's words need to be said with: see helhet.oversight.due.


@asks(Need, "since")
def coordinated_needs(actor: Actor, only: Only) -> QuerySet:
    """Long-term needs of several services together, that are not met; the first of each person last."""
    return Need.objects.filter(only("person"), met_on=None, long_term=True, coordinated=True).order_by("-since", "-pk")


@asks(Case, "opened_on")
def helped(actor: Actor, only: Only) -> QuerySet:
    """Open cases, the first of each person last."""
    return Case.objects.filter(only("person"), closed_on=None).order_by("-opened_on", "-pk")


@asks(Decision, "decided_on")
def decisions(actor: Actor, only: Only) -> QuerySet:
    """Decisions about these persons."""
    return Decision.objects.filter(only("person"))


@asks(Complaint, "received_on", "forwarded_on")
def complaints(actor: Actor, only: Only) -> QuerySet:
    """Complaints on decisions about these persons."""
    return Complaint.objects.filter(only("decision__person"))


@asks(Notice, "kind", "on", "party")
def notices(actor: Actor, only: Only) -> QuerySet:
    """Notices with a clock about these persons."""
    return Notice.objects.filter(only("person"))


@asks(ProtectedNotice, "kind", "on", "party")
def protected_notices(actor: Actor, only: Only) -> QuerySet:
    """The same of what few may see."""
    return ProtectedNotice.objects.filter(only("person"))


def notices_of(opening: Opening, person_id: UUID) -> list[Notice]:
    """What others told or asked, and what we sent, with what came of it: newest first."""
    return opening.all(Notice.objects.filter(person_id=person_id).order_by("-on", "-at"))


def protected_notices_of(opening: Opening, person_id: UUID) -> list[ProtectedNotice]:
    """The same of what few may see."""
    return opening.all(ProtectedNotice.objects.filter(person_id=person_id).order_by("-on", "-at"))
