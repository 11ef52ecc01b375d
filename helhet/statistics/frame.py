"""One row for each person a service has known: everything the national form counts of her, on a day and in the year that ends with it.

The variables a form file may count by are declared here, and only these: what a new year's form asks of them needs no code. One
Ibis expression makes them all from the record's tables, on a snapshot and on the live database alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from helhet.living.rules import OLD
from helhet.record.columns import COUNT, YES

Tables = Mapping[str, Any]
Day = Any

_LIFE_AREAS = ("livsomrader", "helhet-life-areas")  # as it is shipped, and as synthetic Norway calls it
_OF_SUBSTANCE = ("audit", "audit-c", "dudit")
_IN_USE = ("active", "paused", "ended")  # an ended plan was in use until its last day


@dataclass(frozen=True)
class Variable:
    """Something known of a person: yes or no, or how many; and what it means."""

    name: str
    type: str
    meaning: str

    @property
    def table(self) -> str:
        """The table of the record it comes from: whoever may not see that part of a record is not told it of her."""
        return next(table for table, names in _FROM.items() if self.name in names)


def _yes(name: str, meaning: str) -> Variable:
    return Variable(name, YES, meaning)


def _count(name: str, meaning: str) -> Variable:
    return Variable(name, COUNT, meaning)


_OF_PERSON = ("adult", "over_65", "interpreter")
_FROM = {
    "person": _OF_PERSON, "case": ("helped", "helped_in_year", "new", "left"), "pathway": ("pathway",),
    "need": ("mental", "substance", "housing_need", "activity_need", "coordinated"),
    "plan": ("individual_plan", "crisis_plan", "treatment_plan"), "offer": ("plan_offered", "plan_declined"),
    "coordination": ("coordinator", "child_coordinator"),
    "meeting": ("group", "meetings", "discharge_meetings", "came_to_meeting", "gp_in_meeting"),
    "children_asked": ("children_asked",), "child": ("children", "children_followed"), "kin": ("kin",),
    "feedback": ("feedback", "feedbacks"), "response": ("mapped", "life_areas", "substance_asked"),
    "contact": ("contacts", "contact_minutes", "home_visits", "visited", "by_video"),
    "enquiry": ("enquiries", "enquiries_own", "enquiries_kin", "enquiries_gp", "enquiries_hospital", "enquiries_nav"),
    "stay": ("stays", "admitted", "ready_notices", "too_early"), "decision": ("decisions",), "complaint": ("complaints",),
    "notice": ("referrals",),
}  # fmt: skip
VARIABLES: dict[str, Variable] = {
    one.name: one
    for one in (
        _yes("adult", "18 or more on the day; somebody whose birth is unknown is counted as grown up"),
        _yes("over_65", f"{OLD} or more on the day"),
        _yes("interpreter", "needs an interpreter"),
        _yes("helped", "a service runs for her on the day"),
        _yes("helped_in_year", "a service ran for her on some day of the year"),
        _yes("new", "her first service was opened in the year"),
        _yes("left", "no service runs for her any more; the last was closed in the year"),
        _count("pathway", "main pathway of the services that run on the day, the highest; 0 when none runs or none is set"),
        _yes("mental", "a need in the life area mental health stands on the day"),
        _yes("substance", "a need in the life area substance use stands on the day"),
        _yes("housing_need", "a need in the life area housing stands on the day"),
        _yes("activity_need", "a need in the life area activity stands on the day"),
        _yes("coordinated", "a need stands that is long-term and that several services must work on together"),
        _yes("individual_plan", "an individual plan is in use on the day"),
        _yes("crisis_plan", "a crisis plan is in use on the day"),
        _yes("treatment_plan", "a treatment plan is in use on the day"),
        _yes("plan_offered", "an individual plan has been offered"),
        _yes("plan_declined", "she has said no to an individual plan, and has none"),
        _yes("coordinator", "a coordinator has her on the day"),
        _yes("child_coordinator", "a children's coordinator has her on the day"),
        _yes("group", "a core-group meeting (ansvarsgruppe) about her was held in the year"),
        _count("meetings", "meetings about her held in the year"),
        _count("discharge_meetings", "meetings before discharge held in the year"),
        _yes("came_to_meeting", "she came to a meeting about her in the year"),
        _yes("gp_in_meeting", "her general practitioner was asked to a meeting in the year"),
        _yes("children_asked", "it has been clarified whether she has children to look after"),
        _count("children", "children who are next of kin, known on the day"),
        _count("children_followed", "of these, those whose first follow-up is done"),
        _yes("kin", "a next of kin whom she has chosen"),
        _yes("feedback", "gave feedback on the help in the year"),
        _count("feedbacks", "times she gave feedback in the year"),
        _yes("mapped", "asked by an instrument in the year"),
        _yes("life_areas", "her life areas were looked at in the year"),
        _yes("substance_asked", "asked about alcohol or drugs by an instrument (AUDIT, AUDIT-C, DUDIT) in the year"),
        _count("contacts", "contacts in the year, those where nobody met left out"),
        _count("contact_minutes", "minutes of these"),
        _count("home_visits", "home visits in the year"),
        _yes("visited", "visited at home in the year"),
        _yes("by_video", "talked with by video in the year"),
        _count("enquiries", "times somebody asked for help for her in the year"),
        _count("enquiries_own", "of these, times she asked herself"),
        _count("enquiries_kin", "… her next of kin"),
        _count("enquiries_gp", "… her general practitioner"),
        _count("enquiries_hospital", "… a hospital"),
        _count("enquiries_nav", "… NAV"),
        _count("stays", "stays in hospital begun in the year"),
        _yes("admitted", "admitted in the year"),
        _count("ready_notices", "times a hospital said she was ready in the year"),
        _count("too_early", "of these, those we held to be too early"),
        _count("decisions", "formal decisions in the year"),
        _count("complaints", "complaints on a decision in the year"),
        _count("referrals", "referrals to the specialist service in the year"),
    )
}


def frame(tables: Tables, on: Day) -> Any:
    """Everybody with a municipality, with every variable of hers."""
    since = on - ibis.interval(years=1)
    person = tables["person"]
    known = person.filter((person.known_since <= on) & (person.municipality != ""))
    months = (on.year() * 12 + on.month()) - (known.born_year * 12 + known.born_month.fill_null(1))
    rows = known.select(
        "person", "municipality", "interpreter", adult=(months >= 18 * 12).fill_null(True), over_65=(months >= OLD * 12).fill_null(False)
    )
    columns: dict[str, Any] = {}
    for place, part in enumerate(_PARTS):
        more = part(tables, on, since).rename({f"of_{place}": "person"})
        rows = rows.left_join(more, rows.person == more[f"of_{place}"])
        columns |= {name: more.schema()[name] for name in more.columns if name != f"of_{place}"}
    joined = rows.select("person", "municipality", *_OF_PERSON, **{name: _filled(rows[name], kind) for name, kind in columns.items()})
    known_of = [name for name in VARIABLES if name != "plan_declined"]
    return joined.select("person", "municipality", *known_of, plan_declined=joined.said_no & ~joined.individual_plan)


def _filled(column: Any, kind: Any) -> Any:
    return column.fill_null(False) if kind.is_boolean() else column.fill_null(0).cast("int64")


def _in_year(day: Any, on: Day, since: Day) -> Any:
    return ((day > since) & (day <= on)).fill_null(False)


def _each(rows: Any, **told: Any) -> Any:
    return rows.group_by("person").agg(**told)


def _services(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["case"]
    rows = rows.filter(rows.opened_on <= on)
    runs = rows.closed_on.isnull() | (rows.closed_on > on)
    told = _each(
        rows, helped=runs.any(), helped_in_year=(rows.closed_on.isnull() | (rows.closed_on > since)).any(),
        new=rows.opened_on.min() > since, closed=_in_year(rows.closed_on, on, since).any(),
    )  # fmt: skip
    return told.select("person", "helped", "helped_in_year", "new", left=told.closed & ~told.helped)


def _pathway(tables: Tables, on: Day, since: Day) -> Any:
    """Of each service that runs its newest pathway, and of several services the highest."""
    cases, steps = tables["case"], tables["pathway"]
    steps = steps.filter(steps.since <= on)
    newest = steps.group_by("case_id").agg(since=steps.since.max())
    now = steps.join(newest, (steps.case_id == newest.case_id) & (steps.since == newest.since)).select(steps.case_id, steps.number)
    runs = cases.filter((cases.opened_on <= on) & (cases.closed_on.isnull() | (cases.closed_on > on)))
    rows = runs.join(now, runs.id == now.case_id).select(runs.person, now.number)
    return _each(rows, pathway=rows.number.max())


def _needs(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["need"]
    rows = rows.filter((rows.since <= on) & (rows.met_on.isnull() | (rows.met_on > on)))
    return _each(
        rows, mental=(rows.life_area == "mental").any(), substance=(rows.life_area == "substance").any(),
        housing_need=(rows.life_area == "housing").any(), activity_need=(rows.life_area == "activity").any(),
        coordinated=(rows.long_term & rows.coordinated).any(),
    )  # fmt: skip


def _plans(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["plan"]
    rows = rows.filter((rows.since <= on) & rows.state.isin(_IN_USE) & (rows.until.isnull() | (rows.until >= on)))
    in_use = (rows.state != "ended") | rows.until.notnull()
    return _each(
        rows, individual_plan=((rows.kind == "individual") & in_use).any(), crisis_plan=((rows.kind == "crisis") & in_use).any(),
        treatment_plan=((rows.kind == "treatment") & in_use).any(),
    )  # fmt: skip


def _offers(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["offer"]
    rows = rows.filter((rows.of == "plan") & (rows.offered_on <= on))
    said_no = ((rows.answer == "no") & (rows.answered_on <= on)).fill_null(False)
    return _each(rows, plan_offered=rows.count() > 0, said_no=said_no.any())


def _coordinators(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["coordination"]
    gone = (rows.staff_left_on < on).fill_null(False)
    rows = rows.filter((rows.since <= on) & (rows.until.isnull() | (rows.until >= on)) & ~gone)
    return _each(rows, coordinator=(rows.role == "coordinator").any(), child_coordinator=(rows.role == "child_coordinator").any())


def _meetings(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["meeting"]
    rows = rows.filter(rows.held & _in_year(rows.on, on, since))
    return _each(
        rows, group=(rows.kind == "group").any(), meetings=rows.count(), discharge_meetings=(rows.kind == "discharge").sum(),
        came_to_meeting=rows.person_came.fill_null(False).any(), gp_in_meeting=rows.gp_invited.any(),
    )  # fmt: skip


def _children_asked(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["children_asked"]
    rows = rows.filter(rows.on <= on)
    return _each(rows, children_asked=rows.count() > 0)


def _children(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["child"]
    rows = rows.filter(rows.known_on <= on)
    return _each(rows, children=rows.count(), children_followed=(rows.followed_up_on <= on).fill_null(False).sum())


def _kin(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["kin"]
    rows = rows.filter((rows.since <= on) & (rows.until.isnull() | (rows.until >= on)))
    return _each(rows, kin=rows.count() > 0)


def _feedback(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["feedback"]
    rows = rows.filter(_in_year(rows.on, on, since))
    return _each(rows, feedback=rows.count() > 0, feedbacks=rows.count())


def _mapping(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["response"]
    rows = rows.filter(_in_year(rows.on, on, since))
    return _each(
        rows, mapped=rows.count() > 0, life_areas=rows.instrument.isin(_LIFE_AREAS).any(),
        substance_asked=rows.instrument.isin(_OF_SUBSTANCE).any(),
    )  # fmt: skip


def _contacts(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["contact"]
    rows = rows.filter(_in_year(rows.on, on, since) & (rows.kind != "not_met"))
    home = rows.kind == "home_visit"
    return _each(
        rows, contacts=rows.count(), contact_minutes=rows.minutes.sum(), home_visits=home.sum(), visited=home.any(),
        by_video=(rows.kind == "video").any(),
    )  # fmt: skip


def _enquiries(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["enquiry"]
    # One that was taken over from an older list was not asked here.
    rows = rows.filter(_in_year(rows.received_on, on, since) & (rows.channel != "import"))
    whom = {"own": "person", "kin": "kin", "gp": "gp", "hospital": "hospital", "nav": "nav"}
    return _each(rows, enquiries=rows.count(), **{f"enquiries_{name}": (rows.from_whom == word).sum() for name, word in whom.items()})


def _stays(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["stay"]
    begun, ready = _in_year(rows.admitted_on, on, since), _in_year(rows.told_ready_on, on, since)
    return _each(rows, stays=begun.sum(), admitted=begun.any(), ready_notices=ready.sum(), too_early=(ready & rows.too_early).sum())


def _decisions(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["decision"]
    return _each(rows, decisions=_in_year(rows.decided_on, on, since).sum())


def _complaints(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["complaint"]
    return _each(rows, complaints=_in_year(rows.received_on, on, since).sum())


def _referrals(tables: Tables, on: Day, since: Day) -> Any:
    rows = tables["notice"]
    return _each(rows, referrals=((rows.kind == "referral") & _in_year(rows.on, on, since)).sum())


_PARTS = (
    _services, _pathway, _needs, _plans, _offers, _coordinators, _meetings, _children_asked, _children, _kin, _feedback, _mapping,
    _contacts, _enquiries, _stays, _decisions, _complaints, _referrals,
)  # fmt: skip
