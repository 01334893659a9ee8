"""Reading what somebody sent in a process of its own, which may take so much memory and time and no more.

A file of a few kilobytes can ask a library for half a terabyte, or for an hour. The process that ends of it must not be the one that
serves or works for others, and a thread cannot be stopped.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024**2
_FOR_READING = {"LC_ALL": "C.UTF-8", "RUST_BACKTRACE": "0"}


class TooMuch(Exception):
    """It wants more memory or time than it may have."""


def read_apart(module: str, content: bytes, *, seconds: int, arguments: Sequence[str] = ()) -> bytes:
    """What `python -m module` writes when it is given the content. It sets its own limits by `answer`. Raises `TooMuch`."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            cwd=ROOT,
            env=_FOR_READING,
        )
    except subprocess.TimeoutExpired as late:
        raise TooMuch from late
    if done.returncode != 0:
        raise TooMuch
    return done.stdout


def answer(read: Callable[[bytes], bytes], *, memory: int, seconds: int) -> None:
    """The other side: under limits (bytes, seconds of processor time), answer what came in with what `read` makes of it."""
    import resource  # noqa: PLC0415 - not on every system, and only the process that is limited needs it

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(read(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()
