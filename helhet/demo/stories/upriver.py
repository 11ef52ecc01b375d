"""Valle and Bykle: the one who is alone on duty and writes nynorsk, and those he and Gunnhild think of first."""

from typing import Any

from helhet.access.rules import Role
from helhet.cases import actions as cases
from helhet.demo.identity import d_number, national_number
from helhet.demo.tale import Tale
from helhet.demo.telling import Teller, hospital_says
from helhet.handover import actions as handover
from helhet.handover.rules import Kind
from helhet.team import actions as team

_REPLY = "Du får time hos oss. Vi ringjer og avtalar stad."
_OUT = (("home_visit", "Heime hos Knut"), ("telephone", "Ringde før helga"), ("along", "LAR-time"))
_HOME = (("home_visit", "Mat og søvn, heime hos Birgit"), ("telephone", "Ringde om kvelden"))


def knut(teller: Teller) -> Any:
    """Knut Nordli, forty-four, Valle: something happened on Saturday, and he is followed closely."""
    tale, days = Tale(teller, "olav"), teller.days
    enquiry = tale.asks(
        "Knut Nordli", "Eg vil ha medisinen fast, og sleppe å køyre så langt etter han.", days.worked(800), "olav", "olav",
        municipality="valle", born=national_number(days.aged(44, 5, 9), male=True, serial=44), telephone="400 00 147", language="nn",
    )  # fmt: skip
    reason = "Vil ha fast LAR og nokon å ringje. Møteplass åleine er prøvd."
    tale.is_helped(796, enquiry, "Oppfølging rus", 3, reason=reason, reply=_REPLY)
    tale.needs(790, ("substance", "Stabil LAR nær heimen"), ("network", "Nokon å ringje om natta"))
    tale.is_offered(790, "yes", "plan", "coordinator", how="Munnleg, heime")
    tale.gets_coordinator(790)
    tale.has_children(788)
    tale.has_around(785, "torbjorn")
    tale.is_seen(775, 245, 35, *_OUT)
    goal = _knut_plans(tale)
    tale.is_seen(180, 145, 14, *_OUT)
    tale.is_asked_again(140)
    tale.evaluates(120, goal, 1, "Tre månader utan hol.")
    tale.is_seen(110, 62, 14, *_OUT)
    tale.lives(days.worked(60), "6 3 4 4 5 4 4 2", network="Bror min, når han svarar")
    tale.evaluates(41, goal, 0, "Som venta. Mørkt ute no.")
    tale.is_seen(36, 8, 14, *_OUT)
    note = (
        "Knut er sliten, men heime og trygg. Broren er der til onsdag. Nasespray ligg i gangen og i bilen. "
        "Vi snakka om tankar på å døy. Svaret var nei, ikkje slik."
    )
    tale.meets(days.worked(1, 13), "home_visit", "Etter laurdagen", note, heading="Heimebesøk etter laurdag", by="torbjorn")
    by = teller.by("olav", days.worked(1, 14))
    team.give(tale.person.pk, what="Reise opp til Knut, og ta med ny nasespray", to=teller.who("torbjorn"), due=days.today, by=by)
    return tale.person


def _knut_plans(tale: Tale) -> Any:
    tale.plans(240, "Munnleg, ved kjøkenbordet", main_responsible="Psykisk helse og rus, Valle", until=120, review_on=30,
               strengths="Kan alt om sau. Kjem når han har lova det.", relatives_asked="asked",
               relatives_contribute="Broren ser innom om sundagen.",
               cooperation_wanted="LAR og Olav snakkar saman kvar månad.")  # fmt: skip
    goal = tale.wants(240, "Få medisinen fast, utan å køyre så langt.", "Stabil LAR med lokal utleveringsstad.", "substance", importance=5)
    tale.does(240, goal, "torbjorn", "Følgjer til LAR", "Hentar heime", "annakvar tysdag")
    tale.does(240, goal, "she", "Ringje Olav før helga", "Fredag før kl. 14", "kvar veke")
    tale.settles(240)
    tale.evaluates(190, goal, 0, "Det går.")
    return goal


def birgit(teller: Teller) -> Any:
    """Birgit Eide, sixty-one, Valle: admitted eight days ago; Olav and Hanne meet the ward on Thursday."""
    tale, days = Tale(teller, "olav"), teller.days
    number = national_number(days.aged(61, 10, 12), male=False, serial=61)
    enquiry = tale.asks(
        "Birgit Eide", "Eg har ikkje sove på ei veke. Syster mi seier eg må ringje.", days.worked(420), "olav", "olav",
        municipality="valle", born=number, telephone="400 00 148", language="nn",
    )  # fmt: skip
    reason = "Har vore innlagd to gonger. Faste besøk gjer at det held lenger."
    tale.is_helped(416, enquiry, "Oppfølging i hjemmet", 3, reason=reason, reply=_REPLY)
    tale.needs(412, ("mental", "Nokon som merkar når det snur"), ("physical", "Mat og søvn"))
    tale.is_offered(412, "later", "plan", how="Munnleg, heime", words="Eg må tenkje på det.")
    tale.is_offered(412, "yes", "coordinator", how="Munnleg, heime")
    tale.gets_coordinator(412)
    tale.has_children(410)
    sister = tale.is_near(405, "Solveig Eide", "syster", "400 00 149", "alt om innlegginga")
    tale.is_seen(398, 305, 21, *_HOME)
    tale.has_around(300, "hanne", role=Role.THERAPIST)
    tale.is_seen(292, 65, 21, *_HOME)
    tale.is_asked_again(60)
    tale.lives(days.worked(55), "8 5 7 5 3 9 6 6")
    tale.is_seen(48, 32, 7, *_HOME)
    tale.is_offered(30, "later", "plan", how="Munnleg, heime", words="Når eg søv att.", again_in=20)
    tale.is_seen(26, 10, 7, *_HOME)
    admitted, expected, ward = {"admitted": days.ago(8, 16, 30)}, {"ready": days.coming(6)}, "avdeling 4A"
    message = hospital_says(teller, tale.person, number, Kind.ADMITTED, at=days.ago(8, 20, 5), ward=ward, moments=admitted)
    notice = hospital_says(teller, tale.person, number, Kind.NOTICE, at=days.ago(8, 20, 10), ward=ward, moments=expected)
    handover.take(message.admission, by=teller.by("olav", days.ago(7, 8, 30)))
    handover.mark_read(notice, by=teller.by("olav", days.ago(7, 8, 35)))
    tale.calls_meeting(
        days.worked(2), "discharge", days.coming(2, 13), "olav", "hanne", video="https://mote.setesdal.example/4203",
        agenda="At Olav er heime når eg kjem",
    )  # fmt: skip
    _sister_asks(tale, sister)
    return tale.person


def _sister_asks(tale: Tale, sister: Any) -> None:
    """Solveig has sat with her every night in October, and asks for something of her own: a case apart, which Tone has taken."""
    teller, days = tale.teller, tale.days
    words = "Eg har sove på sofaen hennar i tre veker og er tom. Eg treng nokon som kan ta annakvar natt når ho kjem heim."
    asked = cases.ask_for_kin(sister, words=words, by=teller.by("olav", days.worked(16, 9)))
    cases.take(asked, by=teller.by("tone", days.worked(16, 14)))


def randi(teller: Teller) -> Any:
    """Randi Aas, forty-one, Bykle: alone with two children after the break-up in the summer."""
    tale, days = Tale(teller, "gunnhild"), teller.days
    enquiry = tale.asks(
        "Randi Aas", "Han flytta i juni. Ungane spør, og eg veit ikkje kva eg skal seie.", days.worked(130), "gunnhild", "gunnhild",
        municipality="bykle", born=national_number(days.aged(41, 8, 30), male=False, serial=41), telephone="400 00 156", children="yes",
        language="nn",
    )  # fmt: skip
    reason = "Sorg og lite søvn etter samlivsbrotet, i arbeid. Korte samtalar no, tilbod om meir."
    tale.is_helped(127, enquiry, "Korte samtaler", 2, reason=reason, reply=_REPLY)
    tale.has_children(124, ("Iben", "dotter", 11, "begge foreldra"), ("Aksel", "son", 7, "begge foreldra"))
    tale.needs(124, ("children", "Ungane treng å få vite kva som skjer"), ("mental", "Treng hjelp til å sove"), lasting=False)
    tale.lives(days.worked(110), "6 7 4 6 4 9 5 4")
    note = "Randi har fortalt ungane det same som faren har sagt. Begge sov betre etterpå. Ny samtale onsdag."
    tale.meets(days.worked(1, 14), "talk", "Om ungane og jola", note, heading="Samtale")
    return tale.person


def tomasz(teller: Teller) -> Any:
    """Tomasz Wrona, thirty-six, Bykle: works at Hovden on a D-number; an interpreter in Polish."""
    tale, days = Tale(teller, "gunnhild"), teller.days
    enquiry = tale.asks(
        "Tomasz Wrona", "Jeg jobber mye og drikker for mye når jeg har fri. Jeg vil ikke at sjefen skal vite det.", days.worked(40),
        "gunnhild", "gunnhild", municipality="bykle", born=d_number(days.aged(36, 12, 3), male=True, serial=36), telephone="400 00 157",
        interpreter="polsk", may_call="sms",
    )  # fmt: skip
    reason = "Vil endre drikkinga og held fram i jobb. Ruskonsulenten møter han på Hovden."
    tale.is_helped(36, enquiry, "Oppfølging rus", 1, reason=reason)
    tale.has_around(33, "torbjorn")
    tale.needs(32, ("substance", "Vil drikke mindre"), lasting=False)
    tale.has_children(30)
    tale.lives(days.worked(28), "5 8 7 7 6 4 5 3")
    tale.meets(days.worked(12, 15), "video", "Med tolk på skjerm", by="torbjorn")
    return tale.person
