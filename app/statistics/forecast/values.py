"""What a forecast is made from and what it comes to: plain values that are kept as JSON. Pure. Days count from the cut-off."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# Where a pending case stands, as the simulation sees it.
INTAKE, INTERVIEW, WRITING, REVIEW, DECISION = "intake", "interview", "writing", "review", "decision"
PLACES = (INTAKE, INTERVIEW, WRITING, REVIEW, DECISION)
# The shares of the runs that lie below each line of a band: 90 % between the outer ones, 50 % between the inner ones.
LINES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Interpreting:
    """A language other than the officers': its share of the hearings, who interprets it, and how many hearings a week each can."""

    share: float
    people: int
    per_week: float


@dataclass(frozen=True, slots=True)
class Sittings:
    """A collegiate body: days between its sittings, days to the next one, and cases on a full agenda."""

    every: float
    next: float
    agenda: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What the log itself says of L = λW over `days`: the average number pending, arrivals and departures a day, and the mean days
    from filing of those who left (which flatters a growing backlog)."""

    days: float
    pending: float
    arriving: float
    leaving: float
    waited: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read from the log.

    `weeks`: arrivals of each week, oldest first; `weekdays`: the share of each day, Monday first; `weekday`: that of the cut-off;
    `intake`, `review`, `deciding`: days spent there; `work`: calendar days of one officer for a case, interview and analysis;
    `inadmissible`: the share decided without an interview; `closing`: closures for each case and day pending; `outcomes`: shares
    of what is decided; `waiting`: place → (days since filing, cases); `limit`: days of the legal limit.
    """

    as_of: str
    weeks: tuple[int, ...]
    weekdays: tuple[float, ...]
    weekday: int
    intake: tuple[float, ...]
    work: tuple[float, ...]
    review: tuple[float, ...]
    deciding: tuple[float, ...]
    officers: int
    languages: Mapping[str, Interpreting]
    sittings: Sittings | None
    inadmissible: float
    closing: float
    outcomes: Mapping[str, float]
    waiting: Mapping[str, tuple[tuple[int, int], ...]]
    limit: int
    limit_known: bool
    flow: Flow

    @property
    def pending(self) -> int:
        return sum(cases for ages in self.waiting.values() for _age, cases in ages)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Measured":
        waiting = {
            place: tuple((int(age), int(cases)) for age, cases in ages)
            for place, ages in said["waiting"].items()
        }
        lists = ("weeks", "weekdays", "intake", "work", "review", "deciding")
        return cls(
            **dict(said)
            | {name: tuple(said[name]) for name in lists}
            | {
                "languages": {code: Interpreting(**one) for code, one in said["languages"].items()},
                "sittings": Sittings(**said["sittings"]) if said["sittings"] else None,
                "waiting": waiting,
                "flow": Flow(**said["flow"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is otherwise than in the log: so many officers and interpreters (of each language) more, and sittings, agendas and
    arrivals so many times as many."""

    name: str
    officers: int = 0
    interpreters: int = 0
    sittings: float = 1.0
    agenda: float = 1.0
    arrivals: float = 1.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


BASE = Scenario("base")
OFFERED = (
    BASE,
    Scenario("six_more_officers", officers=6),
    Scenario("twice_the_sittings", sittings=2.0),
    Scenario("ten_times_the_arrivals", arrivals=10.0),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One simulated future. `pending` and `late` stand at the end of each week, the first at the cut-off; `lot`: each simulated
    file stood for so many cases.

    `answered`: the day on which the last of those who wait today had an answer; `gone`: from which day on nobody waits beyond the
    limit, but for a few; none: not within the horizon. `area`: the number pending of each day, added up; `stay`: the days that each
    case was pending, added up: the same, counted otherwise.
    """

    pending: list[int]
    area: float
    late: list[int]
    entered: int
    decided: int
    closed: int
    answered: float | None
    gone: float | None
    stay: float
    busy: dict[str, float]
    lot: int = 1


@dataclass(frozen=True, slots=True)
class Little:
    """L = λW over the simulated horizon: `counted` is L by the number of each day, `expected` is λ times W by each case."""

    counted: float
    arriving: float
    waited: float
    expected: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """A scenario over all its runs. `pending`: for each of `weeks`, the number below which each of `LINES` of the runs lies; `gone`
    and `answered` likewise in days, none: not within the horizon; `gone_share`, `answered_share`: of the runs, within the horizon.
    """

    scenario: Scenario
    runs: int
    lot: int
    weeks: list[int]
    pending: list[list[float]]
    late: list[list[float]]
    gone: list[float | None]
    answered: list[float | None]
    gone_share: float
    answered_share: float
    decided: list[float]
    closed: list[float]
    busy: dict[str, float]
    outcomes: dict[str, float]
    little: Little

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Outlook":
        return cls(
            **dict(said) | {"scenario": Scenario(**said["scenario"]), "little": Little(**said["little"])}
        )


@dataclass(frozen=True, slots=True)
class Naive:
    """By arithmetic alone: what is pending, less those who leave and more those who come, a day. `days`: until none is; none: never."""

    pending: int
    arriving: float
    leaving: float
    days: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
