"""One number for everything a verdict passes through: another number, another rule may have been used."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_HOUSE = Path(__file__).resolve().parent.parent
_TABLES = ("live.py", "schema.py", "columns.py", "houses.py")
_COMPILERS = ("dialects.py", "engines.py", "shared.py", "snapshot.py")
_LIBRARIES = ("ibis-framework", "sqlglot", "duckdb")


@cache
def rules_digest() -> str:
    """SHA-256 over the criteria, the rules of the rooms whose days they count with, and the tables they are asked of."""
    return _over(_rules(), ())


@cache
def compiled_digest() -> str:
    """The same over what makes SQL of them too: as long as it is the same, so is the SQL."""
    record = _HOUSE / "record"
    return _over([*_rules(), *(record / name for name in _COMPILERS)], (f"{name} {version(name)}" for name in _LIBRARIES))


def _rules() -> list[Path]:
    record = (_HOUSE / "record" / name for name in _TABLES)
    rooms = [*_HOUSE.glob("*/rules.py"), *_HOUSE.glob("*/rules/**/*.py")]
    return sorted({*(_HOUSE / "oversight").glob("*.py"), *rooms, *record})


def _over(files: Iterable[Path], words: Iterable[str]) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for file in files:
        digest.update(f"{file.relative_to(_HOUSE).as_posix()}\n".encode() + file.read_bytes())
    return digest.hexdigest()
