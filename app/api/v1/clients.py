"""Keys for institutions that ask by machine: an administrator issues and withdraws them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.identity import public as identity
from app.workflows import keep_keys

router = Router(prefix="/clients", tags=["clients"], responses=PROBLEMS)


class ClientAnswer(BaseModel):
    id: UUID
    client_id: str
    name: str
    scopes: list[str]
    active: bool
    issued_at: datetime | None
    withdrawn_at: datetime | None


class ClientBody(Body):
    """`scopes`: `document.verify` (is this document valid), `removal.check` (is this removal barred)."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    scopes: Annotated[list[str], Field(min_length=1, max_length=10)]


class IssuedAnswer(BaseModel):
    """With these two, `POST /api/v1/token` gives an access token (client credentials). The secret is said once, here."""

    id: UUID
    client_id: str
    client_secret: str


@router.get("", dependencies=[requires("identity.manage", reads=True)])
async def list_clients(db: ReadDb) -> list[ClientAnswer]:
    """Every client there ever was."""
    return [
        ClientAnswer.model_validate(client, from_attributes=True) for client in await identity.clients(db)
    ]


@router.post("", status_code=201, dependencies=[requires("identity.manage")])
async def issue(request: Request, db: Db, body: ClientBody) -> IssuedAnswer:
    """A new key. It takes no Idempotency-Key: the answer would have to be kept, and with it the secret. A second one is withdrawn."""
    issued = await keep_keys.issue_client(
        db, db.actor, name=body.name, scopes=body.scopes, request_id=request.state.request_id
    )
    return IssuedAnswer(id=issued.id, client_id=issued.client_id, client_secret=issued.secret)


@router.post("/{client}/withdrawal", status_code=204, dependencies=[requires("identity.manage")])
async def withdraw(request: Request, db: Db, client: UUID) -> None:
    """It opens nothing any more, from the next request on."""
    await keep_keys.withdraw_client(db, db.actor, client, request_id=request.state.request_id)
