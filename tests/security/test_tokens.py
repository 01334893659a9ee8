"""Access tokens: only ours, only valid ones, by exactly one algorithm (CVE-2026-85394)."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from jose import jwt

from app.core.secrets import token_key
from app.identity.public import TokenClaims, TokenRefused, Tokens
from tests.world import MORNING

LIFETIME = timedelta(minutes=10)


def coded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def payload(**changes: Any) -> dict[str, Any]:
    claims = {
        "iss": "acogida",
        "aud": "acogida-api",
        "sub": str(uuid4()),
        "iat": int(MORNING.timestamp()),
        "exp": int((MORNING + LIFETIME).timestamp()),
        "scope": "removal.check",
    } | changes
    return {name: value for name, value in claims.items() if value is not None}


def by_hmac(secret: bytes, algorithm: str = "HS256") -> str:
    signed = f"{coded(json.dumps({'alg': algorithm, 'typ': 'JWT'}).encode())}.{coded(json.dumps(payload()).encode())}"
    return f"{signed}.{coded(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


@pytest.fixture
def pem() -> bytes:
    return token_key()


@pytest.fixture
def tokens(pem: bytes) -> Tokens:
    return Tokens(pem, LIFETIME)


def test_a_token_of_ours_says_who_and_what(tokens: Tokens) -> None:
    claims = TokenClaims(uuid4(), uuid4(), frozenset())
    assert tokens.read(tokens.issue(claims, MORNING), MORNING) == claims


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_the_public_key_is_no_hmac_secret(tokens: Tokens, pem: bytes, encoding: Encoding) -> None:
    public = (
        load_pem_private_key(pem, None).public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
    )
    for algorithm in ("HS256", "HS384", "ES256"):
        with pytest.raises(TokenRefused):
            tokens.read(by_hmac(public, algorithm), MORNING)


def test_an_unsigned_token_is_refused(tokens: Tokens) -> None:
    for algorithm in ("none", "None", "NONE"):
        header = coded(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
        for signature in ("", "x"):
            with pytest.raises(TokenRefused):
                tokens.read(f"{header}.{coded(json.dumps(payload()).encode())}.{signature}", MORNING)


def test_another_key_is_refused(tokens: Tokens) -> None:
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(TokenRefused):
        tokens.read(Tokens(other, LIFETIME).issue(TokenClaims(uuid4(), None, frozenset()), MORNING), MORNING)


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(MORNING.timestamp())},
        {"exp": None},
        {"exp": "never"},
        {"aud": "another-service"},
        {"aud": None},
        {"iss": "somebody"},
        {"iss": None},
        {"sub": None},
        {"sub": "root"},
        {"grant": "no-uuid"},
        {"scope": 7},
    ],
)
def test_a_claim_that_is_wrong_or_missing_is_refused(
    tokens: Tokens, pem: bytes, changes: dict[str, Any]
) -> None:
    signed = jwt.encode(payload(**changes), pem.decode(), algorithm="ES256")
    with pytest.raises(TokenRefused):
        tokens.read(signed, MORNING)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "ñ.ñ.ñ", "null.null.null", "e30.e30.", "[]" * 3, "\0", "x" * 9000]
)
def test_what_is_no_token_is_refused(tokens: Tokens, text: str) -> None:
    with pytest.raises(TokenRefused):
        tokens.read(text, MORNING)


def test_a_signature_that_was_touched_is_refused(tokens: Tokens) -> None:
    head, body, signature = tokens.issue(TokenClaims(uuid4(), None, frozenset()), MORNING).split(".")
    for changed in (
        f"{head}.{body}.{signature[::-1]}",
        f"{head}.{coded(json.dumps(payload()).encode())}.{signature}",
    ):
        with pytest.raises(TokenRefused):
            tokens.read(changed, MORNING)
