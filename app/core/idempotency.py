"""Answers kept by key, so that a request sent twice is done once (IETF draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, Session
from app.core.errors import Conflict, Refusal


class IdempotencyKeyReused(Refusal):
    kind = "unprocessable"
    message = "Esta clave de idempotencia ya se usó con otros datos."


class RequestInFlight(Conflict):
    message = "La misma petición se está atendiendo todavía. Espere la respuesta."


class KeptAnswer(Model):
    """The first answer to a request, for whoever sends it again."""

    __tablename__ = "kept_answers"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    status: Mapped[int]
    location: Mapped[str | None]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


_LOCK = select(func.pg_try_advisory_xact_lock(bindparam("key", type_=BigInteger)))
_KEEP = insert(KeptAnswer)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    location: str | None = None


def digest(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same: method, path and the exact bytes of the body."""
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).hexdigest()


async def earlier_answer(db: Session, key: str, request_digest: str) -> Answer | None:
    """The answer kept under `key`, or `None` when this is the first time; then the key is locked until the commit.

    Raises `IdempotencyKeyReused` for other data under the same key, `RequestInFlight` while the first is being answered.
    """
    lock = int.from_bytes(
        hashlib.sha256(f"{db.actor.user_id}:{key}".encode()).digest()[:8], "big", signed=True
    )
    if not await db.scalar(_LOCK, {"key": lock}):
        raise RequestInFlight
    kept = await db.get(KeptAnswer, (db.actor.user_id, key))
    if kept is None:
        return None
    if kept.request_digest != request_digest:
        raise IdempotencyKeyReused
    return Answer(kept.status, kept.body, kept.location)


async def keep(db: Session, key: str, request_digest: str, answer: Answer) -> None:
    """Keep `answer` in the transaction that did the work: there is an answer exactly when there is a deed."""
    await db.execute(
        _KEEP,
        {
            "actor_id": db.actor.user_id,
            "key": key,
            "request_digest": request_digest,
            "status": answer.status,
            "location": answer.location,
            "body": answer.body,
            "at": db.now(),
        },
    )
