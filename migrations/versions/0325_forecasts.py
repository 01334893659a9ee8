"""Forecasts that somebody asked for: how to make them again, how far they are, and what came of them. No row is about anybody."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0325"
down_revision = "0285"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
# A supervisor's are the own office's; whoever answers for the whole sees all.
SEES = (
    f"({ROLE} in ('auditor', 'commission_secretary')"
    f" or ({ROLE} = 'supervisor' and ('office:' || office_id) = any ((select app_audience())::text[])))"
)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("scenarios", JSONB(), server_default="[]", nullable=False),
        sa.Column("repeats", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("measured", JSONB(), server_default="{}", nullable=False),
        sa.Column("outlooks", JSONB(), server_default="[]", nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecasts")),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_forecasts_asked_by_users")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_forecasts_office_id_offices")),
        sa.ForeignKeyConstraint(["repeats"], ["forecasts.id"], name=op.f("fk_forecasts_repeats_forecasts")),
        sa.CheckConstraint(
            "state in ('asked', 'running', 'done', 'empty', 'failed')", name=op.f("ck_forecasts_state")
        ),
        sa.CheckConstraint(
            "runs between 1 and 1000 and weeks between 26 and 522", name=op.f("ck_forecasts_size")
        ),
    )
    op.create_index("ix_forecasts_asked_at", "forecasts", ["asked_at", "id"])
    op.execute("alter table forecasts enable row level security")
    op.execute("alter table forecasts force row level security")
    op.execute("create policy owner on forecasts to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on forecasts to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on forecasts for select to acogida_app using ({SEES})")
    op.execute(
        "create policy inserts on forecasts for insert to acogida_app"
        f" with check ({SEES} and asked_by = (select app_actor()) and state = 'asked')"
    )
    op.execute("grant select, insert on forecasts to acogida_app")
    op.execute("grant select, insert, update on forecasts to acogida_worker")


def downgrade() -> None:
    op.drop_table("forecasts")
