"""Conflicts of interest that somebody declared in a case. Who speaks for the person and the paper desk never see them."""

import sqlalchemy as sa
from alembic import op

revision = "0220"
down_revision = "0250"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ACTOR = "(select app_actor())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
INSIDE = f"{OF_CASE} and {ROLE} not in ('legal_representative', 'documentation_officer', 'quality_assessor')"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "conflict_declarations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('declared', 'upheld', 'dismissed')", name=op.f("ck_conflict_declarations_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_conflict_declarations_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_conflict_declarations_user_id")),
        sa.ForeignKeyConstraint(
            ["declared_by"], ["users.id"], name=op.f("fk_conflict_declarations_declared_by")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_conflict_declarations_answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_declarations")),
    )
    op.create_index(op.f("ix_conflict_declarations_case_id"), "conflict_declarations", ["case_id"])
    op.create_index("ix_conflict_declarations_state_at", "conflict_declarations", ["state", "at", "id"])
    op.create_index(
        "uq_conflict_declarations_standing",
        "conflict_declarations",
        ["case_id", "user_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state <> 'dismissed'"),
    )
    table = "conflict_declarations"
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({INSIDE})")
    op.execute(
        f"create policy inserts on {table} for insert to acogida_app"
        f" with check ({INSIDE} and declared_by = {ACTOR} and (user_id = {ACTOR} or {ROLE} = 'supervisor'))"
    )
    op.execute(
        f"create policy updates on {table} for update to acogida_app"
        f" using ({INSIDE} and {ROLE} = 'supervisor' and user_id <> {ACTOR}) with check ({INSIDE})"
    )
    op.execute(f"grant select, insert, update on {table} to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("conflict_declarations")
