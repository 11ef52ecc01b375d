"""Two have the same page open: nobody's word is lost, both are shown, a person chooses. Every text of the plan that several may write."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from helhet.organisation.rules import Meanwhile, Refused, as_seen
from helhet.plans import actions, queries
from helhet.plans.models import CrisisNotes, CrisisStep
from helhet.plans.rules import Responsible
from tests.app.test_plan import plan as plan
from tests.app.test_plan import siri as siri

ME, OTHER = "ingunn", "kari"


class Page:
    """A page somebody has open: what she saw there, and saving it with some fields changed."""

    def __init__(self, now: Callable[[], dict[str, Any]], save: Callable[..., Any]) -> None:
        self.now, self.write = now, save
        self.opened = now()

    def save(self, by: Any, **changed: str) -> None:
        """Send the whole form, as a browser does, with what was seen beside it."""
        self.write(by=by, seen={name: as_seen(value) for name, value in self.opened.items()}, **{**self.opened, **changed})


@pytest.fixture
def pages(plan, as_) -> dict[str, Callable[[], Page]]:
    by = as_(ME)
    crisis = actions.begin_under(plan, kind="crisis", by=by)
    step = actions.write_crisis_step(crisis, zone="yellow", kind="sign", words="Sover lite", telephone="40000111", by=by)
    actions.write_crisis_notes(crisis, medicines="Sertralin", children_and_pets="Balder", by=by)
    action = actions.add_action(plan, what="Gå tur", how="Med Balder", responsible=Responsible("person", "Siri"), by=by)
    actions.frame(plan, strengths="Hester", cooperation_wanted="Stallen", by=by)

    def fields(row: Any, *names: str) -> dict[str, Any]:
        row.refresh_from_db()
        return {name: getattr(row, name) for name in names}

    def line() -> dict[str, Any]:
        return {name: getattr(step.stands_now() or step, name) for name in ("zone", "kind", "words", "telephone")}

    def notes() -> dict[str, Any]:
        newest = CrisisNotes.objects.filter(plan=crisis).order_by("-at", "-pk").first()
        return {name: getattr(newest, name) for name in ("medicines", "children_and_pets", "helpers_should_know")}

    return {
        "action": lambda: Page(lambda: fields(action, "what", "how"), lambda **given: actions.change_action(action, **given)),
        "frame": lambda: Page(lambda: fields(plan, "strengths", "cooperation_wanted"), lambda **given: actions.frame(plan, **given)),
        "line": lambda: Page(line, lambda **given: actions.write_crisis_step(crisis, instead_of=step, **given)),
        "notes": lambda: Page(notes, lambda **given: actions.write_crisis_notes(crisis, **given)),
    }


KINDS = {  # a page, and two of its texts
    "action": ("what", "how"), "frame": ("strengths", "cooperation_wanted"), "line": ("words", "telephone"),
    "notes": ("medicines", "children_and_pets"),
}  # fmt: skip
FIRST, SECOND = {"telephone": "40000222"}, {"telephone": "40000333"}


def _text(name: str, told: dict[str, str], words: str) -> str:
    return told.get(name, words)


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_is_shown_what_the_first_wrote_and_chooses(kind, pages, as_) -> None:
    name, _ = KINDS[kind]
    first, second = pages[kind](), pages[kind]()
    first.save(as_(OTHER), **{name: "Slik sa Kari."})
    with pytest.raises(Refused) as refused:
        second.save(as_(ME), **{name: "Slik sa Ingunn."})
    (fault,) = refused.value.faults
    assert isinstance(fault, Meanwhile)
    assert (fault.field, fault.stands) == (name, "Slik sa Kari.")
    assert "«Slik sa Kari.»" in str(fault)
    assert second.now()[name] == "Slik sa Kari."
    second.opened[name] = fault.stands  # she has read it, and saves what she wrote once more
    second.save(as_(ME), **{name: "Slik sa Ingunn."})
    assert second.now()[name] == "Slik sa Ingunn."


@pytest.mark.parametrize("kind", KINDS)
def test_two_who_write_different_texts_are_joined(kind, pages, as_) -> None:
    one, other = KINDS[kind]
    first, second = pages[kind](), pages[kind]()
    first.save(as_(OTHER), **{one: "Slik sa Kari."})
    second.save(as_(ME), **{other: _text(other, SECOND, "Slik sa Ingunn.")})
    assert (second.now()[one], second.now()[other]) == ("Slik sa Kari.", _text(other, SECOND, "Slik sa Ingunn."))


@pytest.mark.parametrize("kind", KINDS)
def test_two_who_write_the_same_words_do_not_disturb_each_other(kind, pages, as_) -> None:
    name, _ = KINDS[kind]
    first, second = pages[kind](), pages[kind]()
    first.save(as_(OTHER), **{name: "Det samme."})
    second.save(as_(ME), **{name: "Det samme."})
    assert second.now()[name] == "Det samme."


def test_a_line_taken_away_meanwhile_is_told_and_can_be_written_anew(pages, plan, as_) -> None:
    page = pages["line"]()
    step = CrisisStep.objects.get(until=None)
    actions.remove_crisis_step(step, by=as_(OTHER))
    with pytest.raises(Refused, match="tok bort"):
        page.save(as_(ME), words="Sover nesten ikke")
    page.opened["words"] = ""
    page.save(as_(ME), words="Sover nesten ikke")
    assert CrisisStep.objects.get(until=None).words == "Sover nesten ikke"


def test_a_form_that_comes_back_holds_both_and_the_next_save_stands(plan, as_, browse) -> None:
    action = actions.add_action(plan, what="Gå tur", responsible=Responsible("person", "Siri"), by=as_(ME))
    page = browse(ME)
    path = reverse("action", args=[action.pk])
    form = page.get(path).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    actions.change_action(action, what="Gå lang tur", by=as_(OTHER))
    back = page.post(path, sent | {"what": "Gå kort tur"})
    told = back.content.decode()
    assert "Gå lang tur" in told
    assert "Gå kort tur" in told
    seen = back.context["form"]["seen"].value()
    assert json.loads(seen)["what"] == "Gå lang tur"
    assert page.post(path, sent | {"what": "Gå kort tur", "seen": seen}).status_code == 302
    action.refresh_from_db()
    assert action.what == "Gå kort tur"


def test_each_text_of_a_goal_is_chosen_for_itself(plan, as_, browse, opening_for) -> None:
    goal = queries.open_plan(opening_for(ME), plan.person).goals[0]
    scale = ["aldri", "én dag", "to dager", "tre dager", "alltid"]
    base = goal.revision
    actions.write_goal(goal, based_on=base, words="Hente Emma hver dag.", professional="Skolerutine.", scale=scale, by=as_(OTHER))
    waiting = actions.write_goal(
        goal, based_on=base, words="Hente Emma alene.", professional="Trygg rutine.", scale=[*scale[:4], "jeg selv"], by=as_(ME)
    )
    actions.write_goal(queries.open_goal(opening_for(ME), goal.pk), based_on=base + 1, strengths="Balder er med.", by=as_(OTHER))
    page, path = browse(ME), reverse("wording", args=[waiting.pk])
    shown = page.get(path).content.decode()
    for text in ("Hente Emma hver dag.", "Hente Emma alene.", "Skolerutine.", "Trygg rutine.", "jeg selv"):
        assert text in shown
    assert "Det som kan hjelpe på veien" not in shown  # nobody wrote it at once with another
    chosen = {"choice_words": "both", "text_words": "Hente Emma alene hver dag.", "choice_professional": "other", "choice_scale": "keep"}
    assert page.post(path, chosen).status_code == 302
    now = queries.open_goal(opening_for(ME), goal.pk)
    assert (now.words, now.professional, now.scale) == ("Hente Emma alene hver dag.", "Trygg rutine.", scale)
    assert now.strengths == "Balder er med."
