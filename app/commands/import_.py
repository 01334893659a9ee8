"""`rsd import`: an existing caseload from a file, from the command line of the server.

    rsd import casos.xlsx --map plantilla.toml --as supervision.liberia --report informe.csv
    rsd import casos.xlsx --map plantilla.toml --as supervision.liberia --start-as administracion --because "…"

The first looks at every row and writes nothing. The second starts it in the name of another person; typed again after a stop, it
goes on where it was. What it does is what the page /imports does.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress

from app.core.actor import SYSTEM, Actor
from app.core.database import Database
from app.core.errors import Invalid, Refusal
from app.identity import public as identity
from app.intake import public as intake
from app.overrides.public import procedure_in_force
from app.settings import settings
from app.web import import_shown
from app.workflows import import_caseload

bulk = intake.bulk
ROLES = ("supervisor", "administrator")
console = Console()

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX or CSV.")]
Map = Annotated[
    str, typer.Option("--map", help="The column map: a TOML file, or the name of one that was uploaded.")
]
As = Annotated[
    str, typer.Option("--as", help="User name of the supervisor or administrator who brings the file.")
]
StartAs = Annotated[
    str | None, typer.Option("--start-as", help="User name of the other person, who starts it.")
]
Because = Annotated[str, typer.Option("--because", help="Why, for the record of the import.")]
Report = Annotated[
    Path | None, typer.Option("--report", help="Write what is to be said of every row to this CSV.")
]


def bring_in(
    url: str,
    file: Path,
    map_: str,
    who: str,
    *,
    start_as: str | None = None,
    because: str = "",
    report: Path | None = None,
) -> int:
    """Look at the file, and write it where somebody starts it. Returns the exit code: 1 where a row is broken or was refused."""
    path = Path(map_)
    written = path.read_text(encoding="utf-8") if path.suffix == ".toml" and path.exists() else None
    brought = _Brought(file.name, file.read_bytes(), map_, written)
    return asyncio.run(_bring_in(url, brought, who, start_as, because, report))


@dataclass(frozen=True, slots=True)
class _Brought:
    name: str
    content: bytes
    map_name: str
    map_text: str | None


async def _bring_in(
    url: str, brought: _Brought, who: str, start_as: str | None, because: str, report: Path | None
) -> int:
    requests = Database.connect(url, role=settings().database_app_role, pool_size=2)
    worker = Database.connect(url, role=settings().database_worker_role, pool_size=2)
    try:
        actor = await _actor(worker, who)
        import_id = await _upload(requests, actor, brought)
        with Progress(console=console) as bar:
            looking = bar.add_task("rows looked at", total=None)
            await import_caseload.look(
                worker, import_id, told=lambda done, all_: bar.update(looking, completed=done, total=all_)
            )
        if start_as is not None:
            await _write(requests, worker, await _actor(worker, start_as), import_id, because)
        if report is not None:
            await _write_report(requests, actor, import_id, report)
        return await _said(requests, actor, import_id)
    except Refusal as refusal:
        for line in _lines(refusal):
            console.print(f"[red]{line}[/red]")
        return 2
    finally:
        await requests.close()
        await worker.close()


async def _actor(worker: Database, username: str) -> Actor:
    async with worker.reading(SYSTEM) as db:
        actor = await identity.actor_by_username(db, username, ROLES)
    if actor is None:
        raise typer.BadParameter(f"{username} is no supervisor and no administrator")
    return actor


async def _upload(requests: Database, actor: Actor, brought: _Brought) -> UUID:
    async with requests.writing(actor) as db:
        if brought.map_text is not None:
            map_id = await bulk.keep_map(db, actor, brought.map_text)
        else:
            map_id = await bulk.map_named(db, actor, brought.map_name)
        return await bulk.upload(db, actor, file_name=brought.name, content=brought.content, map_id=map_id)


async def _write(requests: Database, worker: Database, actor: Actor, import_id: UUID, because: str) -> None:
    async with requests.writing(actor) as db:
        await bulk.start(db, actor, import_id, reasons=because)
        view = await bulk.one(db, import_id)
    with Progress(console=console) as bar:
        writing = bar.add_task("rows written", total=view.to_do, completed=view.handled)
        await import_caseload.write(worker, import_id, told=lambda more: bar.advance(writing, more))


async def _write_report(requests: Database, actor: Actor, import_id: UUID, path: Path) -> None:
    async with requests.reading(actor) as db:
        profile = await procedure_in_force(db)
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            out.write(import_shown.report_head())
            async for row in bulk.all_rows(db, import_id):
                out.write(import_shown.report_lines(row, profile, cells=actor.role != "administrator"))


async def _said(requests: Database, actor: Actor, import_id: UUID) -> int:
    async with requests.reading(actor) as db:
        view = await bulk.one(db, import_id)
    console.print(f"import {view.id}: {view.state}")
    if view.problem:
        console.print(f"[red]{str(view.problem['message']) % dict(view.problem['values'])}[/red]")
        return 2
    for name, value in view.said.items():
        console.print(f"  {name}: {value!r}")
    for state, count in view.counts.items():
        if count:
            console.print(f"  {count:>8,} {state}")
    return 1 if view.counts["broken"] or view.counts["refused"] else 0


def _lines(refusal: Refusal) -> list[str]:
    if isinstance(refusal, Invalid):
        return [f.message % f.values if f.values else f.message for f in refusal.fields]
    return [str(refusal)]
