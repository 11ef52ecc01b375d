"""The what-if page's sentences and figures: what a councillor reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from helhet.capacity.compared import Answer
from helhet.capacity.fitting import STAY, Thin, TooLittle, nation
from helhet.capacity.fitting import Tried as Held
from helhet.capacity.outcomes import Told
from helhet.capacity.service import FIRST, RECEIVED
from helhet.organisation.rules import N_
from helhet.record.disclosure import coarse

from . import charts as drawing
from .templatetags.helhet import day_year, number, small_number
from .what_if_model import ENDS, HALF, KEEP, Ending, Reckoned

TOO_LITTLE = {
    TooLittle.PRESENT: N_("Færre enn 20 personer får hjelp. Da blir hver enkelt for viktig for tallene."),
    TooLittle.NEWCOMERS: N_("Færre enn ti nye har kommet det siste året."),
    TooLittle.WORK: N_("Ingen årsverk er skrevet inn for dem som følger opp."),
}
THIN = {
    Thin.LENGTHS: N_("For få har avsluttet til å si hvor lenge hjelpen varer. Vi regner med at like mange slutter som begynner."),
    Thin.CONTACTS: N_("For få kontakter er skrevet ned til å si hvor mye tid hver trenger. Vi bruker antakelser."),
    Thin.WAITS: N_("For få ventetider er kjent. Vi antar at laget er nesten fullt."),
    Thin.STAYS: N_("For få har vært utskrivningsklare. Antallet er mest et anslag for landet."),
}
_LONGER, _MUCH_LONGER = 1.15, 1.8
GOAL = nation()["deadline"]["first_meeting_days"]  # days to the first meeting


@dataclass(frozen=True)
class Line:
    """A choice, as the table tells it."""

    name: str
    wait: str
    wait_range: str
    late: str
    helped: str
    helped_range: str
    hospital: str
    hospital_range: str
    cost: Decimal


@dataclass(frozen=True)
class Tried:
    """One figure that last year's forecast is held against."""

    key: str
    said: str
    verdict: str
    held: bool


@dataclass(frozen=True)
class Leaning:
    """The wait in days when one thing is a tenth less, as reckoned, and a tenth more: when it goes on, and when it ends."""

    what: str
    goes_on: Sequence[str]
    ends: Sequence[str]


def days(value: float) -> str:
    """A number of days as it is said: whole."""
    return f"{value:.0f}"


def span(told: Told | None) -> str:
    """From where to where eight of ten futures are."""
    return f"{days(told.low)}–{days(told.high)}" if told else "–"


def _wait(answer: Reckoned, choice: int) -> Told | None:
    return answer.told(choice, FIRST, "waited")


def names(ending: Ending) -> tuple[str, str, str]:
    """The three choices, by how much of the post it is about."""
    if ending.percent == ending.post.percent == 100:
        return gettext("Stillingen fortsetter"), gettext("Halv stilling"), gettext("Stillingen slutter")
    percent = {"percent": number(ending.percent)}
    return (
        gettext("%(percent)s prosent fortsetter") % percent, gettext("Halvparten fortsetter"),
        gettext("%(percent)s prosent slutter") % percent,
    )  # fmt: skip


def lines(answer: Reckoned, ending: Ending) -> list[Line]:
    """The choices beside one another."""
    return [_line(answer, ending, place, name) for place, name in enumerate(names(ending))]


def _line(answer: Reckoned, ending: Ending, place: int, name: str) -> Line:
    wait, late = _wait(answer, place), answer.told(place, FIRST, "late")
    helped, hospital = answer.told(place, STAY, "in_it"), answer.told(place, RECEIVED, "hospital_days_a_year")
    gone = {KEEP: Decimal(0), HALF: Decimal("0.5"), ENDS: Decimal(1)}[place]
    return Line(
        name, days(wait.middle) if wait else "–", span(wait), f"{100 * late.middle:.0f} %" if late else "–",
        days(helped.middle) if helped else "–", span(helped), days(hospital.middle) if hospital else "–", span(hospital),
        (ending.cost * (1 - gone)).quantize(Decimal(1)),
    )  # fmt: skip


def caseload(answer: Reckoned, ending: Ending) -> str:
    """How many there are to a work year, why that stays as it is when work ends, and what it would be if nobody were to go without.

    The model gives each as much time as before, so fewer are helped at a time: the number to a work year cannot change in it.
    """
    helped, now = answer.told(KEEP, STAY, "in_it"), answer.grounds.work_years
    if not helped or now <= 0:
        return ""
    today = gettext("Vi regner med at hver bruker får like mye tid som i dag: omtrent %(now)s brukere på hvert årsverk.") % {
        "now": _tenths(helped.middle / now)
    }
    left = now - ending.work_years
    if ending.work_years <= 0 or left <= 0:
        return today
    fewer = gettext("Med færre årsverk får derfor færre hjelp samtidig, og flere venter.")
    share = {"then": _tenths(helped.middle / left)}
    as_many = gettext("Skal like mange få hjelp uten stillingen, blir det %(then)s på hvert årsverk.") % share
    return f"{today} {fewer} {as_many}"


def _tenths(value: float) -> str:
    return number(Decimal(value).quantize(Decimal("0.1")))


def two_sentences(answer: Reckoned, ending: Ending) -> str:
    """The answer in two sentences."""
    kept, ends = _wait(answer, KEEP), _wait(answer, ENDS)
    said = gettext("Fra %(day)s er det ikke penger til %(percent)s prosent av stillingen.") % {
        "day": day_year(ending.from_day), "percent": number(ending.percent)
    }  # fmt: skip
    if not kept or not ends or kept.middle <= 0:
        return said
    times = ends.middle / kept.middle
    if times >= _MUCH_LONGER:
        then = gettext("Uten den blir ventetiden til første samtale om lag %(times)s ganger så lang") % {
            "times": small_number(round(times))
        }
    elif times >= _LONGER:
        then = gettext("Uten den blir ventetiden til første samtale lengre")
    else:
        then = gettext("Uten den blir ventetiden til første samtale omtrent som før")
    more = answer.told(ENDS, RECEIVED, "hospital_days_a_year"), answer.told(KEEP, RECEIVED, "hospital_days_a_year")
    if more[0] and more[1] and more[0].middle - more[1].middle >= 2:
        then = gettext("%(then)s, og kommunene betaler for flere døgn på sykehus") % {"then": then}
    return f"{said} {then}."


def chart(answer: Reckoned, ending: Ending) -> SafeString:
    """The waits drawn, with what they are read aloud as."""
    waits = [(name, told) for place, name in enumerate(names(ending)) if (told := _wait(answer, place))]
    rows = [drawing.Row(name, told.low, told.middle, told.high, f"{days(told.middle)} ({span(told)})") for name, told in waits]
    spoken = "; ".join(f"{row.name} {row.said}" for row in rows)
    title = gettext("Ventetid i dager: %(waits)s") % {"waits": spoken}
    return drawing.ranges(title, rows, goal=(GOAL, gettext("målet: %(days)s") % {"days": days(GOAL)}), unit=gettext("dager"))


def by_year(answer: Answer) -> list[dict[str, Any]]:
    """The wait of those who ask in each year, when it goes on and when it ends."""
    since = answer.asked.service.since
    found = []
    for stretch in range(1, len(answer.asked.stretches)):
        waits = [Told.of(answer.figures(choice, FIRST, stretch)["waited"]) for choice in (KEEP, HALF, ENDS)]
        year = since.replace(year=since.year + stretch - 1)
        found.append({"from": day_year(year), "waits": [f"{days(one.middle)} ({span(one)})" if one else "–" for one in waits]})
    return found


_TRIED = {
    "newcomers": N_("Vi ville sagt at det kom %(span)s nye. Det kom %(came)s."),
    "persons": N_("Vi ville sagt at %(span)s fikk hjelp eller ventet da året var over. Det ble %(came)s."),
    "waited": N_("Vi ville sagt at de nye ventet %(span)s dager på første samtale. De ventet %(came)s."),
}
_HELD = N_("Det traff.")
_MISSED = {
    "newcomers": (N_("Det var færre enn vi trodde."), N_("Det var flere enn vi trodde.")),
    "persons": (N_("Det var færre enn vi trodde."), N_("Det var flere enn vi trodde.")),
    "waited": (N_("Det var kortere enn vi trodde."), N_("Det var lengre enn vi trodde.")),
}


def tried(held: Sequence[Held]) -> list[Tried]:
    """Last year's forecast beside what came; persons in fives."""
    return [_tried(one) for one in held]


def _tried(one: Held) -> Tried:
    came = days(one.came) if one.what == "waited" else str(coarse(int(one.came)))
    verdict = _HELD if one.held else _MISSED[one.what][one.came > one.forecast.high]
    return Tried(one.what, gettext(_TRIED[one.what]) % {"span": span(one.forecast), "came": came}, gettext(verdict), one.held)


_LEANING = {
    "newcomers": N_("Nye personer"), "length": N_("Hvor lenge hjelpen varer"), "hours": N_("Timene hver ansatt har til brukere"),
}  # fmt: skip


def leaning(found: Mapping[str, list[tuple[Told | None, ...]]]) -> list[Leaning]:
    """What tips the answer."""
    return [Leaning(_LEANING[what], _three(by[0]), _three(by[1])) for what, by in found.items()]


def _three(waits: Sequence[Told | None]) -> list[str]:
    return [days(one.middle) if one else "–" for one in waits]
