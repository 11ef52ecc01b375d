"""The same duties as inspectors and auditors group them: the six themes of the national ROP inspection, and the questions auditors ask.

A theme is a list of criteria and nothing more: no duty is said twice (the inspection of 2017 and 2018, and what municipal auditors found).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from helhet.organisation.rules import N_

from .rules import Criterion


class View(StrEnum):
    """Who groups them so."""

    ROP = "rop"
    QUESTIONS = "questions"


VIEW_NAMES = {
    View.ROP: N_("Landsomfattende tilsyn med tjenester til personer med rus og psykisk lidelse"),
    View.QUESTIONS: N_("Spørsmålene en forvaltningsrevisjon stiller"),
}


@dataclass(frozen=True)
class Theme:
    """One theme or question, and the ids of the criteria that answer it."""

    key: str
    view: View
    title: str
    criteria: tuple[str, ...]

    def of(self, criteria: Iterable[Criterion]) -> list[Criterion]:
        """Those of the criteria that belong to it, in their own order."""
        return [one for one in criteria if one.id in self.criteria]


THEMES = (
    Theme(
        "cooperation", View.ROP, N_("Samarbeid over tid mellom enheter, fastlege og spesialisthelsetjenesten"),
        ("IP-4", "IP-5", "IP-6", "IP-13", "IP-13a", "IP-13b", "KO-5", "UT-1", "UT-2", "UT-3", "UT-4", "UT-5", "VE-10",
         "AV-2a", "AV-2b", "LM-1"),
    ),
    Theme("whole", View.ROP, N_("Kunnskap om hele situasjonen og behovene"), ("IP-3", "IP-8", "IP-12", "PÅ-1", "LM-2", "BM-2", "DO-1")),
    Theme("coordinated", View.ROP, N_("Tjenestene er samordnet"), ("IP-1", "IP-4", "IP-7", "IP-14", "KO-1", "KO-2", "KO-4", "KO-6")),
    Theme(
        "fitting", View.ROP, N_("Tjenester som passer den enkelte, for både psykisk helse og rus"),
        ("IP-8", "IP-9", "IP-7b", "VE-1", "VE-1a", "VE-2", "VE-9", "IP-17"),
    ),
    # What was found is followed up in the plan's goals, and nothing tells those of bodily health from the others.
    Theme("physical", View.ROP, N_("Fysisk helse er kartlagt og fulgt opp"), ("LM-2", "IP-7b")),
    Theme("home", View.ROP, N_("Hjelp til å mestre livet i egen bolig"), ("BO-1", "BO-2", "LM-1", "VE-2")),
    Theme("part", View.ROP, N_("Brukeren er med"), ("IP-2", "BM-1", "BM-2", "BM-3", "AV-1a", "SA-1", "SA-3", "IN-1")),
    Theme(
        "offered", View.QUESTIONS, N_("Får de som har rett til det, tilbud om plan og koordinator?"),
        ("IP-1", "IP-2", "KO-1", "KO-3", "KO-4", "KO-4a", "KO-4b"),
    ),
    Theme(
        "evaluated", View.QUESTIONS, N_("Er målene konkrete, og ser noen på hvordan det går?"), ("IP-7", "IP-7a", "IP-7b", "IP-8", "KO-2")
    ),
    Theme(
        "others", View.QUESTIONS, N_("Virker samarbeidet med NAV, sykehus og fastleger?"),
        ("IP-5", "IP-6", "IP-13", "IP-13a", "IP-13b", "IP-14", "UT-1", "UT-2", "UT-3", "UT-4", "UT-5", "KO-5", "VE-10"),
    ),
    Theme("agreed", View.QUESTIONS, N_("Blir avtalene fulgt opp?"), ("AV-1", "AV-1a", "AV-2", "AV-2a", "AV-2b", "AV-3")),
    Theme(
        "managed", View.QUESTIONS, N_("Vet kommunen hvor det svikter, og har de ansatte kompetansen?"),
        ("LE-1", "LE-3", "LE-3a", "LE-3b", "BM-3", "KO-4b", "LO-1", "LO-1a", "LO-2"),
    ),
    Theme(
        "decided", View.QUESTIONS, N_("Får personen vedtak, beskjed og behandlet klage slik loven sier?"),
        ("VE-1", "VE-1a", "VE-2", "VE-3", "VE-3a", "VE-3b", "VE-5a", "VE-5", "VE-5b", "VE-11", "BM-1", "BO-2", "IN-1"),
    ),
    Theme(
        "near", View.QUESTIONS, N_("Blir barn og pårørende sett?"),
        ("PÅ-1", "PÅ-1a", "PÅ-2", "PÅ-3", "PÅ-4", "PÅ-4a", "PÅ-6", "SA-3"),
    ),
    Theme(
        "kept", View.QUESTIONS, N_("Er det som er skrevet riktig, og bare for dem som skal se det?"),
        ("DO-1", "DO-2", "DO-3", "TS-3", "TS-4", "LO-1", "LO-1a", "LO-2"),
    ),
    Theme(
        "coercion", View.QUESTIONS, N_("Er tap av beslutningskompetanse og tvang avgjort og sett på i tide?"),
        ("SA-1", "TV-1", "TV-1a", "TV-1b")
    ),
    Theme("homes", View.QUESTIONS, N_("Er det boliger nok til dem som trenger dem?"), ("BO-1", "BO-2")),
)  # fmt: skip


def of_view(view: View) -> list[Theme]:
    """The themes of one view, in order."""
    return [theme for theme in THEMES if theme.view == view]
