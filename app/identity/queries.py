"""Who somebody is, and where they work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from app.core.actor import Actor
from app.core.database import ReadSession
from app.core.errors import NotFound
from app.identity.models import ApiClient, BorderPost, Office, RoleGrant, SignedIn, User
from app.settings import settings


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a user can act in."""

    id: UUID
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class Place:
    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PostPlace(Place):
    """A border post. `kind`: `land`, `air`, `sea`."""

    kind: str
    office_id: UUID


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user who holds a role somewhere, by name."""

    user_id: UUID
    name: str
    seat: str | None


def in_force(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """The grant holds at that moment, and its user may sign in."""
    return and_(RoleGrant.since <= now, or_(RoleGrant.until.is_(None), RoleGrant.until > now), User.active)


_NOW: ColumnElement[datetime] = bindparam("now", type_=RoleGrant.since.type)

_PLACE = func.coalesce(BorderPost.name, Office.name, RoleGrant.body, "")
_ACTOR = (
    select(RoleGrant, User.name, _PLACE.label("place"))
    .join(User, User.id == RoleGrant.user_id)
    .outerjoin(Office, Office.id == RoleGrant.office_id)
    .outerjoin(BorderPost, BorderPost.id == RoleGrant.post_id)
)
# Of every request: who is asking.
_BY_GRANT = _ACTOR.where(RoleGrant.id == bindparam("grant"), User.id == bindparam("user"), in_force(_NOW))
_BY_SESSION = (
    _ACTOR.add_columns(SignedIn)
    .join(SignedIn, SignedIn.grant_id == RoleGrant.id)
    .where(
        SignedIn.token_digest == bindparam("digest"),
        SignedIn.expires_at > _NOW,
        SignedIn.seen_at > bindparam("last_use"),
        in_force(_NOW),
    )
)


async def actor_by_grant(db: ReadSession, grant_id: UUID, user_id: UUID) -> Actor | None:
    """The user acting under that grant, or `None` when it ended: a change of rights works at once."""
    row = await db.row(_BY_GRANT, {"grant": grant_id, "user": user_id, "now": db.now()})
    return None if row is None else _actor(row.RoleGrant, row.name, row.place)


async def actor_in_role(
    db: ReadSession, user_id: UUID, role: str, *, office_id: UUID | None = None, body: str | None = None
) -> Actor | None:
    """The user acting in that role now, of that office or body where one is named; `None` when they no longer hold it."""
    statement = _ACTOR.where(RoleGrant.role == role, User.id == user_id, in_force(db.now()))
    if office_id is not None:
        statement = statement.where(RoleGrant.office_id == office_id)
    if body is not None:
        statement = statement.where(RoleGrant.body == body)
    row = await db.row(statement.order_by(RoleGrant.since, RoleGrant.id).limit(1))
    return None if row is None else _actor(row.RoleGrant, row.name, row.place)


async def actor_by_username(db: ReadSession, username: str, roles: Iterable[str]) -> Actor | None:
    """The user acting in the first of those roles that they hold: for the command line, where nobody signs in."""
    for role in roles:
        statement = _ACTOR.where(RoleGrant.role == role, User.username == username, in_force(db.now()))
        row = await db.row(statement.order_by(RoleGrant.since, RoleGrant.id).limit(1))
        if row is not None:
            return _actor(row.RoleGrant, row.name, row.place)
    return None


async def signed_in(db: ReadSession, token_digest: str) -> tuple[SignedIn, Actor] | None:
    """The browser session under that digest and who it belongs to, unless it, its idle time or the grant ended."""
    last_use = db.now() - timedelta(minutes=settings().session_idle_minutes)
    row = await db.row(_BY_SESSION, {"digest": token_digest, "last_use": last_use, "now": db.now()})
    return None if row is None else (row.SignedIn, _actor(row.RoleGrant, row.name, row.place))


async def machine(db: ReadSession, client_id: UUID) -> Actor | None:
    client = await db.get(ApiClient, client_id)
    if client is None or not client.active:
        return None
    return Actor(client.id, client.name, "machine", scopes=frozenset(client.scopes))


async def grants_of(db: ReadSession, user_id: UUID) -> list[Grant]:
    """The roles that the user may act in now, in a fixed order."""
    statement = (
        select(RoleGrant.id, RoleGrant.role, _PLACE.label("place"))
        .join(User, User.id == RoleGrant.user_id)
        .outerjoin(Office, Office.id == RoleGrant.office_id)
        .outerjoin(BorderPost, BorderPost.id == RoleGrant.post_id)
        .where(RoleGrant.user_id == user_id, in_force(db.now()))
        .order_by(RoleGrant.since, RoleGrant.role, RoleGrant.id)
    )
    return [Grant(row.id, row.role, row.place) for row in await db.rows(statement)]


async def colleagues(
    db: ReadSession, role: str, *, office_id: UUID | None = None, body: str | None = None
) -> list[Colleague]:
    """Who holds `role` now, at an office or in a body, by name."""
    statement = (
        select(User.id, User.name, RoleGrant.seat)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == role, in_force(db.now()))
        .order_by(User.name)
    )
    if office_id is not None:
        statement = statement.where(RoleGrant.office_id == office_id)
    if body is not None:
        statement = statement.where(RoleGrant.body == body)
    return [Colleague(row.id, row.name, row.seat) for row in await db.rows(statement)]


async def offices(db: ReadSession) -> list[Place]:
    rows = await db.rows(select(Office.id, Office.code, Office.name).order_by(Office.name))
    return [Place(*row) for row in rows]


async def posts(db: ReadSession) -> list[PostPlace]:
    p = BorderPost
    rows = await db.rows(select(p.id, p.code, p.name, p.kind, p.office_id).order_by(p.name))
    return [PostPlace(*row) for row in rows]


def _actor(grant: RoleGrant, name: str, place: str) -> Actor:
    return Actor(
        grant.user_id,
        name,
        grant.role,
        office_id=grant.office_id,
        post_id=grant.post_id,
        body=grant.body,
        seat=grant.seat,
        place=place,
    )


async def names(db: ReadSession, user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of users, for pages that may show them."""
    rows = await db.rows(select(User.id, User.name).where(User.id.in_(list(user_ids))))
    return {row.id: row.name for row in rows}


async def username_of(db: ReadSession, user_id: UUID) -> str:
    """The name under which a user signs in."""
    found: str = await db.scalar(select(User.username).where(User.id == user_id))
    return found


async def user_id_of(db: ReadSession, username: str) -> UUID:
    """Raises `NotFound`."""
    found: UUID | None = await db.scalar(select(User.id).where(User.username == username))
    if found is None:
        raise NotFound
    return found


async def name_and_seat(db: ReadSession, username: str) -> tuple[str, str]:
    """Somebody's name, and for whom they sit where they do. Raises `NotFound`."""
    user_id = await user_id_of(db, username)
    seat: str | None = await db.scalar(
        select(RoleGrant.seat).where(RoleGrant.user_id == user_id, RoleGrant.seat.is_not(None)).limit(1)
    )
    return (await names(db, [user_id]))[user_id], seat or ""


async def office_of(db: ReadSession, actor: Actor) -> UUID | None:
    """The regional office that hears what this actor registers: their own, or the one that their post belongs to."""
    if actor.office_id is not None or actor.post_id is None:
        return actor.office_id
    found: UUID | None = await db.scalar(select(BorderPost.office_id).where(BorderPost.id == actor.post_id))
    return found
