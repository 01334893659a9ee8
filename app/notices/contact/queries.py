"""Reading how people may be reached."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import bindparam, column, select, table

from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.public import user_table
from app.notices.contact.rules import Contact, Safety
from app.notices.models import ContactRecord
from app.people.public import person_table

# A case's reference is the one thing of it that a notice names; its room is above this one.
_CASES = table("cases", column("id"), column("reference"))

_P, _R = person_table.c, ContactRecord
_PERSON = (_P.given_names, _P.family_names, _P.phone, _P.email, _P.lodging, _P.languages)
_ADDRESSEE = (
    select(
        *_PERSON,
        select(_CASES.c.reference)
        .where(_CASES.c.id == bindparam("case", type_=_P.id.type))
        .scalar_subquery()
        .label("reference"),
        _R,
    )
    .select_from(person_table)
    .outerjoin(_R, _R.person_id == _P.id)
    .where(_P.id == bindparam("person"))
    # The latest, or none.
    .order_by(_R.recorded_at.desc(), _R.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One telling of how somebody may be reached: by whom it was told, who wrote it down, and when."""

    contact: Contact
    recorded_at: datetime
    recorded_by: str


async def contact(db: ReadSession, person_id: UUID) -> Contact:
    """How the person may be reached now. Raises `NotFound`."""
    return (await addressee(db, person_id, None))[0]


async def addressee(db: ReadSession, person_id: UUID, case_id: UUID | None) -> tuple[Contact, str]:
    """How the person may be reached, and the case's reference, in one query. Raises `NotFound`."""
    row = await db.row(_ADDRESSEE, {"person": person_id, "case": case_id})
    if row is None:
        raise NotFound
    return _contact(row, row.ContactRecord), row.reference or ""


async def contact_history(db: ReadSession, person_id: UUID) -> list[ContactEntry]:
    """Everything that was told of how to reach the person, the latest first."""
    r, u = ContactRecord, user_table.c
    rows = await db.rows(
        select(*_PERSON, r, u.name.label("by"))
        .select_from(person_table)
        .join(r, r.person_id == _P.id)
        .join(user_table, u.id == r.recorded_by)
        .where(_P.id == person_id)
        .order_by(r.recorded_at.desc(), r.id.desc())
        .limit(50)
    )
    return [
        ContactEntry(_contact(row, row.ContactRecord), row.ContactRecord.recorded_at, row.by) for row in rows
    ]


def _contact(row: Any, told: ContactRecord | None) -> Contact:
    person: dict[str, Any] = {
        "name": f"{row.given_names} {row.family_names}".strip(),
        "phone": row.phone,
        "email": row.email,
        "lodging": row.lodging,
        "languages": tuple(row.languages),
    }
    if told is None:
        return Contact(**person)
    return Contact(
        **person,
        phone_safety=cast("Safety", told.phone),
        email_safety=cast("Safety", told.email),
        letter_safety=cast("Safety", told.letter),
        no_messages=told.no_messages,
        reads=told.reads,
        language=told.language,
        weekdays=frozenset(told.weekdays),
        from_hour=told.from_hour,
        to_hour=told.to_hour,
        electronic_since=told.electronic_since,
        told_by=told.told_by,
        note=told.note,
        recorded_at=told.recorded_at,
        known=told.id,
    )
