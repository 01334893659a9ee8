"""Opening somebody's key for one signature. What is typed for it is kept nowhere."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pkcs11
from asn1crypto import x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign import signers
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from sqlalchemy import select

from app.core import crypto, storage
from app.core.database import ReadSession
from app.core.errors import Invalid, Unavailable
from app.decisions.signing.models import SigningCertificate
from app.settings import settings


class NoToken(Unavailable):
    message = "No se encontró el dispositivo con su llave. Conéctelo, y avise a quien administra el servidor."


@dataclass(frozen=True, slots=True)
class Opened:
    """A key that is ready to sign once."""

    certificate_id: UUID
    fingerprint: str
    means: str
    signer: signers.Signer


async def current(db: ReadSession, user_id: UUID) -> SigningCertificate | None:
    """The certificate that somebody signs with now, also when it has expired."""
    c = SigningCertificate
    found: SigningCertificate | None = await db.scalar(
        select(c).where(c.user_id == user_id, c.revoked_at.is_(None), c.replaced_at.is_(None))
    )
    return found


async def signs_with_key(db: ReadSession, user_id: UUID) -> bool:
    """Do they sign with a key of their own, which is opened by what they type?"""
    return settings().signing_means != "by_hand" and await current(db, user_id) is not None


async def opened(db: ReadSession, certificate: SigningCertificate, typed: str) -> Opened:
    """The key of that certificate, opened with what its owner typed.

    Raises `Invalid` at `passphrase`: none, the wrong one, or a certificate that is not valid today; `NoToken`.
    """
    if not typed:
        raise Invalid.at("passphrase", "required", "Escriba la contraseña de su llave.")
    _check_dates(certificate, db.now())
    if certificate.kind == "pkcs11":
        signer: signers.Signer = await asyncio.to_thread(_token, certificate.certificate, typed)
        means = "token"
    else:
        sealed = (
            await storage.get(certificate.file, at=sealed_at(certificate.file)) if certificate.file else None
        )
        if sealed is None:
            raise NoToken
        signer = await asyncio.to_thread(unlocked, sealed, typed)
        means = "certificate"
    return Opened(certificate.id, certificate.fingerprint, means, signer)


def unlocked(content: bytes, passphrase: str) -> signers.SimpleSigner:
    """The key in a PKCS#12 file. Raises `Invalid` at `passphrase`, or at `file` for what is no such file with one key in it."""
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError as fault:
        if "password" in str(fault).lower() or "mac" in str(fault).lower():
            raise Invalid.at(
                "passphrase", "wrong", "La contraseña no abre su llave. Revísela y escríbala otra vez."
            ) from fault
        raise Invalid.at("file", "unreadable", "Ese archivo no es una llave PKCS#12 (.p12, .pfx).") from fault
    if key is None or certificate is None:
        raise Invalid.at("file", "no_key", "Ese archivo no tiene una llave con su certificado.")
    signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(
        content, other_certs=(), passphrase=passphrase.encode()
    )
    return signer


def sealed_at(file: UUID) -> str:
    """The place that a PKCS#12 is sealed for."""
    return crypto.place("signing_certificates", file, "file")


def _check_dates(certificate: SigningCertificate, now: datetime) -> None:
    if now >= certificate.until:
        raise Invalid.at(
            "passphrase",
            "expired",
            "Su certificado venció el %(day)s. Pida uno nuevo a quien administra las llaves.",
            day=certificate.until.date().isoformat(),
        )
    if now < certificate.since:
        raise Invalid.at(
            "passphrase",
            "not_yet",
            "Su certificado vale desde el %(day)s.",
            day=certificate.since.date().isoformat(),
        )


def _token(certificate: bytes, pin: str) -> signers.Signer:
    library = settings().pkcs11_library
    if library is None:
        raise NoToken
    own = x509.Certificate.load(certificate)
    try:
        session = open_pkcs11_session(str(library), user_pin=pin)
    except pkcs11.exceptions.PinIncorrect as wrong:
        raise Invalid.at(
            "passphrase", "wrong", "La contraseña no abre su llave. Revísela y escríbala otra vez."
        ) from wrong
    except pkcs11.exceptions.PKCS11Error as fault:
        raise NoToken from fault
    return PKCS11Signer(session, signing_cert=own, key_id=own.key_identifier)
