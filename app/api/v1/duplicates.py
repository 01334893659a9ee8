"""Possible duplicates: judged by two people, merged, and told apart again."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.audit import public as audit
from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.once import Key, once
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.people import public as people
from app.workflows.merge_persons import merge_persons, undo_merge

router = Router(prefix="/duplicates", tags=["duplicates"], responses=PROBLEMS)
pairs = people.pairs
State = Literal["waiting", "open", "judged", "disputed", "undecided", "same", "different", "merged"]
Text = Annotated[str, Field(max_length=8000)]


class PairAnswer(BaseModel):
    """Two records that may be one person. `reasons` carry a code, a weight and what they rest on."""

    id: UUID
    score: float
    reasons: list[dict[str, Any]]
    found_by: str
    found_at: datetime
    state: str
    round: int
    back_on: date | None
    missing: str | None
    version: int
    sides: list[dict[str, Any]]


class JudgementAnswer(BaseModel):
    round: int
    look: str
    verdict: str
    reasons: str
    missing: str | None
    back_on: date | None
    by: UUID
    role: str
    at: datetime


class MergeAnswer(BaseModel):
    """A merge. `number` is the document number that stays with the person; `left_over` what an undo could not give back."""

    id: UUID
    survivor_id: UUID
    merged_id: UUID
    state: str
    number: str | None
    merged_at: datetime
    moved: list[dict[str, Any]]
    kept: list[dict[str, Any]]
    left_over: dict[str, Any]


class WholePair(BaseModel):
    """`next` is the look that the pair waits for: first, second or third."""

    pair: PairAnswer
    next: str | None
    judgements: list[JudgementAnswer]
    merges: list[MergeAnswer]


class JudgementBody(Body):
    """Undecided says what is `missing` and on which day it comes `back_on`."""

    verdict: Literal["same", "different", "undecided"]
    reasons: Text
    missing: Annotated[str, Field(max_length=1000)] = ""
    back_on: date | None = None


class MergeBody(Body):
    """`survivor` is the record that stays; `picks` name the fields taken from the other."""

    survivor: UUID
    picks: dict[
        Literal["names", "birth", "sex", "nationalities", "phone", "email", "lodging"],
        Literal["survivor", "merged"],
    ] = {}


class UndoBody(Body):
    reasons: Text


class JudgedAnswer(BaseModel):
    state: str


class Made(BaseModel):
    id: UUID


class Undone(BaseModel):
    """`since` came after the merge and stays with who was left; `missing` is elsewhere or gone; `fields` were changed since."""

    since: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    fields: list[str]


def _pair(row: people.pairs.PairRow) -> PairAnswer:
    sides = [dict(side) for side in row.sides]
    return PairAnswer(
        id=row.id,
        score=row.score,
        reasons=[dict(reason) for reason in row.reasons],
        found_by=row.found_by,
        found_at=row.found_at,
        state=row.state,
        round=row.round,
        back_on=row.back_on,
        missing=row.missing,
        version=row.version,
        sides=sides,
    )


async def _today(db: ReadSession) -> date:
    return (await procedure_in_force(db)).today(db.now())


@router.get("", dependencies=[requires("pair.read", reads=True)])
async def list_pairs(
    db: ReadDb,
    state: State = "waiting",
    place: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[PairAnswer]:
    """Those that resemble most first; `waiting` are those to look at today. `place` is the name of an office or post."""
    found = await pairs.pairs(db, state=state, place=place, today=await _today(db), limit=limit)
    return [_pair(row) for row in found]


@router.get("/{pair_id}", dependencies=[requires("pair.read")])
async def read_pair(response: Response, db: Db, pair_id: UUID) -> WholePair:
    """Both sides, also where a file is another office's: no more than the decision needs, and the look is recorded."""
    view = await pairs.pair(db, pair_id, today=await _today(db))
    for case_id in sorted({UUID(case["case_id"]) for side in view.row.sides for case in side["cases"]}):
        await audit.looked(db, "pair.read", str(pair_id), case_id=case_id)
    etag(response, view.row.version)
    return WholePair(
        pair=_pair(view.row),
        next=view.next,
        judgements=[JudgementAnswer.model_validate(j, from_attributes=True) for j in view.judgements],
        merges=[MergeAnswer.model_validate(m, from_attributes=True) for m in view.merges],
    )


@router.post("/{pair_id}/judgements", status_code=201, dependencies=[requires("pair.read")])
async def judge(db: Db, pair_id: UUID, body: JudgementBody, version: IfMatch) -> JudgedAnswer:
    """One person answers, another confirms, a third settles where they differ; never one person twice."""
    state = await pairs.judge(
        db, db.actor, pair_id, **body.model_dump(), today=await _today(db), version=version
    )
    return JudgedAnswer(state=state)


@router.post("/{pair_id}/merge", status_code=201, response_model=Made, dependencies=[requires("pair.merge")])
async def merge(
    request: Request, db: Db, pair_id: UUID, body: MergeBody, version: IfMatch, key: Key = None
) -> Response:
    """Make one person of two records that two people found to be one."""

    async def do() -> Made:
        picks = {str(field): str(side) for field, side in body.picks.items()}
        done = await merge_persons(
            db, db.actor, pair_id, survivor=body.survivor, picks=picks, version=version
        )
        return Made(id=done)

    return await once(request, db, key, do)


@router.post("/{pair_id}/undo-request", status_code=201, dependencies=[requires("pair.ask_undo")])
async def ask_undo(db: Db, pair_id: UUID, body: UndoBody) -> Made:
    """Ask that a merge be taken back. Another person does it."""
    return Made(id=await pairs.ask_undo(db, db.actor, pair_id, reasons=body.reasons))


@router.post("/{pair_id}/undo", dependencies=[requires("pair.undo")])
async def undo(db: Db, pair_id: UUID) -> Undone:
    """Take back what another person asked to be taken back; what came since stays where it is, and is named."""
    return Undone.model_validate(await undo_merge(db, db.actor, pair_id))
