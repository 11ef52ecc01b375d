"""A snapshot judged by command: every verdict, counted, the same bytes again, and a broken file refused by its name."""

import csv
import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from helhet.demo.synth.nation import Asked, write
from helhet.oversight.criteria import ALL
from helhet.oversight.report import of_snapshot
from helhet.oversight.verdicts import judge
from helhet.record.engines import ON as DAY
from helhet.record.engines import TABLES, snapshot

ON = date(2026, 11, 10)
pytestmark = pytest.mark.xdist_group("judge")  # drawn once


@pytest.fixture(scope="module")
def setesdal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred and fifty persons in four municipalities."""
    place = tmp_path_factory.mktemp("judge") / "setesdal"
    write(place, Asked("setesdal", 150, 10, 2, ON), progress=lambda _: None)
    return place


@pytest.fixture(scope="module")
def judged(setesdal: Path) -> Path:
    """All of them judged, every verdict written."""
    out = setesdal.parent / "judged"
    told(setesdal, out)
    return out


def told(place: Path, out: Path, *more: str, on: object = ON) -> tuple[dict[str, Any], str]:
    """What the command says on both streams."""
    said, progress = StringIO(), StringIO()
    call_command("oversight", "judge", str(place), "--on", str(on), "--out", str(out), "--json", *more, stdout=said, stderr=progress)
    return json.loads(said.getvalue()), progress.getvalue()


def rows(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(out / "verdicts.parquet").to_pylist()
    return found


def counts(out: Path) -> dict[tuple[str, str, str], int]:
    with (out / "counts.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    states = [name for name in lines[0] if name not in ("criterion", "municipality")]
    return {(line["criterion"], line["municipality"], state): int(line[state]) for line in lines for state in states if int(line[state])}


def test_every_verdict_is_there_and_the_counts_are_of_them(setesdal: Path, judged: Path) -> None:
    shot = snapshot(setesdal)
    asked = judge(TABLES, ON, ALL, data_from=shot.manifest.first_day, as_of=ON, day=DAY)
    expected = [{name: value for name, value in row.items() if name != "done"} for row in shot.ask(asked, on=ON)]
    assert Counter(map(str, rows(judged))) == Counter(map(str, expected))
    assert counts(judged) == Counter((row["criterion"], row["municipality"], row["state"]) for row in expected)


def test_groups_of_another_size_hold_the_same(setesdal: Path, judged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_snapshot, "GROUP", 7)
    told(setesdal, tmp_path / "small")
    assert pq.ParquetFile(tmp_path / "small" / "verdicts.parquet").num_row_groups > 100
    assert rows(tmp_path / "small") == rows(judged)


def test_only_the_counts_are_written_when_only_they_are_asked_for(setesdal: Path, judged: Path, tmp_path: Path) -> None:
    said, progress = told(setesdal, tmp_path / "counts", "--counts")
    assert sorted(one.name for one in (tmp_path / "counts").iterdir()) == ["counts.csv", "manifest.json"]
    assert (tmp_path / "counts" / "counts.csv").read_bytes() == (judged / "counts.csv").read_bytes()
    assert said["persons"] == 150
    assert "150 persons" in progress


def test_the_same_data_give_the_same_bytes_and_it_is_told_how_far_it_has_come(setesdal: Path, judged: Path, tmp_path: Path) -> None:
    said, progress = told(setesdal, tmp_path / "again")
    for file in judged.iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes(), file.name
    assert said["files"].keys() == {"counts.csv", "verdicts.parquet"}
    law = [one for one in ALL if one.in_force(ON)]
    assert f"1 of {len(law)} criteria: IP-1, 150 verdicts" in progress
    assert f"{len(law)} of {len(law)} criteria" in progress
    manifest = json.loads((judged / "manifest.json").read_text())
    assert (manifest["day"], manifest["as_of"], manifest["snapshot"]) == ("2026-11-10", "2026-11-10", said["snapshot"])
    assert manifest["criteria"]["IP-1"]["breached"] > 0
    assert said["verdicts"] == len(rows(judged)) == sum(said[state] for state in of_snapshot.State)


def test_before_the_data_begin_nothing_is_met_and_after_they_end_nothing_is_judged(setesdal: Path, tmp_path: Path) -> None:
    told(setesdal, tmp_path / "before", on=date(2010, 1, 1))
    assert {row["state"] for row in rows(tmp_path / "before")} == {"cannot"}
    with pytest.raises(CommandError, match="it tells of 2026-11-10") as refused:
        told(setesdal, tmp_path / "after", on=date(2026, 11, 11))
    assert refused.value.returncode == 2
    assert not (tmp_path / "after").exists()


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_broken_file_is_refused_by_its_name_and_nothing_is_left(setesdal: Path, tmp_path: Path, harm: str) -> None:
    place = tmp_path / "shot"
    place.mkdir()
    for file in setesdal.iterdir():
        if file.name != "goal.parquet" or harm == "changed":
            content = file.read_bytes()
            (place / file.name).write_bytes(content[:-5] if file.name == "goal.parquet" else content)
    with pytest.raises(CommandError, match=r"goal\.parquet") as refused:
        told(place, tmp_path / "judged")
    assert refused.value.returncode == 2
    assert [one.name for one in tmp_path.iterdir()] == ["shot"]


def test_what_is_no_snapshot_or_no_day_or_not_free_is_refused(setesdal: Path, judged: Path, tmp_path: Path) -> None:
    for place, out, on, why in (
        (tmp_path / "nowhere", "new", ON, "no whole snapshot"), (setesdal, "new", "november", "no day"),
        (setesdal, str(judged), ON, "not empty"),
    ):  # fmt: skip
        with pytest.raises(CommandError, match=why):
            told(place, tmp_path / out, on=on)
