"""What is voted on is kept with the agenda item; the Commission's notes are its own; a recusal is known to who declared it.

`agenda_items` was readable by everyone who sees the case, a legal representative included: its note carries the Commission's
instruction to the officer. `recusals` was closed to the member recused, because the case is.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_CASE = "exists (select from cases c where c.id = {table}.case_id)"
ROLE = "(select app_role())"
COMMISSION = "('commission_secretary', 'commission_member')"
AGENDA_READERS = (
    "('commission_secretary', 'commission_member', 'eligibility_officer', 'supervisor', 'quality_assessor')"
)


def upgrade() -> None:
    op.add_column(
        "agenda_items",
        sa.Column("proposal", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.create_index(
        "uq_decisions_draft_case",
        "decisions",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("status = 'draft'"),
    )
    of_item = OF_CASE.format(table="agenda_items")
    op.execute(f"alter policy reads on agenda_items using ({of_item} and {ROLE} in {AGENDA_READERS})")
    op.execute(f"alter policy inserts on agenda_items with check ({of_item} and {ROLE} in {COMMISSION})")
    op.execute(
        f"alter policy updates on agenda_items using ({of_item} and {ROLE} in {COMMISSION})"
        f" with check ({of_item} and {ROLE} in {COMMISSION})"
    )
    of_recusal = f"{OF_CASE.format(table='recusals')} and {ROLE} in {COMMISSION}"
    op.execute(f"alter policy reads on recusals using (({of_recusal}) or user_id = (select app_actor()))")


def downgrade() -> None:
    of_recusal = f"{OF_CASE.format(table='recusals')} and {ROLE} in {COMMISSION}"
    op.execute(f"alter policy reads on recusals using ({of_recusal})")
    of_item = OF_CASE.format(table="agenda_items")
    op.execute(f"alter policy updates on agenda_items using ({of_item}) with check ({of_item})")
    op.execute(f"alter policy inserts on agenda_items with check ({of_item})")
    op.execute(f"alter policy reads on agenda_items using ({of_item})")
    op.drop_index(
        "uq_decisions_draft_case", table_name="decisions", postgresql_where=sa.text("status = 'draft'")
    )
    op.drop_column("agenda_items", "proposal")
