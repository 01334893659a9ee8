"""What an extract of the log and a map of the process are asked for with, the same for pages and for the programming interface."""

from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, field_validator
from starlette.responses import Response, StreamingResponse

from app.core.actor import Actor
from app.core.database import Database, ReadSession
from app.edge.figures import Asked, Day, Moment, filters_of
from app.statistics import public as statistics


class AskedCases(BaseModel):
    """Which cases: `office` is an office's code, `origin` a country (alpha-3), `sex` and `age_group` the principal applicant's; `from`
    and `to` the first and last day of filing. `modality`, `need` (a UNHCR code; two letters: all of its kind) and `instance`: as the
    principal applicant's claim stands in the figures now. Nothing: all.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    office: Annotated[str | None, Field(max_length=60)] = None
    origin: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    sex: Literal["female", "male", "other", "unknown"] | None = None
    age_group: Literal["0-4", "5-11", "12-17", "18-59", "60+"] | None = None
    modality: Literal["ordinary", "accelerated", "simplified", "merged", "prima_facie"] | None = None
    need: Annotated[str | None, Field(pattern=r"^[A-Z]{2}(-[A-Z]{2,3})?$")] = None
    instance: Literal["first", "reconsideration", "appeal"] | None = None
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None

    @field_validator(
        *("office", "origin", "sex", "age_group", "modality", "need", "instance", "since", "until"),
        mode="before",
    )
    @classmethod
    def _empty_is_all(cls, value: Any) -> Any:
        """A form sends a select that was left alone as an empty text."""
        return None if value == "" else value


async def cases_of(db: ReadSession, asked: AskedCases) -> statistics.Filters:
    """Raises `Invalid` at an office that is not there."""
    return await filters_of(db, Asked.model_validate(asked.model_dump(include=set(AskedCases.model_fields))))


class AskedExtract(AskedCases):
    """`format` is a kind of file; `times` whether events have their day or their instant; `reason` says what the extract is for."""

    format: Literal["xes", "ocel", "ocel-sqlite", "csv", "parquet"] = "xes"
    times: Literal["day", "instant"] = "day"
    reason: Annotated[str, Field(max_length=2000)] = ""


class AskedMap(AskedCases):
    """`by` is what counts as a step: the stages of a case, or every event. `share`: of all moves, how many per cent are drawn.
    `as_of`: the moment up to which the log counts; the last full ten minutes where it is not said.
    """

    by: Literal["stages", "events"] = "stages"
    share: Annotated[int, Field(ge=10, le=100)] = 90
    as_of: Moment | None = None


async def map_of(db: ReadSession, asked: AskedMap) -> statistics.ProcessMap:
    """Raises `Invalid` at an office that is not there."""
    return await statistics.process_map(db, await cases_of(db, asked), by=asked.by, as_of=asked.as_of)


def sent(request: Request, actor: Actor, extract: statistics.Extract) -> Response:
    """The file as it is made; in no memory and on no disk is there ever the whole of it."""
    database: Database = request.app.state.database
    return StreamingResponse(
        statistics.written(database, actor, extract),
        media_type=extract.media_type,
        headers={"Content-Disposition": f'attachment; filename="{extract.file_name}"'},
    )
