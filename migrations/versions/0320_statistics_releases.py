"""Public releases of statistics: prepared by one person, sealed by another, read by anybody, and never changed.

A draft and what it leaves out are the house's; a sealed release is everybody's.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.statements import run

revision = "0320"
down_revision = "0315"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLE = "(select app_role())"
PREPARES = f"{ROLE} in ('auditor', 'commission_secretary')"
WRITES = f"{ROLE} in ('auditor', 'commission_secretary', 'data_protection_officer')"

STANDS = """
create function statistics_release_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'release % is kept', old.id using errcode = 'integrity_constraint_violation';
  end if;
  if old.state <> 'draft'
     or (new.id, new.title, new.asked, new.content, new.digest, new.preview, new.prepared_by, new.prepared_at)
        is distinct from (old.id, old.title, old.asked, old.content, old.digest, old.preview, old.prepared_by, old.prepared_at)
  then
    raise exception 'release % stands as it was', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger statistics_release_stands before update or delete on statistics_releases
  for each row execute function statistics_release_stands();
"""


def upgrade() -> None:
    op.create_table(
        "statistics_releases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("asked", JSONB(), server_default="{}", nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("preview", JSONB(), server_default="{}", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("sealed_by", sa.Uuid(), nullable=True),
        sa.Column("sealed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statistics_releases"),
        sa.UniqueConstraint("number", name="uq_statistics_releases_number"),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_statistics_releases_{column}_users")
            for column in ("prepared_by", "sealed_by")
        ),
        sa.CheckConstraint("state in ('draft', 'sealed', 'discarded')", name="ck_statistics_releases_state"),
        sa.CheckConstraint(
            "num_nulls(number, sealed_by, sealed_at) = case state when 'sealed' then 0 else 3 end",
            name="ck_statistics_releases_sealed",
        ),
        sa.CheckConstraint("sealed_by <> prepared_by", name="ck_statistics_releases_second_person"),
    )
    op.execute("alter table statistics_releases enable row level security")
    op.execute("alter table statistics_releases force row level security")
    op.execute("create policy owner on statistics_releases to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on statistics_releases to acogida_worker using (true) with check (true)")
    op.execute(
        "create policy reads on statistics_releases for select to acogida_app"
        f" using ({ROLE} is not null and (state = 'sealed' or {WRITES}))"
    )
    op.execute(
        "create policy inserts on statistics_releases for insert to acogida_app"
        f" with check ({PREPARES} and state = 'draft')"
    )
    op.execute(
        "create policy updates on statistics_releases for update to acogida_app"
        f" using ({WRITES}) with check ({WRITES})"
    )
    op.execute("grant select, insert, update on statistics_releases to acogida_app")
    op.execute("grant select on statistics_releases to acogida_worker")
    run(STANDS)


def downgrade() -> None:
    op.drop_table("statistics_releases")
    op.execute("drop function statistics_release_stands()")
