"""The public keys, as anyone may fetch them: a JSON Web Key Set (RFC 7517) and a COSE key set (RFC 9052, section 7)."""

from typing import Any

import cbor2

from app.core.database import Session
from app.documents.tokens import keys, status_list


async def json_key_set(db: Session, *, issuer: str, time_zone: str) -> dict[str, Any]:
    """Every key whose papers may be in somebody's hands; a revoked one says so, for silence would read as a key not yet known.

    `exp` and `revoked` are seconds; `time_zone` is where the days on papers begin, `status_lists` where the lists are.
    """
    found = [key for key in await keys.keys(db) if key.until > db.now()]
    return {
        "issuer": issuer,
        "time_zone": time_zone,
        "status_lists": [
            status_list.address_of(number) for number in range(await status_list.status_lists(db))
        ],
        "keys": [_jwk(key) for key in found],
    }


async def cose_key_set(db: Session) -> bytes:
    """The keys that are not revoked, in CBOR."""
    found = [key for key in await keys.keys(db) if key.until > db.now() and key.revoked_at is None]
    return cbor2.dumps(
        [
            {
                1: 2,
                2: keys.raw_kid(k.kid),
                3: -7,
                -1: 1,
                -2: keys.from_base64url(k.x),
                -3: keys.from_base64url(k.y),
            }
            for k in found
        ]
    )


def _jwk(key: keys.KeyView) -> dict[str, Any]:
    jwk: dict[str, Any] = {
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key.kid, "x": key.x, "y": key.y,
        "issuer": "deployment" if key.issuer == keys.DEPLOYMENT else "laptop",
        "nbf": int(key.since.timestamp()), "exp": int(key.until.timestamp()),
    }  # fmt: skip
    return jwk | ({"revoked": int(key.revoked_at.timestamp())} if key.revoked_at else {})
