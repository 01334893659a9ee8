"""A sign of life of the worker, which the server reads to say whether it is ready."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeats"),
    )
    op.execute("grant select on heartbeats to acogida_app")
    op.execute("grant select, insert, update on heartbeats to acogida_worker")
    # The readiness check says which migration the database is at.
    op.execute("grant select on alembic_version to acogida_app")


def downgrade() -> None:
    op.execute("revoke select on alembic_version from acogida_app")
    op.drop_table("heartbeats")
