"""What assessments say over a period: scores with intervals, agreement, what recurs; and the paper of the month, under `/quality`."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from app.api.v1.quality_board import office_of
from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.paper import handed_over
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.quality import public as quality
from app.statistics import public as statistics
from app.workflows.print_meeting import Month, meeting_of, print_meeting

router = Router(prefix="/quality", tags=["quality"], responses=PROBLEMS)
YEAR = timedelta(days=364)
EARLIEST = date(1950, 1, 1)


class Period(BaseModel):
    """`from` and `to`: the first and last day on which an assessment was submitted; left out: the last year. `office`: its code."""

    since: Annotated[date | None, Field(alias="from", ge=EARLIEST)] = None
    until: Annotated[date | None, Field(alias="to", ge=EARLIEST)] = None
    office: Annotated[str | None, Field(max_length=60)] = None


class ShareAnswer(BaseModel):
    """A share with Wilson's 95 % interval, weighted back where groups were drawn more often. `null`: nothing applied."""

    key: str
    share: float | None
    low: float | None
    high: float | None
    files: int

    @classmethod
    def of(cls, scored: quality.Scored) -> "ShareAnswer":
        found = scored.share
        low, high = (found.low, found.high) if found else (None, None)
        return cls(
            key=scored.key, share=found.value if found else None, low=low, high=high, files=scored.files
        )


class AgreementAnswer(BaseModel):
    """1: they agree on everything; 0: as chance would have it; `null` where it has no value."""

    value: float | None
    low: float | None
    high: float | None
    units: int


class InstrumentAnswer(BaseModel):
    """`passed`: files at nine of ten and without a critical significant error. `same`: the plain share of equal marks, which flatters."""

    instrument: str
    files: int
    passed: ShareAnswer
    correct: ShareAnswer
    blocks: list[ShareAnswer]
    indicators: list[ShareAnswer]
    assessed_twice: int
    same: float | None
    kappa: AgreementAnswer
    alpha: AgreementAnswer


class RecurringAnswer(BaseModel):
    """An indicator with an error in `files` of the `of_files` where it applied."""

    instrument: str
    indicator: str
    files: int
    significant: int
    of_files: int


class FiguresAnswer(BaseModel):
    since: date
    until: date
    instruments: list[InstrumentAnswer]
    recurring: list[RecurringAnswer]


class MeetingAnswer(BaseModel):
    """The tables of the agenda paper, in words of the caller's language."""

    month: str
    samples: list[list[str]]
    scores: list[list[str]]
    blocks: list[list[str]]
    agreement: list[list[str]]
    recurring: list[list[str]]
    implemented: str
    overdue: list[list[str]]
    late_total: str
    late: list[list[str]]
    calibrations: list[list[str]]


@router.get(
    "/figures", dependencies=[requires("quality_figures.read", reads=True)], response_model=FiguresAnswer
)
async def read_figures(db: ReadDb, query: Annotated[Period, Query()]) -> FiguresAnswer:
    """Scores by block and indicator with intervals, agreement of double assessments, and what recurs. A supervisor's: the own office."""
    profile = await procedure_in_force(db)
    until = query.until or profile.today(db.now())
    found = await quality.quality_figures(
        db,
        since=query.since or until - YEAR,
        until=until,
        zone=profile.time_zone,
        office=await office_of(db, query.office),
    )
    return FiguresAnswer(
        since=found.since,
        until=found.until,
        instruments=[_instrument(each) for each in found.instruments],
        recurring=[RecurringAnswer.model_validate(r, from_attributes=True) for r in found.recurring],
    )


@router.get("/meetings/{month}", dependencies=[requires("quality_figures.meet", reads=True)])
async def read_meeting(request: Request, db: ReadDb, month: str) -> MeetingAnswer:
    """What the coordination meeting of a month (`2026-10`) has before it."""
    paper = await meeting_of(db, Month.read(month), language=request.state.language)
    return MeetingAnswer.model_validate(paper, from_attributes=True)


@router.get(
    "/meetings/{month}/paper",
    dependencies=[requires("quality_figures.meet")],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def print_paper(request: Request, db: Db, month: str) -> Response:
    """The same as the agenda paper, PDF/UA-1."""
    printed = await print_meeting(db, Month.read(month), language=request.state.language)
    return await handed_over(request, db, printed, "meeting")


def _instrument(each: quality.InstrumentFigures) -> InstrumentAnswer:
    return InstrumentAnswer(
        instrument=each.instrument,
        files=each.files,
        passed=ShareAnswer.of(each.passed),
        correct=ShareAnswer.of(each.whole),
        blocks=[ShareAnswer.of(b) for b in each.blocks],
        indicators=[ShareAnswer.of(i) for i in each.indicators],
        assessed_twice=each.agreed.files,
        same=each.agreed.same,
        kappa=agreement_answer(each.agreed.kappa),
        alpha=agreement_answer(each.agreed.alpha),
    )


def agreement_answer(found: statistics.Agreement) -> AgreementAnswer:
    return AgreementAnswer.model_validate(found, from_attributes=True)
