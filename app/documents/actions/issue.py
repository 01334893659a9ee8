"""The first document at the counter, for who has none."""

from uuid import UUID

from sqlalchemy import select

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.documents import errors, issuing, numbers
from app.documents.models import ProvisionalDocument
from app.documents.rules import kinds_for
from app.identity.public import demand


async def issue(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    claim_id: UUID,
    reasons: str,
    kind: str | None = None,
    number: str | None = None,
    version: int | None = None,
) -> UUID:
    """Issue a document to a claim that has none. `kind` where the procedure has several; `number` one that the person has already.

    Raises `NotFound`, `CaseChanged`, `HasADocument`, `NothingToIssue`, `InvalidDocumentNumber`, `NumberTaken`, `NumberIsSet`.
    """
    demand(actor, "document.issue")
    opened = await cases.open_case(db, case_id, version=version)
    claim = opened.claim(claim_id)
    if any(d.claim_id == claim.id for d in await issuing.held(db, opened.id)):
        raise errors.HasADocument
    chosen = _kind(opened, claim, kind)
    given = await typed_number(db, opened, chosen, claim.person_id, number)
    data = {"kind": chosen, "reasons": cases.check_reasons(reasons)}
    await cases.record(
        db, actor, opened, "document_issued", claims=[claim.id], data=data, satisfied=["reasons"]
    )
    (made,) = await issuing.issue(db, actor, opened, chosen, [claim], reason="first", given=given)
    return made.id


def _kind(opened: cases.OpenCase, claim: cases.Claim, wanted: str | None) -> str:
    outcome = opened.profile.outcomes.get(claim.outcome) if claim.outcome else None
    kinds = kinds_for(
        opened.profile,
        is_open=opened.profile.stage(claim.stage).open,
        protects=outcome is not None and outcome.protects,
    )
    if not kinds or (wanted is not None and wanted not in kinds):
        raise errors.NothingToIssue
    return wanted or kinds[0]


async def typed_number(
    db: Session, opened: cases.OpenCase, kind: str, person_id: UUID, typed: str | None
) -> dict[UUID, str]:
    """The number that somebody typed for that person, by person; nothing where nothing was typed.

    A number stays with the person: only one of our own making gives way to an official one. Raises `InvalidDocumentNumber`,
    `NumberIsSet`, `NumberTaken`.
    """
    if not typed or not typed.strip():
        return {}
    form = numbers.form_of(opened.profile.document(kind).number)
    number = form.parse(typed)
    has = await number_of(db, person_id)
    if has is not None and has != number and (form.holds(has) or not form.official):
        raise errors.NumberIsSet(number=has)
    if await issuing.is_anothers(db, number, person_id):
        raise errors.NumberTaken
    return {person_id: number}


async def number_of(db: Session, person_id: UUID) -> str | None:
    """The number on the person's latest document."""
    found: str | None = await db.scalar(
        select(ProvisionalDocument.number)
        .where(ProvisionalDocument.person_id == person_id)
        .order_by(ProvisionalDocument.issued_at.desc())
        .limit(1)
    )
    return found
