"""A renewal that was asked for from afar may end without a number of the day."""

from alembic import op

revision = "0181"
down_revision = "0161"
branch_labels = None
depends_on = None

NAME = "ck_counter_visits_number"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "counter_visits")
    op.create_check_constraint(
        op.f(NAME), "counter_visits", "state not in ('waiting', 'called') or number is not null"
    )


def downgrade() -> None:
    op.execute("update counter_visits set state = 'requested' where number is null")
    op.drop_constraint(op.f(NAME), "counter_visits")
    op.create_check_constraint(op.f(NAME), "counter_visits", "(state = 'requested') = (number is null)")
