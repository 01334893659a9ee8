"""A time that is blocked: a room, or somebody who interviews or interprets, with the reason and an end; not for minutes, for as long as it says."""

import sqlalchemy as sa
from alembic import op

revision = "0271"
down_revision = "0267"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("holds", "room_id", nullable=True)
    op.add_column("holds", sa.Column("reason", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_holds_of_something"), "holds", "num_nonnulls(room_id, interviewer_id, interpreter_id) > 0"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_holds_of_something"), "holds")
    op.drop_column("holds", "reason")
    # What blocks no room has no place in the table as it was.
    op.execute("delete from taken where hold_id in (select id from holds where room_id is null)")
    op.execute("delete from holds where room_id is null")
    op.alter_column("holds", "room_id", nullable=False)
