"""A sign of life that a process leaves in the database, for the server's readiness check to read."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, ReadSession, Session

WORKER = "worker"


class Heartbeat(Model):
    """When each kind of process last said that it is at work."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


async def beat(db: Session, name: str) -> None:
    """Note that `name` is at work now."""
    await db.execute(
        insert(Heartbeat)
        .values(name=name, at=db.now())
        .on_conflict_do_update(index_elements=["name"], set_={"at": db.now()})
    )


async def last_beat(db: ReadSession, name: str) -> datetime | None:
    """When `name` was last at work (UTC), or `None` when it never was."""
    at: datetime | None = await db.scalar(select(Heartbeat.at).where(Heartbeat.name == name))
    return at
