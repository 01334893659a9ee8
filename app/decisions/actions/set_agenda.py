"""What a sitting will deal with."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.decisions import errors
from app.decisions.chamber import Chamber, enter, key_of, take_up
from app.decisions.losing import claims_of, event_of
from app.decisions.models import AgendaItem, Decision, Recusal
from app.decisions.policies import demand_secretary, handlers_among
from app.decisions.queries.order import order_of_waiting, youngest_adult
from app.decisions.rules import WAITING
from app.decisions.values import ClaimOutcome, outcome_rows
from app.people.public import person_table

FOUND = "Consta en el expediente que intervino en él."


async def put_on_agenda(
    db: Session, actor: Actor, sitting_id: UUID, *, case_id: UUID, version: int | None = None
) -> UUID:
    """Put a case on the agenda and open its file to the members called, less those who handled it: they are recused.

    Until the sitting opens, the agenda keeps the order in which cases should wait; after that, what is added comes last.

    What will be voted on is the newest endorsed assessment's recommendation for each claim, kept with the item. Raises
    `NotAwaitingDecision`, `OnAnAgendaAlready`, `AwaitingSignature`, `NoEndorsedAssessment`, `SittingOver`.
    """
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_not_over()
    opened = await cases.open_case(db, case_id)
    await demand_free(db, opened)
    assessment = await assessments.endorsed(db, case_id)
    if assessment is None:
        raise errors.NoEndorsedAssessment
    proposal = outcome_rows(plain(r) for r in assessment.recommendations)
    item = await add_item(db, chamber, case_id, proposal=proposal, assessment_id=assessment.id)
    if chamber.sitting.status == "convened":
        await _put_in_order(db, chamber)
    await open_to_members(db, actor, chamber, opened, item)
    return item.id


async def add_item(
    db: Session,
    chamber: Chamber,
    case_id: UUID,
    *,
    proposal: list[dict[str, Any]],
    assessment_id: UUID | None = None,
    loss_id: UUID | None = None,
) -> AgendaItem:
    """An item at the end of the agenda. Raises `OnAnAgendaAlready`."""
    last = await db.scalar(
        select(func.max(AgendaItem.position)).where(AgendaItem.sitting_id == chamber.sitting.id)
    )
    item = AgendaItem(
        id=new_id(),
        sitting_id=chamber.sitting.id,
        case_id=case_id,
        position=(last or 0) + 1,
        status="pending",
        assessment_id=assessment_id,
        loss_id=loss_id,
        proposal=proposal,
        note=None,
        put_at=db.now(),
        asked={},
        count={},
        closed_at=None,
    )
    db.add(item)
    try:
        await db.flush()
    except IntegrityError as error:
        if "agenda_items" in str(error.orig):
            raise errors.OnAnAgendaAlready from error
        raise
    return item


async def open_to_members(
    db: Session, actor: Actor, chamber: Chamber, opened: cases.OpenCase, item: AgendaItem
) -> None:
    """Open the file to the members called, less those who handled it: they are recused, and the case says so."""
    out = await recuse_handlers(db, chamber, item)
    concerned = claims_of(item, opened) if item.loss_id else None
    told = {"sitting": chamber.sitting.number}
    await cases.record(
        db,
        actor,
        opened,
        event_of(item, "put_on_agenda"),
        claims=concerned,
        data=told | ({"loss": str(item.loss_id)} if item.loss_id else {}),
        admit=[key_of(user) for user in chamber.members if user not in out],
        dismiss=[key_of(user) for user in out],
    )
    for user in sorted(out):
        found = told | {"member": str(user), "found_in_record": True}
        await cases.record(db, actor, opened, event_of(item, "member_recused"), claims=concerned, data=found)


async def take_off(
    db: Session, actor: Actor, sitting_id: UUID, *, item_id: UUID, version: int | None = None
) -> None:
    """Take a case off the agenda before it was voted on; the members called see its file no more."""
    demand_secretary(actor)
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_not_over()
    await release(db, actor, chamber, item_id, reason="taken_off")


async def clear_agenda(db: Session, actor: Actor, chamber: Chamber, *, reason: str) -> None:
    """Leave every pending item of the sitting for another."""
    pending = select(AgendaItem.id).where(
        AgendaItem.sitting_id == chamber.sitting.id, AgendaItem.status == "pending"
    )
    for item_id in await db.scalars(pending.order_by(AgendaItem.position)):
        await release(db, actor, chamber, item_id, reason=reason)


async def release(
    db: Session, actor: Actor, chamber: Chamber, item_id: UUID, *, reason: str, note: str | None = None
) -> None:
    """The item leaves this sitting undecided, and the case waits for another."""
    taken = await take_up(db, chamber, item_id)
    taken.demand_pending()
    taken.item.status, taken.item.closed_at, taken.item.note = "deferred", db.now(), note
    await cases.record(
        db,
        actor,
        taken.opened,
        event_of(taken.item, "taken_off_agenda"),
        claims=claims_of(taken.item, taken.opened),
        data={"sitting": chamber.sitting.number, "reason": reason},
        dismiss=chamber.keys,
    )


async def _put_in_order(db: Session, chamber: Chamber) -> None:
    """Number the pending items anew: a child's claim never stands behind an adult's (`queries.order`)."""
    ordered = await db.scalars(
        select(AgendaItem)
        .join(cases.case_table, cases.case_table.c.id == AgendaItem.case_id)
        .join(person_table, person_table.c.id == cases.case_table.c.principal_person_id)
        .where(AgendaItem.sitting_id == chamber.sitting.id, AgendaItem.status == "pending")
        .order_by(*order_of_waiting(await youngest_adult(db)))
    )
    free = sorted(item.position for item in ordered)
    for position, item in zip(free, ordered, strict=True):
        item.position = position
    await db.flush()


async def demand_free(db: Session, opened: cases.OpenCase) -> None:
    """The case waits for a decision, is on no agenda and awaits no signature."""
    if opened.case.stage != WAITING:
        raise errors.NotAwaitingDecision
    draft = select(Decision.id).where(
        Decision.case_id == opened.id, Decision.status == "draft", Decision.instance == opened.case.instance
    )
    if await db.scalar(draft) is not None:
        raise errors.AwaitingSignature
    pending = select(AgendaItem.id).where(AgendaItem.case_id == opened.id, AgendaItem.status == "pending")
    if await db.scalar(pending) is not None:
        raise errors.OnAnAgendaAlready


async def recuse_handlers(db: Session, chamber: Chamber, item: AgendaItem) -> frozenset[UUID]:
    """Those called who handled the case do not judge it: kept as recused; who they are."""
    out = await handlers_among(db, item.case_id, chamber.members)
    db.add(
        *(
            Recusal(
                item_id=item.id,
                user_id=user,
                case_id=item.case_id,
                reasons=FOUND,
                found_in_record=True,
                at=db.now(),
            )
            for user in sorted(out)
        )
    )
    await db.flush()
    return out


def plain(one: assessments.Recommendation) -> ClaimOutcome:
    """A recommendation as what is decided."""
    return ClaimOutcome(one.claim_id, one.outcome, tuple(one.grounds), one.article or None, one.reasons)
