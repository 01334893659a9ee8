"""What the rooms that examine a case for a batch hand over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.core.errors import Conflict


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why a case is not in a batch, as a code and as a sentence (a catalogue key) with its values."""

    rule: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_row(self) -> dict[str, object]:
        return {"rule": self.rule, "message": self.message, "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Examined:
    """A case that the preparation looked at; it waits in the batch unless there is a reason why not."""

    case_id: UUID
    reference: str
    facts: Mapping[str, Any]
    why: Sequence[Why] = ()


class LeftOut(Conflict):
    """The case is not one for this batch, or not any more. `why` has every reason."""

    message = "El expediente no entra en esta lista."

    def __init__(self, why: Sequence[Why]) -> None:
        super().__init__()
        self.why = tuple(why)
