"""Competence: what the service needs, who has it, and when the last one who has it leaves. Learning is how it grows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from . import N_, Fault


class Competence(StrEnum):
    """What every service of this kind needs somebody to know; a municipality adds its own by name."""

    RELATION = "relation"
    CBT_MI = "cbt_mi"
    PSYCHOEDUCATION = "psychoeducation"
    RELAPSE = "relapse"
    SOMATIC = "somatic"
    CHILDREN = "children"
    COORDINATING = "coordinating"
    VIOLENCE = "violence"


COMPETENCE_NAMES = {
    Competence.RELATION: N_("relasjon og allianse"),
    Competence.CBT_MI: N_("kognitiv terapi og motiverende samtale"),
    Competence.PSYCHOEDUCATION: N_("opplæring om egen lidelse for bruker og familie"),
    Competence.RELAPSE: N_("å forebygge tilbakefall"),
    Competence.SOMATIC: N_("oppfølging av kroppslig helse"),
    Competence.CHILDREN: N_("barn som pårørende"),
    Competence.COORDINATING: N_("å være koordinator"),
    Competence.VIOLENCE: N_("å forebygge vold"),
}
# In plain words, for residents: what somebody here can help with.
COMPETENCE_HELPS = {
    Competence.RELATION: N_("å bli hørt og bygge tillit"),
    Competence.CBT_MI: N_("samtaler som hjelper deg å endre noe du strever med"),
    Competence.PSYCHOEDUCATION: N_("å forstå det du strever med, for deg og dem som står deg nær"),
    Competence.RELAPSE: N_("å kjenne igjen tegnene i tide, så det ikke blir verre igjen"),
    Competence.SOMATIC: N_("helsa i kroppen, sammen med fastlegen"),
    Competence.CHILDREN: N_("at barna dine får vite det de trenger, og har noen å snakke med"),
    Competence.COORDINATING: N_("én person som samler trådene"),
    Competence.VIOLENCE: N_("vold, både for den som er utsatt og den som vil slutte"),
}


class LearningKind(StrEnum):
    """How somebody learns."""

    COURSE = "course"
    GUIDANCE = "guidance"
    VISITING = "visiting"
    STUDY_TRIP = "study_trip"
    TEACHING = "teaching"
    GATHERING = "gathering"


LEARNING_NAMES = {
    LearningKind.COURSE: N_("kurs og opplæring"),
    LearningKind.GUIDANCE: N_("veiledning"),
    LearningKind.VISITING: N_("hospitering"),
    LearningKind.STUDY_TRIP: N_("studietur"),
    LearningKind.TEACHING: N_("internundervisning på sykehuset"),
    LearningKind.GATHERING: N_("samling for koordinatorer"),
}


class Centre(StrEnum):
    """The national and regional centres that municipalities learn from; the national form asks about each."""

    NAPHA = "napha"
    KORUS = "korus"
    RBUP = "rbup"
    RVTS = "rvts"
    ROP = "rop"


CENTRE_NAMES = {
    Centre.NAPHA: N_("NAPHA, psykisk helsearbeid"),
    Centre.KORUS: N_("KORUS, rus"),
    Centre.RBUP: N_("RBUP og RKBU, barn og unge"),
    Centre.RVTS: N_("RVTS, vold, traumer og selvmord"),
    Centre.ROP: N_("NKROP, rus og psykisk lidelse samtidig"),
}


class Known(StrEnum):
    """How well a municipality knows a centre, in the form's four steps."""

    NEVER = "never"
    HEARD = "heard"
    CONTACT = "contact"
    USED = "used"


KNOWN_NAMES = {
    Known.NEVER: N_("ikke hørt om"),
    Known.HEARD: N_("hørt om, ikke vært i kontakt"),
    Known.CONTACT: N_("vært i kontakt"),
    Known.USED: N_("brukt"),
}


@dataclass(frozen=True)
class Has:
    """Somebody who has a competence, and the last day she is here with it (open when nothing is known to end)."""

    who: str
    last: date | None = None


@dataclass(frozen=True)
class Standing:
    """How a need stands: how many are needed, who has it, and from which day there are too few."""

    needed: int
    has: tuple[Has, ...]
    short_from: date | None
    left_then: int

    @property
    def is_short(self) -> bool:
        """There are too few already."""
        return len(self.has) < self.needed


def standing(needed: int, has: Iterable[Has], *, on: date) -> Standing:
    """Who has it today, and the first day there are fewer than needed: today, or the day after somebody's last."""
    here: Sequence[Has] = sorted((one for one in has if one.last is None or one.last >= on), key=lambda one: one.who)
    if len(here) < needed:
        return Standing(needed, tuple(here), on, len(here))
    for last in sorted({one.last for one in here if one.last}):
        left = sum(one.last is None or one.last > last for one in here)
        if left < needed:
            return Standing(needed, tuple(here), last + timedelta(days=1), left)
    return Standing(needed, tuple(here), None, len(here))


def named_faults(key: str, name: str) -> Iterable[Fault]:
    """One of those we know, or the municipality's own by name; not both and not neither."""
    if key and key not in COMPETENCE_NAMES:
        yield Fault("key", N_("Velg en kompetanse."))
    if bool(key) == bool(name.strip()):
        yield Fault("name", N_("Velg en kompetanse, eller skriv en egen."))
