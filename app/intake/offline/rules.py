"""Clocks, order and limits of what laptops send. Pure."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

# A laptop's clock is off when the difference is more than what a message takes on a bad line.
TOLERATED = timedelta(minutes=2)
KEY_LASTS = timedelta(days=365)
LONGEST_LABEL = 60
MOST_ITEMS_A_DAY = 300
# A key on the curve P-256 as a browser exports it (RFC 7517, RFC 7518 §6.2).
_JWK = {"kty": "EC", "crv": "P-256"}


def skew(sent_at: datetime, received_at: datetime) -> timedelta:
    """How far ahead of the server's the laptop's clock is. Negative: behind."""
    return sent_at - received_at


def happened_at(typed_at: datetime, sent_at: datetime, received_at: datetime) -> datetime:
    """When it was typed by the server's clock: set right where the laptop's is off, and never later than it came."""
    off = skew(sent_at, received_at)
    set_right = typed_at - off if abs(off) > TOLERATED else typed_at
    return min(set_right, received_at)


def next_wanted(numbers: Iterable[int]) -> int:
    """The first place in the order that has not come."""
    known = set(numbers)
    wanted = 1
    while wanted in known:
        wanted += 1
    return wanted


def digest(content: Mapping[str, Any]) -> str:
    """What makes two sendings the same item: everything but when it was sent."""
    said = {name: value for name, value in content.items() if name != "sent_at"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def is_public_key(jwk: Mapping[str, Any]) -> bool:
    """Only the public half of a key on P-256, and nothing beside it that could be secret."""
    parts = (jwk.get("x"), jwk.get("y"))
    return (
        all(jwk.get(name) == value for name, value in _JWK.items())
        and all(isinstance(part, str) and len(part) == 43 for part in parts)
        and "d" not in jwk
    )


def key_id(jwk: Mapping[str, Any]) -> str:
    """The key's name: the first eight bytes of its thumbprint (RFC 7638), as Base64url."""
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()[:8]).decode().rstrip("=")
