"""What waits to be done about enquiries, offers, coordinators, mandates and looks: agreed, and no duty of ours judges it."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from helhet.access import looks, readings
from helhet.access.deciding import COMES_OF_AGE, TOLD_DAYS, birthday, comes_of_age
from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor
from helhet.access.queries import everybody, has_running, is_left_alone, judged_again
from helhet.access.questions import Only, asks
from helhet.access.rules import SAMPLE_WITHIN_DAYS, SEEN_WITHIN_DAYS, TOLD_WITHIN_DAYS, WRONG_LOOK_HOURS, Role
from helhet.cases import rules
from helhet.cases.models import BoughtCare, Case, Notice, Offer, ProtectedNotice
from helhet.cases.rules import Due
from helhet.cases.rules.notices import NOTICES, NoticeKind
from helhet.organisation.rules import N_

from .enquiries import could_not_wait, urgent


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """What was agreed and no duty of ours judges: calls that could not wait, offers that wait, who stands in, what she wants corrected.

    The duties themselves are in helhet.oversight.
    """
    persons = None if person_ids is None else list(person_ids)
    kinds = (
        urgent, _offers_open, _left_alone_due, _corrections_due, _bought_due, _of_age_due,
        _readings_due, _judged_again_due, _investigations_due,
    )  # fmt: skip
    return [one for kind in kinds for one in kind(opening, persons)]


def _bought_due(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    rows = opening.rows(_bought_now, person_ids)
    found = [
        Due(
            row["about"], N_("se på om det kjøpte tilbudet hjelper"), row["review_on"],
            N_("Kommunen kjøper dette av andre, og dagen for å se på det er avtalt."), N_("helse- og omsorgstjenesteloven §§ 3-1 og 4-1"),
            "bought", row["pk"],
        )
        for row in rows
        if row["until"] is None or row["until"] >= opening.actor.on
    ]  # fmt: skip
    for one in found:
        opening.remember(one.person_id, BoughtCare.part, BoughtCare.document, one.row)
    return found


@asks(BoughtCare, "review_on", "until")
def _bought_now(actor: Actor, only: Only) -> QuerySet:
    return BoughtCare.objects.filter(only("person"), ended_why="")


def _offers_open(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    """Offers without an answer, and those to be made again on the day agreed, also where no need gave a right to them."""
    offers = opening.rows(newest_offers, person_ids)
    found = [_offer_again(row) for row in offers if row["again_on"]] + [_offer_unanswered(row) for row in offers if not row["answer"]]
    for one in found:
        opening.remember(one.person_id, Offer.part, Offer.document, one.row)
    return found


def _offer_again(row: dict[str, Any]) -> Due:
    of = rules.OfferOf(row["of"])
    return Due(
        row["about"], N_("spør igjen om {of}"), row["again_on"],
        N_("Svaret var {answer} {answered}. Dagen for å spørre på nytt er avtalt, eller vårt eget mål."), rules.OFFER_RULES[of], "offer",
        row["pk"],
        {"of": rules.OFFER_NAMES[of], "answer": rules.ANSWER_NAMES[rules.Answer(row["answer"])], "answered": row["answered_on"]},
    )  # fmt: skip


def _offer_unanswered(row: dict[str, Any]) -> Due:
    of = rules.OfferOf(row["of"])
    return Due(
        row["about"], N_("hent svar på tilbudet om {of}"), row["offered_on"] + timedelta(days=rules.OFFER_ANSWER_DAYS),
        N_("Tilbudet ble gitt {offered}, og svaret er ikke skrevet ned. Fjorten dager er vårt eget mål."), rules.OFFER_RULES[of], "offer",
        row["pk"], {"of": rules.OFFER_NAMES[of], "offered": row["offered_on"]},
    )  # fmt: skip


def _left_alone_due(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    """Her coordinator is there and cannot be it now: that nobody stands in is no breach of law, and is not left till she is back."""
    return [
        Due(
            row["about"], N_("finn en stedfortreder for koordinatoren"), None,
            N_("Den som står som koordinator, kan ikke være det nå, og ingen er stedfortreder. Målet vårt er ingen dag uten."),
            N_("lokalt mål, ikke lov"), "coordinator", row["pk"], {"of": rules.OFFER_NAMES[rules.OfferOf.COORDINATOR]},
        )
        for row in opening.ask(_left_alone, person_ids)
    ]  # fmt: skip


_MONTH = 30
_WHAT_CHANGES = {
    16: N_("Fra {from_day} stenges foreldrenes side, og {first} sier ja selv. Si det til {first} og foreldrene. Dagen er vårt eget mål."),
    18: N_("Fra {from_day} får foreldrene ikke vite noe uten et ja fra {first}. Si det til begge. Dagen er vårt eget mål."),
}


def _of_age_due(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    """Who is soon sixteen or eighteen is told what changes, and so are her parents, by a month before; the line stands a month after."""
    found: dict[UUID, Due] = {}
    for row in opening.ask(_nearly_of_age, person_ids):
        years = comes_of_age(row["born"], on=opening.actor.on, late=_MONTH)
        if years:
            from_day = birthday(row["born"], years)
            found[row["about"]] = Due(
                row["about"], N_("fortell hva som endrer seg ved {years} år"), from_day - timedelta(days=_MONTH), _WHAT_CHANGES[years],
                NOTICES[NoticeKind.COMES_OF_AGE].rule, "of-age", row["pk"],
                {"years": years, "from_day": from_day, "first": row["first"]},
            )  # fmt: skip
    return list(found.values())


@asks(Case, born=F("person__born"), first=F("person__given"))
def _nearly_of_age(actor: Actor, only: Only) -> QuerySet:
    """Open cases of those whose birthday is near, and nobody has written that it was told."""
    near = Q()
    for years in COMES_OF_AGE:
        # Leap days make it a day more or less: the rule says which day it is.
        day = actor.on - timedelta(days=round(years * 365.25))
        near |= Q(person__born__range=(day - timedelta(days=_MONTH + 1), day + timedelta(days=TOLD_DAYS + 1)))
    since = actor.on - timedelta(days=TOLD_DAYS + _MONTH)
    told = Notice.objects.filter(person=OuterRef("person"), kind=NoticeKind.COMES_OF_AGE, on__gte=since)
    return Case.objects.filter(only("person"), near, ~Exists(told), closed_on=None)


def _readings_due(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    """Who was read of in an emergency is told: at once by one of us when she cannot sign in, and when she has not looked herself."""
    found = []
    for row in opening.ask(readings.to_tell, person_ids):
        opened = row["at"].astimezone(OSLO).date()
        days, why = (SEEN_WITHIN_DAYS, _NOT_LOOKED) if row["signs_in"] else (TOLD_WITHIN_DAYS, _CANNOT_SIGN_IN)
        told = {"opened": opened, "reader": row["reader"]}
        found.append(
            Due(
                row["about"], N_("fortell at noen leste i en nødsituasjon"), opened + timedelta(days=days), why,
                N_("pasientjournalloven § 22 a; dagen er vårt eget mål"), "reading", row["pk"], told,
            )
        )  # fmt: skip
    return found


def _judged_again_due(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    """What lets somebody near act for her, or be told, is judged again: by its day, or at once when none was set."""
    return [
        Due(
            row["about"], N_("vurder på nytt det som lar {holder} handle eller få vite"),
            row["review_on"] or row["given_at"].astimezone(OSLO).date(),
            N_("{who} vurderte det sist {on}. Skriv om det fortsatt gjelder, og hvorfor. Hvis ikke, trekkes det."),
            N_("pasient- og brukerrettighetsloven §§ 3-3 og 4-3; dagen er vårt eget mål"), "mandate", row["pk"],
            {"holder": row["holder"], "who": row["given_by"], "on": row["judged_on"] or row["given_at"].astimezone(OSLO).date()},
        )
        for row in opening.ask(judged_again, person_ids)
    ]  # fmt: skip


def _investigations_due(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    """Child welfare investigates after our concern report: we ask whether it is over, since its feedback is counted from that day."""
    return [
        Due(
            row["about"], N_("spør om undersøkelsen til barnevernet er avsluttet"), row["answer_by"],
            N_("Den begynte {on}. Skriv dagen den ble avsluttet, så vet vi når tilbakemeldingen skal komme."),
            NOTICES[NoticeKind.CONCERN_OPEN].rule, "protected", row["pk"], {"on": row["on"]},
        )
        for row in opening.ask(_investigations, person_ids)
    ]  # fmt: skip


@asks(ProtectedNotice, "on", "answer_by")
def _investigations(actor: Actor, only: Only) -> QuerySet:
    return ProtectedNotice.objects.filter(only("person"), kind=NoticeKind.CONCERN_OPEN, answered_on=None)


def looks_due(opening: Opening, person_ids: Collection[UUID] | None = None) -> list[Due]:
    """Looks drawn for control, and those to tell of: the coordinating unit's, whoever else works with her."""
    if not opening.actor.coordinating_unit_ids:
        return []
    wrong = [
        Due(
            row["about"], N_("si fra om et oppslag det ikke var grunn til"),
            (row["reviewed_at"] + timedelta(hours=WRONG_LOOK_HOURS)).astimezone(OSLO).date(),
            N_("Dere fant det {found}. Personen skal få vite det, og Datatilsynet når det kan være fare for rettighetene."),
            N_("personvernforordningen artikkel 33 og 34: 72 timer"), "look", row["pk"],
            {"found": row["reviewed_at"].astimezone(OSLO).date()},
        )
        for row in opening.ask(looks.untold, person_ids)
    ]  # fmt: skip
    return wrong + [
        Due(
            row["about"], N_("vei forklaringen på et oppslag") if row["finding"] else N_("se gjennom et oppslag som er trukket ut"),
            row["drawn_at"].astimezone(OSLO).date() + timedelta(days=SAMPLE_WITHIN_DAYS), N_("Det ble trukket ut til kontroll {drawn}."),
            N_("pasientjournalloven § 22; dagen er vårt eget mål"), "look", row["pk"],
            {"drawn": row["drawn_at"].astimezone(OSLO).date()},
        )
        for row in opening.ask(looks.waiting, person_ids)
    ]  # fmt: skip


_CANNOT_SIGN_IN = N_("{reader} leste {opened}. Personen kan ikke logge inn, og får vite det av en av oss.")
_NOT_LOOKED = N_("{reader} leste {opened}. Det står på siden til personen, men er ikke sett.")


def _corrections_due(opening: Opening, person_ids: Collection[UUID] | None) -> list[Due]:
    return [
        Due(
            row["about"], N_("svar på ønsket om retting"), row["answer_by"],
            N_("Det ble bedt om {on} at noe rettes. Svaret skal komme uten ugrunnet opphold, og senest innen en måned."),
            NOTICES[NoticeKind.CORRECTION].rule, "notice", row["pk"], {"on": row["on"]},
        )
        for row in opening.ask(_corrections, person_ids)
    ]  # fmt: skip


@asks(Notice, "on", "answer_by")
def _corrections(actor: Actor, only: Only) -> QuerySet:
    return Notice.objects.filter(only("person"), kind=NoticeKind.CORRECTION, answered_on=None)


@asks(Offer, "answered_on")
def _said_yes_and_has_nobody(actor: Actor, only: Only) -> QuerySet:
    newest = _numbered(Offer.objects.filter(only("person"), of=rules.OfferOf.COORDINATOR)).filter(place=1)
    nobody = ~has_running("person", [Role.COORDINATOR, Role.DEPUTY], at=actor.at)
    open_case = Case.objects.filter(person=OuterRef("person"), closed_on=None)
    return Offer.objects.filter(nobody, Exists(open_case), pk__in=newest.values("pk"), answer=rules.Answer.YES)


@asks(Case, "opened_on")
def _left_alone(actor: Actor, only: Only) -> QuerySet:
    return Case.objects.filter(only("person"), is_left_alone("person", at=actor.at), closed_on=None)


@asks(Offer, "of", "offered_on", "answer", "again_on", "answered_on")
def newest_offers(actor: Actor, only: Only) -> QuerySet:
    """Each person's newest offer of each thing."""
    return Offer.objects.filter(pk__in=_numbered(Offer.objects.filter(only("person"))).filter(place=1).values("pk"))


def _numbered(offers: QuerySet) -> QuerySet:
    """Each person's offers of the same thing, the newest as number one."""
    newest_first = [F("offered_on").desc(), F("at").desc()]
    return offers.annotate(place=Window(RowNumber(), partition_by=[F("person_id"), F("of")], order_by=newest_first))


def without_coordinator(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[UUID]:
    """Persons who said yes to a coordinator or had one, and have neither that nor a deputy who can be it now."""
    # Asked about nobody in particular, PostgreSQL works out everybody's newest offer in the nation, and then whose she may see.
    persons = everybody(opening.actor) if person_ids is None else list(person_ids)
    with opening.weighing():
        found = [*opening.ask(_said_yes_and_has_nobody, persons), *opening.ask(_left_alone, persons)]
    return list(dict.fromkeys(row["about"] for row in found))


# What `due` asks about the persons it is given, for a page that asks everything at once (`Opening.ask_ahead`).
DUE = (
    could_not_wait,
    newest_offers,
    _left_alone,
    _corrections,
    _bought_now,
    _nearly_of_age,
    readings.to_tell,
    judged_again,
    _investigations,
)
# What is asked for the coordinating unit alone, likewise.
LOOKS = (looks.untold, looks.waiting)
