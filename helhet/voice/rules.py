"""What she says of the help: two answers after a contact or meeting, when the second falls, and praise or complaint in her own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from helhet.organisation.rules import N_

# 0–10, the worst at the bottom: a ladder that is free to use, as «how is life» is (Cantril).
LOWEST, HIGHEST = 0, 10
ASK_WITHIN_DAYS = 14

# Local rules, all of them. The free scale has no norms of its own; of the licensed ones that ask the same, the alliance scale takes
# notice of anything under nine of ten, and the outcome scale calls little more than one step a line a real change. Two steps below
# what she herself usually says, or twice under the middle, is slower than that: it is a reason to ask her, not a measurement.
FALL = 2
MIDDLE = 5
LOOK_BACK = 3
FEWEST_BEFORE = 2
SHOWN_DAYS = 90


# Where one worker is the whole service, a sum of what users say would be about her.
FEWEST_WORKERS = 2


class About(StrEnum):
    """What she answers after."""

    CONTACT = "contact"
    MEETING = "meeting"


ABOUT_NAMES = {About.CONTACT: N_("kontakt"), About.MEETING: N_("møte")}


class Kind(StrEnum):
    """What she says of the service."""

    PRAISE = "praise"
    COMPLAINT = "complaint"


KIND_NAMES = {Kind.PRAISE: N_("Dette er bra"), Kind.COMPLAINT: N_("Dette er ikke bra")}


@dataclass(frozen=True)
class Drop:
    """The second answer has fallen: what she said last, and what she usually says, or said the time before."""

    last: int
    usual: int | None = None
    before: int | None = None


def alliance_drop(answers: Sequence[int]) -> Drop | None:
    """Whether her newest answer to «did we work on what matters to you» has fallen; answers oldest first. Never about a worker."""
    if not answers:
        return None
    last, earlier = answers[-1], answers[-1 - LOOK_BACK : -1]
    if len(earlier) >= FEWEST_BEFORE and last <= (usual := Fraction(sum(earlier), len(earlier))) - FALL:
        return Drop(last, usual=int(usual + Fraction(1, 2)))
    if earlier and last < MIDDLE and earlier[-1] < MIDDLE:
        return Drop(last, before=earlier[-1])
    return None


def drop_words(drop: Drop) -> tuple[str, dict[str, int]]:
    """The drop as a gentle sentence for those who meet her next, and what fills it (with her first name)."""
    if drop.usual is not None:
        words = N_("{first} ga {last} sist, vanligvis {usual}. Spør hva som ville gjort det bedre.")
        return words, {"last": drop.last, "usual": drop.usual}
    words = N_("{first} ga {last} sist, og {before} gangen før. Spør hva som ville gjort det bedre.")
    return words, {"last": drop.last, "before": drop.before or 0}
