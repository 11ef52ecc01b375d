"""A folder of messages taken in: in the order they were sent, each in one transaction, each answered, a broken one stopping nothing."""

import logging
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError

from helhet.access.queries import machine_for
from helhet.handover import actions, queries
from helhet.handover.actions import Parcel
from helhet.handover.rules import CANCELLATION, KIND_NAMES, OF_STAY, Outcome, Reason
from helhet.organisation.rules import N_

from . import receipt
from .head import Party
from .read import Reading, read_message
from .xml import LARGEST

NAME = N_("Meldingsmottak")
_logger = logging.getLogger("helhet.messages")


@dataclass(frozen=True)
class Line:
    """What became of one file: nothing here names anybody."""

    file: str
    type_code: str
    msg_id: str
    outcome: Outcome
    receipt: bytes | None
    reasons: tuple[Reason, ...]


def in_order(folder: Path) -> list[Path]:
    """The files of a folder in the order their messages were sent; at the same instant, admitted before discharged before taken back."""
    return sorted((path for path in _entries(folder) if _is_ordinary(path)), key=_sent)


def passed_over(folder: Path) -> list[str]:
    """The names in a folder that are neither ordinary files nor folders: links, which may lead anywhere, pipes and the like."""
    return sorted(path.name for path in _entries(folder) if not _is_ordinary(path) and not path.is_dir())


def _entries(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith("."))


def _is_ordinary(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _sent(path: Path) -> tuple[datetime, bool, int, str]:
    try:
        letter = read_message(_bytes(path)).letter
    except Exception:  # it comes last, and `receive` says what is wrong with it
        return _LAST, False, 0, path.name
    return letter.sent or _LAST, letter.status == CANCELLATION, tuple(KIND_NAMES).index(letter.kind), path.name


_LAST = datetime.max.replace(tzinfo=UTC)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def receive(files: list[Path], *, now: Callable[[], datetime], otherwise: str = "") -> Iterator[Line]:
    """Take in these files one by one. `otherwise`: the municipality that takes what no address leads to."""
    for path in files:
        try:
            yield take_in(path.name, _bytes(path), at=now(), otherwise=otherwise)
        except OSError:
            yield Line(path.name, "", "", Outcome.REJECTED, None, (Reason(N_("Filen kan ikke leses fra disken.")),))
        except (OperationalError, ProgrammingError, InterfaceError):
            raise  # no message will fare better: the command says so and stops
        except Exception:  # whatever it was, the other messages must still come in; nothing of this one was written
            _logger.exception("A message could not be taken in")
            yield Line(path.name, "", "", Outcome.REJECTED, None, (Reason(N_("Noe gikk galt hos oss. Meldingen er ikke tatt inn.")),))


def take_in(file: str, data: bytes, *, at: datetime, otherwise: str = "") -> Line:
    """One file: read, judged, answered and kept, in one transaction."""
    reading = read_message(data)
    head = reading.head
    to = queries.addressee(
        head.receiver.levels, [copy.levels for copy in head.copies], head.sender.levels, otherwise=otherwise
    )  # fmt: skip
    if to is None:
        reasons = (*reading.reasons, Reason(N_("Ingen adresse i meldingen fører til oss. Meldingen er ikke tatt inn."), "E21"))
        return _line(file, reading, Outcome.REJECTED, _answer(reading, reasons, at, rejected=True), reasons)
    reasons = reading.reasons
    if not to.knows_service and not reading.rejected:
        reasons = (*reasons, Reason(N_("Tjenesten meldingen er sendt til, er ikke kjent hos mottaker."), "E21"))
    answer = _answer(_from_us(reading, to.unit), reasons, at, rejected=reading.rejected)
    parcel = Parcel(file, reading.digest, data, answer, reasons, reading.rejected)
    by = machine_for(to.unit, at=at, name=NAME)
    try:
        found = actions.receive(reading.letter, parcel, to=to, by=by)
    except IntegrityError:  # another run took in the same message at the same instant
        found = actions.receive(reading.letter, parcel, to=to, by=by)
    return _line(file, reading, found.outcome, found.receipt, found.reasons)


def _from_us(reading: Reading, unit: Any) -> Reading:
    """A file too broken to say whom it was for is answered by the unit that got it."""
    if reading.head.receiver.names:
        return reading
    idents = ((unit.her_id, "HER", ""),) if unit.her_id else ()
    return replace(reading, head=replace(reading.head, receiver=Party((unit.name,), (frozenset({unit.her_id}),), (idents,))))


def _answer(reading: Reading, reasons: tuple[Reason, ...], at: datetime, *, rejected: bool) -> bytes | None:
    if not reading.can_be_answered:
        return None
    status = receipt.status_for(reasons, rejected=rejected)
    return receipt.build(reading.head, status=status, reasons=reasons, key=uuid.uuid4(), at=at)


_TO_READ = Reason(N_("Meldingen er til å lese. Den endrer ingen innleggelse."))


def _line(file: str, reading: Reading, outcome: Outcome, answer: bytes | None, reasons: tuple[Reason, ...]) -> Line:
    """A message of another kind than the stay's is kept, tied to its person and shown, and nothing is done by it."""
    if reading.letter.kind not in OF_STAY and outcome not in (Outcome.REJECTED, Outcome.DUPLICATE, Outcome.CANCELLED):
        reasons = (*reasons, _TO_READ)
    return Line(file, reading.letter.type_code, reading.letter.msg_id, outcome, answer, reasons)


def keep_receipt(line: Line, place: Path) -> Path | None:
    """Write the receipt whole or not at all, under the name of the file it answers."""
    if line.receipt is None:
        return None
    name = line.file[:-4] if line.file.lower().endswith(".xml") else line.file
    path = place / f"{name}.apprec.xml"
    half = place / f".{path.name}.{os.getpid()}"
    half.write_bytes(line.receipt)
    half.replace(path)
    return path
