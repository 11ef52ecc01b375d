"""How central each municipality lies, as a file that is taken in: Statistics Norway publishes it, and it does not ship with Helhet.

    # Statistisk sentralbyrå, standard for sentralitet (Klass 128), 2026
    number,centrality
    0301,1
    4222,6

The first line says where it is from, and stands on the page. A faulty file is refused whole, every fault named. Until there is one,
nothing is compared by centrality.
"""

import csv
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from helhet.organisation.models import Municipality

from .alike import CLASSES, Centrality

_HEAD = ["number", "centrality"]


class Faulty(Exception):
    """A file that is not taken in, with everything that is wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def known() -> Centrality | None:
    """What has been taken in here; None until then."""
    path = _path()
    return _read(path.read_text(encoding="utf-8"), ()) if path.exists() else None


def take_in(content: bytes) -> Centrality:
    """Take in this file in place of the one before. Raises `Faulty`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faulty(["it is not UTF-8"]) from None
    found = _read(text, set(Municipality.objects.values_list("pk", flat=True)))
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return found


def _path() -> Path:
    return Path(settings.DATA_DIR) / "centrality.csv"


def _read(text: str, municipalities: Collection[str]) -> Centrality:
    lines = text.splitlines()
    faults = [] if lines and lines[0].lstrip("# ").strip() and lines[0].startswith("#") else ["line 1: «# » and where it is from"]
    if lines[1:2] != [",".join(_HEAD)]:
        faults.append(f"line 2: {','.join(_HEAD)}")
    found: dict[str, int] = {}
    for line, row in enumerate(csv.reader(lines[2:]), start=3):
        number, centrality = row if len(row) == len(_HEAD) else ("", "")
        if not number or (municipalities and number not in municipalities):
            faults.append(f"line {line}: «{','.join(row)}» begins with no municipality's number")
        elif number in found:
            faults.append(f"line {line}: {number} stands twice")
        elif centrality not in {str(one) for one in CLASSES}:
            faults.append(f"line {line}: «{centrality}» is no class from {CLASSES[0]} to {CLASSES[-1]}")
        else:
            found[number] = int(centrality)
    if not found and not faults:
        faults.append("no municipality stands in it")
    if faults:
        raise Faulty(faults)
    return Centrality(lines[0].lstrip("# ").strip(), found)
