"""The system account under which the embedded PostgreSQL runs when we are root, because it refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "acogida-postgres"
# What `useradd` answers when the name exists: somebody else, in a second process, was quicker.
ALREADY_THERE = 9


class ClusterFailed(RuntimeError):
    """The embedded PostgreSQL could not be made, started or stopped; the message says why."""


@dataclass(frozen=True)
class Account:
    """Numeric user and group."""

    user: int
    group: int


def account_for_postgres() -> Account | None:
    """The account to run PostgreSQL as (made when missing); None means the one that we have already."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _create_account()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(entry.pw_uid, entry.pw_gid)


def let_through(path: Path) -> None:
    """Let other accounts pass (not list) the directories above `path`, which a root user's home forbids."""
    for above in path.parents:
        mode = above.stat().st_mode
        if not mode & 0o001:
            above.chmod(mode | 0o001)


def _create_account() -> None:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        SYSTEM_USER,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        raise ClusterFailed("running as root needs `useradd`; run as an ordinary user instead") from missing
    if done.returncode not in (0, ALREADY_THERE):
        raise ClusterFailed(f"could not add the system user {SYSTEM_USER}: {done.stderr.strip()}")
