"""Finding and opening persons, always as somebody and never beyond what she may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import Actor, may_write, record_models, visible
from helhet.access.questions import Only, asks
from helhet.access.rules import Part
from helhet.organisation.rules import N_

from . import rules
from .models import Address, Child, ChildrenAsked, Identifier, NetworkTie, NextOfKin, OwnWords, Person
from .rules import age, draw_network


def open_person(opening: Opening, person_id: UUID) -> Person:
    """The person's own row, or `NotVisible`. After a merge the old key opens the record that lives on."""
    found: list[Person] = opening.ask(_one, [person_id])
    if not found:
        lives_on = Person.objects.filter(pk=person_id).values("merged_into_id")
        found = [opening.one(Person.objects.filter(pk__in=lives_on).select_related("municipality"))]
    return found[0]


@asks(Person)
def _one(actor: Actor, only: Only) -> QuerySet:
    return living(Person.objects.filter(only("pk"))).select_related("municipality")


def living(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Without those merged into another."""
    return rows.filter(merged_into=None)


def that_find(rows: QuerySet[Identifier]) -> QuerySet[Identifier]:
    """The numbers a person may be found by: hers now, and those she had before, which others may still use; never one that was wrong."""
    return rows.exclude(ended_as=rules.NumberEnd.WRONG)


def list_persons(opening: Opening, *, search: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """The persons this actor may see, by name; `search` takes a name, a birth date or a whole number. Plain rows."""
    rows = living(Person.objects.all())
    for word in search.split():
        digits = re.sub(r"[^0-9]", "", word)
        if len(digits) >= 8:
            rows = rows.filter(Q(telephone=digits) | Exists(that_find(Identifier.objects.filter(person=OuterRef("pk"), value=digits))))
        else:
            rows = rows.filter(Q(given__icontains=word) | Q(family__icontains=word))
    rows = rows.order_by("family", "given", "pk")
    return opening.plain(rows, "given", "family", "born", "telephone", "may_call", "grade", "language", "municipality__name", limit=limit)


def names_of(opening: Opening, person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """The persons by key, for a page that lists many things about them."""
    return {person.pk: person for person in opening.ask(_named, set(person_ids))}


@asks(Person)
def _named(actor: Actor, only: Only) -> QuerySet:
    return Person.objects.filter(only("pk"))


def with_places(opening: Opening, person_ids: Iterable[UUID]) -> list[Person]:
    """The persons with their municipality, by name."""
    return opening.all(Person.objects.filter(pk__in=set(person_ids)).select_related("municipality").order_by("family", "given", "pk"))


def identifiers_of(opening: Opening, person_id: UUID) -> list[Identifier]:
    """The numbers she is known by, those that hold first."""
    return opening.all(Identifier.objects.filter(person_id=person_id).order_by(F("until").desc(nulls_first=True), "since"))


def address_of(opening: Opening, person_id: UUID) -> Address | None:
    """Where she lives, if this actor may know."""
    return next(iter(opening.ask(_address, [person_id])), None)


@asks(Address)
def _address(actor: Actor, only: Only) -> QuerySet:
    return Address.objects.filter(only("person"), until=None)


def kin_of(opening: Opening, person_id: UUID) -> list[NextOfKin]:
    """Those near to her whom she has named, the nearest first."""
    return opening.ask(_kin, [person_id])


@asks(NextOfKin)
def _kin(actor: Actor, only: Only) -> QuerySet:
    return NextOfKin.objects.filter(only("person"), until=None).order_by("-nearest", "name")


def children_of(opening: Opening, person_id: UUID) -> tuple[list[Child], ChildrenAsked | None]:
    """Her children and siblings as next of kin, and when she was last asked."""
    return opening.ask(_children, [person_id]), next(iter(opening.ask(_newest_asked, [person_id])), None)


@asks(Child)
def _children(actor: Actor, only: Only) -> QuerySet:
    return Child.objects.filter(only("person")).order_by("-born_year", "first_name")


@asks(Child, "first_name")
def children(actor: Actor, only: Only) -> QuerySet:
    """Children and siblings as next of kin."""
    return Child.objects.filter(only("person"))


@asks(NextOfKin, "name")
def nearest_kin(actor: Actor, only: Only) -> QuerySet:
    """Whom the person names as the nearest."""
    return NextOfKin.objects.filter(only("person"), until=None, nearest=True)


@asks(ChildrenAsked, limit=1)
def _newest_asked(actor: Actor, only: Only) -> QuerySet:
    return ChildrenAsked.objects.filter(only("person")).order_by("-at", "-pk")


def what_matters(opening: Opening, person_id: UUID) -> OwnWords | None:
    """The newest of what she has said is important."""
    return next(iter(opening.ask(_newest_words, [person_id])), None)


@asks(OwnWords, limit=1)
def _newest_words(actor: Actor, only: Only) -> QuerySet:
    return OwnWords.objects.filter(only("person")).order_by("-at", "-pk")


def own_words_of(opening: Opening, person_id: UUID) -> list[OwnWords]:
    """Everything she has said is important, newest first."""
    return opening.all(OwnWords.objects.filter(person_id=person_id).order_by("-at"))


def network_of(opening: Opening, person_id: UUID) -> list[NetworkTie]:
    """The network as drawn with her, each with its `place` in the drawing."""
    ties = opening.ask(_ties, [person_id])
    for tie, place in zip(ties, draw_network([(tie.name, tie.who, tie.closeness) for tie in ties]), strict=True):
        tie.place = place
    return ties


@asks(NetworkTie)
def _ties(actor: Actor, only: Only) -> QuerySet:
    return NetworkTie.objects.filter(only("person"), until=None).order_by("closeness", "since", "pk")


def possible_duplicates(actor: Actor, person: Person) -> list[tuple[Person, list[str]]]:
    """Others whom this actor may see, in the same municipality, who may be this person, each with why.

    Never across municipalities: each is its own data controller, and that somebody is known next door is itself secret.
    """
    return _like(actor, person, list(that_find(Identifier.objects.filter(person=person)).values_list("value", flat=True)))


def already_known(actor: Actor, *, name: str, born: str, telephone: str, municipality_number: str) -> list[tuple[Person, list[str]]]:
    """Whom this actor may see and write about already, who may be the one a caller tells of in these words, each with why.

    Of somebody known only to others it says nothing. Words that cannot be read are as if not said.
    """
    read = rules.read_birth(born, on=actor.on) if born.strip() else None
    number = rules.read_telephone(telephone)
    given, family = rules.split_name(name)
    told = Person(
        given=given, family=family, telephone=number if isinstance(number, str) else "", municipality_id=municipality_number,
        born=read.born if isinstance(read, rules.Identifier) else read if isinstance(read, date) else None,
    )  # fmt: skip
    found = _like(actor, told, [read.value] if isinstance(read, rules.Identifier) else [])
    return [(one, why) for one, why in found if all(may_write(actor, one.pk, part) for part in (Part.PERSON, Part.CASE))]


def _like(actor: Actor, person: Person, numbers: list[str]) -> list[tuple[Person, list[str]]]:
    others = living(Person.objects.visible_to(actor)).filter(municipality_id=person.municipality_id).exclude(pk=person.pk)
    same_number = that_find(Identifier.objects.filter(person=OuterRef("pk"), value__in=numbers))
    by_number = set(others.filter(Exists(same_number)).values_list("pk", flat=True))
    likely = others.filter(Q(pk__in=by_number) | (Q(born=person.born) if person.born else Q(pk__in=[])) | _same_telephone(person))
    found = []
    for other in likely.select_related("municipality"):
        reasons = [N_("samme personnummer")] if other.pk in by_number else list(rules.alike(_facts(person), _facts(other)))
        if reasons:
            found.append((other, reasons))
    return found


def _same_telephone(person: Person) -> Q:
    return Q(telephone=person.telephone) if person.telephone else Q(pk__in=[])


def _facts(person: Person) -> tuple[str, str, date | None, str]:
    return person.given, person.family, person.born, person.telephone


def merged_with(person_id: UUID) -> list[UUID]:
    """The keys this person has had: her log is read over all of them."""
    return [person_id, *Person.objects.filter(merged_into_id=person_id).values_list("pk", flat=True)]


@dataclass(frozen=True)
class Side:
    """One of two records held side by side: who it says she is, her numbers, and how much of each kind there is."""

    person: Person
    age: int | None
    identifiers: list[Identifier]
    address: Address | None
    rows: list[tuple[str, int]]


def side_of(opening: Opening, person: Person, *, on: date) -> Side:
    """What this actor may see of a record, counted by kind; the rest moves with it all the same."""
    rows = []
    for model in record_models():
        if model.person_path == "person" and model.part != Part.LOG:
            count = visible(model._base_manager.filter(person_id=person.pk), opening.actor).count()
            rows.append((model.document, count))
    found = [(document, count) for document, count in rows if count]
    return Side(person, age(person.born, on=on), identifiers_of(opening, person.pk), address_of(opening, person.pk), found)


# What the person's page asks about her, for a page that asks everything at once (`Opening.ask_ahead`).
OF_PERSON = (_children, _newest_asked, _newest_words, _kin, _ties, _address)
