"""What a judgment told the first instance to do: a new analysis answers each point of it before it is submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.cases import public as cases
from app.core.actor import Actor
from app.core.columns import Key, OfCase
from app.core.database import Model, ReadSession, Session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand

SHORTEST_ANSWER = 20


class InstructionsUnanswered(Conflict):
    message = "Falta contestar lo que ordenó la resolución del recurso: %(missing)s."


class AnalysisInstruction(Model):
    """One point of what a judgment ordered, and where the new analysis answers it."""

    __tablename__ = "analysis_instructions"
    __table_args__ = (UniqueConstraint("remedy_id", "position"),)

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    remedy_id: Mapped[UUID] = mapped_column(ForeignKey("remedies.id"))
    body: Mapped[str]
    position: Mapped[int]
    text: Mapped[str]
    given_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


@dataclass(frozen=True, slots=True)
class Instruction:
    """One point as it is read; `answer` is None while nobody has said how it was followed."""

    id: UUID
    remedy_id: UUID
    body: str
    position: int
    text: str
    given_at: datetime
    answer: str | None
    answered_at: datetime | None


async def instruct(db: Session, case_id: UUID, remedy_id: UUID, *, body: str, points: Sequence[str]) -> None:
    """Write down what the judgment orders. The remedies room has checked who judges and what is written."""
    for position, point in enumerate(points, start=1):
        db.add(
            AnalysisInstruction(
                id=new_id(),
                case_id=case_id,
                remedy_id=remedy_id,
                body=body,
                position=position,
                text=point,
                given_at=db.now(),
            )
        )
    await db.flush()


async def instructions_of(db: ReadSession, case_id: UUID) -> list[Instruction]:
    """Everything that was ever ordered in the case, the latest judgment first."""
    i = AnalysisInstruction
    rows = await db.rows(
        select(i.id, i.remedy_id, i.body, i.position, i.text, i.given_at, i.answer, i.answered_at)
        .where(i.case_id == case_id)
        .order_by(i.given_at.desc(), i.position)
    )
    return [Instruction(*row) for row in rows]


async def answer_instruction(db: Session, actor: Actor, instruction_id: UUID, *, answer: str) -> None:
    """Say how one point was followed; again, as long as the analysis is being written. Raises `NotFound`, `Invalid`."""
    demand(actor, "assessment.write")
    case_id = await db.scalar(
        select(AnalysisInstruction.case_id).where(AnalysisInstruction.id == instruction_id)
    )
    if case_id is None:
        raise NotFound
    await cases.open_case(db, case_id)
    found = await db.locked(AnalysisInstruction, instruction_id)
    if found is None:
        raise NotFound
    if len(answer.strip()) < SHORTEST_ANSWER:
        raise Invalid.at(
            "answer",
            "too_short",
            "Diga cómo se cumplió y dónde consta, con %(least)s caracteres al menos.",
            least=SHORTEST_ANSWER,
        )
    found.answer, found.answered_at, found.answered_by = answer.strip(), db.now(), actor.user_id
    await db.flush()


async def demand_answered(db: ReadSession, case_id: UUID) -> None:
    """Raises `InstructionsUnanswered` while a point that a judgment ordered has no answer."""
    i = AnalysisInstruction
    missing = await db.scalars(
        select(i.position).where(i.case_id == case_id, i.answer.is_(None)).order_by(i.given_at, i.position)
    )
    if missing:
        raise InstructionsUnanswered(missing=", ".join(str(position) for position in missing))
