"""What if something ends, is shared, closes or is done in another order? For a leader: an answer, and one page for the council."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from threading import Thread
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from helhet.access.policy import NotVisible
from helhet.capacity.fitting import CannotSay
from helhet.organisation.queries import posts as organisation
from helhet.organisation.rules.posts import AREA_NAMES
from helhet.record.disclosure import coarse

from . import charts, paper, what_if_duties, what_if_forms, what_if_model
from . import what_if_words as words
from .oversight_place import place_of
from .what_if_forms import OTHER, Where
from .what_if_kinds import Asked, Both, OneTeam
from .what_if_posts import Ending


def overview(request: HttpRequest) -> HttpResponse:
    """What ends of itself, to be asked about with one press; and every other question there is."""
    where = _where(request)
    _make_ready(where.numbers)
    return _asks(request, where)


def answer(request: HttpRequest) -> HttpResponse:
    """The page for the council on the screen; or the form again, with what is wrong beside it."""
    where = _where(request)
    asking = _asked(request, where) if what_if_forms.kind_asked(request) else None
    if asking is None or _is_held_up(request):
        return _asks(request, where)
    return render(request, "what_if/answer.html", _told(request, where, asking))


def sheet_of_paper(request: HttpRequest) -> HttpResponse:
    """The page for the council as PDF."""
    where = _where(request)
    asking = _of_address(request, where)
    return paper.sent(render_to_string("what_if/paper.html", _told(request, where, asking), request), slugify(asking.title))


def scenario_file(request: HttpRequest) -> HttpResponse:
    """The question as a file, which the command line answers as the page does; the page again when there is nothing to answer."""
    where = _where(request)
    asking = _of_address(request, where)
    try:
        made = what_if_model.in_a_file(where.numbers, where.on, where.inhabitants, asking)
    except CannotSay:
        return render(request, "what_if/answer.html", _told(request, where, asking))
    name = slugify(asking.title) or "sporsmal"
    return HttpResponse(
        made, content_type="application/toml; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}.toml"'}
    )


def grounds(request: HttpRequest) -> HttpResponse:
    """How it is worked out: what was assumed, whether it would have been right last year, and what tips it."""
    where = _where(request)
    return render(request, "what_if/grounds.html", _told(request, where, _of_address(request, where), deep=True))


@lru_cache(maxsize=32)
def _make_ready(numbers: tuple[str, ...]) -> None:
    """While the leader reads what she may ask: load what answers and draws, once in each process. It touches no database."""

    def load() -> None:
        what_if_model.make_ready(numbers)
        charts.make_ready()

    Thread(target=load, daemon=True).start()


# ── what is asked ───────────────────────────────────────────────────────────


def _where(request: HttpRequest) -> Where:
    return Where(place_of(request), request.actor.on)


def _is_held_up(request: HttpRequest) -> bool:
    """She has an answer, and wants to hold another question up against it."""
    return OTHER in request.GET


def _asks(request: HttpRequest, where: Where) -> HttpResponse:
    """Every question that can be asked here; the one that was asked open, with what is wrong in it."""
    beside = _is_held_up(request) or bool(what_if_forms.kind_asked(request, OTHER))
    prefix = OTHER if beside else ""
    first = _one(request, where, "") if beside else None
    if beside and (first is None or isinstance(first, OneTeam)):
        raise NotVisible
    kept = [(key, value) for key, value in request.GET.items() if not key.startswith(OTHER)] if beside else []
    asks = what_if_forms.kind_asked(request, prefix)
    forms = [(one, _checked(request, where, one, prefix), one.key == asks) for one in what_if_forms.offered(where, beside=beside)]
    about = {one.post.pk for one in where.posts}
    lines = [{"one": one, "url": _url(one) if one.post.pk in about else ""} for one in where.ends]
    told = {"place": where.place, "forms": forms, "lines": lines, "tab": "what-if", "kept": kept, "first": first, "prefix": prefix}
    return render(request, "what_if/ask.html", told)


def _checked(request: HttpRequest, where: Where, kind: what_if_forms.Kind, prefix: str) -> Any:
    form = what_if_forms.form_of(request, where, kind, prefix)
    if form.is_bound:
        what_if_forms.question(request, where, kind, form)
    return form


def _url(one: organisation.MoneyEnds) -> str:
    asked = {"hva": "stilling", "stilling": one.post.pk, "fra": one.from_day.isoformat(), "prosent": f"{one.unpaid.normalize():f}"}
    return f"{reverse('what-if-answer')}?{urlencode(asked)}"


def _asked(request: HttpRequest, where: Where) -> Asked | None:
    """What is asked, alone or beside another; None when a form is not filled in right. Raises `NotVisible` for what cannot be asked."""
    one = _one(request, where, "")
    if one is None or not what_if_forms.kind_asked(request, OTHER):
        return one
    other = _one(request, where, OTHER)
    if other is None:
        return None
    if isinstance(one, OneTeam | Both) or isinstance(other, OneTeam | Both):
        raise NotVisible
    return Both(max(one.from_day, other.from_day), one, other)


def _one(request: HttpRequest, where: Where, prefix: str) -> Asked | None:
    kind = what_if_forms.kind_of(request, where, prefix)
    return what_if_forms.question(request, where, kind, what_if_forms.form_of(request, where, kind, prefix))


def _of_address(request: HttpRequest, where: Where) -> Asked:
    """The question of this address. Raises `NotVisible` for one that cannot be asked."""
    asking = _asked(request, where) if what_if_forms.kind_asked(request) else None
    if asking is None:
        raise NotVisible
    return asking


# ── what is answered ────────────────────────────────────────────────────────


def _aimed_at(post: organisation.PostOn) -> dict[str, Decimal]:
    """The areas of a post, each once however many groups it is for."""
    found: dict[str, Decimal] = {}
    for one in post.shares:
        found[one.area] = found.get(one.area, Decimal(0)) + one.percent
    return found


def _told(request: HttpRequest, where: Where, asking: Asked, *, deep: bool = False) -> dict[str, Any]:
    """Everything the page tells; or why there is nothing to tell."""
    told: dict[str, Any] = {
        "asking": asking, "place": where.place, "tab": "what-if", "asked": request.GET.urlencode(), "on": where.on, "author": request.actor,
        "may_hold_up": not isinstance(asking, OneTeam | Both), "parts": _parts(where, asking),
    }  # fmt: skip
    if isinstance(asking, Ending):
        told |= {
            "ending": asking, "touched": coarse(what_if_model.touched(asking.post, where.on)),
            "areas": AREA_NAMES, "aimed_at": _aimed_at(asking.post),
        }  # fmt: skip
    try:
        answer = what_if_model.answered(where.numbers, where.on, where.inhabitants, asking, request.session)
    except CannotSay as cannot:
        return told | {"cannot": [words.TOO_LITTLE[one] for one in cannot.reasons]}
    grounds = answer.grounds
    told |= {
        "lines": words.lines(answer, asking), "lead": words.in_short(answer, asking), "chart": words.chart(answer, asking),
        "caseload": words.caseload(answer, asking), "goal": words.days(words.GOAL), "beside": words.beside(answer, asking),
        "grounds": grounds, "persons": coarse(grounds.persons), "newcomers": coarse(grounds.newcomers),
        "thin": [words.THIN[one] for one in grounds.thin], "too_few": words.too_few(grounds),
        "cost": words.cost(answer, asking), "broken": words.broken(answer, asking, what_if_duties.times(where.numbers, where.on)),
        "kept": words.kept(answer, asking), "last_year": (where.on + timedelta(days=1)).year + int(what_if_model.YEARS),
        "work_years": Decimal(grounds.work_years).quantize(Decimal("0.1")), "tried": words.tried(answer.tried) if answer.tried else None,
    }  # fmt: skip
    if deep:
        leaning, by_year = what_if_model.deeper(where.numbers, where.on, where.inhabitants, asking)
        told |= {"leaning": words.leaning(leaning), "years": words.by_year(by_year)}
        told |= {"duties": what_if_duties.TOLD, "not_told": what_if_duties.not_told(where.on)}
    return told


def _parts(where: Where, asking: Asked) -> Sequence[tuple[str, Decimal]]:
    """What it costs a year, by municipality."""
    names = {one.pk: one.name for one in where.place.municipalities}
    shares = getattr(asking, "parts", {}).items()
    return sorted(((names[number], cost) for number, cost in shares if number in names), key=lambda one: -one[1])
