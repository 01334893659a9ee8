"""The runs of a forecast, in processes of their own, so that whoever waits for the worker's other jobs does not wait for them."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import app
from app.statistics.forecast.summary import outlook
from app.statistics.forecast.values import Measured, Outlook, Run, Scenario

PROCESSES = 2
# A run is one line: the numbers of ten years' weeks, twice.
LONGEST_LINE = 2**22
Say = Callable[[int], Awaitable[None]]
ROOT = Path(app.__file__).parents[1]


class RunsFailed(RuntimeError):
    """A process that simulates ended before its runs were there."""


async def run_all(
    log: Measured, scenarios: Sequence[Scenario], *, seed: int, runs: int, weeks: int, say: Say
) -> list[Outlook]:
    """Each scenario over `runs` runs. `say` hears now and then how many runs are done of all. Raises `RunsFailed`."""
    done: list[dict[int, Run]] = [{} for _ in scenarios]
    parts = [
        [(place, number) for number in range(n, runs, PROCESSES) for place in range(len(scenarios))]
        for n in range(PROCESSES)
    ]
    request = {
        "log": log.as_json(),
        "scenarios": [one.as_json() for one in scenarios],
        "seed": seed,
        "weeks": weeks,
    }

    async def take(part: Sequence[tuple[int, int]]) -> None:
        async for place, number, run in _lines(request | {"wanted": part}, len(part)):
            done[place][number] = Run(**run)
            await say(sum(map(len, done)))

    await asyncio.gather(*(take(part) for part in parts if part))
    return [
        outlook(log, scenario, [found[number] for number in range(runs)])
        for scenario, found in zip(scenarios, done, strict=True)
    ]


async def _lines(request: dict[str, Any], expected: int) -> Any:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.statistics.forecast.child",
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        limit=LONGEST_LINE,
        cwd=ROOT,
        # It needs no secret, and gets none.
        env={"PATH": os.environ.get("PATH", ""), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
    )
    try:
        if process.stdin is None or process.stdout is None:
            raise RunsFailed
        process.stdin.write(json.dumps(request).encode())
        await process.stdin.drain()
        process.stdin.close()
        count = 0
        while line := await process.stdout.readline():
            count += 1
            yield json.loads(line)
        if await process.wait() or count != expected:
            raise RunsFailed(f"{count} of {expected}")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
