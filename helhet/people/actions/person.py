"""Making a person known, changing what we know of her, and opening her record in an emergency."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.added import add
from helhet.access.each import Each, each_writable
from helhet.access.policy import Actor, NotVisible, authorship, require_write
from helhet.access.rules import Part, Role
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality, Unit
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.people import queries, rules
from helhet.people.models import UNNAMED, Address, Identifier, NetworkTie, OwnWords, Person


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody at first contact; nothing but the municipality is required."""

    municipality: Municipality
    given: str = ""
    family: str = ""
    born: date | None = None
    telephone: str = ""
    may_call: str = "yes"
    language: str = "nb"
    interpreter: str = ""
    grade: str = ""
    identifiers: tuple[rules.Identifier, ...] = ()


@transaction.atomic
def make_known(new: NewPerson, *, unit: Unit, by: Actor) -> Person:
    """A new record, with the receiving unit and the municipality's coordinating unit in care relation from the first instant.

    Always a new record: whether she is known from before is not told here. Who takes the case joins the two (`merge`).
    """
    return make_all_known([(new, unit)], by=by)[0]


@transaction.atomic
def make_all_known(new: Sequence[tuple[NewPerson, Unit]], *, by: Actor) -> list[Person]:
    """The same for many at once, each with the unit that receives her."""
    persons = [
        Person(
            municipality=one.municipality, given=one.given, family=one.family, born=one.born, telephone=one.telephone,
            may_call=one.may_call, language=one.language, interpreter=one.interpreter, grade=one.grade, known_since=by.at,
        )
        for one, _ in new
    ]  # fmt: skip
    add(persons)
    for person in persons:
        log.did(N_("registrert"), person, by=by)
    places = {one.municipality.pk for one, _ in new}
    coordinating = {place: list(Unit.objects.filter(serves=place, is_coordinating_unit=True)) for place in places}
    received = list(zip(persons, (unit for _, unit in new), strict=True))
    access.begin_relations([one for person, unit in received for one in _received(person, unit, coordinating)], by=by)
    add(_identifier(person, found, by) for person, (one, _) in zip(persons, new, strict=True) for found in one.identifiers)
    return persons


def _received(person: Person, unit: Unit, coordinating: Mapping[str, Iterable[Unit]]) -> Iterable[dict[str, Any]]:
    """The units that know of her from the first instant."""
    if not unit.is_coordinating_unit:
        yield {"person_id": person.pk, "role": Role.SERVICE_UNIT, "ground": N_("helsepersonelloven § 25"), "unit": unit}
    for one in coordinating[person.municipality_id]:
        ground = N_("helse- og omsorgstjenesteloven § 7-3")
        yield {"person_id": person.pk, "role": Role.COORDINATING_UNIT, "ground": ground, "unit": one}


def _identifier(person: Person, found: rules.Identifier, by: Actor) -> Identifier:
    return Identifier(person=person, kind=found.kind, value=found.value, synthetic=found.synthetic, since=by.at)


_CHANGEABLE = frozenset(
    {
        "given", "family", "born", "telephone", "may_call", "language", "interpreter", "adaptation", "grade", "deceased_on", "municipality",
    }
)  # fmt: skip


@transaction.atomic
def change(person: Person, *, by: Actor, **fields: Any) -> None:
    """Change what we know of her; what it was is kept."""
    require_write(by, person.pk, Part.PERSON)
    assert fields.keys() <= _CHANGEABLE
    refuse_if_any(_change_faults(person, fields, by.on))
    if "telephone" in fields:
        fields["telephone"] = rules.read_telephone(fields["telephone"])
    was = {name: getattr(person, name) for name, value in fields.items() if getattr(person, name) != value}
    if not was:
        return
    for name in was:
        setattr(person, name, fields[name])
    person.save(update_fields=list(was))
    log.did(N_("endret"), person, by=by, was=was)
    if "born" in was and person.born:
        access.parents_act_until(person.pk, person.born, by=by)


# What two tellings of one person may say each its own of.
JOINED = ("given", "family", "born", "telephone", "may_call", "language", "interpreter", "adaptation", "grade", "deceased_on")


def join_facts(person: Person, said: Mapping[str, Any], *, verb: str, by: Actor, note: str = "") -> None:
    """Fill what was blank, keep the stricter of two protections, and keep in the history what was said otherwise."""
    otherwise = {name: value for name, value in said.items() if value not in ("", None, getattr(person, name))}
    for name, value in otherwise.items():
        if not getattr(person, name):
            setattr(person, name, value)
    person.grade = max(person.grade, said.get("grade", ""), key=list(rules.Grade).index)
    person.may_call = max(person.may_call, said.get("may_call", person.may_call), key=list(rules.MayCall).index)
    person.save()
    log.did(verb, person, by=by, note=note, was=otherwise or None)


@transaction.atomic
def told_again(person: Person, *, by: Actor, identifiers: Iterable[rules.Identifier] = (), **said: Any) -> None:
    """Take in what was said of somebody known, when it says anything new: nothing that stands there is written over."""
    require_write(by, person.pk, Part.PERSON)
    assert said.keys() <= set(JOINED)
    there = set(Identifier.objects.filter(person=person).values_list("kind", "value"))
    new = [_identifier(person, one, by) for one in identifiers if (one.kind, one.value) not in there]
    add(new)
    for one in new:
        log.did(N_("la til nummer"), one, by=by)
    if any(value not in ("", None, getattr(person, name)) for name, value in said.items()):
        join_facts(person, said, verb=N_("skrev ned det som ble sagt"), by=by)


def _change_faults(person: Person, fields: dict[str, Any], on: date) -> Iterable[Fault]:
    telephone = rules.read_telephone(fields.get("telephone", ""))
    if isinstance(telephone, Fault):
        yield telephone
    if not (fields.get("given", person.given) + fields.get("family", person.family)).strip() and person.name != UNNAMED:
        yield Fault("given", N_("Skriv navnet, eller det personen vil kalles."))
    born, deceased = fields.get("born", person.born), fields.get("deceased_on", person.deceased_on)
    if born and born > on:
        yield Fault("born", N_("Fødselsdatoen er ikke kommet ennå."))
    if deceased and (deceased > on or (born and deceased < born)):
        yield Fault("deceased_on", N_("Dødsdatoen kan ikke stemme."))
    if fields.get("grade", "") not in list(rules.Grade):
        yield Fault("grade", N_("Velg hvor beskyttet adressen er."))


@transaction.atomic
def add_identifier(person: Person, text: str, *, by: Actor) -> Identifier:
    """Note a number she is known by; refused when its check digits do not hold."""
    require_write(by, person.pk, Part.PERSON)
    found = rules.read_identifier(text)
    if isinstance(found, Fault):
        raise Refused(found)
    row, made = Identifier.objects.get_or_create(
        person=person, kind=found.kind, value=found.value, defaults={"synthetic": found.synthetic, "since": by.at}
    )
    if made:
        log.did(N_("la til nummer"), row, by=by)
    elif row.until:
        _set_number_end(row, None, "", verb=N_("la til nummer"), by=by)
    if found.born and person.born is None:
        change(person, born=found.born, by=by)
    return row


@transaction.atomic
def end_identifier(number: Identifier, *, ended_as: str, by: Actor) -> None:
    """The number is not hers any more, or never was; it stands with its day, and one that was wrong finds her no longer.

    A birth date that was read out of a wrong number is not taken away: whether it is right is for whoever asks her.
    """
    require_write(by, number.person_id, Part.PERSON)
    refuse_if_any([] if ended_as in rules.NUMBER_END_NAMES else [Fault("ended_as", N_("Velg hvorfor."))])
    if not number.until:
        _set_number_end(number, by.at, ended_as, verb=N_("avsluttet nummer"), by=by)


def _set_number_end(number: Identifier, until: datetime | None, ended_as: str, *, verb: str, by: Actor) -> None:
    was = {"until": number.until, "ended_as": number.ended_as}
    number.until, number.ended_as = until, ended_as
    number.save(update_fields=["until", "ended_as"])
    log.did(verb, number, by=by, was=was)


@transaction.atomic
def set_address(person: Person, *, street: str, postcode: str, place: str, by: Actor) -> Address:
    """Note where she lives; where she lived before is kept."""
    row: Address = set_addresses({person.pk: (street, postcode, place)}, by=by).only()
    return row


@transaction.atomic
def set_addresses(said: Mapping[UUID, tuple[str, str, str]], *, by: Actor) -> Each:
    """The same for many at once: street, postcode and place of each."""
    each = each_writable(by, said.keys(), Part.ADDRESS)
    stands = {one.person_id: one for one in Address.objects.filter(person_id__in=list(said), until=None).order_by("-pk")}
    new = []
    for key, told in said.items():
        street, postcode, place = (words.strip() for words in told)
        if key not in each.refused:
            each.refuse(key, _address_faults(street, postcode, place))
        old = stands.get(key)
        if key in each.refused:
            continue
        if old and (old.street, old.postcode, old.place) == (street, postcode, place):
            each.made[key] = old
            continue
        if old:
            _end_address(old, by)
        each.made[key] = Address(person_id=key, street=street, postcode=postcode, place=place, since=by.at)
        new.append(each.made[key])
    add(new)
    for row in new:
        log.did(N_("adresse"), row, by=by)
    return each


def _address_faults(street: str, postcode: str, place: str) -> Iterable[Fault]:
    if postcode and not re.fullmatch(r"[0-9]{4}", postcode):
        yield Fault("postcode", N_("Et postnummer har fire sifre."))
    if not (street or place):
        yield Fault("street", N_("Skriv gateadresse eller sted."))


def _end_address(old: Address, by: Actor) -> None:
    old.until = by.at
    old.save(update_fields=["until"])
    log.did(N_("tidligere adresse"), old, by=by, was={"until": None})


@transaction.atomic
def say_what_matters(person: Person, words: str, *, by: Actor) -> OwnWords:
    """Keep what she says is important, in her words."""
    require_write(by, person.pk, Part.PLAN)
    refuse_if_any([] if words.strip() else [Fault("words", N_("Skriv det personen sier er viktig."))])
    said = OwnWords.objects.create(person=person, words=words.strip(), **authorship(by))
    log.did(N_("skrev"), said, by=by)
    return said


@transaction.atomic
def draw_network(person: Person, ties: Iterable[tuple[str, str, int]], *, by: Actor) -> None:
    """Draw her network anew with her: (name, who, closeness). A line that is not in the new drawing is ended, and kept."""
    require_write(by, person.pk, Part.PLAN)
    drawn = list(dict.fromkeys((name.strip(), who.strip(), closeness) for name, who, closeness in ties))
    refuse_if_any(_network_faults(drawn))
    for old in NetworkTie.objects.filter(person=person, until=None):
        if (same := (old.name, old.who, old.closeness)) in drawn:
            drawn.remove(same)
            continue
        old.until = by.at
        old.save(update_fields=["until"])
        log.did(N_("tegnet om"), old, by=by, was={"until": None})
    for name, who, closeness in drawn:
        made = NetworkTie.objects.create(person=person, name=name, who=who, closeness=closeness, since=by.at)
        log.did(N_("tegnet"), made, by=by)


def _network_faults(drawn: list[tuple[str, str, int]]) -> Iterable[Fault]:
    if len(drawn) > rules.MOST_TIES:
        yield Fault("ties", N_("Tegningen har plass til {count}. Ta med dem som betyr mest."), {"count": rules.MOST_TIES})
    if any(not name for name, _, _ in drawn):
        yield Fault("ties", N_("Skriv navn på hver linje."))
    if any(closeness not in rules.CLOSENESS_NAMES for _, _, closeness in drawn):
        yield Fault("ties", N_("Velg hvor nær hver av dem er."))


def emergency(*, number: str, reason: str, by: Actor) -> Person:
    """Open a record in an emergency by the person's whole number, in a municipality the actor works in or for.

    Every try with a number that can be one counts, whatever comes of it. An unknown number and one that belongs elsewhere
    get the same answer.
    """
    if not by.staff_id:
        raise NotVisible
    found = rules.read_identifier(number)
    refuse_if_any([*([found] if isinstance(found, Fault) else []), *access.reason_faults(reason)])
    assert isinstance(found, rules.Identifier)
    access.note_emergency_try(by=by)
    return _open_in_emergency(found, reason, by)


@transaction.atomic
def _open_in_emergency(found: rules.Identifier, reason: str, by: Actor) -> Person:
    here = organisation.serves_these(by)
    rows = Identifier.objects.filter(value=found.value, person__municipality_id__in=here, person__merged_into=None)
    row = queries.that_find(rows).select_related("person").order_by("person__known_since").first()
    if row is None:
        raise Refused(Fault("identifier", N_("Vi kan ikke åpne noe med dette nummeret. Sjekk sifrene, eller ring koordinerende enhet.")))
    access.open_emergency(row.person_id, reason=reason, by=by)
    person: Person = row.person
    return person
