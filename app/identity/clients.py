"""Machine clients: institutions that ask by machine. An administrator issues a key, which is shown once, and withdraws it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Conflict, FieldError, Invalid, NotFound
from app.core.ids import new_id
from app.identity import passwords
from app.identity.models import ApiClient
from app.identity.permissions import demand, machine_scopes

LONGEST_NAME = 120


class AlreadyWithdrawn(Conflict):
    message = "Esa llave ya está retirada."


@dataclass(frozen=True, slots=True)
class Client:
    id: UUID
    client_id: str
    name: str
    scopes: tuple[str, ...]
    active: bool
    issued_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedClient:
    """`secret` is shown now and never again: only its hash is kept."""

    id: UUID
    client_id: str
    secret: str


async def clients(db: ReadSession) -> list[Client]:
    """Every client there ever was, by name."""
    rows = await db.scalars(
        select(ApiClient).order_by(ApiClient.active.desc(), ApiClient.name, ApiClient.client_id)
    )
    return [
        Client(c.id, c.client_id, c.name, tuple(c.scopes), c.active, c.issued_at, c.withdrawn_at)
        for c in rows
    ]


async def issue_client(db: Session, actor: Actor, *, name: str, scopes: Sequence[str]) -> IssuedClient:
    """A key for an institution. Raises `Invalid` at `name` and `scopes`."""
    demand(actor, "identity.manage")
    broken = _broken(name.strip(), scopes)
    if broken:
        raise Invalid(*broken)
    issued = IssuedClient(new_id(), f"institution-{secrets.token_hex(6)}", secrets.token_urlsafe(32))
    client = ApiClient(
        id=issued.id,
        client_id=issued.client_id,
        name=name.strip(),
        secret_hash=passwords.hashed(issued.secret),
        scopes=sorted(set(scopes)),
        active=True,
        issued_at=db.now(),
        issued_by=actor.user_id,
        withdrawn_at=None,
        withdrawn_by=None,
    )
    db.add(client)
    await db.flush()
    return issued


async def withdraw_client(db: Session, actor: Actor, client: UUID) -> None:
    """The key opens nothing any more, from the next request on. Raises `NotFound`, `AlreadyWithdrawn`."""
    demand(actor, "identity.manage")
    found = await db.locked(ApiClient, client)
    if found is None:
        raise NotFound
    if not found.active:
        raise AlreadyWithdrawn
    found.active, found.withdrawn_at, found.withdrawn_by = False, db.now(), actor.user_id
    await db.flush()


def _broken(name: str, scopes: Sequence[str]) -> list[FieldError]:
    broken = []
    if not 0 < len(name) <= LONGEST_NAME:
        broken.append(FieldError("name", "required", "Escriba el nombre de la institución."))
    if not scopes or set(scopes) - machine_scopes():
        broken.append(FieldError("scopes", "choose", "Elija qué puede preguntar."))
    return broken
