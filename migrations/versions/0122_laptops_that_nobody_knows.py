"""A registration says which laptop it was typed on, also where nobody here knows that laptop."""

from alembic import op

revision = "0122"
down_revision = "0162"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("fk_registrations_laptop_id"), "registrations")


def downgrade() -> None:
    op.create_foreign_key(
        op.f("fk_registrations_laptop_id"), "registrations", "laptops", ["laptop_id"], ["id"]
    )
