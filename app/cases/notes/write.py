"""Notes are written and corrected, never changed; who is mentioned is somebody who may read them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.audit import public as audit
from app.cases.models import Case
from app.cases.notes import rules
from app.cases.notes.errors import CorrectedAlready, NotYourNote
from app.cases.notes.models import CaseMention, CaseNote
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import Invalid, NotFound
from app.core.ids import new_id
from app.identity.public import Reader, demand, readers


async def write_note(
    db: Session, actor: Actor, case_id: UUID, *, body: str, mentions: Sequence[UUID] = ()
) -> UUID:
    """Write a note on the case, and put it before whom it names: by `mentions`, or by @username in the text.

    Who cannot read it is not mentioned, and the note is not written: `Invalid` at `body`, which says no more of them than that.
    Raises `NotFound`.
    """
    demand(actor, "note.write")
    return await _write(db, actor, case_id, body, mentions, corrects=None)


async def correct_note(
    db: Session, actor: Actor, note_id: UUID, *, body: str, mentions: Sequence[UUID] = ()
) -> UUID:
    """Write what the note should have said. What it said stays, marked as corrected.

    Raises `NotFound`, `NotYourNote`, `CorrectedAlready`, `Invalid`.
    """
    demand(actor, "note.write")
    note = await db.get(CaseNote, note_id)
    if note is None:
        raise NotFound
    if note.written_by != actor.user_id:
        raise NotYourNote
    # The case is what two corrections at once wait for.
    await _case(db, note.case_id, lock=True)
    if await db.scalar(select(CaseNote.id).where(CaseNote.corrects == note_id)):
        raise CorrectedAlready
    return await _write(db, actor, note.case_id, body, mentions, corrects=note_id)


async def mark_seen(db: Session, actor: Actor, note_id: UUID) -> None:
    """The mentioned colleague has seen it. Raises `NotFound` for who is not mentioned."""
    demand(actor, "note.read")
    m = CaseMention
    found = await db.execute(
        select(m).where(m.note_id == note_id, m.user_id == actor.user_id).with_for_update()
    )
    mention = found.scalar_one_or_none()
    if mention is None:
        raise NotFound
    mention.seen_at = mention.seen_at or db.now()


async def colleagues_of(db: Session, actor: Actor, case_id: UUID, *, words: str = "") -> list[Reader]:
    """Whom a note on the case may mention, and who may be given a task in it: the actor's side, by name. Raises `NotFound`."""
    demand(actor, "note.read")
    return await who_may_read(db, actor, await _case(db, case_id), words=words)


async def who_may_read(
    db: Session,
    actor: Actor,
    case: Case,
    *,
    words: str = "",
    usernames: Sequence[str] = (),
    user_ids: Sequence[UUID] = (),
) -> list[Reader]:
    """Colleagues on the actor's side who see the case."""
    return await readers(
        db,
        case.audience,
        rules.roles_of(rules.side_of(actor)),
        words=words,
        usernames=usernames,
        user_ids=user_ids,
    )


async def _write(
    db: Session, actor: Actor, case_id: UUID, body: str, mentions: Sequence[UUID], *, corrects: UUID | None
) -> UUID:
    case = await _case(db, case_id)
    if not body.strip():
        raise Invalid.at("body", "required", "Escriba la nota.")
    if len(body) > rules.LONGEST_NOTE:
        raise Invalid.at(
            "body", "too_long", "Use %(limit)s caracteres como máximo.", limit=rules.LONGEST_NOTE
        )
    named = await _named(db, actor, case, body, mentions)
    note = CaseNote(
        id=new_id(),
        case_id=case_id,
        side=rules.side_of(actor),
        body=body.strip(),
        written_by=actor.user_id,
        written_at=db.now(),
        corrects=corrects,
    )
    db.add(note)
    await db.flush()
    db.add(*(CaseMention(note_id=note.id, user_id=user, seen_at=None) for user in named))
    await audit.looked(db, "note.correct" if corrects else "note.write", str(note.id), case_id=case_id)
    return note.id


async def _named(db: Session, actor: Actor, case: Case, body: str, mentions: Sequence[UUID]) -> list[UUID]:
    wanted, picked = rules.mentioned(body), set(mentions)
    if not wanted and not picked:
        return []
    found = await who_may_read(db, actor, case, usernames=wanted, user_ids=list(picked))
    known = {reader.username.lower() for reader in found}
    if strangers := [f"@{name}" for name in wanted if name not in known]:
        raise Invalid.at(
            "body",
            "cannot_read",
            "%(who)s no puede leer las notas de este expediente: no se le avisa. Quite la mención.",
            who=", ".join(strangers),
        )
    if picked - {reader.user_id for reader in found}:
        raise Invalid.at(
            "mentions", "cannot_read", "Alguien de la lista ya no puede leer las notas de este expediente."
        )
    return [reader.user_id for reader in found if reader.user_id != actor.user_id]


async def _case(db: Session, case_id: UUID, *, lock: bool = False) -> Case:
    case = await db.locked(Case, case_id) if lock else await db.get(Case, case_id)
    if case is None:
        raise NotFound
    return case
