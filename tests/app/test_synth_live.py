"""Synthetic Norway in the live database says what its snapshot says, keys apart, and only ever among invented people."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from helhet.access import queries as access
from helhet.access.log import verify
from helhet.demo import mark
from helhet.demo.synth import nation
from helhet.demo.synth.columns import counted
from helhet.demo.synth.live.drawn import key_of
from helhet.demo.synth.live.fill import NotHere, fill
from helhet.demo.synth.live.home import username
from helhet.demo.synth.nation import Asked, write
from helhet.demo.synth.world import figures
from helhet.journal.models import Note
from helhet.mapping.models import Instrument
from helhet.organisation.models import Municipality, Staff
from helhet.oversight.criteria import ALL
from helhet.oversight.verdicts import judge
from helhet.people.models import Identifier, Person
from helhet.people.rules import Grade
from helhet.record import schema
from helhet.record.engines import ON as DAY
from helhet.record.engines import TABLES, Question, Snapshot, snapshot
from helhet.statistics.facts import work_of
from helhet.statistics.queries import work_here
from helhet.statistics.work import Work
from tests.oracle.evaluator import Evaluator

ON = date(2026, 11, 10)
SETESDAL = Asked("setesdal", 120, 6, 3, ON, elsewhere=False)
LIVED = Asked("setesdal", 60, 4, 8, ON, elsewhere=False)
SOME = Asked("setesdal", 40, 3, 3, ON)
FEW = Asked("setesdal", 12, 2, 4, ON)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_."
pytestmark = pytest.mark.django_db
DRAWN = pytest.mark.soaked("what is drawn is the same, and is read back on both above")


@pytest.fixture
def nobody(db) -> None:
    """An empty database: the municipalities and instruments that ship with the product, and nobody."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("helhet.") and model not in (Municipality, Instrument):
            model._base_manager.all()._raw_delete(connection.alias)
    Municipality.objects.update(takes_part=False)


@cache
def live_key(word: str, seed: int) -> str:
    """The key in the live database of what a snapshot calls this."""
    number = int(word) % 2**64 if word.lstrip("-").isdigit() and len(word) > 11 else sum(
        _LETTERS.index(letter) << 6 * place for place, letter in enumerate(reversed(word))
    )  # fmt: skip
    place = int(counted(np.array([number], dtype=np.uint64), seed=seed)[0])
    return key_of(seed, place >> 40, place >> 34 & 63, place & 2**34 - 1)


def as_drawn(shot: Snapshot, table: str, seed: int) -> list[dict[str, Any]]:
    """The rows of a table in the snapshot, under the keys they have live."""
    keys = {one.name for one in schema.TABLES[table].columns if one.is_key and one.name != "municipality"}
    return [
        {name: live_key(value, seed) if name in keys and value else value for name, value in row.items()}
        for row in shot.ask(shot[table], on=ON)
    ]


def both(shot: Snapshot, table: str, seed: int) -> tuple[Counter[Any], Counter[Any]]:
    """The rows of a table in the snapshot, under the keys they have live, and those of the live database."""
    return Counter(tuple(row.values()) for row in as_drawn(shot, table, seed)), Counter(
        tuple(row.values()) for row in Question(TABLES[table]).ask(on=ON)
    )


def test_every_table_and_column_reads_back_as_the_snapshot_has_it_and_every_verdict_with_it(nobody, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(figures()["assumed"]["house"], "events", 100)  # serious events are rare, and the persons few
    write(tmp_path / "shot", SETESDAL, progress=lambda _: None)
    shot = snapshot(tmp_path / "shot")
    assert fill(SETESDAL, progress=lambda _: None) == 120
    seen = 0
    for table in schema.TABLES:
        drawn, live = both(shot, table, SETESDAL.seed)
        assert (drawn - live, live - drawn) == (Counter(), Counter()), table
        assert drawn or table not in ("housing", "activity", "feedback", "housing_need", "agreement", "serious_event"), table
        seen += drawn.total()
    assert seen == sum(shot.manifest.rows().values()) > 120 * 40

    for number in ("4219", "4222"):
        assert _posts(work_of(tmp_path / "shot", number)) == _posts(one for one in work_here(ON) if one.municipality == number), number

    judged = judge(TABLES, ON, ALL, data_from=shot.manifest.first_day, as_of=ON)
    verdicts = [
        Counter((row["criterion"], row["municipality"], row["state"], row["by"], row["late"]) for row in rows)
        for rows in (shot.ask(judged, on=ON), Question(judged).ask(on=ON))
    ]
    assert verdicts[0] == verdicts[1]
    assert {criterion for criterion, *_ in verdicts[0]} >= {
        "IP-1",
        "KO-1",
        "VE-1",
        "PÅ-1",
        "UT-1",
        "DO-1",
        "LO-2",
        "BO-2",
        "AV-1",
        "LE-1",
        "LE-3",
    }


def test_the_live_database_says_what_the_plain_evaluator_says_of_what_was_drawn(nobody, tmp_path: Path) -> None:
    """Of the rows as they were drawn, not as they are read back: for everybody at once, for a few, and for one municipality."""
    write(tmp_path / "shot", LIVED, progress=lambda _: None)
    shot = snapshot(tmp_path / "shot")
    fill(LIVED, progress=lambda _: None)
    records = {table: as_drawn(shot, table, LIVED.seed) for table in schema.TABLES}
    judged = Question(judge(TABLES, ON, ALL, day=DAY))
    persons = list(Person.objects.values_list("pk", flat=True))
    for on in (ON, date(2026, 7, 1)):
        expected = Evaluator(records, on).verdicts()
        assert len(expected) > 1_000
        assert _told(judged.ask(on=on)) == expected
        assert _told(judged.ask(on=on, persons=persons)) == expected
        valle = [row for row in judged.ask_in("4221", on=on) if row["person"]]
        of_valle = {row["person"] for row in records["person"] if row["municipality"] == "4221"}
        subjects = {row["id"] for name, table in schema.TABLES.items() if table.about == "person" and name != "person"
                    for row in records[name] if row["person"] in of_valle} | of_valle  # fmt: skip
        assert _told(valle) == {key: said for key, said in expected.items() if key[1] in subjects}


def _told(rows: Iterable[Any]) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {(row["criterion"], row["subject"]): tuple(row[name] for name in ("state", "by", "since", "late", "missing")) for row in rows}


def _posts(work: Iterable[Work] | None) -> Counter[Any]:
    """Every share of a post, but for what only one of the two knows: its key, its title, and who judged what it is aimed at."""
    of = ("percent", "age_group", "problem", "area", "education", "lived_experience", "shared", "vacant")
    found = Counter(tuple(getattr(one, name) for name in of) for one in work or ())
    assert found
    return found


@DRAWN
def test_who_is_in_no_municipality_of_the_record_lives_in_one_and_is_strictly_protected(nobody, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(nation, "populations", lambda: {"0301": 700_000, "4221": 1200})
    asked = Asked("all", 600, 1, 2, ON)
    fill(asked, progress=lambda _: None)
    strict = Person.objects.get(grade=Grade.STRICT)
    assert strict.municipality_id == "0301"
    write(tmp_path / "shot", asked, progress=lambda _: None)
    shot = snapshot(tmp_path / "shot")
    for table in ("person", "enquiry", "case", "coordination", "access", "contact", "unit", "house"):
        drawn, live = both(shot, table, asked.seed)
        assert drawn == live, table
    # Whoever helps her works somewhere, and the snapshot does not tell where.
    drawn, live = both(shot, "worker", asked.seed)
    assert (drawn - live, (live - drawn).total()) == (Counter(), 1)


@DRAWN
def test_a_coordinator_signs_in_and_opens_her_persons(nobody) -> None:
    fill(SOME, progress=lambda _: None)
    account = access.account_named(username("4219", SOME.seed))
    assert account
    browser = Client()
    browser.force_login(account, backend="helhet.web.backend.Accounts")
    rows = Question(TABLES["coordination"]).ask(on=ON)
    held = [row["person"] for row in rows if row["staff"] == account.staff_id.hex and row["until"] is None]
    assert held
    listed = browser.get("/personer/").content.decode()
    for person in Person.objects.filter(pk__in=held)[:6]:
        assert person.family in listed
        for page in ("", "plan/", "journal/", "kartlegging/"):
            assert browser.get(f"/personer/{person.pk}/{page}").status_code == 200, page
    assert browser.get("/").status_code == 200


@DRAWN
def test_numbers_are_synthetic_signed_notes_hold_and_nothing_is_in_the_log(nobody) -> None:
    fill(SOME, progress=lambda _: None)
    numbers = list(Identifier.objects.values_list("value", flat=True))
    assert numbers
    assert all(81 <= int(number[2:4]) <= 92 for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert all(note.holds for note in Note.objects.exclude(signed_at=None)[:200])
    assert list(verify()) == []


@DRAWN
def test_the_same_draw_again_changes_nothing_and_the_seed_of_another_is_refused(nobody) -> None:
    assert fill(FEW, progress=lambda _: None) == 12
    said: list[str] = []
    assert fill(FEW, progress=said.append) == 0
    assert all("is there already" in line for line in said)
    assert Person.objects.count() == 12
    with pytest.raises(NotHere, match=r"Seed 4 has been drawn here already \(setesdal, 12 persons"):
        fill(Asked("setesdal", 13, 2, 4, ON), progress=lambda _: None)
    assert fill(Asked("setesdal", 13, 2, 5, ON), progress=lambda _: None) == 13
    assert (mark.is_demo(), mark.told_on()) == (True, ON)


def test_where_real_people_are_nothing_is_written(house) -> None:
    before = (Person.objects.count(), Staff.objects.count())
    err = StringIO()
    with pytest.raises(CommandError, match="not for invented people"):
        call_command("synth", "--persons", "12", "--into-db", stderr=err)
    assert (Person.objects.count(), Staff.objects.count()) == before


@DRAWN
def test_the_command_wants_one_place_to_put_them(nobody, tmp_path: Path) -> None:
    for places in ((), ("--into-db", "--out", str(tmp_path / "x"))):
        with pytest.raises(CommandError, match="--out"):
            call_command("synth", "--persons", "12", *places, stdout=StringIO(), stderr=StringIO())
    out, err = StringIO(), StringIO()
    call_command("synth", "--persons", "12", "--years", "1", "--on", str(ON), "--into-db", stdout=out, stderr=err)
    assert "12 invented persons" in out.getvalue()
    assert "koordinator-4219-1" in out.getvalue()
    assert "4 of 4 municipalities" in err.getvalue()
