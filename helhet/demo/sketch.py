"""Who lives in synthetic Setesdal: about as many, as old and as helped as the national figures say, the same for the same seed.

Shares are from the national report on municipal mental-health and substance-use work and from BrukerPlan 2019; where nothing is
published the share is an assumption, and says so. Nothing here knows the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from . import identity
from .bank import bank

# Residents of the whole demo by municipality, after population (3967, 1180, 1205, 1011), and how many of them have a story of their own.
RESIDENTS = {"evje": 48, "bygland": 15, "valle": 15, "bykle": 12}
TOLD = {"evje": 4, "bygland": 8, "valle": 3, "bykle": 2}
# The last drawn of these, of the largest group, gave way when more got a story, so that nobody else became another.
_GAVE_WAY = ("evje", "valle")

# BrukerPlan 2019: mental only, substance with less severe, substance with severe mental illness, substance only.
GROUPS = {"mental": 0.62, "both": 0.22, "severe": 0.09, "substance": 0.07}
MEN = {"mental": 0.40, "both": 0.70, "severe": 0.70, "substance": 0.70}  # 0.40 is an assumption
AGES = {"mental": (45, 17), "both": (42, 13), "severe": (41, 11), "substance": (43, 13)}
PATHWAYS = {1: 0.35, 2: 0.35, 3: 0.30}  # an assumption
LENGTHS = {1: (100, 0.6, 380), 2: (420, 0.6, 1500), 3: (1500, 0.5, 2500)}  # median days, spread, most: an assumption
PARENTS = 0.23
NYNORSK = {"evje": 0.08, "bygland": 0.55, "valle": 0.92, "bykle": 0.75}
LATE = 0.12  # how often something is over its day: most is in order
COORDINATORS = {
    "evje": ("jan", "jan", "marit", "marit", "torbjorn"),
    "bygland": ("ingunn", "ingunn", "kari"),
    "valle": ("olav",),
    "bykle": ("gunnhild",),
}


@dataclass(frozen=True)
class Sketch:
    """One resident before anything is told: who she is, how long and how she has been helped, and what has slipped."""

    number: int
    municipality: str
    group: str
    pathway: int
    male: bool
    given: str
    family: str
    born: date
    identifier: str
    telephone: str
    language: str
    interpreter: str
    began: int  # days since she asked for help
    closed: int | None  # days since the case was closed
    worker: str
    areas: tuple[str, ...]
    long_term: bool
    plan: str  # her answer to a plan: yes, no, later, or empty when none is owed
    coordinator: str
    children: tuple[tuple[str, int], ...]  # first name, age
    kin: tuple[str, str] | None  # name, relation
    team: tuple[str, ...]
    shares: tuple[str, ...]  # partners she shares the plan with
    levels: dict[str, int]  # life areas as they are now
    late: frozenset[str]  # what is over its day: goal, children, mapping, task, minutes, note

    @property
    def first(self) -> str:
        """The first given name."""
        return self.given.split(" ")[0]


def residents(seed: int, *, on: date) -> list[Sketch]:
    """Everybody without a story of her own, in the order of their numbers."""
    chance = Random(f"helhet:{seed}")
    places = [key for key, count in RESIDENTS.items() for _ in range(count - TOLD[key] + _GAVE_WAY.count(key))]
    groups = _shared_out(GROUPS, len(places), chance)
    pathways = _pathways(groups, chance)
    parents = _shared_out({True: PARENTS, False: 1 - PARENTS}, len(places), chance)
    drafts = [
        _draw(number, places[number], groups[number], pathways[number], parents[number], Random(f"helhet:{seed}:{number}"), on)
        for number in range(len(places))
    ]
    gone = {max(one.number for one in drafts if (one.municipality, one.group) == (key, "mental")) for key in _GAVE_WAY}
    return [one for one in _named(drafts, chance) if one.number not in gone]


def _shared_out(shares: dict[Any, float], count: int, chance: Random) -> list[Any]:
    """So many of each that the shares hold however few they are, in a drawn order."""
    exact = {key: share * count for key, share in shares.items()}
    whole = {key: int(value) for key, value in exact.items()}
    for key in sorted(exact, key=lambda key: whole[key] - exact[key])[: count - sum(whole.values())]:
        whole[key] += 1
    drawn = [key for key, number in whole.items() for _ in range(number)]
    chance.shuffle(drawn)
    return drawn


def _pathways(groups: Sequence[str], chance: Random) -> list[int]:
    """The third pathway to those with most on their shoulders, by quota: severe first, then by lot."""
    weight = {"severe": 2.0, "both": 0.35, "substance": 0.2, "mental": 0.0}
    order = sorted(range(len(groups)), key=lambda place: weight[groups[place]] + chance.random())
    found = [0] * len(groups)
    for place, pathway in zip(order, sorted(_shared_out(PATHWAYS, len(groups), chance)), strict=True):
        found[place] = pathway
    return found


def _draw(number: int, place: str, group: str, pathway: int, parent: bool, chance: Random, on: date) -> Sketch:
    male = chance.random() < MEN[group]
    years = _age(group, parent, chance)
    born = on - timedelta(days=int(years * 365.25) + chance.randrange(1, 360))
    median, spread, most = LENGTHS[pathway]
    began = min(int(chance.lognormvariate(0, spread) * median) + 3, most)
    closed = began - chance.randrange(60, 160) if pathway == 1 and began > 200 else None
    uses = group != "mental"
    areas = _areas(group, pathway, parent, chance)
    long_term = pathway == 3 or (pathway == 2 and chance.random() < 0.45)
    owed = long_term and closed is None and began > 20
    plan = _plan_answer(pathway, chance) if owed else ""
    coordinator = "yes" if plan == "yes" or (owed and chance.random() < 0.7) else ("no" if owed else "")
    worker = chance.choice(COORDINATORS[place])
    worker = worker if uses or worker != "torbjorn" else "jan"
    return Sketch(
        number=number, municipality=place, group=group, pathway=pathway, male=male, given="", family="", born=born,
        identifier=_identifier(number, born, male, chance), telephone=f"40000{200 + number:03}",
        language="nn" if chance.random() < NYNORSK[place] else "nb", interpreter="", began=began, closed=closed, worker=worker, areas=areas,
        long_term=long_term, plan=plan, coordinator=coordinator, children=_children(parent, int(years), chance), kin=_kin(chance),
        team=_team(worker, uses, pathway, chance), shares=_shares(place, plan, chance), levels=_levels(group, areas, chance),
        late=_late(chance),
    )  # fmt: skip


def _age(group: str, parent: bool, chance: Random) -> float:
    mean, spread = AGES[group]
    if parent:  # with children under eighteen
        mean, spread = 38, 7
    while not 18 <= (years := chance.gauss(mean, spread)) <= (55 if parent else 84):
        continue
    return years


def _areas(group: str, pathway: int, parent: bool, chance: Random) -> tuple[str, ...]:
    """The life areas she needs help with: her group's own first, the more the higher the pathway."""
    own = {"mental": ["mental"], "both": ["substance", "mental"], "severe": ["mental", "substance"], "substance": ["substance"]}[group]
    others = [area for area in bank("goals") if area not in (*own, "children")]
    chance.shuffle(others)
    also = ["children"] if parent and chance.random() < 0.6 else []
    return (*own, *also, *others)[: max(pathway + 1, len(own))]


def _plan_answer(pathway: int, chance: Random) -> str:
    """More than half of the third pathway have a plan or want one; fewer of the second."""
    yes = 0.62 if pathway == 3 else 0.4
    drawn = chance.random()
    return "yes" if drawn < yes else "later" if drawn < yes + 0.2 else "no"


def _identifier(number: int, born: date, male: bool, chance: Random) -> str:
    """Most have a number; some have given only a birth date."""
    return "" if chance.random() < 0.1 else identity.national_number(born, male=male, serial=number)


def _children(parent: bool, years: int, chance: Random) -> tuple[tuple[str, int], ...]:
    if not parent:
        return ()
    names = chance.sample(bank("people")["kin"]["children"], chance.choice((1, 1, 2, 2, 3)))
    return tuple((name, chance.randrange(0, max(1, min(17, years - 19)) + 1)) for name in names)


def _kin(chance: Random) -> tuple[str, str] | None:
    people = bank("people")["kin"]
    return (chance.choice(people["given"]), chance.choice(people["relations"])[0]) if chance.random() < 0.8 else None


def _team(worker: str, uses: bool, pathway: int, chance: Random) -> tuple[str, ...]:
    wanted = [("torbjorn", 0.85 if uses else 0.0), ("hanne", (0.05, 0.35, 0.4)[pathway - 1]), ("wenche", (0.05, 0.1, 0.3)[pathway - 1])]
    return tuple(key for key, share in wanted if key != worker and chance.random() < share)


def _shares(place: str, plan: str, chance: Random) -> tuple[str, ...]:
    """Whom she lets see the plan: her doctor and NAV, now and then the polyclinic."""
    doctor = {"evje": "evje-lege", "bygland": "legesenter", "valle": "valle-lege", "bykle": "valle-lege"}[place]
    wanted = ((doctor, 0.7), ("nav", 0.65), ("dps", 0.3)) if plan == "yes" else ()
    return tuple(key for key, share in wanted if chance.random() < share)


def _levels(group: str, areas: Sequence[str], chance: Random) -> dict[str, int]:
    """Life areas now, 0 to 10: lower where she needs help. One in ten who use substances has nowhere to live."""
    eight = [area for area in bank("goals") if area != "children"]
    levels = {area: min(10, max(1, round(chance.gauss(4.2 if area in areas else 7, 1.4)))) for area in eight}
    uses = group != "mental"
    if uses and chance.random() < 0.09:
        levels["housing"] = 1
    if uses and chance.random() < 0.38:
        levels["activity"] = chance.randrange(0, 3)
    if not uses:
        levels["substance"] = max(levels["substance"], 7)
    return levels


def _late(chance: Random) -> frozenset[str]:
    return frozenset(thing for thing in ("goal", "children", "mapping", "task", "minutes", "note") if chance.random() < LATE)


def _named(drafts: Sequence[Sketch], chance: Random) -> list[Sketch]:
    """Names after sex and age, no whole name twice; a few came from elsewhere, and some of them need an interpreter."""
    people = bank("people")
    families = list(people["all"]["family"])
    chance.shuffle(families)
    foreign = dict(zip(chance.sample(range(len(drafts)), 5), ("polsk", "tigrinja", "", "ukrainsk", ""), strict=True))
    taken: set[tuple[str, str]] = set()
    named = []
    for draft in drafts:
        sex = "men" if draft.male else "women"
        if draft.number in foreign:
            given, family = next(name for name in people["elsewhere"][sex] if tuple(name) not in taken)
            draft = replace(draft, language="nb", interpreter=foreign[draft.number])
        else:
            given = chance.choice(people[sex]["young" if draft.born.year > 1992 else "middle" if draft.born.year > 1965 else "old"])
            family = next(name for name in families[draft.number % len(families) :] + families if (given, name) not in taken)
        taken.add((given, family))
        named.append(replace(draft, given=given, family=family))
    return named
