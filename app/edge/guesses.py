"""How often somebody who types numbers may be wrong: a check that anyone may ask must not become a way to find out numbers.

Only wrong guesses count, by address; right ones, and what a camera reads, never. Kept in this process's memory and forgotten after ten
minutes, under a digest whose key dies with the process: nobody can read from it who asked. Several processes each count for themselves,
and behind a proxy that does not say for whom it asks all are one address: uvicorn takes that from `X-Forwarded-For` of the
proxies that its `FORWARDED_ALLOW_IPS` names.
"""

import hashlib
import ipaddress
import secrets
from collections import deque
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from fastapi import Request

from app.core.database import ReadSession
from app.core.errors import TooMany
from app.documents import public as documents
from app.overrides.public import shipped

T = TypeVar("T")

REMEMBERED = timedelta(minutes=10)
# A queue of people whose papers somebody types wrongly stays far below; a search for one of 10^8 numbers does not get far.
MOST_BY_ADDRESS = 20
# Of all addresses together. Beyond it nobody is shut out who has not been wrong: an address may err only twice.
MOST_BY_ALL = 2000
THEN_BY_ADDRESS = 2


class TooManyGuesses(TooMany):
    """Wrong too often of late."""

    message = "Demasiados números que no corresponden a ningún documento. Espere %(minutes)s min, o lea el código con la cámara."

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = max(1, int(wait.total_seconds()) + 1)
        super().__init__(minutes=-(-self.retry_after // 60))


class TooManyCertificates(TooManyGuesses):
    """Each is signed, which takes the server's time."""

    message = "Demasiadas constancias de una vez. Espere %(minutes)s min."


@dataclass
class Guesses:
    """The wrong ones of the last ten minutes."""

    most_by_address: int = MOST_BY_ADDRESS
    most_by_all: int = MOST_BY_ALL
    refusal: type[TooManyGuesses] = TooManyGuesses
    _by_address: dict[bytes, deque[datetime]] = field(default_factory=dict)
    _all: deque[datetime] = field(default_factory=deque)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def allow(self, address: str, now: datetime) -> None:
        """Raises `TooManyGuesses`."""
        self._forget(self._all, now)
        wrong = self._by_address.get(self._digest(address), deque())
        self._forget(wrong, now)
        most = self.most_by_address if len(self._all) < self.most_by_all else THEN_BY_ADDRESS
        if len(wrong) >= most:
            raise self.refusal(wrong[len(wrong) - most] + REMEMBERED - now)

    def failed(self, address: str, now: datetime) -> None:
        """That was wrong."""
        self._all.append(now)
        self._by_address.setdefault(self._digest(address), deque()).append(now)
        if len(self._by_address) > self.most_by_all:
            self._by_address = _living(self._by_address, now - REMEMBERED)

    @staticmethod
    def _forget(moments: deque[datetime], now: datetime) -> None:
        while moments and moments[0] <= now - REMEMBERED:
            moments.popleft()

    def _digest(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address).encode(), key=self._key, digest_size=16).digest()


def _living(by_address: Mapping[bytes, deque[datetime]], since: datetime) -> dict[bytes, deque[datetime]]:
    return {address: moments for address, moments in by_address.items() if moments and moments[-1] > since}


def _network(address: str) -> str:
    """One subscriber: an IPv4 address, or the 64 bits of an IPv6 one that a network gives to each."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))


def certificates() -> Guesses:
    """How many certificates an address may have made in ten minutes, counted in the same way."""
    return Guesses(most_by_address=10, most_by_all=500, refusal=TooManyCertificates)


def one_more_certificate(request: Request, db: ReadSession) -> None:
    """Count one. Raises `TooManyCertificates`."""
    made: Guesses = request.app.state.certificates
    address = request.client.host if request.client else ""
    made.allow(address, db.now())
    made.failed(address, db.now())


async def typed(request: Request, db: ReadSession, asked: str) -> documents.Checked:
    """By what somebody typed; wrong ones are counted. Raises `TooManyGuesses`."""
    guesses: Guesses = request.app.state.guesses
    address = request.client.host if request.client else ""
    guesses.allow(address, db.now())
    checked = await documents.check(db, asked, today=shipped().today(db.now()))
    if not checked.valid:
        guesses.failed(address, db.now())
    return checked


async def one_more_guess(request: Request, db: ReadSession, asked: Awaitable[T | None]) -> T | None:
    """What a typed code finds; codes that find nothing are counted. Raises `TooManyGuesses`."""
    guesses: Guesses = request.app.state.guesses
    address = request.client.host if request.client else ""
    guesses.allow(address, db.now())
    found = await asked
    if found is None:
        guesses.failed(address, db.now())
    return found
