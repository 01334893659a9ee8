"""Many runs of a scenario as bands and answers. Pure."""

from collections.abc import Sequence

from app.statistics.forecast.rules import quantiles
from app.statistics.forecast.values import LINES, Little, Measured, Naive, Outlook, Run, Scenario

# Between two points that are kept and drawn.
STEP_WEEKS = 4
NEVER = float("inf")


def outlook(log_: Measured, scenario: Scenario, runs: Sequence[Run]) -> Outlook:
    """`runs` have the same horizon. Raises `ValueError` for none."""
    if not runs:
        raise ValueError("an outlook needs runs")
    last = len(runs[0].pending) - 1
    weeks = sorted({*range(0, last + 1, STEP_WEEKS), last})
    decided = quantiles([run.decided for run in runs], LINES)
    return Outlook(
        scenario=scenario,
        runs=len(runs),
        lot=runs[0].lot,
        weeks=weeks,
        pending=[quantiles([run.pending[week] for run in runs], LINES) for week in weeks],
        late=[quantiles([run.late[week] for run in runs], LINES) for week in weeks],
        gone=_days([run.gone for run in runs]),
        answered=_days([run.answered for run in runs]),
        gone_share=sum(run.gone is not None for run in runs) / len(runs),
        answered_share=sum(run.answered is not None for run in runs) / len(runs),
        decided=decided,
        closed=quantiles([run.closed for run in runs], LINES),
        busy={
            what: round(sum(run.busy[what] for run in runs) / len(runs), 4) for what in sorted(runs[0].busy)
        },
        outcomes={kind: round(share * decided[2]) for kind, share in log_.outcomes.items()},
        little=little(runs),
    )


def _days(given: Sequence[float | None]) -> list[float | None]:
    """The day by which each of `LINES` of the runs is there: the first that so many have reached; none where they have not."""
    ordered = sorted(NEVER if day is None else day for day in given)
    found = [ordered[min(len(ordered) - 1, int(line * len(ordered)))] for line in LINES]
    return [None if day == NEVER else day for day in found]


def little(runs: Sequence[Run]) -> Little:
    """L = λW. L is the area under the numbers of each day; λ and W are counted case by case: two ways to the same figure."""
    days = 7.0 * (len(runs[0].pending) - 1)
    counted = sum(run.area for run in runs) / days / len(runs)
    entered = sum(run.entered for run in runs) / len(runs)
    stay = sum(run.stay for run in runs) / len(runs)
    waited = stay / entered if entered else 0.0
    return Little(counted, entered / days, waited, entered / days * waited)


def naive(log_: Measured) -> Naive:
    """What the arithmetic of the last year says: the pending, divided by how many more leave than come."""
    arriving, leaving = log_.flow.arriving, log_.flow.leaving
    shrinking = leaving - arriving
    return Naive(log_.pending, arriving, leaving, log_.pending / shrinking if shrinking > 0 else None)
