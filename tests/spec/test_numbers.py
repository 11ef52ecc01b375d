"""Who is who.

Numbers a person is known by, and when two records may be one person's. All numbers here are synthetic (month + 80).
"""

from datetime import date

from helhet.organisation.rules import Fault
from helhet.people import rules
from tests.drawn import day, drawn


@drawn
def test_a_number_is_read_as_it_is_typed(typed: str, kind: str, born: str) -> None:
    """Spaces and dots are forgiven.

    | typed | kind | born |
    | --- | --- | --- |
    | 14839210001 | fnr | 1992-03-14 |
    | 148392 10001 | fnr | 1992-03-14 |
    | 14.83.92 10001 | fnr | 1992-03-14 |
    | 14830550071 | fnr | 2005-03-14 |
    | 54839210186 | dnr | 1992-03-14 |
    | 202011223344 | duf | – |
    """
    found = rules.read_identifier(typed)
    assert not isinstance(found, Fault)
    assert (found.kind, found.born) == (kind, day(born))


@drawn
def test_a_number_that_cannot_be_right_is_refused_with_what_to_look_for(typed: str, said: str) -> None:
    """The sentence is the one the page shows.

    | typed | said |
    | --- | --- |
    | 14839210010 | Kontrollsifrene i fødselsnummeret stemmer ikke. Se etter om to sifre er byttet om. |
    | 1483921000 | Et fødselsnummer har elleve sifre. Dette har 10. |
    | 14839210001x | Et personnummer har bare sifre. Sjekk «14839210001x». |
    """
    assert str(rules.read_identifier(typed)) == said


@drawn
def test_a_birth_date_is_read_in_any_norwegian_way(typed: str, born: str) -> None:
    """Read on 2026-11-10. Two digits of a year mean the last hundred years.

    | typed | born |
    | --- | --- |
    | 14.03.1992 | 1992-03-14 |
    | 14.3.92 | 1992-03-14 |
    | 14/3-1992 | 1992-03-14 |
    | 140392 | 1992-03-14 |
    | 1992-03-14 | 1992-03-14 |
    | 1.1.27 | 1927-01-01 |
    | 31.02.1992 | – |
    | 11.11.2026 | – |
    | 14.03.0000 | – |
    | 14.03.0092 | – |
    | 0000-03-14 | – |
    """
    found = rules.read_birth(typed, on=date(2026, 11, 10))
    assert (None if isinstance(found, Fault) else found) == day(born)


@drawn
def test_two_records_may_be_one_person(one: str, other: str, why: str) -> None:
    """Name, birth date and telephone. A name alone is never enough.

    | one | other | why |
    | --- | --- | --- |
    | Even Lien, 1992-03-14, – | Even Lien, 1992-03-14, – | samme navn og fødselsdato |
    | Anne-Lise Vik, 1980-01-02, – | anne lise vik, 1980-01-02, – | samme navn og fødselsdato |
    | Even Lien, 1992-03-14, – | Siri Lien, 1992-03-14, – | samme etternavn og fødselsdato |
    | Even Lien, –, 40000138 | Even Lien, –, 40000138 | samme navn og telefon |
    | Even Lien, –, – | Even Lien, –, – | – |
    | Even Lien, 1992-03-14, – | Even Moe, 1992-03-14, – | – |
    """
    assert (", ".join(rules.alike(_facts(one), _facts(other))) or "–") == why


def _facts(cell: str) -> tuple[str, str, date | None, str]:
    name, born, telephone = cell.split(", ")
    given, _, family = name.rpartition(" ")
    return given, family, day(born), telephone.replace("–", "")
