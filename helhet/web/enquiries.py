"""The one door: register an enquiry, take it, reply, and triage it to a service that exists."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from helhet.access.policy import may_write, sees
from helhet.access.rules import Part
from helhet.cases import actions, queries, rules
from helhet.organisation import queries as organisation
from helhet.organisation.rules import N_
from helhet.people import queries as people
from helhet.people.rules import MAY_CALL_NAMES
from helhet.statistics import letters

from . import due
from .casework import newest_of_each
from .doors import need
from .forms import Choices, Day, Form, Words, carried_out, kept, sent
from .person import around, tells
from .templatetags.helhet import day_year, telephone

_CHANNELS = [(c, n) for c, n in rules.CHANNEL_NAMES.items() if c not in (rules.Channel.OWN, rules.Channel.IMPORT, rules.Channel.MOVED)]
_LANGUAGE = [("nb", N_("Bokmål")), ("nn", N_("Nynorsk")), ("en", N_("Engelsk")), ("tolk", N_("Trenger tolk"))]


class EnquiryForm(Form):
    """Twelve questions, two minutes. Only name and wish must be filled in."""

    from_whom = forms.ChoiceField(label=N_("Hvem tar kontakt?"), choices=rules.FROM_NAMES.items(), initial="person", widget=Choices)
    caller = forms.CharField(
        label=N_("Navn og telefon"), required=False, max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=N_("Så vi vet hvem vi skal svare. Den det gjelder kan lese det."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=N_("Hvordan?"), choices=_CHANNELS, initial="telephone", widget=Choices)
    received_on = forms.DateField(
        label=N_("Dagen det kom"), required=False, widget=Day(), help_text=N_("Fristen for svar løper fra dagen det kom.")
    )  # fmt: skip
    name = forms.CharField(label=N_("Navn på den det gjelder"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    born = forms.CharField(label=N_("Født"), required=False, max_length=20, help_text=N_("Dato eller fødselsnummer"))
    telephone = forms.CharField(label=N_("Telefon"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
    may_call = forms.ChoiceField(
        label=N_("Trygt å ringe?"),
        choices=MAY_CALL_NAMES.items(),
        initial="yes",
        widget=Choices,
    )
    municipality = forms.ChoiceField(
        label=N_("Bor eller er i"), widget=Choices,
        help_text=N_("Er personen i en annen kommune, er det den som skal hjelpe. Si hvor personen kan ringe."),
    )  # fmt: skip
    words = forms.CharField(
        label=N_("Hva ber personen om?"),
        help_text=N_("Skriv med personens egne ord. Det kan leses av den det gjelder."),
        widget=Words(),
    )
    urgency = forms.ChoiceField(
        label=N_("Når trengs svar?"), initial="days", widget=Choices,
        choices=rules.URGENCY_NAMES.items(),
    )  # fmt: skip
    children = forms.ChoiceField(
        label=N_("Barn under 18 år?"),
        choices=rules.CHILDREN_NAMES.items(),
        initial="unknown",
        widget=Choices,
    )
    language = forms.ChoiceField(label=N_("Språk"), choices=_LANGUAGE, initial="nb", widget=Choices)
    person_knows = forms.ChoiceField(
        label=N_("Vet personen om henvendelsen?"),
        choices=[("yes", N_("Ja")), ("no", N_("Nei"))],
        initial="yes",
        widget=Choices,
    )


class KnownForm(Form):
    """Whether it is one of those whom the one who takes the call has access to already. Of anybody else nothing is asked."""

    known = forms.ChoiceField(
        label=N_("Er det en av disse?"), widget=forms.RadioSelect,
        help_text=N_("Du har tilgang til dem fra før. Er det en av dem, blir henvendelsen en del av det som står der."),
    )  # fmt: skip


def new(request: HttpRequest) -> HttpResponse:
    """Register an enquiry."""
    places = organisation.one_door_for(request.actor)
    if not places or not request.actor.is_staff:
        return render(request, "cases/no_unit.html", {"place": ""})
    form = kept(EnquiryForm, request, "enquiry-new", initial={"language": places[0].language, "municipality": places[0].number})
    form.fields["municipality"].choices = [(m.number, m.name) for m in places]
    known, asked = {}, None
    if request.method == "POST" and form.is_valid():
        known = known_already(form.cleaned_data, request)
        asked = is_it_one_of(known, request)

    def register(data: dict[str, Any]) -> Any:
        return actions.register(_as_new(data, request), known=which_it_is(known, asked), by=request.actor)

    if carried_out(form, request, register, beside=[asked] if asked else ()):
        return _registered(request, form.result, known=which_it_is(known, asked) is not None)
    numbers = organisation.emergency_numbers([m.number for m in places])
    page = {"form": form, "asked": asked, "numbers": numbers, "reply_due": rules.reply_due(request.actor.on)}
    tells(page, [one for one, _ in known.values()])
    return render(request, "cases/new.html", page)


def known_already(data: dict[str, Any], request: HttpRequest) -> dict[str, tuple[Any, list[str]]]:
    """Whom this worker may write about already who may be the one told of, by key, each with why."""
    told = {name: data[name] for name in ("name", "born", "telephone")}
    found = people.already_known(request.actor, municipality_number=data["municipality"], **told)
    return {str(one.pk): (one, why) for one, why in found}


def is_it_one_of(known: dict[str, tuple[Any, list[str]]], request: HttpRequest) -> KnownForm | None:
    """The question, once there is somebody it could be: bound when it was answered."""
    if not known:
        return None
    asked = KnownForm(request.POST if "known" in request.POST else None)
    asked.fields["known"].choices = [(key, _who(one, why)) for key, (one, why) in known.items()] + [("no", gettext("Nei, det er en annen"))]
    return asked


def which_it_is(known: dict[str, tuple[Any, list[str]]], asked: KnownForm | None) -> Any:
    """The one of them that was chosen; None when it is another, or there was nobody it could be."""
    return known.get(asked.cleaned_data["known"], (None,))[0] if asked else None


def _who(person: Any, why: list[str]) -> str:
    born = gettext("født %(on)s") % {"on": day_year(person.born)} if person.born else ""
    said = ", ".join(filter(None, [person.name, born, telephone(person.telephone)]))
    return f"{said} ({', '.join(gettext(one) for one in why)})"


def _registered(request: HttpRequest, enquiry: Any, *, known: bool) -> HttpResponse:
    """On to the enquiry, or home when another unit has it now and it is not hers to see."""
    if known or enquiry.unit_id in request.actor.unit_ids:
        messages.success(request, gettext("Henvendelsen er registrert. Svar eller foreløpig svar skal gis innen en måned."))
        return redirect("enquiry", enquiry.pk)
    messages.success(request, gettext("Henvendelsen er registrert og står hos %(unit)s.") % {"unit": enquiry.unit.name})
    return redirect("my-day")


def _as_new(data: dict[str, Any], request: HttpRequest) -> actions.NewEnquiry:
    tolk = data["language"] == "tolk"
    as_told = ("name", "words", "from_whom", "caller", "channel", "born", "telephone", "may_call", "urgency", "children")
    own = {name: data[name] for name in as_told}
    return actions.NewEnquiry(
        **own, unit=organisation.receiving_unit(request.actor, data["municipality"]), municipality_number=data["municipality"],
        language="nb" if tolk else data["language"], interpreter=gettext("språk ikke oppgitt") if tolk else "",
        person_knows=data["person_knows"] == "yes", received_on=data["received_on"],
    )  # fmt: skip


class ReplyForm(Form):
    """Answer, or say when it comes."""

    kind = forms.ChoiceField(
        label=N_("Hva slags svar?"), widget=Choices, initial="preliminary",
        choices=rules.REPLY_NAMES.items(),
    )  # fmt: skip
    text = forms.CharField(label=N_("Svaret"), widget=Words(4, hers=False))
    how = forms.ChoiceField(
        label=N_("Hvordan får personen svaret?"), choices=list(rules.REPLY_HOW_NAMES.items()), initial=rules.ReplyHow.TOLD, widget=Choices,
        help_text=N_("Helhet sender ikke svaret for deg."),
    )  # fmt: skip
    expected_on = forms.DateField(label=N_("Svaret kommer"), required=False, widget=Day())
    delay_reason = forms.CharField(label=N_("Hvorfor det tar tid"), required=False, widget=Words(2, hers=False))


class TriageForm(Form):
    """To a service that exists, at the lowest level that helps."""

    pathway = forms.TypedChoiceField(
        label=N_("Hovedforløp"), choices=list(rules.PATHWAY_NAMES.items()), coerce=int, widget=forms.RadioSelect
    )
    service = forms.ChoiceField(
        label=N_("Tilbud"), help_text=N_("Laveste nivå som hjelper, står først. Det som er fullt, står sist."), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=N_("Hvorfor dette tilbudet?"),
        help_text=N_("Og hvorfor et lavere nivå ikke er nok."),
        widget=Words(3, hers=False),
    )


class HelpOnForm(Form):
    """It belongs elsewhere."""

    to = forms.CharField(label=N_("Hvor er personen hjulpet videre?"), widget=Words(2, hers=False))


def enquiry(request: HttpRequest, enquiry_id: UUID) -> HttpResponse:
    """One enquiry: take it, reply, triage, or join it with a record that was there before."""
    found = queries.open_enquiry(request.opening, enquiry_id)
    services = {str(s.pk): s for s in queries.services_for(found.person.municipality_id, actor=request.actor)}
    forms_ = _enquiry_forms(request, found, services)
    doing = request.POST.get("gjor")
    if request.method == "POST" and doing == "take":
        actions.take(found, by=request.actor)
        return redirect("enquiry", found.pk)
    templates = letters.in_use(found.person.municipality_id) if request.actor.is_staff else []
    begun = doing == "reply" and _begin_letter(request, forms_, templates)
    if not begun and doing in forms_ and carried_out(forms_[doing], request, lambda data: _do(doing, found, data, services, request)):
        for form in forms_.values():
            sent(form, request)
        if not sees(request.actor, found.person_id, Part.CASE):  # helped on: the access went with the enquiry
            messages.success(request, gettext("Hjulpet videre. Du har ikke lenger tilgang; koordinerende enhet har henvendelsen."))
            return redirect("my-day")
        return redirect("enquiry", found.pk)
    same = people.possible_duplicates(request.actor, found.person)
    for other, _ in same:
        request.opening.remember(other.pk, other.part, other.document, other.pk)
    return render(
        request, "cases/enquiry.html",
        around(request, found.person_id, "enquiries") | {"enquiry": found, "forms": forms_, "same": same,
         "letters": templates, "begun": begun,
         "replies": queries.replies_to(request.opening, found),
         "may_move": request.actor.is_staff and may_write(request.actor, found.person_id, Part.CASE),
         "due_on": rules.reply_due(found.received_at.date())},
    )  # fmt: skip


def _begin_letter(request: HttpRequest, forms_: dict[str, Form], templates: list[Any]) -> bool:
    """Whether the words of a template were asked for: the form stands as it was typed, with them in it, and nothing is kept yet."""
    chosen = next((one for one in templates if str(one.pk) == request.POST.get("mal")), None)
    if chosen is None:
        return False
    typed = request.POST.dict()
    made = ReplyForm(initial=typed | {"text": letters.with_words(typed.get("text", ""), chosen)})
    made.draft = forms_["reply"].draft
    forms_["reply"] = made
    return True


def _enquiry_forms(request: HttpRequest, found: Any, services: dict[str, Any]) -> dict[str, Form]:
    kinds = {"reply": ReplyForm, "triage": TriageForm, "help_on": HelpOnForm}
    doing = request.POST.get("gjor")
    made: dict[str, Form] = {}
    for name, kind in kinds.items():
        draft = f"{name}:{found.pk}"
        form = kept(kind, request, draft) if request.method == "GET" or doing == name else kind()
        form.draft = draft
        made[name] = form
    made["triage"].fields["service"].choices = [(key, _service(one)) for key, one in services.items()]
    return made


def _service(one: Any) -> str:
    said = f"{one.name} ({gettext(one.get_level_of_care_display())}). {one.description}"
    return said if one.has_room else f"{gettext('Fullt')}: {said}"


def _do(doing: str, found: Any, data: dict[str, Any], services: dict[str, Any], request: HttpRequest) -> None:
    by = request.actor
    if doing == "reply":
        actions.reply(found, by=by, **data)
    elif doing == "triage":
        actions.triage(found, service=services[data["service"]], pathway=data["pathway"], reason=data["reason"], by=by)
    else:
        actions.help_on(found, to=data["to"], by=by)


def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Her enquiries, cases, needs, offers and decisions on one page."""
    page = around(request, person_id, "enquiries")
    need(page, Part.CASE)
    person, opening = page["person"], request.opening
    # Of a case the page draws how it stands now, of an enquiry the newest answer, of a decision not what came of it.
    with opening.weighing():
        cases, decisions = queries.cases_of(opening, person.pk), queries.decisions_of(opening, person.pk)
        offers = newest_of_each(queries.offers_of(opening, person.pk))
        enquiries = queries.enquiries_of(opening, person.pk)
    found = [one for one in due.everything(opening, [person.pk]) if one.kind in due.CASEWORK]
    return render(
        request, "cases/of_person.html",
        page | {
            "enquiries": enquiries, "cases": cases,
            "open_cases": [case for case in cases if case.closed_on is None], "needs": queries.needs_of(opening, person.pk),
            "offers": offers,
            "decisions": decisions, "lines": due.lines(found, {person.pk: person}, on=request.actor.on),
            "names": {
                "life_area": rules.LIFE_AREA_NAMES, "pathway": rules.PATHWAY_NAMES, "close": rules.CLOSE_REASON_NAMES,
                "offer": rules.OFFER_NAMES, "answer": rules.ANSWER_NAMES,
            },
        },
    )  # fmt: skip
