"""Making a person known, changing what we know of her, and joining two records that are one person's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, record_models, require_write
from helhet.access.rules import Part, Role
from helhet.organisation.models import Municipality, Unit
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any

from . import rules
from .models import Address, Child, ChildrenAsked, Identifier, NetworkTie, NextOfKin, OwnWords, Person


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
    person = Person.objects.create(
        municipality=new.municipality, given=new.given, family=new.family, born=new.born, telephone=new.telephone,
        may_call=new.may_call, language=new.language, interpreter=new.interpreter, grade=new.grade, known_since=by.at,
    )  # fmt: skip
    log.did("registrert", person, by=by)
    if not unit.is_coordinating_unit:
        access.begin_relation(person.pk, role=Role.SERVICE_UNIT, ground="helsepersonelloven § 25", by=by, unit=unit)
    for coordinating in Unit.objects.filter(serves=new.municipality, is_coordinating_unit=True):
        access.begin_relation(
            person.pk,
            role=Role.COORDINATING_UNIT,
            ground="helse- og omsorgstjenesteloven § 7-3",
            by=by,
            unit=coordinating,
        )
    Identifier.objects.bulk_create(_identifier(person, one, by) for one in new.identifiers)
    return person


def _identifier(person: Person, found: rules.Identifier, by: Actor) -> Identifier:
    return Identifier(person=person, kind=found.kind, value=found.value, synthetic=found.synthetic, since=by.at)


_CHANGEABLE = frozenset(
    {
        "given",
        "family",
        "born",
        "telephone",
        "may_call",
        "language",
        "interpreter",
        "adaptation",
        "grade",
        "deceased_on",
        "municipality",
    }
)


@transaction.atomic
def change(person: Person, *, by: Actor, **fields: Any) -> None:
    """Change what we know of her; what it was is kept."""
    require_write(by, person.pk, Part.PERSON)
    assert fields.keys() <= _CHANGEABLE
    if isinstance(telephone := fields.get("telephone"), str):
        read = rules.read_telephone(telephone)
        refuse_if_any([read] if isinstance(read, Fault) else [])
        fields["telephone"] = read
    was = {name: getattr(person, name) for name, value in fields.items() if getattr(person, name) != value}
    if not was:
        return
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    log.did("endret", person, by=by, was=was)


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
        log.did("la til nummer", row, by=by)
    if found.born and person.born is None:
        change(person, born=found.born, by=by)
    return row


@transaction.atomic
def set_address(person: Person, *, street: str, postcode: str, place: str, by: Actor) -> Address:
    """Note where she lives."""
    require_write(by, person.pk, Part.ADDRESS)
    refuse_if_any(
        [] if not postcode or (len(postcode) == 4 and postcode.isdigit())
        else [Fault("postcode", N_("Et postnummer har fire sifre."))]
    )  # fmt: skip
    old = Address.objects.filter(person=person).first()
    row = old or Address(person=person)
    was = {name: getattr(row, name) for name in ("street", "postcode", "place")} if old else None
    row.street, row.postcode, row.place = street, postcode, place
    row.save()
    log.did("adresse", row, by=by, was=was)
    return row


@transaction.atomic
def say_what_matters(person: Person, words: str, *, by: Actor) -> OwnWords:
    """Keep what she says is important, in her words."""
    require_write(by, person.pk, Part.PLAN)
    refuse_if_any([] if words.strip() else [Fault("words", N_("Skriv det hun sier er viktig."))])
    said = OwnWords.objects.create(person=person, words=words.strip(), **authorship(by))
    log.did("skrev", said, by=by)
    return said


@transaction.atomic
def name_next_of_kin(person: Person, *, name: str, relation: str, by: Actor, telephone: str = "", nearest: bool = False,
                     may_know: str = "", may_not_know: str = "", chosen_by_person: bool = True) -> NextOfKin:  # fmt: skip
    """Note somebody near to her; naming a nearest moves the name from whoever had it (pbrl § 1-3 b)."""
    require_write(by, person.pk, Part.PERSON)
    number = rules.read_telephone(telephone)
    refuse_if_any(
        [
            *([number] if isinstance(number, Fault) else []),
            *([] if name.strip() else [Fault("name", N_("Skriv navnet."))]),
        ]
    )
    if nearest:
        for earlier in NextOfKin.objects.filter(person=person, nearest=True, until=None):
            earlier.nearest = False
            earlier.save(update_fields=["nearest"])
            log.did("ikke lenger nærmeste", earlier, by=by, was={"nearest": True})
    kin = NextOfKin.objects.create(
        person=person, name=name.strip(), relation=relation, telephone=number, nearest=nearest, may_know=may_know,
        may_not_know=may_not_know, chosen_by_person=chosen_by_person, since=by.at,
    )  # fmt: skip
    log.did("valgte pårørende", kin, by=by)
    return kin


@transaction.atomic
def ask_about_children(person: Person, *, answer: str, by: Actor, words: str = "") -> ChildrenAsked:
    """Note that she was asked, and what she answered (helsepersonelloven § 10 a)."""
    require_write(by, person.pk, Part.PERSON)
    asked = ChildrenAsked.objects.create(person=person, answer=answer, words=words, **authorship(by))
    log.did("spurte om barn", asked, by=by)
    return asked


@transaction.atomic
def note_child(person: Person, *, first_name: str, kinship: str, by: Actor, **given: Any) -> Child:
    """Note a child or young sibling who needs to be seen: as little as follow-up asks for."""
    require_write(by, person.pk, Part.PERSON)
    refuse_if_any(_child_faults(first_name, given.get("born_year"), by.on))
    child = Child.objects.create(person=person, first_name=first_name.strip(), kinship=kinship, since=by.at, **given)
    log.did("noterte barn", child, by=by)
    return child


def _child_faults(first_name: str, born_year: int | None, on: date) -> Iterable[Fault]:
    if not first_name.strip():
        yield Fault("first_name", N_("Skriv fornavnet."))
    if born_year and not on.year - 25 <= born_year <= on.year + 1:
        yield Fault("born_year", N_("Fødselsåret kan ikke stemme for et barn."))


@transaction.atomic
def follow_up_child(child: Child, *, by: Actor, **fields: Any) -> None:
    """Note what the child has been told, by whom, and who follows up; or why consent was impractical (hpl § 28)."""
    require_write(by, child.person_id, Part.PERSON)
    was = {name: getattr(child, name) for name in fields}
    for name, value in fields.items():
        setattr(child, name, value)
    child.save(update_fields=list(fields))
    log.did("fulgte opp barn", child, by=by, was=was)


@transaction.atomic
def draw_network(person: Person, ties: Iterable[tuple[str, str, int]], *, by: Actor) -> None:
    """Draw her network anew with her: (name, who, closeness)."""
    require_write(by, person.pk, Part.PLAN)
    for old in NetworkTie.objects.filter(person=person):
        log.did("tegnet om", old, by=by, was={"name": old.name, "who": old.who, "closeness": old.closeness})
        old.delete()
    for name, who, closeness in ties:
        log.did(
            "tegnet",
            NetworkTie.objects.create(person=person, name=name, who=who, closeness=closeness, since=by.at),
            by=by,
        )


@transaction.atomic
def merge(kept: Person, other: Person, *, by: Actor, reason: str) -> int:
    """Join two records of one person: every row of `other` moves to `kept`, and `other` stays as a pointer. Returns rows moved.

    Both must be the actor's to write, in one municipality. Both logs stay whole, each in its own chain; every moved row is
    kept in the history. Refused, with nothing moved, when the two hold something there can be only one of.
    """
    for person in (kept, other):
        require_write(by, person.pk, Part.PERSON)
    refuse_if_any(_merge_faults(kept, other))
    moved = 0
    for model in record_models():
        if model is not Person and model.person_path == "person":
            moved += _move_rows(model, kept.pk, other.pk, by)
    filled = {
        name: getattr(other, name) for name in ("given", "family", "born", "telephone") if not getattr(kept, name) and getattr(other, name)
    }
    if filled:
        change(kept, by=by, **filled)
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    log.did("slo sammen", kept, by=by, note=reason)
    log.did("slått sammen", other, by=by, note=reason, was={"merged_into": None})
    return moved


def _merge_faults(kept: Person, other: Person) -> Iterable[Fault]:
    if kept.pk == other.pk:
        yield Fault("other", N_("Det er samme person."))
    if kept.municipality_id != other.municipality_id:
        yield Fault("other", N_("De to hører til hver sin kommune, og hver kommune har sitt eget ansvar for opplysningene."))
    if kept.merged_into_id or other.merged_into_id:
        yield Fault("other", N_("En av de to er alt slått sammen med en annen."))


def _move_rows(model: Any, kept: UUID, other: UUID, by: Actor) -> int:
    rows = list(model._base_manager.filter(person_id=other))
    for row in rows:
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(person_id=kept)
        except IntegrityError:
            if model is Identifier:  # the same number on both: one is enough, and the change log keeps that it stood on both
                row.delete()
                continue
            raise Refused(
                Fault(
                    "other",
                    N_("Begge har {what} som det bare kan være én av. Avslutt den ene først."),
                    {"what": model.document},
                )
            ) from None
        if isinstance(row, models.Model) and model.document != "endring":
            log.did("flyttet hit", model._base_manager.get(pk=row.pk), by=by, was={"person_id": str(other)})
    return len(rows)


@transaction.atomic
def emergency(*, number: str, reason: str, by: Actor) -> Person:
    """Open a record in an emergency by the person's whole number, in the actor's own municipalities. Raises `NotVisible` when there is none."""
    found = rules.read_identifier(number)
    refuse_if_any([found] if isinstance(found, Fault) else [])
    value = found.value if isinstance(found, rules.Identifier) else ""
    row = (
        Identifier.objects.filter(value=value, person__municipality_id__in=by.municipality_numbers, person__merged_into=None)
        .select_related("person").first()
    )  # fmt: skip
    if row is None:
        raise NotVisible
    access.open_emergency(row.person_id, reason=reason, by=by)
    person: Person = row.person
    return person
