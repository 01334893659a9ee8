"""What is wrong, or worth knowing, in a row: at its column, with the rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`message` is a catalogue key with places for `values`; `cell` what stands there, shown only to who may read it."""

    severity: Literal["error", "warning", "difference"]
    column: str
    rule: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    cell: str = ""

    def as_row(self) -> dict[str, object]:
        return {
            "severity": self.severity,
            "column": self.column,
            "rule": self.rule,
            "message": self.message,
            "values": dict(self.values),
            "cell": self.cell,
        }
