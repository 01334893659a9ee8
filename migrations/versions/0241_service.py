"""Service of a decision with every attempt, the day on which it takes effect, and what was set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0241"
down_revision = "0221"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
MOMENT = sa.DateTime(timezone=True)
OF_CASE = "exists (select from cases c where c.id = {table}.case_id)"
READS = f"{OF_CASE} and {ROLE} not in ('border_liaison_officer', 'documentation_officer')"
WRITES = f"{OF_CASE} and {ROLE} in ('registration_officer', 'commission_secretary', 'appeals_clerk')"
RESULTS = "('delivered', 'refused', 'not_found', 'unknown_address', 'returned', 'published')"
ANNULLED = "annulled_at, annulled_by, annulled_why"


def upgrade() -> None:
    _attempts()
    _effect()


def _attempts() -> None:
    text = sa.String()
    op.create_table(
        "service_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("channel", text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("place", text, nullable=False),
        sa.Column("served_as", text, nullable=False),
        sa.Column("served_to", text, nullable=False),
        sa.Column("result", text, nullable=False),
        sa.Column("proof", text, nullable=False),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"result in {RESULTS}", name=op.f("ck_service_attempts_result")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_service_attempts_case_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_service_attempts_decision_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_service_attempts_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_attempts")),
    )
    op.create_index(op.f("ix_service_attempts_case_id"), "service_attempts", ["case_id"])
    op.create_index(op.f("ix_service_attempts_decision_id"), "service_attempts", ["decision_id"])
    reads, writes = (each.format(table="service_attempts") for each in (READS, WRITES))
    op.execute("alter table service_attempts enable row level security")
    op.execute("alter table service_attempts force row level security")
    op.execute("create policy owner on service_attempts to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on service_attempts to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on service_attempts for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on service_attempts for insert to acogida_app with check ({writes})")
    op.execute("grant select, insert on service_attempts to acogida_app, acogida_worker")


def _effect() -> None:
    op.add_column("notifications", sa.Column("attempt_id", sa.Uuid(), nullable=True))
    op.add_column("notifications", sa.Column("effective_at", MOMENT, nullable=True))
    op.execute("update notifications set effective_at = served_at")
    op.alter_column("notifications", "effective_at", nullable=False)
    for name, default in (("basis", ""), ("verification", "unknown"), ("reasons", ""), ("annulled_why", "")):
        op.add_column("notifications", sa.Column(name, sa.String(), server_default=default, nullable=False))
    op.add_column("notifications", sa.Column("annulled_at", MOMENT, nullable=True))
    op.add_column("notifications", sa.Column("annulled_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_notifications_attempt_id"), "notifications", "service_attempts", ["attempt_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_notifications_annulled_by"), "notifications", "users", ["annulled_by"], ["id"]
    )
    op.drop_constraint(op.f("uq_notifications_decision_id"), "notifications")
    op.create_index(
        "uq_notifications_in_force",
        "notifications",
        ["decision_id"],
        unique=True,
        postgresql_where=sa.text("annulled_at is null"),
    )
    # What was written down stays as it was; all that can be added is that it does not hold, and why.
    reads, writes = (each.format(table="notifications") for each in (READS, WRITES))
    op.execute(
        f"create policy updates on notifications for update to acogida_app using ({reads}) with check ({writes})"
    )
    op.execute(f"grant update ({ANNULLED}) on notifications to acogida_app, acogida_worker")


def downgrade() -> None:
    op.execute(f"revoke update ({ANNULLED}) on notifications from acogida_app, acogida_worker")
    op.execute("drop policy updates on notifications")
    op.execute("delete from notifications where annulled_at is not null")
    op.drop_index("uq_notifications_in_force", "notifications")
    op.create_unique_constraint(op.f("uq_notifications_decision_id"), "notifications", ["decision_id"])
    for column in (
        "annulled_by", "annulled_at", "annulled_why", "reasons", "verification", "basis", "effective_at", "attempt_id",
    ):  # fmt: skip
        op.drop_column("notifications", column)
    op.drop_table("service_attempts")
