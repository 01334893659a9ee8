"""The limits of a case in the record: started, met, moved, passed, escalated; and the jobs that look at them when they are due."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.cases.models import NEVER, CaseEvent, Claim, Deadline
from app.cases.opening import OpenCase
from app.cases.rules import still_runs_in
from app.core.database import Session
from app.core.ids import new_id
from app.procedure import public as procedure

DEADLINE_DUE = "deadline_due"
DEADLINE_REMINDER = "deadline_reminder"
DEADLINE_ESCALATION = "deadline_escalation"
DOCUMENTS_KEPT = "documents_kept_valid"


class Ahead(Protocol):
    """A clock with the moments (UTC) before its end at which somebody is told."""

    @property
    def reminders(self) -> tuple[datetime, ...]: ...
    @property
    def escalations(self) -> tuple[datetime, ...]: ...


def keep_clocks(
    db: Session, opened: OpenCase, follows: procedure.Consequences, event: CaseEvent, happened: datetime
) -> None:
    """Write what the event does to the limits, and which of them the lists show first."""
    _end(opened, follows, event, happened)
    _change(db, opened, follows, event, happened)
    for new in follows.start:
        deadline = _started(opened.id, new, event)
        db.add(deadline)
        opened.deadlines.append(deadline)
        schedule(db, opened, deadline, new)
    opened.missed += [d for d in opened.deadlines if d.state == "missed"]
    opened.deadlines[:] = [d for d in opened.deadlines if d.state in ("running", "suspended")]
    _settle(opened, event)
    _show_first(opened, event)


def _show_first(opened: OpenCase, event: CaseEvent) -> None:
    """The case by its nearest limit, and by what waits for somebody above."""
    running = [d for d in opened.deadlines if d.state == "running"]
    owed = _still_owed(opened, running)
    # Only the law's stay late through later events; another shows that it has just passed.
    late = [d for d in owed if d.kind == "legal" or d.ended_by == event.id]
    first = min([*running, *late], key=lambda d: d.due_at, default=None)
    opened.case.next_due_at = first.due_at if first else NEVER
    opened.case.next_due_rule = first.rule if first else None
    above = [d for d in (*opened.deadlines, *owed) if d.escalated_at is not None]
    told = min(above, key=lambda d: d.escalated_at or NEVER, default=None)
    opened.case.escalated_at = told.escalated_at if told else None
    opened.case.escalated_rule = told.rule if told else None
    above_it = opened.profile.limits.get(told.rule) if told else None
    opened.case.escalated_to = above_it.escalate_to if above_it else None


def _end(opened: OpenCase, follows: procedure.Consequences, event: CaseEvent, happened: datetime) -> None:
    ended = dict.fromkeys(follows.meet, "met") | dict.fromkeys(follows.cancel, "cancelled")
    for deadline in opened.deadlines:
        if deadline.id in ended:
            deadline.state, deadline.ended_at, deadline.ended_by = ended[deadline.id], happened, event.id
        elif deadline.id in follows.miss:
            deadline.state, deadline.ended_at, deadline.ended_by = "missed", deadline.due_at, event.id


def _change(
    db: Session, opened: OpenCase, follows: procedure.Consequences, event: CaseEvent, happened: datetime
) -> None:
    resumed = {r.id: r for r in follows.resume}
    moved = {m.id: m for m in follows.move}
    for deadline in opened.deadlines:
        if deadline.id in follows.suspend:
            deadline.state, deadline.suspended_at = "suspended", happened
        elif again := resumed.get(deadline.id):
            deadline.state, deadline.suspended_at = "running", None
            _due(deadline, again.due_at, again.explanation)
            schedule(db, opened, deadline, again)
        elif move := moved.get(deadline.id):
            deadline.first_due_on = deadline.first_due_on or deadline.due_on
            if move.extensions > deadline.extensions:
                deadline.extension_cause = str(event.data.get("cause") or "") or None
            deadline.extensions = move.extensions
            _due(deadline, move.due_at, move.explanation)
            # The end moved: whoever was told of the earlier one is told again when the new one comes near.
            deadline.escalated_at = None
            schedule(db, opened, deadline, move)


def bring_under(
    db: Session, opened: OpenCase, clocks: Iterable[procedure.MovedClock], *, at: datetime
) -> list[Deadline]:
    """Write what becomes of the clocks once the case is under `opened.profile`, before the event that says so is recorded.

    Returns those that end or are owed no longer, because that version has no such limit: they bear the event's identifier yet.
    """
    moved = {clock.id: clock for clock in clocks}
    ended = [d for d in opened.deadlines if moved[d.id].fate == "ended"]
    for deadline in ended:
        deadline.state, deadline.ended_at = "cancelled", at
    for deadline in opened.deadlines:
        clock = moved[deadline.id]
        if clock.fate == "recounted" and clock.explanation is not None:
            limit = opened.profile.limit(deadline.rule)
            deadline.first_due_on = deadline.first_due_on or deadline.due_on
            deadline.kind, deadline.binds = limit.kind, limit.binds
            deadline.basis, deadline.verification = opened.profile.cite(limit), limit.verification
            _due(deadline, clock.due_at, clock.explanation)
            deadline.escalated_at = None
            schedule(db, opened, deadline, clock)
    forgotten = [d for d in opened.missed if d.rule not in opened.profile.limits]
    opened.deadlines[:] = [d for d in opened.deadlines if d.state != "cancelled"]
    opened.missed[:] = [d for d in opened.missed if d not in forgotten]
    return [*ended, *forgotten]


def _due(deadline: Deadline, due_at: datetime, explanation: procedure.Explanation) -> None:
    earlier = procedure.Explanation.from_dict(deadline.explanation)
    deadline.due_at, deadline.due_on = due_at, explanation.due_day
    deadline.explanation = explanation.continuing(earlier).as_dict()


def _started(case_id: UUID, new: procedure.NewDeadline, event: CaseEvent) -> Deadline:
    return Deadline(
        id=new_id(),
        case_id=case_id,
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
        extensions=0,
        extension_cause=None,
        first_due_on=None,
        escalated_at=None,
        settled_by=None,
    )


def _settle(opened: OpenCase, event: CaseEvent) -> None:
    """What was missed and has now been done, or needs doing no more, is owed no longer; it stays missed in the record."""
    done = opened.profile.event(event.name)
    for deadline in opened.missed:
        if deadline.ended_by == event.id:
            continue
        others = [c.stage for c in _held(opened, deadline) if c.id not in event.claims]
        named = deadline.rule in (*done.meets, *done.cancels) and not still_runs_in(
            opened.profile, deadline.rule, others
        )
        if named or not still_runs_in(
            opened.profile, deadline.rule, [c.stage for c in _held(opened, deadline)]
        ):
            deadline.settled_by = event.id
    opened.missed[:] = [d for d in opened.missed if d.settled_by is None]


def _held(opened: OpenCase, deadline: Deadline) -> list[Claim]:
    return [c for c in opened.claims if deadline.claim_id in (None, c.id)]


def _still_owed(opened: OpenCase, running: Sequence[Deadline]) -> list[Deadline]:
    """Missed limits under which the case still stands, unless the same clock was started anew."""
    again = {d.rule for d in running}
    return [
        d
        for d in opened.missed
        # A case that was moved to another version may owe what that version does not know: it is owed no longer.
        if d.rule not in again
        and (limit := opened.profile.limits.get(d.rule)) is not None
        and opened.case.stage in limit.runs_in
    ]


def schedule(db: Session, opened: OpenCase, deadline: Deadline, ahead: Ahead) -> None:
    """Have the worker look at a limit that runs: at its end, and when somebody is told before it."""
    limit = opened.profile.limits.get(deadline.rule)
    due = deadline.due_at.isoformat()
    # A target of the office's own that passes is late on My day until it is met; it is no fact of the person's case.
    if deadline.kind != "internal":
        db.later(DEADLINE_DUE, {"deadline": str(deadline.id)}, at=deadline.due_at)
    for moment in ahead.reminders:
        payload = {"deadline": str(deadline.id), "moment": moment.isoformat(), "due": due}
        db.later(DEADLINE_REMINDER, payload, at=moment)
    for moment in _told_above(limit, deadline, ahead.escalations):
        payload = {"deadline": str(deadline.id), "moment": moment.isoformat(), "due": due}
        db.later(DEADLINE_ESCALATION, payload, at=moment)


def _told_above(
    limit: procedure.Limit | None, deadline: Deadline, before: Iterable[datetime]
) -> list[datetime]:
    """Before the end, as the profile says; and at the end of a limit whose passing is not noted in the case."""
    at_the_end = [deadline.due_at] if limit and limit.escalate and deadline.kind == "internal" else []
    return [*before, *at_the_end]
