"""Those in Bygland with something due: a no to be asked about again, a goal past its day, a question not asked, an answer promised."""

from typing import Any

from helhet.access.rules import Part
from helhet.demo.identity import national_number
from helhet.demo.tale import Tale
from helhet.demo.telling import Teller
from helhet.team import actions as team

from .bygland import SERVICE

_CALLS = (("home_visit", "Kaffe hjemme hos Gerd"), ("telephone", "Ringte som avtalt"))
_ERRANDS = (("talk", "Gikk gjennom posten sammen"), ("along", "LAR-time"), ("home_visit", "Så på leiligheten sammen"))


def gerd(teller: Teller) -> Any:
    """Gerd Rike, sixty-six: said no to a plan a year ago; no contact for sixteen days, though a call a week was agreed."""
    tale, days = Tale(teller, "ingunn"), teller.days
    enquiry = tale.asks(
        "Gerd Rike", "Jeg klarer meg, men det er stille i huset etter at Nils døde.", days.worked(700), "kari", "ingunn",
        municipality="bygland", born=national_number(days.aged(66, 2, 21), male=False, serial=27), telephone="400 00 127",
    )  # fmt: skip
    reason = "Sorg som ikke slipper. Vil ha besøk hjemme, ikke samtaler på kontoret."
    tale.is_helped(696, enquiry, "Oppfølging i hjemmet", 2, reason=reason)
    tale.needs(690, ("network", "Er mye alene"), ("mental", "Noen å snakke med om sorgen"))
    tale.has_children(688)
    tale.is_offered(686, "yes", "coordinator", how="Muntlig, hjemme")
    tale.gets_coordinator(686)
    tor = tale.is_near(680, "Tor Rike", "sønn", "400 00 128", "at det er kontakt")
    tale.lives(days.worked(660), "9 5 7 6 3 9 3 3")
    tale.is_seen(650, 370, 28, *_CALLS)
    tale.is_offered(362, "no", "plan", how="Muntlig, hjemme", words="Jeg vil ikke ha så mange rundt bordet.", again_in=3)
    tale.is_asked_again(300)
    tale.is_seen(290, 145, 28, *_CALLS)
    tale.gives_proxy(140, tor, "tor", Part.MEETINGS, Part.TASKS, Part.CASE, Part.LOG, until=days.before(-225))
    tale.lives(days.worked(130), "9 5 7 6 4 9 3 3", network="Tor, når han har tid")
    tale.is_seen(120, 50, 14, *_CALLS)
    for past in (45, 37, 30, 23):
        tale.meets(days.worked(past, 13), "telephone", "Ukentlig samtale", minutes=15)
    rang = days.ago(16, 12)
    note = "Gerd ringte selv, og trakk seg da jeg foreslo besøk. Vi ble enige om å snakkes i uken."
    tale.meets(rang, "telephone", "Gerd ringte selv", note, heading="Telefon", minutes=20)
    what = "Ta kontakt. Vi har avtalt å snakkes hver uke"
    team.give(tale.person.pk, what=what, to=teller.who("ingunn"), due=days.before(9), by=teller.by("ingunn", rang))
    return tale.person


def terje(teller: Teller) -> Any:
    """Terje Flateland, forty-eight: may lose his flat; the goal about it is six days past the day agreed, and there is a meeting today."""
    tale, days = Tale(teller, "ingunn"), teller.days
    enquiry = tale.asks(
        "Terje Flateland", "Det hoper seg opp. Husleia, strømmen, alt.", days.worked(1200), "kari", "ingunn", municipality="bygland",
        born=national_number(days.aged(48, 11, 2), male=True, serial=33), telephone="400 00 133",
    )  # fmt: skip
    reason = "Vil ha LAR og bolig til å henge sammen. Møteplass og samtaler alene har ikke holdt."
    tale.is_helped(1196, enquiry, "Oppfølging rus", 3, reason=reason)
    tale.needs(1190, ("housing", "Hjelp for å beholde boligen"), ("substance", "Stabil LAR"), ("economy", "Oversikt over gjeld"))
    tale.is_offered(1190, "yes", "plan", "coordinator", how="Muntlig, på kontoret")
    tale.gets_coordinator(1190)
    tale.has_children(1185)
    tale.has_around(1180, "torbjorn")
    tale.is_seen(1170, 325, 35, *_ERRANDS)
    home = _terje_plans(tale)
    tale.is_seen(250, 205, 21, *_ERRANDS)
    tale.is_asked_again(200)
    tale.evaluates(190, home, 0, "Den ene er betalt.")
    tale.evaluates(125, home, 0, "Strømmen går.")
    tale.is_seen(118, 80, 14, *_ERRANDS)
    tale.lives(days.worked(75), "3 3 2 4 5 5 5 4", housing="Må ut 1. desember hvis ikke restansen er borte")
    tale.evaluates(62, home, -1, "Brev fra utleier. Jeg åpnet det i går.")
    tale.is_seen(55, 12, 14, *_ERRANDS)
    tale.calls_meeting(
        days.worked(6), "group", days.still_today(11), "ingunn", "torbjorn", "sissel", "rune", agenda="Strømregningen",
        video="https://mote.setesdal.example/4819",
    )  # fmt: skip
    note = "Leiligheten er ryddig. Terje har lagt brevene i rekkefølge. Møtet med NAV og boligkontoret er det som betyr noe nå."
    tale.meets(days.worked(4, 11), "home_visit", "Gikk gjennom brevet fra utleier", note, heading="Hjemmebesøk", by="torbjorn")
    return tale.person


def _terje_plans(tale: Tale) -> Any:
    tale.plans(320, "Skriftlig", main_responsible=SERVICE, until=45, review_on=20, relatives_asked="not_wanted",
               strengths="Har bygd huset til broren. Møter når noen ringer først.",
               cooperation_wanted="NAV og boligkontoret på samme møte.")  # fmt: skip
    home = tale.wants(320, "Beholde leiligheten.", "Nedbetaling av restanse, fast oppfølging i bolig.", "housing", importance=5)
    tale.does(320, home, "she", "Betale husleien den dagen trygden kommer", "Fast trekk", "hver måned")
    tale.shares_with(318, "nav", "dps", how="Skriftlig, på skjemaet")
    tale.does(317, home, "sissel", "Nedbetalingsavtale med strømselskapet", "Sissel ringer sammen med Terje", "én gang")
    tale.settles(316)
    tale.evaluates(260, home, -1, "To måneder på skudd.")
    return home


def kristine(teller: Teller) -> Any:
    """Kristine Bø, thirty-one: in the third week, and not yet asked whether she has children."""
    tale, days = Tale(teller, "ingunn"), teller.days
    enquiry = tale.asks(
        "Kristine Bø", "Jeg får panikk i butikken. Jeg vil kunne handle selv.", days.ago(18), "kari", "ingunn", municipality="bygland",
        born=national_number(days.aged(31, 7, 19), male=False, serial=35), telephone="400 00 135",
    )  # fmt: skip
    # Sixteen days to the day: the fourteen for the question about children ran out the day before yesterday.
    opened = days.ago(16, 13)
    reason = "Panikk i tre måneder, i jobb, god støtte hjemme. Korte samtaler først."
    tale.is_helped_at(opened, enquiry, "Korte samtaler", 1, reason=reason, reply="Du får time torsdag. Ta gjerne med deg noen.")
    tale.needs(15, ("mental", "Hjelp mot panikk"), lasting=False)
    note = "Kristine fortalte om butikken og bussen. Vi laget fem trinn sammen. Neste gang prøver vi det første."
    tale.meets(days.worked(11), "talk", "Første samtale", note)
    tale.lives(days.worked(11, 11), "8 6 6 6 3 8 5 6", mental="Butikken og bussen")
    return tale.person


def amina(teller: Teller) -> Any:
    """Amina Yusuf, forty-four: taken, not answered, and the month is nearly over. An interpreter is needed."""
    tale, days = Tale(teller, "ingunn"), teller.days
    tale.asks(
        "Amina Yusuf", "Jeg sover ikke, og jeg er redd for at mannen min mister jobben. Jeg vil snakke med en kvinne.", days.ago(29, 11),
        "kari", "ingunn", municipality="bygland", born=f"{days.aged(44, 1, 1):%d.%m.%Y}", telephone="400 00 137", children="yes",
        interpreter="somali", channel="visit", may_call="sms",
    )  # fmt: skip
    return tale.person


def even(teller: Teller) -> Any:
    """Even Lien, thirty-four: his doctor rang, and nobody has taken it."""
    tale, days = Tale(teller, "ingunn"), teller.days
    tale.asks(
        "Even Lien", "Jeg får ikke sove, og drikker for å roe meg. Jeg vil ha noen å snakke med før jeg mister jobben.",
        days.worked(1, 15, 10), "kari", municipality="bygland", born=national_number(days.aged(34, 3, 14), male=True, serial=38),
        telephone="400 00 138", from_whom="gp",
    )  # fmt: skip
    return tale.person
