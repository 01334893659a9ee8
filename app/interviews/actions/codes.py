"""A one-time code that is handed to a person, with which they sign: for who does not draw, or is at the other end of a line."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.interviews import errors
from app.interviews.actions.loading import in_hand, present, write
from app.interviews.models import SigningCode

# Without letters and digits that are taken for one another when said aloud. 8 of 30: 39 bits, good once and for minutes.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
GOOD_FOR = timedelta(minutes=30)


async def hand_code(db: Session, actor: Actor, interview_id: UUID, *, participant_id: UUID) -> str:
    """A new code for a participant of the session, to be handed to them: said nowhere again, good once for half an hour.

    The one that they had before is good no longer. Raises `NotReadBack`, `NotFound`.
    """
    interview = await in_hand(db, actor, interview_id)
    if interview.status != "read_back":
        raise errors.NotReadBack
    if participant_id not in {p.id for p in await present(db, interview_id)}:
        raise NotFound
    await db.execute(
        update(SigningCode)
        .where(SigningCode.participant_id == participant_id, SigningCode.used_at.is_(None))
        .values(good_until=db.now())
    )
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    made = SigningCode(
        id=new_id(),
        case_id=interview.case_id,
        interview_id=interview_id,
        participant_id=participant_id,
        code_digest=_digest(participant_id, code),
        made_at=db.now(),
        good_until=db.now() + GOOD_FOR,
        used_at=None,
    )
    db.add(made)
    await write(db)
    return f"{code[:4]}-{code[4:]}"


async def use_code(db: Session, participant_id: UUID, code: str) -> None:
    """Take the code that was handed to this participant. Raises `WrongCode`."""
    handed = await db.scalar(
        select(SigningCode)
        .where(
            SigningCode.participant_id == participant_id,
            SigningCode.used_at.is_(None),
            SigningCode.good_until > db.now(),
        )
        .order_by(SigningCode.made_at.desc())
        .limit(1)
    )
    typed = "".join(c for c in code.upper() if c.isalnum())
    if handed is None or not hmac.compare_digest(handed.code_digest, _digest(participant_id, typed)):
        raise errors.WrongCode
    handed.used_at = db.now()


def _digest(participant_id: UUID, code: str) -> bytes:
    """Slow on purpose, and of this participant alone: the table gives no code away in the minutes in which it is good."""
    return hashlib.scrypt(code.encode(), salt=participant_id.bytes, n=2**12, r=8, p=1)
