"""Doing a request once, however often it is sent (Idempotency-Key)."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.core import idempotency
from app.core.database import Session
from app.core.errors import Invalid

Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


async def once(
    request: Request,
    db: Session,
    key: str | None,
    do: Callable[[], Awaitable[BaseModel]],
    *,
    location: Callable[[BaseModel], str] | None = None,
    status: int = 201,
    demanded: bool = False,
    body: bytes | None = None,
) -> Response:
    """Answer with what `do` returns; a repeat under the same key gets the first answer and does nothing.

    The answer is kept in the same transaction. `body`: what the request says without what must not be kept, of which the digest is
    taken instead of the bytes that came. Raises `Invalid` when the key is `demanded` and missing, `IdempotencyKeyReused` (422) for
    other data under the same key, `RequestInFlight` (409) while the first is being answered.
    """
    if key is None:
        if demanded:
            raise Invalid.at(
                "Idempotency-Key",
                "missing",
                "Envíe una clave de idempotencia: así un reenvío no registra dos veces.",
            )
        return _response(await _answer(do, location, status))
    said = await request.body() if body is None else body
    request_digest = idempotency.digest(request.method, request.url.path, said)
    earlier = await idempotency.earlier_answer(db, key, request_digest)
    if earlier is not None:
        return _response(earlier, replayed=True)
    answer = await _answer(do, location, status)
    await idempotency.keep(db, key, request_digest, answer)
    return _response(answer)


async def _answer(
    do: Callable[[], Awaitable[BaseModel]], location: Callable[[BaseModel], str] | None, status: int
) -> idempotency.Answer:
    made = await do()
    return idempotency.Answer(status, made.model_dump_json(), location(made) if location else None)


def _response(answer: idempotency.Answer, *, replayed: bool = False) -> Response:
    headers = {"Location": answer.location} if answer.location else {}
    if replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, answer.status, headers, "application/json")
