"""Tasks on a case: given to somebody who sees it, done, and opened again."""

from datetime import date
from uuid import UUID

from app.audit import public as audit
from app.cases.models import Case
from app.cases.notes import rules
from app.cases.notes.errors import TaskChanged
from app.cases.notes.models import CaseTask
from app.cases.notes.write import who_may_read
from app.core.actor import Actor
from app.core.database import Session
from app.core.errors import FieldError, Invalid, NotFound, said
from app.core.ids import new_id
from app.identity.public import demand


async def add_task(
    db: Session, actor: Actor, case_id: UUID, *, title: str, due_on: date, assignee: UUID | None = None
) -> UUID:
    """Give a task to a colleague, or to oneself. Raises `NotFound`, `Invalid` with every broken rule."""
    demand(actor, "note.write")
    case = await db.get(Case, case_id)
    if case is None:
        raise NotFound
    given_to = assignee or actor.user_id
    broken = _broken(title, due_on, db.now().date())
    if not await who_may_read(db, actor, case, user_ids=[given_to]):
        words = said("Esa persona no puede leer las notas de este expediente: no se le da la tarea.")
        broken.append(FieldError("assignee", "cannot_read", words))
    if broken:
        raise Invalid(*broken)
    task = CaseTask(
        id=new_id(),
        case_id=case_id,
        side=rules.side_of(actor),
        title=title.strip(),
        due_on=due_on,
        assignee=given_to,
        made_by=actor.user_id,
        made_at=db.now(),
        done_at=None,
        done_by=None,
        version=1,
    )
    db.add(task)
    await db.flush()
    await audit.looked(db, "task.add", str(task.id), case_id=case_id)
    return task.id


async def set_task_done(
    db: Session, actor: Actor, task_id: UUID, *, done: bool, version: int | None = None
) -> UUID:
    """Say that it is done, or that it is not after all. Said twice, it stays as it is. Returns its case. Raises `NotFound`, `TaskChanged`."""
    demand(actor, "note.write")
    task = await db.locked(CaseTask, task_id)
    if task is None:
        raise NotFound
    if (task.done_at is not None) == done:
        return task.case_id
    if version is not None and version != task.version:
        raise TaskChanged
    task.done_at = db.now() if done else None
    task.done_by = actor.user_id if done else None
    task.version += 1
    await audit.looked(db, "task.done" if done else "task.open", str(task.id), case_id=task.case_id)
    return task.case_id


def _broken(title: str, due_on: date, today: date) -> list[FieldError]:
    broken: list[FieldError] = []
    if not title.strip():
        broken.append(FieldError("title", "required", "Escriba qué hay que hacer."))
    if len(title) > rules.LONGEST_TITLE:
        broken.append(
            FieldError(
                "title", "too_long", "Use %(limit)s caracteres como máximo.", {"limit": rules.LONGEST_TITLE}
            )
        )
    if due_on < today:
        broken.append(FieldError("due_on", "in_the_past", "Ese día ya pasó."))
    return broken
