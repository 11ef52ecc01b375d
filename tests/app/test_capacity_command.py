"""`helhet capacity run`: the scenario as a file, run and compared, or refused whole with every fault named."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from helhet.capacity.fitting import Staffing
from helhet.capacity.observed import Sums
from helhet.web import what_if_model

FILE = Path(__file__).parents[2] / "docs" / "how-to" / "scenarios" / "ruskonsulenten.toml"


def run(path, capsys, *arguments):
    """What is said on standard output, as lines."""
    call_command("capacity", "run", str(path), *arguments)
    return capsys.readouterr().out.splitlines()


def refused(tmp_path, capsys, words):
    """The faults of a file with this in it."""
    path = tmp_path / "faulty.toml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(SystemExit) as status:
        call_command("capacity", "run", str(path), "--json")
    assert status.value.code == 1
    return {one["key"]: one["reason"] for one in map(json.loads, capsys.readouterr().out.splitlines())}


@pytest.fixture
def quick(tmp_path):
    """The file of the guide with few replications."""
    path = tmp_path / "quick.toml"
    path.write_text(FILE.read_text(encoding="utf-8").replace("replications = 1000", "replications = 125"), encoding="utf-8")
    return path


def test_the_guides_scenario_tells_each_choice_beside_the_first(quick, capsys):
    found = [json.loads(line) for line in run(quick, capsys, "--json")]
    wages = {one["choice"]: one["wages_a_year"] for one in found if "wages_a_year" in one}
    assert list(wages) == ["Stillingen fortsetter", "Halv stilling", "Stillingen slutter"]
    assert wages["Stillingen fortsetter"] - wages["Stillingen slutter"] == 870_000
    waits = [one for one in found if (one.get("step"), one.get("figure")) == ("first", "waited")]
    assert [one["low"] <= one["middle"] <= one["high"] for one in waits] == [True] * 3
    assert waits[0]["middle"] < waits[1]["middle"] < waits[2]["middle"]
    assert "more_than_first" not in waits[0]
    assert waits[2]["more_than_first"][1] >= 0, "in no future do fewer hours make the wait shorter"
    assert {one["figure"] for one in found if one.get("step") == "received"} >= {"hospital_days_a_year", "hospital_kroner_a_year"}


def test_two_runs_say_the_same_also_with_more_workers(quick, capsys):
    twice = quick.with_name("more.toml")
    twice.write_text(quick.read_text(encoding="utf-8").replace("replications = 125", "replications = 250"), encoding="utf-8")
    once = run(twice, capsys, "--json")
    assert once == run(twice, capsys, "--json", "--workers", "2")


def test_last_years_forecast_stands_beside_what_came_or_why_it_does_not(quick, house, monkeypatch, tmp_path, capsys, now):
    alone = json.loads(run(quick, capsys, "--json")[-1])
    assert alone["tried"] is None
    assert "written in a file" in alone["reason"]
    many = {("opened", "u", one, year): 14 for one in (1, 2, 3) for year in (0, 1)} | {("present", "u", one, 4): 28 for one in (1, 2, 3)}
    many |= {("waited", "", 0, days): 8 for days in (5, 7, 8, 9, 14)}
    monkeypatch.setattr("helhet.web.clock.now", lambda: now)
    monkeypatch.setattr(what_if_model, "sums", lambda numbers, on: Sums(many, dict.fromkeys(many, 0)))
    monkeypatch.setattr(what_if_model, "staffing", lambda numbers, on, inhabitants: Staffing(5.7, 1.0, 7363))
    path = tmp_path / "record.toml"
    path.write_text(OF_RECORD.format(since="2026-11-01", numbers='["4220"]') + "\n", encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("municipalities", "replications = 125\nmunicipalities"), encoding="utf-8")
    found = {one["tried"]: one for one in map(json.loads, run(path, capsys, "--json")) if "tried" in one}
    assert set(found) == {"newcomers", "persons", "waited"}
    assert (found["persons"]["came_low"], found["persons"]["came_high"]) == (80, 84), "persons are told in fives"
    assert found["waited"]["held"]
    assert "persons" in "\n".join(run(path, capsys)).split("Tried on the latest year")[1]


def test_it_reads_as_sentences_and_figures_without_json(quick, capsys):
    told = "\n".join(run(quick, capsys))
    assert "Hva skjer når tilskuddet til ruskonsulenten tar slutt?" in told
    assert "Stillingen slutter: wages 5,640,000 kroner a year" in told


def test_a_file_that_is_not_there_or_no_toml(tmp_path, capsys):
    with pytest.raises(CommandError) as missing:
        call_command("capacity", "run", str(tmp_path / "none.toml"))
    assert missing.value.returncode == 2
    assert "not TOML" in refused(tmp_path, capsys, "question = ")[""]


def test_every_fault_is_named_at_once(tmp_path, capsys):
    words = FILE.read_text(encoding="utf-8")
    for was, becomes in {
        "work_years = 3.9": "work_years = -2",
        'name = "mapping"\npool = "team"': 'name = "mapping"\npool = "tema"',
        "a_year = 18.0": 'a_year = "many"',
        "seed = 1": "seed = 1.5\ncolour = 3",
        "on = 2028-01-01\ncost = 870_000": "on = 2048-01-01\ncost = inf",
        'what = "money_ends"': 'what = "money_grows"',
        "share = 0.8": "share = 1.8",
    }.items():
        assert was in words
        words = words.replace(was, becomes, 1)
    found = refused(tmp_path, capsys, words)
    assert set(found) >= {"service.pool[1].work_years", "service.flow[1].a_year", "seed", "colour", "service.flow[1].way[1].share",
                          "choice[2].change[1].what", "choice[3].change[1].cost"}  # fmt: skip
    assert "«money_grows» is none of" in found["choice[2].change[1].what"]


@pytest.mark.parametrize(
    ("was", "becomes", "key", "word"),
    [
        ('question = "', 'question = "' + "a" * 300, "question", "300 letters at most"),
        ("since = 2027-01-01", "since = 9999-12-31", "since", "1900 to 2200"),
        ("on = 2028-01-01\ncost = 870_000", "on = 2048-01-01", "choice[3].change[1].on", "outside the period"),
        ("work_years = 1.0", "work_years = 9.0", "choice[3].change[1].work_years", "where there are 3.9"),
        ('name = "mapping"\npool = "team"', 'name = "mapping"\npool = "tema"', "service", "no pool tema"),
        ("share = 0.8", "share = 0.8\n[[service.flow.way]]\nfrom = 'first'\nto = 'mapping'\nshare = 0.5", "service", "1 at most"),
        ('begins = "hospital"', 'begins = "hospitl"', "service", "no step hospitl"),
        ("since = 2027-01-01", "since = 2027-01-01T08:00:00", "since", "is an hour"),
        ('name = "Halv stilling"', 'name = "Stillingen slutter"', "choice", "same name"),
        ("years = 5", "years = nan", "years", "nan"),
        ("years = 5", "years = true", "years", "not a number"),
        ("replications = 1000", "replications = 5", "replications", "not from 100"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused_with_its_reason(tmp_path, capsys, was, becomes, key, word):
    words = FILE.read_text(encoding="utf-8")
    assert was in words
    found = refused(tmp_path, capsys, words.replace(was, becomes, 1))
    assert word in found[key], found


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("a_year = 18.0", "a_year = 1e6"), ("a_year = 18.0", "a_year = 1e5\ngrowth = 0.5"), ("persons = 22", "persons = 100_000")],
)
def test_more_people_than_a_machine_can_carry_are_refused_before_anything_is_drawn(tmp_path, capsys, monkeypatch, was, becomes):
    monkeypatch.setattr("helhet.capacity.draws.drawn", None)  # an ordinary machine would run out of memory here
    whole = FILE.read_text(encoding="utf-8")
    assert was in whole
    assert "carried at once" in refused(tmp_path, capsys, whole.replace(was, becomes, 1))["service"]


@pytest.mark.parametrize(
    ("line", "key", "word"),
    [
        ('teams = ["4220", "4221"]', "teams", "«4221» is none of the municipalities"),
        ("lighter_help = 1", "lighter_help", "neither true nor false"),
        ("told_since = 2026-01-01", "told_since", "outside the period"),
        ("told_since = 2099-01-01", "told_since", "outside the period"),
        ('told_since = "2027-01-01"', "told_since", "is not a day"),
    ],
)
def test_how_the_record_is_taken_is_refused_with_its_reason(house, tmp_path, capsys, monkeypatch, now, line, key, word):
    monkeypatch.setattr("helhet.web.clock.now", lambda: now)
    words = OF_RECORD.format(since="2026-11-01", numbers='["4220"]').replace("[[choice]]", f"{line}\n[[choice]]")
    assert word in refused(tmp_path, capsys, words)[key]


OF_RECORD = """
question = "What if the consultant goes?"
since = {since}
municipalities = {numbers}
[[choice]]
name = "as it is"
"""


@pytest.mark.parametrize(
    ("since", "numbers", "key", "word"),
    [
        ("2026-11-01", '["4220", "9999"]', "municipalities", "«9999» does not use Helhet here"),
        ("2025-01-01", '["4220"]', "since", "not in the year after 2026-10-31"),
        ("2026-11-01", '["4220"]', "municipalities", "too little data to say: present, newcomers, work"),
    ],
)
def test_the_service_of_the_record_is_asked_for_by_municipality(house, monkeypatch, tmp_path, capsys, now, since, numbers, key, word):
    monkeypatch.setattr("helhet.web.clock.now", lambda: now)
    found = refused(tmp_path, capsys, OF_RECORD.format(since=since, numbers=numbers))
    assert word in found[key]


CHANGES = """
[[choice]]
name = "all of it"
[[choice.change]]
what = "closed"
pool = "housing"
since = 2028-03-12
until = 2028-06-12
[[choice.change]]
what = "shorter_stays"
step = "hospital"
share = 0.3
on = 2028-01-01
[[choice.change]]
what = "lowest_first"
flow = "2"
step = "group"
helped = 0.3
[[choice.change]]
what = "straight_on"
flow = "3"
past = "mapping"
[[choice.change]]
what = "shared_team"
pools = ["team", "housing"]
[[choice.change]]
what = "post_begins"
pool = "team"
work_years = 1.0
on = 2029-01-01
"""


def test_every_kind_of_change_can_be_asked_for(quick, capsys):
    quick.write_text(quick.read_text(encoding="utf-8") + CHANGES, encoding="utf-8")
    found = [json.loads(line) for line in run(quick, capsys, "--json")]
    of = {(one["step"], one["figure"]): one for one in found if one.get("choice") == "all of it" and "step" in one}
    first = {(one["step"], one["figure"]): one for one in found if one.get("choice") == "Stillingen fortsetter" and "step" in one}
    assert of["group", "asked_a_year"]["middle"] > 2 * first["group", "asked_a_year"]["middle"]
    assert of["mapping", "asked_a_year"]["middle"] < first["mapping", "asked_a_year"]["middle"]
    assert next(one["wages_a_year"] for one in found if one.get("choice") == "all of it") == 6_510_000 + 900_000


DUTY = """
[[service.duty]]
name = "VE-1"
days = 30
waiting = ["first"]
"""


def test_duties_and_what_it_costs_are_told_with_a_range_and_beside_the_first(quick, capsys):
    quick.write_text(quick.read_text(encoding="utf-8").replace("[[choice]]", DUTY + "\n[[choice]]", 1), encoding="utf-8")
    found = [json.loads(line) for line in run(quick, capsys, "--json")]
    broken = [one for one in found if one.get("figure") == "broken_a_year"]
    assert [(one["step"], one["unit"]) for one in broken] == [("VE-1", "times")] * 3
    assert broken[0]["middle"] < broken[2]["middle"]
    assert broken[2]["low"] < broken[2]["middle"] < broken[2]["high"]
    cost = [one for one in found if one.get("figure") == "kroner_a_year"]
    wages = [one["wages_a_year"] for one in found if "wages_a_year" in one]
    assert len(cost) == 3
    assert all(one["low"] <= one["middle"] < one["high"] for one in cost), "days in hospital vary from future to future"
    assert all(one["low"] >= wage for one, wage in zip(cost, wages, strict=True))
    middle, low, high = cost[2]["more_than_first"]
    assert -870_000 <= low < middle < high, "the post's wages, less what more days in hospital cost"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (DUTY.replace('["first"]', '["no such"]'), "service"),
        (DUTY.replace('waiting = ["first"]', ""), "service.duty[1].waiting"),
        (DUTY.replace('"VE-1"', '"first"'), "service"),
    ],
)
def test_a_duty_of_no_known_step_is_refused(tmp_path, capsys, words, key):
    whole = FILE.read_text(encoding="utf-8").replace("[[choice]]", words + "\n[[choice]]", 1)
    assert key in refused(tmp_path, capsys, whole)
