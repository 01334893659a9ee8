"""Lists of prima facie groups before a sitting: put on its agenda, voted on, closed."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import HTMLResponse, Response

from app.core.database import Session
from app.core.errors import Refusal
from app.decisions import public as decisions
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages.chamber.one import Version, Words, attempt
from app.web.pages.shown import field_errors, go, page, refused_status
from app.web.sitting_words import choice_words
from app.web.typed import typed_id

router = Router(prefix="/sittings/{sitting_id}/groups")


@router.get("", dependencies=[requires("sitting.read")])
async def lists(request: Request, db: Db, sitting_id: UUID) -> HTMLResponse:
    """The lists before this sitting, with their votes; for the secretary, those that could be put before it."""
    return await _shown(request, db, sitting_id)


@router.post("", dependencies=[requires("sitting.manage")])
async def put(
    request: Request, db: Db, sitting_id: UUID, batch: Annotated[str, Form()] = "", version: Version = None
) -> Response:
    async def act() -> None:
        await decisions.put_group_on_agenda(
            db, db.actor, sitting_id, batch_id=typed_id(batch, "batch"), version=version
        )

    return await _step(request, db, sitting_id, act, typed={"batch": batch}, said="on_agenda")


@router.post("/{item_id}/vote", dependencies=[requires("sitting.vote")])
async def vote(
    request: Request,
    db: Db,
    sitting_id: UUID,
    item_id: UUID,
    choice: Annotated[str, Form()] = "",
    reasons: Words = "",
) -> Response:
    async def act() -> None:
        await decisions.vote_on_group(
            db, db.actor, sitting_id, item_id=item_id, choice=choice, reasons=reasons
        )

    typed = {"choice": choice, "reasons": reasons}
    return await _step(request, db, sitting_id, act, typed=typed, said="voted")


@router.post("/{item_id}/closing", dependencies=[requires("sitting.manage")])
async def close(
    request: Request, db: Db, sitting_id: UUID, item_id: UUID, version: Version = None
) -> Response:
    ended = ""

    async def act() -> None:
        nonlocal ended
        result = await decisions.close_group(db, db.actor, sitting_id, item_id=item_id, version=version)
        ended = "list_recognised" if result == "decided" else "list_not_recognised"

    return await _step(request, db, sitting_id, act, said=lambda: ended)


async def _step(
    request: Request,
    db: Session,
    sitting_id: UUID,
    act: Callable[[], Awaitable[None]],
    *,
    typed: dict[str, Any] | None = None,
    said: str | Callable[[], str],
) -> Response:
    refusal = await attempt(db, act)
    if refusal is not None:
        return await _shown(request, db, sitting_id, refusal, typed)
    return go(f"/sittings/{sitting_id}/groups", said=said if isinstance(said, str) else said())


async def _shown(
    request: Request,
    db: Session,
    sitting_id: UUID,
    refusal: Refusal | None = None,
    typed: dict[str, Any] | None = None,
) -> HTMLResponse:
    found, profile = await decisions.sitting(db, sitting_id), await procedure_in_force(db)
    manages = identity.may(db.actor, "sitting.manage")
    waiting = await decisions.lists_for_a_vote(db) if manages else []
    items = await decisions.group_items_of(db, sitting_id)
    return page(
        request,
        db,
        "sittings/groups.html",
        refused_status(refusal) if refusal else 200,
        sitting=found,
        items=[_item(one, found, profile) for one in items],
        waiting=[
            (str(one.id), f"{group_title(profile, one.rule)} ({one.counts['waiting']})") for one in waiting
        ],
        manages=manages,
        choices=list(choice_words().items()),
        own={one.id: _own(one, db.actor.user_id) for one in items},
        values=typed or {},
        errors=field_errors(refusal) if refusal else {},
    )


def group_title(profile: procedure.Profile, rule: str) -> str:
    """What the country calls the group."""
    return next((g.label.in_(language()) for g in profile.groups if g.name == rule), rule)


def _own(item: decisions.GroupItemView, user_id: UUID) -> dict[str, str]:
    vote = item.votes.get(user_id)
    return {"choice": vote.choice, "reasons": vote.reasons} if vote else {}


def _item(
    item: decisions.GroupItemView, found: decisions.SittingView, profile: procedure.Profile
) -> dict[str, Any]:
    ended = {
        "pending": _("en votación") if found.status == "open" else _("por votar"),
        "recognised": _("Se reconoce: falta que firme quien presidió"),
        "not_recognised": _("Sin mayoría: cada expediente se examina por separado"),
        "deferred": _("Para otra sesión"),
    }
    words = choice_words()
    return {
        "id": item.id,
        "title": group_title(profile, item.rule),
        "href": f"/groups/batches/{item.batch_id}",
        "status": item.status,
        "words": ended[item.status],
        "listed": item.listed,
        "votes": [
            [m.name, words[item.votes[m.user_id].choice], item.votes[m.user_id].reasons]
            for m in found.members
            if m.user_id in item.votes
        ],
    }
