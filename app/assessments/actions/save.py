"""Writing a draft, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.assessments.actions.loading import open_assessment
from app.assessments.citing import pinned
from app.assessments.content import content_of
from app.assessments.errors import NotADraft, NotAssigned
from app.assessments.rules.shapes import Answer, Content, Fact, Recommendation, plain, read, read_all
from app.assessments.rules.validity import impossible
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand

LONGEST_SUMMARY = 20000


async def save(
    db: Session,
    actor: Actor,
    assessment_id: UUID,
    *,
    summary: str | None = None,
    facts: Sequence[Any] | None = None,
    analysis: Mapping[str, Any] | None = None,
    recommendations: Sequence[Any] | None = None,
    version: int | None = None,
) -> int:
    """Write what is given and leave the rest; issues of the analysis one by one. Returns the new version.

    Values have the shapes of `rules.shapes` (mappings or objects) and may be unfinished; new citations are pinned. Raises `NotFound`,
    `NotAssigned`, `NotADraft`, `AssessmentChanged`, `Invalid` at each field that this case, its country or its record does not have.
    """
    demand(actor, "assessment.write")
    opened = await open_assessment(db, assessment_id, version=version)
    row = opened.row
    if opened.case.case.assigned_to != actor.user_id or row.author_id != actor.user_id:
        raise NotAssigned
    if row.status != "draft":
        raise NotADraft
    before = content_of(row)
    content = _named(_merged(before, summary, facts, analysis, recommendations))
    if broken := impossible(opened.case.profile, {c.id for c in opened.case.claims}, content):
        raise Invalid(*broken)
    content = await pinned(db, opened.case.id, content, before)
    row.summary, row.facts = content.summary, plain(content.facts)
    row.analysis = {name: answer.model_dump(mode="json") for name, answer in content.analysis.items()}
    row.recommendations = plain(content.recommendations)
    row.changed_at, row.version = db.now(), row.version + 1
    await db.flush()
    return row.version


def _named(content: Content) -> Content:
    """Every fact has an identifier of its own, so that what is said about it finds it in every version."""
    seen: set[str] = set()
    facts = []
    for fact in content.facts:
        key = fact.id if fact.id and fact.id not in seen else str(new_id())
        seen.add(key)
        facts.append(fact.model_copy(update={"id": key}))
    return replace(content, facts=tuple(facts))


def _merged(
    before: Content,
    summary: str | None,
    facts: Sequence[Any] | None,
    analysis: Mapping[str, Any] | None,
    recommendations: Sequence[Any] | None,
) -> Content:
    content = before
    if summary is not None:
        if len(summary) > LONGEST_SUMMARY:
            raise Invalid.at(
                "summary", "too_long", "Escriba %(most)s caracteres como máximo.", most=LONGEST_SUMMARY
            )
        content = replace(content, summary=summary.strip())
    if facts is not None:
        content = replace(content, facts=read_all(Fact, facts, "facts"))
    if analysis is not None:
        given = {name: read(Answer, answer, f"analysis.{name}") for name, answer in analysis.items()}
        content = replace(content, analysis={**content.analysis, **given})
    if recommendations is not None:
        content = replace(
            content, recommendations=read_all(Recommendation, recommendations, "recommendations")
        )
    return content
