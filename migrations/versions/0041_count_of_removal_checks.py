"""How often a client asked of late is counted at each ask."""

from alembic import op

revision = "0041"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "create index ix_access_records_removal_checks on access_records (actor_id, at) where action = 'removal.check'"
    )


def downgrade() -> None:
    op.execute("drop index ix_access_records_removal_checks")
