"""Reading questions to the unit. For which case one was asked, only who sees that case reads: the database leaves it empty for the unit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, true, tuple_
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


_taker, _answerer, _asker = aliased(user_table), aliased(user_table), aliased(user_table)
_R, _O = CoiRequest, CoiRequestCase
_SHOWN = (
    select(
        _R.id, _R.instance, _R.question, _R.countries, _R.topics, _R.due_on, _R.confidential, _R.state, _R.asked_at, _R.taken_by,
        _taker.c.name.label("taker"), _R.answered_at, _answerer.c.name.label("answerer"), _R.answer, _R.balance, _R.version,
        _O.case_id, case_table.c.reference, _asker.c.name.label("asker"), _O.read_at,
    )
    .outerjoin(_taker, _taker.c.id == _R.taken_by)
    .outerjoin(_answerer, _answerer.c.id == _R.answered_by)
    .outerjoin(_O, _O.request_id == _R.id)
    .outerjoin(case_table, case_table.c.id == _O.case_id)
    .outerjoin(_asker, _asker.c.id == _O.asked_by)
)  # fmt: skip
_OF_CASE = _SHOWN.where(_O.case_id == bindparam("case")).order_by(_R.asked_at.desc(), _R.id).limit(50)
_UNREAD = (
    _SHOWN.where(_O.asked_by == bindparam("reader"), _O.read_at.is_(None), _R.state == "answered")
    .order_by(_R.answered_at, _R.id)
    .limit(20)
)


async def requests(
    db: ReadSession, *, show: str = "open", after: str | None = None, limit: int = PAGE
) -> RequestPage:
    """Those that the reader may see, by the day on which the answer is due. `show`: open, answered, withdrawn or all."""
    r = CoiRequest
    statement = (
        _SHOWN.where(r.state.in_(_STATES[show]) if show in _STATES else true(), _past(after))
        .order_by(r.due_on, r.id)
        .limit(limit + 1)
    )
    rows = [RequestView(*row) for row in await db.rows(statement)]
    last = rows[limit - 1] if len(rows) > limit else None
    return RequestPage(tuple(rows[:limit]), f"{last.due_on}~{last.id}" if last else None)


async def request_view(db: ReadSession, request_id: UUID) -> RequestView:
    """Raises `NotFound`."""
    row = await db.row(_SHOWN.where(CoiRequest.id == request_id))
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
    rows = await db.rows(_OF_CASE, {"case": case_id})
    return [RequestView(*row) for row in rows]


async def answers_unread(db: ReadSession) -> list[RequestView]:
    """What the reader asked, was answered, and has not been opened since."""
    rows = await db.rows(_UNREAD, {"reader": db.actor.user_id})
    return [RequestView(*row) for row in rows]


def _past(after: str | None) -> ColumnElement[bool]:
    if not after:
        return true()
    try:
        day, _, key = after.partition("~")
        return tuple_(CoiRequest.due_on, CoiRequest.id) > tuple_(date.fromisoformat(day), UUID(key))
    except ValueError as error:
        raise Invalid.at("after", "not_a_place", "Esa página no existe. Vuelva a buscar.") from error
