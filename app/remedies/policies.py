"""Who may judge a remedy."""

from uuid import UUID

from sqlalchemy import text

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession
from app.identity.public import ROLES
from app.remedies.errors import WorkedOnThisCase

TRIBUNAL = frozenset({"appeals_clerk", "appeals_judge"})
# To have acted on a case in any of these is to have taken part in what is judged.
ELSEWHERE = tuple(role for role in ROLES if role not in TRIBUNAL)


async def has_worked_on(db: ReadSession, case_id: UUID, user_id: UUID) -> bool:
    """Did the user act on the case, or vote on it, anywhere but at the Tribunal?"""
    if await cases.handled_by(db, case_id, user_id, roles=ELSEWHERE):
        return True
    voted: bool = await db.scalar(text("select voted_on(:case, :user)"), {"case": case_id, "user": user_id})
    return voted


async def demand_impartial(db: ReadSession, actor: Actor, case_id: UUID) -> None:
    """Raises `WorkedOnThisCase`: who took part before does not judge (Law 8764 art. 29; LGAP on recusal)."""
    if await has_worked_on(db, case_id, actor.user_id):
        raise WorkedOnThisCase
