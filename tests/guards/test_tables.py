"""The tables that are made at once, where there are none, are those that the migrations make one by one: each column, rule and guard.

To run every migration takes half a minute of a processor. When it has been done, what came of it is written down in `tables.json` with
what decides it, to go along with the commit that changed a table; as long as none of that is changed, it is not done again at each landing.
`make soak` always does it.
"""

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier

from tests import kept
from tests.soak import SOAK

FOUND = Path(__file__).with_name("tables.json")
Asks = Callable[[str], list[tuple[Any, ...]]]

# SQLite moves a column that is altered to the end of its table; nobody asks for columns by their place.
_SQLITE = {
    "tables": "SELECT name, sql FROM sqlite_master WHERE type = 'table'",
    "columns": 'SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_master t, pragma_table_xinfo(t.name) c '
    "WHERE t.type = 'table'",
    "guards": "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
}
_POSTGRESQL = {
    "columns": "SELECT table_name, row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position), column_name, data_type, "
    "character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default, is_identity, collation_name "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "guards": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}
_SAID = {
    "migrations": "SELECT app, name FROM django_migrations",
    "kinds": "SELECT app_label, model FROM django_content_type",
    "permissions": "SELECT codename FROM auth_permission",
}


def test_tables_made_at_once_are_those_of_the_migrations(db) -> None:
    with _connected() as asks:
        made = described(asks)
    assert len(made["columns"]) > 1000
    assert len(made["guards"]) > 60
    found, database, this = json.loads(FOUND.read_text()), _database(), _briefly(made)
    if SOAK or found.get(database) != this:
        here = f"{kept.digest([Path(__file__)])}-{kept.key()}-{connection.vendor}.steps"
        stepped = json.loads(kept.once(here, _describe_steps).read_text())
        assert made.keys() == stepped.keys()
        for name in made:
            assert made[name] == stepped[name], name
        FOUND.write_text(json.dumps(found | {database: this}, indent=2, sort_keys=True) + "\n")


def _database() -> str:
    """The kind of database; a later PostgreSQL may say the same otherwise."""
    return "sqlite" if connection.vendor == "sqlite" else f"postgresql {connection.pg_version // 10_000}"


def _briefly(made: dict[str, list[Any]]) -> str:
    """What decides the tables, and what they are."""
    return f"{kept.key()} {hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:32]}"


def described(asks: Asks) -> dict[str, list[Any]]:
    """Everything there is to say of a database's tables, as it can be compared."""
    found = {name: asks(sql) for name, sql in {**(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL), **_SAID}.items()}
    if "tables" in found:
        found["tables"] = [(name, _parts(sql)) for name, sql in found["tables"] if not name.startswith("sqlite_")]
    listed: dict[str, list[Any]] = json.loads(json.dumps({name: sorted(rows, key=str) for name, rows in found.items()}))
    return listed


def _parts(sql: str) -> list[str]:
    """What a table is made of, in whatever order SQLite was told it."""
    inside, parts, depth = sql[sql.index("(") + 1 : sql.rindex(")")], [""], 0
    for letter in inside:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return sorted(re.sub(r"\s+", " ", part).strip() for part in parts)


@contextmanager
def _connected(name: str = ""):  # type: ignore[no-untyped-def]
    """Questions to this database of the server; without a name, to this run's own."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name or kept.sqlite())) as file:
            yield lambda sql: file.execute(sql).fetchall()
        return
    with psycopg.connect(os.environ["HELHET_DATABASE_URL"], dbname=name or connection.settings_dict["NAME"]) as server:
        yield lambda sql: server.execute(sql).fetchall()


def _describe_steps(path: Path) -> None:
    """Run every migration in a database of its own, and write down what they leave."""
    if connection.vendor == "sqlite":
        name = str(path.with_suffix(".sqlite3"))
        kept.migrate(f"sqlite:///{name}", "--by-steps")
    else:
        url, name = os.environ["HELHET_DATABASE_URL"], f"helhet_steps_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        kept.migrate(f"{url.rpartition('/')[0]}/{name}", "--by-steps")
    with _connected(name) as asks:
        path.write_text(json.dumps(described(asks), ensure_ascii=False))
