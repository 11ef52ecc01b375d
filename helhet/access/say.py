"""Whose yes counts for her now: her age, what is kept from her parents, and what it is decided that she cannot decide."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from helhet.organisation.rules import N_, Fault

from .deciding import CHILDREN, LIMITS, Band, Decider, Matter, band, decides, last_day
from .mandates import MANDATE_NAMES, MandateGround
from .models import CareRelation, Consent, ConsentPart, Objection
from .policy import Actor, consent_runs, in_force
from .rules import KEPT_WITH, ConsentKind, Part, Role

# What a consent of each kind is about; a mandate to somebody near is itself something shared.
_MATTERS = {ConsentKind.PLAN: Matter.PLAN, ConsentKind.SHARING: Matter.SHARING, ConsentKind.MANDATE: Matter.SHARING}


@dataclass(frozen=True)
class Say:
    """Who says yes for her: her age, what none of her parents is told of, and in which parts it is decided that she cannot."""

    person: Any
    age: Band
    kept: frozenset[Part]
    lacking: frozenset[Part]

    def on(self, matter: Matter, parts: Collection[Part] = ()) -> tuple[Decider, str]:
        """Who decides this, and by which rule; about these parts, when it is about some."""
        about = {Part.PLAN} if matter == Matter.PLAN else set(parts)
        lacking = bool(self.lacking & about if about else self.lacking)
        return decides(matter, self.age, lacking=lacking, parents_told=not self.kept & about)

    def is_hers(self, kind: ConsentKind, parts: Collection[Part]) -> bool:
        """Whether a yes of this kind is hers to give, and to take back."""
        return kind not in _MATTERS or self.on(_MATTERS[kind], parts)[0] == Decider.HERSELF

    @property
    def everything(self) -> list[tuple[Matter, Decider, str]]:
        """Each matter there is, with who decides it and by which rule; what parents are not told of is beside this."""
        return [(matter, *self.on(matter)) for matter in Matter]

    @property
    def changes_on(self) -> Any:
        """The last day this age lasts, for a child."""
        return last_day(self.person.born, LIMITS[self.age]) if self.age in LIMITS else None


def say_of(person_id: UUID, *, by: Actor) -> Say:
    """Whose yes counts for her now."""
    person = Consent(person_id=person_id).person
    return Say(person, band(person.born, on=by.on), _kept_from_all(person_id, by), _cannot_decide(person_id, by))


def _kept_from_all(person_id: UUID, by: Actor) -> frozenset[Part]:
    """The parts kept from every parent: who acts for her as one, and from whom anything is kept."""
    rows = Objection.objects.filter(in_force(by.at), person_id=person_id, next_of_kin__isnull=False)
    kept: dict[UUID, set[Part]] = {}
    for kin, part in rows.values_list("next_of_kin_id", "of_part"):
        kept.setdefault(kin, set()).add(Part(part))
    acting = CareRelation.objects.filter(
        in_force(by.at), person_id=person_id, role=Role.REPRESENTATIVE, consent__withdrawn_at=None,
        consent__purpose=MANDATE_NAMES[MandateGround.PARENTS],
    )  # fmt: skip
    each = [kept.get(kin, set()) for kin in {*kept, *acting.values_list("next_of_kin_id", flat=True)}]
    return frozenset(set.intersection(*each) if each else ()) - frozenset(KEPT_WITH)


def _cannot_decide(person_id: UUID, by: Actor) -> frozenset[Part]:
    """The parts in which somebody acts for her because it is decided that she cannot."""
    runs = consent_runs(by.on, "consent__")
    rows = ConsentPart.objects.filter(runs, consent__person_id=person_id, consent__kind=ConsentKind.MANDATE)
    return frozenset(Part(part) for part in rows.exclude(consent__capacity_basis="").values_list("part", flat=True))


_ASK_PARENTS = N_("Du er under 16 år. Da er det foreldrene dine som sier ja til dette. Si fra til oss, så spør vi dem sammen.")
_CANNOT_NOW = N_("Det er bestemt at en annen sier ja til dette for deg nå. Spør oss hvorfor, og si fra hvis du er uenig.")
_NOT_HERS = N_("Foreldrene dine har sagt ja til dette. Si fra til oss hvis du er uenig. Du kan også sperre for noen, uten å si hvorfor.")
_CHILD = N_("{first} er under 16 år. Da er det foreldrene, eller andre med foreldreansvaret, som sier ja. Skriv hvem av dem.")
_ANOTHER = N_("Det er bestemt at {first} ikke kan avgjøre dette selv nå. Skriv hvem som sa ja.")


def say_faults(person_id: UUID, *, kind: ConsentKind, parts: Collection[Part], given_by: str, by: Actor) -> Iterable[Fault]:
    """Why this yes does not count: it is hers, and another must say it (pasient- og brukerrettighetsloven kapittel 4)."""
    if kind not in _MATTERS:
        return
    say = say_of(person_id, by=by)
    decider, _ = say.on(_MATTERS[kind], parts)
    hers = by.kind == "person" or given_by.strip() == say.person.name
    if decider == Decider.HERSELF or not hers:
        return
    child = decider == Decider.PARENTS and say.age != Band.UNDER_18
    if by.kind == "person":
        yield Fault("", _ASK_PARENTS if child else _CANNOT_NOW)
    else:
        yield Fault("given_by", _CHILD if child else _ANOTHER, {"first": say.person.first})


def says_by_age(person_id: UUID, *, by: Actor) -> bool:
    """True while parents say yes because she is a child, and not because of anything that was decided of her."""
    return say_of(person_id, by=by).age in CHILDREN


def take_back_faults(given: Consent, *, by: Actor) -> Iterable[Fault]:
    """Why she cannot take this yes back herself: her parents gave it, and it is theirs while she is a child."""
    if by.kind == "person":
        say = say_of(given.person_id, by=by)
        parts = [Part(one) for one in given.parts.values_list("part", flat=True)]
        if say.age in CHILDREN and given.kind != ConsentKind.MANDATE and not say.is_hers(ConsentKind(given.kind), parts):
            yield Fault("withdraw", _NOT_HERS)
