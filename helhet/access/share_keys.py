"""A share link's address and the key of what it opens: worked out from its salt and a key outside the database, and kept nowhere.

Who steals the database has neither an address nor a key; who changes the outside key shuts every link there is. ADR 0021 argues it.
The form of the link is SMART Health Links (HL7, STU 1).
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_LABEL_LENGTH = 80


def address_of(salt: str) -> str:
    """The 43 characters of the link's address: 256 bits nobody guesses."""
    return in_url(_derived(salt, b"helhet share link: address"))


def key_of(salt: str) -> bytes:
    """The 32 bytes that lock what the link opens; they stand in the link's fragment, which no browser sends to us."""
    return _derived(salt, b"helhet share link: content")


def hash_of(address: str) -> str:
    """What is kept of an address, so that the row can be found and the address cannot."""
    return hashlib.sha256(address.encode()).hexdigest()


def link(salt: str, *, manifest: str, expires_at: datetime, label: str, card: bool = False) -> str:
    """`shlink:/` and the payload: long-lived content (L) behind a passcode (P); a crisis card opens without one."""
    payload = {
        "url": manifest, "key": in_url(key_of(salt)), "exp": int(expires_at.timestamp()), "flag": "L" if card else "LP",
        "label": label[:_LABEL_LENGTH], "v": 1,
    }  # fmt: skip
    return "shlink:/" + in_url(json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode())


def in_url(raw: bytes) -> str:
    """Base64 as it may stand in an address, without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _derived(salt: str, what: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=bytes.fromhex(salt), info=what).derive(settings.SHARE_KEY.encode())
