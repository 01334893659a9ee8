"""A body of several decides on a loss of status in its sitting: an item of an agenda is a case's analysis, or a procedure of loss."""

import sqlalchemy as sa
from alembic import op

revision = "0267"
down_revision = "0255"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agenda_items", sa.Column("loss_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_agenda_items_loss_id"), "agenda_items", "losses", ["loss_id"], ["id"])
    op.create_index(op.f("ix_agenda_items_loss_id"), "agenda_items", ["loss_id"])
    op.alter_column("agenda_items", "assessment_id", nullable=True)
    op.create_check_constraint(
        op.f("ck_agenda_items_about"), "agenda_items", "num_nonnulls(assessment_id, loss_id) = 1"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_agenda_items_about"), "agenda_items")
    op.alter_column("agenda_items", "assessment_id", nullable=False)
    op.drop_index(op.f("ix_agenda_items_loss_id"), "agenda_items")
    op.drop_constraint(op.f("fk_agenda_items_loss_id"), "agenda_items")
    op.drop_column("agenda_items", "loss_id")
