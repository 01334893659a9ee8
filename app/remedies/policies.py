"""Who may judge a remedy."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, text

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession
from app.identity.public import ROLES
from app.remedies.errors import WorkedOnThisCase
from app.remedies.models import Remedy

TRIBUNAL = frozenset({"appeals_clerk", "appeals_judge"})
# To have acted on a case in any of these is to have taken part in what is judged.
ELSEWHERE = tuple(role for role in ROLES if role not in TRIBUNAL)
_TIES = frozenset({*cases.CONFLICT_KINDS, "representative"})


async def barred_from(
    db: ReadSession, case_id: UUID, user_ids: Iterable[UUID], *, body: str | None = None
) -> frozenset[UUID]:
    """Those of the users who must not judge in the case: who acted on it or voted anywhere but at the Tribunal, who is tied to its
    people by what was declared or by having spoken for them, and who judged an earlier remedy in another body than `body`.

    A tribunal that sent a case back may hear the next remedy. Five queries however many users.
    """
    wanted = list(dict.fromkeys(user_ids))
    acted = await cases.handlers(db, case_id, wanted, roles=ELSEWHERE)
    voted = await db.rows(
        text("select u from unnest(cast(:users as uuid[])) u where voted_on(:case, u)").bindparams(
            users=wanted, case=case_id
        )
    )
    ties = await cases.conflicts_of(db, case_id, wanted)
    r = Remedy
    judged = await db.rows(
        select(r.decided_by).where(
            r.case_id == case_id, r.decided_by.in_(wanted), r.body != (body if body is not None else r.body)
        )
    )
    return frozenset(
        {
            *acted,
            *(row[0] for row in voted),
            *(user for user, found in ties.items() if any(one.kind in _TIES for one in found)),
            *(row[0] for row in judged),
        }
    )


async def has_worked_on(db: ReadSession, case_id: UUID, user_id: UUID) -> bool:
    """Did the user take part in the case, or are they tied to its people?"""
    return user_id in await barred_from(db, case_id, [user_id])


async def demand_impartial(db: ReadSession, actor: Actor, case_id: UUID, *, body: str | None = None) -> None:
    """Raises `WorkedOnThisCase`: who took part before does not judge (Law 8764 art. 29; LGAP on recusal; UNHCR standards 7.1.1)."""
    if await barred_from(db, case_id, [actor.user_id], body=body):
        raise WorkedOnThisCase
