"""Envelopes: what is written down encrypted, each with a key of its own (AES-256-GCM, NIST SP 800-38D).

An envelope is, in this order:

    magic        4   `ACE1`
    length       1   of the master key's name in bytes
    key name     n   which master key wrapped the content's key (ASCII)
    nonce       12   of the wrapping
    wrapped key 48   the content's 32-byte key under the master key, with its tag; associated data: `key\\0` and the place
    nonce       12   of the content
    content      …   ciphertext with its 16-byte tag; associated data: `content\\0` and the place

The place is said by whoever reads, never stored: `table/row/column`. An envelope moved to another row does not open. A key is
used for one content only, so that a nonce cannot repeat under it. A new master key wraps anew without touching the content.
"""

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core import secrets

MAGIC = b"ACE1"
KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
WRAPPED_BYTES = KEY_BYTES + TAG_BYTES


class NotReadable(Exception):
    """The envelope is damaged, belongs elsewhere, or was sealed under a master key that this installation does not have."""


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """`current` names the key that seals; every key in `keys` opens what it once sealed."""

    current: str
    keys: Mapping[str, bytes]


def place(table: str, row: object, column: str) -> str:
    """What an envelope is bound to."""
    return f"{table}/{row}/{column}"


def seal(content: bytes, at: str, *, keys: MasterKeys | None = None) -> bytes:
    """Encrypt `content` for the place `at`, under a new key of its own."""
    known = keys or master_keys()
    own = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
    nonce = os.urandom(NONCE_BYTES)
    return _head(known, own, at) + nonce + AESGCM(own).encrypt(nonce, content, _bound("content", at))


def open_sealed(envelope: bytes, at: str, *, keys: MasterKeys | None = None) -> bytes:
    """The content of an envelope sealed for `at`. Raises `NotReadable`."""
    own, rest = _own_key(envelope, at, keys or master_keys())
    try:
        return AESGCM(own).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], _bound("content", at))
    except (InvalidTag, ValueError) as wrong:
        raise NotReadable from wrong


def rewrap(envelope: bytes, at: str, *, keys: MasterKeys | None = None) -> bytes:
    """The same content under the current master key: for the day on which the master key is changed. Raises `NotReadable`."""
    known = keys or master_keys()
    if sealed_under(envelope) == known.current:
        return envelope
    own, rest = _own_key(envelope, at, known)
    return _head(known, own, at) + rest


def derived_key(purpose: str, *, keys: MasterKeys | None = None) -> bytes:
    """A key of 32 bytes for that purpose and no other, the same each time (HMAC-SHA256 under the current master key)."""
    known = keys or master_keys()
    return hmac.digest(known.keys[known.current], b"derived\0" + purpose.encode(), "sha256")


def sealed_under(envelope: bytes) -> str:
    """The name of the master key that wrapped the envelope's own. Raises `NotReadable`."""
    if envelope[:4] != MAGIC or len(envelope) < 5 + envelope[4]:
        raise NotReadable
    return envelope[5 : 5 + envelope[4]].decode("ascii", "replace")


def master_keys() -> MasterKeys:
    """The installation's master keys, the current one first in their file."""
    known = secrets.master_keys()
    return MasterKeys(next(iter(known)), known)


def _head(known: MasterKeys, own: bytes, at: str) -> bytes:
    name = known.current.encode("ascii")
    nonce = os.urandom(NONCE_BYTES)
    wrapped = AESGCM(known.keys[known.current]).encrypt(nonce, own, _bound("key", at))
    return MAGIC + bytes([len(name)]) + name + nonce + wrapped


def _own_key(envelope: bytes, at: str, known: MasterKeys) -> tuple[bytes, bytes]:
    master = known.keys.get(sealed_under(envelope))
    start = 5 + envelope[4]
    wrapped = envelope[start + NONCE_BYTES : start + NONCE_BYTES + WRAPPED_BYTES]
    if master is None or len(wrapped) != WRAPPED_BYTES:
        raise NotReadable
    try:
        own = AESGCM(master).decrypt(envelope[start : start + NONCE_BYTES], wrapped, _bound("key", at))
    except InvalidTag as wrong:
        raise NotReadable from wrong
    return own, envelope[start + NONCE_BYTES + WRAPPED_BYTES :]


def _bound(what: str, at: str) -> bytes:
    return f"{what}\0{at}".encode()
