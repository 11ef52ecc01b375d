"""Meetings and tasks: kinds and states, and when a task goes on to somebody else."""

from enum import StrEnum

from helhet.organisation.rules import N_


class MeetingKind(StrEnum):
    """The kinds of meeting about a person."""

    GROUP = "group"
    COOPERATION = "cooperation"
    DISCHARGE = "discharge"
    NETWORK = "network"


MEETING_NAMES = {
    MeetingKind.GROUP: N_("Ansvarsgruppe"),
    MeetingKind.COOPERATION: N_("Samarbeidsmøte"),
    MeetingKind.DISCHARGE: N_("Møte før utskriving"),
    MeetingKind.NETWORK: N_("Nettverksmøte"),
}


class MeetingState(StrEnum):
    """Called, held or cancelled."""

    CALLED = "called"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING_STATE_NAMES = {
    MeetingState.CALLED: N_("innkalt"),
    MeetingState.HELD: N_("holdt"),
    MeetingState.CANCELLED: N_("avlyst"),
}
