"""A group decision: which cases it would recognise, and recognising one of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import Invalid, NotFound, said
from app.decisions import public as decisions
from app.identity import public as identity
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure

batches = cases.batches
HOUSEHOLD_CHANGED = said("El hogar cambió después de preparar la lista: no son las mismas personas.")


@dataclass(frozen=True, slots=True)
class GroupFilters:
    """What a group's list is narrowed to. Days are of filing, both included."""

    nationality: str | None = None
    filed_from: date | None = None
    filed_until: date | None = None
    stage: str | None = None
    office_id: UUID | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "nationality": self.nationality,
            "filed_from": self.filed_from.isoformat() if self.filed_from else None,
            "filed_until": self.filed_until.isoformat() if self.filed_until else None,
            "stage": self.stage,
            "office": str(self.office_id) if self.office_id else None,
        }


def groups_of(profile: procedure.Profile, body: str | None) -> list[procedure.Group]:
    """The published groups that this body may recognise: their outcome protects, and the procedure has the act at its stage."""
    event = profile.events_by_name.get(decisions.GROUP_EVENT)
    if event is None or body is None or not _decides(profile, event, body):
        return []
    return [group for group in profile.groups if profile.outcomes[group.outcome].protects]


def _decides(profile: procedure.Profile, event: procedure.Event, body: str) -> bool:
    return body in profile.bodies and bool(set(event.by) & set(profile.bodies[body].seats))


def group_named(profile: procedure.Profile, body: str | None, name: str) -> procedure.Group:
    """Raises `NotFound`."""
    for group in groups_of(profile, body):
        if group.name == name:
            return group
    raise NotFound


async def prepare_group(db: Session, actor: Actor, name: str, *, filters: GroupFilters) -> UUID:
    """The secretary has the list of a published group made. Raises `Forbidden`, `NotFound`, `Invalid`, `BatchOpenAlready`."""
    identity.demand(actor, "group.prepare")
    profile = await procedure_in_force(db)
    group = group_named(profile, actor.body, name)
    _check(profile, group, filters)
    return await batches.prepare(
        db,
        actor,
        "group",
        rule=group.name,
        country=profile.country,
        profile_version=profile.version,
        filters=filters.as_dict(),
    )


def _check(profile: procedure.Profile, group: procedure.Group, filters: GroupFilters) -> None:
    if filters.nationality is not None and filters.nationality not in group.nationalities:
        raise Invalid.at("nationality", "not_of_the_group", "Esa nacionalidad no es del grupo.")
    if filters.stage is not None and filters.stage not in stages_taken(profile):
        raise Invalid.at("stage", "not_taken", "De esa etapa no sale ningún expediente en grupo.")
    if filters.filed_from and filters.filed_until and filters.filed_until < filters.filed_from:
        raise Invalid.at("filed_until", "before_first", "La última fecha es anterior a la primera.")


def stages_taken(profile: procedure.Profile) -> tuple[str, ...]:
    """The stages from which a group decision takes cases."""
    return procedure.road_of(profile).allowed[decisions.GROUP_EVENT]


async def still_stands(db: ReadSession, batch: cases.batches.Batch) -> bool:
    """Is the group as it was when the list was made?"""
    profile = await procedure_in_force(db)
    return profile.version == batch.profile_version and any(g.name == batch.rule for g in profile.groups)


async def group_of(db: ReadSession, batch: cases.batches.Batch | cases.batches.BatchView) -> procedure.Group:
    """The group of a list. Raises `NotFound` where the procedure in force has it no longer."""
    return group_named(await procedure_in_force(db), batch.scope.removeprefix("body:"), batch.rule)


async def look(db: Session, batch: cases.batches.Batch, limit: int) -> Sequence[cases.batches.Examined]:
    """The next cases that the group may concern, each examined. A sealed case is on no list: who may know of it is named."""
    profile, group = await procedure_in_force(db), await group_of(db, batch)
    offices = {place.id: place.name for place in await identity.offices(db)}
    return [
        await _examined(db, case_id, group, offices)
        for case_id in await db.scalars(_candidates(profile, group, batch, limit))
    ]


def _candidates(
    profile: procedure.Profile, group: procedure.Group, batch: cases.batches.Batch, limit: int
) -> Any:
    case, person = cases.case_table.c, people.person_table.c
    statement = (
        select(case.id)
        .join(people.person_table, person.id == case.principal_person_id)
        .where(
            case.country == profile.country,
            case.sealed.is_(False),
            case.stage.in_(sorted(procedure.road_of(profile).open)),
            person.nationalities.overlap(list(group.nationalities)),
            *_narrowed(batch.filters),
        )
        .order_by(case.id)
        .limit(limit)
    )
    return statement if batch.looked_at_until is None else statement.where(case.id > batch.looked_at_until)


def _narrowed(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    case, person = cases.case_table.c, people.person_table.c
    conditions: Mapping[str, Callable[[str], ColumnElement[bool]]] = {
        "nationality": lambda value: person.nationalities.contains([value]),
        "filed_from": lambda value: case.filed_on >= date.fromisoformat(value),
        "filed_until": lambda value: case.filed_on <= date.fromisoformat(value),
        "stage": lambda value: case.stage == value,
        "office": lambda value: case.office_id == UUID(value),
    }
    return [conditions[name](value) for name, value in filters.items() if value]


async def _examined(
    db: ReadSession, case_id: UUID, group: procedure.Group, offices: Mapping[UUID, str]
) -> cases.batches.Examined:
    opened = await cases.look_at(db, case_id)
    going = [c for c in opened.claims if opened.profile.stage(c.stage).open]
    persons = await people.profiles(db, [c.person_id for c in going])
    facts = {
        "stage": opened.case.stage,
        "people": len(going),
        "claims": sorted(str(c.id) for c in going),
        "nationalities": sorted({n for person in persons.values() for n in person.nationalities}),
        "filed_on": opened.case.filed_on.isoformat(),
        "office": offices.get(opened.case.office_id, ""),
    }
    why = await decisions.why_not(db, opened, group)
    return batches.Examined(case_id, opened.case.reference, facts, why)


async def _demand_the_same_people(db: Session, batch: cases.batches.Batch, case_id: UUID) -> None:
    """Nobody is decided on whom the approver did not have on the list. Raises `LeftOut`."""
    opened = await cases.open_case(db, case_id)
    going = sorted(str(c.id) for c in opened.claims if opened.profile.stage(c.stage).open)
    if going != (await batches.facts_of(db, batch.id, case_id)).get("claims"):
        raise batches.LeftOut([batches.Why("household_changed", HOUSEHOLD_CHANGED)])


async def approve_group(
    db: Session, actor: Actor, batch_id: UUID, *, reasons: str, version: int | None = None
) -> None:
    """Sign for a list: that of a body of several after its vote alone, by whoever presided over it. The rest is
    `batches.approve`'s. Raises also `GroupNotVoted`, `NotYoursToSign`."""
    identity.demand(actor, "group.approve")
    found = await batches.batch(db, "group", batch_id)
    if found.state in ("prepared", "stopped"):
        await decisions.demand_vote(db, actor, batch_id)
    await batches.approve(db, actor, batch_id, reasons=reasons, version=version)


async def carry_out(db: Session, actor: Actor, batch: cases.batches.Batch, case_id: UUID) -> cases.Recorded:
    """Recognise one case of the list in the name of who approved it."""
    await _demand_the_same_people(db, batch, case_id)
    return await decisions.recognise_with_group(
        db,
        actor,
        case_id,
        group=await group_of(db, batch),
        reasons=batch.reasons or "",
        batch_id=batch.id,
        vote=await decisions.vote_on(db, batch.id),
    )
