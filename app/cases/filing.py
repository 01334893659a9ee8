"""Whether a claim came in time: looked at when it is registered, kept with that event, decided on by a person where it was late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from app.cases.models import CaseEvent
from app.core.database import ReadSession
from app.core.statements import one_of
from app.procedure import public as procedure

REGISTERED = "registered"
STANDING = {True: "in_time", False: "late", None: "unknown"}


@dataclass(frozen=True, slots=True)
class FilingView:
    """The claim against the time to file. `in_time` None: no limit is on record, or nobody knows from which day it counts."""

    limit: str | None
    in_time: bool | None
    due_on: date | None
    explanation: Mapping[str, Any] | None
    decided_at: datetime | None
    decision: Mapping[str, Any]


def filing_data(filed: procedure.Filed) -> dict[str, Any]:
    """What the event of registration keeps: `filed` for conditions of the profile, the rest to show why."""
    explained = filed.explanation
    return {
        "filed": STANDING[filed.in_time],
        "filing": {
            "limit": filed.limit,
            "due_on": explained.due_day.isoformat() if explained else None,
            "explanation": explained.as_dict() if explained else None,
        },
    }


def filing_view(filed: procedure.Filed) -> FilingView:
    """The same before anything is registered."""
    explained = filed.explanation
    return FilingView(
        limit=filed.limit,
        in_time=filed.in_time,
        due_on=explained.due_day if explained else None,
        explanation=explained.as_dict() if explained else None,
        decided_at=None,
        decision={},
    )


_FILED = (
    select(CaseEvent.name, CaseEvent.at, CaseEvent.data)
    .where(CaseEvent.case_id == bindparam("case"), one_of(CaseEvent.name, "names"))
    .order_by(CaseEvent.number)
)


async def filing_of(db: ReadSession, case_id: UUID, profile: procedure.Profile) -> FilingView | None:
    """None for a case registered before the time to file was looked at, and one that the actor may not see."""
    names = [REGISTERED, *([profile.filing.late] if profile.filing.late else [])]
    rows = await db.rows(_FILED, {"case": case_id, "names": names})
    registered = next((row for row in rows if row.name == REGISTERED), None)
    if registered is None or "filed" not in registered.data:
        return None
    kept: Mapping[str, Any] = registered.data["filing"]
    decision = next((row for row in reversed(rows) if row.name != REGISTERED), None)
    return FilingView(
        limit=kept["limit"],
        in_time={"in_time": True, "late": False}.get(registered.data["filed"]),
        due_on=date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
        explanation=kept["explanation"],
        decided_at=decision.at if decision else None,
        decision=decision.data if decision else {},
    )
