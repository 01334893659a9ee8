"""The end of an item: decided as proposed, sent back, or left for another sitting."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions import errors, rules
from app.decisions.actions.set_agenda import release
from app.decisions.chamber import Chamber, Item, enter, take_up
from app.decisions.models import Decision
from app.decisions.policies import demand_secretary
from app.identity import public as identity

SHORTEST_INSTRUCTION = 20


@dataclass(frozen=True, slots=True)
class Closed:
    """How the item ended; `decision_id` is the draft to sign when it was decided."""

    result: rules.Result
    decision_id: UUID | None


async def close_item(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    item_id: UUID,
    reasons: str | None = None,
    version: int | None = None,
) -> Closed:
    """Count the votes and do what they say: draft the decision as proposed, send the case back, or leave it for another sitting.

    `reasons` are the decision's; those of the assessment when left out. Raises `SittingNotOpen`, `NoQuorum`, `VotesMissing`,
    `ProposalIncomplete`, `ItemClosed`.
    """
    demand_secretary(actor)
    chamber, taken = await _quorate(db, actor, sitting_id, item_id, version)
    if taken.missing:
        names = await identity.names(db, taken.missing)
        raise errors.VotesMissing(missing=", ".join(sorted(names.values())))
    result = rules.result(taken.tally)
    if result == "decided":
        return Closed(result, await _draft(db, actor, chamber, taken, reasons))
    if result == "sent_back":
        against = (v.reasons for v in taken.votes.values() if v.choice == "against")
        await _return_to_assessment(db, actor, chamber, taken, "\n".join(against))
    else:
        await release(db, actor, chamber, item_id, reason="no_majority")
    return Closed(result, None)


async def send_back(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    item_id: UUID,
    instruction: str,
    version: int | None = None,
) -> None:
    """The body wants more facts before it decides: the case goes back to be assessed, with what is asked for.

    Raises `Invalid`, `SittingNotOpen`, `NoQuorum`, `ItemClosed`.
    """
    demand_secretary(actor)
    if len(instruction.strip()) < SHORTEST_INSTRUCTION:
        raise Invalid.at(
            "instruction",
            "too_short",
            "Escriba qué falta, con %(least)s caracteres al menos.",
            least=SHORTEST_INSTRUCTION,
        )
    chamber, taken = await _quorate(db, actor, sitting_id, item_id, version)
    await _return_to_assessment(db, actor, chamber, taken, instruction.strip())


async def defer(
    db: Session, actor: Actor, sitting_id: UUID, *, item_id: UUID, reasons: str, version: int | None = None
) -> None:
    """Leave the item for another sitting, and say why. Raises `Invalid`, `SittingOver`, `ItemClosed`."""
    demand_secretary(actor)
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba por qué se deja para otra sesión.")
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_not_over()
    await release(db, actor, chamber, item_id, reason="deferred", note=reasons.strip())


async def _quorate(
    db: Session, actor: Actor, sitting_id: UUID, item_id: UUID, version: int | None
) -> tuple[Chamber, Item]:
    """The open sitting and its pending item, once there is a quorum of members who may judge it."""
    chamber = await enter(db, actor, sitting_id, version=version)
    chamber.demand_open()
    if chamber.sitting.quorum is None:
        raise errors.QuorumUnknown
    taken = await take_up(db, chamber, item_id)
    taken.demand_pending()
    if len(taken.entitled) < chamber.sitting.quorum:
        raise errors.NoQuorum(present=len(taken.entitled), minimum=chamber.sitting.quorum)
    return chamber, taken


async def _return_to_assessment(
    db: Session, actor: Actor, chamber: Chamber, taken: Item, instruction: str
) -> None:
    taken.item.status, taken.item.closed_at, taken.item.note = "sent_back", db.now(), instruction
    await cases.record(
        db,
        actor,
        taken.opened,
        "sent_back",
        data={"sitting": chamber.sitting.number, "item": str(taken.item.id)},
        dismiss=chamber.keys,
    )


async def _draft(db: Session, actor: Actor, chamber: Chamber, taken: Item, reasons: str | None) -> UUID:
    outcomes = _outcomes(taken)
    assessment = await assessments.assessment(db, taken.item.assessment_id)
    count = taken.tally
    year = taken.opened.profile.today(db.now()).year
    decision = Decision(
        id=new_id(),
        case_id=taken.opened.id,
        number=await next_number(db, "R", year),
        instance=taken.opened.case.instance,
        body=chamber.sitting.body,
        item_id=taken.item.id,
        sitting_id=chamber.sitting.id,
        remedy_id=None,
        status="draft",
        result=None,
        reasons=(reasons or "").strip() or _reasons(assessment.summary, outcomes),
        outcomes=outcomes,
        signatories=[],
        tally={
            "for": count.votes_for,
            "against": count.votes_against,
            "abstain": count.abstentions,
            "recused": count.recused,
            "present": len(chamber.present),
            "quorum": chamber.sitting.quorum,
        },
        drafted_at=db.now(),
        drafted_by=actor.user_id,
        signed_at=None,
        digest=None,
    )
    db.add(decision)
    taken.item.status, taken.item.closed_at = "decided", db.now()
    await db.flush()
    return decision.id


def _outcomes(taken: Item) -> list[dict[str, object]]:
    proposed = {str(row["claim_id"]): row for row in taken.item.proposal}
    waiting = [str(c.id) for c in taken.opened.claims if c.stage == rules.WAITING]
    if not waiting or not set(waiting) <= set(proposed):
        raise errors.ProposalIncomplete
    return [proposed[claim_id] for claim_id in waiting]


def _reasons(summary: str, outcomes: Iterable[dict[str, object]]) -> str:
    each = (str(row.get("reasons") or "").strip() for row in outcomes)
    return "\n\n".join(dict.fromkeys(filter(None, (summary.strip(), *each))))


async def next_number(db: Session, prefix: str, year: int) -> str:
    """The next number of a decision, over all bodies: `R-00012-2026`."""
    value: int = await db.scalar(text("select nextval('decision_numbers')"))
    return f"{prefix}-{value:05d}-{year}"
