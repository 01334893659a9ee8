"""Stops PostgreSQL when the process that started it is gone. Run as a script, with the standard library alone.

Arguments: process id, data directory and, for a cluster that shall leave nothing, the directory to remove.
Standard input is a pipe from the owner: a byte means that the owner has seen to it, its end that the owner is dead.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

SECONDS_EACH = 30.0


def watch(pid: int, data: Path, remove: str | None) -> None:
    """Wait for the owner's end, then see to the server and, where asked, to its directory."""
    if os.read(0, 1):
        return
    end_server(pid, data)
    if remove is not None:
        shutil.rmtree(remove, ignore_errors=True)


def end_server(pid: int, data: Path) -> None:
    """A fast shutdown; an immediate one where that takes longer than `SECONDS_EACH`; returns when it has ended."""
    for how in (signal.SIGINT, signal.SIGQUIT):
        if _is_running(pid, data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            _wait_for_end(pid, data)


def _wait_for_end(pid: int, data: Path) -> None:
    give_up = time.monotonic() + SECONDS_EACH
    while _is_running(pid, data) and time.monotonic() < give_up:
        time.sleep(0.02)


def _is_running(pid: int, data: Path) -> bool:
    # By the server's own pid file too, so that a number given to somebody else is never signalled.
    try:
        os.kill(pid, 0)
        return (data / "postmaster.pid").read_text().split("\n", 1)[0].strip() == str(pid)
    except (FileNotFoundError, ProcessLookupError):
        return False


if __name__ == "__main__":
    watch(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
