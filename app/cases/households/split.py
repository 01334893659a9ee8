"""Part of a household goes on in a file of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.cases.actions.admit import check_reasons
from app.cases.actions.open_file import free_reference
from app.cases.events import Recorded, record
from app.cases.households import carrying, errors
from app.cases.households.rules import first_of
from app.cases.mandates.following import Followed, follow
from app.cases.mandates.rules import COUNSEL
from app.cases.models import NEVER, Case, Claim
from app.cases.opening import OpenCase, open_case
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.identity.public import demand

_NAMED = f"{COUNSEL}:"


@dataclass(frozen=True, slots=True)
class Split:
    """The new file, and the children for whom child protection was called."""

    case_id: UUID
    reference: str
    children: tuple[UUID, ...]
    recorded: Recorded


async def split(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    claims: Collection[UUID],
    reasons: str,
    hide: bool = False,
    call_protection: bool = False,
    version: int | None = None,
) -> Split:
    """Some leave into a file of their own: their claims keep stage, filing day, document and limits; only the reference is new.

    Who comes first is an adult where there is one, in both files. `hide` where one must not find the other: the new file is sealed, the
    old one does not name it, and whoever speaks for those who stay is not let in. Mandates follow those whom they are for. No child is left without somebody to answer for it:
    a guardian, or `call_protection`. Raises `NotFound`, `CaseChanged`, `NobodyThere`, `NobodyLeft`, `TooFarOn`,
    `ChildrenWouldBeAlone`, `Invalid` without reasons.
    """
    demand(actor, "household.change")
    here = await open_case(db, case_id, version=version)
    given = check_reasons(reasons)
    leaving = carrying.leaving_of(here, claims)
    staying = [c for c in here.claims if c not in leaving and here.profile.stage(c.stage).open]
    if not staying:
        raise errors.NobodyLeft
    alone = await carrying.newly_alone(db, here, staying, leaving)
    if alone and not call_protection:
        raise errors.ChildrenWouldBeAlone
    joiners = await carrying.members_of(db, here, leaving)
    first = first_of(joiners)
    there = await _new_file(db, here, leaving, first.claim_id, hide=hide)
    await carrying.write_limits(db, here, carrying.limits_for(here, there.id, leaving, each=False))
    went = await carrying.carry(db, here, there.id, leaving)
    followed = await follow(
        db, actor, here, await open_case(db, there.id), [c.id for c in leaving], hide=hide
    )
    recorded = await _begin(db, actor, here, there, given, went, alone, followed, hide=hide)
    await _go_on(db, actor, here, [c.id for c in leaving], there, given, alone, followed, hide=hide)
    return Split(there.id, there.reference, tuple(sorted(alone)), recorded)


async def _new_file(db: Session, here: OpenCase, leaving: list[Claim], first: UUID, *, hide: bool) -> Case:
    """A file like the one they leave: same office, officer, version, modality and day of filing."""
    c, principal = here.case, here.claim(first)
    # Who speaks for somebody is let in with their mandate, where it follows.
    kept = [key for key in c.audience if not key.startswith(_NAMED)]
    there = Case(
        id=new_id(),
        reference=await free_reference(db, c.country, db.now().year),
        country=c.country,
        profile_version=c.profile_version,
        office_id=c.office_id,
        post_id=c.post_id,
        registered_at=c.registered_at,
        registered_by=c.registered_by,
        filed_on=min(claim.filed_on for claim in leaving),
        stage=principal.stage,
        stage_since=principal.stage_since,
        instance=c.instance,
        priority=c.priority,
        accelerated=c.accelerated,
        simplified=c.simplified,
        merged=c.merged,
        prima_facie=c.prima_facie,
        assigned_to=c.assigned_to,
        taken_over_at=c.taken_over_at,
        sealed=c.sealed or hide,
        removal_barred=any(claim.removal_barred for claim in leaving),
        missed_interviews=0,
        household_size=len(leaving),
        principal_person_id=principal.person_id,
        next_due_at=NEVER,
        next_due_rule=None,
        audience=kept,
        version=0,
    )
    db.add(there)
    await db.flush()
    return there


async def _begin(
    db: Session,
    actor: Actor,
    here: OpenCase,
    there: Case,
    reasons: str,
    went: dict[str, int],
    alone: Collection[UUID],
    followed: Followed,
    *,
    hide: bool,
) -> Recorded:
    opened = await open_case(db, there.id)
    members = await carrying.members_of(db, opened, opened.claims)
    carrying.put_in_order(opened, members, first_of(members).claim_id)
    if any(claim.person_id in alone for claim in opened.claims):
        opened.case.priority = max(opened.case.priority, 2)
    data: dict[str, Any] = {"reasons": reasons, "from": here.case.reference, "went": went, "hidden": hide}
    if followed.mandates:
        data |= {"mandates": followed.mandates}
    return await record(
        db,
        actor,
        opened,
        "household_formed",
        data=data,
        satisfied=["reasons"],
        admit=[*_called(opened, alone), *followed.admit],
    )


async def _go_on(
    db: Session,
    actor: Actor,
    here: OpenCase,
    gone: list[UUID],
    there: Case,
    reasons: str,
    alone: Collection[UUID],
    followed: Followed,
    *,
    hide: bool,
) -> None:
    opened = await carrying.again(db, here)
    members = await carrying.members_of(db, opened, opened.claims)
    standing = [m for m in members if opened.profile.stage(opened.claim(m.claim_id).stage).open]
    former = opened.case.principal_person_id
    stays = next((m for m in standing if m.person_id == former), None)
    carrying.put_in_order(opened, members, (stays or first_of(standing)).claim_id)
    data = {"reasons": reasons, "people": len(gone)}
    # Who reads this file may be the one whom those who left must be safe from.
    named = {} if hide else {"to": there.reference, "claims": [str(claim) for claim in gone]}
    said = {"hidden": True, "reasons": "", "people": len(gone)} if hide else data | named
    await record(
        db,
        actor,
        opened,
        "household_split",
        data=said,
        satisfied=["reasons"],
        admit=_called(opened, alone),
        dismiss=followed.dismiss,
    )


def _called(opened: OpenCase, alone: Collection[UUID]) -> list[str]:
    here = any(claim.person_id in alone for claim in opened.claims)
    return [carrying.CHILD_PROTECTION] if here else []
