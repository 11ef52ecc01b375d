"""The variables a form counts by, said as they are read on a page: what is so of those who are counted."""

from collections.abc import Mapping
from typing import Any

from helhet.organisation.rules import N_

SAYS: Mapping[str, str] = {
    "adult": N_("er 18 år eller eldre"), "over_65": N_("er 65 år eller eldre"), "interpreter": N_("trenger tolk"),
    "helped": N_("får hjelp den dagen"), "helped_in_year": N_("har fått hjelp i året"), "new": N_("fikk sin første tjeneste i året"),
    "left": N_("fikk sin siste tjeneste avsluttet i året"), "pathway": N_("er i hovedforløp"),
    "mental": N_("har et behov i psykisk helse"), "substance": N_("har et behov i rus"), "housing_need": N_("har et behov i bolig"),
    "activity_need": N_("har et behov i aktivitet"), "coordinated": N_("har et langvarig behov for samordnede tjenester"),
    "individual_plan": N_("har en individuell plan i bruk"), "crisis_plan": N_("har en krise- og mestringsplan i bruk"),
    "treatment_plan": N_("har en behandlingsplan i bruk"), "plan_offered": N_("har fått tilbud om individuell plan"),
    "plan_declined": N_("har sagt nei til individuell plan"), "coordinator": N_("har en koordinator"),
    "child_coordinator": N_("har en barnekoordinator"), "group": N_("har hatt ansvarsgruppemøte i året"),
    "meetings": N_("møter holdt i året"), "discharge_meetings": N_("møter før utskriving i året"),
    "came_to_meeting": N_("var med på møte om seg selv i året"), "gp_in_meeting": N_("fikk fastlegen bedt med på møte i året"),
    "children_asked": N_("er spurt om barn"), "children": N_("barn som er pårørende"),
    "children_followed": N_("barn som er pårørende og fulgt opp"), "kin": N_("har valgt en pårørende"),
    "feedback": N_("har gitt tilbakemelding i året"), "feedbacks": N_("tilbakemeldinger i året"),
    "mapped": N_("er kartlagt med et skjema i året"), "life_areas": N_("har sett på livsområdene i året"),
    "substance_asked": N_("er spurt om alkohol eller rus med et skjema i året"), "contacts": N_("kontakter i året"),
    "contact_minutes": N_("minutter kontakt i året"), "home_visits": N_("besøk hjemme i året"), "visited": N_("er besøkt hjemme i året"),
    "by_video": N_("er møtt på video i året"), "enquiries": N_("henvendelser i året"),
    "enquiries_own": N_("henvendelser i året fra personen selv"), "enquiries_kin": N_("henvendelser i året fra pårørende"),
    "enquiries_gp": N_("henvendelser i året fra fastlegen"), "enquiries_hospital": N_("henvendelser i året fra sykehus"),
    "enquiries_nav": N_("henvendelser i året fra NAV"), "stays": N_("innleggelser i året"), "admitted": N_("er innlagt i året"),
    "ready_notices": N_("meldinger om utskrivningsklar i året"), "too_early": N_("meldinger som etter vårt syn kom for tidlig"),
    "decisions": N_("vedtak i året"), "complaints": N_("klager i året"), "referrals": N_("henvisninger i året"),
}  # fmt: skip


def conditions(where: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each condition as (what, how much): the amount is empty where it is yes, and «0» where it is no."""
    return [(SAYS[name], _amount(value)) for name, value in where.items()]


def _amount(value: Any) -> str:
    if isinstance(value, Mapping):
        low, high = value.get("from"), value.get("to")
        return f"{low}–{high}" if low is not None and high is not None else f"≥ {low}" if low is not None else f"≤ {high}"
    return "" if value is True else "no" if value is False else str(value)
