"""Her plan: read, begun, framed, settled as a version and printed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST

from helhet.access import queries as access
from helhet.access.policy import NotVisible
from helhet.access.rules import Part
from helhet.mapping import queries as mapping
from helhet.organisation.rules import N_
from helhet.plans import actions, queries, rules

from . import paper
from .doors import need
from .forms import ON_HER_PAGE, Choices, Day, Form, SharedForm, Words, beside, carried_out, in_her_voice, kept
from .person import around, tells
from .templatetags.helhet import plan_url


class ConsentForm(Form):
    """Her consent to the plan, without which there is none."""

    consent_how = forms.CharField(
        label=N_("Hvordan ble samtykket gitt?"), help_text=N_("Muntlig i samtale, skriftlig, eller av den som samtykker på vegne av."),
        max_length=60,
    )  # fmt: skip
    given_by = forms.CharField(label=N_("Hvem samtykket?"), max_length=120)


def _most_often(person: Any) -> dict[str, str]:
    """How it is most often given: by herself, as they talk."""
    return {"consent_how": gettext("Muntlig i samtale"), "given_by": person.name}


class BeginForm(ConsentForm):
    """The plan begins with it, and with how long it is for."""

    until = forms.DateField(label=N_("Planen gjelder til"), required=False, widget=Day())


class FrameForm(SharedForm):
    """What a plan as a whole says; what is asked of it goes by its kind (`rules.frame_of`)."""

    title = forms.CharField(label=N_("Kort navn"), required=False, max_length=120)
    owner_name = forms.CharField(label=N_("Hvem lager den?"), required=False, max_length=120)
    main_responsible = forms.CharField(label=N_("Hovedansvarlig tjeneste"), required=False, max_length=120)
    until = forms.DateField(label=N_("Planen gjelder til"), required=False, widget=Day())
    review_on = forms.DateField(label=N_("Da ser vi på hele planen sammen"), required=False, widget=Day())
    strengths = forms.CharField(
        label=N_("Ressurser"), help_text=N_("Hva er du god på, hva liker du, hva har hjulpet før?"), required=False, widget=Words(3)
    )
    relatives_asked = forms.ChoiceField(label=N_("Er pårørende spurt?"), required=False, choices=rules.RELATIVES.items(), widget=Choices)
    relatives_contribute = forms.CharField(label=N_("Det pårørende bidrar med"), required=False, widget=Words(2, hers=False))
    cooperation_wanted = forms.CharField(
        label=N_("Samarbeid som ønskes eller trengs med andre"), required=False, widget=Words(2, hers=False)
    )
    child_takes_part = forms.CharField(label=N_("Slik får barnet delta"), required=False, widget=Words(2, hers=False))
    pupil = forms.BooleanField(
        label=N_("Går på skole"), required=False, help_text=N_("Da skal skolen være med på planen, også når eleven er voksen.")
    )  # fmt: skip


def plan(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Her individual plan, or the way to begin it."""
    page = around(request, person_id, "plan")
    need(page, Part.PLAN)
    shown = queries.open_plan(request.opening, page["person"])
    if shown is None:
        return _begin(request, page)
    return render(request, "plans/plan.html", page | _plan_page(request, page, shown))


def _plan_page(request: HttpRequest, page: dict[str, Any], shown: queries.Shown) -> dict[str, Any]:
    person_id, opening = page["person"].pk, request.opening
    in_use = shown.plan.state != rules.State.ENDED
    found = {
        "shown": shown, "plan": shown.plan, "ring": rules.ring(shown.points),
        "may_write": in_use and access.may_write_plan(request.actor, person_id),
        "outcomes": rules.OUTCOME_NAMES,
    }  # fmt: skip
    if shown.plan.kind != rules.Kind.INDIVIDUAL:  # what goes with the individual plan stands on its page
        return found
    others = {"crisis": _crisis(request, page), "earlier": _earlier(request, page, shown.plan)}
    return found | others | {"team": access.team_of(opening, person_id), "shared": access.shared_with(opening, person_id)}


def _earlier(request: HttpRequest, page: dict[str, Any], but: Any = None) -> list[Any]:
    """Her plans that are ended, but the one that is shown."""
    return [one for one in queries.earlier_plans(request.opening, page["person"].pk) if but is None or one.pk != but.pk]


def _crisis(request: HttpRequest, page: dict[str, Any]) -> Any:
    """That there is a crisis and mastery plan, for those who may read it."""
    return queries.crisis_in_short(request.opening, page["person"].pk) if Part.CRISIS in page["parts"] else None


def _begin(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    person = page["person"]
    form = kept(BeginForm, request, f"plan-begin:{person.pk}", initial=_most_often(person))
    if carried_out(form, request, lambda data: actions.begin(person.pk, by=request.actor, **data)):
        return redirect("plan", person.pk)
    return render(request, "plans/begin.html", page | {"form": form, "earlier": _earlier(request, page)})


def consent_anew(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """She who withdrew her consent gives it again: the plan opens where it stood."""
    page = around(request, person_id, "plan")
    found, person, own = plan_of(request, page), page["person"], request.actor.kind == "person"
    form = kept(ConsentForm, request, f"plan-anew:{found.pk}", initial=_most_often(person))
    if own:
        in_her_voice(form, "consent_how", "given_by")
    hers = {"consent_how": ON_HER_PAGE, "given_by": person.name} if own else {}
    if carried_out(form, request, lambda data: actions.consent_anew(found, by=request.actor, **data | hers)):
        return redirect("plan", person.pk)
    heading, button = gettext("Samtykke til planen på nytt"), gettext("Åpne planen igjen")
    return render(request, "plans/form.html", page | {"plan": found, "form": form, "heading": heading, "button": button})


def plan_of(request: HttpRequest, page: dict[str, Any], plan_id: UUID | None = None) -> Any:
    """The plan this page works on, of which it draws nothing itself; without one there is nothing here."""
    with request.opening.weighing():
        found = queries.plan_of(request.opening, page["person"].pk, plan_id=plan_id)
    if found is None:
        raise NotVisible
    if found.kind == rules.Kind.CRISIS:
        need(page, Part.CRISIS)
    return found


def frame(request: HttpRequest, person_id: UUID, plan_id: UUID | None = None) -> HttpResponse:
    """What a plan as a whole says: period, when to look at it, strengths; of hers also who is responsible, and what each contributes."""
    page = around(request, person_id, "plan")
    found = tells(page, [plan_of(request, page, plan_id)])[0]
    stands = {name: getattr(found, name) for name in FrameForm.base_fields if name != "seen"}
    form = kept(FrameForm, request, f"plan-frame:{found.pk}", initial=beside(stands))
    grown = page["age"] is None or page["age"] >= 18
    for name in stands.keys() - rules.frame_of(found.kind) | ({"child_takes_part"} if grown else set()):
        form.fields.pop(name, None)
    if carried_out(form, request, lambda data: actions.frame(found, by=request.actor, **data)):
        return redirect(plan_url("plan", found))
    asked = "strengths" in form.fields and Part.MAPPING in page["parts"]
    return render(
        request, "plans/form.html",
        page | {"plan": found, "form": form, "heading": _which(found, gettext("Rammen for planen")), "button": gettext("Lagre"),
                "strengths": mapping.resources_said(request.opening, person_id) if asked else []},
    )  # fmt: skip


def _which(plan: Any, heading: str) -> str:
    """A heading that says which plan it is of, when it is not the individual one."""
    if plan.kind == rules.Kind.INDIVIDUAL:
        return heading
    return f"{gettext(plan.get_kind_display())}: {heading[0].lower()}{heading[1:]}"


class EndForm(Form):
    """Why, and how she sees it."""

    reason = forms.CharField(
        label=N_("Hvorfor avsluttes planen?"), help_text=N_("For eksempel: målene er nådd, eller flyttet til en annen kommune."),
        max_length=200,
    )  # fmt: skip
    words = forms.CharField(label=N_("Hvordan ser personen det, med egne ord?"), required=False, widget=Words(3))


def end(request: HttpRequest, person_id: UUID, plan_id: UUID) -> HttpResponse:
    """The plan is ended: asked about no more, read and printed as it stood."""
    page = around(request, person_id, "plan")
    found = tells(page, [plan_of(request, page, plan_id)])[0]
    if found.kind == rules.Kind.CRISIS:  # it is written anew, line by line, and not ended
        raise NotVisible
    form = kept(EndForm, request, f"plan-end:{found.pk}")
    if request.actor.kind == "person":
        in_her_voice(form, "words", reason=N_("Hvorfor vil du avslutte planen?"))
    if carried_out(form, request, lambda data: actions.end(found, by=request.actor, **data)):
        messages.success(request, gettext("Planen er avsluttet. Den kan leses og skrives ut som den sto."))
        return redirect(plan_url("plan", found))
    heading, told = _which(found, gettext("Avslutt planen")), gettext(_END_ONE if found.parent_id else _END_ALL)
    return render(
        request, "plans/form.html",
        page | {"plan": found, "form": form, "heading": heading, "told": told, "button": gettext("Avslutt planen")},
    )  # fmt: skip


_END_ONE = N_("Planen kan fortsatt leses, og skrives ut som avsluttet. Ingen blir spurt om målene i den mer.")
_END_ALL = N_(
    "Planen kan fortsatt leses, og skrives ut som avsluttet. Delplanene avsluttes med den. Planen for når det er vanskelig, og "
    "koordinatoren, blir som de er."
)


class UnderForm(Form):
    """A plan that hangs under the individual one."""

    kind = forms.ChoiceField(
        label=N_("Hva slags plan?"), widget=Choices, choices=[(k, n) for k, n in rules.KIND_NAMES.items() if k != rules.Kind.INDIVIDUAL]
    )
    title = forms.CharField(label=N_("Kort navn"), required=False, max_length=120)
    owner_name = forms.CharField(label=N_("Hvem lager den?"), required=False, max_length=120)


def under_new(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Begin a plan under the individual plan."""
    page = around(request, person_id, "plan")
    parent = plan_of(request, page)
    form = kept(UnderForm, request, f"plan-under:{parent.pk}")
    if carried_out(form, request, lambda data: actions.begin_under(parent, by=request.actor, **data)):
        return redirect(plan_url("plan", form.result))
    heading = gettext("Ny delplan")
    return render(request, "plans/form.html", page | {"plan": parent, "form": form, "heading": heading, "button": gettext("Begynn")})


def under(request: HttpRequest, person_id: UUID, plan_id: UUID) -> HttpResponse:
    """A plan under the individual plan. The crisis and mastery plan has a page of its own."""
    page = around(request, person_id, "plan")
    if plan_of(request, page, plan_id).kind == rules.Kind.CRISIS:
        return redirect("crisis", person_id)
    shown = queries.open_plan(request.opening, page["person"], plan_id=plan_id)
    if shown is None:
        raise NotVisible
    return render(request, "plans/plan.html", page | _plan_page(request, page, shown))


class SettleForm(Form):
    """Who it was gone through with."""

    together_with = forms.CharField(label=N_("Gått gjennom sammen med"), required=False, max_length=240)


@require_POST
def settle(request: HttpRequest, person_id: UUID, plan_id: UUID | None = None) -> HttpResponse:
    """Make what stands now a numbered version, and go to its paper."""
    page = around(request, person_id, "plan")
    form = SettleForm(request.POST)
    together = form.cleaned_data["together_with"] if form.is_valid() else ""
    found = plan_of(request, page, plan_id)
    made = actions.settle(found, together_with=together, by=request.actor)
    return redirect(plan_url("plan-version", found, made.number))


def version(request: HttpRequest, person_id: UUID, number: int, plan_id: UUID | None = None) -> HttpResponse:
    """A settled version as it stood, on the screen as on paper."""
    page = around(request, person_id, "plan")
    found = queries.open_version(request.opening, page["person"].pk, number, plan_id=plan_id)
    newest = plan_of(request, page, found.plan_id)
    written = queries.changed_since_version(request.opening, newest)
    tells(page, [newest])
    return render(
        request, "plans/version.html",
        page | {
            "version": found, "plan": newest, "content": rules.as_read(found.content, page["person"].grade), "newest": newest.version,
            "written_since": written,
        },
    )  # fmt: skip


def version_pdf(request: HttpRequest, person_id: UUID, number: int, plan_id: UUID | None = None) -> HttpResponse:
    """The same as PDF, A4; large print when asked for."""
    page = around(request, person_id, "plan")
    found = queries.open_version(request.opening, page["person"].pk, number, plan_id=plan_id)
    large = request.GET.get("stor") == "1"
    check = request.build_absolute_uri(reverse("paper-version", args=[found.mark]))
    content = rules.as_read(found.content, page["person"].grade)
    with override(paper.language_for(page["person"], request)):
        html = render_to_string(
            "plans/paper.html",
            page | {"version": found, "plan": found.plan, "content": content, "large": large, "check": check}, request,
        )  # fmt: skip
    return paper.sent(html, f"plan-versjon-{number}")
