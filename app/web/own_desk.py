"""What waits for one person, besides cases: where they are named, their tasks, cases offered to them, answers and writings."""

from dataclasses import dataclass
from typing import Any

from app.cases import public as cases
from app.coi import public as coi
from app.core.database import ReadSession
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.representation import public as representation
from app.web import coi_shown, notes_shown

FILINGS = 10


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """`mentions` not yet seen, open `tasks` by day, `handovers` to answer, `answers` of the country information unit not yet read;
    `filings` that wait for an answer: an officer's own cases', and for the others those of every case that they see."""

    mentions: list[cases.notes.MentionView]
    tasks: list[dict[str, Any]]
    handovers: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    filings: list[tuple[str, representation.FilingView]]

    @property
    def empty(self) -> bool:
        return not (self.mentions or self.tasks or self.handovers or self.answers or self.filings)


async def own_desk(db: ReadSession) -> OwnDesk:
    """In a constant number of questions."""
    reads = identity.may(db.actor, "note.read")
    return OwnDesk(
        mentions=await cases.notes.unseen_mentions(db) if reads else [],
        tasks=await _tasks(db) if reads else [],
        handovers=await _handovers(db),
        answers=await _answers(db),
        filings=await _filings(db),
    )


async def _tasks(db: ReadSession) -> list[dict[str, Any]]:
    today = (await procedure_in_force(db)).today(db.now())
    return notes_shown.tasks(await cases.notes.my_tasks(db), today)


async def _handovers(db: ReadSession) -> list[dict[str, Any]]:
    if not identity.may(db.actor, "case.hand_over"):
        return []
    return [notes_shown.handover(view) for view in await cases.notes.handovers_waiting(db)]


async def _answers(db: ReadSession) -> list[dict[str, Any]]:
    if not identity.may(db.actor, "coi.ask"):
        return []
    return [coi_shown.question(view) for view in await coi.answers_unread(db)]


async def _filings(db: ReadSession) -> list[tuple[str, representation.FilingView]]:
    if not identity.may(db.actor, "filing.answer"):
        return []
    own = db.actor.user_id if db.actor.role == "eligibility_officer" else None
    return await representation.unanswered(db, assigned_to=own, most=FILINGS)
