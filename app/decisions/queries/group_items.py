"""Lists of prima facie groups before a sitting, and what the vote on them said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.database import ReadSession
from app.decisions.chamber_models import GroupItem, GroupVote


@dataclass(frozen=True, slots=True)
class GroupVoteView:
    user_id: UUID
    choice: str
    reasons: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupItemView:
    """A list on an agenda: `rule` names the group, `waiting` how many cases are still on the list, `to_do` with those that
    were handled since. `status`: `pending`,
    `recognised`, `not_recognised`, or `deferred` when its sitting ended before the vote; `count` as it stood at the closing."""

    id: UUID
    sitting_id: UUID
    batch_id: UUID
    rule: str
    status: str
    waiting: int
    to_do: int
    count: Mapping[str, Any]
    closed_at: datetime | None
    votes: Mapping[UUID, GroupVoteView]

    @property
    def listed(self) -> int:
        """How many cases the vote is on, or was on when it was closed."""
        return int(self.count.get("listed", self.waiting if self.status == "pending" else self.to_do))


async def group_items_of(db: ReadSession, sitting_id: UUID) -> list[GroupItemView]:
    """The lists on a sitting's agenda, in the order in which they were put there."""
    found = await db.scalars(
        select(GroupItem).where(GroupItem.sitting_id == sitting_id).order_by(GroupItem.put_at, GroupItem.id)
    )
    return await _views(db, list(found))


async def vote_on(db: ReadSession, batch_id: UUID) -> GroupItemView | None:
    """The last vote that a sitting was asked for on the list; `None` where none was."""
    found = await db.scalars(
        select(GroupItem)
        .where(GroupItem.batch_id == batch_id)
        .order_by(GroupItem.put_at.desc(), GroupItem.id.desc())
        .limit(1)
    )
    return next(iter(await _views(db, list(found))), None)


async def lists_for_a_vote(db: ReadSession) -> list[cases.batches.BatchView]:
    """The body's complete lists that are on no agenda and were not voted on."""
    taken = set(
        await db.scalars(select(GroupItem.batch_id).where(GroupItem.status.in_(("pending", "recognised"))))
    )
    return [
        one
        for one in await cases.batches.batches(db, "group")
        if one.state == "prepared" and one.id not in taken
    ]


async def _views(db: ReadSession, items: list[GroupItem]) -> list[GroupItemView]:
    if not items:
        return []
    votes: dict[UUID, dict[UUID, GroupVoteView]] = {}
    cast = select(GroupVote).where(GroupVote.item_id.in_([i.id for i in items])).order_by(GroupVote.at)
    for v in await db.scalars(cast):
        votes.setdefault(v.item_id, {})[v.user_id] = GroupVoteView(v.user_id, v.choice, v.reasons, v.at)
    lists = {one.id: one for one in await cases.batches.batches(db, "group")}
    return [
        GroupItemView(
            i.id,
            i.sitting_id,
            i.batch_id,
            lists[i.batch_id].rule if i.batch_id in lists else "",
            i.status,
            lists[i.batch_id].counts["waiting"] if i.batch_id in lists else 0,
            lists[i.batch_id].to_do if i.batch_id in lists else 0,
            i.count,
            i.closed_at,
            votes.get(i.id, {}),
        )
        for i in items
    ]
