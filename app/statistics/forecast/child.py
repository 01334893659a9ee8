"""`python -m app.statistics.forecast.child`: some runs, in a process of their own. A request on the standard input, a line for each run
on the standard output; nothing of anybody is in either."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from app.statistics.forecast.simulate import simulate
from app.statistics.forecast.values import Measured, Run, Scenario


def runs_of(request: Mapping[str, Any]) -> Iterator[tuple[int, int, Run]]:
    """(scenario's place, number, run) of each pair that `request` names: `log`, `scenarios`, `seed`, `weeks`, `wanted`."""
    log = Measured.of(request["log"])
    scenarios = [Scenario(**one) for one in request["scenarios"]]
    for place, number in request["wanted"]:
        yield (
            place,
            number,
            simulate(log, scenarios[place], seed=request["seed"], number=number, weeks=request["weeks"]),
        )


def main() -> None:
    """Every run of the request, as soon as it is there."""
    for place, number, run in runs_of(json.load(sys.stdin)):
        sys.stdout.write(json.dumps([place, number, asdict(run)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
