"""Where they live, what they need of a home, what they do with their days, what they say of the help, and who is followed more closely."""

import numpy as np

from .columns import NONE, Numbers, Words
from .helped import Helped
from .people import GROUPS, People
from .world import YEAR, World, assumed, each, figures

HOUSED = ("owns", "rents", "municipal", "followed", "shared", "staffed", "institution")
WITHOUT = ("with_others", "temporary", "released", "none")
DAYS = ("work", "measure", "education", "day", "voluntary", "own")
SAID = ("yes", "no", "unknown")
NEEDED = ("ordinary", "adapted", "staffed", "follow_up", "keep")


def homes(world: World, people: People, life: Helped) -> None:
    """Everybody's home from when she became known, another for those who move, and what is needed of one."""
    everybody = np.arange(people.size)
    moves = world.yes(1 - np.exp(-assumed("homes", "moves") * (life.last - people.known) / YEAR), people.size)
    moved = world.within(people.known + 30, np.maximum(life.last, people.known + 31))
    moves &= (moved <= world.on) & ((people.died == NONE) | (moved < people.died))
    _home(world, people, everybody, people.known, np.where(moves, moved - 1, NONE))
    again = np.flatnonzero(moves)
    _home(world, people, again, moved[again], np.full(len(again), NONE))
    _needs(world, people, life)
    _warnings(world, people, life)


def _home(world: World, people: People, who: Numbers, since: Numbers, until: Numbers) -> None:
    size, without = len(who), _by_group(people, who, "without_home")
    bare = world.yes(without, size)
    housed = world.place_in(assumed("homes", "housed"), size)
    where = world.place_in(figures()["where_without_home"]["shares"], size)
    place = np.where(bare, len(HOUSED) + np.maximum(where, 0), housed)
    suited = np.where(bare, 1, world.place_in(assumed("homes", "suited"), size))
    secure = np.where(bare, 1, world.place_in(assumed("homes", "secure"), size))
    known = np.where(place < 0, len(HOUSED) + len(WITHOUT), place)
    world.tell(
        "housing", who, situation=Words((*HOUSED, *WITHOUT, "unknown"), known), since=since, until=until,
        suited=Words(SAID, suited), secure=Words(SAID, secure),
    )  # fmt: skip


def _by_group(people: People, who: Numbers, what: str) -> Numbers:
    return np.array([figures()[what][name] for name in GROUPS])[people.group[who]]


def _needs(world: World, people: People, life: Helped) -> None:
    who = np.flatnonzero(world.yes(np.array(assumed("homes", "needs"))[people.pathway], people.size))
    since = world.within(life.first[who], life.last[who])
    kind = world.one_of(NEEDED, assumed("homes", "needed"), len(who))
    queued = np.where(kind.places < 3, world.past(np.where(world.some("home_queued", len(who)), since + 14, NONE)), NONE)
    ended = world.past(np.where(world.some("home_need_ended", len(who)), since + 30 + world.takes("home_found", len(who)), NONE))
    met = (ended != NONE) & world.some("home_need_met", len(who))
    world.tell("housing_need", who, kind=kind, since=since, queued_on=queued, ended_on=ended, met=met)


def _warnings(world: World, people: People, life: Helped) -> None:
    of, _ = each(world.times(np.full(people.size, assumed("homes", "warned")), life.last - life.first))
    warned = world.within(life.first[of], life.last[of])
    settled = world.done(warned + world.takes("eviction_settled", len(of)))
    outcome = world.place_in(assumed("homes", "outcomes"), len(of))
    world.tell(
        "eviction", of, warned_on=warned, by_day=warned + 42, settled_on=settled,
        outcome=Words(("stayed", "withdrawn", "moved", "evicted"), np.where(settled == NONE, -1, np.maximum(outcome, 0))),
    )  # fmt: skip


def days(world: World, people: People, life: Helped) -> None:
    """What each does with her days, and how satisfied she is; for some nothing, or almost."""
    who = np.flatnonzero(world.yes(assumed("days", "asked"), people.size))
    since = world.past(life.first[who] + world.takes("days_asked", len(who)))
    who, since = who[since != NONE], since[since != NONE]
    size = len(who)
    nothing = world.yes(_by_group(people, who, "almost_no_activity"), size)
    kind = np.where(nothing, len(DAYS), world.place_in(assumed("days", "kinds"), size))
    kind = np.where(kind < 0, len(DAYS) - 1, kind)
    hours = np.where(nothing, NONE, np.array([25, 20, 22, 10, 6, 5, 0])[kind] + world.chance.integers(-4, 5, size))
    said = world.past(since + world.takes("days_satisfied", size))
    said = np.where(world.some("days_satisfied", size), said, NONE)
    satisfied = np.clip(np.round(world.chance.normal(np.where(nothing, 3.5, 6.5), 2.0)), 0, 10).astype(np.int64)
    until = np.where(world.some("days_ended", size), world.past(since + 60 + world.takes("days_last", size)), NONE)
    world.tell(
        "activity", who, kind=Words((*DAYS, "none"), kind), hours=hours, ips=(kind == 0) & world.yes(assumed("days", "ips"), size),
        since=since, until=until, satisfaction=np.where(said == NONE, NONE, satisfied), satisfied_on=said,
    )  # fmt: skip


def feedback(world: World, people: People, life: Helped) -> None:
    """What some say of the help, in figures: a little better the longer it lasts."""
    answers = world.yes(assumed("feedback", "answers"), people.size)
    of, _ = each(world.times(np.where(answers, assumed("feedback", "a_year"), 0.0), life.last - life.first))
    on = world.within(life.first[of], life.last[of])
    size, longer = len(of), np.minimum((on - life.first[of]) / YEAR, 3)
    figures_said = {
        name: np.where(
            world.some("feedback_answered", size), np.clip(np.round(world.chance.normal(mean + 0.5 * longer, 1.8)), 0, 10), NONE
        ).astype(np.int64)
        for name, mean in (("life", 5.0), ("alliance", 7.2))
    }
    told = (figures_said["life"] != NONE) | (figures_said["alliance"] != NONE)
    world.tell("feedback", of[told], on=on[told], **{name: values[told] for name, values in figures_said.items()})
    world.heard = int(on[told].min()) if told.any() else NONE


def board(world: World, people: People, life: Helped) -> None:
    """Whom the team follows more closely now, and whom it did."""
    shares = np.array(assumed("board", "share"))[people.pathway]
    who = np.flatnonzero(world.yes(shares, people.size))
    since = world.within(np.maximum(life.last[who] - 400, life.first[who]), life.last[who])
    until = world.past(since + 7 + world.takes("on_board", len(who)))
    until = np.where(~life.runs[who] & (until == NONE), np.maximum(since, life.last[who]), until)
    world.tell(
        "on_board", who, level=world.chance.integers(1, 6, len(who)), since=since, until=until,
        why_kind=world.mix("on_board", len(who)),
    )  # fmt: skip


def protected(world: World, people: People, life: Helped) -> None:
    """What few may see: concern for a child, reports of misuse from those close to her, and coercion with its clocks."""
    for kind, days_, answer in (
        ("concern", 21, "confirmed"), ("misuse", 30, "told"),
        ("coercion", 42, "carried_out"), ("coercion_pregnant", 14, "carried_out"),
        ("retained", 91, "ended"), ("concern_closed", 21, "feedback"),
    ):  # fmt: skip
        share = assumed("protected", kind) * (people.parent if kind.startswith("concern") else (people.group > 0)).astype(float)
        who = np.flatnonzero(world.yes(share, people.size))
        on = world.within(life.first[who], life.last[who])
        answered = world.done(on + np.minimum(world.days_after(days_ / 3, 0.6, len(who)), days_), of="protected")
        said = Words((answer,), np.where(answered == NONE, -1, 0))
        world.tell("protected_notice", who, kind=kind, on=on, answer_by=on + days_, answer=said, answered_on=answered)
