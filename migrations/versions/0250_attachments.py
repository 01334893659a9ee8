"""Files of a case. Each says which roles read it, and the database asks that of whoever reads, beside whether they see the case."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0250"
down_revision = "0215"
branch_labels = None
depends_on = None

OF_CASE = "exists (select from cases c where c.id = case_id)"
READS = f"{OF_CASE} and ((select app_role()) = any(readers) or added_by = (select app_actor()))"
OWN = f"{OF_CASE} and added_by = (select app_actor())"
MOMENT = sa.DateTime(timezone=True)

# Only taking it back may change a row: what was handed in stays what it was.
UNCHANGED = """
create function attachment_stays() returns trigger language plpgsql as $$
begin
  if old.withdrawn_at is not null
     or (to_jsonb(new) - array['withdrawn_at', 'withdrawn_by', 'withdrawn_because'])
        is distinct from (to_jsonb(old) - array['withdrawn_at', 'withdrawn_by', 'withdrawn_because']) then
    raise exception 'an attachment does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
"""


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("readers", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_attachments_case_id")),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name=op.f("fk_attachments_added_by")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["users.id"], name=op.f("fk_attachments_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_case_id"), "attachments", ["case_id"])
    op.create_index(op.f("ix_attachments_about"), "attachments", ["about"])
    op.execute(UNCHANGED)
    op.execute(
        "create trigger attachment_stays before update on attachments for each row execute function attachment_stays()"
    )
    op.execute("alter table attachments enable row level security")
    op.execute("alter table attachments force row level security")
    op.execute("create policy owner on attachments to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on attachments to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on attachments for select to acogida_app using ({READS})")
    op.execute(f"create policy inserts on attachments for insert to acogida_app with check ({OWN})")
    op.execute(
        f"create policy updates on attachments for update to acogida_app using ({OWN}) with check ({OWN})"
    )
    op.execute("grant select, insert, update on attachments to acogida_app, acogida_worker")


def downgrade() -> None:
    op.drop_table("attachments")
    op.execute("drop function attachment_stays()")
