"""Citing a passage in one move."""

from uuid import UUID

from app.assessments.actions.loading import open_assessment
from app.assessments.actions.save import save
from app.assessments.content import content_of
from app.assessments.rules.shapes import Answer, Evidence, Fact, read
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid


async def cite(
    db: Session,
    actor: Actor,
    assessment_id: UUID,
    *,
    place: str,
    kind: str,
    ref: str,
    quote: str = "",
    version: int | None = None,
) -> int:
    """Add one citation to a draft: at `facts.<number from 0>` (the number after the last begins a fact) or `analysis.<issue>`.

    It is pinned to the passage as it reads now; cited twice at one place it stands there once. Returns the new version. Raises as
    `save` does, and `Invalid` at `place`.
    """
    evidence = read(Evidence, {"kind": kind, "ref": ref, "quote": quote}, "citation")
    content = content_of((await open_assessment(db, assessment_id, version=version)).row)
    part, _, name = place.partition(".")
    if part == "facts" and name.isdigit() and int(name) <= len(content.facts):
        facts = [*content.facts, *([Fact()] if int(name) == len(content.facts) else [])]
        fact = facts[int(name)]
        facts[int(name)] = fact.model_copy(update={"evidence": _with(fact.evidence, evidence)})
        return await save(db, actor, assessment_id, facts=facts)
    if part == "analysis" and name:
        answer = content.analysis.get(name, Answer())
        cited = answer.model_copy(update={"citations": _with(answer.citations, evidence)})
        return await save(db, actor, assessment_id, analysis={name: cited})
    raise Invalid.at("place", "unknown_place", "Ese lugar no está en el análisis.")


def _with(before: tuple[Evidence, ...], new: Evidence) -> tuple[Evidence, ...]:
    quote = " ".join(new.quote.split())
    known = any((e.kind, e.ref, e.quote) == (new.kind, new.ref, quote) for e in before)
    return before if known else (*before, new)
