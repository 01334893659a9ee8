"""A decision that was drafted and will not be signed, because the case ended before."""

from alembic import op

revision = "0115"
down_revision = "0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table decisions drop constraint ck_decisions_status")
    op.execute(
        "alter table decisions add constraint ck_decisions_status check (status in ('draft', 'signed', 'discarded'))"
    )


def downgrade() -> None:
    # Without a word for it the newest is a draft again; a case has one, and nobody was shown the others.
    op.execute(
        "delete from decisions d where status = 'discarded' and exists (select from decisions o"
        " where o.case_id = d.case_id and o.id <> d.id and (o.status = 'draft'"
        " or (o.status = 'discarded' and (o.drafted_at, o.id) > (d.drafted_at, d.id))))"
    )
    op.execute("update decisions set status = 'draft' where status = 'discarded'")
    op.execute("alter table decisions drop constraint ck_decisions_status")
    op.execute(
        "alter table decisions add constraint ck_decisions_status check (status in ('draft', 'signed'))"
    )
