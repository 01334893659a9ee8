"""A mandate goes where those go whom it is for, when they leave for another file; it lets nobody into the file of others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.cases.errors import MandatesDiffer, WorkedOnTheirCase
from app.cases.mandates.actions import see_to_its_end
from app.cases.mandates.models import Representation
from app.cases.mandates.rules import COUNSEL, PASSED_ON
from app.cases.opening import OpenCase
from app.cases.queries.history import handled_by
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.identity.public import ROLES


@dataclass(frozen=True, slots=True)
class Followed:
    """To whom the file that received them opens, and to whom the one that they left closes: keys of named readers. `mandates` of the
    file that received them, by representative, as its event tells them."""

    admit: list[str]
    dismiss: list[str]
    mandates: list[dict[str, str]]


async def follow(
    db: Session,
    actor: Actor,
    here: OpenCase,
    there: OpenCase,
    moved: Collection[UUID],
    *,
    stood_before: Collection[UUID] = (),
    traces: Mapping[UUID, UUID] | None = None,
    hide: bool = False,
) -> Followed:
    """Have the mandates of the file `here` follow the claims that went `there`, with the same powers and the same last day.

    One for everybody follows whoever goes and stays with whoever stays; one for some ends here where nobody of them is left, unless
    `traces` say which claim stands here for the one that went. `stood_before`: the claims of a file that was there already, whose mandates
    for everybody go on for those alone. `hide`: only a mandate for nobody who stays follows. Raises `MandatesDiffer`, `WorkedOnTheirCase`.
    """
    r, gone = Representation, set(moved)
    held = list(
        await db.scalars(select(r).where(r.case_id == here.id, r.until.is_(None)).order_by(r.since, r.id))
    )
    kept = {m.user_id: m for m in await db.scalars(select(r).where(r.case_id == there.id, r.until.is_(None)))}
    for mandate in kept.values():
        mandate.claims = mandate.claims or list(stood_before)
    followed, heirs = Followed([], [], []), dict[UUID, Representation]()
    # Who passed a mandate on before whom it was passed on to.
    for mandate in sorted(held, key=lambda m: m.substitute_of is not None):
        whose = [claim for claim in mandate.claims if claim in gone]
        if mandate.claims and not whose:
            continue
        everybody = not mandate.claims
        if not hide or (not everybody and len(whose) == len(mandate.claims)):
            to = [] if everybody and not stood_before else whose or list(moved)
            head = heirs.get(mandate.substitute_of) if mandate.substitute_of else None
            heir = await _heir(db, actor, mandate, there, to, head, kept.get(mandate.user_id))
            heirs[mandate.id] = heir
            followed.admit.append(f"{COUNSEL}:{mandate.user_id}")
            followed.mandates.append({"representative": str(mandate.user_id), "mandate": str(heir.id)})
        if everybody:
            continue
        left = [(traces or {}).get(c, c) for c in mandate.claims if c not in gone or c in (traces or {})]
        if left:
            mandate.claims = left
        else:
            mandate.until, mandate.ended_by, mandate.end_reason = db.now(), actor.user_id, PASSED_ON
            followed.dismiss.append(f"{COUNSEL}:{mandate.user_id}")
    await db.flush()
    return followed


async def _heir(
    db: Session,
    actor: Actor,
    mandate: Representation,
    there: OpenCase,
    claims: list[UUID],
    head: Representation | None,
    kept: Representation | None,
) -> Representation:
    """The mandate in the other file: a copy, or the one that the same representative has there, for more people."""
    if kept is not None:
        if (kept.powers, kept.valid_until, kept.substitute_of) != (
            mandate.powers,
            mandate.valid_until,
            head.id if head else None,
        ):
            raise MandatesDiffer
        kept.claims = [*kept.claims, *claims]
        return kept
    if await handled_by(db, there.id, mandate.user_id, roles=set(ROLES) - {COUNSEL}):
        raise WorkedOnTheirCase
    made = Representation(
        id=new_id(),
        case_id=there.id,
        user_id=mandate.user_id,
        mandate=mandate.mandate,
        kind=mandate.kind,
        powers=list(mandate.powers),
        claims=claims,
        substitute_of=head.id if head else None,
        since=mandate.since,
        valid_until=mandate.valid_until,
        recorded_by=actor.user_id,
        until=None,
        ended_by=None,
        end_reason=None,
    )
    db.add(made)
    await db.flush()
    see_to_its_end(db, there, made)
    return made
