"""What the plans of figures go by at hundreds of thousands of cases.

The claims of principal applicants are counted from an index that has what most figures read, so that the wide rows stay where they are;
moves from stage to stage have one of their own. Both are of use while the server knows which pages everybody may see: it looks sooner
than with other tables. The queue is taken by case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0348"
down_revision = "0345"
branch_labels = None
depends_on = None

COUNTED = (
    *(
        "claim_id",
        "office_id",
        "open",
        "resolved_on",
        "document_days",
        "interview_days",
        "recommendation_days",
    ),
    *("decision_days", "service_days", "final_days", "closed_days", "decided_at", "final_at", "closed_at"),
    *("resolved_as", "first_counts_as", "origin", "sex", "age_group"),
)
MOVED = ("stage_before", "stage", "stage_days", "office_id", "known_from")
TABLES = ("claim_facts", "claim_facts_past", "claim_acts")


def upgrade() -> None:
    op.create_index(
        "ix_claim_facts_counted",
        "claim_facts",
        ["filed_on"],
        postgresql_include=COUNTED,
        postgresql_where=sa.text("principal"),
    )
    op.create_index(
        "ix_claim_facts_past_moved",
        "claim_facts_past",
        ["stage_since"],
        postgresql_include=MOVED,
        postgresql_where=sa.text("moved and principal"),
    )
    op.create_index("ix_facts_due_case_id", "facts_due", ["case_id"])
    for table in TABLES:
        op.execute(
            f"alter table {table} set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05)"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(
            f"alter table {table} reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)"
        )
    op.drop_index("ix_facts_due_case_id", "facts_due")
    op.drop_index("ix_claim_facts_past_moved", "claim_facts_past")
    op.drop_index("ix_claim_facts_counted", "claim_facts")
