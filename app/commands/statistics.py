"""`rsd statistics`: the figures made anew from the events."""

import asyncio
import time

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.commands.connecting import running_database
from app.core.database import Database
from app.settings import settings
from app.statistics import public as statistics

PROCESSES = 2
commands = typer.Typer(help="The figures.", no_args_is_help=True)


@commands.callback()
def _group() -> None:
    """The figures."""


@commands.command("rebuild")
def rebuild() -> None:
    """Project every case from its events again, and count anew; pages go on being answered meanwhile."""
    with running_database() as url:
        cases, seconds = asyncio.run(_rebuild(url))
    Console().print(f"{cases:,} cases in {seconds:.1f} s, {cases / max(seconds, 0.001):,.0f} a second.")


async def _rebuild(url: str) -> tuple[int, float]:
    database = Database.connect(url, role=settings().database_worker_role, pool_size=3)
    began = time.monotonic()
    try:
        with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as progress:
            task = progress.add_task("…")
            cases = await statistics.rebuild(
                database,
                told=lambda done: progress.update(task, description=f"{done:,} cases"),
                processes=PROCESSES,
            )
    finally:
        await database.close()
    return cases, time.monotonic() - began
