"""Identifiers and other randomness, injected so that a seeded run gives the same caseload every time."""

import base64
import random
import secrets
from contextvars import ContextVar
from uuid import UUID

from uuid_utils.compat import uuid7

_seeded: ContextVar[random.Random | None] = ContextVar("seeded_randomness", default=None)


def new_id() -> UUID:
    """A new identifier: time-ordered (UUIDv7, RFC 9562), or from the seed where one is set."""
    seeded = _seeded.get()
    if seeded is None:
        return uuid7()
    return UUID(int=seeded.getrandbits(128), version=4)


def random_below(limit: int) -> int:
    """An unguessable number under `limit`, or from the seed where one is set."""
    seeded = _seeded.get()
    return secrets.randbelow(limit) if seeded is None else seeded.randrange(limit)


def random_code() -> str:
    """128 unguessable bits as 22 characters that fit an address, or from the seed where one is set."""
    seeded = _seeded.get()
    raw = secrets.token_bytes(16) if seeded is None else seeded.randbytes(16)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def seed(randomness: random.Random | None) -> None:
    """Take identifiers from `randomness` in this context. For the demonstration caseload and tests only."""
    _seeded.set(randomness)
