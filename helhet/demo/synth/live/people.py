"""Who they are, and those around them: names, synthetic numbers, next of kin, children, consents and what is closed."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from helhet.access.in_bulk import own_rows_in_bulk, rows_in_bulk
from helhet.demo import identity
from helhet.demo.bank import bank
from helhet.demo.synth.columns import NONE, Numbers
from helhet.people.models import Child, ChildrenAsked, Identifier, NextOfKin, Person
from helhet.people.rules import Grade, IdentifierKind

from .drawn import Drawn, objects, said_days, where
from .home import Home

_NUMBERED = 0.9  # the rest have given only a birth date
_LANGUAGES = ("polsk", "tigrinja", "ukrainsk", "somali", "arabisk")


@dataclass(frozen=True)
class Everybody:
    """What is told of each person in many places: her names, her worker by place, and that worker's name."""

    given: Numbers
    names: Numbers
    worker: Numbers
    worker_names: Numbers
    worker_keys: Numbers

    def wrote(self, who: Numbers, at: list[str | None]) -> dict[str, Any]:
        """The columns that say who wrote rows about these persons, and when."""
        return {"at": at, "by_kind": "staff", "by_key": self.worker_keys[who].tolist(), "by_name": self.worker_names[who].tolist()}


def people(drawn: Drawn, home: Home, workers: list[str], taken: set[str]) -> Everybody:
    """Everybody's own row, and the number most are known by."""
    size = drawn.size("person")
    male = drawn.chance.random(size) < 0.5
    year, month = drawn.numbers("person", "born_year"), drawn.numbers("person", "born_month")
    day = drawn.chance.integers(1, 29, size)
    born = (((year - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]") + (day - 1)).astype(np.int64)
    given, family = drawn.names(np.arange(size), male=male, born=year)
    interpreter, adapted = drawn.yes("person", "interpreter"), drawn.yes("person", "adapted")
    rows_in_bulk(Person, size, {
        "id": drawn.people.tolist(), "municipality_id": home.number, "given": given, "family": family, "born": said_days(born),
        "telephone": [f"4000{number % 10000:04}" for number in range(size)], "language": drawn.words("person", "language"),
        "interpreter": where(interpreter, drawn.one_of(_LANGUAGES, size)),
        "adaptation": where(adapted, ["Snakker best i ro, én til én."] * size),
        "grade": Grade.NONE if drawn.world.number else Grade.STRICT, "deceased_on": drawn.days("person", "deceased_on"),
        "known_since": drawn.mornings("person", "known_since"), "kin_asked_on": drawn.days("person", "kin_asked_on"),
    })  # fmt: skip
    _numbers(drawn, born, male, taken)
    worker = _workers(drawn, size)
    names = objects(f"{first} {last}" for first, last in zip(given, family, strict=True))
    return Everybody(objects(given), names, worker, objects(workers)[worker], drawn.staff[worker])


def _workers(drawn: Drawn, size: int) -> Numbers:
    """Who each has most to do with: her coordinator, or somebody who works there still."""
    staying = np.flatnonzero(drawn.world.left == NONE)
    found = staying[drawn.chance.integers(0, len(staying), size)]
    found[drawn.rows("coordination", "person")] = drawn.workers("coordination")
    return found


def _numbers(drawn: Drawn, born: Numbers, male: Numbers, taken: set[str]) -> None:
    has = np.flatnonzero(drawn.chance.random(len(born)) < _NUMBERED)
    days = born[has].astype("datetime64[D]").tolist()
    values = []
    for serial, (day, man) in enumerate(zip(days, male[has].tolist(), strict=True), start=drawn.world.place):
        while (value := identity.national_number(day, male=man, serial=serial)) in taken:
            serial += 1  # noqa: PLW2901 - the next free number of that day
        taken.add(value)
        values.append(value)
    rows_in_bulk(Identifier, len(has), {
        "id": drawn.new_keys(len(has)), "person_id": drawn.people[has].tolist(), "kind": IdentifierKind.FNR, "value": values,
        "synthetic": True, "since": objects(drawn.mornings("person", "known_since"))[has].tolist(),
    })  # fmt: skip


def around(drawn: Drawn, everybody: Everybody) -> None:
    """Next of kin whom she has chosen, her children, and that she was asked about them."""
    kin = bank("people")["kin"]
    who, size = drawn.rows("kin", "person"), drawn.size("kin")
    rows_in_bulk(NextOfKin, size, {
        "id": drawn.keys("kin"), "person_id": drawn.whose("kin"), "name": drawn.one_of(kin["given"], size),
        "relation": drawn.pick(kin["relations"], who), "telephone": "40000190", "nearest": drawn.bits("kin", "nearest"),
        "may_know": where(drawn.yes("kin", "scope_said"), drawn.said("triage", "may_know", who)), "since": drawn.mornings("kin", "since"),
        "until": drawn.mornings("kin", "until", after=1), "heavy_care_on": drawn.days("kin", "heavy_care_on"),
    })  # fmt: skip
    who = drawn.rows("children_asked", "person")
    rows_in_bulk(ChildrenAsked, drawn.size("children_asked"), {
        "id": drawn.keys("children_asked"), "person_id": drawn.whose("children_asked"), "answer": drawn.words("children_asked", "answer"),
        **everybody.wrote(who, drawn.mornings("children_asked", "on")),
    })  # fmt: skip
    _children(drawn, everybody)


def _children(drawn: Drawn, everybody: Everybody) -> None:
    who, size = drawn.rows("child", "person"), drawn.size("child")
    followed = drawn.days("child", "followed_up_on")
    done = objects(followed) != None  # noqa: E711 - element by element
    known = drawn.numbers("child", "known_on").astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    rows_in_bulk(Child, size, {
        "id": drawn.keys("child"), "person_id": drawn.whose("child"), "first_name": drawn.one_of(bank("people")["kin"]["children"], size),
        "born_year": (known - drawn.chance.integers(0, 17, size)).tolist(), "kinship": "barn",
        "consent_id": drawn.spelled(drawn.beside("child", "consent")), "informed_on": followed,
        "informed_how": where(done, ["Samtale hjemme, alderen tatt hensyn til."] * size),
        "informed_by": where(done, everybody.worker_names[who].tolist()), "followed_up_by": where(done, ["helsestasjonen"] * size),
        "since": drawn.mornings("child", "known_on"), "bereaved_on": drawn.days("child", "bereaved_on"),
    })  # fmt: skip


def consents(drawn: Drawn, home: Home, everybody: Everybody) -> None:
    """What she has said yes to, and what she has closed. Sharing is with her general practitioner, and opens the plan."""
    who, kinds = drawn.rows("consent", "person"), drawn.words("consent", "kind")
    sharing = objects(kinds) == "sharing"
    keys = drawn.keys("consent")
    own_rows_in_bulk("consent", drawn.size("consent"), {
        "id": keys, "person_id": drawn.whose("consent"), "kind": kinds, "given_at": drawn.mornings("consent", "given_on"),
        "given_by": everybody.names[who].tolist(), "how": drawn.said("triage", "consent", who),
        "to_partner_id": where(sharing, [home.gp] * len(kinds), None), "until": drawn.days("consent", "until"),
        "purpose": where(drawn.yes("consent", "has_purpose"), ["At de som hjelper, vet hva som er avtalt."] * len(kinds)),
        "capacity_basis": where(drawn.yes("consent", "by_another"), ["Nærmeste pårørende samtykker."] * len(kinds)),
        "withdrawn_at": drawn.mornings("consent", "withdrawn_on", hour=12), "noted_by": everybody.worker_names[who].tolist(),
    })  # fmt: skip
    own_rows_in_bulk("consentpart", int(sharing.sum()), {"consent_id": objects(keys)[sharing].tolist(), "part": "plan"})
    who = drawn.rows("objection", "person")
    against = drawn.staff[drawn.beside("objection", "staff")].tolist()
    own_rows_in_bulk("objection", drawn.size("objection"), {
        "id": drawn.keys("objection"), "person_id": drawn.whose("objection"), "staff_id": against,
        "since": drawn.mornings("objection", "since"), "until": drawn.mornings("objection", "until", after=1),
        "noted_by": where(drawn.yes("objection", "noted"), everybody.worker_names[who].tolist()),
    })  # fmt: skip
