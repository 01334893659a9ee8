"""Why a case is not recognised with a group. Each reason sends it to be examined on its own; none refuses anybody."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from app.assessments import public as assessments
from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import said
from app.decisions.models import AgendaItem, Decision
from app.decisions.policies import handlers_among
from app.decisions.rules import CLEARED, EXCLUDED
from app.people import public as people
from app.procedure import public as procedure

Why = cases.batches.Why
GROUP_EVENT = "group_recognised"

NO_SUCH_ACT = said("El procedimiento de este expediente no tiene decisiones de grupo.")
DOES_NOT_PROTECT = said("El resultado del grupo no es un estatuto que proteja, y en grupo nunca se deniega.")
SEALED = said("El expediente está sellado: se resuelve por separado.")
DECIDED = said("Ya tiene una resolución.")
WRONG_STAGE = said("Está en «%(stage)s».")
FILED_OUTSIDE = said("Se presentó el %(day)s, fuera de las fechas del grupo.")
OTHER_NATIONALITY = said("Alguien del hogar tiene otra nacionalidad, no tiene ninguna o no consta.")
CHILD_ALONE = said("Hay una persona menor de edad sin quien responda por ella.")
EXCLUSION = said("El análisis encontró indicios de exclusión: se examinan de manera individual.")
ON_ITS_OWN = said("Alguien anotó que se examine de manera individual.")
ANALYSED_OTHERWISE = said("El análisis avalado recomienda otra cosa.")
ON_AN_AGENDA = said("Está en el orden del día de una sesión, o su resolución espera firma.")
SIGNER_HANDLED_IT = said("Quien firma o votó intervino en este expediente.")


async def why_not(
    db: ReadSession, opened: cases.OpenCase, group: procedure.Group, *, deciders: Collection[UUID] = ()
) -> list[cases.batches.Why]:
    """Every reason why the group decision leaves this case out; none when it takes it in. `deciders`: who signs, and who voted."""
    profile = opened.profile
    found = list(_by_the_procedure(opened, group))
    going = [c for c in opened.claims if profile.stage(c.stage).open]
    persons = await people.profiles(db, [c.person_id for c in going])
    if not all(_of_the_group(person, group.nationalities) for person in persons.values()):
        found.append(Why("other_nationality", OTHER_NATIONALITY))
    if await cases.children_alone(db, opened):
        found.append(Why("child_alone", CHILD_ALONE))
    found += await _by_the_analysis(db, opened)
    if await _is_being_decided(db, opened.id):
        found.append(Why("on_an_agenda", ON_AN_AGENDA))
    if deciders and await handlers_among(db, opened.id, deciders):
        found.append(Why("signer_handled_it", SIGNER_HANDLED_IT))
    return found


def _by_the_procedure(opened: cases.OpenCase, group: procedure.Group) -> Iterator[cases.batches.Why]:
    case, profile = opened.case, opened.profile
    if GROUP_EVENT not in profile.events_by_name:
        yield Why("no_such_act", NO_SUCH_ACT)
        return
    outcome = profile.outcomes.get(group.outcome)
    if outcome is None or not outcome.protects or outcome.refuses:
        yield Why("does_not_protect", DOES_NOT_PROTECT)
    if case.sealed:
        yield Why("sealed", SEALED)
    if case.prima_facie is False:
        yield Why("on_its_own", ON_ITS_OWN)
    if group.in_force is not None and not group.in_force.covers(case.filed_on):
        yield Why("filed_outside", FILED_OUTSIDE, {"day": case.filed_on.isoformat()})
    if any(claim.outcome for claim in opened.claims):
        yield Why("decided", DECIDED)
        return
    yield from _standing(opened)


def _standing(opened: cases.OpenCase) -> Iterator[cases.batches.Why]:
    leaves = procedure.road_of(opened.profile).allowed[GROUP_EVENT]
    going = [c.stage for c in opened.claims if opened.profile.stage(c.stage).open]
    for stage in dict.fromkeys(going or [opened.case.stage]):
        if stage not in leaves:
            label = opened.profile.stage(stage).label
            yield Why("wrong_stage", WRONG_STAGE, {"stage": label.es, "stage_en": label.en})


def _of_the_group(person: people.Profile, nationalities: Collection[str]) -> bool:
    """All of a person's nationalities are the group's: of somebody with another one, that country is asked about too
    (1951 Convention, art. 1 A (2), second paragraph)."""
    return bool(person.nationalities) and set(person.nationalities) <= set(nationalities)


async def _by_the_analysis(db: ReadSession, opened: cases.OpenCase) -> list[cases.batches.Why]:
    table = assessments.assessment_table.c
    rows = await db.rows(
        select(table.status, table.analysis, table.recommendations)
        .where(table.case_id == opened.id)
        .order_by(table.number.desc())
        .limit(1)
    )
    found = []
    for row in rows:
        given = {str(one.get("outcome")) for one in row.recommendations}
        if _concluded(row.analysis, "exclusion") not in CLEARED or EXCLUDED in given:
            found.append(Why("exclusion", EXCLUSION))
        if row.status == "endorsed" and any(_refuses(opened.profile, outcome) for outcome in given):
            found.append(Why("analysed_otherwise", ANALYSED_OTHERWISE))
    return found


def _concluded(analysis: Any, issue: str) -> str | None:
    answer = analysis.get(issue) if isinstance(analysis, dict) else None
    return answer.get("conclusion") if isinstance(answer, dict) else None


def _refuses(profile: procedure.Profile, outcome: str) -> bool:
    return outcome in profile.outcomes and not profile.outcomes[outcome].protects


async def _is_being_decided(db: ReadSession, case_id: UUID) -> bool:
    pending = exists().where(AgendaItem.case_id == case_id, AgendaItem.status == "pending")
    drafted = exists().where(Decision.case_id == case_id, Decision.status == "draft")
    return bool(await db.scalar(select(pending | drafted)))
