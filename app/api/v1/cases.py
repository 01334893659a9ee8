"""Cases: the list, one case, its timeline, its limits, and what the caller may do next."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS
from app.audit import public as audit
from app.cases import public as cases
from app.documents import public as documents
from app.edge.access import requires
from app.edge.concurrency import etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.procedure import public as procedure
from app.workflows.next_steps import next_steps

router = Router(prefix="/cases", tags=["cases"], responses=PROBLEMS)


class CaseRow(BaseModel):
    reference: str
    name: str
    stage: str
    stage_since: datetime
    priority: int
    household_size: int
    nationalities: list[str]
    needs: list[str]
    office: str
    assigned_to: UUID | None
    due_on: date | None
    due_rule: str | None
    due_basis: str | None
    due_verification: str | None


class CaseList(BaseModel):
    """`next` continues the list: send it as `after`. It is null at the end."""

    cases: list[CaseRow]
    next: str | None


class ListQuery(BaseModel):
    model_config = {"extra": "forbid"}

    stage: str | None = None
    need: str | None = None
    origin: str | None = None
    modality: str | None = None
    q: str | None = None
    mine: bool = False
    unassigned: bool = False
    open: bool = False
    after: str | None = None
    limit: Annotated[int, Query(ge=1, le=200)] = 50


class PersonAnswer(BaseModel):
    id: UUID
    given_names: str
    family_names: str
    aliases: list[str]
    birth_date: date
    birth_precision: str
    sex: str
    nationalities: list[str]
    stateless: bool
    languages: list[str]
    needs: list[str]


class DocumentAnswer(BaseModel):
    number: str
    status: str
    may_work: bool
    valid_from: date
    valid_until: date


class ClaimAnswer(BaseModel):
    id: UUID
    basis: str
    relation: str
    stage: str
    outcome: str | None
    grounds: list[str]
    person: PersonAnswer
    document: DocumentAnswer | None


class CaseAnswer(BaseModel):
    reference: str
    country: str
    procedure: str
    stage: str
    stage_since: datetime
    instance: str
    filed_on: date
    registered_at: datetime
    office: str
    post: str | None
    officer: str | None
    priority: int
    accelerated: bool
    simplified: bool
    merged: bool
    prima_facie: bool | None
    removal_barred: bool
    to_complete: list[str]
    old_references: list[list[str]]
    version: int
    # Everybody of the file; `claims` are of those whom the caller may be shown.
    household_size: int
    claims: list[ClaimAnswer]


class EventAnswer(BaseModel):
    id: UUID
    number: int
    name: str
    at: datetime
    recorded_at: datetime
    actor_role: str
    stage_before: str | None
    stage_after: str
    data: dict[str, Any]


class LimitAnswer(BaseModel):
    id: UUID
    rule: str
    kind: str
    state: str
    binds: str
    started_at: datetime
    starts_on: date
    due_on: date
    basis: str
    verification: str
    explanation: dict[str, Any]
    in_words: str
    extensions: int
    extension_cause: str | None
    first_due_on: date | None
    escalated_at: datetime | None


class ActionAnswer(BaseModel):
    """`reason` says why not: `wrong_stage`, `wrong_role`, or `not_yet_passed` while a limit that it waits for has not passed.

    `form`: it has no resource of its own and is taken at `/cases/{reference}/steps/{event}`.
    """

    event: str
    label: str
    allowed: bool
    reason: str | None
    stages: list[str]
    roles: list[str]
    form: bool


@router.get("", dependencies=[requires("case.list", reads=True)])
async def list_cases(db: ReadDb, query: Annotated[ListQuery, Query()]) -> CaseList:
    """The caller's cases, nearest limit first, in keyset pages."""
    filters = cases.Filters(
        stage=query.stage,
        need=query.need,
        origin=query.origin,
        modality=query.modality,
        text=query.q,
        assigned_to=db.actor.user_id if query.mine else None,
        unassigned=query.unassigned,
        open_only=query.open,
    )
    stages = [s.name for s in (await procedure_in_force(db)).stages if s.open]
    page = await cases.worklist(db, filters, after=query.after, limit=query.limit, stages_open=stages)
    return CaseList(
        cases=[CaseRow.model_validate(row, from_attributes=True) for row in page.rows], next=page.after
    )


@router.get("/{reference}", dependencies=[requires("case.read")])
async def read_case(request: Request, response: Response, db: Db, reference: str) -> CaseAnswer:
    """One case with its claims, people and documents. The look is written into the record of access."""
    case = await cases.case_view(db, reference)
    persons = await people.profiles(db, [c.person_id for c in case.claims])
    papers = {d.claim_id: d for d in await documents.documents_of(db, case.id) if d.status == "active"}
    await audit.looked(db, "case.read", case.reference, case_id=case.id, request_id=request.state.request_id)
    etag(response, case.version)
    return CaseAnswer(
        reference=case.reference,
        country=case.country,
        procedure=case.profile_version,
        stage=case.stage,
        stage_since=case.stage_since,
        instance=case.instance,
        to_complete=list(case.to_complete),
        old_references=[list(one) for one in case.old_references],
        filed_on=case.filed_on,
        registered_at=case.registered_at,
        office=case.office,
        post=case.post,
        officer=case.officer,
        priority=case.priority,
        accelerated=case.accelerated,
        simplified=case.simplified,
        merged=case.merged,
        prima_facie=case.prima_facie,
        removal_barred=case.removal_barred,
        version=case.version,
        household_size=case.household_size,
        claims=[
            _claim(c, persons[c.person_id], papers.get(c.id)) for c in case.claims if c.person_id in persons
        ],
    )


def _claim(
    claim: cases.ClaimView, person: people.Profile, paper: documents.DocumentView | None
) -> ClaimAnswer:
    return ClaimAnswer(
        id=claim.id,
        basis=claim.basis,
        relation=claim.relation,
        stage=claim.stage,
        outcome=claim.outcome,
        grounds=claim.grounds,
        person=PersonAnswer.model_validate(person, from_attributes=True),
        document=DocumentAnswer.model_validate(paper, from_attributes=True) if paper else None,
    )


@router.get("/{reference}/timeline", dependencies=[requires("case.read", reads=True)])
async def read_timeline(
    db: ReadDb, reference: str, before: int | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> list[EventAnswer]:
    """What happened, newest first; `before` continues below an event's number."""
    case_id = await cases.case_id_of(db, reference)
    events = await cases.timeline(db, case_id, before=before, limit=limit)
    return [EventAnswer.model_validate(e, from_attributes=True) for e in events]


@router.get("/{reference}/deadlines", dependencies=[requires("case.read", reads=True)])
async def read_deadlines(request: Request, db: ReadDb, reference: str) -> list[LimitAnswer]:
    """Every limit of the case, with how its days were counted and how sure its source is."""
    case_id = await cases.case_id_of(db, reference)
    return [
        LimitAnswer(
            id=limit.id,
            rule=limit.rule,
            kind=limit.kind,
            state=limit.state,
            binds=limit.binds,
            started_at=limit.started_at,
            starts_on=limit.starts_on,
            due_on=limit.due_on,
            basis=limit.basis,
            verification=limit.verification,
            explanation=dict(limit.explanation),
            in_words=procedure.Explanation.from_dict(limit.explanation).in_words(request.state.language),
            extensions=limit.extensions,
            extension_cause=limit.extension_cause,
            first_due_on=limit.first_due_on,
            escalated_at=limit.escalated_at,
        )
        for limit in await cases.limits_of(db, case_id)
    ]


@router.get("/{reference}/actions", dependencies=[requires("case.read", reads=True)])
async def read_actions(request: Request, db: ReadDb, reference: str) -> list[ActionAnswer]:
    """What this caller may do next, and why not the rest."""
    case = await cases.case_view(db, reference)
    language = request.state.language
    return [
        ActionAnswer(
            event=step.event,
            label=step.label_en if language == "en" else step.label_es,
            allowed=step.allowed,
            reason=step.reason,
            stages=list(step.stages_allowed),
            roles=list(step.roles_allowed),
            form=case.profile.event(step.event).form,
        )
        for step in await next_steps(db, case.id, db.actor)
    ]
