"""Seats by rota, drafts of a judgment and the votes on them: what the first instance must not see, the database shows it not."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0247"
down_revision = "0246"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
TRIBUNAL = f"{OF_CASE} and {ROLE} in ('appeals_clerk', 'appeals_judge')"
JUDGE = f"{OF_CASE} and {ROLE} = 'appeals_judge'"
# Who sits is no secret: a party may ask that somebody does not.
SEATED = f"{OF_CASE} and {ROLE} not in ('border_liaison_officer', 'documentation_officer')"
MOMENT, WORDS, JSON = sa.DateTime(timezone=True), postgresql.ARRAY(sa.Text()), postgresql.JSONB()


def upgrade() -> None:
    op.create_table(
        "remedy_seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("left_reasons", sa.String(), nullable=True),
        sa.CheckConstraint(
            "seat in ('rapporteur', 'member', 'alternate')", name=op.f("ck_remedy_seats_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_seats")),
        *_keys("remedy_seats", case_id="cases", remedy_id="remedies", user_id="users", drawn_by="users"),
    )
    op.create_index(
        "uq_remedy_seats_sitting",
        "remedy_seats",
        ["remedy_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("left_at is null"),
    )
    op.create_table(
        "judgment_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("remedy_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("outcomes", JSON, server_default="{}", nullable=False),
        sa.Column("reversal_grounds", WORDS, server_default="{}", nullable=False),
        sa.Column("instructions", WORDS, server_default="{}", nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status in ('draft', 'proposed', 'rejected', 'issued')", name=op.f("ck_judgment_drafts_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgment_drafts")),
        *_keys("judgment_drafts", case_id="cases", remedy_id="remedies", author_id="users"),
    )
    op.create_index(
        "uq_judgment_drafts_open",
        "judgment_drafts",
        ["remedy_id"],
        unique=True,
        postgresql_where=sa.text("status in ('draft', 'proposed')"),
    )
    op.create_table(
        "judgment_votes",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("choice in ('for', 'against')", name=op.f("ck_judgment_votes_choice")),
        sa.PrimaryKeyConstraint("draft_id", "user_id", name=op.f("pk_judgment_votes")),
        *_keys("judgment_votes", draft_id="judgment_drafts", user_id="users", case_id="cases"),
    )
    _secure("remedy_seats", reads=SEATED, inserts=TRIBUNAL, updates=TRIBUNAL)
    _secure("judgment_drafts", reads=TRIBUNAL, inserts=JUDGE, updates=JUDGE)
    _secure(
        "judgment_votes", reads=TRIBUNAL, inserts=f"{JUDGE} and user_id = (select app_actor())", updates=None
    )


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, of in columns.items()
    ]


def _secure(table: str, *, reads: str, inserts: str, updates: str | None) -> None:
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
    op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on {table} for select to acogida_app using ({reads})")
    op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({inserts})")
    if updates:
        op.execute(
            f"create policy updates on {table} for update to acogida_app using ({updates}) with check ({updates})"
        )
    op.execute(f"grant select, insert{', update' if updates else ''} on {table} to acogida_app")
    op.execute(f"grant select, insert, update on {table} to acogida_worker")


def downgrade() -> None:
    for table in ("judgment_votes", "judgment_drafts", "remedy_seats"):
        op.drop_table(table)
