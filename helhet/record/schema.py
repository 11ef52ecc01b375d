"""The record as tables for judging and counting: which there are, what each column means, and what it cannot tell.

The same tables exist three ways: as views on the live database (`live`), as Parquet files under pseudonymous keys
(`snapshot`), and as made by `helhet synth`. Nothing here holds a name, free text, an address or a number anybody is known by.
Days are days in Norway. A row is judged on a day by what was so on that day: what is dated later has not happened yet.
`until` is the last day. What began and ended at an hour (a care relation, an objection) is told as it stood when the day was over,
so that who hands over on a day and who takes over never both have it.
Somebody with a strictly protected address has no municipality and no unit here, and is in no figure that is shown.
"""

from .columns import COUNT as COUNT
from .columns import DAY as DAY
from .columns import KEY as KEY
from .columns import MOMENT as MOMENT
from .columns import WORD as WORD
from .columns import YES as YES
from .columns import Column as Column
from .columns import Table as Table
from .houses import AGREEMENT, HOUSE, SERIOUS_EVENT, WORKER

# Grows when a table or column changes its name, type or meaning: a snapshot of another version is refused.
VERSION = 8


def _about_person(name: str, meaning: str, *columns: Column, caveat: str = "") -> Table:
    first = (
        Column("id", KEY, "the row's own key: what a verdict points to as evidence"),
        Column("person", KEY, "whom it is about"),
        Column("municipality", KEY, "her home municipality's number today; empty when her address is strictly protected"),
    )
    return Table(name, meaning, (*first, *columns), caveat=caveat)


PERSON = Table(
    "person", "everybody with a record, one row each",
    (
        Column("person", KEY, "her key"),
        Column("municipality", KEY, "her home municipality's number today; empty when her address is strictly protected"),
        Column("born_year", COUNT, "the year she was born", optional=True),
        Column("born_month", COUNT, "the month she was born", optional=True),
        Column("known_since", DAY, "the day she became known here"),
        Column("deceased_on", DAY, "the day she died", optional=True),
        Column("kin_asked_on", DAY, "the day she was asked who is nearest and named nobody", optional=True),
        Column("language", WORD, "nb, nn, en or another"),
        Column("interpreter", YES, "needs an interpreter"),
    Column("language_changed_on", DAY, "the day her language, or need of an interpreter, was last changed", optional=True),
    Column("adapted", YES, "how help is adapted to language, culture, sight or hearing is written down"),
    Column("adapted_changed_on", DAY, "the day that was last changed", optional=True),
    ),
    caveat="She is counted in the municipality she lives in today, also for days before she moved there.",
)  # fmt: skip
ENQUIRY = _about_person(
    "enquiry", "somebody asked for help for her",
    Column("unit", KEY, "the unit that received it; empty when her address is strictly protected"),
    Column("channel", WORD, "telephone, visit, letter, message, own (by herself in the portal) or import (from a list kept before)"),
    Column("from_whom", WORD, "person, kin, gp, nav, hospital or other"),
    Column("received_on", DAY, "the day it came"),
    Column("replied_on", DAY, "the day of the first answer", optional=True),
    Column("reply_kind", WORD, "the kind of the first answer: final or preliminary", optional=True),
    Column("expected_on", DAY, "the day the newest preliminary answer promised the final one", optional=True),
    Column("settled_on", DAY, "the day it was triaged to a service, or helped on", optional=True),
    Column("sent_on", YES, "it belonged to somebody else, and was helped on there"),
)  # fmt: skip
CASE = _about_person(
    "case", "a service for her",
    Column("unit", KEY, "the unit that gives it; empty when her address is strictly protected"),
    Column("legal_basis", WORD, "the paragraph the service stands on, by its key in cases.rules.LEGAL_BASES"),
    Column("opened_on", DAY, "the day it was opened"),
    Column("closed_on", DAY, "the day it was closed", optional=True),
)  # fmt: skip
PATHWAY = _about_person(
    "pathway", "which main pathway, from which day",
    Column("case_id", KEY, "the case"),
    Column("number", COUNT, "1, 2 or 3"),
    Column("since", DAY, "from this day"),
)  # fmt: skip
NEED = _about_person(
    "need", "a need in one life area",
    Column("life_area", WORD, "which"),
    Column("long_term", YES, "it is long-term"),
    Column("coordinated", YES, "several services must work together on it"),
    Column("concerns_child", YES, "it is of a child in the family with serious illness, injury or reduced functioning"),
    Column("since", DAY, "the day it was seen"),
    Column("met_on", DAY, "the day it was met", optional=True),
)  # fmt: skip
OFFER = _about_person(
    "offer", "something offered, and her answer",
    Column("of", WORD, "plan, coordinator, child_coordinator, crisis_plan, kin_support"),
    Column("offered_on", DAY, "the day it was offered"),
    Column("answer", WORD, "yes, no or later", optional=True),
    Column("answered_on", DAY, "the day she answered", optional=True),
    Column("again_on", DAY, "the day agreed for asking again", optional=True),
)  # fmt: skip
COORDINATION = _about_person(
    "coordination", "somebody is coordinator, children's coordinator or deputy, from one day to another",
    Column("role", WORD, "coordinator, child_coordinator or deputy"),
    Column("staff", KEY, "which worker"),
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
    Column("staff_left_on", DAY, "the day she left the service", optional=True),
    caveat="Who takes over on a day has it that day; who handed over had it until the day before.",
)  # fmt: skip
PLAN = _about_person(
    "plan", "a plan; the individual plan is one a person",
    Column("kind", WORD, "individual, treatment, crisis, activity (at NAV), discharge, housing"),
    Column("parent_id", KEY, "the plan it hangs under; a plan at NAV does from the day it was begun", optional=True),
    Column("state", WORD, "draft, active, paused or ended"),
    Column("since", DAY, "the day it was begun"),
    Column("settled_on", DAY, "the day its first version was settled with her", optional=True),
    Column("ended_on", DAY, "the day it was ended", optional=True),
    Column("until", DAY, "the period's last day", optional=True),
    Column("review_on", DAY, "the day agreed for looking at the whole plan", optional=True),
    Column("review_changed_on", DAY, "the day that was last agreed or changed", optional=True),
    Column("consented_on", DAY, "the day she consented to it", optional=True),
    Column("consent_withdrawn_on", DAY, "the day she withdrew that", optional=True),
    Column("contents_changed_on", DAY, "the day what it says was last changed, its actions too", optional=True),
    Column("main_responsible", YES, "a service is named as main responsible"),
    Column("main_responsible_on", DAY, "the day that was last agreed or changed", optional=True),
    Column("strengths", YES, "her strengths are written down"),
    Column("relatives", YES, "relatives' part is clarified: they contribute, are none, or are not wanted"),
    Column("cooperation", YES, "the cooperation wanted is written down"),
    Column("child_takes_part", YES, "how a child takes part is written down"),
    Column("pupil", YES, "she goes to school, whatever her age"),
    Column("pupil_changed_on", DAY, "the day that was last changed", optional=True),
    caveat="Contents are as they stand today; the history of a field is in the live record, not here.",
)  # fmt: skip
GOAL = _about_person(
    "goal", "what she wants, in a plan",
    Column("plan_id", KEY, "the plan"),
    Column("since", DAY, "from this day"),
    Column("ended_on", DAY, "the day it was ended", optional=True),
    Column("look_again_days", COUNT, "days agreed between evaluations"),
    Column("look_again_changed_on", DAY, "the day that was last changed", optional=True),
)  # fmt: skip
ACTION = _about_person(
    "action", "who does what",
    Column("plan_id", KEY, "the plan"),
    Column("goal_id", KEY, "the goal", optional=True),
    Column("since", DAY, "from this day"),
    Column("due_on", DAY, "by this day", optional=True),
    Column("state", WORD, "not_asked, agreed, ongoing, waiting, done or stopped"),
    Column("responsible", WORD, "person, staff, partner, kin"),
    Column("has_extent", YES, "extent or time is agreed"),
    Column("has_how", YES, "how it is done is agreed"),
    Column("granted", YES, "it is said to be granted, not only wished for"),
    Column("granted_changed_on", DAY, "the day that was last changed", optional=True),
    Column("decision_id", KEY, "the decision it stands on", optional=True),
    Column("decision_changed_on", DAY, "the day that was last changed", optional=True),
)  # fmt: skip
EVALUATION = _about_person(
    "evaluation", "how it goes with a goal, said on a day",
    Column("goal_id", KEY, "the goal"),
    Column("on", DAY, "the day"),
    Column("said_by", WORD, "person, relative or worker"),
    Column("outcome", COUNT, "-2 to 2"),
    Column("look_again_on", DAY, "the day agreed then for the next, instead of the goal's days", optional=True),
)  # fmt: skip
DISAGREEMENT = _about_person(
    "disagreement", "she and we see it differently, on the record",
    Column("since", DAY, "the day she said so"),
    Column("answered_on", DAY, "the day the other view was written", optional=True),
    Column("settled_on", DAY, "the day both said it was settled", optional=True),
)  # fmt: skip
DECISION = _about_person(
    "decision", "a formal written decision",
    Column("legal_basis", WORD, "the paragraph, by its key"),
    Column("decided_on", DAY, "the day"),
    Column("notified_on", DAY, "the day she was told", optional=True),
    Column("complaint_until", DAY, "the last day to complain", optional=True),
    Column("told_points", COUNT, "how many of the five things on how to complain she was told", optional=True),
    Column("has_reasons", YES, "the reasons are written"),
    Column("has_her_view", YES, "her view is written"),
    Column("digital_on", DAY, "the day it was sent digitally", optional=True),
    Column("opened_on", DAY, "the day she opened it there", optional=True),
    Column("told_again_on", DAY, "the day she was told again", optional=True),
)  # fmt: skip
COMPLAINT = _about_person(
    "complaint", "a complaint on a decision",
    Column("decision_id", KEY, "the decision"),
    Column("received_on", DAY, "the day it came"),
    Column("forwarded_on", DAY, "the day it was sent on", optional=True),
    Column("settled_here_on", DAY, "the day she got what she asked for here", optional=True),
    Column("result", WORD, "what statsforvalteren came to: stood, changed, back or dismissed", optional=True),
    Column("result_on", DAY, "the day that was known here", optional=True),
)  # fmt: skip
CHILDREN_ASKED = _about_person(
    "children_asked", "it was clarified whether she has children or siblings under 18 to look after",
    Column("on", DAY, "the day"),
    Column("answer", WORD, "yes, siblings, no or will_not_say"),
)  # fmt: skip
CHILD = _about_person(
    "child", "a child who is next of kin, in her minimal record",
    Column("known_on", DAY, "the day it was written down"),
    Column("followed_up_on", DAY, "the day the first follow-up was done", optional=True),
    Column("last_followed_on", DAY, "the day the newest follow-up was done", optional=True),
    Column("bereaved_on", DAY, "the day the child lost a parent or a sibling", optional=True),
    Column("consent_settled_on", DAY, "the day consent to follow-up was had, or it was written why it could not be", optional=True),
)  # fmt: skip
KIN = _about_person(
    "kin", "a next of kin whom she has chosen",
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
    Column("nearest", YES, "chosen as the nearest"),
    Column("scope_said", YES, "it is said what may be told"),
    Column("heavy_care_on", DAY, "since when the care is particularly heavy", optional=True),
    caveat="Somebody she has not chosen herself is not here.",
)  # fmt: skip
RESPONSE = _about_person(
    "response", "she was asked by an instrument",
    Column("instrument", WORD, "which"),
    Column("on", DAY, "the day"),
    Column("answered_by", WORD, "person, together or worker"),
    Column("physical", YES, "bodily health was answered, among the life areas"),
    caveat="One that a later one corrects is not here.",
)  # fmt: skip
CONTACT = _about_person(
    "contact", "somebody met or talked with her, or about her",
    Column("kind", WORD, "which kind"),
    Column("on", DAY, "the day"),
    Column("minutes", COUNT, "how long", optional=True),
)  # fmt: skip
NOTE = _about_person(
    "note", "something written in her journal or service file",
    Column("kind", WORD, "health (the journal) or service (the service file)"),
    Column("on", DAY, "the day it tells of"),
    Column("written_on", DAY, "the day it was begun"),
    Column("signed_on", DAY, "the day it was signed", optional=True),
    Column("corrects_id", KEY, "the note it corrects", optional=True),
    Column("changed_on", DAY, "the day it was changed after it was signed, which must never be", optional=True),
)  # fmt: skip
FEEDBACK = _about_person(
    "feedback", "what she said of the help after a contact or meeting, in figures",
    Column("on", DAY, "the day she said it"),
    Column("life", COUNT, "how life is, 0 to 10", optional=True),
    Column("alliance", COUNT, "whether we worked on what matters to her, 0 to 10", optional=True),
    caveat="Her words are in the live record, and whether she wrote them herself.",
)  # fmt: skip
MEETING = _about_person(
    "meeting", "a meeting about her",
    Column("kind", WORD, "which kind"),
    Column("on", DAY, "the day"),
    Column("held", YES, "it was held"),
    Column("person_invited", YES, "she was invited"),
    Column("person_came", YES, "she came", optional=True),
    Column("gp_invited", YES, "her general practitioner was invited"),
    Column("gp_answered", YES, "the practitioner answered", optional=True),
    Column("health_invited", YES, "health personnel outside the municipality were invited, other than her practitioner"),
    Column("health_answered", YES, "all of those answered", optional=True),
    Column("school_invited", YES, "school or kindergarten was invited"),
    Column("minutes_shared_on", DAY, "the day the minutes were shared", optional=True),
    caveat="One that was called off is not here.",
)  # fmt: skip
STAY = _about_person(
    "stay", "a stay in hospital, seen from the municipality",
    Column("admitted_at", MOMENT, "when she was admitted", optional=True),
    Column("admitted_exact", YES, "the hospital gave the hour, not only the day"),
    Column("notified_at", MOMENT, "when the hospital's notice was sent"),
    Column("ready_at", MOMENT, "when we were told she is ready", optional=True),
    Column("ready_on", DAY, "the day declared ready", optional=True),
    Column("ready_withdrawn_at", MOMENT, "when that was taken back", optional=True),
    Column("answer", WORD, "our answer", optional=True),
    Column("answered_at", MOMENT, "when we answered", optional=True),
    Column("receive_on", DAY, "the day we can receive", optional=True),
    Column("too_early", YES, "we hold that it was too early"),
    Column("discharged_at", MOMENT, "when she was discharged", optional=True),
    Column("letter_on", DAY, "the day the discharge letter came", optional=True),
    Column("contact_on", DAY, "the day the hospital had said who answers for her there", optional=True),
    Column("contact_by", DAY, "the first working day after admission, by which it must", optional=True),
    Column("ready_points", COUNT, "how many of the eight points of § 9 the hospital says are assessed", optional=True),
    # The same moments as days in Norway, which no two engines would work out alike from a moment.
    Column("admitted_on", DAY, "the day of admitted_at", optional=True),
    Column("notified_on", DAY, "the day of notified_at"),
    Column("notice_minutes", COUNT, "from admission to notice, never below 0; none when the hour of admission is unknown", optional=True),
    Column("told_ready_on", DAY, "the day of ready_at", optional=True),
    Column("withdrawn_on", DAY, "the day of ready_withdrawn_at", optional=True),
    Column("answered_on", DAY, "the day of answered_at, when we answered after we were told", optional=True),
    Column("discharged_on", DAY, "the day of discharged_at", optional=True),
    caveat="A notice that was cancelled is not here; a stay that ended with her death was over then.",
)  # fmt: skip
CONSENT = _about_person(
    "consent", "what she has said yes to",
    Column("kind", WORD, "plan, sharing and others"),
    Column("given_on", DAY, "the day she said it"),
    Column("since", DAY, "the first day it holds, when she said it for a later day", optional=True),
    Column("until", DAY, "the last day", optional=True),
    Column("withdrawn_on", DAY, "the day she withdrew it", optional=True),
    Column("has_purpose", YES, "the purpose is written down"),
    Column("by_another", YES, "somebody else consented for her, who lacks the competence to decide"),
)  # fmt: skip
OBJECTION = _about_person(
    "objection", "what she has closed",
    Column("against", WORD, "everybody, staff, unit, municipality, partner, or kin: kept from a child's parent"),
    Column("of_part", WORD, "the part of the record; none when it is the whole", optional=True),
    Column("noted", YES, "who noted it is written"),
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
)  # fmt: skip
ACCESS = _about_person(
    "access", "somebody may see her record",
    Column("role", WORD, "as what"),
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
    Column("staff", KEY, "which worker, when it is one", optional=True),
    Column("staff_left_on", DAY, "the day the worker left", optional=True),
    Column("emergency", YES, "opened in an emergency"),
    Column("reviewed_on", DAY, "the day it was looked through", optional=True),
    caveat="Her own access is not here, nor an inspector's or a share link's: they change no verdict. "
    "What was opened and closed on the same day ends before it begins.",
)  # fmt: skip
_NOTICE = (
    Column("kind", WORD, "what it is about, by its key in cases.rules.notices"),
    Column("on", DAY, "the day it came, was sent or was decided"),
    Column("answer_by", DAY, "the day somebody must have answered, by the law or the target as it was then", optional=True),
    Column("answer", WORD, "what came of it, by its key", optional=True),
    Column("answered_on", DAY, "the day of that", optional=True),
)
NOTICE = _about_person("notice", "something told, asked for or sent that the law gives a clock for", *_NOTICE)
PROTECTED_NOTICE = _about_person(
    "protected_notice", "the same of what few may see: concern for a child, and coercion", *_NOTICE,
    caveat="A page shows it to whoever may see that part of the record, and to nobody else.",
)  # fmt: skip
HOUSING = _about_person(
    "housing", "where she lives, from one day to another",
    Column("situation", WORD, "how she lives, by its key in living.rules"),
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
    Column("suited", WORD, "it suits her: yes, no or unknown"),
    Column("secure", WORD, "the contract is safe: yes, no or unknown"),
)  # fmt: skip
HOUSING_NEED = _about_person(
    "housing_need", "what she needs of a home",
    Column("kind", WORD, "ordinary, adapted, staffed, follow_up or keep"),
    Column("since", DAY, "the day it was seen"),
    Column("queued_on", DAY, "the day she was put in the queue for it", optional=True),
    Column("ended_on", DAY, "the day it was met, or was a need no longer", optional=True),
    Column("met", YES, "she got it"),
    caveat="Help to live at home is a service (the table case, basis hol-3-2-6a), and not here.",
)  # fmt: skip
EVICTION = _about_person(
    "eviction", "she was warned that she may lose her home",
    Column("warned_on", DAY, "the day of the warning"),
    Column("by_day", DAY, "the day it may happen", optional=True),
    Column("outcome", WORD, "stayed, moved, evicted or withdrawn", optional=True),
    Column("settled_on", DAY, "the day of that", optional=True),
)  # fmt: skip
BOUGHT_CARE = _about_person(
    "bought_care", "help the municipality buys for her",
    Column("kind", WORD, "treatment, home, withdrawal, activity or relief", optional=True),
    Column("paid_by", WORD, "own, state, grant or shared", optional=True),
    Column("per_day", COUNT, "kroner a day, the øre rounded off"),
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
    Column("review_on", DAY, "the next day agreed for looking at whether it helps"),
)  # fmt: skip
ACTIVITY = _about_person(
    "activity", "what she does with her days",
    Column("kind", WORD, "work, measure (by NAV), education, day, voluntary, own or none"),
    Column("hours", COUNT, "hours a week", optional=True),
    Column("ips", YES, "with individual placement and support"),
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
    Column("satisfaction", COUNT, "how satisfied she is with it, 0 to 10, in her own answer", optional=True),
    Column("satisfied_on", DAY, "the day she last said so", optional=True),
    caveat="Her newest answer only; what she said before is in the live record.",
)  # fmt: skip
ON_BOARD = _about_person(
    "on_board", "the team follows her more closely for a time",
    Column("level", COUNT, "how closely, 1 (daily) to 5 (new), as it stands today"),
    Column("why_kind", WORD, "what it is about, by its key in team.rules"),
    Column("since", DAY, "from this day"),
    Column("until", DAY, "the last day", optional=True),
)  # fmt: skip
UNIT = Table(
    "unit", "a unit of a municipality's service",
    (
        Column("id", KEY, "its key"),
        Column("municipality", KEY, "its municipality's number"),
        Column("coordinating", YES, "it is the coordinating unit"),
        Column("answers", YES, "it has a telephone that is answered"),
    ),
    about="municipality",
)  # fmt: skip
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        PERSON, ENQUIRY, CASE, PATHWAY, NEED, OFFER, COORDINATION, PLAN, GOAL, ACTION, EVALUATION, DISAGREEMENT, DECISION, COMPLAINT,
        CHILDREN_ASKED, CHILD, KIN, RESPONSE, CONTACT, NOTE, FEEDBACK, MEETING, STAY, CONSENT, OBJECTION, ACCESS, NOTICE,
        PROTECTED_NOTICE, HOUSING, HOUSING_NEED, EVICTION, BOUGHT_CARE, ACTIVITY, ON_BOARD, UNIT, HOUSE, AGREEMENT, WORKER, SERIOUS_EVENT,
    )
}  # fmt: skip
