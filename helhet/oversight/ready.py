"""The SQL of a set of criteria, kept from the first time it is made: that takes seconds, and lasts until the code is another."""

import gc
import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from .digest import compiled_digest


def kept(asked: str, make: Callable[[], str]) -> str:
    """What `make` gives for what is asked, read from the data directory when this code has made it before.

    What other code has made is removed. Where nothing can be written, it is made each time.
    """
    code = compiled_digest()[:16]
    folder = Path(settings.DATA_DIR) / "ready"
    path = folder / f"{code}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.sql"
    with suppress(OSError):
        return path.read_text(encoding="utf-8")
    made = _undisturbed(make)
    with suppress(OSError):
        _write(path, made)
        for old in folder.glob("*.sql"):
            if not old.name.startswith(code):
                old.unlink(missing_ok=True)
    return made


def _undisturbed(make: Callable[[], str]) -> str:
    """What it makes, without looking for waste meanwhile: among a million small objects there is hardly any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return make()
    finally:
        if was_on:
            gc.enable()


def _write(path: Path, made: str) -> None:
    """Whole or not there: two processes may write the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(made)
    os.replace(beside, path)
