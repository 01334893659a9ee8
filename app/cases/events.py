"""The one gate: a case moves here or not at all.

`record` writes one event and everything that follows from it by the case's procedure: stages, deadlines, who may see the case,
documents, messages, jobs. All in the caller's transaction; a refusal writes nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select, text

from app.cases import errors
from app.cases.audience import audience_of
from app.cases.models import NEVER, Case, CaseEvent, Claim, Deadline
from app.cases.profiles import profile_of
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import NotFound
from app.core.ids import new_id
from app.notices import public as notices
from app.people import public as people
from app.procedure import public as procedure

DEADLINE_DUE = "deadline_due"
DEADLINE_REMINDER = "deadline_reminder"


@dataclass(slots=True)
class OpenCase:
    """A case locked for a change, with its claims and the deadlines that have not ended."""

    case: Case
    claims: list[Claim]
    deadlines: list[Deadline]
    profile: procedure.Profile
    # Limits of the law that passed without what they demand having been done since: the case is late until it is.
    missed: list[Deadline] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        return self.case.id

    @property
    def principal(self) -> Claim:
        return self.claims[0]

    def claim(self, claim_id: UUID) -> Claim:
        """Raises `NotFound` for a claim of another case."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        raise NotFound


class DocumentDesk(Protocol):
    """Issues and closes the documents that an event calls for. Given by the workflow: documents are a room above this one."""

    async def issue(
        self, db: Session, actor: Actor, opened: OpenCase, kind: str, claims: Sequence[Claim]
    ) -> None: ...

    async def extend(self, db: Session, opened: OpenCase, kind: str) -> None: ...

    async def close(self, db: Session, opened: OpenCase, claims: Sequence[Claim]) -> None: ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """The event as written, and what followed."""

    event_id: UUID
    case_id: UUID
    number: int
    stage: str
    consequences: procedure.Consequences


# Built once: every action runs them, and building them costs as much as running them. What was read before the lock was
# waited for is read again: another may have changed it meanwhile.
_CLAIMS = (
    select(Claim)
    .where(Claim.case_id == bindparam("case"))
    .order_by(Claim.position)
    .execution_options(populate_existing=True)
)
_DEADLINES = (
    select(Deadline)
    .where(
        Deadline.case_id == bindparam("case"),
        or_(
            Deadline.state.in_(("running", "suspended")),
            and_(Deadline.state == "missed", Deadline.kind == "legal"),
        ),
    )
    .execution_options(populate_existing=True)
)


async def open_case(db: Session, case_id: UUID, *, version: int | None = None) -> OpenCase:
    """The case, locked until the commit. `version` is the one that the caller read, where it sent one.

    Raises `NotFound` for a case that is not there or not the actor's to see, `CaseChanged` for a stale version.
    """
    case = await db.locked(Case, case_id)
    if case is None:
        raise NotFound
    if version is not None and version != case.version:
        raise errors.CaseChanged
    claims = await db.scalars(_CLAIMS, {"case": case_id})
    deadlines = await db.scalars(_DEADLINES, {"case": case_id})
    going = [d for d in deadlines if d.state != "missed"]
    missed = [d for d in deadlines if d.state == "missed"]
    return OpenCase(case, list(claims), going, await profile_of(db, case), missed)


async def record(
    db: Session,
    actor: Actor,
    opened: OpenCase,
    name: str,
    *,
    claims: Iterable[UUID] | None = None,
    data: Mapping[str, Any] | None = None,
    outcomes: Mapping[UUID, str] | None = None,
    satisfied: Iterable[str] = (),
    at: datetime | None = None,
    desk: DocumentDesk | None = None,
    admit: Iterable[str] = (),
    dismiss: Iterable[str] = (),
    annulled: Iterable[UUID] = (),
) -> Recorded:
    """Record that `name` happened to the case, and all that follows by its procedure.

    `claims` are the ones concerned (all that are open, when left out); `outcomes` what was decided for each; `satisfied` the needs
    that the calling room has checked; `at` when it happened (UTC), where that is not now; `admit` and `dismiss` keys of named
    readers; `annulled` the claims whose outcome no longer holds. Raises `WrongStage`, `WrongRole` or `NeedsUnmet` and has then
    written nothing.
    """
    case, profile = opened.case, opened.profile
    happened = at or db.now()
    concerned = tuple(claims) if claims is not None else _open_claims(opened)
    occurrence = procedure.Occurrence(
        name, actor.role, happened, concerned, dict(data or {}), dict(outcomes or {}), frozenset(satisfied)
    )
    follows = _ask(profile, _situation(opened), occurrence)

    case.version += 1
    stage_before = case.stage or None
    event = CaseEvent(
        id=new_id(),
        case_id=case.id,
        number=case.version,
        name=name,
        at=happened,
        recorded_at=db.now(),
        actor_id=actor.user_id,
        actor_role=actor.role,
        claims=list(concerned),
        stage_before=stage_before,
        stage_after=follows.stages.get(opened.principal.id, case.stage),
        data=_plain(data or {})
        | ({"outcomes": {str(k): v for k, v in outcomes.items()}} if outcomes else {}),
        digest="",
    )
    event.digest = _digest(event)
    db.add(event)
    _move(opened, follows, happened)
    for claim_id, outcome in (outcomes or {}).items():
        opened.claim(claim_id).outcome = outcome
        opened.claim(claim_id).outcome_instance = case.instance
    for claim_id in annulled:
        opened.claim(claim_id).outcome = opened.claim(claim_id).outcome_instance = None
    case.instance = follows.instance
    _bar_removal(opened)
    _keep_deadlines(db, opened, follows, event, happened)
    await db.flush()
    await _carry_out_documents(db, actor, opened, follows, desk)
    await _tell(db, opened, follows, event)
    await _hand_over(db, opened, admit, dismiss)
    return Recorded(event.id, case.id, event.number, case.stage, follows)


def _open_claims(opened: OpenCase) -> tuple[UUID, ...]:
    going = [c.id for c in opened.claims if not c.stage or opened.profile.stage(c.stage).open]
    return tuple(going or [c.id for c in opened.claims])


def _situation(opened: OpenCase) -> procedure.Situation:
    return procedure.Situation(
        claims=tuple(procedure.ClaimState(c.id, c.stage or None, c.basis) for c in opened.claims),
        deadlines=tuple(
            procedure.DeadlineState(d.id, d.rule, d.claim_id, d.started_at, d.due_at, d.state, d.suspended_at)
            for d in opened.deadlines
        ),
        instance=opened.case.instance,
        stage=opened.case.stage or None,
    )


def _ask(
    profile: procedure.Profile, situation: procedure.Situation, occurrence: procedure.Occurrence
) -> procedure.Consequences:
    try:
        return procedure.follow(profile, situation, occurrence)
    except procedure.WrongStage as refusal:
        raise errors.WrongStage(
            event=profile.event(refusal.event).label.es,
            stage=profile.stage(refusal.stage).label.es if refusal.stage else "—",
        ) from refusal
    except procedure.WrongRole as refusal:
        raise errors.WrongRole(event=profile.event(refusal.event).label.es) from refusal
    except procedure.NeedsUnmet as refusal:
        raise errors.NeedsUnmet(
            event=profile.event(refusal.event).label.es, missing=", ".join(sorted(refusal.missing))
        ) from refusal


def _move(opened: OpenCase, follows: procedure.Consequences, happened: datetime) -> None:
    for claim_id, stage in follows.stages.items():
        claim = opened.claim(claim_id)
        if claim.stage != stage:
            claim.stage_before, claim.stage, claim.stage_since = claim.stage or None, stage, happened
    principal = opened.principal
    if opened.case.stage != principal.stage:
        opened.case.stage, opened.case.stage_since = principal.stage, happened


def _bar_removal(opened: OpenCase) -> None:
    """A status that protects, or a late remedy that nobody has ruled on, bars removal where the stage alone would not."""
    for claim in opened.claims:
        claim.removal_barred = procedure.removal_is_barred(
            opened.profile, claim.stage or None, outcome=claim.outcome, remedies=claim.awaiting_admission
        )
    opened.case.removal_barred = any(claim.removal_barred for claim in opened.claims)


def _keep_deadlines(
    db: Session, opened: OpenCase, follows: procedure.Consequences, event: CaseEvent, happened: datetime
) -> None:
    ended = dict.fromkeys(follows.meet, "met") | dict.fromkeys(follows.cancel, "cancelled")
    resumed = {r.id: r for r in follows.resume}
    for deadline in opened.deadlines:
        if deadline.id in ended:
            deadline.state, deadline.ended_at, deadline.ended_by = ended[deadline.id], happened, event.id
        elif deadline.id in follows.suspend:
            deadline.state, deadline.suspended_at = "suspended", happened
        elif again := resumed.get(deadline.id):
            deadline.state, deadline.suspended_at = "running", None
            deadline.due_at, deadline.due_on = again.due_at, again.explanation.due_day
            deadline.due_on = again.explanation.due_day
            deadline.explanation = again.explanation.as_dict()
            _schedule(db, deadline, again.reminders)
    for new in follows.start:
        deadline = Deadline(
            id=new_id(),
            case_id=opened.id,
            claim_id=new.claim_id,
            rule=new.rule,
            kind=new.kind,
            state="running",
            binds=new.binds,
            started_at=new.started_at,
            starts_on=new.starts_on,
            due_on=new.due_on,
            due_at=new.due_at,
            basis=new.basis,
            verification=new.verification,
            explanation=new.explanation.as_dict(),
            suspended_at=None,
            ended_at=None,
            started_by=event.id,
            ended_by=None,
        )
        db.add(deadline)
        opened.deadlines.append(deadline)
        _schedule(db, deadline, new.reminders)
    opened.deadlines[:] = [d for d in opened.deadlines if d.state in ("running", "suspended")]
    running = [d for d in opened.deadlines if d.state == "running"]
    first = min([*running, *_still_owed(opened, running)], key=lambda d: d.due_at, default=None)
    opened.case.next_due_at = first.due_at if first else NEVER
    opened.case.next_due_rule = first.rule if first else None


def _still_owed(opened: OpenCase, running: Sequence[Deadline]) -> list[Deadline]:
    """Missed limits of the law under which the case still stands, unless the same clock was started anew."""
    again = {d.rule for d in running}
    return [
        d
        for d in opened.missed
        if d.rule not in again and opened.case.stage in opened.profile.limit(d.rule).runs_in
    ]


def _schedule(db: Session, deadline: Deadline, reminders: Iterable[datetime]) -> None:
    # A target of the office's own that passes is late on My day until it is met; it is no fact of the person's case.
    if deadline.kind != "internal":
        db.later(DEADLINE_DUE, {"deadline": str(deadline.id)}, at=deadline.due_at)
    for moment in reminders:
        payload = {"deadline": str(deadline.id), "moment": moment.isoformat()}
        db.later(DEADLINE_REMINDER, payload, at=moment)


async def _carry_out_documents(
    db: Session, actor: Actor, opened: OpenCase, follows: procedure.Consequences, desk: DocumentDesk | None
) -> None:
    if not (follows.issue or follows.extend or follows.close_documents_of):
        return
    if desk is None:
        raise RuntimeError("this event concerns documents: its workflow must bring the document desk")
    for kind in follows.issue:
        new = [c for c in opened.claims if c.id in follows.stages]
        await desk.issue(db, actor, opened, kind, new)
    for kind in follows.extend:
        await desk.extend(db, opened, kind)
    if follows.close_documents_of:
        closing = [c for c in opened.claims if c.id in follows.close_documents_of]
        await desk.close(db, opened, closing)


async def _tell(db: Session, opened: OpenCase, follows: procedure.Consequences, event: CaseEvent) -> None:
    if not follows.notices:
        return
    contact = await people.contact_of(db, opened.case.principal_person_id)
    for kind in follows.notices:
        await notices.queue(
            db,
            case_id=opened.id,
            event_id=event.id,
            kind=kind,
            addressee=contact.name,
            channel=contact.channel,
            language=contact.language,
            body=notices.wording(kind, contact.language, opened.case.reference),
        )


async def _hand_over(db: Session, opened: OpenCase, admit: Iterable[str], dismiss: Iterable[str]) -> None:
    case = opened.case
    body = opened.profile.stage(case.stage).body
    keys = audience_of(case, body=body, admit=admit, dismiss=dismiss)
    if keys != sorted(case.audience):
        await db.execute(text("select set_case_audience(:case, :keys)"), {"case": case.id, "keys": keys})
        # Written by the database's own function; the object in hand follows without a second update.
        db.believe(case, "audience", keys)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(dict(data), default=str))
    return plain


def _digest(event: CaseEvent) -> str:
    """SHA-256 over what identifies the event. The data enters as a digest of its own, so that it can be erased."""
    leaf = {
        "id": str(event.id),
        "case": str(event.case_id),
        "number": event.number,
        "name": event.name,
        "at": event.at.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "actor": str(event.actor_id),
        "role": event.actor_role,
        "claims": [str(c) for c in event.claims],
        "stages": [event.stage_before, event.stage_after],
        "data": hashlib.sha256(json.dumps(event.data, sort_keys=True).encode()).hexdigest(),
    }
    return hashlib.sha256(json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
