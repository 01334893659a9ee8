"""Reading questions to the unit. For which case one was asked, only who sees that case reads: the database leaves it empty for the unit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true, tuple_
from sqlalchemy.orm import aliased

from app.cases.public import case_table
from app.coi.models import CoiAnswerPassage, CoiRequest, CoiRequestCase
from app.coi.passages import PassageView, passages
from app.core.database import ReadSession
from app.core.errors import Invalid, NotFound
from app.identity.public import user_table

PAGE = 25
_STATES = {"open": ("asked", "taken"), "answered": ("answered",), "withdrawn": ("withdrawn",)}


@dataclass(frozen=True, slots=True)
class RequestView:
    """`reference` and `asker` are `None` for who may not know the case; `instance` is first or appeal."""

    id: UUID
    instance: str
    question: str
    countries: list[str]
    topics: list[str]
    due_on: date
    confidential: bool
    state: str
    asked_at: datetime
    taken_by: UUID | None
    taker: str | None
    answered_at: datetime | None
    answerer: str | None
    answer: str
    balance: str
    version: int
    case_id: UUID | None
    reference: str | None
    asker: str | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestPage:
    requests: tuple[RequestView, ...]
    after: str | None


def _shown() -> Select[*tuple[Any, ...]]:
    taker, answerer, asker = aliased(user_table), aliased(user_table), aliased(user_table)
    r, o = CoiRequest, CoiRequestCase
    return (
        select(
            r.id, r.instance, r.question, r.countries, r.topics, r.due_on, r.confidential, r.state, r.asked_at, r.taken_by,
            taker.c.name.label("taker"), r.answered_at, answerer.c.name.label("answerer"), r.answer, r.balance, r.version,
            o.case_id, case_table.c.reference, asker.c.name.label("asker"), o.read_at,
        )
        .outerjoin(taker, taker.c.id == r.taken_by)
        .outerjoin(answerer, answerer.c.id == r.answered_by)
        .outerjoin(o, o.request_id == r.id)
        .outerjoin(case_table, case_table.c.id == o.case_id)
        .outerjoin(asker, asker.c.id == o.asked_by)
    )  # fmt: skip


async def requests(
    db: ReadSession, *, show: str = "open", after: str | None = None, limit: int = PAGE
) -> RequestPage:
    """Those that the reader may see, by the day on which the answer is due. `show`: open, answered, withdrawn or all."""
    r = CoiRequest
    statement = (
        _shown()
        .where(r.state.in_(_STATES[show]) if show in _STATES else true(), _past(after))
        .order_by(r.due_on, r.id)
        .limit(limit + 1)
    )
    rows = [RequestView(*row) for row in await db.rows(statement)]
    last = rows[limit - 1] if len(rows) > limit else None
    return RequestPage(tuple(rows[:limit]), f"{last.due_on}~{last.id}" if last else None)


async def request_view(db: ReadSession, request_id: UUID) -> RequestView:
    """Raises `NotFound`."""
    row = await db.row(_shown().where(CoiRequest.id == request_id))
    if row is None:
        raise NotFound
    return RequestView(*row)


async def answer_passages(db: ReadSession, request_id: UUID) -> list[PassageView]:
    """What the answer rests on, in its order."""
    a = CoiAnswerPassage
    ids = await db.scalars(select(a.passage_id).where(a.request_id == request_id).order_by(a.position))
    found = await passages(db, ids)
    return [found[each] for each in ids if each in found]


async def requests_of(db: ReadSession, case_id: UUID) -> list[RequestView]:
    """Asked for one case, the latest first."""
    rows = await db.rows(
        _shown()
        .where(CoiRequestCase.case_id == case_id)
        .order_by(CoiRequest.asked_at.desc(), CoiRequest.id)
        .limit(50)
    )
    return [RequestView(*row) for row in rows]


async def answers_unread(db: ReadSession) -> list[RequestView]:
    """What the reader asked, was answered, and has not been opened since."""
    o = CoiRequestCase
    rows = await db.rows(
        _shown()
        .where(o.asked_by == db.actor.user_id, o.read_at.is_(None), CoiRequest.state == "answered")
        .order_by(CoiRequest.answered_at, CoiRequest.id)
        .limit(20)
    )
    return [RequestView(*row) for row in rows]


def _past(after: str | None) -> ColumnElement[bool]:
    if not after:
        return true()
    try:
        day, _, key = after.partition("~")
        return tuple_(CoiRequest.due_on, CoiRequest.id) > tuple_(date.fromisoformat(day), UUID(key))
    except ValueError as error:
        raise Invalid.at("after", "not_a_place", "Esa página no existe. Vuelva a buscar.") from error
