"""Those near to her: next of kin whom she names, and children who need to be seen."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import actions as access
from helhet.access import log
from helhet.access.added import add
from helhet.access.deciding import LIMITS, band, last_day
from helhet.access.each import Each, each_writable
from helhet.access.mandates import (
    CANNOT_DECIDE,
    FOR_NEAREST,
    JUDGED,
    MANDATE_NAMES,
    MANDATE_RULES,
    PARENTS_ACT,
    Judged,
    MandateGround,
    mandate_fits,
    role_of,
)
from helhet.access.policy import Actor, NotVisible, authorship, require_write
from helhet.access.rules import PART_NAMES, READS, ConsentKind, Part
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.people import rules
from helhet.people.models import Child, ChildrenAsked, NextOfKin, Person


@transaction.atomic
def name_next_of_kin(person: Person, *, name: str, relation: str, by: Actor, telephone: str = "", nearest: bool = False,
                     may_know: str = "", may_not_know: str = "", chosen_by_person: bool = True,
                     heavy_care_on: date | None = None) -> NextOfKin:  # fmt: skip
    """Note somebody near to her; naming a nearest moves the name from whoever had it (pasient- og brukerrettighetsloven § 1-3 b)."""
    said = {"relation": relation, "telephone": telephone, "nearest": nearest, "may_know": may_know, "may_not_know": may_not_know}
    more = {"name": name, "chosen_by_person": chosen_by_person, "heavy_care_on": heavy_care_on}
    kin: NextOfKin = name_each_next_of_kin({person.pk: {**more, **said}}, by=by).only()
    return kin


@transaction.atomic
def name_each_next_of_kin(said: Mapping[UUID, Mapping[str, Any]], *, by: Actor) -> Each:
    """The same for many persons at once, one near to each."""
    each = each_writable(by, said.keys(), Part.KIN)
    for key, given in said.items():
        words = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
        number = rules.read_telephone(words.get("telephone", ""))
        if key not in each.refused:
            no_name = [] if words["name"] else [Fault("name", N_("Skriv navnet."))]
            each.refuse(key, [*([number] if isinstance(number, Fault) else []), *no_name])
        if key not in each.refused:
            if words.get("nearest"):
                _nobody_nearest(key, by)
            each.made[key] = NextOfKin(person_id=key, since=by.at, **(words | {"telephone": number}))
    add(each.made.values())
    for kin in each.made.values():
        log.did(N_("valgte pårørende"), kin, by=by)
    return each


def _nobody_nearest(person_id: UUID, by: Actor) -> None:
    for earlier in NextOfKin.objects.filter(person_id=person_id, nearest=True, until=None):
        earlier.nearest = False
        earlier.save(update_fields=["nearest"])
        log.did(N_("ikke lenger nærmeste"), earlier, by=by, was={"nearest": True})


_CHANGEABLE = frozenset({"name", "relation", "telephone", "may_know", "may_not_know", "chosen_by_person", "heavy_care_on"})


@transaction.atomic
def change_next_of_kin(kin: NextOfKin, *, by: Actor, **fields: Any) -> None:
    """Change what may be told, the telephone or the name; what it was is kept."""
    require_write(by, kin.person_id, Part.KIN)
    assert fields.keys() <= _CHANGEABLE
    number = rules.read_telephone(fields.get("telephone", kin.telephone))
    refuse_if_any(
        ([number] if isinstance(number, Fault) else [])
        + ([] if fields.get("name", kin.name).strip() else [Fault("name", N_("Skriv navnet."))])
    )  # fmt: skip
    if "telephone" in fields:
        fields["telephone"] = number
    was = {name: getattr(kin, name) for name, value in fields.items() if getattr(kin, name) != value}
    if not was:
        return
    for name in was:
        setattr(kin, name, fields[name])
    kin.save(update_fields=list(was))
    log.did(N_("endret"), kin, by=by, was=was)


@transaction.atomic
def note_nobody_nearest(person: Person, *, by: Actor) -> None:
    """She was asked who is nearest, and names nobody (pasient- og brukerrettighetsloven § 1-3 b)."""
    require_write(by, person.pk, Part.KIN)
    _nobody_nearest(person.pk, by)
    was = {"kin_asked_on": person.kin_asked_on}
    person.kin_asked_on = by.on
    person.save(update_fields=["kin_asked_on"])
    log.did(N_("spurte om nærmeste pårørende"), person, by=by, was=was)


@transaction.atomic
def make_nearest(kin: NextOfKin, *, by: Actor) -> None:
    """She names this one as the nearest (pasient- og brukerrettighetsloven § 1-3 b); whoever had the name before keeps her place."""
    require_write(by, kin.person_id, Part.KIN)
    if kin.nearest or kin.until:
        return
    _nobody_nearest(kin.person_id, by)
    kin.nearest = True
    kin.save(update_fields=["nearest"])
    log.did(N_("nærmeste pårørende"), kin, by=by, was={"nearest": False})


@transaction.atomic
def end_next_of_kin(kin: NextOfKin, *, reason: str, by: Actor) -> None:
    """She no longer wants this one told anything; what the relative could see as her representative is closed on the next request."""
    require_write(by, kin.person_id, Part.KIN)
    refuse_if_any([] if reason.strip() else [Fault("reason", N_("Skriv hvorfor."))])
    if kin.until:
        return
    was = {"until": None, "nearest": kin.nearest}
    kin.until, kin.nearest = by.at, False
    kin.save(update_fields=["until", "nearest"])
    log.did(N_("ikke lenger pårørende"), kin, by=by, was=was, note=reason.strip())
    access.take_back_mandates(kin.person_id, kin.pk, by=by)


@transaction.atomic
def represent(
    kin: NextOfKin, *, ground: str, decided_by: str, parts: Iterable[Part], by: Actor, since: date | None = None,
    until: date | None = None, judged_on: date | None = None, reasons: str = "", review_on: date | None = None,
) -> Any:  # fmt: skip
    """Somebody near acts for her: on which ground, who decided it, in which parts, from when and until when.

    A new mandate takes the place of the old; one that begins on a later day lets the old hold until then.

    Her own proxy she takes back herself; what others have decided ends when they say so, or on its last day. A parent acts until she is
    sixteen, or eighteen when she cannot decide (§§ 4-4, 4-5), never longer. That she cannot decide is then asked for in writing
    (pasient- og brukerrettighetsloven § 4-3).

    What rests on somebody's judgement of her says when and why it was judged, and when it is judged again. In danger to others, or for a
    child in her care, the nearest is told of these parts, and does nothing in her name (§ 3-3).
    """
    require_write(by, kin.person_id, Part.KIN)
    hers, born = ground == MandateGround.PROXY, kin.person.born
    judged, parts = Judged(judged_on, reasons, review_on) if ground in JUDGED else None, list(parts)
    faults = [*_mandate_faults(kin, ground, decided_by, by, on=max(since or by.on, by.on)), *(judged.faults(on=by.on) if judged else ())]
    faults += [*access.day_faults(since, until, by), *access.consent_faults(ConsentKind.MANDATE, parts, to=kin)]
    refuse_if_any([*faults, *_told_of_faults(ground, parts)])
    if ground in PARENTS_ACT:
        until = min(until or date.max, last_day(born, LIMITS[PARENTS_ACT[MandateGround(ground)]]))
    given = access.consent(
        kin.person_id, kind=ConsentKind.MANDATE, how=_HOW.get(ground, N_("vedtak")), since=since, until=until, parts=parts,
        given_by=kin.person.name if hers else decided_by.strip() or kin.name, to_next_of_kin_id=kin.pk,
        purpose=MANDATE_NAMES[MandateGround(ground)], by=by,
        capacity_basis=MANDATE_RULES[MandateGround(ground)] if ground in CANNOT_DECIDE else "", judged=judged,
    )  # fmt: skip
    access.mandates_give_way(given, by=by)
    return access.begin_relation(
        kin.person_id, role=role_of(ground), ground=MANDATE_RULES[MandateGround(ground)], next_of_kin=kin, consent=given,
        function=MANDATE_NAMES[MandateGround(ground)], since=access.begins_at(given, by), by=by,
    )  # fmt: skip


_HOW: dict[str, str] = {MandateGround.PROXY: N_("fullmakt"), MandateGround.PARENTS: N_("foreldreansvar")}
_DECIDED_BY_NOBODY = (MandateGround.PROXY, MandateGround.PARENTS)


def _mandate_faults(kin: NextOfKin, ground: str, decided_by: str, by: Actor, *, on: date) -> Iterable[Fault]:
    born = kin.person.born
    if by.kind == "person" and ground != MandateGround.PROXY:
        yield Fault("ground", N_("Du gir selv bare fullmakt. Andre mandater skriver vi inn når de er bestemt."))
    if ground not in MANDATE_NAMES:
        yield Fault("ground", N_("Velg hvorfor."))
    elif not mandate_fits(ground, band(born, on=on), born_known=born is not None):
        yield Fault("ground", N_("Alderen passer ikke med dette. Se på fødselsdatoen, eller velg en annen grunn."))
    if ground not in _DECIDED_BY_NOBODY and not decided_by.strip():
        yield Fault("decided_by", N_("Skriv hvem som har bestemt det."))
    if ground in FOR_NEAREST and not kin.nearest:
        yield Fault("ground", N_("Dette gjelder bare den som er nærmeste pårørende."))
    if kin.until:
        yield Fault("ground", N_("Personen er ikke lenger pårørende her."))


def _told_of_faults(ground: str, parts: Iterable[Part]) -> Iterable[Fault]:
    if ground in MANDATE_NAMES and (outside := [one for one in parts if one in PART_NAMES and one not in READS[role_of(ground)]]):
        names = ", ".join(PART_NAMES[one] for one in outside)
        yield Fault("parts", N_("Dette kan ikke fortelles på denne måten: {part}."), {"part": names})


def _by_us(person_id: UUID, by: Actor) -> None:
    """What is noted of her children is ours to do: the duty is the helper's."""
    require_write(by, person_id, Part.KIN)
    if not by.is_staff:
        raise NotVisible


@transaction.atomic
def ask_about_children(person: Person, *, answer: str, by: Actor, words: str = "") -> ChildrenAsked:
    """Note that she was asked, and what she answered (helsepersonelloven § 10 a)."""
    _by_us(person.pk, by)
    refuse_if_any([] if answer in rules.CHILDREN_ASKED_NAMES else [Fault("answer", N_("Velg hva svaret var."))])
    asked = ChildrenAsked.objects.create(person=person, answer=answer, words=words.strip(), **authorship(by))
    log.did(N_("spurte om barn"), asked, by=by)
    return asked


@transaction.atomic
def note_child(person: Person, *, first_name: str, kinship: str, by: Actor, **given: Any) -> Child:
    """Note a child or young sibling who needs to be seen: as little as follow-up asks for."""
    _by_us(person.pk, by)
    refuse_if_any(_child_faults(first_name, kinship, given, by.on))
    child = Child.objects.create(person=person, first_name=first_name.strip(), kinship=kinship.strip(), since=by.at, **given)
    log.did(N_("noterte barn"), child, by=by)
    return child


def _child_faults(first_name: str, kinship: str, given: dict[str, Any], on: date) -> Iterable[Fault]:
    if not first_name.strip():
        yield Fault("first_name", N_("Skriv fornavnet."))
    if not kinship.strip():
        yield Fault("kinship", N_("Skriv hvem barnet er: datter, sønn, lillebror."))
    if (year := given.get("born_year")) and not on.year - 25 <= year <= on.year + 1:
        yield Fault("born_year", N_("Fødselsåret kan ikke stemme for et barn."))
    yield from _told_faults(given, on)


def _told_faults(given: dict[str, Any], on: date) -> Iterable[Fault]:
    informed = given.get("informed_on")
    if given.get("outcome") and not (informed or given.get("followed_up_by", "").strip()):
        yield Fault("outcome", N_("Skriv først når barnet ble informert, eller hvem som følger opp."))
    if informed and informed > on:
        yield Fault("informed_on", N_("Dagen er ikke kommet ennå."))
    if informed and not (given.get("informed_how", "").strip() and given.get("informed_by", "").strip()):
        yield Fault("informed_how", N_("Skriv hvordan barnet ble informert, og av hvem."))
    if (lost := given.get("bereaved_on")) and lost > on:
        yield Fault("bereaved_on", N_("Dagen er ikke kommet ennå."))


_FOLLOWED = frozenset({"need", "lives_with", "informed_on", "informed_how", "informed_by", "followed_up_by", "outcome", "bereaved_on"})


@transaction.atomic
def follow_up_child(child: Child, *, by: Actor, **fields: Any) -> None:
    """Note what the child has been told, how and by whom, who follows up, and whether it has lost somebody (§§ 10 a, 10 b)."""
    _by_us(child.person_id, by)
    assert fields.keys() <= _FOLLOWED
    refuse_if_any(_told_faults(fields, by.on))
    was = {name: getattr(child, name) for name, value in fields.items() if getattr(child, name) != value}
    if not was:
        return
    for name in was:
        setattr(child, name, fields[name])
    child.save(update_fields=list(was))
    log.did(N_("fulgte opp barn"), child, by=by, was=was)


@transaction.atomic
def agree_about_child(child: Child, *, by: Actor, how: str = "", no_consent_reason: str = "") -> None:
    """Her yes to follow-up of the child, and how it was given; or why it was not practical to ask for one.

    What those who help the child need may then be shared all the same, with the reason on record (helsepersonelloven § 28).
    """
    _by_us(child.person_id, by)
    how, reason = how.strip(), no_consent_reason.strip()
    refuse_if_any(
        []
        if bool(how) != bool(reason)
        else [Fault("how", N_("Skriv enten hvordan samtykket ble gitt, eller hvorfor det ikke lot seg gjøre."))]
    )
    was = {"consent_id": child.consent_id, "no_consent_reason": child.no_consent_reason}
    child.no_consent_reason = reason
    child.consent = (
        access.consent(child.person_id, kind=ConsentKind.CHILDREN, how=how, given_by=child.person.name, purpose=child.first_name, by=by)
        if how else None
    )  # fmt: skip
    child.save(update_fields=["consent", "no_consent_reason"])
    log.did(N_("avklarte samtykke for barn"), child, by=by, was=was)


@transaction.atomic
def note_own_record(child: Child, *, by: Actor) -> None:
    """The child is given a record of its own today: that it was, and not where."""
    _by_us(child.person_id, by)
    child.own_record_on = by.on
    child.save(update_fields=["own_record_on"])
    log.did(N_("hjalp barnet til egen sak"), child, by=by, was={"own_record_on": None})
