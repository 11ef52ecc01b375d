"""`make bench`, the part on judging: synthetic Norway drawn, judged whole from its snapshot, and three criteria held against other ways.

Prints wall and processor time apart, since others may use the machine. Three criteria (IP-1, KO-1, VE-1) are also hand-written as
one DuckDB query, in polars, and as measures for `cql-execution`; every answer must be the same, or the run fails.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ON = date(2026, 11, 10)
THREE = ("IP-1", "KO-1", "VE-1")
BAR = 5_000_000  # person-criteria a second on two cores
Counts = dict[tuple[str, str], int]


def main() -> None:
    """Draw, judge, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--snapshot", type=Path, help="a snapshot that `helhet synth --on 2026-11-10` has written before")
    given = parser.parse_args()
    _django()
    with tempfile.TemporaryDirectory() as folder:
        if not given.snapshot:
            _drawn(Path(folder) / "norway", "all", given.persons)
        place = given.snapshot or Path(folder) / "norway"
        whole(place)
        three(place)
        _drawn(Path(folder) / "two", "setesdal", 2_000)
        measured(Path(folder) / "two")
        ten = Path(folder) / "ten"
        _drawn(ten, "setesdal", 10_000)
        whole(ten)


def _django() -> None:
    os.environ.setdefault("HELHET_DATA_DIR", tempfile.mkdtemp())
    os.environ.setdefault("HELHET_DEMO", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "helhet.config.settings"
    import django  # noqa: PLC0415

    django.setup()


def _drawn(place: Path, where: str, persons: int) -> None:
    from helhet.demo.synth.nation import Asked, write  # noqa: PLC0415

    took = timed(lambda: write(place, Asked(where, persons, 10, 1, ON), progress=lambda _: None))
    rows, size = sum(took.answer.rows().values()), sum(one.stat().st_size for one in place.rglob("*.parquet"))
    print(f"\n{persons:,} persons ({where}) drawn and written: {took}, {rows:,} rows, {size / 1e6:.0f} MB", flush=True)


class Timed:
    """An answer with how long it took, by the clock and by the processor, children included."""

    def __init__(self, answer: Any, wall: float, cpu: float) -> None:
        self.answer, self.wall, self.cpu = answer, wall, cpu

    def __str__(self) -> str:
        return f"{self.wall:.2f} s by the clock, {self.cpu:.2f} s of processor"


def timed(ask: Callable[[], Any], times: int = 1) -> Timed:
    """The quickest of so many."""
    best: Timed | None = None
    for _ in range(times):
        wall, cpu = time.perf_counter(), _cpu()
        answer = ask()
        took = Timed(answer, time.perf_counter() - wall, _cpu() - cpu)
        best = took if best is None or took.cpu < best.cpu else best
    assert best
    return best


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def whole(place: Path) -> None:
    """Every person criterion that is the law, counted in the whole snapshot."""
    from helhet.oversight.criteria import OF_PERSONS  # noqa: PLC0415
    from helhet.oversight.scale import Judging  # noqa: PLC0415
    from helhet.record.engines import snapshot  # noqa: PLC0415

    opened = timed(lambda: snapshot(place, threads=2))
    ready = timed(lambda: Judging(ON, as_of=ON))
    persons = opened.answer.manifest.rows()["person"]
    criteria = sum(one.in_force(ON) for one in OF_PERSONS)
    took = timed(lambda: ready.answer.told(opened.answer, on=ON), 3)
    print(f"{criteria} criteria, {persons:,} persons: every file held against the manifest in {opened}; made ready once in {ready}")
    many = persons * criteria
    print(
        f"  judged from the files: {took}; {many / took.wall / 1e6:.1f} million person-criteria a second by the clock, "
        f"{2 * many / took.cpu / 1e6:.1f} by the processor's two cores (bar {BAR / 1e6:.0f})",
        flush=True,
    )


def three(place: Path) -> None:
    """IP-1, KO-1 and VE-1 in several ways, the answers compared."""
    from helhet.oversight.criteria import ALL  # noqa: PLC0415
    from helhet.oversight.scale import Judging, total  # noqa: PLC0415
    from helhet.record.engines import snapshot  # noqa: PLC0415

    shot = snapshot(place, threads=2)
    persons = shot.manifest.rows()["person"]
    ready = Judging(ON, [one for one in ALL if one.id in THREE], as_of=ON)
    ours = timed(lambda: total(ready.told(shot, on=ON)), 3)
    _line("ours", ours, persons)
    sql = (HERE / "bench_criteria.sql").read_text(encoding="utf-8")
    by_hand = timed(lambda: {(row[0], row[1]): row[2] for row in shot.con.execute(sql).fetchall()}, 3)
    _line("one DuckDB query by hand", by_hand, persons, same_as=ours)
    try:
        import bench_polars  # noqa: PLC0415
    except ImportError:
        raise SystemExit("polars is not here: `make bench` fetches it (.build/peers on PYTHONPATH).") from None
    _line("polars by hand", timed(lambda: bench_polars.counts(place, ON), 3), persons, same_as=ours)


def _line(name: str, took: Timed, persons: int, *, same_as: Timed | None = None) -> None:
    print(
        f"  {name:26} {took.wall * 1e6 / persons:8.2f} µs a person by the clock, {took.cpu * 1e6 / persons:8.2f} of processor", flush=True
    )
    if same_as and took.answer != same_as.answer:
        raise SystemExit(f"{name} says otherwise: {took.answer} is not {same_as.answer}")


# What the measure engine is given of each person, in the order of days.
_FOR_CQL = {
    "Known": "SELECT person, known_since, deceased_on FROM person",
    "Case": 'SELECT person, opened_on, closed_on FROM "case"',
    "Need": "SELECT person, since, met_on FROM need WHERE long_term AND coordinated",
    "Offer": 'SELECT person, "of", offered_on, answer, answered_on, again_on FROM offer ORDER BY offered_on, id',
    "Plan": "SELECT person, state, since FROM plan WHERE kind = 'individual'",
    "Spell": "SELECT person, since, until, staff_left_on FROM coordination WHERE role IN ('coordinator', 'deputy')",
    "Enquiry": "SELECT person, received_on, replied_on FROM enquiry",
}


def measured(place: Path) -> None:
    """The same three by cql-execution over a small snapshot, the answers compared; its own reading of the input is not counted."""
    from helhet.oversight.criteria import ALL  # noqa: PLC0415
    from helhet.oversight.scale import Judging, total  # noqa: PLC0415
    from helhet.record.engines import snapshot  # noqa: PLC0415

    modules = HERE.parent / ".build" / "node_modules"
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if not node or not (modules / "cql-execution").is_dir():
        raise SystemExit("cql-execution or Node is not here: `make setup` fetches both.")
    shot = snapshot(place)
    ours = total(Judging(ON, [one for one in ALL if one.id in THREE], as_of=ON).told(shot, on=ON))
    rows = {name: shot.con.execute(sql).fetchall() for name, sql in _FOR_CQL.items()}
    tables = {name: [[one and str(one) for one in row] for row in found] for name, found in rows.items()}
    command = [node, str(HERE / "bench_cql.js"), str(modules)]
    given = json.dumps({"on": str(ON), "tables": tables})
    told = json.loads(subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout)
    expected = {f"{criterion} {state}": many for (criterion, state), many in ours.items()}
    if told["states"] != expected:
        raise SystemExit(f"cql-execution says otherwise: {told['states']} is not {expected}")
    each = told["microseconds"] / told["persons"]
    print(f"  cql-execution               {each:8.2f} µs a person by the clock ({told['persons']:,} persons, the same answers)")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
