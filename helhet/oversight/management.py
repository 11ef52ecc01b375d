"""Running the service: a unit that coordinates, people who know how, users' experience, the yearly review, serious events, dwellings."""

from datetime import date
from typing import Any

import ibis

from helhet.deviations.rules import CLOCKS_SINCE
from helhet.organisation.rules import N_

from .days import after, none, runs, so_far
from .house import done_since, known_of, not_entered, of_house
from .rules import Criterion, Day, Holder, Length, Tables, Target, Targets

ROUTINE_WITHIN = Target("routine_within", N_("rutinen for plan og koordinator gås gjennom hver"), Length(months=24))
TRAINED_WITHIN = Target("coordinator_trained_within", N_("en koordinator får opplæring eller veiledning hver"), Length(months=24))
LOG_WITHIN = Target("log_looked_through_within", N_("utvalgte oppslag i loggen gås gjennom hver"), Length(months=3))
HOUSING_WITHIN = Target("dwellings_counted_within", N_("behovet for boliger telles hver"), Length(months=12))
YEAR = Length(months=12)
TWO_YEARS = Length(months=24)
IN_FORCE = date(2012, 1, 1)  # helse- og omsorgstjenesteloven: a unit that is not there has been missing since


def coordinating_unit_is_there(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-4: the municipality has a coordinating unit, with a telephone somebody answers."""
    rows = tables["house"]
    since = ibis.literal(IN_FORCE)
    answers = (rows.coordinating_unit & rows.unit_answers).ifelse(since, none("date"))
    return of_house(rows, due_by=since, met_on=answers, step="unit")


def routine_is_gone_through(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-4a: the routine for plans and coordinators is younger than two years."""
    rows = tables["house"]
    return of_house(
        rows, applies=rows.coordinating_unit, due_by=rows.routine_on, met_on=rows.routine_on,
        again_by=after(rows.routine_on, targets[ROUTINE_WITHIN.key]), missing=known_of(rows.routine_on, on), step="routine",
    )  # fmt: skip


def coordinators_are_trained(tables: Tables, on: Day, targets: Targets) -> Any:
    """KO-4b: whoever coordinates for somebody has been trained or guided in the last two years."""
    held = tables["coordination"]
    held = held.filter(runs(held, on) & (held.staff_left_on.isnull() | (held.staff_left_on >= on)))
    since = held.group_by("staff").agg(begun=held.since.min())
    workers = tables["worker"]
    rows = workers.join(since, workers.staff == since.staff).select(workers, since.begun)
    length, trained = targets[TRAINED_WITHIN.key], so_far(rows.trained_on, on)
    return of_house(
        rows, subject=rows.staff, due_by=trained.isnull().ifelse(after(rows.begun, length), none("date")), met_on=trained,
        again_by=after(rows.trained_on, length), missing=done_since(rows.trained_on, on), step="train", evidence=rows.staff,
    )  # fmt: skip


def experience_is_used(tables: Tables, on: Day, targets: Targets) -> Any:
    """BM-3: what users have told, and what was done with it, is written in the yearly review; first, the year after somebody told."""
    rows = tables["house"]
    told = rows.experience_on.coalesce(after(rows.heard_since, TWO_YEARS))
    return of_house(
        rows, due_by=told, met_on=rows.experience_on, again_by=after(rows.experience_on, YEAR),
        missing=not_entered(told).coalesce(done_since(rows.experience_on, on)),
        step="experience",
    )  # fmt: skip


def year_is_gone_through(tables: Tables, on: Day, targets: Targets) -> Any:
    """LE-1: the whole is gone through at least once a year, with words under every letter."""
    rows = tables["house"]
    whole = (rows.review_letters >= 7).ifelse(rows.reviewed_on, none("date"))
    return of_house(
        rows, due_by=rows.reviewed_on, met_on=whole, again_by=after(rows.reviewed_on, YEAR), missing=known_of(rows.reviewed_on, on),
        step="review",
    )  # fmt: skip


def _clock(tables: Tables, on: Day, by: str, met: str, step: str) -> Any:
    rows = tables["serious_event"]
    rows = rows.filter(rows.known_on <= on)
    return of_house(
        rows, subject=rows.id, applies=rows.known_on >= ibis.literal(CLOCKS_SINCE), due_by=rows[by], met_on=so_far(rows[met], on),
        step=step, evidence=rows.id,
    )  # fmt: skip


def notice_is_sent(tables: Tables, on: Day, targets: Targets) -> Any:
    """LE-3: the county governor and the investigating commission are told within five working days."""
    return _clock(tables, on, "notice_by", "noticed_on", "notice")


def meeting_is_offered(tables: Tables, on: Day, targets: Targets) -> Any:
    """LE-3a: she, or those close to her, are offered a meeting within ten days."""
    return _clock(tables, on, "meeting_by", "offered_on", "meeting")


def report_is_written(tables: Tables, on: Day, targets: Targets) -> Any:
    """LE-3b: the report is there within three months."""
    return _clock(tables, on, "report_by", "reported_on", "report")


def log_is_looked_through(tables: Tables, on: Day, targets: Targets) -> Any:
    """LO-1a: lines of the log are drawn and looked through afterwards, period by period."""
    rows = tables["house"]
    return of_house(
        rows, due_by=rows.log_looked_on, met_on=rows.log_looked_on, again_by=after(rows.log_looked_on, targets[LOG_WITHIN.key]),
        missing=known_of(rows.log_looked_on, on), step="look_through_log",
    )  # fmt: skip


def dwellings_are_counted(tables: Tables, on: Day, targets: Targets) -> Any:
    """BO-1: the municipality knows which dwellings are needed."""
    rows = tables["house"]
    return of_house(
        rows, due_by=rows.housing_on, met_on=rows.housing_on, again_by=after(rows.housing_on, targets[HOUSING_WITHIN.key]),
        missing=known_of(rows.housing_on, on), step="count",
    )  # fmt: skip


_HOUSES = N_("kommuner som er med")
_EVENTS = N_("dødsfall og svært alvorlige skader som var uventet")

CRITERIA = (
    Criterion(
        "KO-4", N_("Koordinerende enhet finnes og svarer telefonen"), ("hol § 7-3", "HRK § 6"), Holder.MUNICIPALITY, _HOUSES, N_("alltid"),
        N_("enheten og telefonen"), ("house",), coordinating_unit_is_there, statutory=True,
        today_only=N_("når enheten fikk eller mistet telefonen, står det ingen dag for"), about="municipality",
    ),
    Criterion(
        "KO-4a", N_("Rutinen for plan og koordinator er ny nok"), ("hol § 7-3", "HRK § 6"), Holder.MUNICIPALITY,
        N_("kommuner med koordinerende enhet"), N_("to år etter at den sist ble gått gjennom"), N_("dagen rutinen ble gått gjennom"),
        ("house",), routine_is_gone_through, targets=(ROUTINE_WITHIN,), about="municipality",
    ),
    Criterion(
        "KO-4b", N_("De som koordinerer, har fått opplæring eller veiledning"), ("hol § 7-3", "HRK § 6"), Holder.MUNICIPALITY,
        N_("ansatte som koordinerer for noen nå"), N_("to år etter forrige opplæring, eller etter at de begynte"), N_("opplæringen"),
        ("worker", "coordination"), coordinators_are_trained, targets=(TRAINED_WITHIN,), about="municipality",
    ),
    Criterion(
        "BM-3", N_("Brukernes erfaringer er samlet inn og brukt"), ("hol § 3-10", "LKF § 7", "LKF § 8"), Holder.MUNICIPALITY, _HOUSES,
        N_("hvert år"), N_("tilbakemeldingene, og det som står om dem i den årlige gjennomgangen"), ("house",), experience_is_used,
        since=date(2017, 1, 1), about="municipality",
    ),
    Criterion(
        "LE-1", N_("Styringssystemet er gått gjennom det siste året"), ("LKF § 6", "LKF § 8", "hol § 3-1"), Holder.MUNICIPALITY, _HOUSES,
        N_("minst én gang i året"), N_("den daterte gjennomgangen, med ord under hver bokstav"), ("house",), year_is_gone_through,
        statutory=True, since=date(2017, 1, 1), about="municipality",
    ),
    Criterion(
        "LE-3", N_("Melding er sendt etter en alvorlig hendelse"), ("hol § 12-3 a",), Holder.MUNICIPALITY, _EVENTS,
        N_("fem virkedager etter at tjenesten fikk vite det"), N_("dagen meldingen ble sendt"), ("serious_event",), notice_is_sent,
        statutory=True, since=CLOCKS_SINCE, about="municipality",
    ),
    Criterion(
        "LE-3a", N_("Møte er tilbudt etter en alvorlig hendelse"), ("pbrl § 3-2",), Holder.MUNICIPALITY, _EVENTS,
        N_("ti dager etter at tjenesten fikk vite det"), N_("dagen møtet ble tilbudt"), ("serious_event",), meeting_is_offered,
        statutory=True, since=CLOCKS_SINCE, about="municipality",
    ),
    Criterion(
        "LE-3b", N_("Rapport er skrevet etter en alvorlig hendelse"), ("hol § 12-3 a",), Holder.MUNICIPALITY, _EVENTS,
        N_("tre måneder etter at tjenesten fikk vite det"), N_("dagen rapporten var ferdig"), ("serious_event",), report_is_written,
        statutory=True, since=CLOCKS_SINCE, about="municipality",
    ),
    Criterion(
        "LO-1a", N_("Loggen er kontrollert i etterkant"), ("pjl § 22",), Holder.CONTROLLER, _HOUSES, N_("hver tredje måned"),
        N_("dagen utvalgte oppslag sist ble gått gjennom"), ("house",), log_is_looked_through, targets=(LOG_WITHIN,),
        about="municipality",
    ),
    Criterion(
        "BO-1", N_("Kommunen vet hvilke boliger som trengs"), ("bosl § 5",), Holder.MUNICIPALITY, _HOUSES, N_("hvert år"),
        N_("den daterte oversikten"), ("house",), dwellings_are_counted, targets=(HOUSING_WITHIN,), since=date(2023, 7, 1),
        about="municipality",
    ),
)  # fmt: skip
