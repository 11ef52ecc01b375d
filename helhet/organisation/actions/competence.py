"""Competence and learning, kept right by whoever leads or coordinates where the workers are. No person data."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from helhet.organisation.models import (
    CentreKnown,
    CompetenceHeld,
    CompetenceNeeded,
    Learning,
    LearningPart,
    Municipality,
    Staff,
    Unit,
)
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules import competence as rules
from helhet.organisation.rules.acting import InCharge
from helhet.organisation.rules.keeping import name_faults


def not_theirs(by: InCharge, staff: Collection[Staff]) -> list[Fault]:
    """Each of these workers is in a unit that serves a municipality this one is in charge of."""
    mine = {one.pk for one in in_charge_of(by)}
    served = Unit.objects.filter(serves__in=mine, memberships__staff__in=[one.pk for one in staff])
    known = set(served.values_list("memberships__staff", flat=True)) | {one.pk for one in staff if one.municipality_id in mine}
    return [
        Fault("", N_("{name} arbeider i en kommune andre leder."), {"name": one.name}) for one in staff if not mine or one.pk not in known
    ]


@transaction.atomic
def note_learning(
    staff: Collection[Staff], *, on: date, kind: str, what: str, by: InCharge, key: str = "", name: str = "", centre: str = "",
    place: str = "", gives: bool = False,
) -> Learning:  # fmt: skip
    """These workers learned something on a day; if it gave them the competence, they have it from then on."""
    wrong = [*name_faults({"what": what}, "what"), *not_theirs(by, staff)]
    if not staff:
        wrong.append(Fault("staff", N_("Velg hvem som var med.")))
    if on > by.on:
        wrong.append(Fault("on", N_("Dagen er ikke kommet ennå.")))
    if kind not in rules.LEARNING_NAMES:
        wrong.append(Fault("kind", N_("Velg hva slags opplæring det var.")))
    if key or name.strip() or gives:
        wrong += rules.named_faults(key, name)
    if centre and centre not in rules.CENTRE_NAMES:
        wrong.append(Fault("centre", N_("Velg et av sentrene.")))
    refuse_if_any(wrong)
    made = Learning.objects.create(
        on=on, kind=kind, what=what.strip(), key=key, name=name.strip(), centre=centre, place=place.strip(), at=by.at, by_name=by.name
    )
    LearningPart.objects.bulk_create(LearningPart(learning=made, staff=one) for one in staff)
    for one in staff if gives else ():
        _has(one, key=key, name=name.strip(), since=on, how=what.strip(), by=by)
    return made


def _has(staff: Staff, *, key: str, name: str, since: date, how: str, by: InCharge) -> CompetenceHeld:
    made, _ = CompetenceHeld.objects.get_or_create(
        staff=staff, key=key, name=name, until=None, defaults={"since": since, "how": how, "changed_at": by.at, "changed_by": by.name}
    )
    return made


@transaction.atomic
def give_competence(staff: Staff, *, key: str, name: str = "", since: date, how: str = "", by: InCharge) -> CompetenceHeld:
    """She can this; from an education or from practice, when it was nothing she learned here."""
    wrong = [*not_theirs(by, [staff]), *rules.named_faults(key, name)]
    if since > by.on:
        wrong.append(Fault("since", N_("Dagen er ikke kommet ennå.")))
    refuse_if_any(wrong)
    return _has(staff, key=key, name=name.strip(), since=since, how=how.strip(), by=by)


@transaction.atomic
def end_competence(held: CompetenceHeld, *, on: date, by: InCharge) -> CompetenceHeld:
    """It lapses, or is no longer up to date; what was, stands."""
    wrong = not_theirs(by, [held.staff])
    if on < held.since:
        wrong.append(Fault("on", N_("Siste dag er før første dag.")))
    refuse_if_any(wrong)
    held.until, held.changed_at, held.changed_by = on, by.at, by.name
    held.save()
    return held


@transaction.atomic
def need_competence(
    municipality: Municipality, *, how_many: int, by: InCharge, key: str = "", name: str = "", why: str = ""
) -> CompetenceNeeded:  # fmt: skip
    """How many workers a municipality needs with this; none means it is not needed there."""
    wrong = list(rules.named_faults(key, name))
    if municipality.pk not in {one.pk for one in in_charge_of(by)}:
        wrong.append(Fault("municipality", N_("Denne kommunen er det andre som leder.")))
    refuse_if_any(wrong)
    fields = {"how_many": how_many, "why": why.strip(), "changed_at": by.at, "changed_by": by.name}
    made, _ = CompetenceNeeded.objects.update_or_create(municipality=municipality, key=key, name=name.strip(), defaults=fields)
    return made


@transaction.atomic
def know_centre(municipality: Municipality, *, centre: str, known: str, content: str, by: InCharge) -> CentreKnown:
    """How well this municipality knows a competence centre, and whether it was content."""
    wrong = []
    if centre not in rules.CENTRE_NAMES:
        wrong.append(Fault("centre", N_("Velg et av sentrene.")))
    if known not in rules.KNOWN_NAMES:
        wrong.append(Fault("known", N_("Velg hvor godt dere kjenner det.")))
    if content and known != rules.Known.USED:
        wrong.append(Fault("content", N_("Bare de som har brukt senteret, kan si om de er fornøyd.")))
    if municipality.pk not in {one.pk for one in in_charge_of(by)}:
        wrong.append(Fault("municipality", N_("Denne kommunen er det andre som leder.")))
    refuse_if_any(wrong)
    fields = {"known": known, "content": content, "changed_at": by.at, "changed_by": by.name}
    made, _ = CentreKnown.objects.update_or_create(municipality=municipality, centre=centre, defaults=fields)
    return made
