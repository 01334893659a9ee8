"""An interview as it is held: who came and went, each interpreter's oath, what was read back; and times nobody accounted for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    at = sa.DateTime(timezone=True)
    # No interview has been recorded before this revision, so `joined_at` needs no value to start from.
    op.add_column("interview_participants", sa.Column("joined_at", at, nullable=False))
    op.add_column("interview_participants", sa.Column("oath_at", at))
    op.add_column("interview_participants", sa.Column("left_at", at))
    op.add_column("interview_entries", sa.Column("asked_by", sa.String()))
    op.add_column("interview_entries", sa.Column("read_at", at))
    op.add_column(
        "interview_entries", sa.Column("to_clarify", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("interview_entries", "to_clarify", server_default=None)
    op.add_column("appointments", sa.Column("unanswered_since", at))
    # Signatures close the record: none is added to a closed one.
    op.execute(
        "create trigger signed_is_immutable before insert on interview_signatures"
        " for each row execute function refuse_change_of_signed_interview()"
    )


def downgrade() -> None:
    op.execute("drop trigger signed_is_immutable on interview_signatures")
    op.drop_column("appointments", "unanswered_since")
    for column in ("to_clarify", "read_at", "asked_by"):
        op.drop_column("interview_entries", column)
    for column in ("left_at", "oath_at", "joined_at"):
        op.drop_column("interview_participants", column)
