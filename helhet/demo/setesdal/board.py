"""Who Setesdal's team follows closely these weeks, what they have agreed about each, and last week's meeting at the board. All invented."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from helhet.demo.sketch import Sketch
from helhet.demo.telling import Teller
from helhet.team import actions as team

_HERS = 22  # of the ruskonsulent's, beside those with a story
_MEETING_AGO = 7

# Those with a story, by given and family name: level, what it is about, why, how many days ago, who, what is agreed, in how many days.
_TOLD = {
    "Jonas Bakke": (1, "crisis", "Skrev i går at han ikke orker mer", 0, "ingunn", "Ringe Jonas før ti", 0),
    "Knut": (1, "crisis", "Følges tett etter helgen", 2, "olav", "Dra innom i dag", 0),
    "Terje Flateland": (2, "housing", "Kan miste leiligheten 1. desember", 6, "ingunn", "Ta opp avtale om nedbetaling på møtet kl. 11", 0),
    "Mona Strand": (2, "crisis", "Har sagt opp medisinen sin", 4, "marit", "Ringe Mona i dag", 0),
    "Randi": (2, "life", "Alene etter samlivsbrudd", 8, "gunnhild", "Hjemmebesøk", 1),
    "Odd Arne Lauvdal": (3, "hospital", "Innlagt, skal snart hjem", 5, "ingunn", "", 0),
    "Birgit": (3, "hospital", "Innlagt 2. november", 8, "olav", "Møte på avdelingen", 2),
    "Gerd Rike": (4, "away", "Ingen kontakt på over to uker", 3, "ingunn", "", 0),
    "Amina Yusuf": (5, "fresh", "Ny, trenger tolk", 12, "ingunn", "", 0),
}

# For the others: level, what it is about, (bokmål, nynorsk), and what is agreed, if anything.
_OTHERS: Sequence[tuple[int, str, tuple[str, str], tuple[str, str]]] = (
    (2, "lasting", ("Sover lite, isolerer seg", "Søv lite, isolerer seg"), ("Hjemmebesøk onsdag", "Heimebesøk onsdag")),
    (2, "housing", ("Utleier har klaget, vil beholde boligen", "Utleigar har klaga, vil halde på bustaden"),
     ("Ringe utleier", "Ringje utleigar")),
    (4, "away", ("Møter ikke opp, svarer på melding", "Møter ikkje opp, svarar på melding"), ("Dra innom fredag", "Dra innom fredag")),
    (2, "home", ("Hjemme fra sykehuset siden forrige uke", "Heime frå sjukehuset sidan førre veke"),
     ("Følge til fastlegen", "Følgje til fastlegen")),
    (2, "lasting", ("Trenger hjelp til hverdagen nå", "Treng hjelp til kvardagen no"), ("Handle sammen torsdag", "Handle saman torsdag")),
    (5, "fresh", ("Ny, vil gjerne i arbeid", "Ny, vil gjerne i arbeid"), ("Avtale første møte", "Avtale første møte")),
    (2, "life", ("Mistet jobben, vil snakke om det", "Mista jobben, vil snakke om det"), ("Ta kontakt med NAV", "Ta kontakt med NAV")),
    (4, "away", ("Flyttet på seg, vanskelig å treffe", "Har flytta på seg, vanskeleg å treffe"), ("", "")),
    (2, "crisis", ("Kjenner igjen de første tegnene", "Kjenner att dei første teikna"),
     ("Gå gjennom kriseplanen", "Gå gjennom kriseplanen")),
    (3, "hospital", ("Soner ut måneden", "Sonar ut månaden"), ("Møte om bolig før løslatelse", "Møte om bustad før lauslating")),
)  # fmt: skip


@dataclass(frozen=True)
class _Place:
    person: Any
    level: int
    kind: str
    why: str
    ago: int
    worker: str
    agreed: str
    within: int


def fills_board(teller: Teller, told: Sequence[Any], others: Sequence[tuple[Sketch, Any]]) -> None:
    """About thirty on the board, some since long ago; and a meeting a week ago that went through those who were on it then."""
    places = sorted([*_with_a_story(told), *_of_the_consultant(others)], key=lambda one: -one.ago)
    for one in places:
        by = teller.by(one.worker, teller.days.ago(one.ago, 8, 30))
        team.put_on_board(one.person.pk, level=one.level, why_kind=one.kind, why=one.why, by=by)
    _met_last_week(teller, places)
    for one in places:
        if one.agreed:
            by, due = teller.by(one.worker, teller.days.ago(0, 8, 45)), teller.days.before(-one.within)
            team.give(one.person.pk, what=one.agreed, to=teller.who(one.worker), due=due, by=by)


def _with_a_story(told: Sequence[Any]) -> Iterator[_Place]:
    for name, (level, kind, why, ago, worker, agreed, within) in _TOLD.items():
        person = next(one for one in told if f"{one.given} {one.family}".startswith(name))
        yield _Place(person, level, kind, why, ago, worker, agreed, within)


def _of_the_consultant(others: Sequence[tuple[Sketch, Any]]) -> Iterator[_Place]:
    """Those the ruskonsulent is with, the third pathway first."""
    hers = [one for one in others if one[0].closed is None and one[0].began >= 60 and "torbjorn" in (one[0].worker, *one[0].team)]
    hers.sort(key=lambda one: (-one[0].pathway, one[0].number))
    for place, (sketch, person) in enumerate(hers[:_HERS]):
        level, kind, why, agreed = _OTHERS[place % len(_OTHERS)]
        column = 1 if sketch.language == "nn" else 0
        # Some were put on it just now, some weeks ago.
        ago = (place * 5) % 43 + 1
        worker = "torbjorn" if place % 3 else sketch.worker
        yield _Place(person, level, kind, why[column], ago, worker, agreed[column] if place % 2 else "", place % 4)


def _met_last_week(teller: Teller, places: Sequence[_Place]) -> None:
    begun = teller.days.ago(_MEETING_AGO, 9)
    by = teller.by("torbjorn", begun)
    there = [teller.house.staff[key].pk for key in ("torbjorn", "hanne", "wenche")]
    meeting = team.begin_board_meeting(None, minutes_long=15, present=there, by=by)
    for one in places:
        if one.ago > _MEETING_AGO and one.worker == "torbjorn":
            team.take_up(one.person.pk, meeting=meeting, by=by)
    team.end_board_meeting(meeting, words="God fremdrift. Vi mangler en ledig bolig på Evje.", by=teller.by("torbjorn", _later(teller)))


def _later(teller: Teller) -> Any:
    return teller.days.ago(_MEETING_AGO, 9, 14)
