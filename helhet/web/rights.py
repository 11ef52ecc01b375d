"""What the law gives her, in plain words with the law's own name under: the page of her rights."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helhet.access.deciding import Band
from helhet.access.say import say_of
from helhet.organisation.rules import N_


@dataclass(frozen=True)
class Right:
    """One right: its name, what it means for her, and where it stands."""

    name: str
    words: str
    law: str


RIGHTS = (
    Right(
        N_("Å være med og bestemme"),
        N_("Du skal være med på å velge hjelpen og lage planen. Det du mener, skal veie tungt."),
        N_("pasient- og brukerrettighetsloven § 3-1"),
    ),
    Right(
        N_("En plan som er din"),
        N_("Trenger du hjelp lenge og fra flere, har du rett til en individuell plan. Den lages bare hvis du vil."),
        N_("pasient- og brukerrettighetsloven § 2-5, helse- og omsorgstjenesteloven § 7-1"),
    ),
    Right(
        N_("En koordinator"),
        N_("Trenger du hjelp lenge og fra flere, skal du få tilbud om en koordinator, også uten plan."),
        N_("helse- og omsorgstjenesteloven § 7-2"),
    ),
    Right(
        N_("Å se det som er skrevet"),
        N_("Du kan lese journalen din og få en kopi gratis. Du får forklart det du ikke forstår."),
        N_("pasient- og brukerrettighetsloven § 5-1"),
    ),
    Right(
        N_("Å få feil rettet"),
        N_("Er noe feil, mangler noe, eller hører det ikke hjemme der, kan du be om at det rettes eller slettes."),
        N_("pasient- og brukerrettighetsloven § 5-2, helsepersonelloven §§ 42 og 43"),
    ),
    Right(
        N_("Å vite hvem som har sett"),
        N_("Du kan se hvem som har åpnet noe om deg, når og hvorfor, og spørre om det."),
        N_("pasientjournalloven § 22 a, pasientjournalforskriften § 14"),
    ),
    Right(
        N_("Å si nei til deling"),
        N_("Du kan si nei til at noen ser noe om deg. Bare svært viktige grunner kan gå foran, og da får du vite det."),
        N_("pasient- og brukerrettighetsloven § 5-3, pasientjournalloven § 17"),
    ),
    Right(
        N_("Å ha med deg noen"),
        N_("Du kan ha med en du selv velger, til møter og samtaler."),
        N_("pasient- og brukerrettighetsloven § 3-1"),
    ),
    Right(
        N_("Å klage"),
        N_("Er du ikke fornøyd med et vedtak eller med hjelpen, kan du klage. Fristen står i vedtaket. Vi hjelper deg å skrive."),
        N_("pasient- og brukerrettighetsloven kapittel 7, forvaltningsloven § 29"),
    ),
)


# For who is not eighteen yet, before the others.
YOUNG = (
    Right(
        N_("Å bli hørt når du er ung"),
        N_("Du skal få vite det som angår deg, på en måte du forstår, og si hva du mener. Fra du er 12 år skal det telle mye."),
        N_("pasient- og brukerrettighetsloven §§ 3-1 og 4-4"),
    ),
    Right(
        N_("Å fortelle noe uten at foreldrene dine får vite det"),
        N_("Fra du er 12 år kan du be om det, når du har en god grunn. Fra du er 16 år bestemmer du selv. Noe må de likevel få vite "
           "for å ta vare på deg, til du fyller 18 år. Da får du vite at vi har sagt det."),
        N_("pasient- og brukerrettighetsloven §§ 3-4 og 4-3"),
    ),
)  # fmt: skip


def rights(request: HttpRequest) -> HttpResponse:
    """The law behind her rights, in plain words."""
    young = request.actor.kind == "person" and say_of(request.actor.person_id, by=request.actor).age != Band.GROWN
    return render(request, "day/rights.html", {"place": "day", "rights": (*YOUNG, *RIGHTS) if young else RIGHTS})
