"""What was offered and answered, as the criteria on plan and coordinator both need it."""

from typing import Any

import ibis

from helhet.cases import rules as cases
from helhet.organisation.rules import N_
from helhet.record.shared import kept, shared

from .days import after, newest, none, not_ended, so_far
from .rules import Day, Length, Tables, Target, Targets

OFFER_WITHIN = Target("offer_within", N_("tilbud gis innen"), Length(months=1))
ANSWER_WITHIN = Target("answer_within", N_("svar på et tilbud hentes innen"), Length(cases.OFFER_ANSWER_DAYS))
AFTER_NO = Target("ask_after_no", N_("etter et nei spørres det igjen etter"), Length(365))
AFTER_LATER = Target("ask_after_later", N_("etter «ikke nå» spørres det igjen etter"), Length(90))
OFFER_TARGETS = (OFFER_WITHIN, ANSWER_WITHIN, AFTER_NO, AFTER_LATER)


@shared
def newest_offer(tables: Tables, on: Day, of: cases.OfferOf, targets: Targets) -> Any:
    """Each person's newest offer: `offer` (its key), its day, and by this day her answer, its day, when to get it and when to ask again."""
    offers = tables["offer"]
    offers = newest(offers.filter((offers.of == of.value) & (offers.offered_on <= on)), "person", "offered_on")
    answered = so_far(offers.answered_on, on)
    answer = (answered.notnull() & (offers.answer != "")).ifelse(offers.answer, none("string"))
    usual = ibis.cases(
        (answer == "no", after(answered, targets[AFTER_NO.key])), (answer == "later", after(answered, targets[AFTER_LATER.key]))
    )
    return offers.select(
        "person", "offered_on", offer=offers.id, answer=answer, answered_on=answered,
        answer_by=after(offers.offered_on, targets[ANSWER_WITHIN.key]), ask_again_on=ibis.coalesce(offers.again_on, usual),
    )  # fmt: skip


@shared
def coordinated_needs(tables: Tables, on: Day, targets: Targets, *, within: Target = OFFER_WITHIN, of_child: bool = False) -> Any:
    """Who has a long-term need of coordinated services now: since when (`need_since`), and when the offers must have been made."""
    needs = tables["need"]
    needs = needs.filter(needs.long_term & needs.coordinated & not_ended(needs, on, "since", "met_on"))
    needs = needs.filter(needs.concerns_child) if of_child else needs
    first = needs.group_by("person").agg(need_since=needs.since.min())
    return kept(first.mutate(offer_by=after(first.need_since, targets[within.key])), f"needs_{within.key}{'_child' if of_child else ''}")


def declined(rows: Any) -> Any:
    """She has said no, or not now."""
    return rows.answer.isin(["no", "later"]).fill_null(False)
