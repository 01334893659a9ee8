"""People recognised together, never refused together (UNHCR Guidelines on International Protection No. 11)."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import SYSTEM, Actor
from app.core.database import Session
from app.core.ids import new_id
from app.decisions.actions.close_item import next_number
from app.decisions.actions.sealing import keep_grounds, sign_row
from app.decisions.models import Decision
from app.decisions.queries.group import GROUP_EVENT, why_not
from app.decisions.queries.group_items import GroupItemView
from app.decisions.values import ClaimOutcome, outcome_rows
from app.documents.public import Desk
from app.identity.public import demand
from app.procedure import public as procedure
from app.scheduling import public as scheduling

NO_INTERVIEW = "Se reconoció con un grupo: la entrevista ya no hace falta."


async def recognise_with_group(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    group: procedure.Group,
    reasons: str,
    batch_id: UUID | None = None,
    vote: GroupItemView | None = None,
) -> cases.Recorded:
    """Recognise every open claim of a case as of the group: a signed decision of the actor's body, and its event.

    Nobody is refused here: a case that the group does not take in is left as it stands, with every reason in
    `batches.LeftOut`, and is examined on its own. `vote`: the body's, whose members may not have had a hand in the case either. Raises `NotFound`, `LeftOut`.
    """
    demand(actor, "group.approve")
    opened = await cases.open_case(db, case_id)
    if why := await why_not(db, opened, group, deciders={actor.user_id, *(vote.votes if vote else ())}):
        raise cases.batches.LeftOut(why)
    decision = _signed(db, actor, opened, group, await _number(db, opened), reasons, vote)
    outcomes = {UUID(str(row["claim_id"])): str(row["outcome"]) for row in decision.outcomes}
    keep_grounds(opened, decision)
    opened.case.prima_facie = True
    recorded = await cases.record(
        db,
        actor,
        opened,
        GROUP_EVENT,
        claims=list(outcomes),
        outcomes=outcomes,
        data={"decision": str(decision.id), "number": decision.number, "group": group.name}
        | ({"batch": str(batch_id)} if batch_id else {}),
        satisfied=["signed"],
        desk=Desk(),
    )
    await _call_off_interviews(db, case_id)
    return recorded


async def _call_off_interviews(db: Session, case_id: UUID) -> None:
    """Nobody is called to an interview about what was decided in their favour."""
    for booked in await scheduling.appointments_of(db, case_id):
        if booked.state == "booked" and booked.kind == "interview" and booked.starts_at > db.now():
            await scheduling.cancel(db, SYSTEM, booked.id, reasons=NO_INTERVIEW)


async def _number(db: Session, opened: cases.OpenCase) -> str:
    return await next_number(db, "G", opened.profile.today(db.now()).year)


def _signed(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    group: procedure.Group,
    number: str,
    reasons: str,
    vote: GroupItemView | None,
) -> Decision:
    article = opened.profile.outcomes[group.outcome].cited
    going = [c for c in opened.claims if opened.profile.stage(c.stage).open]
    decision = Decision(
        id=new_id(),
        case_id=opened.id,
        number=number,
        instance=opened.case.instance,
        body=actor.body or "",
        item_id=None,
        sitting_id=vote.sitting_id if vote else None,
        remedy_id=None,
        status="draft",
        result=None,
        reasons=f"{group.label.es}.\n\n{reasons}",
        outcomes=outcome_rows(ClaimOutcome(c.id, group.outcome, (), article, reasons) for c in going),
        signatories=[],
        tally=dict(vote.count) if vote else {},
        drafted_at=db.now(),
        drafted_by=actor.user_id,
        signed_at=None,
        digest=None,
    )
    presides = vote is not None and vote.count["presiding"] == str(actor.user_id)
    sign_row(db, actor, decision, seat=actor.seat or "", presides=presides)
    return decision
