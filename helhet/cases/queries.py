"""The enquiry inbox, cases with their pathways and needs, offers, decisions, and what is due of all that."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.queries import has_running, is_left_alone, unreviewed_emergencies
from helhet.access.questions import Only, asks
from helhet.access.rules import REVIEW_WITHIN_DAYS, Role
from helhet.organisation.models import ServiceOffered
from helhet.organisation.rules import N_
from helhet.people.models import ChildrenAsked
from helhet.people.rules import CHILDREN_WITHIN_DAYS, children_due

from . import rules
from .models import Case, Complaint, Decision, Enquiry, Need, Offer, Pathway
from .rules import Due


def open_enquiry(opening: Opening, enquiry_id: UUID) -> Enquiry:
    """One enquiry with the person it is about."""
    found: Enquiry = opening.one(Enquiry.objects.filter(pk=enquiry_id).select_related("person__municipality", "unit", "taken_by"))
    return found


def inbox(opening: Opening) -> list[Enquiry]:
    """Enquiries not yet settled in the units of this actor, the most urgent first."""
    rows = Enquiry.objects.filter(settled_at=None, unit_id__in=opening.actor.unit_ids).select_related("person", "taken_by")
    order = {"now": 0, "today": 1, "days": 2}
    return sorted(opening.all(rows), key=lambda e: (e.taken_by_id is not None, order[e.urgency], e.received_at))


def enquiries_of(opening: Opening, person_id: UUID) -> list[Enquiry]:
    """Every enquiry about this person, newest first."""
    return opening.all(Enquiry.objects.filter(person_id=person_id).select_related("taken_by", "unit").order_by("-received_at"))


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


def services_for(municipality_number: str, *, pathway: int, actor: Actor) -> list[ServiceOffered]:
    """The services that exist for residents here on this pathway, lowest effective level of care first (BEON)."""
    offered = {
        s.pk: s
        for s in ServiceOffered.objects.filter(Q(until=None) | Q(until__gte=actor.on), serves=municipality_number).select_related("unit")
    }
    in_use = dict.fromkeys(offered, 0)
    for key in Case.objects.filter(service_id__in=offered, closed_on=None).values_list("service_id", flat=True):
        in_use[key] += 1
    rungs = [
        rules.Rung(
            s.pk,
            s.level_of_care,
            frozenset(int(p) for p in s.pathways),
            s.capacity is None or in_use[s.pk] < s.capacity,
        )
        for s in offered.values()
    ]
    return [offered[rung.key] for rung in rules.lowest_that_helps(rungs, pathway=pathway)]


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """What must be done with enquiries, offers, children, coordinators, decisions and complaints about these persons (None: all hers).

    Each says whether its day is the law's or our own.
    """
    persons = None if person_ids is None else list(person_ids)
    kinds = (_enquiries_due, _offers_due, _children_due, nobody_coordinates, _decisions_due, _complaints_due, _emergencies_due)
    return [one for kind in kinds for one in kind(opening, persons)]


def _enquiries_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    return [_reply_due(row) for row in opening.ask(_unsettled, person_ids)]


@asks(Enquiry, "received_at", "urgency", "expected_on", "replied_at", "settled_at")
def _unsettled(actor: Actor, only: Only) -> QuerySet:
    return Enquiry.objects.filter(only("person"), Q(replied_at=None) | Q(settled_at=None))


def _reply_due(row: dict) -> Due:
    received = row["received_at"].astimezone(OSLO).date()
    if row["replied_at"]:
        return _answer_promised(row, received)
    if row["urgency"] in ("now", "today") and not row["settled_at"]:
        return Due(
            row["about"], N_("ta kontakt, det haster"), received, N_("Den som ringte, sa at det må svares {when}."),
            N_("avtale ved henvendelsen, ikke lov"), "enquiry", row["pk"], {"when": N_("nå") if row["urgency"] == "now" else N_("i dag")},
        )  # fmt: skip
    return Due(
        row["about"], N_("svar på henvendelsen, eller si når svaret kommer"), rules.reply_due(received),
        N_("Mottatt {received}. Etter en måned skal det være gitt svar eller foreløpig svar."), N_("forvaltningsloven § 11 a"),
        "enquiry", row["pk"], {"received": received},
    )  # fmt: skip


def _answer_promised(row: dict, received: date) -> Due:
    """Replied but not settled: the day the answer was promised for, or a service is still to be found."""
    return Due(
        row["about"],
        N_("avklar henvendelsen: hvilket tilbud?"),
        row["expected_on"] or rules.reply_due(received),
        N_("Mottatt {received} og foreløpig besvart. Nå venter personen på svaret."),
        N_("forvaltningsloven § 11 a"),
        "triage",
        row["pk"],
        {"received": received},
    )


def _offers_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    """Offers owed by needs and never made, offers without an answer, and offers to be made again on the day agreed."""
    needs = opening.ask(_coordinated_needs, person_ids)
    offers = {(row["about"], row["of"]): row for row in opening.ask(_newest_offers, person_ids)}
    found = [_offer_again(row) for row in offers.values() if row["again_on"]]
    found += [_offer_unanswered(row) for row in offers.values() if not row["answer"]]
    first_need: dict[UUID, dict] = {}
    for need in needs:
        if need["about"] not in first_need or need["since"] < first_need[need["about"]]["since"]:
            first_need[need["about"]] = need
    for person, need in first_need.items():
        found += [_offer_owed(person, of, need) for of in (rules.OfferOf.PLAN, rules.OfferOf.COORDINATOR) if (person, of) not in offers]
    return found


@asks(Need, "since")
def _coordinated_needs(actor: Actor, only: Only) -> QuerySet:
    return Need.objects.filter(only("person"), met_on=None, long_term=True, coordinated=True)


@asks(Offer, "of", "offered_on", "answer", "again_on", "answered_on")
def _newest_offers(actor: Actor, only: Only) -> QuerySet:
    return Offer.objects.filter(pk__in=_numbered(Offer.objects.filter(only("person"))).filter(place=1).values("pk"))


def _numbered(offers: QuerySet) -> QuerySet:
    """Each person's offers of the same thing, the newest as number one."""
    newest_first = [F("offered_on").desc(), F("at").desc()]
    return offers.annotate(place=Window(RowNumber(), partition_by=[F("person_id"), F("of")], order_by=newest_first))


def _offer_owed(person: UUID, of: rules.OfferOf, need: dict) -> Due:
    return Due(
        person, N_("tilby {of}"), rules.add_month(need["since"]),
        N_("Et langvarig behov for flere tjenester sammen ble sett {since}, og gir rett til tilbudet. En måned er vårt eget mål."),
        rules.OFFER_RULES[of], "offer", need["pk"], {"of": rules.OFFER_NAMES[of], "since": need["since"]},
    )  # fmt: skip


def _offer_again(row: dict) -> Due:
    of = rules.OfferOf(row["of"])
    return Due(
        row["about"], N_("spør igjen om {of}"), row["again_on"],
        N_("Svaret var {answer} {answered}. Dagen for å spørre på nytt er avtalt, eller vårt eget mål."), rules.OFFER_RULES[of], "offer",
        row["pk"],
        {"of": rules.OFFER_NAMES[of], "answer": rules.ANSWER_NAMES[rules.Answer(row["answer"])], "answered": row["answered_on"]},
    )  # fmt: skip


def _offer_unanswered(row: dict) -> Due:
    of = rules.OfferOf(row["of"])
    return Due(
        row["about"], N_("hent svar på tilbudet om {of}"), row["offered_on"] + timedelta(days=rules.OFFER_ANSWER_DAYS),
        N_("Tilbudet ble gitt {offered}, og svaret er ikke skrevet ned. Fjorten dager er vårt eget mål."), rules.OFFER_RULES[of], "offer",
        row["pk"], {"of": rules.OFFER_NAMES[of], "offered": row["offered_on"]},
    )  # fmt: skip


def _children_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    """PÅ-1: who gets help and has not been asked about children, or not for a year."""
    open_cases = opening.ask(_open_cases, person_ids)
    asked: dict[UUID, object] = {row["about"]: row["at"].astimezone(OSLO).date() for row in opening.ask(_asked_of_children, person_ids)}
    firsts = {row["about"]: row for row in reversed(open_cases)}
    found = []
    for person, case in firsts.items():
        last = asked.get(person)
        known = case["person__known_since"].astimezone(OSLO).date()  # later than the help for somebody who came with a list
        why = (
            N_("Det ble sist spurt {last}. Loven setter ingen dag; én gang i året er vårt eget mål.") if last
            else N_("Hjelpen begynte {opened}. Loven setter ingen dag; innen {days} dager er vårt eget mål.") if known <= case["opened_on"]
            else N_("Personen ble lest inn fra en liste {opened}. Loven setter ingen dag; innen {days} dager er vårt eget mål.")
        )  # fmt: skip
        first = max(case["opened_on"], known)
        found.append(
            Due(
                person, N_("spør om det er barn eller søsken"), children_due(first_helped=first, last_asked=last), why,
                N_("helsepersonelloven § 10 a"), "children", case["pk"],
                {"last": last, "opened": first, "days": CHILDREN_WITHIN_DAYS},
            )
        )  # fmt: skip
    return found


@asks(Case, "opened_on", "person__known_since")
def _open_cases(actor: Actor, only: Only) -> QuerySet:
    return Case.objects.filter(only("person"), closed_on=None).order_by("opened_on")


@asks(ChildrenAsked, "at")
def _asked_of_children(actor: Actor, only: Only) -> QuerySet:
    return ChildrenAsked.objects.filter(only("person"), Exists(Case.objects.filter(person=OuterRef("person"), closed_on=None))).order_by(
        "at"
    )


def nobody_coordinates(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """KO-1: whoever has said yes to a coordinator has one, every day; and so has whoever had one that left, is away or was closed out."""
    found = {row["about"]: _coordinator_due(row) for row in opening.ask(_said_yes_and_has_nobody, person_ids)}
    for row in opening.ask(_left_alone, person_ids):
        found.setdefault(row["about"], _coordinator_due(row))
    return list(found.values())


def _coordinator_due(row: dict) -> Due:
    why = (
        N_("Personen sa ja {answered}, og ingen er koordinator eller stedfortreder nå. Målet vårt er ingen dag uten.")
        if row.get("answered_on")
        else N_("Den som står som koordinator, kan ikke være det nå, og ingen er stedfortreder. Målet vårt er ingen dag uten.")
    )
    return Due(
        row["about"], N_("finn en koordinator"), None, why, rules.OFFER_RULES[rules.OfferOf.COORDINATOR], "coordinator", row["pk"],
        {"answered": row.get("answered_on")},
    )  # fmt: skip


@asks(Offer, "answered_on")
def _said_yes_and_has_nobody(actor: Actor, only: Only) -> QuerySet:
    newest = _numbered(Offer.objects.filter(only("person"), of=rules.OfferOf.COORDINATOR)).filter(place=1)
    nobody = ~has_running("person", [Role.COORDINATOR, Role.DEPUTY], at=actor.at)
    open_case = Case.objects.filter(person=OuterRef("person"), closed_on=None)
    return Offer.objects.filter(nobody, Exists(open_case), pk__in=newest.values("pk"), answer=rules.Answer.YES)


@asks(Case, "opened_on")
def _left_alone(actor: Actor, only: Only) -> QuerySet:
    return Case.objects.filter(only("person"), is_left_alone("person", at=actor.at), closed_on=None)


def _decisions_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    """VE-3: a decision she has not been told of does not run towards its complaint limit."""
    return [
        Due(
            row["about"], N_("gi beskjed om vedtaket"), row["decided_on"] + timedelta(days=rules.NOTIFY_DAYS),
            N_("Vedtaket er fra {decided}. Loven sier så snart som mulig; {days} dager er vårt eget mål."), N_("forvaltningsloven § 27"),
            "decision", row["pk"], {"decided": row["decided_on"], "days": rules.NOTIFY_DAYS},
        )
        for row in opening.ask(_untold_decisions, person_ids)
    ]  # fmt: skip


@asks(Decision, "decided_on")
def _untold_decisions(actor: Actor, only: Only) -> QuerySet:
    return Decision.objects.filter(only("person"), notified_on=None)


def _complaints_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("gjør klagen klar og send den videre"), row["received_on"] + timedelta(days=rules.COMPLAINT_DAYS),
            N_("Klagen kom {received}. Loven sier så snart saken er tilrettelagt; {days} dager er vårt eget mål."),
            N_("forvaltningsloven § 33"), "complaint", row["pk"], {"received": row["received_on"], "days": rules.COMPLAINT_DAYS},
        )
        for row in opening.ask(_complaints_here, person_ids)
    ]  # fmt: skip


@asks(Complaint, "received_on")
def _complaints_here(actor: Actor, only: Only) -> QuerySet:
    return Complaint.objects.filter(only("decision__person"), forwarded_on=None, outcome="")


def _emergencies_due(opening: Opening, person_ids: Iterable[UUID] | None) -> list[Due]:
    """LO-1: every emergency access is looked through, by the coordinating unit."""
    if not opening.actor.coordinating_unit_ids:
        return []
    return [
        Due(
            row["about"], N_("gå gjennom nødtilgangen til {name}"),
            row["since"].astimezone(OSLO).date() + timedelta(days=REVIEW_WITHIN_DAYS),
            N_("Journalen ble åpnet i en nødsituasjon {opened}. Tilgang skal kontrolleres; {days} dager er vårt eget mål."),
            N_("pasientjournalloven § 22"), "emergency", row["pk"],
            {"name": row["name"], "opened": row["since"].astimezone(OSLO).date(), "days": REVIEW_WITHIN_DAYS},
        )
        for row in opening.ask(unreviewed_emergencies, person_ids)
    ]  # fmt: skip


def without_coordinator(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[UUID]:
    """Persons who should have a coordinator, and have neither that nor a deputy who can be it now (KO-1)."""
    return [one.person_id for one in nobody_coordinates(opening, person_ids)]
