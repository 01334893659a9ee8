"""What a sample is drawn from, and the groups and parts that it may be divided in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.core.errors import FieldError

# By what a frame may be divided.
TRAITS: Final = ("office", "origin", "outcome", "stage")
# Who may be drawn more often, in the order in which a file that is in several counts for one.
GROUPS: Final = ("child", "survivor", "rejected")
REST: Final = "rest"
DESIGNS: Final = ("simple", "stratified", "oversampled")
MOST_OFTEN: Final = 20


class Frame(BaseModel):
    """Files whose work was done from `since` to `until`, both included, in the office's days. Empty means every one.

    `work`: by which instrument's work the period counts: the registration, the signed interview, the first decision, the service of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    work: str
    since: date
    until: date
    offices: tuple[UUID, ...] = ()
    stages: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A file of the frame, without a name."""

    case_id: UUID
    reference: str
    office_id: UUID
    office: str
    stage: str
    outcome: str
    origin: str
    child: bool
    survivor: bool
    rejected: bool

    @property
    def group(self) -> str:
        """The first of the groups that it is in."""
        return next((name for name in GROUPS if getattr(self, name)), REST)

    def traits(self, by: tuple[str, ...]) -> dict[str, str]:
        """What tells its part of the frame from the others."""
        return {name: self.group if name == "group" else str(getattr(self, name)) for name in by}


def part_of(traits: Mapping[str, str]) -> str:
    """The name of a part of the frame."""
    return " · ".join(f"{name}={value or '?'}" for name, value in sorted(traits.items())) or "all"


def broken_frame(frame: Frame) -> list[FieldError]:
    """What is wrong with the period."""
    if frame.until < frame.since:
        return [FieldError("until", "before_since", "El final del período va después del comienzo.")]
    return []


def broken_design(design: str, strata_by: tuple[str, ...], factors: Mapping[str, int]) -> list[FieldError]:
    """What does not fit together: parts without traits, or groups drawn more often without saying how much."""
    wrong = []
    if design not in DESIGNS:
        wrong.append(FieldError("design", "unknown", "Este valor no está entre los posibles."))
    if any(name not in TRAITS for name in strata_by) or (design == "stratified" and not strata_by):
        wrong.append(FieldError("strata_by", "required", "Elija según qué se divide el marco."))
    if any(name not in GROUPS for name in factors) or (
        design == "oversampled" and not any(factor > 1 for factor in factors.values())
    ):
        wrong.append(FieldError("factors", "required", "Elija al menos un grupo que entre más veces."))
    if any(not 1 <= factor <= MOST_OFTEN for factor in factors.values()):
        wrong.append(FieldError("factors", "range", "Entre 1 y 20 veces."))
    return wrong
