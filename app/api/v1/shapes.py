"""What every resource shares: strict bodies, and the answer to a recorded event."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, Secret, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from app.cases.public import Recorded


class Body(BaseModel):
    """A request body. A field that is not known here is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        """PostgreSQL holds every character but U+0000: that one is refused at its field."""
        if _has_nul(value):
            raise PydanticCustomError("unstorable_text", "Text must not contain U+0000")
        return value


# Each of its characters counts, a space at the end too.
_Passphrase = Secret[Annotated[str, StringConstraints(strip_whitespace=False, max_length=1000)]]


class SigningBody(Body):
    """`passphrase` opens the signatory's own key, where they have one enrolled. It is kept nowhere."""

    passphrase: _Passphrase = Field(
        default_factory=lambda: Secret(""), json_schema_extra={"format": "password", "writeOnly": True}
    )

    def key(self) -> str:
        """What was typed to open the key."""
        return self.passphrase.get_secret_value()

    def without_key(self) -> bytes:
        """All the rest: what makes two requests the same, since not even a digest of a passphrase is kept."""
        return self.model_dump_json(exclude={"passphrase"}).encode()


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Body):
        return False  # its own fields were looked at already
    if isinstance(value, BaseModel):
        return any(_has_nul(part) for part in value.__dict__.values())
    if isinstance(value, Mapping):
        return any(_has_nul(key) or _has_nul(part) for key, part in value.items())
    return isinstance(value, list | tuple) and any(_has_nul(part) for part in value)


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
