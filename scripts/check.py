"""Every check that needs no test run; `--fix` mends what can be mended without thinking."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
# A run's own data directory and database, whatever a .env file says: never the demo's, nor that of a run beside it.
_HOME = tempfile.TemporaryDirectory(prefix="helhet-test-")
DATA = Path(_HOME.name)
ENVIRONMENT = {**os.environ, "HELHET_DATA_DIR": str(DATA), "HELHET_DATABASE_URL": f"sqlite:///{DATA}/helhet.sqlite3"}
# A run is many processes: what the first one compiles, the others read, also on a machine where nothing else is to be written.
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)

Command = list[str]


def checks() -> dict[str, Command]:
    """Each check and its command, the quick ones first."""
    ruff, helhet = str(BIN / "ruff"), str(BIN / "helhet")
    found = {
        "format": [ruff, "format", "--check", "--quiet", "."],
        "lint": [ruff, "check", "--quiet", "."],
        "catalogues": [PYTHON, "scripts/messages.py", "check"],
        "templates": [str(BIN / "djlint"), "--lint", "--quiet", "helhet"],
        "imports": [str(BIN / "lint-imports")],
        "migrations": [helhet, "makemigrations", "--check", "--dry-run"],
        "types": [str(BIN / "mypy"), "helhet", "scripts"],
    }
    return found | _reference("--check")


def fixes() -> dict[str, Command]:
    """What mends, in order: the linter may leave what the formatter then sets right."""
    ruff = str(BIN / "ruff")
    return {
        "lint": [ruff, "check", "--fix", "--quiet", "."],
        "format": [ruff, "format", "--quiet", "."],
        "catalogues": [PYTHON, "scripts/messages.py", "update"],
    } | _reference()


def _reference(*arguments: str) -> dict[str, Command]:
    script = "scripts/reference.py"
    return {"reference": [PYTHON, script, *arguments]} if (ROOT / script).exists() else {}


def run(commands: dict[str, Command]) -> list[str]:
    """Run them all, print what the failing ones say, and return the failing ones' names."""
    failed = []
    for name, command in commands.items():
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{name:12} {verdict:6} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    return failed


def main() -> int:
    """Check, or mend with --fix; 1 when something failed."""
    failed = run(fixes() if "--fix" in sys.argv[1:] else checks())
    if failed:
        print(f"check: {', '.join(failed)} failed; what they found stands above. Some of it `make fix` can mend.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
