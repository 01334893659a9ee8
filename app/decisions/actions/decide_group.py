"""A list of a prima facie group before a sitting: put on the agenda, voted on whole, and recognised or left to be examined one by one.

Nobody is refused with a group (UNHCR Guidelines on International Protection No. 11): a vote against leaves every case as it is.
A member who objects to one case takes it off the list (`cases.batches.take_out`); the vote is on the rest.
"""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.decisions import counting, errors
from app.decisions.chamber import Chamber, enter
from app.decisions.chamber_models import GroupItem, GroupVote
from app.decisions.policies import demand_secretary
from app.decisions.queries.group_items import GroupItemView, vote_on
from app.decisions.rules import CHOICES
from app.identity import public as identity
from app.overrides.public import procedure_in_force


async def put_group_on_agenda(
    db: Session, actor: Actor, sitting_id: UUID, *, batch_id: UUID, version: int | None = None
) -> UUID:
    """Put a complete list of a group before a sitting. Raises `NotFound`, `SittingOver`, `ListNotReady`, `OnAnAgendaAlready`."""
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_not_over()
    found = await cases.batches.batch(db, "group", batch_id)
    if found.state != "prepared" or not found.counts["waiting"]:
        raise errors.ListNotReady
    row = GroupItem(
        id=new_id(),
        sitting_id=sitting_id,
        batch_id=batch_id,
        status="pending",
        put_at=db.now(),
        put_by=actor.user_id,
        count={},
        closed_at=None,
    )
    db.add(row)
    try:
        await db.flush()
    except IntegrityError as error:
        if "uq_group_items_pending" in str(error.orig):
            raise errors.OnAnAgendaAlready from error
        raise
    return row.id


async def vote_on_group(
    db: Session, actor: Actor, sitting_id: UUID, *, item_id: UUID, choice: str, reasons: str = ""
) -> None:
    """A member's vote on the whole list, which they may change until the vote is closed; anything but `for` gives its reasons.

    Raises `NotConvened`, `SittingNotOpen`, `NotPresent`, `HolderSits`, `ItemClosed`, `Invalid`, `NotFound`.
    """
    identity.demand(actor, "sitting.vote")
    if choice not in CHOICES:
        raise Invalid.at("choice", "unknown", "Elija: con la propuesta, en contra o abstención.")
    if choice != "for" and not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba las razones de su voto.")
    chamber = await enter(db, actor, sitting_id)
    chamber.demand_open()
    await _pending(db, chamber, item_id)
    if actor.user_id not in chamber.present:
        raise errors.NotPresent
    if actor.user_id not in (await _seated(db, chamber, item_id)).values():
        raise errors.HolderSits
    own = await db.get(GroupVote, (item_id, actor.user_id))
    if own is None:
        own = GroupVote(item_id=item_id, user_id=actor.user_id)
        db.add(own)
    own.choice, own.reasons, own.at = choice, reasons.strip(), db.now()
    await db.flush()


async def close_group(
    db: Session, actor: Actor, sitting_id: UUID, *, item_id: UUID, version: int | None = None
) -> counting.Result:
    """Count the votes on the list. Decided, whoever presided may sign for it and every case gets its own decision and event;
    otherwise each is examined on its own. Raises `SittingNotOpen`, `NoQuorum`, `CompulsorySeatEmpty`, `VotesMissing`, `ItemClosed`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_open()
    item = await _pending(db, chamber, item_id)
    if chamber.sitting.quorum is None:
        raise errors.QuorumUnknown
    body = (await procedure_in_force(db)).bodies[chamber.sitting.body]
    seated = await _seated(db, chamber, item_id)
    chamber.demand_quorum(body, chamber.sitting.quorum, seated)
    votes = {v.user_id: v.choice for v in await _votes(db, item_id) if v.user_id in seated.values()}
    if missing := set(seated.values()) - set(votes):
        names = await identity.names(db, missing)
        raise errors.VotesMissing(missing=", ".join(sorted(names.values())))
    count = counting.tally(votes.values(), entitled=len(seated), recused=0)
    ended = counting.conclude(
        count,
        majority=body.sits.majority.value,
        tie=body.sits.tie.value,
        presiding=votes.get(chamber.presiding.user_id),
    )
    item.status = "recognised" if ended.result == "decided" else "not_recognised"
    item.closed_at = db.now()
    item.count = {
        "seats": {seat: str(user) for seat, user in seated.items()},
        "presiding": str(chamber.presiding.user_id),
        "quorum": chamber.sitting.quorum,
        "for": count.votes_for,
        "against": count.votes_against,
        "abstain": count.abstentions,
        "by_casting_vote": ended.by_casting_vote,
        # What was voted on: afterwards the list empties as it is applied.
        "listed": (await cases.batches.batch(db, "group", item.batch_id)).counts["waiting"],
    }
    await db.flush()
    return ended.result


async def demand_vote(db: ReadSession, actor: Actor, batch_id: UUID) -> None:
    """A body of several recognises a group by its vote alone, and whoever presided over it signs: any of those who voted where
    that one did not. A single authority needs none. Raises `GroupNotVoted`, `NotYoursToSign`."""
    if (await procedure_in_force(db)).bodies[actor.body or ""].kind != "collegiate":
        return
    vote = await vote_on(db, batch_id)
    if vote is None or vote.status != "recognised":
        raise errors.GroupNotVoted
    sitting = await identity.colleagues(db, "commission_member", body=actor.body)
    if actor.user_id not in _signers(vote, {one.user_id for one in sitting}):
        raise errors.NotYoursToSign


def _signers(vote: GroupItemView, in_office: set[UUID]) -> set[UUID]:
    """Who presided, where they voted and are still in office; else any of those who voted."""
    voted = set(vote.votes) & in_office
    return {UUID(str(vote.count["presiding"]))} & voted or voted


async def defer_groups(db: Session, sitting_id: UUID) -> None:
    """The lists that a sitting did not come to wait for another."""
    await db.execute(
        update(GroupItem)
        .where(GroupItem.sitting_id == sitting_id, GroupItem.status == "pending")
        .values(status="deferred", closed_at=db.now())
    )


async def _pending(db: Session, chamber: Chamber, item_id: UUID) -> GroupItem:
    # The sitting is locked: that is enough, and a member may lock no list.
    item = await db.get(GroupItem, item_id)
    if item is None or item.sitting_id != chamber.sitting.id:
        raise NotFound
    if item.status != "pending":
        raise errors.ItemClosed
    return item


async def _votes(db: Session, item_id: UUID) -> list[GroupVote]:
    return list(await db.scalars(select(GroupVote).where(GroupVote.item_id == item_id)))


async def _seated(db: Session, chamber: Chamber, item_id: UUID) -> dict[str, UUID]:
    voted = {v.user_id for v in await _votes(db, item_id)}
    return counting.sitting_for(chamber.called, present=chamber.present, voted=voted)
