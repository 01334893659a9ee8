"""Batches: one act on many cases. And whether a case goes the way of a group, where a person has said so.

The database shows a batch to the roles of its kind; whose body's or office's it is, the actions and reads ask on top.
The lists of cases are filled by the worker: a secretary sees on one a reference and a stage of cases that are not with
the body yet, never a name.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0110"
down_revision = "0090"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
GROUP = f"(kind = 'group' and {ROLE} in ('commission_secretary', 'commission_member'))"
TRANSITION = (
    f"(kind = 'transition' and ({ROLE} = 'administrator' or ({ROLE} = 'supervisor' and "
    "scope = any ((select app_audience())::text[]))))"
)
VISIBLE = f"{GROUP} or {TRANSITION}"
PREPARES = f"(kind = 'group' and {ROLE} = 'commission_secretary') or {TRANSITION}"
OF_BATCH = "exists (select from batches b where b.id = batch_id)"
JSON, MOMENT = postgresql.JSONB(), sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("cases", sa.Column("prima_facie", sa.Boolean(), nullable=True))
    op.create_table(
        "batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("profile_version", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("filters", JSON, server_default="{}", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("looked_at_until", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_role", sa.String(), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("stopped_by", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('group', 'transition')", name=op.f("ck_batches_kind")),
        sa.CheckConstraint(
            "state in ('preparing', 'prepared', 'running', 'stopped', 'done', 'discarded')",
            name=op.f("ck_batches_state"),
        ),
        sa.CheckConstraint(
            "state not in ('running', 'done') or approved_by is not null", name=op.f("ck_batches_approved")
        ),
        sa.ForeignKeyConstraint(["prepared_by"], ["users.id"], name=op.f("fk_batches_prepared_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name=op.f("fk_batches_approved_by")),
        sa.ForeignKeyConstraint(["stopped_by"], ["users.id"], name=op.f("fk_batches_stopped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index(
        "uq_batches_open",
        "batches",
        ["kind", "rule", "scope"],
        unique=True,
        postgresql_where=sa.text("state in ('preparing', 'prepared', 'running', 'stopped')"),
    )
    op.create_table(
        "batch_cases",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("facts", JSON, server_default="{}", nullable=False),
        sa.Column("why", JSON, server_default="[]", nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'left_out', 'done', 'refused')", name=op.f("ck_batch_cases_state")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_cases_batch_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_batch_cases_case_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_batch_cases_changed_by")),
        sa.PrimaryKeyConstraint("batch_id", "case_id", name=op.f("pk_batch_cases")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_batch_cases_batch_id_position")),
    )
    op.create_index(op.f("ix_batch_cases_case_id"), "batch_cases", ["case_id"])
    op.create_index("ix_batch_cases_batch_id_state", "batch_cases", ["batch_id", "state", "position"])
    _secure("batches", reads=VISIBLE, inserts=PREPARES, updates=VISIBLE)
    _secure("batch_cases", reads=OF_BATCH, inserts=None, updates=OF_BATCH)


def _secure(table: str, *, reads: str, inserts: str | None, updates: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    if inserts:
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    op.execute(
        f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
    )
    op.execute(f"grant select, update{', insert' if inserts else ''} on {table} to acogida_app")
    op.execute(f"grant select, insert, update on {table} to acogida_worker")


def downgrade() -> None:
    op.drop_table("batch_cases")
    op.drop_table("batches")
    op.drop_column("cases", "prima_facie")
