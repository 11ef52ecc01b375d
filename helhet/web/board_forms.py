"""What is asked at the board: how closely and why, who does what, why no longer, and a meeting begun and ended."""

from django import forms

from helhet.organisation.rules import N_
from helhet.team import rules

from .forms import Choices, Day, Form, ManyChoices

_WHY_HELP = N_("Kort, og slik at personen selv kan lese det. Det som hendte, står i journalen.")


class PlaceForm(Form):
    """How closely somebody is followed, and why."""

    level = forms.TypedChoiceField(label=N_("Hvor tett?"), choices=rules.LEVEL_NAMES.items(), coerce=int, widget=Choices)
    why = forms.CharField(label=N_("Hvorfor?"), max_length=rules.LONGEST_WHY, help_text=_WHY_HELP)
    why_kind = forms.ChoiceField(label=N_("Hva handler det om?"), choices=rules.WHY_NAMES.items())


class BoardTaskForm(Form):
    """Who does what by when, written as it is said: «Hanne ringer i dag»."""

    what = forms.CharField(
        label=N_("Hvem gjør hva?"), max_length=200, help_text=N_("Begynn gjerne med fornavnet: «Hanne ringer før ti».")
    )  # fmt: skip
    to = forms.ChoiceField(label=N_("Hvem?"), required=False)
    due = forms.DateField(label=N_("Innen"), widget=Day())


class OffForm(Form):
    """No longer needed."""

    reason = forms.CharField(label=N_("Hvorfor trengs det ikke lenger?"), max_length=200)


class BeginForm(Form):
    """A meeting at the board."""

    minutes_long = forms.IntegerField(
        label=N_("Hvor mange minutter?"), initial=rules.BOARD_MINUTES, min_value=5, max_value=rules.LONGEST_BOARD
    )
    municipality = forms.ChoiceField(label=N_("Hvem går dere gjennom?"), required=False)
    present = forms.MultipleChoiceField(
        label=N_("Hvem er til stede?"), required=False, widget=ManyChoices,
        help_text=N_("Navnene skrives i loggen til hver som vises, så personen kan se hvem som så det."),
    )  # fmt: skip


class EndForm(Form):
    """The meeting is over."""

    words = forms.CharField(
        label=N_("Én linje om møtet"), required=False, max_length=240,
        help_text=N_("Uten navn. Det dere ble enige om, står som oppgaver."),
    )  # fmt: skip
