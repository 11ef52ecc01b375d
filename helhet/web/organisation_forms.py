"""Forms for keeping partners, telephones, units, staff and services right."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext

from helhet.access import queries
from helhet.cases.rules import LEGAL_BASES, PATHWAY_NAMES
from helhet.organisation.rules import LEVEL_NAMES, N_, PARTNER_NAMES, PROVIDED_NAMES, WEEKDAY_NAMES, Hours, PartnerKind
from helhet.organisation.rules.competence import LEARNING_NAMES, LearningKind
from helhet.organisation.rules.keeping import hours_faults

from .forms import Choices, Clock, Day, Form, ManyChoices, Words

# How one learns to coordinate, on the page of one worker; what several learn together is written where competence is kept.
_COORDINATING = [(kind, LEARNING_NAMES[kind]) for kind in (LearningKind.COURSE, LearningKind.GUIDANCE)]

LINES = 3  # lines of hours a telephone may have

_DIAL = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
_HER_ID = N_("Meldingsadressen i Adresseregisteret. Bare sifre.")


class PartnerForm(Form):
    """A partner outside."""

    kind = forms.ChoiceField(
        label=N_("Hva slags?"), choices=[(kind, name) for kind, name in PARTNER_NAMES.items() if kind != PartnerKind.INSPECTOR]
    )
    name = forms.CharField(label=N_("Navn"), max_length=120)
    telephone = forms.CharField(label=N_("Telefon"), max_length=20, required=False, widget=_DIAL)
    her_id = forms.CharField(label=N_("HER-id"), max_length=12, required=False, help_text=_HER_ID)
    organisation_number = forms.CharField(label=N_("Organisasjonsnummer"), max_length=11, required=False)
    note = forms.CharField(label=N_("Godt å vite"), max_length=200, required=False, help_text=N_("Står under navnet i «Hvem ringer jeg?»."))
    serves = forms.MultipleChoiceField(label=N_("For hvilke kommuner?"), widget=ManyChoices)


class MemberForm(Form):
    """A named person at a partner."""

    name = forms.CharField(label=N_("Navn"), max_length=120)
    title = forms.CharField(label=N_("Tittel, som folk sier den"), max_length=80)
    telephone = forms.CharField(label=N_("Telefon"), max_length=20, required=False, widget=_DIAL)
    email = forms.EmailField(label=N_("E-post"), required=False)
    until = forms.DateField(label=N_("Siste dag der"), required=False, widget=Day(), help_text=N_("La det stå tomt til noen slutter."))


class UnitForm(Form):
    """A unit's name, telephone and message address."""

    name = forms.CharField(label=N_("Navn"), max_length=120)
    telephone = forms.CharField(label=N_("Telefon"), max_length=20, required=False, widget=_DIAL)
    her_id = forms.CharField(label=N_("HER-id"), max_length=12, required=False, help_text=_HER_ID)
    routine = forms.CharField(label=N_("Rutinen for plan og koordinator heter"), max_length=160, required=False)
    routine_on = forms.DateField(label=N_("Sist gått gjennom"), required=False, widget=Day())


class TrainingForm(Form):
    """Training or guidance in coordinating."""

    on = forms.DateField(label=N_("Dag"), widget=Day())
    kind = forms.ChoiceField(label=N_("Hva slags?"), choices=_COORDINATING, widget=Choices())
    what = forms.CharField(label=N_("Hva"), max_length=160)


class StaffForm(Form):
    """How to reach somebody who works here."""

    name = forms.CharField(label=N_("Navn"), max_length=120)
    title = forms.CharField(label=N_("Tittel, som folk sier den"), max_length=80)
    telephone = forms.CharField(label=N_("Telefon"), max_length=20, required=False, widget=_DIAL)
    email = forms.EmailField(label=N_("E-post"), required=False)
    hpr_number = forms.CharField(label=N_("HPR-nummer"), max_length=9, required=False)


class AbsenceForm(Form):
    """Away, and who answers meanwhile."""

    since = forms.DateField(label=N_("Første dag borte"), widget=Day())
    until = forms.DateField(label=N_("Siste dag borte"), widget=Day())
    deputy = forms.ChoiceField(label=N_("Hvem er stedfortreder?"))


def _plain(label: str, help_text: str = "") -> forms.CharField:
    """Room for plain words to residents."""
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=800, widget=Words(3, hers=False))


class ServiceForm(Form):
    """A service that exists: what triage may choose."""

    name = forms.CharField(label=N_("Navn"), max_length=120)
    description = forms.CharField(label=N_("Hva er det?"), max_length=240, required=False, help_text=N_("Med vanlige ord"))
    unit = forms.ChoiceField(label=N_("Hvilken enhet gir det?"))
    level_of_care = forms.TypedChoiceField(label=N_("Nivå"), choices=LEVEL_NAMES.items(), coerce=int, help_text=N_("Laveste først"))
    pathways = forms.MultipleChoiceField(label=N_("For hvilke hovedforløp?"), choices=PATHWAY_NAMES.items(), widget=ManyChoices)
    legal_basis = forms.ChoiceField(
        label=N_("Hvilken lov bygger det på?"), help_text=N_("Avgjør om det trengs vedtak, og hvor lang klagefristen er."),
        choices=[(key, basis.name) for key, basis in LEGAL_BASES.items()],
    )  # fmt: skip
    provided = forms.ChoiceField(label=N_("Hvem gir det?"), choices=PROVIDED_NAMES.items(), widget=Choices())
    supplier = forms.ChoiceField(label=N_("Kjøpt av, eller gitt av"), required=False)
    plain_nb = _plain(N_("Til innbyggerne, på bokmål"), N_("Hva skjer når du kommer, og hvordan kommer du i gang? Du-form."))
    plain_nn = _plain(N_("Til innbyggerne, på nynorsk"))
    plain_en = _plain(N_("Til innbyggerne, på engelsk"))
    capacity = forms.IntegerField(label=N_("Plasser"), required=False, min_value=0, max_value=30000)
    serves = forms.MultipleChoiceField(label=N_("For hvilke kommuner?"), widget=ManyChoices)
    until = forms.DateField(label=N_("Siste dag"), required=False, widget=Day(), help_text=N_("Når tilbudet legges ned."))


class PointForm(Form):
    """A telephone somebody answers."""

    name = forms.CharField(label=N_("Hvem svarer?"), max_length=120, help_text=N_("Et navn, eller en vakt eller et kontor"))
    of = forms.ChoiceField(label=N_("Hører til"), required=False, help_text=N_("Er en ansatt borte, svarer stedfortrederen."))
    telephone = forms.CharField(label=N_("Telefon"), max_length=20, widget=_DIAL)
    helps_with = forms.CharField(label=N_("Hva hjelper de med?"), max_length=240, help_text=N_("En setning, slik den skal stå i svaret"))
    topics = forms.CharField(
        label=N_("Ord folk leter med"), required=False, max_length=600,
        help_text=N_("På bokmål og nynorsk, med mellomrom. Bøyning og skrivefeil klarer søket selv."),
    )  # fmt: skip
    serves = forms.MultipleChoiceField(label=N_("For hvilke kommuner?"), widget=ManyChoices)
    stands_in_for = forms.ChoiceField(label=N_("Svarer når en annen ikke gjør det"), required=False)
    order = forms.IntegerField(
        label=N_("Plass i rekken"), min_value=1, max_value=99, initial=50,
        help_text=N_("Lavest ringes først når flere passer: navngitte 10–20, koordinerende enhet 30, akutteam 40, andre 50, legevakt 60."),
    )  # fmt: skip


class HoursForm(Form):
    """One line of hours; empty is no line."""

    weekdays = forms.MultipleChoiceField(label=N_("Dager"), required=False, choices=list(WEEKDAY_NAMES.items()), widget=ManyChoices)
    opens = forms.TimeField(label=N_("Fra"), required=False, widget=Clock())
    closes = forms.TimeField(label=N_("Til"), required=False, widget=Clock())
    on_holidays = forms.BooleanField(label=N_("Også på helligdager"), required=False)
    weeks = forms.BooleanField(label=N_("Bare annenhver uke"), required=False)
    first = forms.DateField(label=N_("En dag det er åpent"), required=False, widget=Day())
    place = forms.CharField(label=N_("Sted, hvis det er en besøksdag"), max_length=80, required=False)

    @property
    def is_empty(self) -> bool:
        """True when nothing is written on this line."""
        return not any(self.cleaned_data.get(name) for name in ("weekdays", "opens", "closes", "weeks", "first", "place"))

    def clean(self) -> dict[str, Any]:
        """What is wrong with this line stands at its fields."""
        data = super().clean() or {}
        if not self.is_empty:
            days, weeks = [int(day) for day in data.get("weekdays", [])], 2 if data.get("weeks") else 1
            for fault in hours_faults(days, data.get("opens"), data.get("closes"), weeks=weeks, first=data.get("first")):
                if fault.field not in self.errors:
                    self.add_error(fault.field, gettext(fault.reason))
        return data

    def as_hours(self) -> Hours:
        """The line as the rule reads it."""
        data = self.cleaned_data
        return Hours(
            frozenset(int(day) for day in data["weekdays"]), data["opens"], data["closes"], 2 if data["weeks"] else 1,
            data["first"] if data["weeks"] else None, data["on_holidays"], data["place"],
        )  # fmt: skip


def hours_forms(request: HttpRequest, known: list[Hours], draft: str) -> list[HoursForm]:
    """A form for each line of hours: as sent, as last typed, or as they are."""
    typed = queries.draft_of(request.actor, draft) if request.method == "GET" else {}
    made = []
    for number in range(LINES):
        prefix = f"t{number}"
        initial = _initial(known[number]) if number < len(known) else {}
        initial |= {name.removeprefix(f"{prefix}-"): value for name, value in typed.items() if name.startswith(f"{prefix}-")}
        made.append(HoursForm(request.POST, prefix=prefix) if request.method == "POST" else HoursForm(initial=initial, prefix=prefix))
    return made


def _initial(hours: Hours) -> dict[str, Any]:
    return {
        "weekdays": [str(day) for day in sorted(hours.weekdays)], "opens": hours.opens, "closes": hours.closes, "weeks": hours.weeks > 1,
        "first": hours.first, "on_holidays": hours.on_holidays, "place": hours.place,
    }  # fmt: skip
