"""`python -m bench.engine`: what the procedure engine takes, without a database. Medians of several runs, in one process.

A transition is one call of `follow`, measured over every event of a long life that moves the case or touches a clock; a
recomputation walks that life's 200 events again. The life is Costa Rica's, with an appeal that sends the case back.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table

from app.procedure import public as procedure

EVENTS, RUNS, REPEATS = 200, 15, 200
BEGAN = datetime(2026, 3, 2, 15, tzinfo=UTC)
REFUSED = "rejected"
BUDGETS = {"transition, µs": 50.0, "200 events, ms": 5.0}

Step = tuple[str, str, dict[str, Any]]

_HEARING: tuple[Step, ...] = (
    ("interview_held", "eligibility_officer", {}),
    ("assessment_submitted", "eligibility_officer", {}),
    ("returned", "supervisor", {}),
    ("assessment_submitted", "eligibility_officer", {}),
    ("endorsed", "supervisor", {}),
    ("decided", "commission_member", {}),
    ("notified", "commission_secretary", {}),
    ("remedy_filed", "legal_representative", {}),
)
_ROAD: tuple[Step, ...] = (
    ("registered", "registration_officer", {}),
    ("taken_over", "registration_officer", {}),
    ("suspended", "supervisor", {}),
    ("resumed", "supervisor", {"to_stage": "screening"}),
    ("admitted", "registration_officer", {}),
    *_HEARING,
    ("remedy_decided", "appeals_judge", {"result": "remitted"}),
    *_HEARING,
    ("remedy_decided", "appeals_judge", {"result": "upheld"}),
    ("notified", "appeals_clerk", {}),
)
_BETWEEN = ("note_added", "contact_changed", "appointment_booked", "need_recorded", "document_renewed")


def main() -> None:
    """Measure, and print the table."""
    profile = procedure.load("CRI", version="2024-06")
    history, moments = _life(profile)
    walked = [_timed(partial(procedure.replay, profile, history)) * 1e3 for _ in range(RUNS)]
    decided = [
        statistics.median(_timed(partial(procedure.follow, profile, *moment)) for _ in range(REPEATS)) * 1e6
        for moment in moments
    ]
    table = Table(title=f"The engine alone: {len(history)} events, {len(moments)} of them transitions")
    for head in ("", "median", "slowest", "budget"):
        table.add_column(head, justify="left" if not head else "right")
    for (what, budget), values in zip(BUDGETS.items(), (decided, walked), strict=True):
        table.add_row(what, f"{statistics.median(values):.1f}", f"{max(values):.1f}", f"{budget:.0f}")
    Console(width=100).print(table)


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _life(
    profile: procedure.Profile,
) -> tuple[list[procedure.Past], list[tuple[procedure.Situation, procedure.Occurrence]]]:
    """A family of three over 200 events, and the situations in which the events that move something came."""
    keys = (UUID(int=n) for n in count(1000))
    family = tuple(
        procedure.ClaimState(UUID(int=n), None, "principal" if n == 1 else "derivative") for n in (1, 2, 3)
    )
    everyone = tuple(claim.id for claim in family)
    situation, history, moments = procedure.Situation(family), [], []
    for n, (name, role, data) in enumerate(_events()):
        at = BEGAN + timedelta(hours=7 * n)
        needs = frozenset(profile.event(name).needs)
        outcomes = dict.fromkeys(everyone, REFUSED) if name == "notified" else {}
        occurrence = procedure.Occurrence(name, role, at, everyone, data, outcomes, needs)
        follows = procedure.follow(profile, situation, occurrence)
        started = tuple(next(keys) for _ in follows.start)
        joined = family if n == 0 else ()
        history.append(procedure.Past(name, role, at, everyone, data, outcomes, joined, started))
        if follows.stages or follows.start or follows.meet or follows.suspend or follows.resume:
            moments.append((situation, occurrence))
        situation = procedure.applied(profile, situation, occurrence, follows, started)
    return history, moments


def _events() -> Iterator[Step]:
    """The road, with the small events of a file spread between its steps."""
    apart = (EVENTS - len(_ROAD)) // (len(_ROAD) - 1)
    spare = EVENTS - len(_ROAD) - apart * (len(_ROAD) - 1)
    for n, step in enumerate(_ROAD):
        yield step
        times = 0 if n == len(_ROAD) - 1 else apart + (n < spare)
        # After the last step the case is final, and a closed case has no more appointments.
        for m in range(times):
            yield _BETWEEN[m % len(_BETWEEN)], "registration_officer", {}


if __name__ == "__main__":
    main()
