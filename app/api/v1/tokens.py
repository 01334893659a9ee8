"""Access tokens: a password for staff, client credentials for machines (RFC 6749 sections 4.3 and 4.4)."""

from typing import Annotated, Literal

from fastapi import Form, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.core.actor import SIGN_IN
from app.core.database import Session
from app.core.errors import Invalid, Refusal
from app.edge.access import public
from app.edge.problems import problem
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity

router = Router(tags=["tokens"], responses=PROBLEMS)


class Token(BaseModel):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the kind of token, not a token
    expires_in: int
    role: str


class TokenRequest(BaseModel):
    grant_type: Literal["password", "client_credentials"]
    username: str = ""
    password: str = ""
    client_id: str = ""
    client_secret: str = ""
    scope: str = ""


@router.post("/token", dependencies=[public()], response_model=Token)
async def issue_token(request: Request, db: Db, body: Annotated[TokenRequest, Form()]) -> Token | Response:
    """A short-lived token. Staff with several roles name one as scope `role:supervisor`; machines get the scopes they hold."""
    await db.act_as(SIGN_IN)
    if body.grant_type == "password":
        recognised = await identity.recognise(db, body.username, body.password)
        if isinstance(recognised, Refusal):
            # Returned, not raised: the failure has been counted, and the count must be committed.
            return problem(request, recognised)
        claims, role = _staff(recognised, body)
    else:
        claims, role = await _machine(db, body)
    tokens: identity.Tokens = request.app.state.tokens
    return Token(
        access_token=tokens.issue(claims, db.now()),
        expires_in=int(tokens.lifetime.total_seconds()),
        role=role,
    )


def _staff(recognised: identity.Recognised, body: TokenRequest) -> tuple[identity.TokenClaims, str]:
    wanted = [part.removeprefix("role:") for part in body.scope.split() if part.startswith("role:")]
    grant = identity.chosen(recognised, wanted[0] if wanted else None)
    return identity.TokenClaims(recognised.user_id, grant.id, frozenset()), grant.role


async def _machine(db: Session, body: TokenRequest) -> tuple[identity.TokenClaims, str]:
    actor = await identity.recognise_machine(db, body.client_id, body.client_secret)
    if actor is None:
        raise identity.SignInFailed
    if unknown := set(body.scope.split()) - actor.scopes:
        raise Invalid.at(
            "scope", "not_held", "No tiene el permiso «%(scope)s».", scope=" ".join(sorted(unknown))
        )
    return identity.TokenClaims(actor.user_id, None, actor.scopes), "machine"
