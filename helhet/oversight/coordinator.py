"""Coordinator and children's coordinator: offered also to whom wants no plan, there every day, and in touch."""

from datetime import date
from typing import Any

import ibis

from helhet.cases.rules import OfferOf
from helhet.organisation.rules import N_
from helhet.record.shared import kept, shared

from .days import FAR, after, beside, framed, none, persons
from .offers import OFFER_TARGETS, coordinated_needs, declined, newest_offer
from .rules import Criterion, Day, Holder, Length, Tables, Target, Targets

CONTACT_WITHIN = Target("contact_within", N_("koordinatoren har kontakt med personen innen"), Length(90))

COORDINATES = ("coordinator", "deputy")
COORDINATES_CHILD = ("child_coordinator",)


@shared
def held(tables: Tables, on: Day, roles: tuple[str, ...]) -> Any:
    """Who coordinates: since when it is so now, the last day somebody did, and whether one who stands there has left."""
    rows = tables["coordination"]
    rows = rows.filter(rows.role.isin(roles) & (rows.since <= on))
    last = ibis.least(ibis.coalesce(rows.until, ibis.literal(FAR)), ibis.coalesce(rows.staff_left_on, ibis.literal(FAR)))
    rows = rows.mutate(last=last, stands=rows.until.isnull() | (rows.until >= on))
    now = rows["last"] >= on
    held = rows.group_by("person").agg(
        held_since=rows.since.min(where=now), holder=rows.id.min(where=now), last_held=rows["last"].max(), left=(rows.stands & ~now).any()
    )
    return kept(held, f"held_by_{roles[0]}")


def _asked(tables: Tables, on: Day, of: OfferOf, roles: tuple[str, ...], targets: Targets) -> Any:
    needs = coordinated_needs(tables, on, targets, of_child=of == OfferOf.CHILD_COORDINATOR)
    rows = beside(persons(tables, on), needs, "need_since", "offer_by")
    offer = newest_offer(tables, on, of, targets)
    rows = beside(rows, offer, "offer", "answer", "answered_on", "answer_by", "ask_again_on")
    return beside(rows, held(tables, on, roles), "held_since", "holder", "last_held", "left")


def _someone_coordinates(rows: Any, applies: Any, offer_by: Any) -> Any:
    """Held now; or her no stands; or somebody must be found since the last day anybody was it; or the offer waits."""
    now = rows.held_since.notnull()
    left = rows.left.fill_null(False)
    yes = (rows.answer == "yes").fill_null(False)
    stands = ~now & ~left & declined(rows)
    due_by = ibis.cases(
        (now | stands, none("date")),
        (yes, ibis.greatest(rows.answered_on, ibis.coalesce(rows.last_held, rows.answered_on))),
        (left, rows.last_held),
        (rows.offer.isnull(), offer_by),
        else_=rows.answer_by,
    )
    step = ibis.cases((now, none("string")), (stands, "again"), (yes | left, "find"), (rows.offer.isnull(), "offer"), else_="answer")
    return framed(
        rows,
        applies=applies,
        due_by=due_by,
        met_on=ibis.cases((now, rows.held_since), (stands, rows.answered_on)),
        again_by=stands.ifelse(rows.ask_again_on, none("date")),
        step=step,
        evidence=ibis.coalesce(rows.holder, rows.offer),
    )


def there_is_a_coordinator(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-1: never a day without, and offered to whom needs one."""
    rows = _asked(tables, on, OfferOf.COORDINATOR, COORDINATES, targets)
    yes = (rows.answer == "yes").fill_null(False)
    concerned = yes | rows.left.fill_null(False) | rows.held_since.notnull()
    return _someone_coordinates(rows, (rows.need_since.notnull() & rows.served) | (rows.open & concerned), rows.offer_by)


def there_is_a_childrens_coordinator(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-3: offered to a family with a seriously ill child who needs services together for long; after a yes, never a day without."""
    rows = _asked(tables, on, OfferOf.CHILD_COORDINATOR, COORDINATES_CHILD, targets)
    return _someone_coordinates(rows, (rows.offer.notnull() | rows.need_since.notnull()) & rows.served, rows.offer_by)


def coordinator_is_in_touch(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-2: somebody has met or talked with whom has a coordinator."""
    contacts = tables["contact"]
    contacts = contacts.filter(contacts.on <= on)
    coordinated = held(tables, on, COORDINATES)
    rows = beside(persons(tables, on), coordinated.filter(coordinated.held_since.notnull()), "held_since", "holder")
    rows = beside(rows, contacts.group_by("person").agg(last=contacts.on.max()), "last")
    rows = rows.filter(rows.held_since.notnull() & rows.open)
    within, never = targets[CONTACT_WITHIN.key], rows["last"].isnull()
    return framed(
        rows,
        met_on=rows["last"],
        again_by=after(rows["last"], within),
        step="contact",
        evidence=rows.holder,
        due_by=never.ifelse(after(rows.held_since, within), none("date")),
    )


CRITERIA = (
    Criterion(
        "KO-1",
        N_("Den som skal ha koordinator, har en hver dag"),
        ("hol § 7-2", "pbrl § 2-5 b", "HRK § 16"),
        Holder.MUNICIPALITY,
        N_("personer med langvarig behov for flere tjenester sammen, også uten plan"),
        N_("tilbud og svar hver til sin tid; etter et ja ingen dag uten"),
        N_("koordinatoren, eller tilbudet og svaret"),
        ("person", "case", "need", "offer", "coordination"),
        there_is_a_coordinator,
        targets=OFFER_TARGETS,
        since=date(2022, 8, 1),
    ),
    Criterion(
        "KO-2",
        N_("Koordinatoren følger opp"),
        ("HRK § 16",),
        Holder.COORDINATOR,
        N_("personer med koordinator"),
        N_("minst hver tredje måned"),
        N_("den siste kontakten"),
        ("person", "case", "coordination", "contact"),
        coordinator_is_in_touch,
        targets=(CONTACT_WITHIN,),
        since=date(2022, 8, 1),
    ),
    Criterion(
        "KO-3",
        N_("Familien som skal ha barnekoordinator, er tilbudt det, og har en"),
        ("hol § 7-2 a", "pbrl § 2-5 c"),
        Holder.MUNICIPALITY,
        N_("familier med et alvorlig sykt barn som trenger flere tjenester sammen"),
        N_("tilbud og svar hver til sin tid; etter et ja ingen dag uten"),
        N_("barnekoordinatoren, eller tilbudet og svaret"),
        ("person", "case", "need", "offer", "coordination"),
        there_is_a_childrens_coordinator,
        targets=OFFER_TARGETS,
    ),
)
