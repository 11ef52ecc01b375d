"""The forms of an inspection: opening it, drawing, finding, answering."""

from django import forms

from helhet.organisation.rules import N_
from helhet.oversight.engagement.rules import CONCLUSION_NAMES, MOST_CASES

from .forms import Choices, Day, Form, Words


class OpenForm(Form):
    """A new inspection."""

    municipality = forms.ChoiceField(label=N_("Kommune"), widget=Choices)
    title = forms.CharField(label=N_("Hva gjelder tilsynet?"), max_length=160)
    ground = forms.CharField(
        label=N_("Hvilken lov gir innsyn?"), max_length=120, help_text=N_("Med paragraf. Den står i loggen hos hver person det gjelder.")
    )
    name = forms.CharField(label=N_("Hvem fører tilsynet?"), max_length=120)
    title_of = forms.CharField(label=N_("Tittel"), max_length=80, required=False)
    organisation = forms.CharField(label=N_("Fra"), max_length=120, help_text=N_("For eksempel revisjonen eller statsforvalteren."))
    period_from = forms.DateField(label=N_("Perioden det gjelder, fra"), widget=Day)
    period_until = forms.DateField(label=N_("Til og med"), widget=Day)
    access_from = forms.DateField(label=N_("Innsyn fra"), widget=Day)
    access_until = forms.DateField(label=N_("Innsyn til og med"), widget=Day)
    most_cases = forms.IntegerField(
        label=N_("Hvor mange saker kan trekkes?"),
        min_value=1,
        max_value=MOST_CASES,
        initial=12,
        help_text=N_("Landsomfattende tilsyn leser ti til tjue."),
    )
    criteria = forms.MultipleChoiceField(label=N_("Krav"), widget=forms.CheckboxSelectMultiple, required=False)


class YardstickForm(Form):
    """A criterion in the inspector's own words."""

    text = forms.CharField(label=N_("Kravet"), max_length=300, widget=Words(2, hers=False))
    source = forms.CharField(label=N_("Hvor det står"), max_length=300)


class DrawForm(Form):
    """A sample."""

    seed = forms.CharField(
        label=N_("Frø"), max_length=40, help_text=N_("Et tall eller noen ord. Det skrives ut, så hvem som helst kan trekke på nytt.")
    )
    size = forms.IntegerField(label=N_("Antall saker"), min_value=1, max_value=MOST_CASES)
    by_state_of = forms.ChoiceField(
        label=N_("Fordel etter"),
        required=False,
        widget=forms.Select,
        help_text=N_("Da trekkes det én brutt, én i rute og så videre, etter tur."),
    )


class FindingForm(Form):
    """A finding."""

    yardstick = forms.ChoiceField(label=N_("Krav"), widget=forms.Select)
    conclusion = forms.ChoiceField(label=N_("Konklusjon"), choices=CONCLUSION_NAMES.items(), widget=Choices)
    cases = forms.CharField(label=N_("Saker"), required=False, max_length=120, help_text=N_("Numrene, med komma mellom."))
    description = forms.CharField(label=N_("Hva du fant"), widget=Words(4, hers=False), help_text=N_("Uten navn."))
    evidence = forms.CharField(label=N_("Bevis"), required=False, widget=Words(2, hers=False), help_text=N_("Uten navn."))

    def clean_cases(self) -> list[int]:
        """The numbers, each once."""
        words = [word for word in self.cleaned_data["cases"].replace(",", " ").split() if word]
        if not all(word.isdecimal() and len(word) < 4 for word in words):
            raise forms.ValidationError(N_("Skriv numre med komma mellom."))
        return sorted({int(word) for word in words})


class CommentForm(Form):
    """The municipal director's comment."""

    words = forms.CharField(label=N_("Kommunedirektørens kommentar"), widget=Words(4, hers=False))
    signed_by = forms.CharField(label=N_("Hvem kommenterer"), max_length=120)


class MeasureForm(Form):
    """What will be done."""

    words = forms.CharField(label=N_("Hva skal gjøres?"), max_length=300, widget=Words(2, hers=False))
    who = forms.CharField(label=N_("Hvem"), max_length=120)
    by_day = forms.DateField(label=N_("Innen"), widget=Day)


class DoneForm(Form):
    """It is done."""

    words = forms.CharField(label=N_("Hva kom ut av det?"), max_length=300, widget=Words(2, hers=False))


class EndForm(Form):
    """Over before its day."""

    reason = forms.CharField(label=N_("Hvorfor avsluttes det?"), max_length=200)
