"""Into the live database: each municipality drawn and written in one transaction before the next is begun.

What is written reads back (`record.live`) as what `--out` writes, row by row and column by column, keys apart. Two things a live
database cannot hold as a snapshot does: whoever helps somebody with a strictly protected address works somewhere, and is one row more
in `worker`; and a municipality has one coordinating unit, so that where the demo has put one, the drawn one is a unit like the others.
And what the product lets nobody do is in the snapshot only (`Asked.elsewhere`).
Nothing of it is in the log of who has looked: nobody has.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time

from django.core.management import call_command
from django.db import connection, transaction

from helhet.demo import mark
from helhet.demo.synth.nation import Asked, drawn, populations, shared_out
from helhet.demo.synth.posts import posts_of, work_years
from helhet.demo.synth.world import assumed
from helhet.mapping import actions as mapping
from helhet.organisation import actions as organisation
from helhet.organisation.models import Municipality
from helhet.people.models import Person
from helhet.record import schema

from . import days, helping, plans
from .agreed import agreed
from .beside import beside
from .drawn import Drawn, key_of
from .home import Home, employ, let_in, put_in_place
from .people import around, consents, people
from .posts import posts


class NotHere(Exception):
    """The database is not one for invented people, or the seed has been used in it: which, and what to do."""


def fill(asked: Asked, *, progress: Callable[[str], None]) -> int:
    """Write everybody; what this very draw has put there already is left as it is. Returns how many persons are new."""
    _prepare()
    before = _drawn_before(asked)
    counts = shared_out(asked)
    sheets, taken, new, done = days.Sheets(asked.seed), set[str](), 0, 0
    years = work_years(populations(), seed=asked.seed)
    for place, (number, size) in enumerate(counts.items(), start=1):
        done += size
        if number in before:
            progress(f"{done} of {asked.persons} persons, {place} of {len(counts)} municipalities: {number or 'none'} is there already")
            continue
        with transaction.atomic():
            told, home = _write(asked, place, number, counts, sheets, taken)
            if number:
                posts(told, home, posts_of(number, years[number], seed=asked.seed), on=asked.on)
            mark.note_drawn(asked.seed, number, _called(asked))
        new += size
        progress(f"{done} of {asked.persons} persons, {place} of {len(counts)} municipalities: {number or 'none'}, {_rows(told)} rows")
    if mark.told_on() is None:
        mark.mark(asked.on)
    _settled()
    return new


def _settled() -> None:
    """As a database is that has been in use for a while: else it plans for the empty tables it knew, and trusts no index alone."""
    vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if vacuum else "ANALYZE")


def _prepare() -> None:
    """A database of the demo's, or an empty one that becomes one; nothing else, whatever it holds."""
    here = mark.is_demo()
    if here is False or (here is None and _holds_somebody()):
        raise NotHere(
            "This database is not for invented people: it holds what neither the demo nor this command put there. Set HELHET_DATA_DIR (or "
            "HELHET_DATABASE_URL) to an empty place. Nothing was written."
        )
    mark.begin()
    call_command("migrate", verbosity=0)
    mapping.load_shipped()
    if not Municipality.objects.exists():
        organisation.load_municipalities()


def _holds_somebody() -> bool:
    return Person._meta.db_table in connection.introspection.table_names() and Person._base_manager.exists()


def _called(asked: Asked) -> str:
    return f"{asked.municipalities}, {asked.persons} persons, {asked.years} years, {asked.on}"


def _drawn_before(asked: Asked) -> set[str]:
    """The municipalities that this draw has put there, whole; the same seed of another draw would give other people the same keys."""
    found = mark.drawn_by(asked.seed)
    if other := next((called for called in found.values() if called != _called(asked)), None):
        raise NotHere(f"Seed {asked.seed} has been drawn here already ({other}). Choose another seed. Nothing was written.")
    return set(found)


def _write(asked: Asked, place: int, number: str, counts: dict[str, int], sheets: days.Sheets, taken: set[str]) -> tuple[Drawn, Home]:
    told = Drawn(drawn(replace(asked, elsewhere=False), place, number, counts[number]), years=asked.years)
    home = _home(asked, number, counts)
    at = datetime.combine(asked.on, time(10), UTC)
    workers = put_in_place(home, told, at=at) if number else employ(home, told)
    if told.size("person"):
        name = Municipality.objects.get(pk=home.number).name
        everybody = people(told, home, workers, taken)
        consents(told, home, everybody)
        around(told, everybody)
        helping.services(told, home, everybody)
        helping.needs(told, everybody)
        helping.told_late(told, everybody)
        helping.access(told, home, everybody)
        plans.plans(told, home, everybody, place=name)
        days.contacts(told, everybody)
        days.meetings(told, home, everybody)
        days.responses(told, everybody, sheets)
        days.stays(told, home, everybody)
        beside(told, everybody)
    if number:
        agreed(told, home)
        let_in(home, told)
    return told, home


def _rows(told: Drawn) -> int:
    return sum(told.size(table) for table in schema.TABLES)


def _home(asked: Asked, number: str, counts: dict[str, int]) -> Home:
    """Where these persons live; those in no municipality of the record live in the largest, as far as the database knows."""
    number = number or max(counts, key=lambda one: counts[one])
    place = list(counts).index(number) + 1
    kind = list(schema.TABLES).index("unit")
    units = 1 + -(-counts[number] // assumed("persons_each", "unit"))
    return Home(asked.seed, place, number, [key_of(asked.seed, place, kind, serial) for serial in range(units)])
