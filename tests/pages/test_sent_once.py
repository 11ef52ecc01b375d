"""A form that is pressed twice, or come back to and sent again, is carried out once, and nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from helhet.access import queries as access
from helhet.access.models import SentForm
from helhet.access.rules import LinkChannel
from helhet.plans import actions as plans
from helhet.plans.models import Goal
from tests.siri import coordinated

SAID = "Dette er sendt herfra før."


@pytest.fixture
def plan(house, as_):
    siri = coordinated(house, as_("ingunn")).person
    return plans.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))


@pytest.fixture
def ingunn(plan) -> Client:
    made = Client(enforce_csrf_checks=True)
    made.force_login(access.account_named("ingunn"), backend="helhet.web.backend.Accounts")
    return made


GOAL = {"importance": "3", "look_again_days": "28"}


def token_of(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def test_the_same_page_makes_one_goal_and_what_is_new_is_kept_and_can_be_sent(plan, ingunn) -> None:
    address = reverse("goal-new", args=[plan.person_id])
    first = {"csrfmiddlewaretoken": token_of(ingunn.get(address)), "words": "Sove om natta", **GOAL}
    assert ingunn.post(address, first).status_code == 302
    again = ingunn.post(address, {**first, "words": "Sove om natten"})
    assert again.status_code == 200
    assert SAID in again.content.decode()
    assert "Sove om natten" in again.content.decode()
    assert Goal.objects.count() == 1
    assert ingunn.post(address, {"csrfmiddlewaretoken": token_of(again), "words": "Sove om natten", **GOAL}).status_code == 302
    assert Goal.objects.count() == 2


def test_what_was_refused_may_be_sent_from_there_again(plan, ingunn) -> None:
    address = reverse("goal-new", args=[plan.person_id])
    token = token_of(ingunn.get(address))
    assert ingunn.post(address, {"csrfmiddlewaretoken": token, "words": ""}).status_code == 200
    assert not SentForm.objects.exists()
    assert ingunn.post(address, {"csrfmiddlewaretoken": token, "words": "Sove om natta", **GOAL}).status_code == 302


def test_what_the_domain_refused_may_be_sent_from_there_again(plan, ingunn) -> None:
    address = reverse("task-new", args=[plan.person_id])
    page = ingunn.get(address)
    form = {"csrfmiddlewaretoken": token_of(page), "what": "Ringe NAV", "to": re.search(r'value="(staff:[^"]+)"', page.content.decode())[1]}
    form |= {"escalates_to": "", "escalate_after_days": "3"}
    refused = ingunn.post(address, {**form, "due": "2020-01-01"})
    assert "Dagen er alt gått" in refused.content.decode()
    assert not SentForm.objects.exists()
    assert ingunn.post(address, {**form, "due": "2026-12-01"}).status_code == 302


def test_a_paper_may_be_printed_again_from_the_same_page(plan, ingunn) -> None:
    address = reverse("person-everything", args=[plan.person_id])
    form = {"csrfmiddlewaretoken": token_of(ingunn.get(address)), "gjor": "take_out", "channel": LinkChannel.MET}
    for size in ("", "large"):
        paper = ingunn.post(address, {**form, "print_size": size})
        assert paper["Content-Type"] == "application/pdf", size
