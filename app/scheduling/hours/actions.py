"""Saying when an office is open and when somebody works, and announcing days that are otherwise."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Forbidden, Invalid, NotFound, Stale
from app.core.ids import new_id
from app.identity import public as identity
from app.identity.public import demand
from app.scheduling.hours import rules
from app.scheduling.hours.models import DayChange, Timetable
from app.scheduling.staff.models import Interpreter

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose hours: an office's, an interviewer's or an interpreter's."""

    kind: Literal["office", "user", "interpreter"]
    id: UUID

    @property
    def column(self) -> str:
        return f"{self.kind}_id"


async def keep_hours(
    db: Session, actor: Actor, owner: Owner, week: rules.Week, *, version: int | None = None
) -> int:
    """Write the weekly hours down; they hold from now on, and nothing that is booked moves. Returns the version.

    Raises `Forbidden`, `NotFound`, `Invalid`, `Stale`.
    """
    await _check_owner(db, actor, owner)
    rules.check_week(week)
    column = getattr(Timetable, owner.column)
    row = await db.scalar(select(Timetable).where(column == owner.id).with_for_update())
    if version is not None and version != (row.version if row else 0):
        raise Stale
    if row is None:
        row = Timetable(id=new_id(), version=0, **_owned(owner))
    row.week, row.changed_by, row.changed_at = rules.kept_week(week), actor.user_id, db.now()
    row.version += 1
    db.add(row)
    await db.flush()
    return int(row.version)


async def announce(
    db: Session,
    actor: Actor,
    owner: Owner,
    *,
    first: date,
    last: date | None = None,
    works: bool = False,
    opens: time | None = None,
    closes: time | None = None,
    note: str = "",
) -> UUID:
    """Days that are not as the week says: absent or closed, or hours besides (`works`, which names them).

    What is booked on those days stays booked, for somebody to move. Raises `Forbidden`, `NotFound`, `Invalid`.
    """
    await _check_owner(db, actor, owner)
    until = last or first
    if until < first:
        raise Invalid.at("last", "out_of_order", "El último día no puede ser anterior al primero.")
    if (until - first).days > 366:
        raise Invalid.at("last", "too_long", "Anuncie un año como máximo.")
    if (opens is None) != (closes is None) or (opens and closes and opens >= closes):
        raise Invalid.at("opens", "not_hours", "Escriba desde qué hora y hasta qué hora.")
    if works and opens is None:
        raise Invalid.at("opens", "required", "Escriba las horas de más.")
    change = DayChange(
        id=new_id(),
        first=first,
        last=until,
        opens=opens,
        closes=closes,
        works=works,
        # Why a person is away is nobody's business; why an office is closed is everybody's.
        note=note.strip()[:LONGEST_NOTE] if owner.kind == "office" else "",
        made_by=actor.user_id,
        made_at=db.now(),
        withdrawn_at=None,
        **_owned(owner),
    )
    db.add(change)
    await db.flush()
    return change.id


async def withdraw_change(db: Session, actor: Actor, change_id: UUID) -> Owner:
    """The days are as the week says after all. Raises `NotFound`, `Forbidden`; a second time changes nothing."""
    change = await db.locked(DayChange, change_id)
    if change is None:
        raise NotFound
    owner = _owner_of(change)
    await _check_owner(db, actor, owner)
    if change.withdrawn_at is None:
        change.withdrawn_at = db.now()
        await db.flush()
    return owner


def _owner_of(change: DayChange) -> Owner:
    if change.office_id:
        return Owner("office", change.office_id)
    if change.user_id:
        return Owner("user", change.user_id)
    return Owner("interpreter", change.interpreter_id or change.id)


def _owned(owner: Owner) -> dict[str, UUID | None]:
    return {
        f"{kind}_id": owner.id if owner.kind == kind else None for kind in ("office", "user", "interpreter")
    }


async def _check_owner(db: Session, actor: Actor, owner: Owner) -> None:
    """Everybody may say when they are away themselves; a supervisor, of the own office."""
    if owner.kind == "user" and owner.id == actor.user_id:
        return
    demand(actor, "calendar.manage")
    if owner.kind == "office":
        if owner.id not in {o.id for o in await identity.offices(db)}:
            raise NotFound
        if actor.role == "supervisor" and owner.id != actor.office_id:
            raise Forbidden
    elif owner.kind == "interpreter":
        if await db.get(Interpreter, owner.id) is None:
            raise NotFound
    elif not await identity.names(db, [owner.id]):
        raise NotFound
