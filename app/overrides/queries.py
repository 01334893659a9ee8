"""The overrides of this deployment's country, as the actor may see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, text

from app.core.database import ReadSession, Session
from app.core.errors import NotFound
from app.identity import public as identity
from app.overrides import errors
from app.overrides.editions import edition_in_force, procedure_in_force, shipped
from app.overrides.models import ProcedureOverride
from app.overrides.reading import Preview, preview_of, version_as_shipped
from app.procedure import public as procedure

O = ProcedureOverride  # noqa: E741 - the table's alias in this file


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """One override in the list. `standing`: `draft`, `coming`, `in_force`, `replaced` by a later one, or `withdrawn`."""

    number: int
    profile_version: str
    title: str
    standing: str
    uploaded_by: UUID
    uploader: str
    uploaded_at: datetime
    because: str
    valid_from: date | None
    put_in_force_by: UUID | None
    confirmer: str | None
    put_in_force_at: datetime | None
    put_in_force_because: str | None
    alone: bool
    withdrawer: str | None
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    digest: str
    version: int

    @property
    def edition(self) -> str:
        """What a case under it keeps as its `profile_version`."""
        return str(procedure.Plain(self.profile_version, self.number))


@dataclass(frozen=True, slots=True)
class OverrideView:
    """One override with its text, and what it would change; `preview` is `None` where the text can no longer be read."""

    line: OverrideLine
    content: str
    preview: Preview | None
    faults: tuple[procedure.Fault, ...]


async def overrides(db: ReadSession) -> list[OverrideLine]:
    """All that the actor may see, newest first: what was put in force; drafts for administrators and auditors."""
    return await _lines(db)


async def override(db: ReadSession, number: int) -> OverrideView:
    """One override, compared with the procedure in force today where it is for that version. Raises `NotFound`."""
    found = await db.row(select(O).where(_country(), O.number == number))
    if found is None:
        raise NotFound
    (line,) = await _lines(db, O.number == number)
    row: ProcedureOverride = found[0]
    try:
        return OverrideView(line, row.content, preview_of(row, await _before(db, row)), ())
    except errors.BrokenOverride as broken:
        return OverrideView(line, row.content, None, broken.faults)


async def _before(db: ReadSession, row: ProcedureOverride) -> procedure.Profile:
    """What a draft would follow; what anything else changed in its version as it was shipped."""
    if row.state == "draft" and shipped(shipped().today(db.now())).version == row.profile_version:
        return await procedure_in_force(db)
    return version_as_shipped(row)


async def one_at_a_time(db: Session, country: str) -> None:
    """Two administrators at once: the second waits for the first, and sees what came of it."""
    await db.execute(
        text("select pg_advisory_xact_lock(hashtext(:what))"), {"what": f"procedure overrides of {country}"}
    )


async def locked(db: Session, number: int, *, version: int | None) -> ProcedureOverride:
    """The override, locked for a change. Raises `NotFound`, `OverrideChanged` where the caller read another version."""
    key = await db.scalar(select(O.id).where(_country(), O.number == number))
    found = await db.locked(ProcedureOverride, key) if key else None
    if found is None:
        raise NotFound
    if version is not None and version != found.version:
        raise errors.OverrideChanged
    return found


def _country() -> ColumnElement[bool]:
    return O.country == shipped().country


async def _lines(db: ReadSession, *conditions: ColumnElement[bool]) -> list[OverrideLine]:
    columns = [c for c in O.__table__.c if c.name != "content"]
    rows = await db.rows(select(*columns).where(_country(), *conditions).order_by(O.number.desc()))
    people = {by for row in rows for by in (row.uploaded_by, row.put_in_force_by, row.withdrawn_by) if by}
    names = await identity.names(db, people) if people else {}
    today, in_force = shipped().today(db.now()), await edition_in_force(db)
    return [_line(row, names, today, in_force) for row in rows]


def _line(row: Any, names: dict[UUID, str], today: date, in_force: str) -> OverrideLine:
    edition = str(procedure.Plain(row.profile_version, row.number))
    standing = row.state
    if row.state == "in_force":
        standing = "in_force" if edition == in_force else "coming" if row.valid_from > today else "replaced"
    return OverrideLine(
        row.number,
        row.profile_version,
        row.title,
        standing,
        row.uploaded_by,
        names.get(row.uploaded_by, ""),
        row.uploaded_at,
        row.because,
        row.valid_from,
        row.put_in_force_by,
        names.get(row.put_in_force_by),
        row.put_in_force_at,
        row.put_in_force_because,
        row.alone,
        names.get(row.withdrawn_by),
        row.withdrawn_at,
        row.withdrawn_because,
        row.digest,
        row.version,
    )
