"""Pending cases under a newer version: by a transitional rule of the law, or by an override that was put in force here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import NotFound, said
from app.identity import public as identity
from app.overrides import public as overrides
from app.procedure import public as procedure

batches = cases.batches
# A rule of the house: pending cases of this version may come under the edition that this deployment put in force.
OWN = "own_edition_"
NOT_AT_THAT_STAGE = said("La regla no alcanza la etapa «%(stage)s».")
ALREADY_THERE = said("Ya está en la edición %(edition)s, o ya no es de la versión de la regla.")
ANOTHER_OFFICE = said("Ya no es de la oficina que preparó la lista.")
SEALED = said("Está sellado: pasa solo si se decide para ese expediente.")
NOT_YET = said("La regla rige desde el %(day)s.")


async def transitions(db: ReadSession) -> list[procedure.Transition]:
    """The rules by which pending cases can come under the procedure in force: its own, and the deployment's edition of it."""
    profile = await overrides.procedure_in_force(db)
    own = _own_edition(profile)
    return [*profile.transition, *([own] if own else [])]


def _own_edition(profile: procedure.Profile) -> procedure.Transition | None:
    named = procedure.read_edition(profile.version).own
    if named.number is None:
        return None
    return procedure.Transition(
        name=f"{OWN}{named.number}",
        label=procedure.Label(
            es=f"Los expedientes abiertos pasan a la edición {profile.version} de esta instalación",
            en=f"Open cases come under this deployment's edition {profile.version}",
        ),
        origin=named.version,
        on=profile.in_force.since,
        moves="case",
        verification="unknown",
    )


async def transition_named(db: ReadSession, name: str) -> procedure.Transition:
    """Raises `NotFound`."""
    for rule in await transitions(db):
        if rule.name == name:
            return rule
    raise NotFound


async def prepare_transition(db: Session, actor: Actor, name: str) -> UUID:
    """The supervisor has the list made of the own office's cases that a rule concerns. Raises `Forbidden`, `NotFound`,
    `BatchOpenAlready`."""
    identity.demand(actor, "transition.apply")
    profile, rule = await overrides.procedure_in_force(db), await transition_named(db, name)
    return await batches.prepare(
        db,
        actor,
        "transition",
        rule=rule.name,
        country=profile.country,
        profile_version=profile.version,
        filters={},
    )


async def still_stands(db: ReadSession, batch: cases.batches.Batch) -> bool:
    """Is the procedure in force the one that the list was made under?"""
    profile = await overrides.procedure_in_force(db)
    return profile.version == batch.profile_version and any(
        rule.name == batch.rule for rule in await transitions(db)
    )


async def look(db: Session, batch: cases.batches.Batch, limit: int) -> Sequence[cases.batches.Examined]:
    """The next pending cases of the older version, each with what the rule would change for it."""
    rule = await transition_named(db, batch.rule)
    found = await db.scalars(await _candidates(db, rule, batch, limit))
    return [await _examined(db, case_id, rule) for case_id in found]


async def _candidates(
    db: ReadSession, rule: procedure.Transition, batch: cases.batches.Batch, limit: int
) -> Any:
    case = cases.case_table.c
    older = await overrides.edition(db, batch.country, rule.origin)
    own = func.split_part(func.split_part(case.profile_version, "~", 1), "+", 1)
    statement = (
        select(case.id)
        .where(
            case.country == batch.country,
            case.sealed.is_(False),
            own == rule.origin,
            case.profile_version != batch.profile_version,
            case.stage.in_(sorted(procedure.moves_from(older, rule))),
            case.office_id == UUID(batch.scope.partition(":")[2]),
        )
        .order_by(case.id)
        .limit(limit)
    )
    if rule.moves == "parts":
        statement = statement.where(~case.profile_version.contains(f"~{batch.profile_version}"))
    return statement if batch.looked_at_until is None else statement.where(case.id > batch.looked_at_until)


async def _examined(db: ReadSession, case_id: UUID, rule: procedure.Transition) -> cases.batches.Examined:
    opened = await cases.look_at(db, case_id)
    to = await _edition_for(db, opened, rule)
    going = [c for c in opened.claims if opened.profile.stage(c.stage).open]
    facts: dict[str, Any] = {
        "stage": opened.case.stage,
        "people": len(going),
        "filed_on": opened.case.filed_on.isoformat(),
        "from": opened.case.profile_version,
        "to": to,
    }
    try:
        under = await cases.under_version(db, opened, rule, to=to)
    except cases.StageNotInVersion as refusal:
        why = batches.Why(refusal.rule, refusal.text, dict(refusal.values))
        return batches.Examined(case_id, opened.case.reference, facts, [why])
    facts["clocks"] = [_clock(clock, opened) for clock in under.moving.clocks]
    return batches.Examined(case_id, opened.case.reference, facts, _why_not(db, opened, rule, to))


def _why_not(
    db: ReadSession, opened: cases.OpenCase, rule: procedure.Transition, to: str
) -> list[cases.batches.Why]:
    if _is_there(opened.case.profile_version, to, rule):
        return [batches.Why("already_there", ALREADY_THERE, {"edition": opened.case.profile_version})]
    if opened.profile.today(db.now()) < rule.on:
        return [batches.Why("not_yet", NOT_YET, {"day": rule.on.isoformat()})]
    taken = procedure.moves_from(opened.profile, rule)
    return [
        batches.Why(
            "not_at_that_stage",
            NOT_AT_THAT_STAGE,
            {"stage": opened.profile.stage(stage).label.es, "stage_en": opened.profile.stage(stage).label.en},
        )
        for stage in dict.fromkeys(c.stage for c in opened.claims if opened.profile.stage(c.stage).open)
        if stage not in taken
    ]


def _out_of_reach(opened: cases.OpenCase, batch: cases.batches.Batch) -> list[cases.batches.Why]:
    found = []
    if batch.scope != f"office:{opened.case.office_id}":
        found.append(batches.Why("another_office", ANOTHER_OFFICE))
    if opened.case.sealed:
        found.append(batches.Why("sealed", SEALED))
    return found


def _is_there(bound: str, to: str, rule: procedure.Transition) -> bool:
    now, then = procedure.read_edition(bound), procedure.read_edition(to)
    given = bool(then.later) and then.later[-1] in now.later
    return bound == to or now.own.version != rule.origin or given


def _clock(clock: procedure.MovedClock, opened: cases.OpenCase) -> dict[str, str]:
    due = {d.id: d.due_on for d in opened.deadlines}
    now = clock.explanation.due_day if clock.explanation else due[clock.id]
    return {
        "rule": clock.rule,
        "fate": clock.fate,
        "was": due[clock.id].isoformat(),
        "now": now.isoformat(),
    }


async def _edition_for(db: ReadSession, opened: cases.OpenCase, rule: procedure.Transition) -> str:
    """The edition that the case comes under: the one in force, or its own with the parts that the rule gives it."""
    in_force = await overrides.edition_in_force(db)
    if rule.moves == "case":
        return in_force
    own = procedure.read_edition(opened.case.profile_version)
    return str(own.with_parts_of(procedure.read_edition(in_force).own))


async def carry_out(db: Session, actor: Actor, batch: cases.batches.Batch, case_id: UUID) -> cases.Recorded:
    """Move one case in the name of who applied the rule. Raises `LeftOut`, `StageNotInVersion`."""
    rule = await transition_named(db, batch.rule)
    opened = await cases.open_case(db, case_id)
    to = await _edition_for(db, opened, rule)
    # The worker sees every case: what has left the approver's reach since the list was made is not theirs to move.
    if why := [*_out_of_reach(opened, batch), *_why_not(db, opened, rule, to)]:
        raise batches.LeftOut(why)
    return await cases.move_to_version(
        db,
        actor,
        case_id,
        rule=rule,
        to=to,
        reasons=batch.reasons or "",
        batch_id=batch.id,
    )
