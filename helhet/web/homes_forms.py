"""What is asked about a housing project: what it is, and what has happened with it."""

from django import forms

from helhet.cooperation.rules import PROJECT_EVENT_NAMES
from helhet.organisation.rules import N_

from .forms import Day, Form, Words


class ProjectForm(Form):
    """A project."""

    name = forms.CharField(label=N_("Hva heter prosjektet?"), max_length=120)
    municipality = forms.ChoiceField(label=N_("Kommune"))
    dwellings = forms.IntegerField(label=N_("Hvor mange boliger?"), min_value=1, max_value=500)
    owner = forms.ChoiceField(label=N_("Hvem svarer for det?"), required=False)
    words = forms.CharField(label=N_("Hva slags boliger, og for hvem?"), required=False, widget=Words(2, hers=False))


class EventForm(Form):
    """What has happened with it."""

    kind = forms.ChoiceField(label=N_("Hva gjelder det?"), choices=PROJECT_EVENT_NAMES.items())
    on = forms.DateField(label=N_("Når?"), widget=Day())
    words = forms.CharField(
        label=N_("Hva skjedde?"), widget=Words(2, hers=False), max_length=600,
        help_text=N_("Uten navn, også på naboer: hva de spurte om, og hva dere svarte."),
    )  # fmt: skip
    amount = forms.IntegerField(label=N_("Beløp i kroner"), required=False, min_value=1, max_value=2_000_000_000)
