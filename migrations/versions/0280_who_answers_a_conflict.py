"""In which role somebody has a conflict of interest: their own instance answers it, and reads why.

The first instance's is answered by a supervisor, a member's or a judge's by the secretary or clerk of their body, and a secretary's or
clerk's own by somebody else of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0280"
down_revision = "0261"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ACTOR = "(select app_actor())"
OF_CASE = "exists (select from cases c where c.id = case_id)"
INSIDE = f"{OF_CASE} and {ROLE} not in ('legal_representative', 'documentation_officer', 'quality_assessor')"
BODIES = "('commission_secretary', 'commission_member', 'appeals_clerk', 'appeals_judge')"
ANSWERS = (
    f"(whose_role not in {BODIES} and {ROLE} = 'supervisor'"
    f" or whose_role in ('commission_secretary', 'commission_member') and {ROLE} = 'commission_secretary'"
    f" or whose_role = 'commission_secretary' and {ROLE} = 'commission_member'"
    f" or whose_role in ('appeals_clerk', 'appeals_judge') and {ROLE} = 'appeals_clerk'"
    f" or whose_role = 'appeals_clerk' and {ROLE} = 'appeals_judge')"
)
TABLE = "conflict_declarations"
# In which role they declared it; of what another declared, in which they work.
KNOWN = f"""
update {TABLE} d set whose_role = coalesce(
  (select e.actor_role from case_events e
    where e.case_id = d.case_id and e.name = 'conflict_declared' and e.actor_id = d.user_id
      and e.data ->> 'whose' = d.user_id::text and e.data ->> 'kind' = d.kind
    order by e.number desc limit 1),
  (select g.role from role_grants g where g.user_id = d.user_id order by g.until is not null, g.since limit 1),
  'eligibility_officer')
"""


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("whose_role", sa.String(), nullable=True))
    op.execute(KNOWN)
    op.alter_column(TABLE, "whose_role", nullable=False)
    _policies("('supervisor', 'commission_secretary', 'appeals_clerk')", ANSWERS)


def downgrade() -> None:
    _policies("('supervisor')", f"{ROLE} = 'supervisor'")
    op.drop_column(TABLE, "whose_role")


def _policies(declare_for: str, answers: str) -> None:
    op.execute(f"drop policy inserts on {TABLE}")
    op.execute(f"drop policy updates on {TABLE}")
    op.execute(
        f"create policy inserts on {TABLE} for insert to acogida_app"
        f" with check ({INSIDE} and declared_by = {ACTOR} and (user_id = {ACTOR} or {ROLE} in {declare_for}))"
    )
    op.execute(
        f"create policy updates on {TABLE} for update to acogida_app"
        f" using ({INSIDE} and {answers} and user_id <> {ACTOR}) with check ({INSIDE})"
    )
