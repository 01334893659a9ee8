"""Notes with who they mention, tasks, and hand-overs from one officer to another."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser
from app.core.database import Model


class CaseNote(Model):
    """An internal note. Never changed: a correction is another note that says which one it corrects.

    `side` is whose notes these are: `first` (who examines), `commission` (who decides) or `body:…` (one instance of remedy).
    """

    __tablename__ = "case_notes"
    __table_args__ = (
        Index("ix_case_notes_case_id", "case_id", "written_at", "id"),
        Index(
            "uq_case_notes_corrects", "corrects", unique=True, postgresql_where=text("corrects is not null")
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    side: Mapped[str]
    body: Mapped[str]
    written_by: Mapped[OfUser]
    written_at: Mapped[datetime]
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("case_notes.id"))


class CaseMention(Model):
    """A colleague is named in a note. Only who may read the note can be."""

    __tablename__ = "case_mentions"
    __table_args__ = (Index("ix_case_mentions_unseen", "user_id", postgresql_where=text("seen_at is null")),)

    note_id: Mapped[UUID] = mapped_column(ForeignKey("case_notes.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    seen_at: Mapped[datetime | None]


class CaseTask(Model):
    """Something to be done by somebody until a day. Done, it can be opened again."""

    __tablename__ = "case_tasks"
    __table_args__ = (
        CheckConstraint("(done_at is null) = (done_by is null)", name="done"),
        Index("ix_case_tasks_open", "assignee", "due_on", "id", postgresql_where=text("done_at is null")),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    side: Mapped[str]
    title: Mapped[str]
    due_on: Mapped[date]
    assignee: Mapped[OfUser]
    made_by: Mapped[OfUser]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)


class CaseHandover(Model):
    """One officer gives a case to another, who accepts it or not. `reference` for who does not see the case yet."""

    __tablename__ = "case_handovers"
    __table_args__ = (
        CheckConstraint("state in ('proposed', 'accepted', 'refused', 'withdrawn')", name="state"),
        Index("uq_case_handovers_open", "case_id", unique=True, postgresql_where=text("state = 'proposed'")),
        Index("ix_case_handovers_to_user", "to_user", postgresql_where=text("state = 'proposed'")),
    )

    id: Mapped[Key]
    case_id: Mapped[OfCase]
    reference: Mapped[str]
    from_user: Mapped[OfUser]
    to_user: Mapped[OfUser]
    done: Mapped[str]
    pending: Mapped[str]
    promises: Mapped[str]
    next_due_on: Mapped[date | None]
    next_due_rule: Mapped[str | None]
    state: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    answer: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
