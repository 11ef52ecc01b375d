"""Those near to the person: next of kin with what each may be told, and children who need to be seen."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access import queries as access
from helhet.access.actions import judge_again
from helhet.access.mandates import MANDATE_NAMES, MandateGround
from helhet.access.policy import may_write
from helhet.access.rules import PART_NAMES, REPRESENTED, Part
from helhet.cases import actions as cases
from helhet.organisation.rules import N_
from helhet.people import actions, queries, rules

from . import age
from .doors import need
from .forms import ON_HER_PAGE, Choices, Day, Form, ManyChoices, Words, in_her_voice
from .person import around
from .sheet import Sheet, one_of

_READ_BY_HER = N_("Personen kan lese dette.")
_YES_NO = [("yes", N_("Ja")), ("no", N_("Nei"))]


class KinForm(Form):
    """Somebody near, and what may be told."""

    name = forms.CharField(label=N_("Navn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    relation = forms.CharField(label=N_("Hvem er det?"), required=False, max_length=60, help_text=N_("For eksempel søster, nabo, venn"))
    telephone = forms.CharField(label=N_("Telefon"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
    may_know = forms.CharField(
        label=N_("Kan få vite"), required=False, max_length=240, help_text=N_("For eksempel møter og hvordan det går")
    )
    may_not_know = forms.CharField(label=N_("Skal ikke få vite"), required=False, max_length=240)
    chosen_by_person = forms.ChoiceField(label=N_("Er det personen selv som har valgt?"), choices=_YES_NO, initial="yes", widget=Choices)
    heavy_care_on = forms.DateField(
        label=N_("Har særlig tyngende omsorg fra"), required=False, widget=Day(), help_text=N_("Da skal pårørende tilbys støtte.")
    )  # fmt: skip


class NewKinForm(KinForm):
    """The same, and whether this is the nearest."""

    nearest = forms.ChoiceField(
        label=N_("Er dette den nærmeste pårørende?"), choices=_YES_NO, initial="no", widget=Choices,
        help_text=N_("Nærmeste pårørende er den personen selv oppgir."),
    )  # fmt: skip


class OwnCaseForm(Form):
    """What somebody near asks for, for themselves."""

    words = forms.CharField(
        label=N_("Hva bes det om?"), widget=Words(3),
        help_text=N_("Med den pårørendes egne ord. Ikke skriv noe om den personen hjelpen gis til."),
    )  # fmt: skip


class EndKinForm(Form):
    """Why."""

    reason = forms.CharField(label=N_("Hvorfor?"), max_length=200)


class MandateForm(Form):
    """Who acts for her: why, in what, decided by whom, until when."""

    ground = forms.ChoiceField(label=N_("Hvorfor?"), choices=MANDATE_NAMES.items(), widget=Choices)
    decided_by = forms.CharField(
        label=N_("Hvem har bestemt det?"),
        required=False,
        max_length=120,
        help_text=N_("For eksempel Statsforvalteren i Agder. Fullmakt gir personen selv, og foreldre til barn trenger ikke noe vedtak."),
    )
    parts = forms.MultipleChoiceField(
        label=N_("Hva gjelder det?"), choices=[(part, PART_NAMES[part]) for part in REPRESENTED], widget=ManyChoices,
        help_text=N_("Bare det mandatet eller fullmakten nevner."),
    )  # fmt: skip
    since = forms.DateField(label=N_("Fra og med"), required=False, widget=Day(), help_text=N_("Uten dato gjelder det fra nå."))
    until = forms.DateField(
        label=N_("Til og med"), required=False, widget=Day(), help_text=N_("Uten dato gjelder det til det blir endret.")
    )
    judged_on = forms.DateField(
        label=N_("Hvilken dag ble det vurdert?"), required=False, widget=Day(),
        help_text=N_("Når beslutningskompetanse mangler, ved fare for andre, og av hensyn til barn. Ellers står det tomt."),
    )  # fmt: skip
    reasons = forms.CharField(label=N_("Grunnen, med ord"), required=False, widget=Words(3, hers=False), help_text=_READ_BY_HER)
    review_on = forms.DateField(label=N_("Vurderes på nytt"), required=False, widget=Day(), help_text=N_("Høyst et år fram."))


class JudgedAgainForm(Form):
    """Why it still holds, and when it is looked at again."""

    reasons = forms.CharField(label=N_("Hvorfor gjelder det fortsatt?"), widget=Words(3, hers=False), help_text=_READ_BY_HER)
    review_on = forms.DateField(label=N_("Vurderes på nytt"), widget=Day(), help_text=N_("Høyst et år fram."))


def kin(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Next of kin: whom the person has named, what each may and may not be told."""
    page = around(request, person_id, "team")
    need(page, Part.KIN)
    person, sheet = page["person"], Sheet(request)
    found = queries.kin_of(request.opening, person.pk)
    acting = {one.next_of_kin_id: one for one in access.representatives_of(request.opening, person.pk)}
    coming = {one.next_of_kin_id: one for one in access.representatives_of(request.opening, person.pk, coming=True)}
    kept = {rows[0].next_of_kin_id: rows for rows in age.by_parent(access.kept_from_parents(request.opening, person.pk))}
    for one in found:
        one.acts, one.to_act = acting.get(one.pk), coming.get(one.pk)
        one.kept = kept.get(one.pk, [])
    writable = may_write(request.actor, person.pk, Part.KIN)
    own = request.actor.kind == "person"
    if writable:
        page["new"] = _hers(sheet.form("new", NewKinForm), own)
        for one in found:
            said = {name: getattr(one, name) for name in ("name", "relation", "telephone", "may_know", "may_not_know", "heavy_care_on")}
            changed = said | {"chosen_by_person": "yes" if one.chosen_by_person else "no"}
            one.change_form = _hers(sheet.form("change", KinForm, one.pk, initial=changed), own)
            one.end_form = sheet.form("end", EndKinForm, one.pk)
            judged = one.acts and one.acts.consent.judged_on and request.actor.is_staff
            one.again_form = sheet.form("again", JudgedAgainForm, one.pk) if judged else None
            one.case_form = None if own else sheet.form("own_case", OwnCaseForm, one.pk)
            one.mandate_form = sheet.form("represent", MandateForm, one.pk) if Part.CONSENT in page["parts"] else None
            if own:
                in_her_voice(one.end_form, "reason")  # she need not say why
                in_her_voice(
                    one.mandate_form, "ground", "decided_by", "judged_on", "reasons", "review_on", parts=N_("Hva skal fullmakten gjelde?")
                )
                one.mandate_form.fields["parts"].help_text = gettext("Velg bare det du vil. Resten ser de ikke.")
    if sheet.did("nearest", "nobody", **_kin_deeds(request, person, found)):
        return redirect("person-kin", person.pk)
    return render(
        request, "person/kin.html", page | {"kin": found, "sheet": sheet, "writable": writable, "part_names": PART_NAMES, "own": own}
    )


def _hers(form: Form, own: bool) -> Form:
    """The form as she meets it herself: whom she names, she has chosen."""
    if not own:
        return form
    if "nearest" in form.fields:
        form.fields["nearest"].label = gettext("Er dette den nærmeste pårørende din?")
        form.fields["nearest"].help_text = gettext("Det er den vi snakker med hvis du selv ikke kan.")
    return in_her_voice(
        form, "chosen_by_person", "heavy_care_on", may_know=N_("Hva kan vi fortelle dem?"),
        may_not_know=N_("Hva skal vi ikke fortelle dem?"),
    )  # fmt: skip


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value == "yes" if name in ("chosen_by_person", "nearest") else value for name, value in data.items()}


def _kin_deeds(request: HttpRequest, person: Any, found: list[Any]) -> dict[str, Any]:
    by = request.actor
    own = by.kind == "person"
    hers: dict[str, Any] = {"chosen_by_person": True} if own else {}
    proxy = {"ground": MandateGround.PROXY, "decided_by": ""} if own else {}
    why = {"reason": ON_HER_PAGE} if own else {}

    def own_case(data: dict[str, Any], row: str) -> None:
        one = one_of(found, row)
        cases.ask_for_kin(one, by=by, **data)
        messages.success(request, gettext("{name} har fått en egen henvendelse. Koordinerende enhet svarer.").format(name=one.name))

    return {
        "own_case": own_case,
        "new": lambda data, row: actions.name_next_of_kin(person, by=by, **_plain(data) | hers),
        "change": lambda data, row: actions.change_next_of_kin(one_of(found, row), by=by, **_plain(data) | hers),
        "nobody": lambda data, row: actions.note_nobody_nearest(person, by=by),
        "nearest": lambda data, row: actions.make_nearest(one_of(found, row), by=by),
        "represent": lambda data, row: actions.represent(one_of(found, row), by=by, **proxy | data),
        "again": lambda data, row: judge_again(one_of(found, row).acts.consent, by=by, **data),
        "end": lambda data, row: actions.end_next_of_kin(one_of(found, row), by=by, **why | data),
    }


class AskedForm(Form):
    """The question, and the answer."""

    answer = forms.ChoiceField(
        label=N_("Har du barn eller søsken under 18 år, eller venter du barn?"), choices=rules.CHILDREN_ASKED_NAMES.items(), widget=Choices
    )  # fmt: skip
    words = forms.CharField(label=N_("Det personen sier om det"), required=False, widget=Words(2))


class ChildForm(Form):
    """As little as follow-up asks for."""

    first_name = forms.CharField(label=N_("Fornavn"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kinship = forms.CharField(label=N_("Hvem er barnet?"), max_length=40, help_text=N_("For eksempel datter, stesønn, lillebror"))
    born_year = forms.IntegerField(label=N_("Fødselsår"), required=False)
    lives_with = forms.CharField(label=N_("Bor hos"), required=False, max_length=60)
    need = forms.CharField(label=N_("Hva trenger barnet?"), required=False, widget=Words(2, hers=False))


class FollowForm(Form):
    """What the child has been told, and who follows up."""

    need = forms.CharField(label=N_("Hva trenger barnet?"), required=False, widget=Words(2, hers=False))
    informed_on = forms.DateField(label=N_("Barnet ble informert"), required=False, widget=Day())
    informed_how = forms.CharField(
        label=N_("Hvordan?"), required=False, max_length=200, help_text=N_("Tilpasset alder: samtale, brosjyre, lek")
    )
    informed_by = forms.CharField(label=N_("Av hvem?"), required=False, max_length=120)
    followed_up_by = forms.CharField(
        label=N_("Hvem følger opp?"), required=False, max_length=120, help_text=N_("For eksempel helsesykepleier")
    )
    outcome = forms.ChoiceField(
        label=N_("Hva kom ut av det?"), choices=[("", N_("ikke klart ennå")), *rules.CHILD_OUTCOME_NAMES.items()], required=False,
        widget=Choices,
    )  # fmt: skip
    bereaved_on = forms.DateField(
        label=N_("Har barnet mistet en forelder eller et søsken?"), required=False, widget=Day(),
        help_text=N_("Skriv dagen, hvis det er slik."),
    )  # fmt: skip


class AgreeForm(Form):
    """A yes and how it was given, or why it was not practical to ask."""

    how = forms.CharField(label=N_("Hvordan sa personen ja til at barnet følges opp?"), required=False, max_length=60)
    no_consent_reason = forms.CharField(
        label=N_("Eller: hvorfor lot det seg ikke gjøre å spørre?"), required=False, widget=Words(2, hers=False),
        help_text=N_("Da kan det barnet trenger, likevel deles med dem som samarbeider, og grunnen står her (helsepersonelloven § 28)."),
    )  # fmt: skip


class ChildsRecordForm(Form):
    """What the child needs help with, in a record of its own."""

    name = forms.CharField(label=N_("Barnets navn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    born = forms.CharField(
        label=N_("Født"), required=False, max_length=20, help_text=N_("Dato, eller fødselsnummer. Kan stå tomt.")
    )  # fmt: skip
    words = forms.CharField(
        label=N_("Hva trenger barnet?"), widget=Words(3, hers=False),
        help_text=N_("Bare det de som skal hjelpe barnet, trenger. Skriv ikke noe annet om den voksne."),
    )  # fmt: skip


_FOLLOWED = tuple(FollowForm.base_fields)


def children(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Children and young siblings: asked and answered, informed, followed up."""
    page = around(request, person_id, "team")
    need(page, Part.KIN)
    person, sheet = page["person"], Sheet(request, f"children:{page['person'].pk}")
    found, asked = queries.children_of(request.opening, person.pk)
    writable = request.actor.is_staff and may_write(request.actor, person.pk, Part.KIN)
    if writable:
        page |= {"ask": sheet.form("ask", AskedForm), "new": sheet.form("new", ChildForm)}
        for one in found:
            one.follow_form = sheet.form("follow", FollowForm, one.pk, initial={name: getattr(one, name) for name in _FOLLOWED})
            one.agree_form = sheet.form("agree", AgreeForm, one.pk)
            one.record_form = (
                None if one.own_record_on else sheet.form("own_record", ChildsRecordForm, one.pk, initial={"name": one.first_name})
            )
    if sheet.did(**_child_deeds(request, person, found)):
        return redirect("person-children", person.pk)
    again = rules.children_due(first_helped=request.actor.on, last_asked=asked.at.date()) if asked else None
    return render(
        request, "person/children.html",
        page | {"children": found, "asked": asked, "again": again, "sheet": sheet, "writable": writable},
    )  # fmt: skip


def _child_deeds(request: HttpRequest, person: Any, found: list[Any]) -> dict[str, Any]:
    by = request.actor

    def own_record(data: dict[str, Any], row: str) -> None:
        one = one_of(found, row)
        cases.ask_for_child(one, by=by, **data)
        messages.success(request, gettext("{name} har fått en egen henvendelse. Koordinerende enhet svarer.").format(name=one.first_name))

    return {
        "own_record": own_record,
        "ask": lambda data, row: actions.ask_about_children(person, by=by, **data),
        "new": lambda data, row: actions.note_child(person, by=by, **data),
        "follow": lambda data, row: actions.follow_up_child(one_of(found, row), by=by, **data),
        "agree": lambda data, row: actions.agree_about_child(one_of(found, row), by=by, **data),
    }
