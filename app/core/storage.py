"""Files that are written once, encrypted (app/core/crypto.py), in `var_dir`/files.

A file is there whole or not at all: written aside, forced to the disk, then given its name. It is written before the transaction
that speaks of it commits; where that fails, a file without a row stays behind, which nobody can find and `forget` removes.
"""

import asyncio
import errno
import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from app.core import crypto
from app.core.errors import Unavailable
from app.settings import settings

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoom(Unavailable):
    message = (
        "No queda espacio en el disco del servidor: el archivo no se guardó. Avise a quien lo administra."
    )


async def put(file: UUID, content: bytes, *, at: str) -> None:
    """Keep `content` under `file`, sealed for the place `at`. Raises `NoRoom`; then nothing of it is left."""
    await asyncio.to_thread(_write, path_of(file), crypto.seal(content, at))


async def get(file: UUID, *, at: str) -> bytes | None:
    """The content, `None` where there is no such file. Raises `crypto.NotReadable` for one that was damaged or moved."""

    def read() -> bytes | None:
        try:
            return path_of(file).read_bytes()
        except FileNotFoundError:
            return None

    found = await asyncio.to_thread(read)
    return None if found is None else crypto.open_sealed(found, at)


async def forget(file: UUID) -> None:
    """Take the file away, if it is there."""
    await asyncio.to_thread(path_of(file).unlink, missing_ok=True)


async def rewrap(file: UUID, *, at: str) -> bool:
    """Wrap the file's key under the current master key. False where it is already, or where there is no such file."""

    def again() -> bool:
        path = path_of(file)
        if not path.exists():
            return False
        before = path.read_bytes()
        after = crypto.rewrap(before, at)
        if after != before:
            _write(path, after)
        return after != before

    return await asyncio.to_thread(again)


def path_of(file: UUID) -> Path:
    """Where a file is. Its last digits choose the folder: the first ones are the time, and would put a day's files in one."""
    name = file.hex
    return settings().var_dir / "files" / name[-2:] / name


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _force(path.parent)
    except OSError as refused:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        if refused.errno in _FULL:
            raise NoRoom from refused
        raise


def _force(directory: Path) -> None:
    """A name is on the disk only when its folder is."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
