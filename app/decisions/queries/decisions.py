"""Decisions as others read them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.cases import public as cases
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.decisions.models import Decision, Sitting
from app.decisions.service.models import Notification
from app.decisions.service.queries import Service, as_service
from app.decisions.values import ClaimOutcome, read_outcomes
from app.identity import public as identity
from app.overrides import public as overrides

COUNSEL = "legal_representative"


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision. `remedy_until` is the last day to challenge it, with `remedy_explanation` how it was counted.

    `tally` is for the body's own members and secretary: empty for everybody else. `shared`: it is also about people whom the actor does
    not speak for; then `outcomes` are of the others alone, and what was written for all is left out.
    """

    id: UUID
    case_id: UUID
    reference: str
    number: str
    instance: str
    body: str
    status: str
    result: str | None
    reasons: str
    outcomes: tuple[ClaimOutcome, ...]
    signatories: tuple[Mapping[str, Any], ...]
    tally: Mapping[str, Any]
    drafted_at: datetime
    drafted_by: UUID
    signed_at: datetime | None
    digest: str | None
    item_id: UUID | None
    remedy_id: UUID | None
    sitting_id: UUID | None
    sitting_number: str | None
    sitting_at: datetime | None
    service: Service | None
    remedy_until: date | None
    remedy_explanation: Mapping[str, Any] | None
    shared: bool = False

    @property
    def served_at(self) -> datetime | None:
        """When its service took effect."""
        return self.service.effective_at if self.service else None


async def decision(db: ReadSession, decision_id: UUID) -> DecisionView:
    """Raises `NotFound`, also when it is not the actor's to read."""
    found = await _decisions(db, Decision.id == decision_id)
    if not found:
        raise NotFound
    return found[0]


async def decisions_of(db: ReadSession, case_id: UUID, *, drafts: bool = False) -> list[DecisionView]:
    """The signed decisions of a case that the actor may read, the latest first; with `drafts`, also those being written."""
    conditions = [Decision.case_id == case_id]
    if not drafts:
        conditions.append(Decision.status == "signed")
    return await _decisions(db, *conditions)


async def _decisions(db: ReadSession, *conditions: ColumnElement[bool]) -> list[DecisionView]:
    case = cases.case_table.c
    rows = await db.rows(
        select(
            Decision,
            Notification,
            Sitting.number.label("sitting_number"),
            Sitting.starts_at.label("sitting_at"),
            case.reference,
            case.country,
            case.profile_version,
        )
        .join(cases.case_table, case.id == Decision.case_id)
        .outerjoin(
            Notification, (Notification.decision_id == Decision.id) & Notification.annulled_at.is_(None)
        )
        .outerjoin(Sitting, Sitting.id == Decision.sitting_id)
        .where(Decision.status != "discarded", *conditions)
        .order_by(Decision.drafted_at.desc(), Decision.id.desc())
    )
    limits: dict[UUID, list[cases.Limit]] = {}
    for case_id in {row.Decision.case_id for row in rows if row.Notification is not None}:
        limits[case_id] = await cases.limits_of(db, case_id)
    own = identity.may(db.actor, "sitting.read")
    views = [
        _view(row, await _remedy_limit(db, row, limits.get(row.Decision.case_id, [])), own=own)
        for row in rows
    ]
    if not views or db.actor.role != COUNSEL:
        return views
    theirs = await cases.own_claims(db)
    return [_of_clients(view, theirs) for view in views]


def _of_clients(view: DecisionView, claims: frozenset[UUID]) -> DecisionView:
    """What it decides for those whom a representative speaks for."""
    kept = tuple(one for one in view.outcomes if one.claim_id in claims)
    if len(kept) == len(view.outcomes):
        return view
    return replace(view, outcomes=kept, reasons="", shared=True)


def _view(row: Any, limit: cases.Limit | None, *, own: bool) -> DecisionView:
    d: Decision = row.Decision
    n: Notification | None = row.Notification
    return DecisionView(
        d.id,
        d.case_id,
        row.reference,
        d.number,
        d.instance,
        d.body,
        d.status,
        d.result,
        d.reasons,
        read_outcomes(d.outcomes),
        tuple(d.signatories),
        d.tally if own else {},
        d.drafted_at,
        d.drafted_by,
        d.signed_at,
        d.digest,
        d.item_id,
        d.remedy_id,
        d.sitting_id,
        row.sitting_number,
        row.sitting_at,
        as_service(n) if n is not None else None,
        limit.due_on if limit else None,
        limit.explanation if limit else None,
    )


async def _remedy_limit(db: ReadSession, row: Any, limits: list[cases.Limit]) -> cases.Limit | None:
    """The limit for a remedy that the service of this decision started; `None` before it was served."""
    if row.Notification is None:
        return None
    profile = await overrides.edition(db, row.country, row.profile_version)
    rules = {remedy.file_within for remedy in profile.remedies}
    return next(
        (x for x in limits if x.rule in rules and x.started_at == row.Notification.effective_at), None
    )
