"""She says how it was, or somebody does without a name; she praises or complains, and the leader answers. Each is written once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, require_write
from helhet.access.rules import Part, Purpose
from helhet.cases.models import Case
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.people.models import Person

from . import queries, rules
from .models import Feedback, Reply, SaidBy, Saying, UnnamedAnswer


@transaction.atomic
def tell(
    person_id: UUID,
    *,
    by: Actor,
    life: int | None = None,
    alliance: int | None = None,
    words: str = "",
    about: str = "",
    about_key: UUID | None = None,
    met_on: date | None = None,
    by_instrument: Sequence[Mapping[str, object]] = (),
) -> Feedback:
    """Keep how she says it is and was; any part may be left open (helse- og omsorgstjenesteloven § 3-10).

    An instrument that the municipality licenses may stand for either answer: what she answered in it is kept with it.
    """
    require_write(by, person_id, Part.VOICE)
    refuse_if_any(_faults(person_id, life, alliance, words, about_key))
    made = Feedback.objects.create(
        person_id=person_id, on=by.on, about=about, about_key=about_key, met_on=met_on, life=life, alliance=alliance, words=words.strip(),
        by_instrument=list(by_instrument) or None, **authorship(by),
    )  # fmt: skip
    log.did(N_("ga tilbakemelding") if made.is_hers else N_("skrev ned tilbakemelding"), made, by=by)
    return made


def _faults(person_id: UUID, life: int | None, alliance: int | None, words: str, key: UUID | None) -> Iterable[Fault]:
    for name, answer in (("life", life), ("alliance", alliance)):
        if answer is not None and not rules.LOWEST <= answer <= rules.HIGHEST:
            yield Fault(name, N_("Velg et tall fra 0 til 10."))
    if life is None and alliance is None and not words.strip():
        yield Fault("words", N_("Svar på ett av spørsmålene, eller skriv noe."))
    if key and Feedback.objects.filter(person_id=person_id, about_key=key).exists():
        yield Fault("about", N_("Dette er det svart på alt. Velg noe annet, eller «ikke noe bestemt»."))


@transaction.atomic
def answer_unnamed(unit_id: UUID, *, by: Actor, life: int | None = None, alliance: int | None = None) -> None:
    """Keep what somebody who will not be named says of a service, by year: nothing tells who, when, or of which worker.

    Written in from paper by one of those who work there, or by herself on a tablet that was handed over signed out.
    """
    if unit_id not in {one.pk for one in queries.asks_unnamed(by)}:
        raise NotVisible
    refuse_if_any(
        ([] if life is not None or alliance is not None else [Fault("alliance", N_("Svar på ett av spørsmålene."))])
        + [
            Fault(name, N_("Velg et tall fra 0 til 10."))
            for name, step in (("life", life), ("alliance", alliance))
            if step is not None and not rules.LOWEST <= step <= rules.HIGHEST
        ]
    )  # fmt: skip
    UnnamedAnswer.objects.create(unit_id=unit_id, year=by.on.year, life=life, alliance=alliance)


@transaction.atomic
def say(person_id: UUID, *, kind: str, words: str, by: Actor, unit_id: UUID | None = None) -> Saying:
    """Praise or complaint to the leader of the service, who reads the words and not whose they are."""
    require_write(by, person_id, Part.VOICE)
    faults = [] if kind in rules.KIND_NAMES else [Fault("kind", N_("Velg om det er bra eller ikke bra."))]
    faults += [] if words.strip() else [Fault("words", N_("Skriv det du vil si."))]
    if unit_id and not Case.objects.filter(person_id=person_id, unit_id=unit_id).exists():
        faults.append(Fault("unit", N_("Velg en tjeneste du har eller har hatt.")))
    refuse_if_any(faults)
    number = Person.objects.values_list("municipality_id", flat=True).get(pk=person_id)
    made = Saying.objects.create(municipality_id=number, unit_id=unit_id, kind=kind, words=words.strip(), on=by.on)
    hers = SaidBy.objects.create(pk=made.pk, person_id=person_id, **authorship(by))
    log.did(N_("sa fra til lederen"), hers, by=by)
    return made


@transaction.atomic
def reply(saying: Saying, *, words: str, by: Actor) -> Reply:
    """The leader's answer, once; it stands beside what was said, and in her log."""
    if saying.municipality_id not in queries.hears_for(by):
        raise NotVisible
    refuse_if_any([] if words.strip() else [Fault("words", N_("Skriv svaret."))])
    now = Saying.objects.select_for_update().get(pk=saying.pk)
    if Reply.objects.filter(saying=now).exists():
        raise Refused(Fault("words", N_("Det er svart alt.")))
    made = Reply.objects.create(saying=now, words=words.strip(), at=by.at, by_name=by.name)
    # Whose it is stays unread: her chain learns that she was answered, and the page says nothing of her.
    log.did(N_("svarte på det som ble sagt"), SaidBy.objects.get(pk=saying.pk), by=by, purpose=Purpose.QUALITY)
    return made
