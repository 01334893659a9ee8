"""Column maps, imports with every row of their file, and for ever: which row of which registry became which claim."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, Key, OfUser, Rows
from app.core.database import Model

OPEN = ("reading", "checked", "running", "stopped")


class ColumnMapText(Model):
    """A column map as it was uploaded. One name and version says one thing for ever."""

    __tablename__ = "column_maps"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[Key]
    name: Mapped[str]
    version: Mapped[str]
    label_es: Mapped[str]
    label_en: Mapped[str]
    digest: Mapped[str]
    content: Mapped[str]
    uploaded_by: Mapped[OfUser]
    uploaded_at: Mapped[datetime]


class Import(Model):
    """One file on its way in. `scope` whose it is: `office:<id>` or `all`; `looked_at` households read so far of `households`;
    `said` what was found out about the file; `problem` why it could not be read."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint(
            "state in ('reading', 'unreadable', 'checked', 'running', 'stopped', 'done', 'discarded')",
            name="state",
        ),
        CheckConstraint("state not in ('running', 'done') or approved_by is not null", name="approved"),
        Index(
            "uq_imports_open",
            "source",
            "scope",
            unique=True,
            postgresql_where=text("state in ('reading', 'checked', 'running', 'stopped')"),
        ),
    )

    id: Mapped[Key]
    source: Mapped[str]
    map_id: Mapped[UUID] = mapped_column(ForeignKey("column_maps.id"))
    scope: Mapped[str]
    file_name: Mapped[str]
    file_digest: Mapped[str]
    file_size: Mapped[int]
    said: Mapped[Json]
    state: Mapped[str]
    rows: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[int] = mapped_column(default=0)
    prepared_by: Mapped[OfUser]
    prepared_role: Mapped[str]
    prepared_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_role: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    reasons: Mapped[str | None]
    stopped_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    stopped_at: Mapped[datetime | None]
    problem: Mapped[Json]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class ImportFile(Model):
    """The file itself, for as long as it is being read; then it is erased."""

    __tablename__ = "import_files"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Model):
    """One row of the file: what it says (erased once it is written), what is wrong with it, what became of it.

    `household` counts the cases of the file from 1; within it `position` 0 is the principal applicant.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        CheckConstraint(
            "state in ('ready', 'broken', 'unchanged', 'changed', 'kept', 'done', 'refused')", name="state"
        ),
        Index("ix_import_rows_household", "import_id", "household", "position"),
        Index("ix_import_rows_ready", "import_id", "household", postgresql_where=text("state = 'ready'")),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    household: Mapped[int]
    position: Mapped[int]
    key: Mapped[str]
    digest: Mapped[str]
    state: Mapped[str]
    warns: Mapped[bool] = mapped_column(default=False)
    becomes: Mapped[Json]
    said: Mapped[Json]
    problems: Mapped[Rows]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    reference: Mapped[str | None]


class ImportedClaim(Model):
    """Which row of which registry a claim came from, and what the row said then: what a later file is compared with."""

    __tablename__ = "imported_claims"

    source: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    said: Mapped[Json]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), index=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), index=True)
