"""A reader of SMART Health Links that knows the public standard and nothing of ours: payload, manifest, file (HL7, STU 1; RFC 7516)."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# (method, address, body or None) → (status, content type, body)
Web = Callable[[str, str, dict[str, Any] | None], tuple[int, str, bytes]]


class Refused(Exception):
    """The server said no: the status, and what it said."""

    def __init__(self, status: int, said: dict[str, Any]) -> None:
        super().__init__(status, said)
        self.status, self.said = status, said


@dataclass(frozen=True)
class Payload:
    """What stands in a link."""

    url: str
    key: bytes
    flag: str
    label: str
    exp: int | None


def plain(text: str) -> bytes:
    """Base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read(link: str) -> Payload:
    """The payload of a link, with or without the address of a viewer before it."""
    _, mark, coded = link.partition("shlink:/")
    assert mark, "not a SMART Health Link"
    told = json.loads(plain(coded))
    assert told.get("v", 1) == 1
    assert len(told["url"]) <= 128
    assert len(told["key"]) == 43
    assert len(told.get("label", "")) <= 80
    return Payload(told["url"], plain(told["key"]), told.get("flag", ""), told.get("label", ""), told.get("exp"))


def files(link: str, web: Web, *, recipient: str, passcode: str = "", longest: int | None = None) -> list[tuple[str, dict[str, Any]]]:
    """Every file of the link, unlocked: (content type, content)."""
    payload = read(link)
    asked: dict[str, Any] = {"recipient": recipient}
    if "P" in payload.flag:
        asked["passcode"] = passcode
    if longest is not None:
        asked["embeddedLengthMax"] = longest
    status, kind, body = web("POST", payload.url, asked)
    if status != 200:
        raise Refused(status, json.loads(body) if kind.startswith("application/json") else {})
    assert kind.startswith("application/json")
    found = []
    for one in json.loads(body)["files"]:
        locked = one.get("embedded")
        if locked is None:
            status, kind, body = web("GET", one["location"], None)
            if status != 200:
                raise Refused(status, {})
            assert kind == "application/jose"
            locked = body.decode("ascii")
        elif longest is not None:
            assert len(locked) <= longest
        found.append((one["contentType"], unlocked(locked, payload.key)))
    return found


def unlocked(locked: str, key: bytes) -> dict[str, Any]:
    """The content of a compact JSON Web Encryption locked directly with this key."""
    header, wrapped, nonce, content, tag = locked.split(".")
    told = json.loads(plain(header))
    assert (told["alg"], told["enc"], wrapped) == ("dir", "A256GCM", "")
    assert told["cty"].startswith("application/fhir+json")
    made = json.loads(AESGCM(key).decrypt(plain(nonce), plain(content) + plain(tag), header.encode("ascii")))
    assert isinstance(made, dict)
    return made
