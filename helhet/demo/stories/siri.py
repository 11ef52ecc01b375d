"""Siri Haugen, thirty-eight, Bygland: she whom the mock-ups follow. Her plan is nearly a year old, and at its seventh version."""

from typing import Any

from helhet.access import actions as access
from helhet.access.rules import Role
from helhet.demo.identity import national_number
from helhet.demo.tale import Tale
from helhet.demo.telling import Teller, asks_about, happens, hospital_says, lives_at, looked
from helhet.handover import actions as handover
from helhet.handover.rules import Kind
from helhet.people import actions as people
from helhet.plans import actions as plans
from helhet.team import actions as team
from helhet.voice import actions as voice

from .bygland import SERVICE

_SCHOOL = ("Henter ikke", "Henter med følge", "Én dag i uken, alene", "To dager i uken, alene", "Alle samværsdager")
_HORSES = ("Ikke kontakt med stall", "Besøker stallen", "Fast, to dager i uken", "Tilbud via NAV", "Betalt arbeid")
_SLEEP = ("Under 3 timer", "3–4 timer de fleste netter", "5–6 timer", "6–7 timer", "Sover og våkner uthvilt")
_NETWORK = (
    ("Emma", "datter", 1), ("Anne", "søster", 1), ("Wenche", "erfaringskonsulent", 1), ("Ingunn", "koordinator", 2),
    ("Torbjørn", "ruskonsulent", 2), ("Stallen", "hestene", 2), ("Mor", "", 3), ("Roger", "", 4),
)  # fmt: skip
_WARD = "avdeling 4B"
_AGREED_FOR = 63  # days from now: what she has said yes to lasts a year from the day the plan began


def siri(teller: Teller) -> Any:
    """Her whole story, from the first call to this morning. Returns the person."""
    number = national_number(teller.days.aged(38, 4, 2), male=False, serial=14)
    tale = Tale(teller, "ingunn")
    _is_met(tale, number)
    _begins_the_plan(tale)
    _first_half_year(tale)
    _summer(tale, number)
    _autumn(tale)
    _last_week(tale)
    _since_then(tale)
    return tale.person


def _is_met(tale: Tale, number: str) -> None:
    days = tale.days
    enquiry = tale.asks(
        "Siri Haugen", "Jeg vil ha hjelp som henger sammen. Emma skal slippe å lure på hvem som henter.", days.worked(316, 10, 20),
        "ingunn", "ingunn", municipality="bygland", born=number, telephone="400 00 114", children="yes",
    )  # fmt: skip
    tale.is_helped(312, enquiry, "Oppfølging rus", 3, reply="Vi begynner denne uken. Torbjørn og jeg kommer dit du vil møte oss.",
                   reason="Vil ha LAR, samvær og stall til å henge sammen. Mange skal samarbeide, og korte samtaler er prøvd.")  # fmt: skip
    tale.needs(311, ("children", "Trygg skolehenting og støtte som mor"), ("substance", "Stabil LAR"), ("activity", "Tilbake til hestene"),
               ("mental", "Hjelp til å sove"))  # fmt: skip
    lives_at(tale.teller, tale.person, "Løyndevegen 4", "4745", "Bygland", at=days.worked(310, 9), by="ingunn")
    people.change(tale.person, grade="fortrolig", by=tale.by(310, 9, 30))
    tale.is_offered(309, "yes", "plan", "coordinator", how="Muntlig hos Siri, to ganger")
    # Nobody lets herself see a protected address: the coordinating unit appoints.
    tale.gets_coordinator(308, by="tone", address_how="Siri sa det til Tone på telefon")
    tale.has_around(307, "torbjorn")
    tale.has_around(307, "hanne", role=Role.THERAPIST)
    tale.is_near(305, "Anne Haugen", "søster", "400 00 118", "møter og hvordan det går", may_not_know="rusprøver")
    tale.has_around(304, "wenche")
    tale.gets_in(303, "siri")


_UNDER = (
    ("treatment", "Hanne Lie Mosdal, psykolog", "hanne", "Samtaler om søvn og uro", "annenhver uke"),
    ("activity", "Sissel Heistad, NAV", "sissel", "Arbeidstrening i stallen", "to formiddager i uken"),
)


def _begins_the_plan(tale: Tale) -> None:
    tale.has_children(302, ("Emma", "datter", 9, "faren og Siri"), followed=False)
    tale.lives(tale.days.worked(302, 13), "7 2 3 5 4 4 5 3")
    people.draw_network(tale.person, _NETWORK, by=tale.by(302, 13, 30))
    tale.plans(302, "Muntlig, Siri leste teksten selv", main_responsible=SERVICE, until=_AGREED_FOR,
               strengths="Godt lag med hester. Møter når det gjelder Emma. Har klart det før.",
               cooperation_wanted="NAV, LAR og skolen skal snakke sammen, og Siri er med når de gjør det.")  # fmt: skip
    school = tale.wants(
        302, "Hente Emma på skolen uten å måtte ta noe først.", "Stabil LAR-behandling og trygg rutine før samvær, tirsdag og torsdag.",
        "children", scale=_SCHOOL, importance=5,
    )  # fmt: skip
    horses = tale.wants(302, "Jobbe med hester igjen.", "Arbeidsrettet aktivitet 4–8 timer i uken.", "activity", scale=_HORSES)
    tale.wants(302, "Sove om natten.", "Søvnmestring uten beroligende legemidler.", "mental", scale=_SLEEP)
    tale.does(302, school, "she", "Medisin kl. 7 og tur med Balder", "Samme runde, før skolen", "hver dag")
    tale.does(302, school, "torbjorn", "Følger til LAR når Siri vil", "Henter hjemme", "annenhver tirsdag")
    tale.does(302, school, "kin:Anne Haugen", "Står klar i reserve", "Siri ringer", "når det trengs", "not_asked")
    tale.does(302, horses, "she", "Stallen mandag og onsdag", "Tar bussen kl. 9", "hver uke")
    for kind, owner, who, what, extent in _UNDER:
        under = plans.begin_under(tale.plan, kind=kind, owner_name=owner, by=tale.by(302, 11))
        plans.add_action(
            under, what=what, extent=extent, how="Siri og " + owner.split()[0] + " avtaler fra gang til gang.",
            responsible=tale.responsible(who), state="ongoing", by=tale.by(302, 11, 30),
        )  # fmt: skip
        tale.settles(302, plan=under)
    _crisis_plan(tale)
    tale.settles(302)
    tale.shares_with(301, "legesenter", "nav", "dps", how="Skriftlig, da planen begynte", until=tale.days.before(-_AGREED_FOR))


def _crisis_plan(tale: Tale) -> None:
    tale.when_hard(
        302,
        {
            "green sign": "Jeg står opp med Balder. Jeg svarer på meldinger.", "green helps": "Medisin kl. 7",
            "green helps stall": "Stallen mandag og onsdag", "yellow sign": "Jeg sover lite. Jeg slutter å svare. Jeg tenker på Roger.",
            "yellow helps": "Ingunn kommer samme dag", "yellow helps Anne": "Anne tar Balder",
            "red sign": "Jeg vil bare bort. Jeg slår av telefonen.", "red helps": "Anne henter Emma",
        },
        {"yellow": ("Ingunn, koordinator", "400 00 101"), "red Anne": ("Anne, søster", "400 00 118"),
         "red akutt": ("Ambulant akutteam", "400 00 175")},
    )  # fmt: skip
    plans.write_crisis_notes(
        tale.crisis_plan, medicines="LAR-medisin kl. 7. Nesespray ligger i gangen.", children_and_pets="Anne henter Emma og tar Balder.",
        helpers_should_know="Si hvem du er før du går inn. Ikke still deg i døra.", by=tale.by(302, 13, 45),
    )  # fmt: skip
    tale.settles(302, plan=tale.crisis_plan)


def _first_half_year(tale: Tale) -> None:
    days, (school, horses, sleep) = tale.days, tale.goals
    note = "Første time etter oppstart. Siri snakket selv om dosen. Venter på svar."
    tale.meets(days.worked(280, 12), "along", "LAR-time", note, by="torbjorn", minutes=120)
    happens(
        tale.teller, tale.person, "naloxone_out", at=days.worked(280, 13), by="torbjorn",
        words="To nesesprayer. Siri og Anne vet hvordan de brukes.",
    )  # fmt: skip
    tale.evaluates(245, school, -1, "Hun måtte vente to ganger. Jeg vil ikke at det skal skje igjen.")
    tale.settles(244, "Siri og Torbjørn")
    kari = tale.teller.house.staff["kari"]
    access.object_to(tale.person.pk, staff=kari, words="Vi er naboer. Det er ikke noe galt med henne.", by=tale.by(220, 9))
    tale.evaluates(190, horses, -1, "Jeg var på stallen én gang.")
    tale.evaluates(190, sleep, -2, "Tre timer, så går tankene.")
    tale.settles(189)
    tale.does(170, horses, "wenche", "Bli med på stallen", "Står i nærheten, sier ikke noe", "de første fire gangene", "done")
    tale.settles(168, "Siri og Wenche")


def _summer(tale: Tale, number: str) -> None:
    """Two weeks in hospital, home again on a day in July; Ingunn came the day after."""
    teller, days = tale.teller, tale.days
    admitted = {"admitted": days.ago(145, 21, 40)}
    hospital_says(teller, tale.person, number, Kind.ADMITTED, at=days.ago(144, 8, 30), ward=_WARD, moments=admitted)
    tale.does(139, None, "ingunn", "Kommer dagen etter at Siri er hjemme", "Ringer fra bilen", "én gang", "done")
    tale.settles(139, "Siri, på telefon")
    home = days.ago(131, 12)
    ready = days.ago(132, 9, 5)
    message = hospital_says(teller, tale.person, number, Kind.READY, at=ready, ward=_WARD, moments={"ready": ready})
    answered = teller.by("ingunn", days.ago(132, 9, 40))
    handover.answer(message.admission, answer="from_day", receive_on=home.date(), met_by="Ingunn Austad", by=answered)
    hospital_says(teller, tale.person, number, Kind.DISCHARGED, at=days.ago(131, 13), ward=_WARD, moments={"happened": home})
    note = "Dagen etter hjemkomst. Siri hadde handlet. Medisinlista stemmer. Vi snakkes på telefon hver kveld i en uke."
    tale.meets(days.worked(130, 12), "home_visit", "Besøk etter utskriving", note)
    tale.says_how_it_was(120, 5, 8, "Ingunn kom dagen etter. Det var bra.")


def _autumn(tale: Tale) -> None:
    days, (school, horses, sleep) = tale.days, tale.goals
    tale.evaluates(63, school, 0, "Én dag i uken, alene. Det går.", by="hanne", with_whom="Hanne")
    tale.evaluates(63, horses, 0, "Mandag og onsdag. Jeg får lov å stelle Luna.", by="hanne", with_whom="Hanne")
    again = days.coming(3).date()
    tale.evaluates(63, sleep, -1, "Våkner klokka tre og blir liggende.", by="hanne", with_whom="Hanne", look_again_on=again)
    tale.settles(63, "Siri og Hanne", by="hanne")
    tale.says_how_it_was(62, 6, 8, by="siri")
    talk = tale.does(60, school, "ingunn", "Avtale hentetid med skolen", "Møte med kontaktlærer", "én gang", "agreed")
    pills = tale.does(60, sleep, "anders", "Gjennomgang av legemidler", "Dobbelttime", "én gang", "agreed")
    plans.change_action(talk, state="done", by=tale.by(56, 15))
    tale.meets(days.worked(56, 14), "partner", "Avtale med skolen om hentetid, tirsdag og torsdag")
    tale.does(43, horses, "sissel", "Kvalifiseringsprogram", "Sissel skriver søknaden med Siri", "to dager i uken", "waiting",
              granted="applied", when="svar om tre uker", due=days.coming(21).date())  # fmt: skip
    tale.says_how_it_was(36, 6, 8, "Vi snakket om Emma hele timen.", by="siri")
    plans.change_action(pills, state="done", by=tale.by(29, 13))
    note = "Kort time. Siri henter nå hver fjortende dag. Hun vil ha færre prøver."
    tale.meets(days.worked(20, 13), "along", "LAR-time på Byglandsfjord", note, by="torbjorn", minutes=120)
    # Eight is usual. This hour was about tests, and whoever meets her next is told.
    tale.says_how_it_was(20, 5, 4, "Det handlet bare om prøvene.", by="siri")
    looked(tale.teller, tale.person, "tone", at=days.worked(18, 9))
    said = "Torbjørn venter på meg når jeg er sen. Ikke gjør det vanskeligere for ham å kjøre."
    made = voice.say(tale.person.pk, kind="praise", words=said, unit_id=tale.case.unit_id, by=tale.by(15, 11, key="siri"))
    voice.reply(made, words="Takk. Det blir som det er.", by=tale.by(12, 9, key="kjersti"))


def _last_week(tale: Tale) -> None:
    """The meeting a week ago: two goals looked at, a decision that is an action, a task, and one thing they do not agree on."""
    teller, days, (school, horses, sleep) = tale.teller, tale.days, tale.goals
    group = tale.calls_meeting(
        days.worked(24), "group", days.worked(7, 12), "ingunn", "torbjorn", "wenche", "sissel", "rune", agenda="Rusprøvene",
        place="Kommunehuset, møterom 1",
    )  # fmt: skip
    met = days.worked(7, 12, 40)
    words = "Jeg vil kunne hente Emma på skolen uten å måtte ta noe først. Og jeg vil jobbe med hester igjen. Jeg gir meg ikke."
    people.say_what_matters(tale.person, words, by=teller.by("siri", met))
    tale.evaluates(7, school, 1, "To ganger på en uke! Balder hjelper.", by="siri", at=met)
    tale.evaluates(7, horses, 0, "To faste dager i fire uker.", by="siri", at=met, with_whom="Sissel")
    tale.lives(
        met, "8 5 3 6 5 7 5 4", by="siri", answered_by="person", housing="Trygt, eget", activity="Hest to dager i uken",
        economy="Gjeld, frivillig trekk", physical="Tenner gjenstår", mental="Mindre angst", substance="LAR, 4 mnd. stabil",
        social="Går i butikken selv", network="Anne og Wenche",
    )  # fmt: skip
    _disagree(tale)
    after = days.worked(7, 13)
    summary = "Siri begynte. To mål er sett på, søvnen tar vi for seg. Uenigheten om prøver står i planen."
    course = {"how": "Gruppe på helsesenteret", "extent": "seks ganger", "when": "fra neste uke", "goal": sleep}
    by = teller.by("ingunn", after)
    team.hold(group, came={row.pk for row in tale.invited_to(group, after)}, absent={}, by=by)
    team.decide_action(group, tale.plan, what="Kurs i søvnmestring", responsible=tale.responsible("hanne"), by=by, **course)
    tale.holds(group, after, summary, ("Avtale at Emma møter helsesykepleier", "ingunn", 10))
    plans.write_crisis_step(tale.crisis_plan, zone="yellow", kind="helps", words="Jeg ringer Wenche", by=tale.by(7, 13, 30))
    tale.settles(7, plan=tale.crisis_plan)
    tale.settles(7)


def _disagree(tale: Tale) -> None:
    words = "Rusprøver to ganger i uken føles som straff. Jeg vil ha én, og jeg vil vite dagen."
    row = plans.disagree(tale.plan, about="Rusprøver", her_words=words, by=tale.by(7, 12, 50, key="siri"))
    ours = "Rune Tveit, poliklinikken: To prøver i uken ut året, av hensyn til samværet. Det vurderes på nytt da."
    plans.answer_disagreement(row, our_words=ours, look_again_on=tale.days.coming(35).date(), by=tale.by(7, 12, 55))


def _since_then(tale: Tale) -> None:
    """She wrote on a Friday evening; the next meeting is called, and she has said what it shall be about."""
    teller, days = tale.teller, tale.days
    coming = tale.calls_meeting(
        days.worked(5), "group", days.coming(9, 12), "ingunn", "sissel", "rune", agenda="Én rusprøve i uken, og en fast dag",
        place="Poliklinikken, Byglandsfjord",
    )  # fmt: skip
    wrote = days.ago(4, 19, 10)
    tale.evaluates(4, tale.goals[0], 1, "Jeg fikk hentet Emma to ganger.", by="siri", at=wrote)
    team.say_agenda(coming, words="Emma i jula", by=teller.by("siri", wrote))
    yesterday = days.worked(1, 14)
    sissel = teller.house.members["sissel"].pk
    row = next(row for row in tale.invited_to(coming, yesterday) if row.partner_member_id == sissel)
    team.answer(row, coming="coming", by=teller.by("ingunn", yesterday))
    tale.calls_meeting(
        yesterday, "cooperation", days.still_today(9, 30), "ingunn", agenda="Skolehenting", minutes_long=45, place="Avtalt med Siri"
    )
    looked(teller, tale.person, "sissel", at=days.worked(1, 15, 20), page="plan")
    _writes_to_us(tale)
    looked(teller, tale.person, "ingunn", at=days.now, page="plan")


def _writes_to_us(tale: Tale) -> None:
    """A message that was answered the day after, and a question about a look that still waits."""
    asked = team.write_to_us(
        tale.person.pk, kind="message", words="Kan noen bli med meg på foreldremøtet? Jeg vil ikke gå inn døra alene.",
        by=tale.by(9, 12, 30, key="siri"),
    )  # fmt: skip
    team.answer_thread(asked, words="Ja, jeg blir med. Vi møtes på parkeringsplassen kvart på seks.", by=tale.by(8, 9, 10))
    asks_about(tale.teller, tale.person, "sissel", by="siri", at=tale.days.worked(1, 19, 40))
