"""The paragraphs that criteria stand on, by the key they are cited with: the law's full name, and from when it says what it says.

As read on 2 July 2026. `since` is there only where the reading says when the paragraph came: without it, it was the law
throughout what this product can judge, as far as we know.
"""

from dataclasses import dataclass
from datetime import date

from helhet.organisation.rules import N_

READ_ON = date(2026, 7, 2)

LAWS = {
    "hol": N_("helse- og omsorgstjenesteloven"),
    "pbrl": N_("pasient- og brukerrettighetsloven"),
    "hpl": N_("helsepersonelloven"),
    "pjl": N_("pasientjournalloven"),
    "fvl": N_("forvaltningsloven"),
    "IPF": N_("forskrift om individuell plan"),
    "HRK": N_("forskrift om habilitering, rehabilitering og koordinator"),
    "UKP": N_("utskrivningsklarforskriften"),
    "PJF": N_("pasientjournalforskriften"),
    "FLF": N_("fastlegeforskriften"),
    "agreed": N_("nasjonal veileder for psykisk helse- og rusarbeid"),
}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a law, from the day it says this to the last day it does."""

    law: str
    section: str
    since: date | None = None
    until: date | None = None

    @property
    def key(self) -> str:
        """As it is cited: «hol § 7-1»."""
        return f"{self.law} § {self.section}" if self.section else self.law


PARAGRAPHS: dict[str, Paragraph] = {
    one.key: one
    for one in (
        Paragraph("hol", "7-1"),
        Paragraph("hol", "7-2"),
        Paragraph("hol", "7-2 a"),
        Paragraph("hol", "3-6"),
        Paragraph("pbrl", "1-3"),
        Paragraph("pbrl", "2-5"),
        Paragraph("pbrl", "2-5 b"),
        Paragraph("pbrl", "2-5 c"),
        Paragraph("pbrl", "2-7"),
        Paragraph("pbrl", "2-8"),
        Paragraph("pbrl", "3-1"),
        Paragraph("hpl", "10 a"),
        Paragraph("hpl", "10 b"),
        Paragraph("hpl", "22"),
        Paragraph("hpl", "28", since=date(2026, 7, 1)),
        Paragraph("hpl", "39"),
        Paragraph("hpl", "40"),
        Paragraph("pjl", "22"),
        Paragraph("fvl", "11 a"),
        Paragraph("fvl", "25"),
        Paragraph("fvl", "27"),
        Paragraph("fvl", "33"),
        # In force with forskrift-2022-06-22-1110; what the older regulation asked is not read.
        Paragraph("IPF", "4", since=date(2022, 8, 1)),
        Paragraph("IPF", "5", since=date(2022, 8, 1)),
        Paragraph("IPF", "7", since=date(2022, 8, 1)),
        Paragraph("IPF", "9", since=date(2022, 8, 1)),
        Paragraph("HRK", "16", since=date(2022, 8, 1)),
        # For psykisk helsevern and TSB.
        Paragraph("UKP", "8", since=date(2019, 1, 1)),
        Paragraph("UKP", "11", since=date(2019, 1, 1)),
        Paragraph("UKP", "12", since=date(2019, 1, 1)),
        Paragraph("PJF", "13"),
        Paragraph("FLF", "26", since=date(2026, 1, 1)),
        Paragraph("agreed", ""),
    )
}
