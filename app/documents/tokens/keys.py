"""The keys that sign documents: one at a time for the deployment, one for each laptop that prints where there is no line.

The public halves are rows; the private ones are files (app/core/secrets.py) or never leave their laptop. Which key signs is read
from the rows at each signature, so that every process of the server follows a rotation in the moment it is committed.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import bindparam

from app.core import secrets
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Conflict, Invalid, NotFound
from app.documents.tokens.models import SigningKey
from app.identity.public import demand

DEPLOYMENT = "deployment"
# How long what a key has signed is believed: longer than any paper lives. A key is to be changed every year.
BELIEVED_FOR = timedelta(days=3653)
_KID_BYTES = 8
_COORDINATE_BYTES = 32
_FIRST = text("select first_signing_key(:kid, :key, :at, :ends)").bindparams(bindparam("key", type_=JSONB))


class NoSigningKey(Conflict):
    """The key that signs is on another machine: `signing_keys_dir` is not the folder that the servers share."""

    message = "Este servidor no tiene la llave con que se firman los documentos. Avise a la administración."


class AlreadyRevoked(Conflict):
    message = "Esa llave ya está revocada."


@dataclass(frozen=True, slots=True)
class Signing:
    """The key that signs now."""

    kid: bytes
    private_pem: bytes


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as administrators see it and checkers get it. `signs` is said of the one that the deployment signs with now."""

    kid: str
    issuer: str
    x: str
    y: str
    since: datetime
    until: datetime
    revoked_at: datetime | None
    revoked_because: str | None
    signs: bool
    # Whether this machine has the private half.
    here: bool


async def signing(db: Session) -> Signing:
    """The deployment's key; the first is made here. Raises `NoSigningKey`."""
    noted: Signing | None = db.noted.get(Signing)
    if noted is None:
        kid = await _signing_kid(db) or await _first(db)
        private_pem = secrets.signing_key(kid)
        if private_pem is None:
            raise NoSigningKey
        noted = db.noted[Signing] = Signing(raw_kid(kid), private_pem)
    return noted


async def rotate_key(db: Session, actor: Actor, *, until: datetime | None = None) -> str:
    """A new key signs from now on; papers in people's hands keep theirs until its end. The new key's identifier."""
    demand(actor, "key.manage")
    private_pem = secrets.new_pem()
    public = public_jwk(private_pem)
    kid = kid_of(public)
    # The file first: a row that is committed always has its file; a file without a row is no key.
    secrets.keep_signing_key(kid, private_pem)
    key = SigningKey(
        kid=kid,
        issuer=DEPLOYMENT,
        public_key=public,
        since=db.now(),
        until=until or db.now() + BELIEVED_FOR,
        created_by=actor.user_id,
        revoked_at=None,
        revoked_by=None,
        revoked_because=None,
    )
    db.add(key)
    await db.flush()
    db.noted.pop(Signing, None)
    return kid


async def enrol_key(
    db: Session, actor: Actor, *, issuer: str, jwk: Mapping[str, Any], until: datetime
) -> str:
    """Believe what a laptop (`laptop:` and its identifier) signs with this public key, until then. The key's identifier.

    The same key again is the same identifier. Raises `Invalid` at `public_key` for what is no P-256 public key.
    """
    demand(actor, "key.enrol")
    if not issuer.startswith("laptop:"):
        raise ValueError(issuer)
    public = _checked(jwk)
    kid = kid_of(public)
    existing = await db.get(SigningKey, kid)
    if existing is not None:
        if existing.issuer != issuer:
            raise Invalid.at("public_key", "used", "Esa llave es de otro equipo.")
        return kid
    key = SigningKey(
        kid=kid,
        issuer=issuer,
        public_key=public,
        since=db.now(),
        until=until,
        created_by=actor.user_id,
        revoked_at=None,
        revoked_by=None,
        revoked_because=None,
    )
    db.add(key)
    await db.flush()
    return kid


async def revoke_key(db: Session, actor: Actor, kid: str, *, because: str) -> None:
    """Whatever that key has signed is believed no longer. Raises `NotFound`, `AlreadyRevoked`.

    Where it was the one that signs, another takes its place at once.
    """
    key = await db.locked(SigningKey, kid)
    if key is None:
        raise NotFound
    demand(actor, "key.manage" if key.issuer == DEPLOYMENT else "key.enrol")
    if not because.strip():
        raise Invalid.at("because", "required", "Diga por qué.")
    if key.revoked_at is not None:
        raise AlreadyRevoked
    key.revoked_at, key.revoked_by, key.revoked_because = db.now(), actor.user_id, because.strip()
    await db.flush()
    db.noted.pop(Signing, None)
    if key.issuer == DEPLOYMENT and await _signing_kid(db) is None:
        await rotate_key(db, actor)


async def keys(db: ReadSession) -> list[KeyView]:
    """Every key there ever was, the newest first."""
    signs = await _signing_kid(db)
    rows = await db.scalars(select(SigningKey).order_by(SigningKey.since.desc(), SigningKey.kid))
    return [
        KeyView(
            k.kid,
            k.issuer,
            str(k.public_key["x"]),
            str(k.public_key["y"]),
            k.since,
            k.until,
            k.revoked_at,
            k.revoked_because,
            k.kid == signs,
            secrets.signing_key(k.kid) is not None,
        )
        for k in rows
    ]


def public_jwk(private_pem: bytes) -> dict[str, object]:
    """The public half of a private key in PEM, as a JSON Web Key."""
    key = load_pem_private_key(private_pem, password=None)
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError("a key that signs documents is a P-256 private key")  # noqa: TRY004 - the value is wrong, its type is a file
    numbers = key.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}


def kid_of(jwk: Mapping[str, object]) -> str:
    """The key's identifier: the first eight bytes of its thumbprint (RFC 7638), as Base64url."""
    members = f'{{"crv":"P-256","kty":"EC","x":"{jwk["x"]}","y":"{jwk["y"]}"}}'
    return to_base64url(hashlib.sha256(members.encode()).digest()[:_KID_BYTES])


def raw_kid(kid: str) -> bytes:
    return from_base64url(kid)


def to_base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _checked(jwk: Mapping[str, Any]) -> dict[str, object]:
    try:
        x, y = from_base64url(jwk["x"]), from_base64url(jwk["y"])
        named = jwk["kty"] == "EC" and jwk["crv"] == "P-256" and {len(x), len(y)} == {_COORDINATE_BYTES}
        # Refuses a point that is not on the curve.
        EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), SECP256R1()).public_key()
    except (KeyError, ValueError, TypeError, AttributeError):
        named = False
    if not named:
        raise Invalid.at("public_key", "p256", "No es una llave pública P-256.")
    return {"kty": "EC", "crv": "P-256", "x": to_base64url(x), "y": to_base64url(y)}


def _coordinate(value: int) -> str:
    return to_base64url(value.to_bytes(_COORDINATE_BYTES))


async def _signing_kid(db: ReadSession) -> str | None:
    k, now = SigningKey, db.now()
    statement = (
        select(k.kid)
        .where(k.issuer == DEPLOYMENT, k.revoked_at.is_(None), k.since <= now, k.until > now)
        .order_by(k.since.desc(), k.kid)
        .limit(1)
    )
    found: str | None = await db.scalar(statement)
    return found


async def _first(db: Session) -> str:
    private_pem = secrets.new_pem()
    public = public_jwk(private_pem)
    kid = kid_of(public)
    secrets.keep_signing_key(kid, private_pem)
    values = {"kid": kid, "key": public, "at": db.now(), "ends": db.now() + BELIEVED_FOR}
    won: str = await db.scalar(_FIRST, values)
    return won
