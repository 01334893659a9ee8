"""Photographs of people."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Request, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.audit import public as audit
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.people import public as people

router = Router(prefix="/people", tags=["people"], responses=PROBLEMS)


class PhotoAnswer(BaseModel):
    photo_id: UUID


@router.get(
    "/{person_id}/photo.jpg",
    dependencies=[requires("photo.read")],
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def read_photo(request: Request, db: Db, person_id: UUID) -> Response:
    """The current photograph, upright, 23:29, without metadata."""
    found = await people.photo_of(db, person_id)
    if found is None:
        raise NotFound
    await audit.looked(
        db, "photo.read", str(person_id), request_id=getattr(request.state, "request_id", None)
    )
    return Response(found, media_type="image/jpeg")


@router.put("/{person_id}/photo", status_code=201, dependencies=[requires("photo.keep")])
async def keep_photo(db: Db, person_id: UUID, photo: Annotated[UploadFile, File()]) -> PhotoAnswer:
    """Keep a photograph: JPEG, PNG or WebP of at least 345 by 435 points. The one before it stays in the record as replaced."""
    kept = await people.keep_photo(db, db.actor, person_id, await photo.read())
    await audit.looked(db, "photo.kept", str(person_id))
    return PhotoAnswer(photo_id=kept)
