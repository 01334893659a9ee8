"""Admissibility, where the law has it."""

from uuid import UUID

from app.cases.events import DocumentDesk, Recorded, record
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand

SHORTEST_REASONS = 20


async def admit(
    db: Session, actor: Actor, case_id: UUID, *, desk: DocumentDesk | None = None, version: int | None = None
) -> Recorded:
    """The claims are admitted and go on: to the interview, or where the law hears first (Panama) to the body that decides. The
    `desk` issues the paper that an admission brings."""
    demand(actor, "case.admit")
    opened = await open_case(db, case_id, version=version)
    return await record(db, actor, opened, "admitted", desk=desk)


def check_reasons(reasons: str) -> str:
    """The reasons, without spaces around. Raises `Invalid` when they are too short to be any."""
    if len(reasons.strip()) < SHORTEST_REASONS:
        raise Invalid.at(
            "reasons",
            "too_short",
            "Escriba las razones, con %(least)s caracteres al menos.",
            least=SHORTEST_REASONS,
        )
    return reasons.strip()
