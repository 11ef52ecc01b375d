"""Tuva, fifteen, Evje: her mother says yes for her and sees most of it; one thing she keeps to herself until she is ready."""

from typing import Any

from helhet.access import actions as access
from helhet.access.rules import ConsentKind, Part, Role
from helhet.demo.identity import national_number
from helhet.demo.tale import Tale
from helhet.demo.telling import Teller

_MOTHER = "Solfrid Fennefoss"
_TOLD = (Part.PLAN, Part.CRISIS, Part.MEETINGS, Part.TASKS, Part.CASE, Part.JOURNAL)


def tuva(teller: Teller) -> Any:
    """Tuva Fennefoss, fifteen until March: away from school since spring, sees Hanne every other week, and Jan in between."""
    tale, days = Tale(teller, "jan"), teller.days
    enquiry = tale.asks(
        "Tuva Fennefoss", "Jeg får ikke puste når bussen kommer. Jeg vil tilbake til klassen, men ikke alt på en gang.", days.worked(160),
        "jan", "jan", municipality="evje", born=national_number(days.aged(15, 3, 7), male=False, serial=15), telephone="400 00 186",
        from_whom="other", children="no",
    )  # fmt: skip
    reason = "Angst og skolefravær siden mars. Helsesykepleieren har snakket med Tuva siden da, og det holder ikke alene."
    tale.is_helped(157, enquiry, "Samtaler hos psykolog", 2, reason=reason, reply="Du får time hos Hanne, og Jan kan følge deg dit.")
    tale.has_children(152)
    kin = tale.has_parent(152, _MOTHER, "mor", "400 00 187", *_TOLD, username="solfrid", may_know="alt vi avtaler sammen")
    father = tale.has_parent(152, "Geir Fennefoss", "far", "400 00 188", may_know="timer og møter")
    tale.has_around(150, "hanne", role=Role.THERAPIST)
    tale.needs(148, ("activity", "Tilbake til klassen, litt om gangen"), ("mental", "Hjelp med angsten når bussen kommer"))
    tale.is_offered(148, "yes", "plan", "coordinator", how="Muntlig, med mor til stede")
    tale.gets_coordinator(148)
    tale.gets_in(146, "tuva")
    bus = _plans(tale)
    _shares_with_doctor(tale)
    tale.lives(days.worked(120), "8 8 5 6 3 7 4 4", activity="To timer i uken på skolen")
    _keeps_to_herself(tale, kin, father)
    tale.evaluates(40, bus, 1, "Jeg gikk av på riktig stopp.", by="tuva", at=days.ago(40, 16, 20))
    tale.says_how_it_was(12, 6, 8, "Hanne spurte før hun skrev.", by="tuva")
    note = "Tuva satt på helt til Evje. Hun talte stoppene høyt. Neste uke tar hun turen med en venninne."
    tale.meets(days.worked(9, 13), "talk", "Prøvde bussen sammen", note, heading="Bussen")
    tale.calls_meeting(
        days.worked(4), "cooperation", days.coming(6, 13), "jan", "hanne", agenda="Hvor mange timer på skolen etter jul",
        place="Møterommet på skolen",
    )  # fmt: skip
    return tale.person


def _plans(tale: Tale) -> Any:
    tale.plans(140, "Muntlig, sammen med Tuva", given_by=f"{_MOTHER}, mor", main_responsible="Psykisk helse og rus, Evje og Hornnes",
               until=200, review_on=25, strengths="Tegner serier. Er god med hester.", relatives_asked="asked",
               relatives_contribute="Mor kjører til timen, far følger til bussen i sin uke.",
               cooperation_wanted="Skolen og Hanne snakker sammen, når Tuva er med.")  # fmt: skip
    bus = tale.wants(140, "Ta bussen til skolen uten å gå av før tiden.", "Gradert eksponering.", "activity", importance=5)
    tale.does(140, bus, "jan", "Bussen sammen", "Ett stopp mer hver uke", "hver uke")
    tale.does(140, bus, f"kin:{_MOTHER}", "Vekke uten å mase", "Én gang, og så kaffe på kjøkkenet", "skoledager")
    tale.does(140, bus, "she", "Telle stoppene høyt", "", "hver tur")
    tale.when_hard(
        140,
        {
            "green sign": "Jeg tegner om kvelden.", "green helps": "Å vite hvem som er på skolen neste dag",
            "yellow sign": "Jeg låser døra.", "yellow helps": "At mor setter seg utenfor og ikke sier noe",
            "red sign": "Jeg vil ikke være til.", "red helps": "At noen blir hos meg, og at vi ringer sammen",
        },
        {"yellow": ("Jan Erik Moi, koordinator", "400 00 106"), "red": ("Ambulant akutteam", "400 00 175")},
    )  # fmt: skip
    tale.settles(139, "Tuva og mor")
    return bus


def _shares_with_doctor(tale: Tale) -> None:
    """Her mother says yes to the doctor seeing the plan; Tuva was asked first."""
    house = tale.teller.house
    access.consent(
        tale.person.pk, kind=ConsentKind.SHARING, how="muntlig, Tuva ville det", given_by=f"{_MOTHER}, mor",
        parts=[Part.PLAN, Part.CRISIS], to=house.members["per"], purpose="så legen vet hva vi gjør", by=tale.by(130, 13),
    )  # fmt: skip


def _keeps_to_herself(tale: Tale, *parents: Any) -> None:
    """What she tells Hanne stays with Hanne for now: neither of her parents reads the journal."""
    words = "Jeg vil fortelle om festen selv, når jeg er klar. Hanne vet det."
    for parent in parents:
        access.withhold(parent, parts=[Part.JOURNAL], words=words, by=tale.by(60, 16, key="tuva"))
