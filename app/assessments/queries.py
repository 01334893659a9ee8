"""Reading assessments and their reviews. The database shows drafts to the first instance only, endorsed ones to those who decide."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.assessments.content import content_of
from app.assessments.fairness import put_to_the_person
from app.assessments.models import Assessment, Review
from app.assessments.rules.missing import missing
from app.assessments.rules.results import ClaimAt, concerned, recommended
from app.assessments.rules.shapes import Answer, Content, Fact, Recommendation
from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import FieldError, NotFound
from app.identity.public import user_table
from app.procedure import public as procedure


@dataclass(frozen=True, slots=True)
class ReviewView:
    id: UUID
    reviewer_id: UUID
    reviewer: str
    outcome: str
    comment: str
    checklist: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One version of the analysis. `recommendations` has one for each claim that has a result, also those that follow the
    principal's (`own` false); `missing` what stands between a draft and its submission; `second_for` why two people endorse it;
    `reviews` are for the first instance only."""

    id: UUID
    case_id: UUID
    reference: str
    number: int
    author_id: UUID
    author: str
    status: str
    summary: str
    facts: tuple[Fact, ...]
    analysis: Mapping[str, Answer]
    recommendations: tuple[Recommendation, ...]
    missing: tuple[FieldError, ...]
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    version: int
    second_for: tuple[str, ...]
    reviews: tuple[ReviewView, ...]

    @property
    def content(self) -> Content:
        """What was written: of the results only those of their own."""
        return Content(
            self.summary, self.facts, self.analysis, tuple(r for r in self.recommendations if r.own)
        )


async def assessment(db: ReadSession, assessment_id: UUID) -> AssessmentView:
    """Raises `NotFound`, also when it is not the actor's to see."""
    found = await _views(db, Assessment.id == assessment_id)
    if not found:
        raise NotFound
    return found[0]


async def assessments_of(db: ReadSession, case_id: UUID) -> list[AssessmentView]:
    """The versions of a case's analysis that the actor may see, newest first."""
    return await _views(db, Assessment.case_id == case_id)


async def endorsed(db: ReadSession, case_id: UUID) -> AssessmentView | None:
    """The newest endorsed analysis of a case, which is what is decided on."""
    found = await _views(db, Assessment.case_id == case_id, Assessment.status == "endorsed")
    return found[0] if found else None


async def _views(db: ReadSession, *conditions: ColumnElement[bool]) -> list[AssessmentView]:
    rows = await db.rows(
        select(Assessment, user_table.c.name, cases.case_table.c.reference)
        .join(user_table, user_table.c.id == Assessment.author_id)
        .join(cases.case_table, cases.case_table.c.id == Assessment.case_id)
        .where(*conditions)
        .order_by(Assessment.number.desc())
    )
    if not rows:
        return []
    # All of one case: by one assessment's identifier or by the case's.
    case = await cases.case_view(db, rows[0].reference)
    claims = concerned(case.profile, ((c.id, c.position, c.basis, c.stage) for c in case.claims))
    reviews = await _reviews(db, [row.Assessment.id for row in rows])
    put = (
        await put_to_the_person(db, case.id) if any(_judges(row.Assessment) for row in rows) else frozenset()
    )
    return [_view(row, case.profile, claims, reviews.get(row.Assessment.id, ()), put) for row in rows]


def _judges(a: Assessment) -> bool:
    """Does a draft hold something against the person?"""
    return a.status == "draft" and any(fact.get("finding") == "rejected" for fact in a.facts)


def _view(
    row: Any,
    profile: procedure.Profile,
    claims: Sequence[ClaimAt],
    reviews: Sequence[ReviewView],
    put: Collection[str],
) -> AssessmentView:
    a: Assessment = row.Assessment
    content = content_of(a)
    results = recommended(profile, claims, content)
    return AssessmentView(
        a.id,
        a.case_id,
        row.reference,
        a.number,
        a.author_id,
        row.name,
        a.status,
        a.summary,
        content.facts,
        content.analysis,
        tuple(results[c.id] for c in claims if c.id in results),
        missing(profile, claims, content, put) if a.status == "draft" else (),
        a.created_at,
        a.changed_at,
        a.submitted_at,
        a.version,
        tuple(a.second_for),
        tuple(reviews),
    )


async def _reviews(db: ReadSession, assessment_ids: Sequence[UUID]) -> dict[UUID, list[ReviewView]]:
    rows = await db.rows(
        select(Review, user_table.c.name)
        .join(user_table, user_table.c.id == Review.reviewer_id)
        .where(Review.assessment_id.in_(assessment_ids))
        .order_by(Review.at)
    )
    found: dict[UUID, list[ReviewView]] = {}
    for row in rows:
        r: Review = row.Review
        answers = {code: str(answer) for code, answer in r.checklist.items()}
        view = ReviewView(r.id, r.reviewer_id, row.name, r.outcome, r.comment, answers, r.at)
        found.setdefault(r.assessment_id, []).append(view)
    return found
