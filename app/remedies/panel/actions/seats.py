"""Drawing who hears a remedy by rota, and changing who cannot."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.decisions import public as decisions
from app.identity import public as identity
from app.identity.public import demand
from app.remedies import errors
from app.remedies import rules as filing
from app.remedies.loading import OpenRemedy, open_remedy
from app.remedies.models import Remedy
from app.remedies.panel import rules
from app.remedies.panel.loading import sitting
from app.remedies.panel.models import Draft, Draw, Seat
from app.remedies.policies import barred_from

JUDGE = "appeals_judge"
DRAWN, REPLACED = "remedy_seats_drawn", "remedy_seat_replaced"


async def draw_seats(
    db: Session, actor: Actor, remedy_id: UUID, *, together: bool, version: int | None = None
) -> list[UUID]:
    """Draw who hears a pending remedy: one, or `together` all the seats that the body has; and an alternate where there is one.

    By rota: who has fewest open, then who waited longest; never who took part in the case. Raises `NotFound`, `NotPending`,
    `SeatsDrawn`, `TooFewJudges`, `RemedyChanged`.
    """
    demand(actor, "remedy.seat")
    open_ = await _pending(db, remedy_id, version)
    if await sitting(db, remedy_id):
        raise errors.SeatsDrawn
    body = open_.opened.profile.bodies[open_.remedy.body]
    size = rules.size_of(body, together=together)
    draw = await _drawn(db, actor, open_, size)
    seats = rules.drawn_again(draw.candidates, size, draw.seed)
    for one in seats:
        db.add(_seat(db, actor, open_, one))
    open_.remedy.version += 1
    await db.flush()
    data = {"draw": str(draw.id), "seed": draw.seed}
    await _note(db, actor, open_, DRAWN, seats={str(d.user_id): d.seat for d in seats}, **data)
    return [one.user_id for one in seats]


async def replace_seat(
    db: Session, actor: Actor, remedy_id: UUID, user_id: UUID, *, reasons: str, version: int | None = None
) -> UUID | None:
    """Somebody who sits cannot: the alternate takes the seat, or who is next by rota. Returns who, None where an alternate left.

    The clerk says so, or the judge about themself. What they had proposed is put aside, signed by some or not. Raises `NotFound`, `NotPending`,
    `TooFewJudges`, `RemedyChanged`, `Invalid`.
    """
    demand(actor, "remedy.hear")
    open_ = await _pending(db, remedy_id, version)
    if actor.user_id != user_id:
        demand(actor, "remedy.seat")
    seats = await sitting(db, remedy_id)
    leaving = next((seat for seat in seats if seat.user_id == user_id), None)
    if leaving is None:
        raise NotFound
    leaving.left_at, leaving.left_reasons = db.now(), filing.sentence("reasons", reasons)
    open_.remedy.version += 1
    await db.flush()
    successor = None
    if leaving.seat != rules.ALTERNATE:
        successor = await _succeed(db, actor, open_, leaving, seats)
        await _put_draft_aside(db, remedy_id)
        await decisions.discard_judgment(db, actor, remedy_id, reasons=leaving.left_reasons, leaving=user_id)
    await _note(db, actor, open_, REPLACED, left=str(user_id), now=str(successor) if successor else None)
    return successor


async def _succeed(
    db: Session, actor: Actor, open_: OpenRemedy, leaving: Seat, seats: Iterable[Seat]
) -> UUID:
    alternate = next((seat for seat in seats if seat.seat == rules.ALTERNATE), None)
    if alternate is not None and alternate.user_id not in await barred_from(
        db, open_.opened.id, [alternate.user_id], body=open_.remedy.body
    ):
        alternate.seat, alternate.position = leaving.seat, leaving.position
        await db.flush()
        return alternate.user_id
    taken = {seat.user_id for seat in seats}
    draw = await _drawn(db, actor, open_, 1, besides=taken)
    first = rules.drawn_again(draw.candidates, 1, draw.seed)[0]
    one = rules.Drawn(first.user_id, leaving.seat, leaving.position)
    db.add(_seat(db, actor, open_, one))
    await db.flush()
    return one.user_id


async def _put_draft_aside(db: Session, remedy_id: UUID) -> None:
    found = await db.scalars(
        select(Draft).where(Draft.remedy_id == remedy_id, Draft.status.in_(("draft", "proposed")))
    )
    for draft in found:
        draft.status, draft.version = "rejected", draft.version + 1
    await db.flush()


async def _drawn(
    db: Session, actor: Actor, open_: OpenRemedy, size: int, *, besides: Iterable[UUID] = ()
) -> Draw:
    """Draw once, and keep how. The seed is nobody's choice, and is on record with all that the drawing looked at."""
    judges = await identity.colleagues(db, JUDGE, body=open_.remedy.body)
    ids = list(dict.fromkeys(judge.user_id for judge in judges))
    barred = await barred_from(db, open_.opened.id, ids, body=open_.remedy.body)
    out = {*barred, *besides}
    seed = secrets.token_hex(16)
    candidates = await _candidates(db, ids)
    drawn = rules.draw(candidates, size, seed=seed, barred=out)
    if len(drawn) < size:
        raise errors.TooFewJudges(found=len(drawn), needed=size)
    row = Draw(
        id=new_id(),
        case_id=open_.opened.id,
        remedy_id=open_.remedy.id,
        seed=seed,
        seats=size,
        candidates=[rules.as_kept(one, out) for one in candidates],
        drawn=[{"user_id": str(d.user_id), "seat": d.seat, "position": d.position} for d in drawn],
        drawn_at=db.now(),
        drawn_by=actor.user_id,
    )
    db.add(row)
    await db.flush()
    return row


async def _candidates(db: Session, users: list[UUID]) -> list[rules.Candidate]:
    """How much each has on the desk, and since when nothing was drawn to them."""
    s = Seat
    pending = select(Remedy.id).where(Remedy.status == "pending")
    rows = await db.rows(
        select(
            s.user_id,
            func.count().filter(s.left_at.is_(None), s.remedy_id.in_(pending)),
            func.max(s.drawn_at),
        )
        .where(s.user_id.in_(users))
        .group_by(s.user_id)
    )
    known = {row[0]: (row[1], row[2]) for row in rows}
    return [rules.Candidate(user, *known.get(user, (0, None))) for user in users]


def _seat(db: Session, actor: Actor, open_: OpenRemedy, one: rules.Drawn) -> Seat:
    return Seat(
        id=new_id(),
        case_id=open_.opened.id,
        remedy_id=open_.remedy.id,
        user_id=one.user_id,
        seat=one.seat,
        position=one.position,
        drawn_at=db.now(),
        drawn_by=actor.user_id,
    )


async def _pending(db: Session, remedy_id: UUID, version: int | None) -> OpenRemedy:
    open_ = await open_remedy(db, remedy_id, version=version)
    if open_.remedy.status != "pending":
        raise errors.NotPending
    return open_


async def _note(db: Session, actor: Actor, open_: OpenRemedy, event: str, **data: object) -> None:
    reached = [c.id for c in open_.opened.claims if c.stage == open_.opened.case.stage]
    await cases.record(
        db, actor, open_.opened, event, claims=reached, data={"remedy": str(open_.remedy.id), **data}
    )
