"""A late remedy that nobody has ruled on bars removal, also where the decision had become final."""

from alembic import op

revision = "0080"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table claims add column awaiting_admission text[] not null default '{}'")
    # What waits already: the owner's own policy lets a migration see every row.
    op.execute(
        "update claims k set awaiting_admission = array[r.kind], removal_barred = true from remedies r"
        " where r.case_id = k.case_id and r.status = 'awaiting_admission' and k.outcome is not null"
    )
    op.execute(
        "update cases c set removal_barred = true where exists"
        " (select from claims k where k.case_id = c.id and k.removal_barred) and not c.removal_barred"
    )


def downgrade() -> None:
    op.execute("alter table claims drop column awaiting_admission")
