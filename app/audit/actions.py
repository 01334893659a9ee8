"""Writing down who looked at or did what."""

from collections.abc import Mapping
from uuid import UUID

from app.audit.models import AccessRecord
from app.core.database import Session
from app.core.ids import new_id


async def looked(
    db: Session,
    action: str,
    subject: str,
    *,
    case_id: UUID | None = None,
    request_id: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append one look or act of the session's actor. `subject` is an identifier, never a name (ISO 27789)."""
    db.add(
        AccessRecord(
            id=new_id(),
            at=db.now(),
            actor_id=db.actor.user_id,
            actor_role=db.actor.role,
            action=action,
            subject=subject,
            case_id=case_id,
            request_id=request_id,
            detail=dict(detail or {}),
        )
    )
