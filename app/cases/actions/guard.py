"""Who answers for a child."""

from datetime import datetime
from uuid import UUID

from app.cases.events import Recorded, record
from app.cases.models import Guardianship
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand

GUARDIAN_KINDS = ("parent", "adult_caregiver", "institution", "court_appointed")


class GuardianshipEnded(Conflict):
    message = "Esa tutela ya había terminado."


async def appoint_guardian(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    child_id: UUID,
    guardian_name: str,
    kind: str,
    proof: str,
    since: datetime | None = None,
    version: int | None = None,
) -> Recorded:
    """A guardian answers for a child of the case, with the proof of it. Raises `NotFound`, `Invalid`."""
    demand(actor, "person.appoint_guardian")
    if not guardian_name.strip():
        raise Invalid.at("guardian_name", "required", "Escriba quién asume la tutela.")
    opened = await open_case(db, case_id, version=version)
    claim = next((c for c in opened.claims if c.person_id == child_id), None)
    if claim is None:
        raise NotFound
    db.add(
        Guardianship(
            id=new_id(),
            case_id=case_id,
            child_id=child_id,
            guardian_name=guardian_name.strip(),
            kind=kind,
            proof=proof.strip(),
            since=since or db.now(),
            until=None,
            ended_by=None,
            end_reason=None,
        )
    )
    return await record(
        db, actor, opened, "guardian_recorded", claims=[claim.id], data={"child": str(child_id)}
    )


async def end_guardianship(
    db: Session,
    actor: Actor,
    case_id: UUID,
    guardianship_id: UUID,
    *,
    reasons: str,
    version: int | None = None,
) -> Recorded:
    """Somebody no longer answers for a child: the parents came, another guardian was appointed, the child came of age.

    Raises `NotFound`, `Invalid`, `GuardianshipEnded`.
    """
    demand(actor, "person.appoint_guardian")
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba por qué termina la tutela.")
    opened = await open_case(db, case_id, version=version)
    found = await db.locked(Guardianship, guardianship_id)
    if found is None or found.case_id != case_id:
        raise NotFound
    if found.until is not None:
        raise GuardianshipEnded
    found.until, found.ended_by, found.end_reason = db.now(), actor.user_id, reasons.strip()
    await db.flush()
    child = [c.id for c in opened.claims if c.person_id == found.child_id]
    return await record(
        db,
        actor,
        opened,
        "guardianship_ended",
        claims=child or None,
        data={"child": str(found.child_id), "reasons": reasons.strip()},
        satisfied=["reasons"],
    )
