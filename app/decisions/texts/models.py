"""The text of a decision, as composed and as edited."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, OfCase, OfUser, Rows, Words
from app.core.database import Model


class DecisionText(Model):
    """One decision's text. From the first signature on it cannot change: a trigger refuses it.

    `template` and `template_version` say the wording that it was composed with, `told` what that was filled with (plain data),
    `parts` the paragraphs (`texts.shapes`). `code` is what anyone checks the paper by.
    """

    __tablename__ = "decision_texts"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    case_id: Mapped[OfCase]
    code: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[str]
    told: Mapped[Json]
    parts: Mapped[Rows]
    # The languages of the page in plain words.
    spoken: Mapped[Words]
    composed_at: Mapped[datetime]
    composed_by: Mapped[OfUser]
    edited_at: Mapped[datetime | None]
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)
