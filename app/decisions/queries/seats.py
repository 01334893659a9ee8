"""The seats of a body, who holds each and who stands in for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core.database import ReadSession
from app.decisions.chamber_models import SeatHolder
from app.decisions.counting import Called
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.procedure import public as procedure


@dataclass(frozen=True, slots=True)
class HolderView:
    """Somebody's time in a seat: its holder (`place` 0) or an alternate. `id` None: no act of appointment is on record, and the
    seat is the one under which their account signs in. `until` is the last day; None while it has no end."""

    id: UUID | None
    user_id: UUID
    name: str
    seat: str
    place: int
    since: date | None
    until: date | None
    act: str
    ended_by_act: str

    def on(self, day: date) -> bool:
        """Does it hold on that day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat as the profile names it, or as an account does where the profile names none. Holders by place and day."""

    name: str
    compulsory: bool
    on_record: bool
    holders: tuple[HolderView, ...]


async def holders_of(db: ReadSession, body: str) -> list[HolderView]:
    """Everybody who holds or held a seat of the body, by seat, place and day."""
    h, members = SeatHolder, await identity.colleagues(db, "commission_member", body=body)
    rows = await db.scalars(select(h).where(h.body == body).order_by(h.seat, h.place, h.since.desc()))
    names = await identity.names(db, [row.user_id for row in rows])
    recorded = [
        HolderView(
            r.id, r.user_id, names[r.user_id], r.seat, r.place, r.since, r.until, r.act, r.ended_by_act
        )
        for r in rows
    ]
    known = {row.user_id for row in rows}
    unrecorded = [
        HolderView(None, m.user_id, m.name, m.seat or "", 0, None, None, "", "")
        for m in members
        if m.user_id not in known
    ]
    return recorded + unrecorded


async def seats_of(db: ReadSession, body: str) -> list[SeatView]:
    """Every seat of the body with whoever holds or held it: those of the profile first."""
    holders = await holders_of(db, body)
    named = [m for m in (await procedure_in_force(db)).bodies[body].members if m.votes]
    return [*_named(named, holders), *_others({m.es for m in named}, holders)]


def _named(members: Iterable[procedure.Member], holders: list[HolderView]) -> list[SeatView]:
    return [
        SeatView(m.es, m.compulsory, on_record=True, holders=tuple(h for h in holders if h.seat == m.es))
        for m in members
    ]


def _others(named: set[str], holders: list[HolderView]) -> list[SeatView]:
    others = dict.fromkeys(h.seat for h in holders if h.seat not in named)
    return [
        SeatView(seat, compulsory=False, on_record=False, holders=tuple(h for h in holders if h.seat == seat))
        for seat in others
    ]


async def who_may_sit(db: ReadSession, body: str, day: date) -> dict[UUID, Called]:
    """Who may be called to a sitting on that day, for which seat and in which place: an account that may sign in for the body,
    and an appointment that holds that day."""
    able = {m.user_id for m in await identity.colleagues(db, "commission_member", body=body)}
    return {
        h.user_id: Called(h.user_id, h.seat, h.place)
        for h in await holders_of(db, body)
        if h.user_id in able and h.on(day)
    }
