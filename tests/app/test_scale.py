"""A whole snapshot judged at once says what each verdict says, one by one."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from helhet.demo.synth.nation import Asked, write
from helhet.oversight import ready, scale
from helhet.oversight.criteria import OF_PERSONS
from helhet.oversight.rules import Length
from helhet.oversight.scale import Judging, total
from helhet.oversight.verdicts import judge
from helhet.record.dialects import statement
from helhet.record.engines import ON as DAY
from helhet.record.engines import TABLES, Snapshot, snapshot

ON = date(2026, 11, 10)
pytestmark = pytest.mark.xdist_group("scale")  # drawn once


@pytest.fixture(scope="module")
def setesdal(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two hundred persons in four municipalities."""
    place = tmp_path_factory.mktemp("scale") / "setesdal"
    write(place, Asked("setesdal", 200, 10, 2, ON), progress=lambda _: None)
    return snapshot(place)


def test_the_counts_are_those_of_the_verdicts(setesdal: Snapshot) -> None:
    verdicts = setesdal.ask(judge(TABLES, ON, OF_PERSONS, as_of=ON, day=DAY), on=ON)
    one_by_one = Counter((row["criterion"], row["municipality"], row["state"]) for row in verdicts)
    counted = Judging(ON, as_of=ON).told(setesdal, on=ON)
    assert {(row["criterion"], row["municipality"], row["state"]): row["verdicts"] for row in counted} == one_by_one
    assert sum(total(counted).values()) == one_by_one.total()


def test_what_is_made_ready_once_counts_any_day_of_the_same_law(setesdal: Snapshot) -> None:
    some = [one for one in OF_PERSONS if one.id in ("IP-1", "KO-1", "VE-1", "IP-7b")]
    ready = Judging(ON, some, as_of=ON)
    today = ready.told(setesdal, on=ON)
    assert today != ready.told(setesdal, on=date(2026, 9, 1))
    assert sorted(map(str, today)) == sorted(map(str, ready.told(setesdal, on=ON)))


def test_before_the_data_begin_nothing_is_met(setesdal: Snapshot) -> None:
    before, kept = date(2010, 1, 1), setesdal.manifest
    states = {state for _, state in total(Judging(before, data_from=kept.first_day, as_of=kept.day).told(setesdal, on=before))}
    assert states == {"cannot"}


def test_nobody_asked_is_nothing_told(setesdal: Snapshot) -> None:
    assert Judging(ON, []).told(setesdal, on=ON) == []


def test_a_key_that_is_a_number_in_the_file_is_a_word_again(setesdal: Snapshot, tmp_path: Path) -> None:
    [goal, *_] = setesdal.ask(setesdal["goal"], on=ON)
    assert isinstance(goal["person"], str)
    person = setesdal["person"]
    assert setesdal.ask(person.filter(person.person == goal["person"]), on=ON)[0]["municipality"] == goal["municipality"]


def test_what_was_made_ready_before_is_not_made_again(
    setesdal: Snapshot, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    some = [one for one in OF_PERSONS if one.id in ("IP-1", "PÅ-1", "IP-12")]
    made = Judging(ON, some, as_of=ON)
    [file] = (tmp_path / "ready").iterdir()
    assert file.read_text() == statement(made.count, DAY)
    other = {"offer_within": Length(months=600)}
    assert Judging(ON, some, other, as_of=ON).told(setesdal, on=ON) != made.told(setesdal, on=ON)

    (tmp_path / "ready" / "oldercode-0123.sql").write_text("SELECT 1")
    monkeypatch.setattr(ready, "compiled_digest", lambda: "another" * 4)
    again = Judging(ON, some, as_of=ON)
    assert [one.name.startswith("another") for one in (tmp_path / "ready").iterdir()] == [True], "what other code made is gone"

    monkeypatch.setattr(scale, "counted", lambda frames: pytest.fail("it was made again"))
    assert Judging(ON, some, as_of=ON).told(setesdal, on=ON) == again.told(setesdal, on=ON) == made.told(setesdal, on=ON)


def test_where_nothing_can_be_kept_it_is_made_each_time(setesdal: Snapshot, settings, tmp_path: Path) -> None:
    (tmp_path / "ready").write_text("a file where the directory should be")
    settings.DATA_DIR = tmp_path
    some = [one for one in OF_PERSONS if one.id == "VE-1"]
    assert Judging(ON, some, as_of=ON).told(setesdal, on=ON)
