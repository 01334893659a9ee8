"""Which claims a figure counts. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

Unit = Literal["cases", "persons"]
AGE_GROUPS = ("0-4", "5-11", "12-17", "18-59", "60+")
SEXES = ("female", "male", "other", "unknown")
MODALITIES = ("ordinary", "accelerated", "simplified", "merged", "prima_facie")
INSTANCES = ("first", "reconsideration", "appeal")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which claims to count, by what is known of each at `as_of` (UTC; none: now, with everything recorded).

    `unit`: `cases` counts principal claims, one for each file; `persons` every claim. `since` and `until`: the first and last day
    of the period: of filing, and for figures about what was done in a period (clearance, disposition, recognition, overturn,
    deadlines, no-shows, access) of its doing. `need` is a UNHCR code; one of two letters takes in its kinds. `origin` alpha-3.
    """

    office: UUID | None = None
    origin: str | None = None
    sex: str | None = None
    age_group: str | None = None
    since: date | None = None
    until: date | None = None
    unit: Unit = "cases"
    modality: str | None = None
    need: str | None = None
    instance: str | None = None
    as_of: datetime | None = None

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """The traits that it asks for; the period, the unit and the cut-off are none."""
        traits = ("office", "origin", "sex", "age_group", "modality", "need", "instance")
        return tuple(name for name in traits if getattr(self, name) is not None)

    def at(self, as_of: datetime) -> "Filters":
        return replace(self, as_of=as_of)
