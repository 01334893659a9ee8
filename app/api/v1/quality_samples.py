"""Samples: drawing one, who assesses what of it, what came out, handing that over. The same as the pages under `/quality/samples`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Response
from pydantic import AwareDatetime, BaseModel, Field

from app.api.v1.shapes import PROBLEMS, Body
from app.core.database import ReadSession
from app.edge.access import requires
from app.edge.concurrency import IfMatch, etag
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides import public as overrides
from app.quality import public as quality

router = Router(prefix="/quality", tags=["quality"], responses=PROBLEMS)

Name = Literal["registration", "interview", "decision", "notification"]
Short = Annotated[str, Field(max_length=200)]
Long = Annotated[str, Field(max_length=4000)]
Codes = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=60)]
Times = Annotated[int, Field(ge=1, le=20)]


class FrameBody(Body):
    """Files whose `work` was done between two days, both included. Empty lists: every one."""

    work: Name
    since: date
    until: date
    offices: Annotated[list[UUID], Field(max_length=100)] = []
    stages: Codes = []
    outcomes: Codes = []
    origins: Codes = []

    def as_frame(self) -> quality.Frame:
        return quality.Frame.model_validate(self.model_dump())


class SampleBody(Body):
    """`strata_by`: office, origin, outcome, stage. `factors`: how many times more often child, survivor or rejected files are drawn.

    `double_share` of the files is assessed by two. `lot`: a text that nobody could choose, announced before; empty: by chance.
    """

    title: Short
    instruments: Annotated[list[Name], Field(min_length=1, max_length=4)]
    frame: FrameBody
    size: Annotated[int, Field(ge=1, le=2000)]
    design: Literal["simple", "stratified", "oversampled"] = "simple"
    strata_by: Annotated[list[Literal["office", "origin", "outcome", "stage"]], Field(max_length=4)] = []
    factors: dict[Literal["child", "survivor", "rejected"], Times] = {}
    double_share: Annotated[Decimal, Field(ge=0, le=1, decimal_places=3)] = Decimal("0.2")
    lot: Short = ""


class EndBody(Body):
    state: Literal["closed", "cancelled"]
    reason: Long


class AssignBody(Body):
    """Each place goes to somebody of `assessors` who had no part in the case. The file is open to them until `due_at`."""

    assessors: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    due_at: AwareDatetime


class FrameAnswer(BaseModel):
    """`left_out`: sealed files, that no sample takes."""

    files: int
    left_out: int


class SampleAnswer(BaseModel):
    """`frame_digest` is SHA-256 over the sorted lines "code part" of the frame. `left_out`: sealed files, that no sample takes."""

    id: UUID
    number: str
    title: str
    instruments: list[str]
    versions: dict[str, str]
    frame: dict[str, object]
    design: str
    strata_by: list[str]
    factors: dict[str, int]
    lot: str
    size: int
    frame_size: int
    left_out: int
    frame_digest: str
    double_share: float
    state: str
    drawn_at: datetime
    drawer: str
    end_reason: str
    version: int


class SamplesAnswer(BaseModel):
    samples: list[SampleAnswer]
    before: UUID | None


class PartAnswer(BaseModel):
    """`weight`: for how many files of the frame each drawn one stands."""

    key: str
    size: int
    drawn: int
    weight: float


class PlaceAnswer(BaseModel):
    """`place` is SHA-256 of "lot:code"; the lowest of each part were drawn."""

    code: str
    part: str
    place: str
    drawn: bool
    drawn_again: bool


class RedrawAnswer(BaseModel):
    same: bool
    frame_same: bool
    lot: str
    parts: list[PartAnswer]
    units: list[PlaceAnswer]


class AssignmentAnswer(BaseModel):
    id: UUID
    file_id: UUID
    instrument: str
    purpose: str
    slot: int
    assessor_id: UUID
    assessor: str
    state: str
    due_at: datetime
    submitted_at: datetime | None
    all_done: bool


class EstimateAnswer(BaseModel):
    value: float
    low: float | None
    high: float | None
    files: int


class CountedAnswer(BaseModel):
    indicator: str
    correct: int
    minor: int
    significant: int
    not_applicable: int


class ResultAnswer(BaseModel):
    """Weighted back to the frame. `passing`: at nine in ten or over and not failed; `failing`: by a critical significant error."""

    instrument: str
    drawn: int
    files: int
    mean: EstimateAnswer | None
    passing: EstimateAnswer | None
    failing: EstimateAnswer | None
    indicators: list[CountedAnswer]


class Count(BaseModel):
    count: int


@router.get("/samples", dependencies=[requires("quality.read", reads=True)])
async def read_samples(db: ReadDb, before: UUID | None = None) -> SamplesAnswer:
    """The latest first."""
    found, more = await quality.samples(db, before=before)
    return SamplesAnswer(samples=[_sample(each) for each in found], before=more)


@router.post("/frames", dependencies=[requires("quality.sample")])
async def count_frame(db: Db, body: FrameBody) -> FrameAnswer:
    """How many files a frame has, before anything is drawn. Nothing is kept."""
    zone = (await overrides.procedure_in_force(db)).time_zone
    files, left_out = await quality.frame_size(db, body.as_frame(), zone=zone)
    return FrameAnswer(files=files, left_out=left_out)


@router.post("/samples", status_code=201, dependencies=[requires("quality.sample")])
async def draw(response: Response, db: Db, body: SampleBody) -> SampleAnswer:
    """Draw a sample. The frame and the lot are kept, so that anybody can draw it again."""
    plan = quality.Plan(
        title=body.title,
        instruments=tuple(body.instruments),
        frame=body.frame.as_frame(),
        size=body.size,
        design=body.design,
        strata_by=tuple(body.strata_by),
        factors={str(name): times for name, times in body.factors.items()},
        double_share=body.double_share,
        lot=body.lot,
    )
    made = await quality.draw_sample(
        db, db.actor, plan, zone=(await overrides.procedure_in_force(db)).time_zone
    )
    response.headers["Location"] = f"/api/v1/quality/samples/{made}"
    return await _sample_answer(response, db, made)


@router.get("/samples/{sample_id}", dependencies=[requires("quality.read", reads=True)])
async def read_sample(response: Response, db: ReadDb, sample_id: UUID) -> SampleAnswer:
    return await _sample_answer(response, db, sample_id)


@router.get("/samples/{sample_id}/redraw", dependencies=[requires("quality.read", reads=True)])
async def redraw(db: ReadDb, sample_id: UUID) -> RedrawAnswer:
    """The draw, done again from the frame and the lot, with everything that an outsider needs to do it a third time."""
    again = await quality.redraw(db, sample_id)
    return RedrawAnswer(
        same=again.same,
        frame_same=again.frame_same,
        lot=(await quality.sample(db, sample_id)).lot,
        parts=[
            PartAnswer(key=p.key, size=p.size, drawn=p.drawn, weight=float(p.weight))
            for p in await quality.parts_of(db, sample_id)
        ],
        units=[
            PlaceAnswer(code=code, part=part, place=place, drawn=then, drawn_again=now)
            for code, part, place, then, now in again.units
        ],
    )


@router.get("/samples/{sample_id}/results", dependencies=[requires("quality.read", reads=True)])
async def results(db: ReadDb, sample_id: UUID) -> list[ResultAnswer]:
    """What the assessed files say of the frame, by instrument; without a case and without a person."""
    return [
        ResultAnswer.model_validate(each, from_attributes=True)
        for each in await quality.results_of(db, sample_id)
    ]


@router.get("/samples/{sample_id}/assignments", dependencies=[requires("quality.sample", reads=True)])
async def read_assignments(db: ReadDb, sample_id: UUID) -> list[AssignmentAnswer]:
    """Who assesses what and how far they are, without what they found."""
    await quality.sample(db, sample_id)
    return [
        AssignmentAnswer.model_validate(each, from_attributes=True)
        for each in await quality.assignments_of(db, sample_id)
    ]


@router.post("/samples/{sample_id}/assignments", dependencies=[requires("quality.sample")])
async def assign(db: Db, sample_id: UUID, body: AssignBody, version: IfMatch) -> Count:
    """Give every free place to somebody who had no part in the case. Returns how many assessments were given out."""
    given = await quality.assign_files(
        db, db.actor, sample_id, assessors=body.assessors, due_at=body.due_at, version=version
    )
    return Count(count=given)


@router.post("/samples/{sample_id}/release", dependencies=[requires("quality.sample")])
async def release(db: Db, sample_id: UUID) -> Count:
    """Hand what is whole to its authors."""
    return Count(count=await quality.release_sample(db, db.actor, sample_id))


@router.post("/samples/{sample_id}/end", dependencies=[requires("quality.sample")])
async def end(response: Response, db: Db, sample_id: UUID, body: EndBody, version: IfMatch) -> SampleAnswer:
    """Close or cancel. The sample stays, with its lot."""
    await quality.end_sample(db, db.actor, sample_id, as_=body.state, reason=body.reason, version=version)
    return await _sample_answer(response, db, sample_id)


async def _sample_answer(response: Response, db: ReadSession, sample_id: UUID) -> SampleAnswer:
    view = await quality.sample(db, sample_id)
    etag(response, view.version)
    return _sample(view)


def _sample(view: quality.SampleView) -> SampleAnswer:
    plain = {name: getattr(view, name) for name in SampleAnswer.model_fields}
    return SampleAnswer.model_validate(
        plain | {"frame": view.frame.model_dump(mode="json"), "double_share": float(view.double_share)}
    )
