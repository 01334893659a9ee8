"""Legal aid: the rota, asking for somebody, and whose turn it is, at every instance."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.cases import public as cases
from app.core.actor import Actor
from app.core.database import ReadSession, Session
from app.core.errors import FieldError, Invalid, NotFound, said
from app.core.ids import new_id
from app.identity.public import ROLES, colleagues, demand, user_table
from app.people import public as people
from app.representation.errors import AlreadyAsked, NobodyOnTheRota, NothingToAssign
from app.representation.models import LegalAidRequest, RotaMember
from app.representation.rules import OnRota, next_turn

COUNSEL = "legal_representative"
# As the law's instances are named in the engine: the claim itself, and what is judged after it.
INSTANCES = ("first", "reconsideration", "appeal", "review")


@dataclass(frozen=True, slots=True)
class RequestView:
    """Legal aid asked for. `excused`: who had the turn and could not, each with the reason."""

    id: UUID
    case_id: UUID
    reference: str
    instance: str
    language: str
    for_child: bool
    state: str
    asked_at: datetime
    assigned_name: str | None
    assigned_at: datetime | None
    excused: list[UUID]
    excuses: list[str]
    version: int


async def join_rota(
    db: Session,
    actor: Actor,
    user_id: UUID | None,
    *,
    instances: Collection[str],
    languages: Collection[str],
    most: int,
    active: bool = True,
) -> None:
    """Put a legal representative on the rota, or change or rest the place they have. Raises `Invalid` with every broken rule."""
    demand(actor, "legal_aid.manage")
    known = {c.user_id for c in await colleagues(db, COUNSEL)}
    checks = (
        (user_id in known, "representative", "unknown", said("Elija quién representa.")),
        (bool(instances) and set(instances) <= set(INSTANCES), "instances", "required", said("Marque en qué instancias toma casos.")),
        (1 <= most <= 500, "most", "out_of_range", said("Escriba cuántos casos a la vez, de 1 a 500.")),
    )  # fmt: skip
    broken = [FieldError(field, rule, words) for holds, field, rule, words in checks if not holds]
    broken += people.unknown_languages(languages)
    if broken:
        raise Invalid(*broken)
    member = await db.locked(RotaMember, user_id)
    if member is None:
        member = RotaMember(user_id=user_id, last_turn_at=None)
        db.add(member)
    member.instances, member.languages = sorted(set(instances)), sorted({c for c in languages if c})
    member.most, member.active = most, active
    member.changed_by, member.changed_at = actor.user_id, db.now()
    await db.flush()


async def ask_legal_aid(
    db: Session, actor: Actor, case_id: UUID, *, language: str, version: int | None = None
) -> UUID:
    """Ask for a representative of the rota for the case's present instance. Raises `AlreadyAsked`, also where two ask at once."""
    demand(actor, "legal_aid.ask")
    opened = await cases.open_case(db, case_id, version=version)
    request = LegalAidRequest(
        id=new_id(),
        case_id=case_id,
        instance=opened.case.instance,
        language=language,
        for_child=bool(await cases.children_alone(db, opened)),
        state="waiting",
        asked_at=db.now(),
        asked_by=actor.user_id,
        assigned_to=None,
        assigned_at=None,
    )
    try:
        async with db.attempt():
            db.add(request)
            await db.flush()
    except IntegrityError as twice:
        raise AlreadyAsked from twice
    await cases.record(
        db,
        actor,
        opened,
        "legal_aid_asked",
        data={"request": str(request.id), "instance": request.instance, "language": language},
    )
    return request.id


async def assign_turn(db: Session, actor: Actor, request_id: UUID) -> UUID:
    """Give the case to whose turn it is, with a general mandate; the file opens to them. Returns who.

    Nobody who worked on the case for the authority has a turn in it. Raises `NotFound`, `NothingToAssign`, `NobodyOnTheRota`.
    """
    demand(actor, "legal_aid.manage")
    request = await _waiting(db, request_id)
    opened = await cases.open_case(db, request.case_id)
    members = await rota(db, locked=True)
    staff = set(ROLES) - {COUNSEL}
    barred = {
        m.user_id for m in members if await cases.handled_by(db, request.case_id, m.user_id, roles=staff)
    }
    barred |= {r.user_id for r in await cases.representatives_of(db, request.case_id)}
    turn = next_turn(
        members, instance=request.instance, language=request.language, excused=request.excused, barred=barred
    )
    if turn is None:
        raise NobodyOnTheRota
    member = await db.locked(RotaMember, turn.user_id)
    assert member is not None  # noqa: S101 - read in this transaction, and nobody deletes from the rota
    member.last_turn_at = db.now()
    request.state, request.assigned_to, request.assigned_at = "assigned", turn.user_id, db.now()
    request.version += 1
    await db.flush()
    await cases.record_representation(
        db,
        actor,
        opened.id,
        user_id=turn.user_id,
        mandate=f"Defensa de oficio, turno del {opened.profile.today(db.now()).isoformat()}",
        kind="assigned",
    )
    return turn.user_id


async def excuse(db: Session, actor: Actor, request_id: UUID, *, reasons: str) -> None:
    """Who was given the turn cannot take it, and says why: the mandate ends and the case waits for the next one.

    Only who was assigned. Raises `NotFound`, `Invalid`.
    """
    demand(actor, "legal_aid.excuse")
    if not reasons.strip():
        raise Invalid.at("reasons", "required", "Escriba por qué no puede tomar el caso.")
    request = await db.locked(LegalAidRequest, request_id)
    if request is None or request.assigned_to != actor.user_id or request.state != "assigned":
        raise NotFound
    own = [r for r in await cases.representatives_of(db, request.case_id) if r.user_id == actor.user_id]
    request.state, request.assigned_to, request.assigned_at = "waiting", None, None
    request.excused = [*request.excused, actor.user_id]
    request.excuses = [*request.excuses, reasons.strip()]
    request.version += 1
    await db.flush()
    for mandate in own:
        await cases.end_representation(
            db, actor, request.case_id, mandate.id, why="resigned", words=reasons.strip()
        )


async def rota(db: ReadSession, *, locked: bool = False) -> list[OnRota]:
    """Who is on the rota and active, with how many legal-aid cases each has now; `locked`: nobody else gives a turn meanwhile."""
    m = RotaMember
    statement = (
        select(m.user_id, user_table.c.name, m.languages, m.instances, m.most, m.last_turn_at)
        .join(user_table, user_table.c.id == m.user_id)
        .where(m.active)
        .order_by(user_table.c.name)
    )
    rows = await db.rows(statement.with_for_update(of=m) if locked else statement)
    counts = await db.rows(
        select(func.legal_aid_load([row.user_id for row in rows]).table_valued("user_id", "open_cases"))
    )
    load = {row.user_id: row.open_cases for row in counts}
    return [
        OnRota(
            row.user_id,
            row.name,
            tuple(row.languages),
            tuple(row.instances),
            row.most,
            row.last_turn_at,
            load.get(row.user_id, 0),
        )
        for row in rows
    ]


async def legal_aid_requests(
    db: ReadSession, *, state: str = "waiting", most: int = 100
) -> list[RequestView]:
    """What was asked for in the cases that the actor sees: children first, then who has waited longest."""
    r, c = LegalAidRequest, cases.case_table
    rows = await db.rows(
        select(
            r.id,
            r.case_id,
            c.c.reference,
            r.instance,
            r.language,
            r.for_child,
            r.state,
            r.asked_at,
            user_table.c.name,
            r.assigned_at,
            r.excused,
            r.excuses,
            r.version,
        )
        .join(c, c.c.id == r.case_id)
        .outerjoin(user_table, user_table.c.id == r.assigned_to)
        .where(r.state == state)
        .order_by(r.for_child.desc(), r.asked_at, r.id)
        .limit(most)
    )
    return [RequestView(*row) for row in rows]


async def _waiting(db: Session, request_id: UUID) -> LegalAidRequest:
    request = await db.locked(LegalAidRequest, request_id)
    if request is None:
        raise NotFound
    if request.state != "waiting":
        raise NothingToAssign
    return request
