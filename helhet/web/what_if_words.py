"""The what-if page's sentences and figures: what a councillor reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from helhet.capacity.compared import Answer
from helhet.capacity.fitting import Grounds, Thin, TooLittle
from helhet.capacity.fitting import Tried as Held
from helhet.capacity.observed import FACT, GROUP, HOME, SPECIALIST
from helhet.capacity.outcomes import Told
from helhet.capacity.service import FIRST, HELPED, RECEIVED, WHOLE
from helhet.capacity.steps import MAPPING, nation
from helhet.organisation.rules import N_
from helhet.record.disclosure import coarse

from . import charts as drawing
from .oversight_words import length
from .templatetags.helhet import day_year, kroner, number, small_number
from .what_if_duties import TOLD, Times
from .what_if_kinds import Asked, Both
from .what_if_model import DEARER, LONGER, Reckoned

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
STEP_NAMES = {
    MAPPING: N_("kartlegging"), HOME: N_("oppfølging i hjemmet"), FACT: N_("tett oppfølging av hele teamet"),
    GROUP: N_("dagtilbud og gruppe"), SPECIALIST: N_("spesialisthelsetjenesten"),
}  # fmt: skip
_SELDOM = 1.0  # times a year: what is broken no oftener is told in a sentence
_NO_MONEY = 500.0  # kroner a year: less than that is told as no difference
_SHORTER, _LONGER, _MUCH_LONGER = 0.87, 1.15, 1.8
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
    cost: str
    cost_range: str


@dataclass(frozen=True)
class Duty:
    """A duty, and how often a year it is broken in each choice: (middle, range)."""

    name: str
    length: str
    broken: Sequence[tuple[str, str]]


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


def lines(answer: Reckoned, asking: Asked) -> list[Line]:
    """The choices beside one another."""
    return [_line(answer, asking, place, name) for place, name in enumerate(asking.names)]


def _line(answer: Reckoned, asking: Asked, place: int, name: str) -> Line:
    wait, late = _wait(answer, place), answer.told(place, FIRST, "late")
    helped, hospital = answer.told(place, HELPED, "in_it"), answer.told(place, RECEIVED, "hospital_days_a_year")
    cost = answer.told(place, WHOLE, "kroner_a_year")
    return Line(
        name, days(wait.middle) if wait else "–", span(wait), f"{100 * late.middle:.0f} %" if late else "–",
        days(helped.middle) if helped else "–", span(helped), days(hospital.middle) if hospital else "–", span(hospital),
        thousands(cost.middle) if cost else "–", f"{thousands(cost.low)}–{thousands(cost.high)}" if cost else "–",
    )  # fmt: skip


def thousands(kroner_: float) -> str:
    """Kroner in whole thousands."""
    return kroner(Decimal(kroner_) / 1000)


def cost(answer: Reckoned, asking: Asked) -> list[str]:
    """What each question's last choice costs more or less than the first, with its range."""
    places = (1, 2) if isinstance(asking, Both) else (len(asking.names) - 1,)
    return [said for place in places if (said := _dearer(answer, asking, place))]


def _dearer(answer: Reckoned, asking: Asked, place: int) -> str:
    more = answer.told(place, WHOLE, DEARER)
    if not more or max(abs(more.low), abs(more.high)) < _NO_MONEY:
        return ""
    span_ = sorted((abs(more.low), abs(more.high)))
    values = {"then": asking.names[place], "now": asking.names[0], "middle": thousands(abs(more.middle))}
    values |= {"low": thousands(span_[0]), "high": thousands(span_[1])}
    if abs(more.middle) < _NO_MONEY and (more.low > -_NO_MONEY or more.high < _NO_MONEY):
        dearer, values = more.high > _NO_MONEY, values | {"most": thousands(max(abs(more.low), abs(more.high)))}
        return (
            gettext("«%(then)s» koster inntil %(most)s tusen kroner mer i året enn «%(now)s».") if dearer
            else gettext("«%(then)s» koster inntil %(most)s tusen kroner mindre i året enn «%(now)s».")
        ) % values  # fmt: skip
    if more.low > 0:
        return gettext("«%(then)s» koster %(middle)s tusen kroner mer i året enn «%(now)s» (fra %(low)s til %(high)s).") % values
    if more.high < 0:
        return gettext("«%(then)s» koster %(middle)s tusen kroner mindre i året enn «%(now)s» (fra %(low)s til %(high)s).") % values
    values |= {"low": thousands(-more.low), "high": thousands(more.high)}
    return gettext("«%(then)s» koster mellom %(low)s tusen kroner mindre og %(high)s tusen mer i året enn «%(now)s».") % values


def broken(answer: Reckoned, asking: Asked, given: Times) -> list[Duty]:
    """The duties that will be broken in some choice, and how often a year in each; those hardly ever broken are not among them."""
    found, lengths = [], dict(given)
    for one in TOLD:
        each = [answer.told(place, one.id, "broken_a_year") for place in range(len(asking.names))]
        if any(told and told.high > _SELDOM for told in each):
            told_as = [(days(told.middle), span(told)) if told else ("–", "–") for told in each]
            found.append(Duty(gettext(one.name), length(lengths[one.id]), told_as))
    return found


def kept(answer: Reckoned, asking: Asked) -> str:
    """The duties that hold in every choice, in a sentence; nothing when there are none."""
    names = [
        gettext(one.name) for one in TOLD
        if not any((told := answer.told(place, one.id, "broken_a_year")) and told.high > _SELDOM for place in range(len(asking.names)))
    ]  # fmt: skip
    return gettext("Brutt høyst én gang i året i ni av ti framskrivinger: %(duties)s.") % {"duties": ", ".join(names)} if names else ""


def too_few(grounds: Grounds) -> str:
    """The steps there is too little to say of by themselves, in a sentence; nothing when there is enough of each."""
    if not grounds.too_few:
        return ""
    names = ", ".join(gettext(STEP_NAMES[one]) for one in grounds.too_few)
    return gettext("For dette er det for lite å si noe ut fra hver for seg, så det er regnet som vanlig oppfølging: %(steps)s.") % {
        "steps": names
    }


def caseload(answer: Reckoned, asking: Asked) -> str:
    """How many there are to a work year, why that stays as it is when work ends, and what it would be if nobody were to go without.

    The model gives each as much time as before, so fewer are helped at a time: the number to a work year cannot change in it.
    """
    helped, now = answer.told(0, HELPED, "in_it"), answer.grounds.work_years
    left = now - asking.work_years
    if not helped or asking.work_years <= 0 or left <= 0:
        return ""
    today = gettext("Vi regner med at hver bruker får like mye tid som i dag: omtrent %(now)s brukere på hvert årsverk.") % {
        "now": _tenths(helped.middle / now)
    }
    fewer = gettext("Med færre årsverk får derfor færre hjelp samtidig, og flere venter.")
    share = {"then": _tenths(helped.middle / left)}
    as_many = gettext("Skal like mange få hjelp uten stillingen, blir det %(then)s på hvert årsverk.") % share
    return f"{today} {fewer} {as_many}"


def _tenths(value: float) -> str:
    return number(Decimal(value).quantize(Decimal("0.1")))


def in_short(answer: Reckoned, asking: Asked) -> str:
    """The answer in two or three sentences."""
    if isinstance(asking, Both):
        each = [_then(answer, place) for place in (1, 2)]
        return f"{asking.one.opening} {each[0]} {gettext('Eller:')} {asking.other.opening} {each[1]}"
    return f"{asking.opening} {_then(answer, len(asking.names) - 1)}".strip()


def _then(answer: Reckoned, place: int) -> str:
    """What becomes of the wait in one choice, beside how it is."""
    kept, then = _wait(answer, 0), _wait(answer, place)
    if not kept or not then or kept.middle <= 0:
        return ""
    times = then.middle / kept.middle
    if times >= _MUCH_LONGER:
        said = gettext("Da blir ventetiden til første samtale om lag %(times)s ganger så lang") % {"times": small_number(round(times))}
    elif times >= _LONGER:
        said = gettext("Da blir ventetiden til første samtale lengre")
    elif times > _SHORTER:
        said = gettext("Da blir ventetiden til første samtale omtrent som før")
    else:
        said = gettext("Da blir ventetiden til første samtale kortere")
    more = answer.told(place, RECEIVED, "hospital_days_a_year"), answer.told(0, RECEIVED, "hospital_days_a_year")
    if more[0] and more[1] and more[0].middle - more[1].middle >= 2:
        said = gettext("%(then)s, og kommunene betaler for flere døgn på sykehus") % {"then": said}
    return f"{said}."


def beside(answer: Reckoned, asking: Asked) -> str:
    """How two questions differ, future by future; nothing when one is asked alone."""
    more = answer.told(len(asking.names) - 1, FIRST, LONGER)
    if not isinstance(asking, Both) or not more:
        return ""
    values = {"other": asking.other.short, "one": asking.one.short, "days": days(abs(more.middle)), "span": span(more)}
    if more.low > 0:
        return gettext("«%(other)s» gir lengre ventetid enn «%(one)s» i ni av ti framskrivinger: midt i er det %(days)s dager.") % values
    if more.high < 0:
        return gettext("«%(other)s» gir kortere ventetid enn «%(one)s» i ni av ti framskrivinger: midt i er det %(days)s dager.") % values
    return gettext("Framskrivingene skiller ikke sikkert mellom «%(one)s» og «%(other)s».") % values


def chart(answer: Reckoned, asking: Asked) -> SafeString:
    """The waits drawn, with what they are read aloud as."""
    waits = [(name, told) for place, name in enumerate(asking.names) if (told := _wait(answer, place))]
    rows = [drawing.Row(name, told.low, told.middle, told.high, f"{days(told.middle)} ({span(told)})") for name, told in waits]
    spoken = "; ".join(f"{row.name} {row.said}" for row in rows)
    title = gettext("Ventetid i dager: %(waits)s") % {"waits": spoken}
    return drawing.ranges(title, rows, goal=(GOAL, gettext("målet: %(days)s") % {"days": days(GOAL)}), unit=gettext("dager"))


def by_year(answer: Answer) -> list[dict[str, Any]]:
    """The wait of those who ask in each year, when it goes on and when it ends."""
    since = answer.asked.service.since
    found = []
    for stretch in range(1, len(answer.asked.stretches)):
        waits = [Told.of(answer.figures(choice, FIRST, stretch)["waited"]) for choice in range(len(answer.asked.choices))]
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
