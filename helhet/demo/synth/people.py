"""Who she is, and how long she has been helped: persons, enquiries, services, pathways, needs, next of kin and children."""

from dataclasses import dataclass

import numpy as np

from helhet.cases.rules import LEGAL_BASES

from .columns import NONE, Keys, Numbers, Words
from .world import World, assumed, each, figures

GROUPS = ("mental", "both", "severe", "substance")
BASES = ("hol-3-2-4", "hol-3-2-6a", "hol-3-2-6b", "sotjl-17")
AREAS = ("housing", "activity", "economy", "physical", "mental", "substance", "social", "network")


@dataclass(frozen=True)
class People:
    """Everybody in a municipality; `group` and `pathway` are places from 0, days are numbers."""

    group: Numbers
    pathway: Numbers
    known: Numbers
    died: Numbers
    parent: Numbers
    kin: Numbers  # the day she chose somebody as next of kin, or none
    nearest: Numbers  # whether as the nearest
    pupil: Numbers  # she goes to school

    @property
    def size(self) -> int:
        """How many."""
        return len(self.group)


@dataclass(frozen=True)
class Services:
    """Every service: whose, from when, its last day (the day of the snapshot while it runs), and whether it runs."""

    of: Numbers
    opened: Numbers
    last: Numbers
    runs: Numbers
    pathway: Numbers
    unit: Numbers


def draw_people(world: World, size: int) -> People:
    """So many persons, known from some day in the years that are told."""
    group = world.place_in([figures()["groups"][name] for name in GROUPS], size)
    shares = np.cumsum([assumed("pathways", name) for name in GROUPS], axis=1)
    pathway = np.minimum((world.chance.random(size)[:, None] >= shares[group]).sum(axis=1), 2)
    known = world.within(np.full(size, world.first), np.full(size, world.on))
    mean, spread = (np.array([table[name] for name in GROUPS])[group] for table in (figures()["age"], assumed("age_spread")))
    born = world.on - (np.clip(world.chance.normal(mean, spread), 16.2, 96) * 365.25).astype(np.int64)
    died = known + np.floor(world.chance.exponential(365.25 / assumed("shares", "dies"), size)).astype(np.int64)
    parent = world.yes(np.array([figures()["parents"][name] for name in GROUPS])[group], size)
    kin = np.where(world.some("kin", size), world.past(known + world.takes("kin_chosen", size)), NONE)
    nearest = (kin != NONE) & world.some("kin_nearest", size)
    asked = np.where(~nearest & world.some("kin_asked", size), world.past(known + world.takes("kin_asked", size)), NONE)
    pupil = (born > world.on - 19 * 365) & world.some("pupil", size)
    people = People(group, pathway, known, world.past(died), parent, kin, nearest, pupil)
    world.persons = world.keys("person", size)
    month = born.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    interpreter, adapted = world.some("interpreter", size), world.some("adapted", size)
    learned = world.past(known + 30)  # what her language asks for, is seldom known the first day
    world.put("person", size, {
        "person": world.persons, "municipality": world.number, "born_year": 1970 + month // 12, "born_month": month % 12 + 1,
        "known_since": known, "deceased_on": people.died, "kin_asked_on": asked,
        "language": world.mix("languages", size),
        "interpreter": interpreter, "language_changed_on": np.where(interpreter, learned, NONE),
        "adapted": adapted, "adapted_changed_on": np.where(adapted, learned, NONE),
    })  # fmt: skip
    return people


def services(world: World, people: People, unit_count: int) -> Services:
    """Enquiries, services and pathways: one each, and one more for those who come back."""
    first = _spell(world, people, np.arange(people.size), people.known)
    back = np.flatnonzero(~first.runs & world.some("again", people.size))
    returned = first.last[back] + 60 + world.takes("back", len(back))
    lives = (returned <= world.on) & ((people.died[back] == NONE) | (returned < people.died[back]))
    again = _spell(world, people, back[lives], returned[lives])
    both = {name: np.concatenate([getattr(first, name), getattr(again, name)]) for name in ("of", "opened", "last", "runs", "pathway")}
    rows = Services(**both, unit=world.chance.integers(1, max(unit_count, 2), len(both["of"])))
    _tell_services(world, people, rows)
    return rows


def _spell(world: World, people: People, of: Numbers, asked: Numbers) -> Services:
    pathway = people.pathway[of]
    length = assumed("length")
    days = 14 + world.chance.lognormal(0, np.array(length["spread"])[pathway]) * np.array(length["median"])[pathway]
    opened = np.minimum(asked + world.takes("opened", len(of)), world.on)
    ends = opened + days.astype(np.int64)
    ends = np.where((people.died[of] != NONE) & (people.died[of] < ends), np.maximum(people.died[of], opened), ends)
    return Services(of, opened, np.minimum(ends, world.on), ends > world.on, pathway, of)


def _tell_services(world: World, people: People, rows: Services) -> None:
    size = len(rows.of)
    unit = world.units.of(rows.unit) if world.number else ""
    enquiries = _tell_enquiries(world, rows, people)
    legal = world.one_of(BASES, [assumed("bases", name) for name in BASES], size)
    world.basis = np.maximum(legal.places, 0)
    cases = world.tell("case", rows.of, unit=unit, legal_basis=legal, opened_on=rows.opened, closed_on=np.where(rows.runs, NONE, rows.last))
    world.beside("case", enquiry=enquiries, unit=rows.unit)
    world.case = np.zeros(people.size, dtype=np.uint64)
    world.case[rows.of] = cases.numbers
    world.tell("pathway", rows.of, case_id=cases, number=rows.pathway + 1, since=rows.opened)
    changed = np.flatnonzero(world.some("pathway_changed", size) & (rows.last - rows.opened > 200))
    world.tell(
        "pathway", rows.of[changed], case_id=cases.of(changed), number=(rows.pathway[changed] + 1) % 3 + 1,
        since=world.within(rows.opened[changed] + 90, rows.last[changed]),
    )  # fmt: skip
    _tell_decisions(world, people, rows, legal, cases)


def _tell_enquiries(world: World, rows: Services, people: People) -> Keys:
    size = len(rows.of)
    received = np.maximum(rows.opened - 6, people.known[rows.of])
    soon = world.some("replied_finally", size)
    replied = world.done(received + world.takes("replied", size))
    return world.tell(
        "enquiry", rows.of, unit=world.units.of(np.zeros(size, dtype=np.int64)) if world.number else "",
        channel=world.mix("channels", size),
        from_whom=world.mix("from_whom", size),
        received_on=received, replied_on=replied,
        reply_kind=Words(("final", "preliminary"), np.where(replied == NONE, -1, (~soon).astype(np.int64))),
        expected_on=np.where(soon | (replied == NONE), NONE, replied + 30),
        settled_on=np.where(replied == NONE, NONE, world.done(np.maximum(replied, rows.opened))), sent_on=False,
    )  # fmt: skip


def _tell_decisions(world: World, people: People, rows: Services, legal: Words, cases: Keys) -> None:
    formal = np.isin(legal.places, (1, 2, 3)) & world.some("decided", len(rows.of))
    at = np.flatnonzero(formal)
    decided = rows.opened[at] + world.takes("decided", len(at))
    at, decided = at[decided <= world.on], decided[decided <= world.on]
    size = len(at)
    digital = world.past(np.where(world.some("decision_digital", size), decided + 1, NONE))
    opened = np.where(digital == NONE, NONE, world.done(digital + 2))
    three = np.isin(legal.places[at], [place for place, key in enumerate(legal.words) if key and LEGAL_BASES[key].complaint_weeks == 3])
    unread = (digital != NONE) & ((opened == NONE) | (opened > digital + 8)) & world.some("told_again", size)
    again = world.past(np.where(unread, digital + 7 + world.takes("told_again", size), NONE))
    keys = world.tell(
        "decision", rows.of[at], legal_basis=Words(legal.words, legal.places[at]), decided_on=decided,
        **_notified(world, decided, np.where(three, 21, 28)), has_reasons=world.some("decision_reasons", size),
        has_her_view=world.some("decision_her_view", size),
        digital_on=digital, opened_on=opened, told_again_on=again,
    )  # fmt: skip
    world.beside("decision", case=cases.of(at))
    world.decided = np.zeros(people.size, dtype=np.uint64)
    world.decided[rows.of[at]] = keys.numbers
    against = np.flatnonzero(world.some("complaint", size) & (decided + 20 <= world.on))
    received = decided[against] + world.chance.integers(3, 20, len(against))
    here = world.some("complaint_upheld_here", len(against))
    settled = world.done(received + 9)
    on = np.where(here, NONE, settled)
    told = world.past(
        np.where((on == NONE) | world.yes(assumed("shares", "left_open"), len(on)), NONE, on + world.takes("complaint_result", len(on)))
    )
    results = world.place_in(assumed("complaint_results"), len(on))
    world.tell(
        "complaint", rows.of[at][against], decision_id=keys.of(against), received_on=received,
        forwarded_on=on, settled_here_on=np.where(here, settled, NONE), result_on=told,
        result=Words(("stood", "changed", "back", "dismissed"), np.where(told == NONE, -1, results)),
    )  # fmt: skip


def needs(world: World, people: People, rows: Services) -> Numbers:
    """Needs in a few life areas; returns the day since which each person's are long-term and coordinated, or nothing."""
    coordinated = world.yes(np.array(assumed("coordinated", "share"))[people.pathway], people.size)
    first = rows.of < 0
    first[np.unique(rows.of, return_index=True)[1]] = True
    counts = 1 + world.chance.binomial(2, (0.3 + 0.3 * people.pathway)[rows.of])
    of_service, place = each(np.where(first, counts, 1))
    of = rows.of[of_service]
    other = world.chance.integers(0, 4, len(of))
    uses = people.group[of] > 0
    area = np.where(place == 0, np.where(uses, 5, 4), np.where(place == 1, other, np.where(other % 2 == 0, 6, 7)))
    since = world.past(rows.opened[of_service] + world.chance.integers(0, 45, len(of)))
    told = since != NONE
    long_term = coordinated[of] | world.some("need_long_term", len(of))
    met = np.where(rows.runs[of_service], NONE, rows.last[of_service])
    world.tell(
        "need", of[told], concerns_child=False, life_area=Words(AREAS, area[told]),
        long_term=long_term[told], coordinated=coordinated[of][told],
        since=since[told], met_on=np.where(met == NONE, NONE, np.maximum(met, since))[told],
    )  # fmt: skip
    begins = np.full(people.size, NONE)
    here = told & coordinated[of] & first[of_service] & (place == 0)
    begins[of[here]] = since[here]
    return _childs_needs(world, people, rows, begins)


def _childs_needs(world: World, people: People, rows: Services, begins: Numbers) -> Numbers:
    """Families in which a child is seriously ill, and needs services that work together: as `begins`, with those."""
    first = np.flatnonzero(people.parent & world.some("ill_child", people.size))
    of, at = np.unique(rows.of, return_index=True)
    at = at[np.isin(of, first)]
    since = world.past(rows.opened[at] + world.chance.integers(0, 60, len(at)))
    at, since = at[since != NONE], since[since != NONE]
    of = rows.of[at]
    world.tell(
        "need", of, concerns_child=True, life_area="social", long_term=True, coordinated=True, since=since,
        met_on=np.where(rows.runs[at], NONE, np.maximum(rows.last[at], since)),
    )  # fmt: skip
    world.ill_child = np.full(people.size, NONE)
    world.ill_child[of] = since
    return np.where((begins == NONE) | ((world.ill_child != NONE) & (world.ill_child < begins)), world.ill_child, begins)


def around(world: World, people: People, rows: Services) -> None:
    """Whom she has chosen as next of kin, whether there are children, and what she has closed."""
    _kin(world, people)
    closed = np.flatnonzero(world.some("objection", people.size))
    world.tell("objection", closed, since=people.known[closed], against="staff", noted=world.some("objection_noted", len(closed)))
    world.beside("objection", staff=world.chance.integers(0, len(world.left), len(closed)))
    _children_asked(world, people, rows)
    parents = np.flatnonzero(people.parent)
    of, _ = each(1 + world.chance.binomial(2, 0.35, len(parents)))
    of = parents[of]
    known = np.minimum(people.known[of] + world.takes("child_known", len(of)), world.on)
    bereaved = np.where(world.some("bereaved", len(of)), known - world.chance.integers(0, 12, len(of)), NONE)
    followed, settled = (
        world.done(known + world.takes("child_followed", len(of))),
        world.done(known + world.takes("child_consent", len(of))),
    )
    said = settled != NONE
    consents = np.zeros(len(of), dtype=np.uint64)
    consents[said] = world.tell("consent", of[said], kind="children", given_on=settled[said], has_purpose=True, by_another=False).numbers
    world.tell("child", of, known_on=known, followed_up_on=followed, last_followed_on=followed, bereaved_on=bereaved,
               consent_settled_on=settled)  # fmt: skip
    world.beside("child", consent=Keys(consents))


def _kin(world: World, people: People) -> None:
    """Those she has chosen, some of whom are so no longer and have another after them, and whose care is particularly heavy."""
    has = np.flatnonzero(people.kin != NONE)
    since, size = people.kin[has], len(has)
    until = np.where(world.some("kin_ended", size), world.past(since + 200 + world.takes("kin_lasts", size)), NONE)
    heavy = np.where((until == NONE) & world.some("kin_heavy", size), world.within(since, np.full(size, world.on)), NONE)
    world.tell(
        "kin",
        has,
        since=since,
        until=until,
        nearest=people.nearest[has],
        scope_said=world.some("kin_scope_said", size),
        heavy_care_on=heavy,
    )
    world.heavy = np.full(people.size, NONE)
    world.heavy[has] = heavy
    next_ = np.flatnonzero((until != NONE) & (until < world.on) & world.some("kin_after", size))
    world.tell(
        "kin", has[next_], since=until[next_] + 1, nearest=people.nearest[has[next_]], scope_said=world.some("kin_scope_said", len(next_))
    )


def notices(world: World, people: People, rows: Services) -> None:
    """What she was told when help began, and what others asked or told us of."""
    times = 1 + np.maximum(rows.last - rows.opened - 10, 0) // 355
    of, place = each(np.where(world.some("informed", len(rows.of)), times, 0))
    on = rows.opened[of] + place * 355 + world.takes("informed", len(of))
    told = (on <= rows.last[of]) & world.some("informed_each_year", len(of))
    world.tell("notice", rows.of[of][told], kind="informed", on=on[told])
    for kind, days, answer in (
        ("need_told", 7, "handed_over"), ("need_nav", 30, "started"), ("need_hospital", 14, "started"), ("referral", 14, "accepted"),
        ("housing", 60, "decided"), ("record", 30, "shown"), ("dispute", 14, "decided"), ("need_child_welfare", 30, "handed_over"),
        ("competence", 3, ""),
    ):  # fmt: skip
        who = np.flatnonzero(world.yes(assumed("notices", kind), people.size))
        on = world.past(people.known[who] + world.takes("noticed", len(who)))
        who, on = who[on != NONE], on[on != NONE]
        answered = world.done(on + np.minimum(world.days_after(days / 3, 0.6, len(who)), days))
        said = Words((answer,), np.where((answered == NONE) | (not answer), -1, 0))
        world.tell("notice", who, kind=kind, on=on, answer_by=on + days, answer=said, answered_on=answered)
        if kind == "competence":
            world.decides_not = np.zeros(people.size, dtype=bool)
            world.decides_not[who] = True
        if kind == "housing":
            _housing_decisions(world, who, on, answered)


def _notified(world: World, decided: Numbers, limit: Numbers | int) -> dict[str, Numbers]:
    """She is told the day after, with the law's own limit; one in seven is not told all of how to complain."""
    told = world.done(decided + 1)
    points = np.where(np.arange(len(decided)) % 7 == 0, 4, 5)
    return {
        "notified_on": told, "complaint_until": np.where(told == NONE, NONE, told + limit),
        "told_points": np.where(told == NONE, NONE, points),
    }  # fmt: skip


def _housing_decisions(world: World, who: Numbers, asked: Numbers, answered: Numbers) -> None:
    """The formal decision under boligsosialloven that a request for help with housing ends with."""
    at = np.flatnonzero((answered != NONE) & (world.case[who] != 0))
    decided = np.maximum(answered[at], asked[at])
    keys = world.tell(
        "decision", who[at], legal_basis="bosl-6", decided_on=decided, **_notified(world, decided, 21),
        has_reasons=world.some("decision_reasons", len(at)), has_her_view=world.some("decision_her_view", len(at)),
    )  # fmt: skip
    world.beside("decision", case=Keys(world.case[who[at]]))
    world.decided[who[at]] = keys.numbers


def sent_on(world: World, people: People) -> None:
    """Enquiries that belonged to somebody else, and were helped on there."""
    who = np.flatnonzero(world.some("sent_on", people.size))
    size, received = len(who), world.within(people.known[who], np.where(people.died[who] == NONE, world.on, people.died[who]))
    settled = world.done(received + world.takes("sent_on", size))
    world.tell(
        "enquiry", who, unit=world.units.of(np.zeros(size, dtype=np.int64)) if world.number else "", channel="telephone", from_whom="kin",
        received_on=received, replied_on=settled, reply_kind=Words(("final",), np.where(settled == NONE, -1, 0)), settled_on=settled,
        sent_on=settled != NONE,
    )  # fmt: skip


def each_year(world: World, rows: Services, what: str) -> tuple[Numbers, Numbers]:
    """Of whom, and which day: what is done when help begins, and each year after it, in most."""
    times = 1 + np.maximum(rows.last - rows.opened - 10, 0) // 350
    of, place = each(np.where(world.some(what, len(rows.of)), times, 0))
    on = rows.opened[of] + place * 350 + world.takes(what, len(place))
    told = (on <= rows.last[of]) & world.some(f"{what}_each_year", len(on))
    return rows.of[of][told], on[told]


def _children_asked(world: World, people: People, rows: Services) -> None:
    of, on = each_year(world, rows, "children_asked")
    other = Words(("yes", "no", "siblings", "will_not_say"), np.where(people.parent[of], 0, 1 + (world.chance.random(len(of)) > 0.96)))
    world.tell("children_asked", of, on=on, answer=other)
