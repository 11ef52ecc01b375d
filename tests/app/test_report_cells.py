"""The national report, cell by cell: the published kit against answers worked out by hand (Show 2), and form files refused whole."""

import json
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from helhet.living.rules import OLD, is_old
from helhet.record import engines
from helhet.statistics import cells, facts, form, frame
from helhet.statistics.agreeing import disagreements
from helhet.statistics.form import Faulty, made
from helhet.statistics.rules import Group, Kind
from helhet.statistics.work import USUAL
from tests.data import report_kit
from tests.data.report_kit import check

SUNDAY = date(2026, 3, 22)


def shipped(year: int, group: str) -> form.Form:
    return form.read(form.SHIPPED / f"{year}-{group}.toml")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report_kit.write(tmp_path_factory.mktemp("kit") / "shot")


@pytest.mark.parametrize("group", list(Group))
def test_every_counted_cell_is_what_was_worked_out_by_hand(kit: Path, group: str) -> None:
    one = shipped(2026, group)
    assert cells.week_ends(one.year, one.week) == SUNDAY
    found = cells.fill(one, facts.of_snapshot(kit, report_kit.NUMBER, SUNDAY, USUAL))
    counted = {key: cell.value for key, cell in found.items() if cell.kind == Kind.COUNTED}
    assert counted == report_kit.answers(group)
    assert not disagreements(one, counted)


def test_a_stranger_with_python_alone_holds_her_own_answers_against_the_kit(tmp_path: Path) -> None:
    told = [{"form": f"2026-{group}", "row": row, "value": str(value) if isinstance(value, Decimal) else value}
            for group in Group for row, value in report_kit.answers(group).items()]  # fmt: skip
    asked = [sys.executable, "-I", str(report_kit.HERE / "check.py"), str(tmp_path / "mine.jsonl")]

    def checked(lines: list[dict[str, Any]]) -> tuple[int, str]:
        (tmp_path / "mine.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert checked([*told, {"municipality": "9999"}])[0] == 0
    wrong = [one | {"value": 6} if one["row"] == "users" and one["form"] == "2026-adults" else one for one in told[:-1]]
    code, said = checked(wrong)
    assert code == 1
    assert "2026-adults users: 6; the answer is 5" in said
    assert f"{told[-1]['form']} {told[-1]['row']}: lacks" in said
    assert not check.is_same(1, True), "yes is not one"
    (tmp_path / "mine.jsonl").write_text("users = 5", encoding="utf-8")
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 2


def test_who_is_sixty_five_or_over_is_the_same_here_and_in_the_overview_of_homes(kit: Path) -> None:
    shot = engines.snapshot(kit)
    born = {one["person"]: (one["born_year"], one["born_month"]) for one in shot.ask(engines.TABLES["person"], on=SUNDAY)}
    # Around the birthdays nearest to this one, and around both ends of the year of whoever is known by year alone.
    turns = sorted({(year + OLD, month) for year, month in born.values() if year}, key=lambda one: abs(one[0] - SUNDAY.year))
    few = [one for one in turns if one[1] and one[1] < 12][:3] + [one for one in turns if not one[1]][:1]
    months = [(year, one) for year, month in few for one in ((month, month + 1) if month else (1, 12))]
    seen = set()
    for day in sorted({date(year, month, 1) - timedelta(days=1) for year, month in months} | {SUNDAY}):
        for row in shot.ask(frame.frame(engines.TABLES, engines.ON), on=day):
            assert row["over_65"] == bool(is_old(*born[row["person"]], on=day)), (day, born[row["person"]])
            seen.add(row["over_65"])
    assert seen == {True, False}


def test_what_is_divided_by_pathway_stands_with_the_lowest_and_the_highest(kit: Path) -> None:
    found = cells.fill(shipped(2026, "adults"), facts.of_snapshot(kit, report_kit.NUMBER, SUNDAY, USUAL))
    third = found["wy-pathway-3"]
    # By persons half of them; by minutes 255 of 335.
    assert (third.kind, third.low, third.high) == (Kind.ESTIMATED, Decimal("1.8625"), Decimal("2.8354"))
    assert third.value == Decimal("2.34895")


@pytest.mark.parametrize("group", list(Group))
@pytest.mark.parametrize("year", [2025, 2026])
def test_seven_in_ten_are_counted(kit: Path, year: int, group: str) -> None:
    one = shipped(year, group)
    sunday = cells.week_ends(one.year, one.week)
    told = cells.coverage(one, cells.fill(one, facts.of_snapshot(kit, report_kit.NUMBER, sunday, USUAL)))
    for counted, of in (told.work_years, told.content):
        assert counted * 10 >= of * 7, (counted, of)


def test_a_municipality_that_counts_otherwise_says_so_and_is_followed(kit: Path) -> None:
    chosen = {**USUAL, "vacant": "left_out", "management": "left_out"}
    found = cells.fill(shipped(2026, "adults"), facts.of_snapshot(kit, report_kit.NUMBER, SUNDAY, chosen))
    assert (found["wy-activity"].value, found["wy-other"].value, found["wy-service"].value) == (0, 0, Decimal("2.925"))
    assert found["wy-education"].value == Decimal("2.925")


# ── a file that is refused ──────────────────────────────────────────────────


def good() -> dict[str, Any]:
    words = {"nb": "a", "nn": "a", "en": "a"}
    years = {"name": "work_years", "age_group": "adults"}
    row = {"says": words, "answer": "work_years", "unit": "work_years"}
    where = {"helped": True, "pathway": {"from": 2}}
    return {
        "form": {"year": 2027, "group": "adults", "week": 10},
        "section": [
            {
                "id": "s", "title": words,
                "row": [
                    row | {"id": "a", "derive": years | {"area": "home"}},
                    row | {"id": "b", "derive": years | {"area": ["work", "coordination"]}},
                    row | {"id": "c", "total_of": ["a", "b"]},
                    {"id": "d", "says": words, "answer": "count", "unit": "persons", "derive": {"name": "persons", "where": where}},
                ],
            }
        ],
    }  # fmt: skip


def test_next_years_form_is_a_new_file_and_no_code(kit: Path) -> None:
    one = made(good(), "2027-adults.toml")
    found = cells.fill(one, facts.of_snapshot(kit, report_kit.NUMBER, SUNDAY, USUAL))
    assert {key: cell.value for key, cell in found.items()} == {"a": Decimal("0.5"), "b": Decimal("0.3"), "c": Decimal("0.8"), "d": 5}


def test_a_faulty_file_is_refused_whole_with_every_fault_named() -> None:
    given = good()
    rows = given["section"][0]["row"]
    rows[0]["derive"] = {"name": "work_years", "age_group": "adults", "area": "moon", "colour": 1}
    rows[1]["derive"] = {"name": "guess"}
    rows[2]["total_of"] = ["a", "z", "d"]
    rows[3]["derive"] = {"name": "persons", "where": {"halped": True, "pathway": "two", "helped": 3}}
    rows += [
        {"id": "a", "says": {"nb": "a"}, "answer": "perhaps"},
        {"id": "e", "says": {"nb": "a", "nn": "a", "en": "a"}, "answer": "choice", "ask": "the mayor", "sum_of": ["a"]},
        {"id": "f", "says": {"nb": "a", "nn": "a", "en": "a"}, "answer": "yes_no", "derive": {"name": "sum", "of": "helped"}},
        {"id": "g", "says": {"nb": "a", "nn": "a", "en": "a"}, "answer": "yes_no", "derive": {"name": "place", "that": "a moon"}},
        {"id": "h", "says": {"nb": "a", "nn": "a", "en": "a"}, "answer": "text"},
        {"id": "i", "says": {"nb": "a", "nn": "a", "en": "a"}, "answer": "count", "ask": "nav"},
        {"id": "j", "says": {"nb": "a", "nn": "a", "en": "a"}, "answer": "count", "unit": "litres", "ask": "nav"},
        {"id": "k", "says": {"nb": "a", "nn": "a", "en": "a"}, "answer": "text", "unit": "times", "ask": "nav"},
        {
            "id": "l",
            "says": {"nb": "a", "nn": "a", "en": "a"},
            "answer": "count",
            "unit": "times",
            "derive": {"name": "persons", "where": {}},
        },
    ]
    given["agrees"] = [{"rows": ["c", "d"], "says": {"nb": "a", "nn": "a", "en": "a"}}]
    given["form"]["group"], given["form"]["persons"], given["extra"] = "elders", {"olden": True}, 1
    given["form"]["sources"] = ["a book"]
    with pytest.raises(Faulty) as refused:
        made(given, "2027.toml")
    told = "\n".join(refused.value.faults)
    for fault in (
        "«sources» has no words",
        "«elders» is none of", "persons: there is no variable «olden»", "«extra», which nothing reads", "row «a» is there twice",
        "posts have no area «moon»", "has no parameter «colour»", "there is no derivation «guess»", "refers to «z», which is no row",
        "refers to «d», which is answered otherwise", "there is no variable «halped»", "«pathway» is a number", "«helped» is yes or no",
        "«says» is not said in nn, en", "«perhaps» is no answer form", "there is nothing to choose among", "«the mayor» is nobody to ask",
        "«sum_of» is nothing a row has", "does not give an answer of the form «yes_no»", "«helped» is nothing that can be summed",
        "nothing is known of a municipality by the name «a moon»", "say how it is worked out", "refers to «d», which is no sum",
        "row «i»: say what it is a number of (unit): persons, times", "no number of «litres»; there are persons, times",
        "an answer of the form «text» is no number of «times»", "row «l»: persons are counted, and the unit says otherwise",
    ):  # fmt: skip
        assert fault in told, f"{fault!r} is not in\n{told}"


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2027-adults.toml").write_text("year = = 3")
    with pytest.raises(Faulty, match="2027-adults.toml"):
        form.read(tmp_path / "2027-adults.toml")
