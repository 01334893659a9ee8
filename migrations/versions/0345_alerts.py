"""Figures that somebody watches, and each time that one crossed its line. Everybody's own, in the role in which they asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0345"
down_revision = "0341"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OWN = (
    "user_id = (select app_actor()) and role = (select app_role())"
    " and (office_id is null or ('office:' || office_id) = any ((select app_audience())::text[]))"
)
OF_OWN = "exists (select from figure_alerts a where a.id = figure_crossings.alert_id)"


def upgrade() -> None:
    op.create_table(
        "figure_alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("line", sa.Float(), nullable=False),
        sa.Column("filters", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("last_days", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("direction in ('above', 'below')", name=op.f("ck_figure_alerts_direction")),
        sa.CheckConstraint("state in ('unknown', 'within', 'beyond')", name=op.f("ck_figure_alerts_state")),
        sa.CheckConstraint("line >= 0 and line <= 1e9", name=op.f("ck_figure_alerts_line")),
        sa.CheckConstraint("last_days between 1 and 3660", name=op.f("ck_figure_alerts_last_days")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_figure_alerts_user_id_users")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_figure_alerts_office_id_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_alerts")),
    )
    op.create_index(
        "ix_figure_alerts_watched",
        "figure_alerts",
        ["user_id", "made_at"],
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "figure_crossings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("line", sa.Float(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "mail in ('none', 'waiting', 'sent', 'refused', 'dropped')", name=op.f("ck_figure_crossings_mail")
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["figure_alerts.id"], name=op.f("fk_figure_crossings_alert_id_figure_alerts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_crossings")),
    )
    op.create_index("ix_figure_crossings_alert_id", "figure_crossings", ["alert_id", "at"])
    for table, own in (("figure_alerts", OWN), ("figure_crossings", OF_OWN)):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
        op.execute(f"create policy reads on {table} for select to acogida_app using ({own})")
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({own}) with check ({own})"
        )
        op.execute(f"grant select, insert, update on {table} to acogida_worker")
    op.execute(f"create policy inserts on figure_alerts for insert to acogida_app with check ({OWN})")
    # A line once drawn stays: another one is another alert. What was found is the worker's to write.
    op.execute("grant select, insert, update (ended_at) on figure_alerts to acogida_app")
    op.execute("grant select, update (seen_at) on figure_crossings to acogida_app")


def downgrade() -> None:
    op.drop_table("figure_crossings")
    op.drop_table("figure_alerts")
