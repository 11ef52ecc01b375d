"""`make bench`, the part on the national report: both forms of a city of 4,000 users, from cold, of a snapshot and of the live database.

Cold is a process of its own for each: what Python, Ibis and the database must load stands in the time.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BAR_SECONDS, TIMES = 5.0, 3
CITY, ON, YEAR = "1103", "2026-11-10", "2026"


def main() -> None:
    """Draw the city, ask for its report, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=4_000)
    parser.add_argument("--years", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        own = {"HELHET_DATA_DIR": folder, "HELHET_DATABASE_URL": f"sqlite:///{folder}/city.sqlite3", "HELHET_DEMO": "1"}
        drawn = ("synth", "--municipalities", CITY, "--persons", str(given.persons), "--years", str(given.years), "--on", ON)
        _helhet(own, *drawn, "--out", f"{folder}/shot")
        _helhet(own, "migrate")
        _helhet(own, *drawn, "--into-db")
        _tell(own, "snapshot", ("--snapshot", f"{folder}/shot"))
        _tell(own, "live database", ())


def _tell(own: dict[str, str], what: str, where: tuple[str, ...]) -> None:
    """The quickest of some times, as a line, held against the bar."""
    took, cpu, rows = min(_asked(own, where) for _ in range(TIMES))
    held = "within" if took < BAR_SECONDS else "OVER"
    print(
        f"national report, {what}: both forms, {rows} rows, {took:.2f} s by the clock, {cpu:.2f} s of processor; {held} {BAR_SECONDS:g} s"
    )


def _asked(own: dict[str, str], where: tuple[str, ...]) -> tuple[float, float, int]:
    wall, cpu = time.perf_counter(), _cpu()
    lines = _helhet(own, "statistics", "report", *where, "--municipality", CITY, "--year", YEAR, "--json").splitlines()
    return time.perf_counter() - wall, _cpu() - cpu, sum(1 for one in lines if "row" in json.loads(one))


def _helhet(own: dict[str, str], *words: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *words], cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"helhet {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
