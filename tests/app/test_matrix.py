"""Every actor in every relation, with every yes and no there can be, for every part and purpose: the policy is the rule that is written.

The situations are generated. For each of them `helhet/access/stated.py` says in plain Python what must be so, and the policy's one
question to the database is held against it, for reading and for writing: nothing more is seen, and nothing less. It is asked as every page
asks it, by the statement that is made once for each kind of actor; that this is the question, tests/app/test_policy.py holds.
"""

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from helhet.access import actions as access
from helhet.access import compiled
from helhet.access.models import CareRelation, Consent, ConsentPart, Objection, ShareLink
from helhet.access.policy import Actor, grants
from helhet.access.rules import BY_CONSENT, SHAREABLE, STAFF_ROLES, UNIT_ROLES, Part, Purpose, Role
from helhet.access.stated import Held, No, Yes, may
from helhet.people import actions as people
from helhet.people.models import NextOfKin, Person
from tests.conftest import settled

HOUR = timedelta(hours=1)
# When it runs: now, ended an hour ago, ends in an hour, begins in an hour.
TIMES = {"now": (-48, None), "ending": (-48, 1), "over": (-48, -1), "coming": (1, None)}
YESES = ("one part", "last day", "first day", "ended", "not yet", "withdrawn", "none")
# Whom she has closed to; or it is kept from the parent who acts for her, or from her other parent.
NOES = ("", "worker", "unit", "municipality", "partner", "all", "somebody else", "lifted", "parent", "other parent")
ADDRESSES = ("", "protected", "told")
SEED = 20261110


@dataclass
class Situation:
    """One person: what each holder holds to her, and whom she has said no to (nobody named: to all)."""

    held: list[tuple[Any, Held]] = field(default_factory=list)
    noes: list[tuple[Any, No]] = field(default_factory=list)
    protected: bool = False

    def rule(self, actor: Actor, part: Part, purpose: Purpose, *, to_write: bool) -> bool:
        """What the written rule says of this actor."""
        mine = [held for holder, held in self.held if holder in holdings(actor)]
        targets = {actor.staff_id, actor.partner_id, actor.next_of_kin_id, *actor.unit_ids, *actor.municipality_numbers} - {None}
        noes = [replace(no, to_this_actor=target is None or target in targets) for target, no in self.noes]
        return may(mine, part, purpose, on=actor.on, noes=noes, protected=self.protected, to_write=to_write)


def holdings(actor: Actor) -> set[Any]:
    """The keys by which this actor holds a relation: her own, or a unit's she belongs to."""
    own = {actor.staff_id, actor.partner_member_id, actor.person_id, actor.next_of_kin_id, actor.share_link_id}
    return {*own, *actor.unit_ids} - {None}


class Made:
    """The situations as rows, each about a person of its own."""

    def __init__(self, house: Any, at: datetime) -> None:
        self.house, self.at = house, at
        self.of: dict[Any, Situation] = {}
        self.held_by: dict[Any, set[Any]] = defaultdict(set)
        self.rows: dict[type, list[Any]] = defaultdict(list)
        self.near: dict[Any, NextOfKin] = {}
        self.own: list[Actor] = []  # those who hold something to one person only: she herself, a representative, a link
        self.cast = [house.actor(key, at) for key in ("ingunn", "kari", "tone", "sissel", "liv")]
        self.cast.append(Actor("machine", "k", "Maskin", "", at, unit_ids=frozenset([house.units["bygland"].pk])))

    def person(self, address: str) -> Person:
        grade = "fortrolig" if address else ""
        town = self.house.municipalities["bygland"]
        made = Person(municipality=town, given="Prøve", family="Dalen", grade=grade, known_since=self.at - 48 * HOUR)
        self.rows[Person].append(made)
        self.of[made.pk] = Situation(protected=bool(address))
        return made

    def relates(self, person: Person, role: Role, time: str, yes: str, *, part: Part = Part.PLAN, told: bool = False) -> None:
        since, until = (None if hours is None else self.at + hours * HOUR for hours in TIMES[time])
        consent, said = self._consent(person, yes, part) if role in BY_CONSENT else (None, None)
        holder = self._holder(person, role, consent)
        self.rows[CareRelation].append(
            CareRelation(
                person=person, role=role, ground="x", since=since, until=until, opened_by="x", consent=consent,
                sees_protected_address=told, **holder,
            )
        )  # fmt: skip
        key = person.pk if role == Role.PERSON else next(iter(holder.values())).pk
        self.of[person.pk].held.append((key, Held(role, time in ("now", "ending"), said, told)))
        self.held_by[key].add(person.pk)

    def _consent(self, person: Person, yes: str, part: Part) -> tuple[Consent, Yes]:
        until = {"last day": self.at.date(), "ended": self.at.date() - timedelta(days=1)}.get(yes)
        since = {"first day": self.at.date(), "not yet": self.at.date() + timedelta(days=1)}.get(yes)
        withdrawn = self.at - HOUR if yes == "withdrawn" else None
        made = Consent(
            person=person, kind="sharing", given_at=self.at - 2 * HOUR, given_by="x", how="x", noted_by="x", since=since, until=until,
            withdrawn_at=withdrawn,
        )  # fmt: skip
        parts = frozenset() if yes == "none" else frozenset([part])
        self.rows[Consent].append(made)
        self.rows[ConsentPart] += [ConsentPart(consent=made, part=one) for one in parts]
        return made, Yes(parts, since, until, withdrawn is not None)

    def _holder(self, person: Person, role: Role, consent: Consent | None) -> dict[str, Any]:
        """Who holds a relation of this role: a worker, a unit, a partner's member, or somebody who has it to her alone."""
        if role in STAFF_ROLES:
            return {"staff": self.house.staff["ingunn"]}
        if role in UNIT_ROLES:
            return {"unit": self.house.units["ke" if role == Role.COORDINATING_UNIT else "bygland"]}
        if role in (Role.PARTNER, Role.INSPECTOR):
            return {"partner_member": self.house.members["sissel"]}
        if role == Role.PERSON:
            self.own.append(Actor("person", "k", "hun selv", "", self.at, person_id=person.pk))
            return {"herself": True}
        if role in (Role.REPRESENTATIVE, Role.INFORMED):
            kin = self._near(person, "Verge")
            self.own.append(Actor("representative", "k", "vergen", "", self.at, next_of_kin_id=kin.pk))
            return {"next_of_kin": kin}
        link = ShareLink(
            person=person, consent=consent, made_at=self.at, made_by="x", expires_at=self.at + HOUR, language="nb", salt="x",
            address_hash=str(person.pk), passcode="x",
        )  # fmt: skip
        self.rows[ShareLink].append(link)
        self.own.append(Actor("link", "k", "leseren", "", self.at, share_link_id=link.pk))
        return {"share_link": link}

    def _near(self, person: Person, name: str) -> NextOfKin:
        made = NextOfKin(person=person, name=name, relation="mor", since=self.at)
        self.rows[NextOfKin].append(made)
        self.near.setdefault(person.pk, made)
        return made

    def closes(self, person: Person, no: str, part: Part | None) -> None:
        house = self.house
        if no in ("parent", "other parent"):
            # The parent is who acts for her already, when somebody does.
            kin = self.near.get(person.pk) if no == "parent" else None
            kin = kin or self._near(person, "Far")
            self._closes(person, {"next_of_kin": kin}, no, part)
            return
        named = {
            "worker": {"staff": house.staff["ingunn"]}, "lifted": {"staff": house.staff["ingunn"]},
            "somebody else": {"staff": house.staff["hanne"]}, "unit": {"unit": house.units["bygland"]},
            "municipality": {"municipality": house.municipalities["bygland"]},
            "partner": {"partner": house.partners["nav"]}, "all": {},
        }[no]  # fmt: skip
        self._closes(person, named, no, part)

    def _closes(self, person: Person, named: dict[str, Any], no: str, part: Part | None) -> None:
        ends = self.at - HOUR if no == "lifted" else None
        self.rows[Objection].append(
            Objection(person=person, of_part=part or "", since=self.at - 2 * HOUR, until=ends, noted_by="x", **named)
        )  # fmt: skip
        target = next(iter(named.values())).pk if named else None
        self.of[person.pk].noes.append((target, No(of_part=part, runs=ends is None)))

    def keep(self) -> None:
        for model in (Person, NextOfKin, Consent, ConsentPart, ShareLink, CareRelation, Objection):
            model._base_manager.bulk_create(self.rows[model], batch_size=500)


@pytest.fixture
def made(house, now) -> Made:
    """One person for each combination, and three hundred with several relations and several noes at once."""
    world = Made(house, now)
    for role, time, no, address in itertools.product(Role, ("now", "over", "coming"), NOES, ADDRESSES):
        for yes, part in itertools.product(YESES if role in BY_CONSENT else ("",), (None, Part.PLAN, Part.ADDRESS) if no else (None,)):
            person = world.person(address)
            world.relates(person, role, time, yes, told=address == "told")
            if no:
                world.closes(person, no, part)
    drawn = random.Random(SEED)
    for _ in range(300):
        person = world.person(drawn.choice(ADDRESSES))
        for role in drawn.sample([*Role], k=drawn.choice([2, 3, 4])):
            world.relates(
                person, role, drawn.choice([*TIMES]), drawn.choice(YESES), part=drawn.choice(SHAREABLE), told=drawn.random() < 0.5
            )
        for _ in range(drawn.randrange(3)):
            world.closes(person, drawn.choice(NOES[1:]), drawn.choice([None, *Part]))
    world.keep()
    settled()
    return world


QUESTIONS = list(itertools.product(Purpose, Part, (False, True)))


def asked(made: Made) -> Iterator[tuple[Actor, Purpose, Part, bool]]:
    """The cast is asked everything; those who hold something to one person only are asked a share each, and together everything."""
    for actor in made.cast:
        yield from ((actor, *question) for question in QUESTIONS)
    for number, actor in enumerate(made.own):
        yield from ((actor, *question) for question in QUESTIONS[number % 60 :: 60])


def _granted(actor: Actor, only: compiled.Only, purpose: Purpose, part: Part, to_write: bool) -> Any:
    return grants(actor, purpose, part, to_write=to_write).filter(only("person")).values_list("person_id")


def test_every_cell_is_decided_by_the_written_rule(made) -> None:
    cells, seen = 0, 0
    for actor, purpose, part, to_write in asked(made):
        found = {key for (key,) in compiled.answers(_granted, actor, None, (purpose, part, to_write))}
        mine = set().union(*(made.held_by[key] for key in holdings(actor)))
        stated = {key for key in mine if made.of[key].rule(actor, part, purpose, to_write=to_write)}
        for key in found ^ stated:
            verb = "writes" if to_write else "sees"
            pytest.fail(f"{actor.name} {verb} {part} for {purpose}, and should not, or the other way: {key in found}, {made.of[key]}")
        cells += len(made.of)
        seen += len(found)
    assert cells > 1_000_000
    assert seen > 1_000


def test_withdrawn_means_gone_at_the_next_question(house, as_, now) -> None:
    by = as_("ingunn")
    person = people.make_known(people.NewPerson(house.municipalities["bygland"], "Aud", "Dalen"), unit=house.units["bygland"], by=by)
    given = access.consent(
        person.pk, kind="sharing", how="Muntlig", given_by="Aud", parts=SHAREABLE, to=house.members["sissel"], purpose="x", by=by
    )
    sissel = as_("sissel")
    asked = [(purpose, part) for purpose in Purpose for part in Part]
    assert any(grants(sissel, *one).exists() for one in asked)
    access.withdraw(given, by=by)
    assert not any(grants(sissel, *one).exists() for one in asked)
