"""Care bought for somebody: what for, by which contract, what it costs, whether it helps, and its end; and what all of it comes to."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from helhet.access.policy import may_write
from helhet.access.rules import Part
from helhet.cases import actions, queries
from helhet.cases.rules.bought import BOUGHT_NAMES, HELPS_NAMES, PAID_NAMES
from helhet.organisation.queries import keeping
from helhet.organisation.rules import N_
from helhet.oversight import bought as added_up
from helhet.oversight import months

from . import doors
from .doors import need
from .forms import Choices, Day, Form, Words
from .person import around
from .post_forms import Exact
from .sheet import Sheet, one_of, pick


class BuyForm(Form):
    """What is bought."""

    supplier = forms.ChoiceField(label=N_("Kjøpt av"))
    contract = forms.CharField(label=N_("Etter hvilken avtale?"), max_length=160)
    kind = forms.ChoiceField(label=N_("Hva slags hjelp?"), choices=BOUGHT_NAMES.items(), widget=Choices())
    purpose = forms.CharField(label=N_("Hva skal det hjelpe med?"), widget=Words(2, hers=False))
    per_day = Exact(label=N_("Kroner per døgn"))
    paid_by = forms.ChoiceField(label=N_("Hvem betaler?"), choices=PAID_NAMES.items(), widget=Choices())
    since = forms.DateField(label=N_("Første dag"), widget=Day())
    until = forms.DateField(label=N_("Siste dag"), required=False, widget=Day())
    review_on = forms.DateField(label=N_("Når ser vi på om det hjelper?"), widget=Day())


class LookForm(Form):
    """Whether it helps."""

    on = forms.DateField(label=N_("Dag"), widget=Day())
    helps = forms.ChoiceField(label=N_("Hjelper det?"), choices=HELPS_NAMES.items(), widget=Choices())
    her_view = forms.CharField(label=N_("Hva sier personen selv?"), widget=Words(2))
    words = forms.CharField(label=N_("Hva ser vi, og hva gjør vi med det?"), widget=Words(2, hers=False))
    next_on = forms.DateField(label=N_("Neste gang"), widget=Day())


class EndForm(Form):
    """Its end."""

    on = forms.DateField(label=N_("Siste dag"), widget=Day())
    why = forms.CharField(label=N_("Hvorfor slutter det?"), max_length=240)


def bought(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What is bought for her, with what it has cost so far."""
    page = around(request, person_id, "cases")
    need(page, Part.CASE)
    person = page["person"]
    found, sheet, by = queries.bought_for(request.opening, person.pk), Sheet(request), request.actor
    if writable := may_write(by, person.pk, Part.CASE):
        partners = keeping.partners([person.municipality_id], on=by.on)
        page["form"] = sheet.form("buy", BuyForm, initial={"since": by.on})
        pick(page["form"], "supplier", [(str(one.pk), one.name) for one in partners])
        for one in found:
            one.look_form = sheet.form("look", LookForm, one.pk, initial={"on": by.on}) if one.runs else None
            one.end_form = sheet.form("end", EndForm, one.pk, initial={"on": by.on}) if one.runs else None
        deeds: dict[str, Any] = {
            "buy": lambda data, _: actions.buy_care(person.pk, by=by, **data | {"supplier": one_of(partners, data["supplier"])}),
            "look": lambda data, key: actions.look_at_bought(one_of(found, key), by=by, **data),
            "end": lambda data, key: actions.end_bought(one_of(found, key), by=by, **data),
        }
        if sheet.did(**deeds):
            return redirect("bought", person.pk)
    names = {"helps": HELPS_NAMES, "kinds": BOUGHT_NAMES, "payers": PAID_NAMES}
    return render(request, "cases/bought.html", page | names | {"bought": found, "sheet": sheet, "writable": writable, "sub": "bought"})


def totals(request: HttpRequest) -> HttpResponse:
    """What has been bought of others in each municipality led: round sums by year, kind and payer, and whether anybody looks at it."""
    led, last = doors.led(request), months.last_ended(request.actor.on)
    rows = [(one, added_up.bought(one.pk, on=last)) for one in led]
    more = {"rows": rows, "day": last, "kinds": BOUGHT_NAMES, "payers": PAID_NAMES, "place": "people", "tab": "bought"}
    return render(request, "posts/bought.html", more)
