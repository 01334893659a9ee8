"""OCEL 2.0 as a relational database in one SQLite file, with a table for each kind of event and of object."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from app.statistics.logs.ocel import (
    ALWAYS,
    EVENT_ATTRIBUTES,
    OBJECT_TYPES,
    Officers,
    Thing,
    objects_of,
    relations_of,
    values_of,
)
from app.statistics.logs.traces import Trace
from app.statistics.logs.writing import moment

_CHUNK = 256 * 1024
_BEGIN = """
create table event_map_type (ocel_type text primary key, ocel_type_map text not null);
create table object_map_type (ocel_type text primary key, ocel_type_map text not null);
create table event (ocel_id text primary key, ocel_type text not null references event_map_type (ocel_type));
create table object (ocel_id text primary key, ocel_type text not null references object_map_type (ocel_type));
create table event_object (ocel_event_id text not null references event (ocel_id),
    ocel_object_id text not null references object (ocel_id), ocel_qualifier text not null,
    primary key (ocel_event_id, ocel_object_id, ocel_qualifier));
create table object_object (ocel_source_id text not null references object (ocel_id),
    ocel_target_id text not null references object (ocel_id), ocel_qualifier text not null,
    primary key (ocel_source_id, ocel_target_id, ocel_qualifier));
"""


class OcelSqlite:
    """A database is not written front to back, so this one is made in a file of its own, which is gone once it has been sent."""

    passes = 1

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="acogida-ocel-", ignore_cleanup_errors=True)
        self._path = Path(self._folder.name) / "log.sqlite"
        # Batches are written by whatever thread has the turn, never by two.
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._db.execute("pragma journal_mode = off")
        self._db.execute("pragma synchronous = off")
        self._db.executescript(_BEGIN)
        self._kinds: dict[str, str] = {}
        self._officers = Officers()
        for kind, attributes in OBJECT_TYPES.items():
            self._table("object", kind, attributes, changing=True)

    def begin(self, _turn: int) -> bytes:
        self._db.execute("begin")
        return b""

    def write(self, _turn: int, traces: Sequence[Trace]) -> bytes:
        self._officers.note(traces)
        for trace in traces:
            self._add_events(trace)
            for thing in objects_of(trace):
                self._add_object(thing)
        return b""

    def end(self) -> Iterator[bytes]:
        try:
            for thing in self._officers.things():
                self._add_object(thing)
            self._db.execute("commit")
            self._db.close()
            with self._path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        finally:
            self.forget()

    def forget(self) -> None:
        """Take the file away, also where nobody waited for its end."""
        self._db.close()
        self._folder.cleanup()

    def _add_events(self, trace: Trace) -> None:
        for event in trace.events:
            table = self._kinds.get(event.name) or self._table("event", event.name, EVENT_ATTRIBUTES)
            self._db.execute("insert into event values (?, ?)", (event.id, event.name))
            self._insert(table, (event.id, moment(event.at), *values_of(event).values()))
            self._db.executemany(
                "insert or ignore into event_object values (?, ?, ?)",
                [(event.id, thing, qualifier) for thing, qualifier in relations_of(trace, event)],
            )

    def _add_object(self, thing: Thing) -> None:
        self._db.execute("insert into object values (?, ?)", (thing.id, thing.kind))
        names = OBJECT_TYPES[thing.kind]
        first = {name: value for name, since, value in thing.attributes if since == ALWAYS}
        table = f"object_{_mapped(thing.kind)}"
        self._insert(table, (thing.id, moment(ALWAYS), None, *(first.get(name) for name in names)))
        for name, since, value in thing.attributes:
            if since != ALWAYS:
                changed = [value if each == name else None for each in names]
                self._insert(table, (thing.id, moment(since), name, *changed))
        self._db.executemany(
            "insert or ignore into object_object values (?, ?, ?)",
            [(thing.id, other, qualifier) for other, qualifier in thing.relations],
        )

    def _insert(self, table: str, values: Sequence[object]) -> None:
        marks = ", ".join("?" * len(values))
        self._db.execute(f'insert into "{table}" values ({marks})', values)  # noqa: S608 - a name that `_mapped` made

    def _table(self, of: str, kind: str, attributes: Iterable[str], *, changing: bool = False) -> str:
        """The table of a kind: its name, noted in the map that the standard asks for."""
        table = f"{of}_{_mapped(kind)}"
        columns = ["ocel_id text not null", "ocel_time timestamp not null"]
        columns += ["ocel_changed_field text"] if changing else []
        columns += [f"{name} {'integer' if name == 'position' else 'text'}" for name in attributes]
        self._db.execute(f'create table "{table}" ({", ".join(columns)})')
        self._db.execute(f"insert into {of}_map_type values (?, ?)", (kind, _mapped(kind)))  # noqa: S608 - `event` or `object`
        if of == "event":
            self._kinds[kind] = table
        return table


def _mapped(kind: str) -> str:
    """A kind as part of a table's name."""
    return re.sub(r"[^a-z0-9_]", "_", kind.lower())
