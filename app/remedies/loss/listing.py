"""The list of the procedures of loss that are open: what waits for the house first, each kind of wait by age."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, exists, func, literal, or_, select, text, tuple_

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import Invalid
from app.identity.public import office_table
from app.people.public import PROTECTED, need_table, person_table
from app.remedies.hearings.models import Hearing
from app.remedies.loss.models import Loss

# What an open procedure waits for, in the order of the list: to be served, to be told, to be heard, to be decided, to be answered.
SERVE, TELL, HEAR, DECIDE, ANSWER = "serve", "tell", "hear", "decide", "answer"
WAITS = (SERVE, TELL, HEAR, DECIDE, ANSWER)


@dataclass(frozen=True, slots=True)
class LossRow:
    """One line of the list. `waits_for` is one of `WAITS`; `answer_until` the moment before which nothing is decided; `needs` are codes
    of everybody in the household."""

    id: UUID
    reference: str
    given_names: str
    family_names: str
    birth_date: date
    nationalities: list[str]
    household_size: int
    office: str
    kind: str
    state: str
    opened_at: datetime
    answer_until: datetime | None
    waits_for: str
    needs: list[str]

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True, slots=True)
class LossPage:
    """`after` continues the list, or is `None` at its end."""

    rows: list[LossRow]
    after: str | None


async def open_losses(
    db: ReadSession, *, waits_for: str | None = None, after: str | None = None, limit: int = 50
) -> LossPage:
    """The open procedures of loss of the cases that the actor may see, in the order of `WAITS`, the oldest first.

    Raises `Invalid` for a wait or a continuation that is none.
    """
    if waits_for is not None and waits_for not in WAITS:
        raise Invalid.at("waits_for", "unknown", "Elija un estado de la lista.")
    found = _list(db).subquery()
    rank = func.array_position(literal(list(WAITS)), found.c.waits_for)
    statement = select(found).order_by(rank, found.c.opened_at, found.c.id).limit(limit + 1)
    if waits_for is not None:
        statement = statement.where(found.c.waits_for == waits_for)
    if after:
        place = tuple_(*(literal(part) for part in _position(after)))
        statement = statement.where(tuple_(rank, found.c.opened_at, found.c.id) > place)
    rows = [LossRow(*row) for row in await db.rows(statement)]
    more, rows = len(rows) > limit, rows[:limit]
    return LossPage(rows, _cursor(rows[-1]) if more else None)


def _list(db: ReadSession) -> Select[Any]:
    x, c, p = Loss, cases.case_table.c, person_table.c
    heard = exists().where(Hearing.loss_id == x.id, Hearing.status == "signed")
    waits_for = case(
        (x.state == "signed", SERVE),
        (x.state == "opened", TELL),
        (x.answered_at.is_(None) & (x.answer_until > db.now()), ANSWER),
        (or_(heard, x.hearing_waived.is_not(None)), DECIDE),
        else_=HEAR,
    )
    n, k = need_table.c, cases.claim_table.c
    needs = (
        select(func.array_agg(func.distinct(n.code)))
        .join(cases.claim_table, k.person_id == n.person_id)
        .where(k.case_id == x.case_id, n.ended_at.is_(None), n.sensitivity != PROTECTED)
        .scalar_subquery()
    )
    return (
        select(
            x.id,
            c.reference,
            p.given_names,
            p.family_names,
            p.birth_date,
            p.nationalities,
            c.household_size,
            office_table.c.name.label("office"),
            x.kind,
            x.state,
            x.opened_at,
            x.answer_until,
            waits_for.label("waits_for"),
            func.coalesce(needs, text("'{}'::text[]")).label("needs"),
        )
        .join(cases.case_table, c.id == x.case_id)
        .join(person_table, p.id == cases.name_giver(db))
        .join(office_table, office_table.c.id == c.office_id)
        # The words of the index over those that are open (migration 0246).
        .where(text("losses.state in ('opened', 'told', 'signed')"))
    )


def _cursor(row: LossRow) -> str:
    # Nothing in it that an address would have to escape.
    moment = row.opened_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"{WAITS.index(row.waits_for) + 1}_{moment}_{row.id.hex}"


def _position(after: str) -> tuple[int, datetime, UUID]:
    try:
        rank, moment, key = after.split("_")
        return int(rank), datetime.fromisoformat(moment), UUID(key)
    except ValueError as error:
        raise Invalid.at(
            "after", "bad_cursor", "Esta dirección de página ya no sirve. Vuelva al inicio de la lista."
        ) from error
