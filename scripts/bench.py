"""`make bench`: p50 and p95 of the pages people wait for, with 20 simultaneous users, and each page's query count.

Runs against the database of HELHET_DATABASE_URL, else a fresh SQLite file: first the demo's own data, then beside it 20,000 persons
of synthetic Norway with two years of history each, 43 rows a person (`helhet synth --into-db`). Three granian
workers with one thread each serve, and the load comes from this machine too, so that the two cores are shared as they would be on
one small server. Every page writes its access log before it is sent. Bounded in count and time.

First as people work: each of the twenty goes from page to page in turn and reads each for some seconds (`--reads`, on average).
Then without reading at all, each asking again as soon as she has her answer: what the machine gives at most.
"""

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PORT = 8755
USERS = 20
BAR_MS = 100
YEARS, SEED = 2, 1


@dataclass
class Times:
    """The durations of one page, in milliseconds."""

    name: str
    queries: int = 0
    ms: list[float] = field(default_factory=list)
    failed: int = 0

    def line(self) -> str:
        """One row of the table."""
        if not self.ms:
            return f"  {self.name:28}  no answer"
        ordered = sorted(self.ms)
        p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1]
        held = "within" if p95 < BAR_MS else "OVER"
        tail = f"  {self.failed} failed" if self.failed else ""
        return f"  {self.name:28} {p50:7.1f} {p95:8.1f}  {held:6} {self.queries:8} {len(ordered):8}{tail}"


@dataclass(frozen=True)
class Worker:
    """One simulated user: her session, and the addresses she opens."""

    cookie: str
    persons: list[str]
    planned: list[str]  # those of them who have an individual plan
    goals: list[str]


def main() -> None:
    """Build, serve, load, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=10, help="of each page by each user, and as many again without reading")
    parser.add_argument("--reads", type=float, default=3.0, help="seconds a user reads a page before the next, on average")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("HELHET_DATA_DIR", folder)
        os.environ["HELHET_DEMO"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "helhet.config.settings"
        for label, prepare in (
            ("demo data", prepare_demo),
            (f"{given.persons:,} persons of synthetic Norway", lambda: prepare_many(given.persons)),
        ):
            workers, counts = prepare()
            print(f"\n{_database()}, {label}, {USERS} users, {os.cpu_count()} cores, log included (bar: p95 < {BAR_MS} ms)", flush=True)
            print(f"  {'page':28} {'p50 ms':>7} {'p95 ms':>8}  {'bar':6} {'queries':>8} {'requests':>8}")
            for line in load(workers, counts, given.requests, given.reads):
                print(line, flush=True)
        check_log()


def _django() -> None:
    import django  # noqa: PLC0415

    django.setup()


def _database() -> str:
    from django.db import connection  # noqa: PLC0415

    return "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"


def prepare_demo() -> tuple[list[Worker], dict[str, int]]:
    """The demo as it is built for everybody; the users are the cast who have persons."""
    subprocess.run([sys.executable, "-m", "django", "demo", "--no-serve", "--fresh"], check=True, stdout=subprocess.DEVNULL)
    _django()
    from helhet.organisation.models import Staff  # noqa: PLC0415

    return _workers(list(Staff.objects.exclude(municipality_id="4224")))


def prepare_many(count: int) -> tuple[list[Worker], dict[str, int]]:
    """Synthetic Norway beside the demo; the users are the coordinators of the twenty municipalities where most people live."""
    from django.core.management import call_command  # noqa: PLC0415

    from helhet.access.queries import account_named  # noqa: PLC0415
    from helhet.demo.synth.live.home import username  # noqa: PLC0415
    from helhet.organisation.models import Municipality  # noqa: PLC0415

    call_command("synth", "--municipalities", "all", "--persons", count, "--years", YEARS, "--seed", SEED, "--into-db")
    largest = Municipality.objects.exclude(population=None).order_by("-population").values_list("number", flat=True)
    found = [account_named(username(number, SEED)) for number in largest[:USERS]]
    return _workers([account.staff for account in found if account and account.staff])


def _workers(staff: list[Any]) -> tuple[list[Worker], dict[str, int]]:
    """A session each, the persons and goals each may open, and the query count of each page."""
    from django.test import Client  # noqa: PLC0415

    from helhet.access.queries import account_of, accounts_of_staff  # noqa: PLC0415
    from helhet.plans.models import Goal, Plan  # noqa: PLC0415

    made, clients = [], []
    for key in accounts_of_staff(staff):
        client = Client(SERVER_NAME="localhost")
        client.force_login(account_of(key), backend="helhet.web.backend.Accounts")
        found = re.findall(r'href="/personer/([0-9a-f-]{36})/"', client.get("/personer/").content.decode())
        running = Plan.objects.filter(kind="individual", state="active", consent__isnull=False, consent__withdrawn_at=None)
        goals = Goal.objects.filter(plan__in=running, plan__person_id__in=found, ended_on=None).values_list("plan__person_id", "pk")
        if goals:
            planned = sorted({str(person) for person, _ in goals})
            made.append(Worker(client.cookies["sessionid"].value, found, planned, [str(key) for _, key in goals]))
            clients.append(client)
    workers = [made[n % len(made)] for n in range(USERS)]
    return workers, _query_counts(clients[0], made[0])


def _query_counts(client: object, worker: Worker) -> dict[str, int]:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts = {}
    for name, page in PAGES.items():
        with CaptureQueriesContext(connection) as seen:
            method, path, body = page(worker, random.Random(1))
            client.get(path) if method == "GET" else client.post(path, body)  # type: ignore[attr-defined]
        counts[name] = len(seen)
    return counts


Page = Callable[[Worker, random.Random], tuple[str, str, dict[str, str]]]
PAGES: dict[str, Page] = {
    "my day": lambda w, r: ("GET", "/", {}),
    "person": lambda w, r: ("GET", f"/personer/{r.choice(w.persons)}/", {}),
    "plan": lambda w, r: ("GET", f"/personer/{r.choice(w.planned)}/plan/", {}),
    "save of an evaluation": lambda w, r: (
        "POST", f"/mal/{r.choice(w.goals)}/evaluer/", {"outcome": str(r.randrange(-2, 3)), "said_by": "person", "words": "Det går."},
    ),
}  # fmt: skip


def load(workers: list[Worker], counts: dict[str, int], each: int, reads: float) -> Iterator[str]:
    """The lines of the table: each page while the users read, and what the machine gives when nobody does."""
    server = _serve()
    try:
        _at_once(workers, 2, 0)  # the first askings warm templates and statements in each worker
        took, pages = _at_once(workers, each, reads)
        yield from (Times(name, counts[name], ms, failed).line() for name, (ms, failed) in pages.items())
        answered = sum(len(ms) for ms, _ in pages.values())
        yield f"  (20 users, each reading {reads:g} s on average: {answered / took:.0f} pages a second)"
        took, pages = _at_once(workers, each, 0)
        every = sorted(one for ms, _ in pages.values() for one in ms)
        yield f"  nobody reads: {len(every) / took:.0f} pages a second at most, p95 {every[int(len(every) * 0.95) - 1]:.0f} ms"
    finally:
        server.terminate()
        server.wait(20)


def _serve() -> subprocess.Popen[bytes]:
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(PORT), "--workers", "3",
        "--blocking-threads", "1", "--no-access-log", "--log-level", "error", "helhet.config.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT)
    for _ in range(100):
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/helse/")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("granian did not come up within 20 seconds.")


def _at_once(workers: list[Worker], each: int, reads: float) -> tuple[float, dict[str, tuple[list[float], int]]]:
    """All users at once, each through all pages in an order of her own: seconds it took, and of each page the times and the failures."""
    pages: dict[str, tuple[list[float], list[bool]]] = {name: ([], []) for name in PAGES}

    def user(number: int) -> None:
        chance = random.Random(number)
        connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
        todo = [name for name in PAGES for _ in range(each)]
        chance.shuffle(todo)
        for name in todo:
            if reads:
                time.sleep(chance.expovariate(1 / reads))
            ms, right = _ask(connection, workers[number], PAGES[name](workers[number], chance))
            pages[name][0].append(ms) if right else pages[name][1].append(right)

    threads = [threading.Thread(target=user, args=(n,)) for n in range(len(workers))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, {name: (ms, len(wrong)) for name, (ms, wrong) in pages.items()}


_TOKEN = "b" * 32


def _ask(connection: HTTPConnection, worker: Worker, asked: tuple[str, str, dict[str, str]]) -> tuple[float, bool]:
    method, path, body = asked
    headers = {"Cookie": f"sessionid={worker.cookie}; csrftoken={_TOKEN}", "X-CSRFToken": _TOKEN}
    text = "&".join(f"{key}={value}" for key, value in body.items())
    if method == "POST":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    connection.request(method, path, text, headers)
    answer = connection.getresponse()
    answer.read()
    return (time.perf_counter() - began) * 1000, answer.status == (302 if method == "POST" else 200)


def check_log() -> None:
    """After all that, every chain still holds."""
    from helhet.access import log  # noqa: PLC0415

    broken = sum(1 for _ in log.verify())
    chains, entries = log.size()
    print(f"\n  access log: {entries:,} entries in {chains:,} chains, {broken} broken", flush=True)
    if broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
