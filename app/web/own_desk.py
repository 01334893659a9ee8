"""What waits for one person, besides cases: answers to what they asked."""

from dataclasses import dataclass
from typing import Any

from app.coi import public as coi
from app.core.database import ReadSession
from app.identity import public as identity
from app.web import coi_shown


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """`answers` of the country information unit that the reader asked for and has not opened."""

    answers: list[dict[str, Any]]

    @property
    def empty(self) -> bool:
        return not self.answers


async def own_desk(db: ReadSession) -> OwnDesk:
    """In a constant number of questions."""
    return OwnDesk(answers=await _answers(db))


async def _answers(db: ReadSession) -> list[dict[str, Any]]:
    if not identity.may(db.actor, "coi.ask"):
        return []
    return [coi_shown.question(view) for view in await coi.answers_unread(db)]
