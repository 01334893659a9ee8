"""Points against a claim that were put to the person, marked at their question; and what the officer still wants to clear up."""

import sqlalchemy as sa
from alembic import op

revision = "0215"
down_revision = "0201"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview_entries", sa.Column("adverse", sa.String()))
    op.add_column("interview_entries", sa.Column("own_note", sa.String()))


def downgrade() -> None:
    op.drop_column("interview_entries", "own_note")
    op.drop_column("interview_entries", "adverse")
