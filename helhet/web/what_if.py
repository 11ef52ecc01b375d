"""What if a post, or the money for it, ends? For a leader: who and what is touched, and one page for the council."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from threading import Thread
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from helhet.access.policy import NotVisible
from helhet.capacity.fitting import CannotSay
from helhet.organisation.queries import posts as organisation
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.organisation.rules.posts import AREA_NAMES
from helhet.record.disclosure import coarse

from . import charts, paper, what_if_model
from . import what_if_words as words
from .forms import Day, Form
from .oversight_place import Place, place_of
from .sheet import pick
from .what_if_model import Ending

_AHEAD_DAYS = 2 * 365
_SPARE = Decimal("0.01")


class AskForm(Form):
    """What ends, when, and how much of it."""

    stilling = forms.ChoiceField(label=N_("Hvilken stilling?"))
    fra = forms.DateField(label=N_("Fra hvilken dag er den borte?"), widget=Day())
    prosent = forms.DecimalField(
        label=N_("Hvor mye av en hel stilling?"), required=False, min_value=_SPARE, max_value=Decimal(100), decimal_places=2,
        help_text=N_("I prosent. La stå tomt for alt."),
    )  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What one leader asks: her place, the day the figures are of, and what ends."""

    place: Place
    on: date
    ending: Ending

    @property
    def numbers(self) -> tuple[str, ...]:
        """All who work together: they are one team."""
        return tuple(self.place.numbers)

    @property
    def inhabitants(self) -> int:
        """How many live there."""
        return sum(one.population or 0 for one in self.place.municipalities)

    @property
    def first_day(self) -> date:
        """The day the futures begin."""
        return self.on + timedelta(days=1)

    @property
    def asked(self) -> str:
        """The question as it stands in an address."""
        one = self.ending
        return urlencode({"stilling": one.post.post.pk, "fra": one.from_day.isoformat(), "prosent": f"{one.percent.normalize():f}"})


def overview(request: HttpRequest) -> HttpResponse:
    """What ends of itself, to be asked about with one press; and any post and day."""
    place = place_of(request)
    _make_ready(tuple(place.numbers))
    return _asks(request, place, _form(request, place))


def answer(request: HttpRequest) -> HttpResponse:
    """The page for the council on the screen; or the form again, with what is wrong beside it."""
    place = place_of(request)
    form = _form(request, place)
    if form.is_valid():
        try:
            return render(request, "what_if/answer.html", _told(request, _question(request, place, form.cleaned_data)))
        except Refused as refused:
            form.take(refused)
    return _asks(request, place, form)


def sheet_of_paper(request: HttpRequest) -> HttpResponse:
    """The page for the council as PDF."""
    question = _of_address(request)
    name = slugify(f"hva-om-{question.ending.post.post.title}-{question.ending.from_day}")
    return paper.sent(render_to_string("what_if/paper.html", _told(request, question), request), name)


def grounds(request: HttpRequest) -> HttpResponse:
    """How it is worked out: what was assumed, whether it would have been right last year, and what tips it."""
    return render(request, "what_if/grounds.html", _told(request, _of_address(request), deep=True))


@lru_cache(maxsize=32)
def _make_ready(numbers: tuple[str, ...]) -> None:
    """While the leader reads what she may ask: load what answers and draws, once in each process. It touches no database."""

    def load() -> None:
        what_if_model.make_ready(numbers)
        charts.make_ready()

    Thread(target=load, daemon=True).start()


# ── what is asked ───────────────────────────────────────────────────────────


def _asks(request: HttpRequest, place: Place, form: AskForm) -> HttpResponse:
    ends = organisation.ends_next(place.numbers, on=request.actor.on, days=_AHEAD_DAYS)
    asked_of = {one.post.pk for one in _posts(request, place)}
    lines = [{"one": one, "url": _url(one.post.pk, one.from_day, one.unpaid) if one.post.pk in asked_of else ""} for one in ends]
    return render(request, "what_if/ask.html", {"place": place, "form": form, "lines": lines, "tab": "what-if"})


def _url(post: UUID, from_day: date, percent: Decimal) -> str:
    return (
        f"{reverse('what-if-answer')}?{urlencode({'stilling': post, 'fra': from_day.isoformat(), 'prosent': f'{percent.normalize():f}'})}"
    )


def _posts(request: HttpRequest, place: Place) -> list[organisation.PostOn]:
    return [one for one in organisation.posts_on(place.numbers, on=request.actor.on) if what_if_model.with_people(one)]


def _form(request: HttpRequest, place: Place) -> AskForm:
    initial = {"fra": date(request.actor.on.year + 1, 1, 1)}
    form = AskForm(request.GET) if "stilling" in request.GET else AskForm(initial=initial)
    pick(form, "stilling", [(str(one.post.pk), f"{one.post.title}, {one.post.employer.name}") for one in _posts(request, place)])
    return form


def _of_address(request: HttpRequest) -> Question:
    """The question of this address. Raises `NotVisible` for one that cannot be asked."""
    place = place_of(request)
    form = _form(request, place)
    if not form.is_valid():
        raise NotVisible
    try:
        return _question(request, place, form.cleaned_data)
    except Refused:
        raise NotVisible from None


def _question(request: HttpRequest, place: Place, data: dict[str, Any]) -> Question:
    """Raises `Refused` for a day that is over or too far ahead, and for more than there is of the post."""
    post = next(one for one in _posts(request, place) if str(one.post.pk) == data["stilling"])
    on, from_day, percent = what_if_model.as_of(request.actor.on), data["fra"], data["prosent"] or post.percent
    last = on + timedelta(days=int(what_if_model.YEARS * 365.25) - 365)
    faults = []
    if from_day <= request.actor.on:
        faults.append(Fault("fra", N_("Velg en dag som ikke er over.")))
    elif from_day > last:
        faults.append(Fault("fra", N_("Så langt frem kan vi ikke se. Velg en dag før {day}."), {"day": last}))
    if percent > post.percent:
        faults.append(Fault("prosent", N_("Stillingen er på {percent} prosent."), {"percent": f"{post.percent.normalize():f}"}))
    refuse_if_any(faults)
    return Question(place, on, Ending(post, percent, from_day, tuple(place.numbers)))


# ── what is answered ────────────────────────────────────────────────────────


def _aimed_at(post: organisation.PostOn) -> dict[str, Decimal]:
    """The areas of a post, each once however many groups it is for."""
    found: dict[str, Decimal] = {}
    for one in post.shares:
        found[one.area] = found.get(one.area, Decimal(0)) + one.percent
    return found


def _told(request: HttpRequest, question: Question, *, deep: bool = False) -> dict[str, Any]:
    """Everything the page tells; or why there is nothing to tell."""
    ending = question.ending
    told: dict[str, Any] = {
        "question": question, "ending": ending, "place": question.place, "tab": "what-if", "asked": question.asked,
        "touched": coarse(what_if_model.touched(ending.post, question.on)), "parts": _parts(question), "author": request.actor,
        "areas": AREA_NAMES, "aimed_at": _aimed_at(ending.post),
    }  # fmt: skip
    try:
        answer = what_if_model.answered(question.numbers, question.on, question.inhabitants, ending, request.session)
    except CannotSay as cannot:
        return told | {"cannot": [words.TOO_LITTLE[one] for one in cannot.reasons]}
    grounds = answer.grounds
    told |= {
        "lines": words.lines(answer, ending), "lead": words.two_sentences(answer, ending), "chart": words.chart(answer, ending),
        "caseload": words.caseload(answer, ending), "goal": words.days(words.GOAL),
        "grounds": grounds, "persons": coarse(grounds.persons), "newcomers": coarse(grounds.newcomers),
        "thin": [words.THIN[one] for one in grounds.thin], "last_year": question.first_day.year + int(what_if_model.YEARS),
        "work_years": Decimal(grounds.work_years).quantize(Decimal("0.1")), "tried": words.tried(answer.tried) if answer.tried else None,
    }  # fmt: skip
    if deep:
        leaning, by_year = what_if_model.deeper(question.numbers, question.on, question.inhabitants, ending)
        told |= {"leaning": words.leaning(leaning), "years": words.by_year(by_year)}
    return told


def _parts(question: Question) -> Sequence[tuple[str, Decimal]]:
    names = {one.pk: one.name for one in question.place.municipalities}
    shares = question.ending.parts.items()
    return sorted(((names[number], cost) for number, cost in shares if number in names), key=lambda one: -one[1])
