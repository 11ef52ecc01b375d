"""The tables that tests begin with: made by the migrations once for the same models, and copied for each process that needs them."""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".build" / "tests"
MOST_KEPT = 4
# What decides the tables, and what Django writes in them about themselves.
DECIDES = ("*/models.py", "*/models/*.py", "*/migrations/*.py", "access/append_only.py", "config/settings.py")
MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def key() -> str:
    """The same for the same tables."""
    told = hashlib.sha256(django.__version__.encode())
    for path in sorted(path for pattern in DECIDES for path in (ROOT / "helhet").glob(pattern)):
        told.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return told.hexdigest()[:16]


def sqlite() -> Path:
    """A database file with every table and nobody in it, to copy from."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{key()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _make(path)
    return path


def _make(path: Path) -> None:
    for old in sorted(KEPT.glob("*.sqlite3"), key=lambda one: one.stat().st_mtime)[: -MOST_KEPT or None]:
        old.unlink()
    with tempfile.TemporaryDirectory(dir=KEPT) as place:
        made = Path(place) / "migrated.sqlite3"
        _migrate(f"sqlite:///{made}")
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, whole
        made.rename(path)


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        own = {**os.environ, "HELHET_DATABASE_URL": url, "HELHET_DATA_DIR": place}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=own, check=True)


@contextmanager
def database(connection: Any, worker: str, unblock: Callable[[], Any]) -> Iterator[None]:
    """This process's own database, in place of the one in the settings."""
    if connection.vendor == "sqlite":
        with unblock():
            _use(connection, MEMORY)
            with closing(sqlite3.connect(sqlite())) as kept:
                connection.ensure_connection()
                kept.backup(connection.connection)
        yield
        return
    url, name = os.environ["HELHET_DATABASE_URL"], f"helhet_test_{worker or 'alone'}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(_template(server, url))))
        _use(connection, name)
        yield
        with unblock():
            connection.close()
        server.execute(SQL("DROP DATABASE {}").format(Identifier(name)))


def _use(connection: Any, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _template(server: psycopg.Connection, url: str) -> str:
    """The database to copy from; who comes first makes it, and the others wait."""
    name = f"helhet_migrated_{key()}"
    server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        making = f"{name}_making"
        server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(making)))
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(making)))
        _migrate(f"{url.rpartition('/')[0]}/{making}")
        server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(making), Identifier(name)))
    server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
    return name


if __name__ == "__main__":
    sqlite()
