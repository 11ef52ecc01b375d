"""Compared with similar municipalities, and what they do otherwise: figures in bands, funnels instead of rankings, practices to adopt."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext

from helhet.organisation.rules import N_
from helhet.statistics import alike, centrality, clauses, comparison, exchange, queries, shared_forms
from helhet.statistics.alike import BY_NAMES, SIZE_NAMES, By, Centrality
from helhet.statistics.comparison import STANDS_NAMES, Funnel, Stands
from helhet.statistics.exchange import Given
from helhet.statistics.rules import GROUP_NAMES, Group
from helhet.statistics.sharing import INDICATORS, KIND_NAMES, OF_POSTS, Shared

from . import charts, doors, files, paper
from .forms import Choices, FilesField, Form, Words
from .report_words import tenths_per
from .sheet import Deed, Sheet, one_of

_LARGEST = 200_000


class TakeInForm(Form):
    """Neighbours' files."""

    file = FilesField(label=N_("Filer fra andre kommuner"), help_text=N_("Velg gjerne flere på en gang."))


class PracticeForm(Form):
    """How we do something."""

    number = forms.ChoiceField(label=N_("Kommune"), widget=Choices)
    kind = forms.ChoiceField(label=N_("Hva er det?"), choices=list(KIND_NAMES.items()), widget=Choices)
    title = forms.CharField(label=N_("Overskrift"), max_length=160)
    words = forms.CharField(label=N_("Slik gjør vi det"), widget=Words(6, hers=False), help_text=N_("Skriv ikke noe om enkeltpersoner."))
    indicator = forms.ChoiceField(label=N_("Hører til tallet for dem som"), required=False)
    instrument = forms.ChoiceField(
        label=N_("Hvilket skjema?"), required=False, help_text=N_("Når det er et skjema dere kartlegger med, følger spørsmålene med.")
    )


class AdoptForm(Form):
    """Another municipality's practice, as a draft of ours."""

    number = forms.ChoiceField(label=N_("Kommune"), widget=Choices)
    file = forms.FileField(label=N_("Praksis fra en annen kommune"))


class UseForm(Form):
    """A draft in our own words, or a practice as it is to be from now."""

    title = forms.CharField(label=N_("Overskrift"), max_length=160)
    words = forms.CharField(label=N_("Slik gjør vi det"), widget=Words(8, hers=False))


class PlaceForm(Form):
    """A point, put into an agreement of ours."""

    agreement = forms.ChoiceField(label=N_("I hvilken avtale?"), widget=Choices)
    words = forms.CharField(label=N_("Punktet, med få ord"), max_length=240)


def _given(file: Any) -> Given:
    """A file that was sent, read no further than such a file goes."""
    return Given(file.name or "", file.read(_LARGEST + 1))


# ── compared ────────────────────────────────────────────────────────────────


def compared(request: HttpRequest) -> HttpResponse:
    """Our figures and the neighbours', each indicator as a funnel and a table, and the practices behind."""
    led, by, sheet = doors.led(request), request.actor, Sheet(request)
    form = sheet.form("take", TakeInForm)
    if sheet.did(take=lambda data, _: exchange.take_in([_given(one) for one in data["file"]], by=by)):
        messages.success(request, ngettext("Filen er tatt inn.", "Filene er tatt inn.", sheet.result))
        return redirect(request.get_full_path())
    page = _page(request, led) | {
        "tab": "compare", "form": form, "fingerprint": exchange.our_fingerprint(), "rows": exchange.neighbours(by),
        "years": queries.years(), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "statistics/compared.html", page)


def compared_paper(request: HttpRequest) -> HttpResponse:
    """Every funnel with its figures as PDF, A4."""
    page = _page(request, doors.led(request))
    html = render_to_string("statistics/compared_paper.html", page, request)
    return paper.sent(html, f"sammenlignet-{page['year']}-{page['group']}")


def _page(request: HttpRequest, led: list[Any]) -> dict[str, Any]:
    by = request.actor
    year, group = _asked(request)
    ours = [exchange.own(place, queries.form_of(year, group)) for place in led]
    theirs = [one for one, _ in exchange.neighbours(by) if (one.year, one.group) == (year, group)]
    by_what, known = _asked_by(request), centrality.known()
    refused = By.CENTRALITY in by_what and known is None
    files = [] if refused else [*ours, *alike.like_some(ours, theirs, by_what, known)]
    return {
        "by_what": by_what, "by_names": BY_NAMES, "centrality": known, "refused": refused, "with": _with(files, known),
        "year": year, "group": group, "groups": GROUP_NAMES, "ours_names": [one.name for one in ours], "led": led,
        "funnels": [_told(one, ours, by) for one in comparison.funnels(files)], "posts": _posts(files), "posts_names": OF_POSTS,
    }  # fmt: skip


def _asked(request: HttpRequest) -> tuple[int, str]:
    years, asked = queries.years(), request.GET.get("ar", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else min(years[0], request.actor.on.year)
    group = request.GET.get("skjema", Group.ADULTS)
    return year, group if group in set(Group) else Group.ADULTS


def _asked_by(request: HttpRequest) -> list[By]:
    """What those compared with are to be like us in; size, until she has chosen."""
    given = request.GET.getlist("lik") if "vis" in request.GET else [By.SIZE]
    return [one for one in By if one in given]


def _told(one: Funnel, ours: list[Shared], by: Any) -> dict[str, Any]:
    own = {file.number for file in ours}
    rows = []
    for dot in one.dots:
        count, of = dot.shared.indicators[one.indicator.key]
        told = {"stands": STANDS_NAMES[dot.stands], "low": round(dot.low * 100), "high": round(dot.high * 100)}
        rows.append({"dot": dot, "own": dot.shared.number in own, "count": count, "of": of, **told})
    practices = [row for row in exchange.practices(by) if row.indicator == one.indicator.key]
    return {
        "funnel": one, "rows": rows, "mean": round(one.mean * 100), "picture": charts.funnel(one, own), "practices": practices,
        "ours": [_standing(one, file.number) for file in ours],
        "to_ask": ", ".join(_to_ask(one, own, {row.origin for row in practices})),
    }  # fmt: skip


def _standing(one: Funnel, number: str) -> str:
    """Where one of ours stands, or that it has too few to stand anywhere."""
    return next((STANDS_NAMES[dot.stands] for dot in one.dots if dot.shared.number == number), N_("for få til å si"))


def _to_ask(one: Funnel, own: set[str], told: set[str]) -> list[str]:
    """The others who stand outside, and have not told us how they do it."""
    outside = [dot.shared for dot in one.dots if dot.stands in (Stands.ABOVE, Stands.BELOW) and dot.shared.number not in own]
    return [file.name for file in outside if exchange.origin_of(file) not in told]


def _with(files: list[Shared], known: Centrality | None) -> list[dict[str, Any]]:
    """Each municipality, and what it may be like another in."""
    return [
        {"name": one.name, "size": SIZE_NAMES[alike.size_of(one.population)], "need": alike.severity_of(one),
         "centrality": known.of.get(one.number) if known else None}
        for one in files
    ]  # fmt: skip


def _posts(files: list[Shared]) -> list[dict[str, Any]]:
    """Work years for ten thousand inhabitants: of posts, and told as they are."""
    return [{"name": one.name, "values": [tenths_per(one.tenths.get(key), one.population) for key in OF_POSTS]} for one in files]


def shared_file(request: HttpRequest, number: str, year: int, group: str) -> HttpResponse:
    """What this municipality tells others, as a signed file."""
    place = queries.place_led(doors.worker(request), number)
    return files.sent(exchange.file_of(place, queries.form_of(year, group)), f"tall-{place.pk}-{year}-{group}.json")


# ── practices ───────────────────────────────────────────────────────────────


def practices(request: HttpRequest) -> HttpResponse:
    """How we do it here, and what we have taken from others."""
    led, by, sheet = doors.led(request), request.actor, Sheet(request)
    places = [(one.pk, one.name) for one in led]
    write, adopt = sheet.form("write", PracticeForm), sheet.form("adopt", AdoptForm)
    for form in (write, adopt):
        form.fields["number"].choices = places
    write.fields["indicator"].choices = [("", gettext("ingen")), *((key, gettext(one.says)) for key, one in INDICATORS.items())]
    write.fields["instrument"].choices = [
        ("", gettext("ingen")), *((str(one.pk), f"{one.title} ({one.language})") for one in shared_forms.choices()),
    ]  # fmt: skip
    did = sheet.did(
        write=lambda data, _: exchange.write(data.pop("number"), by=by, **data),
        adopt=lambda data, _: exchange.adopt(data["number"], file=_given(data["file"]), by=by),
    )
    if did:
        messages.success(request, gettext("Lagret."))
        return redirect("practice", sheet.result.pk)
    page = {"tab": "practices", "practices": exchange.practices(by), "write": write, "adopt": adopt, "kinds": KIND_NAMES}
    return render(request, "statistics/practices.html", page)


def practice(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """One practice: read, shared, made our own or changed, with what it said before."""
    doors.led(request)
    by, sheet = request.actor, Sheet(request)
    one = exchange.practice(by, practice_id)
    form = sheet.form("use", UseForm, initial={"title": one.title, "words": one.words})
    agreements = clauses.agreements_for(one, by=by)
    deeds: dict[str, Deed] = {"use": lambda data, _: exchange.take_into_use(one, by=by, **data)}
    place = None
    if agreements:
        place = sheet.form("place", PlaceForm, initial={"words": one.title})
        place.fields["agreement"].choices = [(str(each.pk), each.name) for each in agreements]
        deeds["place"] = lambda data, _: clauses.place(one, agreement=one_of(agreements, data["agreement"]), words=data["words"], by=by)
    deeds["drop"] = lambda _, __: exchange.drop(one, by=by)
    if sheet.did("drop", **deeds):
        if sheet.sent == "drop":
            messages.success(request, gettext("Utkastet er lagt bort."))
            return redirect("practices")
        messages.success(request, gettext("Lagret."))
        return redirect("clause", sheet.result.pk) if sheet.sent == "place" else redirect("practice", one.pk)
    page = {
        "tab": "practices", "one": one, "form": form, "kinds": KIND_NAMES, "place": place, "versions": one.versions.all(),
        "droppable": not one.in_use_on and not one.clause_id, "in_lines": one.wanted and not one.in_use_on,
        "asked": shared_forms.asked(one.questionnaire),
    }  # fmt: skip
    return render(request, "statistics/practice.html", page)


def practice_file(request: HttpRequest, practice_id: UUID) -> HttpResponse:
    """A practice as a signed file."""
    doors.led(request)
    one = exchange.practice(request.actor, practice_id)
    return files.sent(exchange.practice_file(one), f"praksis-{slugify(one.title)[:60]}.json")
