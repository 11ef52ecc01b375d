"""The report on a day: the same data give the same bytes, what is changed is found, and what was never known is not called kept."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from helhet.demo.stories import odd_arne, siri
from helhet.demo.telling import Teller
from helhet.journal.models import Note
from helhet.organisation.models import new_key
from helhet.oversight.report import judged as judging
from helhet.oversight.report import package
from helhet.oversight.rules import State
from helhet.people.models import ChildrenAsked, Person
from helhet.people.rules import Grade
from helhet.web import paper
from tests.conftest import NOW, settled

TODAY = "2026-11-10"
FILES = pytest.mark.one_database("what stands in the files, and what is wrong with them, is the same on any database")
BYGLAND = "4220"


@pytest.fixture(scope="module")
def _persons(stays):
    """Siri and Odd Arne, with everything told about them."""
    teller = Teller(stays, NOW)
    told = siri(teller), odd_arne(teller)
    settled()
    return told


@pytest.fixture
def persons(_persons, db):
    """The same for each test, whose own rows are rolled back."""
    return _persons


@pytest.fixture(autouse=True)
def _one_way_to_paper(monkeypatch) -> None:
    """The paper itself is held against itself in one test; elsewhere it is the page's own bytes, which is quick."""
    monkeypatch.setattr(paper, "pdf", lambda html: b"%PDF " + hashlib.sha256(html.encode()).digest())


def report(out: Path, *, on: str = TODAY, number: str = BYGLAND) -> dict[str, Any]:
    call_command("oversight", "report", "--municipality", number, "--on", on, "--out", str(out), "--json")
    said: dict[str, Any] = json.loads((out / "manifest.json").read_text())
    return said


def rows(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(out / package.VERDICTS).to_pylist()
    return found


def verify(out: Path, capsys) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    try:
        call_command("oversight", "verify", str(out), "--json")
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_same_data_give_the_same_bytes_and_verify_says_so(persons, tmp_path, capsys) -> None:
    report(tmp_path / "a")
    first = json.loads(capsys.readouterr().out)
    report(tmp_path / "b")
    captured = capsys.readouterr()
    assert json.loads(captured.out) == first, "one line, and the same hashes"
    assert captured.out.count("\n") == 1
    assert {one.name for one in (tmp_path / "a").iterdir()} == {*first["files"]}
    for name, digest in first["files"].items():
        assert hashlib.sha256((tmp_path / "a" / name).read_bytes()).hexdigest() == digest
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    assert verify(tmp_path / "a", capsys) == (0, [{"grounds": 0, "files": 0, "verdicts": 0}])


@FILES
def test_paper_is_the_same_bytes_a_second_later(monkeypatch, db) -> None:
    monkeypatch.undo()
    page = (
        "<html lang='nb'><head><title>x</title><link rel='stylesheet' href='vendor/print-fonts.css'></head><body>Plan § 7-1</body></html>"
    )
    first = paper.pdf(page)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert paper.pdf(page) == first


def test_one_changed_record_changes_exactly_the_verdicts_it_should(persons, tmp_path, capsys) -> None:
    report(tmp_path / "a")
    before = {(one["criterion"], one["person"], one["subject"]): one for one in rows(tmp_path / "a")}
    asked = ChildrenAsked.objects.filter(person=persons[0]).order_by("-at")
    assert asked.update(at=asked[0].at.replace(year=2024)) >= 1
    status, told = verify(tmp_path / "a", capsys)
    turned = [one for one in told if "criterion" in one]
    assert status == 1
    assert [one["criterion"] for one in turned] == ["PÅ-1"]
    assert (turned[0]["was"].split()[0], turned[0]["is"].split()[:2]) == ("met", ["breached", "since"])
    assert {one["file"] for one in told if "file" in one} == {"report.html", "report.pdf", "verdicts.parquet", "verdicts.xlsx"}
    report(tmp_path / "b")
    after = {(one["criterion"], one["person"], one["subject"]): one for one in rows(tmp_path / "b")}
    assert before.keys() == after.keys(), "nobody got another key"
    assert [key[0] for key in before if before[key] != after[key]] == ["PÅ-1"]


@FILES
def test_a_new_record_brings_its_own_verdicts_and_no_others(persons, tmp_path, capsys) -> None:
    report(tmp_path / "a")
    note = Note.objects.filter(person=persons[0]).first()
    note.pk, note.signed_at, note.digest, note.corrects, note._state.adding = new_key(), None, "", None, True
    note.save()
    _, told = verify(tmp_path / "a", capsys)
    turned = [one for one in told if "criterion" in one]
    assert {one["was"] for one in turned} == {""}
    assert len({one["subject"] for one in turned}) == 1
    assert {one["criterion"][:2] for one in turned} == {"DO"}


@FILES
def test_the_key_of_a_report_is_of_its_municipality_and_day_and_of_the_installation() -> None:
    about = [("x", BYGLAND, "2026-11-10"), ("x", BYGLAND, "2026-11-09"), ("x", "4219", "2026-11-10"), ("y", BYGLAND, "2026-11-10")]
    assert len({judging.pseudonym_key(secret, *rest) for secret, *rest in about}) == len(about)
    assert judging.pseudonym_key(*about[0]) == judging.pseudonym_key(*about[0])


@FILES
def test_nobody_is_named_and_no_key_of_the_database_is_there(persons, tmp_path) -> None:
    report(tmp_path / "a")
    text = b"".join((tmp_path / "a" / name).read_bytes() for name in ("manifest.json", "report.html", "verdicts.parquet")).decode(
        errors="ignore"
    )
    for person in persons:
        assert person.family not in text
        assert person.given not in text
        assert str(person.pk) not in text
        assert person.pk.hex not in text
    told = {one["person"] for one in rows(tmp_path / "a")}
    report(tmp_path / "b", on="2026-11-09")
    told -= {None}  # what is asked of the municipality itself is about nobody
    assert not told & {one["person"] for one in rows(tmp_path / "b")}, "the keys of two days must not meet"


def test_whoever_has_a_strictly_protected_address_is_left_out(persons, tmp_path) -> None:
    whole = report(tmp_path / "a")["counts"]["persons"]
    Person.objects.filter(pk=persons[0].pk).update(grade=Grade.STRICT)
    assert report(tmp_path / "b")["counts"]["persons"] == whole - 1


@FILES
def test_a_day_before_the_data_cannot_be_judged_and_nothing_is_called_met(persons, tmp_path) -> None:
    said = report(tmp_path / "a", on="2015-01-02")
    assert {one["state"] for one in rows(tmp_path / "a")} <= {"cannot"}
    assert said["counts"]["met"] == said["counts"]["breached"] == 0
    assert {one["unreached"] for one in said["criteria"].values()} == {"before_data"}
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    assert "dagen er før" in page.lower() or "dagen er før" in page or "før opplysningane byrjar" in page


@FILES
def test_the_manifest_says_what_the_package_stands_on(persons, tmp_path) -> None:
    said = report(tmp_path / "a")
    assert said["day"] == TODAY
    assert said["municipality"]["number"] == BYGLAND
    assert said["law"]["read_on"] == "2026-07-02"
    assert said["law"]["paragraphs"]["IPF § 9"]["since"] == "2022-08-01"
    assert len(said["rules"]["sha256"]) == 64
    assert said["helhet"]
    assert said["criteria"]["IP-7"]["since"] == "2022-08-01"
    counted = sum(said["counts"][state] for state in State)
    assert counted == said["counts"]["verdicts"] == len(rows(tmp_path / "a"))
    assert "2026-11-10T" not in json.dumps(said), "no hour of its own making"


@FILES
@pytest.mark.parametrize(
    ("number", "on", "reason"),
    [
        ("9999", TODAY, "No municipality here has the number or name «9999»."),
        (BYGLAND, "10.11.2026", "«10.11.2026» is no day."),
        (BYGLAND, "2026-02-30", "«2026-02-30» is no day."),
        (BYGLAND, "2026-11-11", "2026-11-11 has not been yet"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(house, tmp_path, number: str, on: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason.replace(".", r"\.")) as refused:
        report(tmp_path / "a", on=on, number=number)
    assert refused.value.returncode == 2
    assert not (tmp_path / "a").exists()


@FILES
def test_a_directory_with_something_in_it_is_refused_and_left_as_it_was(house, tmp_path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="it is not empty"):
        report(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


@FILES
@pytest.mark.parametrize("name", ["manifest.json", "report.html", "report.pdf", "verdicts.parquet", "verdicts.xlsx"])
def test_a_file_that_is_missing_or_changed_is_refused_by_its_name(persons, tmp_path, name: str) -> None:
    report(tmp_path / "a")
    whole = (tmp_path / "a" / name).read_bytes()
    for content in (b"", whole[:-7], None):
        (tmp_path / "a" / name).unlink(missing_ok=True)
        if content is not None:
            (tmp_path / "a" / name).write_bytes(content)
        with pytest.raises(CommandError, match=name.replace(".", r"\.")) as refused:
            call_command("oversight", "verify", str(tmp_path / "a"))
        assert refused.value.returncode == 1


@FILES
def test_a_forged_manifest_is_found_out_by_making_it_again(persons, tmp_path, capsys) -> None:
    """Whoever changes a verdict and its hash has a package that holds together, and is still not what the record says."""
    report(tmp_path / "a")
    path, told = tmp_path / "a" / package.VERDICTS, rows(tmp_path / "a")
    first = next(one for one in told if one["state"] == "breached")
    first["state"] = "met"
    pq.write_table(pq.read_table(path).schema.empty_table().from_pylist(told, schema=pq.read_schema(path)), path)
    said = json.loads((tmp_path / "a" / "manifest.json").read_text())
    said["files"][package.VERDICTS]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (tmp_path / "a" / "manifest.json").write_text(json.dumps(said))
    status, found = verify(tmp_path / "a", capsys)
    assert status == 1
    assert [(one["criterion"], one["person"]) for one in found if "criterion" in one] == [(first["criterion"], first["person"])]
    assert {"file": package.VERDICTS} in found


@FILES
def test_a_file_that_does_not_belong_there_is_told(persons, tmp_path) -> None:
    report(tmp_path / "a")
    (tmp_path / "a" / "extra.txt").write_text("x")
    with pytest.raises(CommandError, match=r"extra\.txt: the file is no part of the package"):
        call_command("oversight", "verify", str(tmp_path / "a"))


@FILES
def test_a_criterion_not_yet_the_law_is_not_asked(persons, tmp_path) -> None:
    said = report(tmp_path / "a", on="2026-06-30")
    assert "PÅ-2" in said["not_law"]
    assert "PÅ-2" not in said["criteria"]
    assert date.fromisoformat(said["day"]) < date(2026, 7, 1)
