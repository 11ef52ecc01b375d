"""Who may see what, stated in plain Python: what `policy.grants` means, from facts and without a database.

Pages ask the policy, which is one question to the database. This says the same rule once more, step by step, for people to read
and for a test to hold the policy against in every combination there is (tests/app/test_matrix.py). The reference page on access is
drawn from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .rules import BY_CONSENT, NEVER_CLOSED_OUT, READS, SERVES, WRITES, Part, Purpose, Role


@dataclass(frozen=True)
class Yes:
    """What she has said yes to: these parts, from and to and including these days, until she takes it back."""

    parts: frozenset[Part]
    since: date | None = None
    until: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class No:
    """What is closed to this actor (by name, unit, municipality or partner, as a parent, as one of all): a part or all, while it runs."""

    to_this_actor: bool = True
    of_part: Part | None = None
    runs: bool = True


@dataclass(frozen=True)
class Held:
    """A relation this actor holds to her, and what there is to know about it."""

    role: Role
    runs: bool = True
    yes: Yes | None = None
    sees_protected_address: bool = False


def may(
    held: Iterable[Held], part: Part, purpose: Purpose, *, on: date, noes: Iterable[No] = (), protected: bool = False,
    to_write: bool = False,
) -> bool:  # fmt: skip
    """Whether somebody who holds these relations may see (or write in) this part of her record, for this purpose, on this day."""
    noes = tuple(noes)
    return any(_gives(one, part, purpose, on, noes, protected=protected, to_write=to_write) for one in held)


def _gives(one: Held, part: Part, purpose: Purpose, on: date, noes: tuple[No, ...], *, protected: bool, to_write: bool) -> bool:
    if not one.runs:
        return False  # nobody sees before a relation begins or after it ends
    if one.role not in SERVES[purpose]:
        return False  # nobody opens a record for what is not theirs to do
    if part not in (WRITES if to_write else READS)[one.role]:
        return False  # nobody sees more than the role needs
    if one.role in BY_CONSENT and not _said_yes(one.yes, part, on):
        return False  # what rests on her yes is worth exactly her yes
    if one.role not in NEVER_CLOSED_OUT and any(no.to_this_actor and no.runs and no.of_part in (None, part) for no in noes):
        return False  # her no closes, whatever the role
    if part == Part.ADDRESS and protected:
        return one.sees_protected_address or one.role == Role.PERSON  # where she lives is told one by one
    return True


def _said_yes(yes: Yes | None, part: Part, on: date) -> bool:
    if yes is None or yes.withdrawn or not (yes.since or on) <= on <= (yes.until or on):
        return False
    # Knowing who she is follows from having been given anything at all.
    return part in yes.parts or (part == Part.PERSON and bool(yes.parts))
