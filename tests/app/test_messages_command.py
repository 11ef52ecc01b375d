"""`helhet messages`: one line a file, receipts where they belong, nothing else on standard output; killed, it begins again."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from shutil import copy

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from lxml import etree

from helhet.handover.models import Admission, IncomingMessage, MessageAddress
from tests import kept
from tests.sent import ANOTHER, Sent, make_known

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three messages, the last sent first, and one that is broken."""
    place = tmp_path / "inn"
    place.mkdir()
    (place / "a.xml").write_bytes(bytes(Sent(kind="ready", msg_id="m-2", sent="2026-11-10T08:08:00+01:00")))
    (place / "b.xml").write_bytes(bytes(Sent()))
    (place / "c.xml").write_bytes(bytes(Sent(number=ANOTHER, given="Hemmelig", msg_id="m-3")))
    (place / "d.txt").write_bytes(b"<broken")
    (place / ".half-written").write_bytes(b"<")
    return place


def _run(capsys, *args: str) -> tuple[int, list[dict], str]:
    code = 0
    try:
        call_command("messages", "receive", *args, "--json")
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_one_line_a_file_in_the_order_they_were_sent_with_receipts_beside(house, folder, capsys) -> None:
    make_known(house)
    code, lines, errors = _run(capsys, str(folder))
    assert (code, errors) == (1, "")
    assert [(line["file"], line["type"], line["id"], line["outcome"]) for line in lines] == [
        ("b.xml", "LOG_INNLAGT", "m-1", "accepted"),
        ("c.xml", "LOG_INNLAGT", "m-3", "unknown-person"),
        ("a.xml", "LOG_UTSKRIVNINGSKLAR", "m-2", "accepted"),
        ("d.txt", None, None, "rejected"),
    ]
    assert all(set(line) == {"file", "type", "id", "outcome", "receipt", "reasons"} for line in lines)
    assert [line["receipt"] and Path(line["receipt"]).name for line in lines] == ["b.apprec.xml", "c.apprec.xml", "a.apprec.xml", None]
    assert sorted(path.name for path in (folder / "receipts").iterdir()) == ["a.apprec.xml", "b.apprec.xml", "c.apprec.xml"]
    assert etree.parse(lines[0]["receipt"]).getroot().tag.endswith("AppRec")
    assert lines[3]["reasons"] == ["T01: Filen er ikke gyldig XML: noe er galt på linje 1."]


def test_the_second_run_changes_nothing_and_writes_the_same_receipts(house, folder, capsys) -> None:
    make_known(house)
    _run(capsys, str(folder))
    before = {path.name: path.read_bytes() for path in (folder / "receipts").iterdir()}
    rows = list(Admission.objects.values()), list(IncomingMessage.objects.values())
    for path in (folder / "receipts").iterdir():
        path.unlink()
    code, lines, _ = _run(capsys, str(folder))
    assert (code, {line["outcome"] for line in lines}) == (0, {"duplicate"})
    assert {path.name: path.read_bytes() for path in (folder / "receipts").iterdir()} == before
    assert (list(Admission.objects.values()), list(IncomingMessage.objects.values())) == rows


def test_what_is_no_ordinary_file_is_passed_over_and_said(house, folder, tmp_path, capsys) -> None:
    make_known(house)
    (tmp_path / "elsewhere.xml").write_bytes(bytes(Sent(msg_id="m-9")))
    (folder / "e.xml").symlink_to(tmp_path / "elsewhere.xml")
    (folder / "f.xml").symlink_to(tmp_path / "nowhere.xml")
    os.mkfifo(folder / "g.xml")
    (folder / "archive").mkdir()
    _, lines, errors = _run(capsys, str(folder))
    assert {line["file"] for line in lines} == {"a.xml", "b.xml", "c.xml", "d.txt"}
    assert errors.splitlines() == ["Ikke vanlige filer, hoppet over: e.xml, f.xml, g.xml."]


def test_nothing_it_says_names_anybody(house, folder, capsys) -> None:
    code, lines, errors = _run(capsys, str(folder))
    said = json.dumps(lines, ensure_ascii=False) + errors
    for word in ("Hemmelig", "Lauvdal", "Odd", ANOTHER):
        assert word not in said


def test_people_read_the_same_in_plain_words(house, folder, capsys) -> None:
    with pytest.raises(SystemExit):
        call_command("messages", "receive", str(folder))
    said = capsys.readouterr().out
    assert "b.xml: noen må finne hvem det er" in said
    assert said.splitlines()[-1] == "4 filer. 3 noen må finne hvem det er, 1 avvist."


def test_receipts_go_where_they_are_told(house, folder, tmp_path, capsys) -> None:
    _, lines, _ = _run(capsys, str(folder), "--receipts", str(tmp_path / "kvitteringer"))
    assert Path(lines[0]["receipt"]).parent == tmp_path / "kvitteringer"
    assert not (folder / "receipts").exists()


def test_a_folder_that_cannot_be_written_in_is_said_and_the_receipts_are_kept_with_our_data(
    house, folder, tmp_path, capsys, settings
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    (folder / "receipts").write_text("a file where the folder should be")
    _, lines, errors = _run(capsys, str(folder))
    assert Path(lines[0]["receipt"]).parent == tmp_path / "data" / "receipts"
    assert "Kvitteringene legges i" in errors


@pytest.mark.parametrize(
    "args",
    [("{folder}/none",), ("{folder}", "--municipality", "Oslo"), ("{folder}", "--receipts", "/proc/none")],
    ids=["no such folder", "no such municipality", "nowhere to write"],
)
def test_wrong_use_is_refused_before_anything_is_read(house, folder, args) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("messages", "receive", *(one.format(folder=folder) for one in args))
    assert refused.value.returncode == 2
    assert not IncomingMessage.objects.exists()


def test_a_municipality_takes_what_no_address_leads_to(house, tmp_path, capsys) -> None:
    make_known(house)
    (tmp_path / "a.xml").write_bytes(bytes(Sent(to="77777")))
    _, lines, _ = _run(capsys, str(tmp_path), "--municipality", "Bygland", "--receipts", str(tmp_path / "r"))
    assert [line["outcome"] for line in lines] == ["accepted"]


def test_an_address_is_added_for_the_coordinating_unit(house, capsys) -> None:
    call_command("messages", "address", "70 707", "--municipality", "4220", "--name", "Bygland kommune", "--organisation")
    row = MessageAddress.objects.get(her_id="70707")
    assert (row.unit, row.is_whole) == (house.units["ke"], True)
    assert "70 707 fører nå til Koordinerende enhet Setesdal." in capsys.readouterr().out


def test_a_receipt_is_written_whole_or_not_at_all(house, folder, capsys, monkeypatch) -> None:
    def fails(self: Path, target: Path) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="no room"):
        _run(capsys, str(folder))
    assert not list((folder / "receipts").glob("*.apprec.xml"))


_BUILD = """
from helhet.demo import cast
from tests.sent import make_known
make_known(cast.build_house())
"""
_COUNT = """
from helhet.access import log
from helhet.handover.models import Admission, IncomingMessage
print(Admission.objects.count(), IncomingMessage.objects.count(), len(list(log.verify())))
"""


def _helhet(home: Path, *args: str, **given) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "HELHET_DATA_DIR": str(home),
        "HELHET_DATABASE_URL": f"sqlite:///{home}/a.sqlite3",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(ROOT / "manage.py"), *args]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, **given)


def test_killed_in_the_middle_nothing_is_half_done_and_the_next_run_finishes(tmp_path: Path) -> None:
    folder = tmp_path / "inn"
    folder.mkdir()
    for number in range(12):
        sent = f"2026-11-{1 + number // 24:02}T{number % 24:02}:00:00+01:00"
        kind = "ready" if number % 2 else "withdrawn"
        (folder / f"{number:02}.xml").write_bytes(bytes(Sent(kind=kind, msg_id=f"m-{number}", sent=sent)))
    copy(kept.sqlite(), tmp_path / "a.sqlite3")
    built = _helhet(tmp_path, "shell", "-c", _BUILD)
    assert built.returncode == 0, built.stderr
    environment = {**os.environ, "HELHET_DATA_DIR": str(tmp_path), "HELHET_DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3"}
    command = [sys.executable, str(ROOT / "manage.py"), "messages", "receive", str(folder), "--json"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        told = [json.loads(running.stdout.readline()) for _ in range(4)]
        running.send_signal(signal.SIGKILL)
    again = [json.loads(line) for line in _helhet(tmp_path, "messages", "receive", str(folder), "--json").stdout.splitlines()]
    outcomes = {line["file"]: line["outcome"] for line in again}
    assert len(again) == 12
    assert {outcomes[line["file"]] for line in told} == {"duplicate"}
    assert set(outcomes.values()) == {"duplicate", "accepted"}
    assert len(list((folder / "receipts").glob("*.apprec.xml"))) == 12
    assert _helhet(tmp_path, "shell", "-c", _COUNT).stdout.split()[-3:] == ["1", "12", "0"]
