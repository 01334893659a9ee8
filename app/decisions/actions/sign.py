"""The signature that makes a decision."""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.decisions import errors, rules
from app.decisions.actions.close_item import next_number
from app.decisions.chamber import Chamber, Item, enter, take_up
from app.decisions.models import AgendaItem, Decision
from app.decisions.values import ClaimOutcome, outcome_rows
from app.documents.public import Desk
from app.identity.public import demand


async def sign(db: Session, actor: Actor, decision_id: UUID) -> cases.Recorded:
    """Sign a collegiate body's draft: from here on it cannot change, and each claim has its outcome.

    Whoever presided signs; where they were recused, any member who voted on the item does (no rule on who stands in is on
    record). Never who drafted it. Raises `NotFound`, `AlreadySigned`, `FourEyes`, `NotYoursToSign`, `NothingLeftToDecide`.
    """
    demand(actor, "decision.sign")
    draft = await db.get(Decision, decision_id)
    item = await db.get(AgendaItem, draft.item_id) if draft is not None and draft.item_id else None
    if item is None:
        raise NotFound
    chamber = await enter(db, actor, item.sitting_id)
    taken = await take_up(db, chamber, item.id)
    decision = await db.locked(Decision, decision_id)
    if decision is None:
        raise NotFound
    _demand_signature(actor, decision, chamber, taken)
    going = {str(c.id) for c in taken.opened.claims if c.stage == rules.WAITING}
    decision.outcomes = [row for row in decision.outcomes if row["claim_id"] in going]
    if not decision.outcomes:
        raise errors.NothingLeftToDecide
    seat = chamber.members[actor.user_id].seat
    presides = chamber.presiding.user_id == actor.user_id
    seal(db, decision, [signatory(actor, seat, presides=presides)])
    await db.flush()
    return await _record_decided(db, actor, taken.opened, decision, chamber)


async def sign_at_remedy(
    db: Session,
    actor: Actor,
    opened: cases.OpenCase,
    *,
    remedy_id: UUID,
    instance: str,
    body: str,
    result: str,
    outcomes: Sequence[ClaimOutcome],
    reasons: str,
    number_prefix: str = "T",
) -> UUID:
    """Write the signed decision on a remedy. The remedies room asked the gate, and records the event. Returns its identifier."""
    demand(actor, "remedy.decide")
    decision = Decision(
        id=new_id(),
        case_id=opened.id,
        number=await next_number(db, number_prefix, opened.profile.today(db.now()).year),
        instance=instance,
        body=body,
        item_id=None,
        remedy_id=remedy_id,
        status="draft",
        result=result,
        reasons=reasons.strip(),
        outcomes=outcome_rows(outcomes),
        signatories=[],
        tally={},
        drafted_at=db.now(),
        drafted_by=actor.user_id,
        signed_at=None,
        digest=None,
    )
    seal(db, decision, [signatory(actor, actor.seat or "", presides=False)])
    db.add(decision)
    await db.flush()
    keep_grounds(opened, decision)
    return decision.id


def _demand_signature(actor: Actor, decision: Decision, chamber: Chamber, taken: Item) -> None:
    if decision.status == "signed":
        raise errors.AlreadySigned
    if decision.drafted_by == actor.user_id:
        raise errors.FourEyes
    if actor.user_id not in rules.signatories(
        chamber.presiding.user_id, voted=frozenset(taken.votes), recused=taken.recused
    ):
        raise errors.NotYoursToSign


async def _record_decided(
    db: Session, actor: Actor, opened: cases.OpenCase, decision: Decision, chamber: Chamber
) -> cases.Recorded:
    outcomes = {UUID(str(row["claim_id"])): str(row["outcome"]) for row in decision.outcomes}
    keep_grounds(opened, decision)
    return await cases.record(
        db,
        actor,
        opened,
        "decided",
        claims=list(outcomes),
        outcomes=outcomes,
        data={"decision": str(decision.id), "number": decision.number, "sitting": chamber.sitting.number},
        # The item could only be closed with both; the signature is this one.
        satisfied=["quorum", "votes_complete", "signed"],
        desk=Desk(),
    )


def seal(db: Session, decision: Decision, signed_by: list[dict[str, object]]) -> None:
    """Close a draft with its signatures and the digest of what it says."""
    decision.status, decision.signed_at = "signed", db.now()
    decision.signatories = [row | {"at": db.now().isoformat()} for row in signed_by]
    decision.digest = digest_of(decision)


def signatory(actor: Actor, seat: str, *, presides: bool) -> dict[str, object]:
    """One signature, as it is kept with the decision."""
    return {"user_id": str(actor.user_id), "name": actor.name, "seat": seat, "presides": presides}


def digest_of(decision: Decision) -> str:
    """SHA-256 over what was decided, by whom and when, in one canonical form."""
    content = {
        "id": str(decision.id),
        "case": str(decision.case_id),
        "number": decision.number,
        "instance": decision.instance,
        "body": decision.body,
        "result": decision.result,
        "reasons": decision.reasons,
        "outcomes": decision.outcomes,
        "signatories": decision.signatories,
        "signed_at": decision.signed_at.isoformat() if decision.signed_at else None,
    }
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def keep_grounds(opened: cases.OpenCase, decision: Decision) -> None:
    """Write the decision's grounds on the claims that it decides."""
    for row in decision.outcomes:
        grounds = row.get("grounds")
        opened.claim(UUID(str(row["claim_id"]))).grounds = (
            [str(ground) for ground in grounds] if isinstance(grounds, list) else []
        )
