"""A snapshot: whole or not there, without names, under keys of its own, and refused by name when a file of it is broken."""

import json
import re
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from helhet.demo.stories import odd_arne, siri
from helhet.demo.telling import Teller
from helhet.record import live, schema, snapshot
from helhet.record.whole import Broken
from tests.conftest import NOW, settled
from tests.siri import coordinated, with_address

TODAY = date(2026, 11, 10)
FILES = pytest.mark.one_database("files are the same wherever their rows came from")


@pytest.fixture(scope="module")
def _told(stays) -> tuple[Any, ...]:
    """Siri, Odd Arne, and somebody whose address is strictly protected."""
    teller, ingunn = Teller(stays, NOW), stays.actor("ingunn", NOW)
    hidden = coordinated(stays, ingunn, name="Gjøril Skjult", born="05.06.1990").person
    with_address(hidden, ingunn, grade="strengt")
    told = siri(teller), odd_arne(teller), hidden
    settled()
    return told


@pytest.fixture
def told(_told, db) -> tuple[Any, ...]:
    """The same for each test, whose own rows are rolled back."""
    return _told


def taken(place: Path) -> snapshot.Manifest:
    return snapshot.take(place, day=TODAY, progress=lambda _: None)


def column(place: Path, table: str, name: str) -> list[Any]:
    file = place / f"{table}.parquet"
    return pq.read_table(file)[name].to_pylist() if file.is_file() else []


def test_the_rows_of_a_municipality_stand_together(told, tmp_path: Path) -> None:
    made = taken(tmp_path / "shot")
    assert made == snapshot.read(tmp_path / "shot")
    assert made.rows() == {name: live.rows(name).count() for name in schema.TABLES}
    order = [*made.municipalities, ""]
    assert "4220" in made.municipalities
    for one in made.files:
        numbers = column(tmp_path / "shot", one.table, "municipality")
        assert len(numbers) == one.rows
        places = [order.index(number) for number in numbers]
        assert places == sorted(places) or places == sorted(places, key=lambda place: (place != len(order) - 1, place))
    assert (made.day, made.version) == (TODAY, schema.VERSION)
    assert made.first_day == min(row[4] for row in live.rows("person"))


def test_nothing_anybody_is_known_by_is_in_it(told, tmp_path: Path) -> None:
    taken(tmp_path / "shot")
    everything = b"".join(path.read_bytes() for path in sorted((tmp_path / "shot").rglob("*")) if path.is_file())
    text = everything.decode("latin-1")
    for person in told:
        assert person.pk.hex not in text
        assert str(person.pk) not in text
    for name in ("Haugen", "Siri", "Skjult", "Ingunn", "Bygland", "Løyndevegen"):
        assert name not in text
    for table in schema.TABLES.values():
        for one in table.columns:
            if one.is_key:
                keys = column(tmp_path / "shot", table.name, one.name)
                assert all(isinstance(key, int) or re.fullmatch("([0-9a-f]{32})?", key or "") for key in keys), f"{table.name}.{one.name}"


def test_keys_lead_within_a_snapshot_and_never_between_two(told, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    taken(one), taken(other)
    persons = set(column(one, "person", "person"))
    assert set(column(one, "goal", "plan_id")) <= set(column(one, "plan", "id"))
    for table in schema.TABLES.values():
        if table.about == "person":
            assert set(column(one, table.name, "person")) <= persons
    assert not persons & set(column(other, "person", "person"))
    assert Counter(column(one, "goal", "since")) == Counter(column(other, "goal", "since"))


def test_who_is_strictly_protected_is_in_no_municipality_nor_found_by_her_workers(told, tmp_path: Path) -> None:
    taken(tmp_path / "shot")
    rows = pq.read_table(tmp_path / "shot" / "coordination.parquet").to_pylist()
    hidden = {row["staff"] for row in rows if not row["municipality"]}
    seen = {row["id"] for row in pq.read_table(tmp_path / "shot" / "unit.parquet").to_pylist()}
    for file in (tmp_path / "shot").glob("*.parquet"):
        seen |= {row.get("staff") for row in pq.read_table(file).to_pylist() if row["municipality"]}
    assert hidden
    assert not hidden & seen
    assert {*column(tmp_path / "shot", "person", "municipality")} >= {"", "4220"}


def test_all_of_it_or_nothing(told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = live.rows, []

    def fails(table: str, *only: Any) -> Any:
        calls.append(table)
        if len(calls) == 30:
            raise RuntimeError("the disk is full")
        return real(table, *only)

    monkeypatch.setattr(live, "rows", fails)
    with pytest.raises(RuntimeError):
        taken(tmp_path / "shot")
    assert list(tmp_path.iterdir()) == []


@FILES
def test_a_directory_with_something_in_it_is_left_as_it_is(told, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Mitt")
    with pytest.raises(Broken, match="not empty"):
        taken(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@FILES
@pytest.mark.parametrize("harm", ["missing", "cut", "changed", "swapped"])
def test_a_broken_file_is_refused_by_its_name(told, tmp_path: Path, harm: str) -> None:
    taken(tmp_path / "shot")
    file = tmp_path / "shot" / "goal.parquet"
    content = file.read_bytes()
    if harm == "missing":
        file.unlink()
    elif harm == "swapped":
        file.write_bytes((tmp_path / "shot" / "plan.parquet").read_bytes())
    else:
        file.write_bytes(content[:-5] if harm == "cut" else content[:40] + bytes([content[40] ^ 1]) + content[41:])
    with pytest.raises(Broken, match=r"goal\.parquet"):
        snapshot.read(tmp_path / "shot")


@pytest.mark.parametrize(
    ("said", "why"),
    [("", "cannot be read"), ("{}", "cannot be read"), (None, "no whole snapshot"),
     ('{"version": 99, "day": "2026-01-01", "first_day": null, "files": []}', "version 99")],
)  # fmt: skip
def test_a_manifest_that_says_nothing_is_refused(tmp_path: Path, said: str | None, why: str) -> None:
    if said is not None:
        (tmp_path / "manifest.json").write_text(said)
    with pytest.raises(Broken, match=why):
        snapshot.read(tmp_path)


@FILES
def test_a_manifest_leads_nowhere_else(told, tmp_path: Path) -> None:
    taken(tmp_path / "shot")
    path = tmp_path / "shot" / "manifest.json"
    kept = json.loads(path.read_text())
    kept["files"][0]["file"] = "../outside.parquet"
    path.write_text(json.dumps(kept))
    with pytest.raises(Broken, match="no table"):
        snapshot.read(tmp_path / "shot")


@FILES
def test_the_command_says_how_far_it_has_come_and_what_it_made(told, tmp_path: Path) -> None:
    out, err = StringIO(), StringIO()
    call_command("snapshot", str(tmp_path / "shot"), stdout=out, stderr=err)
    assert "3 persons" in out.getvalue()
    assert "municipality 4220" in err.getvalue()
    with pytest.raises(CommandError, match="not empty"):
        call_command("snapshot", str(tmp_path / "shot"), stdout=out, stderr=err)
