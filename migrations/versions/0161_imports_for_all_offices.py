"""An administrator's file of the whole deployment is seen, and started, by supervisors: no event of a case bears an administrator's name."""

from alembic import op

revision = "0161"
down_revision = "0192"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
OWN = (
    f"({ROLE} = 'administrator' or ({ROLE} = 'supervisor' and scope = any ((select app_audience())::text[])))"
)
ALL = f"({ROLE} = 'administrator' or ({ROLE} = 'supervisor' and (scope = 'all' or scope = any ((select app_audience())::text[]))))"


def upgrade() -> None:
    _say(ALL)


def downgrade() -> None:
    _say(OWN)


def _say(seen: str) -> None:
    op.execute(f"alter policy reads on imports using ({seen})")
    op.execute(f"alter policy updates on imports using ({seen}) with check ({seen})")
