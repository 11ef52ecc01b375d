"""The paragraphs that criteria stand on, by the key they are cited with: the law's full name, and from when it says what it says.

As read on 2 July 2026. `since` is there only where the reading says when the paragraph came: without it, it was the law
throughout what this product can judge, as far as we know.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from helhet.organisation.rules import N_

READ_ON = date(2026, 7, 2)

LAWS = {
    "hol": N_("helse- og omsorgstjenesteloven"),
    "pbrl": N_("pasient- og brukerrettighetsloven"),
    "hpl": N_("helsepersonelloven"),
    "sphl": N_("spesialisthelsetjenesteloven"),
    "pjl": N_("pasientjournalloven"),
    "fvl": N_("forvaltningsloven"),
    "sotjl": N_("sosialtjenesteloven"),
    "NAV-l": N_("NAV-loven"),
    "bvl": N_("barnevernsloven"),
    "bosl": N_("boligsosialloven"),
    "koml": N_("kommuneloven"),
    "LKF": N_("forskrift om ledelse og kvalitetsforbedring i helse- og omsorgstjenesten"),
    "eFF": N_("eForvaltningsforskriften"),
    "F1393": N_("forskrift 16. desember 2011 nr. 1393"),
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
        Paragraph("hol", "3-1"),
        Paragraph("hol", "3-10"),
        Paragraph("hol", "6-1", since=date(2012, 1, 1)),
        Paragraph("hol", "6-2", since=date(2012, 1, 1)),
        Paragraph("hol", "6-5", since=date(2012, 1, 1)),
        Paragraph("hol", "7-3"),
        Paragraph("hol", "12-3 a", since=date(2026, 7, 1)),
        Paragraph("koml", "20-2", since=date(2019, 10, 1)),
        Paragraph("koml", "20-4", since=date(2019, 10, 1)),
        Paragraph("LKF", "6", since=date(2017, 1, 1)),
        Paragraph("LKF", "7", since=date(2017, 1, 1)),
        Paragraph("LKF", "8", since=date(2017, 1, 1)),
        Paragraph("bosl", "5", since=date(2023, 7, 1)),
        Paragraph("HRK", "6"),
        Paragraph("hol", "7-1"),
        Paragraph("hol", "7-2"),
        Paragraph("hol", "7-2 a"),
        Paragraph("hol", "3-4"),
        Paragraph("hol", "3-6"),
        Paragraph("hol", "10-1"),
        Paragraph("hol", "10-2"),
        Paragraph("hol", "10-3"),
        Paragraph("pbrl", "1-3"),
        Paragraph("pbrl", "2-2 a"),
        Paragraph("pbrl", "2-5"),
        Paragraph("pbrl", "2-5 b"),
        Paragraph("pbrl", "2-5 c"),
        Paragraph("pbrl", "2-7"),
        Paragraph("pbrl", "2-8"),
        Paragraph("pbrl", "3-1"),
        Paragraph("pbrl", "3-2"),
        Paragraph("pbrl", "3-5"),
        # «Beslutningskompetanse» since lov-2025-06-20-67; how the older words asked it is not read.
        Paragraph("pbrl", "4-3", since=date(2026, 6, 1)),
        Paragraph("pbrl", "5-1"),
        Paragraph("pbrl", "5-3"),
        Paragraph("pbrl", "7-5"),
        Paragraph("hpl", "4"),
        Paragraph("hpl", "10 a"),
        Paragraph("hpl", "10 b"),
        Paragraph("hpl", "22"),
        # Sharing that rests on no objection, since lov-2026-01-23-1.
        Paragraph("hpl", "29", since=date(2026, 7, 1)),
        Paragraph("hpl", "33"),
        Paragraph("hpl", "38 a"),
        Paragraph("hpl", "28", since=date(2026, 7, 1)),
        Paragraph("hpl", "39"),
        Paragraph("hpl", "40"),
        Paragraph("hpl", "42"),
        Paragraph("sphl", "2-5 a"),
        Paragraph("sphl", "2-5 c"),
        Paragraph("pjl", "17"),
        Paragraph("pjl", "18"),
        Paragraph("pjl", "22"),
        Paragraph("fvl", "11"),
        Paragraph("fvl", "11 a"),
        Paragraph("fvl", "11 d"),
        Paragraph("fvl", "25"),
        Paragraph("fvl", "27"),
        Paragraph("fvl", "29"),
        Paragraph("fvl", "33"),
        Paragraph("sotjl", "28"),
        Paragraph("sotjl", "33"),
        Paragraph("NAV-l", "15"),
        # The reading gives the acts' own dates only; when they came into force is general knowledge.
        Paragraph("bvl", "13-2", since=date(2023, 1, 1)),
        Paragraph("bvl", "13-3", since=date(2023, 1, 1)),
        Paragraph("bosl", "6", since=date(2023, 7, 1)),
        Paragraph("bosl", "7", since=date(2023, 7, 1)),
        Paragraph("eFF", "8"),
        Paragraph("F1393", "2"),
        # In force with forskrift-2022-06-22-1110; what the older regulation asked is not read.
        Paragraph("IPF", "4", since=date(2022, 8, 1)),
        Paragraph("IPF", "5", since=date(2022, 8, 1)),
        Paragraph("IPF", "6", since=date(2022, 8, 1)),
        Paragraph("IPF", "7", since=date(2022, 8, 1)),
        Paragraph("IPF", "8", since=date(2022, 8, 1)),
        Paragraph("IPF", "9", since=date(2022, 8, 1)),
        Paragraph("HRK", "16", since=date(2022, 8, 1)),
        # For psykisk helsevern and TSB.
        Paragraph("UKP", "8", since=date(2019, 1, 1)),
        Paragraph("UKP", "9", since=date(2019, 1, 1)),
        Paragraph("UKP", "11", since=date(2019, 1, 1)),
        Paragraph("UKP", "12", since=date(2019, 1, 1)),
        Paragraph("UKP", "13", since=date(2019, 1, 1)),
        Paragraph("PJF", "11"),
        Paragraph("PJF", "13"),
        Paragraph("PJF", "15"),
        Paragraph("FLF", "26", since=date(2026, 1, 1)),
        Paragraph("agreed", ""),
    )
}


def cited(basis: Iterable[str], say: Callable[[str], str] = str) -> list[str]:
    """Each paragraph by its law's full name, in bokmål unless `say` translates."""
    found = [PARAGRAPHS[key] for key in basis]
    return [f"{say(LAWS[one.law])} § {one.section}" if one.section else say(LAWS[one.law]) for one in found]
