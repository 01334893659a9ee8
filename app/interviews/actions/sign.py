"""Signatures, and the record that they close."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core import crypto
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.documents.public import Desk
from app.interviews import drawings, errors
from app.interviews.actions.adjourn import adjourned
from app.interviews.actions.codes import use_code
from app.interviews.actions.loading import in_hand, present, session_in_hand, write
from app.interviews.actions.read_back import left_to_read
from app.interviews.actions.session import close_session
from app.interviews.digests import digest_of
from app.interviews.models import Interview, Signature
from app.interviews.queries import drawing_place, transcript
from app.interviews.rules import check_signature


@dataclass(frozen=True, slots=True)
class Signed:
    """`closed` when this was the last signature of the session; `missing` are the participants that have not signed or refused."""

    closed: bool
    missing: tuple[UUID, ...]


async def sign(
    db: Session,
    actor: Actor,
    interview_id: UUID,
    *,
    participant_id: UUID,
    method: str,
    drawing: drawings.Drawing | None = None,
    code: str | None = None,
    refusal_reason: str | None = None,
    version: int | None = None,
) -> Signed:
    """Take a participant's signature (`drawn`, or by the `code` handed to them), or note that they refuse, with the reason.

    With the last one the session ends. Where it does not continue another day the record is closed for good: its digest is kept and
    the case moves on (`interview_held`). Raises `NotReadBack`, `NotAllRead`, `AlreadyIn`, `NotFound`, `WrongCode`, `Invalid`.
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
    signature = Signature(
        id=new_id(),
        case_id=interview.case_id,
        interview_id=interview_id,
        participant_id=participant_id,
        method=method,
        refusal_reason=reason,
        drawing=None,
        drawing_digest=None,
        at=db.now(),
        taken_by=actor.user_id,
    )
    if method == "drawn":
        _keep(signature, drawings.read(drawing))
    elif method == "code":
        await use_code(db, participant_id, code or "")
    db.add(signature)
    interview.version += 1
    # Signatures first, then the state: the database takes no signature for a record that is closed.
    await write(db)
    missing = tuple(p for p in room if p not in {*done, participant_id})
    if not missing:
        await _end(db, actor, interview)
    return Signed(not missing, missing)


def _keep(signature: Signature, drawing: drawings.Drawing) -> None:
    content = drawings.dump(drawing)
    signature.drawing = crypto.seal(content, drawing_place(signature.id))
    signature.drawing_digest = drawings.digest(content)


async def _signed(db: Session, interview_id: UUID) -> Sequence[UUID]:
    found: Sequence[UUID] = await db.scalars(
        select(Signature.participant_id).where(Signature.interview_id == interview_id)
    )
    return found


async def _end(db: Session, actor: Actor, interview: Interview) -> None:
    if (await session_in_hand(db, interview.id)).continues:
        await close_session(db, interview, "continues", cause="time")
        await adjourned(db, actor, interview, "time")
        return
    await close_session(db, interview, "signed")
    await _close(db, actor, interview)


async def _close(db: Session, actor: Actor, interview: Interview) -> None:
    opened = await cases.open_case(db, interview.case_id)
    digest = digest_of(await transcript(db, interview.id))
    interview.status, interview.signed_at, interview.digest = "signed", db.now(), digest
    await write(db)
    if interview.kind == "witness":
        data = {"interview": str(interview.id), "digest": digest}
        await cases.record(db, actor, opened, "witness_heard", claims=[interview.claim_id], data=data)
        return
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
