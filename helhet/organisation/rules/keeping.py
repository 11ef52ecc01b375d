"""What must hold of a unit, a partner, a telephone and its hours before it is written: every fault at once."""

import re
from collections.abc import Iterable
from datetime import date, time

from stdnum.no import orgnr

from . import N_, Fault, LegalForm

# What a co-operation of this form may do about one resident's case.
LEGAL_FORM_MAY = {
    LegalForm.HOST: N_("Vertskommunen kan gjøre vedtak for de andre når de har gitt den myndighet (kommuneloven § 20-2)."),
    LegalForm.COUNCIL: N_("Rådet kan samordne, men ikke gjøre vedtak om enkeltpersoner (kommuneloven § 18-1)."),
    LegalForm.TASKS: N_("Fellesskapet kan løse felles oppgaver, men ikke gjøre vedtak om enkeltpersoner (kommuneloven § 19-1)."),
    LegalForm.AGREEMENT: N_("Hver kommune gjør sine egne vedtak."),
}


def read_telephone(text: str) -> str | Fault:
    """A number as it is dialled: eight digits (or three to six for short numbers), a foreign one with its plus sign."""
    digits = re.sub(r"[\s().\-]", "", text)
    digits = re.sub(r"^(\+47|0047)", "", digits)
    if not digits or re.fullmatch(r"[0-9]{8}|[0-9]{3,6}|\+[0-9]{6,15}", digits):
        return digits
    return Fault("telephone", N_("Et norsk telefonnummer har åtte sifre. Utenlandske begynner med +."))


def email_faults(email: str) -> Iterable[Fault]:
    """An e-mail address; may be empty."""
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        yield Fault("email", N_("Dette er ikke en e-postadresse."))


def staff_faults(*, name: str, title: str, telephone: str, email: str, hpr_number: str, is_known: bool) -> Iterable[Fault]:
    """Somebody who begins to work here; of one who works here already, only the name is asked."""
    yield from name_faults({"name": name, "title": title}, "name", *(() if is_known else ("title",)))
    number = read_telephone(telephone)
    if isinstance(number, Fault):
        yield number
    yield from email_faults(email)
    yield from number_faults(hpr_number=hpr_number)


def number_faults(*, her_id: str = "", organisation_number: str = "", hpr_number: str = "") -> Iterable[Fault]:
    """Numbers that name an organisation or a worker in the national registers; all may be empty."""
    if her_id and not re.fullmatch(r"\d{3,9}", her_id):
        yield Fault("her_id", N_("En HER-id er bare sifre, som regel fem til sju."))
    if organisation_number and not orgnr.is_valid(organisation_number):
        yield Fault("organisation_number", N_("Dette er ikke et organisasjonsnummer. Det har ni sifre. Sjekk tallene."))
    if hpr_number and not re.fullmatch(r"\d{1,9}", hpr_number):
        yield Fault("hpr_number", N_("Et HPR-nummer er bare sifre."))


def name_faults(fields: dict[str, str], *needed: str) -> Iterable[Fault]:
    """The fields that somebody must have written something in."""
    for field in needed:
        if not fields.get(field, "").strip():
            yield Fault(field, N_("Dette må fylles ut."))


def hours_faults(weekdays: Iterable[int], opens: time | None, closes: time | None, *, weeks: int, first: date | None) -> Iterable[Fault]:
    """One line of hours. From and to alike means day and night."""
    days = set(weekdays)
    if not days:
        yield Fault("weekdays", N_("Velg minst én dag."))
    if opens is None:
        yield Fault("opens", N_("Skriv når det åpner. Døgnet rundt er 00.00 til 00.00."))
    if closes is None:
        yield Fault("closes", N_("Skriv når det stenger. Døgnet rundt er 00.00 til 00.00."))
    if weeks > 1 and first is None:
        yield Fault("first", N_("Skriv en dag det er åpent, så vet vi hvilke uker det gjelder."))
    if weeks > 1 and first and days and first.weekday() not in days:
        yield Fault("first", N_("Denne dagen er ikke en av ukedagene du har valgt."))
