"""What is asked about home and days: where she lives, what she needs, a warning, what she does and how satisfied she is."""

from django import forms

from helhet.living import rules
from helhet.organisation.rules import N_

from .forms import Choices, Day, Form, Ladder, Words

_SAID = rules.SAID_NAMES.items()


class HousingForm(Form):
    """Where she lives from a day."""

    situation = forms.ChoiceField(label=N_("Hvordan bor personen?"), choices=rules.SITUATION_NAMES.items())
    since = forms.DateField(label=N_("Fra"), widget=Day())
    suited = forms.ChoiceField(label=N_("Passer boligen?"), choices=_SAID, initial="unknown", widget=Choices)
    secure = forms.ChoiceField(label=N_("Er kontrakten trygg?"), choices=_SAID, initial="unknown", widget=Choices)
    words = forms.CharField(label=N_("Med egne ord, om å bo der"), required=False, widget=Words(2))


class NeedForm(Form):
    """What she needs of a home."""

    kind = forms.ChoiceField(label=N_("Hva trengs?"), choices=rules.NEED_NAMES.items(), widget=Choices)
    queued_on = forms.DateField(label=N_("Satt i kø"), required=False, widget=Day(), help_text=N_("Tomt når personen ikke står i kø."))
    words = forms.CharField(label=N_("Med egne ord, om å bo"), required=False, widget=Words(2))


class EndNeedForm(Form):
    """A need that is met, or is one no longer."""

    on = forms.DateField(label=N_("Fra"), widget=Day())
    met = forms.ChoiceField(
        label=N_("Hvordan gikk det?"), choices=[("yes", N_("Fikk det")), ("no", N_("Trengs ikke lenger"))], widget=Choices
    )
    reason = forms.CharField(label=N_("Hvorfor?"), required=False, max_length=200)


class WarningForm(Form):
    """A warning of eviction."""

    from_whom = forms.CharField(label=N_("Hvem varslet?"), max_length=120)
    warned_on = forms.DateField(label=N_("Når kom varselet?"), widget=Day())
    by_day = forms.DateField(label=N_("Når kan det skje?"), required=False, widget=Day())
    words = forms.CharField(label=N_("Med egne ord, om det som skjer"), required=False, widget=Words(2))


class SettleForm(Form):
    """What came of it."""

    outcome = forms.ChoiceField(label=N_("Hvordan gikk det?"), choices=rules.OUTCOME_NAMES.items(), widget=Choices)
    on = forms.DateField(label=N_("Når?"), widget=Day())
    words = forms.CharField(label=N_("Hva ble gjort?"), required=False, max_length=240)


class ActivityForm(Form):
    """What she does with her days."""

    kind = forms.ChoiceField(label=N_("Hva slags?"), choices=rules.ACTIVITY_NAMES.items())
    what = forms.CharField(label=N_("Hva?"), required=False, max_length=160)
    hours = forms.IntegerField(label=N_("Timer i uken"), required=False, min_value=0, max_value=rules.MOST_HOURS)
    since = forms.DateField(label=N_("Fra"), widget=Day())
    ips = forms.BooleanField(label=N_("Med jobbspesialist (individuell jobbstøtte)"), required=False)
    words = forms.CharField(label=N_("Med egne ord, om dagene"), required=False, widget=Words(2))


class SatisfiedForm(Form):
    """How satisfied she is with it."""

    satisfaction = forms.TypedChoiceField(
        label=N_("Hvor fornøyd er du med dette, fra 0 til 10?"), choices=[(n, str(n)) for n in range(11)], coerce=int, widget=Ladder
    )  # fmt: skip
    words = forms.CharField(label=N_("Med egne ord"), required=False, widget=Words(2))


class EndActivityForm(Form):
    """No longer."""

    on = forms.DateField(label=N_("Til"), widget=Day())
    reason = forms.CharField(label=N_("Hvorfor?"), required=False, max_length=200)
