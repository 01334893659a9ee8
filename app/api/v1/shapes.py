"""What every resource shares: strict bodies, and the answer to a recorded event."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.cases.public import Recorded


class Body(BaseModel):
    """A request body. A field that is not known here is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Problem(BaseModel):
    """RFC 9457, with the broken rules."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    instance: str | None = None
    errors: list[dict[str, Any]] | None = None


class Happened(BaseModel):
    """What an act on a case came to: the event, the stage after it and the case's new version."""

    event: UUID
    stage: str
    version: int

    @classmethod
    def of(cls, recorded: Recorded) -> "Happened":
        return cls(event=recorded.event_id, stage=recorded.stage, version=recorded.number)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": words, "content": {"application/problem+json": {}}}
    for code, words in {
        400: "Refused",
        401: "Not signed in",
        403: "The role may not do this",
        404: "Not there, or not yours to see",
        409: "Not possible in the present state",
        412: "Changed meanwhile",
        413: "Body too large",
        422: "A field breaks a rule",
        429: "Asked too often",
    }.items()
}
