"""A claim that the office itself declares inadmissible: a decision without a sitting."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.decisions.actions.close_item import next_number
from app.decisions.actions.sealing import sign_alone
from app.decisions.models import Decision
from app.decisions.values import ClaimOutcome, outcome_rows
from app.documents.public import Desk
from app.identity.public import demand

OUTCOME = "inadmissible"


async def declare_inadmissible(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    reasons: str,
    version: int | None = None,
    passphrase: str = "",
) -> cases.Recorded:
    """Declare every open claim of the case inadmissible (in Costa Rica Regl. 36831-G art. 121, the Refugee Unit itself).

    The signed decision has to be served, and has the remedies of any refusal. `passphrase` opens the actor's own key, where they
    have one. Raises `NotFound`, `CaseChanged`, `Invalid` without reasons or at `passphrase`, `WrongStage` outside screening.
    """
    demand(actor, "case.declare_inadmissible")
    opened = await cases.open_case(db, case_id, version=version)
    given = cases.check_reasons(reasons)
    profile = opened.profile
    claims = [c.id for c in opened.claims if profile.stage(c.stage).open]
    article = profile.outcomes[OUTCOME].cited if OUTCOME in profile.outcomes else ""
    decision = Decision(
        id=new_id(),
        case_id=case_id,
        number=await next_number(db, "I", profile.today(db.now()).year),
        instance=opened.case.instance,
        body=profile.stage(opened.case.stage).body or "",
        item_id=None,
        remedy_id=None,
        status="draft",
        result=None,
        reasons=given,
        outcomes=outcome_rows(ClaimOutcome(claim, OUTCOME, (), article, given) for claim in claims),
        signatories=[],
        tally={},
        drafted_at=db.now(),
        drafted_by=actor.user_id,
        signed_at=None,
        digest=None,
    )
    await sign_alone(db, actor, profile, decision, passphrase=passphrase)
    return await cases.record(
        db,
        actor,
        opened,
        "declared_inadmissible",
        claims=claims,
        outcomes=dict.fromkeys(claims, OUTCOME),
        data={"decision": str(decision.id), "number": decision.number, "reasons": given},
        satisfied=["reasons"],
        desk=Desk(),
    )
