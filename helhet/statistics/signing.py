"""Files that come from whom they say: signed with the installation's own key (Ed25519), and refused whole when anything is another."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from helhet.organisation.rules import N_

from .sharing import canonical

_LARGEST = 200_000


class Unsigned(Exception):
    """A file is not what somebody signed: what is wrong, as a sentence."""


@dataclass(frozen=True)
class Signed:
    """A file's content, and whose key it was signed with."""

    content: Mapping[str, Any]
    key: str
    digest: str

    @property
    def fingerprint(self) -> str:
        """The key as people read it to each other on the telephone."""
        return fingerprint(self.key)


def private_key(secret: str) -> Ed25519PrivateKey:
    """The installation's signing key: it follows from the installation's secret, and is kept nowhere else."""
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(secret.encode(), b"helhet statistics: signing", "sha256"))


def public_key(secret: str) -> str:
    """The key others hold our files against."""
    return base64.b64encode(private_key(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def fingerprint(key: str) -> str:
    """Sixteen signs in fours."""
    digest = hashlib.sha256(base64.b64decode(key)).hexdigest()[:16]
    return " ".join(digest[place : place + 4] for place in range(0, 16, 4))


def sign(content: Mapping[str, Any], secret: str) -> bytes:
    """The file: the content, the key, and the signature over the content."""
    signature = base64.b64encode(private_key(secret).sign(canonical(content))).decode()
    whole = {"content": content, "key": public_key(secret), "signature": signature}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def opened(file: bytes) -> Signed:
    """The content of a file whose signature holds. Raises `Unsigned`."""
    if len(file) > _LARGEST:
        raise Unsigned(N_("Filen er større enn noen slik fil."))
    try:
        whole = json.loads(file)
        content, key, signature = whole["content"], whole["key"], whole["signature"]
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), canonical(content))
    except InvalidSignature:
        raise Unsigned(N_("Signaturen stemmer ikke: filen er endret etter at den ble signert, eller signert av en annen.")) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unsigned(N_("Det er ingen signert fil.")) from None
    if whole.keys() != {"content", "key", "signature"}:
        raise Unsigned(N_("Filen har med mer enn det som er signert."))
    return Signed(content, key, hashlib.sha256(file).hexdigest())
