"""Taking an extract of the log: it is noted with who and why before its first byte, and nothing of it stays in the house."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from app.audit import public as audit
from app.core.actor import Actor
from app.core.database import Database, ReadSession, Session
from app.core.errors import Invalid
from app.core.ids import new_id
from app.identity import public as identity
from app.statistics.figures.filters import Filters
from app.statistics.logs.columns import Csv
from app.statistics.logs.ocel import OcelJson
from app.statistics.logs.ocel_sqlite import OcelSqlite
from app.statistics.logs.parquet import Parquet
from app.statistics.logs.pseudonyms import Pseudonyms
from app.statistics.logs.reading import Scope, sized, traces
from app.statistics.logs.writing import About, Writer
from app.statistics.logs.xes import Xes

EXTRACTED = "event_log.extract"
SHORTEST_REASON = 10
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its name ends, what it is to a browser, and who writes it."""

    ending: str
    media_type: str
    writer: Callable[[About], Writer]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "xes": Format("xes", "application/xml", Xes),
        "ocel": Format("ocel.json", "application/json", lambda _about: OcelJson()),
        "ocel-sqlite": Format("ocel.sqlite", "application/vnd.sqlite3", lambda _about: OcelSqlite()),
        "csv": Format("csv", "text/csv; charset=utf-8", lambda _about: Csv()),
        "parquet": Format("parquet", "application/vnd.apache.parquet", lambda _about: Parquet()),
    }
)


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract that was asked for and noted. `cases` as they were counted then."""

    id: UUID
    form: str
    scope: Scope
    cases: int

    @property
    def number(self) -> str:
        """How the file calls itself; the record of access has it too."""
        return f"event-log-{self.id}"

    @property
    def file_name(self) -> str:
        return f"{self.number}.{FORMATS[self.form].ending}"

    @property
    def media_type(self) -> str:
        return FORMATS[self.form].media_type


@dataclass(frozen=True, slots=True)
class Taken:
    """An extract that somebody took: who (by identifier), when, why and what."""

    at: datetime
    actor_id: UUID
    role: str
    number: str
    form: str
    times: str
    cases: int
    reason: str
    filters: Mapping[str, str]


async def begin_extract(
    db: Session,
    actor: Actor,
    filters: Filters,
    *,
    form: str,
    times: str,
    reason: str,
    zone: ZoneInfo,
    request_id: str | None = None,
) -> Extract:
    """Note that `actor` takes an extract, and of what. The file is made by `written`, once this is committed.

    `form` is one of `FORMATS`, `times` `day` or `instant`, `zone` where days are counted. Raises `Forbidden`, or `Invalid` at `reason`.
    """
    identity.demand(actor, "event_log.extract")
    why = reason.strip()
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        raise Invalid.at(
            "reason",
            "length",
            "Escriba para qué es el extracto, con %(least)s a %(most)s caracteres.",
            least=SHORTEST_REASON,
            most=LONGEST_REASON,
        )
    cases, origins = await sized(db, filters)
    extract = Extract(new_id(), form, Scope(filters, db.now(), times, zone, origins), cases)
    await audit.looked(
        db,
        EXTRACTED,
        extract.number,
        request_id=request_id,
        detail={
            "format": form,
            "times": times,
            "cases": cases,
            "reason": why,
            "filters": _said(filters),
        },
    )
    return extract


def _said(filters: Filters) -> dict[str, str]:
    chosen = {
        "office": filters.office,
        "origin": filters.origin,
        "sex": filters.sex,
        "age_group": filters.age_group,
        "modality": filters.modality,
        "need": filters.need,
        "instance": filters.instance,
        "from": filters.since,
        "to": filters.until,
    }
    return {name: str(value) for name, value in chosen.items() if value is not None}


async def written(database: Database, actor: Actor, extract: Extract) -> AsyncIterator[bytes]:
    """The file, piece by piece. Its key is made here and is gone with the last piece."""
    names = Pseudonyms()
    writer = FORMATS[extract.form].writer(About(extract.number, extract.scope.as_of, extract.scope.times))
    try:
        for turn in range(writer.passes):
            yield writer.begin(turn)
            async for batch in traces(database, actor, extract.scope, names):
                yield writer.write(turn, batch)
        for piece in writer.end():
            yield piece
    finally:
        if isinstance(writer, OcelSqlite):
            with suppress(OSError):
                writer.forget()


async def extracts_taken(db: ReadSession, *, limit: int = 50) -> list[Taken]:
    """The newest extracts, whoever took them. Raises `Forbidden`."""
    identity.demand(db.actor, "event_log.read")
    found = []
    for act in await audit.acts(db, EXTRACTED, limit=limit):
        said = act.detail
        filters = said.get("filters")
        found.append(
            Taken(
                at=act.at,
                actor_id=act.actor_id,
                role=act.actor_role,
                number=act.subject,
                form=str(said.get("format", "")),
                times=str(said.get("times", "")),
                cases=int(str(said.get("cases", 0))),
                reason=str(said.get("reason", "")),
                filters={str(k): str(v) for k, v in filters.items()} if isinstance(filters, dict) else {},
            )
        )
    return found
