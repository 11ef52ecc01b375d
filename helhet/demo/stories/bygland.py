"""The others in Bygland whom Ingunn meets in a morning: one who cannot take more, and one on his way home."""

from datetime import timedelta
from typing import Any

from helhet.demo.days import at
from helhet.demo.identity import national_number
from helhet.demo.tale import Tale
from helhet.demo.telling import Teller, hospital_says, maps
from helhet.handover import actions as handover
from helhet.handover.rules import Kind

SERVICE = "Psykisk helse og rus, Bygland"
_VISITS = (("home_visit", "Kaffe, posten og en runde med Tyra"), ("home_visit", "Handlet sammen, så hjem til Tyra"),
           ("telephone", "Ringte for å høre hvordan natten var"))  # fmt: skip


def jonas(teller: Teller) -> Any:
    """Jonas Bakke, twenty-nine: wrote late last night that he cannot take much more."""
    tale, days = Tale(teller, "ingunn"), teller.days
    enquiry = tale.asks(
        "Jonas Bakke", "Jeg sluttet på skolen og ble sittende. Jeg vil komme i gang.", days.worked(400), "kari", "ingunn",
        municipality="bygland", born=national_number(days.aged(29, 6, 12), male=True, serial=31), telephone="400 00 131",
    )  # fmt: skip
    reason = "Korte samtaler er prøvd. Nedstemt i over to år, bor alene, har falt ut av arbeid."
    tale.is_helped(396, enquiry, "Samtaler hos psykolog", 2, reason=reason)
    tale.has_children(392)
    tale.needs(390, ("activity", "Trenger noe å stå opp til"), ("mental", "Trenger samtaler over tid"))
    tale.is_offered(390, "yes", "plan", "coordinator", how="Muntlig, på kontoret")
    tale.gets_coordinator(390)
    tale.has_around(388, "hanne")
    tale.lives(days.worked(385), "7 2 4 6 3 8 3 3")
    work = _jonas_plans(tale)
    tale.lives(days.worked(47), "7 4 4 6 4 8 4 4", mental="Bedre om dagen enn om natten")
    tale.evaluates(48, work, 0, "Går sakte, men går.")
    tale.is_asked_again(33)
    tale.meets(days.worked(14, 13), "talk", "Verkstedet, og mørket om ettermiddagen",
               "Jonas er på verkstedet på onsdager. Sover lenge etterpå. Vil prøve lampe om morgenen.", heading="Samtale")  # fmt: skip
    maps(teller, tale.person, {"now": 6}, at=days.ago(8, 20, 15), by="jonas", answered_by="person", instrument="stigen")
    late = days.ago(1, 21, 40)
    maps(teller, tale.person, {"now": 2}, at=late, by="jonas", answered_by="person", instrument="stigen")
    tale.evaluates(1, work, -2, "Orker ikke så mye mer. Alt står stille.", by="jonas", at=late)
    return tale.person


def _jonas_plans(tale: Tale) -> Any:
    tale.is_near(212, "Grete Bakke", "mor", "400 00 132", "at det er kontakt")
    tale.plans(210, "Muntlig", main_responsible=SERVICE, until=155, review_on=40, strengths="Flink med motor. Hjelper naboen med ved.",
               relatives_asked="none")  # fmt: skip
    work = tale.wants(210, "Komme i gang på verkstedet, litt om gangen.", "Gradvis retur til arbeid.", "activity")
    tale.does(210, work, "she", "Verkstedet på onsdager", "Ingunn kjører den første måneden", "én dag i uken")
    tale.when_hard(
        210,
        {
            "green sign": "Jeg er på verkstedet på onsdager.", "green helps": "Å vite hva dagen er til",
            "yellow sign": "Jeg ligger til middag. Jeg svarer kort.", "yellow helps": "At Ingunn ringer, ikke sender melding",
            "red sign": "Jeg skriver at jeg ikke orker mer.", "red helps": "At noen blir til det har roet seg. Mor kan komme.",
        },
        {"yellow": ("Ingunn Austad, koordinator", "400 00 101"), "red mor": ("Mor", "400 00 132"),
         "red akutt": ("Ambulant akutteam", "400 00 175")},
    )  # fmt: skip
    tale.settles(210)
    tale.gets_in(209, "jonas")
    tale.evaluates(150, work, 0, "Var der to onsdager.")
    tale.evaluates(95, work, 1, "Fire på rad. Sjefen var grei.")
    return work


def odd_arne(teller: Teller) -> Any:
    """Odd Arne Lauvdal, fifty-seven: ready to come home this morning, and nobody has answered the hospital."""
    tale, days = Tale(teller, "ingunn"), teller.days
    number = national_number(days.aged(57, 9, 3), male=True, serial=43)
    enquiry = tale.asks(
        "Odd Arne Lauvdal", "Jeg har vært langt nede før, og nå kjenner jeg at det kommer igjen.", days.worked(900), "kari", "ingunn",
        municipality="bygland", born=number, telephone="400 00 143",
    )  # fmt: skip
    reason = "To innleggelser siste tre år. Bor alene med hund. Samtaler på kontoret er ikke nok."
    tale.is_helped(896, enquiry, "Oppfølging i hjemmet", 3, reason=reason)
    tale.has_children(893)
    tale.needs(890, ("mental", "Noen som merker når det snur"), ("network", "Er mye alene"))
    tale.is_offered(890, "yes", "plan", "coordinator", how="Muntlig, hjemme ved kjøkkenbordet")
    tale.gets_coordinator(890)
    tale.is_near(888, "Bjørg Lauvdal", "søster", "400 00 144", "utskriving")
    tale.lives(days.worked(880), "7 5 6 5 3 7 4 4")
    tale.is_seen(870, 705, 28, ("talk", "Samtale på kontoret"), ("home_visit", "Hjemme, med Tyra i gangen"))
    tale.plans(700, "Skriftlig", main_responsible=SERVICE, until=160, review_on=30, strengths="Jeger, lærer, tålmodig med hund.",
               cooperation_wanted="Sykehuset og Ingunn snakker sammen før utskriving.", relatives_asked="asked",
               relatives_contribute="Bjørg kommer når hunden ikke er gått med.")  # fmt: skip
    goal = tale.wants(
        700, "Bo hjemme med hunden, også om vinteren.", "Bo hjemme med oppfølging og tidlig innsats.", "housing", importance=5
    )
    tale.does(700, goal, "ingunn", "Hjemmebesøk mandag og torsdag", "Kaffe først, så posten", "to ganger i uken")
    tale.does(700, goal, "she", "Tur med Tyra før frokost", "Samme runde", "hver dag")
    tale.when_hard(
        700,
        {
            "green sign": "Jeg er ute med Tyra før det lysner.", "yellow sign": "Jeg slutter å gå med hunden.",
            "yellow helps": "At Bjørg kommer og blir til kvelden", "red sign": "Jeg sitter i mørket.",
            "red helps": "At noen kommer hjem til meg",
        },
        {"yellow": ("Bjørg, søster", "400 00 144"), "red": ("Ambulant akutteam", "400 00 175")},
    )  # fmt: skip
    tale.settles(700)
    tale.is_seen(690, 165, 28, *_VISITS)
    tale.is_asked_again(160)
    tale.is_seen(150, 95, 14, *_VISITS)
    tale.lives(days.worked(90), "7 4 6 5 4 7 4 4")
    tale.is_seen(80, 45, 7, *_VISITS)
    tale.evaluates(40, goal, 0, "Det går når noen kommer.")
    for past in (40, 26, 17):
        tale.meets(days.worked(past, 11), "home_visit", "Kaffe, posten og en runde med Tyra", minutes=60)
    _admitted(tale, number)
    return tale.person


def _admitted(tale: Tale, number: str) -> None:
    """In since two weeks, met about last week, and ready at twelve past eight."""
    teller, days, ward = tale.teller, tale.days, "avdeling 4B"
    admitted, expected = {"admitted": days.ago(13, 14, 15)}, {"ready": days.coming(1)}
    message = hospital_says(teller, tale.person, number, Kind.ADMITTED, at=days.ago(12, 9, 15), ward=ward, moments=admitted)
    notice = hospital_says(teller, tale.person, number, Kind.NOTICE, at=days.ago(12, 9, 20), ward=ward, moments=expected)
    handover.take(message.admission, by=teller.by("ingunn", days.ago(12, 10)))
    handover.mark_read(notice, by=teller.by("ingunn", days.ago(12, 10, 5)))
    meeting = tale.calls_meeting(
        days.worked(9), "discharge", days.worked(5, 13), "ingunn", video="https://mote.setesdal.example/4190",
        agenda="Jeg vil hjem til hunden. Men ikke til et tomt hus på en fredag.",
    )  # fmt: skip
    summary = "Odd Arne vil hjem. Poliklinisk time er satt opp. Kriseplanen er gammel og må ses på."
    tale.holds(meeting, days.worked(5, 14), summary, ("Sjekke at strømmen er på, og fylle kjøleskapet", "ingunn", 2))
    ready = min(at(days.today, 8, 12), days.now - timedelta(minutes=48))
    hospital_says(teller, tale.person, number, Kind.READY, at=ready, ward=ward, moments={"ready": ready})
