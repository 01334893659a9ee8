"""One request, one transaction, one actor: committed before the response leaves.

Without `scope="function"` FastAPI would commit after the response was sent, and a failed commit would have been answered with 200.
"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from app.core.actor import SIGN_IN
from app.core.database import Database, ReadSession, Session
from app.edge.identification import identify, is_api
from app.identity import public as identity
from app.overrides import public as overrides


async def unit_of_work(request: Request) -> AsyncIterator[Session]:
    """A transaction that writes, as whoever is asking."""
    database: Database = request.app.state.database
    try:
        async with database.writing(SIGN_IN) as db:
            request.state.actor = await identify(request, db)
            await _mark_seen(request, db)
            await db.act_as(request.state.actor)
            await _read_the_procedure(request, db)
            yield db
    finally:
        # Uploaded files, which a form that was read by hand leaves open.
        await request.close()


async def look_up(request: Request) -> AsyncIterator[ReadSession]:
    """A read-only transaction, as whoever is asking."""
    database: Database = request.app.state.database
    async with database.reading(SIGN_IN) as db:
        request.state.actor = await identify(request, db)
        await db.act_as(request.state.actor)
        await _read_the_procedure(request, db)
        yield db
    if hasattr(request.state, "session_to_mark"):
        async with database.writing(SIGN_IN) as writing:
            await _mark_seen(request, writing)


async def _read_the_procedure(request: Request, db: ReadSession) -> None:
    """What stands around every page is the procedure in force.

    One that cannot be read stops the work that needs it, not the page on which an administrator puts that right.
    """
    if is_api(request):
        return
    try:
        request.state.procedure = await overrides.procedure_in_force(db)
    except overrides.ProcedureUnreadable:
        request.state.procedure = overrides.shipped()


async def _mark_seen(request: Request, db: Session) -> None:
    digest = getattr(request.state, "session_to_mark", None)
    if digest is not None:
        await identity.mark_seen(db, digest)


Db = Annotated[Session, Depends(unit_of_work, scope="function")]
ReadDb = Annotated[ReadSession, Depends(look_up, scope="function")]
