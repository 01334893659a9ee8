"""What laptops sent that does not fit with what is known here: a person compares the two and decides."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.intake.public import offline
from app.workflows import clashes
from app.workflows.decide_clash import decide_clash

router = Router(prefix="/offline/clashes", tags=["offline"], responses=PROBLEMS)


class ReasonAnswer(BaseModel):
    """Why a person has to look. `person` is a place in the household; `reference` the file of who is likely the same."""

    code: str
    person: int | None = None
    reference: str | None = None


class ClashLine(BaseModel):
    item: UUID
    state: str
    sender: str
    place: str
    typed_at: datetime
    received_at: datetime
    skew_seconds: int
    reasons: list[ReasonAnswer]
    decision: str | None
    decision_reasons: str | None
    reference: str | None


class ClashesAnswer(BaseModel):
    clashes: list[ClashLine]


class ComparedAnswer(BaseModel):
    """`known` is null where you may not see it; `differs` where both sides are known and not alike."""

    field: str
    typed: Any
    known: Any
    differs: bool


class KnownAnswer(BaseModel):
    person_id: UUID
    reference: str
    place: str
    registered_at: datetime
    score: float
    here: bool
    compared: list[ComparedAnswer]


class TypedAnswer(BaseModel):
    person: int
    relation: str
    given_names: str
    family_names: str
    birth_date: date
    known: list[KnownAnswer]
    printed_core: str | None


class InFileAnswer(BaseModel):
    """Somebody of a file. `typed`: somebody who may be them is in what was typed; else the household has changed."""

    name: str
    typed: bool


class ClashAnswer(ClashLine):
    """`references`: the files to which it may be joined; `households`: who is in those that you may open."""

    persons: list[TypedAnswer]
    circumstances: str | None
    references: list[str]
    households: Mapping[str, list[InFileAnswer]]


class DecisionBody(Body):
    """`register`: another person; `join`: the same person as in `reference`; `send_back`: to who typed it."""

    decision: Literal["register", "join", "send_back"]
    reference: str | None = Field(default=None, max_length=40)
    reasons: str = Field(min_length=1, max_length=4000)


class DecidedAnswer(BaseModel):
    """`passed_to`: the office that has the other file and decides instead."""

    state: str
    reference: str | None
    passed_to: str | None


@router.get("", dependencies=[requires("clash.read", reads=True)])
async def list_clashes(db: ReadDb) -> ClashesAnswer:
    """What waits for a decision, your own or your office's, then what was decided of late."""
    return ClashesAnswer(clashes=[ClashLine(**_line(item)) for item in await clashes.clashes(db, db.actor)])


@router.get("/{clash_id}", dependencies=[requires("clash.read")])
async def read_clash(request: Request, db: Db, clash_id: UUID) -> ClashAnswer:
    """What was typed with no line beside what is known here. The look is in the record."""
    found = await clashes.clash(db, db.actor, clash_id, request_id=getattr(request.state, "request_id", None))
    return ClashAnswer(
        **_line(found.item),
        persons=[_typed(person) for person in found.people],
        circumstances=found.arrival.circumstances if found.arrival else None,
        references=list(found.references),
        households={
            reference: [InFileAnswer(name=one.name, typed=one.typed) for one in held]
            for reference, held in found.households.items()
        },
    )


@router.post("/{clash_id}/decision", dependencies=[requires("clash.decide")])
async def decide(db: Db, clash_id: UUID, body: DecisionBody) -> DecidedAnswer:
    """Decide, with reasons. A file of another office is joined by that office: the item passes there."""
    done = await decide_clash(
        db, db.actor, clash_id, decision=body.decision, reasons=body.reasons, reference=body.reference
    )
    return DecidedAnswer(state=done.state, reference=done.reference, passed_to=done.passed_to)


def _line(item: offline.ItemView) -> dict[str, Any]:
    return {
        "item": item.id,
        "state": item.state,
        "sender": item.sender,
        "place": item.post or item.office,
        "typed_at": item.typed_at,
        "received_at": item.received_at,
        "skew_seconds": item.skew_seconds,
        "reasons": [
            ReasonAnswer(code=r["code"], person=r.get("person"), reference=r.get("reference"))
            for r in item.reasons
        ],
        "decision": item.decision,
        "decision_reasons": item.decision_reasons,
        "reference": item.reference,
    }


def _typed(typed: clashes.TypedPerson) -> TypedAnswer:
    return TypedAnswer(
        person=typed.index,
        relation=typed.relation,
        given_names=typed.person.given_names,
        family_names=typed.person.family_names,
        birth_date=typed.person.birth_date,
        known=[
            KnownAnswer(
                person_id=known.candidate.person_id,
                reference=known.candidate.reference,
                place=known.candidate.place,
                registered_at=known.candidate.registered_at,
                score=known.candidate.score,
                here=known.here,
                compared=[ComparedAnswer.model_validate(c, from_attributes=True) for c in known.compared],
            )
            for known in typed.known
        ],
        printed_core=str(typed.printed["core"]) if typed.printed else None,
    )
