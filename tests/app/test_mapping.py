"""Mapping: instruments put in place, answers kept and corrected, life areas as they stand, what is due, and who sees nothing."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from helhet.access.log import LogEntry, verify
from helhet.access.policy import OSLO, NotVisible
from helhet.cases import actions as cases
from helhet.cases import queries as case_queries
from helhet.mapping import actions, queries
from helhet.mapping.models import Instrument, Response, Score
from helhet.organisation.rules import Refused
from tests.data.instruments import SHIPPED, as_bytes, choice, file, number, total, worded

ON = date(2026, 11, 10)


def days_ago(on: date, days: int, hour: int = 10) -> datetime:
    """An instant that many days before."""
    return datetime.combine(on - timedelta(days=days), time(hour), OSLO)


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, in Ingunn's service since two hundred days, on main pathway 3."""
    return _helped(house, as_, days=200)


def _helped(house, as_, *, days: int, pathway: int = 3):
    by = as_("ingunn", days_ago(ON, days))
    new = cases.NewEnquiry(
        name="Siri Haugen", words="Jeg vil jobbe med hester igjen.", unit=house.units["bygland"], municipality_number="4220"
    )
    enquiry = cases.register(new, by=by)
    cases.take(enquiry, by=by)
    service = case_queries.services_for("4220", pathway=pathway, actor=by)[-1]
    cases.triage(enquiry, service=service, pathway=pathway, reason="Trenger noen over tid.", by=by)
    return enquiry.person


@pytest.fixture
def answer(siri, as_):
    """`answer("stigen", {"now": "4"}, days=30)`: what Siri answered that many days ago."""

    def answered(name: str, answers: dict, *, days: int = 0, who: str = "ingunn", by: str = "together", person=None, **more):
        instrument = more.pop("instrument", None) or queries.instrument_named(name, "nb")
        return actions.respond(
            (person or siri).pk, instrument=instrument, answers=answers, answered_by=by, on=ON - timedelta(days=days),
            by=as_(who, days_ago(ON, days, 8)), **more,
        )  # fmt: skip

    return answered


# ── instruments ──────────────────────────────────────────────────────────────


def test_loading_what_ships_again_changes_nothing(house) -> None:
    before = set(Instrument.objects.values_list("pk", "in_use"))
    assert actions.load_shipped() == 0
    assert set(Instrument.objects.values_list("pk", "in_use")) == before
    assert {one.name for one in queries.in_use("nn")} == {"livsomrader", "stigen", "bedring", "trygghet"}
    assert {one.language for one in queries.in_use("nn")} == {"nn"}
    assert {one.name for one in queries.without_wording("nb")} == {"phq-9", "gad-7", "audit", "audit-c", "dudit", "who-5"}


def test_a_structure_cannot_be_answered_until_the_wording_is_added(house, answer) -> None:
    structure = Instrument.objects.get(name="phq-9", language="nb")
    with pytest.raises(Refused, match="ikke i bruk"):
        answer("phq-9", {"1": "2"}, instrument=structure)
    added = actions.add_instrument(as_bytes(worded("phq-9")))
    assert added.is_new
    assert "phq-9" not in {one.name for one in queries.without_wording("nb")}
    assert answer("phq-9", {str(n): "1" for n in range(1, 10)}).instrument_id == added.instrument.pk


def test_the_same_version_again_changes_nothing_and_is_never_changed(house) -> None:
    first = actions.add_instrument(as_bytes(worded("who-5")))
    again = actions.add_instrument(as_bytes(worded("who-5")))
    assert (again.instrument, again.is_new) == (first.instrument, False)
    changed = worded("who-5") | {"title": "Trivsel"}
    with pytest.raises(Refused, match="En versjon endres aldri"):
        actions.add_instrument(as_bytes(changed))
    newer = actions.add_instrument(as_bytes(changed | {"version": "eksempel-2"})).instrument
    first.instrument.refresh_from_db()
    assert (newer.in_use, first.instrument.in_use) == (True, False)


def test_a_file_like_a_structure_but_not_quite_is_refused_whole(house) -> None:
    held = worded("gad-7")
    held["item"][2]["answerOption"].pop()
    held["item"][3]["text"] = "Spørsmål 4"
    held["helhet"]["scoring"][0]["range"] = [0, 20]
    with pytest.raises(Refused) as refused:
        actions.add_instrument(as_bytes(held))
    assert {"item «3»", "item «4»", "helhet.scoring"} == {fault.field for fault in refused.value.faults}
    assert not Instrument.objects.filter(name="gad-7", version="eksempel-1").exists()


def test_a_municipality_does_not_add_structures(house) -> None:
    held = file(choice("1", range(3)), status="draft", helhet={"structure": True})
    with pytest.raises(Refused, match="kan ikke besvares"):
        actions.add_instrument(as_bytes(held))


def test_another_language_of_the_same_version_asks_the_same(house) -> None:
    actions.add_instrument(as_bytes(file(choice("1", range(3)))))
    actions.add_instrument(as_bytes(file(choice("1", range(3)), language="nn")))
    with pytest.raises(Refused, match="koder og verdier"):
        actions.add_instrument(as_bytes(file(choice("1", range(4)), language="en")))
    assert queries.languages_of("eksempel") == ["nb", "nn"]


def test_the_command_adds_lists_shows_and_refuses(house, tmp_path, capsys) -> None:
    path = tmp_path / "who-5.json"
    path.write_bytes(as_bytes(worded("who-5")))
    call_command("instrument", "add", str(path))
    call_command("instrument", "add", str(path))
    said = capsys.readouterr().out
    assert "Lagt til: WHO-5 (who-5), versjon eksempel-1, nb." in said
    assert "ingenting er endret" in said
    call_command("instrument", "list")
    assert "who-5                eksempel-1   nb  i bruk" in capsys.readouterr().out
    call_command("instrument", "show", "who-5")
    assert json.loads(capsys.readouterr().out) == worded("who-5")
    call_command("instrument", "show", "who-5", "--language", "nn")
    assert json.loads(capsys.readouterr().out) == json.loads((SHIPPED / "who-5.nn.json").read_text(encoding="utf-8"))
    path.write_bytes(as_bytes(worded("who-5") | {"version": "eksempel-2", "language": "se", "hei": 1}))
    with pytest.raises(CommandError) as refused:
        call_command("instrument", "add", str(path))
    assert refused.value.returncode == 1
    assert "Den har 2 feil:\n  hei: " in str(refused.value)
    assert "  language: Skal være en av: nb, nn, en." in str(refused.value)


def test_the_command_speaks_json_and_knows_wrong_usage_from_faults(house, tmp_path) -> None:
    path = tmp_path / "feil.json"
    path.write_bytes(b"{")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("instrument", "add", str(path), "--json", stdout=out)
    assert ended.value.code == 1
    assert json.loads(out.getvalue())["faults"][0]["path"] == ""
    for wrong in (["add", str(tmp_path / "finnes-ikke.json")], ["add", str(tmp_path)], ["show", "finnes-ikke"]):
        with pytest.raises(CommandError) as refused:
            call_command("instrument", *wrong)
        assert refused.value.returncode == 2


# ── answers ──────────────────────────────────────────────────────────────────


def test_what_was_answered_is_kept_with_its_scores_and_logged(siri, answer, as_) -> None:
    made = answer(
        "livsomrader", {"good-at": " Hester ", "housing": "8", "housing-words": "Trygt, eget", "economy": "", "mental": "3"}, by="person"
    )
    assert made.answers == {"good-at": "Hester", "housing": "8", "housing-words": "Trygt, eget", "mental": "3"}
    assert dict(Score.objects.filter(response=made).values_list("name", "value")) == {"housing": 8, "mental": 3}
    entry = LogEntry.objects.filter(person_id=siri.pk).order_by("-number").first()
    assert (entry.verb, entry.documents) == ("kartla", [["kartlegging", str(made.pk)]])
    assert list(verify()) == []


def test_every_fault_is_listed_and_nothing_is_written(siri, as_) -> None:
    actions.add_instrument(as_bytes(file(number("n", 0, 40), choice("1", range(3), required=True), scoring=[total(["n"], 0, 40)])))
    before = Response.objects.count(), LogEntry.objects.count()
    with pytest.raises(Refused) as refused:
        actions.respond(
            siri.pk, instrument=queries.instrument_named("eksempel", "nb"), answers={"n": "41", "x": "1"}, answered_by="naboen",
            on=ON + timedelta(days=1), by=as_("ingunn"),
        )  # fmt: skip
    assert {fault.field for fault in refused.value.faults} == {"n", "x", "1", "on", "answered_by"}
    assert (Response.objects.count(), LogEntry.objects.count()) == before


def test_an_empty_form_is_not_kept(answer) -> None:
    with pytest.raises(Refused, match="Ingenting er besvart"):
        answer("livsomrader", {"housing": " "})


def test_who_may_not_write_keeps_nothing(siri, answer) -> None:
    for key in ("liv", "tone", "gunnhild"):
        with pytest.raises(NotVisible):
            answer("stigen", {"now": "1"}, who=key)


def test_a_correction_stands_beside_what_it_corrects(siri, answer, opening_for) -> None:
    wrong = answer("livsomrader", {"housing": "1", "network": "4"}, days=10)
    right = answer("livsomrader", {"housing": "7", "network": "4"}, days=10, corrects=wrong, instrument=wrong.instrument)
    shown = queries.responses_of(opening_for("ingunn"), siri.pk)
    assert {one.pk: one.corrected_by and one.corrected_by.pk for one in shown} == {wrong.pk: right.pk, right.pk: None}
    wrong.refresh_from_db()
    assert wrong.answers == {"housing": "1", "network": "4"}
    assert queries.life_areas(opening_for("ingunn"), siri.pk).areas[0].now.pk == right.pk
    assert [point.value for point in queries.scores_over_time(opening_for("ingunn"), siri.pk, "livsomrader")[0].points] == [7]
    with pytest.raises(Refused, match="alt rettet"):
        answer("livsomrader", {"housing": "2"}, corrects=wrong, instrument=wrong.instrument)


def test_only_an_answer_of_hers_to_the_same_form_is_corrected(siri, answer, house, as_) -> None:
    ladder = answer("stigen", {"now": "4"})
    with pytest.raises(Refused, match="ikke et svar på dette skjemaet"):
        answer("livsomrader", {"housing": "2"}, corrects=ladder)
    other = _helped(house, as_, days=20)
    with pytest.raises(Refused, match="ikke et svar på dette skjemaet"):
        answer("stigen", {"now": "5"}, corrects=ladder, person=other)


def test_an_answer_to_an_earlier_version_can_still_be_corrected(siri, answer) -> None:
    actions.add_instrument(as_bytes(worded("who-5")))
    made = answer("who-5", {str(n): "3" for n in range(1, 6)}, days=3)
    actions.add_instrument(as_bytes(worded("who-5", version="eksempel-2")))
    with pytest.raises(Refused, match="ikke i bruk"):
        answer("who-5", {"1": "1"}, instrument=made.instrument)
    right = answer("who-5", {str(n): "4" for n in range(1, 6)}, corrects=made, instrument=made.instrument)
    assert Score.objects.get(response=right).value == Decimal(80)


# ── what she has said before, and how it goes ────────────────────────────────


def test_life_areas_may_be_saved_one_at_a_time(siri, answer, opening_for) -> None:
    answer("livsomrader", {"housing": "7", "network": "3"}, days=100, by="person")
    answer("livsomrader", {"housing": "8", "housing-words": "Trygt, eget"}, days=7, by="person")
    answer("livsomrader", {"network": "1"}, days=1, by="worker")
    opening = opening_for("ingunn")
    life = queries.life_areas(opening, siri.pk)
    by_key = {area.key: area for area in life}
    assert len(by_key) == 8
    assert (by_key["housing"].now.value, by_key["housing"].now.words, by_key["housing"].before.value) == ("8", "Trygt, eget", "7")
    assert (by_key["network"].now.value, by_key["network"].before) == ("3", None)
    assert by_key["economy"].now is None
    assert (life.looked, life.on, life.before_on, life.hers) == (ON - timedelta(days=7), None, ON - timedelta(days=100), True)
    shown = {area.now.pk for area in life if area.now} | {area.before.pk for area in life if area.before}
    assert {key for _, _, key in opening.documents} == {str(key) for key in shown}


def test_nobody_is_asked_twice(siri, answer, opening_for) -> None:
    answer("livsomrader", {"good-at": "Hester"}, days=60, by="person")
    answer("livsomrader", {"housing": "5", "housing-words": "Trangt"}, days=30)
    found = queries.earlier(opening_for("ingunn"), siri.pk, "livsomrader")
    assert (found["good-at"].text, found["good-at"].on) == ("Hester", ON - timedelta(days=60))
    assert (found["housing"].text, found["housing"].words) == ("Har et sted å bo, men noe må bli bedre", "Trangt")


def test_a_score_is_followed_over_time(siri, answer, opening_for) -> None:
    for days, value in ((90, "2"), (10, "6"), (30, "4")):
        answer("stigen", {"now": value}, days=days)
    (series,) = queries.scores_over_time(opening_for("ingunn"), siri.pk, "stigen")
    assert [(point.on, point.value) for point in series.points] == [
        (ON - timedelta(days=90), 2), (ON - timedelta(days=30), 4), (ON - timedelta(days=10), 6),
    ]  # fmt: skip
    assert (series.scoring.title, series.scoring.high) == ("Livet nå", 10)


def test_her_time_line_tells_that_she_was_asked(siri, answer, opening_for) -> None:
    answer("stigen", {"now": "4"}, days=3)
    (one,) = queries.timeline(opening_for("ingunn"), siri.pk)
    assert (one.at.date(), one.values) == (ON - timedelta(days=3), {"title": "Stigen"})


def test_suicide_and_violence_are_always_talked_about_on_pathway_three(siri, house, as_, opening_for) -> None:
    assert queries.always_talked_about(opening_for("ingunn"), siri.pk) is not None
    assert queries.always_talked_about(opening_for("liv"), siri.pk) is None
    other = _helped(house, as_, days=10, pathway=2)
    assert queries.always_talked_about(opening_for("ingunn"), other.pk) is None


# ── what is due ──────────────────────────────────────────────────────────────


def test_life_areas_are_due_a_month_after_help_began_as_a_local_target(house, as_, opening_for) -> None:
    person = _helped(house, as_, days=20)
    opening = opening_for("ingunn")
    (one,) = queries.due(opening)
    assert (one.person_id, one.kind, one.by) == (person.pk, "mapping", ON + timedelta(days=10))
    assert "ikke lov" in one.rule
    assert one.state(ON) == "calm"
    assert one.state(ON + timedelta(days=11)) == "over"
    assert [(kind, key) for _, kind, key in opening.documents] == [("sak", str(one.row))]


def test_after_half_a_year_it_is_a_question_and_never_late(siri, answer, opening_for) -> None:
    answer("livsomrader", {"housing": "5"}, days=179)
    assert queries.due(opening_for("ingunn")) == []
    answer("livsomrader", {"housing": "5"}, days=190)
    assert queries.due(opening_for("ingunn"), [siri.pk]) == []
    later = opening_for("ingunn", days_ago(ON, -30))
    (one,) = queries.due(later, [siri.pk])
    assert one.what.startswith("spør om det er tid")
    assert one.state(ON + timedelta(days=300)) == "calm"


def test_who_does_not_see_the_mapping_is_not_told_that_it_is_missing(siri, answer, opening_for) -> None:
    for key in ("liv", "tone", "gunnhild"):
        assert queries.due(opening_for(key)) == []
    answer("stigen", {"now": "4"})
    for key in ("liv", "tone", "gunnhild"):
        opening = opening_for(key)
        assert queries.responses_of(opening, siri.pk) == []
        assert queries.life_areas(opening, siri.pk).looked is None
        assert queries.earlier(opening, siri.pk, "stigen") == {}
        assert queries.scores_over_time(opening, siri.pk, "stigen") == []
        assert queries.timeline(opening, siri.pk) == []
        assert opening.documents == []
