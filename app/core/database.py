"""The database session: one transaction, one actor, one clock.

`ReadSession` and `Session` are different types, so that a read that writes fails type checking; the database refuses it too.
The security context travels in one statement at the start of the transaction and ends with it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, MetaData, bindparam, event, inspect, select, text
from sqlalchemy.engine import URL, Connection, Dialect, Result, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql import Executable

from app.core.actor import Actor
from app.core.clock import Clock, SystemClock
from app.core.errors import Unavailable
from app.core.jobs import Job, JobQueue, PostgresQueue

T = TypeVar("T")

# Different statements that a connection keeps prepared. The product has a few hundred: the driver's hundred would plan them anew and anew.
PREPARED = 1000

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """What every table's class derives from. Constraint names are fixed, so that they can be mapped to domain errors."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True)}


CONTEXT = text(
    "select set_config('app.actor', :actor, true), set_config('app.role', :role, true),"
    " set_config('app.audience', :audience, true), set_config('transaction_read_only', :read_only, true)"
)
_WHOLE = text("select set_config('app.whole', :case, true)")


def _context(actor: Actor, *, read_only: bool) -> dict[str, str]:
    return {
        "actor": str(actor.user_id),
        "role": actor.role,
        "audience": ",".join(actor.audience),
        "read_only": "on" if read_only else "off",
    }


@event.listens_for(SyncSession, "after_begin")
def _set_context(session: SyncSession, transaction: Any, connection: Connection) -> None:
    # A savepoint is inside the transaction that has the context already.
    if transaction.nested or "actor" not in session.info:
        return
    connection.execute(CONTEXT, _context(session.info["actor"], read_only=session.info["read_only"]))


@cache
def _locking(model: type[Any]) -> Any:
    """The statement that locks one row of a table with one key. Built once: building it costs as much as running it."""
    (key,) = inspect(model).primary_key
    return (
        select(model)
        .where(key == bindparam("key"))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


class ReadSession:
    """Reads as one actor, in a read-only transaction under row-level security."""

    def __init__(
        self,
        session: AsyncSession,
        actor: Actor,
        clock: Clock,
        kept: dict[Any, Any],
        *,
        read_only: bool = True,
    ) -> None:
        session.info.update(actor=actor, read_only=read_only)
        self._session = session
        self._clock = clock
        self.actor = actor
        # What never changes once it is written, as this process has read it from this database.
        self.kept = kept
        # What this transaction has looked up already.
        self.noted: dict[Any, Any] = {}

    def now(self) -> datetime:
        """The time, in UTC, from the injected clock."""
        return self._clock.now()

    async def execute(self, statement: Executable, parameters: Any = None) -> Result[Any]:
        return await self._session.execute(statement, parameters)

    async def rows(self, statement: Executable, parameters: Any = None) -> Sequence[Any]:
        return (await self._session.execute(statement, parameters)).all()

    async def row(self, statement: Executable, parameters: Any = None) -> Any:
        """The first row, or `None`."""
        return (await self._session.execute(statement, parameters)).first()

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        return await self._session.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None) -> Sequence[Any]:
        return (await self._session.scalars(statement, parameters)).all()

    async def get(self, model: type[T], key: Any) -> T | None:
        return await self._session.get(model, key)

    async def act_as(self, actor: Actor) -> None:
        """Go on in the same transaction as `actor`: the edge, once it knows who asks; the worker; the caseload loader."""
        await self._session.flush()
        self.actor = actor
        self._session.info["actor"] = actor
        if self._session.in_transaction():
            await self._session.execute(CONTEXT, _context(actor, read_only=self._session.info["read_only"]))


class Session(ReadSession):
    """Reads and writes as one actor. Actions take it; only the edge that opened it commits."""

    def __init__(self, session: AsyncSession, actor: Actor, clock: Clock, kept: dict[Any, Any]) -> None:
        super().__init__(session, actor, clock, kept, read_only=False)
        self._jobs: list[Job] = []

    async def locked(self, model: type[T], key: Any) -> T | None:
        """The row, locked until the end of the transaction, as it is now. `None` when it is not visible to the actor."""
        statement = _locking(model)  # type: ignore[arg-type]  # a class is hashable
        found: T | None = await self._session.scalar(statement, {"key": key})
        return found

    async def see_whole(self, case_id: UUID) -> None:
        """See everybody of a case until the transaction ends, or the attempt is taken back: for an action that has it in hand, also
        where the actor is shown only some of them. Which cases there are stays as it is (migration 0255).
        """
        await self._session.execute(_WHOLE, {"case": str(case_id)})

    def play(self, actor: Actor) -> None:
        """Go on as `actor` without a word to the database, which goes on seeing who began: for the simulation, begun by the
        system in the worker's role. Its actions check permissions as ever.
        """
        self.actor = actor

    def add(self, *rows: Model) -> None:
        self._session.add_all(rows)

    async def delete(self, row: Model) -> None:
        await self._session.delete(row)

    def believe(self, row: Model, attribute: str, value: Any) -> None:
        """Note on `row` what the database has just been told in another way, so that no second update is written."""
        set_committed_value(row, attribute, value)

    async def flush(self) -> None:
        await self._session.flush()

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A step that may be refused inside a transaction that goes on, e.g. to show the form again: nothing of it stays."""
        jobs = list(self._jobs)
        try:
            async with self._session.begin_nested():
                yield
        except BaseException:
            self._jobs = jobs
            self.noted.clear()
            raise

    def later(self, name: str, payload: Mapping[str, str], *, at: datetime) -> None:
        """Have the worker do `name` at `at` or soon after, if and only if this transaction commits."""
        self._jobs.append(Job(name, payload, at))

    async def driver(self) -> Any:
        """The driver's own connection inside this transaction, for very many rows at once."""
        await self._session.flush()
        raw = await (await self._session.connection()).get_raw_connection()
        return raw.driver_connection

    async def put_jobs(self, queue: JobQueue) -> None:
        """Write the jobs asked for so far, in one statement. The edge calls it right before the commit."""
        if self._jobs:
            await self._session.flush()
            raw = await (await self._session.connection()).get_raw_connection()
            await queue.put(raw.driver_connection, self._jobs, self.now())
            self._jobs = []


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a statement may take, and wait for somebody else's lock, before the server ends it. A transaction that
    does nothing for as long as a statement may take is ended, too: its locks keep others waiting."""

    statement: float
    lock: float

    def as_settings(self) -> dict[str, str]:
        statement = f"{round(self.statement * 1000)}ms"
        return {
            "statement_timeout": statement,
            "lock_timeout": f"{round(self.lock * 1000)}ms",
            "idle_in_transaction_session_timeout": statement,
        }


@dataclass(frozen=True, slots=True)
class Database:
    """The engine and how to open a transaction on it."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    clock: Clock
    queue: JobQueue
    # See `ReadSession.kept`.
    kept: dict[Any, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def connect(
        cls,
        url: str,
        *,
        role: str | None,
        clock: Clock | None = None,
        queue: JobQueue | None = None,
        pool_size: int = 10,
        durable: bool = True,
        patience: Patience | None = None,
    ) -> "Database":
        """Connect lazily. `role` is the database role taken on every connection (`acogida_app`, `acogida_worker`).

        `durable=False` lets a crash lose the last commits: only for what is made again from the start, the demonstration.
        `patience` ends what takes longer; none: the server's own settings hold, as for long work in the background.
        """
        settings = {"application_name": "acogida", "jit": "off"}
        if patience:
            settings |= patience.as_settings()
        if role:
            settings["role"] = role
        if not durable:
            settings["synchronous_commit"] = "off"
        engine = create_async_engine(
            driver_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            connect_args={"server_settings": settings, "prepared_statement_cache_size": PREPARED},
        )
        event.listen(engine.sync_engine, "do_connect", _reach)
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        return cls(engine, sessions, clock or SystemClock(), queue or PostgresQueue())

    @asynccontextmanager
    async def reading(self, actor: Actor) -> AsyncIterator[ReadSession]:
        async with self.sessions() as session:
            yield ReadSession(session, actor, self.clock, self.kept)

    @asynccontextmanager
    async def writing(self, actor: Actor) -> AsyncIterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with self.sessions() as session, session.begin():
            db = Session(session, actor, self.clock, self.kept)
            yield db
            await db.put_jobs(self.queue)

    async def close(self) -> None:
        await self.engine.dispose()


def _reach(dialect: Dialect, _record: Any, arguments: Any, parameters: Any) -> Any:
    """Connect. A server that is not there is `Unavailable`, which no other missing file or broken pipe is."""
    try:
        return dialect.connect(*arguments, **parameters)
    except OSError as away:
        raise Unavailable from away


def driver_url(url: str) -> URL:
    """`url` for asyncpg, whatever driver it names: `postgresql://…` is enough in the settings."""
    return make_url(url).set(drivername="postgresql+asyncpg")
