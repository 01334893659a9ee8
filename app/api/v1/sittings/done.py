"""What every change to a sitting answers: its new version."""

from uuid import UUID

from fastapi import Response

from app.api.v1.sittings.answers import Done
from app.core.database import ReadSession
from app.decisions import public as decisions
from app.edge.concurrency import etag


async def done(response: Response, db: ReadSession, sitting_id: UUID) -> Done:
    """The version after the change, also in `ETag`."""
    version = (await decisions.sitting(db, sitting_id)).version
    etag(response, version)
    return Done(version=version)
