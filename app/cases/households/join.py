"""People of one family come into one file: one person, or a whole household."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from app.cases.actions.admit import check_reasons
from app.cases.errors import CaseChanged
from app.cases.events import Recorded, record
from app.cases.households import carrying, errors
from app.cases.households.rules import first_of
from app.cases.mandates.following import Followed, follow
from app.cases.models import Claim, Deadline
from app.cases.opening import OpenCase
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity.public import demand
from app.people.public import codes


async def join(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    into: UUID,
    relations: Mapping[UUID, str],
    reasons: str,
    call_protection: bool = False,
    version: int | None = None,
) -> Recorded:
    """The claims of `relations` go from the file to another of the same family, each with its relation to the principal there.

    They keep stage, filing day, document and the limits that they stood under. Where all who are open go, two files become one: the file
    that they leave stays as a record, and says where they went on. Mandates follow those whom they are for. Raises `NotFound`, `CaseChanged`, `SameFile`, `OtherOffice`,
    `OtherProcedure`, `NotTheSameStage`, `SealedFile`, `ThereAlready`, `TooFarOn`,
    `MandatesDiffer`, `WorkedOnTheirCase`, `ChildrenWouldBeAlone`, `Invalid`.
    """
    demand(actor, "household.change")
    if case_id == into:
        raise errors.SameFile
    here, there = await carrying.both(db, case_id, into)
    if version is not None and version != here.case.version:
        raise CaseChanged
    given = check_reasons(reasons)
    _check_relations(relations)
    moving = carrying.leaving_of(here, relations)
    _may_go(here, there, moving)
    staying = [c for c in here.claims if c not in moving and here.profile.stage(c.stage).open]
    alone = await carrying.newly_alone(db, here, staying) if staying else set()
    received = [c for c in there.claims if there.profile.stage(c.stage).open]
    alone |= await carrying.newly_alone(db, there, [*received, *moving])
    if alone and not call_protection:
        raise errors.ChildrenWouldBeAlone
    await carrying.write_limits(db, here, _limits(here, there, moving))
    before = [c.id for c in there.claims]
    went = await carrying.carry(db, here, into, moving)
    ids = [c.id for c in moving]
    traces = [] if staying else [_trace(here.id, claim, number) for number, claim in enumerate(moving)]
    stand_for = {claim: trace.id for claim, trace in zip(ids, traces, strict=False)}
    followed = await follow(db, actor, here, there, ids, stood_before=before, traces=stand_for)
    recorded = await _receive(db, actor, here, there, ids, relations, given, went, followed)
    await _leave(db, actor, here, there, moving, given, alone, traces, followed)
    return recorded


def _check_relations(relations: Mapping[UUID, str]) -> None:
    if not relations:
        raise Invalid.at("claims", "required", "Marque a quién concierne.")
    for claim_id, relation in relations.items():
        if relation not in codes.RELATIONS or relation == "principal":
            raise Invalid.at(
                f"relations.{claim_id}", "required", "Elija la relación con la persona principal."
            )


def _may_go(here: OpenCase, there: OpenCase, moving: Collection[Claim]) -> None:
    if here.case.sealed or there.case.sealed:
        raise errors.SealedFile
    if here.case.office_id != there.case.office_id:
        raise errors.OtherOffice
    if (here.case.country, here.case.profile_version) != (there.case.country, there.case.profile_version):
        raise errors.OtherProcedure
    carrying.leaving_of(there, [c.id for c in there.claims])
    for claim in moving:
        if claim.stage != there.case.stage:
            one, other = (here.profile.stage(s).label.es for s in (claim.stage, there.case.stage))
            raise errors.NotTheSameStage(one=one, other=other)
        if any(c.person_id == claim.person_id for c in there.claims):
            raise errors.ThereAlready


def _limits(here: OpenCase, there: OpenCase, moving: Collection[Claim]) -> list[Deadline]:
    """What they stood under goes with them, for them alone, where the other file does not have the same limit with the same end."""
    same = {(d.rule, d.due_at, d.state) for d in (*there.deadlines, *there.missed) if d.claim_id is None}
    copies = carrying.limits_for(here, there.id, moving, each=True)
    return [d for d in copies if (d.rule, d.due_at, d.state) not in same]


async def _receive(
    db: Session,
    actor: Actor,
    here: OpenCase,
    there: OpenCase,
    ids: list[UUID],
    relations: Mapping[UUID, str],
    reasons: str,
    went: Mapping[str, int],
    followed: Followed,
) -> Recorded:
    first = there.principal.id
    last = max(c.position for c in there.claims)
    opened = await carrying.again(db, there)
    for number, claim_id in enumerate(ids, start=1):
        claim = opened.claim(claim_id)
        claim.relation, claim.basis, claim.derivative_of = relations[claim_id], "derivative", first
        claim.position = last + number
    opened.claims.sort(key=lambda claim: claim.position)
    opened.case.household_size = len(opened.claims)
    opened.case.priority = max(opened.case.priority, here.case.priority)
    opened.case.filed_on = min(opened.case.filed_on, *(c.filed_on for c in opened.claims))
    data: dict[str, Any] = {"reasons": reasons, "from": here.case.reference, "went": dict(went)}
    if followed.mandates:
        data |= {"mandates": followed.mandates}
    return await record(
        db,
        actor,
        opened,
        "household_joined",
        claims=ids,
        data=data,
        satisfied=["reasons"],
        admit=followed.admit,
    )


async def _leave(
    db: Session,
    actor: Actor,
    here: OpenCase,
    there: OpenCase,
    moving: Collection[Claim],
    reasons: str,
    alone: Collection[UUID],
    traces: list[Claim],
    followed: Followed,
) -> None:
    opened = await carrying.again(db, here)
    data = {"reasons": reasons, "to": there.case.reference, "claims": [str(c.id) for c in moving]}
    admit = [carrying.CHILD_PROTECTION] if alone else []
    if not traces:
        members = await carrying.members_of(db, opened, opened.claims)
        standing = [m for m in members if opened.profile.stage(opened.claim(m.claim_id).stage).open]
        stays = next((m for m in standing if m.person_id == opened.case.principal_person_id), None)
        carrying.put_in_order(opened, members, (stays or first_of(standing)).claim_id)
        await record(
            db,
            actor,
            opened,
            "household_split",
            data=data,
            satisfied=["reasons"],
            admit=admit,
            dismiss=followed.dismiss,
        )
        return
    db.add(*traces)
    for claim in opened.claims:
        claim.position += len(traces)
    opened.claims[:0] = traces
    opened.case.household_size = len(opened.claims)
    opened.case.principal_person_id = traces[0].person_id
    await db.flush()
    await record(
        db,
        actor,
        opened,
        "joined_elsewhere",
        claims=[t.id for t in traces],
        data=data,
        satisfied=["reasons"],
        admit=admit,
    )


def _trace(case_id: UUID, claim: Claim, position: int) -> Claim:
    """What stays in the file that is left: that the person had a claim here, which goes on elsewhere."""
    return Claim(
        id=new_id(),
        case_id=case_id,
        person_id=claim.person_id,
        position=position,
        basis="principal" if position == 0 else "derivative",
        derivative_of=None,
        relation=claim.relation if position else "principal",
        filed_on=claim.filed_on,
        stage="",
        stage_since=claim.stage_since,
        stage_before=None,
        outcome=None,
        outcome_instance=None,
        awaiting_admission=[],
        removal_barred=False,
        grounds=[],
    )
