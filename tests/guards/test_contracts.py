"""Each import contract holds, and fails when somebody breaks it: a copy of the package gets one bad line at a time."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

BREAKS = {
    # contract: (file that gets the line, the line)
    "Everything points down": ("helhet/people/rules.py", "import helhet.web.clock"),
    "Inside an app: actions, then queries, then models, then rules": ("helhet/people/models.py", "import helhet.people.queries"),
    "Rules are plain Python": ("helhet/people/rules.py", "import django.conf"),
    "No page and no message touches a table": ("helhet/web/persons.py", "import helhet.people.models"),
    "Only access reads its own tables": ("helhet/cases/queries/__init__.py", "import helhet.access.models"),
    "What if knows numbers, and neither the record nor a database": ("helhet/capacity/model.py", "import helhet.record.schema"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts, where they can be broken."""
    place = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "helhet", place / "helhet", ignore=shutil.ignore_patterns("static", "__pycache__", "locale"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def _lint(place: Path) -> str:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(place), "PATH": ""})
    return done.stdout + done.stderr


def test_each_contract_is_broken_below() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {one["name"] for one in told["tool"]["importlinter"]["contracts"]} == set(BREAKS)


def test_the_contracts_hold(copy: Path) -> None:
    said = _lint(copy)
    assert "0 broken" in said, said
    for contract in BREAKS:
        assert f"{contract} KEPT" in said


@pytest.mark.parametrize("contract", BREAKS)
def test_a_contract_fails_when_it_is_broken(copy: Path, contract: str) -> None:
    name, line = BREAKS[contract]
    file = copy / name
    whole = file.read_text(encoding="utf-8")
    file.write_text(f"{whole}\n{line}\n", encoding="utf-8")
    try:
        assert f"{contract} BROKEN" in _lint(copy)
    finally:
        file.write_text(whole, encoding="utf-8")


def test_a_new_room_outside_the_layers_is_refused(copy: Path) -> None:
    room = copy / "helhet" / "utils"
    room.mkdir()
    (room / "__init__.py").write_text("")
    try:
        assert "BROKEN" in _lint(copy) or "utils" in _lint(copy)
    finally:
        shutil.rmtree(room)
