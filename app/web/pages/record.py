"""The record of access: who looked at or did what. With names for data protection, with pseudonyms for the auditor."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import HTMLResponse

from app.audit import public as audit
from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.web.i18n import gettext as _
from app.web.pages.shown import page
from app.web.words import action_name, role_name

router = Router(prefix="/record")
SHOWN = 100


@router.get("", dependencies=[requires("record.read")])
async def record(
    request: Request,
    db: Db,
    before: Annotated[str, Query(max_length=90)] = "",
) -> HTMLResponse:
    """The newest accesses first, a page at a time. Looking at the record is in the record too."""
    found = await audit.accesses(db, before=audit.place_of(before), limit=SHOWN + 1)
    shown = found[:SHOWN]
    who = await _who(db, shown)
    await audit.looked(db, "page.record", "record", request_id=getattr(request.state, "request_id", None))
    return page(
        request,
        db,
        "record/record.html",
        lines=[_line(a, who) for a in shown],
        named=_may_name(db),
        older=shown[-1].place if len(found) > SHOWN else None,
        first=not before,
    )


def _may_name(db: ReadSession) -> bool:
    """Names are for data protection; an auditor counts and follows patterns without them (domain.md, roles)."""
    return db.actor.role == "data_protection_officer"


async def _who(db: ReadSession, shown: list[audit.Access]) -> dict[UUID, str]:
    """Names, or pseudonyms that mean the same person all down this page and nobody on the next."""
    actors = list(dict.fromkeys(a.actor_id for a in shown))
    if _may_name(db):
        known = await identity.names(db, actors)
        return {actor: known.get(actor, _("Sistema")) for actor in actors}
    return {actor: _("Persona %(n)s") % {"n": n} for n, actor in enumerate(actors, start=1)}


def _line(access: audit.Access, who: dict[UUID, str]) -> dict[str, Any]:
    return {
        "at": access.at,
        "who": who[access.actor_id],
        "role": role_name(access.actor_role),
        "action": action_name(access.action),
        "subject": access.subject,
    }
