"""What is published: releases under disclosure control, prepared by one person and sealed by another, and read by anybody."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import public, requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.statistics.public import publishing

router = Router(tags=["statistics"], responses=PROBLEMS)


class ReleaseBody(Body):
    """`measure`: claims filed or resolved from `since` to `until`, or pending now. `unit`: principal claims or every person's; the
    two are never added. `threshold` counts for withholding."""

    title: Annotated[str, Field(max_length=200)]
    measure: Literal["filed", "resolved", "pending"]
    unit: Literal["cases", "persons"]
    since: date | None = None
    until: date | None = None
    tables: Annotated[list[str], Field(min_length=1, max_length=20)]
    control: Literal["withholding", "rounding"]
    threshold: int = publishing.THRESHOLD


class ReleaseLineAnswer(BaseModel):
    """`asked` says who is counted and how it is kept safe; `digest` is the SHA-256 of the published file."""

    id: UUID
    number: str | None
    title: str
    asked: dict[str, Any]
    digest: str
    state: Literal["draft", "sealed", "discarded"]
    prepared_by: UUID
    prepared_at: datetime
    sealed_by: UUID | None
    sealed_at: datetime | None
    version: int


class ReleaseAnswer(BaseModel):
    """`content` is what is published; `preview` what it leaves out and why, for the house alone."""

    release: ReleaseLineAnswer
    content: dict[str, Any]
    preview: dict[str, Any]


class PublishedAnswer(BaseModel):
    number: str
    title: str
    sealed_at: datetime
    digest: str


class Prepared(BaseModel):
    id: UUID
    version: int


@router.get("/statistics", dependencies=[public(reads=True)])
async def read_published(db: ReadDb) -> list[PublishedAnswer]:
    """Every release that was published, newest first. Without signing in."""
    return [
        PublishedAnswer(number=line.number, title=line.title, sealed_at=line.sealed_at, digest=line.digest)
        for line in await publishing.published(db)
        if line.number and line.sealed_at
    ]


@router.get("/statistics/{release_number}", dependencies=[public(reads=True)])
async def read_published_release(db: ReadDb, release_number: str) -> Response:
    """The file of a release as it was sealed, to the byte: its SHA-256 is the release's digest. Without signing in."""
    found = await publishing.published_release(db, release_number)
    return Response(found.text, media_type="application/json", headers={"X-Digest-SHA256": found.line.digest})


@router.get("/publications", dependencies=[requires("publication.read", reads=True)])
async def read_releases(db: ReadDb) -> list[ReleaseLineAnswer]:
    """Every release with its drafts, newest first."""
    return [_line(line) for line in await publishing.releases(db)]


@router.post(
    "/publications",
    status_code=201,
    dependencies=[requires("publication.prepare")],
    response_model=Prepared,
)
async def prepare_release(request: Request, db: Db, body: ReleaseBody, key: Key = None) -> Response:
    """Count and keep a draft, which nobody outside sees. Look at what it leaves out before somebody else seals it."""

    async def do() -> Prepared:
        asked = publishing.Asked(**{**body.model_dump(), "tables": tuple(dict.fromkeys(body.tables))})
        return Prepared(id=await publishing.prepare(db, db.actor, asked), version=1)

    return await once(request, db, key, do, location=_location)


def _location(made: BaseModel) -> str:
    return f"/api/v1/publications/{made.model_dump()['id']}"


@router.get("/publications/{release_id}", dependencies=[requires("publication.read", reads=True)])
async def read_release(db: ReadDb, response: Response, release_id: UUID) -> ReleaseAnswer:
    """One release with what it leaves out."""
    found = await publishing.release(db, release_id)
    etag(response, found.line.version)
    return ReleaseAnswer(release=_line(found.line), content=found.content, preview=found.preview)


@router.post("/publications/{release_id}/seal", dependencies=[requires("publication.seal")])
async def seal_release(db: Db, response: Response, release_id: UUID, version: IfMatch) -> ReleaseLineAnswer:
    """Publish it for good, under a number of its own. Not by the one who prepared it."""
    await publishing.seal(db, db.actor, release_id, version=version)
    return await _after(db, response, release_id)


@router.post("/publications/{release_id}/discard", dependencies=[requires("publication.read")])
async def discard_release(
    db: Db, response: Response, release_id: UUID, version: IfMatch
) -> ReleaseLineAnswer:
    """Leave a draft unpublished."""
    await publishing.discard(db, db.actor, release_id, version=version)
    return await _after(db, response, release_id)


async def _after(db: Db, response: Response, release_id: UUID) -> ReleaseLineAnswer:
    line = (await publishing.release(db, release_id)).line
    etag(response, line.version)
    return _line(line)


def _line(line: publishing.ReleaseLine) -> ReleaseLineAnswer:
    return ReleaseLineAnswer.model_validate(line, from_attributes=True)
