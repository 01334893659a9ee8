"""What waits for one person, besides cases: answers to what they asked, and writings that wait for theirs."""

from dataclasses import dataclass
from typing import Any

from app.coi import public as coi
from app.core.database import ReadSession
from app.identity import public as identity
from app.representation import public as representation
from app.web import coi_shown

FILINGS = 10


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """`answers` of the country information unit that the reader asked for and has not opened; `filings` that wait for an answer: an
    officer's own cases', and for the others those of every case that they see."""

    answers: list[dict[str, Any]]
    filings: list[tuple[str, representation.FilingView]]

    @property
    def empty(self) -> bool:
        return not (self.answers or self.filings)


async def own_desk(db: ReadSession) -> OwnDesk:
    """In a constant number of questions."""
    return OwnDesk(answers=await _answers(db), filings=await _filings(db))


async def _answers(db: ReadSession) -> list[dict[str, Any]]:
    if not identity.may(db.actor, "coi.ask"):
        return []
    return [coi_shown.question(view) for view in await coi.answers_unread(db)]


async def _filings(db: ReadSession) -> list[tuple[str, representation.FilingView]]:
    if not identity.may(db.actor, "filing.answer"):
        return []
    own = db.actor.user_id if db.actor.role == "eligibility_officer" else None
    return await representation.unanswered(db, assigned_to=own, most=FILINGS)
