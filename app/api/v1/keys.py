"""The keys that sign documents: the list, a new one, revoking one. What checkers fetch is at /.well-known/document-keys.json."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.workflows import keep_keys

router = Router(prefix="/signing-keys", tags=["signing keys"], responses=PROBLEMS)
Kid = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{11}$")]


class SigningKeyAnswer(BaseModel):
    """`issuer`: `deployment` or `laptop:…`; `signs`: the deployment signs with it now; `here`: this server has the private half."""

    kid: str
    issuer: str
    since: datetime
    until: datetime
    revoked_at: datetime | None
    revoked_because: str | None
    signs: bool
    here: bool


class NewKeyAnswer(BaseModel):
    kid: str


class RevocationBody(Body):
    because: Annotated[str, Field(min_length=1, max_length=500)]


@router.get("", dependencies=[requires("key.manage", reads=True)])
async def list_keys(db: ReadDb) -> list[SigningKeyAnswer]:
    """Every key there ever was, the newest first."""
    return [SigningKeyAnswer.model_validate(key, from_attributes=True) for key in await keep_keys.listed(db)]


@router.post("", status_code=201, response_model=NewKeyAnswer, dependencies=[requires("key.manage")])
async def rotate(request: Request, db: Db, key: Key = None) -> Response:
    """A new key signs from now on. Papers that were signed with the old one stay good until its end."""

    async def do() -> NewKeyAnswer:
        return NewKeyAnswer(kid=await keep_keys.rotate(db, db.actor, request_id=request.state.request_id))

    return await once(request, db, key, do)


@router.post("/{kid}/revocation", status_code=204, dependencies=[requires("key.manage")])
async def revoke(request: Request, db: Db, kid: Kid, body: RevocationBody) -> None:
    """Nothing that this key has signed is believed any longer."""
    await keep_keys.revoke(db, db.actor, kid, because=body.because, request_id=request.state.request_id)
