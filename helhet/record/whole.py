"""Files that are put somewhere together: a directory that is there when all of it is written, and not before."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Broken(Exception):
    """Files cannot be read, or not be put there: which file or directory, and why."""

    def __init__(self, place: Path | str, reason: str) -> None:
        self.place = str(place)
        super().__init__(f"{place}: {reason}")


@contextmanager
def put_whole(directory: Path) -> Iterator[Path]:
    """A place beside the directory to write in, which becomes it when the block ends and is gone if that fails. Raises `Broken`."""
    refuse_unless_free(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        yield beside
        refuse_unless_free(directory)
        os.rename(beside, directory)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def refuse_unless_free(directory: Path) -> None:
    """Raises `Broken` when something is there already."""
    if directory.exists() and not directory.is_dir():
        raise Broken(directory, "it is a file. Choose a new directory.")
    if directory.is_dir() and any(directory.iterdir()):
        raise Broken(directory, "it is not empty. Choose a new directory; nothing was written.")
