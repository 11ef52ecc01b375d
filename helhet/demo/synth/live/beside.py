"""What stands beside the help: homes, what is needed of one, days, what she says of us, the board, and what few may see."""

import numpy as np

from helhet.access.in_bulk import rows_in_bulk
from helhet.cases.models import ProtectedNotice
from helhet.demo.synth.columns import NONE
from helhet.living.models import Activity, EvictionWarning, Housing, HousingNeed
from helhet.team.models import OnBoard
from helhet.voice.models import Feedback

from .drawn import Drawn, where
from .people import Everybody


def beside(drawn: Drawn, everybody: Everybody) -> None:
    """All of it, in a municipality."""
    _homes(drawn, everybody)
    _days(drawn, everybody)
    _voice(drawn, everybody)
    _board(drawn, everybody)
    who = drawn.rows("protected_notice", "person")
    rows_in_bulk(ProtectedNotice, len(who), {
        "id": drawn.keys("protected_notice"), "person_id": drawn.whose("protected_notice"), "party": "oppdiktet avsender",
        "words": "Oppdiktet melding.", **{name: drawn.words("protected_notice", name) for name in ("kind", "answer")},
        **{name: drawn.days("protected_notice", name) for name in ("on", "answer_by", "answered_on")},
        **everybody.wrote(who, drawn.mornings("protected_notice", "on")),
    })  # fmt: skip


def _homes(drawn: Drawn, everybody: Everybody) -> None:
    who = drawn.rows("housing", "person")
    rows_in_bulk(Housing, len(who), {
        "id": drawn.keys("housing"), "person_id": drawn.whose("housing"),
        **{name: drawn.words("housing", name) for name in ("situation", "suited", "secure")},
        **{name: drawn.days("housing", name) for name in ("since", "until")}, **everybody.wrote(who, drawn.mornings("housing", "since")),
    })  # fmt: skip
    who = drawn.rows("housing_need", "person")
    ended = drawn.numbers("housing_need", "ended_on") != NONE
    rows_in_bulk(HousingNeed, len(who), {
        "id": drawn.keys("housing_need"), "person_id": drawn.whose("housing_need"), "kind": drawn.words("housing_need", "kind"),
        "met": drawn.bits("housing_need", "met"), "ended_reason": where(ended & ~drawn.yes("housing_need", "met"), ["Flyttet."] * len(who)),
        **{name: drawn.days("housing_need", name) for name in ("since", "queued_on", "ended_on")},
        **everybody.wrote(who, drawn.mornings("housing_need", "since")),
    })  # fmt: skip
    who = drawn.rows("eviction", "person")
    settled = drawn.numbers("eviction", "settled_on") != NONE
    rows_in_bulk(EvictionWarning, len(who), {
        "id": drawn.keys("eviction"), "person_id": drawn.whose("eviction"), "from_whom": "oppdiktet utleier",
        "outcome": drawn.words("eviction", "outcome"), "settled_words": where(settled, ["Snakket med utleieren."] * len(who)),
        **{name: drawn.days("eviction", name) for name in ("warned_on", "by_day", "settled_on")},
        **everybody.wrote(who, drawn.mornings("eviction", "warned_on")),
    })  # fmt: skip


def _days(drawn: Drawn, everybody: Everybody) -> None:
    who = drawn.rows("activity", "person")
    ended = drawn.numbers("activity", "until") != NONE
    rows_in_bulk(Activity, len(who), {
        "id": drawn.keys("activity"), "person_id": drawn.whose("activity"), "kind": drawn.words("activity", "kind"),
        "ips": drawn.bits("activity", "ips"), "until_reason": where(ended, ["Sluttet."] * len(who)),
        **{name: drawn.counts("activity", name) for name in ("hours", "satisfaction")},
        **{name: drawn.days("activity", name) for name in ("since", "until", "satisfied_on")},
        **everybody.wrote(who, drawn.mornings("activity", "since")),
    })  # fmt: skip


def _voice(drawn: Drawn, everybody: Everybody) -> None:
    who = drawn.rows("feedback", "person")
    rows_in_bulk(Feedback, len(who), {
        "id": drawn.keys("feedback"), "person_id": drawn.whose("feedback"), "on": drawn.days("feedback", "on"),
        **{name: drawn.counts("feedback", name) for name in ("life", "alliance")},
        **everybody.wrote(who, drawn.mornings("feedback", "on")),
    })  # fmt: skip


def _board(drawn: Drawn, everybody: Everybody) -> None:
    who, since = drawn.rows("on_board", "person"), drawn.days("on_board", "since")
    ended = drawn.numbers("on_board", "until") != NONE
    reasons = np.where(ended, "Det er roligere nå.", "").tolist()
    rows_in_bulk(OnBoard, len(who), {
        "id": drawn.keys("on_board"), "person_id": drawn.whose("on_board"), "level": drawn.counts("on_board", "level"),
        "level_since": since, "why_kind": drawn.words("on_board", "why_kind"), "why": "Vi følger tettere en tid.", "since": since,
        "until": drawn.days("on_board", "until"), "until_reason": reasons, **everybody.wrote(who, drawn.mornings("on_board", "since")),
    })  # fmt: skip
