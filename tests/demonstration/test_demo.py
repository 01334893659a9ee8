"""The demonstration from the command line: it starts, it is the same every time, and it leaves nothing running."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from app.core.embedded import throwaway
from app.demonstration.load import simulate
from tests.conftest import ROOT, migrate

LOADING = "Loading"

CASES = 12
FINGERPRINT = """
select count(*), md5(string_agg(digest, '' order by case_id, number)),
       (select md5(string_agg(number || code, '' order by number)) from provisional_documents),
       (select md5(string_agg(number || body || starts_at, '' order by number)) from sittings),
       (select md5(string_agg(number || frame_digest || size, '' order by number)) from quality_samples),
       (select md5(string_agg(review_id || indicator || mark || comment, '' order by review_id, indicator)) from quality_marks),
       (select md5(string_agg(number || what || evidence, '' order by number)) from quality_recommendations),
       (select md5(string_agg(concat(a.figure, a.key, a.direction, a.line, a.state, c.at, c.value), '' order by a.id, c.at))
          from figure_alerts a left join figure_crossings c on c.alert_id = a.id),
       (select count(distinct state)::int from quality_recommendations)
  from case_events
"""

pytestmark = pytest.mark.slow


def lived() -> tuple[object, ...]:
    """A fingerprint of a small caseload in a database of its own."""
    with throwaway() as url:
        migrate(url)
        simulate(url, CASES)

        async def read() -> tuple[object, ...]:
            connection = await asyncpg.connect(url)
            row = await connection.fetchrow(FINGERPRINT)
            await connection.close()
            return tuple(row or ())

        return asyncio.run(read())


def test_two_loads_are_the_same_to_the_last_identifier() -> None:
    first = lived()
    assert first[0]
    # A recommendation in each of its states, whatever the caseload.
    assert first[-1] == 6
    assert lived() == first


def test_it_starts_serves_and_leaves_nothing_running_and_the_second_start_loads_nothing(
    tmp_path: Path,
) -> None:
    with started(tmp_path) as (process, address):
        assert answers(f"{address}/readyz", process)
        process.send_signal(signal.SIGTERM)
        assert LOADING in process.communicate(timeout=30)[0]
    assert left_over(tmp_path) == []
    with started(tmp_path) as (process, address):
        assert answers(f"{address}/sign-in", process)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[0]
    assert "elegibilidad.liberia.1" in said
    assert LOADING not in said
    assert left_over(tmp_path) == []


@contextmanager
def started(var: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"ACOGIDA_VAR_DIR": str(var), "ACOGIDA_PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    # With all its cases, as anybody starts it: a rule that one case in a thousand meets has stopped it before.
    command = [sys.executable, "-m", "app.cli", "demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def answers(address: str, process: subprocess.Popen[str]) -> bool:
    give_up = time.monotonic() + 1200
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - the address is ours
                return int(answer.status) == 200
        except OSError:
            time.sleep(0.2)
    return False


def left_over(var: Path) -> list[str]:
    """Processes that still name the directory, a moment later."""
    time.sleep(1)
    listed = subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(var) in line]
