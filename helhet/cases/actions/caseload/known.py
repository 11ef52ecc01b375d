"""Whom a row of a list is about: somebody already here, or somebody new.

Looked for only among the persons of the list's own municipality: that somebody is known next door is itself secret, so there
the person is simply new. First by number, then by name and birth date, and last, for rows that have neither, by the
fingerprint the row left when it was read before.

Who has closed her whole record to the actor is not new either: a second record would open to the actor what she has closed.
Her row is hers, is never written, and nothing about her is told.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from helhet.access.policy import Actor
from helhet.cases.models import ListedRow
from helhet.cases.rules.caseload import Field, ListedPerson, name_key
from helhet.organisation.models import Municipality
from helhet.organisation.rules import N_, Fault
from helhet.people.models import Identifier, Person
from helhet.people.queries import living, that_find
from helhet.people.rules import plain_name


def fingerprint(*parts: object) -> str:
    """What can be recognised and not read back, without the key that seals the log."""
    text = "\x1f".join(["liste", *map(str, parts)])
    return hmac.new(settings.LOG_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def prints(row: ListedRow, facts: Mapping[Field, str]) -> dict[str, str]:
    """The fingerprints of what a row says, its own: the same words on another person's row look different."""
    return {str(field): fingerprint(row.pk, field, value) for field, value in facts.items()}


def unchanged(row: ListedRow | None, one: ListedPerson) -> bool:
    """True when the row was read before and says nothing else now."""
    return row is not None and all(row.said.get(field) == printed for field, printed in prints(row, one.facts()).items())


def row_key(one: ListedPerson, municipality: Municipality) -> str:
    """What finds a row again that has nothing better than a name; empty for a row that has."""
    return "" if one.number or one.born else fingerprint(municipality.pk, name_key(one))


class Known:
    """The municipality's persons, ready to be looked up for each row: those this actor may write for, and those who have closed."""

    def __init__(self, municipality: Municipality, *, by: Actor) -> None:
        everybody = living(Person.objects.filter(municipality=municipality))
        written_for = everybody.filter(pk__in=Person.objects.visible_to(by, to_write=True).values("pk"))
        self._open = _Among(written_for, municipality)
        self._closed = _Among(everybody.exclude(pk__in=written_for.values("pk")), municipality)
        self.rows: dict[UUID, ListedRow] = {**self._open.rows, **self._closed.rows}

    def find(self, one: ListedPerson) -> tuple[UUID | None, Field, Fault | None]:
        """Whose row it is (nobody's: new), and what to say about that in which column."""
        key, where, fault = self._open.find(one)
        return (self._closed.any(one), where, None) if key is None and fault is None else (key, where, fault)

    def is_closed(self, key: UUID) -> bool:
        """True when she has closed her record to the actor, who is told nothing about her."""
        return self._closed.holds(key)


class _Among:
    """Some of the municipality's persons, by everything a row can be known by."""

    def __init__(self, persons: Any, municipality: Municipality) -> None:
        self._municipality = municipality
        self._names: dict[UUID, tuple[str, str]] = {}
        self._births: dict[tuple[str, object], set[UUID]] = defaultdict(set)
        self._born: set[UUID] = set()
        for key, given, family, born in persons.values_list("pk", "given", "family", "born"):
            self._names[key] = (given, family)
            if born:
                self._born.add(key)
                self._births[plain_name(given, family), born].add(key)
        self._numbers: dict[str, set[UUID]] = defaultdict(set)
        self._has: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
        numbers = Identifier.objects.filter(person__in=persons)
        for key, value in that_find(numbers).values_list("person_id", "value"):
            self._numbers[value].add(key)
        for key, kind, value in numbers.values_list("person_id", "kind", "value"):
            self._has[key].add((kind, value))
        self.rows: dict[UUID, ListedRow] = {}
        self._keys: dict[str, set[UUID]] = defaultdict(set)
        for row in ListedRow.objects.filter(person__in=persons).order_by("read_at"):
            self.rows[row.person_id] = row
            if row.key:
                self._keys[row.key].add(row.person_id)

    def find(self, one: ListedPerson) -> tuple[UUID | None, Field, Fault | None]:
        """Whose row it is (nobody's: new), and what to say about that in which column."""
        if one.number and (found := self._numbers.get(one.number.value)):
            return self._only(found, one, Field.NUMBER)
        if one.born and (found := self._births.get((plain_name(one.given, one.family), one.born))):
            same = {key for key in found if not self._has_another_number(key, one)}
            return self._only(same, one, Field.BORN) if same else (None, Field.NUMBER, None)
        if key := row_key(one, self._municipality):
            return self._only(self._keys.get(key, set()), one, Field.NAME)
        bare = self._keys.get(fingerprint(self._municipality.pk, name_key(one)), set())
        if any(key not in self._has and key not in self._born for key in bare):
            reason = N_("Ligner på en som er lest inn før uten fødselsdato. Skriv fødselsdatoen på personens side i Helhet først.")
            return None, Field.BORN, Fault("known", reason)
        return None, Field.NAME, None

    def any(self, one: ListedPerson) -> UUID | None:
        """Somebody among them whose row this may be, with no word about how sure it is."""
        found = self._numbers.get(one.number.value, set()) if one.number else set()
        if not found and one.born:
            found = {
                key for key in self._births.get((plain_name(one.given, one.family), one.born), ()) if not self._has_another_number(key, one)
            }
        # A row that was read before she had a birth date in the list, too.
        listed = self._keys.get(fingerprint(self._municipality.pk, name_key(one)), set())
        return min(found or {key for key in listed if not one.number or key not in self._has}, default=None)

    def holds(self, key: UUID) -> bool:
        """True for one of them."""
        return key in self._names

    def _only(self, found: set[UUID], one: ListedPerson, where: Field) -> tuple[UUID | None, Field, Fault | None]:
        if len(found) > 1:
            return None, where, Fault("known", N_("Helhet har flere som dette kan være. Slå dem sammen der først."))
        key = next(iter(found), None)
        if key and where == Field.NUMBER and not self._shares_a_name(key, one):
            return None, where, Fault("known", N_("Nummeret står på en med et annet navn i Helhet. Sjekk nummeret."))
        return key, where, None

    def _shares_a_name(self, key: UUID, one: ListedPerson) -> bool:
        """A new surname is no new person; another given name and another surname is."""
        words = {word for name in self._names[key] for word in name.casefold().replace("-", " ").split()}
        return not words or bool(words & {*f"{one.given} {one.family}".casefold().replace("-", " ").split()})

    def _has_another_number(self, key: UUID, one: ListedPerson) -> bool:
        """A D-number is followed by a fødselsnummer; two of one kind are two persons."""
        return one.number is not None and any(kind == one.number.kind for kind, _ in self._has.get(key, ()))
