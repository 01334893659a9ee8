"""`python -m bench.forecast`: how long 200 runs of each scenario take, side by side, for a small and for a very large caseload.

Five years ahead, two processes, the log invented. The budget is 30 seconds for 200 runs on two cores.
"""

import asyncio
import sys
import time
from random import Random

from rich.console import Console
from rich.table import Table

from app.statistics.public import forecast

RUNS, WEEKS, BUDGET = 200, 261, 30.0


def invented(size: int) -> forecast.Measured:
    """`size` pending, two fifths of it arriving in a year, and officers for three quarters of those."""
    chance = Random(size)  # noqa: S311 - invented figures
    weekly = size * 2 / 5 / 52
    officers = max(2, round(weekly * 3 / 4 / 1.8))
    return forecast.Measured(
        as_of="2026-11-10T14:00:00+00:00",
        weeks=tuple(max(0, round(chance.gauss(weekly, weekly**0.5 * 1.5))) for _ in range(52)),
        weekdays=(0.22, 0.2, 0.2, 0.19, 0.17, 0.02, 0.0),
        weekday=1,
        intake=tuple(sorted(chance.gammavariate(2, 10) for _ in range(400))),
        work=tuple(sorted(chance.gammavariate(2, 3.9 / 2) for _ in range(400))),
        review=tuple(sorted(chance.gammavariate(2, 5) for _ in range(400))),
        deciding=(),
        officers=officers,
        languages={
            "ht": forecast.Interpreting(0.08, max(1, officers // 8), 5.0),
            "prs": forecast.Interpreting(0.02, max(1, officers // 20), 5.0),
        },
        sittings=forecast.Sittings(7.0, 3.0, max(2, round(weekly * 0.8))),
        inadmissible=0.03,
        closing=0.0003,
        outcomes={"recognised": 0.4, "other": 0.05, "rejected": 0.55},
        waiting={"interview": tuple((age, size // 1000) for age in range(1, 1001))},
        limit=91,
        limit_known=True,
        flow=forecast.Flow(364.0, float(size), weekly / 7, weekly / 9, 300.0),
    )


async def measured(log: forecast.Measured, scenarios: tuple[forecast.Scenario, ...]) -> tuple[float, int]:
    """Seconds for all the runs of `scenarios`, and the largest lot."""

    async def silent(_done: int) -> None:
        """Nobody listens."""

    began = time.perf_counter()
    found = await forecast.run_all(log, scenarios, seed=1, runs=RUNS, weeks=WEEKS, say=silent)
    return time.perf_counter() - began, max(one.lot for one in found)


def main() -> int:
    table = Table("Pending", "Scenarios", "Lot up to", "Seconds", title=f"{RUNS} runs of {WEEKS} weeks")
    slowest = 0.0
    for size in (2_000, 20_000, 200_000):
        for scenarios in ((forecast.BASE,), forecast.OFFERED):
            seconds, lot = asyncio.run(measured(invented(size), scenarios))
            slowest = max(slowest, seconds)
            table.add_row(f"{size:,}", str(len(scenarios)), str(lot), f"{seconds:.1f}")
    Console().print(table)
    return int(slowest > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
