"""All rows to a list of persons, with every fault and note; and who stands there twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from helhet.organisation.rules import N_, Fault
from helhet.people.rules import plain_name

from .columns import Columns, Finding, find_columns, repeats_headers
from .headers import Field, fold
from .row import ListedPerson, RowReader
from .sheet import Sheet


@dataclass(frozen=True)
class Reading:
    """A list as it was read: refused whole when there are faults."""

    persons: tuple[ListedPerson, ...]
    faults: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    rows: int
    columns: Columns


def read(sheet: Sheet, *, maps: Mapping[str, Field], number: str, name: str, on: date) -> Reading:
    """The persons of a sheet, for the municipality with this number and name, as of this day."""
    columns = find_columns(sheet, maps)
    below = [(row, values) for row, values in sheet.rows if row > columns.row and not repeats_headers(values, columns)]
    if columns.faults:
        return Reading((), columns.faults, (), len(below), columns)
    if not below:
        nobody = Fault("", N_("Arket har overskrifter, men ingen rader under."))
        return Reading((), (Finding(None, "", nobody),), (), 0, columns)
    places = frozenset({fold(number), fold(name), fold(f"{name} kommune"), fold(f"{number} {name}")})
    readers = [RowReader(row, values, columns, on=on) for row, values in below]
    persons = [reader.read(places) for reader in readers]
    faults = [fault for reader in readers for fault in reader.faults]
    unread = {reader.number for reader in readers if reader.faults and (reader.of(Field.NUMBER) or reader.of(Field.BORN)) is not None}
    faults += _twice([one for one in persons if one.row not in unread or one.number or one.born], columns)
    notes = [note for reader in readers for note in reader.notes]
    return Reading(tuple(persons), tuple(sorted(faults, key=columns.place)), tuple(notes), len(below), columns)


def name_key(person: ListedPerson) -> str:
    """The whole name to compare by, for rows that have nothing better."""
    return fold(f"{person.given} {person.family}")


def _twice(persons: list[ListedPerson], columns: Columns) -> Iterator[Finding]:
    """Rows about one person, and rows of one name that nothing tells apart."""
    seen: dict[object, int] = {}
    names: dict[str, list[ListedPerson]] = {}
    for person in persons:
        keys = [key for key in (person.number, (plain_name(person.given, person.family), person.born) if person.born else None) if key]
        earlier = next((seen[key] for key in keys if key in seen), None)
        same_number = person.number and person.number in seen
        if earlier:
            head = columns.head(Field.NUMBER if same_number else Field.BORN)
            yield Finding(
                person.row, head, Fault("twice", N_("Raden er om samme person som rad {row}. Slå dem sammen til én."), {"row": earlier})
            )
        for key in keys:
            seen.setdefault(key, person.row)
        names.setdefault(name_key(person), []).append(person)
    for same in names.values():
        yield from _not_told_apart(same, columns)


def _not_told_apart(same: list[ListedPerson], columns: Columns) -> Iterator[Finding]:
    first, *others = same
    for person in others if name_key(first) else []:
        if not person.born and not person.number or not first.born and not first.number:
            yield Finding(person.row, columns.head(Field.BORN), Fault(
                "twice", N_("Samme navn som rad {row}, og en av dem har ingen fødselsdato. Skriv den, eller slett raden."),
                {"row": first.row},
            ))  # fmt: skip
