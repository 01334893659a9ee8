"""Screenings, kept: what was answered, what the answers proposed, and what a person decided about each proposal.

Read and written by who asks the questions, at the desk, at the office and later; by nobody who decides a claim.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0132"
down_revision = "0153"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WHO_ASKS = (
    "(select app_role()) in ('border_liaison_officer', 'registration_officer', 'eligibility_officer', 'supervisor',"
    " 'child_protection_officer')"
)


def upgrade() -> None:
    op.create_table(
        "screenings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_screenings_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_screenings_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_screenings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screenings")),
    )
    op.create_index(op.f("ix_screenings_case_id"), "screenings", ["case_id"])
    op.create_index(op.f("ix_screenings_person_id"), "screenings", ["person_id"])
    op.create_table(
        "screening_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("screening_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("because_es", sa.String(), nullable=False),
        sa.Column("because_en", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind in ('need', 'priority', 'referral', 'modality')", name=op.f("ck_screening_proposals_kind")
        ),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'not_now', 'replaced')", name=op.f("ck_screening_proposals_state")
        ),
        sa.CheckConstraint(
            "(state in ('accepted', 'not_now')) = (decided_by is not null)",
            name=op.f("ck_screening_proposals_decided"),
        ),
        sa.CheckConstraint(
            "state <> 'not_now' or reason is not null", name=op.f("ck_screening_proposals_reason")
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screenings.id"], name=op.f("fk_screening_proposals_screening_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_screening_proposals_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_screening_proposals_person_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_screening_proposals_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_proposals")),
    )
    op.create_index(op.f("ix_screening_proposals_screening_id"), "screening_proposals", ["screening_id"])
    op.create_index(op.f("ix_screening_proposals_case_id"), "screening_proposals", ["case_id"])
    op.create_index(op.f("ix_screening_proposals_person_id"), "screening_proposals", ["person_id"])
    # What waits is looked for every morning; what is decided, seldom.
    op.create_index(
        "ix_screening_proposals_open",
        "screening_proposals",
        ["proposed_at"],
        postgresql_where=sa.text("state = 'open'"),
    )
    for table in ("screenings", "screening_proposals"):
        seen = f"exists (select from cases c where c.id = {table}.case_id) and {WHO_ASKS}"
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to acogida_owner using (true) with check (true)")
        op.execute(f"create policy worker on {table} to acogida_worker using (true) with check (true)")
        op.execute(f"create policy reads on {table} for select to acogida_app using ({seen})")
        op.execute(f"create policy inserts on {table} for insert to acogida_app with check ({seen})")
        op.execute(f"grant select, insert on {table} to acogida_app, acogida_worker")
    seen = f"exists (select from cases c where c.id = screening_proposals.case_id) and {WHO_ASKS}"
    op.execute(
        f"create policy updates on screening_proposals for update to acogida_app using ({seen}) with check ({seen})"
    )
    op.execute("grant update on screening_proposals to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("screening_proposals")
    op.drop_table("screenings")
