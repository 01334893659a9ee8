"""The list of states: two bits for each of a million documents, signed, so that who has no line knows what was revoked.

Token Status List (draft-ietf-oauth-status-list-17, CWT form). 0 valid, 1 invalid, 2 suspended, and 3, which the draft leaves to
the application: valid although the last day printed on the paper has passed. No end is in it: a document that an appeal keeps
alive reads 3, and how long yet is nobody's business.
"""

import asyncio
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
from sqlalchemy import text

from app.core.database import Session
from app.core.errors import NotFound
from app.documents.tokens import keys
from app.documents.tokens.token import ISSUER, UNTIL, sign1
from app.settings import settings

MEDIA_TYPE = "application/statuslist+cwt"
IN_A_LIST = 2**20
BITS = 2
VALID, INVALID, SUSPENDED, EXTENDED = range(4)
# A list is made anew when it is older and somebody asks; caches may keep it for as long.
FRESH = timedelta(minutes=2)
# How long who has no line may rely on one.
LASTS = timedelta(days=7)
_SUBJECT, _MADE, _STATUS_LIST, _TTL = 2, 6, 65533, 65534
_STATES = text("select place, state from document_states(:list, :today, :until)")
_ADDRESS = "/.well-known/document-status"


@dataclass(frozen=True, slots=True)
class StatusList:
    content: bytes
    made: datetime
    etag: str


@dataclass
class _Kept:
    """This process's lists; one request makes a list, the others wait for it."""

    lists: dict[tuple[int, str], StatusList] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


def packed(states: Iterable[tuple[int, int]]) -> bytes:
    """The states of a list's places, two bits each, the first in the lowest (section 4 of the draft)."""
    bits = bytearray(IN_A_LIST * BITS // 8)
    for place, state in states:
        bits[place >> 2] |= state << ((place & 3) << 1)
    return bytes(bits)


def etag_of(content: bytes) -> str:
    """The strong validator of what is served (RFC 9110, 8.8.3)."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def address_of(number: int) -> str:
    return f"{settings().public_base_url.rstrip('/')}{_ADDRESS}/{number}"


def written(states: bytes, number: int, signing: keys.Signing, issuer: str, made: datetime) -> bytes:
    """The list as a signed CWT."""
    seconds = int(made.timestamp())
    claims: dict[int, Any] = {
        ISSUER: issuer,
        _SUBJECT: address_of(number),
        _MADE: seconds,
        UNTIL: seconds + int(LASTS.total_seconds()),
        _TTL: int(FRESH.total_seconds()),
        _STATUS_LIST: {"bits": BITS, "lst": _compressed(states)},
    }
    return sign1(cbor2.dumps(claims), signing.private_pem, signing.kid, typ=MEDIA_TYPE)


def _compressed(states: bytes) -> bytes:
    """The shortest that DEFLATE makes of it: states in no order repeat nothing, and are best coded letter by letter."""
    ways = (zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY)
    packers = [zlib.compressobj(9, zlib.DEFLATED, 15, 9, way) for way in ways]
    return min((packer.compress(states) + packer.flush() for packer in packers), key=len)


async def status_list(db: Session, number: int, *, issuer: str) -> StatusList:
    """The list of that number, at most `FRESH` old. Raises `NotFound` for one that has not begun."""
    if not 0 <= number < await status_lists(db):
        raise NotFound
    kept: _Kept = db.kept.setdefault(_Kept, _Kept())
    key = (number, issuer)
    async with kept.lock:
        found = kept.lists.get(key)
        if found is None or not timedelta() <= db.now() - found.made < FRESH:
            found = kept.lists[key] = await _made(db, number, issuer)
    return found


async def status_lists(db: Session) -> int:
    """How many lists there are; each holds a million places."""
    count: int = await db.scalar(text("select status_lists()"))
    return count


async def _made(db: Session, number: int, issuer: str) -> StatusList:
    made, signing = db.now().replace(microsecond=0), await keys.signing(db)
    today = made.astimezone(UTC).date() - timedelta(days=1)
    values = {"list": number, "today": today, "until": today + LASTS}
    states = [(row.place, row.state) for row in await db.rows(_STATES, values)]
    content = await asyncio.to_thread(lambda: written(packed(states), number, signing, issuer, made))
    return StatusList(content, made, etag_of(content))
