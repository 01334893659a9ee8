"""A log as a forecast measures it, made up."""

from dataclasses import replace
from math import log
from typing import Any

from app.statistics.forecast.values import (
    DECISION,
    INTAKE,
    INTERVIEW,
    REVIEW,
    WRITING,
    Flow,
    Interpreting,
    Measured,
    Sittings,
)

PLACES = 400
# As likely as each other, and distributed as an exponential with mean 1.
EXPONENTIAL = tuple(-log(1 - (n + 0.5) / PLACES) for n in range(PLACES))


def made_log(**changes: Any) -> Measured:
    """Forty a week come; ten officers need two weeks for a case; half a year's work waits."""
    whole = Measured(
        as_of="2026-11-10T14:00:00+00:00",
        weeks=(38, 41, 44, 37, 40, 39, 42, 40, 36, 43) * 5,
        weekdays=(0.22, 0.2, 0.2, 0.18, 0.16, 0.04, 0.0),
        weekday=1,
        intake=(5.0, 9.0, 12.0, 20.0, 31.0),
        work=tuple(1.6 * share for share in EXPONENTIAL),
        review=(2.0, 4.0, 8.0, 15.0),
        deciding=(),
        officers=10,
        languages={"ht": Interpreting(0.1, 2, 4.0), "prs": Interpreting(0.02, 1, 4.0)},
        sittings=Sittings(14.0, 6.0, 90),
        inadmissible=0.05,
        closing=0.0004,
        outcomes={"recognised": 0.4, "rejected": 0.6},
        waiting={
            INTAKE: ((1, 20), (9, 30)),
            INTERVIEW: ((30, 200), (120, 300), (300, 150)),
            WRITING: ((130, 15),),
            REVIEW: ((150, 12),),
            DECISION: ((160, 60), (200, 30)),
        },
        limit=91,
        limit_known=True,
        flow=Flow(364, 800, 5.7, 5.2, 140),
    )
    return replace(whole, **changes)
