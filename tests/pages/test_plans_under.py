"""The plans under the individual plan are framed, numbered, printed and ended like it, on pages of their own."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from helhet.access import actions as access
from helhet.access.policy import NotVisible
from helhet.organisation.rules import Refused
from helhet.plans import actions as plans
from helhet.plans.models import Plan, Version
from helhet.plans.rules import Kind
from tests.siri import account_for, coordinated

HER_GOAL, THEIR_GOAL, LINE = "Hente Emma på skolen", "Sove uten tabletter", "Jeg slår av telefonen når det er verst"


@pytest.fixture
def plan(house, as_):
    """Siri's individual plan with a goal of hers."""
    by = as_("ingunn")
    made = plans.begin(coordinated(house, by).person.pk, consent_how="Muntlig", given_by="Siri Haugen", by=by)
    plans.add_goal(made, words=HER_GOAL, by=by)
    account_for(made.person, by)
    return made


@pytest.fixture
def treatment(plan, as_):
    """The treatment plan under it, with a goal of its own."""
    made = plans.begin_under(plan, kind=Kind.TREATMENT, title="Søvn", owner_name="Hanne Lie Mosdal, psykolog", by=as_("ingunn"))
    plans.add_goal(made, words=THEIR_GOAL, by=as_("ingunn"))
    return made


@pytest.fixture
def crisis(plan, as_):
    """The crisis and mastery plan, with one line."""
    made = plans.begin_under(plan, kind=Kind.CRISIS, by=as_("ingunn"))
    plans.write_crisis_step(made, zone="red", kind="sign", words=LINE, by=as_("ingunn"))
    return made


def way(name: str, plan, *more) -> str:
    return reverse(f"plan-under{name}", args=[plan.person_id, plan.pk, *more])


def text_of(answer) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


@pytest.mark.parametrize("who", ["ingunn", "siri"])
def test_a_plan_under_hers_is_numbered_and_printed_with_what_is_its_own(treatment, browse, who) -> None:
    client = browse(who)
    shown = client.post(way("-settle", treatment), follow=True)
    assert shown.redirect_chain[-1][0] == way("-version", treatment, 1)
    paper = text_of(client.get(way("-pdf", treatment, 1)))
    for text in (shown.content.decode(), paper):
        for one in ("Behandlingsplan for Siri Haugen", "Søvn", "Hanne Lie Mosdal", THEIR_GOAL):
            assert one in text, one
        assert HER_GOAL not in text  # stands in the individual plan
        for one in ("Mangler i planen", "Hvem får se", "Er du ikke fornøyd"):  # say what is so of the individual plan
            assert one not in text, one
    assert Version.objects.get(plan=treatment).mark in paper
    assert way("-version", treatment, 1) in client.get(way("", treatment)).content.decode()


def test_each_plan_counts_its_own_papers(plan, treatment, browse, as_, now) -> None:
    client = browse("ingunn")
    client.post(way("-settle", treatment))
    client.post(reverse("plan-settle", args=[plan.person_id]))
    plans.add_goal(treatment, words="Et mål til", by=as_("ingunn", now + timedelta(minutes=1)))
    page = client.get(way("-version", treatment, 1)).content.decode()
    assert "Det er skrevet i planen etter denne versjonen." in page
    hers = client.get(reverse("plan-version", args=[plan.person_id, 1])).content.decode()
    assert HER_GOAL in hers
    assert THEIR_GOAL not in hers
    assert "etter denne versjonen" not in hers


def test_the_crisis_plan_is_read_by_no_other_way_than_its_own(plan, crisis, house, browse, as_) -> None:
    plans.settle(crisis, by=as_("ingunn"))
    client = browse("ingunn")
    assert client.get(way("-version", crisis, 1)).status_code == 404  # its paper is «crisis-pdf»
    assert client.get(way("", crisis))["Location"] == reverse("crisis", args=[plan.person_id])
    access.object_to(plan.person_id, unit=house.units["bygland"], of_part="crisis", words="Ikke dere.", by=as_("ingunn"))
    for name in ("", "-frame"):
        assert client.get(way(name, crisis)).status_code == 404, name
    with pytest.raises(NotVisible):
        plans.frame(crisis, review_on=date(2027, 1, 1), by=as_("ingunn"))


def test_the_frame_of_a_plan_under_asks_what_is_its_own_and_stands_on_its_page(treatment, crisis, browse) -> None:
    client = browse("ingunn")
    form = client.get(way("-frame", treatment)).content.decode()
    assert 'name="owner_name"' in form
    assert 'name="main_responsible"' not in form
    given = {"title": "Søvn og uro", "owner_name": "Hanne", "until": "2027-05-01", "review_on": "2027-02-01", "strengths": "Går tur."}
    page = client.post(way("-frame", treatment), given, follow=True)
    assert page.redirect_chain[-1][0] == way("", treatment)
    for one in ("Søvn og uro", "1. mai 2027", "1. februar", "Går tur."):
        assert one in page.content.decode(), one
    client.post(way("-frame", crisis), {"review_on": "2027-02-03"})
    assert Plan.objects.get(pk=crisis.pk).review_on == date(2027, 2, 3)
    assert "3. februar" in client.get(reverse("crisis", args=[crisis.person_id])).content.decode()


def test_who_writes_in_a_plan_under_comes_back_to_it(treatment, browse) -> None:
    client = browse("ingunn")
    page = client.get(way("", treatment)).content.decode()
    ask = f"{reverse('goal-new', args=[treatment.person_id])}?plan={treatment.pk}"
    assert ask in page
    new = {"words": "Stå opp til samme tid", "look_again_days": "56"}
    assert client.post(ask, new)["Location"] == way("", treatment)
    assert client.get(ask).content.decode().count(way("", treatment)) == 1


def test_a_plan_under_needs_a_plan_to_hang_under_and_there_is_one_crisis_plan(plan, crisis, as_) -> None:
    with pytest.raises(Refused, match="alt en krise- og mestringsplan"):
        plans.begin_under(plan, kind=Kind.CRISIS, by=as_("ingunn"))
    access.withdraw(plan.consent, by=as_("ingunn"))
    plan.refresh_from_db()
    with pytest.raises(Refused, match="trukket"):
        plans.begin_under(plan, kind=Kind.HOUSING, by=as_("ingunn"))


def test_a_plan_under_that_is_ended_is_found_read_and_printed_as_ended_and_hers_goes_on(plan, treatment, browse, as_) -> None:
    client = browse("ingunn")
    plans.settle(treatment, by=as_("ingunn"))
    door = reverse("plan-end", args=[plan.person_id, treatment.pk])
    assert "Behandlingsplan: avslutt planen" in client.get(door).content.decode()
    client.post(door, {"reason": "Ferdig hos psykolog", "words": "Jeg sover nå."})
    hers = client.get(reverse("plan", args=[plan.person_id])).content.decode()
    assert way("", treatment) in hers
    assert "Avsluttet 10. november 2026" in hers
    page = client.get(way("", treatment)).content.decode()
    for one in ("Ferdig hos psykolog", "Jeg sover nå.", THEIR_GOAL, way("-version", treatment, 1), way("-version", treatment, 2)):
        assert one in page, one
    assert reverse("goal-new", args=[plan.person_id]) not in page
    assert "Ingen mål ennå" not in page
    paper = text_of(client.get(way("-pdf", treatment, 2)))
    assert "Avsluttet 10. november 2026" in paper
    assert "Jeg sover nå." in paper
    assert "Avsluttet" not in text_of(client.get(way("-pdf", treatment, 1)))
    with pytest.raises(Refused, match="avsluttet"):
        plans.frame(Plan.objects.get(pk=treatment.pk), title="Nytt", by=as_("ingunn"))
    assert plans.add_goal(plan, words="Et mål til", by=as_("ingunn")).number == 2


def test_from_a_plan_that_ended_with_hers_the_way_back_is_to_that_plan_of_hers(plan, treatment, browse, as_) -> None:
    client = browse("ingunn")
    plans.end(plan, reason="Flyttet", by=as_("ingunn"))
    plans.begin(plan.person_id, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    earlier = client.get(way("", plan)).content.decode()
    assert way("", treatment) in earlier
    assert f'href="{way("", plan)}"' in client.get(way("", treatment)).content.decode()
