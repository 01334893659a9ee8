"""Signing in and out, and the people and places of a deployment."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from app.core.actor import Actor
from app.core.database import Session
from app.core.ids import new_id
from app.identity import passwords
from app.identity.errors import RoleNotHeld, SignInFailed, TooManyFailures
from app.identity.models import ApiClient, BorderPost, Credential, Office, RoleGrant, SignedIn, User
from app.identity.queries import Grant, grants_of
from app.settings import settings

FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A user whose password was right, and the roles to choose from."""

    user_id: UUID
    grants: list[Grant]


async def recognise(db: Session, username: str, password: str) -> Recognised | SignInFailed | TooManyFailures:
    """Compare a password. A failure is returned, not raised, because counting it must be committed (ASVS 6.3.1)."""
    statement = (
        select(User, Credential)
        .join(Credential, Credential.user_id == User.id)
        .where(User.username == username.strip().lower(), User.active)
        .with_for_update(of=Credential)
    )
    row = await db.row(statement)
    if row is None:
        passwords.matches(password, None)
        return SignInFailed()
    credential = row.Credential
    if credential.locked_until and credential.locked_until > db.now():
        return TooManyFailures()
    if not passwords.matches(password, credential.password_hash):
        credential.failures += 1
        if credential.failures >= FAILURES_ALLOWED:
            credential.failures, credential.locked_until = 0, db.now() + LOCKED_FOR
        await db.flush()
        return SignInFailed()
    credential.failures, credential.locked_until = 0, None
    await db.flush()
    grants = await grants_of(db, row.User.id)
    return Recognised(row.User.id, grants) if grants else SignInFailed()


def chosen(recognised: Recognised, role: str | None) -> Grant:
    """The grant to act under: the named role's, or the first. Raises `RoleNotHeld`."""
    for grant in recognised.grants:
        if role is None or grant.role == role:
            return grant
    raise RoleNotHeld


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """`token` goes into the cookie and nowhere else."""

    token: str
    csrf: str


async def open_session(db: Session, user_id: UUID, grant_id: UUID) -> OpenedSession:
    """A browser session: it ends when nothing has been asked for a while, and after a working day whatever is asked (ASVS 7.3)."""
    opened = OpenedSession(secrets.token_urlsafe(32), secrets.token_urlsafe(24))
    db.add(
        SignedIn(
            token_digest=token_digest(opened.token),
            user_id=user_id,
            grant_id=grant_id,
            csrf=opened.csrf,
            created_at=db.now(),
            seen_at=db.now(),
            expires_at=db.now() + timedelta(hours=settings().session_absolute_hours),
        )
    )
    await db.flush()
    return opened


async def mark_seen(db: Session, digest: str) -> None:
    """Note that the session under that digest was used just now: its idle time begins again."""
    await db.execute(update(SignedIn).where(SignedIn.token_digest == digest).values(seen_at=db.now()))


async def close_session(db: Session, token: str) -> None:
    await db.execute(delete(SignedIn).where(SignedIn.token_digest == token_digest(token)))


async def switch_role(db: Session, token: str, user_id: UUID, grant_id: UUID) -> None:
    """Act in another of one's own roles, in the same browser session. Raises `RoleNotHeld`."""
    if grant_id not in {grant.id for grant in await grants_of(db, user_id)}:
        raise RoleNotHeld
    await db.execute(
        update(SignedIn).where(SignedIn.token_digest == token_digest(token)).values(grant_id=grant_id)
    )


async def recognise_machine(db: Session, client_id: str, secret: str) -> Actor | None:
    """The machine client with that secret, or `None`."""
    client = await db.scalar(select(ApiClient).where(ApiClient.client_id == client_id, ApiClient.active))
    if not passwords.matches(secret, client.secret_hash if client else None) or client is None:
        return None
    return Actor(client.id, client.name, "machine", scopes=frozenset(client.scopes))


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# ── the people and places of a deployment ──────────────────────────────────────────────────────────────────────────────


async def open_office(db: Session, *, code: str, name: str) -> UUID:
    office = Office(id=new_id(), code=code, name=name)
    db.add(office)
    await db.flush()
    return office.id


async def open_post(db: Session, *, code: str, name: str, kind: str, office_id: UUID) -> UUID:
    post = BorderPost(id=new_id(), code=code, name=name, kind=kind, office_id=office_id)
    db.add(post)
    await db.flush()
    return post.id


async def add_user(db: Session, *, username: str, name: str, password_hash: str) -> UUID:
    user = User(id=new_id(), username=username.strip().lower(), name=name, language="es", active=True)
    db.add(user)
    await db.flush()
    db.add(
        Credential(
            user_id=user.id, password_hash=password_hash, changed_at=db.now(), failures=0, locked_until=None
        )
    )
    await db.flush()
    return user.id


async def grant_role(
    db: Session,
    user_id: UUID,
    role: str,
    *,
    office_id: UUID | None = None,
    post_id: UUID | None = None,
    body: str | None = None,
    seat: str | None = None,
    until: datetime | None = None,
) -> UUID:
    grant = RoleGrant(
        id=new_id(),
        user_id=user_id,
        role=role,
        office_id=office_id,
        post_id=post_id,
        body=body,
        seat=seat,
        since=db.now(),
        until=until,
    )
    db.add(grant)
    await db.flush()
    return grant.id


async def add_machine(db: Session, *, client_id: str, name: str, secret: str, scopes: list[str]) -> UUID:
    client = ApiClient(
        id=new_id(),
        client_id=client_id,
        name=name,
        secret_hash=passwords.hashed(secret),
        scopes=scopes,
        active=True,
    )
    db.add(client)
    await db.flush()
    return client.id
