"""Keys from files. Where a setting names none, one is made in `var/secrets` with mode 0600: right for one machine and for a demonstration."""

import base64
import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.settings import settings

SEAL_LASTS = timedelta(days=3653)

_MASTER_BYTES = 32


def token_key() -> bytes:
    """The P-256 private key that signs access tokens, in PEM."""
    return _kept(settings().jwt_private_key_file, "token-key.pem", new_pem)


def document_key() -> bytes:
    """The secret that shuffles document numbers. It must never change: another key could give a number twice."""
    return _kept(settings().document_key_file, "document-numbers.key", lambda: secrets.token_bytes(32))


def session_key() -> bytes:
    """What makes names that hold for one sitting and mean nothing in another; with another key, the old ones end."""
    return _kept(settings().session_secret_file, "session.key", lambda: secrets.token_bytes(32))


def keep_signing_key(kid: str, private_pem: bytes) -> None:
    """Keep the private half of a key that signs documents, in a file that is named after it and never written again."""
    directory = settings().signing_keys_dir or settings().secrets_dir / "signing-keys"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(directory / f"{kid}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private_pem)
        file.flush()
        os.fsync(file.fileno())


def signing_key(kid: str) -> bytes | None:
    """The private half in PEM; `None` where this machine does not have it."""
    directory = settings().signing_keys_dir or settings().secrets_dir / "signing-keys"
    try:
        return (directory / f"{kid}.pem").read_bytes()
    except FileNotFoundError:
        return None


def seal_pem(now: datetime, *, name: str) -> bytes:
    """The certificate and the private key that seal a PDF, in PEM; one of our own making vouches for itself alone."""
    return _kept(settings().seal_file, "seal.pem", lambda: _self_signed(now, name))


def signing_authority_pem(now: datetime, *, name: str) -> bytes:
    """The certificate and the private key that issue signatories' certificates, where the deployment has no other authority."""
    return _kept(
        settings().signing_authority_file, "signing-authority.pem", lambda: _self_signed(now, name, ca=True)
    )


def _self_signed(now: datetime, name: str, *, ca: bool = False) -> bytes:
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    usage = x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + SEAL_LASTS)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM) + private


def new_pem() -> bytes:
    """A new P-256 private key."""
    key = generate_private_key(SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def master_keys() -> dict[str, bytes]:
    """The keys that wrap every other, by name; the first one wraps what is new, the others open what they once wrapped.

    The file has a line `name key` for each, the key's 32 bytes in Base64; a file of exactly 32 bytes is one key. To change the
    master key, put a new line on top.
    """
    raw = _kept(settings().master_key_file, "master.keys", _new_master)
    if len(raw) == _MASTER_BYTES:
        return {hashlib.sha256(raw).hexdigest()[:8]: raw}
    lines = [line.split() for line in raw.decode("ascii").splitlines() if line.strip()]
    keys = {name: base64.b64decode(key, validate=True) for name, key in lines}
    if not keys or any(len(key) != _MASTER_BYTES for key in keys.values()):
        raise ValueError("the master key file has no key of 32 bytes")
    return keys


def _new_master() -> bytes:
    key = secrets.token_bytes(_MASTER_BYTES)
    return f"{hashlib.sha256(key).hexdigest()[:8]} {base64.b64encode(key).decode()}\n".encode()


def _kept(configured: Path | None, name: str, make: Callable[[], bytes]) -> bytes:
    if configured is not None:
        return configured.read_bytes()
    directory = settings().secrets_dir
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / name
    if not path.exists():
        # Written aside and linked: of two processes that start together one makes the key, and neither reads half of it.
        aside = directory / f".{name}.{secrets.token_hex(8)}"
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        aside.unlink()
    return path.read_bytes()
