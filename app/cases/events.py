"""The one gate: a case moves here or not at all.

`record` writes one event and everything that follows from it by the case's procedure: stages, deadlines, who may see the case,
documents, messages, jobs. All in the caller's transaction; a refusal writes nothing.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import text

from app.cases.audience import audience_of
from app.cases.clocks import keep_clocks
from app.cases.models import CaseEvent, Claim
from app.cases.opening import OpenCase
from app.cases.proposals import keep_proposals
from app.cases.refusals import in_words
from app.cases.situation import situation_of
from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.notices import public as notices
from app.procedure import public as procedure

# Everybody of the case has gone, by their own word or by silence: what still waits for them elsewhere is called off.
CASE_LEFT = "case_left"
# What a notice may say of an event, by the name that its texts give it.
SAID = {"when": "starts_at", "place": "place"}
_LEFT = frozenset({"withdrawn", "abandoned"})


class DocumentDesk(Protocol):
    """Issues and closes the documents that an event calls for. Given by the workflow: documents are a room above this one."""

    async def issue(
        self, db: Session, actor: Actor, opened: OpenCase, kind: str, claims: Sequence[Claim]
    ) -> None: ...

    async def extend(self, db: Session, opened: OpenCase, kind: str) -> date | None: ...

    async def close(self, db: Session, opened: OpenCase, claims: Sequence[Claim]) -> None: ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """The event as written, and what followed."""

    event_id: UUID
    case_id: UUID
    number: int
    stage: str
    consequences: procedure.Consequences
    event: CaseEvent


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
    tell: Mapping[str, Mapping[str, str]] | None = None,
    unsaid: Container[str] = (),
) -> Recorded:
    """Record that `name` happened to the case, and all that follows by its procedure.

    `claims` are the ones concerned (all that are open, when left out); `outcomes` what was decided for each; `satisfied` the needs
    that the calling room has checked; `at` when it happened (UTC), where that is not now; `admit` and `dismiss` keys of named
    readers; `annulled` the claims whose outcome no longer holds; `tell` notices besides the procedure's own, with what their words
    name; `unsaid` those of the procedure that one of these says better. Raises what `ask` raises, and has then written nothing.
    """
    case, profile = opened.case, opened.profile
    happened = at or db.now()
    concerned = tuple(claims) if claims is not None else _open_claims(opened)
    occurrence = procedure.Occurrence(
        name, actor.role, happened, concerned, dict(data or {}), dict(outcomes or {}), frozenset(satisfied)
    )
    situation = await situation_of(db, opened, at=happened, event=name, data=occurrence.data)
    follows = ask(profile, situation, occurrence)
    # Whom the law keeps from it, it does not happen to.
    concerned = tuple(claim for claim in concerned if claim not in follows.spared)
    outcomes = {claim: given for claim, given in (outcomes or {}).items() if claim not in follows.spared}

    event = write_down(db, actor, opened, occurrence, follows, concerned=concerned, outcomes=outcomes)
    move(opened, follows, happened)
    for claim_id, outcome in outcomes.items():
        opened.claim(claim_id).outcome = outcome
        opened.claim(claim_id).outcome_instance = case.instance
    for claim_id in annulled:
        opened.claim(claim_id).outcome = opened.claim(claim_id).outcome_instance = None
    case.instance = follows.instance
    bar_removal(opened)
    keep_clocks(db, opened, follows, event, happened)
    await db.flush()
    await keep_proposals(db, actor, opened, follows, event)
    await _carry_out_documents(db, actor, opened, follows, desk)
    own: dict[str, Mapping[str, str]] = {kind: {} for kind in follows.notices if kind not in unsaid}
    await _tell(db, opened, own | dict(tell or {}), event)
    await _hand_over(db, opened, admit, dismiss)
    if follows.stages and has_left(opened):
        db.later(CASE_LEFT, {"case": str(case.id)}, at=db.now())
    return Recorded(event.id, case.id, event.number, case.stage, follows, event)


def write_down(
    db: Session,
    actor: Actor,
    opened: OpenCase,
    occurrence: procedure.Occurrence,
    follows: procedure.Consequences,
    *,
    concerned: Sequence[UUID],
    outcomes: Mapping[UUID, str],
) -> CaseEvent:
    """Append the event to the case's own; nothing of what follows from it."""
    case = opened.case
    case.version += 1
    event = CaseEvent(
        id=new_id(),
        case_id=case.id,
        number=case.version,
        name=occurrence.name,
        at=occurrence.at,
        recorded_at=db.now(),
        actor_id=actor.user_id,
        actor_role=actor.role,
        claims=list(concerned),
        stage_before=case.stage or None,
        stage_after=follows.stages.get(opened.principal.id, case.stage),
        data=_plain(occurrence.data)
        | ({"outcomes": {str(k): v for k, v in outcomes.items()}} if outcomes else {}),
        digest="",
    )
    event.digest = _digest(event)
    db.add(event)
    return event


def _open_claims(opened: OpenCase) -> tuple[UUID, ...]:
    going = [c.id for c in opened.claims if not c.stage or opened.profile.stage(c.stage).open]
    return tuple(going or [c.id for c in opened.claims])


def ask(
    profile: procedure.Profile, situation: procedure.Situation, occurrence: procedure.Occurrence
) -> procedure.Consequences:
    """What the procedure says to the event.

    Raises `WrongStage`, `WrongRole`, `NeedsUnmet`, `NotYetPassed`, `NotInForce`, `Spared` or `NotExtendable`.
    """
    try:
        return procedure.follow(profile, situation, occurrence)
    except procedure.ProcedureRefusal as refusal:
        raise in_words(profile, refusal) from refusal


def move(opened: OpenCase, follows: procedure.Consequences, happened: datetime) -> None:
    """Put the claims, and the case with its principal's, where the event leads."""
    for claim_id, stage in follows.stages.items():
        claim = opened.claim(claim_id)
        if claim.stage != stage:
            claim.stage_before, claim.stage, claim.stage_since = claim.stage or None, stage, happened
    principal = opened.principal
    if opened.case.stage != principal.stage:
        opened.case.stage, opened.case.stage_since = principal.stage, happened


def has_left(opened: OpenCase) -> bool:
    """Did the case end without a decision: nobody in it goes on, and somebody withdrew or stayed away?"""
    stages = [opened.profile.stage(claim.stage) for claim in opened.claims]
    return not any(stage.open for stage in stages) and any(stage.standard in _LEFT for stage in stages)


def bar_removal(opened: OpenCase) -> None:
    """A status that protects, or a late remedy that nobody has ruled on, bars removal where the stage alone would not."""
    for claim in opened.claims:
        claim.removal_barred = procedure.removal_is_barred(
            opened.profile, claim.stage or None, outcome=claim.outcome, remedies=claim.awaiting_admission
        )
    opened.case.removal_barred = any(claim.removal_barred for claim in opened.claims)


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


async def _tell(
    db: Session, opened: OpenCase, kinds: Mapping[str, Mapping[str, str]], event: CaseEvent
) -> None:
    # When and where, as far as the event says it: what a kind does not name is left out there.
    said = {name: str(event.data[key]) for name, key in SAID.items() if event.data.get(key)}
    for kind, named in kinds.items():
        await notices.tell(
            db,
            case_id=opened.id,
            event_id=event.id,
            person_id=opened.case.principal_person_id,
            kind=kind,
            facts={**said, **named},
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
