"""The tables about municipalities: what each has in place and has agreed. They hold no person data."""

from .columns import COUNT, DAY, KEY, WORD, YES, Column, Table

HOUSE = Table(
    "house", "a municipality that takes part: what it has in place",
    (
        Column("municipality", KEY, "its number"),
        Column("coordinating_unit", YES, "a coordinating unit serves it"),
        Column("unit_answers", YES, "that unit has a telephone somebody answers"),
        Column("routine_on", DAY, "the day its routine for plans and coordinators was last gone through", optional=True),
        Column("hosts_since", DAY, "since when a host municipality acts for it, or it for others", optional=True),
        Column("reviewed_on", DAY, "the day of its last yearly review", optional=True),
        Column("review_letters", COUNT, "how many of the seven letters had words then", optional=True),
        Column("experience_on", DAY, "the day its leader last wrote what users' experience led to", optional=True),
        Column("heard_since", DAY, "1 January of the first year somebody gave feedback here", optional=True),
        Column("log_looked_on", DAY, "the day somebody last looked through sampled lines of the log", optional=True),
        Column("housing_on", DAY, "the day it last counted which dwellings are needed", optional=True),
    ),
    about="municipality",
    caveat="As it stands today.",
)  # fmt: skip
AGREEMENT = Table(
    "agreement", "an agreement, once for each municipality that is party to it",
    (
        Column("id", KEY, "the key of the municipality's part in it"),
        Column("municipality", KEY, "the municipality's number"),
        Column("kind", WORD, "hospital, municipalities, nav, gp or other"),
        Column("signed_on", DAY, "the day it was signed", optional=True),
        Column("adopted_on", DAY, "the day this municipality's council adopted it", optional=True),
        Column("since", DAY, "from this day"),
        Column("until", DAY, "the last day", optional=True),
        Column("users_took_part", WORD, "user organisations took part: yes, no, or empty when it is not written"),
        Column("points", COUNT, "how many points the law asks for"),
        Column("points_agreed", COUNT, "how many of them are agreed"),
        Column("agreed_on", DAY, "the day the last of those was agreed", optional=True),
        Column("looked_on", DAY, "of the agreed points, the day the one left alone longest was last looked at", optional=True),
        Column("reviewed_on", DAY, "the day the parties last went through it", optional=True),
    ),
    about="municipality",
    caveat="As it stands today; every step of every point is in the live record.",
)  # fmt: skip
WORKER = Table(
    "worker", "somebody who works there",
    (
        Column("staff", KEY, "her key"),
        Column("municipality", KEY, "the number of the municipality that employs her"),
        Column("trained_on", DAY, "the day she was last trained or guided in coordinating", optional=True),
    ),
    about="municipality",
)  # fmt: skip
SERIOUS_EVENT = Table(
    "serious_event", "a death or very serious injury, unexpected, and the clocks that follow",
    (
        Column("id", KEY, "its key"),
        Column("municipality", KEY, "the number of the municipality whose service it was"),
        Column("known_on", DAY, "the day the service knew"),
        Column("notice_by", DAY, "the fifth working day after"),
        Column("noticed_on", DAY, "the day the authorities were told", optional=True),
        Column("meeting_by", DAY, "the tenth day after"),
        Column("offered_on", DAY, "the day a meeting was offered", optional=True),
        Column("report_by", DAY, "three months after"),
        Column("reported_on", DAY, "the day the report was there", optional=True),
    ),
    about="municipality",
    caveat="Whom it concerned is not here.",
)  # fmt: skip
