"""Forms for agreements: the whole, one point, how far it has come, and the yearly look."""

from typing import Any

from django import forms

from helhet.cooperation.rules import AGREEMENT_NAMES, STATE_NAMES
from helhet.organisation.rules import N_

from .forms import Choices, Day, Form, Words

_YES_NO = (("yes", N_("ja")), ("no", N_("nei")))


class AgreementForm(Form):
    """An agreement, with a day for each municipality's council."""

    kind = forms.ChoiceField(label=N_("Hvem er avtalen med?"), choices=AGREEMENT_NAMES.items(), widget=Choices())
    name = forms.CharField(label=N_("Hva heter avtalen?"), max_length=120)
    other_party = forms.CharField(label=N_("Den andre parten"), max_length=120, required=False)
    signed_on = forms.DateField(label=N_("Signert"), required=False, widget=Day())
    valid_from = forms.DateField(label=N_("Gjelder fra"), widget=Day())
    valid_until = forms.DateField(label=N_("Gjelder til"), required=False, widget=Day())
    users_took_part = forms.ChoiceField(label=N_("Var brukerorganisasjonene med?"), choices=_YES_NO, required=False, widget=Choices())
    notice_months = forms.IntegerField(label=N_("Måneder oppsigelse"), min_value=0, max_value=60, initial=12)
    owner = forms.ChoiceField(label=N_("Hvem svarer for avtalen hos oss?"), required=False)
    review_on = forms.DateField(label=N_("Neste gjennomgang"), required=False, widget=Day())

    def __init__(self, *args: Any, municipalities: Any = (), **kwargs: Any) -> None:
        self.base_fields = dict(self.base_fields)
        for one in municipalities:
            self.base_fields[f"party-{one.pk}"] = forms.BooleanField(label=one.name, required=False)
            self.base_fields[f"adopted-{one.pk}"] = forms.DateField(label=N_("Vedtatt av kommunestyret"), required=False, widget=Day())
        super().__init__(*args, **kwargs)
        self.numbers = [one.pk for one in municipalities]

    @property
    def places(self) -> list[tuple[Any, Any]]:
        """For each municipality: whether it is party, and the day its council adopted it."""
        return [(self[f"party-{number}"], self[f"adopted-{number}"]) for number in self.numbers]

    def adopted(self) -> dict[str, Any]:
        """The parties as the action takes them."""
        data = self.cleaned_data
        return {number: data[f"adopted-{number}"] for number in self.numbers if data[f"party-{number}"]}

    def plain(self) -> dict[str, Any]:
        """The agreement's own fields."""
        names = (
            "kind", "name", "other_party", "signed_on", "valid_from", "valid_until", "users_took_part", "notice_months", "review_on",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}


class ClauseForm(Form):
    """What a point says, and who answers for it."""

    words = forms.CharField(label=N_("Punktet, med få ord"), max_length=240)
    owner = forms.ChoiceField(label=N_("Hvem svarer for punktet?"), required=False)


class StepForm(Form):
    """How far a point has come."""

    state = forms.ChoiceField(label=N_("Hvor langt er dere kommet?"), choices=STATE_NAMES.items(), widget=Choices())
    on = forms.DateField(label=N_("Fra hvilken dag?"), widget=Day())
    note = forms.CharField(label=N_("Hva fant dere ut?"), required=False, widget=Words(2, hers=False))


class ReviewForm(Form):
    """The yearly look at the whole."""

    on = forms.DateField(label=N_("Dag"), widget=Day())
    who = forms.CharField(label=N_("Hvem var med?"), max_length=240)
    found = forms.CharField(label=N_("Hva fant dere ut?"), widget=Words(4, hers=False))
    next_on = forms.DateField(label=N_("Neste gang"), required=False, widget=Day(), help_text=N_("Står det tomt, er det om et år."))
