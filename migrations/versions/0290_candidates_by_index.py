"""Who looks alike is found by the index on keys: a plan for any names reads everybody, at ten times the cost of the index for the few.

Comparing two lists of keys costs far more than the planner believes, so that it takes a scan of the table to be cheap.
"""

from alembic import op

revision = "0290"
down_revision = "0325"
branch_labels = None
depends_on = None

FUNCTION = "matching_persons(integer[], text[], text, text, date, integer[])"


def upgrade() -> None:
    op.execute(f"alter function {FUNCTION} set enable_seqscan = off")


def downgrade() -> None:
    op.execute(f"alter function {FUNCTION} reset enable_seqscan")
