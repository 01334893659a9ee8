"""The token in a document's QR code: COSE_Sign1 (RFC 9052, ES256) over CWT claims (RFC 8392), zlib, Base45 (RFC 9285).

`ACO1:` and 250 or so characters. The camera of any telephone reads the check page's address with the token behind `#`, which
a browser never sends to a server. Pure: whose key, and what the answer means, is said elsewhere.
"""

import base64
import re
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import base45  # type: ignore[import-untyped]
import cbor2
from cryptography.utils import CryptographyDeprecationWarning

with warnings.catch_warnings():
    # It reads through every algorithm of its library, also those that nobody should use any more.
    warnings.simplefilter("ignore", CryptographyDeprecationWarning)
    from cwt import COSE, COSEKey

PREFIX = "ACO1:"
ALGORITHM, KEY_ID, ES256 = 1, 4, -7
ISSUER, UNTIL, FROM = 1, 4, 5
COSE_SIGN1 = 18
# For private use (RFC 8392, 9.1): [number, initials, kind, may work, index in the status list].
DOCUMENT = -65537
# What a kind is called in the token. Only ever added to: papers in people's hands carry the positions. As in document_token.js.
KINDS = (
    "applicant_document",
    "refugee_card",
    "refugee_permit",
    "refugee_residence",
    "admitted_card",
    "humanitarian_card",
    "child_card",
    "residence_card",
    "travel_document",
)
# More than any token unpacks to; a bomb stops here.
LARGEST = 2048
# Four thousand lists of a million places each.
MOST_PLACES = 4096 * 2**20
# What a QR code of version 13 holds at level Q (ISO/IEC 18004, table 7).
CODE_BITS = 1952
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")


class NotAToken(ValueError):
    """What was read is no token of this product, or not a whole one."""


class WrongSignature(ValueError):
    """A token that its key did not sign: changed, or made by somebody else."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says. `valid_until` is the last day, in the zone of who issued; `index` its place in the status list."""

    issuer: str
    number: str
    initials: str
    kind: str
    may_work: bool
    valid_from: date
    valid_until: date
    index: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A token that can be read; nobody has looked at its signature yet."""

    kid: bytes
    message: bytes
    claims: Claims
    # The first moment, and the first one after the end.
    starts: datetime
    ends: datetime


def signed(claims: Claims, private_pem: bytes, kid: bytes, zone: ZoneInfo) -> str:
    """The token for `claims`, signed with the P-256 key in PEM whose identifier is `kid`."""
    payload = {
        ISSUER: claims.issuer,
        UNTIL: _seconds(claims.valid_until + timedelta(days=1), zone),
        FROM: _seconds(claims.valid_from, zone),
        DOCUMENT: [
            int(claims.number) if _NUMBER.fullmatch(claims.number) else claims.number,
            "".join(part[0] for part in claims.initials.split()),
            KINDS.index(claims.kind) if claims.kind in KINDS else claims.kind,
            claims.may_work,
            claims.index,
        ],
    }
    packed = zlib.compress(sign1(cbor2.dumps(payload), private_pem, kid), 9)
    letters: bytes = base45.b45encode(packed)
    return PREFIX + letters.decode()


def sign1(payload: bytes, private_pem: bytes, kid: bytes, *, typ: str | None = None) -> bytes:
    """`payload` as a tagged COSE_Sign1 message, algorithm and key identifier in the protected header."""
    protected: dict[int, Any] = {ALGORITHM: ES256, KEY_ID: kid}
    if typ:
        protected[16] = typ
    key = COSEKey.from_pem(private_pem, kid=kid, alg="ES256")
    return bytes(COSE.new().encode(payload, key, protected=protected))


def opened(text: str, zone: ZoneInfo) -> Opened:
    """Read a token, bare or in an address, without believing it yet. Raises `NotAToken`."""
    found = bare(text)
    try:
        return _read(found.removeprefix(PREFIX), zone)
    except Exception as unreadable:
        raise NotAToken from unreadable


def proved(token: Opened, public_jwk: Mapping[str, object]) -> Claims:
    """The claims, once that public key has proved to have signed them. Raises `WrongSignature`."""
    try:
        COSE.new().decode(token.message, _cose_key(token.kid, public_jwk))
    except Exception as wrong:
        raise WrongSignature from wrong
    return token.claims


def bare(text: str) -> str:
    """The token in what a camera read: the text itself, or what stands behind `#` in an address. Raises `NotAToken`."""
    _before, mark, behind = text.partition("#")
    found = unquote(behind) if mark else text
    if not found.startswith(PREFIX):
        raise NotAToken
    return found


def address(token: str, page: str) -> str:
    """What the QR code holds: the check page's address with the token in it, or, where that is too much for it, the token alone.

    What an address may not hold is escaped with characters that QR packs tightly.
    """
    escaped = token.replace("%", "%25").replace(" ", "%20")
    # A part in bytes and one in QR's own letters, each with its mode and its count (ISO/IEC 18004, 7.4).
    bits = 4 + 16 + 8 * len(f"{page}#") + 4 + 11 + (11 * len(escaped) + 1) // 2
    return f"{page}#{escaped}" if bits <= CODE_BITS else token


def _read(letters: str, zone: ZoneInfo) -> Opened:
    packed = zlib.decompressobj()
    message = packed.decompress(base45.b45decode(letters), LARGEST)
    envelope = cbor2.loads(message)
    protected, payload = cbor2.loads(envelope.value[0]), cbor2.loads(envelope.value[2])
    if not packed.eof or envelope.tag != COSE_SIGN1 or protected[ALGORITHM] != ES256:
        raise NotAToken
    return _understood(protected[KEY_ID], message, payload, zone)


def _understood(kid: bytes, message: bytes, payload: dict[int, Any], zone: ZoneInfo) -> Opened:
    number, initials, kind, may_work, index = payload[DOCUMENT]
    if not 0 <= int(index) < MOST_PLACES:
        raise NotAToken
    starts, ends = (datetime.fromtimestamp(payload[claim], UTC) for claim in (FROM, UNTIL))
    claims = Claims(
        issuer=str(payload[ISSUER]),
        number=str(number),
        initials=" ".join(f"{letter}." for letter in str(initials)),
        kind=KINDS[kind] if isinstance(kind, int) else str(kind),
        may_work=may_work is True,
        valid_from=starts.astimezone(zone).date(),
        valid_until=(ends - timedelta(seconds=1)).astimezone(zone).date(),
        index=int(index),
    )
    return Opened(bytes(kid), message, claims, starts, ends)


def _cose_key(kid: bytes, jwk: Mapping[str, object]) -> Any:
    x, y = (base64.urlsafe_b64decode(f"{jwk[name]}=") for name in ("x", "y"))
    return COSEKey.new({1: 2, 2: kid, 3: ES256, -1: 1, -2: x, -3: y})


def _seconds(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time.min, zone).timestamp())
