"""A sitting locked for a change, and one of its items with its case. The sitting is locked first, then the case: everywhere."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.decisions import counting, errors
from app.decisions.models import AgendaItem, Recusal, Sitting, SittingMember, Vote
from app.procedure import public as procedure


@dataclass(slots=True)
class Chamber:
    """A sitting with its members."""

    sitting: Sitting
    members: dict[UUID, SittingMember]

    @property
    def present(self) -> frozenset[UUID]:
        return frozenset(m.user_id for m in self.members.values() if m.present_at is not None)

    @property
    def called(self) -> list[counting.Called]:
        return [counting.Called(m.user_id, m.seat, m.place) for m in self.members.values()]

    @property
    def seated(self) -> dict[str, UUID]:
        """Who sits for each seat now, item or no item."""
        return counting.sitting_for(self.called, present=self.present)

    @property
    def presiding(self) -> SittingMember:
        return next(m for m in self.members.values() if m.presides)

    @property
    def keys(self) -> list[str]:
        """The keys by which the members see the cases on the agenda."""
        return [key_of(user) for user in self.members]

    def demand_open(self) -> None:
        if self.sitting.status != "open":
            raise errors.SittingNotOpen

    def demand_not_over(self) -> None:
        if self.sitting.status not in ("convened", "open", "suspended"):
            raise errors.SittingOver

    def demand_quorum(self, body: procedure.Body, minimum: int, seated: dict[str, UUID]) -> None:
        """Raises `NoQuorum`, `CompulsorySeatEmpty`."""
        if len(seated) < minimum:
            raise errors.NoQuorum(present=len(seated), minimum=minimum)
        if missing := counting.compulsory_missing(seated, body):
            raise errors.CompulsorySeatEmpty(seats=", ".join(missing))


@dataclass(slots=True)
class Item:
    """An agenda item with its case, who is out of it, who sits for each seat, and the votes that count.

    The vote of somebody who stepped out afterwards stays on record and is not among `votes`.
    """

    item: AgendaItem
    opened: cases.OpenCase
    votes: dict[UUID, Vote]
    recused: frozenset[UUID]
    seated: dict[str, UUID]

    @property
    def entitled(self) -> frozenset[UUID]:
        return frozenset(self.seated.values())

    @property
    def missing(self) -> frozenset[UUID]:
        """Members who may vote and have not."""
        return self.entitled - frozenset(self.votes)

    @property
    def tally(self) -> counting.Tally:
        return counting.tally(
            (v.choice for v in self.votes.values()), entitled=len(self.entitled), recused=len(self.recused)
        )

    def demand_pending(self) -> None:
        if self.item.status != "pending":
            raise errors.ItemClosed


# Built once: every vote runs them.
_MEMBERS = select(SittingMember).where(SittingMember.sitting_id == bindparam("sitting")).with_for_update()
_CASE_OF_ITEM = select(AgendaItem.case_id).where(
    AgendaItem.id == bindparam("item"), AgendaItem.sitting_id == bindparam("sitting")
)
_VOTES = select(Vote).where(Vote.item_id == bindparam("item"))
_RECUSED = select(Recusal.user_id).where(Recusal.item_id == bindparam("item"))


def key_of(user_id: UUID) -> str:
    return f"commission_member:{user_id}"


async def enter(db: Session, actor: Actor, sitting_id: UUID, *, version: int | None = None) -> Chamber:
    """The sitting, locked until the commit, to be changed: its version is counted up.

    Raises `NotFound` for a sitting of another body, `NotConvened` for a member who was not called, `SittingChanged`.
    """
    sitting = await db.locked(Sitting, sitting_id)
    if sitting is None or sitting.body != actor.body:
        raise NotFound
    if version is not None and version != sitting.version:
        raise errors.SittingChanged
    members = await db.scalars(_MEMBERS, {"sitting": sitting_id})
    chamber = Chamber(sitting, {m.user_id: m for m in members})
    if actor.role == "commission_member" and actor.user_id not in chamber.members:
        raise errors.NotConvened
    sitting.version += 1
    return chamber


async def take_up(db: Session, chamber: Chamber, item_id: UUID) -> Item:
    """An item of the sitting, its case locked. Raises `NotFound` for one that the actor may not see."""
    case_id = await db.scalar(_CASE_OF_ITEM, {"item": item_id, "sitting": chamber.sitting.id})
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id)
    item = await db.locked(AgendaItem, item_id)
    if item is None:
        raise NotFound
    cast = {v.user_id: v for v in await db.scalars(_VOTES, {"item": item_id})}
    recused = frozenset(await db.scalars(_RECUSED, {"item": item_id}))
    seated = counting.sitting_for(chamber.called, present=chamber.present, voted=cast, recused=recused)
    votes = {user: vote for user, vote in cast.items() if user in seated.values()}
    return Item(item, opened, votes, recused, seated)
