"""A passage of country information says on which page of its file it begins."""

import sqlalchemy as sa
from alembic import op

revision = "0273"
down_revision = "0270"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("coi_passages", sa.Column("page", sa.SmallInteger(), nullable=True))
    op.create_check_constraint(op.f("ck_coi_passages_page"), "coi_passages", "page > 0")


def downgrade() -> None:
    op.drop_column("coi_passages", "page")
