"""What is kept from a child's parent: by the child who is twelve, or because weighty regard for the child asks for it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.deciding import WITHHELD_NAMES, Band, Withheld, band, may_withhold
from helhet.access.models import Objection
from helhet.access.policy import Actor, NotVisible, in_force, require_write
from helhet.access.rules import KEPT_WITH, PART_NAMES, SHORTEST_REASON, WITHHOLDABLE, Part
from helhet.organisation.rules import N_, Fault, refuse_if_any


@transaction.atomic
def withhold(kin: Any, *, parts: Iterable[Part], words: str, by: Actor, ground: str = Withheld.HERS) -> list[Objection]:
    """Keep these parts from a parent, from the next request (pasient- og brukerrettighetsloven § 3-4). The reason is written down.

    What would tell the parent that something is kept, the list of who sees and the log, closes with them. That it is kept is told to nobody
    who may not see it: to the parent a part that is kept looks like one that was never given.
    """
    require_write(by, kin.person_id, Part.CONSENT)
    if by.kind not in ("person", "staff"):
        raise NotVisible
    parts = [Part(part) for part in parts]
    refuse_if_any(_faults(kin, parts, words, Withheld.HERS if by.kind == "person" else ground, by))
    there = set(_kept_from(kin.person_id, kin.pk, by).values_list("of_part", flat=True))
    made = Objection.objects.bulk_create(
        Objection(
            person_id=kin.person_id, next_of_kin=kin, of_part=part, words=words.strip(), since=by.at, noted_by=by.name,
            ground=Withheld.HERS if by.kind == "person" else ground,
        )
        for part in Part if part in {*parts, *KEPT_WITH} - there
    )  # fmt: skip
    for one in made:
        log.did(N_("holdt tilbake"), one, by=by, note=f"{PART_NAMES[Part(one.of_part)]}: {kin.name}")
    return made


def _faults(kin: Any, parts: list[Part], words: str, ground: str, by: Actor) -> Iterable[Fault]:
    age = band(kin.person.born, on=by.on)
    if kin.until:
        yield Fault("kin", N_("Personen er ikke lenger pårørende her."))
    if not parts or set(parts) - set(WITHHOLDABLE):
        yield Fault("parts", N_("Velg hva som holdes tilbake."))
    if ground not in WITHHELD_NAMES:
        yield Fault("ground", N_("Velg hvorfor."))
    elif age == Band.GROWN:
        yield Fault("kin", N_("Den som er fylt 18 år, bestemmer selv hva foreldrene får vite. Trekk fullmakten i stedet."))
    elif not may_withhold(ground, age):
        yield Fault("ground", N_("Dette gjelder bare mellom 12 og 16 år. Er det tungtveiende hensyn, så velg det."))
    needed = SHORTEST_REASON if ground == Withheld.WEIGHTY else 1
    if len(words.strip()) < needed:
        yield Fault("words", N_("Skriv grunnen, så den kan prøves senere."))


def _kept_from(person_id: UUID, kin_id: UUID, by: Actor) -> Any:
    return Objection.objects.filter(in_force(by.at), person_id=person_id, next_of_kin_id=kin_id)


def kept_with(opened: Objection, *, by: Actor) -> list[Objection]:
    """What opens with the last part that was kept: the list of who sees, and the log. Refused before that."""
    left = [one for one in _kept_from(opened.person_id, opened.next_of_kin_id, by) if one.pk != opened.pk]
    others = [one for one in left if one.of_part not in KEPT_WITH]
    if opened.of_part in KEPT_WITH and others:
        refuse_if_any([Fault("", N_("Dette åpner seg når det andre er åpnet. Ellers ville det vise at noe holdes tilbake."))])
    return [] if others else left
