"""Putting two records before people."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from app.core.database import Session
from app.core.ids import new_id
from app.people.pairs.rules import FOUND_BY, REASONS, FoundBy, Reason

_PROPOSE = text(
    "select propose_duplicate_pair(:id, :one, :other, :score, cast(:reasons as jsonb), :how, :at, :by)"
)


async def propose_pair(
    db: Session,
    person_a: UUID,
    person_b: UUID,
    *,
    score: float,
    reasons: Sequence[Reason],
    found_by: FoundBy,
) -> UUID | None:
    """Put two people before those who judge whether they are one. The order of the two does not matter.

    `None` when they wait already, or were told apart and nothing new is said (`rules.NEWS`): a new paper or number in common brings
    the pair back. A record that was merged stands for the one that it was merged into. `score` from 0 to 1.
    """
    unknown = [reason.code for reason in reasons if reason.code not in REASONS]
    if unknown or found_by not in FOUND_BY:
        raise ValueError(f"unknown reason or way: {unknown or found_by}")
    await db.flush()
    rows = json.dumps([reason.as_row() for reason in reasons], default=str)
    found: UUID | None = await db.scalar(
        _PROPOSE,
        {
            "id": new_id(),
            "one": person_a,
            "other": person_b,
            "score": float(score),
            "reasons": rows,
            "how": found_by,
            "at": db.now(),
            "by": db.actor.user_id,
        },
    )
    return found
