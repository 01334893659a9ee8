"""What an extract of the log and a map of the process are asked for with, the same for pages and for the programming interface."""

from typing import Annotated, Literal

from fastapi import Request
from pydantic import AwareDatetime, Field
from starlette.responses import Response, StreamingResponse

from app.core.actor import Actor
from app.core.database import Database, ReadSession
from app.edge.figures import Asked, filters_of
from app.statistics import public as statistics


class AskedExtract(Asked):
    """`format` is a kind of file; `times` whether events have their day or their instant; `reason` says what the extract is for."""

    format: Literal["xes", "ocel", "ocel-sqlite", "csv", "parquet"] = "xes"
    times: Literal["day", "instant"] = "day"
    reason: Annotated[str, Field(max_length=2000)] = ""


class AskedMap(Asked):
    """`by` is what counts as a step: the stages of a case, or every event. `share`: of all moves, how many per cent are drawn.
    `as_of`: the moment up to which the log counts; the last full ten minutes where it is not said.
    """

    by: Literal["stages", "events"] = "stages"
    share: Annotated[int, Field(ge=10, le=100)] = 90
    as_of: AwareDatetime | None = None


async def map_of(db: ReadSession, asked: AskedMap) -> statistics.ProcessMap:
    """Raises `Invalid` at an office that is not there."""
    return await statistics.process_map(db, await filters_of(db, asked), by=asked.by, as_of=asked.as_of)


def sent(request: Request, actor: Actor, extract: statistics.Extract) -> Response:
    """The file as it is made; in no memory and on no disk is there ever the whole of it."""
    database: Database = request.app.state.database
    return StreamingResponse(
        statistics.written(database, actor, extract),
        media_type=extract.media_type,
        headers={"Content-Disposition": f'attachment; filename="{extract.file_name}"'},
    )
