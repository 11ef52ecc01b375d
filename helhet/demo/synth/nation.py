"""All of it: how many persons live where, and each municipality drawn and written before the next is begun."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from helhet.record import schema
from helhet.record.snapshot import Manifest, Writing, writing

from . import agreed, days, helped, houses, living, people
from .posts import write_posts
from .world import World, assumed

SETESDAL = ("4219", "4220", "4221", "4222")
_EPOCH = date(1970, 1, 1)
_MUNICIPALITIES = Path(__file__).parents[2] / "organisation" / "data" / "municipalities.csv"


@dataclass(frozen=True)
class Asked:
    """What is to be drawn: where, how many persons, over how many years up to which day, by which seed."""

    municipalities: str  # «setesdal», «all», or the number of one
    persons: int
    years: int
    seed: int
    on: date
    elsewhere: bool = True  # also what only other systems let happen: never in a database of ours


def shared_out(asked: Asked) -> dict[str, int]:
    """How many persons each municipality has, by its population; and the empty number those who are in none here."""
    everywhere = asked.municipalities == "all"
    wanted = SETESDAL if asked.municipalities == "setesdal" else (asked.municipalities,)
    places = {number: inhabitants for number, inhabitants in populations().items() if everywhere or number in wanted}
    strict = round(asked.persons * assumed("shares", "strict")) if everywhere else 0
    inhabitants = sum(places.values())
    exact = {number: (asked.persons - strict) * people / inhabitants for number, people in places.items()}
    counts = {number: int(share) for number, share in exact.items()}
    left = asked.persons - strict - sum(counts.values())
    for number in sorted(exact, key=lambda number: (counts[number] - exact[number], number))[:left]:
        counts[number] += 1
    return counts | ({"": strict} if strict else {})


def populations() -> dict[str, int]:
    """How many live in each municipality."""
    with _MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return {row["number"]: int(row["population"] or 0) for row in csv.DictReader(file)}


def drawn(asked: Asked, place: int, number: str, size: int) -> World:
    """One municipality's people and everything that has happened to them."""
    world = World(place, number, seed=asked.seed, on=(asked.on - _EPOCH).days, years=asked.years, elsewhere=asked.elsewhere)
    count = houses.units(world, size) if number else 0
    houses.workers(world, size)
    everybody = people.draw_people(world, size)
    services = people.services(world, everybody, count)
    need = people.needs(world, everybody, services)
    people.around(world, everybody, services)
    people.notices(world, everybody, services)
    life = helped.helped(services, everybody.size, need, everybody.died)
    helped.around_her(world, everybody, services, life)
    said = helped.offers(world, everybody, life)
    helped.coordinators(world, everybody, life, said)
    helped.plans(world, everybody, life, said)
    days.contacts(world, services)
    days.meetings(world, everybody, services)
    days.stays(world, everybody, life)
    days.emergencies(world, everybody, life)
    _beside_help(world, everybody, life)
    if number:
        agreed.house(world)
    return world


def _beside_help(world: World, everybody: people.People, life: helped.Helped) -> None:
    people.sent_on(world, everybody)
    living.homes(world, everybody, life)
    living.days(world, everybody, life)
    living.feedback(world, everybody, life)
    living.board(world, everybody, life)
    living.protected(world, everybody, life)


def write(directory: Path, asked: Asked, *, progress: Callable[[str], None]) -> Manifest:
    """A snapshot of them; told about municipality by municipality, with no more than one of them in memory."""
    counts = shared_out(asked)
    with writing(directory, day=asked.on) as made:
        done = 0
        for place, (number, size) in enumerate(counts.items(), start=1):
            made.municipality(number)
            rows = _into(made, drawn(asked, place, number, size).tables)
            done += size
            progress(f"{done} of {asked.persons} persons, {place} of {len(counts)} municipalities: {number or 'none'}, {rows} rows")
    write_posts(directory, list(counts), populations(), seed=asked.seed)
    return made.manifest


def is_place(word: str) -> bool:
    """True for what may be asked for: «setesdal», «all», or a municipality's number."""
    return word in ("setesdal", "all") or word in populations()


def _into(made: Writing, tables: dict[str, list[pa.RecordBatch]]) -> int:
    """Each table's rows, those about one person together."""
    written = 0
    for name in schema.TABLES:
        if batches := tables.pop(name, []):
            whole = pa.Table.from_batches(batches)
            made.write(name, whole)
            written += whole.num_rows
    return written
