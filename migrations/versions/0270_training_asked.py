"""What who asks must be trained for, where a person's needs demand it: kept beside what a need asks of an interview.

Told as "somebody trained" to whoever may not read the need; for what, only the search for an interviewer reads.
"""

from alembic import op

revision = "0270"
down_revision = "0254"
branch_labels = None
depends_on = None

ASKED = "trained:gender_violence"
# As the data had it when this was written.
OF_CODES = "(code ~ '^SV(-|$)' or code in ('WR-GM', 'LP-VA', 'LP-VF', 'LP-VO'))"


def upgrade() -> None:
    op.execute(f"update specific_needs set asks = array_append(asks, '{ASKED}') where {OF_CODES}")


def downgrade() -> None:
    op.execute(f"update specific_needs set asks = array_remove(asks, '{ASKED}') where '{ASKED}' = any (asks)")
