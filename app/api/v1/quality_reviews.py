"""Assessments: the caller's own to make, those of the caller's own work, and what an author says of one."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.quality_samples import CountedAnswer
from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.quality import public as quality

router = Router(prefix="/quality", tags=["quality"], responses=PROBLEMS)

Long = Annotated[str, Field(max_length=4000)]


class MarkBody(Body):
    mark: Literal["correct", "minor_error", "significant_error", "not_applicable"]
    comment: Long = ""


class MarksBody(Body):
    """By indicator. What is not sent stays as it is."""

    marks: Annotated[dict[str, MarkBody], Field(max_length=100)]
    conclusion: Long = ""


class AuthorBody(Body):
    agrees: bool
    text: Long = ""


class ScoreAnswer(BaseModel):
    """`share` = correct / applicable; `passed` null where nothing applied."""

    correct: int
    minor: int
    significant: int
    applicable: int
    failed: bool
    share: float | None
    passed: bool | None


class LineAnswer(BaseModel):
    """`agrees`: what the author said of it; null while they said nothing."""

    id: UUID
    sample_number: str
    reference: str
    instrument: str
    instrument_version: str
    purpose: str
    state: str
    due_at: datetime
    submitted_at: datetime | None
    released_at: datetime | None
    score: ScoreAnswer | None
    answered: bool
    agrees: bool | None
    version: int


class MarkAnswer(BaseModel):
    mark: str
    comment: str


class GivenAnswer(BaseModel):
    agrees: bool
    text: str
    answered_at: datetime


class ReviewAnswer(LineAnswer):
    marks: dict[str, MarkAnswer]
    conclusion: str
    answer: GivenAnswer | None


@router.get("/reviews", dependencies=[requires("quality.review", reads=True)])
async def read_reviews(db: ReadDb, show: Literal["open", "done"] = "open") -> list[LineAnswer]:
    """The caller's own assessments."""
    return [_line(each) for each in await quality.my_reviews(db, open_=show == "open")]


@router.get("/mine", dependencies=[requires("quality.answer", reads=True)])
async def read_mine(db: ReadDb) -> list[LineAnswer]:
    """Assessments of the caller's own work, after their release."""
    return [_line(each) for each in await quality.of_my_work(db)]


@router.get("/released", dependencies=[requires("quality.read", reads=True)])
async def read_released(db: ReadDb) -> list[LineAnswer]:
    """Released assessments that the caller may read, the latest first: a supervisor's are those of the own office."""
    return [_line(each) for each in await quality.released(db)]


@router.get("/reviews/{review_id}", dependencies=[requires("quality.review")])
async def read_review(response: Response, db: Db, review_id: UUID) -> ReviewAnswer:
    """One assessment: the caller's own, or any whose every assessor is done."""
    return await _review_answer(response, db, review_id)


@router.get("/mine/{review_id}", dependencies=[requires("quality.answer")])
async def read_own_work(response: Response, db: Db, review_id: UUID) -> ReviewAnswer:
    """The assessment of the caller's own work; a supervisor's, of the own office."""
    return await _review_answer(response, db, review_id)


@router.put("/reviews/{review_id}", dependencies=[requires("quality.review")])
async def save(
    response: Response, db: Db, review_id: UUID, body: MarksBody, version: IfMatch
) -> ReviewAnswer:
    """Keep the assessment as far as it goes (`If-Match`: its version)."""
    marks = {name: quality.Marked(given.mark, given.comment) for name, given in body.marks.items()}
    await quality.save_marks(
        db, db.actor, review_id, marks=marks, conclusion=body.conclusion, version=version
    )
    return await _review_answer(response, db, review_id)


@router.post("/reviews/{review_id}/submission", dependencies=[requires("quality.review")])
async def submit(response: Response, db: Db, review_id: UUID, version: IfMatch) -> ReviewAnswer:
    """It is whole: it does not change any more, and the file closes to its assessor."""
    await quality.submit_review(db, db.actor, review_id, version=version)
    return await _review_answer(response, db, review_id)


@router.post("/reviews/{review_id}/withdrawal", status_code=204, dependencies=[requires("quality.sample")])
async def withdraw(db: Db, review_id: UUID) -> None:
    """Take back an assessment that nobody submitted; the file closes to its assessor."""
    await quality.withdraw_review(db, db.actor, review_id)


@router.post("/mine/{review_id}/answer", dependencies=[requires("quality.answer")])
async def answer(response: Response, db: Db, review_id: UUID, body: AuthorBody) -> ReviewAnswer:
    """What the author says of it, once."""
    await quality.answer_review(db, db.actor, review_id, agrees=body.agrees, text=body.text)
    return await _review_answer(response, db, review_id)


@router.get("/patterns", dependencies=[requires("quality.read", reads=True)])
async def patterns(db: ReadDb, since: AwareDatetime) -> dict[str, list[CountedAnswer]]:
    """Marks by indicator over what was released since, in the caller's own scope; nobody is compared with anybody."""
    return {
        name: [CountedAnswer.model_validate(each, from_attributes=True) for each in counted]
        for name, counted in (await quality.patterns(db, since=since)).items()
    }


def _score(found: quality.Score | None) -> ScoreAnswer | None:
    if found is None:
        return None
    share = found.share
    return ScoreAnswer(
        correct=found.correct,
        minor=found.minor,
        significant=found.significant,
        applicable=found.applicable,
        failed=found.failed,
        share=None if share is None else float(share),
        passed=found.passed,
    )


def _line(each: quality.ReviewLine) -> LineAnswer:
    plain = {name: getattr(each, name) for name in LineAnswer.model_fields}
    return LineAnswer.model_validate(plain | {"score": _score(each.score)})


async def _review_answer(response: Response, db: Session, review_id: UUID) -> ReviewAnswer:
    view = await quality.review(db, review_id)
    await audit.looked(db, "quality.review", str(review_id), case_id=view.line.case_id)
    etag(response, view.line.version)
    return ReviewAnswer(
        **_line(view.line).model_dump(),
        marks={name: MarkAnswer(mark=m.mark, comment=m.comment) for name, m in view.marks.items()},
        conclusion=view.conclusion,
        answer=GivenAnswer.model_validate(view.answer, from_attributes=True) if view.answer else None,
    )
