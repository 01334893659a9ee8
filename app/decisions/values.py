"""What is decided about one claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """One claim's outcome, the grounds it rests on and the article."""

    claim_id: UUID
    outcome: str
    grounds: tuple[str, ...] = ()
    article: str | None = None
    reasons: str = ""


def outcome_rows(outcomes: Iterable[ClaimOutcome]) -> list[dict[str, object]]:
    """As they are kept with a decision."""
    return [
        {
            "claim_id": str(one.claim_id),
            "outcome": one.outcome,
            "grounds": list(one.grounds),
            "article": one.article,
            "reasons": one.reasons,
        }
        for one in outcomes
    ]


def read_outcomes(rows: Iterable[Mapping[str, Any]]) -> tuple[ClaimOutcome, ...]:
    """Back from a decision's or an agenda item's row."""
    return tuple(
        ClaimOutcome(
            UUID(row["claim_id"]),
            row["outcome"],
            tuple(row.get("grounds") or ()),
            row.get("article"),
            row.get("reasons") or "",
        )
        for row in rows
    )
