"""Signatures, and the record that they close."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.documents.public import Desk
from app.interviews import errors
from app.interviews.actions.loading import in_hand, present, write
from app.interviews.actions.read_back import left_to_read
from app.interviews.models import Interview, Signature
from app.interviews.queries import digest_of, transcript
from app.interviews.rules import check_signature


@dataclass(frozen=True, slots=True)
class Signed:
    """`closed` when this was the last signature; `missing` are the participants that have not signed or refused."""

    closed: bool
    missing: tuple[UUID, ...]


async def sign(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    participant_id: UUID,
    method: str,
    refusal_reason: str | None = None,
    version: int | None = None,
) -> Signed:
    """Take a participant's signature (`drawn` or `code`), or note that they refuse, with the reason.

    With the last one the record is closed for good: its digest is kept and the case moves on (`interview_held`). Raises
    `NotReadBack`, `NotAllRead`, `AlreadyIn`, `HasLeft`, `NotFound`, `Invalid`.
    """
    interview = await in_hand(db, actor, interview_id, version=version)
    if interview.status != "read_back":
        raise errors.NotReadBack
    if left := await left_to_read(db, interview_id):
        raise errors.NotAllRead(left=left)
    room = {p.id: p for p in await present(db, interview_id)}
    if participant_id not in room:
        raise NotFound
    done = await _signed(db, interview_id)
    if participant_id in done:
        raise errors.AlreadyIn
    reason = check_signature(method, room[participant_id].role, refusal_reason)
    db.add(
        Signature(
            id=new_id(),
            case_id=interview.case_id,
            interview_id=interview_id,
            participant_id=participant_id,
            method=method,
            refusal_reason=reason,
            at=db.now(),
            taken_by=actor.user_id,
        )
    )
    interview.version += 1
    # Signatures first, then the state: the database takes no signature for a record that is closed.
    await write(db)
    missing = tuple(p for p in room if p not in {*done, participant_id})
    if not missing:
        await _close(db, actor, interview)
    return Signed(not missing, missing)


async def _signed(db: Session, interview_id: UUID) -> Sequence[UUID]:
    found: Sequence[UUID] = await db.scalars(
        select(Signature.participant_id).where(Signature.interview_id == interview_id)
    )
    return found


async def _close(db: Session, actor: Actor, interview: Interview) -> None:
    opened = await cases.open_case(db, interview.case_id)
    digest = digest_of(await transcript(db, interview.id))
    interview.status, interview.signed_at, interview.digest = "signed", db.now(), digest
    await write(db)
    await cases.record(
        db,
        actor,
        opened,
        "interview_held",
        claims=_concerned(opened, interview.claim_id),
        data={"interview": str(interview.id), "digest": digest},
        satisfied=["signed"],
        desk=Desk(),
    )


def _concerned(opened: cases.OpenCase, claim_id: UUID) -> list[UUID]:
    """The principal applicant's interview moves the household's claims with it; a relative's own moves theirs alone."""
    if claim_id == opened.principal.id:
        stage = opened.principal.stage
        return [c.id for c in opened.claims if c.stage == stage]
    return [claim_id]
