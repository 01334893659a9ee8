"""Is the server alive, and can it work?"""

from fastapi import Request
from sqlalchemy import text
from starlette.responses import JSONResponse

from app.core.actor import ANONYMOUS
from app.core.database import Database
from app.core.heartbeat import WORKER, last_beat
from app.edge.access import open_to_all
from app.edge.routing import Router

router = Router(include_in_schema=False)

# The newest migration that this code was written for is the one that the database must be at.
_HEAD = text("select version_num from alembic_version")


@router.get("/healthz", dependencies=[open_to_all()])
async def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", dependencies=[open_to_all()])
async def ready(request: Request) -> JSONResponse:
    """200 when the database answers and its migrations are there, else 503. Says when the worker was last at work, too:
    without it pages work, and reminders and notices wait.
    """
    database: Database = request.app.state.database
    try:
        async with database.reading(ANONYMOUS) as db:
            version = await db.scalar(_HEAD)
            worker = await last_beat(db, WORKER)
    except Exception:  # noqa: BLE001 - whatever stops the database from answering, the answer here is "not ready"
        return JSONResponse({"status": "database unavailable"}, 503)
    at = worker.isoformat() if worker else None
    return JSONResponse({"status": "ok", "migration": version, "worker_last_seen": at})
