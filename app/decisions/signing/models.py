"""Certificates of those who sign, the paper of a decision at each of its signatures, and the signatures."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Key, OfCase, OfUser, Rows
from app.core.database import Model


class SigningCertificate(Model):
    """A certificate that somebody signs with. `file` is their PKCS#12, sealed again by the house; none for a key in a token.

    Nobody but its owner can open it: the passphrase is typed at each signature and kept nowhere. `distrusted_from`: what was
    signed from then on is not believed, which may be before the day of the revocation (a key that was stolen).
    """

    __tablename__ = "signing_certificates"
    __table_args__ = (
        CheckConstraint("kind in ('pkcs12', 'pkcs11')", name="kind"),
        CheckConstraint("until > since", name="until"),
        CheckConstraint("(revoked_at is null) = (distrusted_from is null)", name="revoked"),
        Index(
            "uq_signing_certificates_current",
            "user_id",
            unique=True,
            postgresql_where=text("revoked_at is null and replaced_at is null"),
        ),
    )

    id: Mapped[Key]
    user_id: Mapped[OfUser]
    kind: Mapped[str]
    # SHA-256 of the certificate, in hexadecimal.
    fingerprint: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    issuer: Mapped[str]
    serial: Mapped[str]
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    file: Mapped[UUID | None]
    since: Mapped[datetime]
    until: Mapped[datetime]
    enrolled_at: Mapped[datetime]
    enrolled_by: Mapped[OfUser]
    replaced_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    revoked_because: Mapped[str | None]
    distrusted_from: Mapped[datetime | None]


class DecisionPaper(Model):
    """The file of a decision: revision 0 before anybody signed, then one for each signature. Written once (app/core/storage.py)."""

    __tablename__ = "decision_papers"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[OfCase]
    file: Mapped[UUID] = mapped_column(unique=True)
    # SHA-256 of the PDF, in hexadecimal.
    digest: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    made_at: Mapped[datetime]
    # The text that it shows was withdrawn before everybody had signed: kept, and worth nothing.
    withdrawn_at: Mapped[datetime | None]


class DecisionSignature(Model):
    """One person's signature: with their own key, or by hand and attested by the authority's seal.

    Withdrawn with the text that it was given to, it counts no more and stays. `field` is the signature's in the PDF. `stamp`: `none` asked for, `granted`, or `unanswered` by the authority that was asked.
    """

    __tablename__ = "decision_signatures"
    __table_args__ = (
        Index(
            "uq_decision_signatures_standing",
            "decision_id",
            "user_id",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
        UniqueConstraint("decision_id", "revision"),
        CheckConstraint("means in ('certificate', 'token', 'by_hand')", name="means"),
        CheckConstraint("stamp in ('none', 'granted', 'unanswered')", name="stamp"),
    )

    id: Mapped[Key]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), index=True)
    case_id: Mapped[OfCase]
    user_id: Mapped[OfUser]
    name: Mapped[str]
    seat: Mapped[str]
    presides: Mapped[bool] = mapped_column(default=False)
    means: Mapped[str]
    certificate_id: Mapped[UUID | None] = mapped_column(ForeignKey("signing_certificates.id"))
    # Of the certificate in the PDF: the signatory's, or the seal's.
    fingerprint: Mapped[str]
    field: Mapped[str]
    revision: Mapped[int]
    stamp: Mapped[str]
    # The scan of the sheet that was signed by hand.
    scan: Mapped[UUID | None]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Withdrawal(Model):
    """A text that some had signed and that was taken back before the rest did: why, who leaves, what it said, who had signed it."""

    __tablename__ = "decision_withdrawals"
    __table_args__ = (CheckConstraint("cause in ('changed', 'left', 'recused')", name="cause"),)

    id: Mapped[Key]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), index=True)
    case_id: Mapped[OfCase]
    cause: Mapped[str]
    reasons: Mapped[str]
    leaving: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    code: Mapped[str]
    parts: Mapped[Rows]
    at: Mapped[datetime]
    by: Mapped[OfUser]
