"""What an extract says of a case, already without anybody in it: writers get these and nothing else. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class LoggedClaim:
    """One application of a case. `derivative_of` is another claim of the same extract."""

    id: str
    basis: str
    derivative_of: str | None
    origin: str
    sex: str
    age_group: str


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event. `at` is UTC: the instant, or midnight of the day where the extract gives days only. `position` counts from 1.

    `outcomes` holds (claim, outcome) pairs; `decision` and `remedy` are pseudonyms, `result` and `kind` codes of the remedy.
    """

    id: str
    position: int
    name: str
    at: datetime
    officer: str
    role: str
    stage_before: str
    stage_after: str
    claims: tuple[str, ...] = ()
    outcomes: tuple[tuple[str, str], ...] = ()
    decision: str | None = None
    remedy: str | None = None
    result: str | None = None
    kind: str | None = None

    @property
    def outcome(self) -> str:
        """The one outcome, `mixed` where claims came out differently, empty where nothing was decided."""
        said = {outcome for _claim, outcome in self.outcomes}
        return said.pop() if len(said) == 1 else MIXED if said else ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A case with its claims and its events, in the order in which they happened (then in that of recording)."""

    case: str
    office: str
    filed_on: date
    origin: str
    sex: str
    age_group: str
    modality: str
    claims: tuple[LoggedClaim, ...]
    events: tuple[LoggedEvent, ...]
