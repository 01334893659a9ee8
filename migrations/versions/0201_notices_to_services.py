"""To which service somebody was told of is read by who reads where somebody is referred for violence: the address says the kind."""

from alembic import op

revision = "0201"
down_revision = "0200"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
BEFORE = f"exists (select from cases c where c.id = notices.case_id) and {ROLE} <> 'quality_assessor'"
SEES = "('eligibility_officer', 'supervisor', 'child_protection_officer', 'legal_representative')"


def upgrade() -> None:
    op.execute(
        f"alter policy reads on notices using ({BEFORE} and (kind not like 'referral%' or {ROLE} in {SEES}))"
    )


def downgrade() -> None:
    op.execute(f"alter policy reads on notices using ({BEFORE})")
