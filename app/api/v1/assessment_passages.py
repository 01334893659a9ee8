"""Passages of an assessment: what is cited, what changed between versions, and what a review says at them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.assessments import public as assessments
from app.assessments.public import Evidence
from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb

router = Router(prefix="/assessments/{assessment_id}", tags=["assessments"], responses=PROBLEMS)


class CitationBody(Body):
    """`place`: `facts.<number from 0>` or `analysis.<issue>`; `ref`: an entry of the record, a passage of the library, or words."""

    place: str = Field(max_length=100)
    kind: Literal["entry", "document", "country_source"]
    ref: str = Field(max_length=500)
    quote: str = Field(default="", max_length=4000)


class CitationAnswer(BaseModel):
    """`standing`: as_cited, changed or not_visible; `addendum`: the record got one there; `newer`: the library knows something later."""

    place: str
    evidence: Evidence
    title: str
    standing: str
    addendum: bool
    newer: bool


class RunAnswer(BaseModel):
    kind: Literal["same", "added", "removed"]
    text: str


class DifferenceAnswer(BaseModel):
    """`before` and `after`: the codes chosen at the place, where they changed."""

    place: str
    runs: list[RunAnswer]
    before: list[str]
    after: list[str]


class CommentBody(Body):
    """`quote`: the words meant; the whole text of the place where it is left out."""

    place: str = Field(max_length=200)
    text: str = Field(max_length=4000)
    quote: str = Field(default="", max_length=4000)
    start: int = Field(default=0, ge=0)


class CommentReplyBody(Body):
    answer: str = Field(max_length=4000)


class CommentAnswer(BaseModel):
    """`number`: the version that it was made on; `at_words`: from where to where the words stand in this one, null where rewritten."""

    id: UUID
    number: int
    place: str
    quote: str
    text: str
    author: str
    at: datetime
    state: str
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    resolved_by: str | None
    resolved_at: datetime | None
    at_words: tuple[int, int] | None


@router.get("/citations", dependencies=[requires("assessment.read")])
async def citations(db: ReadDb, assessment_id: UUID) -> list[CitationAnswer]:
    """Every citation, pinned as it was made, with what has become of its source."""
    return await _citations(db, assessment_id)


@router.post("/citations", status_code=201, dependencies=[requires("assessment.write")])
async def cite(
    response: Response, db: Db, assessment_id: UUID, body: CitationBody, version: IfMatch
) -> list[CitationAnswer]:
    """Cite a passage at a fact or an issue of the draft."""
    new = await assessments.cite(
        db,
        db.actor,
        assessment_id,
        place=body.place,
        kind=body.kind,
        ref=body.ref,
        quote=body.quote,
        version=version,
    )
    etag(response, new)
    return await _citations(db, assessment_id)


@router.get("/differences", dependencies=[requires("assessment.read")])
async def differences(db: ReadDb, assessment_id: UUID, since: int | None = None) -> list[DifferenceAnswer]:
    """What changed since version `since`, or since the one before; nothing for a first version."""
    view = await assessments.assessment(db, assessment_id)
    versions = await assessments.assessments_of(db, view.case_id)
    wanted = since if since is not None else view.number - 1
    before = next((v for v in versions if v.number == wanted), None)
    if before is None:
        if since is not None:
            raise NotFound
        return []
    found = assessments.compare(before.content, view.content, await _positions(db, view))
    return [DifferenceAnswer.model_validate(each, from_attributes=True) for each in found]


@router.get("/comments", dependencies=[requires("assessment.read")])
async def comments(db: ReadDb, assessment_id: UUID) -> list[CommentAnswer]:
    """The comments of the case's reviews, each with where its passage stands in this version; for the first instance only."""
    return await _comments(db, assessment_id)


@router.post("/comments", status_code=201, dependencies=[requires("assessment.countersign")])
async def comment(db: Db, assessment_id: UUID, body: CommentBody) -> list[CommentAnswer]:
    """Comment on a passage of an analysis under review."""
    await assessments.comment_at(
        db, db.actor, assessment_id, place=body.place, text=body.text, quote=body.quote, start=body.start
    )
    return await _comments(db, assessment_id)


@router.post("/comments/{comment_id}/answer", dependencies=[requires("assessment.write")])
async def answer(
    db: Db, assessment_id: UUID, comment_id: UUID, body: CommentReplyBody
) -> list[CommentAnswer]:
    """The author says what was done about it."""
    await assessments.answer_comment(db, db.actor, comment_id, answer=body.answer)
    return await _comments(db, assessment_id)


@router.post("/comments/{comment_id}/resolution", dependencies=[requires("assessment.review")])
async def resolve(db: Db, assessment_id: UUID, comment_id: UUID) -> list[CommentAnswer]:
    """A reviewer is satisfied."""
    await assessments.resolve_comment(db, db.actor, comment_id)
    return await _comments(db, assessment_id)


async def _citations(db: ReadSession, assessment_id: UUID) -> list[CitationAnswer]:
    view = await assessments.assessment(db, assessment_id)
    found = await assessments.citations_of(db, view.case_id, view.facts, view.analysis)
    return [
        CitationAnswer(
            place=each.place,
            evidence=each.evidence,
            title=each.title,
            standing=each.standing,
            addendum=each.addendum,
            newer=each.newer is not None,
        )
        for each in found
    ]


async def _comments(db: ReadSession, assessment_id: UUID) -> list[CommentAnswer]:
    view = await assessments.assessment(db, assessment_id)
    found = await assessments.comments_on(db, view.case_id, view.content, await _positions(db, view))
    return [CommentAnswer.model_validate(each, from_attributes=True) for each in found]


async def _positions(db: ReadSession, view: assessments.AssessmentView) -> dict[UUID, int]:
    case = await cases.case_view(db, view.reference)
    return {claim.id: claim.position for claim in case.claims}
