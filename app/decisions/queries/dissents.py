"""Dissents that are printed with the decision, where the profile says that they are."""

from sqlalchemy import select

from app.core.database import ReadSession
from app.decisions.models import Decision, Vote
from app.decisions.queries.signatories import called_to_sign
from app.identity import public as identity
from app.procedure import public as procedure


async def dissents_printed(
    db: ReadSession, decision: Decision, profile: procedure.Profile
) -> list[tuple[str, str]]:
    """Name and reasons of each member who voted otherwise; nobody where the profile keeps dissents in the minutes.

    A judge who dissents signs the judgment, too: with their reasons beside it, unless the profile says that those stay in the file.
    """
    if decision.remedy_id is not None:
        if profile.bodies[decision.body].sits.dissent.value is False:
            return []
        return [(one.name, one.dissent) for one in called_to_sign(decision) if one.dissent]
    if decision.item_id is None or profile.bodies[decision.body].sits.dissent.value is not True:
        return []
    votes = await db.scalars(
        select(Vote).where(Vote.item_id == decision.item_id, Vote.choice == "against").order_by(Vote.at)
    )
    names = await identity.names(db, [vote.user_id for vote in votes])
    return [(names[vote.user_id], vote.reasons) for vote in votes]
