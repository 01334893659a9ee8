"""Procedures that no country has, made by Hypothesis, and cases that wander through them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from app.procedure.public import (
    LIMIT_PASSED,
    ClaimState,
    Consequences,
    Occurrence,
    Past,
    ProcedureRefusal,
    Profile,
    Situation,
    applied,
    follow,
)

ROLES = ("registration_officer", "eligibility_officer", "supervisor")
MARK = {"verification": "recalled"}
WORD = {"es": "palabra", "en": "word"}
UNITS = ("day", "working_day", "calendar_day", "week", "month", "hour")
BEGAN = datetime(2026, 1, 5, 15, tzinfo=UTC)


def subset(names: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    if not names:
        return st.just(())
    return st.lists(st.sampled_from(names), max_size=most, unique=True).map(tuple)


@st.composite
def limits(draw: st.DrawFn, stages: tuple[str, ...]) -> dict[str, Any]:
    return {
        "label": WORD,
        "begins": "registered",
        "length": f"{draw(st.integers(1, 40))} {draw(st.sampled_from(UNITS))}s",
        "starts": draw(st.sampled_from(("event_day", "next_day", "next_working_day"))),
        "rolls": draw(st.sampled_from((None, True, False))),
        "binds": draw(st.sampled_from(("applicant", "authority"))),
        "scope": draw(st.sampled_from(("case", "claim", "service"))),
        "runs_in": draw(subset(stages, 2)),
        "missed": "shown_as_late",
        **MARK,
    }


@st.composite
def events(draw: st.DrawFn, number: int, stages: tuple[str, ...], rules: tuple[str, ...]) -> dict[str, Any]:
    """An event from one or two stages to another, or one that moves nothing; with any consequences for the clocks."""
    target = draw(st.sampled_from((*stages, None)))
    every = st.sampled_from(((), ("*",)))
    return {
        "name": f"event_{number}",
        "label": WORD,
        "from": draw(st.lists(st.sampled_from(stages), min_size=1, max_size=2, unique=True).map(tuple)),
        "to": ({"to": target},) if target else (),
        "by": (draw(st.sampled_from(ROLES)),),
        "starts": draw(subset(rules)),
        "meets": draw(subset(rules)),
        "cancels": draw(subset(rules, 1)),
        "suspends": draw(st.one_of(subset(rules), every)),
        "resumes": draw(st.one_of(subset(rules), every)),
        **MARK,
    }


@st.composite
def profiles(draw: st.DrawFn) -> dict[str, Any]:
    """The text of a profile, as values: two to five open stages (the later ones may be pauses) and one that is closed."""
    opened = tuple(f"stage_{n}" for n in range(draw(st.integers(2, 5))))
    paused = {name for name in opened[1:] if draw(st.integers(0, 4)) == 0}
    stages = (*opened, "ended")
    rules = tuple(f"limit_{n}" for n in range(draw(st.integers(0, 4))))
    roads = tuple(draw(events(n, stages, rules)) for n in range(draw(st.integers(len(opened), 9))))
    # Every limit starts and ends somewhere: what never runs proves little.
    for number, rule in enumerate(rules):
        roads[number % len(roads)]["starts"] = tuple({*roads[number % len(roads)]["starts"], rule})
        roads[-1 - number % len(roads)]["meets"] = tuple({*roads[-1 - number % len(roads)]["meets"], rule})
    begins = {"name": "registered", "label": WORD, "creates": True, "to": stages[0], "by": (ROLES[0],)}
    passed = {"name": LIMIT_PASSED, "label": WORD, "from": ("*",), "by": ("system",), **MARK}
    return {
        "country": "ZZZ",
        "version": "1",
        "label": WORD,
        "in_force": {"from": date(2000, 1, 1)},
        "checked_on": date(2026, 1, 1),
        "time_zone": draw(st.sampled_from(("America/Tijuana", "America/Santiago", "Asia/Katmandu"))),
        "majority_age": {"is": 18, **MARK},
        "sources": {},
        "bodies": {"office": {"kind": "office", "label": WORD, **MARK}},
        "days": {
            "month_end": draw(st.sampled_from(("last_day", "next_month"))),
            "applicant": {"unit": "working_day", "rolls": draw(st.booleans()), **MARK},
            "authority": {"unit": "calendar_day", "rolls": draw(st.booleans()), **MARK},
        },
        "calendars": {"administration": draw(calendars())},
        "stages": tuple(
            {
                "name": name,
                "label": WORD,
                "open": name != "ended",
                "track": True,
                "pause": name in paused,
                "removal_barred": {"is": True, **MARK},
            }
            for name in stages
        ),
        "events": ({**begins, "starts": draw(subset(rules)), **MARK}, *roads, passed),
        "limits": {rule: draw(limits(stages)) for rule in rules},
        "outcomes": {},
        "remedies": (),
        "documents": {},
        "definition": {
            "convention_1951": {"is": True, **MARK},
            "gender": {"is": True, **MARK},
            "cartagena": {"is": True, **MARK},
            "complementary_protection": {"is": True, **MARK},
            "statelessness": {"route": "none", **MARK},
        },
    }


@st.composite
def calendars(draw: st.DrawFn) -> dict[str, Any]:
    """A weekend of none to three days, the holidays of a country or of none, and a few days of its own."""
    own = draw(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=8, unique=True))
    return {
        "holidays": draw(st.sampled_from((None, "CR", "MX", "PA"))),
        "weekend": draw(st.lists(st.integers(1, 7), max_size=3, unique=True).map(tuple)),
        "years": {
            "2026": tuple({"on": day, "holiday": draw(st.booleans()), "label": WORD, **MARK} for day in own)
        },
    }


class Wanderer:
    """A case of three that goes wherever it is let, one event after another, and remembers."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.now = BEGAN
        self.situation = Situation(claims=())
        self.history: list[Past] = []
        self._keys = 100
        family = tuple(
            ClaimState(UUID(int=n), None, "principal" if n == 1 else "derivative") for n in (1, 2, 3)
        )
        self.situation = replace(self.situation, claims=family)
        self.record("registered", ROLES[0], joined=family)

    def record(
        self,
        name: str,
        role: str,
        claims: tuple[UUID, ...] = (),
        data: dict[str, str] | None = None,
        joined: tuple[ClaimState, ...] = (),
    ) -> Consequences | None:
        """What followed; None where the engine refused."""
        needs = frozenset(self.profile.event(name).needs)
        occurrence = Occurrence(name, role, self.now, claims, data or {}, {}, needs)
        try:
            follows = follow(self.profile, self.situation, occurrence)
        except ProcedureRefusal:
            return None
        keys = tuple(UUID(int=self._keys + n) for n, _ in enumerate(follows.start))
        self._keys += len(keys)
        self.history.append(Past(name, role, self.now, claims, data or {}, {}, joined, keys))
        self.situation = applied(self.profile, self.situation, occurrence, follows, keys)
        return follows

    def wait(self, hours: int) -> None:
        """Time passes; the calendar notes every limit that ends meanwhile, soonest first."""
        until = self.now + timedelta(hours=hours)
        while over := [d for d in self.situation.deadlines if d.state == "running" and d.due_at <= until]:
            clock = min(over, key=lambda d: (d.due_at, d.id))
            self.now = max(self.now, clock.due_at)
            assert self.record(LIMIT_PASSED, "system", data={"deadline": str(clock.id), "rule": clock.rule})
        self.now = until
