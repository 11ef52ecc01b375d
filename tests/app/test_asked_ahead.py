"""What a page asks ahead, at once, is what it would have asked one by one: the same page and entries, nothing for nobody."""

import pytest
from django.db import transaction

from helhet.access.log import Opening
from helhet.access.models import LogEntry
from helhet.access.questions import Question
from helhet.journal.queries import DUE as JOURNAL
from helhet.plans.queries import DUE as PLANS
from tests.siri import coordinated, known

WHO = ("ingunn", "tone", "kari")


@pytest.fixture
def her(house, as_):
    """Siri with her coordinator and a plan, and Even whom nobody coordinates."""
    known(house, as_("tone"), name="Even Lien", born="05.06.1990")
    return coordinated(house, as_("ingunn")).person


@pytest.fixture
def left(monkeypatch) -> list[Question]:
    """What was asked ahead on a page and asked for by nobody."""
    found: list[Question] = []
    seal = Opening.seal
    monkeypatch.setattr(Opening, "seal", lambda self, *given: (found.extend(_left_over(self)), seal(self, *given))[1])
    return found


def _left_over(opening: Opening) -> list[Question]:
    return [question for question, waiting in opening._ahead.items() if waiting]


@pytest.mark.parametrize("who", WHO)
def test_nothing_is_asked_ahead_that_the_page_does_not_ask_for(her, browse, left, who) -> None:
    browse(who).get("/")
    browse(who).get("/?alle=1")
    browse(who).get(f"/personer/{her.pk}/")
    assert left == []


@pytest.mark.parametrize("who", WHO)
def test_the_page_and_its_entries_are_those_of_asking_one_by_one(her, browse, monkeypatch, who) -> None:
    at_once = _opened(her, browse, who)
    monkeypatch.setattr(Opening, "ask_ahead", lambda self, asked: None)
    assert _opened(her, browse, who) == at_once


def _opened(her, browse, who: str) -> list[object]:
    """Both pages and what the log says of them; then it never was, for the page tells how often she was looked at."""
    with transaction.atomic():
        before = set(LogEntry.objects.values_list("pk", flat=True))
        pages = [_without_tokens(browse(who).get(path)) for path in ("/", f"/personer/{her.pk}/")]
        entries = LogEntry.objects.exclude(pk__in=before).order_by("person_id", "number")
        told = list(entries.values_list("person_id", "page", "role", "documents"))
        transaction.set_rollback(True)
    return pages + told


def _without_tokens(page) -> list[str]:
    return [line for line in page.content.decode().splitlines() if "csrf" not in line and "nonce" not in line]


def test_an_answer_asked_ahead_is_given_once_and_to_the_same_question_of_the_same_persons(her, opening_for, monkeypatch) -> None:
    opening, asked = opening_for("ingunn"), []
    opening.ask_ahead([(PLANS[0], [her.pk]), (JOURNAL[0], [her.pk])])
    monkeypatch.setattr(Question, "ask", lambda self, actor, keys: asked.append((self, keys)) or [])
    opening.rows(PLANS[0], [her.pk])
    assert asked == []
    opening.rows(PLANS[0], [her.pk])
    opening.rows(JOURNAL[0], None)
    assert asked == [(PLANS[0], [her.pk]), (JOURNAL[0], None)]
    assert _left_over(opening) == [JOURNAL[0]]
