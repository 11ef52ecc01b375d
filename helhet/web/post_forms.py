"""Forms for posts: a new one, what it is, its size, what it is aimed at, who holds it, who pays, who shares it, and its settlement."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from helhet.organisation.rules import N_
from helhet.organisation.rules.posts import (
    AGE_GROUP_NAMES,
    AREA_NAMES,
    EDUCATION_NAMES,
    PROBLEM_NAMES,
    SHARING_KEY_NAMES,
    SOURCE_NAMES,
    SharingKey,
)

from .forms import Choices, Day, Form

_SELECT = {"class": "ds-input"}


class Exact(forms.DecimalField):
    """A number as people write it: «1 120 000,50» and «1120000.50» are one."""

    default_error_messages = {"invalid": gettext_lazy("Skriv et tall, for eksempel 40 eller 62,5.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Spaces go, and the comma is a point."""
        found = super().to_python(re.sub(r"\s", "", value).replace(",", ".") if isinstance(value, str) else value)
        assert found is None or isinstance(found, Decimal)
        return found

    def prepare_value(self, value: Any) -> Any:
        """As it is read: a comma, and nothing after it when there are no øre."""
        return f"{value:f}".replace(".00", "").replace(".", ",") if isinstance(value, Decimal) else value


def _percent(label: str, help_text: str = "") -> Exact:
    return Exact(label=label, help_text=help_text)


class WhatForm(Form):
    """What a post is."""

    title = forms.CharField(label=N_("Stillingen heter"), max_length=120)
    education = forms.ChoiceField(label=N_("Utdanning"), choices=EDUCATION_NAMES.items(), widget=forms.Select(attrs=_SELECT))
    lived_experience = forms.BooleanField(label=N_("Den som har stillingen, har egen erfaring som bruker"), required=False)
    unit = forms.ChoiceField(label=N_("Enhet"), required=False)
    kostra = forms.CharField(
        label=N_("KOSTRA-funksjon"),
        max_length=3,
        required=False,
        help_text=N_("Tre sifre. Da kan tallet vårt stå ved siden av KOSTRA sitt."),
    )


class PostForm(WhatForm):
    """A new post."""

    employer = forms.ChoiceField(label=N_("Hvem er arbeidsgiver?"))
    percent = _percent(N_("Størrelse"), N_("Prosent av en hel stilling"))
    yearly_cost = Exact(label=N_("Hva den koster i året"), required=False, help_text=N_("Kroner, med sosiale utgifter"))
    since = forms.DateField(label=N_("Første dag"), widget=Day())
    until = forms.DateField(label=N_("Siste dag"), required=False, widget=Day(), help_text=N_("Bare når stillingen er for en tid"))
    field_order = ("employer", "title", "education", "lived_experience", "unit", "percent", "yearly_cost", "since", "until", "kostra")


class SizeForm(Form):
    """Another size or cost from a day."""

    percent = _percent(N_("Prosent av en hel stilling"))
    yearly_cost = Exact(label=N_("Hva den koster i året"), required=False)
    since = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())


class AimForm(Form):
    """What a share is aimed at."""

    percent = _percent(N_("Prosent av en hel stilling"), N_("Bare det som gjelder psykisk helse eller rus"))
    age_group = forms.ChoiceField(label=N_("For hvem?"), choices=AGE_GROUP_NAMES.items(), widget=Choices())
    problem = forms.ChoiceField(label=N_("Om hva?"), choices=PROBLEM_NAMES.items(), widget=Choices())
    area = forms.ChoiceField(label=N_("Hva slags tjeneste?"), choices=AREA_NAMES.items(), widget=forms.Select(attrs=_SELECT))
    since = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())
    until = forms.DateField(label=N_("Siste dag"), required=False, widget=Day())
    why = forms.CharField(
        label=N_("Hvordan er det anslått?"), max_length=240, required=False, help_text=N_("Så neste års tall kan anslås på samme måte")
    )


class HoldForm(Form):
    """Who holds it."""

    staff = forms.ChoiceField(label=N_("Hvem har stillingen?"), required=False)
    name = forms.CharField(label=N_("Eller navnet, når hun eller han ikke bruker Helhet"), max_length=120, required=False)
    percent = _percent(N_("Prosent av en hel stilling"))
    since = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())
    until = forms.DateField(label=N_("Siste dag"), required=False, widget=Day())
    stands_in = forms.BooleanField(label=N_("Er vikar for en som er borte"), required=False)


class FundForm(Form):
    """Who pays."""

    source = forms.ChoiceField(label=N_("Hvem betaler?"), choices=SOURCE_NAMES.items(), widget=forms.Select(attrs=_SELECT))
    name = forms.CharField(label=N_("Navnet på tilskuddet"), max_length=120, required=False, help_text=N_("Trengs når staten betaler"))
    percent = _percent(N_("Prosent av en hel stilling"))
    since = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())
    until = forms.DateField(label=N_("Siste dag det er penger"), required=False, widget=Day())
    note = forms.CharField(label=N_("Merknad"), max_length=240, required=False)


class ShareForm(Form):
    """Who shares it, and by which key."""

    key = forms.ChoiceField(label=N_("Hvordan deles den?"), choices=SHARING_KEY_NAMES.items(), widget=Choices())
    since = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())
    agreed_in = forms.CharField(label=N_("Hvor er det avtalt?"), max_length=160, required=False)

    def __init__(self, *args: Any, municipalities: Any = (), **kwargs: Any) -> None:
        self.base_fields = dict(self.base_fields)
        for one in municipalities:
            self.base_fields[f"with-{one.pk}"] = forms.BooleanField(label=one.name, required=False)
            self.base_fields[f"part-{one.pk}"] = Exact(label=N_("Del i prosent"), required=False)
        super().__init__(*args, **kwargs)
        self.municipalities = list(municipalities)
        for one in self.municipalities:
            self.fields[f"part-{one.pk}"].label = gettext("Del i prosent, %(name)s") % {"name": one.name}

    @property
    def places(self) -> list[tuple[Any, Any]]:
        """For each municipality: whether it takes part, and its part."""
        return [(self[f"with-{one.pk}"], self[f"part-{one.pk}"]) for one in self.municipalities]

    def weights(self) -> dict[Any, Decimal | None]:
        """Those that share it, with their parts; a part counts only where the key is an agreed fraction or, to begin with, use."""
        data = self.cleaned_data
        counts = data["key"] in (SharingKey.AGREED, SharingKey.USE)
        return {one: data[f"part-{one.pk}"] if counts else None for one in self.municipalities if data[f"with-{one.pk}"]}


class EndForm(Form):
    """The last day."""

    on = forms.DateField(label=N_("Siste dag"), widget=Day())


class UndoForm(Form):
    """It was never so."""

    why = forms.CharField(label=N_("Hva var feil?"), max_length=200)


class SettleForm(Form):
    """A period to settle."""

    since = forms.DateField(label=N_("Fra og med"), widget=Day())
    until = forms.DateField(label=N_("Til og med"), widget=Day())
    cost = Exact(label=N_("Hva stillingen kostet"), help_text=N_("Kroner fra regnskapet: lønn, sosiale utgifter, reise"))
    income = Exact(label=N_("Hva andre betalte av det"), help_text=N_("Tilskudd og refusjoner"))
    note = forms.CharField(label=N_("Merknad"), max_length=240, required=False)
