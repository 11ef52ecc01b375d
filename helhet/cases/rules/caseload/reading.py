"""All rows to a list of persons, with every fault and note; and who stands there twice."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from helhet.organisation.rules import N_, Fault
from helhet.people.rules import Identifier, plain_name

from .columns import Columns, Finding, find_columns, repeats_headers
from .headers import Field, fold
from .marks import spans
from .row import ListedPerson, RowReader
from .sheet import Cell, Sheet

Rows = list[tuple[int, tuple[Cell, ...]]]
TWICE = N_("Raden er om samme person som rad {row}. Slå dem sammen til én.")


@dataclass(frozen=True)
class Reading:
    """A list as it was read: refused whole when there are faults."""

    persons: tuple[ListedPerson, ...]
    faults: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    rows: int
    columns: Columns


def read(
    sheet: Sheet, *, maps: Mapping[str, Field], number: str, name: str, on: date,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Reading:  # fmt: skip
    """The persons of a sheet, for the municipality with this number and name, as of this day."""
    columns = find_columns(sheet, maps)
    below = [(row, values) for row, values in sheet.rows if row > columns.row and not repeats_headers(values, columns)]
    if columns.faults and not columns.rows_can_be_read:
        return Reading((), columns.faults, (), len(below), columns)
    if not below:
        nobody = Fault("", N_("Arket har overskrifter, men ingen rader under."))
        return Reading((), (Finding(None, "", nobody),), (), 0, columns)
    places = frozenset({fold(number), fold(name), fold(f"{name} kommune"), fold(f"{number} {name}")})
    readers = [RowReader(row, values, columns, on=on) for row, values in below]
    persons = []
    for done, reader in enumerate(readers, 1):
        persons.append(reader.read(places))
        progress(done, len(readers))
    faults = [*columns.faults, *(fault for reader in readers for fault in reader.faults)]
    if columns.faults:  # what a column is that we do not know may be what tells two of one name apart
        return Reading(tuple(persons), tuple(sorted(faults, key=columns.place)), (), len(below), columns)
    unread = {reader.number for reader in readers if reader.faults and (reader.of(Field.NUMBER) or reader.of(Field.BORN)) is not None}
    faults += _twice([one for one in persons if one.row not in unread or one.number or one.born], columns)
    faults += _merged(sheet, below, columns)
    notes = [*_hidden(sheet, below), *(note for reader in readers for note in reader.notes)]
    return Reading(tuple(persons), tuple(sorted(faults, key=columns.place)), tuple(notes), len(below), columns)


_HIDDEN = N_("Skjulte eller bortfiltrerte rader er også lest. Antall: {count}. Rad: {rows}. Skal de ikke være med, slett dem i regnearket.")
_MERGED = N_("Cellene {cells} er slått sammen, og bare den første raden har verdien. Del dem, og skriv verdien i hver rad.")


def _hidden(sheet: Sheet, below: Rows) -> Iterator[Finding]:
    """A filter on those whose help has ended is how such lists are kept: nobody is taken in unseen without a word."""
    if there := {row for row, _ in below} & sheet.marks.hidden:
        yield Finding(None, "", Fault("hidden", _HIDDEN, {"count": len(there), "rows": spans(there)}))


def _merged(sheet: Sheet, below: Rows, columns: Columns) -> Iterator[Finding]:
    """Where one value was meant for several rows, and only the first has it."""
    filled, rows = dict(below), [row for row, _ in below]
    for one in sheet.marks.merged:
        known = columns.fields.get(one.column) not in (None, Field.SKIP)
        if known and one.takes_from(rows) and filled[one.first][one.column : one.column + 1] not in ((), (None,)):
            yield Finding(one.first, columns.heads[one.column], Fault("merged", _MERGED, {"cells": one.cells}))


def name_key(person: ListedPerson) -> str:
    """The whole name to compare by, for rows that have nothing better."""
    return fold(f"{person.given} {person.family}")


def _twice(persons: list[ListedPerson], columns: Columns) -> Iterator[Finding]:
    """Rows about one person, and rows of one name that nothing tells apart."""
    numbers: dict[Identifier, ListedPerson] = {}
    births: dict[tuple[str, date], list[ListedPerson]] = {}
    names: dict[str, list[ListedPerson]] = {}
    for person in persons:
        if person.number and (earlier := numbers.setdefault(person.number, person)) is not person:
            yield Finding(person.row, columns.head(Field.NUMBER), Fault("twice", TWICE, {"row": earlier.row}))
        elif person.born and name_key(person):  # a name that was refused is nobody's: two of them are not one person
            same = births.setdefault((plain_name(person.given, person.family), person.born), [])
            if earlier_rows := [one.row for one in same if not _two_numbers(one, person)]:
                yield Finding(person.row, columns.head(Field.BORN), Fault("twice", TWICE, {"row": earlier_rows[0]}))
            same.append(person)
        names.setdefault(name_key(person), []).append(person)
    for same in names.values():
        yield from _not_told_apart(same, columns)


def _two_numbers(one: ListedPerson, other: ListedPerson) -> bool:
    """Two numbers of one kind are two persons, whatever their names and birth dates."""
    return one.number is not None and other.number is not None and one.number.kind == other.number.kind


def _not_told_apart(same: list[ListedPerson], columns: Columns) -> Iterator[Finding]:
    first, *others = same
    for person in others if name_key(first) else []:
        if not person.born and not person.number or not first.born and not first.number:
            yield Finding(person.row, columns.head(Field.BORN), Fault(
                "twice", N_("Samme navn som rad {row}, og en av dem har ingen fødselsdato. Skriv den, eller slett raden."),
                {"row": first.row},
            ))  # fmt: skip
