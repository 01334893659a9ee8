"""A list that a sitting did not come to is deferred, as any item is."""

from alembic import op

revision = "0231"
down_revision = "0253"
branch_labels = None
depends_on = None

BEFORE = "status in ('pending', 'recognised', 'not_recognised')"
AFTER = "status in ('pending', 'recognised', 'not_recognised', 'deferred')"


def upgrade() -> None:
    op.drop_constraint("ck_group_items_status", "group_items")
    op.create_check_constraint("status", "group_items", AFTER)


def downgrade() -> None:
    op.execute("update group_items set status = 'not_recognised' where status = 'deferred'")
    op.drop_constraint("ck_group_items_status", "group_items")
    op.create_check_constraint("status", "group_items", BEFORE)
