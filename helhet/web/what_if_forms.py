"""What a leader may ask on the what-if page: a form for each kind of question, and the question it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest

from helhet.access.policy import NotVisible
from helhet.organisation.queries import posts as organisation
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any

from . import what_if_kinds as kinds
from . import what_if_model as model
from .forms import Day, Form, ManyChoices
from .oversight_place import Place
from .rehearsal import faults_beside
from .sheet import pick
from .what_if_posts import Ending, MoneyEnds, Part

AHEAD_DAYS = 2 * 365
OTHER = "og"  # the fields of the question beside the first begin so
_SPARE = Decimal("0.01")
_THREE_MONTHS = timedelta(days=91)
_TEAM = range(2, 5)  # so many municipalities may share one


@dataclass(frozen=True)
class Where:
    """Where it is asked: the place, the day its figures are of, and today."""

    place: Place
    today: date

    @property
    def on(self) -> date:
        """The last month that has ended."""
        return model.as_of(self.today)

    @property
    def numbers(self) -> tuple[str, ...]:
        """All who work together: they are one team."""
        return tuple(self.place.numbers)

    @property
    def inhabitants(self) -> int:
        """How many live there."""
        return sum(one.population or 0 for one in self.place.municipalities)

    @cached_property
    def posts(self) -> list[organisation.PostOn]:
        """The posts that somebody waits for."""
        return [one for one in organisation.posts_on(self.place.numbers, on=self.today) if model.with_people(one)]

    @cached_property
    def ends(self) -> list[organisation.MoneyEnds]:
        """The money that ends within two years, first things first."""
        return organisation.ends_next(self.place.numbers, on=self.today, days=AHEAD_DAYS)

    @cached_property
    def money(self) -> dict[str, list[Part]]:
        """The money that ends, by where it comes from, with what of each post it pays for."""
        asked_of = {one.post.pk: one for one in self.posts}
        found: dict[str, list[Part]] = {}
        for one in self.ends:
            if one.funding.name and one.post.pk in asked_of:
                post = asked_of[one.post.pk]
                part = Part(post, min(one.unpaid, post.percent), max(one.from_day, self.today + timedelta(days=1)), self.numbers)
                found.setdefault(one.funding.name, []).append(part)
        return found


class _From(Form):
    """From which day."""

    fra = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())


class PostForm(Form):
    """What ends, when, and how much of it."""

    stilling = forms.ChoiceField(label=N_("Hvilken stilling?"))
    fra = forms.DateField(label=N_("Fra hvilken dag er den borte?"), widget=Day())
    prosent = forms.DecimalField(
        label=N_("Hvor mye av en hel stilling?"), required=False, min_value=_SPARE, max_value=Decimal(100), decimal_places=2,
        help_text=N_("I prosent. La stå tomt for alt."),
    )  # fmt: skip


class MoneyForm(Form):
    """Which money."""

    kilde = forms.ChoiceField(label=N_("Hvilke penger?"))


class TeamForm(Form):
    """Who shares the team."""

    kommuner = forms.MultipleChoiceField(label=N_("Hvilke kommuner?"), widget=ManyChoices(), help_text=N_("Velg to, tre eller fire."))


class HospitalForm(_From):
    """How much shorter."""

    kortere = forms.DecimalField(
        label=N_("Hvor mye kortere?"), min_value=Decimal(1), max_value=Decimal(90), decimal_places=0, help_text=N_("I prosent.")
    )


class OrderForm(_From):
    """How many the lighter help is enough for."""

    nok = forms.DecimalField(
        label=N_("For hvor mange av 100 er lettere hjelp nok?"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=0,
        help_text=N_("Kortere samtaler, gruppe eller veiledet selvhjelp. Ingen vet tallet: prøv flere."),
    )  # fmt: skip


class ClosedForm(_From):
    """How much stays open."""

    igjen = forms.DecimalField(
        label=N_("Hvor mye av tiden med brukere er igjen?"), min_value=Decimal(0), max_value=Decimal(90), decimal_places=0,
        help_text=N_("I prosent. 0 er helt stengt."),
    )  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of question: what it is called on the page, its form, and what its answers become."""

    key: str
    name: str
    form: type[Form]
    made: Callable[[Where, Mapping[str, Any]], kinds.Asked]
    initial: Mapping[str, Any]
    # What each form is asked of, when it chooses among something there is.
    choices: Callable[[Where], Mapping[str, list[tuple[str, str]]]] = lambda _: {}


def _day(where: Where, day: date, *faults: Fault) -> date:
    """Raises `Refused` for a day that is over or too far ahead."""
    last = where.on + timedelta(days=int(model.YEARS * 365.25) - 365)
    found = list(faults)
    if day <= where.today:
        found.insert(0, Fault("fra", N_("Velg en dag som ikke er over.")))
    elif day > last:
        found.insert(0, Fault("fra", N_("Så langt frem kan vi ikke se. Velg en dag før {day}."), {"day": last}))
    refuse_if_any(found)
    return day


def _post(where: Where, data: Mapping[str, Any]) -> Ending:
    post = next(one for one in where.posts if str(one.post.pk) == data["stilling"])
    percent = data["prosent"] or post.percent
    faults = []
    if percent > post.percent:
        faults.append(Fault("prosent", N_("Stillingen er på {percent} prosent."), {"percent": f"{post.percent.normalize():f}"}))
    from_day = _day(where, data["fra"], *faults)
    return Ending(from_day, Part(post, percent, from_day, where.numbers))


def _money(where: Where, data: Mapping[str, Any]) -> MoneyEnds:
    parts = tuple(where.money[data["kilde"]])
    return MoneyEnds(min(one.from_day for one in parts), data["kilde"], parts)


def _team(where: Where, data: Mapping[str, Any]) -> kinds.OneTeam:
    inhabitants = {one.pk: one.population or 0 for one in where.place.municipalities}
    chosen = [(one.pk, one.name) for one in where.place.municipalities if one.pk in data["kommuner"]]
    asked = kinds.one_team(chosen, inhabitants, where.on)
    faults = []
    if len(chosen) not in _TEAM:
        faults.append(Fault("kommuner", N_("Velg to, tre eller fire kommuner.")))
    faults += [Fault("kommuner", N_("{name} mangler årsverk med brukere eller innbyggertall."), {"name": one}) for one in asked.lacking]
    refuse_if_any(faults)
    return asked


def _closed(where: Where, data: Mapping[str, Any]) -> kinds.ThreeMonthsClosed:
    since = _day(where, data["fra"])
    return kinds.ThreeMonthsClosed(since, since + _THREE_MONTHS, data["igjen"])


KINDS = {
    one.key: one
    for one in (
        Kind(
            "stilling", N_("En stilling slutter"), PostForm, _post, {},
            lambda where: {"stilling": [(str(one.post.pk), f"{one.post.title}, {one.post.employer.name}") for one in where.posts]},
        ),
        Kind(
            "penger", N_("Øremerkede penger tar slutt"), MoneyForm, _money, {}, lambda where: {"kilde": [(one, one) for one in where.money]}
        ),
        Kind(
            "lag", N_("Flere kommuner deler et lag"), TeamForm, _team, {},
            lambda where: {"kommuner": [(one.pk, one.name) for one in where.place.municipalities]},
        ),
        Kind(
            "sykehus", N_("Opphold på sykehus blir kortere"), HospitalForm,
            lambda where, data: kinds.ShorterInHospital(_day(where, data["fra"]), data["kortere"]), {"kortere": 20},
        ),
        Kind(
            "rekkefolge", N_("Lettere hjelp først"), OrderForm,
            lambda where, data: kinds.LighterFirst(_day(where, data["fra"]), data["nok"]), {"nok": 30},
        ),
        Kind("stengt", N_("Tre måneder stengt"), ClosedForm, _closed, {"igjen": 0}),
    )
}  # fmt: skip
# A shared team is asked of another service, and stands beside nothing else.
ALONE = tuple(key for key in KINDS if key != "lag")


def offered(where: Where, *, beside: bool = False) -> list[Kind]:
    """The kinds of questions that can be asked here: not of posts, money or neighbours there are none of."""
    return [one for key, one in KINDS.items() if (not beside or key in ALONE) and all(len(some) for some in one.choices(where).values())
            and (key != "lag" or len(where.place.municipalities) > 1)]  # fmt: skip


def form_of(request: HttpRequest, where: Where, kind: Kind, prefix: str = "") -> Form:
    """The form of one kind, bound when it is the one that is asked."""
    start = {"fra": date(where.today.year + 1, 1, 1)} | dict(kind.initial)
    is_asked = kind_asked(request, prefix) == kind.key
    auto_id = f"id_{kind.key}_%s"
    form = kind.form(request.GET, prefix=prefix, auto_id=auto_id) if is_asked else kind.form(initial=start, prefix=prefix, auto_id=auto_id)
    for field, choices in kind.choices(where).items():
        if kind.form is TeamForm:
            form.fields[field].choices = choices
        else:
            pick(form, field, choices)
    return form


def kind_asked(request: HttpRequest, prefix: str = "") -> str:
    """Which kind of question stands in the address; a post's when it is not said."""
    key = request.GET.get(f"{prefix}-hva" if prefix else "hva", "")
    return key or ("stilling" if not prefix and "stilling" in request.GET else "")


def question(request: HttpRequest, where: Where, kind: Kind, form: Form) -> kinds.Asked | None:
    """The question of a form; None when it is not filled in right, which the form then says."""
    if not form.is_valid():
        form.take(Refused(*faults_beside(form, lambda data: kind.made(where, data), request)))
        return None
    try:
        return kind.made(where, form.cleaned_data)
    except Refused as refused:
        form.take(refused)
        return None


def kind_of(request: HttpRequest, where: Where, prefix: str = "") -> Kind:
    """The kind that is asked. Raises `NotVisible` for one that cannot be asked here."""
    for one in offered(where, beside=bool(prefix)):
        if one.key == kind_asked(request, prefix):
            return one
    raise NotVisible
