"""Evje og Hornnes: Mona, whose record was opened one night; Anne-Lise, written down twice; Hodan, who gave one name."""

from typing import Any

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.cases import actions as cases
from helhet.demo.identity import help_number, national_number
from helhet.demo.tale import Tale
from helhet.demo.telling import Teller
from helhet.people import actions as people
from helhet.plans import queries as plans

_VISITS = (("home_visit", "Så på boka sammen"), ("telephone", "Om søvnen"))


def mona(teller: Teller) -> Any:
    """Mona Strand, thirty-seven: has stopped her medicine; two children; closed her record to Jan, who had to open it one night."""
    tale, days = Tale(teller, "marit"), teller.days
    number = national_number(days.aged(37, 2, 6), male=False, serial=37)
    enquiry = tale.asks(
        "Mona Strand", "Jeg trenger noen som kjenner meg når det snur fort.", days.worked(600), "marit", "marit", municipality="evje",
        born=number, telephone="400 00 158", children="yes",
    )  # fmt: skip
    reason = "Store svingninger over mange år, to barn hjemme. Faste besøk og kriseplan trengs."
    tale.is_helped(596, enquiry, "Oppfølging i hjemmet", 3, reason=reason, reply="Marit kommer hjem til deg på torsdag.")
    tale.needs(590, ("mental", "Noen som merker når det snur"), ("children", "Barna skal vite hvem de kan ringe"))
    tale.is_offered(590, "yes", "plan", "coordinator", how="Muntlig, hjemme")
    tale.gets_coordinator(590)
    tale.has_children(588, ("Live", "datter", 12, "Mona"), ("Odin", "sønn", 8, "Mona"))
    tale.has_around(580, "wenche")
    tale.is_seen(570, 305, 28, *_VISITS)
    goal = _mona_plans(tale)
    closed = tale.by(290)
    access.object_to(tale.person.pk, staff=teller.house.staff["jan"], words="Vi gikk i klasse sammen.", by=closed)
    tale.evaluates(245, goal, 1, "Jeg sa fra på dag to.")
    tale.is_asked_again(230, "yes")
    _opened_at_night(tale, number)
    for past, words in ((160, "Boka ligger på nattbordet."), (100, "Som før."), (45, "Greit nok.")):
        tale.evaluates(past, goal, 0, words)
        tale.is_seen(past - 6, past - 24, 7, *_VISITS)
    tale.lives(days.worked(20), "8 5 5 6 4 8 6 6", mental="Jeg kjenner at det går fort nå")
    note = (
        "Mona har sluttet med medisinen fordi den gjør henne tung. Hun sover fire timer, og sier at hun har det godt. "
        "Vi ringte fastlegen sammen. Hun vil ha besøk igjen på fredag."
    )
    tale.meets(days.worked(5, 12), "home_visit", "Har sluttet med medisinen", note, heading="Hjemmebesøk")
    return tale.person


def _mona_plans(tale: Tale) -> Any:
    tale.plans(300, "Skriftlig", main_responsible="Psykisk helse og rus, Evje og Hornnes", until=65, review_on=12,
               strengths="Lager mat til hele gata. Kjenner tegnene sine.", relatives_asked="asked",
               relatives_contribute="Mor tar barna når Mona sier fra.", cooperation_wanted="Fastlegen og Marit.")  # fmt: skip
    goal = tale.wants(300, "Kjenne igjen når det begynner å gå for fort.", "Tidlige varselstegn og mestringsplan.", "mental", importance=5)
    tale.does(300, goal, "she", "Skrive søvn og humør i boka", "To minutter om kvelden", "hver dag")
    tale.does(300, goal, "marit", "Hjemmebesøk", "Ser på boka sammen", "hver uke")
    tale.when_hard(
        300,
        {
            "green sign": "Jeg sover sju timer.", "yellow sign": "Jeg handler for mye og sover for lite.",
            "yellow helps": "At Marit kommer, og at mor får barna", "red sign": "Jeg sover ikke, og alt gir mening.",
            "red helps": "Akutteamet, og at Wenche er med",
        },
        {"yellow": ("Marit Hornnes, koordinator", "400 00 105"), "red": ("Ambulant akutteam", "400 00 175")},
    )  # fmt: skip
    tale.settles(300)
    return goal


def _opened_at_night(tale: Tale, number: str) -> None:
    """One night in spring Jan had to open it, with his reason; Marit looked through it, and Mona can read both."""
    teller, days = tale.teller, tale.days
    night = days.ago(190, 23, 40)
    reason = "Legevakten ringer: Mona er ute i snøen uten sko og svarer ikke på spørsmål. Trenger kriseplanen nå."
    people.emergency(number=number, reason=reason, by=teller.by("jan", night))
    opening = teller.opening("jan", night, "crisis")
    plans.open_crisis(opening, tale.person.pk)
    opening.seal()
    morning = days.worked(188, 9)
    opening = teller.opening("marit", morning, "emergency")
    relation = access_queries.emergencies_of(opening, tale.person.pk)[0]
    opening.seal()
    words = "Grunnen var god nok. Jan leste kriseplanen og ingenting annet. Mona har fått vite om det."
    access.review_emergency(relation, words=words, by=teller.by("marit", morning))


def anne_lise(teller: Teller) -> Any:
    """Anne-Lise Vik: written down by Jan in spring, and again last week by Marit without the hyphen. Nobody has joined the two."""
    tale, days = Tale(teller, "jan"), teller.days
    born = days.aged(52, 9, 17)
    enquiry = tale.asks(
        "Anne-Lise Vik", "Jeg er sliten av å passe på alle andre.", days.worked(160), "jan", "jan", municipality="evje",
        born=national_number(born, male=False, serial=52), telephone="400 00 163",
    )  # fmt: skip
    reason = "Utslitt, i jobb. Korte samtaler og pårørendekurs."
    tale.is_helped(157, enquiry, "Korte samtaler", 1, reason=reason, reply="Du får time på tirsdag.")
    tale.has_children(150)
    tale.lives(days.worked(145), "8 7 7 5 4 9 6 5")
    tale.asks(
        "Anne Lise Vik", "Jeg ble anbefalt å ringe igjen. Det er mor som er syk nå.", days.worked(5, 11), "marit", "marit",
        municipality="evje", born=f"{born:%d.%m.%Y}", telephone="400 00 163", from_whom="gp",
    )  # fmt: skip
    return tale.person


def hodan(teller: Teller) -> Any:
    """Hodan, who gave one name and has a hjelpenummer: newly come, and answered that an interpreter is ordered."""
    tale, days = Tale(teller, "jan"), teller.days
    enquiry = tale.asks(
        "Hodan", "Jeg er redd om natten. Jeg vet ikke hvem jeg kan spørre.", days.worked(12), "jan", "jan", municipality="evje",
        born=help_number(serial=7), telephone="400 00 164", interpreter="somali", channel="visit",
    )  # fmt: skip
    text = "Vi har bestilt tolk. Jan kommer sammen med tolken neste uke."
    cases.reply(
        enquiry, kind="preliminary", text=text, expected_on=days.coming(6).date(), delay_reason="Tolk på somali er først ledig da.",
        by=tale.by(8),
    )  # fmt: skip
    return tale.person
