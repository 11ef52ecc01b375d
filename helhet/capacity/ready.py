"""The loop made ready beforehand: to make machine code of it takes ten seconds, once for each version; to load it, half a second."""

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

_HERE = Path(__file__).parent


def kept_in(folder: Path) -> None:
    """Keep the machine code here, for as long as the code it is made of is the same; what is of other code is removed."""
    code = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in ("loop.py", "network.py"))).hexdigest()[:16]
    os.environ.setdefault("NUMBA_CACHE_DIR", str(folder / code))
    with suppress(OSError):
        for old in folder.iterdir():
            if old.name != code:
                shutil.rmtree(old, ignore_errors=True)


def make() -> None:
    """Make the machine code, or load it when it is made."""
    from .model import Flow, Length, Model, Step, Stretch  # noqa: PLC0415  (`kept_in` is asked before anything is run)
    from .outcomes import run  # noqa: PLC0415

    run(Model(1.0, (Step("a", Length(1.0)),), (), (Flow("f", 1.0, "a"),)), [Stretch(0.0, 1.0)], replications=1)


if __name__ == "__main__":
    make()
