"""Identifiers and other randomness, injected so that a seeded run gives the same caseload every time."""

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


def random_bits(bits: int) -> int:
    """`bits` unguessable bits, or from the seed where one is set."""
    seeded = _seeded.get()
    return secrets.randbits(bits) if seeded is None else seeded.getrandbits(bits)


def seed(randomness: random.Random | None) -> None:
    """Take identifiers from `randomness` in this context. For the demonstration caseload and tests only."""
    _seeded.set(randomness)


