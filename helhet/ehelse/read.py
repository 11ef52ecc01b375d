"""One file read: what it says, or why it is refused. Nothing here knows of persons, units or tables."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from helhet.handover.rules import Kind, Letter, Patient, Reason
from helhet.organisation.rules import N_

from . import head as heads
from . import payload as payloads
from . import shapes, xml
from .fields import fields_of
from .head import Head, Party
from .xml import MH, Element


@dataclass(frozen=True)
class Reading:
    """What was read of a file. `reasons` with a code are told to the sender; `rejected` when the file was refused whole."""

    letter: Letter
    head: Head
    digest: str
    reasons: tuple[Reason, ...] = ()
    rejected: bool = False

    @property
    def can_be_answered(self) -> bool:
        """A receipt must say which message it answers."""
        return bool(self.head.msg_id)


def read_message(data: bytes) -> Reading:
    """Read a file to the end of what it says, and judge it."""
    try:
        root = xml.read(data)
    except xml.NotReadable as wrong:
        return _broken(data, Reason(wrong.said, "T01", wrong.values))
    if heads.is_message_receipt(root):
        letter = Letter(Kind.RECEIPT, type_code="APPREC")
        said = Reason(N_("Filen er en kvittering. Helhet har ikke sendt noen melding den kan høre til."))
        return Reading(letter, Head(), _digest(data), (said,), True)
    if not heads.is_head(root):
        said = Reason(N_("Filen er ikke en hodemelding (MsgHead 1.2)."), "T10")
        return Reading(Letter(Kind.UNKNOWN), Head(), _digest(data), (said,), True)
    return _judge(root, heads.read_head(root))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _broken(data: bytes, why: Reason) -> Reading:
    """A broken file: whom to answer is saved if it can be, nothing else is believed."""
    rescued = xml.rescue(data)
    head = heads.read_head(rescued) if rescued is not None and heads.is_head(rescued) else Head()
    if not head.sender.key:
        head = Head()
    head = replace(head, sender=head.sender.outermost, receiver=Party())
    return Reading(_letter(head, None, Kind.UNKNOWN), head, _digest(data), (why,), True)


def _judge(root: Element, head: Head) -> Reading:
    payload = payloads.first(head)
    kind = payloads.kind_of(payload) if payload is not None else Kind.UNKNOWN
    letter = _letter(head, root, kind)
    refusals = list(_refusals(head, payload, kind))
    doubts = [] if refusals or head.patient is None else list(heads.patient_doubts(root, head.patient))
    return Reading(letter, head, _same_message(root, head), tuple(refusals or doubts), bool(refusals))


def _refusals(head: Head, payload: Element | None, kind: Kind) -> Iterable[Reason]:
    yield from heads.faults(head)
    if payload is None:
        return
    broken = list(shapes.faults(payload))
    yield from broken
    if kind == Kind.UNKNOWN and not broken:
        yield Reason(N_("Helhet tar ikke imot denne meldingstypen."), "T10")
    if (nobody := heads.nobody(head.patient)) is not None:
        yield nobody


def _letter(head: Head, root: Element | None, kind: Kind) -> Letter:
    payload = payloads.first(head) if root is not None else None
    known = Letter(
        kind, head.type_code, head.msg_id, head.sent, head.sender.name, head.sender.key, head.sender.inner,
        refers_to=head.parent, conversation=head.conversation, patient=head.patient or Patient(),
    )  # fmt: skip
    if payload is None or root is None:
        return known
    ward, telephone = payloads.ward_of(payload)
    return replace(
        known, ward=ward or known.ward, telephone=telephone, status=payloads.status_of(payload),
        moments=payloads.moments_of(payload, kind), discharged_to=payloads.discharged_to(payload),
        has_medicines=payloads.has_medicines(payload), fields=fields_of(head, root), attachments=tuple(payloads.attachments_of(head)),
    )  # fmt: skip


def _same_message(root: Element, head: Head) -> str:
    """A digest of the whole message: sent twice it is one message.

    To a receiver and a copy receiver in one organisation it is sent with two numbers, and then the number is left out. Else
    a new number is a new message, whatever it says.
    """
    number = root.find(f"{MH}MsgInfo/{MH}MsgId")
    ours_twice = head.receiver.levels and any(copy.levels and copy.levels[0] & head.receiver.levels[0] for copy in head.copies)
    if number is not None and ours_twice:
        number.text = None
    return hashlib.sha256(xml.canonical(root)).hexdigest()
