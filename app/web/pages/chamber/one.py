"""A step on a sitting, and the sitting shown again: with what came of it, or with the refusal and what was typed."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.web import sitting_shown
from app.web.pages.shown import field_errors, go, page, refused_status

Version = Annotated[int | None, Form()]
Words = Annotated[str, Form(max_length=8000)]
Position = Annotated[int | None, Form()]


async def attempt(db: Session, act: Callable[[], Awaitable[object]]) -> Refusal | None:
    """Do it, or say why not with nothing of it left."""
    try:
        async with db.attempt():
            await act()
    except Refusal as refusal:
        return refusal
    return None


async def step(
    request: Request,
    db: Session,
    sitting_id: UUID,
    position: int | None,
    act: Callable[[], Awaitable[object]],
    *,
    said: str | Callable[[], str],
    typed: dict[str, Any] | None = None,
    names: dict[str, str] | None = None,
    after: int | None = None,
) -> Response:
    """Take the step and show the sitting again, or show it with the refusal and what was typed.

    `said` is the code of what is said of it, or gives it once the step is taken. `names` are the page's names of the action's fields; `after` the item to show next, the first pending one without it.
    """
    refusal = await attempt(db, act)
    if refusal is None:
        told = said if isinstance(said, str) else said()
        return go(f"/sittings/{sitting_id}" + (f"?item={after}" if after else ""), said=told)
    errors = {(names or {}).get(field, field): words for field, words in field_errors(refusal).items()}
    return await show(request, db, sitting_id, position, refused_status(refusal), values=typed, errors=errors)


async def show(
    request: Request,
    db: Session,
    sitting_id: UUID,
    position: int | None,
    status: int = 200,
    *,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    context = await sitting_shown.everything(db, sitting_id, position)
    found: decisions.SittingView = context["sitting"]
    defaults = {
        "present": [str(m.user_id) for m in found.members if m.present_at is not None],
        "remote": [str(m.user_id) for m in found.members if m.remote],
        **sitting_shown.own_vote(context["item"], db.actor),
        "note_text": context["own_note"],
        "presiding": str(next(m.user_id for m in found.members if m.presides)),
    }
    return page(
        request,
        db,
        "sittings/sitting.html",
        status,
        values=defaults | (values or {}),
        errors=errors or {},
        **context,
    )
