"""Access tokens (RFC 7519, ES256). The only module that touches python-jose.

python-jose 3.5.0 takes a DER-encoded public key for an HMAC secret when several algorithms are allowed (CVE-2026-85394): so exactly one
algorithm is allowed, and the keys come from PEM files only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from jose import JWTError, jwt

from app.identity.errors import TokenRefused

ALGORITHM = "ES256"
ISSUER = "acogida"
AUDIENCE = "acogida-api"


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """`subject` is a user or a machine client; `grant` the role grant acted under, for users."""

    subject: UUID
    grant: UUID | None
    scopes: frozenset[str]


class Tokens:
    """Issues and reads access tokens with one key pair."""

    def __init__(self, private_pem: bytes, lifetime: timedelta) -> None:
        key = load_pem_private_key(private_pem, password=None)
        if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
            raise ValueError("the token key must be a P-256 private key in PEM")  # noqa: TRY004 - the value is wrong, its type is a file
        self._private = private_pem.decode()
        self._public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.lifetime = lifetime

    def issue(self, claims: TokenClaims, now: datetime) -> str:
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(claims.subject),
            "iat": int(now.timestamp()),
            "exp": int((now + self.lifetime).timestamp()),
            "scope": " ".join(sorted(claims.scopes)),
        }
        if claims.grant:
            payload["grant"] = str(claims.grant)
        return jwt.encode(payload, self._private, algorithm=ALGORITHM)

    def read(self, token: str, now: datetime) -> TokenClaims:
        """The token's claims. Raises `TokenRefused` for anything but a valid, unexpired token of ours."""
        required = {f"require_{name}": True for name in ("iss", "aud", "sub")}
        # The library compares `exp` with the machine's clock; the injected one decides below, and demands it, too.
        options = {**required, "verify_exp": False}
        try:
            payload = jwt.decode(
                token, self._public, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options=options
            )
            if payload["exp"] <= now.timestamp():
                raise TokenRefused
            grant = payload.get("grant")
            return TokenClaims(
                UUID(payload["sub"]),
                UUID(grant) if grant else None,
                frozenset(payload.get("scope", "").split()),
            )
        except (JWTError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TokenRefused from error
