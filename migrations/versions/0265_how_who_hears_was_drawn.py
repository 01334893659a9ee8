"""Every drawing of who hears a remedy is kept: its seed, among whom, and what came out, so that anybody may draw it again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0265"
down_revision = "0273"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
# Who is barred says something of them: the tribunal reads it, the parties read who sits.
TRIBUNAL = f"{OF_CASE} and {ROLE} in ('appeals_clerk', 'appeals_judge')"
JSON = postgresql.JSONB()
TABLE = "remedy_draws"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("candidates", JSON, server_default="[]", nullable=False),
        sa.Column("drawn", JSON, server_default="[]", nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_draws")),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, of in {"case_id": "cases", "remedy_id": "remedies", "drawn_by": "users"}.items()
        ),
    )
    op.create_index(op.f("ix_remedy_draws_case_id"), TABLE, ["case_id"])
    op.execute(f"alter table {TABLE} enable row level security")
    op.execute(f"alter table {TABLE} force row level security")
    op.execute(f"create policy owner on {TABLE} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {TABLE} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {TABLE} for select to acogida_app using ({TRIBUNAL})")
    op.execute(f"create policy inserts on {TABLE} for insert to acogida_app with check ({TRIBUNAL})")
    op.execute(f"grant select, insert on {TABLE} to acogida_app")
    op.execute(f"grant select, insert, update on {TABLE} to acogida_worker")


def downgrade() -> None:
    op.drop_table(TABLE)
