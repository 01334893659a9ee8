"""Best-interests procedures. The report is read by those who work for the child; what was determined, by those who decide, too."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.statements import run

revision = "0253"
down_revision = "0235"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
READS = (
    f"{OF_CASE} and ({ROLE} = 'child_protection_officer' or (state = 'determined' and {ROLE} in"
    " ('eligibility_officer', 'supervisor', 'commission_member', 'appeals_judge')))"
)
WRITES = f"{OF_CASE} and {ROLE} = 'child_protection_officer'"
MOMENT = sa.DateTime(timezone=True)

DETERMINED_STAYS = """
create function best_interests_stay() returns trigger language plpgsql as $$
begin
  if old.state = 'determined' then
    raise exception 'what was determined does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
"""


def upgrade() -> None:
    op.create_table(
        "best_interests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("panel", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("chosen", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("dissent", sa.String(), nullable=True),
        sa.Column("determined_at", MOMENT, nullable=True),
        sa.Column("determined_by", sa.Uuid(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("review_of", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('short_assessment', 'assessment', 'determination')", name=op.f("ck_best_interests_kind")
        ),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'determined')", name=op.f("ck_best_interests_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_best_interests_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_best_interests_claim_id")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_best_interests_author_id")),
        sa.ForeignKeyConstraint(
            ["determined_by"], ["users.id"], name=op.f("fk_best_interests_determined_by")
        ),
        sa.ForeignKeyConstraint(
            ["review_of"], ["best_interests.id"], name=op.f("fk_best_interests_review_of")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_best_interests")),
    )
    op.create_index(op.f("ix_best_interests_case_id"), "best_interests", ["case_id"])
    op.create_index(op.f("ix_best_interests_claim_id"), "best_interests", ["claim_id"])
    op.create_index(
        "uq_best_interests_open",
        "best_interests",
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'determined'"),
    )
    run(DETERMINED_STAYS)
    op.execute(
        "create trigger best_interests_stay before update on best_interests for each row execute function best_interests_stay()"
    )
    op.execute("alter table best_interests enable row level security")
    op.execute("alter table best_interests force row level security")
    op.execute("create policy owner on best_interests to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on best_interests to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on best_interests for select to acogida_app using ({READS})")
    op.execute(f"create policy inserts on best_interests for insert to acogida_app with check ({WRITES})")
    op.execute(
        f"create policy updates on best_interests for update to acogida_app using ({WRITES}) with check ({WRITES})"
    )
    op.execute("grant select, insert, update on best_interests to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("best_interests")
    op.execute("drop function best_interests_stay()")
