"""The instruments that files are assessed by, and how many files to draw: under `/quality`."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.routing import Router
from app.edge.transaction import ReadDb
from app.quality import public as quality
from app.statistics import public as statistics

router = Router(prefix="/quality", tags=["quality"], responses=PROBLEMS)


class Said(BaseModel):
    es: str
    en: str


class IndicatorAnswer(BaseModel):
    """`critical`: a significant error here fails the file. `verification`: `confirmed` after a form that was seen, or `own_words`."""

    id: str
    block: str
    number: int
    question: Said
    guidance: Said
    critical: bool
    verification: str


class BlockAnswer(BaseModel):
    id: str
    title: Said


class InstrumentAnswer(BaseModel):
    name: str
    version: str
    title: Said
    source: str
    verification: str
    blocks: list[BlockAnswer]
    indicators: list[IndicatorAnswer]


class SizeAnswer(BaseModel):
    """`size` files of `frame` say a share as `expected` to within `reach` on each side, with 95 % confidence (Wilson)."""

    frame: int
    size: int
    reach: float
    expected: float


@router.get("/instruments", dependencies=[requires("quality.read", reads=True)])
async def read_instruments(_db: ReadDb) -> list[InstrumentAnswer]:
    """The current version of each instrument."""
    return [_instrument(each) for each in quality.current().values()]


@router.get("/instruments/{instrument_name}", dependencies=[requires("quality.read", reads=True)])
async def read_instrument(
    _db: ReadDb, instrument_name: str, version: Annotated[str | None, Query(max_length=20)] = None
) -> InstrumentAnswer:
    """One instrument, also in a version that is no longer used."""
    return _instrument(quality.instrument(instrument_name, version))


@router.get("/size", dependencies=[requires("quality.read", reads=True)])
async def size_calculator(
    _db: ReadDb,
    frame: Annotated[int, Query(ge=1, le=10_000_000)],
    reach: Annotated[float, Query(gt=0, lt=0.5)] = 0.05,
    expected: Annotated[float, Query(ge=0, le=1)] = 0.9,
) -> SizeAnswer:
    """How many of a frame to draw for a precision, and the precision that it really buys."""
    size = min(frame, statistics.sample_size(reach, expected=expected, population=frame))
    return SizeAnswer(
        frame=frame,
        size=size,
        reach=statistics.precision(size, expected=expected, population=frame),
        expected=expected,
    )


def _instrument(each: quality.Instrument) -> InstrumentAnswer:
    return InstrumentAnswer.model_validate(each.model_dump())
