"""Who may sign documents, and in which order their places in the status list are given out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Json, OfUser
from app.core.database import Model


class SigningKey(Model):
    """A public key. `issuer` is `deployment`, or `laptop:` and the laptop's identifier. The private half is in a file, or in the laptop."""

    __tablename__ = "signing_keys"
    __table_args__ = (
        CheckConstraint("issuer = 'deployment' or issuer like 'laptop:%'", name="issuer"),
        CheckConstraint("until > since", name="until"),
        CheckConstraint("(revoked_at is null) = (revoked_by is null)", name="revoked"),
        Index("ix_signing_keys_issuer", "issuer", "since"),
    )

    # The first eight bytes of the key's thumbprint (RFC 7638), in Base64url.
    kid: Mapped[str] = mapped_column(Text, primary_key=True)
    issuer: Mapped[str] = mapped_column(Text)
    # As a JSON Web Key (RFC 7517): kty, crv, x, y.
    public_key: Mapped[Json]
    since: Mapped[datetime]
    # What it has signed is believed until then.
    until: Mapped[datetime]
    created_by: Mapped[OfUser]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    revoked_because: Mapped[str | None] = mapped_column(Text)


class StatusSecret(Model):
    """What shuffles the places in the status list. One row, made by the migration, read by the database's own function alone."""

    __tablename__ = "status_secrets"

    secret: Mapped[str] = mapped_column(Text, primary_key=True)


class WithdrawnPlace(Model):
    """A place that was set aside for a laptop which was lost before it sent the paper: whatever carries it is not valid."""

    __tablename__ = "withdrawn_places"

    status_index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    withdrawn_at: Mapped[datetime]
