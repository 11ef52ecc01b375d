"""Each guard fails when what it guards is broken: a violation for each, and no guard without one (contracts: test_contracts.py)."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import reference
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.test.utils import isolate_apps

from helhet.access.models import ShareLink
from helhet.access.policy import record_models
from helhet.access.rules import ROLE_NAMES, Part, Role
from helhet.fhir import bundle
from helhet.plans.models import Goal
from helhet.web import middleware
from helhet.web.urls import urlpatterns
from tests.guards import test_docs as docs
from tests.guards import test_doors as doors
from tests.guards import test_glossary as glossary
from tests.guards import test_house as walls
from tests.guards import test_ways as ways
from tests.guards.test_doors import _world as _world
from tests.guards.test_doors import world as world

pytestmark = pytest.mark.one_database("a guard that bites on one database bites on the other")
Guard = Callable[..., None]
BITTEN: set[Guard] = set()
# What holds a guard against a broken thing itself.
BITES_ITSELF = {docs.test_a_reference_page_that_no_longer_tells_the_truth_is_found}
LONG_FUNCTION = '"""A."""\ndef f():\n    """B."""\n' + "    x = 1\n" * 50
TWO_BLOCKS = "<div>" + "x" * 160 + "</div><div></div>"


def biting(*guards: Guard) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The test breaks what these guards guard."""
    BITTEN.update(guards)
    return lambda test: test


def bites(guard: Guard, *given: Any, says: str = "") -> None:
    """The guard fails, and says what it found."""
    with pytest.raises(AssertionError, match=says or None):
        guard(*given)


def test_every_guard_is_broken_once() -> None:
    guards = {
        one for module in (walls, doors, ways, glossary, docs)
        for name, one in vars(module).items() if name.startswith("test_") and getattr(one, "__module__", "") == module.__name__
    }  # fmt: skip
    assert len(guards) > 30
    assert guards == BITTEN | BITES_ITSELF


# ── the walls ──

IN_A_ROOM = [
    (walls.test_a_module_is_under_400_lines_and_a_function_under_50, "bad.py", '"""A."""\n' * 401),
    (walls.test_a_module_is_under_400_lines_and_a_function_under_50, "bad.py", LONG_FUNCTION),
    (walls.test_a_module_and_its_public_names_say_what_they_are, "bad.py", "x = 1\n"),
    (walls.test_a_module_and_its_public_names_say_what_they_are, "bad.py", '"""A."""\ndef seen():\n    return 1\n'),
    (walls.test_the_words_the_glossary_avoids_are_not_names, "bad.py", '"""A."""\naudit_trail = 1\n'),
    (walls.test_no_signals_and_no_save_of_their_own, "bad.py", '"""A."""\nfrom django.db.models import signals\n'),
    (walls.test_every_verb_of_the_log_has_room_in_its_column, "bad.py", f'"""A."""\nlog.did(N_("{"x" * 41}"), row, by=by)\n' * 101),
    (walls.test_a_long_line_of_a_template_holds_one_sentence, "web/templates/bad.html", "x" * 421),
    (walls.test_a_long_line_of_a_template_holds_one_sentence, "web/templates/bad.html", TWO_BLOCKS),
]


@biting(*(guard for guard, _, _ in IN_A_ROOM))
@pytest.mark.parametrize(("guard", "name", "text"), IN_A_ROOM)
def test_a_wall_finds_what_does_not_belong(guard, name, text, tmp_path, monkeypatch) -> None:
    file = tmp_path / "helhet" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(walls, "ROOT", tmp_path / "helhet")
    monkeypatch.setattr(walls, "MODULES", [file] if name.endswith(".py") else [])
    monkeypatch.setattr(walls, "_trees", walls._trees.__wrapped__)
    bites(guard)


@biting(walls.test_what_opens_something_is_called_a_secret)
def test_a_code_that_would_stand_in_a_copy_is_found(monkeypatch) -> None:
    monkeypatch.setattr(ShareLink, "secrets", frozenset({"salt", "address_hash"}))
    bites(walls.test_what_opens_something_is_called_a_secret, says="passcode")


@biting(walls.test_whoever_starts_it_is_warned_of_nothing)
def test_a_warning_of_ours_is_found(monkeypatch) -> None:
    monkeypatch.setattr(walls.checks, "run_checks", lambda **_: [walls.checks.Warning("Mind this.")])
    bites(walls.test_whoever_starts_it_is_warned_of_nothing, None, says="Mind this")


@biting(walls.test_no_signals_and_no_save_of_their_own)
@pytest.mark.parametrize("name", ["save", "delete"])
def test_a_model_that_saves_in_its_own_way_is_found(monkeypatch, name: str) -> None:
    monkeypatch.setattr(Goal, name, lambda self: None, raising=False)
    bites(walls.test_no_signals_and_no_save_of_their_own)


@biting(walls.test_every_record_knows_its_person_its_part_and_its_word, walls.test_the_log_can_say_what_every_document_is)
def test_a_record_without_a_word_is_found(monkeypatch) -> None:
    mute = SimpleNamespace(part=Part.PLAN, document="", person_path="pk", __name__="Mute")
    monkeypatch.setattr(walls, "record_models", lambda: [*record_models(), mute])
    bites(walls.test_every_record_knows_its_person_its_part_and_its_word)
    bites(walls.test_the_log_can_say_what_every_document_is, mute, says="has no words")


@biting(walls.test_every_record_is_reached_from_its_person_by_its_path)
def test_a_record_whose_path_leads_nowhere_is_found(monkeypatch) -> None:
    monkeypatch.setattr(Goal, "person_path", "nowhere")
    with pytest.raises(Exception, match="nowhere"):
        walls.test_every_record_is_reached_from_its_person_by_its_path()


@biting(walls.test_no_row_about_a_person_can_be_reached_from_another_by_accident)
def test_a_way_between_rows_that_nobody_asked_for_is_found(monkeypatch) -> None:
    with isolate_apps("helhet.plans"):

        class Loose(models.Model):
            goal = models.ForeignKey(Goal, models.PROTECT, related_name="loose")

            class Meta:
                app_label = "plans"

    monkeypatch.setattr(walls, "record_models", lambda: [Loose])
    bites(walls.test_no_row_about_a_person_can_be_reached_from_another_by_accident, says="Loose.goal")


def _room_of(monkeypatch: pytest.MonkeyPatch, function: Callable[..., Any]) -> None:
    made = ModuleType(__name__)
    setattr(made, function.__name__, function)
    monkeypatch.setattr(walls, "import_module", lambda name: made)


@biting(walls.test_every_query_is_told_who_asks)
def test_a_query_that_is_told_nothing_of_who_asks_is_found(monkeypatch) -> None:
    def everybody(on: object) -> None: ...

    _room_of(monkeypatch, everybody)
    bites(walls.test_every_query_is_told_who_asks, "plans", says="everybody is not told")


@biting(walls.test_every_action_says_by_whom_and_only_by_name)
def test_an_action_by_nobody_or_by_place_is_found(monkeypatch) -> None:
    def quietly(plan: object) -> None: ...

    def by_place(plan: object, by: object) -> None: ...

    for function, says in ((quietly, "does not say by whom"), (by_place, "must be named")):
        _room_of(monkeypatch, function)
        bites(walls.test_every_action_says_by_whom_and_only_by_name, "plans", says=says)


# ── the doors, and every way in ──


def _answers(monkeypatch: pytest.MonkeyPatch, name: str, view: Callable[..., HttpResponse]) -> None:
    """This address is answered by somebody who has forgotten the rules; and is the only one that is walked."""
    (one,) = (pattern for pattern in urlpatterns if pattern.name == name)
    monkeypatch.setattr(one, "callback", view)
    for module in (doors, ways):
        monkeypatch.setattr(module, "ABOUT_SOMEBODY", [pair for pair in module.ABOUT_SOMEBODY if pair[0] == name])
    monkeypatch.setattr(ways, "EMPTY", [pair for pair in ways.EMPTY if pair[0] == name])


def _says(text: str, status: int = 200) -> Callable[..., HttpResponse]:
    return lambda request, **given: HttpResponse(text, status=status)


@biting(doors.test_every_address_asks_who_you_are_first)
def test_an_address_that_asks_nobody_is_found(monkeypatch, client, db) -> None:
    monkeypatch.setattr(middleware, "PUBLIC", middleware.PUBLIC | {"my-day"})
    _answers(monkeypatch, "my-day", _says(""))
    bites(doors.test_every_address_asks_who_you_are_first, client, None, says="my-day")


@biting(doors.test_who_has_no_relation_gets_404_everywhere)
@pytest.mark.parametrize("view", [_says(""), _says("", 403), _says("Siri Haugen er ikke for deg", 404)])
def test_a_page_that_opens_for_a_stranger_is_found(monkeypatch, world, browse, view) -> None:
    _answers(monkeypatch, "person", view)
    bites(doors.test_who_has_no_relation_gets_404_everywhere, world, browse, says="person")


@biting(doors.test_what_is_not_there_looks_as_what_is_not_for_you)
def test_a_no_that_tells_she_exists_is_found(monkeypatch, world, browse) -> None:
    def telling(request: HttpRequest, person_id: object) -> HttpResponse:
        if person_id == world["siri"].pk:
            return HttpResponse("Ikke for deg", status=404)
        raise Http404

    _answers(monkeypatch, "person", telling)
    bites(doors.test_what_is_not_there_looks_as_what_is_not_for_you, world, browse)


@biting(doors.test_every_address_opens_for_her_coordinator_and_what_is_shown_is_logged, doors.test_a_list_logs_exactly_what_it_shows)
def test_a_page_that_shows_what_it_does_not_log_is_found(monkeypatch, world, browse) -> None:
    unlogged = _says(f'<p data-doc="plan:{uuid4()}">Hun vil ha ro.</p>')
    for view, says in ((unlogged, "does not log"), (_says("Hun vil ha ro."), "shows nothing"), (_says("", 403), "403")):
        _answers(monkeypatch, "person", view)
        bites(doors.test_every_address_opens_for_her_coordinator_and_what_is_shown_is_logged, world, browse, says=says)
    _answers(monkeypatch, "persons", unlogged)
    bites(doors.test_a_list_logs_exactly_what_it_shows, world, browse, "persons")


@biting(ways.test_every_address_about_a_person_says_what_it_needs)
def test_an_address_whose_need_is_not_written_is_found(monkeypatch) -> None:
    monkeypatch.delitem(ways.NEEDS, "plan")
    bites(ways.test_every_address_about_a_person_says_what_it_needs)


@biting(ways.test_an_address_opens_exactly_when_the_rule_says_so)
def test_an_address_that_opens_or_closes_by_accident_is_found(monkeypatch, world, house, as_, browse) -> None:
    def walk(situation: str, says: str) -> None:
        bites(ways.test_an_address_opens_exactly_when_the_rule_says_so, situation, world, house, as_, browse, says=says)

    _answers(monkeypatch, "plan", _says(""))
    walk("nobody to her", "plan: 200, and the rule says False")
    _answers(monkeypatch, "plan", _says("", 404))
    walk("herself", "plan: 404, and the rule says True")
    _answers(monkeypatch, "plan", _says(" ".join(ways.secrets(world["siri"])[Part.JOURNAL])))
    walk(f"a partner with {Part.PLAN}", "plan leaks journal")


@biting(ways.test_an_address_opens_exactly_when_the_rule_says_so)
def test_a_page_about_nobody_that_names_her_is_found(monkeypatch, world, house, as_, browse) -> None:
    _answers(monkeypatch, "persons", _says("Siri Haugen"))
    bites(
        ways.test_an_address_opens_exactly_when_the_rule_says_so, "nobody to her", world, house, as_, browse, says="persons names her"
    )  # fmt: skip


@biting(ways.test_a_link_opens_what_the_rule_says_and_is_dead_when_taken_back)
def test_a_link_that_tells_more_or_lives_on_is_found(monkeypatch, world, as_, client) -> None:
    told = {"said": sorted(ways.secrets(world["siri"])[Part.JOURNAL])}
    with monkeypatch.context() as broken:
        broken.setattr(bundle, "document", lambda opening: told)
        bites(ways.test_a_link_opens_what_the_rule_says_and_is_dead_when_taken_back, Part.PLAN, world, as_, client)
    monkeypatch.setattr(ways.access, "withdraw", lambda consent, *, by: None)
    bites(ways.test_a_link_opens_what_the_rule_says_and_is_dead_when_taken_back, Part.CRISIS, world, as_, client)


# ── the words ──


@biting(
    glossary.test_every_table_has_its_word, glossary.test_every_choice_has_the_word_that_pages_use,
    glossary.test_every_row_is_said_in_both_norwegian_languages, glossary.test_no_table_is_listed_that_does_not_exist,
    glossary.test_the_words_explained_to_residents_are_the_glossarys_own,
)  # fmt: skip
def test_a_word_that_is_missing_gone_or_another_is_found(monkeypatch) -> None:
    bites(glossary.test_every_table_has_its_word, type("Nonsense", (), {}), says="0 rows for `Nonsense`")
    renamed = dict.fromkeys(ROLE_NAMES, "tull")
    bites(glossary.test_every_choice_has_the_word_that_pages_use, "Roles", Role, renamed)
    monkeypatch.setattr(glossary, "TERMS", {"tull": ("tulleordet", "Det finnes ikke.")})
    bites(glossary.test_the_words_explained_to_residents_are_the_glossarys_own, says="tulleordet")
    monkeypatch.setattr(glossary, "SECTIONS", {"Tull": [{"code": "`Nonsense`", "bokmål": "tull", "nynorsk": ""}]})
    bites(glossary.test_every_row_is_said_in_both_norwegian_languages)
    bites(glossary.test_no_table_is_listed_that_does_not_exist)


# ── the documents ──


@biting(
    docs.test_every_variable_the_product_reads_is_explained, docs.test_every_command_is_explained,
    docs.test_every_dependency_says_what_it_does_for_us, docs.test_decisions_are_numbered_in_order,
)  # fmt: skip
def test_what_is_not_explained_is_found(monkeypatch) -> None:
    monkeypatch.setattr(docs, "VARIABLES", {})
    bites(docs.test_every_variable_the_product_reads_is_explained)
    monkeypatch.setattr(reference, "our_commands", lambda: ["nonsense"])
    bites(docs.test_every_command_is_explained)
    monkeypatch.setattr(docs, "PROJECT", docs.PROJECT | {"dependencies": ["nonsense>=1"]})
    bites(docs.test_every_dependency_says_what_it_does_for_us)
    monkeypatch.setattr(docs, "DECISIONS", [Path("0002-a.md")])
    bites(docs.test_decisions_are_numbered_in_order)


ON_A_PAGE = [
    (docs.test_links_lead_somewhere, "a.md", "[there](nowhere.md)"),
    (docs.test_a_decision_is_short_and_tells_its_price, "0001-a.md", "# A\n\n## Context\n\n## Decision\n"),
    (docs.test_no_page_holds_an_emoji_or_a_note_to_do_later, "a.md", "Well done \U0001f600"),
    (docs.test_no_page_holds_an_emoji_or_a_note_to_do_later, "a.md", "TO" + "DO: write this"),
]


@biting(*(guard for guard, _, _ in ON_A_PAGE))
@pytest.mark.parametrize(("guard", "name", "text"), ON_A_PAGE)
def test_a_page_that_does_not_keep_up_is_found(guard, name, text, tmp_path) -> None:
    page = tmp_path / name
    page.write_text(text, encoding="utf-8")
    bites(guard, page)


IN_THE_HOUSE = [
    (docs.test_only_the_table_of_variables_reads_the_environment, "helhet/a.py", 'os.environ["HELHET_A"]'),
    (docs.test_the_readme_is_one_screen_with_a_picture_and_two_commands, "README.md", "make demo, make test"),
    (docs.test_the_description_for_catalogues_agrees_with_the_project, "publiccode.yml", 'publiccodeYmlVersion: "0.4"\nlicense: MIT'),
    (docs.test_the_licence_is_the_whole_one, "LICENSE", "MIT"),
    (docs.test_the_newest_version_is_told_of, "CHANGELOG.md", "# Changelog"),
]


@biting(*(guard for guard, _, _ in IN_THE_HOUSE))
@pytest.mark.parametrize(("guard", "name", "text"), IN_THE_HOUSE)
def test_a_house_whose_papers_disagree_is_found(guard, name, text, tmp_path, monkeypatch) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    bites(guard)
