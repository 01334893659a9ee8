"""Which colleagues hold a key to something: `Actor.audience` asked the other way round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, cast, literal, or_, select

from app.core.actor import BY_BODY, BY_NAME, BY_OFFICE
from app.core.database import ReadSession
from app.identity.models import RoleGrant, User
from app.identity.queries import in_force


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who holds a key, in the role that it belongs to."""

    user_id: UUID
    username: str
    name: str
    role: str


def _key() -> ColumnElement[str]:
    """The key of a grant, as `Actor.audience` makes it."""
    g = RoleGrant
    none = literal(None, String)
    return case(
        (g.role == "border_liaison_officer", "post:" + cast(g.post_id, String)),
        (g.role.in_(BY_OFFICE), "office:" + cast(g.office_id, String)),
        (g.role.in_(BY_NAME), g.role + ":" + cast(g.user_id, String)),
        (g.role.in_(BY_BODY), "body:" + g.body),
        (g.role == "child_protection_officer", "role:" + g.role),
        else_=none,
    )


async def readers(
    db: ReadSession,
    keys: Iterable[str],
    roles: Iterable[str],
    *,
    words: str = "",
    usernames: Sequence[str] = (),
    user_ids: Sequence[UUID] = (),
    limit: int = 200,
) -> list[Reader]:
    """Who holds one of `keys` in one of `roles` now, by name, each once; those with `words` in their name or username, where given."""
    like = f"%{words.strip().lower()}%"
    statement = (
        select(User.id, User.username, User.name, RoleGrant.role)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role.in_(list(roles)), _key().in_(list(keys)), in_force(db.now()))
        .order_by(User.name, User.id, RoleGrant.role)
        .limit(limit)
    )
    if words.strip():
        statement = statement.where(or_(User.name.ilike(like), User.username.ilike(like)))
    if usernames or user_ids:
        statement = statement.where(or_(User.username.in_(list(usernames)), User.id.in_(list(user_ids))))
    found = [Reader(*row) for row in await db.rows(statement)]
    return list({reader.user_id: reader for reader in reversed(found)}.values())[::-1]
