"""Who speaks for whom."""

from datetime import datetime
from uuid import UUID

from app.cases.events import Recorded, record
from app.cases.models import Guardianship, Representation
from app.cases.opening import open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import colleagues, demand


class NotARepresentative(Conflict):
    message = "Esa persona no está inscrita como representante legal."


async def record_representation(
    db: Session, actor: Actor, case_id: UUID, *, user_id: UUID, mandate: str, version: int | None = None
) -> Recorded:
    """A legal representative takes the case on, by a mandate on file; the file opens to them."""
    demand(actor, "case.represent")
    if not mandate.strip():
        raise Invalid.at("mandate", "required", "Escriba en qué documento consta el poder.")
    opened = await open_case(db, case_id, version=version)
    if user_id not in {c.user_id for c in await colleagues(db, "legal_representative")}:
        raise NotARepresentative
    db.add(
        Representation(
            id=new_id(), case_id=case_id, user_id=user_id, mandate=mandate.strip(), since=db.now(), until=None
        )
    )
    return await record(
        db,
        actor,
        opened,
        "representation_recorded",
        data={"representative": str(user_id)},
        admit=[f"legal_representative:{user_id}"],
    )


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
        )
    )
    return await record(
        db, actor, opened, "guardian_recorded", claims=[claim.id], data={"child": str(child_id)}
    )
