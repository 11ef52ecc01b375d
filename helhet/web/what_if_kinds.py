"""The questions a leader may ask of the model beside what ends: each with its choices, and the words they are asked in."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext

from helhet.capacity import fitting, parted
from helhet.capacity.changes import Change, Closed, LowestFirst, SharedTeam, ShorterStays
from helhet.capacity.service import FIRST, HOSPITAL, Service
from helhet.capacity.steps import LIGHT, light

from . import what_if_model as model
from .templatetags.helhet import day_year, number
from .what_if_posts import NOTHING, Ending, MoneyEnds, Question


@dataclass(frozen=True)
class OneTeam(Question):
    """Some municipalities share a team, or each has its own, with the people and the work years they have now."""

    municipalities: tuple[tuple[str, str, float, float], ...]  # number, name, people, work years with people
    people: float  # of all the leader has, also those who do not share

    @property
    def teams(self) -> model.Numbers:
        """Each has one."""
        return tuple(number for number, *_ in self.municipalities)

    @property
    def lacking(self) -> Sequence[str]:
        """Those of which it cannot be said, by name: nobody works there with people, or nobody is known to live there."""
        return [name for _, name, many, years in self.municipalities if years <= 0 or not many]

    @property
    def of(self) -> Hashable:
        """The municipalities, with their people and work."""
        return self.municipalities, self.people

    @property
    def one_team(self) -> bool:
        """They are one team in the last choice only."""
        return False

    def service(self, found: fitting.Fitted) -> Service:
        """The same people and work, each municipality by itself, waiting as people have waited."""
        each = {key: (many, years) for key, _, many, years in self.municipalities}
        return fitting.divided(found, lambda whole: parted.by_municipality(whole, each, self.people))

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """Each by itself, or one team."""
        pools = tuple(parted.name(fitting.TEAM, key) for key, *_ in self.municipalities)
        return [(), (SharedTeam(pools, fitting.TEAM),)]

    @property
    def names(self) -> tuple[str, ...]:
        """The choices."""
        return gettext("Hver kommune for seg"), gettext("Ett lag sammen")

    @property
    def title(self) -> str:
        """The question, as a heading."""
        return gettext("Hva skjer når flere kommuner deler et lag?")

    @property
    def opening(self) -> str:
        """What happens, before what follows."""
        return gettext("Det gjelder %(names)s.") % {"names": ", ".join(name for _, name, *_ in self.municipalities)}

    @property
    def assumed(self) -> Sequence[str]:
        """What this question takes for granted."""
        return [
            gettext("Hver kommune har de brukerne og de årsverkene den har i dag, og hjelper bare sine egne."),
            gettext("Reisetid mellom kommunene er ikke regnet med."),
        ]


def one_team(chosen: Sequence[tuple[str, str]], inhabitants: Mapping[str, int], on: date) -> OneTeam:
    """These municipalities, by number and name, share a team; the others that the service is of are in it by their inhabitants."""
    whose = model.people(inhabitants, on)
    each = tuple((key, name, whose[key], model.staffing((key,), on, inhabitants[key]).work_years) for key, name in chosen)
    return OneTeam(on + timedelta(days=1), each, sum(whose.values()))


@dataclass(frozen=True)
class ShorterInHospital(Question):
    """The hospital sends people home earlier."""

    share: Decimal

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """As now, or so much shorter: what is cut comes as time with us."""
        return [(), (ShorterStays(HOSPITAL, float(self.share) / 100, self.from_day),)]

    @property
    def names(self) -> tuple[str, ...]:
        """The choices."""
        return gettext("Opphold som nå"), self.short

    @property
    def title(self) -> str:
        """The question, as a heading."""
        return gettext("Hva skjer når opphold på sykehus blir kortere?")

    @property
    def opening(self) -> str:
        """What happens, before what follows."""
        said = gettext("Fra %(day)s kommer folk hjem %(percent)s prosent tidligere.")
        return said % {"day": day_year(self.from_day), "percent": number(self.share)}

    @property
    def short(self) -> str:
        """The last choice, beside that of another question."""
        return gettext("%(percent)s prosent kortere opphold") % {"percent": number(self.share)}

    @property
    def assumed(self) -> Sequence[str]:
        """What this question takes for granted."""
        return [gettext("Dagene som blir borte på sykehuset, trenger like mange dager hos oss.")]


@dataclass(frozen=True)
class LighterFirst(Question):
    """Everybody begins with a lighter help, and those for whom it is not enough go on."""

    helped: Decimal

    @property
    def lighter_help(self) -> bool:
        """What it is about."""
        return True

    def service(self, found: fitting.Fitted) -> Service:
        """The service with a lighter help that nobody is in yet."""
        return with_light(found.service)

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """As now, or the lighter help first."""
        share = float(self.helped) / 100
        return [(), tuple(LowestFirst(str(pathway), LIGHT, share, after=FIRST) for pathway in fitting.PATHWAYS)]

    @property
    def names(self) -> tuple[str, ...]:
        """The choices."""
        return gettext("Rekkefølge som nå"), self.short

    @property
    def title(self) -> str:
        """The question, as a heading."""
        return gettext("Hva skjer når alle begynner med lettere hjelp?")

    @property
    def opening(self) -> str:
        """What happens, before what follows."""
        said = gettext("Alle nye får først lettere hjelp, og for %(percent)s av 100 er det nok.")
        return said % {"percent": number(self.helped)}

    @property
    def short(self) -> str:
        """The last choice, beside that of another question."""
        return gettext("Lettere hjelp først")

    @property
    def assumed(self) -> Sequence[str]:
        """What this question takes for granted."""
        return [gettext("Lettere hjelp varer i 60 dager og tar halvparten så mye tid hver uke. Det er en antakelse.")]


@dataclass(frozen=True)
class ThreeMonthsClosed(Question):
    """The service is closed for some months, or nearly."""

    until: date
    open_share: Decimal

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """Open as now, or closed."""
        return [(), (Closed(fitting.TEAM, self.from_day, self.until, float(self.open_share) / 100),)]

    @property
    def names(self) -> tuple[str, ...]:
        """The choices."""
        return gettext("Åpent som nå"), self.short

    @property
    def title(self) -> str:
        """The question, as a heading."""
        return gettext("Hva skjer når tjenesten stenger i tre måneder?")

    @property
    def opening(self) -> str:
        """What happens, before what follows."""
        said = gettext("Fra %(day)s til %(until)s er tjenesten stengt.")
        if self.open_share:
            said = gettext("Fra %(day)s til %(until)s er %(percent)s prosent av tiden med brukere igjen.")
        return said % {"day": day_year(self.from_day), "until": day_year(self.until), "percent": number(self.open_share)}

    @property
    def short(self) -> str:
        """The last choice, beside that of another question."""
        return gettext("Stengt i tre måneder")

    @property
    def assumed(self) -> Sequence[str]:
        """What this question takes for granted."""
        return [gettext("Den som får hjelp når det stenger, har like mye hjelp igjen når det åpner.")]


Alone = Ending | MoneyEnds | ShorterInHospital | LighterFirst | ThreeMonthsClosed


@dataclass(frozen=True)
class Both(Question):
    """Two questions beside each other and beside how it is now, with the same people in all three."""

    one: Alone
    other: Alone

    def service(self, found: fitting.Fitted) -> Service:
        """The service that both can be asked of."""
        return with_light(found.service) if self.lighter_help else found.service

    @property
    def lighter_help(self) -> bool:
        """One of them is about it."""
        return self.one.lighter_help or self.other.lighter_help

    def changes(self) -> Sequence[tuple[Change, ...]]:
        """As now, the last choice of the one, and that of the other."""
        return [(), self.one.changes()[-1], self.other.changes()[-1]]

    @property
    def saves(self) -> Sequence[Decimal]:
        """What each choice saves of wages a year."""
        last = [each.saves[-1] if each.saves else NOTHING for each in (self.one, self.other)]
        return [NOTHING, *last] if any(last) else []

    @property
    def names(self) -> tuple[str, ...]:
        """The choices."""
        return gettext("Som nå"), self.one.short, self.other.short

    @property
    def title(self) -> str:
        """The question, as a heading."""
        return gettext("To valg mot hverandre")

    @property
    def opening(self) -> str:
        """What happens, before what follows."""
        return f"{self.one.opening} {gettext('Eller:')} {self.other.opening}"

    @property
    def assumed(self) -> Sequence[str]:
        """What the two take for granted."""
        return [*self.one.assumed, *self.other.assumed]


Asked = Alone | OneTeam | Both


def with_light(service: Service) -> Service:
    """The service with a lighter help that nobody is in yet."""
    usual = next(step for step in service.steps if step.key == f"{fitting.STAY}_{fitting.PATHWAYS[0]}")
    return replace(service, steps=(*service.steps, light(fitting.TEAM, usual)))
