"""The end of an item: decided as proposed, sent back for more facts, or left for another sitting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.decisions import counting, errors, rules
from app.decisions.actions.set_agenda import release
from app.decisions.chamber import Chamber, Item, enter, take_up
from app.decisions.losing import claims_of, event_of
from app.decisions.models import Decision
from app.decisions.policies import demand_secretary
from app.identity import public as identity
from app.overrides.public import procedure_in_force

SHORTEST_INSTRUCTION = 20
# The number of a decision by which a status is lost begins with it.
LOSS_PREFIX = "P"


@dataclass(frozen=True, slots=True)
class Closed:
    """How the item ended; `decision_id` is the draft to sign when it was decided."""

    result: counting.Result
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
    A tie is broken as the profile says; where it says nothing, it decides nothing. The count is kept as it stood.

    `reasons` are the decision's; those of the assessment when left out. Raises `SittingNotOpen`, `NoQuorum`, `CompulsorySeatEmpty`, `VotesMissing`,
    `ProposalIncomplete`, `ItemClosed`, `SittingChanged`.
    """
    demand_secretary(actor)
    chamber, taken = await _quorate(db, actor, sitting_id, item_id, version)
    if taken.missing:
        names = await identity.names(db, taken.missing)
        raise errors.VotesMissing(missing=", ".join(sorted(names.values())))
    ended = await _count(db, chamber, taken)
    if ended.result == "decided":
        return Closed(ended.result, await _draft(db, actor, chamber, taken, reasons))
    if ended.result == "sent_back":
        against = (v.reasons for v in taken.votes.values() if v.choice == "against")
        await _return_to_assessment(db, actor, chamber, taken, "\n".join(against))
    else:
        await release(db, actor, chamber, item_id, reason="no_majority")
    return Closed(ended.result, None)


async def _count(db: Session, chamber: Chamber, taken: Item) -> counting.Conclusion:
    """What the votes say by the profile's rules; the count is kept with the item, whoever comes or goes afterwards."""
    sits = (await procedure_in_force(db)).bodies[chamber.sitting.body].sits
    presiding = taken.votes.get(chamber.presiding.user_id)
    ended = counting.conclude(
        taken.tally,
        majority=sits.majority.value,
        tie=sits.tie.value,
        presiding=presiding.choice if presiding else None,
    )
    keep_count(chamber, taken, by_casting_vote=ended.by_casting_vote)
    return ended


def keep_count(chamber: Chamber, taken: Item, *, by_casting_vote: bool = False) -> None:
    """Keep who sat for which seat, how many were needed and how they voted, as it stands."""
    count = taken.tally
    taken.item.count = {
        "seats": {seat: str(user) for seat, user in taken.seated.items()},
        "remote": sorted(str(user) for user in taken.entitled if chamber.members[user].remote),
        "quorum": chamber.sitting.quorum,
        "for": count.votes_for,
        "against": count.votes_against,
        "abstain": count.abstentions,
        "missing": count.missing,
        "recused": count.recused,
        "by_casting_vote": by_casting_vote,
    }


async def send_back(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    item_id: UUID,
    instruction: str,
    asked_of: str = "",
    answer_by: date | None = None,
    version: int | None = None,
) -> None:
    """The body wants more facts before it decides: the case goes back to be assessed, with what is asked for, of whom and by
    when. When it returns it stands at the front of what waits for a sitting.

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
    if answer_by is not None and answer_by < taken.opened.profile.today(db.now()):
        raise Invalid.at("answer_by", "in_the_past", "Elija un día que no haya pasado.")
    taken.item.asked = {
        "of": asked_of.strip(),
        "by": answer_by.isoformat() if answer_by else None,
    }
    keep_count(chamber, taken)
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
    body = (await procedure_in_force(db)).bodies[chamber.sitting.body]
    chamber.demand_quorum(body, chamber.sitting.quorum, taken.seated)
    return chamber, taken


async def _return_to_assessment(
    db: Session, actor: Actor, chamber: Chamber, taken: Item, instruction: str
) -> None:
    taken.item.status, taken.item.closed_at, taken.item.note = "sent_back", db.now(), instruction
    await cases.record(
        db,
        actor,
        taken.opened,
        event_of(taken.item, "sent_back"),
        claims=claims_of(taken.item, taken.opened),
        data={"sitting": chamber.sitting.number, "item": str(taken.item.id)},
        # Who voted against taking a status away has still to say that it is kept.
        dismiss=chamber.keys if taken.item.loss_id is None else (),
    )


async def _draft(db: Session, actor: Actor, chamber: Chamber, taken: Item, reasons: str | None) -> UUID:
    outcomes = _outcomes(taken)
    analysis = taken.item.assessment_id
    summary = (await assessments.assessment(db, analysis)).summary if analysis else ""
    count = taken.tally
    year = taken.opened.profile.today(db.now()).year
    decision = Decision(
        id=new_id(),
        case_id=taken.opened.id,
        number=await next_number(db, "R" if analysis else LOSS_PREFIX, year),
        instance=taken.opened.case.instance,
        body=chamber.sitting.body,
        item_id=taken.item.id,
        sitting_id=chamber.sitting.id,
        remedy_id=None,
        status="draft",
        result=None,
        reasons=(reasons or "").strip() or _reasons(summary, outcomes),
        outcomes=outcomes,
        signatories=[],
        tally={
            "for": count.votes_for,
            "against": count.votes_against,
            "abstain": count.abstentions,
            "recused": count.recused,
            "present": len(taken.seated) + count.recused,
            "quorum": chamber.sitting.quorum,
            "by_casting_vote": taken.item.count["by_casting_vote"],
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
    if taken.item.loss_id is not None:
        return taken.item.proposal
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
