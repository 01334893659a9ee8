"""Signing in, acting in another of one's roles, signing out."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.core.actor import SIGN_IN
from app.core.errors import Refusal
from app.edge.access import public, signed_in
from app.edge.identification import cookie_name
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.settings import settings
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.words import role_name

router = Router()


@router.get("/sign-in", dependencies=[public()])
async def ask(request: Request, db: Db) -> Response:
    if db.actor.role != "anonymous":
        return go("/")
    return page(request, db, "sign_in/sign_in.html", next=request.query_params.get("next", "/"), values={})


@router.post("/sign-in", dependencies=[public()])
async def sign_in(
    request: Request,
    db: Db,
    username: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the field's name in the address
) -> Response:
    """Open a session in the first of the user's roles."""
    actor = db.actor
    await db.act_as(SIGN_IN)
    recognised = await identity.recognise(db, username, password)
    if isinstance(recognised, Refusal):
        await db.act_as(actor)
        return page(
            request,
            db,
            "sign_in/sign_in.html",
            refused_status(recognised),
            next=next,
            values={"username": username},
            errors={"password": field_errors(recognised)[""]},
        )
    opened = await identity.open_session(db, recognised.user_id, recognised.grants[0].id)
    answer = go("/account" if len(recognised.grants) > 1 else _local(next))
    _set_cookie(answer, opened.token)
    return answer


@router.get("/account", dependencies=[signed_in()])
async def account(request: Request, db: Db) -> HTMLResponse:
    """Who is signed in, the roles they hold, and the way out."""
    grants = [
        {"id": str(g.id), "role": role_name(g.role), "place": g.place}
        for g in await identity.grants_of(db, db.actor.user_id)
    ]
    return page(request, db, "sign_in/account.html", grants=grants)


@router.post("/account/role", dependencies=[signed_in()])
async def switch(request: Request, db: Db, grant: Annotated[UUID, Form()]) -> Response:
    await identity.switch_role(db, request.state.session_token, db.actor.user_id, grant)
    return go("/")


@router.post("/sign-out", dependencies=[signed_in()])
async def sign_out(request: Request, db: Db) -> Response:
    await identity.close_session(db, request.state.session_token)
    answer = go("/sign-in", said="signed_out")
    answer.delete_cookie(cookie_name(), path="/", secure=settings().secure_cookies, httponly=True)
    return answer


def _set_cookie(answer: RedirectResponse, token: str) -> None:
    answer.set_cookie(
        cookie_name(), token, path="/", httponly=True, samesite="lax", secure=settings().secure_cookies
    )


def _local(address: str) -> str:
    """`address` when it is a path of this site, else the home page: a link cannot send a user away after signing in."""
    parts = urlsplit(address)
    local = (
        not parts.scheme
        and not parts.netloc
        and address.startswith("/")
        and not address.startswith(("//", "/\\"))
    )
    return address if local else "/"
