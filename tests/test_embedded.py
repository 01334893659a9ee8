"""The embedded PostgreSQL starts, serves, is shared, and leaves nothing behind however its owner ends."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from app.core.embedded import THROWAWAY, Cluster, throwaway

ROOT = Path(__file__).parents[1]
OWNER = """
import signal, sys, time
from pathlib import Path
# As a terminal has it, also where this run was started in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)
from app.core.embedded import THROWAWAY, Cluster
print(Cluster(Path(sys.argv[1]), options=THROWAWAY).start(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """Not pytest's own: a second pytest run closes that to the account under which a root user's PostgreSQL runs."""
    with tempfile.TemporaryDirectory(prefix="acogida-test-") as made:
        yield Path(made)


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    # Not synchronised to the disk: faster, and where what was committed matters, a test makes its own.
    made = Cluster(home / "pg", options=THROWAWAY)
    yield made
    made.stop()


def owner_in_another_process(directory: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(directory)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql://")
    process.stdout.close()
    return process


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def wait_until_gone(pid: int) -> bool:
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_it_serves_by_socket_only_and_keeps_what_it_was_told(home: Path) -> None:
    cluster = Cluster(home / "pg")
    url = cluster.start()
    await ask(url, "create table kept as select 7 as seven")
    assert await ask(url, "show listen_addresses") == ""
    assert await ask(url, "show fsync") == "on"
    cluster.stop()
    assert await ask(cluster.start(), "select seven from kept") == 7
    cluster.stop()


async def test_nobody_else_may_enter_the_data_or_the_socket(cluster: Cluster) -> None:
    cluster.start()
    assert cluster.data.stat().st_mode & 0o077 == 0
    assert cluster.socket_directory.stat().st_mode & 0o077 == 0


async def test_a_second_process_attaches_and_its_stop_leaves_the_server_running(cluster: Cluster) -> None:
    owner = owner_in_another_process(cluster.directory)
    url = cluster.start()
    assert not cluster.owned
    cluster.stop()
    assert await ask(url, "select 1") == 1
    owner.kill()
    owner.wait()


def test_a_killed_owner_takes_the_server_with_it(cluster: Cluster) -> None:
    owner = owner_in_another_process(cluster.directory)
    pid = server_pid(cluster)
    owner.kill()
    owner.wait()
    assert wait_until_gone(pid)


def test_ctrl_c_in_the_terminal_lets_the_owner_stop_the_server_in_order(cluster: Cluster) -> None:
    owner = owner_in_another_process(cluster.directory)
    pid = server_pid(cluster)
    # What a terminal does: the signal goes to everybody in the foreground group.
    os.killpg(owner.pid, signal.SIGINT)
    owner.wait(timeout=20)
    assert wait_until_gone(pid)
    cluster.start()
    assert "was not properly shut down" not in cluster.log.read_text()


@pytest.mark.slow
async def test_a_crashed_server_with_a_stale_pid_file_starts_again(home: Path) -> None:
    cluster = Cluster(home / "pg")
    url = cluster.start()
    await ask(url, "create table kept as select 7 as seven")
    pid = server_pid(cluster)
    os.kill(pid, signal.SIGKILL)
    cluster.stop()
    stale = cluster.data / "postmaster.pid"
    # The number in the file now belongs to a living process that is no PostgreSQL: us.
    stale.write_text(stale.read_text().replace(str(pid), str(os.getpid()), 1))
    assert await ask(cluster.start(), "select seven from kept") == 7
    cluster.stop()


@pytest.mark.slow
def test_an_orphan_without_a_watchdog_is_stopped_by_the_next_start(cluster: Cluster) -> None:
    cluster.start()
    orphan = server_pid(cluster)
    assert cluster._server is not None
    assert cluster._watchdog is not None
    assert cluster._lock is not None
    cluster._watchdog.kill()
    cluster._lock.close()
    successor = Cluster(cluster.directory, options=THROWAWAY)
    try:
        successor.start()
        assert successor.owned
        assert server_pid(successor) != orphan
        assert cluster._server.wait(timeout=5) == 0
    finally:
        successor.stop()


@pytest.mark.slow
async def test_a_path_too_long_for_a_socket_still_works(home: Path) -> None:
    cluster = Cluster(home / ("long" * 20) / "pg")
    try:
        assert await ask(cluster.start(), "select 1") == 1
    finally:
        cluster.stop()
    assert not cluster.socket_directory.exists()


async def test_a_throwaway_cluster_is_fast_and_leaves_no_file() -> None:
    with throwaway() as url:
        assert await ask(url, "show fsync") == "off"
        socket = Path(url.partition("host=")[2])
        assert socket.exists()
    assert not socket.parent.exists()
