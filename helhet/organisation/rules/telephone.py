"""Whom do I ring about this, now? One number, then who answers if nobody does, who answers later, and who else knows.

Everything is an argument: the words, the telephones with their hours, who is away, where the asker works, and the instant. The order
is: danger to life; those who answer at that instant and fit the words; the named worker before the switchboard before the doctor on
duty (`order`). When nobody who fits answers, the one who finds the right person does, else the doctor on duty, and the page says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from . import N_, Hours
from .words import MEANT, best, is_danger, likeness, says_whose, typed, words_of


class When(StrEnum):
    """When somebody is to answer, as the address says it."""

    NOW = "na"
    EVENING = "kveld"
    NIGHT = "natt"
    WEEKEND = "helg"


WHEN_NAMES = {When.NOW: N_("Nå"), When.EVENING: N_("I kveld"), When.NIGHT: N_("I natt"), When.WEEKEND: N_("I helgen")}

_WHEN_WORDS = {
    **dict.fromkeys(("nå", "no", "now"), When.NOW),
    **dict.fromkeys(("kveld", "kvelden", "ettermiddag", "ettermiddagen", "tonight", "evening"), When.EVENING),
    **dict.fromkeys(("natt", "natten", "natta", "night"), When.NIGHT),
    **dict.fromkeys(("helg", "helgen", "helga", "helgi", "lørdag", "laurdag", "søndag", "sundag", "weekend"), When.WEEKEND),
}

# Words that name danger to life by themselves: nobody should read a list first.
_DANGER = (
    "overdose", "bevisstløs", "medvitslaus", "livløs", "livlaus", "hjertestans", "hjartestans", "ambulanse", "unconscious",
    "puste", "puster", "pustar", "pusten", "breathing", "hengt", "hengte", "hengde", "drukner", "druknar",
    "druknet", "drukna", "kveles", "kvelest",
)  # fmt: skip

# What we take for hours when nobody has written any; the page says that they are not written.
OFFICE = Hours(frozenset(range(5)), time(8), time(15, 30))

# What a telephone says of itself, how much it weighs, and how surely a word must be found there.
_FIELDS = (("name", 4, 0.0), ("topics", 3, 0.0), ("helps_with", 2, MEANT), ("belongs", 2, MEANT))
_FITS = 0.6  # of the best fit, to be rung at all
_KNOWS = 0.3  # of the best fit, to stand under «also»
_MOST = 5


@dataclass(frozen=True)
class Telephone:
    """One number somebody answers: about what, for which municipalities, when."""

    key: object
    name: str
    number: str
    helps_with: str = ""
    topics: str = ""
    belongs: str = ""
    serves: frozenset[str] = frozenset()
    hours: tuple[Hours, ...] = ()
    order: int = 50
    staff: object = None
    stands_in_for: object = None
    finds_others: bool = False  # the coordinating unit: anything can be asked
    on_duty: bool = False  # the doctor on duty: when it cannot wait
    deputy_for: str = ""
    away_until: date | None = None

    @property
    def first_name(self) -> str:
        """What she is called in a heading."""
        return self.name.split()[0]

    @property
    def says(self) -> str:
        """What can be asked there, as a sentence."""
        return self.helps_with if self.helps_with.endswith(".") or not self.helps_with else f"{self.helps_with}."


# Norway's emergency number (113) is an answer even where nobody has written it in.
LIFE = Telephone("113", N_("Fare for liv"), "113", hours=(Hours(frozenset(range(7)), time(0), time(0), on_holidays=True),))


@dataclass(frozen=True)
class Away:
    """A worker is away from one day until another, and somebody answers for her."""

    staff: object
    since: date
    until: date
    deputy: object
    deputy_name: str
    deputy_number: str


@dataclass(frozen=True)
class Place:
    """The municipalities that take part, by number, and what the region between them is called."""

    names: Mapping[str, str]
    regions: frozenset[str] = frozenset()
    elsewhere: Mapping[str, str] = field(default_factory=dict)  # lower-case name → name, of municipalities that do not take part


@dataclass(frozen=True)
class Question:
    """What somebody typed, understood: what it is about, where, and when."""

    words: tuple[str, ...] = ()
    number: str = ""
    when: When | None = None
    regions: tuple[str, ...] = ()
    elsewhere: str = ""
    about: str = ""  # the words as they were typed


@dataclass(frozen=True)
class Line:
    """A telephone at an instant: answers until, or answers next."""

    telephone: Telephone
    answers: bool
    always: bool = False
    until: datetime | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    place: str = ""

    @property
    def hours_known(self) -> bool:
        """False when nobody has written when it is answered."""
        return bool(self.telephone.hours)


@dataclass(frozen=True)
class Answer:
    """One number to ring, and what stands under it."""

    question: Question
    number: str
    when: When
    at: datetime
    first: Line | None
    fits: bool
    instead: tuple[Line, ...] = ()
    later: tuple[Line, ...] = ()
    also: tuple[Line, ...] = ()


def understand(text: str, place: Place) -> Question:
    """Take the place and the time out of the words; what is left is what it is about."""
    about, number, when, regions, elsewhere = [], "", None, [], ""
    for as_typed in typed(text):
        word = as_typed.lower()
        if word in _WHEN_WORDS:
            when = when or _WHEN_WORDS[word]
        elif found := _municipality(word, place.names):
            number = number or found
        elif word in place.regions:
            regions.append(word)
        elif word in place.elsewhere:
            elsewhere = elsewhere or place.elsewhere[word]
        else:
            about.append(as_typed)
    return Question(tuple(word.lower() for word in about), number, when, tuple(regions), elsewhere, " ".join(about))


def _municipality(word: str, names: Mapping[str, str]) -> str:
    """The municipality meant by a word: its name or one of the two in it, a place that begins with it, or a slip of the finger."""
    parts = [(part, number) for number, name in names.items() for part in words_of(name)]
    exact = [number for part, number in parts if word in (part, f"{part}s")]
    near = [number for part, number in parts if len(part) >= 5 and word.startswith(part)]
    slips = [number for part, number in parts if likeness(word, part) >= 0.6]
    return next(iter([*exact, *near, *slips]), "")


def instant(when: When, at: datetime) -> datetime:
    """The (local) instant meant: six tonight, two in the night, noon on Saturday; now, when it is that already."""
    if when == When.EVENING and not 18 <= at.hour < 24:
        return at.replace(hour=18, minute=0)
    if when == When.NIGHT and 6 <= at.hour < 23:
        return (at + timedelta(days=1)).replace(hour=2, minute=0)
    if when == When.WEEKEND and at.weekday() < 5:
        return (at + timedelta(days=5 - at.weekday())).replace(hour=12, minute=0)
    return at


def with_deputies(telephones: Iterable[Telephone], away: Sequence[Away], *, on: date) -> list[Telephone]:
    """Who is away is never the answer; her deputy is, or the deputy's own. Nobody who can be rung: the telephone is left out."""
    gone = {one.staff: one for one in away if one.since <= on <= one.until}
    found = []
    for telephone in telephones:
        deputy, seen = gone.get(telephone.staff), {telephone.staff}
        while deputy and deputy.deputy in gone and deputy.deputy not in seen:
            seen.add(deputy.deputy)
            deputy = gone[deputy.deputy]
        if telephone.staff not in gone:
            found.append(telephone)
        elif deputy and deputy.deputy not in gone and deputy.deputy_number:
            found.append(
                replace(
                    telephone, name=deputy.deputy_name, number=deputy.deputy_number, staff=deputy.deputy,
                    deputy_for=telephone.name, away_until=gone[telephone.staff].until,
                )
            )  # fmt: skip
    return found


def line(telephone: Telephone, at: datetime) -> Line:
    """This telephone at this instant."""
    hours = telephone.hours or (OFFICE,)
    openings = sorted((opening for one in hours for opening in _coming(one, at)), key=lambda found: found[0])
    until = at
    for since, end in openings:
        if since <= until < end:
            until = end
    if until > at:
        always = until - at > timedelta(days=6)
        return Line(telephone, True, always, until if telephone.hours else None, place=_place(hours, at))
    if not openings or not telephone.hours:
        return Line(telephone, False)
    opens, closes = openings[0]
    return Line(telephone, False, opens=opens, closes=closes, place=_place(hours, opens))


def _coming(hours: Hours, at: datetime) -> list[tuple[datetime, datetime]]:
    """The opening now or next, and those of the week after it, which may follow straight on."""
    return list(islice(hours.openings(at), 8))


def _place(hours: Iterable[Hours], at: datetime) -> str:
    return next((one.place for one in hours if one.place and one.includes(at)), "")


def fit(words: Iterable[str], telephone: Telephone) -> float:
    """How well a telephone fits the words: its name weighs more than its topics, they more than the rest.

    Sentences («kan komme hjem») tell only by the word itself, not by a compound of it. The emergency number is never found by what is
    near: nobody who writes «far» is in danger. Beside what it is about, who it is about counts half: anxiety in the young is anxiety.
    """
    known = [(weight, surely, words_of(getattr(telephone, name))) for name, weight, surely in _FIELDS]
    if telephone.number == LIFE.number:
        return sum(max(weight * (word in texts) for weight, _, texts in known) for word in words)
    said = list(words)
    whose = 1.0 if all(map(says_whose, said)) else 0.5
    return sum(
        (whose if says_whose(word) else 1.0) * max(weight * _from(surely, best(word, texts)) for weight, surely, texts in known)
        for word in said
    )


def _from(surely: float, found: float) -> float:
    return found if found >= surely else 0.0


def answer(
    question: Question, telephones: Iterable[Telephone], *, home: str, at: datetime, when: When, away: Sequence[Away] = ()
) -> Answer:
    """Whom to ring about this, there, then; `home` is where the asker works, for when the words name no place."""
    number, meant = question.number or home, when
    then = instant(meant, at)
    here = with_deputies((one for one in telephones if number in one.serves), away, on=then.date())
    words = [*question.words, *(word for word in question.regions if _is_topic(word, here))]
    search = _Search(words, here, then)
    first, fits = search.first()
    if first is None:
        return Answer(question, number, meant, then, None, False, also=search.also(set()))
    shown = {first.telephone.number}
    instead = search.instead(first, shown)
    later = search.later(first, shown)
    return Answer(question, number, meant, then, first, fits, instead, later, search.also(shown))


def _is_topic(word: str, telephones: Iterable[Telephone]) -> bool:
    return any(word in words_of(one.topics) for one in telephones)


class _Search:
    """The telephones of one place at one instant, held against the words."""

    def __init__(self, words: Sequence[str], telephones: Sequence[Telephone], at: datetime) -> None:
        self.at = at
        self.telephones = sorted(telephones, key=lambda one: (one.order, one.name))
        self.danger = any(is_danger(word, _DANGER) for word in words)
        self.asked = bool(words)
        scored = sorted(((round(fit(words, one), 3), one) for one in self.telephones), key=lambda found: -found[0])
        most = scored[0][0] if scored else 0
        self.fitting = [one for score, one in scored if score and score >= _FITS * most]
        self.knowing = [one for score, one in scored if score and score >= _KNOWS * most]

    def open(self, telephones: Iterable[Telephone], at: datetime) -> list[Line]:
        """Those of them that answer at this instant."""
        return [found for one in telephones if (found := line(one, at)).answers]

    def anybody(self, at: datetime) -> list[Line]:
        """Who can be asked about anything: the one who finds others, then the doctor on duty."""
        return self.open((one for one in self.telephones if one.finds_others), at) + self.open(
            (one for one in self.telephones if one.on_duty and one.number != LIFE.number), at
        )

    def first(self) -> tuple[Line | None, bool]:
        """The one to ring, and whether it fits what was asked."""
        if self.danger:
            life = next((one for one in self.telephones if one.number == LIFE.number), LIFE)
            return line(life, self.at), True
        fitting = self.open(self.fitting, self.at)
        if fitting:
            return fitting[0], True
        return next(iter(self.anybody(self.at)), None), not self.asked

    def instead(self, first: Line, shown: set[str]) -> tuple[Line, ...]:
        """Who answers if the first does not: her stand-ins and the one who finds others, else the next who fits, else colleagues."""
        if self.danger:
            return ()
        stand_ins = [one for one in self.telephones if one.stands_in_for == first.telephone.key]
        others = [one for one in self.telephones if one.finds_others]
        named = [one for one in self.telephones if one.staff]
        groups = ([*stand_ins, *others], self.fitting, named, [one for one in self.telephones if one.on_duty and one.number != LIFE.number])
        return next((found for group in groups if (found := _new(self.open(group, self.at), shown, 2))), ())

    def later(self, first: Line, shown: set[str]) -> tuple[Line, ...]:
        """Who answers when the first no longer does."""
        if first.always or first.until is None:
            return ()
        fitting = _new(self.open(self.fitting, first.until), shown, 2)
        return fitting or _new(self.anybody(first.until), shown, 2)

    def also(self, shown: set[str]) -> tuple[Line, ...]:
        """Who else knows about it, open or not: those who answer first."""
        lines = sorted((line(one, self.at) for one in self.knowing), key=lambda one: (not one.answers, one.opens is None))
        return _new(lines, shown, _MOST)


def _new(lines: Iterable[Line], shown: set[str], most: int) -> tuple[Line, ...]:
    """The first of these that do not stand on the page already."""
    found: list[Line] = []
    for one in lines:
        if one.telephone.number not in shown and len(found) < most:
            shown.add(one.telephone.number)
            found.append(one)
    return tuple(found)
