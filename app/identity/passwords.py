"""Password hashing: Argon2id with the library's current parameters (RFC 9106, low-memory profile)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Compare. Takes the same time when there is no such user."""
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except VerifyMismatchError:
        return False
    return password_hash is not None


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
