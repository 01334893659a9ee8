"""Items on their way in: known already, in order, kept whole; and what a person decided about those that did not fit."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.core import crypto
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.identity.public import demand, office_of
from app.intake.offline import errors, rules
from app.intake.offline.models import OfflineItem

REGISTERED, JOINED, CLASH, SENT_BACK, REFUSED = "registered", "joined", "clash", "sent_back", "refused"
# What may be sent again with other data: it came back to whoever typed it.
CORRECTABLE = frozenset({SENT_BACK, REFUSED})


@dataclass(frozen=True, slots=True)
class Sent:
    """An item as the laptop sent it. `number` is its place in the order of that laptop and user; times are UTC."""

    id: UUID
    laptop_id: UUID
    number: int
    typed_at: datetime
    sent_at: datetime
    content: Mapping[str, Any]


async def expect(db: Session, actor: Actor, sent: Sent) -> OfflineItem | None:
    """The same item where it came before, `None` where it is new and its turn has come. Locked either way until the commit.

    Raises `AnotherItem`, `NumberTaken`, `EarlierMissing`, `TooManyItems`.
    """
    await db.execute(select(func.pg_advisory_xact_lock(_lock("item", sent.id))))
    await db.execute(select(func.pg_advisory_xact_lock(_lock("order", sent.laptop_id, actor.user_id))))
    known = await db.locked(OfflineItem, sent.id)
    if known is not None:
        if known.user_id != actor.user_id:
            raise NotFound
        if known.digest != rules.digest(sent.content) and known.state not in CORRECTABLE:
            raise errors.AnotherItem
        return known
    i = OfflineItem
    mine = select(i.number).where(i.laptop_id == sent.laptop_id, i.user_id == actor.user_id)
    numbers = await db.scalars(mine)
    if sent.number in numbers:
        raise errors.NumberTaken
    wanted = rules.next_wanted(numbers)
    if sent.number > wanted:
        raise errors.EarlierMissing(waits_for=wanted)
    today = (
        select(func.count())
        .select_from(i)
        .where(i.user_id == actor.user_id, i.received_at > db.now() - timedelta(days=1))
    )
    if await db.scalar(today) >= rules.MOST_ITEMS_A_DAY:
        raise errors.TooManyItems
    return None


async def keep_item(
    db: Session,
    actor: Actor,
    sent: Sent,
    known: OfflineItem | None,
    *,
    state: str,
    answer: Mapping[str, Any],
    reasons: Sequence[Mapping[str, object]] = (),
    case_id: UUID | None = None,
) -> OfflineItem:
    """Write down that the item came, and to what. What was typed is kept with it, encrypted, while a person has to look at it."""
    office = await office_of(db, actor)
    if office is None:
        raise NotFound
    item = known or OfflineItem(
        id=sent.id, laptop_id=sent.laptop_id, user_id=actor.user_id, number=sent.number
    )
    item.post_id, item.office_id = actor.post_id, office
    item.digest, item.state = rules.digest(sent.content), state
    item.typed_at, item.sent_at, item.received_at = sent.typed_at, sent.sent_at, db.now()
    item.skew_seconds = round(rules.skew(sent.sent_at, db.now()).total_seconds())
    item.case_id, item.answer, item.reasons = case_id, dict(answer), [dict(reason) for reason in reasons]
    item.content = _sealed(sent) if state == CLASH else None
    item.decision = item.decided_at = item.decided_by = item.decision_reasons = None
    db.add(item)
    await db.flush()
    return item


def _sealed(sent: Sent) -> bytes:
    return crypto.seal(json.dumps(sent.content).encode(), _place(sent.id))


def _place(item_id: UUID) -> str:
    return crypto.place("offline_items", item_id, "content")


async def typed_in(db: ReadSession, item_id: UUID) -> Mapping[str, Any]:
    """What was typed, for who may decide about it. Raises `NotFound`."""
    content = await db.scalar(select(OfflineItem.content).where(OfflineItem.id == item_id))
    if content is None:
        raise NotFound
    found: Mapping[str, Any] = json.loads(crypto.open_sealed(content, _place(item_id)))
    return found


def _lock(*parts: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8], "big", signed=True)


async def rewrap_items(db: Session) -> int:
    """Wrap the key of everything that is kept sealed under the current master key. Returns how many were under another."""
    changed = 0
    for item in await db.scalars(
        select(OfflineItem).where(OfflineItem.content.is_not(None)).with_for_update()
    ):
        again = crypto.rewrap(item.content or b"", _place(item.id))
        changed += again != item.content
        item.content = again
    await db.flush()
    return changed


async def clash(db: Session, actor: Actor, item_id: UUID) -> OfflineItem:
    """An item that waits for a decision, locked. Raises `NotFound`, also when it is not the actor's to decide; `AlreadyDecidedHere`."""
    demand(actor, "clash.decide")
    item = await db.locked(OfflineItem, item_id)
    if item is None or (item.state == REGISTERED and item.decision is None):
        raise NotFound
    if item.state != CLASH:
        raise errors.AlreadyDecidedHere
    return item


async def settle(
    db: Session,
    actor: Actor,
    item: OfflineItem,
    *,
    state: str,
    answer: Mapping[str, Any],
    decision: str,
    reasons: str,
    case_id: UUID | None = None,
) -> None:
    """Write down what was decided, by whom and why. What was typed is not needed any more where all of it is in a file."""
    item.state, item.answer, item.case_id = state, dict(answer), case_id
    item.decision, item.decision_reasons = decision, reasons
    item.decided_at, item.decided_by = db.now(), actor.user_id
    if state == REGISTERED:
        item.content = None
    await db.flush()
