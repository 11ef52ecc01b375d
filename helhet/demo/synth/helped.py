"""What is offered and answered, who coordinates, and the plans with their goals, actions and evaluations."""

from dataclasses import dataclass

import numpy as np

from .columns import NONE, Keys, Numbers, Values, Words
from .people import People, Services
from .world import World, assumed, each

OFFERED = ("plan", "coordinator", "crisis_plan", "kin_support", "child_coordinator")
ANSWERS = ("yes", "no", "later")
_SEEN_AFTER = 30  # days in which what is left to do is done


@dataclass(frozen=True)
class Helped:
    """The time each person is helped in all: its first and last day, whether it still is, and since when her needs are coordinated."""

    first: Numbers
    last: Numbers
    runs: Numbers
    need: Numbers


def helped(rows: Services, size: int, need: Numbers, died: Numbers) -> Helped:
    """From the first service's first day to the last one's last."""
    first, last, runs = np.full(size, 2**31 - 1), np.full(size, NONE), np.zeros(size, dtype=bool)
    np.minimum.at(first, rows.of, rows.opened)
    np.maximum.at(last, rows.of, rows.last)
    np.logical_or.at(runs, rows.of, rows.runs)
    return Helped(first, last, runs & (died == NONE), need)


def around_her(world: World, people: People, rows: Services, life: Helped) -> None:
    """Who may see her record for the help she gets: the coordinating unit, the unit of each service and its contact, until it has ended."""
    everybody = np.arange(people.size)
    world.tell("access", everybody, role="coordinating_unit", since=people.known, emergency=False,
               until=np.where(life.runs, NONE, life.last + _SEEN_AFTER))  # fmt: skip
    world.beside("access", unit=np.zeros(people.size, dtype=np.int64))
    until = np.where(rows.runs, NONE, rows.last + _SEEN_AFTER)
    world.tell("access", rows.of, role="service_unit", since=rows.opened, until=until, emergency=False)
    world.beside("access", unit=rows.unit)
    worker = world.at_work(rows.opened)
    gone = world.left[worker]
    parted = (gone != NONE) & ((until == NONE) | (gone < until))
    _contact(world, rows.of, worker, rows.opened, np.where(parted, gone, until))
    _contact(world, rows.of[parted], world.stays(int(parted.sum())), gone[parted] + 1, until[parted])


def _contact(world: World, who: Numbers, worker: Numbers, since: Numbers, until: Numbers) -> None:
    world.tell(
        "access", who, role="contact", since=since, until=until, staff=world.workers.of(worker), staff_left_on=world.left[worker],
        emergency=False,
    )  # fmt: skip


def offers(world: World, people: People, life: Helped) -> dict[str, Numbers]:
    """Offers and answers; returns the day each said yes to each thing, or nothing."""
    said: dict[str, Numbers] = {}
    heavy, later = world.heavy != NONE, np.where(people.pathway > 0, life.first + 40, NONE)
    dues = {"plan": life.need, "coordinator": life.need, "child_coordinator": world.ill_child, "crisis_plan": later,
            "kin_support": np.where(heavy, world.heavy, later)}  # fmt: skip
    for of in OFFERED:
        due = dues[of]
        share = np.where(heavy & (of == "kin_support"), assumed("offered", "kin_with_heavy_care"), assumed("offered", of))
        who = np.flatnonzero((due != NONE) & world.yes(share, people.size))
        said[of] = np.full(people.size, NONE)
        _offer(world, of, who, due[who] + world.takes("offered", len(who)), life, said[of])
    return said


def _offer(world: World, of: str, who: Numbers, offered: Numbers, life: Helped, said: Numbers) -> None:
    """An offer; and after a no or a not now, another when it is time, as long as she is helped."""
    for _ in range(3):
        here = (offered <= world.on) & (offered <= life.last[who])
        who, offered = who[here], offered[here]
        answer = world.place_in(assumed("answers", of), len(who))
        answered = world.past(offered + world.takes("offer_answered", len(who)))
        answered = np.where(answer < 0, NONE, answered)
        answer = np.where(answered == NONE, -1, answer)
        agreed = (answer == 2) & world.some("agreed_when_to_ask", len(who))
        again = answered + np.where(answer == 1, 365, 90)
        world.tell(
            "offer", who, of=of, offered_on=offered, answer=Words(ANSWERS, answer), answered_on=answered,
            again_on=np.where(agreed, again - 20, NONE),
        )  # fmt: skip
        said[who[answer == 0]] = answered[answer == 0]
        more = answer > 0
        who, offered = who[more], again[more] + world.chance.integers(-15, 12, int(more.sum()))


def coordinators(world: World, people: People, life: Helped, said: dict[str, Numbers]) -> None:
    """Who said yes has one, some time after; and another after some years."""
    for role in ("coordinator", "child_coordinator"):
        who = np.flatnonzero((said[role] != NONE) & ~world.some("left_open", people.size))
        since = said[role][who] + world.takes("coordinator_found", len(who))
        for _ in range(4):
            here = (since <= world.on) & (since <= life.last[who])
            who, since = who[here], since[here]
            who, since = _spell_of(world, role, who, since, life)


def _spell_of(world: World, role: str, who: Numbers, since: Numbers, life: Helped) -> tuple[Numbers, Numbers]:
    size = len(who)
    worker = world.at_work(since)
    gone = world.left[worker]
    ends = np.where(gone != NONE, gone, since + 300 + world.takes("coordinates", size))
    ends = np.minimum(ends, np.where(life.runs[who], 2**31 - 1, np.maximum(life.last[who], since)))
    forgotten = (gone != NONE) & (ends == gone) & world.some("spell_forgotten", size)
    until = np.where((ends > world.on) | forgotten, NONE, ends)
    told: dict[str, Values] = {"since": since, "until": until, "staff": world.workers.of(worker), "staff_left_on": gone}
    keys = world.tell("coordination", who, role=role, **told)
    world.tell("access", who, id=keys, role=role, emergency=False, **told)
    gap = np.where(world.some("next_coordinator_at_once", size), 1, world.takes("without_coordinator", size) + 2)
    goes_on = (until != NONE) & (life.last[who] > ends)
    return who[goes_on], (ends + gap)[goes_on]


def plans(world: World, people: People, life: Helped, said: dict[str, Numbers]) -> None:
    """The individual plan for who said yes, and crisis and treatment plans beside it."""
    who = np.flatnonzero((said["plan"] != NONE) & ~world.some("left_open", people.size))
    since = said["plan"][who] + world.takes("plan_begun", len(who))
    _plan(world, "individual", who, since, life, people.pupil)
    who = np.flatnonzero(said["crisis_plan"] != NONE)
    _plan(world, "crisis", who, said["crisis_plan"][who] + 10, life)
    who = np.flatnonzero((people.pathway > 0) & world.some("treatment_plan", people.size))
    _plan(world, "treatment", who, life.first[who] + 30, life)
    _at_nav(world, people, life)
    _second_plans(world, people, life)


def _plan(world: World, kind: str, who: Numbers, since: Numbers, life: Helped, pupil: Numbers | None = None) -> None:
    here = (since <= world.on) & (since <= life.last[who])
    who, since = who[here], since[here]
    size = len(who)
    ended = ~life.runs[who] & world.some("plan_ended_after", size)
    state = Words(("active", "paused", "ended"), np.where(ended, 2, world.some("plan_paused", size)))
    consented = world.past(np.where(world.some("plan_consented", size), since, NONE))
    withdrawn = np.where((consented != NONE) & world.some("plan_consent_withdrawn", size), world.within(since, life.last[who]), NONE)
    settled = world.past(since + world.takes("plan_settled", size))
    periods = np.maximum(life.last[who] - since, 0) // 365 + 1
    review = since + periods * 365 - world.chance.integers(-20, 60, size)
    looks = world.some("plan_review_agreed", size)
    has = {name: world.yes(share, size) for name, share in assumed("plan_has").items()}
    consents = _consents(world, who, consented, withdrawn)
    changed = np.where(world.some("plan_changed", size), world.within(since, life.last[who]), NONE)
    at_school = np.zeros(size, dtype=bool) if pupil is None else pupil[who]
    keys = world.tell(
        "plan", who, pupil=at_school, pupil_changed_on=np.where(at_school, changed, NONE), kind=kind, state=state,
        ended_on=np.where(ended & world.some("plan_end_dated", size), life.last[who], NONE),
        since=since, settled_on=settled, until=since + periods * 365,
        review_on=np.where(looks, review, NONE), review_changed_on=np.where(looks, world.within(since, life.last[who]), NONE),
        contents_changed_on=changed,
        consented_on=consented, consent_withdrawn_on=withdrawn, main_responsible_on=np.where(has["main_responsible"], since, NONE), **has,
    )  # fmt: skip
    world.beside("plan", consent=consents)
    if kind == "individual":
        world.individual = np.zeros(len(life.first), dtype=np.uint64)
        world.individual[who] = np.where(ended, 0, keys.numbers)
    if kind != "crisis":
        _goals(world, keys, who, since, np.where(ended, life.last[who], world.on), ended)
    if kind == "individual":
        _shares(world, who, since, consented)
        _disagrees(world, keys, who, since)


def _at_nav(world: World, people: People, life: Helped) -> None:
    """NAV's own activity plan, for some of those who have an individual one; most hang under it."""
    whole = world.some("nav_plan", people.size)
    who = np.flatnonzero(whole & (world.individual != 0) & life.runs)
    since = world.within(np.maximum(life.last[who] - 500, life.first[who]), life.last[who])
    joined = world.some("nav_plan_joined", len(who))
    world.tell(
        "plan", who, pupil=False, kind="activity",
        parent_id=Keys(np.where(joined, world.individual[who], 0).astype(np.uint64)), state="active",
        since=since, settled_on=since, main_responsible=False, strengths=False, relatives=False, cooperation=False, child_takes_part=False,
    )  # fmt: skip
    world.beside("plan", consent=Keys(np.zeros(len(who), dtype=np.uint64)))


def _second_plans(world: World, people: People, life: Helped) -> None:
    """A second individual plan, made by somebody who did not know of the first: no two of them stand in our own database."""
    twice = world.yes(assumed("elsewhere", "second_plan"), people.size)
    who = np.flatnonzero(twice & (world.individual != 0) & life.runs & world.elsewhere)
    world.tell(
        "plan", who, pupil=False, kind="individual", state="active", since=np.maximum(life.last[who] - 30, life.first[who]),
        main_responsible=False, strengths=False,
        relatives=False, cooperation=False, child_takes_part=False,
    )  # fmt: skip


def _consents(world: World, who: Numbers, consented: Numbers, withdrawn: Numbers) -> Keys:
    """The consent each plan is made by; 0 where there is none."""
    given = consented != NONE
    keys = np.zeros(len(who), dtype=np.uint64)
    keys[given] = world.tell(
        "consent", who[given], kind="plan", given_on=consented[given], withdrawn_on=withdrawn[given], has_purpose=True,
        by_another=world.decides_not[who[given]] | world.some("by_another", int(given.sum())),
    ).numbers  # fmt: skip
    return Keys(keys)


def _shares(world: World, who: Numbers, since: Numbers, consented: Numbers) -> None:
    """Half of them let their general practitioner read along."""
    shares = (consented != NONE) & world.some("shares_with_gp", len(who))
    purpose = world.some("sharing_purpose", int(shares.sum()))
    keys = world.tell(
        "consent", who[shares], kind="sharing", given_on=consented[shares], until=since[shares] + 730, has_purpose=purpose, by_another=False
    )
    world.tell("access", who[shares], role="partner", since=consented[shares], emergency=False)
    world.beside("access", consent=keys)


def _disagrees(world: World, plans: Keys, who: Numbers, since: Numbers) -> None:
    apart = world.some("disagreement", len(who))
    said = world.past(since[apart] + 90)
    told = said != NONE
    answered = world.done(said[told] + 12)
    world.tell("disagreement", who[apart][told], since=said[told], answered_on=answered)
    world.beside("disagreement", plan=plans.of(np.flatnonzero(apart)[told]))


def _goals(world: World, plans: Keys, who: Numbers, since: Numbers, last: Numbers, ended: Numbers) -> None:
    of_plan, place = each(1 + world.chance.binomial(3, 0.5, len(who)))
    begun = np.minimum(since[of_plan] + place * 60, np.maximum(last[of_plan], since[of_plan]))
    over = np.where(world.some("goal_ended", len(place)), world.within(begun, last[of_plan]), last[of_plan])
    stops = (over < last[of_plan]) | ended[of_plan]
    step = np.array(assumed("goals", "days"))[world.place_in(assumed("goals", "shares"), len(place)).clip(0)]
    changed = np.where(world.some("goal_days_changed", len(place)), world.within(begun, last[of_plan]), NONE)
    goals = world.tell(
        "goal", who[of_plan], plan_id=plans.of(of_plan), since=begun, ended_on=np.where(stops, over, NONE), look_again_days=step,
        look_again_changed_on=changed,
    )  # fmt: skip
    _actions(world, plans.of(of_plan), goals, who[of_plan], begun)
    _evaluations(world, goals, who[of_plan], begun, over, step)


def _actions(world: World, plans: Keys, goals: Keys, who: Numbers, begun: Numbers) -> None:
    of, place = each(1 + world.chance.binomial(2, 0.5, len(who)))
    size = len(of)
    hers = (place == 0) & world.some("first_action_hers", size)
    who_does = np.where(hers, 0, 1 + world.place_in(assumed("actions", "others"), size).clip(0))
    granted = world.some("action_granted", size) & ((world.decided[who[of]] != 0) | world.some("granted_undecided", size))
    said = np.where(granted & (place > 0), world.past(begun[of] + 30), NONE)  # what was wished for at first, and granted later
    world.tell(
        "action", who[of], plan_id=plans.of(of), goal_id=goals.of(of), since=begun[of], due_on=begun[of] + 180,
        state=world.mix("action_states", size),
        responsible=Words(("person", "staff", "partner", "kin"), who_does), has_extent=world.some("action_extent", size),
        has_how=world.some("action_how", size), granted=granted,
        decision_id=Keys(np.where(granted, world.decided[who[of]], 0).astype(np.uint64)),
        granted_changed_on=said, decision_changed_on=said,
    )  # fmt: skip


def _evaluations(world: World, goals: Keys, who: Numbers, begun: Numbers, over: Numbers, step: Numbers) -> None:
    """As often as was agreed, a little before or after; some goals are left for a while."""
    kept = np.where(world.some("goal_followed", len(who)), over, begun + (over - begun) // 2)
    of, place = each(np.maximum(kept - begun, 0) // step)
    on = begun[of] + (place + 1) * step[of] - world.chance.integers(0, 12, len(of))
    agreed = on + world.chance.integers(7, 120, len(of))
    world.tell(
        "evaluation", who[of], goal_id=goals.of(of), on=on,
        look_again_on=np.where(world.some("goal_day_agreed", len(of)), agreed, NONE),
        said_by=world.mix("evaluated_by", len(of)),
        outcome=world.chance.choice([-2, -1, 0, 1, 2], p=assumed("goals", "outcomes"), size=len(of)),
    )  # fmt: skip
