"""Forms for what went wrong: the report, its handling, the clocks, and what was learned."""

from typing import Any

from django import forms

from helhet.deviations.rules import AREA_NAMES, SERIOUSNESS_NAMES, Seriousness
from helhet.organisation.rules import N_

from .forms import Choices, Day, Form, Words


class ReportForm(Form):
    """What went wrong, in a minute."""

    what = forms.CharField(label=N_("Hva skjedde?"), widget=Words(4, hers=False))
    happened_on = forms.DateField(label=N_("Når?"), widget=Day())
    area = forms.ChoiceField(label=N_("Hva gjelder det?"), choices=[("", N_("Velg")), *AREA_NAMES.items()])
    seriousness = forms.ChoiceField(label=N_("Hvor alvorlig?"), choices=SERIOUSNESS_NAMES.items(), widget=Choices())
    known_on = forms.DateField(
        label=N_("Når fikk dere vite det?"), widget=Day(),
        help_text=N_("Bare ved dødsfall eller svært alvorlig skade. Fristene regnes fra den dagen."),
    )  # fmt: skip
    unit = forms.ChoiceField(label=N_("Hvor?"))

    def clean(self) -> dict[str, Any]:
        """The day they knew is asked of a grave event alone."""
        if self.cleaned_data.get("seriousness") != Seriousness.GRAVE:
            self.errors.pop("known_on", None)
            self.cleaned_data.setdefault("known_on", None)
        return self.cleaned_data


class MeasureForm(Form):
    """Why, and what we do about it."""

    words = forms.CharField(label=N_("Hvorfor skjedde det, og hva gjør vi?"), widget=Words(3, hers=False))
    owner = forms.ChoiceField(label=N_("Hvem gjør det?"))
    due = forms.DateField(label=N_("Innen"), widget=Day())


class EffectForm(Form):
    """Whether it worked."""

    words = forms.CharField(label=N_("Virket tiltaket?"), widget=Words(2, hers=False))


class CloseForm(Form):
    """Done."""

    words = forms.CharField(label=N_("Hva lærte vi?"), widget=Words(2, hers=False))


class ClockForm(Form):
    """A clock met."""

    on = forms.DateField(label=N_("Gjort"), widget=Day())
    note = forms.CharField(label=N_("Hvordan"), required=False, max_length=240)


class HardCaseForm(Form):
    """Looking back with the partners."""

    on = forms.DateField(label=N_("Dag"), widget=Day())
    partners = forms.CharField(label=N_("Hvem var med?"), max_length=240)
    learned = forms.CharField(label=N_("Hva lærte vi?"), widget=Words(3, hers=False))
    measure = forms.CharField(label=N_("Hva gjør vi nå?"), widget=Words(2, hers=False))


class HardCaseEffectForm(Form):
    """Whether what we did worked."""

    on = forms.DateField(label=N_("Dag"), widget=Day())
    effect = forms.CharField(label=N_("Virket tiltaket?"), widget=Words(2, hers=False))
