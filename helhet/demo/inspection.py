"""The county's inspector in Evje og Hornnes: opened by the leader there, drawn yesterday, and one finding answered."""

from datetime import datetime, timedelta

from helhet.access.policy import OSLO
from helhet.oversight.engagement import actions
from helhet.oversight.engagement.rules import Inspector, Scope
from helhet.oversight.models import Engagement, SampledCase

from .cast import House

CRITERIA = ("IP-1", "IP-2", "IP-7b", "IP-8", "KO-1", "VE-2", "PÅ-1")


def under_way(house: House, now: datetime) -> Engagement:
    """One inspection in the middle of its work."""
    today = now.astimezone(OSLO).date()
    opened = now - timedelta(days=8)
    scope = Scope(
        "Samordnede tjenester til innbyggere med psykiske vansker og rusproblemer", "kommuneloven § 23-3, forvaltningsrevisjon",
        today.replace(year=today.year - 1), today, today - timedelta(days=8), today + timedelta(days=52), 12,
    )  # fmt: skip
    inspector = Inspector("Hilde Skisland", "forvaltningsrevisor", "Fylkesrevisjonen i Agder")
    marit = house.actor("marit", opened)
    made = actions.open_engagement(
        house.municipalities["evje"].pk, scope=scope, inspector=inspector, criteria=CRITERIA, by=marit
    )  # fmt: skip
    hilde = house.actor("hilde", now - timedelta(days=1))
    actions.add_yardstick(
        made, text="Kommunen har avtalt med NAV hvem som gjør hva når noen trenger plan.", by=hilde,
        source="kommunens samarbeidsavtale med NAV, punkt 3",
    )  # fmt: skip
    actions.draw(made, seed="4219 november 2026", size=10, by_state_of="IP-8", by=hilde)
    return _answered(made, house, now)


def _answered(made: Engagement, house: House, now: datetime) -> Engagement:
    yardstick = next(one for one in made.yardsticks.all() if one.criterion == "IP-8")
    lacking = list(SampledCase.objects.filter(engagement=made, state="breached").values_list("number", flat=True))
    finding = actions.write_finding(
        made, yardstick=yardstick.pk, cases=lacking, conclusion="not_kept", by=house.actor("hilde", now - timedelta(hours=16)),
        description="I sakene som er nevnt, mangler planen noe av det den skal ha. I de andre er den hel.",
        evidence="Planene, punkt for punkt, slik de sto da sakene ble lest.",
    )  # fmt: skip
    marit = house.actor("marit", now - timedelta(hours=2))
    actions.comment(
        finding, words="Vi er enige. Planene er laget før rutinen kom, og gås gjennom nå.", by=marit,
        signed_by="Kommunedirektøren i Evje og Hornnes",
    )  # fmt: skip
    actions.plan_measure(
        finding, words="Gå gjennom planene punkt for punkt med personen", who="Marit Hornnes", by=marit,
        by_day=marit.on + timedelta(days=35),
    )  # fmt: skip
    return made
