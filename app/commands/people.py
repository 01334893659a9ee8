"""`rsd people`: look through all who are registered for those who are registered twice."""

import asyncio

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.core.database import Database
from app.settings import settings
from app.workflows.link_people import LINK_FROM, Done, link_people, model_file

STEPS = {
    "read": "{} people read",
    "modelled": "Model ready for {} people",
    "linked": "{} pairs compared closely",
    "proposed": "{} new pairs put before two people",
}
MODELS = {
    "kept": "learned here before",
    "shipped": "the product's own, for too few are here twice to learn from",
    "trained": "learned now from these people",
}
__all__ = ["LINK_FROM", "link"]


def link(url: str, *, threshold: float, train: bool, dry_run: bool) -> None:
    """Look through everybody, say what is going on, and sum up."""
    console = Console()
    done = asyncio.run(_link(url, threshold, console, train=train, dry_run=dry_run))
    said_pairs = "would be put" if dry_run else "were known already or are put now"
    console.print(f"{done.people:,} people in {done.seconds:.0f} s; model {MODELS[done.trained_on]}.")
    console.print(
        f"{done.pairs:,} pairs of probability {done.threshold} or more {said_pairs} before two people."
    )
    if not dry_run:
        console.print(f"{done.proposed:,} of them are new. {done.common_names:,} common names counted.")


async def _link(url: str, threshold: float, console: Console, *, train: bool, dry_run: bool) -> Done:
    database = Database.connect(url, role=settings().database_worker_role, pool_size=2)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("…")

            async def say(step: str, count: int) -> None:
                progress.update(task, description=STEPS[step].format(f"{count:,}"))

            return await link_people(
                database, model_file=model_file(), threshold=threshold, train=train, dry_run=dry_run, say=say
            )
    finally:
        await database.close()
