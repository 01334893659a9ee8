"""What is shown or recorded in the interview: kept sealed with the case, and named in the record with its digest."""

from uuid import UUID

from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.documents import public as documents
from app.interviews.actions.enter import record_entry
from app.interviews.actions.loading import in_hand, nobody_signed

KINDS = ("interview_document", "interview_sound")


async def exhibit(
    db: Session, actor: Actor, interview_id: UUID, *, kind: str, name: str, content: bytes
) -> UUID:
    """Attach a document or a recording. The record says what came in and its SHA-256, so that signing signs that, too.

    The same file sent twice is attached and named once. Raises `RecordSigned`, `SomebodySigned`, `Invalid` at `kind` or `file`.
    """
    interview = await in_hand(db, actor, interview_id)
    await nobody_signed(db, interview_id)
    about = f"interview:{interview_id}"
    before = {a.id for a in await documents.attachments_of(db, interview.case_id, about=about)}
    kept = await documents.attach(
        db, actor, interview.case_id, kind=kind, name=name, content=content, about=about
    )
    if kept in before:
        return kept
    view = await documents.attachment(db, kept)
    number = len(before) + 1
    await record_entry(
        db,
        actor,
        interview_id,
        entry_id=new_id(),
        kind="exhibit",
        text=f"{number}. {view.name} · SHA-256 {view.digest}",
    )
    return kept
