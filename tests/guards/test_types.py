"""The check of types sees the whole product: each kind of fault that has hurt us is put in, and found where it would have hurt."""

import re
import shutil
import subprocess

import check
import pytest

ROOT = check.ROOT
_TRUSTING = "\n\nfrom nowhere import Trusted\n\n\nclass Odd(Trusted):\n    pass\n"

FAULTS = {
    # fault: (file, what stands there, what stands there instead, where it is found, what is said)
    "a parameter is renamed, and a page calls it as before": (
        "helhet/people/queries.py", 'opening: Opening, *, search: str = ""', 'opening: Opening, *, wanted: str = ""',
        "helhet/web/persons.py", 'Unexpected keyword argument "search" for "list_persons"',
    ),
    "a page gives a thing what the thing does not have": (
        "helhet/access/looks.py", "    opened: bool = False", "    was_opened: bool = False",
        "helhet/web/person.py", '"Look" has no attribute "opened"',
    ),
    "what may be missing is used as if it were there": (
        "helhet/web/plans.py", "    if shown is None:\n        raise NotVisible\n", "",
        "helhet/web/plans.py", 'has incompatible type "Shown | None"',
    ),
    "a script calls what is no longer there": (
        "scripts/check.py", "def run(commands", "def ran(commands", "scripts/suite.py", 'Module has no attribute "run"',
    ),
    "a rule stands on what has no types": (
        "helhet/people/rules.py", "", _TRUSTING, "helhet/people/rules.py", 'Class cannot subclass "Trusted"',
    ),
    "a rule in a folder of rules stands on what has no types": (
        "helhet/organisation/rules/posts.py", "", _TRUSTING, "helhet/organisation/rules/posts.py", 'Class cannot subclass "Trusted"',
    ),
    "what-if stands on what has no types": (
        "helhet/capacity/steps.py", "", _TRUSTING, "helhet/capacity/steps.py", 'Class cannot subclass "Trusted"',
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the check says with all the faults in it at once: they are read instead of the files, and nothing is written there."""
    place = tmp_path_factory.mktemp("types")
    shadows = []
    for number, (name, stands, instead, _, _) in enumerate(FAULTS.values()):
        whole = (ROOT / name).read_text(encoding="utf-8")
        assert not stands or whole.count(stands) == 1, f"{name} no longer says «{stands.strip()}»: break it otherwise."
        broken = place / f"{number}.py"
        faulty = whole.replace(stands, instead) if stands else whole + instead
        # Of the same length as the file it stands for, mypy takes it for what it remembers.
        broken.write_text(f"{faulty}\n# broken by a test\n", encoding="utf-8")
        shadows += ["--shadow-file", name, str(broken)]
    # What was found before is read from a copy, so that nobody else's check remembers these faults.
    if (kept := ROOT / ".mypy_cache").exists():
        shutil.copytree(kept, place / "cache")
    command = [*check.checks()["types"], "--cache-dir", str(place / "cache"), *shadows]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=check.ENVIRONMENT).stdout.splitlines()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_types_is_found(said: list[str], fault: str) -> None:
    *_, where, what = FAULTS[fault]
    assert any(re.match(rf"{where}:\d+: error: .*{re.escape(what)}", line) for line in said), said
