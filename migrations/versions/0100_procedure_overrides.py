"""Override files of the deployment: everybody reads what was put in force, administrators write, a text never changes."""

import sqlalchemy as sa
from alembic import op

from migrations.statements import run

revision = "0100"
down_revision = "0080"
branch_labels = None
depends_on = None

ROLE = "(select app_role())"
ADMINISTRATION = f"{ROLE} in ('administrator', 'system')"
# Who was put in force is the law of every case under it, also after it was withdrawn. A draft is its authors' and the auditor's.
READS = f"{ROLE} is not null and (put_in_force_at is not null or {ROLE} in ('administrator', 'auditor', 'system'))"

STANDS = """
create function override_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'override % is kept', old.number using errcode = 'integrity_constraint_violation';
  end if;
  if (new.id, new.country, new.number, new.profile_version, new.title, new.content, new.digest, new.uploaded_by, new.uploaded_at,
      new.because)
     is distinct from
     (old.id, old.country, old.number, old.profile_version, old.title, old.content, old.digest, old.uploaded_by, old.uploaded_at,
      old.because)
     or old.state = 'withdrawn'
     or (old.put_in_force_at is not null
         and (new.state = 'draft'
              or (new.valid_from, new.put_in_force_by, new.put_in_force_at, new.put_in_force_because, new.alone)
                 is distinct from
                 (old.valid_from, old.put_in_force_by, old.put_in_force_at, old.put_in_force_because, old.alone)))
  then
    raise exception 'override % stands as it was', old.number using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger override_stands before update or delete on procedure_overrides
  for each row execute function override_stands();
"""


def upgrade() -> None:
    op.create_table(
        "procedure_overrides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("profile_version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("put_in_force_by", sa.Uuid(), nullable=True),
        sa.Column("put_in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_in_force_because", sa.String(), nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_overrides"),
        sa.UniqueConstraint("country", "number", name="uq_procedure_overrides_country_number"),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_procedure_overrides_{column}_users")
            for column in ("uploaded_by", "put_in_force_by", "withdrawn_by")
        ),
        sa.CheckConstraint("number > 0", name="ck_procedure_overrides_number"),
        sa.CheckConstraint(
            "state in ('draft', 'in_force', 'withdrawn')", name="ck_procedure_overrides_state"
        ),
        sa.CheckConstraint(
            "num_nulls(valid_from, put_in_force_by, put_in_force_at, put_in_force_because) in (0, 4)",
            name="ck_procedure_overrides_confirmed",
        ),
        sa.CheckConstraint(
            "state <> 'in_force' or put_in_force_at is not null",
            name="ck_procedure_overrides_in_force_is_confirmed",
        ),
        sa.CheckConstraint(
            "alone or put_in_force_by <> uploaded_by", name="ck_procedure_overrides_second_person"
        ),
        sa.CheckConstraint(
            "num_nulls(withdrawn_by, withdrawn_at, withdrawn_because)"
            " = case state when 'withdrawn' then 0 else 3 end",
            name="ck_procedure_overrides_withdrawn",
        ),
    )
    op.create_index(
        "uq_procedure_overrides_day",
        "procedure_overrides",
        ["country", "profile_version", "valid_from"],
        unique=True,
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.execute("alter table procedure_overrides enable row level security")
    op.execute("alter table procedure_overrides force row level security")
    op.execute("create policy owner on procedure_overrides to acogida_owner using (true) with check (true)")
    op.execute("create policy worker on procedure_overrides to acogida_worker using (true) with check (true)")
    op.execute(f"create policy reads on procedure_overrides for select to acogida_app using ({READS})")
    op.execute(
        "create policy inserts on procedure_overrides for insert to acogida_app"
        f" with check ({ADMINISTRATION} and state = 'draft')"
    )
    op.execute(
        "create policy updates on procedure_overrides for update to acogida_app"
        f" using ({ADMINISTRATION}) with check ({ADMINISTRATION})"
    )
    op.execute("grant select, insert, update on procedure_overrides to acogida_app")
    # The worker reads what a case is bound to; it lays no law down.
    op.execute("grant select on procedure_overrides to acogida_worker")
    run(STANDS)


def downgrade() -> None:
    op.drop_table("procedure_overrides")
    op.execute("drop function override_stands()")
