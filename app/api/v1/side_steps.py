"""Leaving a case's road and coming back, and who joins or speaks for whom on the way."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.registrations import MemberBody
from app.api.v1.shapes import PROBLEMS, Body, Happened
from app.cases import public as cases
from app.documents.public import Desk
from app.edge.access import requires
from app.edge.concurrency import IfMatch
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.workflows.add_family_member import add_family_member
from app.workflows.record_need import record_need

router = Router(prefix="/cases/{reference}", tags=["cases"], responses=PROBLEMS)

Text = Annotated[str, Field(max_length=20_000)]
Claims = Annotated[list[UUID] | None, Field(max_length=50)]


class ReasonsBody(Body):
    reasons: Text


class WithdrawalBody(Body):
    """`claims` are those of who withdraws; every open one when left out. One person never binds another."""

    statement: Text
    signed: bool
    claims: Claims = None


class ReopeningBody(Body):
    """`claims` to reopen; every closed one when left out. `ground`: a code of the case's reopening grounds."""

    ground: Annotated[str, Field(max_length=40, examples=["good_cause", "new_evidence"])]
    reasons: Text
    claims: Claims = None


class GroundAnswer(BaseModel):
    """`after`: what closed the claim, `left` or `refused`; `verification`: `confirmed`, `secondary` or `recalled`."""

    code: str
    es: str
    en: str
    after: list[str]
    verification: str


class GuardianshipBody(Body):
    child_id: UUID
    name: Annotated[str, Field(max_length=200)]
    kind: Literal["parent", "adult_caregiver", "institution", "court_appointed"]
    proof: Annotated[str, Field(max_length=500)] = ""
    since: AwareDatetime | None = None


class GuardianAnswer(BaseModel):
    id: UUID
    child_id: UUID
    name: str
    kind: str
    proof: str
    since: AwareDatetime


class EndOfGuardianshipBody(Body):
    reasons: Annotated[str, Field(max_length=2000)]


class ModalityBody(Body):
    """`criterion` is one of the procedure's published criteria for the modality; demanded where it applies.

    `applies` false of `prima_facie` keeps the case out of group decisions; null takes that back.
    """

    modality: Literal["accelerated", "simplified", "merged", "prima_facie"]
    applies: bool | None
    criterion: Annotated[str | None, Field(max_length=200)] = None
    reasons: Text


class NeedBody(Body):
    person_id: UUID
    code: str = Field(description="UNHCR specific needs code", examples=["SV-VA"], max_length=10)
    note: Text | None = None
    review_on: date | None = Field(
        default=None, description="When somebody looks again; by the need's own months where it is left out"
    )


class MemberAnswer(BaseModel):
    person_id: UUID


class NeedAnswer(BaseModel):
    id: UUID


@router.post("/withdrawal", dependencies=[requires("case.withdraw")])
async def withdraw(db: Db, reference: str, body: WithdrawalBody, if_match: IfMatch) -> Happened:
    """The person withdraws, by a statement that they signed."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.withdraw(
        db,
        db.actor,
        case_id,
        statement=body.statement,
        signed=body.signed,
        desk=Desk(),
        claims=body.claims,
        version=if_match,
    )
    return Happened.of(recorded)


class DatesBody(Body):
    """From which local day each limit counts, by its name in the procedure; since when the claim stands where it stands; other gaps
    that were seen to (`hearing`, `guardian`)."""

    limits: dict[str, date] = {}
    stage_since: date | None = None
    settled: list[str] = []


@router.post("/dates", dependencies=[requires("case.tell_dates")])
async def tell_dates(db: Db, reference: str, body: DatesBody, if_match: IfMatch) -> Happened:
    """Tell what an import did not know (`to_complete` of the case): clocks begin on the days that are told."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.tell_dates(
        db,
        db.actor,
        case_id,
        limits=body.limits,
        stage_since=body.stage_since,
        settled=tuple(body.settled),
        version=if_match,
    )
    return Happened.of(recorded)


@router.post("/modality", dependencies=[requires("case.set_modality")])
async def set_modality(db: Db, reference: str, body: ModalityBody, if_match: IfMatch) -> Happened:
    """Say that a modality applies to the case, or that it does not. It never refuses anybody."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.set_modality(
        db,
        db.actor,
        case_id,
        modality=body.modality,
        applies=body.applies,
        criterion=body.criterion,
        reasons=body.reasons,
        version=if_match,
    )
    return Happened.of(recorded)


@router.post("/abandonment-notice", dependencies=[requires("case.notice_abandonment")])
async def give_abandonment_notice(db: Db, reference: str, if_match: IfMatch) -> Happened:
    """After two missed interviews, tell the person that the case will be closed unless they answer."""
    case_id = await cases.case_id_of(db, reference)
    return Happened.of(await cases.give_abandonment_notice(db, db.actor, case_id, version=if_match))


@router.post("/abandonment-answer", dependencies=[requires("case.answer_abandonment")])
async def answer_abandonment_notice(db: Db, reference: str, body: ReasonsBody, if_match: IfMatch) -> Happened:
    """The person answered the notice: the case goes on."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.answer_abandonment_notice(
        db, db.actor, case_id, reasons=body.reasons, version=if_match
    )
    return Happened.of(recorded)


@router.post("/abandonment", dependencies=[requires("case.abandon")])
async def abandon(db: Db, reference: str, body: ReasonsBody, if_match: IfMatch) -> Happened:
    """Close the case once the notice has run out unanswered, and no child is without a guardian."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.abandon(db, db.actor, case_id, reasons=body.reasons, desk=Desk(), version=if_match)
    return Happened.of(recorded)


@router.post("/reopening", dependencies=[requires("case.reopen")])
async def reopen(db: Db, reference: str, body: ReopeningBody, if_match: IfMatch) -> Happened:
    """Open what was closed again, on a ground of the list and with reasons."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.reopen(
        db,
        db.actor,
        case_id,
        ground=body.ground,
        reasons=body.reasons,
        desk=Desk(),
        claims=body.claims,
        version=if_match,
    )
    return Happened.of(recorded)


@router.get("/reopening-grounds", dependencies=[requires("case.reopen", reads=True)])
async def list_reopening_grounds(db: ReadDb, reference: str) -> list[GroundAnswer]:
    """On what grounds the closed claims of the case may be opened again, with how sure the source of each is."""
    case = await cases.case_view(db, reference)
    ends = {
        cases.closed_after(case.profile, c.outcome)
        for c in case.claims
        if not case.profile.stage(c.stage).open
    }
    return [
        GroundAnswer(code=g.code, es=g.es, en=g.en, after=sorted(g.after), verification=g.verification)
        for g in cases.reopening_grounds()
        if g.after & ends
    ]


@router.post("/suspension", dependencies=[requires("case.suspend")])
async def suspend(db: Db, reference: str, body: ReasonsBody, if_match: IfMatch) -> Happened:
    """Let the case rest: its clocks stop."""
    case_id = await cases.case_id_of(db, reference)
    return Happened.of(await cases.suspend(db, db.actor, case_id, reasons=body.reasons, version=if_match))


@router.post("/resumption", dependencies=[requires("case.suspend")])
async def resume(db: Db, reference: str, if_match: IfMatch) -> Happened:
    """Let the case go on where it rested."""
    case_id = await cases.case_id_of(db, reference)
    return Happened.of(await cases.resume(db, db.actor, case_id, version=if_match))


@router.post(
    "/members", status_code=201, response_model=MemberAnswer, dependencies=[requires("case.add_member")]
)
async def add_member(
    request: Request, db: Db, reference: str, body: MemberBody, if_match: IfMatch, key: Key = None
) -> Response:
    """A family member joins the case at its own stage, with a document at once."""

    async def do() -> MemberAnswer:
        case_id = await cases.case_id_of(db, reference)
        person = await add_family_member(db, db.actor, case_id, body.as_member(), version=if_match)
        return MemberAnswer(person_id=person)

    return await once(request, db, key, do)


@router.post("/guardians", status_code=201, dependencies=[requires("person.appoint_guardian")])
async def appoint_guardian(db: Db, reference: str, body: GuardianshipBody, if_match: IfMatch) -> Happened:
    """Somebody answers for a child of the case, with the proof of it."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.appoint_guardian(
        db,
        db.actor,
        case_id,
        child_id=body.child_id,
        guardian_name=body.name,
        kind=body.kind,
        proof=body.proof,
        since=body.since,
        version=if_match,
    )
    return Happened.of(recorded)


@router.get("/guardians", dependencies=[requires("case.read")])
async def guardians(db: Db, reference: str) -> list[GuardianAnswer]:
    """Who answers for the children of the case now."""
    found = await cases.guardians_of(db, await cases.case_id_of(db, reference))
    return [GuardianAnswer.model_validate(each, from_attributes=True) for each in found]


@router.post("/guardians/{guardianship_id}/ending", dependencies=[requires("person.appoint_guardian")])
async def end_guardianship(
    db: Db, reference: str, guardianship_id: UUID, body: EndOfGuardianshipBody, if_match: IfMatch
) -> Happened:
    """They no longer answer for the child, and why."""
    case_id = await cases.case_id_of(db, reference)
    recorded = await cases.end_guardianship(
        db, db.actor, case_id, guardianship_id, reasons=body.reasons, version=if_match
    )
    return Happened.of(recorded)


@router.post(
    "/needs", status_code=201, response_model=NeedAnswer, dependencies=[requires("person.record_need")]
)
async def record_a_need(
    request: Request, db: Db, reference: str, body: NeedBody, if_match: IfMatch, key: Key = None
) -> Response:
    """A specific need of a person of the case, found later."""

    async def do() -> NeedAnswer:
        case_id = await cases.case_id_of(db, reference)
        need = await record_need(
            db,
            db.actor,
            case_id,
            person_id=body.person_id,
            code=body.code,
            note=body.note,
            review_on=body.review_on,
            version=if_match,
        )
        return NeedAnswer(id=need)

    return await once(request, db, key, do)
