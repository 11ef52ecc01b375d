"""`make bench`, the part on one person: every duty asked of the live database about one person at a time, as her page asks.

Runs against the database of HELHET_DATABASE_URL, else a fresh SQLite file, with synthetic Setesdal in it. Prints how long reading and
judging take, by the clock and by this process's processor, a PostgreSQL server's own beside it when it is on this machine, and holds
the answers against DuckDB over the same rows.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ON = date(2026, 11, 10)
BAR = 5.0  # ms


def main() -> None:
    """Fill, ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=2_000, help="how many the database holds")
    parser.add_argument("--asked", type=int, default=300, help="how many of them are asked about")
    given = parser.parse_args()
    _django()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    where = ["--municipalities", "setesdal", "--years", "5", "--seed", "1", "--on", str(ON)]
    call_command("synth", *where, "--persons", str(given.persons), "--into-db", stdout=sys.stderr, stderr=StringIO())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    ask(given.asked, connection.vendor)


def _django() -> None:
    os.environ.setdefault("HELHET_DATA_DIR", tempfile.mkdtemp())
    os.environ.setdefault("HELHET_DEMO", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "helhet.config.settings"
    import django  # noqa: PLC0415

    django.setup()


def ask(count: int, vendor: str) -> None:
    """Every duty that is the law, about each of so many persons by herself."""
    from uuid import UUID  # noqa: PLC0415

    from helhet.oversight.criteria import OF_PERSONS  # noqa: PLC0415
    from helhet.oversight.live import question  # noqa: PLC0415
    from helhet.record import engines  # noqa: PLC0415

    every = sorted(UUID(str(row[0])) for row in engines.rows_of("person", None))
    persons = every[:: max(1, len(every) // count)][:count]
    asked = question(tuple(one for one in OF_PERSONS if one.in_force(ON)), past=False)
    began = time.process_time()
    asked.ready()
    ready = time.process_time() - began
    for one in persons[:30]:
        asked.ask(on=ON, persons=[one])
    print(f"{vendor}: {len(asked.uses)} tables, {len(every):,} persons; the duties made ready in {ready:.2f} s of processor")
    tables: list[Any] = []
    reading = _times(persons, lambda one: tables.append(engines.rows_of_each(asked.reads, [one])))
    turn = iter(tables)
    judging = _times(persons, lambda _: list(asked._program(next(turn), ON)))
    before = _server()
    whole = _times(persons, lambda one: asked.ask(on=ON, persons=[one]))
    theirs = (_server() - before) / len(persons)
    rows = [sum(map(len, one.values())) for one in tables]
    print(f"  {len(persons)} persons with {statistics.median(rows):.0f} rows each (median; most {max(rows)})")
    for name, times in (("reading", reading), ("judging", judging), ("both", whole)):
        print(f"  {name:8} {_said(times)}", flush=True)
    print(f"  the server's own processor for each: {theirs:.2f} ms; bar {BAR} ms")
    _compare(asked, persons[:60])


def _times(persons: list[Any], do: Callable[[Any], Any]) -> list[tuple[float, float]]:
    """Milliseconds by the clock and by the processor, for each."""
    found = []
    for one in persons:
        wall, cpu = time.perf_counter(), time.process_time()
        do(one)
        found.append(((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3))
    return found


def _server() -> float:
    """Milliseconds of processor the PostgreSQL process that serves us has used; 0 on SQLite, or when it is elsewhere."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, contextlib.suppress(OSError, ValueError):
            cursor.execute("SELECT pg_backend_pid()")
            return int(Path(f"/proc/{cursor.fetchone()[0]}/schedstat").read_text().split()[0]) / 1e6
    return 0.0


def _said(times: list[tuple[float, float]]) -> str:
    parts = []
    for name, place in (("clock", 0), ("processor", 1)):
        found = sorted(one[place] for one in times)
        parts.append(f"{name}: median {statistics.median(found):.2f}, 95 % {found[int(len(found) * 0.95)]:.2f} ms")
    return "; ".join(parts)


def _compare(asked: Any, persons: list[Any]) -> None:
    """The same persons in one go in DuckDB: other verdicts, and the run fails."""
    from helhet.record import engines  # noqa: PLC0415

    one_by_one = [row for one in persons for row in asked.ask(on=ON, persons=[one])]
    names = asked.asked[0].columns
    together = [dict(zip(names, row, strict=True)) for row in asked._many(ON, lambda table: engines.rows_of(table, persons))]
    if sorted(map(str, one_by_one)) != sorted(map(str, together)):
        raise SystemExit("the verdicts in memory are not those of DuckDB over the same rows")
    print(f"  {len(together):,} verdicts about {len(persons)} of them: the same in DuckDB over the same rows")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    main()
