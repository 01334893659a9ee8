"""Acts on the certificates of those who sign, each on record."""

from datetime import datetime
from uuid import UUID

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import Session
from app.decisions import public as decisions


async def enrol(
    db: Session, actor: Actor, *, content: bytes, passphrase: str, request_id: str | None = None
) -> UUID:
    """See `decisions.enrol_certificate`."""
    enrolled = await decisions.enrol_certificate(db, actor, content=content, passphrase=passphrase)
    await audit.looked(db, "certificate.enrol", f"certificate:{enrolled}", request_id=request_id)
    return enrolled


async def revoke(
    db: Session,
    actor: Actor,
    certificate_id: UUID,
    *,
    because: str,
    distrusted_from: datetime | None = None,
    request_id: str | None = None,
) -> None:
    """See `decisions.revoke_certificate`."""
    await decisions.revoke_certificate(
        db, actor, certificate_id, because=because, distrusted_from=distrusted_from
    )
    await audit.looked(db, "certificate.revoke", f"certificate:{certificate_id}", request_id=request_id)
