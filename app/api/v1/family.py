"""Families across files: relations and their proof, DNA tests, tracing, bringing the family; and outside identifiers."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.cases import public as cases
from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db
from app.overrides.public import procedure_in_force
from app.people import public as people

router = Router(prefix="/family", tags=["family"], responses=PROBLEMS)
family = people.family
Text = Annotated[str, Field(max_length=4000)]
Short = Annotated[str, Field(max_length=200)]


class Made(BaseModel):
    id: UUID


class FamilyAnswer(BaseModel):
    """What is on record of the family of a case's people."""

    relations: list[dict[str, Any]]
    searches: list[dict[str, Any]]
    reunifications: list[dict[str, Any]]
    biometric_references: list[dict[str, Any]]


class RelationBody(Body):
    """`relative_id` is the `kind` of `person_id`, in this file or another."""

    person_id: UUID
    relative_id: UUID
    kind: Short
    proof: Literal["document", "testimony", "dna", "presumed", "not_proven"]
    paper: Short = ""
    since: date | None = None
    doubts: Text = ""


class ReasonsBody(Body):
    reasons: Text


class DnaBody(Body):
    """Both must have said yes: refused otherwise."""

    consent_person: bool
    consent_relative: bool
    laboratory: Short
    reasons: Text
    expires_on: date


class DnaResultBody(Body):
    result: Literal["confirms", "excludes", "inconclusive"]
    result_on: date
    note: Text = ""


class TracingBody(Body):
    """`consented`: the one who looks accepts that whoever is found be told who asks."""

    person_id: UUID
    kind: Short
    given_names: Short = ""
    family_names: Short = ""
    birth_date: date | None = None
    birth_precision: Literal["day", "month", "year", "estimated"] = "estimated"
    sex: Literal["female", "male", "other", "unknown"] = "unknown"
    nationality: Annotated[str | None, Field(max_length=3)] = None
    known: Text = ""
    consented: bool = False


class AnswerBody(Body):
    answer: Literal["yes", "no", "not_them"]


class ContactAnswer(BaseModel):
    name: str
    phone: str | None
    email: str | None
    language: str | None


class AbroadBody(Body):
    name: Short
    kind: Short
    birth_year: Annotated[int | None, Field(ge=1900, le=2100)] = None
    papers: Text = ""


class ReunificationBody(Body):
    person_id: UUID
    country: Annotated[str, Field(max_length=3)]
    place: Short = ""
    documents: Text = ""
    members: Annotated[list[AbroadBody], Field(max_length=30)]


class DecisionBody(Body):
    granted: bool
    reasons: Text


class BiometricBody(Body):
    """Under which identifier the outside system knows the person. Never a template or an image."""

    person_id: UUID
    system: Annotated[str, Field(max_length=40)]
    identifier: Annotated[str, Field(max_length=100)]


class ProposedAnswer(BaseModel):
    """The pairs that the identifier put before people."""

    pairs: list[UUID]


class Done(BaseModel):
    at: datetime


async def _today(db: ReadSession) -> date:
    return (await procedure_in_force(db)).today(db.now())


def _row(view: Any) -> dict[str, Any]:
    return {
        name: [_row(v) for v in value] if isinstance(value := getattr(view, name), tuple) else value
        for name in view.__slots__
    }


@router.get("/cases/{reference}", dependencies=[requires("family.read")])
async def of_case(db: Db, reference: str) -> FamilyAnswer:
    """Relations, searches (also those about people of this file), requests to bring the family."""
    case = await cases.case_view(db, reference)
    await audit.looked(db, "family.read", reference, case_id=case.id)
    ids = [c.person_id for c in case.claims]
    return FamilyAnswer(
        relations=[_row(r) for r in await family.relations_of(db, ids)],
        searches=[_row(s) for s in await family.searches_of(db, ids)],
        reunifications=[_row(r) for r in await family.reunifications_of(db, ids)],
        biometric_references=[_row(r) for r in await people.biometrics.references_of(db, ids)],
    )


@router.post("/relations", status_code=201, dependencies=[requires("family.record")])
async def relate(db: Db, body: RelationBody) -> Made:
    """Record how two people are related and how that is proven."""
    return Made(id=await family.relate(db, db.actor, **body.model_dump()))


@router.post("/relations/{relation_id}/end", dependencies=[requires("family.record")])
async def end(db: Db, relation_id: UUID, body: ReasonsBody) -> Done:
    """It was not so, or is no longer."""
    await family.end_relation(db, db.actor, relation_id, reasons=body.reasons)
    return Done(at=db.now())


@router.post(
    "/relations/{relation_id}/dna-referrals", status_code=201, dependencies=[requires("family.refer_dna")]
)
async def refer(db: Db, relation_id: UUID, body: DnaBody) -> Made:
    """Send two people to a laboratory, both having said yes."""
    made = await family.refer_to_dna(db, db.actor, relation_id, **body.model_dump(), today=await _today(db))
    return Made(id=made)


@router.post("/dna-referrals/{referral_id}/result", dependencies=[requires("family.refer_dna")])
async def dna_result(db: Db, referral_id: UUID, body: DnaResultBody) -> Done:
    """Keep what the laboratory said. Nothing follows by itself."""
    await family.record_dna_result(db, db.actor, referral_id, **body.model_dump(), today=await _today(db))
    return Done(at=db.now())


@router.post("/tracing-requests", status_code=201, dependencies=[requires("family.record")])
async def trace(db: Db, body: TracingBody) -> Made:
    """Look for a relative among everybody registered."""
    given = body.model_dump(exclude={"person_id", "consented"})
    sought = people.family.Sought(**given)
    made = await family.open_tracing(
        db, db.actor, person_id=body.person_id, sought=sought, consented=body.consented
    )
    return Made(id=made)


@router.post("/tracing-requests/{search_id}/look", dependencies=[requires("family.record")])
async def look(db: Db, search_id: UUID) -> Done:
    """Look once more: people have come since."""
    await family.look_again(db, db.actor, search_id)
    return Done(at=db.now())


@router.post("/tracing-requests/{search_id}/consent", dependencies=[requires("family.record")])
async def consent(db: Db, search_id: UUID) -> Done:
    """The one who looks accepts that whoever is found be told who asks."""
    await family.seeker_consents(db, db.actor, search_id)
    return Done(at=db.now())


@router.post("/tracing-requests/{search_id}/close", dependencies=[requires("family.record")])
async def close(db: Db, search_id: UUID, body: ReasonsBody) -> Done:
    await family.close_tracing(db, db.actor, search_id, reasons=body.reasons)
    return Done(at=db.now())


@router.post("/tracing-matches/{match_id}/answer", dependencies=[requires("family.record")])
async def answer(db: Db, match_id: UUID, body: AnswerBody) -> Done:
    """What the one who was found said: only who has their case records it."""
    await family.answer_match(db, db.actor, match_id, answer=body.answer)
    return Done(at=db.now())


@router.post("/tracing-matches/{match_id}/contact", dependencies=[requires("family.record")])
async def contact(db: Db, match_id: UUID) -> ContactAnswer:
    """How to reach who was found, for the one who looks: only once both have said yes."""
    reached = await family.pass_contact_on(db, db.actor, match_id)
    return ContactAnswer.model_validate(reached, from_attributes=True)


@router.post("/reunification-requests", status_code=201, dependencies=[requires("family.record")])
async def reunify(db: Db, body: ReunificationBody) -> Made:
    """Ask that the family abroad may come."""
    members = [people.family.Abroad(**member.model_dump()) for member in body.members]
    more = body.model_dump(exclude={"members"})
    return Made(id=await family.request_reunification(db, db.actor, **more, members=members))


@router.post("/reunification-members/{member_id}/decision", dependencies=[requires("family.decide")])
async def decide(db: Db, member_id: UUID, body: DecisionBody) -> Done:
    """The decision on one person of the family abroad."""
    await family.decide_member(db, db.actor, member_id, granted=body.granted, reasons=body.reasons)
    return Done(at=db.now())


@router.post("/biometric-references", status_code=201, dependencies=[requires("biometric.refer")])
async def biometric(db: Db, body: BiometricBody) -> ProposedAnswer:
    """Keep under which identifier an outside matcher knows a person, and put before people whoever is matched to it."""
    proposed = await people.biometrics.add_reference(
        db, db.actor, body.person_id, system=body.system, identifier=body.identifier
    )
    return ProposedAnswer(pairs=proposed)
