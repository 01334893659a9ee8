"""The states of a recommendation: which step leads where, who takes it, and what it needs. Pure.

`proposed` → `accepted` or `declined`; `accepted` → `in_progress` → `implemented` → `verified` (quality-and-metrics.md, "From findings to
change"). Whoever looks and does not find it carried out sends it back to `in_progress`. Nobody verifies their own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from app.core.errors import FieldError

State = Literal["proposed", "accepted", "declined", "in_progress", "implemented", "verified"]
STATES: tuple[State, ...] = ("proposed", "accepted", "declined", "in_progress", "implemented", "verified")
STAGES = ("registration", "interview", "decision", "notification", "other")
ADDRESSEES = ("supervisor", "commission_secretary")
OPEN = frozenset({"proposed", "accepted", "in_progress"})
DONE = frozenset({"implemented", "verified"})
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Step:
    """`side`: whoever it is addressed to, or who looks after quality. `shows`: it says what proves it."""

    before: State
    after: State
    side: Literal["addressee", "quality"]
    shows: bool = False


STEPS: Mapping[str, Step] = {
    "accept": Step("proposed", "accepted", "addressee"),
    "decline": Step("proposed", "declined", "addressee"),
    "start": Step("accepted", "in_progress", "addressee"),
    "implement": Step("in_progress", "implemented", "addressee", shows=True),
    "verify": Step("implemented", "verified", "quality", shows=True),
    "send_back": Step("implemented", "in_progress", "quality"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, by whom."""

    act: str
    by: UUID


def steps_from(state: str) -> list[str]:
    """What can follow, in the order in which it is offered."""
    return [act for act, step in STEPS.items() if step.before == state]


def their_own(proposed_by: UUID, taken: Iterable[Taken]) -> frozenset[UUID]:
    """Who proposed it or carried it out: none of them says that it was carried out."""
    return frozenset({proposed_by, *(t.by for t in taken if STEPS[t.act].side == "addressee")})


def broken_step(act: str, reason: str, evidence: str) -> list[FieldError]:
    """What a step lacks, each at its field."""
    broken = []
    if not reason.strip():
        broken.append(FieldError("reason", "required", "Escriba por qué."))
    if STEPS[act].shows and not evidence.strip():
        broken.append(
            FieldError("evidence", "required", "Diga qué lo demuestra: un documento, una fecha, dónde está.")
        )
    return broken + _too_long({"reason": reason, "evidence": evidence})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed. `office` when it is addressed to the supervision of one; `figure` with the way it should move."""

    stage: str
    what: str
    evidence: str
    addressee: str
    office: UUID | None
    due_on: date | None
    figure: str | None = None
    direction: str | None = None


def broken_proposal(proposal: Proposal, *, today: date, offices: Collection[UUID]) -> list[FieldError]:
    """What is wrong with a proposal, each at its field."""
    broken = []
    if proposal.stage not in STAGES:
        broken.append(FieldError("stage", "unknown", "Elija a qué etapa se refiere."))
    if not proposal.what.strip():
        broken.append(FieldError("what", "required", "Escriba qué debe cambiar."))
    if not proposal.evidence.strip():
        broken.append(
            FieldError(
                "evidence", "required", "Diga en qué se apoya: qué se encontró y en cuántos expedientes."
            )
        )
    if proposal.addressee not in ADDRESSEES:
        broken.append(FieldError("addressee", "unknown", "Elija a quién se dirige."))
    elif proposal.addressee == "supervisor" and proposal.office not in offices:
        broken.append(FieldError("office", "unknown", "Elija la oficina a la que se dirige."))
    if proposal.due_on is None or proposal.due_on <= today:
        broken.append(FieldError("due_on", "in_the_past", "Escriba para cuándo, después de hoy."))
    if proposal.figure is not None and proposal.direction not in ("up", "down"):
        broken.append(FieldError("direction", "required", "Diga si la cifra debe subir o bajar."))
    return broken + _too_long({"what": proposal.what, "evidence": proposal.evidence})


def _too_long(texts: Mapping[str, str]) -> list[FieldError]:
    return [
        FieldError(name, "too_long", "Use %(limit)s caracteres como máximo.", {"limit": LONGEST})
        for name, text in texts.items()
        if len(text) > LONGEST
    ]


def is_overdue(state: str, due_on: date, today: date) -> bool:
    return state in OPEN and due_on < today
