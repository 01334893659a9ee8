"""Services, and people referred to them: with consent, an answer and a day to look again."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import Session
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db
from app.people import public as people
from app.referrals import public as referrals

router = Router(tags=["referrals"], responses=PROBLEMS)
Short = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=2000)]


class ServiceBody(Body):
    """`offices` left out: every one. `contact` is where a message without content may be left."""

    name: Short
    kinds: list[str]
    offices: list[UUID] = []
    places: Short = ""
    languages: list[str] = []
    hours: Short = ""
    channel: Literal["phone", "email"]
    contact: Short
    capacity: Short = ""
    response_hours: int = 24
    active: bool = True


class ServiceAnswer(ServiceBody):
    id: UUID
    version: int


class ConsentBody(Body):
    """`given`: asked `how` and `on` which day. Not given: only where the law obliges, with the reason in words."""

    given: bool
    how: Short = ""
    on: date | None = None
    obliged_by: Literal["child_at_risk", "threat_to_life"] | None = None
    obliged_why: Text = ""


class ReferralBody(Body):
    """`parts` are what is passed on besides the initials and what is asked for: full_name, age, sex, languages, phone."""

    claim_id: UUID
    service_id: UUID
    kind: str
    urgent: bool = False
    needed: Text
    parts: list[str] = list(referrals.LEAST)
    consent: ConsentBody


class ReferralAnswer(BaseModel):
    """`sent` is exactly what was passed on; `code` what the service names it by; `state`: made, accepted, refused, no_capacity, closed, withdrawn."""

    id: UUID
    reference: str
    code: str
    person: str
    service: str
    kind: str
    sensitive: bool
    urgent: bool
    sent: dict[str, Any]
    consented: bool
    consent_how: str
    consent_on: date | None
    obliged_by: str | None
    obliged_why: str
    state: str
    made_at: datetime
    respond_by: datetime | None
    escalated_at: datetime | None
    answered_at: datetime | None
    answer: str
    follow_up_on: date | None
    closed_at: datetime | None
    result: str
    version: int


class AnswerBody(Body):
    state: Literal["accepted", "refused", "no_capacity"]
    answer: Text = ""


class ClosingBody(Body):
    """`consent_withdrawn`: the person takes their consent back, and the service is told to stop."""

    result: Text
    consent_withdrawn: bool = False


class FollowUpBody(Body):
    on: date


@router.get("/services", dependencies=[requires("service.read")])
async def read_services(
    db: Db, kind: Annotated[str | None, Query(max_length=40)] = None, reference: str | None = None
) -> list[ServiceAnswer]:
    """Every service; with a `reference`, those that can be proposed for that case, nearest first."""
    if reference is None:
        found = [s for s in await referrals.services(db) if kind is None or kind in s.kinds]
    else:
        case = await cases.case_view(db, reference)
        persons = await people.profiles(db, [c.person_id for c in case.claims])
        spoken = [code for p in persons.values() for code in p.languages]
        found = await referrals.services_for(db, kind, office_id=case.office_id, languages=spoken)
    return [ServiceAnswer.model_validate(s, from_attributes=True) for s in found]


@router.post("/services", status_code=201, dependencies=[requires("service.manage")])
async def add_service(db: Db, body: ServiceBody) -> ServiceAnswer:
    """Write a service down."""
    made = await referrals.keep_service(db, db.actor, referrals.ServiceFacts(**body.model_dump()))
    return ServiceAnswer.model_validate(await referrals.service(db, made), from_attributes=True)


@router.put("/services/{service_id}", dependencies=[requires("service.manage")])
async def change_service(db: Db, service_id: UUID, body: ServiceBody, version: IfMatch) -> ServiceAnswer:
    """Change a service. `active: false`: it takes no referrals any more."""
    facts = referrals.ServiceFacts(**body.model_dump())
    await referrals.keep_service(db, db.actor, facts, service_id=service_id, version=version)
    return ServiceAnswer.model_validate(await referrals.service(db, service_id), from_attributes=True)


@router.get("/referrals", dependencies=[requires("referral.read")])
async def read_open(db: Db) -> list[ReferralAnswer]:
    """Those among the caller's cases that wait; urgent ones without an answer first."""
    return [_plain(view) for view in await referrals.open_referrals(db)]


@router.get("/cases/{reference}/referrals", dependencies=[requires("referral.read")])
async def read_of_case(db: Db, reference: str) -> list[ReferralAnswer]:
    """Of one case, newest first."""
    case_id = await cases.case_id_of(db, reference)
    return [_plain(view) for view in await referrals.referrals_of(db, case_id)]


@router.post("/cases/{reference}/referrals", status_code=201, dependencies=[requires("referral.make")])
async def refer(
    response: Response, db: Db, reference: str, body: ReferralBody, version: IfMatch
) -> ReferralAnswer:
    """Refer a person of the case (`If-Match`: the case's version). The service is told that something waits, and nothing of what."""
    case_id = await cases.case_id_of(db, reference)
    made = await referrals.refer(
        db,
        db.actor,
        case_id,
        claim_id=body.claim_id,
        service_id=body.service_id,
        kind=body.kind,
        urgent=body.urgent,
        needed=body.needed,
        parts=body.parts,
        consent=referrals.Consent(**body.consent.model_dump()),
        version=version,
    )
    response.headers["Location"] = f"/api/v1/referrals/{made}"
    return await _answer(response, db, made)


@router.get("/referrals/{referral_id}", dependencies=[requires("referral.read")])
async def read_referral(response: Response, db: Db, referral_id: UUID) -> ReferralAnswer:
    return await _answer(response, db, referral_id)


@router.post("/referrals/{referral_id}/answer", dependencies=[requires("referral.make")])
async def answer(
    response: Response, db: Db, referral_id: UUID, body: AnswerBody, version: IfMatch
) -> ReferralAnswer:
    """What the service answered. A refusal has its reason."""
    await referrals.answer(db, db.actor, referral_id, state=body.state, words=body.answer, version=version)
    return await _answer(response, db, referral_id)


@router.post("/referrals/{referral_id}/closing", dependencies=[requires("referral.make")])
async def close(
    response: Response, db: Db, referral_id: UUID, body: ClosingBody, version: IfMatch
) -> ReferralAnswer:
    """The referral is over, with what came of it."""
    await referrals.close(
        db,
        db.actor,
        referral_id,
        result=body.result,
        consent_withdrawn=body.consent_withdrawn,
        version=version,
    )
    return await _answer(response, db, referral_id)


@router.post("/referrals/{referral_id}/follow-up", dependencies=[requires("referral.make")])
async def follow_up(
    response: Response, db: Db, referral_id: UUID, body: FollowUpBody, version: IfMatch
) -> ReferralAnswer:
    """When somebody looks again."""
    await referrals.follow_up(db, db.actor, referral_id, on=body.on, version=version)
    return await _answer(response, db, referral_id)


async def _answer(response: Response, db: Session, referral_id: UUID) -> ReferralAnswer:
    view = await referrals.referral(db, referral_id)
    await audit.looked(db, "referral.read", str(referral_id), case_id=view.case_id)
    etag(response, view.version)
    return _plain(view)


def _plain(view: referrals.ReferralView) -> ReferralAnswer:
    return ReferralAnswer.model_validate(view, from_attributes=True)
