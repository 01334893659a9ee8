"""Opening a best-interests procedure, writing it, submitting it, deciding it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.best_interests import errors
from app.best_interests.models import BestInterests
from app.best_interests.rules import Panelist, broken_panel, missing, read_report, wrong_kind
from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import demand
from app.people import public as people


async def open_procedure(
    db: Session,
    actor: Actor,
    case_id: UUID,
    *,
    claim_id: UUID,
    kind: str,
    reason: str,
    review_of: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Open a procedure for a child of the case. `review_of`: an earlier one that is looked at again.

    Raises `Invalid`, `NotAChild`, `AlreadyOpen`, `NotFound`.
    """
    demand(actor, "best_interests.write")
    if wrong := wrong_kind(kind, reason):
        raise Invalid(wrong)
    opened = await cases.open_case(db, case_id, version=version)
    claim = opened.claim(claim_id)
    person = (await people.profiles(db, [claim.person_id]))[claim.person_id]
    majority = opened.profile.children.unaccompanied_under.value or 18
    if people.age_on(person.birth_date, opened.profile.today(db.now())) >= majority:
        raise errors.NotAChild
    if review_of is not None:
        before = await db.get(BestInterests, review_of)
        if before is None or before.claim_id != claim_id:
            raise NotFound
    made = BestInterests(
        id=new_id(),
        case_id=case_id,
        claim_id=claim_id,
        kind=kind,
        reason=reason,
        state="draft",
        content={},
        author_id=actor.user_id,
        writers=[actor.user_id],
        opened_at=db.now(),
        submitted_at=None,
        panel=[],
        chosen=None,
        reasons=None,
        dissent=None,
        determined_at=None,
        determined_by=None,
        follow_up_on=None,
        review_of=review_of,
    )
    try:
        async with db.attempt():
            db.add(made)
            await db.flush()
    except IntegrityError as twice:
        raise errors.AlreadyOpen from twice
    await cases.record(
        db,
        actor,
        opened,
        "best_interests_opened",
        claims=[claim_id],
        data={"procedure": str(made.id), "kind": kind, "reason": reason},
    )
    return made.id


async def write(
    db: Session, actor: Actor, procedure_id: UUID, *, report: Mapping[str, Any], version: int | None = None
) -> int:
    """Keep the report as written so far; it may be unfinished. Returns its new version.

    Raises `NotFound`, `Invalid`, `NotADraftAnyMore`, `BestInterestsChanged`.
    """
    demand(actor, "best_interests.write")
    found = await _locked(db, procedure_id, version)
    if found.state != "draft":
        raise errors.NotADraftAnyMore
    found.content = read_report(report).model_dump(mode="json")
    if actor.user_id not in found.writers:
        found.writers = [*found.writers, actor.user_id]
    found.version += 1
    await db.flush()
    return found.version


async def submit(db: Session, actor: Actor, procedure_id: UUID, *, version: int | None = None) -> None:
    """The report is whole and goes to who decides. Raises what `write` raises, `Invalid` at each part that is missing."""
    demand(actor, "best_interests.write")
    found = await _locked(db, procedure_id, version)
    if found.state != "draft":
        raise errors.NotADraftAnyMore
    if wrong := missing(found.kind, read_report(found.content)):
        raise Invalid(*wrong)
    found.state, found.submitted_at = "submitted", db.now()
    found.version += 1
    await db.flush()


async def determine(
    db: Session,
    actor: Actor,
    procedure_id: UUID,
    *,
    chosen: str,
    reasons: str,
    panel: Sequence[Panelist] = (),
    dissent: str = "",
    follow_up_on: date | None = None,
    version: int | None = None,
) -> None:
    """What is best for the child, with the reasons. A determination is its panel's, recorded by somebody who wrote nothing in the report.

    From here it does not change, and those who decide on the claim read it. Raises `NotFound`, `Invalid`, `NotSubmittedYet`,
    `AuthorMayNotDetermine`, `BestInterestsChanged`.
    """
    demand(actor, "best_interests.write")
    case_id = await db.scalar(select(BestInterests.case_id).where(BestInterests.id == procedure_id))
    if case_id is None:
        raise NotFound
    opened = await cases.open_case(db, case_id)
    found = await _locked(db, procedure_id, version)
    if found.state != "submitted":
        raise errors.NotSubmittedYet
    today = opened.profile.today(db.now())
    _demand_decidable(actor, found, chosen, reasons, panel, follow_up_on, today)
    found.state, found.determined_at, found.determined_by = "determined", db.now(), actor.user_id
    found.chosen, found.reasons, found.dissent = chosen.strip(), reasons.strip(), dissent.strip() or None
    found.panel = [p.model_dump(mode="json") for p in panel]
    found.follow_up_on = follow_up_on
    found.version += 1
    await db.flush()
    await cases.record(
        db,
        actor,
        opened,
        "best_interests_recorded",
        claims=[found.claim_id],
        data={"procedure": str(found.id), "kind": found.kind},
    )


def _demand_decidable(
    actor: Actor,
    found: BestInterests,
    chosen: str,
    reasons: str,
    panel: Sequence[Panelist],
    follow_up_on: date | None,
    today: date,
) -> None:
    if found.kind == "determination":
        if actor.user_id in (found.author_id, *found.writers):
            raise errors.AuthorMayNotDetermine
        if wrong := broken_panel(panel, today=today):
            raise Invalid(*wrong)
    if not chosen.strip():
        raise Invalid.at("chosen", "required", "Escriba qué se decide.")
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba por qué eso es lo mejor.")
    if follow_up_on is not None and follow_up_on <= today:
        raise Invalid.at("follow_up_on", "in_the_past", "El seguimiento va después de hoy.")


async def _locked(db: Session, procedure_id: UUID, version: int | None) -> BestInterests:
    found = await db.locked(BestInterests, procedure_id)
    if found is None:
        raise NotFound
    if version is not None and version != found.version:
        raise errors.BestInterestsChanged
    return found
