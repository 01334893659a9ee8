"""What the product asks PostgreSQL for, written down and given to pgbench."""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.embedded import program

Statement = tuple[str, tuple[Any, ...]]
# The first column names the row: its own key, or the case or person that it belongs to.
_INSERTED = re.compile(r"INSERT INTO (\w+) \((\w+)([^)]*)\)")


@contextmanager
def recorded(engine: AsyncEngine) -> Iterator[list[Statement]]:
    """The statements that go through the engine while the block lasts. (The job queue writes its rows beside it.)"""
    found: list[Statement] = []

    def note(_c: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
        # Many rows come as a list; in one statement of many rows, all their values in one.
        several = parameters if isinstance(parameters, list) else [parameters]
        found.extend((sql, tuple(values)) for values in several)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)


async def forget(url: str, statements: Sequence[Statement]) -> None:
    """Take away the rows that the recorded request wrote, so that writing them again is no clash."""
    connection = await asyncpg.connect(url)
    await connection.execute("set session_replication_role = replica")
    for sql, values in statements:
        if inserted := _INSERTED.match(sql):
            keys = values[:: inserted[3].count(",") + 1]
            await connection.execute(f"delete from {inserted[1]} where {inserted[2]} = any ($1)", keys)  # noqa: S608
    # With no trigger on, what an appointment had taken is not given back with it.
    await connection.execute(
        "delete from taken where appointment_id is not null and appointment_id not in (select id from appointments)"
    )
    await connection.close()


def pgbench(url: str, statements: Sequence[Statement], times: int) -> list[float]:
    """Milliseconds of each of `times` transactions of these statements, prepared, by one client, rolled back."""
    lines = ["begin;", *(f"{written(*one)};" for one in statements), "rollback;"]
    with tempfile.TemporaryDirectory() as directory:
        script, log = Path(directory) / "script.sql", Path(directory) / "log"
        script.write_text("\n".join(lines) + "\n")
        command = [str(program("pgbench")), "-n", "-M", "prepared", "-c", "1", "-t", str(times), "-l"]
        command += [f"--log-prefix={log}", "-f", str(script), url]
        options = {"PGOPTIONS": "-c role=acogida_app -c jit=off"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | options)
        if done.returncode != 0:
            raise SystemExit(f"pgbench failed: {done.stderr.strip()[-500:]}")
        entries = next(Path(directory).glob("log.*")).read_text().splitlines()
    return [int(line.split()[2]) / 1000 for line in entries]


def written(sql: str, values: Sequence[Any]) -> str:
    """The statement with its values in it, as pgbench reads it."""
    return re.sub(r"\$(\d+)", lambda place: literal(values[int(place[1]) - 1]), sql)


def literal(value: Any) -> str:
    if value is None or isinstance(value, bool | int | float):
        return "NULL" if value is None else str(value).lower()
    if isinstance(value, list | tuple):
        return _quoted("{" + ",".join(_element(each) for each in value) + "}")
    if isinstance(value, asyncpg.Range):
        return _quoted(f"[{value.lower},{value.upper})")
    return _quoted(json.dumps(value) if isinstance(value, dict) else str(value))


def _element(value: Any) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _quoted(text: str) -> str:
    # A colon begins a variable of pgbench.
    plain = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a").replace("\n", "\\n")
    return f"E'{plain}'"
