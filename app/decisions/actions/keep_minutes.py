"""The minutes of a sitting: drawn up by the secretary, approved as the profile says, signed, and then never changed."""

from uuid import UUID

from sqlalchemy import select

from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.decisions import counting, errors
from app.decisions.chamber_models import Minutes
from app.decisions.models import Sitting, SittingMember
from app.decisions.policies import demand_secretary
from app.identity import public as identity
from app.overrides.public import procedure_in_force

APPROVED = "approved_in_the_next"


async def draw_up_minutes(db: Session, actor: Actor, sitting_id: UUID, *, remarks: str) -> None:
    """Draw the minutes of a closed sitting up, with the secretary's remarks; again until somebody has approved or signed them.

    Raises `NotFound`, `SittingNotClosed`, `MinutesUnderWay`.
    """
    demand_secretary(actor)
    sitting = await _closed(db, actor, sitting_id)
    row = await db.locked(Minutes, sitting.id)
    if row is None:
        row = Minutes(
            sitting_id=sitting.id,
            status="drawn_up",
            approvals=[],
            signatures=[],
            approved_in=None,
            approved_at=None,
            signed_at=None,
            file_id=None,
            digest=None,
            version=1,
        )
        db.add(row)
    elif row.approvals or row.signatures:
        raise errors.MinutesUnderWay
    else:
        row.version += 1
    row.remarks, row.drawn_up_at, row.drawn_up_by = remarks.strip(), db.now(), actor.user_id
    await db.flush()


async def approve_minutes(db: Session, actor: Actor, sitting_id: UUID) -> bool:
    """A member who sits in the body's next sitting approves the minutes of an earlier one; with more than half of those who sit
    there they are approved. True when they are. Raises `NotFound`, `NoSittingToApproveIn`, `MinutesUnderWay`.
    """
    identity.demand(actor, "sitting.vote")
    sitting = await _closed(db, actor, sitting_id)
    row = await db.locked(Minutes, sitting.id)
    if row is None:
        raise NotFound
    if row.status != "drawn_up":
        raise errors.MinutesUnderWay
    there = await _sitting_now(db, actor, sitting)
    if there is None:
        raise errors.NoSittingToApproveIn
    now_in, seated = there
    given = {str(one["user_id"]) for one in row.approvals} | {str(actor.user_id)}
    if str(actor.user_id) not in {str(one["user_id"]) for one in row.approvals}:
        own: dict[str, object] = {
            "user_id": str(actor.user_id),
            "name": actor.name,
            "at": db.now().isoformat(),
        }
        row.approvals = [*row.approvals, own]
    if 2 * len(given & {str(user) for user in seated}) > len(seated):
        row.status, row.approved_in, row.approved_at = "approved", now_in, db.now()
    await db.flush()
    return row.status == "approved"


async def sign_minutes(db: Session, actor: Actor, sitting_id: UUID) -> bool:
    """Who presided and the secretary sign. True once both have: the caller keeps the paper (`seal_minutes`) in the same
    transaction. Raises `NotFound`, `MinutesNotApproved`, `MinutesNotYours`, `SecretarySignsLast`, `MinutesUnderWay`.
    """
    identity.demand(actor, "sitting.read")
    sitting = await _closed(db, actor, sitting_id)
    row = await db.locked(Minutes, sitting.id)
    if row is None:
        raise NotFound
    if row.status == "signed":
        raise errors.MinutesUnderWay
    rule = (await procedure_in_force(db)).bodies[sitting.body].sits.minutes.value
    if rule == APPROVED and row.status != "approved":
        raise errors.MinutesNotApproved
    presiding = await db.scalar(
        select(SittingMember.user_id).where(
            SittingMember.sitting_id == sitting.id, SittingMember.presides.is_(True)
        )
    )
    must = {str(presiding): "presiding", str(sitting.convened_by): "secretary"}
    if str(actor.user_id) not in must:
        raise errors.MinutesNotYours
    given = {str(one["user_id"]) for one in row.signatures}
    if must[str(actor.user_id)] == "secretary" and str(presiding) not in given:
        raise errors.SecretarySignsLast
    if str(actor.user_id) not in given:
        own: dict[str, object] = {
            "user_id": str(actor.user_id),
            "name": actor.name,
            "capacity": must[str(actor.user_id)],
            "at": db.now().isoformat(),
        }
        row.signatures = [*row.signatures, own]
        row.version += 1
        await db.flush()
    return {str(one["user_id"]) for one in row.signatures} >= set(must)


async def seal_minutes(db: Session, sitting_id: UUID, *, file_id: UUID, digest: str) -> None:
    """Keep the signed paper's place and its SHA-256: from here on the database refuses any change."""
    row = await db.locked(Minutes, sitting_id)
    if row is None:
        raise NotFound
    row.status, row.signed_at, row.file_id, row.digest = "signed", db.now(), file_id, digest
    await db.flush()


async def minutes_of(db: ReadSession, sitting_id: UUID) -> Minutes | None:
    """The minutes of a sitting of the reader's body, for reading; `None` while nobody drew them up."""
    found: Minutes | None = await db.scalar(
        select(Minutes)
        .join(Sitting, Sitting.id == Minutes.sitting_id)
        .where(Minutes.sitting_id == sitting_id, Sitting.body == (db.actor.body or ""))
    )
    return found


async def _closed(db: Session, actor: Actor, sitting_id: UUID) -> Sitting:
    sitting = await db.get(Sitting, sitting_id)
    if sitting is None or sitting.body != actor.body:
        raise NotFound
    if sitting.status != "closed" or sitting.opened_at is None:
        raise errors.SittingNotClosed
    return sitting


async def _sitting_now(db: Session, actor: Actor, earlier: Sitting) -> tuple[UUID, set[UUID]] | None:
    """The later sitting of the body that is open with the actor in it, and who sits there."""
    rows = await db.rows(
        select(SittingMember)
        .join(Sitting, Sitting.id == SittingMember.sitting_id)
        .where(Sitting.body == actor.body, Sitting.status == "open", Sitting.starts_at > earlier.starts_at)
        .order_by(Sitting.starts_at.desc())
    )
    by_sitting: dict[UUID, list[SittingMember]] = {}
    for row in rows:
        by_sitting.setdefault(row.SittingMember.sitting_id, []).append(row.SittingMember)
    for found, members in by_sitting.items():
        called = [counting.Called(m.user_id, m.seat, m.place) for m in members]
        present = {m.user_id for m in members if m.present_at is not None}
        seated = set(counting.sitting_for(called, present=present).values())
        if actor.user_id in seated:
            return found, seated
    return None
