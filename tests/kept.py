"""What tests begin with, made once for the same code and copied for each process that needs it: the tables, and the browser's house."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".build" / "tests"
MOST_KEPT = 4
CLOCK = "2026-11-10T09:00:00+01:00"
TELLS = ROOT / "tests" / "browser" / "told.py"
# What decides the tables, and what Django writes in them about themselves.
DECIDES = (
    "*/models.py", "*/models/*.py", "*/migrations/*.py", "access/append_only.py", "config/settings.py", "config/*/commands/migrate.py"
)  # fmt: skip
MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def key() -> str:
    """The same for the same tables."""
    return digest(path for pattern in DECIDES for path in (ROOT / "helhet").glob(pattern))


def digest(paths: Iterable[Path]) -> str:
    """The same for the same contents of the same files."""
    told = hashlib.sha256(django.__version__.encode())
    for path in sorted(paths):
        told.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return told.hexdigest()[:16]


def sqlite() -> Path:
    """A database file with every table and nobody in it, to copy from."""
    return once(f"{key()}.sqlite3", _make)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """What is kept under this name; who comes first makes it, and the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / name
    with (KEPT / f"lock-{path.suffix[1:]}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in sorted(KEPT.glob(f"*{path.suffix}"), key=lambda one: one.stat().st_mtime)[: -MOST_KEPT or None]:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            with tempfile.TemporaryDirectory(dir=KEPT) as place:
                make(Path(place) / name)
                (Path(place) / name).rename(path)
    return path


def _make(path: Path) -> None:
    migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, whole


def house() -> Path:
    """A data directory with the house that the browser visits, Siri and two more told in it, to copy from."""
    code = (path for path in (ROOT / "helhet").rglob("*") if path.suffix in (".py", ".toml", ".json", ".csv"))
    return once(f"{digest([*code, TELLS])}.house", _tell)


def _tell(path: Path) -> None:
    path.mkdir()
    shutil.copy(sqlite(), path / "helhet.sqlite3")
    subprocess.run([sys.executable, str(TELLS)], cwd=ROOT, env=demo_environment(path), check=True)


def demo_environment(kept: Path) -> dict[str, str]:
    """What a process in such a directory is started with: nothing of the suite's own environment reaches its database."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HELHET_")}
    # pytest-django names the settings.
    return own | {
        "HELHET_DATA_DIR": str(kept),
        "HELHET_DEMO": "1",
        "HELHET_CLOCK": CLOCK,
        "DJANGO_SETTINGS_MODULE": "helhet.config.settings",
    }


def migrate(url: str, *options: str) -> None:
    """Make the tables in this database."""
    with tempfile.TemporaryDirectory() as place:
        own = {**os.environ, "HELHET_DATABASE_URL": url, "HELHET_DATA_DIR": place}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0", *options], cwd=ROOT, env=own, check=True)


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
        migrate(f"{url.rpartition('/')[0]}/{making}")
        server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(making), Identifier(name)))
    server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
    return name


def main() -> None:
    """Make everything there is to copy, before anybody asks."""
    sqlite()
    if (url := os.environ.get("HELHET_DATABASE_URL", "")).startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as server:
            _template(server, url)
    house()


if __name__ == "__main__":
    main()
