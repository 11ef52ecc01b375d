"""Buying care from others for somebody: begun with a purpose and a day to look at it, looked at with her, ended with a reason."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import Part
from helhet.cases.models import BoughtCare, BoughtLook
from helhet.cases.rules import bought as rules
from helhet.organisation.models import Partner
from helhet.organisation.rules import N_, Fault, refuse_if_any


@transaction.atomic
def buy_care(
    person_id: UUID, *, supplier: Partner | None, contract: str, purpose: str, per_day: Decimal, since: date, review_on: date, by: Actor,
    until: date | None = None, kind: str = "", paid_by: str = "",
) -> BoughtCare:  # fmt: skip
    """The municipality buys this for her: the duty stays with the municipality (helse- og omsorgstjenesteloven § 3-1 fifth ledd)."""
    require_write(by, person_id, Part.CASE)
    refuse_if_any(
        rules.bought_faults(
            purpose=purpose,
            supplier=supplier,
            contract=contract,
            per_day=per_day,
            since=since,
            until=until,
            review_on=review_on,
            on=by.on,
            kind=kind,
            paid_by=paid_by,
        )
    )
    made = BoughtCare.objects.create(
        person_id=person_id, supplier=supplier, contract=contract.strip(), purpose=purpose.strip(), per_day=per_day, since=since,
        until=until, review_on=review_on, kind=kind, paid_by=paid_by, **authorship(by),
    )  # fmt: skip
    log.did(N_("kjøpte et tilbud"), made, by=by)
    return made


@transaction.atomic
def look_at_bought(bought: BoughtCare, *, on: date, helps: str, her_view: str, words: str, next_on: date, by: Actor) -> BoughtLook:
    """Whether it helps, as she sees it and as we do, and the next day to look."""
    require_write(by, bought.person_id, Part.CASE)
    wrong = []
    if helps not in rules.HELPS_NAMES:
        wrong.append(Fault("helps", N_("Velg om det hjelper.")))
    if on > by.on:
        wrong.append(Fault("on", N_("Dagen er ikke kommet ennå.")))
    if on < bought.since:
        wrong.append(Fault("on", N_("Tilbudet begynte først {day}."), {"day": bought.since}))
    wrong += [Fault(name, N_("Dette må fylles ut.")) for name, text in (("her_view", her_view), ("words", words)) if not text.strip()]
    if next_on <= by.on:
        wrong.append(Fault("next_on", N_("Avtal en dag fram i tid for å se på om det hjelper.")))
    refuse_if_any(wrong)
    made = BoughtLook.objects.create(bought=bought, on=on, helps=helps, her_view=her_view.strip(), words=words.strip(), **authorship(by))
    was, bought.review_on = {"review_on": bought.review_on}, next_on
    bought.save(update_fields=["review_on"])
    log.did(N_("så på et kjøpt tilbud"), made, by=by)
    log.did(N_("avtalte å se på et kjøpt tilbud igjen"), bought, by=by, was=was)
    return made


@transaction.atomic
def end_bought(bought: BoughtCare, *, on: date, why: str, by: Actor) -> BoughtCare:
    """Its last day, and why it ends."""
    require_write(by, bought.person_id, Part.CASE)
    wrong = [Fault("on", N_("Siste dag er før første dag."))] if on < bought.since else []
    if not why.strip():
        wrong.append(Fault("why", N_("Skriv hvorfor det slutter.")))
    refuse_if_any(wrong)
    was = {"until": bought.until, "ended_why": bought.ended_why}
    bought.until, bought.ended_why = on, why.strip()
    bought.save(update_fields=["until", "ended_why"])
    log.did(N_("avsluttet et kjøpt tilbud"), bought, by=by, was=was)
    return bought
