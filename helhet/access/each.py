"""The same thing done for many persons at once: what was made for each, or why it was not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from helhet.organisation.rules import Fault, Refused

from . import compiled
from .policy import Actor, NotVisible, purpose_of, write_granted
from .rules import Part


@dataclass
class Each:
    """By person: what was made, and what was refused. Whoever asked for many decides whether the refused take the others with them."""

    made: dict[UUID, Any] = field(default_factory=dict)
    refused: dict[UUID, Refused | NotVisible] = field(default_factory=dict)

    def refuse(self, person_id: UUID, faults: Iterable[Fault]) -> None:
        """Refuse for this person when there are faults."""
        if said := list(faults):
            self.refused[person_id] = Refused(*said)

    def only(self) -> Any:
        """What was made for the only one, or the refusal raised."""
        for why in self.refused.values():
            raise why
        [made] = self.made.values()
        return made


def each_writable(by: Actor, person_ids: Collection[UUID], part: Part) -> Each:
    """`require_write` for many, in one statement: those who are not `by`'s to write about are refused as not visible."""
    may = {key for (key,) in compiled.answers(write_granted, by, list(person_ids), (purpose_of(by, part), part))}
    return Each(refused={key: NotVisible() for key in person_ids if key not in may})
