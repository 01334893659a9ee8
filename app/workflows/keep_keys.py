"""An administrator's acts on keys, each on record: those that sign documents, and those of institutions that ask."""

from collections.abc import Sequence
from uuid import UUID

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.documents import public as documents
from app.identity import public as identity


async def listed(db: ReadSession) -> list[documents.KeyView]:
    """Every key that signs or signed documents."""
    identity.demand(db.actor, "key.manage")
    return await documents.keys(db)


async def rotate(db: Session, actor: Actor, *, request_id: str | None = None) -> str:
    """See `documents.rotate_key`."""
    kid = await documents.rotate_key(db, actor)
    await audit.looked(db, "key.rotate", f"key:{kid}", request_id=request_id)
    return kid


async def revoke(db: Session, actor: Actor, kid: str, *, because: str, request_id: str | None = None) -> None:
    """See `documents.revoke_key`."""
    await documents.revoke_key(db, actor, kid, because=because)
    await audit.looked(db, "key.revoke", f"key:{kid}", request_id=request_id)


async def issue_client(
    db: Session, actor: Actor, *, name: str, scopes: Sequence[str], request_id: str | None = None
) -> identity.IssuedClient:
    """See `identity.issue_client`."""
    issued = await identity.issue_client(db, actor, name=name, scopes=scopes)
    await audit.looked(
        db,
        "client.issue",
        f"client:{issued.client_id}",
        request_id=request_id,
        detail={"scopes": sorted(scopes)},
    )
    return issued


async def withdraw_client(db: Session, actor: Actor, client: UUID, *, request_id: str | None = None) -> None:
    """See `identity.withdraw_client`."""
    await identity.withdraw_client(db, actor, client)
    await audit.looked(db, "client.withdraw", f"client:{client}", request_id=request_id)
