"""Extracts of the event log, pseudonymised; and the map of the ways that cases take."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from app.api.v1.shapes import PROBLEMS
from app.edge.access import requires
from app.edge.drawings import pens, picture
from app.edge.event_logs import AskedExtract, AskedMap, cases_of, map_of, sent
from app.edge.routing import Router
from app.edge.transaction import Db, ReadDb
from app.overrides.public import procedure_in_force
from app.statistics import public as statistics

router = Router(responses=PROBLEMS)
_FILES = {
    form.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
    for form in statistics.FORMATS.values()
}


class TakenAnswer(BaseModel):
    """An extract that somebody took. `number` stands in the file, too."""

    at: datetime
    number: str
    role: str
    format: str
    times: str
    cases: int
    reason: str
    filters: dict[str, str]


class ExtractsAnswer(BaseModel):
    extracts: list[TakenAnswer]


class StepAnswer(BaseModel):
    name: str
    times: int
    cases: int
    first_step_of: int
    last_step_of: int


class MoveAnswer(BaseModel):
    """Days between the two steps; `null` where too few cases took the move."""

    source: str
    target: str
    times: int
    cases: int
    median_days: float | None
    ninth_decile_days: float | None


class WayAnswer(BaseModel):
    """A whole way; one without steps stands for all those that are not told apart."""

    steps: list[str]
    cases: int
    share: float
    median_days: float | None


class MapAnswer(BaseModel):
    """`exact` false: each count is rounded by itself to a multiple of five. `shown_moves` are the first of `moves` that the picture has."""

    by: str
    as_of: datetime
    exact: bool
    cases: int
    different_ways: int
    shown_moves: int
    steps: list[StepAnswer]
    moves: list[MoveAnswer]
    ways: list[WayAnswer]


@router.get("/event-logs", tags=["event-logs"], dependencies=[requires("event_log.read", reads=True)])
async def extracts(db: ReadDb) -> ExtractsAnswer:
    """The newest extracts, with what they were for; who took them is in the record of access."""
    return ExtractsAnswer(
        extracts=[
            TakenAnswer(
                at=taken.at,
                number=taken.number,
                role=taken.role,
                format=taken.form,
                times=taken.times,
                cases=taken.cases,
                reason=taken.reason,
                filters=dict(taken.filters),
            )
            for taken in await statistics.extracts_taken(db)
        ]
    )


@router.post(
    "/event-logs",
    tags=["event-logs"],
    dependencies=[requires("event_log.extract")],
    response_class=Response,
    responses={200: {"description": "The file.", "content": _FILES}},
)
async def extract(request: Request, db: Db, asked: AskedExtract) -> Response:
    """Take an extract: a file in the format asked for. Pseudonyms mean the same all through it, and nothing in any other."""
    profile = await procedure_in_force(db)
    begun = await statistics.begin_extract(
        db,
        db.actor,
        await cases_of(db, asked),
        form=asked.format,
        times=asked.times,
        reason=asked.reason,
        zone=profile.zone,
        request_id=getattr(request.state, "request_id", None),
    )
    return sent(request, db.actor, begun)


class MapQuery(AskedMap):
    """`format=svg` or `png` answers with the drawing, in the language of the request."""

    format: Literal["json", "svg", "png"] = "json"


@router.get(
    "/process-map",
    tags=["event-logs"],
    dependencies=[requires("metrics.read", reads=True)],
    response_model=MapAnswer,
)
async def process_map(
    request: Request, db: ReadDb, query: Annotated[MapQuery, Query()]
) -> MapAnswer | Response:
    """Which step directly follows which, how often and after how long; and the whole ways. A supervisor counts the own office."""
    found = await map_of(db, query)
    if query.format != "json":
        return picture(await pens(request).process_map(db, found, query.share), query.format, "process-map")
    return map_answer(found, query.share)


def map_answer(found: statistics.ProcessMap, share: int) -> MapAnswer:
    return MapAnswer(
        by=found.by,
        as_of=found.as_of,
        exact=found.exact,
        cases=found.cases,
        different_ways=found.ways,
        shown_moves=len(statistics.most_taken(found.edges, share / 100)),
        steps=[
            StepAnswer(name=n.name, times=n.times, cases=n.cases, first_step_of=n.begin, last_step_of=n.end)
            for n in found.nodes
        ],
        moves=[
            MoveAnswer(
                source=e.source,
                target=e.target,
                times=e.times,
                cases=e.cases,
                median_days=e.median_days,
                ninth_decile_days=e.ninth_days,
            )
            for e in found.edges
        ],
        ways=[
            WayAnswer(steps=list(v.path), cases=v.cases, share=v.share, median_days=v.median_days)
            for v in found.variants
        ],
    )
