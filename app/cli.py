"""The command line: the demonstration, the server, the worker, the database.

python -m app.cli demo            everything, ready to look at
python -m app.cli serve           the server alone (DATABASE_URL, or the embedded PostgreSQL)
python -m app.cli worker          the worker alone
python -m app.cli database upgrade
python -m app.cli import FILE --map MAP --as USER   an existing caseload; `rsd import …` is the same
python -m app.cli statistics rebuild   every figure made anew from the events; `rsd statistics rebuild` is the same
python -m app.cli procedure check FILE   the law as data, for lawyers; `rsd procedure …` is the same
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from alembic import command
from alembic.config import Config
from rich.console import Console

from app.commands.connecting import running_database
from app.commands.import_ import As, Because, File, Map, Report, StartAs, bring_in
from app.commands.keys import commands as key_commands
from app.commands.people import LINK_FROM, link
from app.commands.procedure import commands as procedure_commands
from app.commands.statistics import commands as statistics_commands
from app.core.embedded import Cluster
from app.settings import settings

ROOT = Path(__file__).parent.parent
DEMONSTRATION_VALUES = ROOT / "app/procedure/profiles/overrides"
WORKER_STOP_SECONDS = 15
PARENT_SECONDS = 1

app = typer.Typer(help="Acogida", no_args_is_help=True, pretty_exceptions_show_locals=False)
people_commands = typer.Typer(help="Those who are registered.", no_args_is_help=True)
database_commands = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(database_commands, name="database")
app.add_typer(people_commands, name="people")
app.add_typer(procedure_commands, name="procedure")
app.add_typer(key_commands, name="keys")
app.add_typer(statistics_commands, name="statistics")
console = Console()


def _demonstrate() -> None:
    """The demonstration's own values for what the law leaves open, unless the deployment names some."""
    if settings().environment == "demo" and settings().profile_overrides is None:
        values = DEMONSTRATION_VALUES / f"{settings().profile_country.lower()}-demonstration.toml"
        # A country whose sittings and papers need no such value has no file.
        if values.exists():
            os.environ["ACOGIDA_PROFILE_OVERRIDES"] = str(values)
            settings.cache_clear()


def _end_tidily() -> None:
    """SIGTERM ends this process as Ctrl-C does, through every block that still has something to stop.

    Uvicorn finishes its requests first and then raises the signal again, for whoever handled it before.
    """
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest migration."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")


@app.command()
def demo(
    *,
    reset: Annotated[bool, typer.Option("--reset", help="Begin again with an empty database.")] = False,
    cases: Annotated[int, typer.Option(help="How many cases to make where there are none.")] = 2000,
) -> None:
    """Set up, migrate, load the demonstration caseload where there is none, serve, and say where and as whom to sign in."""
    _end_tidily()
    _demonstrate()
    if reset:
        _forget()
    with running_database() as url:
        upgrade(url)
        _load(url, cases)
        with _worker_beside():
            _serve(announce=True)


@app.command()
def serve() -> None:
    """Serve pages and the programming interface."""
    _end_tidily()
    _demonstrate()
    with running_database() as url:
        upgrade(url)
        _serve(announce=False)


@app.command()
def worker(
    *,
    beside: Annotated[
        int | None, typer.Option(help="End with the process of this number.", hidden=True)
    ] = None,
) -> None:
    """Do due jobs until told to stop."""
    _demonstrate()
    with running_database():
        asyncio.run(_work(beside))


@app.command("import")
def import_(
    file: File,
    map_: Map,
    who: As,
    *,
    start_as: StartAs = None,
    because: Because = "",
    report: Report = None,
) -> None:
    """Look at an existing caseload (XLSX or CSV) row by row; with --start-as, write it. Typed again, it goes on where it was."""
    _demonstrate()
    with running_database() as url:
        raise typer.Exit(bring_in(url, file, map_, who, start_as=start_as, because=because, report=report))


@people_commands.command("link")
def people_link(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many pairs there are, and write nothing.")
    ] = False,
    train: Annotated[bool, typer.Option("--train", help="Learn from these people anew.")] = False,
    threshold: Annotated[
        float, typer.Option(min=0.5, max=1, help="How likely a pair must be to be put before two people.")
    ] = LINK_FROM,
) -> None:
    """Look through everybody for those who are registered twice, and put the pairs before two people. Run again, it changes nothing."""
    with running_database() as url:
        upgrade(url)
        link(url, threshold=threshold, train=train, dry_run=dry_run)


@database_commands.command("upgrade")
def database_upgrade() -> None:
    """Bring the database to the newest migration."""
    with running_database() as url:
        upgrade(url)


@database_commands.command("url")
def database_url() -> None:
    """Print the address of the database, for psql and other programs."""
    given = settings().database_url
    print(given if given is not None else Cluster(settings().postgres_dir).url())


def _forget() -> None:
    if settings().database_url is not None:
        raise typer.BadParameter("--reset empties the embedded database only; DATABASE_URL is yours to empty")
    for directory in (settings().postgres_dir, settings().var_dir / "outbox"):
        shutil.rmtree(directory, ignore_errors=True)


def _load(url: str, cases: int) -> None:
    from app.demonstration import public as demonstration  # noqa: PLC0415 - a server needs none of it

    demonstration.load(url, cases=cases, console=console)


def _serve(*, announce: bool) -> None:
    import uvicorn  # noqa: PLC0415 - the worker needs none of it

    chosen = settings()
    if announce:
        _announce()
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=chosen.host,
        port=chosen.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=chosen.keep_alive_seconds,
        timeout_graceful_shutdown=chosen.shutdown_seconds,
    )


def _announce() -> None:
    from app.demonstration import public as demonstration  # noqa: PLC0415 - the same

    demonstration.announce(console, f"http://{settings().host}:{settings().port}")


async def _work(beside: int | None) -> None:
    from app.worker import work  # noqa: PLC0415 - a server needs none of it

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    watching = asyncio.create_task(_stop_without(beside, stop))
    try:
        await work(settings().database_worker_url or settings().database_url or "", until=stop)
    finally:
        watching.cancel()


async def _stop_without(parent: int | None, stop: asyncio.Event) -> None:
    """A server that is killed cannot tell its worker; the worker notices that it has another parent."""
    # No event tells of a parent's death.
    while parent is None or os.getppid() == parent:  # noqa: ASYNC110
        await asyncio.sleep(PARENT_SECONDS)
    stop.set()


@contextmanager
def _worker_beside() -> Iterator[None]:
    """The worker in a process of its own, out of reach of Ctrl-C, for as long as the block lasts."""
    command_line = [sys.executable, "-m", "app.cli", "worker", "--beside", str(os.getpid())]
    process = subprocess.Popen(command_line, cwd=ROOT, start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(WORKER_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    app()
