"""What Siri has lent out by link: one her doctor reads and has answered, one she has taken back, her crisis card. All invented."""

from datetime import timedelta
from typing import Any

from helhet.access import actions as access
from helhet.access import share_links
from helhet.access.log import Opening
from helhet.access.rules import Part
from helhet.demo.telling import Teller
from helhet.fhir import bundle
from helhet.plans import actions as plans
from helhet.plans import queries
from helhet.plans.rules import Answer

CODE = "hest og høy"
_READER = "Signe Homme, Valle og Bykle legekontor"


def lends(teller: Teller, person: Any) -> None:
    """A link a fortnight old, read twice and answered yesterday; and one that was taken back the same week."""
    _one_she_took_back(teller, person)
    access.make_card(
        person.pk, to_words="den som har nødkortet mitt", purpose="så den som hjelper, vet hva som hjelper meg", how="muntlig hos Siri",
        given_by=person.name, language="nb", by=teller.by("ingunn", teller.days.ago(20)),
    )  # fmt: skip
    made, by = teller.days.ago(13), teller.by("ingunn", teller.days.ago(13))
    link = access.share_by_link(
        person.pk, to_words="Vikaren for fastlegen", parts=[Part.PLAN, Part.MEETINGS, Part.TASKS],
        purpose="så legen vet hva vi gjør sammen",
        how="muntlig hos Siri", given_by=person.name, until=(made + timedelta(days=90)).date(), passcode=CODE, language="nb", by=by,
    )  # fmt: skip
    for days in (12, 1):
        at = teller.days.ago(days)
        opening = Opening(share_links.link_actor(link, reader=_READER, at=at), page="shared")
        bundle.document(opening)
        opening.seal()
    _answers(teller, link, person)


def _answers(teller: Teller, link: Any, person: Any) -> None:
    at = teller.days.ago(1)
    reader = share_links.link_actor(link, reader=_READER, at=at)
    shown = queries.plan_to_read(Opening(reader, page="shared"), person.pk)
    assert shown is not None
    action = next(one for goal in shown.goals for one in goal.actions)
    plans.answer_by_link(
        kind=Answer.WILL, called="Signe Homme", called_as="fastlegevikar", action_id=action.pk, will_by=(at + timedelta(days=7)).date(),
        words="Jeg kan ta min del av dette. Ring meg før klokka ti.", by=reader,
    )  # fmt: skip


def _one_she_took_back(teller: Teller, person: Any) -> None:
    made, back = teller.days.ago(40), teller.days.ago(36)
    link = access.share_by_link(
        person.pk, to_words="Huseieren", parts=[Part.PLAN], purpose="om leiligheten", how="muntlig hos Siri", given_by=person.name,
        until=(made + timedelta(days=30)).date(), passcode=CODE, language="nb", by=teller.by("ingunn", made),
    )  # fmt: skip
    access.withdraw(link.consent, by=teller.by("ingunn", back))
