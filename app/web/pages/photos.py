"""A person's photograph: seen, added, replaced."""

from uuid import UUID

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from app.audit import public as audit
from app.core.database import Session
from app.core.errors import NotFound, Refusal
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.identity import public as identity
from app.people import public as people
from app.web.pages.case_header import CaseHeader, case_header
from app.web.pages.shown import field_errors, go, page, refused_status

router = Router(prefix="/cases/{reference}/people/{person_id}")


@router.get("/photo.jpg", dependencies=[requires("photo.read")])
async def photo(request: Request, db: Db, reference: str, person_id: UUID) -> Response:
    """The picture itself. Seeing it is in the record."""
    await _of_case(request, db, reference, person_id, tab="photo")
    found = await people.photo_of(db, person_id)
    if found is None:
        raise NotFound
    return Response(found, media_type="image/jpeg")


@router.get("/photo", dependencies=[requires("photo.keep")])
async def ask_photo(request: Request, db: Db, reference: str, person_id: UUID) -> HTMLResponse:
    """The picture that there is, and the form for another."""
    return await _form(request, db, reference, person_id)


@router.post("/photo", dependencies=[requires("photo.keep")])
async def keep_photo(request: Request, db: Db, reference: str, person_id: UUID) -> Response:
    sent = (await request.form()).get("photo")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    try:
        async with db.attempt():
            header = await _of_case(request, db, reference, person_id, tab="photo")
            await people.keep_photo(db, db.actor, person_id, content)
            await audit.looked(db, "photo.kept", str(person_id), case_id=header.case.id)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _form(request, db, reference, person_id, refusal)
    # The paper desk has no page of the people: it came from their papers.
    back = "people" if identity.may(db.actor, "case.read") else "documents"
    return go(f"/cases/{reference}/{back}", said="saved")


async def _form(
    request: Request, db: Session, reference: str, person_id: UUID, refusal: Refusal | None = None
) -> HTMLResponse:
    header = await _of_case(request, db, reference, person_id, tab="people")
    there = await people.photos_of(db, [person_id])
    return page(
        request,
        db,
        "photos/photo.html",
        refused_status(refusal) if refusal else 200,
        header=header,
        person=header.persons[person_id],
        photo=there.get(person_id),
        errors=field_errors(refusal) if refusal else {},
    )


async def _of_case(request: Request, db: Session, reference: str, person_id: UUID, *, tab: str) -> CaseHeader:
    """The case's head, where the person is one of the case. Raises `NotFound`."""
    header = await case_header(request, db, reference, tab=tab)
    if person_id not in header.persons:
        raise NotFound
    return header
