"""Enrolling the certificate that somebody signs with, and believing it no longer."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from sqlalchemy import ColumnElement, select, true

from app.core import storage
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.decisions.signing import authority
from app.decisions.signing.keys import current, sealed_at, unlocked
from app.decisions.signing.models import SigningCertificate
from app.identity import public as identity

# A PKCS#12 of one key with its chain is a few kilobytes.
LARGEST = 64 * 1024


class RevokedAlready(Conflict):
    message = "Ese certificado ya no se cree."


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate and its owner. `state`: `signs`, `expired`, `replaced` or `revoked`."""

    id: UUID
    user_id: UUID
    owner: str
    kind: str
    fingerprint: str
    subject: str
    issuer: str
    since: datetime
    until: datetime
    enrolled_at: datetime
    state: str
    revoked_because: str | None
    distrusted_from: datetime | None


async def enrol_certificate(db: Session, actor: Actor, *, content: bytes, passphrase: str) -> UUID:
    """Sign with this PKCS#12 from now on; it takes the place of the one before, whose signatures stay good.

    The passphrase proves that it is the actor's and is not kept. Raises `Invalid` at `file` or `passphrase`: not such a file,
    the wrong passphrase, somebody else's certificate, one that has ended or that nobody whom the deployment believes issued.
    """
    identity.demand(actor, "key.own")
    if not content or len(content) > LARGEST:
        raise Invalid.at("file", "required", "Elija el archivo de su llave (.p12 o .pfx).")
    if not passphrase:
        raise Invalid.at("passphrase", "required", "Escriba la contraseña de su llave.")
    signer = await asyncio.to_thread(unlocked, content, passphrase)
    der: bytes = signer.signing_cert.dump()  # type: ignore[union-attr]  # a PKCS#12 with a key has one
    certificate = x509.load_der_x509_certificate(der)
    fingerprint = hashlib.sha256(der).hexdigest()
    await _check(db, actor, certificate, fingerprint)
    before = await current(db, actor.user_id)
    if before is not None:
        before.replaced_at = db.now()
        await db.flush()
    file = new_id()
    await storage.put(file, content, at=sealed_at(file))
    row = _row(certificate, fingerprint, actor.user_id, kind="pkcs12", file=file, at=db.now(), by=actor)
    db.add(row)
    await db.flush()
    return row.id


async def enrol_token(db: Session, actor: Actor, *, user_id: UUID, certificate: bytes) -> UUID:
    """Let somebody sign with the key of a token (PKCS#11) whose certificate (PEM) an administrator vouches for. Raises `Invalid`."""
    identity.demand(actor, "key.manage")
    try:
        found = x509.load_pem_x509_certificate(certificate)
    except ValueError as fault:
        raise Invalid.at("file", "unreadable", "Ese archivo no es un certificado en PEM.") from fault
    fingerprint = hashlib.sha256(found.public_bytes(Encoding.DER)).hexdigest()
    before = await current(db, user_id)
    if before is not None:
        before.replaced_at = db.now()
        await db.flush()
    row = _row(found, fingerprint, user_id, kind="pkcs11", file=None, at=db.now(), by=actor)
    db.add(row)
    await db.flush()
    return row.id


async def revoke_certificate(
    db: Session, actor: Actor, certificate_id: UUID, *, because: str, distrusted_from: datetime | None = None
) -> None:
    """Believe nothing that was signed with it since then (now, where no earlier moment is known). Its owner or an administrator.

    Raises `NotFound`, `RevokedAlready`, `Invalid` at `because` or `distrusted_from`.
    """
    row = await db.locked(SigningCertificate, certificate_id)
    if row is None:
        raise NotFound
    identity.demand(actor, "key.own" if row.user_id == actor.user_id else "key.manage")
    if not because.strip():
        raise Invalid.at("because", "required", "Diga por qué.")
    since = distrusted_from or db.now()
    if since > db.now():
        raise Invalid.at("distrusted_from", "in_the_future", "Ese momento no ha llegado.")
    if row.revoked_at is not None:
        raise RevokedAlready
    row.revoked_at, row.revoked_by, row.revoked_because = db.now(), actor.user_id, because.strip()
    row.distrusted_from = since
    await db.flush()


async def certificates(db: ReadSession, *, mine: bool = False) -> list[CertificateView]:
    """The newest first: everybody's for who manages keys, else one's own."""
    c = SigningCertificate
    own = mine or not identity.may(db.actor, "key.manage")
    which: ColumnElement[bool] = c.user_id == db.actor.user_id if own else true()
    rows = await db.scalars(select(c).where(which).order_by(c.enrolled_at.desc(), c.id).limit(500))
    names = await identity.names(db, {row.user_id for row in rows})
    return [_view(row, names[row.user_id], db.now()) for row in rows]


async def _check(db: Session, actor: Actor, certificate: x509.Certificate, fingerprint: str) -> None:
    if certificate.not_valid_after_utc <= db.now():
        raise Invalid.at("file", "expired", "Ese certificado ya venció.")
    if not authority.believed(certificate, db.now()):
        raise Invalid.at(
            "file", "unknown_issuer", "Nadie de quien esta instalación se fía emitió ese certificado."
        )
    names = {str(a.value) for a in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)}
    if actor.name.casefold() not in {name.casefold() for name in names}:
        raise Invalid.at(
            "file", "somebody_elses", "Ese certificado es de otra persona: %(name)s.", name=", ".join(names)
        )
    c = SigningCertificate
    if await db.scalar(select(c.id).where(c.fingerprint == fingerprint)) is not None:
        raise Invalid.at("file", "used", "Ese certificado ya se inscribió.")


def _row(
    certificate: x509.Certificate,
    fingerprint: str,
    user_id: UUID,
    *,
    kind: str,
    file: UUID | None,
    at: datetime,
    by: Actor,
) -> SigningCertificate:
    return SigningCertificate(
        id=new_id(),
        user_id=user_id,
        kind=kind,
        fingerprint=fingerprint,
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=format(certificate.serial_number, "x"),
        certificate=certificate.public_bytes(Encoding.DER),
        file=file,
        since=certificate.not_valid_before_utc,
        until=certificate.not_valid_after_utc,
        enrolled_at=at,
        enrolled_by=by.user_id,
        replaced_at=None,
        revoked_at=None,
        revoked_by=None,
        revoked_because=None,
        distrusted_from=None,
    )


def _view(row: SigningCertificate, owner: str, now: datetime) -> CertificateView:
    state = (
        "revoked"
        if row.revoked_at
        else "replaced"
        if row.replaced_at
        else "expired"
        if row.until <= now
        else "signs"
    )
    return CertificateView(
        row.id,
        row.user_id,
        owner,
        row.kind,
        row.fingerprint,
        row.subject,
        row.issuer,
        row.since,
        row.until,
        row.enrolled_at,
        state,
        row.revoked_because,
        row.distrusted_from,
    )
