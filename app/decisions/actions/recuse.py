"""A member steps out of one case."""

from uuid import UUID

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Forbidden, Invalid
from app.decisions import errors
from app.decisions.chamber import enter, key_of, take_up
from app.decisions.losing import claims_of, event_of
from app.decisions.models import Recusal
from app.decisions.policies import handlers_among
from app.identity.public import may


async def recuse(
    db: Session,
    actor: Actor,
    sitting_id: UUID,
    *,
    item_id: UUID,
    reasons: str,
    member_id: UUID | None = None,
) -> None:
    """Record that a member does not judge this case, with the reasons; its file closes to them at once, and the next alternate of
    their seat who is there sits on the item. A vote they had given stays on record and counts no more.

    A member declares it for themselves; the secretary records what a member (`member_id`) declared, or what the record shows.
    Raises `NotConvened`, `AlreadyRecused`, `ItemClosed`, `Invalid`, `NotFound`.
    """
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba por qué se inhibe.")
    member = _who(actor, member_id)
    chamber = await enter(db, actor, sitting_id)
    chamber.demand_not_over()
    if member not in chamber.members:
        raise errors.NotConvened
    taken = await take_up(db, chamber, item_id)
    taken.demand_pending()
    if member in taken.recused:
        raise errors.AlreadyRecused
    found = await handlers_among(db, taken.opened.id, [member])
    db.add(
        Recusal(
            item_id=item_id,
            user_id=member,
            case_id=taken.opened.id,
            reasons=reasons.strip(),
            found_in_record=bool(found),
            at=db.now(),
        )
    )
    await cases.record(
        db,
        actor,
        taken.opened,
        event_of(taken.item, "member_recused"),
        claims=claims_of(taken.item, taken.opened),
        data={"member": str(member), "sitting": chamber.sitting.number},
        dismiss=[key_of(member)],
    )


def _who(actor: Actor, member_id: UUID | None) -> UUID:
    if may(actor, "sitting.vote") and member_id in (None, actor.user_id):
        return actor.user_id
    if may(actor, "sitting.manage") and member_id is not None:
        return member_id
    raise Forbidden
