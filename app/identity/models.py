"""Offices, posts, users, what they may be, and how they prove who they are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfUser, Words
from app.core.database import Model


class Office(Model):
    __tablename__ = "offices"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class BorderPost(Model):
    __tablename__ = "border_posts"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))


class User(Model):
    __tablename__ = "users"

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="es")
    active: Mapped[bool] = mapped_column(default=True)


class Credential(Model):
    """A user's password hash, apart from the user so that only the sign-in can read it."""

    __tablename__ = "credentials"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    password_hash: Mapped[str]
    changed_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class RoleGrant(Model):
    """A role that a user holds at a place. Someone with two acts in one at a time."""

    __tablename__ = "role_grants"
    __table_args__ = (Index("ix_role_grants_user_id", "user_id"),)

    id: Mapped[Key]
    user_id: Mapped[OfUser]
    role: Mapped[str]
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("border_posts.id"))
    body: Mapped[str | None]
    seat: Mapped[str | None]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class SignedIn(Model):
    """A browser session, revoked by deleting it. The token itself is never stored, only its SHA-256."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_user_id", "user_id"),)

    token_digest: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[OfUser]
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("role_grants.id"))
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiClient(Model):
    """A machine with scopes instead of a role."""

    __tablename__ = "api_clients"
    __table_args__ = (CheckConstraint("cardinality(scopes) > 0", name="has_scopes"),)

    id: Mapped[Key]
    client_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    secret_hash: Mapped[str]
    scopes: Mapped[Words]
    active: Mapped[bool] = mapped_column(default=True)
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
