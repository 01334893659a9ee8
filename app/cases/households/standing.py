"""Who is the principal applicant, and how the others stand to them."""

from uuid import UUID

from app.cases.actions.admit import check_reasons
from app.cases.events import Recorded, record
from app.cases.households import carrying, errors
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.identity.public import demand
from app.people.public import codes


async def change_principal(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    claim: UUID,
    former_relation: str,
    reasons: str,
    version: int | None = None,
) -> Recorded:
    """Another person of the household comes first; `former_relation` is how the former principal stands to them.

    The other relations were to the former principal: each stays as it is until somebody changes it. Raises `NotFound`, `CaseChanged`,
    `PrincipalAlready`, `NobodyThere`, `TooFarOn`, `ChildBeforeAdults`, `Invalid`.
    """
    demand(actor, "household.change")
    opened = await open_case(db, case_id, version=version)
    given = check_reasons(reasons)
    heir, former = opened.claim(claim), opened.principal
    if heir is former:
        raise errors.PrincipalAlready
    if former_relation not in codes.RELATIONS or former_relation == "principal":
        raise Invalid.at("former_relation", "required", "Elija la relación con la persona principal.")
    carrying.leaving_of(opened, [heir.id])
    members = await carrying.members_of(db, opened, opened.claims)
    standing = [m for m in members if opened.profile.stage(opened.claim(m.claim_id).stage).open]
    chosen = next(m for m in members if m.claim_id == heir.id)
    if chosen.child and any(not m.child for m in standing):
        raise errors.ChildBeforeAdults
    before = heir.relation
    carrying.put_in_order(opened, members, heir.id)
    heir.relation, former.relation = "principal", former_relation
    data = {
        "reasons": given,
        "before": str(former.person_id),
        "after": str(heir.person_id),
        "relation_before": before,
    }
    return await record(
        db, actor, opened, "principal_changed", claims=[heir.id, former.id], data=data, satisfied=["reasons"]
    )


async def change_relation(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    claim: UUID,
    relation: str,
    reasons: str,
    version: int | None = None,
) -> Recorded:
    """Correct how a person stands to the principal applicant. Raises `NotFound`, `CaseChanged`, `PrincipalHasNone`, `Invalid`."""
    demand(actor, "household.change")
    opened = await open_case(db, case_id, version=version)
    given = check_reasons(reasons)
    changed = opened.claim(claim)
    if changed is opened.principal:
        raise errors.PrincipalHasNone
    if relation not in codes.RELATIONS or relation in ("principal", changed.relation):
        raise Invalid.at("relation", "required", "Elija la relación con la persona principal.")
    before, changed.relation = changed.relation, relation
    data = {"reasons": given, "before": before, "after": relation}
    return await record(
        db, actor, opened, "relation_changed", claims=[changed.id], data=data, satisfied=["reasons"]
    )
