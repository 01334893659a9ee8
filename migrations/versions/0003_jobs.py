"""The job queue's own tables, as PgQueuer lays them out, and the rights of the roles that use them.

The layout comes from the pinned library; a new version of it that changes the layout needs a migration of its own.
"""

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

from migrations.statements import run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = "pgqueuer, pgqueuer_log, pgqueuer_schedules, pgqueuer_statistics"


def upgrade() -> None:
    run(QueryBuilderEnvironment().build_install_query())
    op.execute("grant select, insert on pgqueuer, pgqueuer_log to acogida_app")
    op.execute(f"grant select, insert, update, delete on {TABLES} to acogida_worker")
    op.execute("grant usage on all sequences in schema public to acogida_app, acogida_worker")


def downgrade() -> None:
    run(QueryBuilderEnvironment().build_uninstall_query())
