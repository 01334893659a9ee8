"""Reading the comments of a review, each with where its passage stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.assessments.models import Assessment, ReviewComment
from app.assessments.rules.shapes import Content
from app.assessments.rules.texts import found_again, texts
from app.core.database import ReadSession
from app.identity.public import user_table


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment at `place` on the words of `quote`. `at_words`: from where to where they stand in the text of the version that is
    read; None where it was rewritten since version `number`, on which the comment was made."""

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


async def comments_on(
    db: ReadSession, case_id: UUID, content: Content, positions: Mapping[UUID, int]
) -> list[CommentView]:
    """Every comment of the case's reviews, oldest first, anchored in that version of the analysis. For the first instance only."""
    c = ReviewComment
    by, answerer, resolver = aliased(user_table), aliased(user_table), aliased(user_table)
    rows = await db.rows(
        select(
            c,
            Assessment.number,
            by.c.name.label("author"),
            answerer.c.name.label("answerer"),
            resolver.c.name.label("resolver"),
        )
        .join(Assessment, Assessment.id == c.assessment_id)
        .join(by, by.c.id == c.by)
        .outerjoin(answerer, answerer.c.id == c.answered_by)
        .outerjoin(resolver, resolver.c.id == c.resolved_by)
        .where(c.case_id == case_id)
        .order_by(c.at, c.id)
    )
    there = texts(content, positions)
    return [_view(row, there) for row in rows]


def _view(row: Any, there: Mapping[str, str]) -> CommentView:
    c: ReviewComment = row.ReviewComment
    return CommentView(
        c.id,
        row.number,
        c.place,
        c.quote,
        c.text,
        row.author,
        c.at,
        c.state,
        c.answer,
        row.answerer,
        c.answered_at,
        row.resolver,
        c.resolved_at,
        found_again(there.get(c.place, ""), c.quote, c.start),
    )


async def unanswered_comments(db: ReadSession, case_id: UUID) -> bool:
    """Is there a comment that the author has not answered?"""
    found: bool = await db.scalar(
        select(exists().where(ReviewComment.case_id == case_id, ReviewComment.state == "open"))
    )
    return found
